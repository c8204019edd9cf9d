"""The official statistics of a report: which form it is, and every cell of it that can be known.

The rule: the form is told by the words that only it prints (never by the year), its cells by label and heading
where they meet. Sources: the forms' data files (``govreport/forms``). Grids are read by
:mod:`.statistics_grid`, lines of plain text by :mod:`.statistics_text`; both put their claims in one place.

A page without a word of any form costs a few substring searches and gives None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from govreport.forms import Form, load_forms
from govreport.models.base import Span, new_span, trusted
from govreport.models.statistics import ExtraRow, StatisticCell, Statistics
from govreport.raw import Block, RawFinding

from .statistics_claims import Claim, Claims, Extra
from .statistics_grid import read_table
from .statistics_labels import compact, label_index, name_of
from .statistics_text import read_lines

__all__ = ["StatisticsReading", "choose_form", "read_statistics"]

_new_statistics = trusted(Statistics, "form", "cells", "extra")
_new_row = trusted(ExtraRow, "label", "values", "span", "table", "row")
_new_cell = trusted(StatisticCell, *StatisticCell.model_fields)
_LONGEST_CONTEXT = 60
_MULTIPLES = ("万元", "亿元")
_SAME_SIGNS = str.maketrans("()／", "（）/")


class StatisticsReading(NamedTuple):
    """What was read: the statistics, what was odd, and the indices of the blocks it stood in."""

    statistics: Statistics
    findings: list[RawFinding]
    blocks: tuple[int, ...]


def read_statistics(blocks: Sequence[Block], text: str) -> StatisticsReading | None:
    """Read the official tables of a document; None where there are none.

    ``text`` is the report's text that the blocks' offsets index.
    """
    chosen = choose_form(text) if _words().search(text) is not None else None
    if chosen is None:
        return None
    form, certain = chosen
    claims = Claims(form, label_index(form.id))
    used = _read_tables(blocks, text, claims)
    used |= read_lines(claims, blocks, text)
    if not claims.cells:
        return None
    if not certain:
        claims.find(
            "statistics.form_uncertain",
            "notice",
            f"the tables show no word that only one form prints; read as the form {form.id}",
        )
    return StatisticsReading(_statistics(claims), claims.findings, tuple(sorted(used)))


def choose_form(text: str) -> tuple[Form, bool] | None:
    """The form whose own words ``text`` prints, and whether that is certain; None where no form's words stand.

    >>> form, certain = choose_form("信息内容 本年制发件数 本年废止件数 现行有效件数")
    >>> form.id, certain
    ('2021', True)
    >>> choose_form("本年度未收到申请") is None
    True
    """
    plain = "".join(text.split()).translate(_SAME_SIGNS) if "(" in text or "／" in text else "".join(text.split())
    shared: list[Form] = []
    told: list[tuple[int, Form]] = []
    for form in load_forms():
        own = sum(1 for word in form.fingerprints if word in plain)
        if own:
            told.append((own, form))
        elif any(word in plain for word in form.shared):
            shared.append(form)
    if told:
        most = max(own for own, _ in told)
        close = [form for own, form in told if own >= most - 1]
        # A local table may be headed like the national one: the rows tell.
        return close[0] if len(close) == 1 else max(close, key=lambda form: _rows_named(form, compact(plain))), True
    if not shared:
        return None
    # Sister forms differ in the rows that one of them has not; the later one where that tells nothing.
    plain = compact(plain)
    return min(reversed(shared), key=lambda form: _rows_missing(form, plain)), False


def _rows_named(form: Form, plain: str) -> int:
    """How many rows of the form the text names."""
    rows = (row for block in form.blocks for row in block.rows)
    return sum(any(name_of(label) in plain for label in (row.label, *row.variants)) for row in rows)


def _rows_missing(form: Form, plain: str) -> int:
    """How many rows the text lacks of the form's tables that it shows."""
    missing = 0
    for block in form.blocks:
        wanted = [row for row in block.rows if not row.optional]
        rows = [any(name_of(label) in plain for label in (row.label, *row.variants)) for row in wanted]
        if sum(rows) > len(rows) / 2:
            missing += rows.count(False)
    return missing


@cache
def _words() -> re.Pattern[str]:
    # One pattern of re takes a third of the time of a search for each word, and a quarter of regex's.
    found = dict.fromkeys(word for form in load_forms() for word in (*form.shared, *form.fingerprints))
    return re.compile("|".join(map(re.escape, found)))


def _read_tables(blocks: Sequence[Block], text: str, claims: Claims) -> set[int]:
    used = set()
    number = -1
    context = ""
    for place, block in enumerate(blocks):
        if block.table is None:
            context = block.text if len(block.text) <= _LONGEST_CONTEXT else ""
            continue
        number += 1
        if read_table(claims, text, block.table, number, block.table.caption or context):
            used.add(place)
    return used


def _statistics(claims: Claims) -> Statistics:
    measures = claims.form.measure_of
    return _new_statistics(
        form=claims.form.id,
        cells=tuple([_cell(claim, measures.get(claim.code)) for claim in claims.cells.values()]),
        extra=tuple(map(_extra, claims.extra)),
    )


def _cell(claim: Claim, measure: str | None) -> StatisticCell:
    value = claim.value
    return _new_cell(
        code=claim.code,
        column=claim.column,
        label=claim.label,
        value=value.value,
        unit=claim.unit if claim.unit not in _MULTIPLES else _unit(claim),
        raw=claim.raw,
        state=value.state,
        note=value.note,
        measure=measure,
        span=new_span((claim.start, claim.end)) if 0 <= claim.start <= claim.end else None,
        table=claim.table,
        row=claim.row,
        grid_column=claim.grid_column,
    )


def _unit(claim: Claim) -> str | None:
    """The unit of the value: a 万 or 亿 printed with the figure is multiplied out, so the heading's 万元 is then 元."""
    return "元" if claim.raw.endswith(("万", "亿")) else claim.unit


def _extra(item: Extra) -> ExtraRow:
    span = Span(item.start, item.end) if 0 <= item.start <= item.end else None
    return _new_row(label=item.label, values=item.values, span=span, table=item.table, row=item.row)
