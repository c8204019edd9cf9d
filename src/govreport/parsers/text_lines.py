"""The lines of a plain-text page with their places, and what a single line is by its words.

What may enter here: text whose newlines are unified. A line and what its form alone shows are in :mod:`.text_line`;
what dumps leave of a layout is taken off in :mod:`.text_frames`.
"""

from __future__ import annotations

import re
from typing import Final

import regex

from govreport.vocabulary import words

from .fields_labels import compile_trie
from .furniture import compact
from .text_embedded import find_tables
from .text_frames import page_numbers, running_heads, single_cells, spread
from .text_line import Line, kind_of
from .text_markup import is_linked, plain

__all__ = [
    "ends_like_title",
    "is_prose",
    "is_sentence_end",
    "opens_item",
    "split_lines",
    "width",
]


_ITEM: Final = regex.compile(
    r"[（(〔]?[一二三四五六七八九十百]{1,4}[)）〕]?[、.．，,:：\s]|[（(][一二三四五六七八九十百]{1,4}[)）]|第[一二三四五六七八九十百零\d]{1,5}[章节条编部]"
    r"|[（(]?\d{1,2}[)）、．]|\d{1,2}[.][^\d]|[①-⑳]|附件?[\d一二三]*[：:]|[•●▪■◆·*-]\s"
)
_BULLETS: Final = "◆●■▪•★◎※□"
_NUMBERED: Final = regex.compile(rf"[{_BULLETS}]\s*+[一二三四五六七八九十]{{1,2}}、")
_ENDING: Final = regex.compile(
    rf"(?:{compile_trie(list(words('furniture', 'title_endings')), '')})[》”\"』]?"
    r"(?:[（(【\[][^）)】\]]{1,30}[）)】\]])?\Z"
)
_MARKS: Final = re.compile(r"\*\*|^[-*+] |\}$|\*$|\\|\][(\[]|[<&_]")
_OPENINGS: Final = words("furniture", "openings")
# Every character of str.isspace() and the three without any width.
_BLANKS: Final = (
    " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"
)
_HAN: Final = regex.compile(r"\p{Han}")


def split_lines(text: str) -> list[Line]:
    """The lines that have any character besides blanks.

    >>> [(line.text, line.start, line.gap) for line in split_lines("a\\n\\n  b")]
    [('a', 0, False), ('b', 5, True)]
    """
    lines: list[Line] = []
    gap = False
    at = 0
    for start, end in find_tables(text):
        gap = _split(text, at, start, lines, gap)
        lines.append(Line(text[start:end], start, end, gap, 0, "embedded"))
        gap, at = False, end
    _split(text, at, len(text), lines, gap)
    lines = spread(single_cells(lines), len(text))
    page_numbers(lines)
    running_heads(lines)
    return lines


def _split(text: str, at: int, until: int, lines: list[Line], gap: bool) -> bool:
    """Add the lines of ``text[at:until]``; whether a blank line ends them."""
    for raw in text[at:until].split("\n"):
        body = raw.strip(_BLANKS)
        if body:
            indent = len(raw) - len(raw.lstrip(_BLANKS))
            start = at + indent
            kind = kind_of(body)
            if kind == "text" and not gap and lines and lines[-1].kind == "row" and raw.count("\t", len(body)) > 1:
                kind = "row"  # a label whose cells are all blank
            lines.append(Line(body, start, start + len(body), gap, indent, kind))
            gap = False
            if lines[-1].kind in ("text", "heading") and _MARKS.search(body) is not None:
                _unmark(lines[-1])
        else:
            gap = True
        at += len(raw) + 1
    return gap


def _unmark(line: Line) -> None:
    line.linked = is_linked(line.text)
    found = plain(line.text, line.start)
    if found is not None:
        line.text, line.offsets = found
    elif line.linked:
        line.kind = "rule"  # pictures alone


def width(text: str) -> float:
    """The printed width in Han characters: a Latin letter or digit is half, a blank a quarter as wide.

    >>> width("共12条")
    3.0
    """
    # A Han character or full-width mark takes three bytes in UTF-8, a Latin one a single byte.
    wide = (len(text.encode("utf-8", "replace")) - len(text)) / 2
    return wide + (len(text) - wide) / 2 - text.count(" ") / 4


def is_sentence_end(text: str) -> bool:
    """Whether the text ends as a sentence or an introduction does."""
    return text[-1] in "。！？：；!?:;…" or (len(text) > 1 and text[-1] in "”）)』」" and text[-2] in "。！？；")


def opens_item(text: str) -> bool:
    """Whether the line starts with the mark of a heading, a clause or a list item.

    >>> opens_item("（一）主动公开"), opens_item("1、登录"), opens_item("2024 年，"), opens_item("1.5 亿元")
    (True, True, False, False)
    """
    return _ITEM.match(text) is not None


def is_prose(text: str) -> bool:
    """Whether a line is running text, a salutation or a numbered heading: the document has begun.

    >>> is_prose("一、总体情况"), is_prose("各区人民政府："), is_prose("某市2014年度工作报告")
    (True, True, False)
    """
    if len(text) > 100:
        return not ends_like_title(text) or "。" in text
    if opens_item(text) or (text[0] in _BULLETS and _NUMBERED.match(text)):
        return True
    if text[-1] in "：:" and len(text) >= 5:
        return True
    if "。" in text or "；" in text:
        return len(text) >= 12
    if len(text) >= 16 and text.startswith(_OPENINGS):
        return True
    return len(text) >= 24 and ("，" in text or "," in text) and not ends_like_title(text)


def ends_like_title(text: str) -> bool:
    """Whether the line ends with the name of a kind of document.

    >>> ends_like_title("关于印发方案的通 知（试行）"), ends_like_title("某市人民政府")
    (True, False)
    """
    return _ENDING.search(compact(text)[-48:]) is not None


def has_han(text: str) -> bool:
    """Whether the text has any Han character."""
    return _HAN.search(text) is not None
