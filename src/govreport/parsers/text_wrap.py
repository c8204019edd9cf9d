"""Hard-wrapped text (PDF, word processor): lines of one width are put back together into paragraphs.

Rule: the text counts as wrapped when many neighbouring lines without a final mark have nearly the same
width. Then a line that fills the width goes on in the next one, unless that one opens with the mark of a
heading or a clause. A page mark between two halves does not part them, wrapped or not. Blank lines always part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import regex

from .text_line import Line
from .text_lines import has_han, is_sentence_end, opens_item, width

__all__ = ["Wrap", "continues", "measure", "runs_over"]

_UNBREAKABLE: Final = regex.compile(r"[!-~]++|.[，。、；：！？”’）》〕％]?")
_SIGNED: Final = regex.compile(r"[（(]?(?:19|20|二)[\d〇○ＯO零一二三四五六七八九]{2,3}\s?年.{1,8}[月日][)）]?")
_NUMBER: Final = regex.compile(r"[-\d.,，%/—]++")
_INNER: Final = regex.compile(r"[，。；,]")
_NARROWEST = 16
_WIDEST = 64
_SLACK = 3.0
_SLACK_AT_END = 0.6
_FEWEST = 3


@dataclass(slots=True)
class Wrap:
    """The width at which the text was wrapped, in Han characters; the indent of its lines and of paragraphs."""

    width: float
    indent: int
    indented: bool


def measure(lines: Sequence[Line]) -> Wrap | None:
    """The wrap of the text, None for text with a paragraph a line.

    ``lines`` are the lines of the document, without head and tail.
    """
    widths: list[float] = []
    indents: list[int] = []
    longest = 0
    for here, below in pairwise(lines):
        if here.kind != "text" or below.kind != "text" or len(here.text) > 4 * _WIDEST:
            longest = max(longest, len(here.text) if here.kind == "text" else 0)
            continue
        longest = max(longest, len(here.text))
        if below.gap or is_sentence_end(here.text) or not has_han(here.text):
            continue
        if _is_heading(here.text) or _is_row(here.text):
            continue
        widths.append(width(here.text))
        indents.append(below.indent)
    full = [w for w in widths if w >= _NARROWEST]
    if len(full) < _FEWEST or longest > 4 * _WIDEST:
        return None
    full.sort()
    top = full[min(len(full) - 1, int(len(full) * 0.9))]
    upper = [w for w in full if w >= top * 0.8]
    top = upper[len(upper) // 2]
    near = sum(top - _SLACK - 1 <= w <= top + _SLACK for w in full)
    if top > _WIDEST or near < _FEWEST or near * 10 < len(full) * 4:
        return None
    indent = sorted(indents)[len(indents) // 2]
    return Wrap(top, indent, any(line.indent > indent + 1 for line in lines))


def _is_row(text: str) -> bool:
    """Whether the line ends in two or more numbers: a row of a table whose columns are blanks."""
    if text[-1] not in "0123456789%/-—":
        return False
    last = text.rsplit(None, 2)
    return len(last) > 1 and all(_NUMBER.fullmatch(word) for word in last[-2:])


def _is_heading(text: str) -> bool:
    return opens_item(text) and not _INNER.search(text)


def runs_over(here: Line, below: Line) -> bool:
    """Whether a sentence that a page mark has cut goes on below it: it has begun, and has no end."""
    if here.kind != "text" or below.kind != "text" or _is_row(here.text) or _is_row(below.text):
        return False
    if is_sentence_end(here.text) or opens_item(below.text) or _SIGNED.fullmatch(below.text):
        return False
    return len(here.text) >= _NARROWEST and _INNER.search(here.text) is not None and has_han(below.text)


def continues(here: Line, below: Line, wrap: Wrap) -> bool:
    """Whether the paragraph of ``here`` goes on in ``below`` (no blank line stands between them)."""
    if here.kind != "text" or below.kind != "text" or below.apart or not has_han(here.text):
        return False
    if _is_row(here.text) or _is_row(below.text):
        return False
    if opens_item(below.text) or _SIGNED.fullmatch(below.text):
        return False
    if wrap.indented and below.indent > wrap.indent + 1:
        return False
    size = width(here.text)
    if size > wrap.width + 2 * _SLACK and is_sentence_end(here.text):
        return False
    first = _UNBREAKABLE.match(below.text)
    room = width(first.group()) if first else 1.0
    if is_sentence_end(here.text):
        return size + room > wrap.width - _SLACK_AT_END
    # Running text does not stop without a final mark: only a very short line is an end of its own.
    slack = wrap.width / 4 if _INNER.search(here.text) else _SLACK
    return size + room > wrap.width - slack
