"""Headings that only bold type tells: short bold lines over ordinary text, in a document without any numbered heading.

Pieces of the article enter here. A single bold line may be a title, a slogan or an emphasis; headings come in
numbers and have text under them. Where the document numbers its headings or has ``<h2>`` … ``<h4>``, bold lines
without a number are no headings of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .walk import Piece

__all__ = ["mark_bold_headings"]

FEWEST = 3
"""So many bold lines over text make headings."""
LONGEST = 30
_LEVEL = 5
_C = "[一二三四五六七八九十]{1,3}"
_MARKED = re.compile(rf"(?:{_C}、|[（(]{_C}[）)]|第{_C}[章节条部编])")
_NO_HEADING = "。；：，、！？;:,!?)）"


def mark_bold_headings(pieces: Sequence[Piece], indices: Sequence[int]) -> None:
    """Give the bold lines among ``indices`` (the article) a heading level, where they are its headings."""
    short: list[int] = []
    for place, index in enumerate(indices):
        piece = pieces[index]
        text = piece.text
        if piece.level or _MARKED.match(text):
            return
        if piece.table is None and 2 <= len(text) <= LONGEST and text[-1] not in _NO_HEADING and not piece.links:
            short.append(place)
    if len(short) < FEWEST or len(short) * 2 > len(indices) + 2:
        return
    seen: dict[Any, frozenset[str]] = {}  # lines divided by <br> share one element
    bold = [place for place in short if _is_bold(pieces[indices[place]], seen)]
    found = set(bold)
    headed = [place for place in bold if place + 1 < len(indices) and place + 1 not in found]
    if len(headed) >= FEWEST and len(headed) * 3 >= len(bold) * 2:
        for place in headed:
            pieces[indices[place]].level = _LEVEL


def _is_bold(piece: Piece, seen: dict[Any, frozenset[str]]) -> bool:
    """Whether bold type holds the whole text of a piece and no more; ``seen`` keeps the bold texts of an element."""
    element: Any = piece.element
    found = seen.get(element)
    if found is None:
        heavy = filter(_heavy, element.iter("b", "strong", "span"))
        found = seen[element] = frozenset(map(_text, heavy))
    return "".join(piece.text.split()) in found


def _heavy(element: Any) -> bool:
    """Whether an element makes its text bold; one inside another says nothing new."""
    if element.tag != "span":
        parent = element.getparent()
        return parent is None or parent.tag not in ("b", "strong")
    style = element.get("style")
    if style is None or "weight" not in style:
        return False
    style = style.replace(" ", "").lower()
    return "font-weight:bold" in style or "font-weight:7" in style


def _text(element: Any) -> str:
    found = ""
    for text in element.itertext():
        found += "".join(text.split())
        if len(found) > LONGEST:
            break
    return found
