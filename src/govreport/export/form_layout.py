"""The official statistics laid out as the printed form: tables of slots, spans and headings from ``forms/*.toml``.

What a slot shows is what stands in the report: the cell as printed (a blank one blank, ``/`` as ``/``). A cell that the
form has and the report has not shows :data:`ABSENT`, one that is there and cannot be read and has no text of its own
:data:`UNREADABLE`. Cells and rows that the form does not know come in a table of their own, so nothing is lost.
Markdown, HTML, workbook and terminal draw these tables; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from govreport.checks_sums import Place, known_form
from govreport.forms import Block, Column, Form
from govreport.models import StatisticCell, Statistics

from .form_rows import Line, lines_of, list_lines

__all__ = ["ABSENT", "OTHERS", "UNREADABLE", "FormTable", "Role", "Slot", "form_tables", "form_title", "shown"]

ABSENT = "未列"
UNREADABLE = "？"
OTHERS = "表式以外的数据"

Role = Literal["title", "head", "label", "unit", "value", "pad"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of the printed form at its first row and column (from 0); ``place`` is the official cell of a value."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    role: Role = "value"
    place: Place | None = None
    cell: StatisticCell | None = None

    @property
    def state(self) -> str | None:
        """The state of the cell, or ``absent``; None for what is no value."""
        if self.role != "value" or self.place is None:
            return None
        return self.cell.state if self.cell is not None else "absent"


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of the form; ``kind`` is the layout of its blocks, ``head_rows`` how many rows of headings it has."""

    heading: str | None
    kind: str
    slots: tuple[Slot, ...]
    height: int
    width: int
    head_rows: int

    def grid(self) -> list[list[str]]:
        """The text of every slot, repeated wherever a span covers."""
        rows = [[""] * self.width for _ in range(self.height)]
        for slot in self.slots:
            for row in range(slot.row, slot.row + slot.rowspan):
                for column in range(slot.column, slot.column + slot.colspan):
                    rows[row][column] = slot.text
        return rows

    def rows(self) -> list[list[Slot]]:
        """The slots by the row in which they begin, left to right."""
        found: list[list[Slot]] = [[] for _ in range(self.height)]
        for slot in sorted(self.slots, key=lambda slot: (slot.row, slot.column)):
            found[slot.row].append(slot)
        return found


def form_title(statistics: Statistics) -> str:
    """The title of the form, or its id where the form is not known."""
    form = known_form(statistics.form)
    return form.title if form is not None else statistics.form


def shown(cell: StatisticCell | None) -> str:
    """What stands in a cell: as printed, or why nothing does."""
    if cell is None:
        return ABSENT
    return cell.raw if cell.raw.strip() or cell.state != "unreadable" else UNREADABLE


def form_tables(statistics: Statistics, *, whole: bool = True) -> list[FormTable]:
    """The tables of the form in printed order, and last what the form does not know.

    ``whole``: also the rows and blocks of the form that the report does not have at all.
    """
    form = known_form(statistics.form)
    tables = [] if form is None else [_table(part, statistics, whole) for part in _parts(form)]
    tables = [table for table in tables if table.height > table.head_rows]
    placed = {id(slot.cell) for table in tables for slot in table.slots if slot.cell is not None}
    others = list(_others(statistics, placed))
    return [*tables, *([_other_table(others)] if others else [])]


def _parts(form: Form) -> Iterator[list[Block]]:
    """The blocks that are one table each: a fused block without a heading goes on with the one before."""
    part: list[Block] = []
    for block in form.blocks:
        if part and not (block.layout == "fused" and part[0].layout == "fused" and block.heading is None):
            yield part
            part = []
        part.append(block)
    yield part


def _table(blocks: list[Block], statistics: Statistics, whole: bool) -> FormTable:
    draw = _Drawing(statistics, whole)
    first = blocks[0]
    if first.layout == "fused":
        draw.fused(blocks)
    elif first.layout == "line":
        draw.line(first)
    else:
        draw.matrix(first)
    height = max((slot.row + slot.rowspan for slot in draw.slots), default=0)
    width = max((slot.column + slot.colspan for slot in draw.slots), default=0)
    return FormTable(first.heading, first.layout, tuple(draw.slots), height, width, draw.head_rows)


