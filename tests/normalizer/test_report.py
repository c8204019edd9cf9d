"""Year, period, issuing body and theme of small invented pages: where each was found."""

from __future__ import annotations

import datetime as dt

import pytest

import govreport
from govreport.normalizer import figures
from govreport.normalizer.classify import parse_theme
from govreport.normalizer.metadata import read_metadata
from govreport.normalizer.report import _findings as report_findings
from govreport.normalizer.title import kind_of
from govreport.raw import RawField, RawFinding, RawReport

PROSE = "现将本单位政府信息公开工作的有关情况向社会公布，欢迎各界监督并提出意见和建议。"


def page(title: str, *lines: str, fields: str = "") -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>{title}</title></head><body>{fields}<h1>{title}</h1>{body}</body></html>"


def fields(**labelled: str) -> str:
    cells = "".join(f"<td>{label}：</td><td>{value}</td>" for label, value in labelled.items())
    return f"<table><tr>{cells}</tr></table>"


TITLE = "清河市水务局政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。"


def test_the_year_of_the_title() -> None:
    report = govreport.parse(page("清河市水务局2018年政府信息公开工作年度报告", PROSE))
    assert (report.year, report.period) == (2018, None)
    assert report.evidence["year"].raw == report.title


def test_the_line_of_the_title_in_the_source() -> None:
    report = govreport.parse(
        "<html>\n<body>\n<h1>清河市水务局2018年政府信息公开工作年度报告</h1>\n<p>" + PROSE + "</p></body></html>"
    )
    assert report.evidence["title"].line == 3


def test_the_year_of_the_period_where_the_title_has_none() -> None:
    report = govreport.parse(page(TITLE, PROSE, PERIOD))
    assert report.period is not None
    assert (report.year, report.period.start, report.period.end) == (2019, dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert report.evidence["year"] == report.evidence["period"]


@pytest.mark.parametrize(
    "printed",
    [
        "自2019年01月01日起至2019年12月31日止",
        "自２０１９年１月１日起至２０１９年１２月３１日止",
        "自2019年1月 1日至2019年12月31日",
        "自2019年1 月 1 日起至12 月 31 日",
    ],
)
def test_a_period_in_any_spelling_of_its_days(printed: str) -> None:
    report = govreport.parse(page(TITLE, PROSE, f"本报告所列数据{printed}。"))
    assert report.period is not None
    assert (report.period.start, report.period.end) == (dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert report.evidence["period"].raw == printed.removeprefix("自")


def test_a_period_that_began_with_the_regulation() -> None:
    report = govreport.parse(
        page("清河市水务局2008年政府信息公开工作年度报告", PROSE, "数据统计从2008年5月1日至2008年12月31日止。")
    )
    assert report.period is not None
    assert (report.period.start, report.period.end) == (dt.date(2008, 5, 1), dt.date(2008, 12, 31))


def test_a_week_in_spring_is_no_period() -> None:
    report = govreport.parse(
        page("清河市水务局2018年政府信息公开工作年度报告", PROSE, "报告会于2018年5月1日至5月7日举办。")
    )
    assert report.period is None


def test_the_title_in_the_catalogue_block_is_proved_there() -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布机构="清河市水务局", 标题="关于停水的通知")
    report = govreport.parse(f"<html><body>{labelled}<p>{PROSE}</p></body></html>")
    assert report.title == "关于停水的通知"
    found = report.evidence["title"]
    assert found.span is not None
    assert report.text[slice(*found.span)] == found.raw == "关于停水的通知"


def test_the_year_of_the_column_where_nothing_else_says_it() -> None:
    report = govreport.parse(page(TITLE, PROSE, fields=fields(索引号="014123456/2018-00007", 栏目="2017年年度报告")))
    assert report.year == 2017
    assert report.evidence["year"].raw == "2017年年度报告"


def test_the_year_of_the_first_paragraph() -> None:
    report = govreport.parse(page(TITLE, "现公布清河市水务局2016年度政府信息公开工作情况，欢迎监督。", PROSE))
    assert report.year == 2016
    assert report.evidence["year"].raw == "2016年度"


@pytest.mark.parametrize("line", [PROSE, "现公布本单位本年度政府信息公开工作的情况，欢迎各界监督。"])
def test_no_year_is_a_finding(line: str) -> None:
    report = govreport.parse(page(TITLE, line, line))
    assert report.year is None
    assert [finding.code for finding in report.findings if finding.code.startswith("year.")] == ["year.missing"]


def test_a_period_that_ends_in_another_year_is_a_finding() -> None:
    report = govreport.parse(page("清河市水务局2018年政府信息公开工作年度报告", PROSE, PERIOD))
    assert report.year == 2018
    found = [finding for finding in report.findings if finding.code == "period.year_mismatch"]
    assert [finding.message for finding in found] == [
        "the period 2019-01-01 – 2019-12-31 does not end in the reported year 2018"
    ]


def test_a_title_with_the_place_alone_is_completed_by_the_publisher() -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布机构="清河镇人民政府")
    report = govreport.parse(page("清河镇2018年政府信息公开工作年度报告", PROSE, fields=labelled))
    assert report.issuing_body == "清河镇人民政府"
    assert report.evidence["issuing_body"].raw == "清河镇人民政府"


