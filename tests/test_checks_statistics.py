"""The sums of the official tables: all that fail are found, nothing else is, and what cannot be known is said."""

from __future__ import annotations

import sys
import time
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

import govreport
import statistics_render as render
from govreport import checks, checks_sums
from govreport.forms import get_form
from govreport.models import Finding, Report
from tables import DENIED, GROUPS, OUTCOMES, PERSONS, Place, Values, all_places, consistent, report_of

FORMS = ("local", "2014", "2019", "2021")
FEW = settings(max_examples=25, deadline=None)
SUMS = ("statistics.sum_mismatch", "statistics.bound_exceeded")


def findings(report: Report) -> list[Finding]:
    return [f for f in checks.check(report) if f.code.startswith("statistics.")]


def broken(form_id: str, values: Values) -> list[tuple[str, str]]:
    """Identity and place of every sum that fails."""
    report = report_of(form_id, values)
    found = [f for f in findings(report) if f.code in SUMS]
    for finding in found:
        assert finding.left is not None
        assert finding.right is not None
        assert finding.difference == finding.left - finding.right
        for proof in finding.evidence:
            assert proof.span is not None
            assert report.text[proof.span.start : proof.span.end] == proof.raw
    return [said(finding) for finding in found]


def said(finding: Finding) -> tuple[str, str]:
    head = finding.message.split(":")[0]
    identity, _, where = head.partition(" does not hold for ")
    return identity, where


# --- tables that add up -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form_id", FORMS)
@FEW
@given(seed=st.integers(0, 2**32))
def test_a_consistent_table_gives_nothing(form_id: str, seed: int) -> None:
    assert findings(report_of(form_id, consistent(form_id, Random(seed)))) == []


@pytest.mark.parametrize("form_id", FORMS)
@FEW
@given(seed=st.integers(0, 2**32), share=st.floats(0.01, 1), hole=st.sampled_from(["", "/", "???"]))
def test_blanks_in_a_consistent_table_are_never_errors(form_id: str, seed: int, share: float, hole: str) -> None:
    rnd = Random(seed)
    values = consistent(form_id, rnd)
    holes = [place for place in values if rnd.random() < share]
    values |= dict.fromkeys(holes, hole)
    found = findings(report_of(form_id, values))
    assert {f.code for f in found} <= {"statistics.not_assessed"}
    assert len(found) == len({f.message.split()[0] for f in found})


@pytest.mark.parametrize("form_id", FORMS)
@FEW
@given(seed=st.integers(0, 2**32), share=st.floats(0, 0.9))
def test_rows_that_are_not_printed_are_never_errors(form_id: str, seed: int, share: float) -> None:
    rnd = Random(seed)
    values = {place: value for place, value in consistent(form_id, rnd).items() if rnd.random() > share}
    assert {f.code for f in findings(report_of(form_id, values))} <= {"statistics.not_assessed"}


# --- one cell changed -------------------------------------------------------------------------------------------

