"""Reading a block that is one row of values under a tree of headings (section four: reviews and lawsuits).

The rule: the same five headings stand under each group, so a column is known by the heading and by the group
above it in the grid. Where the tree is lost but all columns of the block are there in the printed order, the
order decides; anything else is unreadable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from govreport.forms import Block, Column, Form, get_form
from govreport.raw import RawCell

from .statistics_cells import CellValue, read_value
from .statistics_claims import Claim, Claims
from .statistics_labels import compact, name_of

__all__ = ["LineHead", "group_named", "read_line_row"]

_UNREADABLE = CellValue("unreadable")
_SPARE = 4  # characters that a printed group may have over the form's (行政复议情况)


@dataclass(slots=True)
class LineHead:
    """The headings of a ``line`` block as they were met: leaf labels by place, and the group above each."""

    form: Form
    context: str = ""
    block: Block = field(init=False)
    leaves: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str | None] = field(default_factory=dict)
    runs: list[str] = field(default_factory=list)
    done: bool = False
    broken: bool = False

    def __post_init__(self) -> None:
        self.block = _line_block(self.form)

    def take(self, grid: list[list[RawCell | None]], r: int, cells: list[RawCell]) -> None:
        """Take one row of headings; a row above may have given some of them already."""
        names = leaf_names(self.form)
        groups: dict[str, str | None] = {}  # one heading stands over many
        for cell in cells:
            tail = cell.text.replace("：", ":").rpartition(":")
            leaf = names.get(name_of(tail[2])) or names.get(compact(cell.text))
            if leaf is None:
                continue
            if cell.row == r:
                self.runs.append(leaf)
                # Two headings in one place: the spans of the tree are lost.
                self.broken = self.broken or cell.column in self.leaves
            self.leaves[cell.column] = leaf
            group = group_named(self.block, tail[0]) if tail[0] else None
            for above in range(r - 1, -1, -1):
                found = grid[above][cell.column]
                if group is None and found is not None and found is not cell:
                    if found.text not in groups:
                        groups[found.text] = group_named(self.block, found.text)
                    group = groups[found.text]
            self.groups[cell.column] = group

    def columns(self, row_group: str | None = None) -> dict[int, Column] | None:
        """The column of the form at each place, or None where a group is not known.

        ``row_group`` is the group that the row of values names at its left, where the headings name none.
        """
        if self.broken:
            return None
        known: dict[tuple[str | None, str], Column] = {
            (c.group[-1], c.label): c for c in reversed(self.block.columns) if c.group
        }
        found: dict[int, Column] = {}
        taken: set[str] = set()
        leaves = len(leaf_names_of_one_group(self.block))
        before: tuple[str | None, set[str]] = (None, set())
        for place in sorted(self.leaves):
            leaf, group = self.leaves[place], self.groups[place]
            if group is None and before[0] is not None and leaf not in before[1]:
                group = before[0]
            if group is None and len(self.leaves) <= leaves:
                group = row_group or group_named(self.block, self.context)
            column = known.get((group, leaf))
            if column is None or column.code in taken:
                return None
            found[place] = column
            taken.add(column.code)
            before = (group, before[1] | {leaf}) if group == before[0] else (group, {leaf})
        return found

    def in_order(self) -> bool:
        """Whether the headings, as far as they were read, follow the printed order of the whole block."""
        order = [column.label for column in self.block.columns]
        return self.runs == order


def leaf_names(form: Form) -> dict[str, str]:
    """Every spelling of a leaf heading, to the form's label."""
    return _leaf_names(form.id)


@cache
def _leaf_names(form_id: str) -> dict[str, str]:
    columns = _line_block(get_form(form_id)).columns
    return {name_of(text): column.label for column in columns for text in (column.label, *column.variants)}


def _line_block(form: Form) -> Block:
    return next(block for block in form.blocks if block.layout == "line")


