"""Checks T1-T3 of counts in prose: sums, shares, totals of shares (figures of the domain reference)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govreport import checks
from govreport.models import Figure, Finding, Metadata, Report, Source, Span
from govreport.normalizer.figures import find_figures


def report(text: str, figures: list[Figure] | None = None) -> Report:
    found = find_figures(text, Span) if figures is None else figures
    source = Source(media_type="text/plain", size=len(text), parser_version="0")
    return Report(kind="annual_report", metadata=Metadata(), figures=tuple(found), text=text, source=source)


def short(finding: Finding) -> tuple[str, str, str]:
    return finding.code, str(finding.left), str(finding.right)


def figure_findings(text: str) -> list[Finding]:
    return [finding for finding in checks.check(report(text)) if finding.code.startswith("figures.")]


# Every sum and share adds up.
GOOD = [
    "公开信息46条，包括工作动态36条、文件7条、其他3条。",
    "公开信息698条，其中动态407条（要闻287条、专题106条、通知14条）、目录155条、文件19条、其他117条。",
    "公开信息148条，其中职能类12条，占8.1%；法规类78条，占52.7%；动态类58条，占39.2%。",
    "收到申请1499件，其中网络1303件、信函172件、当面24件，分别占86.92%、11.47%、1.60%。",
    # 35/805 = 4.348 %, truncated
    "办理申请805件，其中不予公开35件，占4.34%。",
    # less than the total, and said to be incomplete
    "公开信息100条，其中文件20条，动态60条等。",
    "收到申请20件，其中网络申请15件。",
    # rounded numbers prove nothing
    "公开信息5500余条，其中文件20条，动态60条。",
    "公开信息100条，其中文件约20条，动态60条。",
    # units of two kinds are not summed
    "公开信息100条，其中文件20件，动态60条。",
    # shares of the inner list refer to the whole
    "公开信息200条，其中动态100条（要闻60条，占30%，通知40条，占20%），文件100条。",
    "公开信息12条。",
    "",
]

BAD = [
    # T1
    ("公开信息32条，其中职能4条、文件25条、预算2条。", [("figures.sum_mismatch", "31", "32")]),
    ("公开信息174条，其中网站20条，同时撤销2条，公报156条。", [("figures.sum_mismatch", "176", "174")]),
    (
        "公开信息698条，其中动态407条（要闻287条、专题106条、通知13条）、目录155条、其他136条。",
        [("figures.sum_mismatch", "406", "407")],
    ),
    # more than the total is wrong even in an incomplete list
    ("公开信息50条（文件30条、动态40条等）。", [("figures.sum_mismatch", "70", "50")]),
    # T2: 258/805 = 32.05 %
    ("办理申请805件，其中公开258件，占33.9%。", [("figures.share_mismatch", "32.05", "33.9")]),
    # T2 and T3: 8/10 printed as 70 %
    (
        "答复10件，其中公开8件，占70%；不公开2件，占20%。",
        [("figures.share_mismatch", "80.0", "70"), ("figures.shares_total", "90", "100")],
    ),
]


@pytest.mark.parametrize("text", GOOD)
def test_what_adds_up_gives_no_finding(text: str) -> None:
    assert [short(finding) for finding in figure_findings(text)] == []


@pytest.mark.parametrize(("text", "expected"), BAD)
def test_what_does_not_add_up(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [short(finding) for finding in figure_findings(text)] == expected


@pytest.mark.parametrize(("text", "expected"), BAD)
def test_findings_have_evidence_and_both_sides(text: str, expected: list[tuple[str, str, str]]) -> None:
    findings = figure_findings(text)
    assert len(findings) == len(expected)
    for finding in findings:
        assert finding.severity == "warning"
        assert finding.left is not None
        assert finding.right is not None
        assert finding.difference == Decimal(finding.left) - Decimal(finding.right)
        (proof,) = finding.evidence
        assert proof.span is not None
        assert text[proof.span.start : proof.span.end] == proof.raw
        assert proof.method == "text"


def test_one_share_is_no_sum_of_shares() -> None:
    (found,) = figure_findings("公开信息10条，其中文件10条，占90%。")
    assert found.code == "figures.share_mismatch"


def test_share_of_nothing_is_not_divided() -> None:
    text = "收到申请0件，其中网络0件，占0%，信函0件，占0%。"
    assert [short(finding) for finding in figure_findings(text)] == [("figures.shares_total", "0", "100")]


def test_checks_are_a_literal_list() -> None:
    assert isinstance(checks.CHECKS, tuple)
    assert len(checks.CHECKS) >= 3
    assert all(callable(check) for check in checks.CHECKS)


def test_a_finding_says_where_and_by_how_much() -> None:
    text = "公开信息32条，其中职能4条、文件25条、预算2条。"
    (found,) = figure_findings(text)
    assert (found.severity, found.left, found.right, found.difference) == ("warning", 31, 32, -1)
    assert found.message == "the parts of 公开信息 sum to 31, the text says 32"
    assert [(e.raw, e.method) for e in found.evidence] == [(text[:-1], "text")]


def test_a_share_that_is_none() -> None:
    # 258 of 805 are 32.05 %
    (found,) = figure_findings("办理申请805件，其中不予公开258件，占33.05%。")
    assert (found.code, found.severity) == ("figures.share_mismatch", "warning")
    assert (str(found.left), str(found.right), str(found.difference)) == ("32.050", "33.05", "-1.000")
    assert found.message == "不予公开 is 32.050 % of the total, the text says 33.05 %"
    assert [e.raw for e in found.evidence] == ["不予公开258件，占33.05%"]


def test_shares_that_make_no_whole() -> None:
    text = "公开信息100条，其中文件50条，占50%，动态50条，占51%。"
    found = {finding.code: finding for finding in figure_findings(text)}
    total = found["figures.shares_total"]
    assert (total.severity, total.left, total.right, total.difference) == ("warning", 101, 100, 1)
    assert total.message == "the shares of the parts of 公开信息 sum to 101 %"
    assert len(total.evidence) == 1
    assert text.startswith(total.evidence[0].raw)


def test_inner_shares_may_sum_to_the_share_of_their_whole() -> None:
    text = "公开信息{}条，其中动态100条，占50%（要闻60条，占30%；通知40条，占20%），文件100条，占50%。"
    assert figure_findings(text.format(200)) == []
