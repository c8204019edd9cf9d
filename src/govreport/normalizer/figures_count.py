"""A number with its counter word: where it stands, its value, and what rounds it.

Years, dates, ordinals, ranges and codes are no counts and are left out; units, and what they must not run
into, are in ``vocabulary/units.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from string import ascii_letters

import regex

from govreport.models.figure import Comparator
from govreport.vocabulary import load, words

from .numerals import parse_number

__all__ = ["Count", "find_numbers", "find_share"]

_UNITS = load("units")
_SINGLE = "".join(_UNITS["single"])
_NOT_BEFORE = {unit: tuple(after) for unit, after in _UNITS["not_before"].items()}
_BEFORE_EXACT = words("units", "before_exact")
_AFTER: dict[str, Comparator] = _UNITS["after"]
_BOUNDARY = "，。；、）,;)"

_COMPOUND = "|".join(map(regex.escape, words("units", "compound")))
_ROUNDED = "|".join(sorted(_AFTER, key=len, reverse=True))
_UNIT = rf"(?:(?P<unit>[{_SINGLE}](?![次(（/])|{_COMPOUND}|[{_SINGLE}])(?P<after>{_ROUNDED})?+"
_RUN = regex.compile(r"\d[\d,，.．]*+")
_NUMBER = regex.compile(
    rf"(?P<number>(?:\d{{1,3}}(?:[,，]\d{{3}})++(?!\d)|\d{{1,3}}(?:[ ]\d{{3}})++(?=\s?[{_SINGLE}万余])|\d++)"
    r"(?:[.．]\d++)?+"
    r"(?:\s?(?:[十百千]?[万亿]|[十百千])(?:\s?[余多])?|\s?[余多](?:\s?[万亿])?)?)"
    rf"\s?{_UNIT}|(?=\s?(?:[{_BOUNDARY}和及]|$)))",
)
_PLACE = regex.compile(
    rf"(?P<number>[十百千万][一二三四五六七八九十百千万零〇]{{0,12}}+[余多]?+(?:万[余多]?)?+)\s?{_UNIT})",
)
# What may follow a number that counts, and what may not stand before one.
_FOLLOWS = frozenset(_SINGLE + "余多十百千万亿" + _BOUNDARY + "和及")
_LONGEST = 24  # characters of a printed number; what is longer is a code
_SINGLES = frozenset(_SINGLE)
_NOT_PLAIN = frozenset("次(（/以及左上之至为")
_AFTER_PLACE = frozenset(_SINGLE + "余多十百千万一二三四五六七八九零 ")
_NO_NUMBER_AFTER = frozenset("./〔[#+·_%-—–~～－" + ascii_letters)
_SINGLE_CHINESE = regex.compile(
    r"[^，,。；、一第每\d]{0,12}?(?P<number>[一二两三四五六七八九])(?P<unit>[件条起次场期篇宗份例])(?P<after>(?!))?"
)
_BEFORE_SINGLE = ("收到", "受理", "召开", "举办")
_CHINESE_DIGITS = frozenset("一二两三四五六七八九")
_CHINESE_PLACES = frozenset("一二两三四五六七八九十百千")
_VAGUE_BEFORE = frozenset("第数几好成上每零〇万")
_RANGE = frozenset(":：-—–~～至到－")
_RULES_AFTER = ("以下", "以内", "之内", "至", "为限")
_NUMERAL = regex.compile(r"[\d一二两三四五六七八九十百千万]")  # 10件以上30件以下 is a rule, not a count
_SPACED = regex.compile(r"\s(?!\d)")  # 1.2 万
_SHARE = regex.compile(
    r"\s*+[，,、]?+\s*+(?P<open>[（(])?+\s*+约?+占(?:比|[^\d，,。；;、%％（(]{0,16}?)\s*+(?P<share>\d++(?:[.．]\d++)?+)"
    r"\s*+[%％](?(open)\s*+[)）])"
)
_BARE_SHARE = regex.compile(r"\s*[（(]\s*(?P<share>\d++(?:[.．]\d++)?)\s*[%％]\s*[)）]")


class Count:
    """One number of a paragraph while its sentence is read; becomes a ``Figure`` at the end."""

    __slots__ = (
        "aside", "beside", "bracketed", "breaks", "by", "closes", "colon", "comparator", "depth", "end", "exhaustive",
        "fresh", "gap_clause", "number", "opens", "parts", "parts_sum", "quantity", "raw_start", "sentence",
        "separator", "share", "subject", "unit", "unit_end", "value",
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
        self.depth = 0
        self.parts_sum: int | Decimal = 0
        self.exhaustive = True
        self.separator = ""
        self.sentence = self.breaks = self.colon = self.aside = self.gap_clause = self.bracketed = False
        self.beside = self.by = self.fresh = self.quantity = False
        self.closes = self.opens = 0


def find_numbers(text: str) -> list[Count]:
    """The numbers of ``text`` with a counter word (or none, before a comma), in reading order."""
    found: list[Count] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end - start > _LONGEST:
            continue
        at = end
        after = text[at : at + 1]
        if after == " ":
            at += 1
            after = text[at : at + 1]
        digits = run[0]
        if after in _SINGLES and digits.isdecimal() and text[at + 1 : at + 2] not in _NOT_PLAIN:
            # Most numbers are plain digits before a plain counter word: no need for the full pattern.
            wrong = _NOT_BEFORE.get(after)
            if not (start and _attached(text, start)) and not (wrong and text.startswith(wrong, at + 1)):
                found.append(Count(start, at + 1, int(digits), after, "="))
        elif not after and digits.isdecimal():  # a bare number at the end of a line
            if not (start and _attached(text, start)):
                found.append(Count(start, end, int(digits), "", "="))
        elif _may_count(text, start, at, after, digits) and not (start and _attached(text, start)):
            match = _NUMBER.match(text, start)
            if match is not None and (count := _count(text, start, match)) is not None:
                found.append(count)
    spelled = list(_spelled(text))
    return _in_order(found + spelled) if spelled else found


def _spelled(text: str) -> Iterator[Count]:
    """The numbers in Chinese numerals."""
    for place in "十百千万":
        if place in text:
            yield from _by_places(text, place)
    for verb in _BEFORE_SINGLE:
        if verb in text:
            yield from _after_verb(text, verb)


def _may_count(text: str, start: int, at: int, after: str, digits: str) -> bool:
    """A quick look at what follows a number (``after`` at ``at``), before the full pattern is tried."""
    if after in _FOLLOWS or not after or not digits[-1].isdecimal():
        return True
    return after.isdecimal() and at - start <= 4 and text[at : at + 3].isdecimal()  # 12 345: blank groups


def _in_order(found: list[Count]) -> list[Count]:
    """By place, without numerals that begin inside another (二十 and 百 of 一百二十)."""
    found.sort(key=lambda count: (count.number, -count.unit_end))
    kept: list[Count] = []
    for count in found:
        if not kept or count.number >= kept[-1].unit_end:
            kept.append(count)
    return kept


def _attached(text: str, start: int) -> bool:
    """Whether a number is an ordinal, the end of a range (3至5), or part of a date, a time or a code."""
    before = text[start - 1]
    if before == " " and start > 1:
        before, start = text[start - 2], start - 1
        if before in ".．" and start > 2 and text[start - 2].isdigit() and not text[start - 3].isspace():
            return True  # 3. 6万: a blank inside of a number
        return before == "第" or (before in _RANGE and text[start - 2 : start - 1].isdigit())
    if before in ":：":
        return text[start - 2 : start - 1].isdigit()
    if before in "至到":
        return text[start - 2 : start - 1].isdigit()
    return before == "第" or before in _NO_NUMBER_AFTER


def _by_places(text: str, place: str) -> Iterator[Count]:
    """Chinese numerals with a place (一百二十三, 二十余); those without one are mostly no counts."""
    at = text.find(place)
    while at >= 0:
        if text[at + 1 : at + 2] in _AFTER_PLACE and (match := _PLACE.match(text, at)) is not None:
            start = at - 1 if at and text[at - 1] in _CHINESE_DIGITS else at
            before = text[start - 1] if start else ""
            vague = before in _VAGUE_BEFORE or before in _CHINESE_PLACES or before.isdigit()
            # 第一百二十条, and articles without their 第
            exact = match["unit"] in "条项" and not any(sign in match["number"] for sign in "余多")
            exact = exact and not text.endswith(_BEFORE_EXACT, 0, start)
            if not vague and not exact and (count := _count(text, start, match)) is not None:
                yield count
        at = text.find(place, at + 1)


def _after_verb(text: str, verb: str) -> Iterator[Count]:
    """One Chinese figure (两次, 三件) is a count only shortly after 召开, 收到 and their like."""
    at = text.find(verb)
    while at >= 0:
        match = _SINGLE_CHINESE.match(text, at + len(verb))
        if match is not None and (count := _count(text, match.start("number"), match)) is not None:
            yield count
        at = text.find(verb, at + 1)


def _count(text: str, start: int, match: regex.Match[str]) -> Count | None:
    unit, after = match["unit"] or "", match["after"]
    end = match.end()
    if unit and after is None:
        wrong = _NOT_BEFORE.get(unit)
        if wrong is not None and text.startswith(wrong, end):
            return None
        if text.startswith(_RULES_AFTER, end):
            return None
    elif after is not None and _NUMERAL.match(text, end):
        return None
    raw = text[start : match.end("number")]
    comparator: Comparator = "="
    value: int | Decimal
    if raw.isdecimal():
        value = int(raw)
    else:
        number = parse_number(_SPACED.sub("", raw) if " " in raw else raw)
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
