"""The report: everything that was read from one page. Only other models enter here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from .base import Model, PartialDate, Span
from .content import Attachment, Content, Section
from .evidence import Evidence, Finding
from .figure import Figure
from .metadata import Metadata
from .statistics import Statistics

__all__ = ["Kind", "Period", "Report", "Source"]

Kind = Literal["annual_report", "document", "article", "other"]


class Period(Model):
    """The reporting period as stated in the text, first and last day."""

    start: dt.date
    end: dt.date


class Source(Model):
    """Where the page came from and how it was decoded; ``size`` in bytes (of UTF-8 for ``str`` input)."""

    url: str | None = None
    media_type: Literal["text/html", "text/plain"]
    encoding: str | None = None
    sha256: str | None = None
    size: int
    parser_version: str


class Report(Model):
    """A disclosure page as typed values with their evidence.

    ``year``, ``period`` and ``figures`` are read from yearly reports only (``kind`` ``annual_report``): counts in the
    plans and rules of other documents are no statistics of what was done.

    ``text`` is what was read; every span indexes it. Every non-blank character of it stands in exactly one of
    ``metadata.spans``, ``title_spans``, ``preamble``, the sections' headings and content, and ``furniture``
    (see :meth:`parts`).
    """

    kind: Kind
    title: str | None = None
    year: int | None = None
    period: Period | None = None
    issuing_body: str | None = None
    signed_on: PartialDate | None = None
    metadata: Metadata
    preamble: tuple[Content, ...] = ()
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    statistics: Statistics | None = None
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()
    evidence: dict[str, Evidence] = Field(default_factory=dict)
    title_spans: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    text: str
    source: Source

    def walk(self) -> Iterator[Section]:
        """All sections, depth first, in reading order."""
        for section in self.sections:
            yield from section.walk()

    def parts(self) -> list[tuple[Span, str]]:
        """The partition of ``text``, in reading order.

        Each item is a span and one of ``metadata``, ``title``, ``preamble``, ``heading``, ``content``,
        ``furniture``. No two spans overlap, and what lies between them is blank. A paragraph that runs over a page
        mark (hard-wrapped text) comes as the pieces before and after it, the mark as furniture.
        """
        found = [(span, "metadata") for span in self.metadata.spans]
        found += [(span, "title") for span in self.title_spans]
        found += [(item.span, "preamble") for item in self.preamble]
        for section in self.walk():
            found.append((section.span, "heading"))
            found += [(item.span, "content") for item in section.content]
        found.sort()
        return _carve(found, sorted(self.furniture))


def _carve(parts: list[tuple[Span, str]], furniture: list[Span]) -> list[tuple[Span, str]]:
    """Cut the furniture out of the parts that enclose it."""
    result: list[tuple[Span, str]] = []
    at = 0
    for span, what in parts:
        start = span.start
        while at < len(furniture) and furniture[at].start < span.end:
            mark = furniture[at]
            if mark.start > start:
                result.append((Span(start, mark.start), what))
            result.append((mark, "furniture"))
            start = max(start, mark.end)
            at += 1
        if start < span.end:
            result.append((Span(start, span.end), what))
    result += [(mark, "furniture") for mark in furniture[at:]]
    return sorted(result)