LABEL = {
    **dict(zip(PERSONS, ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"), strict=True)),
    "total": "总计",
    "review": "行政复议总计",
    "litigation_direct": "行政诉讼未经复议直接起诉总计",
    "litigation_after_review": "行政诉讼复议后起诉总计",
}
R1_ROWS = ("new_requests", "carried_over", "total_results", "carried_forward")


def rules_with(form_id: str, place: Place) -> set[tuple[str, str]]:
    """The hard identities of the forms of 2019 and 2021 that contain a cell (domain reference, R1-R4)."""
    code, column = place
    found = set()
    if column:
        label = get_form(form_id).row(code).label
        found.add(
            ("R3", label.split("、", 1)[-1].split("）", 1)[-1].split(".", 1)[-1] if label[0] in "一二四（" else label)
        )
        if code in R1_ROWS:
            found.add(("R1", LABEL[column]))
        if code == "total_results" or code not in R1_ROWS:
            found.add(("R2", LABEL[column]))
    for group in GROUPS:
        if code.startswith(group + "."):
            found.add(("R4", LABEL[group]))
    return found


@pytest.mark.parametrize("form_id", ["2019", "2021"])
@FEW
@given(seed=st.integers(0, 2**32), step=st.sampled_from([1, -1, 10]), data=st.data())
def test_a_changed_cell_breaks_exactly_its_sums(form_id: str, seed: int, step: int, data: st.DataObject) -> None:
    values = consistent(form_id, Random(seed))
    place = data.draw(st.sampled_from([p for p in values if not p[0].startswith("art20_")]))
    value = values[place]
    assert isinstance(value, int)
    values[place] = max(0, value + step) if value + step >= 0 else value + 1
    expected = rules_with(form_id, place)
    found = broken(form_id, values)
    assert {identity for identity, _ in found} == {identity for identity, _ in expected}
    assert len(found) == len(expected)
    assert {item for item in found if item[0] != "R3"} == {item for item in expected if item[0] != "R3"}


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_every_cell_of_the_sums_is_watched(form_id: str) -> None:
    values = consistent(form_id, Random(7))
    for place in values:
        if place[0].startswith("art20_"):
            continue
        value = values[place]
        assert isinstance(value, int)
        assert len(broken(form_id, values | {place: value + 1})) == len(rules_with(form_id, place)), place


# Totals of the form of 2014 with their parts (domain reference, B1, B2, B4).
PARTS_2014 = {
    "request.received.total": ["in_person", "fax", "online", "letter"],
    "request.closed.total": ["on_time", "extended"],
    "request.replied.total": [
        *("already_public", "granted", "partially_granted", "denied.total", "not_this_organ", "does_not_exist"),
        *("asked_to_amend", "other_route"),
    ],
    "request.replied.denied.total": [
        *("state_secret", "trade_secret", "personal_privacy", "security_and_stability", "not_government_information"),
        "other_legal",
    ],
    "capacity.staff.total": ["full_time", "part_time"],
    "review.total": ["upheld", "corrected", "other"],
    "litigation.total": ["upheld", "corrected", "other"],
}


def test_every_sum_of_the_form_of_2014_is_watched() -> None:
    values = consistent("2014", Random(3))
    for place in values:
        value = values[place]
        assert isinstance(value, int)
        found = [
            said(f)[0]
            for f in findings(report_of("2014", values | {place: value + 1}))
            if f.code == "statistics.sum_mismatch"
        ]
        expected = []
        for total, parts in PARTS_2014.items():
            codes = {total, *(f"{total.removesuffix('total')}{part}" for part in parts)}
            if place[0] in codes:
                expected.append("B2" if total in ("review.total", "litigation.total") else "B1")
        if place[0] in ("request.replied.total", "request.closed.total"):
            expected.append("B4")
        assert sorted(found) == sorted(expected), place


def test_every_sum_of_the_code_table_is_watched() -> None:
    values = consistent("local", Random(3))
    counted = dict.fromkeys(values, 0)
    for place in values:
        value = values[place]
        assert isinstance(value, int)
        counted[place] = len(
            [
                f
                for f in findings(report_of("local", values | {place: value + 1}))
                if f.code == "statistics.sum_mismatch"
            ]
        )
    column = "cumulative"
    twice = {"reply.denied.total", "fee.proactive.total", "fee.on_request.total"}
    assert {code for (code, _), count in counted.items() if count == 2} == twice
    once = {code for (code, _), count in counted.items() if count == 1}
    assert {"request.total", "reply.total", "fee.total", "staff.full_time", "reply.duplicate"} <= once
    assert len(once) == 1 + 6 + 1 + 7 + 6 + 1 + 4 + 5 + 3
    assert counted["cost.budget", column] == 0


# --- worked figures (domain reference 1.11) ---------------------------------------------------------------------

COLUMNS = (*PERSONS, "total")
CITY_2025: Values = {
    (code, column): value
    for code, row in {
        "new_requests": (13612, 252, 0, 45, 128, 32, 14069),
        "carried_over": (535, 6, 0, 1, 18, 0, 560),
        "total_results": (13364, 252, 0, 44, 121, 29, 13810),
        "carried_forward": (783, 6, 0, 2, 25, 3, 819),
    }.items()
    for column, value in zip(COLUMNS, row, strict=True)
}
TOTALS_2025 = dict(
    zip(
        (*OUTCOMES, "other.correction_overdue", "other.fee_overdue", "other.other"),
        (
            *(5548, 2168, 13, 30, 11, 51, 104, 85, 286, 150, 3222, 180, 19, 203, 148, 0, 101, 5),
            *(318, 203, 965),
        ),
        strict=True,
    )
)
CITY_2025 |= {(code, "total"): value for code, value in TOTALS_2025.items()}
CITY_2025 |= {
    (f"{group}.{name}", ""): value
    for group, row in zip(GROUPS, ((376, 97, 196, 121, 790), (16, 1, 12, 27, 56), (74, 1, 30, 51, 156)), strict=True)
    for name, value in zip(("upheld", "corrected", "other", "pending", "total"), row, strict=True)
}


def test_the_city_of_2025_adds_up() -> None:
    assert broken("2021", CITY_2025) == []
    # the other columns of the outcomes were not published, so R2 holds for the totals and is unknown elsewhere
    notes = [f.message for f in findings(report_of("2021", CITY_2025))]
    assert [note.split()[0] for note in notes] == ["R2", "R3"]
    assert "总计" not in notes[0]


WRONG_2025 = [
    (("new_requests", "total"), 14068, [("R1", "总计", 14628, 14629), ("R3", "本年新收政府信息公开申请数量", 14069, 14068)]),
    (("denied.state_secret", "total"), 14, [("R2", "总计", 13810, 13811)]),
    (("review.pending", ""), 111, [("R4", "行政复议总计", 780, 790)]),
    (("litigation_after_review.total", ""), 155, [("R4", "行政诉讼复议后起诉总计", 156, 155)]),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "expected"), WRONG_2025)
def test_a_wrong_figure_of_the_city(place: Place, value: int, expected: list[tuple[str, str, int, int]]) -> None:
    found = [f for f in findings(report_of("2021", CITY_2025 | {place: value})) if f.code in SUMS]
    assert [(*said(f), f.left, f.right) for f in found] == expected
    assert {f.severity for f in found} == {"error"}


def test_blanks_within_a_label_are_not_spelled_out() -> None:
    report = report_of("2021", CITY_2025 | {("carried_forward", "total"): 820})
    assert report.statistics is not None
    cells = [cell.model_copy(update={"label": " ".join(cell.label)}) for cell in report.statistics.cells]
    spaced = report.statistics.model_copy(update={"cells": tuple(cells)})
    (finding,) = [f for f in findings(report.model_copy(update={"statistics": spaced})) if said(f)[0] == "R1"]
    assert ": 本年新收政府信息公开申请数量 14069 + " in finding.message


def test_the_message_spells_the_sum_out() -> None:
    (finding,) = [
        f for f in findings(report_of("2021", CITY_2025 | {("carried_forward", "total"): 820})) if said(f)[0] == "R1"
    ]
    assert finding.message == (
        "R1 does not hold for 总计: 本年新收政府信息公开申请数量 14069 + 上年结转政府信息公开申请数量 560 = 14629 is not "
        "总计 13810 + 结转下年度继续办理 820 = 14630 (difference -1)"
    )
    assert [proof.raw for proof in finding.evidence] == ["14069", "560", "13810", "820"]
    assert [proof.method for proof in finding.evidence] == ["table"] * 4


def test_the_office_of_2019_has_blank_totals() -> None:
    closed: tuple[int | str, ...] = (767, 35, "", "", 2, 1)
    granted: tuple[int | str, ...] = (258, 11, "", "", 2, 1, "")
    values: Values = {
        ("new_requests", "total"): 859,
        ("carried_over", "total"): 18,
        ("total_results", "total"): 805,
        ("carried_forward", "total"): 72,
        **{("total_results", p): v for p, v in zip(PERSONS, closed, strict=True)},
        **{("granted", p): v for p, v in zip(COLUMNS, granted, strict=True)},
    }
    found = findings(report_of("2019", values))
    assert [(f.code, f.message.split()[0]) for f in found] == [
        ("statistics.not_assessed", "R1"),
        ("statistics.not_assessed", "R2"),
        ("statistics.not_assessed", "R3"),
    ]
    assert "总计" not in found[0].message
    assert broken("2019", values | {("carried_forward", "total"): 73}) == [("R1", "总计")]


def test_the_bureau_of_2017_answers_more_than_it_says() -> None:
    received = {"in_person": 1, "fax": 0, "online": 9, "letter": 0}
    replied = {"granted": 1, "partially_granted": 1, "denied.total": 1, "not_this_organ": 1, "does_not_exist": 1}
    replied |= {"asked_to_amend": 0, "other_route": 0}
    values: Values = {
        ("request.received.total", ""): 10,
        **{(f"request.received.{name}", ""): value for name, value in received.items()},
        ("request.replied.total", ""): 9,
        ("request.replied.already_public", ""): 7,
        **{(f"request.replied.{name}", ""): value for name, value in replied.items()},
    }
    (finding,) = [f for f in findings(report_of("2014", values)) if f.code in SUMS]
    assert (said(finding), finding.left, finding.right) == (("B1", "申请答复数"), 9, 12)


# --- what blanks cannot excuse, totals in place of parts, units, bounds -------------------------------------------


def requests_row(*values: int | str) -> Values:
    return {("granted", column): value for column, value in zip(COLUMNS, values, strict=True)}


BLANKS = [
    # the stated columns alone exceed the total
    (requests_row(5, "", "", "", "", "", 4), [("R3", "予以公开")]),
    (requests_row(5, 1, "", "/", "???", 0, 5), [("R3", "予以公开")]),
    # a blank may hold what is missing
    (requests_row(4, "", 0, 0, 0, 0, 5), []),
    (requests_row(5, "", "", "", "", "", 5), []),
    (requests_row(5, 1, 0, 0, 0, 0, ""), []),
    (requests_row("", "", "", "", "", "", ""), []),
]


@pytest.mark.parametrize(("values", "expected"), BLANKS)
def test_a_sum_that_no_blank_can_save(values: Values, expected: list[tuple[str, str]]) -> None:
    found = [f for f in findings(report_of("2021", values)) if "R3" in f.message]
    assert [said(f) for f in found if f.code in SUMS] == expected
    assert [f.code for f in found if f.code not in SUMS] == ([] if expected else ["statistics.not_assessed"])


def test_one_note_for_an_identity_lists_the_places() -> None:
    values = consistent("2021", Random(1)) | {(code, "total"): "" for code in DENIED}
    notes = [f for f in findings(report_of("2021", values)) if f.code == "statistics.not_assessed"]
    assert [note.message.split()[0] for note in notes] == ["R2", "R3"]
    assert notes[0].message.endswith(": 总计")
    assert notes[1].message.count(", ") >= len(DENIED) - 1
    assert {note.severity for note in notes} == {"notice"}


def test_a_total_row_stands_for_its_parts_and_parts_for_their_total() -> None:
    values = consistent("2021", Random(5))
    parts = ("other.correction_overdue", "other.fee_overdue", "other.other")
    for column in COLUMNS:
        values["other.total", column] = sum(int(values.pop((part, column)) or 0) for part in parts)
    assert broken("2021", values) == []
    total = values["other.total", "total"]
    assert isinstance(total, int)
    assert [i for i, _ in broken("2021", values | {("other.total", "total"): total + 1})] == ["R2", "R3"]
    values = consistent("2019", Random(5))
    for column in COLUMNS:
        whole = int(values.pop(("other.total", column)) or 0)
        values |= {
            ("other.correction_overdue", column): whole,
            ("other.fee_overdue", column): 0,
            ("other.other", column): 0,
        }
    assert broken("2019", values) == []


def test_money_in_two_units_is_summed_in_one() -> None:
    report = report_of(
        "local",
        {("fee.total", ""): Decimal("1.2"), ("fee.proactive.total", ""): 2000, ("fee.on_request.total", ""): 10_000},
    )
    assert report.statistics is not None
    cells = [c.model_copy(update={"unit": "万元"}) if c.code == "fee.total" else c for c in report.statistics.cells]
    mixed = report.statistics.model_copy(update={"cells": tuple(cells)})
    assert [f.code for f in findings(report)] == ["statistics.sum_mismatch", "statistics.not_assessed"]
    assert [f.code for f in findings(report.model_copy(update={"statistics": mixed}))] == ["statistics.not_assessed"]


BOUNDS: list[tuple[str, Values, list[tuple[str, str]]]] = [
    ("2014", {("proactive.normative_documents", ""): 4, ("proactive.total", ""): 3}, [("B3", "warning")]),
    ("2014", {("proactive.normative_documents", ""): 3, ("proactive.total", ""): 3}, []),
    ("2014", {("request.closed.total", ""): 5, ("request.received.total", ""): 4}, [("B4", "warning")]),
    ("2014", {("request.replied.total", ""): 5, ("request.closed.total", ""): 4}, [("B4", "notice")]),
    ("2019", {("art20_1.regulations.published", ""): 5, ("art20_1.regulations.total_public", ""): 4}, [("R6", "warning")]),
    ("local", {("proactive.official_documents", ""): 5, ("proactive.total", ""): 4}, [("A2", "warning")]),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "values", "expected"), BOUNDS)
