"""Numbers as printed: Arabic, full width, Chinese, rounded (domain: count phrases of annual reports).

Source: GB/T 15835-2011 (出版物上数字用法) for Chinese figures and thousands groups. ``chinese_to_int`` reads
both ways of writing, by places (一百二十三) and by digits (二〇一四); ``parse_number`` reads a whole string
with the words that round it. The value stays what is printed: 近百 is "< 100", 百余 ">= 100", never a guess
between.

>>> chinese_to_int("三千二百"), chinese_to_int("二○一四"), chinese_to_int("二三十")
(3200, 2014, None)
>>> parse_number("35万余")
Number(value=350000, comparator='>=', raw='35万余')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from math import prod

import regex

from govreport.models.figure import Comparator
from govreport.vocabulary import load

__all__ = ["CHINESE_DIGITS", "ZERO_SIGNS", "Number", "chinese_to_int", "half_width", "parse_number"]

_WORDS = load("numerals")
_DIGITS: dict[str, int] = _WORDS["digits"]
_TENS: dict[str, int] = _WORDS["tens"]
_SCALES: dict[str, int] = _WORDS["scales"]
_BEFORE: dict[str, Comparator] = _WORDS["before"]
_AFTER: dict[str, Comparator] = _WORDS["after"]

ZERO_SIGNS: str = _WORDS["zero_signs"]
CHINESE_DIGITS: str = "".join(_DIGITS)

# One character to one character, so that offsets stay the same.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2002: 0x20,
    0x2003: 0x20,
}
_DIGIT_OF = dict.fromkeys(ZERO_SIGNS, "0") | {sign: str(value) for sign, value in _DIGITS.items()}
_DIGIT_TABLE = str.maketrans(_DIGIT_OF)
_PLACE_TABLE = str.maketrans("拾佰仟", "十百千")

_LONGEST = 40  # characters of a number with its words
_MOST_DIGITS = 18

_D = f"[{CHINESE_DIGITS}]"
_ZERO = "[零〇○Ｏ]"
_GROUP = (
    rf"(?:(?P<{{0}}q>{_D})千)?{_ZERO}?(?:(?P<{{0}}b>{_D})百)?{_ZERO}?"
    rf"(?:(?P<{{0}}t>{_D}?)(?P<{{0}}s>十)|(?P<{{0}}o>[廿卅]))?{_ZERO}?(?P<{{0}}e>{_D})?"
)


@cache
def _places_form() -> regex.Pattern[str]:
    return regex.compile(
        "(?:"
        + _GROUP.format("y")
        + "(?P<yi>亿))?"
        + _ZERO
        + "?(?:"
        + _GROUP.format("w")
        + "(?P<wan>万))?"
        + _GROUP.format("g")
    )


_ANY_DIGIT = frozenset(_DIGIT_OF)
_REAL_DIGIT = frozenset("零〇" + CHINESE_DIGITS)
_PLACE_SIGN = frozenset("十百千万亿廿卅拾佰仟")


@cache
def _number() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:(?P<before>\L<before>)\s*+){0,2}"
        r"(?:(?P<arabic>\d++(?:[, ]\d{3})*+(?P<fraction>\.\d++)?+)(?P<scale>[十百千]?[万亿]|[十百千])?"
        rf"|(?P<chinese>[{CHINESE_DIGITS}{''.join(_TENS)}零〇○十拾百佰千仟万亿]++)"
        rf"(?P<point>点[{CHINESE_DIGITS}零〇]++(?P<scale>[万亿])?)?)"
        r"(?:\s*+(?P<after>\L<after>)(?P<scale>[十百千]?[万亿]|[十百千])?)?",
        before=list(_BEFORE),
        after=list(_AFTER),
    )


@cache
def _grouped() -> regex.Pattern[str]:
    return regex.compile(r"\d{1,3}(?:,\d{3})++(?:\.\d++)?+|\d{1,3}(?: \d{3})++(?:\.\d++)?+|\d++(?:\.\d++)?+")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: ``value`` (万 and 亿 multiplied out), what rounds it, and the text as printed."""

    value: int | Decimal
    comparator: Comparator
    raw: str


def half_width(text: str) -> str:
    """Full-width letters, digits, signs and blanks as ASCII, character for character.

    >>> half_width("２０１４．１２（甲）　乙")
    '2014.12(甲) 乙'
    """
    return text if text.isascii() else text.translate(_HALF)


