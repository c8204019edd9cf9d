"""The year a yearly report is about, and the period it states.

The title tells the year (国办公开办函〔2021〕30号), else the period sentence, the catalogue column, or the year printed
before 年度 in the first paragraphs; never the year of publication.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from govreport.models import Evidence, Finding, Kind, Period
from govreport.raw import Block, RawReport

from .metadata import MetadataReading
from .period import find_period
from .proofs import text_evidence
from .title import Title, year_of

__all__ = ["find_year_and_period"]

# A period is looked for where the text speaks of one or of an end of the year, in any spelling of the day.
_EDGE = regex.compile(r"(?<!\d)[0０]?[1１]\s*+月\s*+[0０]?[1１]\s*+[日号]|[1１][2２]\s*+月\s*+[3３][1１]\s*+[日号]")


def find_year_and_period(
    raw: RawReport,
    kind: Kind,
    title: Title | None,
    reading: MetadataReading,
    content: Sequence[Block],
    evidence: dict[str, Evidence],
    findings: list[Finding],
) -> tuple[int | None, Period | None]:
    if kind != "annual_report":
        return None, None
    year = year_of(title.text) if title is not None else None
    if year is not None and title is not None:
        evidence["year"] = evidence["title"]
    period = None
    for block in content:
        text = block.text
        if block.table is None and "日" in text and ("期限" in text or "时" in text or _EDGE.search(text)):
            found = find_period(text, year)
            if found is not None:
                period = Period(start=found.start, end=found.end)
                evidence["period"] = text_evidence(raw, block, found.start_offset, found.end_offset, "text")
                break
    if year is None and period is not None and period.start.year == period.end.year:
        year = period.end.year
        evidence["year"] = evidence["period"]
    if year is None:
        year = _year_elsewhere(raw, reading, content, evidence)
    if year is None:
        findings.append(
            Finding(code="year.missing", severity="warning", message="the report does not say which year it is for")
        )
    elif period is not None and period.end.year != year:
        findings.append(
            Finding(
                code="period.year_mismatch",
                severity="warning",
                message=f"the period {period.start} – {period.end} does not end in the reported year {year}",
                evidence=(evidence["period"],),
            )
        )
    return year, period


def _year_elsewhere(
    raw: RawReport, reading: MetadataReading, content: Sequence[Block], evidence: dict[str, Evidence]
) -> int | None:
    """The year named by the column, or by the first paragraph beside 年度."""
    column = reading.metadata.column
    if column is not None and (year := year_of(column)) is not None:
        evidence["year"] = reading.evidence["metadata.column"]
        return year
    for block in content[:4]:
        if block.table is None and "年度" in block.text:
            at = block.text.index("年度")
            start = max(0, at - 4)
            year = year_of(block.text[start : at + 2])
            if year is not None:
                evidence["year"] = text_evidence(raw, block, start, at + 2, "text")
                return year
    return None
