"""The tree: from text, an lxml element or a BeautifulSoup to one lxml root.

Comments stay (site systems mark the article with them), processing instructions go. ``huge_tree`` lifts the
limit of 256 levels below which libxml2 silently drops what lies deeper; at 2,048 levels it stops reading all the same.
"""

from __future__ import annotations

import hashlib
import html
import re
import threading
from typing import Any

import regex
from lxml import etree

from govreport.errors import EmptySourceError, MarkupError

from .attributes import LEAST, thin_attributes
from .decoding import DecodedSource

__all__ = ["build_tree", "flatten", "is_cut", "read_soup", "tree_text"]

_DEEPEST = 2_040
"""libxml2 reads no further once a page is nested 2,048 deep, ``huge_tree`` or not."""

_XML_DECLARATION = regex.compile(r"<\?xml[^>]{0,500}?>", regex.IGNORECASE)
_EARLY_END = regex.compile(r"</(?:html|body)\s*+>", regex.IGNORECASE)
_HTML_END = re.compile(rb"</[Hh][Tt][Mm][Ll]")


class _Parsers(threading.local):
    """One parser a thread, used again and again: a parser locks itself, and making one costs a tenth of a page."""

    def __init__(self) -> None:
        # UTF-8 bytes are read faster than str; the encoding given here outranks what the page declares.
        # Nobody asks the tree for ids.
        self.parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, collect_ids=False)


_PARSERS = _Parsers()


def build_tree(text: str, utf8: bytes | None = None) -> Any:
    """The root element of an HTML page given as text; ``utf8`` is the same text encoded, where it is at hand.

    A page that closes ``</html>`` before its end (an included header does) would lose what follows, so such
    closing tags are taken out. Raises :class:`MarkupError` when libxml2 builds no tree and bs4 none either.
    """
    data = text.encode("utf-8", "replace") if utf8 is None else utf8
    if text[:500].lstrip()[:5].lower() == "<?xml":
        text = _XML_DECLARATION.sub("", text, count=1)
        data = text.encode("utf-8", "replace")
    if _ends_early(data):
        text = _EARLY_END.sub("", text)
        data = text.encode("utf-8", "replace")
    if len(data) > LEAST:
        data = thin_attributes(data)
    try:
        root = etree.fromstring(data, _PARSERS.parser)
    except (etree.LxmlError, ValueError) as error:
        root = _by_soup(text, error)
    if root is None:
        root = _by_soup(text, None)
    return root


def is_cut(root: Any) -> bool:
    """Whether the tree ends where it became too deep: its last element stands as deep as libxml2 goes."""
    depth = 0
    while len(root):
        root = root[-1]
        depth += 1
    return depth >= _DEEPEST


def _ends_early(data: bytes) -> bool:
    found = _HTML_END.search(data)
    if found is None or len(data) - found.start() <= 40:
        return False
    rest = data[found.start() :].decode("utf-8", "replace")
    return len(rest) > 40 and not rest[7:].isspace()


def _by_soup(text: str, error: Exception | None) -> Any:
    """The fallback tree builder: bs4 over Python's own HTML parser, handed to lxml as clean markup."""
    import bs4

    try:
        soup = bs4.BeautifulSoup(text, "html.parser")
        root = etree.fromstring(f"<html><body>{soup.decode()}</body></html>", etree.HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError, RecursionError, AssertionError) as second:
        raise MarkupError(f"no tree can be built from the markup: {error or second}") from second
    if root is None:
        raise MarkupError("no tree can be built from the markup: it holds no element")
    return root


def flatten(markup: str) -> str:
    """The text between the tags, one run a line, for markup so deeply nested that libxml2 drops its text.

    >>> flatten("<div><div>公开<b>信息</b></div><script>var a;</script></div>")
    '公开\\n信息'
    """
    lines = []
    closing = ""
    for piece in markup.split("<"):
        tag, _, text = piece.partition(">")
        name = tag[:8].lower()
        if closing:
            if not name.startswith(closing):
                continue
            closing = ""
        elif name.startswith(("script", "style")):
            closing = "/script" if name.startswith("script") else "/style"
            continue
        if text.strip():
            lines.append(" ".join(html.unescape(text).split()))
    return "\n".join(lines)


def tree_text(root: Any) -> DecodedSource:
    """What stands for the source of a tree that the caller built: its markup, in UTF-8."""
    data = etree.tostring(root, encoding="utf-8", method="html")
    return _given(data.decode("utf-8", "replace"), data)


def read_soup(soup: Any) -> DecodedSource:
    """The markup of a BeautifulSoup."""
    text = soup.decode()
    return _given(text, text.encode("utf-8", "replace"))


def _given(text: str, data: bytes) -> DecodedSource:
    if not text.strip():
        raise EmptySourceError("the tree is empty")
    return DecodedSource(text, None, "text/html", hashlib.sha256(data).hexdigest(), len(data))
