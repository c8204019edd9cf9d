"""The official statistics as a workbook: a sheet a table, laid out as printed, with formulas for what must add up.

A printed number is a number and never replaced: the formula stands beside or below it (:mod:`.form_sums`), red where it
gives something else than what is printed, grey where a cell of it states no number. Blank, ``/`` and unreadable cells
keep their look; where the print says more than the number (``12（其中新增3件）``) it is a comment of the cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from os import PathLike
from typing import Any, BinaryIO

import regex
from rich.cells import cell_len

from govreport.models import StatisticCell, Statistics

from .form_layout import FormTable, Slot, form_tables, form_title
from .form_sums import Check, Term, checks_of, ranges
from .workbook import close_book, fitting, open_book

__all__ = ["statistics_to_xlsx"]

NOTE = "“核算”各格为公式。红色：与原表所列数不符；灰色：有空白、“/”或无法辨认的单元格，未予核算。“未列”：原表没有此格。"
_TOP = 2
_EXACT = 1 << 53
_SHEET_NAME = regex.compile(r"[\[\]:*?/\\']|^[一二三四五六七八九十]+、")
_NAME = 31
_WIDTHS: dict[str, int] = {"head": 10, "label": 30, "group": 14, "unit": 8, "value": 10, "check": 14}
_LINE_HEIGHT = 15


def statistics_to_xlsx(statistics: Statistics, target: str | PathLike[str] | BinaryIO, *, whole: bool = True) -> None:
    """Write the workbook to a path or a binary file.

    Raises ``DependencyError`` without xlsxwriter, ``OSError`` where it cannot be written.
    """
    book = open_book(target)
    try:
        style = _Styles(book)
        names: set[str] = set()
        for table in form_tables(statistics, whole=whole):
            title = form_title(statistics)
            sheet = book.add_worksheet(_sheet_name(table.heading or title, names))
            _Sheet(sheet, style, table, checks_of(statistics, table)).write(title)
        if not names:
            book.add_worksheet(_sheet_name(form_title(statistics), names))
    finally:
        close_book(book)


def _sheet_name(heading: str, taken: set[str]) -> str:
    name = _SHEET_NAME.sub("", fitting(heading))[:_NAME].strip() or "统计"
    number = 1
    while name.lower() in taken:
        number += 1
        name = f"{name[: _NAME - 4]} {number}"
    taken.add(name.lower())
    return name


class _Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def of(self, slot: Slot) -> Any:
        look: dict[str, Any] = {"border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
        if slot.role in ("title", "head"):
            look |= {"bg_color": "#EFEFEF"}
        elif slot.role == "label":
            look |= {"align": "left"}
        elif slot.state == "absent":
            look |= {"italic": True, "font_color": "#999999"}
        elif slot.state == "unreadable":
            look |= {"italic": True, "bg_color": "#FFF2CC"}
        elif slot.cell is not None and slot.cell.value is not None:
            look |= {"num_format": _number_format(slot.cell.value)}
        return self(**look)


def _number_format(value: int | Decimal) -> str:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    digits: int = max(-exponent, 0) if isinstance(exponent, int) else 0
    return f"0.{'0' * digits}" if 0 < digits < 16 else "0" if not digits else "General"


class _Sheet:
    """One table on its sheet, ``_TOP`` rows down."""

    def __init__(self, sheet: Any, style: _Styles, table: FormTable, checks: list[Check]) -> None:
        self._sheet = sheet
        self._style = style
        self._table = table
        self._checks = checks

    def write(self, title: str) -> None:
        table, sheet = self._table, self._sheet
        sheet.write_string(0, 0, fitting(f"{title}　{table.heading or ''}".strip("　")), self._style(bold=True))
        for slot in table.slots:
            self._slot(slot)
        for check in self._checks:
            self._formula(check)
        self._check_labels()
        below = max((check.row + 1 for check in self._checks), default=table.height)
        if self._checks:
            sheet.write_string(_TOP + max(below, table.height) + 1, 0, NOTE, self._style(italic=True))
        self._sizes()
        first_value = min((slot.column for slot in table.slots if slot.place is not None), default=0)
        sheet.freeze_panes(_TOP + table.head_rows, first_value if table.kind != "line" else 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _slot(self, slot: Slot) -> None:
        row, look = _TOP + slot.row, self._style.of(slot)
        if slot.rowspan > 1 or slot.colspan > 1:
            self._sheet.merge_range(row, slot.column, row + slot.rowspan - 1, slot.column + slot.colspan - 1, "", look)
        cell = slot.cell
        if cell is not None and cell.value is not None and -_EXACT < cell.value < _EXACT:
            self._sheet.write_number(row, slot.column, float(cell.value), look)
            if _says_more(cell):
                self._sheet.write_comment(row, slot.column, fitting(f"原文：{cell.raw}"))
        elif slot.text:
            self._sheet.write_string(row, slot.column, fitting(slot.text), look)
        else:
            self._sheet.write_blank(row, slot.column, None, look)

    def _formula(self, check: Check) -> None:
        row, column = _TOP + check.row, check.column
        look = self._style(border=1, align="center", valign="vcenter", font_color="#3366AA")
        self._sheet.write_formula(row, column, f"={_sum(check.terms)}", look, float(check.value))
        here = _cell(check.row, column)
        if check.against is not None:
            there = _cell(check.against.row, check.against.column)
            whole = f"AND({_complete(check.terms)},ISNUMBER({there}))"
            # Cells without a number hold nothing below zero: what is too much already stays too much.
            too_much = f"AND(ISNUMBER({there}),ROUND({here}-{there},6)>0)" if _all_added(check.terms) else "FALSE"
        else:
            there = _cell(*check.other) if check.other is not None else here
            others = next((other.terms for other in self._checks if (other.row, other.column) == check.other), ())
            whole, too_much = f"AND({_complete(check.terms)},{_complete(others)})", "FALSE"
        differs = f"=OR(AND({whole},ROUND({here}-{there},6)<>0),{too_much})"
        places = [(row, column)]
        if check.against is not None:
            places.append((_TOP + check.against.row, check.against.column))
        red = self._style(bg_color="#FFC7CE", font_color="#9C0006", bold=True)
        grey = self._style(font_color="#999999", italic=True)
        for at, over in places:
            self._sheet.conditional_format(
                at, over, at, over, {"type": "formula", "criteria": differs, "format": red, "stop_if_true": True}
            )
        self._sheet.conditional_format(
            row, column, row, column, {"type": "formula", "criteria": f"=NOT({whole})", "format": grey}
        )

    def _check_labels(self) -> None:
        table = self._table
        look = self._style(border=1, text_wrap=True, valign="vcenter", align="center", font_color="#3366AA")
        for column in sorted({check.column for check in self._checks if check.column >= table.width}):
            self._merged(0, column, max(table.head_rows, 1), 1, "核算", look)
        first_value = min((slot.column for slot in table.slots if slot.place is not None), default=0)
        for row in sorted({check.row for check in self._checks if check.row >= table.height}):
            label = next(check.label for check in self._checks if check.row == row)
            if first_value:
                self._merged(row, 0, 1, first_value, label, look)
            else:
                self._sheet.write_string(_TOP + row, table.width, "核算", look)

    def _merged(self, row: int, column: int, height: int, width: int, text: str, look: Any) -> None:
        if height > 1 or width > 1:
            self._sheet.merge_range(_TOP + row, column, _TOP + row + height - 1, column + width - 1, "", look)
        self._sheet.write_string(_TOP + row, column, fitting(text), look)

    def _sizes(self) -> None:
        table, widths = self._table, self._widths()
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        checks = [check.column for check in self._checks if check.column >= table.width]
        if checks:
            self._sheet.set_column(min(checks), max(checks), _WIDTHS["check"])
        for number, row in enumerate(table.rows()):
            room = [(slot, sum(widths[slot.column : slot.column + slot.colspan])) for slot in row if slot.rowspan == 1]
            lines = max((-(-cell_len(slot.text) // max(width - 1, 1)) for slot, width in room), default=1)
            self._sheet.set_row(_TOP + number, _LINE_HEIGHT * min(max(lines, 1), 20))

    def _widths(self) -> list[int]:
        """How wide each column is, in characters; one of groups only is narrow."""
        widths = [0] * self._table.width
        for slot in self._table.slots:
            role = "group" if slot.role == "label" and slot.rowspan > 1 else slot.role
            if slot.colspan == 1:
                widths[slot.column] = max(widths[slot.column], _WIDTHS.get(role, 0))
        return [width or _WIDTHS["group"] for width in widths]


def _says_more(cell: StatisticCell) -> bool:
    """Whether the print has more than the digits of the number."""
    return "".join(cell.raw.split()).replace(",", "").replace("，", "") != str(cell.value)


def _cell(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{_TOP + row + 1}"


def _areas(terms: tuple[Term, ...]) -> Iterator[str]:
    for first, last in ranges(terms):
        start, end = _cell(first.row, first.column), _cell(last.row, last.column)
        yield start if first is last else f"{start}:{end}"


def _all_added(terms: tuple[Term, ...]) -> bool:
    return all(term.factor > 0 for term in terms)


def _sum(terms: tuple[Term, ...]) -> str:
    if all(term.factor == 1 for term in terms):
        return f"SUM({','.join(_areas(terms))})"
    # N() is 0 for a blank cell and for text, as SUM has it.
    return "+".join(f"N({_cell(term.slot.row, term.slot.column)})*{term.factor}" for term in terms)


def _complete(terms: tuple[Term, ...]) -> str:
    return f"COUNT({','.join(_areas(terms))})={len(terms)}"