def test_the_body_in_the_title_issued_it() -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布机构="清河市人民政府")
    report = govreport.parse(page("清河市水务局2018年政府信息公开工作年度报告", PROSE, fields=labelled))
    assert report.issuing_body == "清河市水务局"


@pytest.mark.parametrize(
    ("raw", "levels"),
    [
        ("综合政务 政务公开", ("综合政务", "政务公开")),
        ("综合政务\\政务公开", ("综合政务", "政务公开")),
        (" 综合政务 / 政务公开 ", ("综合政务", "政务公开")),
        ("/", ("/",)),
    ],
)
def test_levels_of_a_theme(raw: str, levels: tuple[str, ...]) -> None:
    assert parse_theme(raw).levels == levels


def test_a_month_without_a_day_stays_one() -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布日期="2018年3月")
    report = govreport.parse(page("清河市水务局2017年政府信息公开工作年度报告", PROSE, fields=labelled))
    assert str(report.metadata.published_at) == "2018-03"


def proof(report: govreport.Report, name: str) -> tuple[str, str | None, str, str | None]:
    """What stood there, under which label, how it was read, and where in the page."""
    found = report.evidence[name]
    assert found.span is None or report.text[found.span.start : found.span.end] == found.raw
    return found.raw, found.label, found.method, found.xpath


LABELLED = page(
    "清河市水务局2018年政府信息公开工作年度报告",
    PROSE,
    "清河市水务局",
    "2019年1月8日",
    fields=fields(
        索引号="014123456/2019-00007",
        发布日期="2019-01-18 09:30",
        生成日期="2019-02-30",
        信息分类="综合政务,政务公开 报告",
        浏览次数="[ 1,024 ]",
        来源="https://www.qinghe.test/a",
        关键词="水务；公开",
    ),
)


def test_each_labelled_value_with_its_proof() -> None:
    report = govreport.parse(LABELLED)
    metadata = report.metadata
    assert metadata.published_at == dt.datetime(2019, 1, 18, 9, 30)
    assert metadata.categories == ("综合政务", "政务公开", "报告")
    assert metadata.theme is not None
    assert (metadata.theme.raw, metadata.theme.levels) == ("综合政务,政务公开", ("综合政务", "政务公开"))
    assert (metadata.genre, metadata.view_count, metadata.keywords) == ("报告", 1024, ("水务", "公开"))
    assert metadata.source is None  # an address names no source
    assert metadata.extra == {"生成日期": "2019-02-30", "来源": "https://www.qinghe.test/a"}
    cell = "/html/body/table/tr/td[{}]"
    assert proof(report, "metadata.index_number") == ("014123456/2019-00007", "索引号", "block", cell.format(2))
    assert proof(report, "metadata.published_at") == ("2019-01-18 09:30", "发布日期", "block", cell.format(4))
    assert proof(report, "metadata.categories") == ("综合政务,政务公开 报告", "信息分类", "block", cell.format(8))
    assert proof(report, "metadata.theme") == ("综合政务,政务公开", "信息分类", "block", cell.format(8))
    assert proof(report, "metadata.genre") == ("报告", "信息分类", "block", cell.format(8))
    assert proof(report, "title") == (report.title, None, "title", "/html/body/h1")
    assert proof(report, "year") == proof(report, "title")
    assert proof(report, "issuing_body") == ("清河市水务局", None, "signature", "/html/body/p[2]")
    assert proof(report, "signed_on") == ("2019年1月8日", None, "signature", "/html/body/p[3]")
    assert str(report.signed_on) == "2019-01-08"


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("56次", 56),
        ("[ 1,024 ]", 1024),
        ("12.", 12),
        ("1.2万", 12000),
        ("3万次", 30000),
        # rounded, broken or too long: kept as printed, no number
        ("1万+", None),
        ("999+", None),
        ("1.25", None),
        ("1.23456万", None),
        ("1234567890123", None),
        ("加载中", None),
    ],
)
def test_views_are_counted_as_printed(printed: str, count: int | None) -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布机构="清河市水务局", 浏览次数=printed)
    report = govreport.parse(page("关于停水的通知", PROSE, fields=labelled))
    assert report.metadata.view_count == count
    assert report.metadata.extra.get("浏览次数") == (printed if count is None else None)


