"""The one pass over an HTML tree: pieces of text, the boxes around them, tables, links.

Only an lxml tree enters here. The walk looks at every element once, and writes down for each block of text one
:class:`Piece` and for each container one :class:`Region` (a range of pieces). Which region is the article is
decided afterwards (``body.py``) on these lists alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex
from lxml import etree

from govreport import vocabulary
from govreport.raw import RawTable

from .tables import SourceCell, build_table, parse_span

__all__ = ["Anchor", "Piece", "Region", "Walk", "fold", "walk"]

_BREAK, _SKIP, _PLAIN, _BOX, _CELL, _ROW, _TABLE, _ANCHOR, _HEAD, _TITLE = range(1, 11)
"""What an element does to the text: 0 (not listed) is inline, a plain block only ends lines, a box may be the
article."""

_KINDS: dict[Any, int] = {
    **dict.fromkeys(
        "html p dt dd ul ol li dl legend pre address figure figcaption caption details summary hgroup menu dir "
        "noframes option thead tbody tfoot colgroup blockquote fieldset".split(),
        _PLAIN,
    ),
    **dict.fromkeys(
        "body div section article main form center ucapcontent founder-content header footer nav aside".split(), _BOX
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
    "ucaptitle": _TITLE,
}
_KNOWN_TAGS = frozenset(("ucapcontent", "founder-content"))
_BOXES = frozenset(("header", "footer", "nav", "aside"))
_HIDDEN_STYLE = regex.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", regex.IGNORECASE)
_ATTACHMENT = regex.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt|csv)(?:[?#]|$)", regex.IGNORECASE
)


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


class _Names(NamedTuple):
    """Container names of ``vocabulary/containers.toml`` as sets."""

    ids: frozenset[str]
    classes: frozenset[str]
    titles: frozenset[str]
    hidden: frozenset[str]
    comments: frozenset[str]


@cache
def _names() -> _Names:
    data = vocabulary.load("containers")
    return _Names(
        ids=frozenset(name.lower() for name in data["ids"]),
        classes=frozenset(name.lower() for name in data["classes"]),
        titles=frozenset(name.lower() for name in data["titles"]),
        hidden=frozenset(data["hidden_classes"]),
        comments=frozenset(fold(name) for pair in data["comments"] for name in pair),
    )


@lru_cache(maxsize=4096)
def _class_means(value: str) -> tuple[bool, bool, bool]:
    """Whether a ``class`` value names an article container, a headline, something hidden."""
    found = _names()
    tokens = value.split()
    lower = [token.lower() for token in tokens]
    return (
        not found.classes.isdisjoint(lower),
        not found.titles.isdisjoint(lower),
        not found.hidden.isdisjoint(tokens),
    )


def fold(text: str) -> str:
    """A comment marker or name without blanks and case."""
    return "".join(text.split()).lower()


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
        "open_regions",
        "pieces",
        "regions",
        "tables",
        "title",
    )

    def __init__(self) -> None:
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
                piece.anchors = _place(buffer, self.anchors)
            self.pieces.append(piece)
        buffer.clear()
        self.link_chars = 0
        if self.anchors:
            self.anchors.clear()

    def open_box(self, element: Any, tag: str) -> bool:
        """A container begins: a region that may turn out to be the article. Says whether its class hides it."""
        get = element.get
        name = get("id")
        known = tag in _KNOWN_TAGS or (name is not None and name.lower() in _names().ids)
        value = get("class")
        hides = get("hidden") is not None
        if value is not None:
            article, title, hides_too = _class_means(value)
            hides = hides or hides_too
            known = known or article
            if title:
                self.title = True
        region = Region(len(self.pieces), -1, known, tag in _BOXES)
        self.regions.append(region)
        self.open_regions.append(region)
        return hides

    def open_block(self, element: Any, kind: int) -> None:
        if kind == _CELL:
            tag = element.tag
            self.open_box(element, tag)
            if self.tables:
                self.open_cell(element, tag == "th")
        elif kind == _HEAD:
            self.heading = int(element.tag[1])
            value = element.get("class")
            if value is not None and _class_means(value)[1]:
                self.title = True
        elif kind == _ROW:
            self.open_row(element)
        elif kind == _TABLE:
            if self.tables:
                self.tables[-1].nested = True
            self.tables.append(_OpenTable(element, len(self.pieces), len(self.regions)))
        elif kind == _TITLE:
            self.title = True

    def close_block(self, kind: int) -> None:
        if kind == _BOX or kind == _CELL:
            self.open_regions.pop().end = len(self.pieces)
            self.title = False
            if kind == _CELL:
                self.close_cell()
        elif kind == _HEAD:
            self.heading = 0
            self.title = False
        elif kind == _TABLE:
            self.close_table()
        elif kind == _TITLE:
            self.title = False

    def comment(self, element: Any) -> None:
        text = element.text
        if text and len(text) < 60:
            mark = fold(text)
            if mark in _names().comments:
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

    def open_row(self, element: Any) -> None:
        if self.tables:
            table = self.tables[-1]
            self.close_cell()
            table.rows.append([])
            if element.getparent().tag == "thead":
                table.head_rows = len(table.rows)

    def open_cell(self, element: Any, header: bool) -> None:
        table = self.tables[-1]
        if table.cell is not None:
            self.close_cell()
        if not table.rows:
            table.rows.append([])
        get = element.get
        rows = get("rowspan")
        columns = get("colspan")
        table.cell = SourceCell(
            "",
            1 if rows is None else parse_span(rows, zero=True),
            1 if columns is None else parse_span(columns),
            header,
        )
        table.cell_first = len(self.pieces)
        table.rows[-1].append(table.cell)

    def close_cell(self) -> None:
        if self.tables:
            table = self.tables[-1]
            if table.cell is not None:
                where = (len(table.rows) - 1, len(table.rows[-1]) - 1)
                table.ranges.append((*where, table.cell_first, len(self.pieces)))
                table.cell = None

    def close_table(self) -> None:
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


def _place(buffer: list[str], anchors: list[tuple[str, int, int]]) -> list[Anchor]:
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


def walk(root: Any, *, show_hidden: bool = False) -> Walk:
    """Walk the tree once; what the page hides (styles, classes, the attribute) is left out unless asked for."""
    walker = _Walker()
    hidden = _run(walker, root, show_hidden)
    return Walk(walker.pieces, walker.regions, hidden, walker.markers)


def _is_hidden(style: str) -> bool:
    return ("none" in style.lower() or "hidden" in style) and _HIDDEN_STYLE.search(style) is not None


def _run(walker: _Walker, root: Any, show_hidden: bool) -> int:
    """The hot loop: one look at every element."""
    kinds = _KINDS.get
    buffer = walker.buffer
    add = buffer.append
    flush = walker.flush
    hidden = 0
    events = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in events:
        if event == "start":
            tag = element.tag
            kind = kinds(tag, 0)
            if kind:
                if kind == _SKIP:
                    events.skip_subtree()
                    continue
                if kind == _ANCHOR:
                    walker.open_anchor(element)
                else:
                    if buffer:
                        flush(element.getparent())
                    if kind == _BREAK:
                        continue
                    if kind == _BOX:
                        if walker.open_box(element, tag) and not show_hidden:
                            events.skip_subtree()
                            hidden += 1
                            continue
                    elif kind != _PLAIN:
                        walker.open_block(element, kind)
            if kind or tag == "span":
                style = element.get("style")
                if style is not None and _is_hidden(style) and not show_hidden:
                    events.skip_subtree()
                    hidden += 1
                    continue
            text = element.text
            if text and (buffer or not text.isspace()):
                add(text)
            continue
        if event == "end":
            kind = kinds(element.tag, 0)
            if kind > _SKIP:
                if kind == _ANCHOR:
                    walker.close_anchor()
                else:
                    if buffer:
                        flush(element)
                    if kind != _PLAIN:
                        walker.close_block(kind)
        else:
            walker.comment(element)
        text = element.tail
        if text and (buffer or not text.isspace()):
            add(text)
    if buffer:
        flush(root)
    return hidden
