"""The laws of design.md, section 4, as assertions about one report; shared by the properties and the fuzzers."""

from __future__ import annotations

import datetime as dt
import pickle
import re
import unicodedata
from collections.abc import Iterator

import govreport
from govreport import Figure, GovReportError, Report
from govreport.models import Evidence, Paragraph, Table

__all__ = [
    "ZERO_WIDTH",
    "answer",
    "check_all",
    "check_conservation",
    "check_evidence",
    "check_no_invention",
    "check_round_trip",
    "check_zero_is_not_blank",
]

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters without width count as blanks."""
_SIGNS = "零一二三四五六七八九"
_NOT_PROVEN = {"site", "breadcrumbs", "extra", "spans", "categories", "keywords"}
"""Fields of metadata that are several values, or raw strings of the page's furniture."""


def answer(page: str | bytes, media_type: str | None = None, encoding: str | None = None) -> Report | GovReportError:
    """Law 6: a report or an error of the tree that says something; anything else is raised."""
    try:
        report = govreport.parse(page, media_type=media_type, encoding=encoding)
    except GovReportError as error:
        refusal = error
    else:
        return report
    assert str(refusal).strip()
    again = pickle.loads(pickle.dumps(refusal))
    assert (type(again), str(again), again.where) == (type(refusal), str(refusal), refusal.where)
    return refusal


def check_evidence(report: Report) -> None:
    """Law 1: every evidence with a span is what stands there."""
    found: list[Evidence] = [*report.evidence.values(), *(e for f in report.findings for e in f.evidence)]
    for proof in found:
        if proof.span is not None:
            assert report.text[proof.span.start : proof.span.end] == proof.raw
    for figure in _figures(report.figures):
        # A page mark (hard-wrapped text) may stand between the halves of a count.
        assert _in_order(figure.raw, report.text[figure.span.start : figure.span.end]), figure.raw
    for name in ("index_number", "document_number", "theme", "validity"):
        value = getattr(report.metadata, name)
        if value is not None:
            assert _in_order(value.raw, report.evidence[f"metadata.{name}"].raw), name
    for section in report.walk():
        # In order, but not side by side: a heading in hard-wrapped or marked-up text has line ends and marks inside.
        assert _in_order(section.title, report.text[section.span.start : section.span.end]), section.heading


def check_conservation(report: Report) -> None:
    """Law 2: every non-blank character stands in exactly one part."""
    covered = bytearray(len(report.text))
    for span, what in report.parts():
        assert 0 <= span.start <= span.end <= len(report.text), what
        for at in range(span.start, span.end):
            covered[at] += 1
    for at, char in enumerate(report.text):
        if not char.isspace() and char not in ZERO_WIDTH:
            assert covered[at] == 1, f"{covered[at]} parts at {at}: {report.text[max(0, at - 20) : at + 20]!r}"


def check_zero_is_not_blank(report: Report) -> None:
    """Law 3: the grid of a table says what its cells say, and a statistic is what its raw text says."""
    for table in _tables(report):
        for cell in table.cells:
            assert table.grid[cell.row][cell.column] == cell.text
    if report.statistics is None:
        return
    for figure in report.statistics.cells:
        assert (figure.value is not None) == (figure.state == "stated")
        if figure.state in ("blank", "stated"):
            assert bool(_bare(figure.raw or "")) == (figure.state == "stated")


def check_no_invention(report: Report) -> None:
    """Law 4: no value without evidence, no number that is not printed."""
    for name in ("title", "year", "period", "issuing_body", "signed_on"):
        if getattr(report, name) is not None:
            assert name in report.evidence, name
    for name in type(report.metadata).model_fields:
        if name not in _NOT_PROVEN and getattr(report.metadata, name) is not None:
            assert f"metadata.{name}" in report.evidence, name
    for name in ("issued_on", "published_at", "modified_at", "effective_on", "expires_on"):
        value = getattr(report.metadata, name)
        if isinstance(value, dt.date):
            assert _prints(report.evidence[f"metadata.{name}"].raw, value.year), name
    if report.signed_on is not None:
        assert _prints(report.evidence["signed_on"].raw, report.signed_on.year)
    for figure in _figures(report.figures):
        assert figure.value is None or figure.raw


def check_round_trip(report: Report) -> None:
    """Law 5, part: JSON and pickle give the same object and the same bytes."""
    text = report.model_dump_json()
    again = Report.model_validate_json(text)
    assert again == report
    assert again.model_dump_json() == text
    assert pickle.loads(pickle.dumps(report)) == report


def check_all(report: Report) -> None:
    """Everything that holds for a report of any page."""
    check_evidence(report)
    check_conservation(report)
    check_zero_is_not_blank(report)
    check_no_invention(report)
    check_round_trip(report)


def _in_order(text: str, printed: str) -> bool:
    rest = iter(printed)
    return all(char in rest for char in _bare(text))


def _bare(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in ZERO_WIDTH)


def _prints(raw: str, year: int) -> bool:
    """Whether the last two figures of the year are printed, in any kind of numerals."""
    figures = ""
    for char in unicodedata.normalize("NFKC", raw):
        if char.isdecimal():
            figures += str(int(char))
        elif char in _SIGNS:
            figures += str(_SIGNS.index(char))
        elif re.match("[〇○◯OoΟοОо]", char):
            figures += "0"
    return f"{year:04d}"[2:] in figures


def _figures(figures: tuple[Figure, ...]) -> Iterator[Figure]:
    for figure in figures:
        yield figure
        yield from _figures(figure.parts)


def _tables(report: Report) -> Iterator[Table]:
    parts: list[Paragraph | Table] = [*report.preamble, *(item for s in report.walk() for item in s.content)]
    for item in parts:
        if isinstance(item, Table):
            yield item
