"""Pages whose line ends a dump has lost: what once were lines stands in one line, divided by single blanks.

Rule: Chinese is written without blanks, so in such a line a blank behind a final mark, between two Han characters or
before the number of a heading is where a line ended. The blanks round figures of a PDF (``2018 年 12 月``) are none,
nor are those of a page that keeps its lines: a line is spread only where it holds most of the page, or the numbers of
several headings. Frames of layout tables round a long cell (``| 各省… |``) are left out of the text.

>>> line = "关于开展检查的通知 各单位： 现通知如下。 一、时间 2018年5月1日。 二、范围 全县。 某县水利局 2018年4月2日"
>>> found = [line[start:end] for start, end in pieces(line)]
>>> found[:5], found[-2:]
(['关于开展检查的通知', '各单位：', '现通知如下。', '一、时间', '2018年5月1日。'], ['某县水利局', '2018年4月2日'])
"""

from __future__ import annotations

from typing import Final

import regex

__all__ = ["is_collapsed", "pieces"]

_BLANK: Final = regex.compile(r"[ \u3000\u00a0\t]+")
_FINAL: Final = frozenset("。！？；：…”）】》:")
_NUMBER: Final = regex.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百零\d]{1,5}[章节条]|附件?\s?\d{0,2}[:：]"
    r"|\d{1,2}[.．、](?=\p{Han})"
)
_BEHIND_NUMBER: Final = regex.compile(
    r"(?:(?<!\S)[一二三四五六七八九十]{1,3}、|(?<!\S)[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百零\d]{1,5}[章节条])$"
)
_TOP: Final = regex.compile(r"(?<=[\s。])(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百零]{1,5}[章条])")
_DAY: Final = regex.compile(r"(?:19|20)\d\d(?:年\S|[-/.]\d{1,2}[-/.]\d)")
_ENDS_DAY: Final = regex.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[:：]\d\d)$")
_UNITS: Final = frozenset("年月日时分秒万亿元件条个次人名位项份篇期场家户吨亩米平公余多以至号届")
_FAR = 14
_WIDE: Final = regex.compile(r"[\p{Han}，。、；：？！“”‘’（）《》〈〉【】〔〕…—]")
_LONG = 200
_SHARE = 0.6
_FEWEST_HEADINGS = 2
_FEWEST_STOPS = 2


def is_collapsed(text: str, page: int) -> bool:
    """Whether a line holds what once were several; ``page`` is the number of characters of the whole page."""
    if len(text) < _LONG or (" " not in text and "\u3000" not in text):
        return False
    stops = sum(text[match.start() - 1] in _FINAL for match in _BLANK.finditer(text) if match.start())
    if stops < _FEWEST_STOPS:
        return False
    return len(_TOP.findall(text)) >= _FEWEST_HEADINGS or len(text) > _SHARE * page


def pieces(text: str) -> list[tuple[int, int]]:
    """The lines that a collapsed line was, as places in it."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _BLANK.finditer(text):
        if match.start() > start and _parts(text, match.start(), match.end()):
            found.append((start, match.start()))
            start = match.end()
    return [*found, (start, len(text))] if start < len(text) else found


def _parts(text: str, end: int, begin: int) -> bool:
    """Whether the blank from ``end`` to ``begin`` stands where a line ended."""
    if begin >= len(text):
        return True
    left, right = text[end - 1], text[begin]
    if _BEHIND_NUMBER.search(text, max(0, end - 8), end):
        return False
    if left in _FINAL or _NUMBER.match(text, begin):
        return True
    if _WIDE.match(left) and _WIDE.match(right):
        # 云 溪 市: letters set apart, a single one between blanks.
        alone = text[begin + 1 : begin + 2].isspace() or (end > 1 and text[end - 2].isspace())
        return not alone
    if right.isdigit() and not left.isdigit():
        return _DAY.match(text, begin) is not None
    if not left.isdigit() or not _WIDE.match(right):
        return False
    # A cell, or the value of a label, ends with a figure; a counter word behind a blank belongs to it.
    return right not in _UNITS or _ENDS_DAY.search(text, max(0, end - _FAR), end) is not None
