"""The sums of the official forms: what they are, where they stand, whether they hold.

The identities are data (``forms/*.toml``); here they are walked per column, row or cell. A sum with a cell that
states nothing cannot be assessed, but no cell holds less than nothing: a side whose stated cells alone exceed a
complete other side fails whatever the others hold. Sums that hold cost a few dictionary look-ups.

:mod:`govreport.checks_statistics` makes findings of it for one report, :mod:`govreport.comparison` for two years; there
the code of a cell of the year before ends in ``@-1``, as in the forms' files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from govreport.forms import Block, Form, Identity, Term, get_form
from govreport.models import StatisticCell

__all__ = ["BEFORE", "Number", "Outcome", "Place", "Sum", "bare", "evaluate", "known_form", "sums_of", "with_totals"]

Place = tuple[str, str]
Number = int | Decimal
BEFORE = "@-1"

_MARK = regex.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|其中[：:])\s*+"
)


@dataclass(frozen=True, slots=True)
class Sum:
    """One identity at one place: ``where`` names the column or row, the sides are the places of its cells.

    ``folds``: a total of it may be printed as its parts, or parts of it as their total.
    """

    identity: Identity
    where: str
    left: tuple[Place, ...]
    right: tuple[Place, ...]
    minus: frozenset[Place] = frozenset()
    column: str = ""
    folds: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of both sides, in order."""
        return (*self.left, *self.right)


class Outcome(NamedTuple):
    """A sum that fails, with both sides; ``partly``: cells are missing, and it fails whatever they hold."""

    sum: Sum
    left: Number
    right: Number
    partly: bool = False


def known_form(form_id: str) -> Form | None:
    """The form of this id, or None where there is none."""
    try:
        return get_form(form_id)
    except KeyError:
        return None


# --- the sums of a form ---------------------------------------------------------------------------------------


@cache
def sums_of(form_id: str, columns: tuple[str, ...], across_years: bool) -> tuple[Sum, ...]:
    """Every sum of a form over the given columns: those of one report, or those over two years."""
    form = get_form(form_id)
    found: list[Sum] = []
    for identity in form.identities:
        if identity.across_years is not across_years:
            continue
        if identity.over == "rows":
            found += _over_rows(form, identity)
        else:
            found += _over_columns(form, identity, columns)
    return tuple(found)


def _over_rows(form: Form, identity: Identity) -> Iterator[Sum]:
    block = form.block(identity.block or "")
    for row in block.rows:
        code = row.total if row.header else row.code
        if code is not None:
            yield Sum(
                identity,
                bare(row.label),
                tuple((code, term.code) for term in identity.left),
                tuple((code, term.code) for term in identity.right),
            )


def _over_columns(form: Form, identity: Identity, columns: tuple[str, ...]) -> Iterator[Sum]:
    block = form.block(identity.block) if identity.block else _block_of(form, (*identity.left, *identity.right)[0])
    labels = {column.code: column.label for column in block.columns}
    known = [""] if block.layout != "matrix" else [c for c in columns if c in labels or block.open_columns]
    codes = {term.code for term in (*identity.left, *identity.right)}
    folds = any(total in codes or parts[0] in codes for total, parts in _totals(form.id))
    for column in known:
        where = labels.get(column, column) if identity.over == "columns" and not block.open_columns else ""
        where = where or _whole(block, identity) + (f" ({labels.get(column, column)})" if column else "")
        yield Sum(
            identity,
            where,
            tuple(_place(term, column) for term in identity.left),
            tuple(_place(term, column) for term in identity.right),
            frozenset(_place(term, column) for term in (*identity.left, *identity.right) if term.sign < 0),
            column,
            folds,
        )


def _place(term: Term, column: str) -> Place:
    return (term.code + BEFORE if term.year else term.code, column)


def _block_of(form: Form, term: Term) -> Block:
    """The block that prints the cell; the loader of the forms lets no other term through."""
    return next(block for block in form.blocks if _prints(block, term.code))


def _prints(block: Block, code: str) -> bool:
    if block.layout == "line":
        return any(column.code == code for column in block.columns)
    return any(row.code in (code, _row_of(block, code)) for row in block.rows)


def _row_of(block: Block, code: str) -> str:
    """The row of a cell; where rows and columns are fused, the code of a cell ends with its column."""
    return code.rpartition(".")[0] if block.layout == "fused" else code


def _whole(block: Block, identity: Identity) -> str:
    """The label of the total: the side of the identity that is one cell."""
    side = identity.left if len(identity.left) == 1 or not identity.right else identity.right
    code = side[0].code
    if block.layout == "line":
        return next("".join((*column.group, column.label)) for column in block.columns if column.code == code)
    row = next(row for row in block.rows if row.code in (code, _row_of(block, code)))
    if row.code == code:
        return bare(row.label)
    return bare(row.label) + next(column.label for column in block.columns if code == f"{row.code}.{column.code}")


