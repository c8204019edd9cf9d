"""Blocks as lines: what each one could be, before its neighbours are asked.

A line has a mark or none, and a shape: a title alone (``whole``), a title that fills the paragraph and ends
with 。 (``stop``) or ： (``label``), a short first clause that ends so before more text (``run_in``,
``run_in_label``), a numbered ``clause``, a mark alone (``bare``), a ``row`` of an official form, a ``table``,
an ``article``, an unmarked heading of the markup (``level``), or ``text``.

>>> from govreport.raw import Block
>>> [read_line(Block(t, 0, len(t)), 0).shape for t in ("一、总体情况", "1.加强管理。明确专人。", "（三）")]
['whole', 'run_in', 'bare']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import regex

from govreport import vocabulary
from govreport.models.content import ParagraphRole
from govreport.raw import Block

from .outline_marks import ARTICLE, CHAPTERS, STARTS, Mark, find_mark

__all__ = ["Line", "Shape", "is_short_name", "mark_rows", "read_line", "squeeze"]

Shape = Literal[
    "text",
    "table",
    "whole",
    "stop",
    "label",
    "run_in",
    "run_in_label",
    "clause",
    "bare",
    "row",
    "level",
    "article",
]

_LONGEST_TITLE = 60  # characters of a title that fills its paragraph
_LONGEST_RUN_IN = 40
_LONGEST_LABEL = 25
_LONGEST_SPACED = 30  # behind a number that only a blank divides from its title
_MOST_COMMAS = 3
_LONGEST_SHORT = 15

_WORDS = vocabulary.load("headings")
_STOP = regex.compile(r"。|(?<!\d)：|(?<=\d)：(?!\d)|(?<![\da-z]):(?!//|\d)")
_MARK_BEHIND_STOP = re.compile(f"[。；：:](?=[{re.escape(''.join(sorted(STARTS)))}])")


def _any_of(name: str) -> str:
    """A list of the vocabulary as a group, the longest word first."""
    return "(?:" + "|".join(map(re.escape, sorted(_WORDS[name], key=lambda word: (-len(word), word)))) + ")"


# The standard library's re: on titles it takes a fifth of the time of regex's named lists, and less where every
# branch begins with a literal.
_SENTENCE_WORD = re.compile(rf"；|{_any_of('sentence_words')[3:-1]}")
_SENTENCE_COUNT = re.compile(rf"\d(?:\.\d+)?+[万余多]*+\s?+{_any_of('count_units')}(?![例标])")
_SENTENCE_STARTS = tuple(_WORDS["sentence_starts"])
_NOT_SENTENCE_STARTS = tuple(_WORDS["not_sentence_starts"])
_NAMES_OF_LISTS = tuple(_WORDS["list_headings"])
_LEAD_IN = re.compile(
    rf"{_any_of('lead_in_words')}|{_any_of('lead_in_agents')}[^，、]{{0,6}}{_any_of('lead_in_verbs')}$"
)
# The official headings with the text right behind them, where a dump has lost the line end between.
_GLUED = re.compile(
    rf"{_any_of('official')}(?={_any_of('glued_openings')}|\d{{4}}\s?年[^。：]{{4}}"
    r"|[ \u3000]+(?=\S*[\u4e00-\u9fff])[^ \u3000].*。)"
)
_CAPTION = regex.compile(
    r"(?:\L<words>)\s?+[-－]?\s?+[\d一二三四五六七八九十]{1,3}(?:[-－.]\d+)?+\s*+(?:[：:、．. 　]|$)",
    words=_WORDS["caption_words"],
)
_CELLS = " \u3000\t\xa0\n0123456789.,，%％/—－-"
_LONGEST_ROW = 120
_ROWS = frozenset("".join(row.split()) for row in _WORDS["form_rows"])
_ROW_HEADERS = frozenset(_WORDS["form_headers"])
_LONG_ROWS = tuple(sorted(row for row in _ROWS if len(row) >= 12))
_ROW_STARTS = frozenset(row[0] for row in (*_ROWS, *_ROW_HEADERS))
_NO_ROWS = frozenset(("row", "article", "run_in"))


class Line:
    """A block on its way into the outline; offsets count in ``text``, which begins at ``left`` in the block."""

    __slots__ = (
        "at", "block", "epoch", "head_end", "heading", "left", "mark", "role", "second", "shape", "taken", "text",
        "title_end", "unmarked",
    )  # fmt: skip

    def __init__(self, at: int, block: Block, text: str, left: int) -> None:
        self.at = at
        self.block = block
        self.text = text
        self.left = left
        self.shape: Shape = "text"
        self.mark: Mark | None = None
        self.title_end = self.head_end = 0
        self.role: ParagraphRole | None = None
        self.second: Line | None = None  # the next line, where a heading stands on two
        self.heading = self.taken = False  # … and taken is that next line
        self.epoch = 0  # counts the documents on the page: after a signature or a title in mid-page
        self.unmarked = ""  # the style of a heading without a number: "bracket" (【概述】), "entry" (printed contents)

    @property
    def style(self) -> str:
        return self.mark.style if self.mark is not None else self.unmarked

    def head_alone(self, style: str) -> None:
        """Make the line a heading without a number, of a style of its own."""
        self.shape, self.unmarked = "level", style
        self.title_end = self.head_end = len(self.text)

    @property
    def title(self) -> str:
        start = self.mark.end if self.mark is not None else 0
        own = self.text[start : self.title_end]
        if self.second is not None:
            own += self.second.text.rstrip("。：:")
        return own.strip()


def squeeze(text: str) -> str:
    """``text`` without white space."""
    return "".join(text.split())


def is_short_name(text: str, most: int = 45) -> bool:
    """Whether the text can be a title, or a part of one, on a line of its own."""
    return 1 < len(text) <= most and text[-1] not in "。：:；;，,、！？!?" and "。" not in text


def _is_sentence(title: str) -> bool:
    if title.endswith(_NAMES_OF_LISTS):
        return False
    return (
        title.count("，") + title.count(",") >= _MOST_COMMAS
        or _SENTENCE_WORD.search(title) is not None
        or (title.startswith(_SENTENCE_STARTS) and not title.startswith(_NOT_SENTENCE_STARTS))
        or _SENTENCE_COUNT.search(title) is not None
    )


def _whole(line: Line, rest: str) -> Shape:
    """The shape of a marked line in which no clause ends before its end."""
    assert line.mark is not None
    most = _LONGEST_TITLE
    if line.mark.style == "decimal0" or line.mark.number[-1] in "一二三四五六七八九十":
        most = _LONGEST_SPACED
    if len(rest) > most or rest[-1] in "；;" or "；" in rest:
        return "clause"
    if rest.count("，") + rest.count(",") > _MOST_COMMAS:
        return "clause"
    return "whole"


def _closed(line: Line, rest: str, stop: str, end: int) -> Shape:
    """The shape of a marked line whose first clause ends at ``end`` with ``stop``."""
    assert line.mark is not None
    title = rest[:end]
    fills = end + 1 == len(rest)
    spaced = line.mark.style == "decimal0" or line.mark.number[-1] in "一二三四五六七八九十"
    if not title or spaced:
        return "clause"
    if stop == "。":
        if end > _LONGEST_RUN_IN or _is_sentence(title):
            return "clause"
        return "stop" if fills else "run_in"
    if end > _LONGEST_LABEL or _LEAD_IN.search(title) is not None:
        return "clause"
    return "label" if fills else "run_in_label"


def _stop(text: str, start: int, end: int) -> int:
    """Where the first clause ends, -1 where it does not: a colon needs a closer look."""
    at = text.find("。", start, end)
    last = end if at < 0 else at
    if text.find("：", start, last) < 0 and text.find(":", start, last) < 0:
        return at
    found = _STOP.search(text, start, end)
    return found.start() if found is not None else -1


def _shape(line: Line) -> None:
    mark = line.mark
    assert mark is not None
    text = line.text
    if mark.style == ARTICLE:
        line.shape = "article"
        return
    rest = text[mark.end :]
    if not rest:
        line.shape = "bare"
        return
    if mark.style == "cn" and (glued := _GLUED.match(rest)) is not None:
        line.shape = "run_in"
        line.title_end = line.head_end = mark.end + glued.end()
        return
    at = _stop(text, mark.end, mark.end + _LONGEST_TITLE + 1)
    if at < 0:
        line.shape = _whole(line, rest)
        line.title_end = line.head_end = len(text)
        return
    line.title_end, line.head_end = at, at + 1
    line.shape = _closed(line, rest, text[at], at - mark.end)
    if line.shape in ("run_in", "run_in_label") and _goes_on(text, line.head_end - 1, mark):
        line.shape = "clause"
    if line.shape == "clause" and mark.style in CHAPTERS and len(rest) <= _LONGEST_RUN_IN:
        line.shape = "stop" if line.head_end == len(text) else "run_in"


def _goes_on(text: str, at: int, mark: Mark) -> bool:
    """Whether the next number of the same style follows inside the paragraph: （1）…。（2）… is a list."""
    for stop in _MARK_BEHIND_STOP.finditer(text, at):
        begin = stop.end()
        following = find_mark(text[begin : begin + _LONGEST_SHORT])
        if following is not None and following.style == mark.style:
            return following.ordinal == mark.ordinal + 1
    return False


def read_line(block: Block, at: int) -> Line:
    """The block as a line, with its own shape."""
    raw = block.text
    text = raw.strip()
    line = Line(at, block, text, len(raw) - len(raw.lstrip()) if raw is not text else 0)
    if block.table is not None or block.kind == "table":
        line.shape = "table"
        return line
    if text and text[0] in STARTS:
        line.mark = find_mark(text)
        if line.mark is not None:
            _shape(line)
    if block.level and line.shape in ("text", "clause", "run_in_label") and is_short_name(text.rstrip("：:。"), 60):
        line.title_end = len(text.rstrip("：:。"))
        line.head_end = len(text)
        line.shape = "text" if _CAPTION.match(text) else "level"
        line.role = "subtitle" if line.shape == "text" else None
    return line


def mark_rows(lines: Sequence[Line]) -> None:
    """Set apart the rows of official forms that stand as lines: certain rows, and doubtful ones beside them."""
    unsure: list[int] = []
    sure: set[int] = set()
    for index, line in enumerate(lines):
        if line.mark is None or len(line.text) > _LONGEST_ROW or line.shape in _NO_ROWS:
            continue
        first = line.text[line.mark.end : line.mark.end + 1]
        if first and first not in _ROW_STARTS:
            continue
        name = squeeze(line.text[line.mark.end :] + (line.second.text if line.second else "")).rstrip(_CELLS)
        if name in _ROWS or name.startswith(_LONG_ROWS):
            sure.add(index)
            line.shape = "row"
        elif name in _ROW_HEADERS:
            unsure.append(index)
    for index in unsure:
        if index + 1 in sure or (index - 1 in sure and lines[index].text[-1].isdecimal()):
            lines[index].shape = "row"
    for index in (*sure, *unsure):
        line = lines[index]
        if line.shape == "row" and line.second is not None:
            line.second.taken = False
            line.second = None
