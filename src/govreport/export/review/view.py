"""What the template of one document is given: the left side, the right side, and the line for the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from govreport.models import Figure, Report, Section

from .document import Block, blocks
from .fields import Field, fields, link, source_fields
from .marks import Marks
from .sheet import Sheet, sheet
from .sums import SEVERITIES, FindingView, findings
from .words import Name, named

__all__ = ["Count", "View", "counted", "one_line", "view"]


class Count(NamedTuple):
    """How many findings of a severity there are."""

    severity: str
    number: int
    name: Name


class FigureView(NamedTuple):
    """A count in the prose with its parts."""

    subject: str
    comparator: str
    value: str
    unit: str
    share: str
    mark: str
    parts: list[FigureView]


class OutlineLine(NamedTuple):
    """A heading."""

    text: str
    depth: int
    mark: str


class AttachmentView(NamedTuple):
    """An attachment; ``href`` is its address where that is one of the web."""

    name: str
    url: str
    href: str
    mark: str


@dataclass(slots=True)
class View:
    """Everything that is shown of one document."""

    id: str
    title: str
    media: str
    facts: list[Name]
    counts: list[Count]
    findings: list[FindingView]
    sheet: Sheet | None
    fields: list[Field]
    missing: list[Name]
    figures: list[FigureView]
    outline: list[OutlineLine]
    attachments: list[AttachmentView]
    source: list[Field]
    blocks: list[Block]


def view(name: str, report: Report, names: Mapping[str, str]) -> View:
    """The view of a report; the right side first, as it says which places of the text must be marked."""
    marks = Marks(report.text)
    found, missing = fields(report, marks, names)
    return View(
        id=name,
        title=one_line(report.title) or name,
        media=report.source.media_type.replace("/", "-"),
        facts=_facts(report),
        counts=counted(report),
        findings=findings(report, marks),
        sheet=sheet(report, marks),
        fields=found,
        missing=missing,
        figures=[_figure(figure, marks) for figure in report.figures],
        outline=list(_outline(report.sections, marks)),
        attachments=[
            AttachmentView(
                item.name, item.url or "", link(item.url), str(marks.at(item.span)) if item.span is not None else ""
            )
            for item in report.attachments
        ],
        source=source_fields(report, names),
        blocks=list(blocks(report, marks)),
    )


def counted(report: Report) -> list[Count]:
    """How many findings of each severity, those that there are."""
    counts: Counter[str] = Counter(finding.severity for finding in report.findings)
    names = {name: named("severities" if counts[name] == 1 else "severities_many", name) for name in SEVERITIES}
    return [Count(name, counts[name], names[name]) for name in SEVERITIES if counts[name]]


def one_line(text: str | None) -> str:
    """Text without line breaks."""
    return " ".join((text or "").split())


def _facts(report: Report) -> list[Name]:
    values = (report.year, report.issuing_body or report.metadata.publisher)
    said = [one_line(str(value)) for value in values if value is not None]
    return [named("kinds", report.kind), *(Name(value, value) for value in said)]


def _figure(figure: Figure, marks: Marks) -> FigureView:
    return FigureView(
        one_line(figure.subject),
        figure.comparator,
        f"{figure.value:,}",
        figure.unit,
        str(figure.share) if figure.share is not None else "",
        str(marks.at(figure.span)),
        [_figure(part, marks) for part in figure.parts],
    )


def _outline(sections: Iterable[Section], marks: Marks, depth: int = 0) -> Iterator[OutlineLine]:
    for section in sections:
        yield OutlineLine(one_line(section.heading), min(depth, 4), str(marks.at(section.span)))
        yield from _outline(section.children, marks, depth + 1)
