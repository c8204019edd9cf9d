"""Section four on its side: reviews and lawsuits as fifteen rows of one value instead of one row of fifteen.

The rule: every row ends in one value, the cell before it is one of the five outcomes (结果维持 …), and the group it
belongs to (行政复议, 未经复议直接起诉, 复议后起诉) stands to the left, in a row of its own above, or before the outcome
in the same cell. A group goes on until an outcome comes a second time; a row whose group is not known then makes
the whole table unreadable to this reader, for a guess would give one lawsuit's outcome to the other kind.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from govreport.forms import Block, Column
from govreport.raw import RawCell, RawTable

from .statistics_cells import UNREADABLE, is_unit, read_value
from .statistics_claims import Claim, Claims
from .statistics_labels import name_of
from .statistics_line import group_named, leaf_names

__all__ = ["read_transposed"]

_MOST_COLUMNS = 6
_SEGMENT = regex.compile(r"[-—–:：/／>]")


class _Found(NamedTuple):
    row: int
    label: RawCell
    value: RawCell
    column: Column


def read_transposed(
    claims: Claims, table: RawTable, number: int, grid: list[list[RawCell | None]], context: str
) -> bool:
    """Claim the outcomes of a table that has one of them a row; False when the table is no such table."""
    if table.columns > _MOST_COLUMNS or table.rows < 5:
        return False
    block = next((block for block in claims.form.blocks if block.layout == "line"), None)
    if block is None:
        return False
    found = _find(claims, block, grid, context)
    if found is None:
        return False
    for item in found:
        value = read_value(item.value.text)
        cell = item.value
        if cell.row != item.row and value.state != "blank":
            # One cell for several outcomes: it cannot be said whose value it is.
            value = UNREADABLE
            message = f"{item.column.code}: {cell.text!r} is no value"
            claims.find("statistics.value_unreadable", "warning", message, cell.start, cell.end)
        unit = value.unit or item.column.unit
        place = (item.column.code, "", item.column.label)
        claims.put(Claim(*place, cell.text, value, unit, cell.start, cell.end, number, item.row, cell.column))
    return True


def _find(claims: Claims, block: Block, grid: list[list[RawCell | None]], context: str) -> list[_Found] | None:
    """The outcomes with their values; None where the table is another one or a group is not known."""
    names = leaf_names(claims.form)
    group = group_named(block, context)
    seen: set[str] = set()
    found: list[_Found] = []
    for r, slots in enumerate(grid):
        cells = [cell for place, cell in enumerate(slots) if cell is not None and cell.column == place and cell.text]
        words = [cell for cell in cells if read_value(cell.text).state == "unreadable" and not is_unit(cell.text)]
        if not words:
            if any(cell.row == r for cell in cells):
                return None  # values without a word: another kind of table
            continue
        label, above = words[-1], words[:-1]
        parts = [part for part in _SEGMENT.split(label.text) if part.strip()]
        leaf = names.get(name_of(parts[-1])) if parts else None
        said = [named for text in [*(c.text for c in above), *parts[:-1]] if (named := group_named(block, text))]
        if leaf is None:
            named = group_named(block, label.text)
            if named is not None:
                group, seen = named, set()
            elif found and any(read_value(c.text).state == "stated" for c in cells):
                return None
            continue
        if said and said[-1] != group:
            group, seen = said[-1], set()
        values = [cell for cell in slots[label.column + label.colspan :] if cell is not None and not is_unit(cell.text)]
        values = list({id(cell): cell for cell in values}.values())
        if len(values) != 1 or leaf in seen or group is None:
            return None
        seen.add(leaf)
        column = next(c for c in block.columns if c.label == leaf and c.group and c.group[-1] == group)
        found.append(_Found(r, label, values[0], column))
    leaves = {item.column.label for item in found}
    return found if len(found) >= 5 and leaves == {c.label for c in block.columns} else None