def chinese_to_int(text: str) -> int | None:
    """The integer that a string of Chinese figures means, by places or digit by digit; None for anything else.

    >>> [chinese_to_int(text) for text in ("一百二十三", "两千零五", "廿三", "二0一四")]
    [123, 2005, 23, 2014]
    >>> chinese_to_int("三万五"), chinese_to_int("12"), chinese_to_int("百")
    (35000, None, None)
    """
    if not 0 < len(text) <= _LONGEST:
        return None
    if _PLACE_SIGN.isdisjoint(text):
        if len(text) > _MOST_DIGITS or not _ANY_DIGIT.issuperset(text) or _REAL_DIGIT.isdisjoint(text):
            return None
        return int("".join([_DIGIT_OF[sign] for sign in text]))
    return _by_places(text)


@lru_cache(maxsize=512)
def _by_places(text: str) -> int | None:
    text = text.translate(_PLACE_TABLE)
    match = _places_form().fullmatch(text)
    if match is None:
        return None
    groups = match.groupdict()
    total = 0
    for prefix, scale, sign in (("y", 10**8, "yi"), ("w", 10**4, "wan"), ("g", 1, None)):
        if sign is not None and groups[sign] is None:
            continue
        value = _group(groups, prefix)
        if sign is not None and not value:
            return None  # 万 or 亿 with nothing before it is no number by itself
        total += value * scale
    return total + _short_form(text)


def _group(groups: dict[str, str | None], prefix: str) -> int:
    """The value of up to four places (千百十个)."""
    value = sum(
        _DIGITS[sign] * scale
        for part, scale in (("q", 1000), ("b", 100), ("e", 1))
        if (sign := groups[prefix + part]) is not None
    )
    if groups[prefix + "s"] is not None:
        value += 10 * _DIGITS.get(groups[prefix + "t"] or "一", 1)
    elif (tens := groups[prefix + "o"]) is not None:
        value += _TENS[tens]
    return value


def _short_form(text: str) -> int:
    """What 三千二 (3200) or 两万五 (25000) means over the plain sum.

    A last digit right after a place sign is of the next place down.
    """
    place = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}.get(text[-2:-1], 0)
    digit = _DIGITS.get(text[-1], 0)
    return digit * (place // 10 - 1) if place and digit else 0


def parse_number(text: str) -> Number | None:
    """Read a string that is nothing but a number, with the words that round it; None for anything else.

    >>> parse_number("１，２３４"), parse_number("1.2万")
    (Number(value=1234, comparator='=', raw='１，２３４'), Number(value=12000, comparator='=', raw='1.2万'))
    >>> parse_number("近百"), parse_number("十余万"), parse_number("第3")
    (Number(value=100, comparator='<', raw='近百'), Number(value=100000, comparator='>=', raw='十余万'), None)
    """
    raw = text.strip()
    if not 0 < len(raw) <= _LONGEST:
        return None
    match = _number().fullmatch(half_width(raw))
    if match is None:
        return None
    before = [word for word in match.captures("before") if _BEFORE[word] != "="]
    scales, after = match.captures("scale"), match["after"]
    value = _plain(match, rounded=bool(before or after))
    if value is None or len(scales) > 1 or len(before) > 1:
        return None
    for sign in "".join(scales):
        value *= _SCALES[sign]
    if isinstance(value, Decimal) and scales and value == value.to_integral_value():
        value = int(value)
    return Number(value, _BEFORE[before[0]] if before else _AFTER[after] if after else "=", raw)


def _plain(match: regex.Match[str], *, rounded: bool) -> int | Decimal | None:
    """The figures of a match of ``_NUMBER`` before its scale; 百余 and 近千 have none and count once."""
    arabic: str | None = match["arabic"]
    if arabic is not None:
        figures = arabic.replace(",", "").replace(" ", "")
        if not _grouped().fullmatch(arabic) or len(figures) > _MOST_DIGITS:
            return None
        return Decimal(figures) if match["fraction"] else int(figures)
    chinese: str = match["chinese"]
    value = chinese_to_int(chinese)
    if value is None and rounded and all(sign in _SCALES for sign in chinese):
        return prod(_SCALES[sign] for sign in chinese)
    if value is None or match["point"] is None:
        return value
    fraction = match["point"].strip("点万亿").translate(_DIGIT_TABLE)
    return Decimal(f"{value}.{fraction}")