def leaf_names_of_one_group(block: Block) -> set[str]:
    """The labels that stand under each group."""
    return {column.label for column in block.columns}


def group_named(block: Block, text: str) -> str | None:
    """The group that a heading names, None for any other text or one that names several."""
    name = name_of(text)
    groups = list(dict.fromkeys(column.group for column in block.columns if column.group))
    found = [(group[-1], bare) for group in groups if (bare := _bare(group, name))]
    if len(found) != 1:
        return None
    own, bare = found[0]
    return None if any(group[0] != own and group[0] in bare for group in groups) else own


def _bare(group: tuple[str, ...], name: str) -> str | None:
    """``name`` without the kind that it may print before the group, None where it is another group."""
    own = group[-1]
    bare = name.removeprefix(group[0]) if len(group) > 1 else name  # 行政诉讼（复议后起诉）
    near = own in bare or bare.startswith(own[:3])
    if not near or len(bare) > len(own) + _SPARE or ("诉" in bare and "诉" not in own):
        return None
    return bare


def read_line_row(claims: Claims, head: LineHead, cells: list[RawCell], r: int, table: int, text: str) -> bool:
    """Read a row of values under ``head``; False when the row is none."""
    first = min(head.leaves, default=0)
    values = [cell for cell in cells if cell.column >= first or read_value(cell.text).state == "stated"]
    states = [read_value(cell.text) for cell in values]
    if len(values) < 2 or all(s.state == "unreadable" for s in states):
        return False
    if not any(s.state in ("stated", "not_applicable") for s in states) and head.done:
        return False
    head.done = True
    pairs = _place(head, values, _group_of_row(head.block, [cell.text for cell in cells if cell.column < first]))
    if pairs is None:
        start, end = values[0].start, values[-1].end
        claims.find(
            "statistics.columns_unknown",
            "warning",
            f"{head.block.id}: {len(values)} cells, but which group each stands under is not known",
            start,
            end,
        )
        for column in head.block.columns:
            claims.put(Claim(column.code, "", column.label, text[start:end], _UNREADABLE, None, start, end, table, r))
        return True
    for column, cell in pairs:
        value = read_value(cell.text)
        if cell.row != r and value.state != "blank":
            value = _UNREADABLE
        if value.state == "unreadable":
            claims.find(
                "statistics.value_unreadable",
                "warning",
                f"{column.code}: {cell.text!r} is no value",
                cell.start,
                cell.end,
            )
        unit = value.unit or column.unit
        claims.put(
            Claim(
                column.code,
                "",
                column.label,
                cell.text,
                value,
                unit,
                cell.start,
                cell.end,
                table,
                r,
                cell.column,
            )
        )
    return True


def _group_of_row(block: Block, labels: list[str]) -> str | None:
    """The group that the cells before the values name: the last of them, or all together (行政诉讼 | 复议后起诉)."""
    if not labels:
        return None
    return group_named(block, labels[-1]) or group_named(block, "".join(labels))


def _place(head: LineHead, values: list[RawCell], row_group: str | None) -> list[tuple[Column, RawCell]] | None:
    columns = head.columns(row_group)
    block = head.block
    if columns is not None:
        if len(columns) == len(values) and all(cell.colspan == 1 for cell in values):
            return list(zip((columns[place] for place in sorted(columns)), values, strict=True))
        pairs: list[tuple[Column, RawCell]] = []
        for place in sorted(columns):
            cell = next((c for c in values if c.column <= place < c.column + c.colspan), None)
            if cell is None or (pairs and pairs[-1][1] is cell):
                return None
            pairs.append((columns[place], cell))
        taken = {id(cell) for _, cell in pairs}
        if any(id(cell) not in taken and cell.text.strip() for cell in values):
            return None
        return pairs
    if head.in_order() and len(values) == len(block.columns) and all(cell.colspan == 1 for cell in values):
        return list(zip(block.columns, values, strict=True))
    return None