def test_a_date_that_cannot_be_read_is_said_and_kept() -> None:
    report = govreport.parse(LABELLED)
    found = [finding for finding in report.findings if finding.code == "metadata.damaged_date"]
    assert [(f.severity, f.message) for f in found] == [
        ("warning", "生成日期 '2019-02-30' is no readable date; nothing was guessed")
    ]
    assert [(e.raw, e.label, e.method) for e in found[0].evidence] == [("2019-02-30", "生成日期", "block")]


def test_labels_that_contradict_each_other() -> None:
    first = fields(索引号="014123456/2019-00007", 发布日期="2019-01-18", 发布机构="清河市水务局")
    second = fields(发布日期="2019-01-19", 发布机构="清河市财政局")
    report = govreport.parse(page("关于停水的通知", PROSE, fields=first + second))
    assert (report.metadata.published_at, report.metadata.publisher) == (dt.date(2019, 1, 18), "清河市水务局")
    found = [finding for finding in report.findings if finding.code.startswith("metadata.")]
    assert [(f.code, f.severity, f.message) for f in found] == [
        (
            "metadata.date_conflict",
            "notice",
            "published_at: 发布日期 says '2019-01-18', 发布日期 says '2019-01-19'; the first is kept",
        ),
        (
            "metadata.conflict",
            "notice",
            "publisher: 发布机构 says '清河市水务局', 发布机构 says '清河市财政局'; the first is kept",
        ),
    ]
    assert [[e.raw for e in f.evidence] for f in found] == [
        ["2019-01-18", "2019-01-19"],
        ["清河市水务局", "清河市财政局"],
    ]


def test_of_a_day_and_its_minute_the_minute_is_kept() -> None:
    first = fields(索引号="014123456/2019-00007", 发布日期="2019-01-18")
    report = govreport.parse(page("关于停水的通知", PROSE, fields=first + fields(发布日期="2019-01-18 09:30")))
    assert report.metadata.published_at == dt.datetime(2019, 1, 18, 9, 30)
    assert report.evidence["metadata.published_at"].raw == "2019-01-18 09:30"
    assert not [finding for finding in report.findings if finding.code.startswith("metadata.")]
    tag = '<meta name="PubDate" content="2019-01-18 09:30">'
    tagged = page("关于停水的通知", PROSE, fields=first).replace("<head>", f"<head>{tag}")
    assert govreport.parse(tagged).metadata.published_at == dt.date(2019, 1, 18)  # a tag does not outdo a label


META = (
    '<html><head><meta name="SiteName" content="清河市政府网"><meta name="SiteDomain" content="www.qinghe.test">'
    '<meta name="SiteIDCode" content="3212000001"><meta name="ContentSource" content="来源：新华网">'
    '<meta name="PubDate" content="2019-01-18 09:30"><meta name="ArticleTitle" content="关于停水的通知">'
    '<meta name="Keywords" content="停水,通知"><title>关于停水的通知</title></head><body><p>{}</p></body></html>'
)


