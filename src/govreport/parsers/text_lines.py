"""Lines of plain text with their places, and what a single line is by its form alone.

What may enter here: text whose newlines are unified. A :class:`Line` holds the stripped text;
``start``/``end`` are its place, ``gap`` says that a blank line stands before it, ``indent`` how many blanks.
Where Markdown marks are left out of the text, ``offsets`` has the place of each character; ``linked`` says that
the line is nothing but links, ``apart`` that a blank of a longer line ended it, which no wrapping does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, cast

import regex

from govreport.vocabulary import words

from .fields_labels import compile_trie
from .furniture import compact, is_furniture, is_page_mark
from .text_embedded import find_tables
from .text_markup import is_linked, plain
from .text_spread import is_collapsed, pieces

__all__ = [
    "Kind",
    "Line",
    "ends_like_title",
    "is_prose",
    "is_sentence_end",
    "opens_item",
    "split_lines",
    "width",
]

Kind = Literal["text", "row", "rule", "heading", "mark", "embedded"]

_MARKDOWN: Final = regex.compile(r"(#{1,6})[ \t\u3000]++(?=\S)")
_RULE: Final = regex.compile(
    r"[┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬─━═┄+]{3,}+|[-=*_—─+~]{3,}+|`{3}\w*+|(?=[^-]*-)[|:\s+-]{3,}+"
)
_ITEM: Final = regex.compile(
    r"[（(〔]?[一二三四五六七八九十百]{1,4}[)）〕]?[、.．，,:：\s]|[（(][一二三四五六七八九十百]{1,4}[)）]|第[一二三四五六七八九十百零\d]{1,5}[章节条编部]"
    r"|[（(]?\d{1,2}[)）、．]|\d{1,2}[.][^\d]|[①-⑳]|附件?[\d一二三]*[：:]|[•●▪■◆·*-]\s"
)
# Word processors put a tab between the number of a heading and its title.
_MARK_AND_TAB: Final = regex.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、．.]{1,2}|[（(]\d{1,2}[)）]|\d{1,2}[、．.)）]|[①-⑳]|第[一二三四五六七八九十\d]{1,3}[章节条部篇]分?)"
    r"\t[ \t\u3000]*+[^\t│｜]++\Z"
)
_BULLETS: Final = "◆●■▪•★◎※□"
_NUMBERED: Final = regex.compile(rf"[{_BULLETS}]\s*+[一二三四五六七八九十]{{1,2}}、")
_ENDING: Final = regex.compile(
    rf"(?:{compile_trie(list(words('furniture', 'title_endings')), '')})[》”\"』]?"
    r"(?:[（(【\[][^）)】\]]{1,30}[）)】\]])?\Z"
)
_PAGE: Final = regex.compile(r"(?P<page>\d{1,3})(?:\s*+/\s*+(?P<pages>\d{1,3}))?")
_BARE: Final = frozenset("*•·●◆■▪+-")
_MARKS: Final = re.compile(r"\*\*|\*$|\\|\]\(|[<&_]")
_NESTED: Final = regex.compile(r":?-{3,}:?")
_CELL: Final = regex.compile(r"[^\s|｜│](?:[^|｜│\t]*[^\s|｜│])?")
_FRAME: Final = "|｜│ \t\u3000\u00a0"
_LONG_LINE = 200
_LONG_TITLE = 30
_SHORTEST_PIECE = 4
_LONG_CELL = 60
_LINES_OF_A_PAGE = 8
_INDENT_OF_A_NUMBER = 12
_OPENINGS: Final = words("furniture", "openings")
# Every character of str.isspace() and the three without any width.
_BLANKS: Final = (
    " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"
)
_HAN: Final = regex.compile(r"\p{Han}")


@dataclass(slots=True)
class Line:
    """A line with text: stripped, with its place, and the kind that its form shows."""

    text: str
    start: int
    end: int
    gap: bool
    indent: int
    kind: Kind = "text"
    offsets: list[int] | None = None
    linked: bool = False
    apart: bool = False

    def place_of(self, at: int) -> int:
        """Where the character ``text[at]`` stands."""
        return self.start + at if self.offsets is None else self.offsets[at]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands; (-1, -1) where marks that are left out stand inside it."""
        if self.offsets is None:
            return self.start + start, self.start + end
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        return (first, last) if last - first == end - start else (-1, -1)


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
    lines = _spread(_single_cells(lines), len(text))
    _page_numbers(lines)
    return lines


def _spread(lines: list[Line], size: int) -> list[Line]:
    """Put the lines apart again that a dump has run together."""
    run_together = [
        line.kind == "text" and len(line.text) >= _LONG_LINE and is_collapsed(line.text, size) for line in lines
    ]
    if not any(run_together):
        return lines
    found: list[Line] = []
    for line, collapsed in zip(lines, run_together, strict=True):
        places = pieces(line.text) if collapsed or (line.kind == "text" and len(line.text) >= _LONG_TITLE) else []
        if not collapsed and any(b - a < _SHORTEST_PIECE for a, b in places):
            places = []
        if len(places) < 2:
            found.append(line)
            continue
        for number, (a, b) in enumerate(places):
            start = line.start if number == 0 else line.place_of(a)
            # Marks that the text leaves out go with the piece before them.
            if number == len(places) - 1:
                end = line.end
            elif line.offsets is None:
                end = line.place_of(b - 1) + 1
            else:
                end = line.place_of(places[number + 1][0])
            body = line.text[a:b]
            offsets = line.offsets[a:b] if line.offsets is not None else None
            gap = line.gap and number == 0
            found.append(Line(body, start, end, gap, line.indent, _kind(body), offsets, apart=True))
    return found


