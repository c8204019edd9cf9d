r"""Markdown in plain text: emphasis ``**一、总体情况**``, escapes ``1\. 平台``, links ``[首页](/)``, pictures, tags,
and the ``&nbsp;`` of a careless dump.

Rule (CommonMark, narrowed): a pair of ``**`` around text is emphasis where it opens after a blank, a mark or
nothing, so that masked names (``张**、李**``) stay as they are; a backslash before ASCII punctuation is an escape;
a link needs an address with a stroke, a dot or a colon, so that ``[2014](15)号`` is none. A picture has no text.
The marks are left out of the text, and every kept character knows its place.

>>> plain("**一、总体情况**", 0), plain("王**、李**", 0)
(('一、总体情况', [2, 3, 4, 5, 6, 7]), None)
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

import regex

__all__ = ["is_linked", "plain"]

_EMPHASIS: Final = regex.compile(
    r"(?:(?<=^)|(?<=[\s#\p{P}]))(?<!\*)\*\*(?=[^\s*])(?P<inner>[^*\n]{1,200})(?<=[^\s*])\*\*(?!\*)"
)
# 公开信息**312**条: a number may be emphasised in the middle of words.
_NUMBER: Final = regex.compile(r"(?<![*\d])\*\*(?P<inner>\d[\d,，.]{0,20}[万亿]?[%％]?)\*\*(?!\*)")
# # 总体情况 {#anchor .class}: pandoc.
_ATTRIBUTES: Final = regex.compile(r"\s{1,4}\{[#.][^{}\n]{1,200}\}$")
# - **（一）主动公开。** …: a list of headings.
_BULLET: Final = regex.compile(r"[-*+]\s{1,4}+(?=(?:\*\*)?[（(]?[一二三四五六七八九十]{1,3}[)）、])")
# _强调_: html2text; names of files keep theirs.
_UNDERLINED: Final = regex.compile(r"(?<![\w*])_(?=[^\s_])(?=[^_\n]*\p{Han})[^_\n]{1,300}(?<=[^\s_])_(?![\w*])")
_SHORTEST_HALF = 4  # ** over two lines leaves one mark on each
_ADDRESS: Final = (
    r"\((?=[^\s)]{0,400}[/.:#])[^()\s\p{Han}]{0,1000}+(?:\([^()\s]{0,200}+\)[^()\s]{0,200}+){0,8}+"
    r"(?:\s{1,40}+\"[^\"\n]{0,200}+\")?\s?\)"
)
_PICTURE: Final = rf"!\[[^\[\]\n]{{0,200}}+\](?:{_ADDRESS}|\(\))"
# [words][2] is a link too (html2text, pandoc), whose address stands at the foot; [2014][15]号 is none.
_LINK: Final = regex.compile(
    rf"{_PICTURE}|\[(?P<inner>(?:{_PICTURE}|[^\[\]\n]){{0,300}}+)\]{_ADDRESS}"
    r"|\[(?P<inner>(?=[^\[\]\n]{0,80}\p{Han})[^\[\]\n]{1,300}+)\]\[\d{1,3}\]"
)
_PICTURES: Final = regex.compile(_PICTURE)
_BESIDE: Final = regex.compile(r"(?:\d{1,2}[.、)]|[\s*+\-•·|>»/#\u3000])*+")
_TAG: Final = regex.compile(
    r"</?(?:div|p|span|br|b|strong|i|em|u|s|sup|sub|center|font|img|a|hr|details|summary)\b[^<>\n]{0,400}+>|<!--[^<\n]{0,400}?-->",
    flags=regex.IGNORECASE,
)
_BLANK: Final = regex.compile(r"&(?:nbsp|ensp|emsp|thinsp|zwnj|#160|#xa0|#12288|#8194|#8195);?", flags=regex.IGNORECASE)
_ESCAPE: Final = regex.compile(r"\\(?=[-.*#_()\[\]~+>!|`])")


def plain(text: str, start: int) -> tuple[str, list[int]] | None:
    r"""The line without its marks and the places of its characters; None where it has none.

    >>> plain("1\\. 平台", 10)
    ('1. 平台', [10, 12, 13, 14, 15])
    """
    marks = [match.span() for match in _ESCAPE.finditer(text)] if "\\" in text else []
    for match in _EMPHASIS.finditer(text) if "**" in text else ():
        marks += _edges(match)
    if "**" in text:
        marks += [place for match in _NUMBER.finditer(text) for place in _edges(match)]
    if text[-1:] == "}" and text[:1] == "#":
        marks += [match.span() for match in _ATTRIBUTES.finditer(text)]
    if text[:1] in ("-", "*", "+") and (bullet := _BULLET.match(text)) is not None:
        marks.append(bullet.span())
    if "_" in text:
        marks += [place for match in _UNDERLINED.finditer(text) for place in (_edge(match, 0), _edge(match, 1))]
    if text.count("**") == 1 and (text.startswith("**") or text.endswith("**")) and len(text) > _SHORTEST_HALF:
        marks.append((0, 2) if text.startswith("**") else (len(text) - 2, len(text)))
    if _is_starred(text):
        marks += [(0, 1), (len(text) - 1, len(text))]
    if "<" in text:
        marks += [match.span() for match in _TAG.finditer(text)]
    if "&" in text:
        marks += [match.span() for match in _BLANK.finditer(text)]
    if "](" in text or "][" in text:
        links = _links(text)
        marks = _outside(marks, links) + links
    if not marks:
        return None
    marks.sort()
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for begin, end in [*marks, (len(text), len(text))]:
        pieces.append(text[at:begin])
        places.extend(range(start + at, start + begin))
        if text[begin : begin + 1] == "&":
            pieces.append(" ")  # what the template calls a blank is one
            places.append(start + begin)
        at = max(at, end)
    body = "".join(pieces)
    lead = len(body) - len(body.lstrip())
    stop = len(body.rstrip())
    return (body[lead:stop], places[lead:stop]) if lead < stop else None


def _is_starred(text: str) -> bool:
    """Whether the whole line is ``*emphasis*`` and nothing else."""
    inner = text[1:-1]
    return text[:1] == text[-1:] == "*" and len(inner) > 1 and "*" not in inner and inner == inner.strip()


def _edges(match: regex.Match[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The marks on both sides of what is kept."""
    first, last = match.span("inner")
    return (match.start(), first), (last, match.end())


