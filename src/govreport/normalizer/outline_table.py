"""A table of the document as a model: every slot of the grid with its text, and the cells where they start."""

from __future__ import annotations

from govreport.models import Table
from govreport.models.base import new_span, trusted
from govreport.models.content import Cell
from govreport.raw import Block, RawTable

__all__ = ["table_model"]

_new_table = trusted(Table, "grid", "cells", "header_rows", "caption", "text", "span")
_new_cell = trusted(Cell, *Cell.model_fields)


def table_model(block: Block) -> Table:
    """The table of a block as a model: the full grid, every covered slot with the text of its cell.

    >>> from govreport.raw import RawCell, RawTable
    >>> cells = [RawCell("项目", 0, 0, 1, 2, True, 0, 2), RawCell("1", 1, 0, 1, 1, False, 3, 4)]
    >>> table = table_model(Block("项目\\n1", 0, 4, "table", table=RawTable(cells, 2, 2, 1)))
    >>> table.grid, table.header_rows
    ((('项目', '项目'), ('1', '')), 1)
    """
    raw = block.table
    assert raw is not None, "a block without a table"
    text = block.text.strip()
    left = len(block.text) - len(block.text.lstrip())
    return _new_table(
        grid=_texts(raw),
        cells=tuple(
            [
                _new_cell(
                    text=cell.text,
                    row=cell.row,
                    column=cell.column,
                    rowspan=cell.rowspan,
                    colspan=cell.colspan,
                    header=cell.header,
                    span=new_span((cell.start, cell.end) if cell.start >= 0 else (block.start, block.start)),
                )
                for cell in raw.cells
            ]
        ),
        header_rows=raw.header_rows,
        caption=raw.caption,
        text=text,
        span=new_span(block.span(left, left + len(text))),
    )


def _texts(raw: RawTable) -> tuple[tuple[str, ...], ...]:
    """The text of every slot of :meth:`RawTable.grid`."""
    columns = raw.columns
    slots: list[list[str | None]] = [[None] * columns for _ in range(raw.rows)]
    for cell in raw.cells:
        if cell.rowspan == 1 and cell.colspan == 1:
            slots[cell.row][cell.column] = cell.text
            continue
        for line in slots[cell.row : cell.row + cell.rowspan]:
            for column in range(cell.column, min(cell.column + cell.colspan, columns)):
                if line[column] is None:  # no cell stands over another
                    line[column] = cell.text
    return tuple([tuple(["" if text is None else text for text in line]) for line in slots])
