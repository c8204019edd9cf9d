"""Which part of the page is the article.

Only the lists of ``walk.py`` enter here. First the containers in which known site systems put their articles
(``vocabulary/containers.toml``) and comment markers; where there is none, or where a known container holds next
to nothing, a general method: every piece gets a weight for how much it reads like prose or data (sentence
marks, few links, not seen before), and the container is taken that holds the most of it after menus, links and
repeats inside it have been charged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import regex

from govreport import vocabulary

from .fields import opens_with_label
from .furniture import breadcrumbs, is_disclaimer, is_furniture, is_tail, opens_other
from .walk import Piece, Region, Walk, fold

__all__ = ["Choice", "select"]

CHARGE = 0.5
"""What a character of menus, link lists and repeats costs a container, against 1 that a character of prose earns."""
SHORT = 12
"""A piece without a sentence mark and shorter than this is a menu entry as likely as a heading: it weighs nothing."""
KNOWN_SHARE = 0.25
"""A known container that holds less than this share of the general method's find is not believed."""

LEAST = 40.0
"""A headline with less than this below it is believed to be none."""

WIDEN = 30
"""A neighbouring paragraph of at least this weight belongs to the article."""

TEASER = 0.2
"""What prose right under a line that is one link is worth: the teaser of another article."""

_NUMBERED = regex.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


NUMBERS = 8
"""With so many pieces that are bare numbers the page has a table that is drawn without ``table``."""
LONGEST_NUMBER = 9
HEADINGS = 12
"""So many pieces before a number may be its headings and its label."""
_NUMBER = "0123456789.,/-+"
_FIGURES = frozenset("0123456789/-")


@dataclass(slots=True)
class Choice:
    """The article is ``pieces[start:end]``; ``weights`` are those of all pieces."""

    start: int
    end: int
    method: Literal["container", "comment", "density", "whole"]
    weights: list[float]


def weigh(pieces: Sequence[Piece], skip: frozenset[int], boxed: Sequence[Region], headline_at: int = 0) -> list[float]:
    """How much each piece reads like an article: prose counts by its length, links and repeats count nothing.

    ``headline_at`` is the piece that is surely the headline, so that what stands above it is the page's header.
    """
    weights = [0.0] * len(pieces)
    seen: set[str] = set()
    headline = False
    for index, piece in enumerate(pieces):
        text = piece.text
        size = len(text)
        links = piece.links
        under, headline = headline, links == size >= 6 and not piece.anchors
        if links * 3 > size or index in skip:
            continue
        prose = "，" in text or "。" in text or "、" in text or "；" in text or "," in text or piece.table is not None
        if prose or "：" in text or ":" in text:
            if size >= 30:
                if text in seen:
                    continue
                seen.add(text)
            weights[index] = size * (TEASER if under and piece.table is None else _worth(piece, text, prose))
        elif size >= SHORT:
            weights[index] = size * 0.2
    for region in boxed:
        for index in range(region.start, region.end):
            weights[index] *= 0.25
    header = _header_end(pieces, weights)
    below = sum(weights[headline_at:], 0.0)
    if headline_at > header and below >= LEAST and below * 4 >= sum(weights[:headline_at], 0.0):
        header = headline_at
    for index in range(header):
        weights[index] *= 0.1
    for index in range(_others_begin(pieces, weights), len(pieces)):
        weights[index] *= 0.1
    return weights


def _worth(piece: Piece, text: str, prose: bool) -> float:
    """Page furniture is worth nothing, a line of ``label：value`` half a sentence."""
    # Neither test takes a finished sentence for furniture, so most paragraphs are spared both.
    size = len(text)
    if size < 100 and piece.table is None and text[-1] not in "。；，" and (is_furniture(text) or is_tail(text)):
        return 0.0
    if size <= 300 and ("转载" in text or "版权" in text or "微信" in text) and is_disclaimer(text):
        return 0.0
    if prose:
        return 1.0
    return 0.0 if piece.table is None and opens_with_label(text) else 0.5


def _header_end(pieces: Sequence[Piece], weights: Sequence[float]) -> int:
    """The breadcrumbs line (当前位置：首页 > …): what stands above it is the page's header."""
    before = 0.0
    limit = 0.4 * sum(weights, 0.0)
    for index, piece in enumerate(pieces):
        before += weights[index]
        if before > limit:
            break
        if len(piece.text) < 120 and (">" in piece.text or "»" in piece.text) and breadcrumbs(piece.text):
            return index + 1
    return 0


def _others_begin(pieces: Sequence[Piece], weights: Sequence[float]) -> int:
    """Where comments and lists of other articles begin: at a line that says so, behind most of the prose."""
    after = 0.0
    found = len(pieces)
    limit = 0.5 * sum(weights, 0.0)
    columns = vocabulary.words("values", "columns")
    for index in range(len(pieces) - 1, 0, -1):
        after += weights[index]
        if after > limit:
            break
        text = pieces[index].text
        if len(text) <= 12 and (opens_other(text) or (pieces[index].level and text in columns)):
            found = index
    return found


