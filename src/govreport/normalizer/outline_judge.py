"""Heading or numbered clause? Judged over the whole group of siblings, never by one line alone.

Marks of one style that count upwards are one run; it may go on through several parents (（一）…（三十一）).
A run is made of headings when more than half of its members look like headings; then every member that can be
a heading is one, and the others stay numbered paragraphs. A title alone on its line looks like a heading only
when something stands under it: three numbered lines without text between them are a list.

Articles (第X条) are paragraphs, and what is numbered inside them is too. What is numbered inside a rejected
run is rejected with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from govreport import vocabulary

from .outline_lines import Line
from .outline_marks import ARTICLE, CHAPTERS, RANK

__all__ = ["Run", "judge"]

_PROSE = 20  # characters behind a colon that are text rather than a value
_CELL = 20  # characters of a table cell that stands as a line
_FEWEST_CELLS = 20
_USUAL = frozenset(vocabulary.words("headings", "usual"))
_HEADING_SHAPES = frozenset(("whole", "stop", "label", "run_in", "run_in_label"))


@dataclass(slots=True)
class Run:
    """Lines of one mark style that count upwards; ``first`` and ``last`` are places in the part."""

    style: str
    members: list[Line]
    places: list[int]
    accepted: bool = False


def judge(part: Sequence[Line], *, annex: bool = False) -> list[Run]:
    """Set ``heading`` on the lines of one part (a document, or one annex) and return its runs in order."""
    for line in part:
        if line.shape == "level" and line.role is None:
            line.heading = True
    runs = _runs(part)
    if not runs or (annex and _is_cells(part)):
        return []
    accepted_at: list[int] = []
    rejected_at: list[int] = []
    runs.sort(key=lambda run: (RANK[run.style], run.places[0]))
    for _, same in groupby(runs, key=lambda run: run.style):
        accepted: list[int] = []
        rejected: list[int] = []
        for run in same:
            run.accepted = _enough(part, run) and not _inside_rejected(run.places[0], rejected_at, accepted_at)
            if not run.accepted:
                rejected += run.places
                continue
            for place, line in zip(run.places, run.members, strict=True):
                if line.shape in _HEADING_SHAPES:
                    line.heading = True
                    accepted.append(place)
        accepted_at = sorted(accepted_at + accepted)
        rejected_at = sorted(rejected_at + rejected)
    return sorted((run for run in runs if run.accepted), key=lambda run: run.places[0])


def _enough(part: Sequence[Line], run: Run) -> bool:
    hits = [_looks_like_heading(part, place) for place in run.places]
    count = sum(hits)
    return count * 2 > len(hits) or (count * 2 == len(hits) and hits[0])


def _runs(part: Sequence[Line]) -> list[Run]:
    runs: list[Run] = []
    open_runs: dict[str, Run] = {}
    in_articles = False
    for place, line in enumerate(part):
        mark = line.mark
        if mark is None or line.role is not None or line.shape in ("row", "level", "table", "bare"):
            continue
        if mark.style == ARTICLE:
            in_articles = True
            continue
        if in_articles and mark.style in CHAPTERS:
            in_articles = False
        if in_articles and not (mark.style == "cn" and line.shape == "whole"):
            continue
        run = open_runs.get(mark.style)
        last = run.members[-1].mark if run is not None else None
        if run is None or last is None or mark.ordinal <= last.ordinal:
            run = open_runs[mark.style] = Run(mark.style, [], [])
            runs.append(run)
        run.members.append(line)
        run.places.append(place)
    return runs


def _is_cells(part: Sequence[Line]) -> bool:
    """A table that came as one cell a line: lines come again and again, or are short and no sentences."""
    texts = [line.text for line in part if line.shape != "table"]
    if len(texts) < _FEWEST_CELLS:
        return False
    if (len(texts) - len(set(texts))) * 4 > len(texts):
        return True
    short = sum(len(text) <= _CELL and text[-1] != "。" for text in texts)
    return short * 10 > len(texts) * 6 and sum("，" in text for text in texts) * 4 < len(texts)


def _looks_like_heading(part: Sequence[Line], place: int) -> bool:
    line = part[place]
    if line.block.level and line.shape in _HEADING_SHAPES:
        return True
    if line.shape == "run_in":
        return True
    if line.shape == "run_in_label":
        outer = line.style in CHAPTERS or line.style == "cn"
        return outer or len(line.text) - line.head_end >= _PROSE or line.title in _USUAL
    return line.shape in ("whole", "stop", "label") and _has_body(part, place)


def _has_body(part: Sequence[Line], place: int) -> bool:
    line = part[place]
    after = place + (2 if line.second is not None else 1)
    if after >= len(part):
        return False
    following = part[after]
    if following.role in ("signature", "note", "attachment_list", "attachment_heading"):
        return False
    mark = following.mark
    if mark is None or mark.style == ARTICLE or following.shape in ("row", "table"):
        return True
    if mark.style == line.style or mark.style in CHAPTERS:
        return mark.style in CHAPTERS and line.style in CHAPTERS and RANK[mark.style] > RANK[line.style]
    inside = RANK[mark.style] > RANK[line.style]
    return inside or (mark.ordinal == 1 and mark.style != "cn")


def _inside_rejected(start: int, rejected_at: Sequence[int], accepted_at: Sequence[int]) -> bool:
    """Whether the run that starts there stands inside a clause of an outer style, with no heading between."""
    at = bisect_left(rejected_at, start)
    if at == 0:
        return False
    before = bisect_left(accepted_at, start)
    return before == 0 or accepted_at[before - 1] < rejected_at[at - 1]
