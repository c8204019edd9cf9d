"""The marks that number headings and clauses: 第一章, 一、, （一）, 1., 1）, （1）, ①, 1.1.

GB/T 9704-2012, 7.3.3 names four (一、 （一） 1. （1）); real pages know more spellings. A mark has a style,
which decides about depth, an ordinal and its characters as printed. ``2014.12.23``, ``1.5万`` and ``12.9%`` are
no marks.

>>> find_mark("（十二）完善制度")
Mark(style='cn_bracket', ordinal=12, end=4, number='（十二）')
>>> find_mark("1.5万元"), find_mark("2014.12.23"), find_mark("一是加强领导")
(None, None, None)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, cast

import regex

__all__ = ["ARTICLE", "CHAPTERS", "RANK", "STARTS", "Mark", "find_mark"]

ARTICLE = "article"
# The usual order from the outside in; it decides only where a document itself leaves the order open.
_ORDER = (
    "book",
    "part",
    "chapter",
    "division",
    "capital",
    "roman",
    "zero",
    "cn",
    "stem",
    "ordinal",
    "cn_bracket",
    "decimal0",
    "decimal1",
    "decimal2",
    "decimal3",
    "arabic",
    "arabic_right",
    "arabic_bracket",
    "letter",
    "circled",
)
RANK = {style: rank for rank, style in enumerate(_ORDER)}
CHAPTERS = frozenset(_ORDER[:4])
_UNITS = {"编": "book", "篇": "book", "部分": "part", "章": "chapter", "节": "division", "条": ARTICLE}


class Mark(NamedTuple):
    """A mark at the start of a line: ``end`` is where the title begins, ``number`` the mark as printed."""

    style: str
    ordinal: int
    end: int
    number: str


_new_mark = cast("Callable[[tuple[str, int, int, str]], Mark]", partial(tuple.__new__, Mark))


_FIGURES = "零一二三四五六七八九十"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _FIGURES[tens] + "十"
    return head + (_FIGURES[ones] if ones else "")


_CHINESE = {_chinese(n): n for n in range(1, 100)} | {"一十": 10, "廿": 20, "百": 100, "一百": 100}
_CHINESE |= {f"一百{'零' if n < 10 else '一' if n < 20 else ''}{_chinese(n)}": 100 + n for n in range(1, 100)}

_ENCLOSED: dict[str, tuple[str, int]] = {}
for _first, _count, _style, _base in (
    (0x3220, 10, "cn_bracket", 1),
    (0x2460, 20, "circled", 1),
    (0x2474, 20, "arabic_bracket", 1),
    (0x2488, 20, "arabic", 1),
    (0x2776, 10, "circled", 1),
    (0x24EB, 10, "circled", 11),
    (0x2160, 12, "roman", 1),
):
    _ENCLOSED |= {chr(_first + n): (_style, _base + n) for n in range(_count)}

# What a scan makes of 一 and 二 before 、 or in brackets: a dash, a katakana ni.
_SCANNED = {"-": 1, "—": 1, "–": 1, "ー": 1, "―": 1, "ニ": 2}
_SIGNS = {figure: ("capital", n) for n, figure in enumerate("壹贰叁肆伍陆柒捌玖拾", 1)}
_SIGNS |= {figure: ("stem", n) for n, figure in enumerate("甲乙丙丁戊己庚辛", 1)}
_C = "一二三四五六七八九十百零"
_BLANK = r"[ 　\t\xa0]"
_UNIT_RULE = re.compile(
    rf"第\s?+([{_C}廿]{{1,5}}+|\d{{1,3}}+)\s?+(部分|[编篇章节条])(?![程节目约款])"
    r"(?:之[一二三四五六七八九十])?+\s*+[：:、．.]?+"
)
_CN_RULE = re.compile(
    rf"([{_C}廿]{{1,5}}+)(?:\s?+[、．.，](?!\s?+[{_C}]{{1,3}}+[、季期级类月产])|\s*+[：:]|(?={_BLANK}\S))"
)
_SCANNED_RULE = regex.compile(r"[（(]\s?+([-—–ー―ニ])\s?+[）)][、．.]?+|([-—–ー―ニ])\s?+、")
_CAPITAL_RULE = regex.compile(r"([壹贰叁肆伍陆柒捌玖拾]|[甲乙丙丁戊己庚辛](?!\s?+[、．.]\s?+[甲乙丙丁]))\s?+[、．.]")
_CN_RIGHT_RULE = regex.compile(rf"([{_C}]{{1,3}}+)\s?+[）)]\s?+[、．.]?+")
_CN_BRACKET_RULE = re.compile(rf"[（(〔\[【﹝]\s?+([{_C}廿]{{1,5}}+)\s?+[）)〕\]】﹞]\s?+[、．.，：]?+")
_ORDINAL_RULE = re.compile(rf"第([{_C}]{{1,3}}+)\s?+、")
_LETTER_RULE = regex.compile(r"(?:(I{1,3}|IV|VI{0,3}|IX|X)|([A-H]))\s?+(?:、|[.．])\s*+(?=[\p{Han}“《])")
_ROMAN = {text: n for n, text in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"), 1)}
_LETTERS = frozenset("ABCDEFGHIVX")
_ARABIC_BRACKET_RULE = re.compile(r"[（(〔\[【]\s?+(\d{1,2}+)\s?+[）)〕\]】]\s?+[、．.]?+")
_DECIMAL_RULE = regex.compile(
    r"(\d{1,2}+)[.．](\d{1,2}+)(?:[.．](\d{1,2}+))?+(?:[.．](\d{1,2}+))?+"
    rf"(?:{_BLANK}++(?=[\p{{Han}}“《])|[、．.]\s*+(?=\p{{Han}})|(?=[\p{{Han}}“《]))"
    r"(?![万亿千百元％个倍米年月日号件条次人吨公平亩项家份])"
)
_ARABIC_RULE = re.compile(
    r"(\d{1,2}+)\s?+(?:([)）])\s?+[、．.]?+|[.．](?!\d|\s?+\d{1,2}+[.．])|[.．](?=(?:19|20)\d\d年)"
    r"|、(?!\d{1,2}+[月日号时、]))"
)
_SPACED_RULE = regex.compile(rf"(\d{{1,2}}+){_BLANK}++(?=[\p{{Han}}“《])")

_ZERO_RULE = regex.compile(rf"0([1-9])(?:{_BLANK}*+\||{_BLANK}*+/)?+(?:{_BLANK}*+(?=[\p{{Han}}“《])|$)")

_LONGEST_ARTICLE = 7
_AFTER_ROMAN = ("、", "．", ".", "，")
_FIGURE_STARTS = frozenset("0123456789０１２３４５６７８９")
STARTS = frozenset((*"第（(〔[【﹝廿", *_C, *_FIGURE_STARTS, *_ENCLOSED, *_SCANNED, *_SIGNS, *_LETTERS))


_DOUBTFUL = frozenset(_C) | frozenset("廿、．.，：") | {chr(code) for code in range(0x3001) if chr(code).isspace()}
"""What may make more, or less, of a common mark when it stands right behind it."""
_DOUBTFUL_FIGURE = _DOUBTFUL | _FIGURE_STARTS


def _ordinal(text: str) -> int | None:
    return int(text) if text[0].isdecimal() else _CHINESE.get(text)


def _mark(style: str, ordinal: int | None, match: re.Match[str] | regex.Match[str]) -> Mark | None:
    if ordinal is None:
        return None
    end = match.end()
    text = match.string
    while end < len(text) and text[end].isspace():
        end += 1
    return _new_mark((style, ordinal, end, text[: match.end()].rstrip()))


def _arabic(text: str) -> Mark | None:
    match: re.Match[str] | regex.Match[str] | None
    if text[0] == "0":
        match = _ZERO_RULE.match(text)
        if match is not None:
            return _mark("zero", int(match[1]), match)
    match = _DECIMAL_RULE.match(text)
    if match is not None:
        numbers = [group for group in match.groups() if group is not None]
        if all(int(number) > 0 for number in numbers):
            return _mark(f"decimal{len(numbers) - 1}", int(numbers[-1]), match)
        return None
    match = _ARABIC_RULE.match(text)
    if match is not None:
        return _mark("arabic_right" if match[2] else "arabic", int(match[1]), match)
    match = _SPACED_RULE.match(text)
    return _mark("decimal0", int(match[1]), match) if match is not None else None


def _ready() -> dict[str, Mark]:
    """The common marks as they stand before a plain title, by their characters: 一、 （一） 1."""
    found = {}
    for figure in _C:
        number = _CHINESE.get(figure)
        if number is not None:
            for text, style in ((figure + "、", "cn"), *((a + figure + b, "cn_bracket") for a in "（(" for b in "）)")):
                found[text] = Mark(style, number, len(text), text)
    for number in range(1, 10):
        for text in (f"{number}.", f"{number}．", f"{number}、"):
            found[text] = Mark("arabic", number, 2, text)
    return found


_READY = _ready()


def _article(text: str) -> Mark | None:
    """第三条 with a blank behind it: nearly all articles, read without a pattern."""
    at = text.find("条", 2, _LONGEST_ARTICLE)
    number = _CHINESE.get(text[1:at]) if at > 0 else None
    if number is None or not text[at + 1 : at + 2].isspace():
        return None
    end = at + 2
    while text[end : end + 1].isspace():
        end += 1
    return _new_mark((ARTICLE, number, end, text[: at + 1])) if text[end : end + 1] not in "：:、．." else None


def _unit(text: str) -> Mark | None:
    mark = _article(text)
    if mark is not None:
        return mark
    match = _UNIT_RULE.match(text)
    if match is not None:
        return _mark(_UNITS[match[2]], _ordinal(match[1]), match)
    match = _ORDINAL_RULE.match(text)
    return _mark("ordinal", _ordinal(match[1]), match) if match is not None else None


def _letter(text: str) -> Mark | None:
    """I. and A. before Chinese text; a lone I is the first of the Roman figures."""
    match = _LETTER_RULE.match(text)
    if match is None:
        return None
    if match[1] is not None:
        return _mark("roman", _ROMAN[match[1]], match)
    return _mark("letter", ord(match[2]) - ord("A") + 1, match)


def find_mark(text: str) -> Mark | None:
    """The mark that ``text`` begins with; the text starts without blanks.

    Chapter headings are marks (第三章), and so are articles (``ARTICLE``). ``decimal0`` is a number that only a
    blank divides from its text (``1 总则``): a mark only in documents that also have 1.1. ``zero`` is the number of
    a heading in articles of WeChat (``01`` above or before 总体情况).

    >>> find_mark("第三章　监督检查"), find_mark("⑵现场核查")[:3]
    (Mark(style='chapter', ordinal=3, end=4, number='第三章'), ('arabic_bracket', 2, 1))
    >>> [mark and mark.style for mark in map(find_mark, ("1.1 编制目的", "3、2015年工作", "3.2亿元"))]
    ['decimal1', 'arabic', None]
    """
    first = text[:1]
    match: re.Match[str] | regex.Match[str] | None
    if not first or first not in STARTS:
        return None
    mark = _READY.get(text[:2]) or _READY.get(text[:3])
    if mark is not None and len(text) > 4 and text[mark.end] not in (_DOUBTFUL_FIGURE if mark.end == 2 else _DOUBTFUL):
        return mark  # most marks there are, with a plain title behind them: read without a pattern
    if first == "第":
        return _unit(text)
    if first in _FIGURE_STARTS:
        return _arabic(text)
    if first in _LETTERS:
        return _letter(text)
    enclosed = _ENCLOSED.get(first)
    if enclosed is not None:
        if enclosed[0] == "roman" and text[1:2] not in _AFTER_ROMAN:
            return None  # Ⅰ级响应
        end = 1
        while end < len(text) and (text[end].isspace() or text[end] in "、．."):
            end += 1
        return Mark(*enclosed, end, text[:end].rstrip())
    match = _CN_BRACKET_RULE.match(text)
    if match is not None:
        return _mark("cn_bracket", _ordinal(match[1]), match)
    match = _CN_RULE.match(text)
    if match is not None:
        return _mark("cn", _ordinal(match[1]), match)
    match = _CN_RIGHT_RULE.match(text)
    if match is not None:
        return _mark("cn_bracket", _ordinal(match[1]), match)
    match = _ARABIC_BRACKET_RULE.match(text)
    if match is not None:
        return _mark("arabic_bracket", int(match[1]), match)
    match = _SCANNED_RULE.match(text)
    if match is not None:
        return _mark("cn" if match[1] is None else "cn_bracket", _SCANNED[match[1] or match[2]], match)
    match = _CAPITAL_RULE.match(text)
    return _mark(*_SIGNS[match[1]], match) if match is not None else None