class _Drawing:
    """The slots of one table while they are set down, row by row."""

    def __init__(self, statistics: Statistics, whole: bool) -> None:
        self._get = statistics.get
        self._columns = dict.fromkeys(cell.column for cell in statistics.cells)
        self._whole = whole
        self._row = 0
        self.slots: list[Slot] = []
        self.head_rows = 0

    def _value(self, row: int, column: int, code: str, column_code: str, colspan: int = 1) -> None:
        cell = self._get(code, column_code)
        self.slots.append(Slot(shown(cell), row, column, 1, colspan, "value", (code, column_code), cell))

    def fused(self, blocks: list[Block]) -> None:
        width = 1 + max(len(block.columns) for block in blocks)
        for block in blocks:
            rows = [
                row
                for row in block.rows
                if self._whole or any(self._get(f"{row.code}.{c.code}") is not None for c in block.columns)
            ]
            if not rows:
                continue
            self.slots.append(Slot(block.titles[0], self._row, 0, 1, width, "title"))
            self.slots.append(Slot(block.stub, self._row + 1, 0, 1, 1, "head"))
            # The last column is as wide as the table wants.
            last = len(block.columns) - 1
            wide = [1 if at < last else width - 1 - last for at in range(last + 1)]
            for at, column in enumerate(block.columns):
                self.slots.append(Slot(column.label, self._row + 1, 1 + at, 1, wide[at], "head"))
            for down, row in enumerate(rows, 2):
                self.slots.append(Slot(row.label, self._row + down, 0, 1, 1, "label"))
                for at, column in enumerate(block.columns):
                    self._value(self._row + down, 1 + at, f"{row.code}.{column.code}", "", wide[at])
            self._row += 2 + len(rows)

    def line(self, block: Block) -> None:
        if not self._whole and all(self._get(column.code) is None for column in block.columns):
            return
        self.head_rows = self._heads(block.columns, 0)
        for at, column in enumerate(block.columns):
            self._value(self.head_rows, at, column.code, "")

    def matrix(self, block: Block) -> None:
        columns = self._value_columns(block)
        known = {code for code, _ in self._places(block, columns)}
        if not self._whole and not known:
            return
        listed = block.unit_stub is not None
        lines = (list_lines if listed else lines_of)(block, known, self._whole)
        labels = 1 if listed else max((line.depth + line.span for line in lines), default=1)
        first = labels + listed
        self.head_rows = self._heads(columns, first, block.over)
        self.slots.append(Slot(block.stub, 0, 0, self.head_rows, labels, "head"))
        if block.unit_stub is not None:
            self.slots.append(Slot(block.unit_stub, 0, labels, self.head_rows, 1, "head"))
        for row, line in enumerate(lines, self.head_rows):
            self._line(block, line, row, columns, first)

    def _line(self, block: Block, line: Line, row: int, columns: Sequence[Column], first: int) -> None:
        for group in line.groups:
            self.slots.append(Slot(group.label, row, group.depth, group.height, 1, "label"))
        self.slots.append(Slot(line.label, row, line.depth, 1, line.span, "label"))
        units = [cell.unit for column in columns if line.code and (cell := self._get(line.code, column.code))]
        if block.unit_stub is not None:
            unit = next((unit for unit in units if unit), line.unit) if line.code else block.fill
            self.slots.append(Slot(unit or "", row, first - 1, 1, 1, "unit"))
        for at, column in enumerate(columns, first):
            if line.code is None:
                self.slots.append(Slot(block.fill, row, at, 1, 1, "pad"))
            else:
                self._value(row, at, line.code, column.code)

    def _value_columns(self, block: Block) -> Sequence[Column]:
        """The columns of the form; where each print has its own, those of this print."""
        if not block.open_columns:
            return block.columns
        known = {column.code: column for column in block.columns}
        return [known.get(code) or Column(code, code) for code in self._columns] or block.columns[:1]

    def _places(self, block: Block, columns: Sequence[Column]) -> Iterator[Place]:
        for row in block.rows:
            for code in (row.code, row.total):
                yield from ((code, c.code) for c in columns if code is not None and self._get(code, c.code) is not None)

    def _heads(self, columns: Sequence[Column], first: int, over: str | None = None) -> int:
        """The tree of headings over the columns, from the column ``first`` on; how many rows it has."""
        paths = [(*((over,) if over else ()), *column.group) for column in columns]
        depth = 1 + max(map(len, paths))
        for level in range(depth - 1):
            at = 0
            while at < len(columns):
                path = paths[at][: level + 1]
                end = at + 1
                while end < len(columns) and paths[end][: level + 1] == path:
                    end += 1
                if len(path) > level:
                    self.slots.append(Slot(path[-1], level, first + at, 1, end - at, "head"))
                at = end
        for at, column in enumerate(columns):
            level = len(paths[at])
            self.slots.append(Slot(column.label, level, first + at, depth - level, 1, "head"))
        return depth


def _others(statistics: Statistics, placed: set[int]) -> Iterator[list[Slot]]:
    row = 0
    for cell in statistics.cells:
        if id(cell) not in placed:
            name = f"{cell.label}（{cell.column}）" if cell.column else cell.label or cell.code
            yield [
                Slot(name, row, 0, role="label"),
                Slot(shown(cell), row, 1, place=(cell.code, cell.column), cell=cell),
            ]
            row += 1
    for extra in statistics.extra:
        values = [Slot(value, row, at, role="pad") for at, value in enumerate(extra.values, 1)]
        yield [Slot(extra.label, row, 0, role="label"), *values]
        row += 1


def _other_table(rows: list[list[Slot]]) -> FormTable:
    slots = tuple(slot for row in rows for slot in row)
    return FormTable(OTHERS, "others", slots, len(rows), max(map(len, rows)), 0)
