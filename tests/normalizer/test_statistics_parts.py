"""The pieces that read official tables, each alone: headings, labels, alignment, rows turned into columns."""

from __future__ import annotations

import pytest

from govreport.forms import Column, get_form
from govreport.normalizer.statistics_align import align, fits, trailing_blanks
from govreport.normalizer.statistics_cells import read_value
from govreport.normalizer.statistics_claims import Claim, Claims
from govreport.normalizer.statistics_grid import read_table
from govreport.normalizer.statistics_headings import Heading, open_heading, side_by_side
from govreport.normalizer.statistics_labels import LabelIndex, label_index
from govreport.normalizer.statistics_line import LineHead, group_named, read_line_row
from govreport.normalizer.statistics_order import Token, rejoin
from govreport.normalizer.statistics_stretch import Stretch, split_lines
from govreport.normalizer.statistics_transposed import read_transposed
from govreport.raw import Block, RawCell, RawTable

FORM = get_form("2021")
LEAVES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def cell(text: str, column: int, row: int = 0, colspan: int = 1, rowspan: int = 1) -> RawCell:
    return RawCell(text, row, column, rowspan, colspan, False, 0, len(text))


def cells(*texts: str, row: int = 0) -> list[RawCell]:
    return [cell(text, column, row) for column, text in enumerate(texts)]


def table(*lines: tuple[str, ...], columns: int = 2) -> RawTable:
    found = [item for r, line in enumerate(lines) for item in cells(*line, row=r)]
    return RawTable(found, len(lines), columns, header_rows=0)


def claims(form_id: str = "2021") -> Claims:
    return Claims(get_form(form_id), label_index(form_id))


def codes(found: Claims) -> list[str]:
    return [finding.code for finding in found.findings]


# --- which cell stands under which heading --------------------------------------------------------------------


def test_each_value_under_its_heading() -> None:
    values = cells("5", "6")
    assert align(values, [], set(), 2, lossy=False) == values
    assert align(values, [0, 1], set(), 2, lossy=False) == values
    assert align(values, [1, 2], set(), 2, lossy=False) == values  # the headings stand shifted, the count agrees


def test_wide_values_that_reach_over_their_headings() -> None:
    values = [cell("5", 1, colspan=2), cell("6", 3, colspan=2)]
    assert align(values, [2, 3], set(), 2, lossy=False) == values
    # both headings under the first value: whose is the second?
    assert align(values, [1, 2], set(), 2, lossy=False) is None


def test_blank_cells_at_both_ends_are_padding() -> None:
    values = cells("", "5", "6", "")
    assert align(values, [], set(), 2, lossy=False) == values[1:3]
    assert align(values, [], set(), 2, lossy=True) is None
    assert align(cells("5", "", "6"), [], set(), 2, lossy=False) is None  # a gap between them is no padding
    assert align(cells("5", "6", "7"), [], set(), 2, lossy=False) is None


def test_a_value_under_a_foreign_heading_is_passed_over() -> None:
    values = cells("5", "6", "7")
    assert align(values, [0, 2], {1}, 2, lossy=False) == [values[0], values[2]]
    assert align(values, [0, 2], {3}, 2, lossy=False) is None  # 6 stands under nothing
    assert align(values, [0, 3], {1}, 2, lossy=False) is None  # nothing stands under the second
    assert align(values, [0, 2], {1}, 2, lossy=True) is None


def test_a_row_with_all_columns_of_the_form() -> None:
    block = FORM.block("requests")
    values = cells(*"1234567")
    places: list[tuple[int, Column, str | None]] = [(0, block.columns[0], None), (6, block.columns[6], None)]
    assert fits(block, places, values)
    assert not fits(block, [], values)
    assert not fits(block, places, values[:6])
    assert not fits(block, [(1, block.columns[0], None)], values)


def test_blank_cells_at_the_end_of_a_tabbed_line() -> None:
    # "总计 TAB 5 TAB TAB": the cell "5" ends at 4, two tabs follow
    last = RawCell("5", 0, 1, 1, 1, False, 3, 4)
    found = trailing_blanks("总计\t5\t\t\n", last)
    assert [(item.text, item.column, item.start, item.end) for item in found] == [("", 2, 5, 5), ("", 3, 6, 6)]
    assert trailing_blanks("总计\t5", last) == []


