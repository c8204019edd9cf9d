"""Which pieces of the page are its title.

Pieces and strings enter here. In order: a piece that says what ``<title>``, a meta tag or the metadata block
says; the nearest heading; the line above the line of date and source; the first lines that end like the name of
a document. Menus (links) and the names of sites are no titles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from govreport.raw import RawField, RawTitle
from govreport.vocabulary import words

from .fields import is_label, lookup, opens_with_label
from .furniture import is_furniture
from .page import Page
from .titles import (
    TYPE,
    ends_like_document,
    find_above,
    find_by_heading,
    find_by_key,
    find_by_shape,
    find_over_date,
    first_part,
    is_report,
    keys_of,
    squeeze,
)
from .walk import Piece

__all__ = ["is_signing", "read_title"]

_ISSUE = re.compile(r"[（(]?(?:19|20)\d\d\s?年?\s?第\s?\d{1,3}\s?[期号](?:\s?[（(]总第?\s?\d+\s?期[)）])?[)）]?")
"""The number of an issue above the title of what stands in it."""
_DAY = re.compile(r"[（(]?(?:19|20)\d\d\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?[）)]?")
_UNNAMED = re.compile(r"\s*(?:(?:19|20)\d\d|二[〇○零]|关于|政府信息公开)")
"""How a title begins that names no body."""
MAIN = 6
"""The shortest page title that a heading may contain."""
OPENING = 16
"""How many pieces of the article are looked at."""
WHOLE = 160
"""How many, where the whole page had to be taken."""
PROSE = 240.0
"""Where the pieces before it weigh as much as this, the text has begun."""


def read_title(
    page: Page,
    meta: Sequence[RawField],
    heads: Sequence[str],
    above: Sequence[int],
    inside: range,
    weights: Sequence[float] | None,
) -> None:
    """Collect the title candidates and mark the pieces that are the title.

    ``inside`` is the article; ``weights`` are given where it is the whole page.
    """
    named = [f.value for f in (*meta, *page.fields) if f.name == "title" and f.value]
    keys = keys_of([*named, *heads])
    page.titles += [RawTitle(text, "page") for text in heads]
    page.titles += [RawTitle(f.value, "meta") for f in meta if f.name == "title" and f.value]
    page.sites = sites = frozenset(squeeze(f.value) for f in meta if f.name == "site.name" and f.value)
    opening = _opening(page, inside, weights)
    zone = [*above, *opening]
    wanted = {key: text for key, text in keys.items() if key not in sites}
    runs = [run for run in find_by_key(page.pieces, zone, wanted) if not page.is_link(run[0])]
    runs = [run for run in runs if not _is_value(page, run[0])] if len(runs) > 1 else runs
    fuller = _fuller(page, zone, [*named, *heads], runs)
    if fuller is not None:
        runs = [fuller]
    elif not runs:
        runs = _without_keys(page, zone, opening, sites)
    elif all(_is_column(page, run) for run in runs):
        runs = [_named(page, zone, opening, sites, runs) or runs[0]]
    elif all(_is_letterhead(page, run) for run in runs):
        runs = [_headline(page, zone, sites, runs[0]) or runs[0]]
    runs = _sensible(page, [_authored(page, _completed(page, run, [*named, *heads])) for run in runs])
    for first, last in runs:
        text = "".join(page.pieces[i].text for i in range(first, last + 1))
        page.titles.append(RawTitle(text, "heading", first=first, last=last))
        page.report = page.report or is_report(text) or squeeze(text).endswith(words("titles", "document_endings"))
        for index in range(first, last + 1):
            page.roles[index] = "title"


def _opening(page: Page, inside: range, weights: Sequence[float] | None) -> list[int]:
    """The first pieces of the article that are still free."""
    found = []
    before = 0.0
    for index in inside[: WHOLE if weights is not None else OPENING]:
        if page.roles.get(index, "content") == "content":
            found.append(index)
        if weights is not None:
            before += weights[index]
            if before > PROSE:
                break
    return found


def _without_keys(
    page: Page, zone: Sequence[int], opening: Sequence[int], sites: frozenset[str]
) -> list[tuple[int, int]]:
    """The title of a page whose ``<title>`` and meta tags do not tell it."""
    heading = find_by_heading(page.pieces, zone, sites)
    if heading is not None:
        return [_whole_heading(page, heading)]
    shape = find_by_shape(page.pieces, [i for i in opening if i not in page.roles and not _is_beside(page, i)])
    if shape is not None:
        return [shape]
    free = [i for i in zone if i not in page.roles]
    over = find_over_date(page.pieces, free, sites)
    if over is not None:
        return [_whole_heading(page, over)]
    last = find_above(page.pieces, [i for i in free if not opening or i < opening[0]])
    return [last] if last else []


def _completed(page: Page, run: tuple[int, int], titles: Sequence[str]) -> tuple[int, int]:
    """Lines that say only what stands behind the page's title (the organ), with the name of the document below."""
    below = run[1] + 1
    if below >= len(page.pieces) or page.is_link(below) or page.pieces[below].table is not None:
        return run
    following = page.pieces[below].text
    if not following.startswith("关于") or not ends_like_document(following):
        return run
    text = squeeze("".join(page.pieces[index].text for index in range(run[0], run[1] + 1)))
    behind = any(text in squeeze(title) and not squeeze(title).startswith(text) for title in titles)
    return (run[0], below) if behind else run


def _authored(page: Page, run: tuple[int, int]) -> tuple[int, int]:
    """A title that names no body (2012年政府信息公开年度报告), with the body's name in a like line right above it."""
    first = run[0]
    if not first or first - 1 in page.roles or page.is_link(first - 1) or not _UNNAMED.match(page.pieces[first].text):
        return run
    above, piece = page.pieces[first - 1], page.pieces[first]
    if above.table is not None or piece.table is not None or len(above.text) > 40 or not _is_like(above, piece):
        return run
    return (first - 1, run[1]) if squeeze(above.text).endswith(words("organizations", "suffixes")) else run


