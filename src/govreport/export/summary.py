"""A report on one screen: what it is, who wrote it, its headings, counts and findings, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govreport.models import Figure, Finding, Paragraph, Report, Section, Table, Validity

__all__ = ["facts", "figure_lines", "heading_lines", "sorted_findings", "to_summary"]

_METADATA = (
    "index_number",
    "document_number",
    "publisher",
    "issued_on",
    "published_at",
    "modified_at",
    "categories",
    "theme",
    "genre",
    "column",
    "validity",
    "effective_on",
    "expires_on",
    "keywords",
    "summary",
    "source",
    "author",
    "view_count",
    "disclosure_method",
    "disclosure_scope",
    "disclosure_term",
    "audience",
    "language",
    "format",
)
"""Every labelled fact of a page but its title, which stands above, and its site and path, which say nothing of it."""
_WIDTH = 18
_SEVERITIES = ("error", "warning", "notice")


def to_summary(report: Report) -> str:
    """A few lines of text that end with a line end; facts that the page does not print are left out."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield _one_line(report.title or "(no title)")
    for label, value in facts(report):
        yield f"{label + ':':<{_WIDTH}} {value}"
    yield from _list("sections", ("  " * depth + heading for heading, depth in heading_lines(report.sections)))
    yield from _list(
        "figures", ("  " * depth + f"{name} {count}" for name, count, depth in figure_lines(report.figures))
    )
    yield from _list("attachments", (item.name + (f"  {item.url}" if item.url else "") for item in report.attachments))
    yield from _list("findings", map(_finding, sorted_findings(report)))


def facts(report: Report) -> Iterator[tuple[str, str]]:
    """What is known of the document, label and value in one line each; what the page does not print is left out."""
    yield "kind", report.kind
    for label, value in (
        ("year", report.year),
        ("period", f"{report.period.start} – {report.period.end}" if report.period else None),
        ("issuing body", report.issuing_body),
        ("signed on", report.signed_on),
        *((name.replace("_", " "), _printed(getattr(report.metadata, name))) for name in _METADATA),
    ):
        if value is not None:
            yield label, _one_line(value)
    if report.metadata.extra:
        extra = "; ".join(f"{key}: {value}" for key, value in report.metadata.extra.items())
        yield "other labels", _one_line(extra)
    if report.statistics is not None:
        yield "statistics", f"form {report.statistics.form}, {len(report.statistics.cells)} cells"
    yield "text", _volume(report)


def _printed(value: object) -> object:
    """A list in one line, a judged value (``in_force``) as the page has it; None where there is nothing."""
    if isinstance(value, tuple):
        return "; ".join(value) or None
    return value.raw if isinstance(value, Validity) else value


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


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


def heading_lines(sections: Iterable[Section], depth: int = 0) -> Iterator[tuple[str, int]]:
    """Every heading with how deep it lies."""
    for section in sections:
        yield _one_line(section.heading), depth
        yield from heading_lines(section.children, depth + 1)


def figure_lines(figures: Iterable[Figure], depth: int = 0) -> Iterator[tuple[str, str, int]]:
    """Every count with what was counted and how deep it lies, parts after their whole."""
    for figure in figures:
        share = "" if figure.share is None else f" ({figure.share} %)"
        yield _one_line(figure.subject), f"{figure.comparator} {figure.value} {figure.unit}{share}".rstrip(), depth
        yield from figure_lines(figure.parts, depth + 1)


def sorted_findings(report: Report) -> list[Finding]:
    """The findings, errors first, each kind in reading order."""
    return sorted(report.findings, key=lambda finding: _SEVERITIES.index(finding.severity))


def _finding(finding: Finding) -> str:
    return f"{finding.severity} {finding.code}: {_one_line(finding.message)}"
