"""A matrix printed on its side: the applicants as rows, the outcomes as headings.

The rule: where the columns of a form's matrix stand in the first columns of a table and its rows in the first rows,
the table is turned, read as printed in the form, and the places of what was read are turned back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govreport.raw import RawCell, RawTable

from .statistics_claims import Claims

__all__ = ["lies_on_its_side", "turn_back", "turned"]

_HEADS = 3
"""So many columns of applicants or rows of outcomes a matrix has at the most."""
_FEWEST_COLUMNS = 4
_FEWEST_ROWS = 6


def lies_on_its_side(claims: Claims, table: RawTable) -> bool:
    """Whether the headings of a matrix stand at the left of the table and its labels at the top."""
    if table.columns < _FEWEST_ROWS or table.rows < _FEWEST_COLUMNS or table.columns <= table.rows:
        return False
    index = claims.index
    left = [cell for cell in table.cells if cell.column < _HEADS <= table.columns and cell.text and cell.row]
    columns = {
        column.code
        for cell in left
        for block, column in index.columns(cell.text)
        if block.layout == "matrix" and not block.open_columns
    }
    if len(columns) < _FEWEST_COLUMNS:
        return False
    top = [cell for cell in table.cells if cell.row < _HEADS and cell.column and index.rows(cell.text)]
    return len({cell.column for cell in top}) >= _FEWEST_ROWS


def turned(table: RawTable) -> RawTable:
    """The table with its rows as columns."""
    cells = [
        RawCell(c.text, c.column, c.row, c.colspan, c.rowspan, c.header, c.start, c.end)
        for c in sorted(table.cells, key=lambda cell: (cell.column, cell.row))
    ]
    return replace(table, cells=cells, rows=table.columns, columns=table.rows)


def turn_back(claims: Claims, number: int, before: Sequence[tuple[str, str]]) -> None:
    """Give what was read of the turned table ``number`` the places that it has on the page."""
    known = set(before)
    for place, claim in claims.cells.items():
        if claim.table == number and place not in known and claim.row is not None:
            claim.row, claim.grid_column = claim.grid_column, claim.row
    for extra in claims.extra:
        if extra.table == number:
            extra.row = None
