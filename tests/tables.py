"""Reports with official tables, built cell by cell for the tests of checks and comparisons.

``report_of`` writes every cell into the report's text, so that evidence can be compared with it; ``consistent``
draws tables in which every identity of the form holds, by rules of its own (it does not read the forms' identities).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from govreport.forms import get_form
from govreport.models import Metadata, Report, Section, Source, Span, StatisticCell, Statistics
from govreport.normalizer.figures import find_figures

__all__ = [
    "DENIED",
    "GROUPS",
    "OUTCOMES",
    "PERSONS",
    "Given",
    "Place",
    "Values",
    "all_places",
    "consistent",
    "report_of",
]

Place = tuple[str, str]
Values = dict[Place, int | Decimal | str | None]
Given = Mapping[Place, int | Decimal | str | None]

PERSONS = (
    "natural_person",
    "legal.commercial_enterprise",
    "legal.research_institution",
    "legal.public_welfare_organisation",
    "legal.legal_service_organisation",
    "legal.other",
)
DENIED = (
    *("denied.state_secret", "denied.prohibited_by_law", "denied.security_and_stability", "denied.third_party_rights"),
    *("denied.internal_affairs", "denied.deliberative_process", "denied.enforcement_file"),
    "denied.administrative_query",
)
OUTCOMES = (
    *("granted", "partially_granted", *DENIED),
    *("cannot_provide.not_held", "cannot_provide.must_be_created", "cannot_provide.still_unclear"),
    *("not_processed.petition_or_complaint", "not_processed.duplicate", "not_processed.public_publication"),
    *("not_processed.excessive", "not_processed.confirm_or_reissue"),
)
OTHER = {
    "2019": ("other.total",),
    "2021": ("other.correction_overdue", "other.fee_overdue", "other.other"),
}
GROUPS = ("review", "litigation_direct", "litigation_after_review")


def all_places(form_id: str) -> list[Place]:
    """Every cell of a form; of the code table one column."""
    return [
        (code, column) for code, column, _ in get_form(form_id).places() if form_id != "local" or column == "cumulative"
    ]


def report_of(form_id: str, values: Given, prose: str = "", **fields: Any) -> Report:
    """A report with these cells: a number, ``""`` (blank), ``"/"``, or any other string (unreadable)."""
    units = {(code, column): unit for code, column, unit in get_form(form_id).places()}
    labels = {row.code: row.label for block in get_form(form_id).blocks for row in block.rows}
    text = prose
    cells = []
    for (code, column), value in values.items():
        raw = "" if value is None else str(value)
        text += "\n"
        start = len(text)
        text += raw
        number = value if isinstance(value, (int, Decimal)) else None
        state = "stated" if number is not None else {"": "blank", "/": "not_applicable"}.get(raw, "unreadable")
        cells.append(
            StatisticCell.model_validate(
                {
                    "code": code,
                    "column": column,
                    "label": labels.get(code, code),
                    "raw": raw,
                    "state": state,
                    "value": number,
                    "measure": get_form(form_id).measure_of.get(code),
                    "unit": units.get((code, column)),
                    "span": Span(start, len(text)),
                }
            )
        )
    given: dict[str, Any] = {
        "kind": "annual_report",
        "metadata": Metadata(),
        "figures": tuple(find_figures(prose, Span)),
        "statistics": Statistics(form=form_id, cells=tuple(cells)),
        "text": text,
        "source": Source(media_type="text/plain", size=len(text), parser_version="0"),
    }
    return Report(**(given | fields))


def section(number: str | None, title: str, *content: Any, children: tuple[Section, ...] = ()) -> Section:
    """A section without a place in the text."""
    return Section(number=number, title=title, level=1, content=content, children=children, span=Span(0, 0))


def consistent(form_id: str, rnd: Random) -> Values:
    """A table in which everything adds up."""
    values: Values = {place: rnd.randrange(1, 500) for place in all_places(form_id)}
    if form_id in OTHER:
        _requests(values, rnd, (*OUTCOMES, *OTHER[form_id]))
        for group in GROUPS:
            parts = [f"{group}.{name}" for name in ("upheld", "corrected", "other", "pending")]
            _add(values, f"{group}.total", parts)
        if form_id == "2019":
            for row in ("regulations", "normative_documents"):
                values[f"art20_1.{row}.total_public", ""] = _int(values, f"art20_1.{row}.published") + rnd.randrange(9)
    elif form_id == "2014":
        _form_of_2014(values)
    else:
        _code_table(values)
    return values


def _int(values: Values, code: str, column: str = "") -> int:
    found = values[code, column]
    assert isinstance(found, int)
    return found


def _add(values: Values, total: str, parts: list[str], column: str = "") -> None:
    values[total, column] = sum(_int(values, part, column) for part in parts)


def _requests(values: Values, rnd: Random, outcomes: tuple[str, ...]) -> None:
    for person in PERSONS:
        _add(values, "total_results", list(outcomes), person)
        in_hand = _int(values, "total_results", person) + _int(values, "carried_forward", person)
        values["carried_over", person] = rnd.randrange(in_hand)
        values["new_requests", person] = in_hand - _int(values, "carried_over", person)
    for row in (*outcomes, "new_requests", "carried_over", "total_results", "carried_forward"):
        values[row, "total"] = sum(_int(values, row, person) for person in PERSONS)


def _form_of_2014(values: Values) -> None:
    received = [f"request.received.{name}" for name in ("in_person", "fax", "online", "letter")]
    _add(values, "request.received.total", received)
    replied = "request.replied"
    denied = [
        *("state_secret", "trade_secret", "personal_privacy", "security_and_stability", "not_government_information"),
        "other_legal",
    ]
    _add(values, f"{replied}.denied.total", [f"{replied}.denied.{name}" for name in denied])
    others = ["already_public", "granted", "partially_granted", "denied.total", "not_this_organ", "does_not_exist"]
    others += ["asked_to_amend", "other_route"]
    _add(values, f"{replied}.total", [f"{replied}.{name}" for name in others])
    total = _int(values, f"{replied}.total")
    values["request.closed.total", ""] = total
    values["request.closed.extended", ""] = total // 3
    values["request.closed.on_time", ""] = total - total // 3
    values["request.received.letter", ""] = _int(values, "request.received.letter") + total
    _add(values, "request.received.total", received)
    _add(values, "capacity.staff.total", ["capacity.staff.full_time", "capacity.staff.part_time"])
    for kind in ("review", "litigation"):
        _add(values, f"{kind}.total", [f"{kind}.{name}" for name in ("upheld", "corrected", "other")])
    for whole in ("press_conferences", "online_interviews"):
        values[f"response.{whole}", ""] = _int(values, f"response.{whole}_by_head") + 2
    values["proactive.total", ""] = 1000
    values["channel.website", ""] = 999


def _code_table(values: Values) -> None:
    column = "cumulative"
    channels = [f"request.by_channel.{name}" for name in ("in_person", "fax", "email", "online", "letter", "other")]
    _add(values, "request.total", channels, column)
    grounds = ["state_secret", "trade_secret", "personal_privacy", "in_process", "security_and_stability"]
    grounds.append("other_legal")
    _add(values, "reply.denied.total", [f"reply.denied.{name}" for name in grounds], column)
    replies = ["granted", "partially_granted", "not_government_information", "does_not_exist", "not_held", "unclear"]
    _add(values, "reply.total", [f"reply.{name}" for name in (*replies, "duplicate", "denied.total")], column)
    copies = ["copies_paper", "copies_disc", "copies_diskette"]
    _add(values, "fee.proactive.total", [f"fee.proactive.{name}" for name in ("postage", *copies)], column)
    _add(values, "fee.on_request.total", [f"fee.on_request.{name}" for name in ("search", "postage", *copies)], column)
    _add(values, "fee.total", ["fee.proactive.total", "fee.on_request.total"], column)
    _add(values, "staff.total", ["staff.full_time", "staff.part_time"], column)
    values["proactive.total", column] = 2000
    values["proactive.official_documents", column] = 1000
