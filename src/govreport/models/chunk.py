"""A piece of a report for search and retrieval. Only other models enter here."""

from __future__ import annotations

from .base import Model, Span

__all__ = ["Chunk"]


class Chunk(Model):
    """A piece of one section of a report, with what a reader must know about it.

    ``number`` counts from 0. ``headings`` are the headings over the piece, outermost first. ``text`` is what stands
    at ``span`` of ``report.text``, its blocks one a line and without page furniture; its first ``overlap`` characters
    are the end of the piece before, said again. ``kind``, ``title``, ``year``, ``issuing_body`` (else the publisher),
    ``url`` and ``sha256`` are those of the report.
    """

    number: int
    text: str
    headings: tuple[str, ...] = ()
    span: Span
    overlap: int = 0
    kind: str
    title: str | None = None
    year: int | None = None
    issuing_body: str | None = None
    url: str | None = None
    sha256: str | None = None

    @property
    def context(self) -> str:
        """Title and headings in one line, to be put before the text where it is embedded."""
        return " > ".join(part for part in (self.title, *self.headings) if part)