def test_soft_identities(form_id: str, values: Values, expected: list[tuple[str, str]]) -> None:
    found = [f for f in findings(report_of(form_id, values)) if f.code in SUMS]
    assert [(said(f)[0], f.severity) for f in found] == expected


def test_the_oldest_print_counts_replies_among_the_denials() -> None:
    values: Values = {("reply.total", ""): 10, ("reply.granted", ""): 6, ("reply.partially_granted", ""): 1}
    values |= {("reply.denied.total", ""): 3, ("reply.does_not_exist", ""): 2, ("reply.denied.state_secret", ""): 1}
    report = report_of("local", values)
    assert [said(f)[0] for f in findings(report) if f.code in SUMS] == ["A1"]
    assert report.statistics is not None
    cells = [
        c.model_copy(update={"label": "否决公开答复总数"}) if c.code == "reply.denied.total" else c
        for c in report.statistics.cells
    ]
    old = report.model_copy(update={"statistics": report.statistics.model_copy(update={"cells": tuple(cells)})})
    assert [f.code for f in findings(old) if f.code in SUMS] == []


POWER = [
    # who printed 规章, whether that is odd
    ("云溪县人民政府", True),
    ("云溪县人民政府办公室", True),
    ("清河市云溪区人民政府", True),
    ("清河市水务局", True),
    ("清河省教育厅", True),
    ("云溪镇人民政府", True),
    ("清河市人民政府", False),
    ("清河市人民政府办公室", False),
    ("清河省人民政府办公厅", False),
    ("内蒙古自治区人民政府", False),
    ("国家市场监督管理总局", False),
    ("教育部", False),
    (None, False),
]


