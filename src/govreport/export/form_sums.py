"""Where the sums of a form are worked out beside its printed tables: the plan of the formulas, without a workbook.

A sum of several cells is worked out where a reader looks for it: beside the row of its total (a list, or the total at
the end of a row), below the column (a total under its column), and below the table where both sides are sums. Bounds,
and sums over two years, have no formula. What is a sum, and when it applies, is said by
:mod:`govreport.checks_statistics`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.checks_statistics import sums_that_apply
from govreport.checks_sums import Number, Place, Sum, bare, known_form, with_totals
from govreport.models import StatisticCell, Statistics

from .form_layout import FormTable, Slot

__all__ = ["Check", "Term", "checks_of", "ranges"]

LABEL = "核算"


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: its slot in the table, and what it is multiplied by (−1, or 10,000 for 万元 beside 元)."""

    slot: Slot
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Check:
    """One formula: ``terms`` are added up at (``row``, ``column``) of the table, which lies outside of what is printed.

    ``against`` is the printed total, or None where the other formula ``other`` (a place of this kind) is the other
    side. ``value`` is what the formula gives; ``complete``: every cell of it states a number.
    """

    label: str
    row: int
    column: int
    terms: tuple[Term, ...]
    value: Number
    complete: bool
    against: Slot | None = None
    other: tuple[int, int] | None = None


def checks_of(statistics: Statistics, table: FormTable) -> list[Check]:
    """The formulas beside one table, by row and column; none where the form is not known."""
    form = known_form(statistics.form)
    if form is None or table.kind in ("others", "fused"):
        return []
    cells = {(cell.code, cell.column): cell for cell in statistics.cells}
    slots = {slot.place: slot for slot in table.slots if slot.place is not None}
    plan = _Plan(table, slots)
    for item in sums_that_apply(form, statistics):
        if item.folds and any(place not in cells or cells[place].value is None for place in item.places):
            item = with_totals(form, item, cells)
        if item.identity.relation == "=" and item.left and item.right and all(p in slots for p in item.places):
            plan.add(item, cells)
    return sorted(plan.checks, key=lambda check: (check.row, check.column))


class _Plan:
    def __init__(self, table: FormTable, slots: dict[Place, Slot]) -> None:
        self._table = table
        self._slots = slots
        self._below: dict[tuple[str, ...], int] = {}
        self._labels = {slot.row: slot.text for slot in table.slots if slot.role == "label"}
        values = sorted({slot.column for slot in table.slots if slot.place is not None})
        self._ordinal = {column: at for at, column in enumerate(values)}
        self.checks: list[Check] = []

    def add(self, item: Sum, cells: dict[Place, StatisticCell]) -> None:
        sides = sorted((item.left, item.right), key=len)
        if len(sides[1]) < 2:
            return
        if len(sides[0]) == 1:
            total = self._slots[sides[0][0]]
            scale = _scale(item, cells)
            row, column = self._beside(total, sides[1])
            self._add(item, sides[1], cells, row, column, f"{LABEL}：{self._name(total)}", scale, against=total)
            return
        spots = []
        for side in (item.left, item.right):
            label = f"{LABEL}：{'＋'.join(self._name(self._slots[place]) for place in side)}"
            spots.append((self._row_below(tuple(code for code, _ in side)), self._slots[side[0]].column, label))
        for at, side in enumerate((item.left, item.right)):
            row, column, label = spots[at]
            other = spots[1 - at]
            self._add(item, side, cells, row, column, label, {}, other=(other[0], other[1]))

    def _add(
        self,
        item: Sum,
        side: Sequence[Place],
        cells: dict[Place, StatisticCell],
        row: int,
        column: int,
        label: str,
        scale: dict[Place, int],
        *,
        against: Slot | None = None,
        other: tuple[int, int] | None = None,
    ) -> None:
        terms = tuple(
            Term(self._slots[place], (-1 if place in item.minus else 1) * scale.get(place, 1)) for place in side
        )
        stated = [(term, cell.value) for term in terms if (cell := term.slot.cell) and cell.value is not None]
        value: Number = sum((number * term.factor for term, number in stated), 0)
        self.checks.append(Check(label, row, column, terms, value, len(stated) == len(terms), against, other))

    def _beside(self, total: Slot, side: Sequence[Place]) -> tuple[int, int]:
        in_one_row = {self._slots[place].row for place in side} == {total.row}
        if self._table.kind == "line" or not (in_one_row or self._is_list):
            return self._row_below((str(total.row),)), total.column
        return total.row, self._table.width + (0 if in_one_row else self._ordinal[total.column])

    @property
    def _is_list(self) -> bool:
        return any(slot.role == "unit" for slot in self._table.slots)

    def _row_below(self, what: tuple[str, ...]) -> int:
        return self._table.height + self._below.setdefault(what, len(self._below))

    def _name(self, slot: Slot) -> str:
        return bare(self._labels.get(slot.row, slot.text if self._table.kind != "line" else "总计"))


def _scale(item: Sum, cells: dict[Place, StatisticCell]) -> dict[Place, int]:
    """Money in 万元 and in 元 is added up in 元, if the total is in 元; else everything stays as printed."""
    units = {place: cells[place].unit for place in item.places if place in cells}
    total = item.left[0] if len(item.left) == 1 else item.right[0]
    if set(units.values()) != {"万元", "元"} or units.get(total) != "元":
        return {}
    return {place: 10_000 for place, unit in units.items() if unit == "万元"}


def ranges(terms: Sequence[Term]) -> Iterator[tuple[Slot, Slot]]:
    """Neighbouring terms of one row or column as (first, last), for a formula that a reader can follow."""
    waiting = list(terms)
    while waiting:
        first = last = waiting.pop(0).slot
        for down, across in ((1, 0), (0, 1)):
            while waiting and (waiting[0].slot.row, waiting[0].slot.column) == (last.row + down, last.column + across):
                if last is not first and (last.row > first.row) != bool(down):
                    break
                last = waiting.pop(0).slot
        yield first, last
