"""The pieces of text that the walk writes down, and the tables on their way to become one piece each.

Strings, offsets and lxml elements enter here, nothing else. A table of data becomes one piece with its grid; a
table that only lays out the page dissolves into the pieces of its cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from govreport.raw import RawTable
from govreport.vocabulary import words

from .tables import build_table, parse_span

__all__ = ["Anchor", "OpenTable", "Piece", "place_anchors"]


@dataclass(slots=True)
class Anchor:
    """A link to a file: its text and address, and where the text stands in the piece (-1 inside a table)."""

    text: str
    url: str
    start: int
    end: int


@dataclass(slots=True)
class Piece:
    """One block of text: ``links`` counts its characters inside ``<a>``, ``level`` is that of its heading."""

    text: str
    links: int
    level: int
    element: Any
    title: bool = False
    table: RawTable | None = None
    anchors: Sequence[Anchor] = ()


PARAGRAPHS = 3
"""So many paragraphs beside the label 内容 are the document itself."""


class OpenTable:
    """A table while the walk is inside: its rows of cells (rowspan, colspan, header, first and last piece)."""

    __slots__ = ("cell", "element", "first", "head_rows", "nested", "regions", "rows")

    def __init__(self, element: Any, first: int, regions: int) -> None:
        self.element = element
        self.first = first
        self.regions = regions
        self.rows: list[list[list[Any]]] = []
        self.cell: list[Any] | None = None
        self.nested = False
        self.head_rows = 0

    def open_row(self, element: Any, at: int) -> None:
        self.close_cell(at)
        self.rows.append([])
        if element.getparent().tag == "thead":
            self.head_rows = len(self.rows)

    def open_cell(self, element: Any, header: bool, at: int) -> None:
        """A cell begins; its ``element`` is None where it has no attributes."""
        if self.cell is not None:
            self.close_cell(at)
        if not self.rows:
            self.rows.append([])
        rows = columns = None
        if element is not None:
            rows = element.get("rowspan")
            columns = element.get("colspan")
        self.cell = [
            1 if rows is None else parse_span(rows, zero=True),
            1 if columns is None else parse_span(columns),
            header,
            at,
            at,
        ]
        self.rows[-1].append(self.cell)

    def close_cell(self, at: int) -> None:
        if self.cell is not None:
            self.cell[4] = at
            self.cell = None

    def fold(self, pieces: list[Piece]) -> bool:
        """Make one piece of the pieces since the table began, where it is a table of data."""
        first = self.first
        self.close_cell(len(pieces))
        inside = pieces[first:]
        if not inside or not self._is_data(pieces, inside):
            return False
        texts: list[str] = []
        rows = []
        kept = 0
        for row in self.rows:
            cells = []
            for rowspan, colspan, header, begin, end in row:
                if end - begin == 1:
                    text = pieces[begin].text
                else:
                    text = " ".join([piece.text for piece in pieces[begin:end]]) if end > begin else ""
                kept += end - begin
                texts.append(text)
                cells.append((text, rowspan, colspan, header))
            rows.append(cells)
        loose = self._loose(inside) if kept < len(inside) else []
        grid = build_table(rows, head_rows=self.head_rows, caption=loose[0].text if loose else None)
        anchors = [Anchor(a.text, a.url, -1, -1) for piece in inside if piece.anchors for a in piece.anchors]
        links = sum([piece.links for piece in inside])
        pieces[first:] = [*loose, Piece("\t".join(texts), links, 0, self.element, False, grid, anchors or ())]
        return True

    def _loose(self, inside: list[Piece]) -> list[Piece]:
        """The pieces that stand in no cell (a caption)."""
        kept = {at for row in self.rows for cell in row for at in range(cell[3], cell[4])}
        return [piece for at, piece in enumerate(inside, self.first) if at not in kept]

    def _is_data(self, pieces: list[Piece], inside: list[Piece]) -> bool:
        """A table of data, not one that only lays out the page."""
        if self.nested or self._holds_document(pieces):
            return False
        rows = self.rows
        wide = 0
        for row in rows:
            if len(row) > 1:
                wide += 1
        if wide < 2 and not (wide == 1 and len(rows) == 1 and self._is_label_row(inside)):
            return False
        for piece in inside:
            if piece.level == 1 and piece not in self._loose(inside):
                return False
        filled = longest = most = total = 0
        for row in rows:
            count = 0
            for cell in row:
                first, last = cell[3], cell[4]
                if first == last:
                    continue
                count += 1
                size = len(pieces[first].text)
                if last - first > 1:
                    size = sum([len(piece.text) for piece in pieces[first:last]])
                total += size
                if size > longest:
                    longest, most = size, last - first
            if count > filled:
                filled = count
        if filled < 2:
            return False
        # One cell that holds nearly everything in many paragraphs is an article in a layout table.
        return not (most >= 8 and longest > 600 and longest * 10 > total * 8)

    def _holds_document(self, pieces: list[Piece]) -> bool:
        """Whether the document stands in the cell beside the label 内容."""
        for row in self.rows:
            if len(row) == 2 and row[1][4] - row[1][3] >= PARAGRAPHS and row[0][4] - row[0][3] == 1:
                label = pieces[row[0][3]].text
                if label.rstrip("：:") in words("furniture", "contents"):
                    return True
        return False

    def _is_label_row(self, inside: list[Piece]) -> bool:
        return len(inside) <= 12 and all(len(piece.text) < 80 for piece in inside) and len(self.rows[0]) % 2 == 0


def place_anchors(buffer: list[str], anchors: list[tuple[str, int, int]]) -> list[Anchor]:
    """Where the links stand once the blanks of the block are folded; one pass over the buffer."""
    found = []
    size, done, open_end = 0, 0, False
    for url, first, last in anchors:
        before = "".join(buffer[done:first])
        inside = "".join(buffer[first:last])
        for part in (before, inside):
            text = " ".join(part.split())
            if part is inside:
                start = size + (1 if size and text and (open_end or part[:1].isspace()) else 0)
                found.append(Anchor(text, url, start, start + len(text)))
            if text:
                size += len(text) + (1 if size and (open_end or part[:1].isspace()) else 0)
                open_end = part[-1:].isspace()
            elif part:
                open_end = True
        done = last
    return found
