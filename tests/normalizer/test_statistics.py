"""The official statistics in grids: worked figures, odd tables, and what must never be claimed."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import statistics_render as render
from govreport.forms import get_form
from govreport.models.statistics import Statistics
from govreport.normalizer.statistics import StatisticsReading, choose_form, read_statistics
from govreport.raw import RawReport

FORM = get_form("2021")
COLUMNS = [column.code for column in FORM.block("requests").columns]
ROWS = [row.code for row in FORM.block("requests").rows if not row.header]


def reading(raw: RawReport) -> StatisticsReading:
    found = read_statistics(raw.blocks, raw.text)
    assert found is not None
    return found


def read_html(*tables: str, title: str = "三、收到和处理政府信息公开申请情况") -> StatisticsReading:
    return reading(render.read(render.page_html([f"<p>{title}</p>", *tables]), "html"))


def numbered(form_id: str = "2021") -> render.Sheet:
    """A sheet whose every cell holds another number, so a shifted one is seen."""
    form = get_form(form_id)
    return render.Sheet(form, {place: str(1000 + n) for n, place in enumerate(render.places(form))})


def values(statistics: Statistics, code: str) -> list[Any]:
    return [cell and cell.value for cell in (statistics.get(code, column) for column in COLUMNS)]


def row_of(sheet: render.Sheet, code: str) -> list[int]:
    return [int(sheet.cells[code, column]) for column in COLUMNS]


# --- domain, worked figures 1: a city of 2025, the form of 2021 ---------------------------------------------

CITY_ROWS = {
    "new_requests": [13612, 252, 0, 45, 128, 32, 14069],
    "carried_over": [535, 6, 0, 1, 18, 0, 560],
    "total_results": [13364, 252, 0, 44, 121, 29, 13810],
    "carried_forward": [783, 6, 0, 2, 25, 3, 819],
}
CITY_TOTALS = [5548, 2168, 13, 30, 11, 51, 104, 85, 286, 150, 3222, 180, 19, 203, 148, 0, 101, 5, 318, 203, 965]
CITY_DISPUTES = [376, 97, 196, 121, 790, 16, 1, 12, 27, 56, 74, 1, 30, 51, 156]
CITY_ACTIVE = [3, 5, 74, 564, 984, 4185, 11398889, 6937489, 166105, 316441]


def city() -> render.Sheet:
    cells = dict.fromkeys(render.places(FORM), "")
    fused = [place for place in cells if place[0].startswith("art20")]
    line = [(column.code, "") for column in FORM.block("disputes").columns]
    cells |= dict(zip(fused, map(str, CITY_ACTIVE), strict=True))
    cells |= dict(zip(line, map(str, CITY_DISPUTES), strict=True))
    for code, figures in CITY_ROWS.items():
        cells |= {(code, column): str(figure) for column, figure in zip(COLUMNS, figures, strict=True)}
    for code, figure in zip(ROWS[2:23], CITY_TOTALS, strict=True):
        cells[code, "total"] = str(figure)
    return render.Sheet(FORM, cells)


@pytest.mark.parametrize("layout", render.HTML_LAYOUTS)
def test_worked_figures_of_a_city(layout: str) -> None:
    statistics = reading(render.read(render.HTML_LAYOUTS[layout](city()), "html")).statistics
    assert statistics.form == "2021"
    assert values(statistics, "new_requests") == CITY_ROWS["new_requests"]
    assert values(statistics, "carried_forward") == CITY_ROWS["carried_forward"]
    assert [statistics[code, "total"] for code in ROWS[2:23]] == CITY_TOTALS
    assert [statistics[column.code] for column in FORM.block("disputes").columns] == CITY_DISPUTES
    assert statistics["art20_1.normative_documents.repealed"] == 984
    assert statistics["art20_8.fees.amount"] == 316441
    blank = statistics.get("granted", "natural_person")
    assert blank is not None
    assert (blank.state, blank.value, blank.raw) == ("blank", None, "")


# --- domain, worked figures 2: an office of 2019, the form of 2019, most single totals blank ----------------


def test_worked_figures_of_an_office() -> None:
    form = get_form("2019")
    cells = dict.fromkeys(render.places(form), "")
    cells |= {("new_requests", "total"): "859", ("carried_over", "total"): "18"}
    cells |= {("carried_forward", "total"): "72", ("total_results", "natural_person"): "767"}
    cells |= {
        ("total_results", "legal.commercial_enterprise"): "35",
        ("total_results", "legal.research_institution"): "-",
    }
    cells |= {("total_results", "legal.public_welfare_organisation"): "-", ("total_results", "total"): "805"}
    cells |= {("total_results", "legal.legal_service_organisation"): "2", ("total_results", "legal.other"): "1"}
    cells |= {("art20_9.procurement.amount", ""): "251000元", ("art20_5.licensing.change", ""): "+1036"}
    cells |= {("art20_6.penalty.change", ""): "减少2", ("art20_8.fees.change", ""): "0"}
    cells |= {("review.upheld", ""): "5", ("review.pending", ""): "2", ("review.total", ""): "7"}
    cells |= {("litigation_direct.upheld", ""): "8", ("litigation_direct.pending", ""): "1"}
    cells |= {("litigation_direct.total", ""): "9", ("granted", "natural_person"): "258"}
    statistics = reading(render.read(render.official(render.Sheet(form, cells)), "html")).statistics
    assert statistics.form == "2019"
    assert values(statistics, "total_results") == [767, 35, None, None, 2, 1, 805]
    assert [statistics.get("total_results", c).state for c in COLUMNS[2:4]] == ["not_applicable"] * 2  # type: ignore[union-attr]
    amount = statistics.get("art20_9.procurement.amount")
    assert amount is not None
    assert (amount.value, amount.unit, amount.raw) == (251000, "元", "251000元")
    assert statistics["art20_5.licensing.change"] == 1036
    assert statistics["art20_6.penalty.change"] == -2
    assert statistics["art20_8.fees.change"] == 0
    assert statistics["review.total"] == 7
    assert statistics["litigation_direct.total"] == 9
    assert statistics.get("litigation_after_review.total").state == "blank"  # type: ignore[union-attr]
    assert statistics.get("other.total", "total").state == "blank"  # type: ignore[union-attr]


# --- odd tables ---------------------------------------------------------------------------------------------


def test_a_missing_column_is_not_claimed_and_nothing_shifts() -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    grid[0][1] = ("申请人情况", 1, 6)
    grid[1][1] = ("法人或其他组织", 1, 4)
    del grid[2][1]
    for row in grid[3:]:
        del row[-5]
    statistics = read_html(render.table_html(grid)).statistics
    for code in ROWS:
        wanted: list[int | None] = list(row_of(sheet, code))
        wanted[2] = None
        assert values(statistics, code) == wanted
    assert statistics.get("granted", "legal.research_institution") is None


def test_a_missing_row_is_not_claimed() -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    index = next(n for n, row in enumerate(grid) if any("公开出版物" in text for text, _, _ in row))
    del grid[index]
    statistics = read_html(render.table_html(grid)).statistics
    assert statistics.get("not_processed.public_publication", "total") is None
    assert values(statistics, "not_processed.excessive") == row_of(sheet, "not_processed.excessive")
    assert values(statistics, "other.other") == row_of(sheet, "other.other")


def test_a_missing_cell_leaves_its_row_unreadable() -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    row = next(row for row in grid if any("重复申请" in text for text, _, _ in row))
    del row[-3]
    found = read_html(render.table_html(grid))
    cells = [found.statistics.get("not_processed.duplicate", column) for column in COLUMNS]
    assert [cell and cell.state for cell in cells] == ["unreadable"] * 7
    assert "statistics.columns_unknown" in {finding.code for finding in found.findings}
    assert values(found.statistics, "not_processed.excessive") == row_of(sheet, "not_processed.excessive")


@pytest.mark.parametrize("span", [20, 21, 23, 30])
def test_a_wrong_rowspan_does_not_shift(span: int) -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    for row in grid:
        if row[0][0] == "三、本年度办理结果":
            row[0] = (row[0][0], span, 1)
    statistics = read_html(render.table_html(grid)).statistics
    for code in ROWS:
        assert values(statistics, code) in (row_of(sheet, code), [None] * 7)
    assert values(statistics, "granted") == row_of(sheet, "granted")


def test_headings_repeated_after_a_page_break() -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    plain = [
        [(text, 1, 3 if n == 0 and "本年" in text else across) for n, (text, _, across) in enumerate(row)]
        for row in grid
    ]
    top, rest = grid[:5], grid[5:]
    del plain
    statistics = read_html(render.table_html([*top, *grid[:3], *rest])).statistics
    for code in ROWS:
        assert values(statistics, code) == row_of(sheet, code)


def test_the_rest_of_a_table_without_headings() -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    statistics = read_html(render.table_html(grid[:5]), render.table_html(grid[5:])).statistics
    for code in ROWS:
        assert values(statistics, code) == row_of(sheet, code)
    assert {cell.table for cell in statistics.cells} == {0, 1}


def test_reviews_and_lawsuits_in_the_other_order() -> None:
    sheet = numbered()
    grid = render.disputes_grid(sheet, FORM.block("disputes"))
    heads, leaves, second, figures = grid
    swapped = [
        [heads[1], heads[0]],
        [leaves[5], leaves[6], *leaves[:5]],
        second,
        [*figures[5:], *figures[:5]],
    ]
    statistics = read_html(render.table_html(swapped), title="四、未经复议直接起诉等情况").statistics
    for column in FORM.block("disputes").columns:
        assert statistics[column.code] == int(sheet.cells[column.code, ""])


def test_section_four_with_a_cell_too_few_is_unreadable() -> None:
    sheet = numbered()
    grid = render.disputes_grid(sheet, FORM.block("disputes"))
    del grid[3][6]
    found = read_html(render.table_html(grid), title="四、未经复议直接起诉等情况")
    assert {cell.state for cell in found.statistics.cells} == {"unreadable"}
    assert [finding.code for finding in found.findings if finding.severity == "warning"] == [
        "statistics.columns_unknown"
    ]


def test_an_unknown_row_is_kept_as_extra() -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    grid.append([("五、本地增加的指标", 1, 3), *((str(n), 1, 1) for n in range(7))])
    statistics = read_html(render.table_html(grid)).statistics
    assert [(row.label, row.values) for row in statistics.extra] == [("五、本地增加的指标", tuple("0123456"))]
    assert len(statistics.cells) == 25 * 7


def test_a_total_of_a_group_is_extra_not_a_cell() -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    place = next(n for n, row in enumerate(grid) if row[0][0] == "（三）不予公开")
    grid[place][0] = ("（三）不予公开", 9, 1)
    grid[3 + 2][0] = ("三、本年度办理结果", 23, 1)
    grid.insert(place, [("（三）不予公开", 1, 2), *((str(n), 1, 1) for n in range(7))])
    grid[place + 1][0] = ("（三）不予公开", 8, 1)
    statistics = read_html(render.table_html(grid)).statistics
    assert [row.label for row in statistics.extra] == ["（三）不予公开"]
    assert values(statistics, "denied.state_secret") == row_of(sheet, "denied.state_secret")


def test_one_cell_for_two_rows_belongs_to_neither() -> None:
    sheet = numbered()
    grid = render.requests_grid(sheet, FORM.block("requests"))
    place = next(n for n, row in enumerate(grid) if any("重复申请" in text for text, _, _ in row))
    grid[place][-7] = ("8", 2, 1)
    del grid[place + 1][-7]
    statistics = read_html(render.table_html(grid)).statistics
    below = statistics.get("not_processed.public_publication", "natural_person")
    above = statistics.get("not_processed.duplicate", "natural_person")
    assert below is not None
    assert above is not None
    assert (above.state, above.raw, below.state) == ("unreadable", "8", "unreadable")
    assert statistics["not_processed.public_publication", "total"] == int(
        sheet.cells["not_processed.public_publication", "total"]
    )


LIST_2014 = """<table><tr><td>统计指标</td><td>单位</td>{head}</tr>
<tr><td>一、主动公开情况</td><td>——</td>{dash}</tr>
<tr><td>（一）主动公开政府信息数<br>（不同渠道和方式公开相同信息计1条）</td><td>条</td>{a}</tr>
<tr><td>其中：主动公开规范性文件数</td><td>条</td>{b}</tr>
<tr><td>主动公开行政执法信息</td><td>条</td>{c}</tr>
<tr><td>四、行政复议数量</td><td>件</td>{d}</tr><tr><td>（二）被依法纠错数</td><td>件</td>{e}</tr>
<tr><td>五、行政诉讼数量</td><td>件</td>{f}</tr><tr><td>（二）被依法纠错数</td><td>件</td>{g}</tr>
<tr><td>七、依申请公开信息收取的费用</td><td>{money}</td>{h}</tr></table>"""


def list_2014(head: list[str], rows: dict[str, list[str]], money: str = "万元") -> str:
    def tag(texts: list[str]) -> str:
        return "".join(f"<td>{text}</td>" for text in texts)

    dash = tag(["——"] * len(head))
    return LIST_2014.format(head=tag(head), dash=dash, money=money, **{k: tag(v) for k, v in rows.items()})


def test_repeated_labels_belong_to_the_group_above() -> None:
    rows = {key: [str(n)] for n, key in enumerate("abcdefgh", 11)}
    statistics = read_html(list_2014(["统计数"], rows), title="政府信息公开情况统计表").statistics
    assert statistics.form == "2014"
    assert statistics["proactive.total"] == 11
    assert statistics["proactive.normative_documents"] == 12
    assert statistics["review.corrected"] == 15
    assert statistics["litigation.corrected"] == 17
    assert [(row.label, row.values) for row in statistics.extra] == [("主动公开行政执法信息", ("条", "13"))]


def test_local_columns_keep_their_printed_names() -> None:
    rows = {key: [str(n), str(n + 20), str(2 * n + 20)] for n, key in enumerate("abcdefgh", 11)}
    head = ["区政府统计数", "乡镇街道统计数", "合计"]
    statistics = read_html(list_2014(head, rows), title="政府信息公开情况统计表").statistics
    assert statistics["proactive.total", "区政府统计数"] == 11
    assert statistics["proactive.total", "乡镇街道统计数"] == 31
    assert statistics["proactive.total"] == 42


def test_the_printed_unit_wins() -> None:
    rows = {key: ["3.5"] for key in "abcdefgh"}
    statistics = read_html(list_2014(["数量"], rows, money="元"), title="政府信息公开情况统计表").statistics
    cell = statistics.get("fees")
    assert cell is not None
    assert (cell.value, cell.unit) == (Decimal("3.5"), "元")


def test_the_unit_in_a_heading_wins() -> None:
    table = (
        "<table><tr><td colspan=4>第二十条第（八）项</td></tr>"
        "<tr><td>信息内容</td><td colspan=3>本年收费金额（单位：元）</td></tr>"
        "<tr><td>行政事业性收费</td><td colspan=3>1,200.50</td></tr></table>"
    )
    cell = read_html(table).statistics.get("art20_8.fees.amount")
    assert cell is not None
    assert (cell.value, cell.unit) == (Decimal("1200.50"), "元")


def test_codes_of_the_local_table_are_never_values() -> None:
    rows = [
        ("主动公开信息数", "条", "01", "7"),
        ("公文类信息数", "条", "02", ""),
        ("提供服务类信息数", "条", "04", "9"),
    ]
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    statistics = read_html(f"<table>{body}</table>", title="全文电子化的主动公开信息数等统计表").statistics
    assert statistics["proactive.total"] == 7
    assert statistics.get("proactive.official_documents").state == "blank"  # type: ignore[union-attr]
    assert statistics["service.service_information"] == 9


def test_two_columns_of_the_local_table() -> None:
    rows = [
        ("申请总数", "条", "12", "1", "5"),
        ("1.当面申请数", "条", "13", "0", "2"),
        ("对申请的答复总数", "条", "19", "1", "4"),
    ]
    head = "<tr><td>指标名称</td><td>计算单位</td><td>代码</td><td>本月</td><td>年度累计</td></tr>"
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    statistics = read_html(f"<table>{head}{body}</table>", title="网站专栏页面访问量等统计表").statistics
    assert (statistics["request.total", "period"], statistics["request.total", "cumulative"]) == (1, 5)
    assert statistics["reply.total", "cumulative"] == 4


def test_a_cell_printed_twice_with_other_figures_is_a_finding() -> None:
    first, second = (
        numbered(),
        render.Sheet(FORM, {p: str(5000 + n) for n, p in enumerate(render.places(FORM))}),
    )
    tables = [render.table_html(render.requests_grid(s, FORM.block("requests"))) for s in (first, second)]
    found = read_html(*tables)
    assert values(found.statistics, "granted") == row_of(first, "granted")
    assert {finding.code for finding in found.findings} >= {"statistics.conflict"}


# --- the form -----------------------------------------------------------------------------------------------

FORMS = [
    ("信息内容 本年制发件数 本年废止件数", "2021", True),
    ("本年新\n制作数量 本年新公开数量", "2019", True),
    ("申请办结数 被依法纠错数", "2014", True),
    ("网站专栏页面访问量", "local", True),
    ("一、本年新收政府信息公开申请数量", "2021", False),
]


@pytest.mark.parametrize(("text", "form_id", "certain"), FORMS)
def test_the_form_is_told_by_its_words(text: str, form_id: str, certain: bool) -> None:
    found = choose_form(text)
    assert found is not None
    assert (found[0].id, found[1]) == (form_id, certain)


def test_no_words_of_a_form_no_statistics() -> None:
    page = render.page_html(["<table><tr><td>行政处罚</td><td>3</td></tr><tr><td>规章</td><td>4</td></tr></table>"])
    raw = render.read(page, "html")
    assert read_statistics(raw.blocks, raw.text) is None


def test_a_table_of_prose_words_is_no_form() -> None:
    """The page quotes a heading of the form, its table is another one."""
    rows = (["单位", "行政处罚", "行政许可"], ["一科", "3", "4"])
    table = render.table_html([[(text, 1, 1) for text in row] for row in rows])
    raw = render.read(render.page_html(["<p>按本年处理决定数量统计。</p>", table]), "html")
    assert read_statistics(raw.blocks, raw.text) is None


# --- the model ----------------------------------------------------------------------------------------------


def test_rows_for_data_frames_and_the_way_through_json() -> None:
    statistics = reading(render.read(render.official(city()), "html")).statistics
    rows = statistics.rows()
    assert len(rows) == len(statistics) == 200
    total = next(row for row in rows if row["code"] == "new_requests" and row["column"] == "total")
    assert total == {
        "code": "new_requests",
        "measure": "requests_received",
        "column": "total",
        "value": 14069,
        "unit": "件",
        "state": "stated",
    }
    assert Statistics.model_validate_json(statistics.model_dump_json()) == statistics
    assert ("granted", "total") in statistics
    assert "review.total" in statistics
    assert statistics["review.total"] == 790
    with pytest.raises(KeyError):
        statistics["nothing", "total"]
    assert statistics.get("nothing") is None


def test_evidence_of_every_cell() -> None:
    raw = render.read(render.official(numbered()), "html")
    found = reading(raw)
    tables = [block for block in raw.blocks if block.kind == "table"]
    for cell in found.statistics.cells:
        assert cell.span is not None
        assert raw.text[cell.span.start : cell.span.end] == cell.raw
        table = tables[cell.table].table
        assert table is not None
        assert cell.row is not None
        assert cell.grid_column is not None
        slot = table.grid()[cell.row][cell.grid_column]
        assert slot is not None
        assert slot.text == cell.raw
    assert found.blocks == tuple(block.index for block in tables) or len(found.blocks) == len(tables)


# --- real pages ---------------------------------------------------------------------------------------------

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def gold_files() -> list[str]:
    return sorted(path.name for path in (CORPUS / "tables").glob("*.json")) if CORPUS.is_dir() else []


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus of real pages at {CORPUS}")
@pytest.mark.parametrize("name", gold_files())
def test_real_pages_cell_by_cell(name: str) -> None:
    gold = json.loads((CORPUS / "tables" / name).read_text(encoding="utf-8"))
    media = "html" if gold["file"].endswith(".html") else "text"
    raw = render.read((CORPUS / gold["file"]).read_text(encoding="utf-8"), media)
    statistics = reading(raw).statistics
    assert statistics.form == gold["form"]
    unlabelled = set(gold.get("unlabelled_rows", []))
    missing = []
    for code, column, wanted in gold["cells"]:
        cell = statistics.get(code, column)
        if cell is None or cell.state == "unreadable":
            missing.append(code)
        elif cell.state == "stated":
            assert wanted != ""
            assert cell.value == Decimal(str(wanted)), (code, column)
        else:
            assert wanted == ("" if cell.state == "blank" else cell.raw), (code, column)
    assert set(missing) <= unlabelled
    for code, column, *_ in gold.get("inferred", []):
        cell = statistics.get(code, column)
        assert cell is None or cell.value is None


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [("3.5", Decimal("3.5"), "万元"), ("3.5万", 35000, "元"), ("251000元", 251000, "元"), ("2亿", 200000000, "元")],
)
def test_a_scale_printed_with_the_figure_goes_with_its_own_unit(printed: str, value: object, unit: str) -> None:
    """Under 万元 a printed 3.5万 is 35,000 yuan, never 35,000 times 10,000."""
    table = (
        "<table><tr><td colspan=2>第二十条第（八）项</td></tr><tr><td>信息内容</td><td>本年收费金额（单位：万元）</td></tr>"
        f"<tr><td>行政事业性收费</td><td>{printed}</td></tr></table>"
    )
    cell = read_html(table, title="二、主动公开政府信息情况").statistics.get("art20_8.fees.amount")
    assert cell is not None
    assert (cell.value, cell.unit) == (value, unit)