# --- headings -------------------------------------------------------------------------------------------------


def test_headings_of_a_block_with_columns_of_its_own() -> None:
    index = label_index("2014")
    heading = open_heading(index, 3, cells("统计指标", "单位", "本年数"))
    assert heading is not None
    assert heading.last_row == 3
    block = index.form.block("statistics")
    assert heading.of(block) == [(2, block.columns[0], block.columns[0].unit)]  # one free column is the value's
    assert heading.others == {1: "unit"}
    two = open_heading(index, 0, cells("统计指标", "区本级", "乡镇"))
    assert two is not None
    assert [column.code for _, column, _ in two.of(block)] == ["区本级", "乡镇"]


@pytest.mark.parametrize("texts", [("统计指标", "单位", "12"), ("甲", "乙", "丙"), ("单位", "甲")])
def test_rows_that_head_no_such_block(texts: tuple[str, ...]) -> None:
    assert open_heading(label_index("2014"), 0, cells(*texts)) is None


def test_a_heading_belongs_to_one_block() -> None:
    first, second = FORM.block("requests"), FORM.block("art20_1")
    heading = Heading()
    heading.take(0, cells("自然人"), [(cell("自然人", 0), ((first, first.columns[0]),))])
    assert [(place, column.code) for place, column, _ in heading.of(first)] == [(0, "natural_person")]
    assert heading.of(second) == []


def test_two_halves_beside_each_other() -> None:
    grid: list[list[RawCell | None]] = [list(cells("指标", "数量", "指标", "数量")), list(cells("甲", "1", "乙", "2"))]
    left, right = side_by_side(grid)
    assert [[c and c.text for c in line] for line in left] == [["指标", "数量", None, None], ["甲", "1", None, None]]
    assert [[c and c.text for c in line] for line in right] == [[None, None, "指标", "数量"], [None, None, "乙", "2"]]


@pytest.mark.parametrize(
    "line", [("指标", "数量", "指标", "个数"), ("指标", "指标", "指标", "指标"), ("指标", "", "指标", ""), ("甲", "甲"), ("甲", "乙", "甲")]
)  # fmt: skip
def test_tables_that_are_one_grid(line: tuple[str, ...]) -> None:
    grid: list[list[RawCell | None]] = [list(cells(*line))]
    assert side_by_side(grid) == [grid]


def test_no_rows_are_one_grid() -> None:
    assert side_by_side([]) == [[]]


# --- labels ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("（三）不予公开", ["denied"]),
        ("三、本年度办理结果/（三）不予公开/1.属于国家秘密", ["denied.state_secret"]),
        ("（三）不予公开/1.属于国家秘密", ["denied.state_secret"]),
        ("无此组别/1.属于国家秘密", []),  # a group that the form does not have
        ("一本年新收政府信息公开申请数量", ["new_requests"]),  # the mark behind the number is lost
        ("", []),
        ("长" * 161, []),
    ],
)
def test_rows_of_a_printed_label(text: str, wanted: list[str]) -> None:
    assert [row.code for row in label_index("2021").rows(text)] == wanted


def test_a_repeated_label_with_its_group() -> None:
    index = label_index("2014")
    assert len(index.rows("被依法纠错数")) == 2
    assert [row.code for row in index.rows("四、行政复议数量/被依法纠错数")] == ["review.corrected"]
    assert [row.code for row in index.rows("五、行政诉讼数量/被依法纠错数")] == ["litigation.corrected"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("自然人", ["natural_person"]), ("申请人：自然人", ["natural_person"]), ("申请人:自然人", ["natural_person"]), ("", []), ("长" * 41, [])],
)  # fmt: skip
def test_columns_of_a_printed_heading(text: str, wanted: list[str]) -> None:
    assert [column.code for _, column in label_index("2021").columns(text)] == wanted


def test_what_was_looked_up_is_not_kept_without_end() -> None:
    index = LabelIndex(FORM)
    for number in range(20_000):
        index.rows(f"第{number}")
        index.columns(f"第{number}")
    assert len(index._seen) <= 8192
    assert len(index._seen_columns) <= 8192
    assert [row.code for row in index.rows("（三）不予公开")] == ["denied"]


# --- claims ---------------------------------------------------------------------------------------------------


def claim(raw: str) -> Claim:
    return Claim("granted", "total", "予以公开", raw, read_value(raw), None, 3, 4)


