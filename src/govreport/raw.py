"""The contract between the parsers and the normalizer.

What may enter here: plain strings and the offsets where they stood, nothing typed, nothing judged. A parser
fills a :class:`RawReport`; the normalizer only reads it. This module imports nothing of ours.

All offsets index ``RawReport.text`` and are recorded while that text is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = [
    "Block",
    "RawCell",
    "RawField",
    "RawFinding",
    "RawLink",
    "RawReport",
    "RawTable",
    "RawTitle",
    "Role",
    "Span",
]

Role = Literal["content", "metadata", "title", "furniture"]


class Span(NamedTuple):
    """A half-open range of characters of ``RawReport.text``."""

    start: int
    end: int


@dataclass(slots=True)
class RawCell:
    """One cell of a table where it starts; slots that it covers by its spans are not listed again.

    ``text`` has its inner line breaks and blanks folded to one blank, and ``text == report_text[start:end]``.
    """

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    header: bool
    start: int
    end: int


@dataclass(slots=True)
class RawTable:
    """A table as one grid: ``cells`` in reading order, ``rows`` × ``columns`` slots, blank cells kept.

    ``ragged`` says that rows of the source had too few or too many cells (the grid is filled with blanks).
    ``lossy`` says that blank cells may have vanished in the source (plain text), so columns cannot be trusted.
    """

    cells: list[RawCell]
    rows: int
    columns: int
    header_rows: int
    ragged: bool = False
    lossy: bool = False
    caption: str | None = None

    def grid(self) -> list[list[RawCell | None]]:
        """The grid with every slot that a cell covers pointing to that cell; uncovered slots are None."""
        slots: list[list[RawCell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            if cell.rowspan == 1 and cell.colspan == 1:
                line = slots[cell.row]
                if line[cell.column] is None:
                    line[cell.column] = cell
                continue
            for line in slots[cell.row : cell.row + cell.rowspan]:
                for c in range(cell.column, min(cell.column + cell.colspan, self.columns)):
                    if line[c] is None:
                        line[c] = cell
        return slots


@dataclass(slots=True)
class RawLink:
    """A hyperlink: its text and address, and where the text stood."""

    text: str
    url: str
    start: int
    end: int


@dataclass(slots=True)
class Block:
    """A paragraph, a heading or a table of the page, in reading order.

    ``text`` equals ``RawReport.text[start:end]`` except in hard-wrapped text input, where ``text`` is the
    paragraph with its line ends taken out and ``offsets`` maps every character of ``text`` to its place.
    ``level`` is 1-6 for ``h1``-``h6`` and Markdown headings, else 0.
    """

    text: str
    start: int
    end: int
    kind: Literal["paragraph", "heading", "table"] = "paragraph"
    role: Role = "content"
    level: int = 0
    table: RawTable | None = None
    links: list[RawLink] = field(default_factory=list)
    offsets: list[int] | None = None
    index: int = 0

    def span(self, start: int, end: int) -> Span:
        """The place in the report's text of ``self.text[start:end]``."""
        if self.offsets is None:
            return Span(self.start + start, self.start + end)
        if start == end:
            at = self.offsets[start] if start < len(self.offsets) else self.end
            return Span(at, at)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(slots=True)
class RawField:
    """A label with its value as printed: ``value`` is None where the label stands without one.

    ``name`` is the concept of ``vocabulary/labels.toml`` that the label means, None for an unknown label.
    ``origin``: ``block`` the metadata block, ``line`` the line under the title, ``meta`` a ``<meta>`` tag,
    ``table`` a label cell in a table of the document itself.
    ``start``/``end`` are -1 where the value stands outside the kept text (meta tags).
    """

    label: str
    name: str | None
    value: str | None
    origin: Literal["block", "line", "meta", "table"]
    start: int = -1
    end: int = -1
    block: int = -1


@dataclass(slots=True)
class RawTitle:
    """A candidate for the title, with the blocks it covers (``first``..``last``, -1 outside the text)."""

    text: str
    origin: Literal["page", "meta", "heading", "field", "body"]
    start: int = -1
    end: int = -1
    first: int = -1
    last: int = -1


@dataclass(slots=True)
class RawFinding:
    """Something a parser noticed: a code of ``docs/findings.md``, its severity and a message."""

    code: str
    severity: Literal["error", "warning", "notice"]
    message: str
    start: int = -1
    end: int = -1


def _nowhere(_index: int) -> tuple[str | None, int | None]:
    return None, None


@dataclass(slots=True)
class RawReport:
    """Everything a parser found on one page, as strings with their places.

    ``locate(block_index)`` gives the XPath and source line of a block (None, None for plain text lines
    without one); it is called only for the few blocks that become evidence.
    """

    text: str
    blocks: list[Block]
    fields: list[RawField] = field(default_factory=list)
    titles: list[RawTitle] = field(default_factory=list)
    breadcrumbs: list[str] = field(default_factory=list)
    findings: list[RawFinding] = field(default_factory=list)
    media_type: Literal["text/html", "text/plain"] = "text/plain"
    locate: Callable[[int], tuple[str | None, int | None]] = _nowhere
