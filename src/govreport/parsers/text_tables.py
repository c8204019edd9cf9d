"""Tables in plain text: pipe tables, Markdown tables, tab-separated rows.

Rule: two or more rows next to each other are a table (one, if it opens and closes with a pipe); a Markdown
rule ``|---|---|`` marks the rows above it as headings. Blank cells are kept, so the columns can be trusted.
"""

from __future__ import annotations

from typing import Final

import regex

from govreport.raw import RawTable

from .tables import SourceCell, build_table
from .text_line import Line

__all__ = ["is_frame", "read_table", "row_cells", "table_end"]

_PIPE: Final = regex.compile(r"(?<!\\)[|｜│]")
_TAB: Final = regex.compile(r"\t")
_BREAK: Final = regex.compile(r"<br\s*+/?>", flags=regex.IGNORECASE)
_CORNERS: Final = frozenset("┌┐└┘├┤┬┴┼┏┓┗┛┣┫╔╗╚╝╠╣╬+")
_FRAME: Final = regex.compile(r"[─━═┄┈╌┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬+=:-]{3,}")
_FRAMES_OF_A_TABLE = 3
"""With more lines of the frame than these every row is framed, and may have several lines."""
_BLANK: Final = " \t\u00a0\u3000\u200b\ufeff\u2002\u2003"


def row_cells(line: Line) -> list[tuple[str, int]]:
    """The cells of a row with their places, the frame's own pipes left out.

    >>> from govreport.parsers.text_lines import split_lines
    >>> row_cells(split_lines("| 规章 | 2 |  |")[0])
    [('规章', 2), ('2', 7), ('', 11)]
    """
    text = line.text
    splitter = _PIPE if _PIPE.search(text) else _TAB
    bounds = [match.span() for match in splitter.finditer(text)]
    starts = [0, *(end for _, end in bounds)]
    ends = [*(start for start, _ in bounds), len(text)]
    if splitter is _PIPE:
        if starts and ends[0] == 0:
            starts, ends = starts[1:], ends[1:]
        if len(starts) > 1 and starts[-1] == len(text):
            starts, ends = starts[:-1], ends[:-1]
    cells: list[tuple[str, int]] = []
    for start, end in zip(starts, ends, strict=True):
        piece = text[start:end]
        body = piece.strip(_BLANK)
        lead = len(piece) - len(piece.lstrip(_BLANK)) if body else min(1, len(piece))
        if len(body) > 4 and body[:2] == body[-2:] == "**" and "*" not in body[2:-2]:
            body, lead = body[2:-2], lead + 2
        cells.append((body, line.start + start + lead))
    return cells


def _broken(cell: tuple[str, int]) -> tuple[str, int]:
    """A cell without the line breaks of its markup (本年新<br>制作数量), which then has no place of its own."""
    text = _BREAK.sub("", cell[0]) if "<" in cell[0] else cell[0]
    return cell if text == cell[0] else (text, -1)


def _joined(above: tuple[str, int], below: tuple[str, int]) -> tuple[str, int]:
    """A cell of two lines between two lines of the frame."""
    if not below[0]:
        return above
    return (above[0] + below[0], -1) if above[0] else below


def table_end(lines: list[Line], at: int, last: int) -> int:
    """The index after the last row of the table that starts at line ``at``; ``at`` for no table."""
    end = at
    rows = 0
    ruled = False
    first = at
    while end < last and lines[end].kind in ("row", "rule") and not (end > at and lines[end].gap):
        if lines[end].kind == "rule" and is_frame(lines[end].text):
            first += first == end
        elif lines[end].kind == "rule":
            if not rows or "|" not in lines[end].text:
                break
            if ruled:
                # A second rule: the row above it heads a table of its own.
                end -= 1
                rows -= 1
                break
            ruled = True
        else:
            rows += 1
        end += 1
    if rows >= 2 or (rows and (ruled or _framed(lines[first].text))):
        return end
    return at


def is_frame(text: str) -> bool:
    """Whether a line draws the frame of a table (┌──┬──┐, +----+----+).

    >>> is_frame("├────┼──┤"), is_frame("+====+====+"), is_frame("|---|---|"), is_frame("────")
    (True, True, False, False)
    """
    return text[0] in _CORNERS and text[-1] in _CORNERS and _FRAME.fullmatch(text) is not None


def _framed(text: str) -> bool:
    return len(text) > 2 and text[0] in "|｜│" and text[-1] in "|｜│" and len(_PIPE.findall(text)) >= 3


def read_table(lines: list[Line]) -> RawTable:
    """The grid of the rows; a Markdown rule ends the heading rows."""
    rows: list[list[tuple[str, int]]] = []
    head = 0
    whole = sum(line.kind == "rule" and is_frame(line.text) for line in lines) > _FRAMES_OF_A_TABLE
    goes_on = False
    for line in lines:
        if line.kind == "rule":
            if not is_frame(line.text) or "=" in line.text:
                head = len(rows)
            goes_on = False
            continue
        cells = [_broken(cell) for cell in row_cells(line)]
        if goes_on and len(rows[-1]) == len(cells):
            rows[-1] = [_joined(*pair) for pair in zip(rows[-1], cells, strict=True)]
            continue
        rows.append(cells)
        goes_on = whole
    head = head if head < len(rows) else 0
    source = [[SourceCell(text) for text, _ in row] for row in rows]
    table = build_table(source, head_rows=head)
    places = [place for row in rows for place in row]
    for cell, (text, start) in zip(table.cells, places, strict=True):
        cell.start, cell.end = start, start + len(text) if start >= 0 else -1
        cell.header = cell.row < table.header_rows
    return table
