"""The official form as Markdown, HTML and workbook, read back by independent readers and by govreport itself."""

from __future__ import annotations

import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

sys.path.insert(0, str(Path(__file__).resolve().parent))

import govreport
from govreport import DependencyError, Statistics
from govreport.export.form_layout import ABSENT, OTHERS, UNREADABLE, form_tables
from govreport.forms import get_form, load_forms
from govreport.models import ExtraRow, StatisticCell
from markdown_reader import blocks_of
from statistics_render import Sheet, official, places, sheets

FORMS = {"ar-2010-code-table": "local", "ar-2016-form": "2014", "ar-2019-form": "2019", "ar-2021-form": "2021"}
WIDE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def statistics_of(slug: str) -> Statistics:
    report = govreport.parse_file(Path(__file__).parents[1] / "fixtures" / slug / "input.html")
    assert report.statistics is not None
    assert report.statistics.form == FORMS[slug]
    return report.statistics


def tree_of(page: str) -> Any:
    return html.fromstring(page)


def tables_of(markdown: str) -> list[list[list[str]]]:
    return [block[1] for block in blocks_of(markdown) if block[0] == "table"]


def book_of(statistics: Statistics, **options: bool) -> Any:
    file = io.BytesIO()
    statistics.to_xlsx(file, **options)
    return openpyxl.load_workbook(file)


def cell(code: str, raw: str, column: str = "", state: Any = "stated", **more: Any) -> StatisticCell:
    value = more.pop("value", int(raw) if raw.isdigit() else None)
    label = more.pop("label", code)
    return StatisticCell(code=code, column=column, label=label, raw=raw, state=state, value=value, **more)


# --- Markdown -------------------------------------------------------------------------------------------------


def test_markdown_of_2021() -> None:
    statistics = statistics_of("ar-2021-form")
    text = statistics.to_markdown()
    assert [block[1:] for block in blocks_of(text) if block[0] == "h"] == [
        (2, "政府信息公开工作年度报告（2021年格式）"),
        (3, "二、主动公开政府信息情况"),
        (3, "三、收到和处理政府信息公开申请情况"),
        (3, "四、政府信息公开行政复议、行政诉讼情况"),
    ]
    proactive, requests, disputes = tables_of(text)
    assert proactive[3] == ["行政规范性文件", "2", "1", "9"]
    assert proactive[10] == ["行政强制", "/", "/", "/"]
    assert proactive[13] == ["行政事业性收费", "215.68", "215.68", "215.68"]
    assert requests[0] == [WIDE] * 3 + ["申请人情况"] * 7
    assert requests[2][3:] == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert requests[10] == ["三、本年度办理结果", "（三）不予公开", "4.保护第三方合法权益", "1", "1", *["0"] * 4, "2"]
    assert requests[26] == ["三、本年度办理结果", "（七）总计", "（七）总计", "12", "3", "0", "0", "1", "0", "16"]
    assert disputes[1][4:6] == ["总计", "未经复议直接起诉"]
    assert disputes[3] == ["1", "0", "0", "0", "1", *["0"] * 10]


def test_markdown_of_the_lists() -> None:
    [table] = tables_of(statistics_of("ar-2016-form").to_markdown())
    assert table[0] == ["统计指标", "单位", "统计数"]
    assert table[1] == ["一、主动公开情况", "——", "——"]
    assert ["3.网络申请数", "件", "26"] in table
    assert ["危及国家安全、公共安全、经济安全和社会稳定", "件", ""] in table
    local = statistics_of("ar-2010-code-table")
    [whole], [printed] = tables_of(local.to_markdown()), tables_of(local.to_markdown(whole=False))
    assert (len(whole), len(printed)) == (1 + 54, 1 + 25)
    assert whole[0] == ["指标名称", "计量单位", "年度累计"]
    assert ["7.重复申请数", "条", ABSENT] in whole
    assert ["6.其它形式申请数", "条", ""] in printed
    assert not [row for row in printed if ABSENT in row]