def _page_numbers(lines: list[Line]) -> None:
    """Lines of a number alone (``3``, ``2 / 8``) are page marks where they count pages with text between."""
    found: list[tuple[int, int, str]] = []
    for at, line in enumerate(lines):
        if line.kind == "text" and len(line.text) <= 9 and (match := _PAGE.fullmatch(line.text)) is not None:
            found.append((at, int(match["page"]), match["pages"] or ""))
    if len(found) < 2 or len({pages for _, _, pages in found}) > 1:
        return
    centred = all(lines[at].gap and lines[at].indent >= _INDENT_OF_A_NUMBER for at, _, _ in found)
    far = 2 if found[0][2] or centred else _LINES_OF_A_PAGE
    for (a, page, _), (b, following, _) in pairwise(found):
        if following != page + 1 or b - a < far:
            return
    for at, _, _ in found:
        lines[at].kind = "mark"


def _split(text: str, at: int, until: int, lines: list[Line], gap: bool) -> bool:
    """Add the lines of ``text[at:until]``; whether a blank line ends them."""
    for raw in text[at:until].split("\n"):
        body = raw.strip(_BLANKS)
        if body:
            indent = len(raw) - len(raw.lstrip(_BLANKS))
            start = at + indent
            kind = _kind(body)
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


def _single_cells(lines: list[Line]) -> list[Line]:
    """A framed cell alone on its line (``索引号 |``) is text, unless it is a row of a wider table."""
    alone = [
        line.kind == "row" and _is_single(line.text) and any(sign in line.text for sign in "|\t│｜") for line in lines
    ]
    found: list[Line] = []
    for at, line in enumerate(lines):
        framed = _unframed(line) if line.kind == "row" else None
        if framed is not None:
            found += framed
            alone[at] = False
            continue
        found.append(line)
        if not alone[at]:
            continue
        above = at > 0 and not line.gap and lines[at - 1].kind == "row" and not alone[at - 1]
        below = at + 1 < len(lines) and lines[at + 1].kind in ("row", "rule") and not alone[at + 1]
        if not above and not (below and not lines[at + 1].gap):
            line.kind = "text"
            if line.text[0] in "|｜│" and len(line.text) > 1:
                found[-1:] = _split_frame(line)
    return found


def _is_frame_cell(cell: str) -> bool:
    """Whether a cell is a rule of Markdown, a link or picture alone, or a tool link."""
    return _NESTED.fullmatch(cell) is not None or is_linked(cell) or (len(cell) > 1 and is_furniture(cell))


def _split_frame(line: Line) -> list[Line]:
    """The pipes before a cell that no other closes, and the cell."""
    rest = line.text[1:].lstrip(_FRAME)
    if not rest:
        return [line]
    start = line.end - len(rest)
    frame = line.text[: len(line.text) - len(rest)].rstrip()
    mark = Line(frame, line.start, line.start + len(frame), line.gap, line.indent, "rule")
    return [mark, Line(rest, start, line.end, False, line.indent, _kind(rest))]


def _unframed(line: Line) -> list[Line] | None:
    """A row of a layout table that holds one long text, with the marks of its frame as lines of their own."""
    text = line.text
    if len(text) < 2 or text[0] not in _FRAME:
        return None  # a lone pipe is a blank cell where a cell stands on each line
    cells = [match.span() for match in _CELL.finditer(text) if not _is_frame_cell(match[0])]
    if not cells:
        line.kind = "rule"
        return [line]
    if len(cells) > 1:
        return None
    a, b = cells[0]
    if b - a < _LONG_CELL:
        return None
    parts = [(0, len(text[:a].rstrip()), "rule"), (a, b, "text"), (b, len(text), "rule")]
    found: list[Line] = []
    for first, last, kind in parts:
        body = text[first:last].strip()
        if body:
            start = line.start + text.index(body, first)
            found.append(Line(body, start, start + len(body), line.gap and not found, line.indent, cast(Kind, kind)))
    return found


def _is_single(text: str) -> bool:
    return text.count("|") <= 2 and not any(mark in text.strip("| ") for mark in "|\t│｜")


def _kind(body: str) -> Kind:
    if "|" in body or "\t" in body or "│" in body or "｜" in body:
        if _RULE.fullmatch(body):
            return "rule"
        return "text" if "|" not in body and _MARK_AND_TAB.match(body) else "row"
    first = body[0]
    if len(body) == 1 and first in _BARE:
        return "rule"
    if first == "#" and _MARKDOWN.match(body):
        return "heading"
    if len(body) <= 80:
        if first in "-=*_—─+~`┌└├┏┗┣╔╚╠━═" and _RULE.fullmatch(body):
            return "rule"
        if len(body) <= 24 and is_page_mark(body):
            return "mark"
    return "text"


def markdown_heading(body: str) -> tuple[int, int]:
    """The level of a Markdown heading and where its text begins.

    >>> markdown_heading("## 总体情况")
    (2, 3)
    """
    match = _MARKDOWN.match(body)
    return (len(match[1]), match.end()) if match else (0, 0)


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
