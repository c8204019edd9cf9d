r"""Markdown emphasis and escapes in plain text: ``**一、总体情况**``, ``1\. 建设平台``.

Rule (CommonMark, narrowed): a pair of ``**`` around text is emphasis where it opens after a blank, a mark or
nothing, so that masked names (``张**、李**``) stay as they are; a backslash before ASCII punctuation is an escape.
The marks are left out of the text, and every kept character knows its place.

>>> plain("**一、总体情况**", 0), plain("王**、李**", 0)
(('一、总体情况', [2, 3, 4, 5, 6, 7]), None)
"""

from __future__ import annotations

from typing import Final

import regex

__all__ = ["plain"]

_EMPHASIS: Final = regex.compile(
    r"(?:(?<=^)|(?<=[\s#\p{P}]))(?<!\*)\*\*(?=[^\s*])(?P<inner>[^*\n]{1,200})(?<=[^\s*])\*\*(?!\*)"
)
_ESCAPE: Final = regex.compile(r"\\(?=[-.*#_()\[\]~+>!|`])")


def plain(text: str, start: int) -> tuple[str, list[int]] | None:
    r"""The line without its marks and the places of its characters; None where it has none.

    >>> plain("1\\. 平台", 10)
    ('1. 平台', [10, 12, 13, 14, 15])
    """
    marks = [match.span() for match in _ESCAPE.finditer(text)] if "\\" in text else []
    for match in _EMPHASIS.finditer(text) if "**" in text else ():
        first, last = match.span("inner")
        marks += [(match.start(), first), (last, match.end())]
    if not marks:
        return None
    marks.sort()
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for begin, end in [*marks, (len(text), len(text))]:
        pieces.append(text[at:begin])
        places.extend(range(start + at, start + begin))
        at = end
    body = "".join(pieces)
    lead = len(body) - len(body.lstrip())
    stop = len(body.rstrip())
    return (body[lead:stop], places[lead:stop]) if lead < stop else None
