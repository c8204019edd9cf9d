"""Which part of the page is the article.

Only the lists of ``walk.py`` enter here. First the containers in which known site systems put their articles
(``vocabulary/containers.toml``) and comment markers; where there is none, or where a known container holds next
to nothing, a general method: every piece gets a weight for how much it reads like prose or data (sentence
marks, few links, not seen before), and from the root we step into the smallest region that keeps nearly all of
the weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from govreport import vocabulary

from .walk import Piece, Region, Walk, fold

__all__ = ["Choice", "select"]

KEEP = 0.8
"""A region must keep this share of its parent's weight to be stepped into."""
KNOWN_SHARE = 0.25
"""A known container that holds less than this share of the general method's find is not believed."""

_SENTENCE = ("。", "，", "；", "、", "：", ",")
_LISTS = frozenset(("li", "ul", "ol", "dl", "dd", "blockquote"))


@dataclass(slots=True)
class Choice:
    """The article is ``pieces[start:end]``; ``weights`` are those of all pieces."""

    start: int
    end: int
    method: Literal["container", "comment", "density", "whole"]
    weights: list[float]


def weigh(pieces: Sequence[Piece], skip: frozenset[int], boxed: Sequence[Region]) -> list[float]:
    """How much each piece reads like an article: prose counts by its length, links and repeats count nothing."""
    weights = []
    seen: set[str] = set()
    for index, piece in enumerate(pieces):
        text = piece.text
        size = len(text)
        weight = 0.0
        if index not in skip and piece.links * 2 <= size:
            if piece.table is not None or any(mark in text for mark in _SENTENCE):
                weight = float(size)
                if size >= 30:
                    if text in seen:
                        weight = 0.0
                    else:
                        seen.add(text)
            else:
                weight = size * 0.3
        weights.append(weight)
    for region in boxed:
        for index in range(region.start, region.end):
            weights[index] *= 0.25
    return weights


def select(walk: Walk, skip: frozenset[int]) -> Choice:
    """The article's range of pieces; ``skip`` are pieces that are metadata tables."""
    pieces = walk.pieces
    weights = weigh(pieces, skip, [region for region in walk.regions if region.boxed])
    sums = [0.0, *accumulate(weights)]
    start, end = _densest(walk.regions, sums)
    general = sums[end] - sums[start]
    known = _known(walk, sums)
    if known is not None:
        k_start, k_end, method = known
        if sums[k_end] - sums[k_start] >= KNOWN_SHARE * general or general < 60:
            return Choice(k_start, k_end, method, weights)
    method = "density" if (start, end) != (0, len(pieces)) else "whole"
    return Choice(start, end, method, weights)


def _densest(regions: Sequence[Region], sums: Sequence[float]) -> tuple[int, int]:
    start, end = 0, len(sums) - 1
    weight = sums[end]
    for region in regions:
        if region.start < start or region.end > end:
            continue
        inner = sums[region.end] - sums[region.start]
        share = 0.95 if region.tag in _LISTS else KEEP
        if inner >= share * weight and inner > 0:
            start, end, weight = region.start, region.end, inner
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
