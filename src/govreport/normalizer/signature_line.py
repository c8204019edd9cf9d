"""What one short line carries of a signature: a body, a date, an office with a person's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import regex

from govreport.models.base import PartialDate
from govreport.vocabulary import words

from .dates import damaged_date, parse_date
from .organization import BODY_ENDS, clean_body

__all__ = ["LONGEST", "Place", "SignatureLine", "read_line"]

LONGEST = 60  # characters of a line that can sign
# Where the date of a line begins that carries both body and date.


@cache
def _date_begins() -> re.Pattern[str]:
    return re.compile(
        r"(?:[（(]\s*+|(?<!\s)\s*+)(?:(?:19|20)\d|[１２][９０]\d|[一二][〇○ＯOo零0◯九一二三四五六七八]{3}\s*+年)"
    )


_DATE_ENDS = frozenset("日月年号度份0123456789０１２３４５６７８９)）】]〕。.；;，,一二三四五六天Zz")
_LONGEST_SIGNER = 24


@cache
def _office() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("organizations", "signers"))))


@cache
def _signer() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:\p{Han}{0,16})?(?:\L<offices>)[:：\s]*+\p{Han}[\p{Han}\s·]{1,8}",
        offices=list(words("organizations", "signers")),
    )


_COLUMNS = regex.compile(r"(?<=日)\s{1,60}+")


class Place(NamedTuple):
    """A place inside one of the lines that were looked at: ``lines[index][start:end]``."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which a place has no use for
    start: int
    end: int


@dataclass(slots=True)
class SignatureLine:
    """What one short line carries of a signature."""

    index: int
    body: str | None = None
    body_place: Place | None = None
    date: PartialDate | None = None
    date_place: Place | None = None
    damaged: bool = False
    written: bool = False  # a date with 年, without a time
    signer: bool = False

    @property
    def dated(self) -> bool:
        return self.date_place is not None


def read_line(lines: Sequence[str], index: int) -> SignatureLine | None:
    """What a line carries of a signature; None for long lines and for those with neither body nor date."""
    line = lines[index]
    text = line.strip()
    if not 2 <= len(text) <= LONGEST:
        return None
    last = text[-1]
    if last in BODY_ENDS and (body := clean_body(text)) is not None:
        start = line.index(text)
        return SignatureLine(index, body, Place(index, start, start + len(text)))
    if last not in _DATE_ENDS:
        if len(text) > _LONGEST_SIGNER or _office().search(text) is None or _signer().fullmatch(text) is None:
            return None
        return SignatureLine(index, signer=True)
    start = line.index(text)
    begin = None
    if "年" in text or "20" in text or "19" in text or "１" in text or "２" in text:  # else no year stands there
        begin = _date_begins().search(text)
    if begin is None or begin.start() == 0:
        return _dated(index, text, start) if begin is not None or "月" in text else None
    name = text[: begin.start()].rstrip(" \t\u3000\xa0，,：:")
    body = clean_body(name)
    if body is None:
        return None
    dated = _dated(index, text[begin.start() :], start + begin.start())
    if dated is None:
        return None
    return replace(dated, body=body, body_place=Place(index, start, start + len(name)))


def _dated(index: int, text: str, start: int) -> SignatureLine | None:
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if text.count("年") > 1 and len(columns := _COLUMNS.split(text)) > 1 and len(set(columns)) == 1:
        text = columns[0]  # two bodies side by side, the same date under each
    found = parse_date(text)
    place = Place(index, start, start + len(text))
    if found is not None:
        return SignatureLine(
            index,
            date=found.value,
            date_place=place,
            written="年" in text and found.time is None and "月" in text,
        )
    if damaged_date(text) is not None:
        return SignatureLine(index, date_place=place, damaged=True)
    return None
