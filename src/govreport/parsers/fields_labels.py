"""The label vocabulary, compiled once: a dictionary for single labels, a trie pattern for lines.

Rule: a label is compared after NFKC, without blanks of any width, without leading brackets and bullets and
without a trailing colon or bracket (政府信息公开目录系统实施指引（试行）, domain reference 2.1). Spellings
live in ``vocabulary/labels.toml``; this module only builds the means to find them.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final, NamedTuple

import regex

from govreport.errors import VocabularyError
from govreport.vocabulary import load

__all__ = ["BLANKS", "EDGES", "Label", "compile_trie", "labels", "meaning", "normalise", "printed"]

BLANKS: Final = " \t\u00a0\u2002-\u200b\u3000\ufeff"
"""The blanks that templates put inside a label and around a value (the body of a character class)."""

_DROP: Final = regex.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]++")
EDGES: Final = "".join(chr(c) for c in range(0x2002, 0x200C)) + " \t\r\n\u00a0\u3000\ufeff|｜│"
"""Blanks and the frames of text tables: what is stripped from both ends of a value."""
_LEAD: Final = "【〖[〔「•·●▪■◆◇★*-|"
_FIGURES: Final = "0123456789"
_LONGEST_LABEL: Final = 40
_TRAIL: Final = ":：︰﹕∶】〗]〕」|"


class Label(NamedTuple):
    """What a spelling means: its concept, and how much it needs to count as a label."""

    name: str
    ambiguous: bool
    long: bool


@cache
def labels() -> dict[str, Label]:
    """Every spelling of ``labels.toml`` with its meaning.

    >>> labels()["索引号"].name
    'index_number'
    """
    found: dict[str, Label] = {}
    for name, entry in load("labels")["fields"].items():
        long = bool(entry.get("long", False))
        for kind in ("labels", "ambiguous"):
            for spelling in entry.get(kind, ()):
                if spelling in found:
                    raise VocabularyError(f"{spelling!r} stands twice", where="vocabulary/labels.toml")
                found[spelling] = Label(name, kind == "ambiguous", long)
    return found


def normalise(label: str) -> str:
    """The label as the vocabulary spells it.

    >>> normalise("【索　引 号】："), normalise("• 文号:")
    ('索引号', '文号')
    """
    if not label.isascii():
        label = unicodedata.normalize("NFKC", label)
    label = "".join(label.split())
    if not label.isprintable():  # zero-width characters are not
        label = _DROP.sub("", label)
    return label.lstrip(_LEAD).rstrip(_TRAIL)


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last characters of all spellings."""
    known = labels()
    return frozenset(word[0] for word in known), frozenset(word[-1] for word in known)


def meaning(text: str) -> Label | None:
    """What a text means that is a label and nothing else, None for any other text.

    Its first and its last character rule out nearly all values before anything is normalised: an ideograph stays
    what it is under NFKC.

    >>> meaning("【索　引 号】：") == labels()["索引号"], meaning("某某市财政局")
    (True, None)
    """
    known = labels()
    found = known.get(text)
    if found is not None or not 0 < len(text) <= _LONGEST_LABEL:
        return found
    firsts, lasts = _edges()
    if ("\u4e00" <= text[0] <= "\u9fa5" or text[0] in _FIGURES) and text[0] not in firsts:
        return None
    if ("\u4e00" <= text[-1] <= "\u9fa5" or text[-1] in _FIGURES) and text[-1] not in lasts:
        return None
    return known.get(normalise(text))


def printed(label: str) -> str:
    """The label as printed, without its bullet, brackets and colon.

    >>> printed("• 浏览次数:"), printed("索 引 号：")
    ('浏览次数', '索 引 号')
    """
    return label.strip(_LEAD + _TRAIL + EDGES)


def compile_trie(spellings: list[str], between: str) -> str:
    """A pattern for any of the spellings with ``between`` allowed between characters, the longest first.

    The branches of a node differ in their first character, so matching never tries two spellings over one text.


        >>> compile_trie(["文号", "文件号"], "")
        '文(?:件号|号)'
    """
    tree: dict[str, dict[str, object]] = {}
    for spelling in spellings:
        node = tree
        for character in spelling:
            node = node.setdefault(character, {})  # type: ignore[assignment]
        node[""] = {}
    return _render(tree, between)


def _render(tree: dict[str, dict[str, object]], between: str) -> str:
    branches: list[str] = []
    for character in sorted(key for key in tree if key):
        below = tree[character]
        rest = _render(below, between)  # type: ignore[arg-type]
        inner = f"{between}{rest}" if rest else ""
        if inner and "" in below:
            inner = f"(?:{inner})?"
        branches.append(regex.escape(character) + inner)
    if len(branches) == 1:
        return branches[0]
    return f"(?:{'|'.join(branches)})" if branches else ""
