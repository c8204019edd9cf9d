"""The reporting period that a sentence states: 统计期限自2017年1月1日起至12月31日止.

Only beside one of a few words (期限, 统计, 报告 …) is a range of days the period that a report covers.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

import regex

from .dates import FIGURE, YEAR, day_of, figure_of, separated

__all__ = ["PeriodMatch", "find_period"]

_PERIOD_END = rf"(?:(?P<y1>{YEAR})\s*+年|同年|当年|本年)?\s*+(?P<m1>{FIGURE})\s*+月(?:\s*+(?P<d1>{FIGURE})\s*+[日号])?"


@cache
def _period() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:"
        rf"(?:(?P<y0>{YEAR})\s*+年[度]?\s*+|(?:本年度?|今年|当年)\s*+|(?<![年\d]))(?P<m0>{FIGURE})"
        rf"(?:\s*+月(?:\s*+(?P<d0>{FIGURE})\s*+[日号])?)?\s*+起?\s*+[，,]?\s*+(?:止?至|到|[-‐–—－~～]{{1,2}})\s*+"
        + _PERIOD_END
        + r"|"
        + separated("0")
        + r"\s*+起?\s*+[，,]?\s*+(?:至|到|[-‐–—－~～]{1,2})\s*+"
        + separated("1")
        + r")(?:\s*+止)?"
    )


_RANGE = regex.compile(r"[日号月\d]\s*+起?\s*+[，,]?\s*+(?:止?至|到|[-‐–—－~～])")  # a cheap look before _period


@cache
def _period_words() -> regex.Pattern[str]:
    return regex.compile(r"期限|时限|时段|时间段|起止|统计|数据|报告|年报|期间|周期|范围")


_PERIOD_REACH = 80
_PERIOD_SIDE = 32  # characters of a printed day on one side of 至


class PeriodMatch(NamedTuple):
    """A stated reporting period, first and last day as printed, with its place in the text."""

    start: dt.date
    end: dt.date
    raw: str
    start_offset: int
    end_offset: int


def find_period(text: str, year: int | None) -> PeriodMatch | None:
    """The reporting period that a sentence states; ``year`` completes one that names no year (本年度, none).

    Wrong periods (the end before the start, half a year) come back as printed. A range of months is its first
    and last day.

    >>> found = find_period("数据统计期限自2017年1月1日起至12月31日止。", None)
    >>> str(found.start), str(found.end), found.raw
    ('2017-01-01', '2017-12-31', '2017年1月1日起至12月31日止')
    """
    for near in _RANGE.finditer(text):
        match = _period().search(text, max(0, near.start() - _PERIOD_SIDE), near.end() + _PERIOD_SIDE)
        if match is None:
            continue
        around = text[max(0, match.start() - _PERIOD_REACH) : match.end() + 20]
        if _period_words().search(around) is None:
            continue
        first = figure_of(match["y0"]) if match["y0"] else year
        if first is None:
            continue
        last = figure_of(match["y1"]) if match["y1"] else first
        start = day_of(first, match["m0"], match["d0"] or "1")
        end = _last_day(last, match["m1"]) if match["d1"] is None else day_of(last, match["m1"], match["d1"])
        if start is not None and end is not None and (match["d0"] is None) == (match["d1"] is None):
            return PeriodMatch(start, end, match[0], match.start(), match.end())
    return None


def _last_day(year: int | None, month: str) -> dt.date | None:
    first = day_of(year, month, "1")
    if first is None:
        return None
    following = first.replace(day=28) + dt.timedelta(days=4)
    return following - dt.timedelta(days=following.day)
