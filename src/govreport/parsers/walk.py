"""The one pass over an HTML tree: pieces of text, the boxes around them, tables, links.

Only an lxml tree enters here. The walk looks at every element once, and writes down for each block of text one
:class:`Piece` and for each container one :class:`Region` (a range of pieces). Which region is the article is
decided afterwards (``body.py``) on these lists alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import regex
from lxml import etree

from govreport import vocabulary
from govreport.raw import RawTable

from .tables import SourceCell, build_table, parse_span

__all__ = ["Anchor", "Hides", "Piece", "Region", "Walk", "fold", "walk", "ways_of_hiding"]

_BREAK, _SKIP, _PLAIN, _BLOCK, _CELL, _ROW, _TABLE, _ANCHOR, _HEAD = range(1, 10)
"""What an element does to the text: 0 (not listed) is inline, a plain block only ends lines."""

_KINDS: dict[Any, int] = {
    **dict.fromkeys(
        "html p dt legend pre address figure figcaption caption details summary hgroup menu dir noframes option "
        "thead tbody tfoot colgroup".split(),
        _PLAIN,
    ),
    **dict.fromkeys(
        "body div section article main form center ucapcontent ucaptitle founder-content blockquote fieldset "
        "header footer nav aside li ul ol dl dd".split(),
        _BLOCK,
    ),
    **dict.fromkeys("br hr".split(), _BREAK),
    **dict.fromkeys(
        "script style head title link base noscript template textarea select button input svg math object embed "
        "iframe audio video canvas map applet xml datalist".split(),
        _SKIP,
    ),
    **dict.fromkeys("td th".split(), _CELL),
    "tr": _ROW,
    "table": _TABLE,
    "a": _ANCHOR,
    **dict.fromkeys("h1 h2 h3 h4 h5 h6".split(), _HEAD),
}
_BOXES = frozenset(("header", "footer", "nav", "aside"))
_HIDDEN_STYLE = regex.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", regex.IGNORECASE)
_ATTACHMENT = regex.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt|csv)(?:[?#]|$)", regex.IGNORECASE
)


class Hides(NamedTuple):
    """How a page may hide elements: by ``style``, or by a ``named`` class or the ``hidden`` attribute."""

    style: bool
    named: bool


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
    anchors: list[Anchor] = field(default_factory=list)


@dataclass(slots=True)
class Region:
    """A container: its pieces are ``pieces[start:end]``; ``known`` says that a site system puts articles there."""

    start: int
    end: int
    tag: str
    known: bool
    boxed: bool


@dataclass(slots=True)
class Walk:
    """What one pass over the tree found."""

    pieces: list[Piece]
    regions: list[Region]
    hidden: int = 0
    markers: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    element: Any
    first: int
    regions: int
    rows: list[list[SourceCell]] = field(default_factory=list)
    ranges: list[tuple[int, int, int, int]] = field(default_factory=list)
    nested: bool = False
    head_rows: int = 0
    cell: SourceCell | None = None
    cell_first: int = 0


class _Names:
    """Container names of ``vocabulary/containers.toml`` as sets, read once."""

    def __init__(self) -> None:
        data = vocabulary.load("containers")
        self.ids = frozenset(name.lower() for name in data["ids"])
        self.classes = frozenset(name.lower() for name in data["classes"])
        self.tags = frozenset(data["tags"])
        self.titles = frozenset(name.lower() for name in data["titles"])
        self.hidden = frozenset(data["hidden_classes"])
        self.comments = {fold(name) for pair in data["comments"] for name in pair}


def fold(text: str) -> str:
    """A comment marker or name without blanks and case."""
    return "".join(text.split()).lower()


_names: _Names | None = None


def names() -> _Names:
    """The container names, loaded on first use."""
    global _names
    if _names is None:
        _names = _Names()
    return _names


class _Walker:
    """The state of one walk: the block being collected, open links, tables and containers."""

    __slots__ = (
        "anchors",
        "buffer",
        "heading",
        "link_at",
        "link_chars",
        "link_url",
        "markers",
        "names",
        "open_regions",
        "pieces",
        "regions",
        "tables",
        "title",
    )

    def __init__(self) -> None:
        self.names = names()
        self.pieces: list[Piece] = []
        self.regions: list[Region] = []
        self.open_regions: list[Region] = []
        self.markers: list[tuple[int, str]] = []
        self.buffer: list[str] = []
        self.heading = 0
        self.title = False
        self.link_chars = 0
        self.link_at = -1
        self.link_url: str | None = None
        self.anchors: list[tuple[str, int, int]] = []
        self.tables: list[_OpenTable] = []

    def flush(self, owner: Any) -> None:
        """End the block that is being collected."""
        buffer = self.buffer
        if self.link_at >= 0:
            self.link_chars += sum(map(len, buffer[self.link_at :]))
            self.link_at = 0
        whole = "".join(buffer)
        text = " ".join(whole.split())
        if text:
            piece = Piece(text, self.link_chars, self.heading, owner, self.title)
            if self.anchors:
                piece.anchors = [_place(buffer, anchor, text) for anchor in self.anchors]
            self.pieces.append(piece)
        buffer.clear()
        self.link_chars = 0
        if self.anchors:
            self.anchors.clear()

    def open_block(self, element: Any, kind: int) -> None:
        if kind == _BLOCK or kind == _CELL:
            tag = element.tag
            known, title = _is_known(element, tag, self.names)
            region = Region(len(self.pieces), -1, tag, known, tag in _BOXES)
            self.regions.append(region)
            self.open_regions.append(region)
            if title or tag == "ucaptitle":
                self.title = True
            if kind == _CELL:
                self.open_cell(element, tag == "th")
        elif kind == _HEAD:
            self.heading = int(element.tag[1])
            classes = element.get("class")
            if classes is not None and not self.names.titles.isdisjoint(classes.lower().split()):
                self.title = True
        elif kind == _ROW:
            self.open_row(element)
        else:
            self.open_table(element)

    def close_block(self, element: Any, kind: int) -> None:
        if kind == _BLOCK or kind == _CELL:
            self.open_regions.pop().end = len(self.pieces)
            self.title = False
            if kind == _CELL:
                self.close_cell()
        elif kind == _HEAD:
            self.heading = 0
            self.title = False
        elif kind == _TABLE:
            self.close_table(element)

    def comment(self, element: Any) -> None:
        text = element.text
        if text and len(text) < 60:
            mark = fold(text)
            if mark in self.names.comments:
                if self.buffer:
                    self.flush(element.getparent())
                self.markers.append((len(self.pieces), mark))

    def open_anchor(self, element: Any) -> None:
        self.link_at = len(self.buffer)
        url = element.get("href")
        self.link_url = url if url and _ATTACHMENT.search(url) else None

    def close_anchor(self) -> None:
        first = self.link_at
        if first >= 0:
            self.link_chars += sum(map(len, self.buffer[first:]))
            if self.link_url is not None and len(self.buffer) > first:
                self.anchors.append((self.link_url, first, len(self.buffer)))
        self.link_at = -1
        self.link_url = None

    def open_table(self, element: Any) -> None:
        for outer in self.tables:
            outer.nested = True
        self.tables.append(_OpenTable(element, len(self.pieces), len(self.regions)))

    def open_row(self, element: Any) -> None:
        if self.tables:
            table = self.tables[-1]
            self.close_cell()
            table.rows.append([])
            if element.getparent().tag == "thead":
                table.head_rows = len(table.rows)

    def open_cell(self, element: Any, header: bool) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        self.close_cell()
        if not table.rows:
            table.rows.append([])
        get = element.get
        table.cell = SourceCell("", parse_span(get("rowspan")), parse_span(get("colspan")), header)
        if get("rowspan") == "0":
            table.cell.rowspan = 0
        table.cell_first = len(self.pieces)
        table.rows[-1].append(table.cell)

    def close_cell(self) -> None:
        if self.tables:
            table = self.tables[-1]
            if table.cell is not None:
                where = (len(table.rows) - 1, len(table.rows[-1]) - 1)
                table.ranges.append((*where, table.cell_first, len(self.pieces)))
                table.cell = None

    def close_table(self, _element: Any) -> None:
        self.close_cell()
        table = self.tables.pop()
        pieces = self.pieces[table.first :]
        if not pieces or not _is_data(table, pieces):
            return
        kept: set[int] = set()
        for row, index, first, last in table.ranges:
            inside = self.pieces[first:last]
            table.rows[row][index].text = " ".join([piece.text for piece in inside])
            kept.update(range(first, last))
        links = sum(piece.links for piece in pieces)
        loose = [p for i, p in enumerate(pieces, table.first) if i not in kept]
        caption = loose[0].text if loose else None
        del self.pieces[table.first :]
        del self.regions[table.regions :]
        self.pieces.extend(loose)
        grid = build_table(table.rows, head_rows=table.head_rows, caption=caption)
        anchors = [a for p in pieces for a in p.anchors]
        whole = Piece("\t".join([cell.text for cell in grid.cells]), links, 0, table.element, False, grid)
        whole.anchors = [Anchor(a.text, a.url, -1, -1) for a in anchors]
        self.pieces.append(whole)


def _place(buffer: list[str], anchor: tuple[str, int, int], text: str) -> Anchor:
    url, first, last = anchor
    before = "".join(buffer[:first])
    start = len(" ".join(before.split()))
    inner = " ".join("".join(buffer[first:last]).split())
    if start and (before[-1:].isspace() or buffer[first][:1].isspace()):
        start += 1
    return Anchor(inner, url, start, min(start + len(inner), len(text)))


def _is_data(table: _OpenTable, pieces: list[Piece]) -> bool:
    """A table of data, not one that only lays out the page."""
    if table.nested:
        return False
    wide = 0
    for row in table.rows:
        if len(row) > 1:
            wide += 1
    if wide < 2 and not (wide == 1 and len(table.rows) == 1 and _is_label_row(table, pieces)):
        return False
    filled: dict[int, int] = {}
    longest = most = total = 0
    for row_index, _, first, last in table.ranges:
        inside = pieces[first - table.first : last - table.first]
        if not inside:
            continue
        filled[row_index] = filled.get(row_index, 0) + 1
        size = sum(len(piece.text) for piece in inside)
        total += size
        if any(piece.level == 1 for piece in inside):
            return False
        if size > longest:
            longest, most = size, len(inside)
    if max(filled.values(), default=0) < 2:
        return False
    # One cell that holds nearly everything in many paragraphs is an article in a layout table.
    return not (most >= 8 and longest > 600 and longest * 10 > total * 8)


def _is_label_row(table: _OpenTable, pieces: list[Piece]) -> bool:
    return len(pieces) <= 12 and all(len(piece.text) < 80 for piece in pieces) and len(table.rows[0]) % 2 == 0


def walk(root: Any, *, hides: Hides) -> Walk:
    """Walk the tree once; what the page hides in a way that ``hides`` names is left out."""
    walker = _Walker()
    hidden = _run(walker, root, hides)
    return Walk(walker.pieces, walker.regions, hidden, walker.markers)


def ways_of_hiding(source: str | None) -> Hides:
    """Which ways of hiding elements a page's markup can contain at all (all, when there is no markup to look at)."""
    if source is None:
        return Hides(True, True)
    folded = source if "DISPLAY" not in source and "Display" not in source else source.lower()
    style = "display:none" in folded or "display: none" in folded or "display :none" in folded
    style = style or "visibility:hidden" in folded or "visibility: hidden" in folded
    named = any(name in source for name in names().hidden) or " hidden" in source
    return Hides(style, named)


