"""Index numbers (索引号) of disclosed information, by scheme, with the check digits of the codes inside.

Sources: 政府信息公开目录系统实施指引（试行）(2009) for the national form (organisation code without its
hyphen, ``/``, year, ``-``, serial); GB 11714-1997 for the check digit of organisation codes; GB 32100-2015
for the unified social credit code (USCC); local schemes as seen on the sites. The year is the year of
indexing. An unknown shape is kept with the scheme ``unknown``: calling a valid number invalid is the worse
mistake. Text without a figure is none.

>>> number = parse_index_number("014320144/2015-00056")
>>> number.scheme, number.organization_code, number.year, number.serial, number.check_digit_valid
('national', '014320144', 2015, '00056', True)
>>> parse_index_number("— —") is None, parse_index_number("Ab-1-2").scheme
(True, 'unknown')
"""

from __future__ import annotations

import re
from functools import cache
from operator import mul

import regex

from govreport.models.base import trusted
from govreport.models.metadata import IndexNumber

from .numerals import half_width

__all__ = ["find_index_number", "organization_code_valid", "parse_index_number", "uscc_valid"]

_new_number = trusted(IndexNumber)
_national = trusted(IndexNumber, *IndexNumber.model_fields)
_LONGEST = 80
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_USCC = r"[0-9A-HJ-NPQRTUWXY]"

# In order: the first form that fits names the scheme.
_DEFINED = (
    ("placeholder", rf"0{{5,}}\d/{_YEAR}-(?P<serial>\d{{3,8}})"),
    ("national", rf"(?P<org>[0-9A-Z]{{8}}[0-9X])/{_YEAR}-(?P<serial>\d{{3,8}})"),
    ("organization_hyphenated", rf"(?P<org>[0-9A-Z]{{7,8}}-[0-9X])/{_YEAR}-(?P<serial>\d{{3,8}})"),
    ("region_unit", rf"(?P<region>[1-8]\d{{5}})\d{{4}}/{_YEAR}-(?P<serial>\d{{5,6}})"),
    ("uscc", rf"(?P<uscc>{_USCC}{{18}})/{_YEAR}{_MONTH}?-(?P<serial>\d{{3,8}})"),
    ("site_code", rf"(?P<site>BM\d{{8}})/{_YEAR}-(?P<serial>\d{{8}})"),
    ("organization_dashes", rf"(?P<org>[0-9A-Z]{{8}}[0-9X])-{_YEAR}-(?P<serial>\d{{5,6}})"),
    ("letter_code", rf"[A-Z]{{2}}\d{{5}}(?:-\d{{2,4}}){{1,4}}-{_YEAR}-(?P<serial>\d{{3,5}})"),
)
_LOOSE = (
    ("dashed", rf"[0-9A-Z]+(?:-[0-9A-Z]+){{3}}-{_YEAR}{_MONTH}(?:0[1-9]|[12]\d|3[01])-(?P<serial>\d+)"),
    ("dashed", rf"[A-Z]{{2}}[0-9A-Z]{{3}}-[0-9A-Z]+-{_YEAR}-(?P<serial>\d+)"),
)


_PLAIN = re.compile(r"(?!0{5})(?P<org>[0-9A-Z]{8}[0-9X])/(?P<year>(?:19|20)[0-9]{2})-(?P<serial>[0-9]{3,8})")
"""Most of them: a national number without blanks. A cheap look before the schemes, which read it the same."""


@cache
def _schemes() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((scheme, regex.compile(form)) for scheme, form in _DEFINED + _LOOSE)


@cache
def _any() -> regex.Pattern[str]:
    return regex.compile(
        r"(?<![0-9A-Za-z/-])(?:" + "|".join(form for _, form in _DEFINED) + r")(?![0-9A-Za-z])", regex.I
    )


_DASHES = str.maketrans("‐‑–—−", "-----")
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def organization_code_valid(code: str) -> bool:
    """Whether nine characters are an organisation code with the right check character (GB 11714-1997).

    >>> [organization_code_valid(code) for code in ("000014349", "01404053X", "035210000")]
    [True, True, False]
    """
    code = code.upper()
    if len(code) != 9 or not (code.isascii() and code.isalnum()):
        return False
    total = sum(map(mul, map(_VALUES.__getitem__, code), _ORGANIZATION_WEIGHTS))
    return code[8] == "0123456789X0"[11 - total % 11]


def uscc_valid(code: str) -> bool:
    """Whether eighteen characters are a USCC with the right check character (GB 32100-2015).

    >>> uscc_valid("11341702486344515H"), uscc_valid("11341702486344515J")
    (True, False)
    """
    code = code.upper()
    if len(code) != 18 or any(sign not in _USCC_SIGNS for sign in code):
        return False
    total = sum(_USCC_SIGNS.index(sign) * weight for sign, weight in zip(code, _USCC_WEIGHTS, strict=False))
    return code[17] == _USCC_SIGNS[(31 - total % 31) % 31]


def parse_index_number(text: str) -> IndexNumber | None:
    """Read the value of an index number field; None for a placeholder (``— —``, ``无``) or no value.

    >>> number = parse_index_number("11341702486344515H/202110-00013")
    >>> number.scheme, number.region_code, number.organization_code, number.year, number.month
    ('uscc', '341702', '486344515', 2021, 10)
    """
    raw = text.strip()
    plain = _PLAIN.fullmatch(raw)
    if plain is not None:
        code, year, serial = plain.groups()
        return _national(
            raw=raw,
            scheme="national",
            organization_code=code,
            uscc=None,
            region_code=None,
            site_code=None,
            year=int(year),
            month=None,
            serial=serial,
            check_digit_valid=organization_code_valid(code),
        )
    if not any(sign.isdecimal() for sign in raw[:_LONGEST]):
        return None
    compact = half_width("".join(raw[:_LONGEST].split())).translate(_DASHES).upper()
    if len(raw) <= _LONGEST:
        for scheme, form in _schemes():
            match = form.fullmatch(compact)
            if match is not None:
                return _read(raw, scheme, match.groupdict())
    return _new_number(raw=raw, scheme="unknown")


def find_index_number(text: str) -> tuple[IndexNumber, int, int] | None:
    """The first index number of a well-defined scheme in free text, with its place.

    >>> number, start, end = find_index_number("索引号 000014349/2018-00204 主题分类")
    >>> str(number), start, end
    ('000014349/2018-00204', 4, 24)
    """
    if "-" not in text:
        return None
    match = _any().search(text)
    number = None if match is None else parse_index_number(match[0])
    return None if match is None or number is None else (number, match.start(), match.end())


def _read(raw: str, scheme: str, parts: dict[str, str | None]) -> IndexNumber:
    organization, uscc, region = parts.get("org"), parts.get("uscc"), parts.get("region")
    valid = None
    if uscc is not None:
        region, organization, valid = uscc[2:8], uscc[8:17], uscc_valid(uscc)
    elif organization is not None:
        organization = organization.replace("-", "")
        valid = organization_code_valid(organization)
    site, month = parts.get("site"), parts.get("month")
    return _new_number(
        raw=raw,
        scheme=scheme,
        organization_code=organization,
        uscc=uscc,
        region_code=region,
        site_code=site.lower() if site else None,
        year=int(parts["year"] or 0),
        month=int(month) if month else None,
        serial=parts["serial"],
        check_digit_valid=valid,
    )
