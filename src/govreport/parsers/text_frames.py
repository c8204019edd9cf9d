"""What dumps leave of a page's layout: frames of layout tables, lines run together, numbers of pages.

Rule: a row of pipes round one long text is a frame, not a table; its marks become lines of their own. A line that holds
what once were several is put apart again (:mod:`.text_spread`); lines of a number alone are page marks where they count
pages. Every character stays in exactly one line.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, cast

import regex

from .furniture import is_furniture
from .text_line import Kind, Line, kind_of
from .text_markup import is_linked
from .text_spread import is_collapsed, pieces

__all__ = ["page_numbers", "running_heads", "single_cells", "spread"]

_NESTED: Final = regex.compile(r":?-{3,}:?")
_CELL: Final = regex.compile(r"[^\s|｜│](?:[^|｜│\t]*[^\s|｜│])?")
_FRAME: Final = "|｜│ \t\u3000\u00a0"
_PAGE: Final = regex.compile(r"(?P<page>\d{1,3})(?:\s*+/\s*+(?P<pages>\d{1,3}))?")
_HEAD: Final = regex.compile(r"(?=.*\p{Han})[^。；：:，]{8,60}")
_LONG_LINE = 200
_LONG_TITLE = 30
_SHORTEST_PIECE = 4
_LONG_CELL = 60
_LINES_OF_A_PAGE = 8
_INDENT_OF_A_NUMBER = 12


def single_cells(lines: list[Line]) -> list[Line]:
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
    return [mark, Line(rest, start, line.end, False, line.indent, kind_of(rest))]


def _is_single(text: str) -> bool:
    return text.count("|") <= 2 and not any(mark in text.strip("| ") for mark in "|\t│｜")


def spread(lines: list[Line], size: int) -> list[Line]:
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
            found.append(Line(body, start, end, gap, line.indent, kind_of(body), offsets, apart=True))
    return found


def page_numbers(lines: list[Line]) -> None:
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


def running_heads(lines: list[Line]) -> None:
    """The line of words that stands beside page marks again and again belongs to the page, not to the text."""
    beside: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.kind != "mark":
            continue
        for near in (at - 1, at + 1):
            if 0 <= near < len(lines) and lines[near].kind == "text" and _HEAD.fullmatch(lines[near].text) is not None:
                beside.setdefault("".join(lines[near].text.split()), []).append(near)
    for places in beside.values():
        if len(places) > 1:
            for at in places:
                lines[at].kind = "mark"
