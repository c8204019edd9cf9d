"""The rows of a matrix as they are printed: one list, or groups that span the rows below them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from govreport.forms import Block, Row

__all__ = ["Group", "Line", "lines_of", "list_lines"]


@dataclass(frozen=True, slots=True)
class Group:
    """A label beside several lines: in which column of labels, over how many lines."""

    label: str
    depth: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: the groups that begin here, its own label, and the code of its cells (None: a header)."""

    label: str
    code: str | None
    unit: str | None
    depth: int = 0
    span: int = 1
    groups: tuple[Group, ...] = ()


def list_lines(block: Block, known: Collection[str], whole: bool) -> list[Line]:
    """Every row is a line, headers too; ``known`` are the codes that the report has."""
    return [
        Line(row.label, row.total if row.header and row.total in known else None if row.header else row.code, row.unit)
        for row in _rows(block, known, whole)
    ]


def lines_of(block: Block, known: Collection[str], whole: bool) -> list[Line]:
    """Headers are groups. A header that prints values of its own has a line for them before its group."""
    rows = _rows(block, known, whole)
    by_code = {row.code: row for row in block.rows}
    lines: list[Line] = []
    begun: list[tuple[Row, int]] = []  # headers whose lines have not begun yet, with their depth
    first_line: dict[str, int] = {}
    members: dict[str, int] = {}
    for row in rows:
        above = _headers_above(row, by_code)
        if row.header:
            if row.total in known:
                lines.append(Line(row.label, row.total, row.unit, len(above)))
                _count(above, members, first_line, len(lines) - 1)
            begun.append((row, len(above)))
            continue
        lines.append(Line(row.label, row.code, row.unit, len(above)))
        _count(above, members, first_line, len(lines) - 1)
    labels = 1 + max((line.depth for line in lines), default=0)
    starts: dict[int, list[Group]] = {}
    for row, depth in begun:
        if row.code in first_line:
            group = Group(row.label, depth, members[row.code])
            starts.setdefault(first_line[row.code], []).append(group)
    return [replace(line, span=labels - line.depth, groups=tuple(starts.get(at, ()))) for at, line in enumerate(lines)]


def _count(above: list[str], members: dict[str, int], first_line: dict[str, int], at: int) -> None:
    for code in above:
        members[code] = members.get(code, 0) + 1
        first_line.setdefault(code, at)


def _headers_above(row: Row, by_code: dict[str, Row]) -> list[str]:
    found: list[str] = []
    parent = row.parent
    while parent is not None:
        above = by_code[parent]
        if above.header:
            found.append(above.code)
        parent = above.parent
    return found


def _rows(block: Block, known: Collection[str], whole: bool) -> list[Row]:
    """The rows to print: those of the report, with ``whole`` those of the form, and the headers over them."""
    kept = {
        row.code
        for row in block.rows
        if row.code in known or row.total in known or (whole and not row.optional and not row.header)
    }
    by_code = {row.code: row for row in block.rows}
    for code in list(kept):
        kept.update(_headers_above(by_code[code], by_code))
    return [row for row in block.rows if row.code in kept]
