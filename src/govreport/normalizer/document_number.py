"""Document numbers (发文字号) and the numbers of orders and announcements (令, 公告).

Source: GB/T 9704-2012, 7.2.5: agency word, year in 六角括号 〔〕, serial without 第 and without leading
zeros, 号. In the wild the brackets are of every kind, mixed, or one of them is lost; 第 stands before the
serial; orders carry a body and no year. Templates without a figure (``〔〕号``), ``无`` and ``—`` are no
number. Parts are as printed.

>>> number = parse_document_number("国办发〔2014〕12号")
>>> number.agency, number.year, number.serial
('国办发', 2014, '12')
>>> str(parse_document_number("国务院令第711号")), parse_document_number("〔〕号")
('国务院令第711号', None)
"""

from __future__ import annotations

import re
from functools import cache

import regex

from govreport.models.base import trusted
from govreport.models.metadata import DocumentNumber
from govreport.vocabulary import words

from .dates import parse_date
from .numerals import CHINESE_DIGITS, ZERO_SIGNS, chinese_to_int, half_width

__all__ = ["find_document_numbers", "parse_document_number"]

_new_number = trusted(DocumentNumber)
_LONGEST = 80
_MOST_AGENCY = 24  # characters looked at before the year in prose

_ANY_BRACKET = r"[〔〕﹝﹞\[\]［］()（）【】{}｛｝「」『』《》〈〉<>＜＞〖〗]"
_CN = f"[{CHINESE_DIGITS}{ZERO_SIGNS}]"
_YEAR = rf"(?P<year>(?:19|20)\d{{2}}|[12１２][９0０9]\d{{2}}|[一二]{_CN}{{3}})"
_SERIAL = rf"(?P<serial>\d{{1,5}}(?:[-—－]\d{{1,4}})?|[{CHINESE_DIGITS}零〇○十百千]{{1,7}})"
_AGENCY = r"(?P<agency>(?!第)\p{Han}[\p{Han}\s、，,\-·A-Za-z]{0,40}?)"
_TOTAL = rf"(?:{_ANY_BRACKET}\s*+总第\s*+\d+\s*+期\s*+)"


_PLAIN = re.compile(r"(?!第)([\u4e00-\u9fff]{1,40})〔((?:19|20)[0-9]{2})〕([0-9]{1,5})号")
"""The number of the standard, most there are; a cheap look before the forms, which read it the same."""


@cache
def _field() -> tuple[regex.Pattern[str], ...]:
    return tuple(
        regex.compile(form)
        for form in (
            # 国办发〔2014〕12号, (2014)第12号, and with one bracket lost
            rf"{_AGENCY}?\s*+{_ANY_BRACKET}\s*+{_YEAR}\s*+年?\s*+{_ANY_BRACKET}?\s*+字?\s*+第?\s*+{_SERIAL}\s*+号?",
            rf"{_AGENCY}?\s*+{_YEAR}\s*+{_ANY_BRACKET}\s*+第?\s*+{_SERIAL}\s*+号?",
            # 公告2014年第3号, 2014年第5期（总第120期）
            rf"{_AGENCY}?\s*+{_ANY_BRACKET}?\s*+{_YEAR}\s*+年\s*+第?\s*+{_SERIAL}\s*+[号期]\s*+{_TOTAL}?{_ANY_BRACKET}?",
            # 国务院令第711号, 政府令187号, 第711号, 国务院令（第711号）, 国务院第711号令
            rf"{_AGENCY}?\s*+{_ANY_BRACKET}?\s*+第?\s*+{_SERIAL}\s*+号\s*+(?P<order>令|公告|通告)?\s*+{_ANY_BRACKET}?",
        )
    )


@cache
def _template() -> regex.Pattern[str]:
    return regex.compile(
        rf"{_AGENCY}?\s*+{_ANY_BRACKET}\s*+{_YEAR}\s*+{_ANY_BRACKET}\s*+第?\s*+号?"
    )  # no serial filled in


