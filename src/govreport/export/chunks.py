"""A report in pieces for search and retrieval: never across a section, with what a reader must know about each.

A piece holds whole paragraphs and tables of one section, as many as fit; a longer paragraph is cut after a sentence
(。！？；), a longer table after a row, and only what is longer still where it must be. With an overlap a piece begins
with the end of the piece before it in the same section: whole sentences and rows if one fits, else characters.

Nothing is lost: without their overlaps the pieces hold every character of the preamble and of the sections' content
that is not blank, once and in order. Headings are in ``headings``; a section that has nothing but its heading is a
piece of its own, with the heading as its text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import partial

import regex

from govreport.models import Chunk, Paragraph, Report, Section, Span, Table

__all__ = ["Chunk", "chunks"]

_CUT = regex.compile(r"[。！？；]++|(?=\n)")
_Blocks = Sequence[Paragraph | Table]


def chunks(
    report: Report, max_chars: int = 800, *, overlap: int = 0, leave_out: Collection[str] = ()
) -> Iterator[Chunk]:
    """The pieces of a report, in reading order, each of at most ``max_chars`` characters, its overlap counted in.

    ``leave_out`` names roles of paragraphs that are no use in a search, such as ``signature``, ``attachment_list`` or
    ``contents``.

    >>> import govreport
    >>> page = "<h1>某局2023年年报</h1><p>一、总体情况</p><p>公开信息12条。收到3件。</p><p>办结3件。</p>"
    >>> report = govreport.parse(page)
    >>> [(piece.headings, piece.text) for piece in chunks(report)]
    [(('一、总体情况',), '公开信息12条。收到3件。\\n办结3件。')]
    >>> [(piece.text, piece.overlap) for piece in chunks(report, 13, overlap=6)]
    [('公开信息12条。收到3件。', 0), ('收到3件。\\n办结3件。', 6)]

    Raises ``ValueError`` for ``max_chars`` below 1 and for an overlap that is negative or leaves no room.
    """
    if max_chars < 1:
        raise ValueError("max_chars must be at least 1")
    if not 0 <= overlap < max_chars:
        raise ValueError("overlap must be at least 0 and less than max_chars")
    piece = partial(
        Chunk,
        kind=report.kind,
        title=report.title,
        year=report.year,
        issuing_body=report.issuing_body or report.metadata.publisher,
        url=report.source.url,
        sha256=report.source.sha256,
    )
    furniture = sorted(report.furniture)
    number = 0
    for headings, blocks in _places(report):
        kept = [block for block in blocks if not isinstance(block, Paragraph) or block.role not in leave_out]
        run = _Run(report.text, furniture, kept)
        for start, fresh, end in _windows(run, max_chars, overlap):
            text, span = run.text[start:end], run.span(start, end)
            yield piece(number=number, text=text, headings=headings, span=span, overlap=max(fresh - start, 0))
            number += 1


def _places(report: Report) -> Iterator[tuple[tuple[str, ...], _Blocks]]:
    yield (), report.preamble
    waiting: list[tuple[Section, tuple[str, ...]]] = [(item, ()) for item in reversed(report.sections)]
    while waiting:
        section, above = waiting.pop()
        headings = (*above, section.heading)
        if section.content or section.children:
            yield headings, section.content
        else:
            yield headings, (Paragraph(text=section.heading, span=section.span),)
        waiting += [(child, headings) for child in reversed(section.children)]


class _Run:
    """The blocks of one section as one text, a block a line, with the place of each character in the report."""

    def __init__(self, source: str, furniture: Sequence[Span], blocks: _Blocks) -> None:
        self._starts: list[int] = []
        self._blocks: list[tuple[Span, Sequence[int] | None]] = []
        lines: list[str] = []
        at = 0
        for block in blocks:
            text = block.text.strip()
            if text:
                self._starts.append(at)
                self._blocks.append((block.span, _aligned(text, source, block.span, furniture)))
                lines.append(text)
                at += len(text) + 1
        self.text = "\n".join(lines)
        self.block_ends = [start - 1 for start in self._starts[1:]] + [len(self.text)]
        self.cuts = sorted({*(found.end() for found in _CUT.finditer(self.text)), len(self.text)})

    def span(self, start: int, end: int) -> Span:
        """The place in the report of ``text[start:end]``, which neither begins nor ends with a blank."""
        first, places = self._block(start)
        begin = places[start - self._starts[first]] if places else self._blocks[first][0].start
        last, places = self._block(end - 1)
        return Span(begin, places[end - 1 - self._starts[last]] + 1 if places else self._blocks[last][0].end)

    def _block(self, at: int) -> tuple[int, Sequence[int] | None]:
        number = bisect_right(self._starts, at) - 1
        return number, self._blocks[number][1]


def _aligned(text: str, source: str, span: Span, furniture: Sequence[Span]) -> Sequence[int] | None:
    """Where each character of a block stands in the source; None where the two differ in more than blanks."""
    start = source.find(text, span.start, span.end)
    if start >= 0:
        return range(start, start + len(text))
    # Line ends inside of hard-wrapped text are gone, and so are page marks.
    marks = furniture[bisect_left(furniture, Span(span.start, 0)) : bisect_left(furniture, Span(span.end, 0))]
    inside = {at for mark in marks for at in range(*mark)}
    printed = (at for at in range(*span) if at not in inside and not source[at].isspace())
    places: list[int] = []
    for sign in text:
        if sign.isspace():
            places.append(places[-1])
            continue
        at = next(printed, -1)
        if at < 0 or source[at] != sign:
            return None
        places.append(at)
    return places


def _windows(run: _Run, size: int, overlap: int) -> Iterator[tuple[int, int, int]]:
    """Where each piece starts, where what is new in it starts, and where it ends."""
    text = run.text
    before = fresh = 0
    while (fresh := _solid(text, fresh)) < len(text):
        start = _overlap(run, before, fresh, overlap)
        end = _end(run, start, fresh, size)
        yield start, fresh, start + len(text[start:end].rstrip())
        before, fresh = start, end


def _solid(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _overlap(run: _Run, before: int, fresh: int, overlap: int) -> int:
    earliest = max(before, fresh - overlap)
    if not overlap or earliest >= fresh:
        return fresh
    if earliest == 0:
        return 0
    at = bisect_left(run.cuts, earliest)
    whole = _solid(run.text, run.cuts[at]) if at < len(run.cuts) else fresh
    return whole if whole < fresh else _solid(run.text, earliest)


def _end(run: _Run, start: int, fresh: int, size: int) -> int:
    limit = start + size
    for ends in (run.block_ends, run.cuts):
        at = bisect_right(ends, limit) - 1
        if at >= 0 and ends[at] > fresh:
            return ends[at]
    return limit
