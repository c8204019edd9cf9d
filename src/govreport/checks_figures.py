"""T1-T3: counts in prose. Parts sum to their total, a printed share is part ÷ whole, shares sum to 100 %.

Source: the counting sentences of published annual reports; all are warnings, since prose rounds and leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from govreport.models import Evidence, Figure, Finding, Report

__all__ = ["share_findings", "share_total_findings", "sum_findings", "text_proof"]

_TENTH = Decimal("0.1")
_HUNDRED = Decimal(100)


def _breakdowns(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Every figure that has parts, the outer before the inner."""
    for figure in figures:
        if figure.parts:
            yield figure
            yield from _breakdowns(figure.parts)


def text_proof(report: Report, figure: Figure) -> Evidence:
    """Where a figure stood."""
    return Evidence(raw=report.text[figure.span.start : figure.span.end], span=figure.span, method="text")


def sum_findings(report: Report) -> Iterator[Finding]:
    """T1: parts sum to their total, level by level; parts of an incomplete list may be less, never more."""
    for figure in _breakdowns(report.figures):
        if any(item.comparator != "=" for item in (figure, *figure.parts)):
            continue
        if any(part.unit != figure.unit for part in figure.parts):
            continue
        total = figure.value
        found = sum(part.value for part in figure.parts)
        if found == total or (found < total and not figure.exhaustive):
            continue
        yield Finding(
            code="figures.sum_mismatch",
            severity="warning",
            message=f"the parts of {figure.subject} sum to {found}, the text says {total}",
            evidence=(text_proof(report, figure),),
            left=found,
            right=total,
            difference=found - total,
        )


def share_findings(report: Report) -> Iterator[Finding]:
    """T2: a printed share is part ÷ whole within one unit of its last digit (truncated shares are seen)."""
    for top in report.figures:
        yield from _shares_under(report, top, (top,))


def _shares_under(report: Report, figure: Figure, wholes: tuple[Figure, ...]) -> Iterator[Finding]:
    for part in figure.parts:
        if part.share is not None and part.comparator == "=":
            computed = [_percentage(part, whole) for whole in wholes if _can_divide(part, whole)]
            step = Decimal(1).scaleb(int(part.share.as_tuple().exponent))
            if computed and all(abs(value - part.share) >= step for value in computed):
                nearest = _nearest(computed, part.share).quantize(step * _TENTH)
                yield Finding(
                    code="figures.share_mismatch",
                    severity="warning",
                    message=f"{part.subject} is {nearest} % of the total, the text says {part.share} %",
                    evidence=(text_proof(report, part),),
                    left=nearest,
                    right=part.share,
                    difference=nearest - part.share,
                )
        if part.parts:
            yield from _shares_under(report, part, (*wholes, part))


def _nearest(values: Iterable[Decimal], target: Decimal) -> Decimal:
    return min(values, key=lambda value: abs(value - target))


def _can_divide(part: Figure, whole: Figure) -> bool:
    return whole.comparator == "=" and whole.unit == part.unit and whole.value > 0


def _percentage(part: Figure, whole: Figure) -> Decimal:
    return _HUNDRED * Decimal(part.value) / Decimal(whole.value)


def share_total_findings(report: Report) -> Iterator[Finding]:
    """T3: the shares of a complete list sum to 100, or to its own part of the whole, ± 0.1 for each."""
    for top in report.figures:
        yield from _share_totals_under(report, top, ())


def _share_totals_under(report: Report, figure: Figure, above: tuple[Figure, ...]) -> Iterator[Finding]:
    shares = [part.share for part in figure.parts if part.share is not None]
    if figure.exhaustive and len(shares) > 1 and len(shares) == len(figure.parts):
        found = sum(shares, Decimal(0))
        wholes = [_HUNDRED, *(_percentage(figure, whole) for whole in above if _can_divide(figure, whole))]
        if figure.share is not None:
            wholes.append(figure.share)
        whole = _nearest(wholes, found)
        if abs(found - whole) > _TENTH * len(shares):
            yield Finding(
                code="figures.shares_total",
                severity="warning",
                message=f"the shares of the parts of {figure.subject} sum to {found} %",
                evidence=(text_proof(report, figure),),
                left=found,
                right=whole,
                difference=found - whole,
            )
    for part in figure.parts:
        if part.parts:
            yield from _share_totals_under(report, part, (*above, figure))
