"""The headings of a table: which columns of the form may stand at which place of the grid.

The rule: a heading is known by its words and stands where it stands; a heading that no form knows is
remembered, so that the values under it are not taken for those of another column. Two known headings in one
place mean that the spans of the table are lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from govreport.forms import Block, Column
from govreport.raw import RawCell

from .statistics_cells import read_value
from .statistics_labels import LabelIndex, compact

__all__ = ["Heading", "Match", "is_heading", "is_tree", "open_heading", "side_by_side"]

_ROWS_OF_HEADINGS = 4
_UNIT = regex.compile(r"亿元|万元|元")

Match = tuple[tuple[Block, Column], ...]


@dataclass(slots=True)
class Heading:
    """The headings in force: which columns may stand at which place of the grid."""

    at: dict[int, Match] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)
    last_row: int = -2
    known: dict[str, list[tuple[int, Column, str | None]]] = field(default_factory=dict)
    orders: dict[str, bool] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    broken: bool = False
    rows: set[int] = field(default_factory=set)

    def of(self, block: Block) -> list[tuple[int, Column, str | None]]:
        """The places of ``block``'s columns, left to right, with the unit that the heading prints, if any."""
        found = self.known.get(block.id)
        if found is None:
            found = self.known[block.id] = []
            for place in sorted(self.at):
                for owner, column in self.at[place]:
                    if owner is block:
                        unit = _UNIT.search(self.texts[place])
                        found.append((place, column, unit[0] if unit is not None else column.unit))
                        break
        return found

    def in_order(self, block: Block) -> bool:
        """Whether the headings come in the form's order."""
        found = self.orders.get(block.id)
        if found is None:
            order = {column.code: number for number, column in enumerate(block.columns)}
            numbers = [order.get(column.code, -1) for _, column, _ in self.of(block)]
            found = self.orders[block.id] = block.open_columns or numbers == sorted(numbers)
        return found

    def take(self, r: int, cells: list[RawCell], heads: list[tuple[RawCell, Match]]) -> None:
        """Take one row of headings; those of a row above stay in force where this one has none."""
        self.last_row = r
        self.known.clear()
        self.orders.clear()
        first = min(cell.column for cell, _ in heads)
        for cell, columns in heads:
            # Two headings in one place: the spans are lost, so the places are not known (the columns are).
            self.broken = self.broken or (cell.row == r and cell.column in self.at)
            self.at[cell.column] = columns
            self.texts[cell.column] = cell.text
            self.met.update(column.code for _, column in columns)
            self.rows.add(cell.row)
        for cell in cells:
            if cell.column >= first and cell.text:
                self.others[cell.column] = cell.text
        for place in self.at:
            self.others.pop(place, None)


def is_heading(cells: list[RawCell], heads: list[tuple[RawCell, Match]]) -> bool:
    """Whether a row with these matches is one of headings."""
    layouts = [{block.layout for block, _ in columns} for _, columns in heads]
    if any("fused" in kinds for kinds in layouts):
        return True
    line = sum(1 for kinds in layouts if "line" in kinds)
    matrix = sum(1 for _, columns in heads if any(b.layout == "matrix" and not b.open_columns for b, _ in columns))
    if max(line, matrix) < 2:
        return False
    return not any(read_value(cell.text).state == "stated" for cell in cells)


def is_tree(heads: list[tuple[RawCell, Match]]) -> bool:
    """Whether the headings are those of section four: one row of values under a tree."""
    leaves = {column.label for _, columns in heads for block, column in columns if block.layout == "line"}
    own = {column.code for _, columns in heads for block, column in columns if block.layout == "matrix"}
    return len(leaves) >= 3 and len(own) <= 2


def open_heading(index: LabelIndex, r: int, cells: list[RawCell]) -> Heading | None:
    """The headings of a block with columns of its own choice (统计指标 · 单位 · 统计数 …), else None."""
    for block in index.form.blocks:
        if not block.open_columns:
            continue
        names = {name: kind for kind, words in block.heads.items() for name in words}
        kinds = [names.get(compact(cell.text)) for cell in cells]
        if "label" not in kinds and not ("unit" in kinds and len(cells) > 2):
            continue
        if any(read_value(cell.text).state == "stated" for cell in cells):
            continue
        heading = Heading(last_row=r)
        free = [cell for cell, kind in zip(cells, kinds, strict=True) if kind is None and cell.text]
        for cell in free:
            known = [column for owner, column in index.columns(cell.text) if owner is block]
            column = known[0] if known else Column(cell.text, cell.text)
            if not known and len(free) == 1:
                column = block.columns[0]
            heading.at[cell.column] = ((block, column),)
            heading.texts[cell.column] = cell.text
        heading.others = {c.column: k for c, k in zip(cells, kinds, strict=True) if k and k != "label"}
        return heading
    return None


def side_by_side(grid: list[list[RawCell | None]]) -> list[list[list[RawCell | None]]]:
    """A table printed in two halves beside each other as two grids; any other table as it is.

    Its first rows say the same headings twice (指标 · 单位 · 数量 · 指标 · 单位 · 数量). The halves are read one
    after the other, for a repeated label means the group that was read last.
    """
    width = len(grid[0]) if grid else 0
    middle = width // 2
    if middle < 2 or width % 2:
        return [grid]
    for row in grid[:_ROWS_OF_HEADINGS]:
        names = [compact(cell.text) if cell is not None and cell.colspan == 1 else "" for cell in row]
        if all(names) and names[:middle] == names[middle:] and len(set(names)) == middle:
            blank: list[RawCell | None] = [None] * middle
            right = [[c if c is not None and c.column >= middle else None for c in line[middle:]] for line in grid]
            return [[line[:middle] + blank for line in grid], [blank + line for line in right]]
    return [grid]
