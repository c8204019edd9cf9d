"""The six sections of the official reports (国办公开办函〔2019〕60号, 〔2021〕30号): there, filled, in order, numbered;
and the period that the report is on.

Judged only where a table of one of these forms and at least three of the headings are on the page; headings are
told by their stems (``vocabulary/checks.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from govreport.models import Evidence, Finding, Report, Section
from govreport.vocabulary import load

__all__ = ["period_findings", "section_findings"]

_FORMS = frozenset({"2019", "2021"})
_MUST_BE_FILLED = (5, 6)
_TABLES = (2, 3, 4)
_ENOUGH = 3
_LONGEST_PERIOD = 550
_LONGEST_HEADING = 40
_NUMERALS = "一二三四五六七八九十"


class _Official(NamedTuple):
    """An official section as the page has it."""

    ordinal: int
    title: str
    section: Section


def section_findings(report: Report) -> Iterator[Finding]:
    """Sections five and six missing or empty; sections out of order or with another number than theirs."""
    if report.statistics is None:
        yield from _without_tables(report)
    if report.statistics is None or report.statistics.form not in _FORMS:
        return
    found = _official_sections(report)
    if len(found) < _ENOUGH:
        return
    there = {item.ordinal: item for item in found}
    for ordinal in _MUST_BE_FILLED:
        if ordinal not in there:
            yield Finding(
                code="structure.section_missing",
                severity="warning",
                message=f"there is no section {_NUMERALS[ordinal - 1]}、{_titles()[ordinal - 1]}",
            )
        elif _is_empty(there[ordinal].section):
            yield _finding(report, "structure.section_empty", "has no text", [there[ordinal]])
    displaced = [item for before, item in pairwise(found) if item.ordinal < before.ordinal]
    if displaced:
        yield _finding(report, "structure.section_order", "stands after a later section", displaced)
    wrong = [item for item in found if _number(item.section) not in (None, item.ordinal)]
    if wrong:
        yield _finding(report, "structure.section_number", "has another number than in the form", wrong)


def _without_tables(report: Report) -> Iterator[Finding]:
    """The sections of the official tables with nothing in them: the tables are pictures, or were left out."""
    found = _official_sections(report) if report.kind == "annual_report" else []
    empty = [item for item in found if item.ordinal in _TABLES and _is_empty(item.section)]
    if len(found) >= _ENOUGH and len(empty) > 1:
        yield _finding(report, "structure.section_empty", "has no text; its table may be a picture", empty)


def period_findings(report: Report) -> Iterator[Finding]:
    """A yearly report on much more than a year: one end of the period was mistyped, or is left over.

    A period that does not end in the reported year is found while it is read (``period.year_mismatch``).
    """
    period = report.period
    if period is not None and (days := (period.end - period.start).days) > _LONGEST_PERIOD:
        yield Finding(
            code="period.not_a_year",
            severity="warning",
            message=f"the period {period.start} – {period.end} has {days + 1} days",
            evidence=(report.evidence["period"],) if "period" in report.evidence else (),
        )


def _finding(report: Report, code: str, what: str, items: Sequence[_Official]) -> Finding:
    names = ", ".join(" ".join(item.section.heading.split()) for item in items)
    evidence = []
    for item in items:
        span = item.section.span
        evidence.append(Evidence(raw=report.text[span.start : span.end], span=span, method="text"))
    return Finding(code=code, severity="warning", message=f"{names} {what}", evidence=tuple(evidence))


def _official_sections(report: Report) -> list[_Official]:
    """The official sections of the level that has most of them, in reading order."""
    found = _of_level(report.sections)
    if len(found) >= _ENOUGH:
        return found
    return max([found, *(_of_level(section.children) for section in report.sections)], key=len)


def _of_level(level: Sequence[Section]) -> list[_Official]:
    best: dict[int, tuple[int, int]] = {}
    for place, section in enumerate(level):
        match = _match("".join(section.title.split())) if not section.annex else None
        if match is not None:
            ordinal, rank = match
            if ordinal not in best or rank < best[ordinal][0]:
                best[ordinal] = (rank, place)
    chosen = sorted((place, ordinal) for ordinal, (_, place) in best.items())
    return [_Official(ordinal, _titles()[ordinal - 1], level[place]) for place, ordinal in chosen]


@lru_cache(maxsize=1024)
def _match(title: str) -> tuple[int, int] | None:
    """Which section a heading is, and how sure that is (0 is surest)."""
    if len(title) > _LONGEST_HEADING:
        return None
    found: tuple[int, int] | None = None
    for ordinal, stems in enumerate(_stems(), 1):
        for rank, stem in enumerate(stems):
            if stem in title:
                if found is None or rank < found[1]:
                    found = (ordinal, rank)
                break
    return found


def _is_empty(section: Section) -> bool:
    if any(sign.isalnum() for item in section.content for sign in item.text):
        return False
    _, colon, after = section.title.replace(":", "：").partition("：")
    return not (colon and after.strip()) and all(_is_empty(child) and not child.title for child in section.children)


def _number(section: Section) -> int | None:
    """The number printed before the heading, where it is one of 一 … 十 or 1 … 99."""
    mark = "".join(sign for sign in section.number or "" if sign in _NUMERALS or sign.isdecimal())
    if len(mark) == 1 and mark in _NUMERALS:
        return _NUMERALS.index(mark) + 1
    return int(mark) if mark.isdecimal() and len(mark) <= 2 else None


@cache
def _titles() -> tuple[str, ...]:
    return tuple(section["title"] for section in load("checks")["sections"])


@cache
def _stems() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(section["stems"]) for section in load("checks")["sections"])
