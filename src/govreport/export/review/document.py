"""The left side: the document as it was read, block by block, every character of ``report.text`` once and in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from govreport.models import Paragraph, Report, Section, Span, Table

from .marks import Marks, Segment
from .tables import Grid, grid

__all__ = ["Block", "blocks"]

BlockKind = Literal["metadata", "title", "heading", "paragraph", "table", "verbatim", "furniture"]


@dataclass(slots=True)
class Block:
    """One block of the document; ``lead`` is a heading that shares the paragraph with the text after it."""

    kind: BlockKind
    segments: list[Segment] = field(default_factory=list)
    lead: list[Segment] = field(default_factory=list)
    level: int = 0
    role: str = ""
    grid: Grid | None = None


def blocks(report: Report, marks: Marks) -> Iterator[Block]:
    """The blocks of ``report.parts()``; marks must not be added any more."""
    things = _Things(report)
    lead: Block | None = None
    for span, kind in report.parts():
        block = _block(span, kind, things, marks)
        if lead is not None and block.kind == "paragraph":
            block.lead, block.level, lead = lead.segments, lead.level, None
        if lead is not None:
            yield lead
            lead = None
        if block.kind == "heading" and block.role == "run_in":
            lead = block
        else:
            yield block
    if lead is not None:
        yield lead


class _Things:
    """Paragraphs, tables and headings by where they start."""

    def __init__(self, report: Report) -> None:
        found: dict[Span, Paragraph | Table | Section] = {item.span: item for item in report.preamble}
        for section in report.walk():
            found[section.span] = section
            found |= {item.span: item for item in section.content}
        self.places = sorted(found)
        self.found = found

    def around(self, span: Span) -> Paragraph | Table | Section:
        """What the part was cut from."""
        place = self.places[max(bisect_right(self.places, Span(span.start, 1 << 62)) - 1, 0)]
        return self.found[place]


def _block(span: Span, kind: str, things: _Things, marks: Marks) -> Block:
    segments = list(marks.cut(*span))
    if kind == "metadata":
        return Block("metadata", segments)
    if kind == "title":
        return Block("title", segments)
    if kind == "furniture":
        return Block("furniture", segments)
    thing = things.around(span)
    if isinstance(thing, Section):
        return Block("heading", segments, level=min(thing.level + 1, 6), role="run_in" if thing.run_in else "")
    if isinstance(thing, Table):
        # A page mark may stand inside a table of a text: its pieces are shown as they are.
        made = grid(thing, marks) if span == thing.span else None
        return Block("verbatim", segments) if made is None else Block("table", grid=made)
    return Block("paragraph", segments, role=thing.role)