def test_values_of_meta_tags_have_no_place_in_the_text() -> None:
    report = govreport.parse(META.format(PROSE))
    site = report.metadata.site
    assert (site.name, site.domain, site.id_code) == ("清河市政府网", "www.qinghe.test", "3212000001")
    assert (report.metadata.source, report.metadata.keywords) == ("新华网", ("停水", "通知"))
    assert proof(report, "metadata.source") == ("来源：新华网", "ContentSource", "meta", None)
    assert report.title == "关于停水的通知"
    assert report.evidence["title"].span is None
    assert report.metadata.extra == {}


def test_an_order_names_its_organ_and_number() -> None:
    report = govreport.parse(page("清河市人民政府令", "第12号", PROSE))
    assert (report.kind, report.issuing_body) == ("document", "清河市人民政府")
    assert report.metadata.document_number is not None
    assert report.metadata.document_number.serial == "12"
    assert proof(report, "metadata.document_number") == ("第12号", None, "line", "/html/body/p[1]")


def test_an_order_under_another_title() -> None:
    report = govreport.parse(page("关于停水的通知", "清河市人民政府令", "第12号", PROSE))
    assert report.issuing_body == "清河市人民政府"
    assert govreport.parse(page("关于停水的通知", "此为命令", "第12号", PROSE)).issuing_body is None


def test_the_publisher_writes_yearly_reports_and_nothing_else() -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布机构="清河市水务局")
    assert (
        govreport.parse(page("2018年政府信息公开工作年度报告", PROSE, fields=labelled)).issuing_body == "清河市水务局"
    )
    assert govreport.parse(page("关于停水的通知", PROSE, fields=labelled)).issuing_body is None


def test_a_date_alone_signs_documents_and_not_news() -> None:
    notice = govreport.parse(page("关于停水的通知", "2019年1月8日", PROSE, PROSE))
    assert str(notice.signed_on) == "2019-01-08"
    assert govreport.parse(page("我市举行植树活动", "2019年1月8日", PROSE, PROSE)).signed_on is None


@pytest.mark.parametrize(
    ("printed", "read", "said"),
    [
        ("2021年3月5日", "2021-03-05", []),
        ("另行通知", "None", []),
        ("2021年2月30日", "None", ["处罚决定日期 '2021年2月30日' is no readable date; nothing was guessed"]),
    ],
)
def test_the_date_of_a_decision_in_the_table_of_its_document(printed: str, read: str, said: list[str]) -> None:
    labelled = {
        "行政处罚决定书文号": "清水罚〔2021〕3号",
        "违法主体名称": "清河市某建材有限公司",
        "主要违法事实": "未经批准擅自取水，经责令改正后逾期不改正。",
        "处罚机关": "清河市水务局",
        "处罚决定日期": printed,
    }
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in labelled.items())
    report = govreport.parse(page("行政处罚信息公示", f"<table>{rows}</table>"))
    assert (str(report.signed_on), report.issuing_body) == (read, "清河市水务局")
    assert ("signed_on" in report.evidence) is (read != "None")
    found = [finding for finding in report.findings if finding.code == "signature.damaged_date"]
    assert [finding.message for finding in found] == said
    assert [item.raw for finding in found for item in finding.evidence] == [printed] * len(said)


def test_of_hundreds_of_findings_of_a_kind_the_first_stand_for_all() -> None:
    raw = RawReport("甲" * 300, [])
    alike = [RawFinding("table.ragged", "notice", f"{n}", n, n + 1) for n in range(205)]
    found = report_findings(raw, [*alike, RawFinding("table.too_large", "warning", "other")])
    assert len(found) == 202
    assert [(f.code, f.severity, f.message) for f in found[-2:]] == [
        ("table.too_large", "warning", "other"),
        ("table.ragged", "notice", "5 more of this kind, not listed one by one"),
    ]
    assert [found[0].evidence[0].raw, found[-1].evidence] == ["甲", ()]


def test_of_many_labels_that_contradict_each_other_the_first_stand_for_all() -> None:
    days = [f"20{n:02}-01-18" for n in range(10, 65)]
    text = "\n".join(days)
    labels = [RawField("发布日期", "published_at", day, "block", text.index(day), text.index(day) + 10) for day in days]
    found = read_metadata(RawReport(text, [], fields=labels)).findings
    assert len(found) == 51
    assert {f.code for f in found} == {"metadata.date_conflict"}
    assert found[-1].message == "published_at: 4 more of this kind, not listed one by one"


