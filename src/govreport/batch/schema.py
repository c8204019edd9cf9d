"""The columns of the batch tables as plain data: name, type and meaning. Nothing heavy enters here.

:mod:`.arrow` makes Arrow schemas of these lists, :mod:`.tables` the relational view, docs/schema.md the reference
(a test holds the two together). A change of a name or a type raises :data:`SCHEMA_VERSION`: the first number when
a reader of the old columns breaks, the second when columns are only added.

Types are ``string``, ``int32``, ``int64``, ``float64``, ``bool``, ``date32``, ``binary`` (large), ``strings`` (a list
of strings), ``labels`` (a list of label and value) and ``rows`` (a list of the structs of :data:`NESTED`).
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "HEADERS_ZH",
    "INPUT_COLUMNS",
    "NESTED",
    "REPORT_COLUMNS",
    "SCHEMA_VERSION",
    "TABLES",
    "Column",
    "headers",
    "table_columns",
    "table_name",
]

SCHEMA_VERSION = "1.0"


class Column(NamedTuple):
    """One column: its name, its type (see above), its heading in Chinese and what it means."""

    name: str
    type: str
    zh: str
    meaning: str


def _columns(*rows: tuple[str, str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


INPUT_COLUMNS = _columns(
    ("id", "string", "编号", "the name of the document, kept in the result; null is kept as null"),
    ("content", "binary", "内容", "the page as bytes; a string column is taken as well; null is an error row"),
    ("url", "string", "网址", "the address of the page, or null"),
)

REPORT_COLUMNS = _columns(
    ("id", "string", "编号", "the `id` of the input; the key of all tables"),
    ("url", "string", "网址", "the `url` of the input"),
    ("status", "string", "状态", "`ok`, or `failed`: then all columns after `message` are null (nested ones too)"),
    ("error", "string", "错误", "the class of the error of a failed document, else null"),
    ("message", "string", "说明", "what was wrong with a failed document, else null"),
    ("kind", "string", "类型", "`annual_report`, `document`, `article` or `other`"),
    ("title", "string", "标题", "the title, its lines joined"),
    ("year", "int32", "年度", "the year reported on, not the year of publication"),
    ("period_start", "date32", "统计起始", "first day of the reporting period, where the text states it"),
    ("period_end", "date32", "统计截止", "last day of the reporting period, where the text states it"),
    ("issuing_body", "string", "编制机关", "who wrote it"),
    (
        "signed_on",
        "string",
        "落款日期",
        "date of the signature, ISO, as precise as printed: `2014`, `2014-12`, `2014-12-31`",
    ),
    ("index_number", "string", "索引号", "index number as printed"),
    ("index_number_scheme", "string", "索引号体系", "its scheme, see `IndexNumber`"),
    ("publisher", "string", "发布机构", "publisher as printed"),
    ("issued_on", "string", "成文日期", "date of issue, ISO, as precise as printed"),
    ("published_at", "string", "发布日期", "date or time of publication, ISO, as precise as printed"),
    ("modified_at", "string", "修改日期", "date or time of the last change, ISO, as precise as printed"),
    ("document_number", "string", "文号", "document number as printed"),
    ("document_agency", "string", "机关代字", "agency word of the document number"),
    ("document_year", "int32", "文号年份", "year of the document number"),
    ("document_serial", "string", "文号序号", "serial of the document number"),
    ("metadata_title", "string", "信息名称", "title in the metadata block"),
    ("categories", "strings", "分类", "classifications as printed, in order"),
    ("theme", "string", "主题分类", "theme as printed"),
    ("genre", "string", "体裁", "genre as printed"),
    ("site_column", "string", "栏目", "column of the site (`metadata.column`)"),
    ("validity", "string", "时效", "validity, normalised"),
    ("validity_raw", "string", "时效原文", "validity as printed"),
    ("effective_on", "string", "生效日期", "date of effect, ISO, as precise as printed"),
    ("expires_on", "string", "废止日期", "date of expiry, ISO, as precise as printed"),
    ("keywords", "strings", "关键词", "keywords in order"),
    ("summary", "string", "概述", "summary as printed"),
    ("information_source", "string", "信息来源", "source of the information (`metadata.source`)"),
    ("author", "string", "作者", "author as printed"),
    ("view_count", "int64", "浏览次数", "number of views as printed"),
    ("disclosure_method", "string", "公开方式", "method of disclosure"),
    ("disclosure_scope", "string", "公开范围", "scope of disclosure"),
    ("disclosure_term", "string", "公开时限", "term of disclosure"),
    ("audience", "string", "服务对象", "audience"),
    ("language", "string", "语种", "language as printed"),
    ("format", "string", "格式", "format as printed"),
    ("site_name", "string", "网站名称", "tag SiteName"),
    ("site_domain", "string", "网站域名", "tag SiteDomain"),
    ("site_id_code", "string", "网站标识码", "tag SiteIDCode"),
    ("breadcrumbs", "strings", "当前位置", "path of the page within the site"),
    ("extra", "labels", "其他标签", "labels that no vocabulary knows, with their values"),
    ("form", "string", "统计表式", "id of the official form: `local`, `2014`, `2019`, `2021`; null without statistics"),
    ("preamble", "string", "导语", "what stands between title and first heading, one block a line"),
    ("sections", "rows", "章节", "the sections in reading order, as a list; see below"),
    ("figures", "rows", "数字", "the counts in the prose, as a list; see below"),
    ("statistics", "rows", "统计", "the cells of the official form, as a list; see below"),
    ("findings", "rows", "问题", "what was odd, missing, ambiguous or does not add up, as a list; see below"),
    ("attachments", "rows", "附件", "the attachments, as a list; see below"),
    ("media_type", "string", "媒体类型", "`text/html` or `text/plain`, as it was read"),
    ("encoding", "string", "编码", "the charset that was used"),
    ("sha256", "string", "校验", "SHA-256 of the source"),
    ("size", "int64", "大小", "bytes of the source (of UTF-8 for text)"),
    ("parser_version", "string", "解析版本", "version of govreport"),
    ("report_json", "string", "全文JSON", "the whole report as JSON: `govreport.Report.model_validate_json`"),
)

_PLACE = (
    ("start", "int32", "起", "where it begins in `text` of the report"),
    ("end", "int32", "止", "where it ends in `text` of the report"),
)

NESTED: dict[str, tuple[Column, ...]] = {
    "sections": _columns(
        ("position", "int32", "序", "place in reading order, from 0"),
        ("parent", "int32", "上级", "`position` of the section above; null at the top"),
        ("level", "int32", "层级", "level, from 1"),
        ("number", "string", "序号", "mark as printed (`一、`); null without one"),
        ("title", "string", "标题", "heading without its mark"),
        ("run_in", "bool", "段内标题", "the heading shares a paragraph with the text after it"),
        ("annex", "bool", "附录", "part of an annexed document"),
        ("text", "string", "正文", "own paragraphs and tables, one block a line, without the sections below"),
        *_PLACE,
    ),
    "figures": _columns(
        ("position", "int32", "序", "place in reading order, from 0; parts follow their whole"),
        ("parent", "int32", "上级", "`position` of the figure that this one is a part of; null at the top"),
        ("subject", "string", "对象", "what was counted, as printed"),
        ("value", "float64", "数值", "the number; null where it does not fit a double"),
        ("value_text", "string", "数值原值", "the number, exact"),
        ("unit", "string", "单位", "the counter word"),
        ("comparator", "string", "比较", "`=`, `>=`, `<=`, `>`, `<` or `~`"),
        ("share", "float64", "占比", "the percentage printed with it, in percent"),
        ("stated_zero", "bool", "明示为零", "a zero said in words"),
        ("exhaustive", "bool", "穷尽", "its breakdown claims to be complete"),
        ("raw", "string", "原文", "as printed"),
        *_PLACE,
    ),
    "statistics": _columns(
        ("position", "int32", "序", "place in reading order, from 0"),
        ("code", "string", "指标代码", "code of the row in the form's data file"),
        ("column_code", "string", "列代码", 'code of the column (`""` where the form has one)'),
        ("measure", "string", "度量", "what the row counts in all forms"),
        ("label", "string", "名称", "label as printed"),
        ("value", "float64", "数值", "the number; null unless `state` is `stated`"),
        ("value_text", "string", "数值原值", "the number, exact"),
        ("unit", "string", "单位", "unit printed with the value or over it, else the form's"),
        ("state", "string", "状态", "`stated`, `blank`, `not_applicable` or `unreadable`"),
        ("raw", "string", "原文", "the cell as printed"),
        ("note", "string", "注", "what stands with the number"),
        ("table_number", "int32", "表次", "table of the document, from 0; -1 for lines of plain text"),
        ("row_number", "int32", "行次", "row in that table's grid"),
        *_PLACE,
    ),
    "findings": _columns(
        ("position", "int32", "序", "place in the report, from 0"),
        ("code", "string", "代码", "code, see docs/findings.md"),
        ("severity", "string", "程度", "`error`, `warning` or `notice`"),
        ("message", "string", "说明", "what was found"),
        ("left_value", "float64", "左值", "one side of a sum or comparison that was checked"),
        ("right_value", "float64", "右值", "the other side"),
        ("difference", "float64", "差", "the difference of the two"),
        ("raw", "string", "原文", "first piece of evidence, as printed"),
        *_PLACE,
    ),
    "attachments": _columns(
        ("position", "int32", "序", "place in the report, from 0"),
        ("name", "string", "名称", "name as printed"),
        ("url", "string", "网址", "address as printed"),
    ),
}

HEADERS_ZH: dict[str, str] = {"reports": "报告"} | {
    column.name: column.zh for column in REPORT_COLUMNS if column.type == "rows"
}
"""Names of the tables in Chinese, for ``--headers zh``."""

TABLES = ("reports", "sections", "statistics", "figures", "findings")
_KEYS = (
    Column("document", "int64", "文档序", "the number of the document in the run, from 0"),
    Column("id", "string", "编号", "the id of the document"),
)


def table_columns(name: str) -> list[Column]:
    """The columns of a table, keys first; lists have become strings.

    >>> [column.name for column in table_columns("sections")][:5]
    ['document', 'id', 'position', 'parent', 'level']
    """
    if name != "reports":
        return [*_KEYS, *NESTED[name]]
    flat = [column for column in REPORT_COLUMNS[1:] if column.type != "rows" and column.name != "report_json"]
    return [*_KEYS, *(c._replace(type="string") if c.type in ("strings", "labels") else c for c in flat)]


def headers(name: str, language: str = "en") -> list[str]:
    """The headings of a table; ``zh`` gives Chinese ones."""
    return [column.zh if language == "zh" else column.name for column in table_columns(name)]


def table_name(name: str, language: str = "en") -> str:
    """The name of a table as a heading (of a sheet)."""
    return HEADERS_ZH[name] if language == "zh" else name
