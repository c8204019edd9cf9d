"""R10 and R8: counts and fees in the prose beside the figures of the official tables.

A count is set beside a measure when its subject says nothing more than the measure does
(``vocabulary/checks.toml``): 收到政府信息公开申请20件 is, 收到当面申请3件 is not. 收到…申请 may mean the new requests
or those with the ones carried over; both are used (国办公开办函〔2021〕30号 leaves it open). Prose may speak of one
office among many, so a measure is doubted only when no count of its kind agrees with the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from govreport.models import Figure, Finding, Report, Statistics
from govreport.vocabulary import load, words

from .checks_figures import text_proof
from .checks_sums import Number
from .checks_words import proof
from .measures import Reading, known_measures, read_measure

__all__ = ["claim_findings", "fee_findings"]

_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d{2})\s?年")
_SENTENCE = "。；\n"
_LONGEST_SENTENCE = 400
_CLAUSE = "，,：:（("
_FREE_REQUESTS = 10
_MYRIAD = 10_000


class _Candidate(NamedTuple):
    """What the tables give for a claim: ``exact`` unless a cell states nothing."""

    value: Number
    exact: bool
    readings: tuple[Reading, ...]


def claim_findings(report: Report) -> Iterator[Finding]:
    """R10: counts in prose that no figure of the tables agrees with."""
    statistics = report.statistics
    if statistics is None or not report.figures or not known_measures(statistics.form):
        return
    claimed: dict[str, list[Figure]] = {}
    for figure in report.figures:
        _collect(report, figure, claimed)
    if not claimed:
        return
    for claim, figures in claimed.items():
        candidates = _candidates(statistics, claim)
        if not candidates or any(c.exact and f.value == c.value for c in candidates for f in figures):
            continue
        for figure in figures:
            if all(c.exact or figure.value < c.value for c in candidates):
                yield _mismatch(
                    report, figure, min(candidates, key=lambda c: abs(Decimal(c.value) - Decimal(figure.value)))
                )


def _mismatch(report: Report, figure: Figure, nearest: _Candidate) -> Finding:
    cells = [cell for reading in nearest.readings for cell in reading.cells]
    least = "" if nearest.exact else "at least "
    names = " + ".join(reading.measure.id for reading in nearest.readings)
    return Finding(
        code="figures.table_mismatch",
        severity="warning",
        message=f"the text says {figure.subject} {figure.value}, the table gives {least}{nearest.value} ({names})",
        evidence=(text_proof(report, figure), *map(proof, cells)),
        left=figure.value,
        right=nearest.value,
        difference=figure.value - nearest.value,
    )


# --- which counts are claims about the tables -----------------------------------------------------------------


def _collect(report: Report, figure: Figure, claimed: dict[str, list[Figure]]) -> None:
    kind = _kind(figure.subject, figure.stated_zero)
    if kind is None or figure.unit not in _units() or not _of_the_whole(report, figure):
        return
    claims = _claims()
    if kind in claims and "parent" not in claims[kind] and figure.comparator == "=":
        claimed.setdefault(kind, []).append(figure)
    for part in figure.parts:
        name = _part_kind(kind, part.subject)
        if name is not None and part.comparator == "=" and part.unit in _units():
            claimed.setdefault(name, []).append(part)


def _part_kind(whole: str, subject: str) -> str | None:
    """What a part counts: outcomes of requests under requests, outcomes of reviews under reviews."""
    name = _words_of(whole).get(subject)
    if name is None and whole in ("requests", "closing"):
        name = _kind(subject, False)
    return name if name not in ("requests", "closing", "review", "litigation") else None


@lru_cache(maxsize=4096)
def _kind(subject: str, zero: bool) -> str | None:
    """The claim that a subject makes, ``closing`` for requests that were dealt with, None for any other subject."""
    plain = "".join(subject.split())
    known = _words_of(None)
    requests = words("checks", "requests")
    for core in _cores(plain):
        if core in known:
            return known[core]
        if zero and core in requests:
            return "requests"
        for kind, verbs in (("requests", words("checks", "receive")), ("closing", words("checks", "closing"))):
            for verb in verbs:
                if core.startswith(verb) and any(rest in requests for rest in _without_leads(core[len(verb) :])):
                    return kind
    return None


def _cores(text: str) -> Iterator[str]:
    """The subject with less and less of the words before and after it that say nothing."""
    tails = words("checks", "tails")
    for head in _without_leads(text):
        yield head
        rest = head
        while tail := next((tail for tail in tails if rest.endswith(tail) and len(rest) > len(tail)), None):
            rest = rest[: -len(tail)]
            yield rest


def _without_leads(text: str) -> Iterator[str]:
    leads = words("checks", "leads")
    yield text
    while lead := next((lead for lead in leads if text.startswith(lead) and len(text) > len(lead)), None):
        text = text[len(lead) :]
        yield text


def _of_the_whole(report: Report, figure: Figure) -> bool:
    """Whether nothing before the count speaks of another time (in its sentence) or of one channel (in its clause)."""
    text, end = report.text, figure.span.start
    start = max(0, end - _LONGEST_SENTENCE)
    start = max(start, *(text.rfind(sign, start, end) + 1 for sign in _SENTENCE))
    before = text[start:end]
    clause = before[max(before.rfind(sign) for sign in _CLAUSE) + 1 :]
    if any(word in before for word in words("checks", "elsewhen")):
        return False
    if any(word in clause for word in words("checks", "channels")):
        return False
    years = {int(year) for year in _YEAR.findall(before)} if report.year is not None else set()
    return not years or report.year in years


@cache
def _claims() -> dict[str, dict[str, Any]]:
    return {claim["id"]: claim for claim in load("checks")["claims"]}


@cache
def _words_of(parent: str | None) -> dict[str, str]:
    """The words of the claims that stand under ``parent`` (None: by themselves)."""
    found = [claim for claim in _claims().values() if claim.get("parent") == parent]
    return {word: claim["id"] for claim in found for word in claim.get("words", ())}


@cache
def _units() -> frozenset[str]:
    return frozenset(words("checks", "units"))


def _candidates(statistics: Statistics, claim: str) -> list[_Candidate]:
    """The figures of the tables that the claim may mean."""
    measures = known_measures(statistics.form)
    found = []
    for names in _claims()[claim]["sums"]:
        if any(name not in measures for name in names):
            continue
        readings = [read_measure(statistics, measures[name]) for name in names]
        known = tuple(reading for reading in readings if reading is not None)
        if len(known) == len(names):
            exact = all(reading.value is not None for reading in known)
            found.append(_Candidate(sum(reading.least for reading in known), exact, known))
    return found


# --- fees -----------------------------------------------------------------------------------------------------


def fee_findings(report: Report) -> Iterator[Finding]:
    """R8: fees for disclosure in the prose (元) beside the tables (万元), and beside what may be charged."""
    statistics = report.statistics
    if statistics is None or not known_measures(statistics.form):
        return
    fees = [fee for figure in report.figures for fee in _fees(figure)]
    yield from _own_units(statistics)
    if not fees:
        return
    charges = _reading(statistics, "disclosure_fees")
    if charges is not None and charges.value is not None:
        yield from _beside_table(report, fees, charges)
        return
    charges = _reading(statistics, "administrative_charges")
    for fee in fees:
        if fee.value and charges is not None and charges.unit == "万元" and charges.value == fee.value:
            yield _unit_slip(report, fee, charges)
    yield from _unexpected(report, fees, statistics)


def _reading(statistics: Statistics, name: str) -> Reading | None:
    measure = known_measures(statistics.form).get(name)
    return read_measure(statistics, measure) if measure is not None else None


def _fees(figure: Figure) -> Iterator[Figure]:
    """The sums of money that were charged for disclosure."""
    fee: Mapping[str, list[str]] = load("checks")["fees"]
    charged = figure.unit == "元" or (figure.stated_zero and figure.value == 0)
    named = any(word in figure.subject for word in fee["words"]) and not any(w in figure.subject for w in fee["not"])
    if charged and named and figure.comparator == "=":
        yield figure
    for part in figure.parts:
        yield from _fees(part)


def _own_units(statistics: Statistics) -> Iterator[Finding]:
    """Amounts that print another unit than the form has over them."""
    for name in ("administrative_charges", "disclosure_fees"):
        reading = _reading(statistics, name)
        for cell in reading.cells if reading is not None else ():
            if reading is not None and cell.value and cell.unit in ("元", "万元") and cell.unit != reading.unit:
                yield Finding(
                    code="fees.own_unit",
                    severity="notice",
                    message=f"{cell.label} is printed in {cell.unit}, the form has {reading.unit}",
                    evidence=(proof(cell),),
                )


def _beside_table(report: Report, fees: list[Figure], charges: Reading) -> Iterator[Finding]:
    assert charges.value is not None
    factor = _MYRIAD if charges.unit == "万元" else 1
    in_yuan = charges.value * factor
    if any(fee.value == in_yuan for fee in fees):
        return
    for fee in fees:
        if factor != 1 and fee.value == charges.value:
            yield _unit_slip(report, fee, charges)
            continue
        yield Finding(
            code="figures.table_mismatch",
            severity="warning",
            message=f"the text says {fee.subject} {fee.value} 元, the table gives {charges.value} {charges.unit}",
            evidence=(text_proof(report, fee), *map(proof, charges.cells)),
            left=fee.value,
            right=in_yuan,
            difference=fee.value - in_yuan,
        )


def _unit_slip(report: Report, fee: Figure, charges: Reading) -> Finding:
    assert charges.value is not None
    return Finding(
        code="fees.unit_mismatch",
        severity="warning",
        message=f"the text has {fee.value} 元, the table the same number in 万元: one of the units is wrong",
        evidence=(text_proof(report, fee), *map(proof, charges.cells)),
        left=fee.value,
        right=charges.value * _MYRIAD,
        difference=fee.value - charges.value * _MYRIAD,
    )


def _unexpected(report: Report, fees: list[Figure], statistics: Statistics) -> Iterator[Finding]:
    """The first ten requests of an applicant in a month are free (国办函〔2020〕109号), unless charged by volume."""
    paid = next((fee for fee in fees if fee.value), None)
    requests = _reading(statistics, "requests_received")
    overdue = _reading(statistics, "other.fee_overdue")
    if paid is None or requests is None or requests.value is None or requests.value > _FREE_REQUESTS:
        return
    if overdue is None or overdue.least > 0:
        return
    yield Finding(
        code="fees.unexpected",
        severity="notice",
        message=f"{paid.value} 元 were charged though only {requests.value} requests came in; the first ten are free",
        evidence=(text_proof(report, paid), *map(proof, requests.cells)),
        left=paid.value,
        right=requests.value,
    )