@pytest.mark.parametrize("form_id", [form.id for form in load_forms()])
def test_every_form_is_laid_out_without_a_hole(form_id: str) -> None:
    statistics = Statistics(form=form_id)
    tables = form_tables(statistics)
    found = [slot.place for table in tables for slot in table.slots if slot.place is not None]
    form = get_form(form_id)
    assert sorted(found) == sorted(places(form))
    for table in tables:
        covered = [
            (row, column)
            for slot in table.slots
            for row in range(slot.row, slot.row + slot.rowspan)
            for column in range(slot.column, slot.column + slot.colspan)
        ]
        assert sorted(covered) == [(row, column) for row in range(table.height) for column in range(table.width)]
    assert {slot.state for table in tables for slot in table.slots} == {None, "absent"}
    assert form_tables(statistics, whole=False) == []


# --- HTML -----------------------------------------------------------------------------------------------------


def test_html_of_2021_has_the_spans_of_the_fixture(repository: Path) -> None:
    def spans(page: str) -> list[list[tuple[str, str, str]]]:
        tables = tree_of(page).xpath("//table[.//*[contains(., '申请人情况') or contains(., '结果')]]")
        return [
            [
                ("".join(slot.text_content().split()), slot.get("rowspan", "1"), slot.get("colspan", "1"))
                for slot in table.iter("td", "th")
            ]
            for table in tables
        ]

    printed = spans((repository / "fixtures/ar-2021-form/input.html").read_text(encoding="utf-8"))
    assert spans(statistics_of("ar-2021-form").to_html()) == printed
    assert [len(table) for table in printed] == [10 + 25 + 5 + 25 * 7, 4 + 15 + 15]


def test_html_says_the_state_of_each_cell() -> None:
    page = tree_of(statistics_of("ar-2021-form").to_html())
    [coercion] = page.xpath("//td[@data-code='art20_6.coercion.decisions']")
    assert (coercion.text, coercion.get("data-state"), coercion.get("data-value")) == ("/", "not_applicable", None)
    [fees] = page.xpath("//td[@data-code='art20_8.fees.amount']")
    assert (fees.get("data-value"), fees.get("colspan")) == ("215.68", "3")
    tables = statistics_of("ar-2021-form").to_html(page=False)
    assert tables.startswith("<table")
    assert "<style" not in tables


def readings(statistics: Statistics | None) -> dict[tuple[str, str], Any]:
    assert statistics is not None
    return {(c.code, c.column): (c.value, c.state, "".join(c.raw.split())) for c in statistics.cells}


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(sorted(FORMS.values())).flatmap(sheets))
def test_what_is_written_is_read_back(sheet: Sheet) -> None:
    before = govreport.parse(official(sheet)).statistics
    assert before is not None
    head = "<h1>云溪市水务局年度政府信息公开工作年度报告</h1><p>一、总体情况</p><p>公开信息若干。</p>"
    as_html = govreport.parse(f"<html><body>{head}{before.to_html(page=False)}</body></html>").statistics
    assert readings(as_html) == readings(before)
    as_text = readings(
        govreport.parse("云溪市水务局年度政府信息公开工作年度报告\n\n" + before.to_markdown()).statistics
    )
    for place, reading in readings(before).items():
        # A tree of headings whose spans are repeated cannot be told from one that lost its spans: not read, not guessed.
        is_tree = place[0].startswith(("review.", "litigation_")) and sheet.form.id in ("2019", "2021")
        assert as_text[place] == reading or (is_tree and as_text[place][:2] == (None, "unreadable"))


# --- workbook -------------------------------------------------------------------------------------------------


def sum_of(sheet: Any, formula: str) -> float:
    """What ``=SUM(A1:A3,B7)`` gives: numbers are added, blanks and texts passed over."""
    found = regex.fullmatch(r"=SUM\(([A-Z0-9:,]+)\)", formula)
    assert found is not None, formula
    total = 0.0
    for area in found[1].split(","):
        cells = sheet[area]
        for row in cells if isinstance(cells, tuple) else ((cells,),):
            total += sum(c.value for c in row if isinstance(c.value, int | float))
    return total


@pytest.mark.parametrize(("slug", "count"), [(slug, n) for slug, n in zip(FORMS, (7, 7, 47, 49), strict=True)])
def test_the_formulas_give_the_printed_totals(slug: str, count: int) -> None:
    statistics = statistics_of(slug)
    file = io.BytesIO()
    statistics.to_xlsx(file)
    book, kept = openpyxl.load_workbook(file), openpyxl.load_workbook(file, data_only=True)
    formulas = [(s, c) for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) == count
    for sheet, at in formulas:
        # What a viewer that does not calculate shows is what the formula gives.
        assert kept[sheet.title][at.coordinate].value == sum_of(sheet, at.value)


