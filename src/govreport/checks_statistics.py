"""What does not add up in the official tables of one report: R1-R4, R9, B1-B4, A1, A2, each where its cells stand.

The identities are data (``forms/*.toml``, with their strength) and are walked by :mod:`govreport.checks_sums`. A hard
one that fails is an error; a soft equation that fails is a notice (there are good reasons for it), a soft bound a
warning. Sums with a blank, ``/`` or unreadable cell are not assessed, and one finding an identity says where.
Messages and evidence are made for what fails only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from govreport.forms import Form
from govreport.models import Finding, Report, Severity, StatisticCell, Statistics
from govreport.vocabulary import words

from .checks_sums import Number, Outcome, Place, Sum, evaluate, known_form, sums_of
from .checks_words import listed, proof, spelled

__all__ = ["statistics_findings", "sums_that_apply"]

_REGIONS = "省市县区旗州盟"


def statistics_findings(report: Report) -> Iterator[Finding]:
    """What does not add up in the official tables of one report."""
    statistics = report.statistics
    form = known_form(statistics.form) if statistics is not None else None
    if statistics is None or form is None:
        return
    cells = {(cell.code, cell.column): cell for cell in statistics.cells}
    values = {place: value for place, cell in cells.items() if (value := cell.value) is not None}
    failed, unknown = evaluate(form, sums_that_apply(form, statistics, report.issuing_body), cells, values)
    for outcome in failed:
        yield _finding(form, outcome, cells, values)
    for identity, places in listed(unknown).items():
        yield Finding(
            code="statistics.not_assessed",
            severity="notice",
            message=f"{identity} was not assessed where a cell is blank, not applicable or unreadable: {places}",
        )


def sums_that_apply(form: Form, statistics: Statistics, body: str | None = None) -> tuple[Sum, ...]:
    """The sums within one report that these tables must obey; ``body`` is who reports, None where that is not known."""
    sums = sums_of(form.id, tuple(dict.fromkeys([cell.column for cell in statistics.cells])), False)
    ruled_out = _ruled_out(form, statistics, body)
    return tuple(item for item in sums if item.identity.condition not in ruled_out) if ruled_out else sums


def _ruled_out(form: Form, statistics: Statistics, body: str | None) -> frozenset[str]:
    """The conditions of the form's identities that are not met."""
    named = {identity.condition for identity in form.identities if identity.condition is not None}
    return frozenset(name for name in named if not _CONDITIONS[name](statistics, body))


def _finding(
    form: Form, outcome: Outcome, cells: Mapping[Place, StatisticCell], values: Mapping[Place, Number]
) -> Finding:
    item = outcome.sum
    severity: Severity = "error" if item.identity.strength == "hard" else "warning"
    message = spelled(form, outcome, cells, values)
    evidence = tuple(proof(cells[place]) for place in item.places if place in cells)
    difference = outcome.left - outcome.right
    if item.identity.relation == "<=":
        return Finding(
            code="statistics.bound_exceeded",
            severity=severity,
            message=message,
            evidence=evidence,
            left=outcome.left,
            right=outcome.right,
            difference=difference,
        )
    return Finding(
        code="statistics.sum_mismatch",
        severity=severity if severity == "error" else "notice",
        message=message,
        evidence=evidence,
        left=outcome.left,
        right=outcome.right,
        difference=difference,
    )


# --- conditions of identities ---------------------------------------------------------------------------------


def _no_rulemaking_power(_statistics: Statistics, reporting: str | None) -> bool:
    """A county, a township, or a department below the ministries; what a name leaves open is not judged.

    规章 are made by ministries, provinces and cities with districts (立法法 2023, art. 91 and 93); the office of such
    a government reports for it.
    """
    body = "".join((reporting or "").split())
    if body.endswith(words("checks", "offices")):
        return body.endswith(words("checks", "offices_below"))
    if body.endswith(words("checks", "governments_below")):
        return not body.endswith(words("checks", "regions_above"))
    if not body.endswith(words("checks", "departments")) or body.startswith(words("checks", "national")):
        return False
    return any(sign in body for sign in _REGIONS)


def _replies_under_denials(statistics: Statistics, _reporting: str | None) -> bool:
    """The oldest print counts 信息不存在 and its like among the denials (否决)."""
    return any(cell.code == "reply.denied.total" and "否决" in cell.label for cell in statistics.cells)


def _replies_beside_denials(statistics: Statistics, reporting: str | None) -> bool:
    return not _replies_under_denials(statistics, reporting)


_CONDITIONS: dict[str, Callable[[Statistics, str | None], bool]] = {
    "no_rulemaking_power": _no_rulemaking_power,
    "replies_under_denials": _replies_under_denials,
    "replies_beside_denials": _replies_beside_denials,
}
