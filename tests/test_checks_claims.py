"""R10 and R8: counts and fees in prose beside the official tables (figures of the domain reference)."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from govreport import checks
from govreport.models import Finding
from tables import GROUPS, PERSONS, Values, report_of

NAMES = ("upheld", "corrected", "other", "pending", "total")


def claims(form_id: str, values: Values, prose: str, year: int | None = 2022) -> list[Finding]:
    found = checks.check(report_of(form_id, values, prose, year=year))
    return [f for f in found if f.code.startswith("fees.") or f.code == "figures.table_mismatch"]


def short(found: list[Finding]) -> list[tuple[str, int | Decimal | None, int | Decimal | None]]:
    return [(f.code.rpartition(".")[2], f.left, f.right) for f in found]


TABLE: Values = {
    ("new_requests", "total"): 20,
    ("carried_over", "total"): 2,
    ("granted", "total"): 9,
    ("partially_granted", "total"): 3,
    ("cannot_provide.not_held", "total"): 4,
    ("cannot_provide.must_be_created", "total"): 1,
    ("cannot_provide.still_unclear", "total"): 0,
    ("carried_forward", "total"): 5,
    **{(f"review.{name}", ""): value for name, value in zip(NAMES, (1, 0, 0, 1, 2), strict=True)},
    **{(f"litigation_direct.{name}", ""): value for name, value in zip(NAMES, (2, 0, 0, 1, 3), strict=True)},
    **{(f"litigation_after_review.{name}", ""): value for name, value in zip(NAMES, (1, 0, 0, 0, 1), strict=True)},
}

AGREE = [
    "全年共收到政府信息公开申请20件。",
    # with those carried over
    "本年度共收到政府信息公开申请22件，其中予以公开9件，部分公开3件，无法提供5件。",
    "上年结转政府信息公开申请2件，结转下年度继续办理5件。",
    "行政复议2件，其中结果维持1件，尚未审结1件。行政诉讼4件。",
    # one office among many: another count of the same kind agrees
    "共收到政府信息公开申请20件。本局收到政府信息公开申请7件。",
    # more than the measure says, or something else
    "收到当面申请3件，通过网络收到申请17件。",
    "县教育局收到政府信息公开申请7件。",
    "召开行政复议会议9次。",
    # another year, or rounded
    "2020年收到政府信息公开申请13件。",
    "自2008年以来共收到政府信息公开申请99件。",
    "收到政府信息公开申请近30件。",
    # no cell of the kind is on the page
    "不予公开6件，不予处理7件。",
    "",
]


@pytest.mark.parametrize("prose", AGREE)
def test_prose_that_agrees(prose: str) -> None:
    assert short(claims("2021", TABLE, prose)) == []


DISAGREE = [
    ("全年共收到政府信息公开申请21件。", [(21, 20)]),
    ("全年未收到政府信息公开申请。", [(0, 20)]),
    ("收到政府信息公开申请20件，其中予以公开8件，部分公开3件，无法提供5件。", [(8, 9)]),
    ("收到政府信息公开申请20件，其中予以公开9件，部分公开3件，无法提供6件。", [(6, 5)]),
    ("上年结转政府信息公开申请3件。", [(3, 2)]),
    ("被申请行政复议3件，被提起行政诉讼3件。", [(3, 2), (3, 4)]),
    ("未发生因政府信息公开引起的行政诉讼。", [(0, 4)]),
    ("行政复议2件，其中结果维持2件。", [(2, 1)]),
]


@pytest.mark.parametrize(("prose", "expected"), DISAGREE)
def test_prose_that_disagrees(prose: str, expected: list[tuple[int, int]]) -> None:
    found = claims("2021", TABLE, prose)
    assert short(found) == [("table_mismatch", left, right) for left, right in expected]
    report = report_of("2021", TABLE, prose)
    for finding in found:
        assert finding.severity == "warning"
        text, *cells = finding.evidence
        assert (text.method, {cell.method for cell in cells}) == ("text", {"table"})
        for proof in finding.evidence:
            assert proof.span is not None
            assert report.text[proof.span.start : proof.span.end] == proof.raw


def test_the_office_of_2019() -> None:
    """272 + 3 granted, 337 not provided; the text counts the private persons only. Totals of single rows are blank."""
    rows: dict[str, tuple[int | str, ...]] = {
        "granted": (258, 11, "", "", 2, 1, ""),
        "partially_granted": (3, "", "", "", "", "", ""),
        "cannot_provide.not_held": (265, "", "", "", "", "", ""),
        "cannot_provide.must_be_created": (70, "", "", "", "", "", ""),
        "cannot_provide.still_unclear": (2, "", "", "", "", "", ""),
        "not_processed.petition_or_complaint": (158, "", "", "", "", "", ""),
    }
    values: Values = {
        (code, column): value
        for code, row in rows.items()
        for column, value in zip((*PERSONS, "total"), row, strict=True)
    }
    prose = "办结政府信息公开申请805件，其中予以公开及部分公开258件，无法提供265件，不予处理158件。"
    assert short(claims("2019", values, prose, 2019)) == [("table_mismatch", 258, 275), ("table_mismatch", 265, 337)]


def test_the_district_of_2022() -> None:
    values: Values = {("new_requests", "total"): 1499, ("carried_over", "total"): 30}
    prose = "共收到政府信息公开申请1499件，其中网络1303件、信函172件、当面24件。"
    assert short(claims("2021", values, prose)) == []
    assert short(claims("2021", values | {("new_requests", "total"): 1469}, prose)) == []
    assert short(claims("2021", values | {("new_requests", "total"): 1498}, prose)) == [("table_mismatch", 1499, 1498)]


def test_a_claim_is_compared_with_the_figure_that_is_nearest() -> None:
    # 20 of this year, 22 with those carried over
    assert short(claims("2021", TABLE, "全年共收到政府信息公开申请30件。")) == [("table_mismatch", 30, 22)]
    assert short(claims("2021", TABLE, "全年共收到政府信息公开申请9件。")) == [("table_mismatch", 9, 20)]


OLDER = [
    ("2014", {("request.received.total", ""): 10, ("review.total", ""): 0}, "收到申请10件，无行政复议。", []),
    ("2014", {("request.received.total", ""): 10}, "收到申请9件。", [("table_mismatch", 9, 10)]),
    ("local", {("request.total", ""): 9, ("litigation", ""): 1}, "受理申请9件，未发生行政诉讼。", [("table_mismatch", 0, 1)]),
    # the column of the whole year, not that of the month
    ("local", {("request.total", "period"): 1, ("request.total", "cumulative"): 9}, "受理政府信息公开申请9件。", []),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "values", "prose", "expected"), OLDER)
def test_older_forms(form_id: str, values: Values, prose: str, expected: list[tuple[str, int, int]]) -> None:
    assert short(claims(form_id, values, prose, 2012 if form_id == "local" else 2016)) == expected


FEE = ("art20_8.fees.amount", "")
FEES = [
    ("2021", {FEE: 316441}, "收取信息处理费400元。", []),
    ("2021", {FEE: 400}, "收取信息处理费400元。", [("unit_mismatch", 400, 4_000_000)]),
    ("2021", {FEE: 0}, "未收取信息处理费。", []),
    # ten requests are free
    ("2021", {("new_requests", "total"): 10, ("other.fee_overdue", "total"): 0}, "收取信息处理费400元。", [("unexpected", 400, 10)]),
    ("2021", {("new_requests", "total"): 11, ("other.fee_overdue", "total"): 0}, "收取信息处理费400元。", []),
    ("2021", {("new_requests", "total"): 10, ("other.fee_overdue", "total"): 1}, "收取信息处理费400元。", []),
    ("2021", {("new_requests", "total"): 10, ("other.fee_overdue", "total"): 0}, "收取信息处理费0元。", []),
    # money, but none that was charged
    ("2021", {("new_requests", "total"): 10, ("other.fee_overdue", "total"): 0}, "投入培训经费400元。", []),
    # the form of 2014 has 万元
    ("2014", {("fees", ""): Decimal("0.012")}, "收取检索费120元。", []),
    ("2014", {("fees", ""): 120}, "收取检索费120元。", [("unit_mismatch", 120, 1_200_000)]),
    ("2014", {("fees", ""): 0}, "收取检索费120元。", [("table_mismatch", 120, 0)]),
    ("local", {("fee.total", ""): 120}, "收取检索费、复制费120元。", []),
    ("local", {("fee.total", ""): 90}, "收取检索费、复制费120元。", [("table_mismatch", 120, 90)]),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "values", "prose", "expected"), FEES)
def test_fees(form_id: str, values: Values, prose: str, expected: list[tuple[str, int, int]]) -> None:
    assert short(claims(form_id, values, prose)) == expected


def test_an_amount_in_another_unit_than_the_form() -> None:
    report = report_of("2021", {FEE: 251000})
    assert report.statistics is not None
    (cell,) = report.statistics.cells
    own = report.statistics.model_copy(update={"cells": (cell.model_copy(update={"unit": "元"}),)})
    (finding,) = checks.check(report.model_copy(update={"statistics": own}))
    assert (finding.code, finding.severity) == ("fees.own_unit", "notice")
    assert [proof.raw for proof in finding.evidence] == ["251000"]
    assert finding.message.endswith(" is printed in 元, the form has 万元")


def test_a_fee_of_disclosure_in_another_unit_than_the_form() -> None:
    report = report_of("2014", {("fees", ""): 120})
    assert report.statistics is not None
    (cell,) = report.statistics.cells
    own = report.statistics.model_copy(update={"cells": (cell.model_copy(update={"unit": "元"}),)})
    (finding,) = checks.check(report.model_copy(update={"statistics": own}))
    assert (finding.code, finding.evidence[0].raw) == ("fees.own_unit", "120")


def test_the_groups_are_those_of_the_form() -> None:
    assert all((f"{group}.total", "") in TABLE for group in GROUPS)


CHANNELS = [
    "通过网络收到申请17件。",
    "当面收到政府信息公开申请3件。",
    "以信函方式收到申请4件。",
    "自然人提出申请，收到自然人申请9件。",
]


@pytest.mark.parametrize("prose", CHANNELS)
def test_one_channel_is_not_the_whole(prose: str) -> None:
    assert short(claims("2021", TABLE, prose)) == []
