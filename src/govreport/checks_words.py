"""Sums in words: how a finding says what does not add up, and where its cells stand.

Used by :mod:`govreport.checks_statistics` and :mod:`govreport.comparison`; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from govreport.forms import Form
from govreport.models import Evidence, StatisticCell

from .checks_sums import BEFORE, Number, Outcome, Place, Sum, bare

__all__ = ["listed", "proof", "spelled"]

_LISTED = 12
_SPELLED = 6


def proof(cell: StatisticCell) -> Evidence:
    """Where a cell stood."""
    return Evidence(raw=cell.raw, label=cell.label or None, span=cell.span, method="table")


def spelled(form: Form, outcome: Outcome, cells: Mapping[Place, StatisticCell], values: Mapping[Place, Number]) -> str:
    """The sum in words and figures."""
    item = outcome.sum
    where = f" for {item.where}" if item.where else ""
    left = _side(form, item.left, item, outcome.left, cells, values)
    right = _side(form, item.right, item, outcome.right, cells, values)
    how = "is more than" if item.identity.relation == "<=" else "is not"
    text = f"{item.identity.id} does not hold{where}: {left} {how} {right}"
    text += f" (difference {outcome.left - outcome.right:+})"
    if outcome.partly:
        text += ", whatever the cells without a figure hold"
    return text if item.identity.strength == "hard" or not item.identity.note else f"{text}; {item.identity.note}"


def _side(
    form: Form,
    places: tuple[Place, ...],
    item: Sum,
    total: Number,
    cells: Mapping[Place, StatisticCell],
    values: Mapping[Place, Number],
) -> str:
    shown = [place for place in places if place in values]
    if len(shown) > _SPELLED:
        shown = [place for place in shown if values[place]]
    terms = [f"{_name(form, place, item, cells)} {values[place]}" for place in shown]
    signs = ["-" if place in item.minus else "+" for place in shown]
    text = " ".join(word for pair in zip(signs, terms, strict=True) for word in pair).removeprefix("+ ")
    return text if len(terms) == 1 else f"{text} = {total}".strip() if terms else str(total)


def _name(form: Form, place: Place, item: Sum, cells: Mapping[Place, StatisticCell]) -> str:
    if item.identity.over == "rows":
        columns = form.block(item.identity.block or "").columns
        return next((column.label for column in columns if column.code == place[1]), place[1])
    label = bare("".join(cells[place].label.split())) or place[0]
    return f"{label} (year before)" if place[0].endswith(BEFORE) else label


def listed(unknown: Iterable[Sum]) -> dict[str, str]:
    """Identity → the columns or rows where it cannot be assessed."""
    places: dict[str, dict[str, None]] = {}
    for item in unknown:
        places.setdefault(item.identity.id, {})[item.where] = None
    return {
        identity: ", ".join(list(names)[:_LISTED])
        + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")
        for identity, names in places.items()
    }