@cache
def _code() -> regex.Pattern[str]:
    return regex.compile(r"[A-Za-z]{1,8}(?:[-—－–_/]?\d++)++")  # registered numbers of normative documents


@cache
def _signs() -> regex.Pattern[str]:
    return regex.compile(rf"号|字|令|{_ANY_BRACKET}")


@cache
def _cited() -> regex.Pattern[str]:
    return regex.compile(
        rf"{_ANY_BRACKET}\s?{_YEAR}\s?(?:{_ANY_BRACKET}\s?)?第?\s?{_SERIAL}\s?号"
        rf"|(?P<word>令)\s?{_ANY_BRACKET}?\s?第?\s?{_SERIAL}\s?号"
        rf"|(?P<word>公告|通告)\s?{_ANY_BRACKET}?\s?{_YEAR}\s?年\s?第?\s?{_SERIAL}\s?号"
        rf"|第\s?{_SERIAL}\s?号(?P<word>令)"
    )


@cache
def _han_before() -> regex.Pattern[str]:
    return regex.compile(r"(?r)\p{Han}++$")  # from the end: each character once


# 和 stands in 中华人民共和国 too.


@cache
def _prose_words() -> regex.Pattern[str]:
    return regex.compile(
        r".*(?<!共)(?:\L<words>)", words=list(words("organizations", "prose_before_number")), flags=regex.S
    )


def parse_document_number(text: str) -> DocumentNumber | None:
    """Read the value of a document number field; None for a placeholder, a date or a text that is no number.

    >>> lost = parse_document_number("国办公开办函〔202130号")
    >>> lost.year, lost.serial, parse_document_number("无"), parse_document_number("—")
    (2021, '30', None, None)
    >>> order = parse_document_number("政府令187号")
    >>> order.agency, order.year, order.serial
    ('政府令', None, '187')
    """
    raw = text.strip()
    plain = _PLAIN.fullmatch(raw)
    if plain is not None:
        return _new_number(raw=raw, agency=plain[1], year=int(plain[2]), serial=plain[3])
    if len(raw) > _LONGEST or not any(sign.isdecimal() or sign in CHINESE_DIGITS or sign == "十" for sign in raw):
        return None
    for form in _field():
        match = form.fullmatch(raw)
        if match is not None:
            parts = match.groupdict()
            agency = "".join((parts.get("agency") or "").split()) or parts.get("order")
            return _new_number(
                raw=raw, agency=agency, year=_year(parts.get("year")), serial=half_width(parts["serial"])
            )
    if not any(sign.isdecimal() for sign in raw) or parse_date(raw) is not None or _template().fullmatch(raw):
        return None
    return _new_number(raw=raw) if _signs().search(raw) or _code().fullmatch(raw) else None


def find_document_numbers(text: str) -> list[tuple[DocumentNumber, int, int]]:
    """All document numbers cited in prose, in order, with their places.

    >>> [(str(n), s, e) for n, s, e in find_document_numbers("按照《某通知》（国办发〔2014〕12号）要求")]
    [('国办发〔2014〕12号', 8, 20)]
    """
    found: list[tuple[DocumentNumber, int, int]] = []
    if "号" not in text:
        return found
    floor = 0
    for match in _cited().finditer(text):
        start = _agency_start(text, match.start(), floor)
        word: str | None = match["word"]
        agency = text[start : match.start()] + (word or "")
        raw = text[start : match.end()]
        number = _new_number(
            raw=raw, agency=agency or None, year=_year(match["year"]), serial=half_width(match["serial"])
        )
        found.append((number, start, match.end()))
        floor = match.end()
    return found


def _agency_start(text: str, end: int, floor: int) -> int:
    """Where the agency word begins that stands before ``end``: Chinese signs, less the words of prose."""
    before = _han_before().search(text[max(floor, end - _MOST_AGENCY) : end])
    if before is None:
        return end
    prose = _prose_words().match(before[0])
    return end - len(before[0]) + (prose.end() if prose is not None else 0)


def _year(printed: str | None) -> int | None:
    if printed is None:
        return None
    return int(printed) if printed.isdecimal() else chinese_to_int(printed)
