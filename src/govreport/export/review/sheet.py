"""The statistics laid out like the official form: its blocks, rows and columns, a cell for each place.

A place that the page does not print, a blank cell, ``/`` and an unreadable one look different; cells and rows that
the form does not know stand below, so that none is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from govreport.forms import Block, Column, Form, Row, get_form
from govreport.models import ExtraRow, Report, StatisticCell

from .marks import Marks
from .words import Name, named

__all__ = ["Sheet", "SheetCell", "SheetRow", "SheetTable", "sheet"]


class SheetCell(NamedTuple):
    """A cell of the form: what is shown, ``stated``, ``blank`` … or ``missing``, and the place it came from."""

    text: str = ""
    state: str = "missing"
    state_name: Name = Name("", "")
    code: str = ""
    mark: str = ""
    note: str = ""
    trouble: str = ""


class SheetRow(NamedTuple):
    """A row of the form; ``cells`` is empty for a heading without values."""

    label: str
    code: str
    depth: int
    cells: list[SheetCell]
    unit: str = ""


class HeadCell(NamedTuple):
    """A heading over columns."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class SheetTable:
    """One block of the form as a table."""

    title: str
    head: list[list[HeadCell]]
    rows: list[SheetRow]
    labelled: bool = True

    @property
    def width(self) -> int:
        """How many columns of values it has."""
        return sum(cell.colspan for cell in self.head[0])


@dataclass(slots=True)
class Sheet:
    """All of it. ``others`` are cells without a place in the form, ``extra`` rows that it does not know."""

    form: str
    title: str
    instrument: str
    tables: list[SheetTable] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    others: list[SheetRow] = field(default_factory=list)
    extra: list[tuple[ExtraRow, str]] = field(default_factory=list)


def sheet(report: Report, marks: Marks) -> Sheet | None:
    """The statistics of a report, None where it has none."""
    if report.statistics is None:
        return None
    return _Writer(report, marks).sheet(report.statistics.extra)


class _Writer:
    def __init__(self, report: Report, marks: Marks) -> None:
        assert report.statistics is not None
        self.form: Form = get_form(report.statistics.form)
        self.marks = marks
        self.cells = {(cell.code, cell.column): cell for cell in report.statistics.cells}
        self.left = dict(self.cells)
        order = ("error", "warning", "notice")
        self.trouble: dict[object, str] = {}
        for finding in sorted(report.findings, key=lambda item: order.index(item.severity)):
            for proof in finding.evidence:
                if proof.span is not None:
                    self.trouble.setdefault(proof.span, finding.severity)

    def sheet(self, extra: tuple[ExtraRow, ...]) -> Sheet:
        made = Sheet(self.form.id, self.form.title, self.form.instrument or "")
        for block in self.form.blocks:
            before = len(self.left)
            table = self._block(block)
            if len(self.left) < before:
                made.tables.append(table)
            else:
                made.absent.append(table.title)
        for cell in self.left.values():
            made.others.append(SheetRow(cell.label, f"{cell.code} {cell.column}".strip(), 0, [self._shown(cell)]))
        made.extra = [(row, str(self.marks.at(row.span)) if row.span is not None else "") for row in extra]
        return made

    def _block(self, block: Block) -> SheetTable:
        title = block.titles[0] if block.titles else block.id
        if block.layout == "line":
            row = SheetRow("", "", 0, [self._take(column.code, "") for column in block.columns])
            return SheetTable(title, _head(block.columns), [row], labelled=False)
        columns = self._columns(block)
        rows = [made for row in block.rows if (made := self._row(block, row, columns)) is not None]
        return SheetTable(title, _head(columns), rows)

    def _columns(self, block: Block) -> tuple[Column, ...]:
        """Those of the form; where a print may have others, those that this one has."""
        if not block.open_columns:
            return block.columns
        codes = {row.code for row in block.rows}
        used = dict.fromkeys(column for code, column in self.cells if code in codes)
        known = {column.code: column for column in block.columns}
        return tuple(known.get(code) or Column(code, code) for code in used) or block.columns[:1]

    def _row(self, block: Block, row: Row, columns: tuple[Column, ...]) -> SheetRow | None:
        code = row.total or row.code if row.header else row.code
        places = [
            (f"{row.code}.{column.code}", "") if block.layout == "fused" else (code, column.code) for column in columns
        ]
        printed = any(place in self.cells for place in places)
        if row.optional and not printed:
            return None
        cells = [] if row.header and not printed else [self._take(*place) for place in places]
        units = {self.cells[place].unit for place in places if place in self.cells}
        unit = units.pop() if len(units) == 1 else None
        return SheetRow(row.label, code, _depth(block, row), cells, unit or "")

    def _take(self, code: str, column: str) -> SheetCell:
        cell = self.left.pop((code, column), None)
        return self._shown(cell) if cell is not None else SheetCell(code=f"{code} {column}".strip())

    def _shown(self, cell: StatisticCell) -> SheetCell:
        text = f"{cell.value:,}" if cell.state == "stated" and cell.value is not None else cell.raw.strip()
        return SheetCell(
            text,
            cell.state,
            named("states", cell.state) if cell.state != "stated" else Name("", ""),
            f"{cell.code} {cell.column}".strip(),
            str(self.marks.at(cell.span)) if cell.span is not None else "",
            cell.note or "",
            self.trouble.get(cell.span, ""),
        )


def _depth(block: Block, row: Row) -> int:
    parents = {item.code: item.parent for item in block.rows}
    depth, above = 0, row.parent
    while above is not None and depth < 4:
        depth, above = depth + 1, parents.get(above)
    return depth


def _head(columns: tuple[Column, ...]) -> list[list[HeadCell]]:
    """The headings over the columns as rows: a group once over its columns, a column down to the last row."""
    height = max((len(column.group) for column in columns), default=0) + 1
    return [list(_head_row(columns, level, height)) for level in range(height)]


def _head_row(columns: tuple[Column, ...], level: int, height: int) -> Iterator[HeadCell]:
    at = 0
    while at < len(columns):
        column = columns[at]
        end = at + 1
        if level < len(column.group):
            while end < len(columns) and columns[end].group[: level + 1] == column.group[: level + 1]:
                end += 1
            yield HeadCell(column.group[level], colspan=end - at)
        elif level == len(column.group):
            yield HeadCell(column.label, rowspan=height - level)
        at = end