def test_the_workbook_of_2021() -> None:
    book = book_of(statistics_of("ar-2021-form"))
    assert book.sheetnames == [
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    ]
    proactive, requests, disputes = book
    assert (proactive["B16"].value, proactive["B16"].number_format) == (215.68, "0.00")
    assert (proactive["B13"].value, proactive["B13"].data_type) == ("/", "s")
    assert [str(area) for area in proactive.merged_cells.ranges if area.min_row == 16] == ["B16:D16"]
    assert (requests["A3"].value, requests["D3"].value, requests["K3"].value) == (WIDE, "申请人情况", "核算")
    assert (requests["A6"].value, requests["J6"].value, requests["K6"].value) == (
        "一、本年新收政府信息公开申请数量",
        16,
        "=SUM(D6:I6)",
    )
    assert (requests["B29"].value, requests["J29"].value) == ("（七）总计", 16)
    assert [(requests[f"A{row}"].value, requests[f"J{row}"].value) for row in (31, 32, 33)] == [
        ("核算：本年新收政府信息公开申请数量＋上年结转政府信息公开申请数量", "=SUM(J6:J7)"),
        ("核算：总计＋结转下年度继续办理", "=SUM(J29:J30)"),
        ("核算：总计", "=SUM(J8:J28)"),
    ]
    assert (disputes["E6"].value, disputes["E7"].value, disputes["O7"].value) == (1, "=SUM(A6:D6)", "=SUM(K6:N6)")


def rules_of(sheet: Any, at: str) -> list[str]:
    return [rule.formula[0] for area in sheet.conditional_formatting if at in area.sqref for rule in area.rules]


def test_a_printed_total_stays_and_the_formula_stands_beside_it() -> None:
    parts = {"in_person": 1, "fax": 0, "online": 2, "letter": 3}
    cells = [cell(f"request.received.{name}", str(value)) for name, value in parts.items()]
    book = book_of(Statistics(form="2014", cells=(cell("request.received.total", "7"), *cells)), whole=False)
    [sheet] = book
    assert [(row[0].value, row[2].value, row[3].value) for row in sheet["A4:D6"]] == [
        ("三、依申请公开情况", "——", None),
        ("（一）收到申请数", 7, "=SUM(C6:C9)"),
        ("1.当面申请数", 1, None),
    ]
    assert rules_of(sheet, "C5") == [
        "OR(AND(AND(COUNT(C6:C9)=4,ISNUMBER(C5)),ROUND(D5-C5,6)<>0),AND(ISNUMBER(C5),ROUND(D5-C5,6)>0))"
    ]
    assert rules_of(sheet, "D5") == [*rules_of(sheet, "C5"), "NOT(AND(COUNT(C6:C9)=4,ISNUMBER(C5)))"]


def test_money_in_two_units_is_added_up_in_yuan() -> None:
    fees = (
        cell("fee.total", "20300", unit="元"),
        cell("fee.proactive.total", "2", unit="万元"),
        cell("fee.on_request.total", "300", unit="元"),
    )
    [sheet] = book_of(Statistics(form="local", cells=fees), whole=False)
    assert sheet["D4"].value == "=N(C5)*10000+N(C6)*1"