def test_the_same_figure_twice_is_no_conflict() -> None:
    found = claims()
    found.put(claim("5"))
    found.put(claim("5"))
    assert codes(found) == []
    found.put(claim("见附件"))  # an unreadable one beside a readable one says nothing
    assert codes(found) == []
    found.put(claim("6"))
    assert [finding.message for finding in found.findings] == ["granted total is printed twice: '5' and '6'"]
    assert found.cells["granted", "total"].raw == "5"


def test_a_readable_figure_replaces_an_unreadable_one() -> None:
    found = claims()
    found.put(claim("见附件"))
    found.put(claim("6"))
    assert found.cells["granted", "total"].raw == "6"
    assert codes(found) == []


# --- section four: one row of values under a tree of headings -------------------------------------------------


def head_of(*leaves: str, context: str = "行政复议") -> LineHead:
    head = LineHead(FORM, context)
    line = cells(*leaves)
    head.take([list(line)], 0, line)
    return head


def test_five_outcomes_of_the_group_above_the_table() -> None:
    head, found = head_of(*LEAVES), claims()
    assert read_line_row(found, head, cells("1", "2", "3", "4", "10", row=1), 1, 0, "")
    assert {code: c.raw for (code, _), c in found.cells.items()} == {
        "review.upheld": "1",
        "review.corrected": "2",
        "review.other": "3",
        "review.pending": "4",
        "review.total": "10",
    }


def test_a_foreign_heading_is_passed_over() -> None:
    head = head_of("备注", *LEAVES)
    assert sorted(head.leaves) == [1, 2, 3, 4, 5]


def test_a_group_that_nothing_names_is_not_guessed() -> None:
    assert head_of(*LEAVES, context="其他情况").columns() is None
    assert head_of("总计", "总计").columns() is None  # one outcome twice


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("行政复议", "行政复议"),
        ("未经复议直接起诉", "未经复议直接起诉"),
        ("行政诉讼（复议后起诉）", "复议后起诉"),
        ("行政复议后的诉讼", None),  # a lawsuit is no review
        ("因政府信息公开申请行政复议的案件数量", None),  # a sentence is no heading
        ("其他情况", None),
        ("", None),
    ],
)
def test_the_group_that_a_heading_names(text: str, group: str | None) -> None:
    assert group_named(FORM.block("disputes"), text) == group


def test_wide_values_lie_over_their_headings() -> None:
    head, found = LineHead(FORM, "行政复议"), claims()
    line = [cell(text, 2 * n, colspan=2) for n, text in enumerate(LEAVES)]
    head.take([[c for c in line for _ in range(2)]], 0, line)
    values = [cell(text, 2 * n, row=1, colspan=2) for n, text in enumerate(("1", "2", "3", "4", "10"))]
    assert read_line_row(found, head, values, 1, 0, "")
    assert [c.raw for c in found.cells.values()] == ["1", "2", "3", "4", "10"]


def test_a_value_under_no_heading_makes_the_row_unreadable() -> None:
    head, found = head_of(*LEAVES), claims()
    assert read_line_row(found, head, cells("1", "2", "3", "4", "10", "7", row=1), 1, 0, "1 2 3")
    assert codes(found) == ["statistics.columns_unknown"]
    assert found.findings[0].message == "disputes: 6 cells, but which group each stands under is not known"
    assert {c.value.state for c in found.cells.values()} == {"unreadable"}


def test_a_blank_cell_beside_the_headings_harms_nothing() -> None:
    head, found = head_of(*LEAVES), claims()
    assert read_line_row(found, head, cells("1", "2", "3", "4", "10", "", row=1), 1, 0, "")
    assert found.cells["review.total", ""].raw == "10"
    assert codes(found) == []


def test_rows_that_are_no_values() -> None:
    head, found = head_of(*LEAVES), claims()
    assert not read_line_row(found, head, cells("10", row=1), 1, 0, "")
    assert not read_line_row(found, head, cells("甲", "乙", row=1), 1, 0, "")
    assert read_line_row(found, head, cells("", "", "", "", "", row=1), 1, 0, "")  # a blank row is the row of values
    assert not read_line_row(found, head, cells("", "", "", "", "", row=2), 2, 0, "")  # a second one is none


