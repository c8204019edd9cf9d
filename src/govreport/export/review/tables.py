"""A table of the document as rows of HTML cells, with every character of it in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from govreport.models import Cell, Span, Table

from .marks import Marks, Segment

__all__ = ["Grid", "GridCell", "grid"]


@dataclass(slots=True)
class GridCell:
    """One ``td``; ``before`` and ``after`` are signs of the source around its text (``|`` of a text table)."""

    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    number: bool = False
    marks: str = ""
    before: str = ""
    segments: list[Segment] = field(default_factory=list)
    after: str = ""


@dataclass(slots=True)
class Grid:
    """Rows of cells; a row of signs only (``|---|``) is one cell that spans all columns."""

    rows: list[list[GridCell]]
    width: int


def grid(table: Table, marks: Marks) -> Grid | None:
    """The table as a grid, or None where its cells do not stand in the order of the text (it is shown as text then)."""
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    if not _in_order(cells, table.span):
        return None
    width = max((len(row) for row in table.grid), default=1)
    rows: list[list[GridCell]] = [[] for _ in table.grid]
    signs: dict[int, list[GridCell]] = {}
    free = _Free(len(table.grid), width)
    at = table.span.start
    last: GridCell | None = None
    for cell in cells:
        rows[cell.row] += [GridCell() for _ in range(free.gap(cell))]
        made = GridCell(cell.rowspan, cell.colspan, cell.header, _is_number(cell.text), marks.blank(cell.span))
        if cell.span.start < cell.span.end:
            between = marks.text[at : cell.span.start]
            made.before = _signs(between, last, signs.setdefault(cell.row, []), width)
            made.segments = list(marks.cut(*cell.span))
            at, last = cell.span.end, made
        rows[cell.row].append(made)
    rest = marks.text[at : table.span.end]
    tail: list[GridCell] = []
    end = _signs(rest, last, tail, width)
    if end:
        tail.append(GridCell(colspan=width, before=end))
    for row in rows:
        _fill(row)
    return Grid([*_with_signs(rows, signs), *([cell] for cell in tail)], width)


def _fill(row: list[GridCell]) -> None:
    """Where a value fills its cell the whole cell is marked, so that all of it lights up."""
    for cell in row:
        if len(cell.segments) == 1 and not cell.before and not cell.after:
            cell.marks, cell.segments = cell.segments[0].marks, [Segment(cell.segments[0].text)]


def _in_order(cells: list[Cell], span: Span) -> bool:
    at = span.start
    for cell in cells:
        if cell.span.start < cell.span.end:
            if cell.span.start < at:
                return False
            at = cell.span.end
    return at <= span.end


def _signs(between: str, last: GridCell | None, own_rows: list[GridCell], width: int) -> str:
    """Give signs to the cell before them and to rows of their own; those of the coming cell are returned."""
    if not between.strip():
        return ""
    lines = between.split("\n")
    if last is not None:
        last.after = lines[0].strip()
        lines = lines[1:]
        if not lines:
            return ""
    own_rows += [GridCell(colspan=width, before=line.strip()) for line in lines[:-1] if line.strip()]
    return lines[-1].strip()


def _with_signs(rows: list[list[GridCell]], signs: dict[int, list[GridCell]]) -> Iterator[list[GridCell]]:
    for number, row in enumerate(rows):
        yield from ([cell] for cell in signs.get(number, ()))
        yield row


def _is_number(text: str) -> bool:
    text = text.strip()
    return bool(text) and all(sign in "0123456789.,%-+/—" for sign in text)


class _Free:
    """Which slots are taken, so that cells that a grid leaves out do not shift the others."""

    def __init__(self, height: int, width: int) -> None:
        self.taken: list[set[int]] = [set() for _ in range(height)]

    def gap(self, cell: Cell) -> int:
        """How many slots stand empty before the cell in its row; they are taken with it."""
        taken = self.taken[cell.row]
        missing = [column for column in range(cell.column) if column not in taken]
        taken.update(missing)
        columns = range(cell.column, cell.column + cell.colspan)
        for row in range(cell.row, min(cell.row + cell.rowspan, len(self.taken))):
            self.taken[row].update(columns)
        return len(missing)
