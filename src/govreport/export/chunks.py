"""A report in pieces for search and retrieval: never across a section, with what a reader must know about each.

A piece holds whole paragraphs and tables of one section, as many as fit into ``size`` characters; a longer paragraph is
cut after a sentence (。！？；), a longer table after a row. Every piece says which headings stand over it and where it
stands in ``report.text``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from govreport.models import Paragraph, Report, Section, Span, Table

__all__ = ["Chunk", "chunks"]

_SENTENCE = regex.compile(r"[^。！？；\n]*+[。！？；\n]*+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a report. ``span`` is the place in ``report.text`` of the blocks that it is made of."""

    number: int
    text: str
    headings: tuple[str, ...]
    span: Span
    kind: str
    title: str | None
    year: int | None
    issuing_body: str | None
    url: str | None

    @property
    def context(self) -> str:
        """Title and headings in one line, to be put before the text where it is embedded."""
        return " > ".join((self.title or "", *self.headings)).strip(" >")


def chunks(report: Report, size: int = 800) -> Iterator[Chunk]:
    """The pieces of a report, in reading order; signature lines and lists of attachments are left out.

    >>> import govreport
    >>> page = "<h1>某市某局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>公开信息12条。</p><p>收到3件。</p>"
    >>> [(piece.headings, piece.text) for piece in chunks(govreport.parse(page))]
    [(('一、总体情况',), '公开信息12条。\\n收到3件。')]

    Raises ``ValueError`` for a size below 1.
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    number = 0
    for headings, blocks in _places(report):
        for text, span in _packed(blocks, size):
            yield Chunk(
                number,
                text,
                headings,
                span,
                report.kind,
                report.title,
                report.year,
                report.issuing_body or report.metadata.publisher,
                report.source.url,
            )
            number += 1


_Blocks = tuple[Paragraph | Table, ...]


def _places(report: Report) -> Iterator[tuple[tuple[str, ...], _Blocks]]:
    yield (), report.preamble
    waiting: list[tuple[Section, tuple[str, ...]]] = [(item, ()) for item in reversed(report.sections)]
    while waiting:
        section, above = waiting.pop()
        headings = (*above, section.heading)
        yield headings, section.content
        waiting += [(child, headings) for child in reversed(section.children)]


def _packed(blocks: _Blocks, size: int) -> Iterator[tuple[str, Span]]:
    waiting: list[str] = []
    length, start, end = 0, 0, 0
    for block in blocks:
        if isinstance(block, Paragraph) and block.role in ("signature", "attachment_list", "contents"):
            continue
        for piece in _pieces(block, size):
            if waiting and length + len(piece) + 1 > size:
                yield "\n".join(waiting), Span(start, end)
                waiting = []
            if not waiting:
                start, length = block.span.start, -1
            waiting.append(piece)
            length += len(piece) + 1
            end = block.span.end
    if waiting:
        yield "\n".join(waiting), Span(start, end)


def _pieces(block: Paragraph | Table, size: int) -> Iterator[str]:
    """The text of a block in pieces of at most ``size`` characters."""
    text = block.text.strip()
    if len(text) <= size:
        if text:
            yield text
        return
    parts = text.splitlines(keepends=True) if isinstance(block, Table) else _SENTENCE.findall(text)
    piece = ""
    for part in parts:
        if piece and len(piece) + len(part) > size:
            yield from _stripped(piece)
            piece = ""
        while len(part) > size:
            # A sentence or a row that is longer than a piece is cut where it must be.
            yield from _stripped(part[:size])
            part = part[size:]
        piece += part
    yield from _stripped(piece)


def _stripped(text: str) -> Iterator[str]:
    text = text.strip()
    if text:
        yield text
