"""Findings in reading order of their weight, with the sum spelled out: a term for each cell that was added up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from govreport.forms import get_form
from govreport.models import Evidence, Figure, Finding, Report

from .marks import Marks
from .words import Name, named

__all__ = ["SEVERITIES", "FindingView", "Sum", "Term", "findings"]

SEVERITIES = ("error", "warning", "notice")
_SUMS = frozenset({"statistics.sum_mismatch", "statistics.bound_exceeded", "comparison.sum_mismatch"})
_SHOWN = 8


class Term(NamedTuple):
    """A summand as printed, its label, and its place."""

    text: str
    label: str = ""
    mark: str = ""


class Sum(NamedTuple):
    """Both sides: their terms (none where only the sum is known), their sums, and how they differ."""

    left: list[Term]
    left_total: str
    relation: str
    right: list[Term]
    right_total: str
    difference: str


class FindingView(NamedTuple):
    """One finding; ``marks`` are all places it is about, ``raws`` what is printed there."""

    code: str
    name: Name
    severity: str
    severity_name: Name
    message: str
    sum: Sum | None
    marks: str
    proofs: list[Term]


def findings(report: Report, marks: Marks) -> list[FindingView]:
    """All findings, errors first, each kind in its order."""
    ordered = sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    return [_view(report, finding, marks) for finding in ordered]


def _view(report: Report, finding: Finding, marks: Marks) -> FindingView:
    terms = [_term(proof, marks) for proof in finding.evidence]
    if finding.code in _SUMS:
        terms = _by_column(report, finding, terms)
    return FindingView(
        finding.code,
        named("codes", finding.code),
        finding.severity,
        named("severities", finding.severity),
        finding.message,
        _sum(report, finding, terms, marks),
        " ".join(dict.fromkeys(term.mark for term in terms if term.mark)),
        terms,
    )


def _term(proof: Evidence, marks: Marks) -> Term:
    mark = str(marks.at(proof.span)) if proof.span is not None else ""
    return Term(" ".join(proof.raw.split()), " ".join((proof.label or "").split()), mark)


def _by_column(report: Report, finding: Finding, terms: list[Term]) -> list[Term]:
    """Terms along one row have one label: there the names of the columns tell them apart."""
    if report.statistics is None or len({term.label for term in terms}) != 1:
        return terms
    columns = {c.code: c.label for block in get_form(report.statistics.form).blocks for c in block.columns}
    column_of = {cell.span: columns.get(cell.column) for cell in report.statistics.cells}
    labels = [column_of.get(proof.span) for proof in finding.evidence]
    return [term._replace(label=label or term.label) for term, label in zip(terms, labels, strict=True)]


def _sum(report: Report, finding: Finding, terms: list[Term], marks: Marks) -> Sum | None:
    if finding.left is None or finding.right is None:
        return None
    left: list[Term] = []
    right: list[Term] = []
    if finding.code in _SUMS:
        left, right = _split(report, finding, terms)
    elif finding.code == "figures.sum_mismatch":
        left, right = _breakdown(report, finding, marks)
    relation = ">" if finding.code.endswith("bound_exceeded") else "≠"
    difference = finding.difference if finding.difference is not None else finding.left - finding.right
    return Sum(_shortened(left), str(finding.left), relation, _shortened(right), str(finding.right), f"{difference:+}")


def _split(report: Report, finding: Finding, terms: list[Term]) -> tuple[list[Term], list[Term]]:
    """The evidence of a sum stands left side first: where it is cut so that both sides are right, if anywhere.

    Zeros leave several cuts; there the identity of the form says which.
    """
    values = [_number(term.text) for term in terms]
    cuts = [
        at
        for at in range(1, len(terms))
        if _total(values[:at]) == finding.left and _total(values[at:]) == finding.right
    ]
    if len(cuts) > 1:
        cuts = [at for at in cuts if at in _cuts_of_form(report, finding)] or cuts
    return (terms[: cuts[0]], terms[cuts[0] :]) if cuts else ([], [])


def _cuts_of_form(report: Report, finding: Finding) -> set[int]:
    """After how many of its cells the left side ends, by the identities of the form that have these cells."""
    if report.statistics is None:
        return set()
    cells = {cell.span: cell for cell in report.statistics.cells if cell.span is not None}
    found = [cells[proof.span] for proof in finding.evidence if proof.span in cells]
    cuts = set()
    for identity in get_form(report.statistics.form).identities:
        names = [cell.column if identity.over == "rows" else cell.code for cell in found]
        left, right = ({term.code for term in side} for side in (identity.left, identity.right))
        at = sum(1 for name in names if name in left)
        if left.issuperset(names[:at]) and right.issuperset(names[at:]):
            cuts.add(at)
    return cuts


def _total(values: Sequence[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _breakdown(report: Report, finding: Finding, marks: Marks) -> tuple[list[Term], list[Term]]:
    """The parts of the figure in the prose that a finding is about, and the figure."""
    spans = {proof.span for proof in finding.evidence}
    waiting = list(report.figures)
    while waiting:
        figure = waiting.pop()
        if figure.span in spans and figure.parts and sum(part.value for part in figure.parts) == finding.left:
            return [_counted(part, marks) for part in figure.parts], [_counted(figure, marks)]
        waiting += figure.parts
    return [], []


def _counted(figure: Figure, marks: Marks) -> Term:
    return Term(str(figure.value), " ".join(figure.subject.split()), str(marks.at(figure.span)))


def _shortened(terms: list[Term]) -> list[Term]:
    """Long sums without their zeros: they change nothing and hide the rest."""
    if len(terms) <= _SHOWN:
        return terms
    return [term for term in terms if _number(term.text) != 0] or terms[:1]