def select(walk: Walk, skip: frozenset[int], headline_at: int = 0) -> Choice:
    """The article's range of pieces; ``skip`` are pieces that are metadata tables."""
    pieces = walk.pieces
    weights = weigh(pieces, skip, [region for region in walk.regions if region.boxed], headline_at)
    sums = [0.0, *accumulate(weights)]
    start, end = _of_lines(pieces, walk.regions, *_densest(pieces, weights, walk.regions, skip))
    start, end = _widen(pieces, weights, start, end)
    if start == end and headline_at:
        start = end = headline_at + 1  # pictures only: the article is empty, below its headline
    general = sums[end] - sums[start]
    known = _known(walk, sums)
    if known is not None:
        k_start, k_end, method = known
        if sums[k_end] - sums[k_start] >= KNOWN_SHARE * general or general < 60:
            return Choice(k_start, k_end, method, weights)
    return Choice(start, end, "density" if (start, end) != (0, len(pieces)) else "whole", weights)


def _densest(
    pieces: Sequence[Piece], weights: Sequence[float], regions: Sequence[Region], free: frozenset[int]
) -> tuple[int, int]:
    """The container with the most prose after what is no prose in it has been charged; the inner one of equals.

    Metadata tables (``free``) are kept anyway and cost nothing. A container without prose is not the article of a
    page with a sentence: beside thousands of short pieces that sentence costs more than it earns.
    """
    gains = [
        weight - CHARGE * (piece.links if weight else len(piece.text))
        for piece, weight in zip(pieces, weights, strict=True)
    ]
    for index in (*free, *_drawn_cells(pieces)):
        gains[index] = max(gains[index], 0.0)
    sums = [0.0, *accumulate(gains)]
    start, end = 0, len(pieces)
    best = sums[end]
    for region in regions:
        gain = sums[region.end] - sums[region.start]
        if gain > best or (gain == best and region.start >= start and region.end <= end):
            start, end, best = region.start, region.end, gain
    if best <= 0 and not any(weights[start:end]):
        sentence = any(weight and "。" in piece.text for piece, weight in zip(pieces, weights, strict=True))
        return (0, len(pieces)) if sentence else (start, end)
    return start, end


def _of_lines(pieces: Sequence[Piece], regions: Sequence[Region], start: int, end: int) -> tuple[int, int]:
    """The box around a box of one line, where numbered headings and no links stand beside it: lines of one article.

    A short article whose lines are boxes (``<div>`` for ``<p>``) would else be its longest line, since headings weigh
    nothing and cost something.
    """
    if end - start != 1 or pieces[start].table is not None:
        return start, end
    around = [
        region for region in regions if region.start <= start and end <= region.end and region.end - region.start > 1
    ]
    if not around:
        return start, end
    box = min(around, key=lambda region: region.end - region.start)
    inside = pieces[box.start : box.end]
    if any(piece.links for piece in inside) or not any(_NUMBERED.match(piece.text) for piece in inside):
        return start, end
    return box.start, box.end


def _drawn_cells(pieces: Sequence[Piece]) -> list[int]:
    """The cells of tables that are drawn with ``div``: many bare numbers, and the labels and headings before them."""
    figures = [index for index, piece in enumerate(pieces) if piece.text[-1] in _FIGURES]
    numbers = [i for i in figures if len(pieces[i].text) <= LONGEST_NUMBER and not pieces[i].text.strip(_NUMBER)]
    if len(numbers) < NUMBERS:
        return []
    cells = {near for index in numbers for near in range(max(0, index - HEADINGS), index + 1)}
    return [index for index in cells if not pieces[index].links]


def _widen(pieces: Sequence[Piece], weights: Sequence[float], start: int, end: int) -> tuple[int, int]:
    """Take in the paragraphs right before and after: a first paragraph often stands outside the box of the rest."""
    while start > 0 and weights[start - 1] >= WIDEN and "。" in pieces[start - 1].text:
        start -= 1
    while end < len(pieces) and weights[end] >= WIDEN and "。" in pieces[end].text:
        end += 1
    return start, end


def _known(walk: Walk, sums: Sequence[float]) -> tuple[int, int, Literal["container", "comment"]] | None:
    found: list[tuple[int, int, Literal["container", "comment"]]] = [
        (region.start, region.end, "container") for region in walk.regions if region.known
    ]
    if walk.markers:
        found += [(*pair, "comment") for pair in _marked(walk.markers)]
    found = [item for item in found if item[1] > item[0]]
    if not found:
        return None
    weights = [sums[end] - sums[start] for start, end, _ in found]
    best = max(weights)
    close = [item for item, weight in zip(found, weights, strict=True) if weight >= 0.95 * best]
    # Of containers that hold the same, the innermost; of copies beside each other, the first.
    first = close[0]
    inside = [item for item in close if item[0] >= first[0] and item[1] <= first[1]]
    return min(inside, key=lambda item: item[1] - item[0])


def _marked(markers: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    pairs = {fold(begin): fold(end) for begin, end in vocabulary.load("containers")["comments"]}
    open_at: dict[str, int] = {}
    found = []
    for index, mark in markers:
        closing = pairs.get(mark)
        if closing is not None:
            open_at[closing] = index
        elif mark in open_at:
            found.append((open_at.pop(mark), index))
    return found
