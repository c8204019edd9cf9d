"""Which cell of a row belongs to which column, and when that cannot be known.

The rule: a cell stands under its heading. Where the spans of a table do not fit, a row with exactly as many
cells as there are columns is read in order; a row with fewer or more is not read at all, since every guess
would shift values into columns of others.
"""

from __future__ import annotations

from govreport.forms import Block, Column
from govreport.raw import RawCell

__all__ = ["align", "fits", "trailing_blanks"]

Places = list[tuple[int, Column, str | None]]


def align(values: list[RawCell], places: list[int], others: set[int], count: int, lossy: bool) -> list[RawCell] | None:
    """The cell of each column, or None where that cannot be known.

    ``places`` are the grid columns of the headings (empty: no heading was read), ``others`` those of headings
    that are no column of the form, ``count`` how many columns there are.
    """
    if len(values) == count and not others:
        if not places or [c.column for c in values] == places:
            return values  # each value starts under its heading, so none reaches over two
        if all(c.colspan == 1 for c in values):
            return values
    if places and not lossy:
        found = _by_place(values, places, others)
        if found is not None:
            return found
    if others or places:
        return None
    filled = [place for place, cell in enumerate(values) if cell.text.strip()]
    if len(filled) == count and filled[-1] - filled[0] == count - 1 and not lossy:
        return [values[place] for place in filled]
    return None


def _by_place(values: list[RawCell], places: list[int], others: set[int]) -> list[RawCell] | None:
    found: list[RawCell] = []
    for place in places:
        for cell in values:
            if cell.column <= place < cell.column + cell.colspan:
                break
        else:
            return None
        if found and found[-1] is cell and cell.text.strip():
            return None
        found.append(cell)
    taken = {id(cell) for cell in found}
    for cell in values:
        if id(cell) not in taken and cell.text.strip() and cell.column not in others:
            return None
    return found


def fits(block: Block, places: Places, values: list[RawCell]) -> bool:
    """Whether the row has all columns of the form, with the headings that were read at their own places."""
    if not places or block.open_columns or len(values) != len(block.columns):
        return False
    order = {column.code: number for number, column in enumerate(block.columns)}
    return all(values[order[column.code]].column == place for place, column, _ in places)


def trailing_blanks(text: str, last: RawCell) -> list[RawCell]:
    """The blank cells at the end of a row of tab-divided text, which no grid keeps."""
    end = last.end
    while 0 <= end < len(text) and text[end] == "\t":
        end += 1
    return [
        RawCell("", last.row, last.column + last.colspan + n, 1, 1, False, last.end + n + 1, last.end + n + 1)
        for n in range(end - last.end)
    ]