@pytest.mark.parametrize(("body", "odd"), POWER)
def test_who_may_make_regulations(body: str | None, odd: bool) -> None:
    values: Values = {("art20_1.regulations.issued", ""): 1, ("art20_1.regulations.repealed", ""): 0}
    report = report_of("2021", values, issuing_body=body)
    found = [(said(f)[0], f.severity) for f in findings(report) if f.code in SUMS]
    assert found == ([("R9", "notice")] if odd else [])


def test_no_statistics_or_an_unknown_form_give_nothing() -> None:
    report = report_of("2021", consistent("2021", Random(1)))
    assert report.statistics is not None
    unknown = report.statistics.model_copy(update={"form": "2099"})
    assert checks.check(report.model_copy(update={"statistics": unknown})) == ()
    assert checks.check(report.model_copy(update={"statistics": None})) == ()


def test_places_of_the_generator_are_those_of_the_forms() -> None:
    for form_id in FORMS:
        assert set(consistent(form_id, Random(0))) == set(all_places(form_id))


def test_a_table_that_adds_up_is_checked_quickly() -> None:
    report = report_of("2021", consistent("2021", Random(1)))
    checks.check(report)
    best = 1.0
    for _ in range(20):
        start = time.process_time()
        for _ in range(10):
            checks.check(report)
        best = min(best, (time.process_time() - start) / 10)
    # 0.5 ms is the aim on a quiet machine; what this guards against is building messages where nothing is wrong
    assert best < 0.002