HOSTILE = [
    "=1+1",
    "+1",
    "-x",
    "@SUM(A1)",
    "http://a.cn/",
    "a|b",
    "`a`",
    "---",
    "<b>甲</b>",
    "甲\n乙",
    "{=A1}",
    "\x01",
    "/",
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_hostile_cells_stay_text(raw: str) -> None:
    cells = (cell("fees", raw, state="unreadable"), cell(raw, raw, state="unreadable", column=raw))
    statistics = Statistics(form="2014", cells=cells, extra=(ExtraRow(label=raw, values=(raw, raw)),))
    for table in tables_of(statistics.to_markdown()):
        assert [row for row in table if raw in row or raw == "\x01"]
    found = [slot for sheet in book_of(statistics) for row in sheet.iter_rows() for slot in row if slot.value]
    assert {slot.value[:5] for slot in found if slot.data_type != "s"} == {"=SUM("}
    assert len([slot for slot in found if slot.value == raw.replace("\x01", "\ufffd")]) == 6
    if raw.isprintable() or raw == "甲\n乙":
        tree = tree_of(statistics.to_html())
        assert len([slot for slot in tree.iter("td", "th") if slot.text == raw]) == 6
        assert not [slot for slot in tree.iter("td", "th") if len(slot)]


def test_a_name_of_a_sheet_that_excel_does_not_take() -> None:
    [sheet] = book_of(Statistics(form="[a]:*?/\\'" + "甲" * 40, cells=(cell("x", "1"),)))
    assert sheet.title == OTHERS


STATES = [
    # the cell, what is shown, how the workbook holds it
    (cell("fees", "0"), "0", 0),
    (cell("fees", "", state="blank"), "", None),
    (cell("fees", "/", state="not_applicable"), "/", "/"),
    (cell("fees", "?7", state="unreadable"), "?7", "?7"),
    (cell("fees", "", state="unreadable"), UNREADABLE, UNREADABLE),
    (cell("fees", "0.50", value=Decimal("0.50")), "0.50", 0.5),
    (cell("fees", "9" * 20), "9" * 20, "9" * 20),
    (None, ABSENT, ABSENT),
]


@pytest.mark.parametrize(("given_cell", "text", "held"), STATES)
def test_zero_blank_slash_unreadable_and_absent_are_five_things(
    given_cell: StatisticCell | None, text: str, held: Any
) -> None:
    cells = (cell("complaints", "1"), *([given_cell] if given_cell else []))
    statistics = Statistics(form="2014", cells=cells)
    label = "七、依申请公开信息收取的费用"
    [row] = [row for row in tables_of(statistics.to_markdown())[0] if row[0] == label]
    assert row[2] == text
    [line] = [line for line in book_of(statistics).active.iter_rows() if line[0].value == label]
    assert line[2].value == held


def test_what_the_print_says_beyond_the_number_is_a_comment() -> None:
    [sheet] = book_of(Statistics(form="2014", cells=(cell("complaints", "12（其中新增3件）", value=12),)), whole=False)
    assert (sheet["C4"].value, sheet["C4"].comment.text) == (12, "原文：12（其中新增3件）")


def test_no_cell_is_lost() -> None:
    printed_total = cell("other.total", "5", "total", label="（六）其他处理")
    parts = (cell("other.other", "5", "total"), cell("other.other", "4", "total"), cell("odd", "3", "spare"))
    statistics = Statistics(
        form="2021", cells=(printed_total, *parts), extra=(ExtraRow(label="备注", values=("无", "")),)
    )
    requests, others = form_tables(statistics, whole=False)
    rows = requests.grid()[requests.head_rows :]
    assert rows == [
        ["三、本年度办理结果", "（六）其他处理", "（六）其他处理", *[ABSENT] * 6, "5"],
        ["三、本年度办理结果", "（六）其他处理", "3.其他", *[ABSENT] * 6, "4"],
    ]
    assert others.heading == OTHERS
    assert others.grid() == [["other.other（total）", "5", ""], ["odd（spare）", "3", ""], ["备注", "无", ""]]
    unknown = Statistics(form="1999", cells=(cell("a", "1"),))
    assert tables_of(unknown.to_markdown()) == [[["", ""], ["a", "1"]]]


def test_an_empty_form_is_a_workbook_too() -> None:
    assert len(book_of(Statistics(form="2021"), whole=False).sheetnames) == 1


def test_the_same_workbook_twice(tmp_path: Path) -> None:
    statistics = statistics_of("ar-2019-form")
    for name in ("a.xlsx", "b.xlsx"):
        statistics.to_xlsx(tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(OSError, match="missing"):
        statistics.to_xlsx(str(tmp_path / "missing" / "a.xlsx"))


def test_without_xlsxwriter_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(DependencyError, match=r"pip install 'govreport\[excel\]'"):
        statistics_of("ar-2016-form").to_xlsx(io.BytesIO())


def test_the_page_is_well_formed() -> None:
    page = statistics_of("ar-2019-form").to_html()
    body = page[page.index("<body>") : page.index("</html>")]
    assert etree.fromstring(body).tag == "body"
