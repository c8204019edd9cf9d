"""The one pass over an HTML tree: pieces of text, the boxes around them, tables, links.

Only an lxml tree enters here. The walk looks at every element once, and writes down for each block of text one
:class:`Piece` and for each container one :class:`Region` (a range of pieces). Which region is the article is
decided afterwards (``body.py``) on these lists alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .containers import class_means, fold, id_is_known, is_file, is_hidden, marker
from .elements import ANCHOR, BOX, BREAK, CELL, COMMENT, HEAD, KINDS, PLAIN, ROW, SPAN, TABLE, TITLE
from .pieces import Anchor, OpenTable, Piece, place_anchors

__all__ = ["Anchor", "Piece", "Region", "Walk", "fold", "walk"]

_KNOWN_TAGS = frozenset(("ucapcontent", "founder-content"))
_BOXES = frozenset(("header", "footer", "nav", "aside"))


class Region(NamedTuple):
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
        self.regions: list[list[Any]] = []  # the four values of a Region, in the order in which they open
        self.open_regions: list[list[Any]] = []
        self.markers: list[tuple[int, str]] = []
        self.buffer: list[str] = []
        self.heading = 0
        self.title = False
        self.link_chars = 0
        self.link_at = -1
        self.link_url: str | None = None
        self.anchors: list[tuple[str, int, int]] = []
        self.tables: list[OpenTable] = []

    def flush(self, owner: Any) -> None:
        """End the block that is being collected."""
        buffer = self.buffer
        links = self.link_chars
        if self.link_at >= 0:
            links += sum(map(len, buffer[self.link_at :]))
            self.link_at = 0
        whole = buffer[0] if len(buffer) == 1 else "".join(buffer)
        text = " ".join(whole.split())
        if text:
            anchors = place_anchors(buffer, self.anchors) if self.anchors else ()
            if "\n" in whole and not links and owner is not None and owner.tag == "pre":
                self.lines(whole, owner)
            else:
                self.pieces.append(Piece(text, links, self.heading, owner, self.title, None, anchors))
        if links or self.anchors:
            self.anchors.clear()
            self.link_chars = 0
        buffer.clear()

    def lines(self, whole: str, owner: Any) -> None:
        """Preformatted text: every line is a block."""
        for line in whole.splitlines():
            text = " ".join(line.split())
            if text:
                self.pieces.append(Piece(text, 0, self.heading, owner, self.title))

    def open_box(self, element: Any, tag: str) -> bool:
        """A container begins: a region that may turn out to be the article. Says whether its class hides it."""
        get = element.get
        known = tag in _KNOWN_TAGS
        value = get("id")
        if value is not None and id_is_known(value):
            known = True
        hides = False
        value = get("class")
        if value is not None:
            article, title, hides = class_means(value)
            known = known or article
            if title:
                self.title = True
        region = [len(self.pieces), -1, known, tag in _BOXES]
        self.regions.append(region)
        self.open_regions.append(region)
        return hides or get("hidden") is not None

    def open_block(self, element: Any, kind: int, tag: str) -> None:
        if kind == CELL:  # a box too, though what hides a box hides no cell
            known = False
            bare = not element.attrib  # one question instead of four
            if not bare:
                value = element.get("id")
                if value is not None:
                    known = id_is_known(value)
                value = element.get("class")
                if value is not None:
                    article, title, _ = class_means(value)
                    known = known or article
                    if title:
                        self.title = True
            region = [len(self.pieces), -1, known, False]
            self.regions.append(region)
            self.open_regions.append(region)
            if self.tables:
                self.tables[-1].open_cell(None if bare else element, tag == "th", len(self.pieces))
        elif kind == ROW:
            if self.tables:
                self.tables[-1].open_row(element, len(self.pieces))
        elif kind == HEAD:
            self.heading = int(tag[1])
            value = element.get("class")
            if value is not None and class_means(value)[1]:
                self.title = True
        elif kind == TABLE:
            if self.tables:
                self.tables[-1].nested = True
            self.tables.append(OpenTable(element, len(self.pieces), len(self.regions)))
        elif kind == TITLE:
            self.title = True

    def close_block(self, kind: int) -> None:
        if kind == BOX:
            self.open_regions.pop()[1] = len(self.pieces)
            self.title = False
        elif kind == CELL:
            self.open_regions.pop()[1] = len(self.pieces)
            self.title = False
            if self.tables:
                self.tables[-1].close_cell(len(self.pieces))
        elif kind == HEAD:
            self.heading = 0
            self.title = False
        elif kind == TABLE:
            table = self.tables.pop()
            if table.fold(self.pieces):
                del self.regions[table.regions :]
        elif kind == TITLE:
            self.title = False

    def comment(self, element: Any, owner: Any) -> None:
        text = element.text
        if text and len(text) < 60:
            mark = marker(text)
            if mark is not None:
                if self.buffer:
                    self.flush(owner)
                self.markers.append((len(self.pieces), mark))

    def open_anchor(self, element: Any) -> None:
        self.link_at = len(self.buffer)
        url = element.get("href")
        self.link_url = url if url and is_file(url) else None

    def close_anchor(self) -> None:
        first = self.link_at
        if first >= 0:
            self.link_chars += sum(map(len, self.buffer[first:]))
            if self.link_url is not None and len(self.buffer) > first:
                self.anchors.append((self.link_url, first, len(self.buffer)))
        self.link_at = -1
        self.link_url = None


def walk(root: Any, *, show_hidden: bool = False, styles: bool = True) -> Walk:
    """Walk the tree once; what the page hides (styles, classes, the attribute) is left out unless asked for.

    ``styles`` is False where no ``style`` of the page hides anything, so that none has to be asked for.
    """
    walker = _Walker()
    hidden = _run(walker, root, show_hidden, styles and not show_hidden)
    return Walk(walker.pieces, list(map(Region._make, walker.regions)), hidden, walker.markers)


def _run(walker: _Walker, root: Any, show_hidden: bool, styles: bool) -> int:  # noqa: C901, PLR0915
    """The hot loop: one look at every element.

    From sibling to sibling with a stack of parents, in one long function: half the cost of lxml's ``iterwalk``,
    and no call of Python for the elements that only carry text.
    """
    kinds = KINDS.get
    buffer = walker.buffer
    add = buffer.append
    flush = walker.flush
    stack: list[tuple[Any, int]] = []
    element, owner = root, None
    hidden = 0
    while True:
        tag = element.tag
        kind = kinds(tag, 0)
        inside = True
        if kind:
            if kind == PLAIN:
                if buffer:
                    flush(owner)
            elif kind > PLAIN:
                if buffer:
                    flush(owner)
                if kind == BOX:
                    inside = not walker.open_box(element, tag) or show_hidden
                else:
                    walker.open_block(element, kind, tag)
            elif kind == ANCHOR:
                walker.open_anchor(element)
            elif kind == BREAK:
                if buffer:
                    flush(owner)
            elif kind != SPAN:
                inside = False
                if kind == COMMENT:
                    walker.comment(element, owner)
            if styles and inside and kind != BREAK:
                style = element.get("style")
                if style is not None and is_hidden(style):
                    inside = False
            if not inside and (kind >= ANCHOR or kind == SPAN):
                hidden += 1
        if inside:
            if kind != BREAK:
                text = element.text
                if text and (buffer or not text.isspace()):
                    add(text)
            if len(element):
                stack.append((element, kind))
                owner = element
                element = element[0]
                continue
        while True:  # close the element, and its parents where it is the last child
            if kind >= PLAIN:
                if buffer:
                    flush(element)
                if kind != PLAIN:
                    walker.close_block(kind)
            elif kind == ANCHOR:
                walker.close_anchor()
            text = element.tail
            if text and (buffer or not text.isspace()):
                add(text)
            if not stack:
                if buffer:
                    flush(root)
                return hidden
            following = element.getnext()
            if following is not None:
                element = following
                break
            element, kind = stack.pop()
            owner = stack[-1][0] if stack else None