def test_a_word_among_the_values_and_a_cell_of_the_row_above() -> None:
    head, found = head_of(*LEAVES), claims()
    values = [cell("1", 0, row=0, rowspan=2), cell("见附件", 1, 1), cell("3", 2, 1), cell("4", 3, 1), cell("10", 4, 1)]
    assert read_line_row(found, head, values, 1, 0, "")
    assert codes(found) == ["statistics.value_unreadable"] * 2
    assert [(f.start, f.end) for f in found.findings] == [(0, 1), (0, 3)]
    assert {code: c.value.state for (code, _), c in found.cells.items()} == {
        "review.upheld": "unreadable",  # it belongs to the row of headings as well
        "review.corrected": "unreadable",
        "review.other": "stated",
        "review.pending": "stated",
        "review.total": "stated",
    }


def test_a_blank_cell_of_two_rows_is_blank_in_both() -> None:
    head, found = head_of(*LEAVES), claims()
    values = [cell("", 0, row=0, rowspan=2), *(cell(text, n, 1) for n, text in enumerate(("1", "2", "3", "6"), 1))]
    assert read_line_row(found, head, values, 1, 0, "")
    assert codes(found) == []
    assert found.cells["review.upheld", ""].value.state == "blank"


def test_a_value_that_cannot_be_read_is_shown_in_its_place() -> None:
    found, raw = claims(), table(("（一）予以公开", "1", "见附件", "0", "0", "0", "0", "1"), columns=8)
    assert read_table(found, "", raw, 0)
    assert [(f.code, f.message, f.end - f.start) for f in found.findings] == [
        ("statistics.value_unreadable", "granted: '见附件' is no value", 3)
    ]


# --- a table turned on its side: one outcome a row ------------------------------------------------------------

SIDEWAYS = tuple(zip(LEAVES, ("1", "2", "3", "4", "10"), strict=True))


def read_sideways(*lines: tuple[str, ...], context: str = "行政复议") -> dict[str, str] | None:
    found, raw = claims(), table(*lines)
    if not read_transposed(found, raw, 0, raw.grid(), context):
        return None
    return {code: c.raw for (code, _), c in found.cells.items()}


def test_one_outcome_a_row() -> None:
    assert read_sideways(*SIDEWAYS) == {
        "review.upheld": "1",
        "review.corrected": "2",
        "review.other": "3",
        "review.pending": "4",
        "review.total": "10",
    }


@pytest.mark.parametrize(
    "lines",
    [
        SIDEWAYS[:4],  # too few rows
        (*SIDEWAYS, ("7", "8")),  # values without a word
        (*SIDEWAYS, SIDEWAYS[0]),  # an outcome twice
        (*SIDEWAYS, ("其他申请", "8")),  # a word that is none of the outcomes, with a value
        (("其他申请", ""), *SIDEWAYS[:4]),  # one outcome is missing
    ],
)
def test_tables_that_are_not_turned(lines: tuple[tuple[str, ...], ...]) -> None:
    assert read_sideways(*lines) is None


def test_a_turned_table_without_a_group_is_not_read() -> None:
    assert read_sideways(*SIDEWAYS, context="") is None


def test_blank_rows_of_a_turned_table_are_passed_over() -> None:
    assert read_sideways(*SIDEWAYS[:2], ("", ""), *SIDEWAYS[2:]) == read_sideways(*SIDEWAYS)


def test_one_value_for_two_outcomes_belongs_to_neither() -> None:
    found = claims()
    lines = [item for r, line in enumerate(SIDEWAYS) for item in cells(*line, row=r)]
    lines[1].rowspan = 2
    del lines[3]
    raw = RawTable(lines, 5, 2, header_rows=0)
    assert read_transposed(found, raw, 0, raw.grid(), "行政复议")
    assert {code: c.value.state for (code, _), c in found.cells.items()} == {
        "review.upheld": "stated",
        "review.corrected": "unreadable",
        "review.other": "stated",
        "review.pending": "stated",
        "review.total": "stated",
    }
    assert [(f.code, f.message) for f in found.findings] == [
        ("statistics.value_unreadable", "review.corrected: '1' is no value")
    ]


# --- plain text -----------------------------------------------------------------------------------------------


