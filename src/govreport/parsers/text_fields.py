"""The fields of one line of a plain-text head: labelled values, and the day of a line that names no label.

Lines enter here, raw fields with their places come out (:mod:`.fields` has the rules of labels).
"""

from __future__ import annotations

from typing import Final, Literal

import regex

from govreport.raw import RawField

from .fields import read_line
from .text_line import Line

__all__ = ["bare_title", "counted", "dated", "is_plausible", "read_fields"]

# The line under a title that names no labels: who, the day and the minute, and where (社交媒体 and news copies).
_DATED: Final = regex.compile(
    r"(?:[^\d，。；：:|]{1,40}\s)?(?P<day>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s{1,3}\d{1,2}[:：]\d\d(?:[:：]\d\d)?)"
    r"(?:\s[^\d，。；：:|]{1,20})?"
)
_READ: Final = regex.compile(r"(\d{1,9})\s?(?:次|人)?(?:阅读|浏览)(?:量|次数)?")
_TODAY: Final = regex.compile(r"今天|今日|星期|周[一二三四五六日]|农历|天气")
_PLACES = "省市县区镇乡村州旗府部门单位局委厅司院会办处站所校室同志"
_LONGEST_COUNT = 16
_LONGEST_LABEL = 8
_LONGEST_VALUE = 40


def read_fields(line: Line, *, origin: Literal["block", "line"] = "line", strict: bool = True) -> list[RawField]:
    """The labelled values of a line, each with its place in the page."""
    if line.offsets is None:
        return read_line(line.text, base=line.start, origin=origin, strict=strict)
    found = read_line(line.text, origin=origin, strict=strict)
    for one in found:
        if one.value:
            one.start, one.end = line.place(one.start, one.end)
        else:
            one.start = one.end = -1
    return found


def is_plausible(one: RawField) -> bool:
    """Whether an unknown ``label：value`` inside the block can be a field: no salutation, no sentence."""
    if one.value is None or len(one.value) > _LONGEST_VALUE:
        return False
    return len(one.label) <= _LONGEST_LABEL and one.label[-1] not in _PLACES


def dated(line: Line) -> RawField | None:
    """The day and minute of a line that prints them without a label."""
    match = _DATED.fullmatch(line.text) if len(line.text) <= 90 else None
    if match is None or _TODAY.search(line.text):
        return None
    start, end = match.span("day")
    return RawField("", "published_at", match["day"], "line", *line.place(start, end))


def counted(line: Line) -> RawField | None:
    """The number of readers as pages for telephones print it, the number first: 1024阅读."""
    match = _READ.fullmatch(line.text) if len(line.text) <= _LONGEST_COUNT else None
    return RawField("", "view_count", match[1], "line", *line.place(*match.span(1))) if match is not None else None


def bare_title(one: RawField) -> RawField:
    """What a page reader took from ``<title>`` without the site's name behind it."""
    if one.name == "title" and one.value and one.label.isascii() and "_" in one.value[4:]:
        one.value = one.value[: one.value.index("_", 4)].rstrip()
        one.end = one.start + len(one.value) if one.start >= 0 else -1
    return one
