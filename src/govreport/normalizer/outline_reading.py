"""All blocks as lines, and what only the lines together can tell: marks apart from their titles, headings without one.

A mark alone on its line takes the next line as its title. 1 总则 is a heading in documents that also have 1.1; 01
above 总体情况 where the numbers count up and all head text (WeChat); 【概述】 where several such lines have text
under them; the section names of 国办公开办函〔2021〕30号 where a word processor kept their numbers to itself.

>>> from govreport.raw import Block
>>> texts = ("01", "总体情况", "工作有序。", "02", "主动公开", "公开3条。")
>>> blocks = [Block(text, 0, len(text), index=place) for place, text in enumerate(texts)]
>>> [line.title for line in read_lines(blocks, frozenset()) if line.mark]
['总体情况', '主动公开']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from govreport import vocabulary
from govreport.raw import Block

from .outline_lines import Line, is_short_name, read_line

__all__ = ["read_lines"]

_LONGEST_TITLE = 60
_LONGEST_NAME = 25
_LONGEST_SHORT = 15
_FEWEST_OFFICIAL = 4
_OFFICIAL = re.compile("|".join(map(re.escape, vocabulary.words("titles", "report_sections"))))
_NUMBERED = frozenset(("cn", "zero", "part", "chapter"))
_OPEN = ("（", "(", "《", "“", "和", "与", "及", "、", "，")


def read_lines(blocks: Sequence[Block], signature: frozenset[int]) -> list[Line]:
    """All blocks that are not blank, as lines; marks that stand alone are joined with their titles."""
    lines = [line for line in map(read_line, blocks, range(len(blocks))) if line.text or line.shape == "table"]
    if signature:
        for line in lines:
            if line.at in signature and line.shape != "table":
                line.role, line.shape, line.mark = "signature", "text", None
    zeros: list[int] = []
    brackets: list[int] = []
    styles: set[str] = set()
    for index, line in enumerate(lines):
        mark = line.mark
        if mark is None:
            if line.text[:1] == "【" and line.text[-1] == "】":
                brackets.append(index)
            continue
        styles.add(mark.style)
        if mark.style == "zero":
            zeros.append(index)
        elif index + 1 < len(lines) and (line.shape == "bare" or (line.shape == "whole" and line.text.endswith(_OPEN))):
            _join(line, lines[index + 1])
    if "decimal0" in styles and "decimal1" not in styles:
        _unmark(line for line in lines if line.style == "decimal0")
    if zeros:
        _settle_zeros(lines, zeros)
    if len(brackets) > 1:
        _settle_brackets(lines, brackets)
    if _NUMBERED.isdisjoint(styles):
        _settle_official(lines)
    return lines


def _unmark(lines: Iterable[Line]) -> None:
    for line in lines:
        line.mark, line.shape = None, "text"
        if line.second is not None:
            line.second.taken, line.second = False, None


def _settle_official(lines: Sequence[Line]) -> None:
    """The sections of the official form are headings where a word processor has kept their numbers to itself."""
    found = [
        line
        for line in lines
        if line.shape == "text"
        and 4 <= len(line.text) <= _LONGEST_NAME
        and line.role is None
        and "，" not in line.text
        and is_short_name(line.text)
        and _OFFICIAL.search(line.text) is not None
    ]
    if len(found) >= _FEWEST_OFFICIAL:
        for line in found:
            line.head_alone("entry")


def _settle_zeros(lines: Sequence[Line], zeros: Sequence[int]) -> None:
    """01, 02 … are marks where they count up and all head text; in tables of one cell a line they are cells."""
    counts_up = all(lines[index].mark[1] == n for n, index in enumerate(zeros, 1))  # type: ignore[index]
    if counts_up and len(zeros) > 1 and all(_heads_text(lines, index) for index in zeros):
        for index in zeros:
            if lines[index].shape == "bare":
                _join(lines[index], lines[index + 1])
        return
    _unmark(lines[index] for index in zeros)


def _heads_text(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    title = index + (line.shape == "bare")
    if title + 1 >= len(lines) or (title == index and line.shape != "whole"):
        return False
    name, below = lines[title], lines[title + 1]
    if len(name.title if title == index else name.text) < 3 or not is_short_name(name.text):
        return False
    return below.shape == "table" or "。" in below.text or len(below.text) > _LONGEST_SHORT or below.mark is not None


def _settle_brackets(lines: Sequence[Line], brackets: Sequence[int]) -> None:
    """Lines in 【】 are headings where each one is short and has text under it."""
    for index in brackets:
        line = lines[index]
        if line.shape != "text" or not 4 <= len(line.text) <= _LONGEST_SHORT or "【" in line.text[1:]:
            return
        below = lines[index + 1] if index + 1 < len(lines) else line
        if below.shape != "table" and (below.text[:1] == "【" or len(below.text) < 4):
            return
    for index in brackets:
        lines[index].head_alone("bracket")


def _join(line: Line, following: Line) -> None:
    """Take the next line as the rest of this heading, where it looks like one and nothing stands between."""
    near = following.block.index - line.block.index <= 1
    name = following.text.rstrip("。：:")
    if not near or following.shape != "text" or following.role is not None or not is_short_name(name, 40):
        return
    if len(line.text) + len(name) > _LONGEST_TITLE or name.startswith(("附件", "（此件")):
        return
    line.second, following.taken = following, True
    line.shape = "whole"
    line.title_end = line.head_end = len(line.text)
