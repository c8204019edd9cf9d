"""What the official figures of one report say about a measure that several forms have.

A measure (``forms/*.toml``) is a sum of cells, in the column of totals (where that is blank: of the columns that it
sums, if all are stated). Where a cell is missing, blank, ``/`` or
unreadable its value is not known; ``least`` is what the stated cells give, since none holds less than nothing.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from govreport.forms import Measure, get_form
from govreport.models import StatisticCell, Statistics

__all__ = ["Reading", "known_measures", "read_measure"]

_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


class Reading(NamedTuple):
    """A measure as one report has it: ``value`` in ``unit``, None where a cell states nothing."""

    measure: Measure
    value: int | Decimal | None
    least: int | Decimal
    unit: str | None
    cells: tuple[StatisticCell, ...]


@cache
def known_measures(form_id: str) -> dict[str, Measure]:
    """The measures of a form by their names; none for a form that is not known."""
    try:
        return {measure.id: measure for measure in get_form(form_id).measures}
    except KeyError:
        return {}


def read_measure(statistics: Statistics, measure: Measure) -> Reading | None:
    """What the cells say about ``measure``; None where not one of its cells is there."""
    found: list[StatisticCell] = []
    value: int | Decimal = 0
    whole = True
    for code in measure.terms:
        parts, complete = _cells(statistics, code)
        whole = whole and complete
        for part in parts:
            found.append(part)
            if part.value is None:
                whole = False
            else:
                value += _scaled(part, measure.unit)
    if not found:
        return None
    return Reading(measure, value if whole else None, value, measure.unit, tuple(found))


def _cells(statistics: Statistics, code: str) -> tuple[list[StatisticCell], bool]:
    """The cells that a term is made of, and whether all of them are there.

    The total; else the columns that it sums (the totals of single rows are often left blank); else the rows.
    """
    cell = _cell(statistics, code)
    if cell is not None and cell.value is not None:
        return [cell], True
    columns = _summed(statistics.form, code)
    row = [part for column in columns if (part := statistics.get(code, column)) is not None and part.value is not None]
    if row:
        return row, len(row) == len(columns)
    if cell is not None:
        return [cell], False
    names = _parts(statistics.form, code)
    rows = [part for name in names if (part := _cell(statistics, name)) is not None]
    return rows, bool(rows) and len(rows) == len(names)


def _cell(statistics: Statistics, code: str) -> StatisticCell | None:
    for column in _columns(statistics.form, code):
        cell = statistics.get(code, column)
        if cell is not None:
            return cell
    return None


@cache
def _summed(form_id: str, code: str) -> tuple[str, ...]:
    """The columns whose sum is the column of totals; none where the block has no such column."""
    for block in get_form(form_id).blocks:
        if block.total_column and any(code in (row.code, row.total) for row in block.rows):
            return tuple(column.code for column in block.columns if column.code != block.total_column)
    return ()


@cache
def _columns(form_id: str, code: str) -> tuple[str, ...]:
    """The columns that may hold the figure of the year, best first."""
    for block in get_form(form_id).blocks:
        if block.layout == "matrix" and any(code in (row.code, row.total) for row in block.rows):
            # The last column of a code table (本期, 年度累计) is that of the whole year.
            return (block.total_column, block.columns[-1].code) if block.open_columns else (block.total_column,)
    return ("",)


@cache
def _parts(form_id: str, code: str) -> tuple[str, ...]:
    return tuple(get_form(form_id).substitutes.get(code, ()))


def _scaled(cell: StatisticCell, unit: str | None) -> int | Decimal:
    """The value in the measure's unit: money is printed in 元 and in 万元."""
    assert cell.value is not None
    if cell.unit == unit or cell.unit not in _YUAN or unit not in _YUAN:
        return cell.value
    amount = Decimal(cell.value) * _YUAN[cell.unit] / _YUAN[unit]
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()
