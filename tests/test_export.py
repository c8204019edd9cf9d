"""Reports as JSON Schema, Markdown and summary: from reports made by hand, so no parser matters."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

from govreport.export import report_schema, to_markdown, to_summary
from govreport.models import (
    Attachment,
    Cell,
    DocumentNumber,
    Evidence,
    Figure,
    Finding,
    Metadata,
    Paragraph,
    PartialDate,
    Period,
    Report,
    Section,
    Source,
    Span,
    StatisticCell,
    Statistics,
    Table,
    Validity,
)

HERE = Span(0, 1)
SOURCE = Source(media_type="text/html", size=1, parser_version="0")


def paragraph(text: str) -> Paragraph:
    return Paragraph(text=text, span=HERE)


def section(number: str | None, title: str, level: int, *content: Any, children: Any = ()) -> Section:
    return Section(number=number, title=title, level=level, content=content, children=children, span=HERE)


def bare(**fields: Any) -> Report:
    required: dict[str, Any] = {"kind": "other", "metadata": Metadata(), "text": "x", "source": SOURCE}
    return Report(**(required | fields))


TABLE = Table(
    grid=(("项目", "数量", "数量"), ("a|b", "1", ""), ("甲\n乙", "0", "/")),
    cells=(Cell(text="项目", row=0, column=0, header=True, span=HERE),),
    header_rows=1,
    text="…",
    span=HERE,
)
FULL = bare(
    kind="annual_report",
    title="云溪市*水务局*2022年报告",
    year=2022,
    period=Period(start=dt.date(2022, 1, 1), end=dt.date(2022, 12, 31)),
    issuing_body="云溪市水务局",
    signed_on=PartialDate(2023, 1),
    metadata=Metadata(
        document_number=DocumentNumber(raw="云水〔2023〕5号", agency="云水", year=2023, serial="5"),
        published_at=dt.datetime(2023, 1, 18, 9, 30),
        keywords=("水务", '引"号'),
        extra={"信息有效性": "是: 否"},
    ),
    preamble=(paragraph("1. 本报告由一部分组成。"),),
    sections=(
        section(
            "一、",
            "总体情况",
            1,
            paragraph("# 全年<公开>4条_信息_。"),
            children=(section("（一）", "主动公开", 2, TABLE),),
        ),
        section(None, "深处", 9),
    ),
    figures=(
        Figure(
            subject="信息",
            value=32,
            unit="条",
            raw="32条",
            span=HERE,
            parts=(
                Figure(
                    subject="机构职能",
                    value=Decimal(4),
                    unit="条",
                    comparator=">=",
                    share=Decimal("12.5"),
                    raw="4条",
                    span=HERE,
                ),
            ),
        ),
    ),
    attachments=(
        Attachment(name="附表[1].pdf", url="http://www.example.gov.cn/a b.pdf"),
        Attachment(name="附件2"),
    ),
    findings=(
        Finding(code="a.notice", severity="notice", message="later"),
        Finding(code="a.error", severity="error", message="first"),
    ),
    evidence={"title": Evidence(raw="x", span=HERE, method="title")},
)


def test_markdown_of_a_full_report() -> None:
    assert to_markdown(FULL) == (
        "---\n"
        'kind: "annual_report"\n'
        'title: "云溪市*水务局*2022年报告"\n'
        "year: 2022\n"
        'period: {"start": "2022-01-01", "end": "2022-12-31"}\n'
        'issuing_body: "云溪市水务局"\n'
        'signed_on: "2023-01"\n'
        'published_at: "2023-01-18T09:30:00"\n'
        'document_number: "云水〔2023〕5号"\n'
        'keywords: ["水务", "引\\"号"]\n'
        'extra: {"信息有效性": "是: 否"}\n'
        "---\n\n"
        "# 云溪市\\*水务局\\*2022年报告\n\n"
        "1\\. 本报告由一部分组成。\n\n"
        "## 一、总体情况\n\n"
        "\\# 全年\\<公开>4条\\_信息\\_。\n\n"
        "### （一）主动公开\n\n"
        "| 项目 | 数量 | 数量 |\n"
        "| --- | --- | --- |\n"
        "| a\\|b | 1 |  |\n"
        "| 甲<br>乙 | 0 | / |\n\n"
        "###### 深处\n\n"
        "- [附表\\[1\\].pdf](<http://www.example.gov.cn/ab.pdf>)\n"
        "- 附件2\n"
    )


def test_markdown_of_nothing_is_the_front_matter() -> None:
    assert to_markdown(bare()) == '---\nkind: "other"\n---\n'


PARAGRAPHS = [
    # as printed, as Markdown that shows the same
    ("2021年，", "2021年，"),
    ("1. 甲", "1\\. 甲"),
    ("2) 乙", "2\\) 乙"),
    ("3.5万元", "3.5万元"),
    ("- 1 -", "\\- 1 -"),
    ("-3度", "-3度"),
    ("---", "\\---"),
    ("> 引", "\\> 引"),
    ("|表|", "\\|表|"),
    ("=====", "\\====="),
    ("~~~", "\\~\\~\\~"),
    ("a\\b `c`", "a\\\\b \\`c\\`"),
    ("　　行首\u3000空格\n换行", "行首\u3000空格\\\n换行"),
]


@pytest.mark.parametrize(("printed", "markdown"), PARAGRAPHS)
def test_a_paragraph_stays_a_paragraph(printed: str, markdown: str) -> None:
    assert to_markdown(bare(preamble=(paragraph(printed),))).split("---\n\n", 1)[1] == markdown + "\n"


@pytest.mark.parametrize("character", ["\x7f", "\x85", "\u2028", "\u2029", "\ufeff"])
def test_front_matter_escapes_what_yaml_does_not_take(character: str) -> None:
    line = to_markdown(bare(title=f"甲{character}乙")).split("\n")[2]
    assert line == f'title: "甲\\u{ord(character):04x}乙"'
    assert json.loads(line.removeprefix("title: ")) == f"甲{character}乙"


def test_a_table_without_a_heading_row_gets_a_blank_one_and_its_caption() -> None:
    table = Table(grid=(("a", "b"), ("c", "d")), cells=(), caption="统计表", text="", span=HERE)
    text = to_markdown(bare(preamble=(table,)))
    assert text.endswith("\n\n**统计表**\n\n|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n")


def test_summary_of_a_full_report() -> None:
    assert to_summary(FULL).splitlines() == [
        "云溪市*水务局*2022年报告",
        "kind:              annual_report",
        "year:              2022",
        "period:            2022-01-01 – 2022-12-31",
        "issuing body:      云溪市水务局",
        "signed on:         2023-01",
        "document number:   云水〔2023〕5号",
        "published at:      2023-01-18 09:30:00",
        'keywords:          水务; 引"号',
        "other labels:      信息有效性: 是: 否",
        "text:              1 characters, 2 paragraphs, 1 tables",
        "sections:",
        "  一、总体情况",
        "    （一）主动公开",
        "  深处",
        "figures:",
        "  信息 = 32 条",
        "    机构职能 >= 4 条 (12.5 %)",
        "attachments:",
        "  附表[1].pdf  http://www.example.gov.cn/a b.pdf",
        "  附件2",
        "findings:",
        "  error a.error: first",
        "  notice a.notice: later",
    ]


def test_summary_of_nothing_says_so() -> None:
    assert to_summary(bare()).splitlines() == [
        "(no title)",
        "kind:              other",
        "text:              1 characters, 0 paragraphs, 0 tables",
    ]


def test_summary_names_what_a_page_says_of_itself_and_the_form_that_was_read() -> None:
    cell = StatisticCell(code="granted", column="total", label="（一）予以公开", value=3, raw="3", state="stated")
    metadata = Metadata(validity=Validity(raw="现行有效", value="in_force"), view_count=0, categories=("规章", "水利"))
    figure = Figure(subject="行政复议", value=0, unit="", raw="未发生行政复议", span=HERE, stated_zero=True)
    report = bare(metadata=metadata, statistics=Statistics(form="2021", cells=(cell,)), figures=(figure,))
    assert to_summary(report).splitlines() == [
        "(no title)",
        "kind:              other",
        "categories:        规章; 水利",
        "validity:          现行有效",
        "view count:        0",
        "statistics:        form 2021, 1 cells",
        "text:              1 characters, 0 paragraphs, 0 tables",
        "figures:",
        "  行政复议 = 0",
    ]


def conforms(value: Any, schema: dict[str, Any], definitions: dict[str, Any], where: str = "$") -> list[str]:
    """The places where a JSON value is not what a schema says; knows the keywords that pydantic writes."""
    if "$ref" in schema:
        return conforms(value, definitions[schema["$ref"].removeprefix("#/$defs/")], definitions, where)
    if "anyOf" in schema or "oneOf" in schema:
        choices = schema.get("anyOf") or schema["oneOf"]
        tries = [conforms(value, choice, definitions, where) for choice in choices]
        return [] if [] in tries else [f"{where}: none of {len(tries)}", *tries[0]]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} not in {schema['enum']}"]
    if "const" in schema and value != schema["const"]:
        return [f"{where}: {value!r} is not {schema['const']!r}"]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    expected = kinds[schema["type"]]
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        return [f"{where}: {value!r} is no {schema['type']}"]
    wrong: list[str] = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        wrong += [f"{where}: {key} is missing" for key in schema.get("required", ()) if key not in value]
        for key, item in value.items():
            inner = known.get(key, others)
            if inner is False:
                wrong.append(f"{where}: {key} is not known")
            elif isinstance(inner, dict):
                wrong += conforms(item, inner, definitions, f"{where}.{key}")
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        for index, item in enumerate(value):
            inner = first[index] if index < len(first) else schema.get("items", {})
            wrong += conforms(item, inner, definitions, f"{where}[{index}]") if inner else []
    return wrong


@pytest.mark.parametrize("report", [FULL, bare()], ids=["full", "bare"])
def test_a_written_report_conforms_to_the_schema(report: Report) -> None:
    schema = report_schema()
    assert conforms(json.loads(report.model_dump_json()), schema, schema["$defs"]) == []


SPOILT: list[tuple[str, Any]] = [
    ("kind", "novel"),
    ("year", "2022"),
    ("signed_on", 2023),
    ("figures", [{}]),
    ("furniture", [["a", 1]]),
    ("metadata", {}),
    ("more", 1),
]


@pytest.mark.parametrize(("field", "value"), SPOILT)
def test_the_schema_refuses_what_is_not_written(field: str, value: Any) -> None:
    schema = report_schema()
    data = json.loads(FULL.model_dump_json()) | {field: value}
    assert conforms(data, schema, schema["$defs"])


def test_the_schema_is_complete_and_one_s_own() -> None:
    schema = report_schema()
    assert schema["required"] == list(Report.model_fields)
    schema.clear()
    assert report_schema()["title"] == "Report"
