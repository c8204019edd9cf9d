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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from govreport import vocabulary
from govreport.models.content import ParagraphRole
from govreport.raw import Block

from .outline_marks import ARTICLE, CHAPTERS, STARTS, Mark, find_mark

__all__ = ["Line", "Shape", "is_short_name", "mark_rows", "read_line", "read_lines", "squeeze"]

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

_WORDS = vocabulary.load("headings")
_STOP = regex.compile(r"。|(?<!\d)：|(?<=\d)：(?!\d)|(?<![\da-z]):(?!//|\d)")
_SENTENCE = regex.compile(
    r"^(?:\L<starts>)|\L<words>|；|\d(?:\.\d+)?+[万余多]*+\s?+(?:\L<units>)(?![例标])",
    starts=_WORDS["sentence_starts"],
    words=_WORDS["sentence_words"],
    units=_WORDS["count_units"],
)
_LEAD_IN = regex.compile(r"\L<words>", words=_WORDS["lead_in_words"])
_CAPTION = regex.compile(
    r"(?:\L<words>)\s?+[-－]?\s?+[\d一二三四五六七八九十]{1,3}(?:[-－.]\d+)?+\s*+(?:[：:、．. 　]|$)",
    words=_WORDS["caption_words"],
)
_CELLS = " \u3000\t\xa0\n0123456789.,，%％/—－-"
_LONGEST_ROW = 120
_ROWS = frozenset("".join(row.split()) for row in _WORDS["form_rows"])
_ROW_HEADERS = frozenset(_WORDS["form_headers"])
_LONG_ROWS = tuple(sorted(row for row in _ROWS if len(row) >= 12))
_NO_ROWS = frozenset(("row", "article", "run_in"))
_OPEN = ("（", "(", "《", "“", "和", "与", "及", "、", "，")


@dataclass(slots=True)
class Line:
    """A block on its way into the outline; offsets count in ``text``, which begins at ``left`` in the block."""

    at: int
    block: Block
    text: str
    left: int
    shape: Shape = "text"
    mark: Mark | None = None
    title_end: int = 0
    head_end: int = 0
    role: ParagraphRole | None = None
    heading: bool = False
    second: Line | None = None  # the next line, where a heading stands on two
    taken: bool = False  # … and this is that next line
    epoch: int = 0  # counts the documents on the page: after a signature or a title in mid-page

    @property
    def style(self) -> str:
        return self.mark.style if self.mark is not None else ""

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
    return title.count("，") + title.count(",") >= _MOST_COMMAS or _SENTENCE.search(title) is not None


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
    found = _STOP.search(text, mark.end, mark.end + _LONGEST_TITLE + 1)
    if found is None:
        line.shape = _whole(line, rest)
        line.title_end = line.head_end = len(text)
        return
    line.title_end, line.head_end = found.start(), found.end()
    line.shape = _closed(line, rest, found[0], found.start() - mark.end)
    if line.shape == "clause" and mark.style in CHAPTERS and len(rest) <= _LONGEST_RUN_IN:
        line.shape = "stop"


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


def read_lines(blocks: Sequence[Block], signature: frozenset[int]) -> list[Line]:
    """All blocks that are not blank, as lines; marks that stand alone are joined with their titles."""
    lines = [line for line in map(read_line, blocks, range(len(blocks))) if line.text or line.shape == "table"]
    if signature:
        for line in lines:
            if line.at in signature and line.shape != "table":
                line.role, line.shape, line.mark = "signature", "text", None
    spaced: list[Line] = []
    for index, line in enumerate(lines):
        if line.mark is None:
            continue
        if line.mark.style == "decimal0":
            spaced.append(line)
        if index + 1 < len(lines) and (line.shape == "bare" or (line.shape == "whole" and line.text.endswith(_OPEN))):
            _join(line, lines[index + 1])
    if spaced and not any(line.style == "decimal1" for line in lines):
        for line in spaced:
            line.mark, line.shape = None, "text"
            if line.second is not None:
                line.second.taken, line.second = False, None
    return lines


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


def mark_rows(lines: Sequence[Line]) -> None:
    """Set apart the rows of official forms that stand as lines: certain rows, and doubtful ones beside them."""
    unsure: list[int] = []
    sure: set[int] = set()
    for index, line in enumerate(lines):
        if line.mark is None or len(line.text) > _LONGEST_ROW or line.shape in _NO_ROWS:
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
