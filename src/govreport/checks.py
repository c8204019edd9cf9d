"""What does not add up in one report, as findings.

Each check is one function from a report to its findings, and ``CHECKS`` is the list of them in order::

    T1-T3            counts in prose: sums, shares, shares of shares      checks_figures.py
    R1-R4 R9 B A     the sums of the official forms                       checks_statistics.py, checks_sums.py
    R8 R10           counts in prose beside the tables, fees              checks_claims.py
    sections period  missing, empty, out of order, misnumbered; too long  checks_structure.py

None of them changes a value. Two reports are set side by side by :mod:`govreport.comparison`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from govreport.models import Finding, Report

from .checks_claims import claim_findings, fee_findings
from .checks_figures import share_findings, share_total_findings, sum_findings
from .checks_statistics import statistics_findings
from .checks_structure import period_findings, section_findings

__all__ = ["CHECKS", "check"]


def check(report: Report) -> tuple[Finding, ...]:
    """All findings of all checks about ``report``, in the order of ``CHECKS``."""
    return tuple([finding for run in CHECKS for finding in run(report)])


CHECKS: tuple[Callable[[Report], Iterable[Finding]], ...] = (
    sum_findings,
    share_findings,
    share_total_findings,
    statistics_findings,
    claim_findings,
    fee_findings,
    section_findings,
    period_findings,
)
