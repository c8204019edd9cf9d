"""Dates as printed, as precise as printed: 2014年12月, 二○一四年十二月二十三日, 2014-12-23 00:00.

Sources: GB/T 7408 (ISO 8601) for the machine forms, GB/T 15835-2011 for the Chinese ones, GB/T 9704-2012 for
the date of a document. A missing part stays missing. ``00:00`` is filler of site systems and is no time.
Damaged dates (2018218, 2月30日) are handed back as text by ``damaged_date`` and never guessed. Two-digit years
are no dates.

>>> parse_date("（2014年12月）").value, parse_date("二○一四年十二月二十三日").value
(PartialDate('2014-12'), PartialDate('2014-12-23'))
>>> damaged_date("2018218"), damaged_date("2018年2月18日")
('2018218', None)
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

import regex

from govreport.models.base import PartialDate

from .numerals import CHINESE_DIGITS, ZERO_SIGNS, chinese_to_int

__all__ = [
    "FIGURE",
    "YEAR",
    "DateMatch",
    "damaged_date",
    "day_of",
    "figure_of",
    "find_dates",
    "parse_date",
    "parse_day",
    "separated",
]

_LONGEST = 60  # characters of a string that is nothing but a date

_C = f"[{CHINESE_DIGITS}{ZERO_SIGNS}０]"
YEAR = rf"(?:[1１][9９]\d\d|[2２][0０OoＯ]\d\d|[一二]{_C}{{3}})"
FIGURE = rf"(?:\d{{1,2}}|[{CHINESE_DIGITS}{ZERO_SIGNS}十廿卅]{{1,4}})"


def _written(n: str = "") -> str:
    """2014年12月23日, with ``n`` behind the names of its groups."""
    return rf"(?P<y{n}>{YEAR})\s*+年\s*+(?P<m{n}>{FIGURE})\s*+月\s*+(?P<d{n}>{FIGURE})\s*+[日号]"


def separated(n: str = "") -> str:
    """2014-12-23 with one sign twice, with ``n`` behind the names of its groups."""
    return (
        rf"(?P<y{n}>{YEAR})\s*+(?P<s{n}>[-‐‑–—－/／.．·]{{1,2}})\s*+(?P<m{n}>\d{{1,2}})\s*+(?P=s{n})"
        rf"\s*+(?P<d{n}>\d{{1,2}})(?!\d)"
    )


_TIME = (
    r"(?P<hour>\d{1,2})\s*+[:：]\s*+(?P<minute>\d{2})(?:\s*+[:：]\s*+(?P<second>\d{2})(?:[.．]\d{1,9})?)?"
    r"(?:\s*+(?:[Zz]|[+＋-]\d{2}:?\d{2}))?"
    r"|(?P<hour>\d{1,2})\s*+[时點点]\s*+(?P<minute>\d{1,2})\s*+分(?:\s*+(?P<second>\d{1,2})\s*+秒)?"
)
_WEEKDAY = r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?"
_OPEN, _CLOSE = r"[(（【\[〔]", r"[)）】\]〕]"


@cache
def _whole() -> regex.Pattern[str]:
    return regex.compile(
        rf"{_OPEN}?\s*+(?:"
        + _written()
        + r"?|"
        + separated()
        + r"[日]?|"
        + rf"(?P<y>{YEAR})\s*+年\s*+(?P<m>{FIGURE})\s*+月[份]?|"
        + r"(?P<y>(?:19|20)\d\d)\s*+[-/.．／－]\s*+(?P<m>\d{1,2})|"
        + rf"(?P<y>{YEAR})\s*+年[度]?|"
        + r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"
        + rf")(?:\s*+{_WEEKDAY})?(?:\s*+(?:[Tt]\s*+)?(?P<half>[上下]午)?\s*+(?:{_TIME})(?:\s*+(?P<half>[AaPp][Mm]))?)?"
        + rf"(?:\s*+{_WEEKDAY})?\s*+{_CLOSE}?[。.；;，,]?"
    )


_COMMON = re.compile(
    r"((?:19|20)[0-9]{2})(?: ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日|-([0-9]{1,2})-([0-9]{1,2}))"
    r"(?: ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)
"""Nearly all dates of metadata blocks; a cheap look before ``_whole``, which reads them the same."""
_CHINESE = re.compile(
    "([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九]|十[一二]?)月"
    "([一二三四五六七八九]|二?十[一二三四五六七八九]?|三十一?)日"
)
"""Nearly all dates of signatures in Chinese figures; ``_whole`` reads them the same."""
_NO_DAY = regex.compile(r"(?<=[\d一二三四五六七八九十]\s?)月\s++日(?=[）)。]?$)")
"""The month with the blank that was left for the day."""
_BEGIN = rf"(?<![\dA-Za-z/_.{CHINESE_DIGITS}{ZERO_SIGNS}])"


@cache
def _in_prose() -> regex.Pattern[str]:
    return regex.compile(
        _BEGIN
        + r"(?:"
        + separated()
        + rf"(?:\s*+(?:[Tt]\s*+)?(?:{_TIME}))?"
        + rf"|(?P<y>{YEAR})\s*+年(?!\s*+第?\s*+\d++\s*+[号期])"
        + rf"(?:度?\s*+(?P<m>{FIGURE})\s*+月"
        + rf"(?:\s*+(?P<d>{FIGURE})\s*+[日号](?:\s*+(?:{_TIME}))?)?)?"
        + r")"
    )


@cache
def _damaged() -> regex.Pattern[str]:
    return regex.compile(
        rf"{_OPEN}?\s*+(?:"
        r"(?P<run>(?:19|20)\d{5,6})日?|(?P<run>(?:19|20)\d{3,4})日"  # signs lost between the figures
        r"|\d{4}\s+\d{1,2}\s+\d{1,2}\s*+日?"
        r"|\d{4}\s*+年\s*+\d{3,4}\s*+日?|\d{5,6}\s*+月\s*+\d{1,2}\s*+日?"
        rf"|(?:(?P<y>\d{{4}}|[一二]{_C}{{3}})\s*+年)?\s*+(?P<m>{FIGURE})\s*+月\s*+(?P<d>{FIGURE})\s*+[日号]"
        rf"|(?P<y>\d{{4}}|[一二]{_C}{{3}})\s*+年\s*+(?P<m>{FIGURE})\s*+月"
        r"|(?P<y>\d{4})\s*+(?P<s>[-‐–—－/／.．·]{1,2})\s*+(?P<m>\d{1,2})\s*+(?P=s)\s*+(?P<d>\d{1,2})日?"
        r"|\d{2,4}\s*+年\s*+月\s*+日?|\d{4}\s*+年\s*+\d{0,2}\s*+月\s*+日"  # a form that nobody filled in
        rf")(?:\s*+(?:[Tt]\s*+)?(?:{_TIME}))?\s*+{_CLOSE}?[。.]?"
    )


class DateMatch(NamedTuple):
    """A date with the place where it stood: ``text[start:end] == raw``."""

    value: PartialDate
    time: dt.time | None
    raw: str
    start: int
    end: int


def parse_date(text: str) -> DateMatch | None:
    """Read a string that is nothing but one date (brackets, weekday and time may stand with it).

    >>> parse_date("2014-12-23 09:05:00").time, parse_date("2014-12-23 00:00").time
    (datetime.time(9, 5), None)
    >>> parse_date("14年底"), parse_date("2014-13-40"), parse_date("2014")
    (None, None, None)
    >>> [str(parse_date(text).value) for text in ("2012年元月15日", "二〇一〇年三月　　日")]
    ['2012-01-15', '2010-03']
    """
    raw = text.strip()
    if not 5 <= len(raw) <= _LONGEST:
        return None
    start = text.index(raw)
    common = _COMMON.fullmatch(raw)
    if common is not None:
        year, m1, d1, m2, d2, hour, minute, second = common.groups()
        value = _partial(int(year), int(m1 or m2), int(d1 or d2))
        return DateMatch(value, _clock(hour, minute, second), raw, start, start + len(raw)) if value else None
    written = _CHINESE.fullmatch(raw)
    if written is not None:
        year, month, day = map(chinese_to_int, written.groups())
        value = _partial(year or 0, month, day)
        return DateMatch(value, None, raw, start, start + len(raw)) if value else None
    line = raw.replace("元月", "1月")
    match = _whole().fullmatch(line)
    if match is None and "年" in line:
        line = _NO_DAY.sub("月", line)
        match = _whole().fullmatch("".join(line.split()))  # a letter-spaced line
    value = None if match is None else _value(match)
    if match is None or value is None:
        return None
    return DateMatch(value, _time(match), raw, start, start + len(raw))


def parse_day(text: str) -> tuple[dt.date, dt.time | None] | None:
    """A whole day in one of the common forms, as :func:`parse_date` reads it; None for everything else.

    >>> parse_day("2014-12-23 09:05"), parse_day("2014年12月"), parse_day("2014-02-30")
    ((datetime.date(2014, 12, 23), datetime.time(9, 5)), None, None)
    """
    common = _COMMON.fullmatch(text)
    if common is None:
        return None
    year, m1, d1, m2, d2, hour, minute, second = common.groups()
    try:
        return dt.date(int(year), int(m1 or m2), int(d1 or d2)), _clock(hour, minute, second)
    except ValueError:
        return None


def find_dates(text: str) -> list[DateMatch]:
    """All dates in prose, in order; impossible ones are left out, and a bare ``2014年`` is a year.

    >>> [str(found.value) for found in find_dates("自2012年1月1日至12月31日，2013年3月发布")]
    ['2012-01-01', '2013-03']
    >>> find_dates("3212000015/2014-355094，国办发〔2014〕12号，公告2014年第3号")
    []
    """
    found = []
    for match in _in_prose().finditer(text):
        value = _value(match)
        if value is not None:
            found.append(DateMatch(value, _time(match), match[0], match.start(), match.end()))
    return found


def damaged_date(text: str) -> str | None:
    """The text itself where it was meant as a date but cannot be read as one; None for dates and all else.

    >>> damaged_date("2025  1  1  日"), damaged_date("2014-13-40"), damaged_date("2014年")
    ('2025  1  1  日', '2014-13-40', None)
    """
    raw = text.strip()
    if not 4 <= len(raw) <= _LONGEST:
        return None
    match = _damaged().fullmatch(raw)
    if match is None or parse_date(raw) is not None:
        return None
    run: str | None = match["run"]
    if run is not None and len(run) < 8:
        return raw if _splits(run[4:]) else None
    month, day = match["m"], match["d"]
    if month is not None and match["y"] is None and day_of(2000, month, day) is not None:
        return None  # a possible day without a year is whole
    return raw


def figure_of(figures: str | None) -> int | None:
    if figures is None:
        return None
    if figures.isdecimal():
        return int(figures)
    if figures[0] in "2２":  # 2O14: the letter for the zero
        return int(f"20{figures[2:]}") if figures[2:].isdecimal() else None
    return chinese_to_int(figures)


def _value(match: regex.Match[str]) -> PartialDate | None:
    year, month, day = (figure_of(part) for part in match.group("y", "m", "d"))
    lost = (match["m"] is not None and month is None) or (match["d"] is not None and day is None)
    if year is None or lost:
        return None
    return _partial(year, month, day)


def _partial(year: int, month: int | None, day: int | None) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _time(match: regex.Match[str]) -> dt.time | None:
    """The printed time; 00:00 and impossible times are none."""
    time = _clock(*match.group("hour", "minute", "second"))
    half = match["half"] if time is not None and "half" in match.re.groupindex else None
    if time is not None and half is not None and half.lower() in ("下午", "pm") and time.hour < 12:
        return time.replace(hour=time.hour + 12)
    return time


def _clock(hour: str | None, minute: str | None, second: str | None) -> dt.time | None:
    if hour is None:
        return None
    try:
        time = dt.time(int(hour), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    return None if time == dt.time() else time


def day_of(year: int | None, month: str | None, day: str | None) -> dt.date | None:
    try:
        return dt.date(year or 0, figure_of(month) or 0, figure_of(day) or 0)
    except ValueError:
        return None


def _splits(figures: str) -> bool:
    """Whether a run of figures can be a month and a day without the signs between."""
    return any(
        1 <= int(figures[:cut]) <= 12 and 1 <= int(figures[cut:]) <= 31
        for cut in (1, 2)
        if 1 <= len(figures) - cut <= 2
    )