def bare(label: str) -> str:
    """A label without its number."""
    return _MARK.sub("", label)


# --- whether they hold ----------------------------------------------------------------------------------------


def evaluate(
    form: Form, sums: Iterable[Sum], cells: Mapping[Place, StatisticCell], values: Mapping[Place, Number]
) -> tuple[list[Outcome], list[Sum]]:
    """The sums that fail, and those that cannot be assessed; a sum without any cell on the page is neither."""
    failed: list[Outcome] = []
    unknown: list[Sum] = []
    get = values.__getitem__
    for item in sums:
        try:
            if item.minus:
                left, right = _total(item.left, item, values), _total(item.right, item, values)
            else:
                left, right = sum(map(get, item.left)), sum(map(get, item.right))
        except KeyError:
            _partly(form, item, cells, values, failed, unknown)
            continue
        if not _holds(item, left, right) and not _holds(item, *_in_one_unit(item, cells, values)):
            failed.append(Outcome(item, left, right))
    return failed, unknown


def _holds(item: Sum, left: Number, right: Number) -> bool:
    return left == right if item.identity.relation == "=" else left <= right


def _total(places: Iterable[Place], item: Sum, values: Mapping[Place, Number]) -> Number:
    if not item.minus:
        return sum([values[place] for place in places])
    return sum([-values[place] if place in item.minus else values[place] for place in places])


def _partly(
    form: Form,
    item: Sum,
    cells: Mapping[Place, StatisticCell],
    values: Mapping[Place, Number],
    failed: list[Outcome],
    unknown: list[Sum],
) -> None:
    """A sum with cells that state nothing: assessed with a total in place of its parts, or as far as it goes."""
    if item.folds:
        item = with_totals(form, item, cells)
    if not item.left or not item.right:
        return
    lefts = [values.get(place) for place in item.left]
    rights = [values.get(place) for place in item.right]
    if lefts.count(None) == len(lefts) and rights.count(None) == len(rights):
        if not cells.keys().isdisjoint(item.left) or not cells.keys().isdisjoint(item.right):
            unknown.append(item)
        return
    whole_left, whole_right = None not in lefts, None not in rights
    left = _total([place for place in item.left if place in values], item, values)
    right = _total([place for place in item.right if place in values], item, values)
    if whole_left and whole_right:
        if not _holds(item, left, right):
            failed.append(Outcome(item, left, right))
        return
    too_much = whole_right and left > right
    too_little = item.identity.relation == "=" and whole_left and right > left
    if (too_much or too_little) and not item.minus and not _signed(item, values):
        failed.append(Outcome(item, left, right, partly=True))
    else:
        unknown.append(item)


def _signed(item: Sum, values: Mapping[Place, Number]) -> bool:
    """Whether a cell of the sum may be negative (a change against last year)."""
    return any(values.get(place, 0) < 0 or place[0].removesuffix(BEFORE).endswith(".change") for place in item.places)


def with_totals(form: Form, item: Sum, cells: Mapping[Place, StatisticCell]) -> Sum:
    """The sum with a total that is not printed as its parts, or with parts that are not printed as their total."""
    for total, parts in _totals(form.id):
        whole = (total, item.column)
        pieces = tuple((part, item.column) for part in parts)
        printed = any(piece in cells for piece in pieces)
        if whole in item.places and whole not in cells and printed:
            item = replace(item, left=_swap(item.left, (whole,), pieces), right=_swap(item.right, (whole,), pieces))
        elif pieces[0] in item.places and whole in cells and not printed:
            item = replace(item, left=_swap(item.left, pieces, (whole,)), right=_swap(item.right, pieces, (whole,)))
    return item


@cache
def _totals(form_id: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Totals with their parts, of which a print has one or the other."""
    form = get_form(form_id)
    found = list(form.substitutes.items())
    for block in form.blocks:
        found += [
            (row.total, tuple(r.code for r in block.rows if r.parent == row.code))
            for row in block.rows
            if row.header and row.total
        ]
    return tuple(found)


def _swap(side: tuple[Place, ...], old: tuple[Place, ...], new: tuple[Place, ...]) -> tuple[Place, ...]:
    if not set(old) <= set(side):
        return side
    at = side.index(old[0])
    kept = [place for place in side if place not in old]
    return (*kept[:at], *new, *kept[at:])


def _in_one_unit(
    item: Sum, cells: Mapping[Place, StatisticCell], values: Mapping[Place, Number]
) -> tuple[Number, Number]:
    """Both sides with 万元 as 元, for money that prints its own units."""
    scaled = {place: values[place] * (10_000 if cells[place].unit == "万元" else 1) for place in item.places}
    return _total(item.left, item, scaled), _total(item.right, item, scaled)
