"""The report: everything that was read from one page. Only other models enter here.

The methods that make something else of a report open :mod:`govreport.export` when they are called.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any, Literal

from pydantic import Field

from .base import Model, PartialDate, Span
from .chunk import Chunk
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

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dictionaries, lists, strings, numbers and None: what ``model_dump_json`` writes.

        >>> import govreport
        >>> report = govreport.parse("<h1>关于供水的通知</h1><p>自2023年5月1日起供水。</p>")
        >>> report.to_dict()["title"], govreport.Report.model_validate(report.to_dict()) == report
        ('关于供水的通知', True)
        """
        return self.model_dump(mode="json")

    def to_markdown(self) -> str:
        """The report as Markdown: front matter (YAML), headings at their level, tables as tables.

        A CommonMark reader with GitHub's tables gives back the texts and cells as they were printed; the text of a
        spanning cell stands in every slot that it covers.

        >>> import govreport
        >>> print(govreport.parse("<h1>关于供水的通知</h1><p>供水 * 3 天。</p>").to_markdown().split("---\\n\\n")[1])
        # 关于供水的通知
        <BLANKLINE>
        供水 \\* 3 天。
        <BLANKLINE>
        """
        from govreport.export.markdown import to_markdown

        return to_markdown(self)

    def chunks(self, max_chars: int = 800, *, overlap: int = 0, leave_out: Collection[str] = ()) -> list[Chunk]:
        """The report in pieces for search and retrieval, each of at most ``max_chars`` characters of one section.

        A piece begins with the end of the one before it, up to ``overlap`` characters (whole sentences and rows if one
        fits); ``leave_out`` names roles of paragraphs. See :func:`govreport.export.chunks`. Raises ``ValueError``
        unless 0 <= overlap < max_chars.

        >>> import govreport
        >>> report = govreport.parse("<h1>关于供水的通知</h1><p>一、时间</p><p>五月一日起。六月止。</p>")
        >>> [(piece.headings, piece.text) for piece in report.chunks(6)]
        [(('一、时间',), '五月一日起。'), (('一、时间',), '六月止。')]
        """
        from govreport.export.chunks import chunks

        return list(chunks(self, max_chars, overlap=overlap, leave_out=leave_out))

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