def _is_like(above: Piece, below: Piece) -> bool:
    """Whether two lines are set alike: neighbours of one tag with the same attributes."""
    a, b = above.element, below.element
    return a.tag == b.tag and a is not b and a.getnext() is b and dict(a.attrib) == dict(b.attrib)


def _fuller(
    page: Page, zone: Sequence[int], titles: Sequence[str], runs: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """A heading that says the page's title and more (the body's name in front of it), where no place says just it."""
    said = {squeeze("".join(page.pieces[i].text for i in range(a, b + 1))) for a, b in runs}
    mains = {squeeze(main) for text in titles if len(main := first_part(text)) >= MAIN}
    if not mains or not said.isdisjoint(mains) or any(len(text) >= len(main) for text in said for main in mains):
        return None
    for index in zone:
        piece = page.pieces[index]
        if (piece.title or 1 <= piece.level <= 3) and not page.is_link(index) and len(piece.text) <= 160:
            text = squeeze(piece.text)
            if text not in mains and any(main in text for main in mains):
                return index, index
    return None


def _is_column(page: Page, run: tuple[int, int]) -> bool:
    """Whether the lines are the name of a column (政府信息公开年报), as of a list beside the article."""
    return run[0] == run[1] and page.pieces[run[0]].text in words("values", "columns")


def _named(
    page: Page, zone: Sequence[int], opening: Sequence[int], sites: frozenset[str], columns: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The title of a page whose ``<title>`` only tells its column: over the line of date and source, or by shape."""
    skip = {index for run in columns for index in range(run[0], run[1] + 1)}
    free = [index for index in zone if index not in page.roles and index not in skip]
    over = find_over_date(page.pieces, free, sites)
    if over is not None:
        return _whole_heading(page, over)
    return find_by_shape(page.pieces, [i for i in opening if i in free and not _is_beside(page, i)])


def _is_letterhead(page: Page, run: tuple[int, int]) -> bool:
    """Whether the lines only name the organ and the kind of paper (某某市人民政府令), as the head of a paper does."""
    text = "".join(page.pieces[index].text for index in range(run[0], run[1] + 1))
    return text.endswith(words("titles", "letterheads")) and "关于" not in text


def _headline(page: Page, zone: Sequence[int], sites: frozenset[str], run: tuple[int, int]) -> tuple[int, int] | None:
    """A headline container, a first-level heading or the name of a document right above, where the page title only
    gives the letterhead (``run``)."""
    index = find_by_heading(page.pieces, zone, sites)
    if index is not None and (page.pieces[index].title or page.pieces[index].level == 1):
        return _whole_heading(page, index)
    if run[0] - 1 in zone:
        return find_by_shape(page.pieces, [i for i in [run[0] - 1] if i not in page.roles and not _is_beside(page, i)])
    return None


def _is_beside(page: Page, index: int) -> bool:
    """Whether the piece is a breadcrumb or another line of the page's frame, or a label with its value."""
    if _ISSUE.fullmatch(page.pieces[index].text):
        return True
    return page.is_link(index) or is_furniture(page.pieces[index].text) or _is_pair(page, index)


def _is_pair(page: Page, index: int) -> bool:
    """Whether the piece is a label with its value, in two elements or glued together."""
    piece = page.pieces[index]
    if opens_with_label(piece.text):
        return True
    if piece.table is not None:
        return False
    first = next(piece.element.iterchildren(), None)  # len() would count all children
    return first is not None and is_label((first.text or "").strip())


def _whole_heading(page: Page, index: int) -> tuple[int, int]:
    """All lines of a heading that is broken by ``<br>``."""
    pieces = page.pieces
    element = pieces[index].element
    size = len(pieces[index].text)
    first = last = index
    while first > 0 and _is_one_block(pieces[first - 1], element) and size + len(pieces[first - 1].text) <= 160:
        above = pieces[first - 1]
        if above.links or "。" in above.text or is_furniture(above.text) or opens_with_label(above.text):
            break
        first -= 1
        size += len(pieces[first].text)
    while last + 1 < len(pieces) and pieces[last + 1].element is element and pieces[last + 1].title:
        last += 1
    while last > first and is_signing(pieces[last].text):
        rest = next((at for at in range(last - 1, first, -1) if not is_signing(pieces[at].text)), first)
        if not ends_like_document(pieces[rest].text):
            break
        last = rest
    return first, last


def is_signing(text: str) -> bool:
    """Whether a line below a title names the body that signs, or the date."""
    return _DAY.fullmatch(text) is not None or squeeze(text).endswith(words("organizations", "suffixes"))


def _is_one_block(piece: Piece, element: Any) -> bool:
    """Whether a line stands in the element, or in type of its own inside it (``<td><font>…<br>…</font></td>``)."""
    inner = piece.element
    while inner is not element and inner is not None and inner.tag in TYPE:
        inner = inner.getparent()
    return inner is element


def _is_value(page: Page, index: int) -> bool:
    """Whether the piece is the value of the label before it (内容概述：), where that is not the title's."""
    if index == 0 or len(page.pieces[index - 1].text) > 16:
        return False
    return lookup(page.pieces[index - 1].text) not in (None, "title")


def _sensible(page: Page, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of several places that say a title keep those that say the longest of them."""
    if len(runs) < 2:
        return runs
    sizes = [sum(len(page.pieces[i].text) for i in range(a, b + 1)) for a, b in runs]
    longest = max(sizes)
    return [run for run, size in zip(runs, sizes, strict=True) if size * 5 >= longest * 4]
