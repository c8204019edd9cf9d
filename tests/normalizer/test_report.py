"""Year, period, issuing body and theme of small invented pages: where each was found."""

from __future__ import annotations

import datetime as dt

import pytest

import govreport
from govreport.normalizer.classify import parse_theme

PROSE = "现将本单位政府信息公开工作的有关情况向社会公布，欢迎各界监督并提出意见和建议。"


def page(title: str, *lines: str, fields: str = "") -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>{title}</title></head><body>{fields}<h1>{title}</h1>{body}</body></html>"


def fields(**labelled: str) -> str:
    cells = "".join(f"<td>{label}：</td><td>{value}</td>" for label, value in labelled.items())
    return f"<table><tr>{cells}</tr></table>"


TITLE = "清河市水务局政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。"


def test_the_year_of_the_title() -> None:
    report = govreport.parse(page("清河市水务局2018年政府信息公开工作年度报告", PROSE))
    assert (report.year, report.period) == (2018, None)
    assert report.evidence["year"].raw == report.title


def test_the_year_of_the_period_where_the_title_has_none() -> None:
    report = govreport.parse(page(TITLE, PROSE, PERIOD))
    assert report.period is not None
    assert (report.year, report.period.start, report.period.end) == (2019, dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert report.evidence["year"] == report.evidence["period"]


def test_the_year_of_the_column_where_nothing_else_says_it() -> None:
    report = govreport.parse(page(TITLE, PROSE, fields=fields(索引号="014123456/2018-00007", 栏目="2017年年度报告")))
    assert report.year == 2017
    assert report.evidence["year"].raw == "2017年年度报告"


def test_the_year_of_the_first_paragraph() -> None:
    report = govreport.parse(page(TITLE, "现公布清河市水务局2016年度政府信息公开工作情况，欢迎监督。", PROSE))
    assert report.year == 2016
    assert report.evidence["year"].raw == "2016年度"


@pytest.mark.parametrize("line", [PROSE, "现公布本单位本年度政府信息公开工作的情况，欢迎各界监督。"])
def test_no_year_is_a_finding(line: str) -> None:
    report = govreport.parse(page(TITLE, line, line))
    assert report.year is None
    assert [finding.code for finding in report.findings if finding.code.startswith("year.")] == ["year.missing"]


def test_a_period_that_ends_in_another_year_is_a_finding() -> None:
    report = govreport.parse(page("清河市水务局2018年政府信息公开工作年度报告", PROSE, PERIOD))
    assert report.year == 2018
    found = [finding for finding in report.findings if finding.code == "period.year_mismatch"]
    assert [finding.message for finding in found] == [
        "the period 2019-01-01 – 2019-12-31 does not end in the reported year 2018"
    ]


def test_a_title_with_the_place_alone_is_completed_by_the_publisher() -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布机构="清河镇人民政府")
    report = govreport.parse(page("清河镇2018年政府信息公开工作年度报告", PROSE, fields=labelled))
    assert report.issuing_body == "清河镇人民政府"
    assert report.evidence["issuing_body"].raw == "清河镇人民政府"


def test_the_body_in_the_title_issued_it() -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布机构="清河市人民政府")
    report = govreport.parse(page("清河市水务局2018年政府信息公开工作年度报告", PROSE, fields=labelled))
    assert report.issuing_body == "清河市水务局"


@pytest.mark.parametrize(
    ("raw", "levels"),
    [
        ("综合政务 政务公开", ("综合政务", "政务公开")),
        ("综合政务\\政务公开", ("综合政务", "政务公开")),
        (" 综合政务 / 政务公开 ", ("综合政务", "政务公开")),
        ("/", ("/",)),
    ],
)
def test_levels_of_a_theme(raw: str, levels: tuple[str, ...]) -> None:
    assert parse_theme(raw).levels == levels


def test_a_month_without_a_day_stays_one() -> None:
    labelled = fields(索引号="014123456/2018-00007", 发布日期="2018年3月")
    report = govreport.parse(page("清河市水务局2017年政府信息公开工作年度报告", PROSE, fields=labelled))
    assert str(report.metadata.published_at) == "2018-03"