def _is_hidden(element: Any, hides: Hides) -> bool:
    get = element.get
    if hides.style:
        style = get("style")
        if style is not None and _HIDDEN_STYLE.search(style):
            return True
    if hides.named:
        classes = get("class")
        return (classes is not None and not names().hidden.isdisjoint(classes.split())) or get("hidden") is not None
    return False


def _is_known(element: Any, tag: str, found: _Names) -> tuple[bool, bool]:
    """Whether this element is a known article container, and whether it is a known headline."""
    if tag in found.tags:
        return True, False
    get = element.get
    name = get("id")
    if name is not None and name.lower() in found.ids:
        return True, False
    name = get("class")
    if name is None:
        return False, False
    name = name.lower()
    if " " in name:
        tokens = name.split()
        return not found.classes.isdisjoint(tokens), not found.titles.isdisjoint(tokens)
    return name in found.classes, name in found.titles


def _run(walker: _Walker, root: Any, hides: Hides) -> int:
    """The hot loop: one look at every element."""
    kinds = _KINDS.get
    buffer = walker.buffer
    add = buffer.append
    events = etree.iterwalk(root, events=("start", "end", "comment"))
    check = hides.style or hides.named
    hidden = 0
    for event, element in events:
        if event == "start":
            kind = kinds(element.tag, 0)
            if kind:
                if kind == _SKIP:
                    events.skip_subtree()
                    continue
                if kind == _ANCHOR:
                    walker.open_anchor(element)
                else:
                    if buffer:
                        walker.flush(element.getparent())
                    if kind == _BREAK:
                        continue
                    if kind != _PLAIN:
                        walker.open_block(element, kind)
            if check and element.attrib and _is_hidden(element, hides):
                events.skip_subtree()
                hidden += 1
                continue
            text = element.text
            if text and (buffer or not text.isspace()):
                add(text)
            continue
        if event == "end":
            kind = kinds(element.tag, 0)
            if kind > _BREAK and kind != _SKIP:
                if kind == _ANCHOR:
                    walker.close_anchor()
                else:
                    if buffer:
                        walker.flush(element)
                    if kind != _PLAIN:
                        walker.close_block(element, kind)
        else:
            walker.comment(element)
        text = element.tail
        if text and (buffer or not text.isspace()):
            add(text)
    if buffer:
        walker.flush(root)
    return hidden