def tokens(*lines: str) -> list[Token]:
    words = [(text, n_line) for n_line, line in enumerate(lines) for text in line.split()]
    return [Token(text, n, n + 1, n_line) for n, (text, n_line) in enumerate(words)]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("1 2", "3 15"), ["1", "2", "3", "15"]),  # 1+23 is not 15
        (("4 2", "3 27"), ["4", "23", "27"]),
        (("1 2", "3 24"), ["1", "2", "3", "24"]),  # 1+2 is 3 as well: two ways
        (("1 2 3 24",), ["1", "2", "3", "24"]),  # no line end cuts a number
        (("1 2", "3 见附件"), ["1", "2", "3", "见附件"]),
        (("0 0", "0 0"), ["0", "0", "0", "0"]),  # nothing adds up to nothing
    ],
)
def test_a_number_cut_by_a_line_end(lines: tuple[str, ...], wanted: list[str]) -> None:
    found = claims()
    assert [token.text for token in rejoin(found, "granted", tokens(*lines), 3, "")] == wanted
    assert codes(found) == (["statistics.number_rejoined"] if len(wanted) == 3 else [])
    assert [(f.start, f.end) for f in found.findings] == [(tokens(*lines)[0].start, tokens(*lines)[-1].end)] * len(
        found.findings
    )


def test_lines_of_a_block() -> None:
    text = "予以公开 1 2\n\n|\n第 3 页\n| 3 |"
    stretch = Stretch()
    split_lines(text, Block(text, 0, len(text)), stretch)
    assert stretch.parts == ["予以公开"]
    assert [[(t.text, t.start) for t in run] for _, run in stretch.runs][:2] == [[("1", 5), ("2", 7)], [("", 10)]]


def test_a_row_no_form_knows_keeps_its_place() -> None:
    found, raw = claims(), table(("（一）予以公开", "1"), ("本地统计数", "5"))
    assert read_table(found, "", raw, 4)
    assert [(e.label, e.values, e.table, e.row) for e in found.extra] == [("本地统计数", ("5",), 4, 1)]


def test_two_repeated_labels_without_a_group_stop_nothing() -> None:
    # which 被依法纠错数 is meant cannot be known; the row beside it can
    found, raw = claims("2014"), table(("被依法纠错数", "1", "主动公开规范性文件数", "5"), columns=4)
    read_table(found, "", raw, 0)
    assert codes(found)[0] == "statistics.row_unknown"
    assert found.cells["proactive.normative_documents", ""].raw == "5"


def test_a_row_of_blank_cells_is_blank_however_many_they_are() -> None:
    found, raw = claims(), table(("（一）予以公开", "", "", ""), columns=4)
    assert read_table(found, "", raw, 0)
    assert {code for code, _ in found.cells} == {"granted"}
    assert [c.value.state for c in found.cells.values()] == ["blank"] * 7


def test_a_group_that_prints_its_total_has_a_cell_for_it() -> None:
    found, raw = claims(), table(("（六）其他处理", *"1020036"), columns=8)
    assert read_table(found, "", raw, 0)
    assert [c.raw for (code, _), c in found.cells.items() if code == "other.total"] == list("1020036")
    assert len(found.cells) == 7


@pytest.mark.parametrize("word", ["小计", "合计"])
def test_a_word_for_the_total_between_label_and_value_is_no_value(word: str) -> None:
    # 合计 is the name of a row too (（七）总计): behind the label of another row it is not
    known = ("一、本年新收政府信息公开申请数量", "", *"9000009")
    found, raw = claims(), table(known, ("（一）予以公开", word, *"1020036"), columns=9)
    assert read_table(found, "", raw, 0)
    assert [c.raw for (code, _), c in found.cells.items() if code == "granted"] == list("1020036")
    assert {code for code, _ in found.cells} == {"new_requests", "granted"}
    assert not found.extra


def test_the_row_called_total_stands_behind_its_group() -> None:
    found, raw = claims(), table(("三、本年度办理结果", "总计", *"1020036"), columns=9)
    assert not read_table(found, "", raw, 0)  # alone, a short label says nothing
    known = ("一、本年新收政府信息公开申请数量", "", *"9000009")
    found, raw = claims(), table(known, ("三、本年度办理结果", "总计", *"1020036"), columns=9)
    assert read_table(found, "", raw, 0)
    assert [c.raw for (code, _), c in found.cells.items() if code == "total_results"] == list("1020036")


