"""The one grid builder: rows of cells with spans become a full grid.

Only strings and ints enter here. The rules are those of the WHATWG table model ("forming a table"): a cell
takes the next free slot, ``rowspan=0`` reaches to the last row, invalid spans count as 1. Spans are clipped to
the rows there are, and a ``colspan`` that hangs far over the last column in which any cell starts is cut, so
that a hostile ``colspan`` cannot fill the memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from govreport.raw import RawCell, RawTable

__all__ = ["SourceCell", "build_table", "parse_span"]

MAX_COLSPAN = 1000
MAX_OVERHANG = 64
MAX_SLOTS = 4_000_000
MAX_HEADER_ROWS = 6

_NUMERIC = re.compile(r"[-+−]?\d[\d,，.．]*+\s*+[%％]?+|[/—\-]++")


class SourceCell(NamedTuple):
    """One cell as a parser met it; ``rowspan`` 0 means down to the last row."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


def parse_span(value: str | None, *, zero: bool = False) -> int:
    """The number of a ``colspan`` or ``rowspan`` attribute; 1 for what is missing or no number.

    ``zero`` lets 0 through, which a ``rowspan`` may be (down to the last row).

    >>> parse_span("3"), parse_span(None), parse_span("-2"), parse_span("x"), parse_span("99999999999")
    (3, 1, 1, 1, 65534)
    """
    if not value:
        return 1
    digits = value.strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return min(int(digits[:6]), 65534) if zero else min(int(digits[:6]), 65534) or 1


def build_table(
    rows: Sequence[Sequence[tuple[str, int, int, bool]]], *, head_rows: int = 0, caption: str | None = None
) -> RawTable:
    """The grid of ``rows`` of :class:`SourceCell`; offsets of the cells are -1 until the text is written.

    ``head_rows`` is the number of leading rows that the source marks as headings (``thead``, Markdown rule).

    >>> table = build_table([[SourceCell("a", rowspan=2), SourceCell("b")], [SourceCell("c")]])
    >>> [(c.text, c.row, c.column) for c in table.cells], table.columns
    ([('a', 0, 0), ('b', 0, 1), ('c', 1, 1)], 2)
    """
    grid = _plain(rows) or _spanned(rows)
    cells = [cell for row in grid.rows for cell in row]
    columns = _trim(cells, grid.width, len(rows))
    table = RawTable(cells, len(rows), columns, 0, grid.ragged, caption=caption)
    table.header_rows = _header_rows(grid.rows, head_rows)
    return table


class _Grid(NamedTuple):
    rows: list[list[RawCell]]
    width: int
    ragged: bool


def _plain(rows: Sequence[Sequence[tuple[str, int, int, bool]]]) -> _Grid | None:
    """The grid of a table without spans; None where a cell has one."""
    found = []
    width = 0
    ragged = False
    for r, row in enumerate(rows):
        cells = []
        for column, (text, rowspan, colspan, header) in enumerate(row):
            if rowspan != 1 or colspan != 1:
                return None
            cells.append(RawCell(text, r, column, 1, 1, header, -1, -1))
        if r and len(cells) != width:
            ragged = True
        width = max(width, len(cells))
        found.append(cells)
    return _Grid(found, width, ragged)


def _spanned(rows: Sequence[Sequence[tuple[str, int, int, bool]]]) -> _Grid:
    count = len(rows)
    found: list[list[RawCell]] = []
    carry: list[int] = []
    width = 0
    ragged = False
    for r, row in enumerate(rows):
        cells: list[RawCell] = []
        column = 0
        for text, rowspan, colspan, header in row:
            while column < len(carry) and carry[column] > r:
                column += 1
            if rowspan != 1:
                rowspan = count - r if rowspan == 0 else min(max(rowspan, 1), count - r)
            if colspan != 1:
                colspan = min(max(colspan, 1), MAX_COLSPAN)
                # A span stops before a slot that a cell from above already holds.
                for c in range(column + 1, min(column + colspan, len(carry))):
                    if carry[c] > r:
                        colspan = c - column
                        break
            cells.append(RawCell(text, r, column, rowspan, colspan, header, -1, -1))
            carry[column : column + colspan] = [r + rowspan] * colspan
            column += colspan
        filled = sum([1 for end in carry if end > r])
        if r and filled != width:
            ragged = True
        width = max(width, filled)
        found.append(cells)
    return _Grid(found, len(carry), ragged)


def _trim(cells: list[RawCell], columns: int, rows: int) -> int:
    if columns <= MAX_OVERHANG and columns * rows <= MAX_SLOTS:
        return columns
    last = max([cell.column for cell in cells], default=-1) + 1
    if columns > last + MAX_OVERHANG or columns * rows > MAX_SLOTS:
        columns = max(last, 1)
        for cell in cells:
            cell.colspan = min(cell.colspan, columns - cell.column)
    return columns


def _header_rows(rows: list[list[RawCell]], marked: int) -> int:
    """Rows that the source marks; else rows of ``th`` only; else the full rows above the first number."""
    if marked:
        return min(marked, len(rows))
    count = 0
    for row in rows:
        if not any(c.header for c in row) or not all(c.header or not c.text for c in row):
            break
        count += 1
    if count:
        return count if count < len(rows) else 1
    first = rows[0] if rows else []
    if len(rows) < 2 or not first or _has_number(first):
        return 0
    depth = next((r for r, row in enumerate(rows) if _has_number(row)), 0)
    if not depth:
        return 0
    if any(c.rowspan > 1 or c.colspan > 1 for c in first):
        blank = next((r for r in range(depth) if not all(c.text for c in rows[r])), depth)
        return blank if 0 < blank <= MAX_HEADER_ROWS else 0
    return 1 if len(first) > 1 and all(c.text for c in first) else 0


def _has_number(row: list[RawCell]) -> bool:
    for cell in row:
        text = cell.text
        if text and len(text) < 24 and (text[0] in "-+−/—" or text[0].isdigit()) and _NUMERIC.fullmatch(text):
            return True
    return False
