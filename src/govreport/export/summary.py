"""A report on one screen: what it is, who wrote it, its headings, counts and findings, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govreport.models import Figure, Finding, Paragraph, Report, Section, Table

__all__ = ["to_summary"]

_METADATA = (
    ("index number", "index_number"),
    ("document number", "document_number"),
    ("publisher", "publisher"),
    ("issued on", "issued_on"),
    ("published at", "published_at"),
    ("theme", "theme"),
    ("genre", "genre"),
    ("column", "column"),
    ("source", "source"),
)
_WIDTH = 16
_SEVERITIES = ("error", "warning", "notice")


def to_summary(report: Report) -> str:
    """A few lines of text that end with a line end; facts that the page does not print are left out."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield _one_line(report.title or "(no title)")
    yield _fact("kind", report.kind)
    for label, value in (
        ("year", report.year),
        ("period", f"{report.period.start} – {report.period.end}" if report.period else None),
        ("issuing body", report.issuing_body),
        ("signed on", report.signed_on),
        *((label, getattr(report.metadata, name)) for label, name in _METADATA),
    ):
        if value is not None:
            yield _fact(label, value)
    if report.metadata.extra:
        yield _fact("other labels", "; ".join(f"{key}: {value}" for key, value in report.metadata.extra.items()))
    yield _fact("text", _volume(report))
    yield from _list("sections", _headings(report.sections))
    yield from _list("figures", _figures(report.figures))
    yield from _list("attachments", (item.name + (f"  {item.url}" if item.url else "") for item in report.attachments))
    yield from _list("findings", map(_finding, sorted(report.findings, key=_severity)))


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _fact(label: str, value: object) -> str:
    return f"{label + ':':<{_WIDTH}} {_one_line(value)}"


def _list(label: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"{label}:"
        yield from (f"  {line}" for line in found)


def _volume(report: Report) -> str:
    items = [*report.preamble, *(item for section in report.walk() for item in section.content)]
    paragraphs = sum(isinstance(item, Paragraph) for item in items)
    tables = sum(isinstance(item, Table) for item in items)
    return f"{len(report.text)} characters, {paragraphs} paragraphs, {tables} tables"


def _headings(sections: Iterable[Section], depth: int = 0) -> Iterator[str]:
    for section in sections:
        yield "  " * depth + _one_line(section.heading)
        yield from _headings(section.children, depth + 1)


def _figures(figures: Iterable[Figure], depth: int = 0) -> Iterator[str]:
    for figure in figures:
        share = "" if figure.share is None else f" ({figure.share} %)"
        count = f"{figure.comparator} {figure.value} {figure.unit}{share}"
        yield f"{'  ' * depth}{_one_line(figure.subject)} {count}"
        yield from _figures(figure.parts, depth + 1)


def _severity(finding: Finding) -> int:
    return _SEVERITIES.index(finding.severity)


def _finding(finding: Finding) -> str:
    return f"{finding.severity} {finding.code}: {_one_line(finding.message)}"
