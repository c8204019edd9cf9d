"""What does not fit between a report and that of the year before: R5-R7 and the oddities of copied reports.

R5 (carried over = carried forward the year before, per column) is hard, R6 and R7 are soft, as the forms' files say.
They hold for one body and two years in a row only; otherwise they are not assessed. 东莞市统计局 printed the same
figures three years running, only the year was changed: figures and text that repeat the year before are findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from govreport.models import Figure, Finding, Report, StatisticCell, Statistics

from .checks_sums import BEFORE, Number, Place, evaluate, known_form, sums_of
from .checks_words import listed, proof, spelled

__all__ = ["comparison_findings"]

_ENOUGH_FIGURES = 5
_MOSTLY = 0.9
_OFFICES = ("人民政府办公室", "人民政府办公厅", "人民政府", "办公室", "办公厅")


def comparison_findings(previous: Report, current: Report, repeated: float | None) -> tuple[Finding, ...]:
    """The findings of a comparison, those about what is compared first."""
    found = [*_bodies(previous, current), *_years(previous, current)]
    sums = list(_sums(previous, current, assess=not found))
    found += sums
    found += _same_figures(previous, current)
    if repeated is not None and repeated >= _MOSTLY:
        found.append(
            Finding(
                code="comparison.repeated_text",
                severity="warning",
                message=f"{100 * Decimal(str(repeated)):.1f} % of the text repeats the year before",
            )
        )
    return tuple(found)


def _bodies(previous: Report, current: Report) -> Iterator[Finding]:
    left, right = _body(previous), _body(current)
    if left and right and left not in right and right not in left:
        yield Finding(
            code="comparison.different_bodies",
            severity="warning",
            message=f"the reports are of two bodies: {previous.issuing_body} and {current.issuing_body}",
            evidence=tuple(r.evidence["issuing_body"] for r in (previous, current) if "issuing_body" in r.evidence),
        )


def _body(report: Report) -> str:
    name = "".join((report.issuing_body or "").split())
    for office in _OFFICES:
        name = name.removesuffix(office)
    return name


def _years(previous: Report, current: Report) -> Iterator[Finding]:
    left, right = previous.year, current.year
    if left is None or right is None or right != left + 1:
        words = f"the years are {left or 'unknown'} and {right or 'unknown'}, not one after the other"
        yield Finding(code="comparison.years_not_consecutive", severity="warning", message=words)


# --- R5-R7 ----------------------------------------------------------------------------------------------------


def _sums(previous: Report, current: Report, *, assess: bool) -> Iterator[Finding]:
    old, new = previous.statistics, current.statistics
    form = known_form(new.form) if new is not None else None
    if old is None or new is None or form is None:
        return
    cells: dict[Place, StatisticCell] = {(cell.code, cell.column): cell for cell in new.cells}
    columns = tuple(dict.fromkeys([column for _, column in cells]))
    cells |= {(cell.code + BEFORE, cell.column): cell for cell in old.cells}
    values: dict[Place, Number] = {place: cell.value for place, cell in cells.items() if cell.value is not None}
    sums = sums_of(form.id, columns, True)
    if not assess:
        printed = [item for item in sums if not cells.keys().isdisjoint(item.places)]
        if names := ", ".join(dict.fromkeys(item.identity.id for item in printed)):
            yield _not_assessed(names, "the reports are not of one body and two years in a row")
        return
    failed, unknown = evaluate(form, sums, cells, values)
    for outcome in failed:
        yield Finding(
            code="comparison.sum_mismatch",
            severity="error" if outcome.sum.identity.strength == "hard" else "notice",
            message=spelled(form, outcome, cells, values),
            evidence=tuple(proof(cells[place]) for place in outcome.sum.places if place in cells),
            left=outcome.left,
            right=outcome.right,
            difference=outcome.left - outcome.right,
        )
    for identity, places in listed(unknown).items():
        yield _not_assessed(identity, f"a cell is missing, blank, not applicable or unreadable: {places}")


def _not_assessed(names: str, why: str) -> Finding:
    return Finding(code="comparison.not_assessed", severity="notice", message=f"{names} not assessed: {why}")


# --- repeated figures -----------------------------------------------------------------------------------------


def _same_figures(previous: Report, current: Report) -> Iterator[Finding]:
    """All figures of the tables (of the prose, where there are none) are those of the year before."""
    old, new = previous.statistics, current.statistics
    if old is not None and new is not None:
        count = _same_cells(old, new)
    else:
        count = _same_counts(previous.figures, current.figures)
    if count >= _ENOUGH_FIGURES:
        yield Finding(
            code="comparison.same_figures",
            severity="warning",
            message=f"all {count} figures above 0 are those of the year before",
        )


def _same_cells(old: Statistics, new: Statistics) -> int:
    left = {(cell.code, cell.column): cell.value for cell in old.cells if cell.value}
    right = {(cell.code, cell.column): cell.value for cell in new.cells if cell.value}
    return len(right) if old.form == new.form and left == right else 0


def _same_counts(old: tuple[Figure, ...], new: tuple[Figure, ...]) -> int:
    left = [(figure.subject, figure.value, figure.unit) for figure in old if figure.value]
    right = [(figure.subject, figure.value, figure.unit) for figure in new if figure.value]
    return len(right) if left == right else 0