def test_a_row_that_ends_with_its_unit_claims_nothing() -> None:
    found, raw = claims("2014"), table(("1.当面申请数", "件"), ("2.传真申请数", "件", "5"), columns=3)
    assert read_table(found, "", raw, 0)
    assert [(code, c.raw, c.unit) for (code, _), c in found.cells.items()] == [("request.received.fax", "5", "件")]


@pytest.mark.parametrize(("left", "placed"), [("商业", True), ("外商", False)])
def test_values_at_the_right_of_labels_that_lost_their_spans(left: str, placed: bool) -> None:
    """Headings but three are lost; what is left of them must stand where the form has it."""
    found = claims()
    raw = table(
        ("", "", "", "自然人", left, "", "", "", "", "总计"),
        ("一、本年新收政府信息公开申请数量", "", "", *"1234567"),
        ("三、本年度办理结果", "（一）予以公开", "", *"1000001"),
        ("", "（三）不予公开", "1.属于国家秘密", *"1000102"),
        columns=10,
    )
    assert read_table(found, "", raw, 0)
    new = [c.raw for (code, _), c in found.cells.items() if code == "new_requests"]
    assert new == (list("1234567") if placed else ["", ""])
    assert codes(found) == ([] if placed else ["statistics.columns_unknown"] * 3)


def test_a_heading_of_another_block_does_not_move_values() -> None:
    found = claims()
    raw = table(
        ("信息内容", "本年处理决定数量", "备注", *[""] * 7),
        ("三、本年度办理结果", "（一）予以公开", "", "1", "", "0", "0", "0", "0", "1"),
        ("", "（二）部分公开", "", *"0000000"),
        ("", "（三）不予公开", "1.属于国家秘密", *"1000102"),
        columns=10,
    )
    assert read_table(found, "", raw, 0)
    assert [c.raw for (code, _), c in found.cells.items() if code == "granted"] == ["1", "", "0", "0", "0", "0", "1"]
    assert codes(found) == []


def test_a_row_no_form_knows_in_a_turned_matrix_has_no_row_on_the_page() -> None:
    outcomes = (
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
        "（二）部分公开",
    )
    heads = ("", *outcomes, "（七）总计", "四、结转下年度继续办理", "本地指标", "备用指标")
    people = [column.label for column in FORM.block("requests").columns]
    found, raw = claims(), table(heads, *((name, *"12345678") for name in people), columns=9)
    assert read_table(found, "", table(("一、综合", "见下"), ("2.重复申请", "1"), ("本地统计数", "5")), 0)
    assert read_table(found, "", raw, 3)
    assert found.cells["granted", "total"].raw == "3"
    assert (found.cells["granted", "total"].row, found.cells["granted", "total"].grid_column) == (7, 3)
    assert [(e.label, e.values, e.table, e.row) for e in found.extra] == [
        ("本地统计数", ("5",), 0, 2),  # that of a table that lies as it should keeps its row
        ("本地指标", ("7",) * 7, 3, None),
        ("备用指标", ("8",) * 7, 3, None),
    ]


def test_a_label_between_a_row_s_label_and_its_values_takes_them() -> None:
    known = ("一、本年新收政府信息公开申请数量", "", *"1234567")
    found, raw = claims(), table(known, ("（一）予以公开", "本地分类", *"1000001"), columns=9)
    assert read_table(found, "", raw, 0)
    assert {code for code, _ in found.cells} == {"new_requests"}
    assert [(e.label, e.values) for e in found.extra] == [("本地分类", tuple("1000001"))]


def test_short_headings_of_section_four_are_no_columns_of_the_requests() -> None:
    # 其他 and 总计 head columns of the requests too
    found, raw = claims(), table(("维持", "纠正", "其他", "未审结", "总计"), tuple("12306"), columns=5)
    assert read_table(found, "", raw, 0, "行政复议")
    assert {code: c.raw for (code, _), c in found.cells.items()} == {
        "review.upheld": "1",
        "review.corrected": "2",
        "review.other": "3",
        "review.pending": "0",
        "review.total": "6",
    }


@pytest.mark.parametrize("line", [("规章", "1", "2", "3"), ("总计", "1", "2", "3")])
def test_short_labels_without_headings_say_nothing(line: tuple[str, ...]) -> None:
    found, raw = claims(), table(line, columns=4)
    assert not read_table(found, "", raw, 0)
    assert found.cells == {}