# --- the whole way of a page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["official", "split", "pipes"])
@pytest.mark.parametrize("form_id", FORMS)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_a_rendered_page_is_checked_as_its_table(form_id: str, layout: str, seed: int, data: st.DataObject) -> None:
    values = consistent(form_id, Random(seed))
    place = data.draw(st.sampled_from(list(values)))
    value = values[place]
    assert isinstance(value, int)
    for table in (values, values | {place: value + 1}):
        column = {"cumulative": ""} if form_id == "local" else {}
        printed = {(code, column.get(name, name)): str(number) for (code, name), number in table.items()}
        media, rendered = render.LAYOUTS[layout]
        page = rendered(render.Sheet(get_form(form_id), printed))
        report = govreport.parse(page, media_type="text/html" if media == "html" else "text/plain")
        found = [(f.message.split()[0], f.left, f.right) for f in report.findings if f.code in SUMS]
        expected = [f for f in findings(report_of(form_id, table)) if f.code in SUMS]
        assert found == [(f.message.split()[0], f.left, f.right) for f in expected]
    assert len(broken(form_id, values)) == 0


def test_the_total_of_a_cell_that_is_row_and_column() -> None:
    form = get_form("2019")
    identity = next(i for i in form.identities if i.left[0].code == "art20_6.penalty.items_last_year")
    block = checks_sums._block_of(form, identity.left[0])
    assert block.id == "art20_6"
    assert checks_sums._whole(block, identity) == "行政处罚上一年项目数量"
