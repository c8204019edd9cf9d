"""The figures of two reports side by side: by measure across forms, by cell where the forms print the same rows.

What is comparable is data (``forms/*.toml``, crosswalk of measures). Within one form everything is; between sister
forms (that share printed words, as those of 2019 and 2021) a measure of the very same rows is; between others the
more careful of the two forms decides, and its note is kept.
"""

from __future__ import annotations

from decimal import Decimal

from govreport.forms import Form, Measure, get_form
from govreport.models import Statistics
from govreport.models.comparison import CellChange, Comparability, MeasureChange

from .checks_words import proof
from .measures import Reading, known_measures, read_measure

__all__ = ["are_sisters", "compare_cells", "compare_measures"]

Number = int | Decimal
_ORDER: tuple[Comparability, ...] = ("no", "roughly", "yes")
_CENT = Decimal("0.01")


def compare_measures(previous: Statistics | None, current: Statistics | None) -> tuple[MeasureChange, ...]:
    """Every measure that both reports have, in the order of the current form."""
    if previous is None or current is None:
        return ()
    before = known_measures(previous.form)
    found = []
    for name, measure in known_measures(current.form).items():
        old = before.get(name)
        left = read_measure(previous, old) if old is not None else None
        right = read_measure(current, measure) if left is not None else None
        if old is not None and left is not None and right is not None:
            comparable, note = _comparable(previous.form, old, current.form, measure)
            found.append(_measure_change(left, right, comparable, note))
    return tuple(found)


def _measure_change(left: Reading, right: Reading, comparable: Comparability, note: str | None) -> MeasureChange:
    old = left.value
    if old is not None and left.unit != right.unit and (left.unit, right.unit) in _RATES:
        old = Decimal(old) * _RATES[left.unit, right.unit]
        old = int(old) if old == old.to_integral_value() else old.normalize()
    change, percent = _change(old, right.value) if comparable != "no" else (None, None)
    return MeasureChange(
        measure=right.measure.id,
        unit=right.unit,
        comparable=comparable,
        note=note,
        previous=old,
        current=right.value,
        change=change,
        percent=percent,
        previous_evidence=tuple(map(proof, left.cells)),
        current_evidence=tuple(map(proof, right.cells)),
    )


_RATES: dict[tuple[str | None, str | None], Decimal] = {
    ("万元", "元"): Decimal(10_000),
    ("元", "万元"): Decimal("0.0001"),
}


def _comparable(old_form: str, old: Measure, new_form: str, new: Measure) -> tuple[Comparability, str | None]:
    if old_form == new_form:
        return "yes", None
    if old.terms == new.terms and are_sisters(get_form(old_form), get_form(new_form)):
        return "yes", None
    worst = min(old.comparable, new.comparable, key=_ORDER.index)
    notes = [m.note for m in (old, new) if m.note and (m.comparable == worst or worst == "yes")]
    return worst, "; ".join(dict.fromkeys(notes)) or None


def are_sisters(left: Form, right: Form) -> bool:
    """Whether two forms are one, or share words that they print."""
    return left.id == right.id or not set(left.shared).isdisjoint(right.shared)


def _change(old: Number | None, new: Number | None) -> tuple[Number | None, Decimal | None]:
    if old is None or new is None:
        return None, None
    change = new - old
    percent = (Decimal(100) * Decimal(change) / Decimal(old)).quantize(_CENT) if old else None
    return change, percent


def compare_cells(previous: Statistics | None, current: Statistics | None) -> tuple[CellChange, ...]:
    """Every cell that both reports have, of one form or of sister forms, in the order of the current report."""
    if previous is None or current is None or not (known_measures(previous.form) and known_measures(current.form)):
        return ()
    if not are_sisters(get_form(previous.form), get_form(current.form)):
        return ()
    found = []
    for cell in current.cells:
        old = previous.get(cell.code, cell.column)
        if old is None:
            continue
        same_unit = old.unit == cell.unit
        change, percent = _change(old.value, cell.value) if same_unit else (None, None)
        found.append(
            CellChange(
                code=cell.code,
                column=cell.column,
                label=cell.label,
                unit=cell.unit,
                previous=old.value,
                current=cell.value,
                previous_state=old.state,
                current_state=cell.state,
                change=change,
                percent=percent,
            )
        )
    return tuple(found)
