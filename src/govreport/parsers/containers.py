"""What the names in the markup mean: containers of articles, headlines, hidden elements, comment markers, files.

Attribute values and comments enter here, one string each. The names are data (``vocabulary/containers.toml``);
the same few values come again and again within a site, so the answers are kept (bounded).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from govreport import vocabulary

__all__ = ["class_means", "fold", "id_is_known", "is_file", "is_hidden", "marker", "styles_may_hide"]

_HIDDEN_STYLE = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", re.IGNORECASE)
_IN_STYLE = re.compile(rb"""style\s*+=\s*+(?:"[^"]*+|'[^']*+|[^\s"'<>]*+)$""")
_WORDS_TRIED = 40
_LONGEST_STYLE = 2000
_ATTACHMENT = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt|csv)(?:[?#]|$)", re.IGNORECASE)
_PAGES = (".html", ".htm", ".shtml", "/")
"""How most addresses end: no file to download."""


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
def id_is_known(value: str) -> bool:
    return value.lower() in _names().ids


@lru_cache(maxsize=4096)
def class_means(value: str) -> tuple[bool, bool, bool]:
    """Whether a ``class`` value names an article container, a headline, something hidden."""
    found = _names()
    tokens = value.split()
    lower = [token.lower() for token in tokens]
    return (
        not found.classes.isdisjoint(lower),
        not found.titles.isdisjoint(lower),
        not found.hidden.isdisjoint(tokens),
    )


@lru_cache(maxsize=1024)
def marker(comment: str) -> str | None:
    """The comment without blanks and case, where it marks the article."""
    mark = fold(comment)
    return mark if mark in _names().comments else None


def fold(text: str) -> str:
    """A comment marker or name without blanks and case."""
    return "".join(text.split()).lower()


@lru_cache(maxsize=4096)
def is_hidden(style: str) -> bool:
    """Whether a ``style`` value hides its element."""
    return _HIDDEN_STYLE.search(style) is not None


def styles_may_hide(source: bytes) -> bool:
    """Whether a ``style`` in the markup of a page may hide its element; False only where none can.

    Most of what the walk spends on a page from a word processor is asking for a ``style`` at every element.

    >>> styles_may_hide(b"<p style='color:red; DISPLAY: none'>"), styles_may_hide(b"<style>a{display:none}</style>")
    (True, False)
    """
    source = source.lower()
    left = _WORDS_TRIED
    for word in (b"none", b"hidden"):
        at = source.find(word)
        while at >= 0:
            left -= 1
            if not left or _in_style(source, at):
                return True
            at = source.find(word, at + 4)
    return False


def _in_style(source: bytes, at: int) -> bool:
    """Whether the place is inside the value of a ``style`` that begins not too far before it, or may be."""
    least = max(0, at - _LONGEST_STYLE)
    begin = at
    while (begin := source.rfind(b"style", least, begin)) >= 0:  # font-style is one too
        if _IN_STYLE.match(source, begin, at):
            return True
    return least > 0 and b">" not in source[least:at]


def is_file(url: str) -> bool:
    """Whether an address is that of a file to download."""
    return not url.endswith(_PAGES) and _ATTACHMENT.search(url) is not None