def test_more_counts_than_any_report_has_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_MOST_NUMBERS", 3)
    report = govreport.parse(
        page("清河市水务局2018年政府信息公开工作年度报告", "公开信息3条，文件2件。", "收到申请5件，答复4件。")
    )
    assert [figure.value for figure in report.figures] == [3, 2]
    (finding,) = [finding for finding in report.findings if finding.code == "figures.too_many"]
    assert [proof.raw for proof in finding.evidence] == ["收到申请5件，答复4件。"]


def test_a_page_without_text_is_said() -> None:
    report = govreport.parse("<html><head><title>关于停水的通知</title></head><body></body></html>")
    assert "content.no_text" in [finding.code for finding in report.findings]
    assert "content.no_text" not in [finding.code for finding in govreport.parse(LABELLED).findings]


NOTHING = {"labelled": False, "report_like": False, "signed": False, "news": False, "prose": True}


@pytest.mark.parametrize(
    ("title", "seen", "kind"),
    [
        ("清河市2018年政府信息公开工作年度报告", {}, "annual_report"),
        ("清河市2018年政府信息公开工作年度报告", {"column": True}, "other"),
        ("清河市2018年工作", {"report_like": True}, "annual_report"),
        (None, {"report_like": True}, "annual_report"),
        ("关于停水的通知", {}, "document"),
        ("关于停水的通知（试行）", {}, "document"),
        ("关于停水的通知", {"prose": False}, "other"),
        ("关于停水的通知", {"prose": False, "labelled": True}, "document"),
        ("我市举行植树活动", {}, "other"),
        ("我市举行植树活动", {"labelled": True}, "document"),
        ("我市举行植树活动", {"signed": True}, "document"),
        ("我市举行植树活动", {"news": True}, "article"),
        ("我市举行植树活动", {"news": True, "prose": False}, "other"),
        (None, {}, "other"),
        (None, {"signed": True, "news": True}, "document"),
    ],
)
def test_what_sort_of_page(title: str | None, seen: dict[str, bool], kind: str) -> None:
    assert kind_of(title, **{**NOTHING, **seen}) == kind


def test_attachments_printed_and_linked_are_one() -> None:
    lines = (
        "附件：1.停水安排表",
        "2.应急预案",
        '<a href="/f/a.docx">停水安排表.docx</a>',
        '<a href="/f/b.pdf">b.pdf</a>',
    )
    report = govreport.parse(page("关于停水的通知", PROSE, *lines))
    assert [(item.name, item.url) for item in report.attachments] == [
        ("停水安排表", "/f/a.docx"),
        ("应急预案", None),
        ("b.pdf", "/f/b.pdf"),
    ]
    for item in report.attachments:
        assert item.span is not None
        assert report.text[item.span.start : item.span.end] == item.name


def test_a_linked_file_without_a_name_is_called_as_its_file() -> None:
    report = govreport.parse(page("关于停水的通知", PROSE, '<a href="/f/2019/a.docx">附件：</a>'))
    assert [(item.name, item.url) for item in report.attachments] == [("a.docx", "/f/2019/a.docx")]


def test_a_page_without_a_title_is_said() -> None:
    found = [f for f in govreport.parse(f"<p>{PROSE}</p>").findings if f.code == "title.missing"]
    assert [(f.severity, f.message) for f in found] == [("warning", "no title was found on the page")]


def test_a_line_that_ends_with_a_colon_ends_the_head_of_an_order() -> None:
    report = govreport.parse(page("关于停水的通知", "各有关单位：", "清河市人民政府令", PROSE))
    assert report.issuing_body is None


def test_tags_that_cannot_be_read_leave_nothing() -> None:
    tags = '<meta name="PubDate" content="不详"><meta name="ContentSource" content="http://www.qinghe.test/a">'
    report = govreport.parse(page("关于停水的通知", PROSE).replace("<head>", f"<head>{tags}"))
    assert (report.metadata.published_at, report.metadata.source, report.metadata.extra) == (None, None, {})
