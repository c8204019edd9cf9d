"""What the parsers hand on: places in joined paragraphs, and the grid of a table whose cells collide."""

from __future__ import annotations

from govreport.raw import Block, RawCell, RawReport, RawTable


def cell(text: str, row: int, column: int, rowspan: int = 1, colspan: int = 1) -> RawCell:
    return RawCell(text, row, column, rowspan, colspan, False, 0, len(text))


def texts(*cells: RawCell, rows: int, columns: int) -> list[list[str | None]]:
    table = RawTable(list(cells), rows, columns, header_rows=0)
    return [[slot.text if slot is not None else None for slot in line] for line in table.grid()]


def test_a_cell_fills_every_slot_that_it_covers() -> None:
    grid = texts(cell("甲", 0, 0, rowspan=2), cell("乙", 0, 1, colspan=2), cell("丙", 1, 1), rows=2, columns=3)
    assert grid == [["甲", "乙", "乙"], ["甲", "丙", None]]


def test_of_two_cells_in_one_slot_the_first_stands() -> None:
    # two wide cells, then a small one, all over the middle of the upper row
    grid = texts(cell("甲", 0, 0, colspan=2), cell("乙", 0, 1, colspan=2), cell("丙", 0, 1), rows=1, columns=3)
    assert grid == [["甲", "甲", "乙"]]


def test_a_cell_that_reaches_over_the_edge_is_cut() -> None:
    assert texts(cell("甲", 0, 1, rowspan=9, colspan=9), rows=2, columns=3) == [[None, "甲", "甲"], [None, "甲", "甲"]]


def test_places_in_a_block() -> None:
    assert Block("甲乙丙", 10, 13).span(1, 3) == (11, 13)
    assert Block("甲乙丙", 10, 13).span(2, 2) == (12, 12)


def test_places_in_a_paragraph_whose_line_ends_were_taken_out() -> None:
    # "甲乙\n丙" at 10: the line end is at 12
    block = Block("甲乙丙", 10, 14, offsets=[10, 11, 13])
    assert block.span(0, 2) == (10, 12)
    assert block.span(1, 3) == (11, 14)
    assert block.span(2, 2) == (13, 13)
    assert block.span(3, 3) == (14, 14)


def test_a_report_of_text_knows_no_xpath() -> None:
    assert RawReport("甲", [Block("甲", 0, 1)]).locate(0) == (None, None)
