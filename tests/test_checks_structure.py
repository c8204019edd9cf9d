"""The official sections: missing, empty, out of order, misnumbered; and periods that are no year."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from govreport import checks
from govreport.models import Evidence, Paragraph, Period, Report, Section, Span
from tables import consistent, report_of, section

TITLES = (
    *("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"),
    *("存在的主要问题及改进情况", "其他需要报告的事项"),
)
TEXT = Paragraph(text="有关情况照实公布。", span=Span(0, 0))
DOTS = Paragraph(text="……", span=Span(0, 0))


def found(sections: list[Section], form_id: str = "2021", **fields: Any) -> list[tuple[str, str]]:
    report = report_of(form_id, consistent(form_id, Random(1)), sections=tuple(sections), **fields)
    return [(f.code, f.message) for f in checks.check(report) if f.code.split(".")[0] in ("structure", "period")]


def six(**changed: Section | None) -> list[Section]:
    """The six sections; ``s5=None`` leaves the fifth out."""
    all_six: list[Section | None] = [
        section(f"{number}、", title, TEXT) for number, title in zip("一二三四五六", TITLES, strict=True)
    ]
    for name, item in changed.items():
        all_six[int(name[1:]) - 1] = item
    return [item for item in all_six if item is not None]


def test_a_report_in_order() -> None:
    assert found(six()) == []


WHOLE = [
    # other words for the same headings, other marks, a preface before, sections one level down
    six(s5=section("五、", "存在的主要问题及整改措施", TEXT), s6=section("六、", "需要报告的其他事项", TEXT)),
    [section(f"{n}. ", title, TEXT) for n, title in enumerate(TITLES, 1)],
    [section(None, title, TEXT) for title in TITLES],
    [section(None, "某局年度报告", children=tuple(six()))],
    six(s5=section("五、", TITLES[4], children=(section("（一）", "存在的主要问题", TEXT),))),
    six(s6=section("六、", "其他需要报告的事项：无")),
    # too few headings to judge
    six()[:2],
    [],
]


@pytest.mark.parametrize("sections", WHOLE)
def test_nothing_is_wrong(sections: list[Section]) -> None:
    assert found(sections) == []


WRONG = [
    (six(s5=None), ["section_missing"], "五、存在的主要问题及改进情况"),
    (six(s6=None), ["section_missing"], "六、其他需要报告的事项"),
    (six(s5=section("五、", TITLES[4])), ["section_empty"], "五、存在的主要问题及改进情况"),
    (six(s6=section("六、", TITLES[5], DOTS)), ["section_empty"], "六、其他需要报告的事项"),
    (six(s6=section("六、", "其他需要报告的事项： ")), ["section_empty"], "六、其他需要报告的事项"),
    (six(s4=section("四、", TITLES[4], TEXT), s5=section("五、", TITLES[3], TEXT)), ["section_order", "section_number"], TITLES[3]),
    (six(s4=section("三、", TITLES[3], TEXT)), ["section_number"], "三、政府信息公开行政复议"),
]  # fmt: skip


SAID = {
    "section_empty": "has no text",
    "section_order": "stands after a later section",
    "section_number": "has another number than in the form",
}


@pytest.mark.parametrize(("sections", "codes", "said"), WRONG)
def test_what_is_wrong(sections: list[Section], codes: list[str], said: str) -> None:
    results = found(sections)
    assert [code for code, _ in results] == [f"structure.{code}" for code in codes]
    assert said in results[0][1]
    assert [SAID[code] for code in codes if code in SAID] == [word for word in SAID.values() if word in str(results)]


@pytest.mark.parametrize("form_id", ["2014", "local"])
def test_other_forms_have_no_official_sections(form_id: str) -> None:
    assert found(six(s5=None), form_id) == []


def test_annexed_sections_are_not_the_report_s() -> None:
    annexed = section("五、", TITLES[4], TEXT).model_copy(update={"annex": True})
    assert [code for code, _ in found(six(s5=annexed))] == ["structure.section_missing"]


PERIODS = [
    (dt.date(2010, 1, 1), dt.date(2010, 12, 31), False),
    (dt.date(2008, 5, 1), dt.date(2008, 12, 31), False),
    (dt.date(2012, 11, 1), dt.date(2013, 10, 31), False),
    (dt.date(2008, 5, 1), dt.date(2009, 3, 31), False),
    (dt.date(2002, 1, 1), dt.date(2010, 12, 31), True),
    (dt.date(2009, 1, 1), dt.date(2010, 12, 31), True),
]


@pytest.mark.parametrize(("start", "end", "odd"), PERIODS)
def test_a_period_of_many_years(start: dt.date, end: dt.date, odd: bool) -> None:
    results = found([], period=Period(start=start, end=end), year=end.year)
    assert [code for code, _ in results] == (["period.not_a_year"] if odd else [])


def test_checks_change_nothing() -> None:
    report = report_of("2021", consistent("2021", Random(1)), sections=tuple(six(s5=None)))
    before = report.model_dump_json()
    assert checks.check(report) == checks.check(report)
    assert report.model_dump_json() == before
    assert isinstance(report, Report)


def test_of_two_sections_with_one_title_the_first_counts() -> None:
    twice = [*six(), section("七、", TITLES[0], TEXT)]
    assert found(twice) == []


def test_a_title_that_names_two_sections_is_the_surer_one() -> None:
    both = six(s1=section("一、", "总体情况", TEXT), s2=section("二、", "主动公开政府信息情况及总体情况", TEXT))
    assert [code for code, _ in found(both)] == []


def test_a_sentence_is_no_heading_of_the_form() -> None:
    long = section("七、", "有关" * 40 + TITLES[4], TEXT)
    assert found([*six(s5=None), long])[0][0] == "structure.section_missing"


def test_a_period_of_two_years_with_its_proof() -> None:
    proof = Evidence(raw="期限", span=Span(0, 2), method="text")
    period = Period(start=dt.date(2020, 1, 1), end=dt.date(2021, 12, 31))
    report = report_of(
        "2021", consistent("2021", Random(1)), sections=tuple(six()), period=period, evidence={"period": proof}
    )
    (finding,) = [f for f in checks.check(report) if f.code == "period.not_a_year"]
    assert finding.severity == "warning"
    assert finding.message == "the period 2020-01-01 – 2021-12-31 has 731 days"
    assert finding.evidence == (proof,)
