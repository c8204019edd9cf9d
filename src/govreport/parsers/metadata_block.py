"""The metadata block where it is a table: rows of labels and values, or a row of labels above a row of values.

Tables of the walk enter here. A table counts as metadata when most of its rows hold a known label (政府信息公开目录
系统实施指引（试行）, domain reference 2.2, shapes 1 and 2); labels that nobody knows are kept for ``extra``.
"""

from __future__ import annotations

from collections.abc import Sequence

from govreport.raw import RawCell, RawField, RawTable
from govreport.vocabulary import words

from .fields import label_width, lookup, opens_with_label, read_pairs, row_looks_like_fields
from .fields_labels import printed
from .page import Page
from .titles import squeeze
from .walk import Piece
from .write import lay_out

__all__ = ["is_list_of_documents", "read_column", "read_metadata_tables"]

MOST_CELLS = 120
"""A metadata block has no more cells than this."""
STACKED = 4
"""So many known labels side by side make a row of labels above a row of values."""


def read_metadata_tables(page: Page) -> frozenset[int]:
    """The tables whose rows are labels with values; their fields are read at once."""
    found = []
    for index, piece in enumerate(page.pieces):
        if piece.table is not None:
            fields = _read_table(piece, index, 1 if index - 1 in page.roles else 2)
            if fields is not None:
                found.append(index)
                page.roles[index] = "metadata"
                page.fields += fields
    return frozenset(found)


def read_column(page: Page, tables: frozenset[int]) -> None:
    """A line right above the metadata block that names the catalogue column (部门信息公开年报 2014)."""
    first = min(tables, default=0)
    if first and page.pieces[first - 1].table is None:
        text = page.pieces[first - 1].text
        if text[:4].isdigit() or page.pieces[first - 1].level:
            return  # a title: 2024年政府信息公开工作年度报告
        if len(text) > 40 or ">" in text or "/" in text or page.is_link(first - 1):
            return
        if squeeze(text).rstrip("0123456789年度").endswith(words("values", "columns")):
            page.roles[first - 1] = "metadata"
            page.fields.append(RawField("", "column", text, "block", 0, len(text), first - 1))


def is_list_of_documents(piece: Piece) -> bool:
    """A table that lists other documents with links to them (序号, 文件名称, 文号, 发布日期)."""
    table = piece.table
    if table is None or piece.links == 0 or table.rows < 2:
        return False
    names = {lookup(cell.text) for cell in table.cells if cell.row == 0}
    return "title" in names and not names.isdisjoint(("published_at", "issued_on", "document_number"))


def _read_table(piece: Piece, index: int, least: int) -> list[RawField] | None:
    """The fields of a table that is a metadata block: ``least`` labels are known, and most rows have one.

    Then the table is laid out, and that is the piece's text.
    """
    table = piece.table
    if table is None or len(table.cells) > MOST_CELLS:
        return None
    rows: dict[int, list[RawCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    if all(opens_with_label(cell.text) for cell in table.cells if cell.text):
        glued = _read_glued(table, index)
        if glued is not None:
            piece.text = lay_out(table)
            return glued
    if not any(row_looks_like_fields([cell.text for cell in row]) for row in rows.values()):
        return None
    text = lay_out(table)
    if table.rows == 2 and len(rows) == 2 and len(rows[0]) == len(rows[1]) >= STACKED:
        stacked = _read_stacked(rows[0], rows[1], index)
        if stacked is not None:
            piece.text = text
            return stacked
    fields: list[RawField] = []
    labelled = filled = 0
    for row in rows.values():
        pairs = read_pairs([(cell.text, cell.start) for cell in row], block=index, origin="block")
        filled += any(cell.text for cell in row)
        if pairs:
            labelled += 1
            fields += pairs
        fields += _other_pairs(row, index, pairs or ())
    known = sum(1 for item in fields if item.name is not None)
    if known < least or labelled * 2 < filled:
        return None
    piece.text = text
    return fields


def _read_glued(table: RawTable, index: int) -> list[RawField] | None:
    """Cells in which label and value are elements side by side (``<span>发布时间</span><span>2025-01-21</span>``)."""
    found = []
    lay_out(table)
    for cell in table.cells:
        if cell.text:
            width = label_width(cell.text)
            value = cell.text[width:].lstrip("：: ")
            if width == len(cell.text) or cell.text[width] in "：: ":
                return None
            name = lookup(cell.text[:width])
            found.append(RawField(cell.text[:width], name, value, "block", cell.end - len(value), cell.end, index))
    return found if len(found) > 1 else None


def _read_stacked(labels: Sequence[RawCell], values: Sequence[RawCell], index: int) -> list[RawField] | None:
    """A row of labels above a row of values; the head of a list of documents (its first label a title) is none."""
    names = [lookup(cell.text) for cell in labels]
    if sum(name is not None for name in names) < STACKED or names[0] == "title":
        return None
    if any(lookup(cell.text) is not None for cell in values):
        return None
    return [
        RawField(label.text, name, value.text or None, "block", value.start, value.end, index)
        if value.text
        else RawField(label.text, name, None, "block", block=index)
        for label, name, value in zip(labels, names, values, strict=True)
    ]


def _other_pairs(row: Sequence[RawCell], index: int, read: Sequence[RawField]) -> list[RawField]:
    """The pairs of a row that were not ``read``: labels that nobody knows, and what stands beside or after them."""
    texts = [cell for cell in row if cell.text]
    if len(row) % 2 or not texts or any(len(cell.text) > 12 for cell in row[0::2]):
        return []
    taken = {item.start for item in read if item.start >= 0}
    labels = {item.label for item in read if item.name is not None or item.value is not None}
    return [
        RawField(printed(label.text), lookup(label.text), value.text or None, "block", value.start, value.end, index)
        for label, value in zip(row[0::2], row[1::2], strict=True)
        if label.text
        and lookup(value.text) is None
        and printed(label.text) not in labels
        and not _stands_in(label, taken)
        and not _stands_in(value, taken)
    ]


def _stands_in(cell: RawCell, starts: set[int]) -> bool:
    """Whether a value that was read begins in the cell."""
    return bool(cell.text) and any(cell.start <= start < cell.end for start in starts)
