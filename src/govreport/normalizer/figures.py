"""Counts in prose: 主动公开信息32条，其中机构职能4条… as :class:`~govreport.models.Figure` trees.

A count is a subject, a number and a counter word; 其中, 包括, 分别为, a colon or a bracket open its breakdown,
占12.5% gives its share, and a negation (未收到…申请) is a count of 0. Numbers of other things (years, ordinals,
telephone numbers, changes against last year, rules) are left out: a wrong figure is worse than a missing one.
Source: the wording of published annual reports (政府信息公开工作年度报告). Counter words are in
``vocabulary/units.toml``, all other words in ``vocabulary/figures.toml``. The stages::

    find_zeros     text             → worded zeros              figures_zero.py
    find_numbers   text             → numbers with their units  figures_count.py
    read_counts    numbers          → counts with subjects      figures_reading.py, figures_subject.py
    group          counts           → totals with their parts   figures_breakdown.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from govreport.models import Figure, Span
from govreport.models.base import trusted

from .figures_breakdown import group
from .figures_count import Count, find_numbers
from .figures_reading import QUANTITY, read_counts
from .figures_zero import Zero, find_zeros

__all__ = ["find_figures", "read_figures"]

_new_figure = trusted(Figure)
SpanOf = Callable[[int, int], Span]
_MOST_NUMBERS = 20_000  # with a counter word, in one document


def read_figures(paragraphs: Iterable[tuple[str, SpanOf]]) -> tuple[list[Figure], int]:
    """The counts and worded zeros of a document, and how many paragraphs were read: not all where it has too many."""
    found: list[Figure] = []
    left = _MOST_NUMBERS
    done = 0
    for text, span_of in paragraphs:
        zeros = find_zeros(text)
        numbers = find_numbers(text)
        if numbers or zeros:
            left -= len(zeros) + sum([count.unit != "" for count in numbers])
            if left < 0:
                break
            found += _read(text, numbers, zeros, span_of)
        done += 1
    return found, done


def find_figures(text: str, span_of: SpanOf) -> list[Figure]:
    """The counts and worded zeros of one paragraph, in reading order.

    ``span_of`` maps a slice of ``text`` to its place in the report's text.

    >>> text = "全年公开信息12条，其中规划7条、预算5条；未收到举报投诉。"
    >>> for figure in find_figures(text, Span):
    ...     print(figure.subject, figure.value, figure.unit, [(p.subject, p.value) for p in figure.parts])
    公开信息 12 条 [('规划', 7), ('预算', 5)]
    举报投诉 0  []
    """
    zeros = find_zeros(text)
    numbers = find_numbers(text)
    return _read(text, numbers, zeros, span_of) if numbers or zeros else []


def _read(text: str, numbers: list[Count], zeros: list[Zero], span_of: SpanOf) -> list[Figure]:
    figures: list[Figure] = []
    # Numbers without a counter word count only beside one that has it, or behind a word of quantity.
    if any(count.unit for count in numbers) or any(word in text for word in QUANTITY):
        figures += [_figure(count, text, span_of) for count in group(read_counts(text, numbers, zeros))]
    if zeros:
        figures += [_zero(zero, text, span_of) for zero in zeros]
        figures.sort(key=lambda figure: figure.span)
    return figures


def _figure(count: Count, text: str, span_of: SpanOf) -> Figure:
    """The figure of a count; the raw text of a total runs through its last part."""
    end = _end(count)
    start = count.raw_start
    optional: dict[str, Any] = {}  # only what is not the default: building is most of the cost
    if count.comparator != "=":
        optional["comparator"] = count.comparator
    if count.share is not None:
        optional["share"] = count.share
    if count.parts:
        optional["parts"] = tuple([_figure(part, text, span_of) for part in count.parts])
        optional["exhaustive"] = _is_exhaustive(count, text, end)
    return _new_figure(
        subject=count.subject,
        value=count.value,
        unit=count.unit,
        raw=text[start:end],
        span=span_of(start, end),
        **optional,
    )


def _is_exhaustive(count: Count, text: str, end: int) -> bool:
    """False where the list says 等, 主要 or 含, mixes units, or names one part only."""
    return count.exhaustive and len(count.parts) > 1 and not text.startswith("等", end)


def _end(count: Count) -> int:
    return max(count.end, _end(count.parts[-1])) if count.parts else count.end


def _zero(zero: Zero, text: str, span_of: SpanOf) -> Figure:
    return _new_figure(
        subject=zero.subject,
        value=0,
        unit=zero.unit,
        stated_zero=True,
        raw=text[zero.start : zero.end],
        span=span_of(zero.start, zero.end),
    )
