"""The last step of the HTML door: the kept pieces are written, and every offset is recorded while writing.

A sorted :class:`~govreport.parsers.page.Page` enters here; what leaves is the raw report. One block a line, the
cells of a table divided by tabs and its rows by line ends.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from govreport.raw import Block, RawFinding, RawLink, RawReport, RawTable

from .document_tables import read_document_table
from .page import Page
from .walk import Piece

__all__ = ["lay_out", "write"]

BlockKind = Literal["paragraph", "heading", "table"]


def lay_out(table: RawTable) -> str:
    """The text of a table: one row a line, cells divided by tabs; writes the cells' offsets (from 0)."""
    parts: list[str] = []
    at = 0
    row = 0
    fresh = True
    for cell in table.cells:
        while row < cell.row:
            parts.append("\n")
            at += 1
            row += 1
            fresh = True
        if not fresh:
            parts.append("\t")
            at += 1
        fresh = False
        cell.start = at
        at += len(cell.text)
        cell.end = at
        parts.append(cell.text)
    return "".join(parts)


def write(page: Page, method: str) -> RawReport:
    """Write the kept pieces, one block a line, and turn every offset in a piece into one in the text."""
    parts: list[str] = []
    blocks: list[Block] = []
    places: dict[int, int] = {}
    elements: list[Any] = []
    at = 0
    for index in sorted(page.roles):
        piece = page.pieces[index]
        table = piece.table
        role = page.roles[index]
        # A metadata table was laid out when its fields were read.
        text = piece.text if table is None or role == "metadata" else lay_out(table)
        if table is not None:
            for cell in table.cells:
                cell.start += at
                cell.end += at
        links = _links(piece, at) if piece.anchors else []
        kind: BlockKind = "table" if table is not None else ("heading" if piece.level else "paragraph")
        places[index] = len(blocks)
        blocks.append(Block(text, at, at + len(text), kind, role, piece.level, table, links, index=len(blocks)))
        elements.append(piece.element)
        parts.append(text)
        at += len(text) + 1
    _place(page, blocks, places)
    for block in blocks:
        if block.table is not None and block.role == "content":
            page.fields += read_document_table(block)
    findings = [_region(page, method)]
    raw = RawReport("\n".join(parts), blocks, page.fields, page.titles, page.crumbs, findings, "text/html")
    raw.locate = _locator(elements)
    return raw


def _links(piece: Piece, at: int) -> list[RawLink]:
    return [
        RawLink(a.text, a.url, at + a.start, at + a.end) if a.start >= 0 else RawLink(a.text, a.url, -1, -1)
        for a in piece.anchors
    ]


def _place(page: Page, blocks: list[Block], places: dict[int, int]) -> None:
    """From the numbers of pieces and offsets in them to the numbers of blocks and offsets in the text."""
    for item in page.fields:
        if item.block >= 0:
            base = blocks[places[item.block]].start
            item.block = places[item.block]
            if item.start >= 0:
                item.start += base
                item.end += base
    for title in page.titles:
        if title.first >= 0:
            title.first, title.last = places[title.first], places[title.last]
            title.start, title.end = blocks[title.first].start, blocks[title.last].end


def _region(page: Page, method: str) -> RawFinding:
    roles = page.roles
    outside = sum([len(piece.text) for i, piece in enumerate(page.pieces) if i not in roles])
    message = f"article chosen by {method}; {outside} characters of the page lie outside what was kept"
    return RawFinding("content.region", "notice", message)


def _locator(elements: list[Any]) -> Callable[[int], tuple[str | None, int | None]]:
    known: dict[int, tuple[str | None, int | None]] = {}  # many values come from one metadata table

    def locate(index: int) -> tuple[str | None, int | None]:
        if not 0 <= index < len(elements):
            return None, None
        found = known.get(index)
        if found is None:
            element = elements[index]
            found = known[index] = (element.getroottree().getpath(element), element.sourceline)
        return found

    return locate
