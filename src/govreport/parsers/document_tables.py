"""Facts that a document states in its own tables: who decided, when, under which number.

Tables enter here whose offsets are written. Penalty and licence disclosure tables (《行政处罚法》 and
《行政许可法》 oblige the bodies to publish them) put these facts in labelled cells, either one label a row or as
the heads of columns.
A column counts only when all its rows say the same.
"""

from __future__ import annotations

from functools import cache

from govreport import vocabulary
from govreport.raw import Block, RawCell, RawField

__all__ = ["read_document_table"]

_HINTS = ("机关", "决定", "文号", "文书号")


@cache
def _labels() -> dict[str, str]:
    data = vocabulary.load("document_tables")
    return {label: concept for concept, labels in data.items() for label in labels}


def read_document_table(block: Block) -> list[RawField]:
    """The labelled facts of a content table; an empty list for any other table."""
    table = block.table
    if table is None or not any(hint in block.text[:4000] for hint in _HINTS):
        return []
    known = _labels()
    found: list[RawField] = []
    by_row: dict[int, list[RawCell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    for row in by_row.values():
        if len(row) in (2, 4):
            for label, value in zip(row[0::2], row[1::2], strict=True):
                _take(found, known, label, value, block)
    if found or table.rows < 2:
        return found
    for label in by_row.get(0, ()):
        below = [c for c in table.cells if c.row > label.row and c.column == label.column]
        if below and len({c.text for c in below}) == 1:
            _take(found, known, label, below[0], block)
    return found


def _take(found: list[RawField], known: dict[str, str], label: RawCell, value: RawCell, block: Block) -> None:
    name = known.get("".join(label.text.split()).rstrip("：:"))
    if name is not None and value.text and not any(item.name == name for item in found):
        found.append(RawField(label.text, name, value.text, "table", value.start, value.end, block.index))
