"""The one grid builder: rows of cells with spans become a full grid.

Only strings and ints enter here. The rules are those of the WHATWG table model ("forming a table"): a cell
takes the next free slot, ``rowspan=0`` reaches to the last row, invalid spans count as 1. Spans are clipped to
the rows there are, and a ``colspan`` that hangs far over the last column in which any cell starts is cut, so
that a hostile ``colspan`` cannot fill the memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from govreport.raw import RawCell, RawTable

__all__ = ["SourceCell", "build_table", "parse_span"]

MAX_COLSPAN = 1000
MAX_OVERHANG = 64
MAX_SLOTS = 4_000_000
MAX_HEADER_ROWS = 6

_NUMERIC = regex.compile(r"[-+−]?\d[\d,，.．]*+\s*+[%％]?+|[/—\-]++")


@dataclass(slots=True)
class SourceCell:
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
    rows: Sequence[Sequence[SourceCell]], *, head_rows: int = 0, caption: str | None = None
) -> RawTable:
    """The grid of ``rows``; offsets of the cells are -1 until the text is written.

    ``head_rows`` is the number of leading rows that the source marks as headings (``thead``, Markdown rule).

    >>> table = build_table([[SourceCell("a", rowspan=2), SourceCell("b")], [SourceCell("c")]])
    >>> [(c.text, c.row, c.column) for c in table.cells], table.columns
    ([('a', 0, 0), ('b', 0, 1), ('c', 1, 1)], 2)
    """
    count = len(rows)
    cells: list[RawCell] = []
    carry: list[int] = []
    width = 0
    ragged = False
    for r, row in enumerate(rows):
        column = 0
        for source in row:
            while column < len(carry) and carry[column] > r:
                column += 1
            rowspan = count - r if source.rowspan == 0 else min(max(source.rowspan, 1), count - r)
            colspan = min(max(source.colspan, 1), MAX_COLSPAN)
            # A span stops before a slot that a cell from above already holds.
            for c in range(column + 1, min(column + colspan, len(carry))):
                if carry[c] > r:
                    colspan = c - column
                    break
            cells.append(RawCell(source.text, r, column, rowspan, colspan, source.header, -1, -1))
            if len(carry) < column + colspan:
                carry.extend([0] * (column + colspan - len(carry)))
            end = r + rowspan
            for c in range(column, column + colspan):
                carry[c] = end
            column += colspan
        filled = sum(1 for end in carry if end > r)
        if r and filled != width:
            ragged = True
        width = max(width, filled)
    columns = _trim(cells, len(carry), count)
    table = RawTable(cells, count, columns, 0, ragged, caption=caption)
    table.header_rows = _header_rows(table, head_rows)
    return table


def _trim(cells: list[RawCell], columns: int, rows: int) -> int:
    last = max((cell.column for cell in cells), default=-1) + 1
    if columns > last + MAX_OVERHANG or columns * rows > MAX_SLOTS:
        columns = max(last, 1)
        for cell in cells:
            cell.colspan = min(cell.colspan, columns - cell.column)
    return columns


def _header_rows(table: RawTable, marked: int) -> int:
    """Rows that the source marks; else rows of ``th`` only; else the full rows above the first number."""
    if marked:
        return min(marked, table.rows)
    by_row: dict[int, list[RawCell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    count = 0
    while count < table.rows and all(c.header or not c.text for c in by_row.get(count, ())):
        if not any(c.header for c in by_row.get(count, ())):
            break
        count += 1
    if count:
        return count if count < table.rows else 1
    first = by_row.get(0, [])
    if table.rows < 2 or len(first) < 1 or any(_is_number(c.text) for c in first):
        return 0
    numbered = [r for r, row in by_row.items() if any(_is_number(c.text) for c in row)]
    if not numbered:
        return 0
    if any(c.rowspan > 1 or c.colspan > 1 for c in first):
        depth = numbered[0]
        blank = next((r for r in range(depth) if not all(c.text for c in by_row.get(r, ()))), depth)
        return blank if 0 < blank <= MAX_HEADER_ROWS else 0
    return 1 if len(first) > 1 and all(c.text for c in first) else 0


def _is_number(text: str) -> bool:
    return len(text) < 24 and bool(text) and _NUMERIC.fullmatch(text) is not None
