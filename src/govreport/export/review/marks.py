"""Places of the text that values point at, and the text cut along their edges.

A mark is a span that one or more values came from. The document is written in segments that never cross the edge of
a mark, each with the numbers of the marks that cover it: so nothing is searched for, and what lights up is exactly
``report.text[start:end]``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from govreport.models import Span

__all__ = ["Marks", "Segment"]


class Segment(NamedTuple):
    """A piece of text and the marks that cover it: their numbers, the narrowest first, divided by blanks."""

    text: str
    marks: str = ""


class Marks:
    """The spans that were asked for, each once, and the text cut along them.

    >>> marks = Marks("公开信息48条")
    >>> marks.at(Span(4, 6)), marks.at(Span(0, 7)), marks.at(Span(4, 6))
    (0, 1, 0)
    >>> [(piece.text, piece.marks) for piece in marks.cut(0, 7)]
    [('公开信息', '1'), ('48', '0 1'), ('条', '1')]
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.numbers: dict[Span, int] = {}
        self._cuts: list[tuple[int, str]] | None = None
        self._starts: list[int] = []

    def at(self, span: Span) -> int:
        """The number of the mark for a span."""
        self._cuts = None
        return self.numbers.setdefault(Span(*span), len(self.numbers))

    def blank(self, span: Span) -> str:
        """The number of the mark on a place without text (a blank cell), else nothing."""
        return str(self.numbers[span]) if span.start == span.end and span in self.numbers else ""

    def cut(self, start: int, end: int) -> Iterator[Segment]:
        """``text[start:end]`` in segments; together they are this text."""
        if self._cuts is None:
            self._cuts = self._sweep()
            self._starts = [place for place, _ in self._cuts]
        at = max(bisect_right(self._starts, start) - 1, 0)
        while start < end:
            stop = self._starts[at + 1] if at + 1 < len(self._starts) else end
            stop = min(max(stop, start), end)
            if stop > start:
                yield Segment(self.text[start:stop], self._cuts[at][1])
            start = stop
            at += 1

    def _sweep(self) -> list[tuple[int, str]]:
        """Where the marks that cover the text change, and to what."""
        opened: dict[int, list[Span]] = {}
        closed: dict[int, list[Span]] = {}
        for span in self.numbers:
            if span.start < span.end:
                opened.setdefault(span.start, []).append(span)
                closed.setdefault(span.end, []).append(span)
        active: set[Span] = set()
        cuts = [(0, "")]
        for place in sorted(opened.keys() | closed.keys()):
            active.difference_update(closed.get(place, ()))
            active.update(opened.get(place, ()))
            ordered = sorted(active, key=lambda span: (span.end - span.start, span))
            cuts.append((place, " ".join(str(self.numbers[span]) for span in ordered)))
        return cuts
