"""A number with its counter word: where it stands, its value, and what rounds it.

Years, dates, ordinals, ranges, changes (较上年增加20件) and rules (每年不少于4次) are no counts and are left out;
units and what they must not run into are in ``vocabulary/units.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from govreport.models.figure import Comparator
from govreport.vocabulary import load, words

from .numerals import parse_number

__all__ = ["Count", "find_numbers", "find_share"]

_UNITS = load("units")
_SINGLE = "".join(_UNITS["single"])
_NOT_BEFORE = {unit: tuple(after) for unit, after in _UNITS["not_before"].items()}
_AFTER: dict[str, Comparator] = _UNITS["after"]
_BOUNDARY = "，。；、）,;)"

_UNIT = rf"(?:(?P<unit>[{_SINGLE}](?!次|[(（/])|\L<compound>|[{_SINGLE}])(?P<after>\L<after>)?+"
_ARABIC = regex.compile(
    r"(?<![\d.．/A-Za-z〔\[#+·_%])"
    r"(?P<number>\d++(?!\s?[年月日号时％%分楼])(?:[,，]\d{3})*+(?:[ ]\d{3}(?=\s?[条件篇次元人份个]|[ ]\d{3}\s?[条件篇次元人份个]))*+"
    r"(?:[.．]\d++)?+(?:\s?(?:[十百千]?[万亿]|[十百千])(?:\s?[余多])?|\s?[余多](?:\s?[万亿])?)?)"
    rf"\s?{_UNIT}|(?=\s?(?:[{_BOUNDARY}和及]|$)))",
    compound=list(words("units", "compound")),
    after=list(_AFTER),
)
_PLACE = regex.compile(
    rf"[十百千][一二三四五六七八九十百千万零〇]*+[余多]?+(?:万[余多]?)?+\s?{_UNIT})",
    compound=list(words("units", "compound")),
    after=list(_AFTER),
)
_SINGLE_CHINESE = regex.compile(r"[^，,。；、一第每\d]{0,12}?(?P<number>[一二两三四五六七八九])(?P<unit>[件条起次场期篇宗份例])")
_BEFORE_SINGLE = ("收到", "受理", "接到", "召开", "举办", "举行", "发生")
_CHINESE_DIGITS = "一二两三四五六七八九"
_VAGUE_BEFORE = frozenset("第数几好成上每零〇万")
_RANGE = frozenset(":：-—–~～至到－")
_RULES_AFTER = ("以下", "以内", "之内", "至", "为限")
_NUMERAL = regex.compile(r"[\d一二两三四五六七八九十百千万]")  # 10件以上30件以下 is a rule, not a count
_SHARE = regex.compile(
    r"\s*[，,]?\s*[（(]?\s*约?占(?:比|[^\d，,。；;、%％（(]{0,16}?)\s*(?P<share>\d++(?:[.．]\d++)?)\s*[%％]\s*[)）]?"
)
_BARE_SHARE = regex.compile(r"\s*[（(]\s*(?P<share>\d++(?:[.．]\d++)?)\s*[%％]\s*[)）]")


class Count:
    """One number of a paragraph while its sentence is read; becomes a ``Figure`` at the end."""

    __slots__ = (
        "aside", "beside", "bracketed", "breaks", "closes", "colon", "comparator", "end", "exhaustive", "gap_clause",
        "number", "opens", "parts", "quantity", "raw_start", "sentence", "separator", "share", "subject", "unit", "unit_end", "value",
    )  # fmt: skip

    def __init__(self, number: int, unit_end: int, value: int | Decimal, unit: str, comparator: Comparator) -> None:
        self.number = number
        self.unit_end = self.end = unit_end
        self.value = value
        self.unit = unit
        self.comparator = comparator
        self.raw_start = number
        self.subject = ""
        self.share: Decimal | None = None
        self.parts: list[Count] = []
        self.exhaustive = True
        self.separator = ""
        self.sentence = self.breaks = self.colon = self.aside = self.gap_clause = self.bracketed = False
        self.beside = self.quantity = False
        self.closes = self.opens = 0


def find_numbers(text: str) -> list[Count]:
    """The numbers of ``text`` with a counter word (or none, before a comma), in reading order."""
    found = [count for match in _ARABIC.finditer(text) if (count := _arabic(text, match)) is not None]
    size = len(found)
    if "十" in text or "百" in text or "千" in text:
        found += _by_places(text)
    for verb in _BEFORE_SINGLE:
        at = text.find(verb)
        while at >= 0:
            match = _SINGLE_CHINESE.match(text, at + 2)
            if match is not None and (count := _count(text, match.start("number"), match)) is not None:
                found.append(count)
            at = text.find(verb, at + 2)
    if len(found) > size:
        found.sort(key=_place)
    return found


def _place(count: Count) -> int:
    return count.number


def _arabic(text: str, match: regex.Match[str]) -> Count | None:
    start = match.start()
    before = text[max(0, start - 3) : start].rstrip()
    if before:
        if before[-1] == "第":
            return None
        if before[-1] in _RANGE and before[-2:-1].isdigit():
            return None  # 3至5 and 9:30: no single value
    return _count(text, start, match)


def _by_places(text: str) -> Iterator[Count]:
    """Chinese numerals with a place (一百二十三, 二十余); those without one are mostly no counts."""
    for match in _PLACE.finditer(text):
        start = match.start()
        if start and text[start - 1] in _CHINESE_DIGITS:
            start -= 1
        if start and (text[start - 1] in _VAGUE_BEFORE or text[start - 1] in _CHINESE_DIGITS or text[start - 1].isdigit()):
            continue
        if match["unit"] not in "条项" and (count := _count(text, start, match)) is not None:
            yield count


def _count(text: str, start: int, match: regex.Match[str]) -> Count | None:
    groups = match.groupdict()
    unit, after = groups["unit"] or "", groups.get("after")
    end = match.end()
    if unit and after is None:
        wrong = _NOT_BEFORE.get(unit)
        if wrong is not None and text.startswith(wrong, end):
            return None
        if text.startswith(_RULES_AFTER, end):
            return None
    elif after is not None and _NUMERAL.match(text, end):
        return None
    raw = groups.get("number") or text[start : match.start("unit")]
    comparator: Comparator = "="
    value: int | Decimal
    if raw.isdecimal():
        value = int(raw)
    else:
        number = parse_number(raw)
        if number is None:
            return None
        value, comparator = number.value, number.comparator
    if after is not None:
        comparator = _AFTER[after]
    return Count(start, end if unit else match.end("number"), value, unit, comparator)


def find_share(text: str, at: int, *, bare: bool) -> tuple[Decimal, int] | None:
    """The percentage printed right after a count (占12.5%), and where it ends; ``bare`` allows （12.5%）."""
    near = text[at : at + 4]
    if "占" in near:
        match = _SHARE.match(text, at)
    elif bare and ("（" in near or "(" in near):
        match = _BARE_SHARE.match(text, at)
    else:
        return None
    if match is None:
        return None
    return Decimal(match["share"].replace("．", ".")), match.end()