def _edge(match: regex.Match[str], which: int) -> tuple[int, int]:
    """The first or the last sign of a match."""
    return (match.start(), match.start() + 1) if which == 0 else (match.end() - 1, match.end())


def _outside(marks: list[tuple[int, int]], links: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks that overlap no mark of a link; those of links are in order and apart, so one look a mark is enough."""
    links = sorted(links)
    starts = [begin for begin, _ in links]
    kept = []
    for a, b in marks:
        at = bisect_left(starts, b) - 1  # the last that begins before this one ends
        if at < 0 or links[at][1] <= a:
            kept.append((a, b))
    return kept


def _links(text: str) -> list[tuple[int, int]]:
    """The places of the marks of links, and of whole pictures."""
    marks: list[tuple[int, int]] = []
    for match in _LINK.finditer(text):
        if match["inner"] is None:
            marks.append(match.span())
            continue
        first, last = match.span("inner")
        marks.append((match.start(), first))
        marks += [picture.span() for picture in _PICTURES.finditer(text, first, last)]
        marks.append((last, match.end()))
    return marks


def is_linked(text: str) -> bool:
    """Whether a line is nothing but links and pictures, apart from bullets and the marks between them.

    >>> is_linked("* [机构概况](/jggk/)"), is_linked("详见[附件](/a.doc)。"), is_linked("![](/logo.png)")
    (True, False, True)
    """
    if "](" not in text and "][" not in text and "<" not in text and "&" not in text:
        return False
    left = _BLANK.sub("", _TAG.sub("", _LINK.sub("", text)))
    return left != text and _BESIDE.fullmatch(left) is not None
