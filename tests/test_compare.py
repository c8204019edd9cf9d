"""Two years side by side: figures, identities over two years, sections, repeated text; and series as a panel."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

from govreport.compare_text import containment, plain, shingles
from govreport.comparison import compare
from govreport.export.comparison import comparison_to_markdown, comparison_to_text
from govreport.export.comparison_html import comparison_to_html
from govreport.models import Paragraph, Report, Section, Span
from govreport.models.comparison import Comparison, MeasureChange
from govreport.panels import panel
from tables import PERSONS, Given, Values, consistent, report_of, section

COLUMNS = (*PERSONS, "total")


def year(number: int | None, values: Given, form_id: str = "2021", **fields: Any) -> Report:
    given: dict[str, Any] = {"year": number, "issuing_body": "云溪市水务局"}
    return report_of(form_id, values, **(given | fields))


def codes(comparison: Comparison) -> list[str]:
    return [finding.code.removeprefix("comparison.") for finding in comparison.findings]


def measure(comparison: Comparison, name: str) -> MeasureChange:
    return next(item for item in comparison.measures if item.measure == name)


# --- measures and cells -----------------------------------------------------------------------------------------

CHANGES = [
    # previous, current, change, percent
    (20, 25, 5, "25.00"),
    (20, 13, -7, "-35.00"),
    (3, 4, 1, "33.33"),
    (0, 4, 4, None),
    (5, 0, -5, "-100.00"),
    (0, 0, 0, None),
    ("", 4, None, None),
    (4, "/", None, None),
]


@pytest.mark.parametrize(("previous", "current", "change", "percent"), CHANGES)
def test_a_measure_with_its_change(previous: Any, current: Any, change: int | None, percent: str | None) -> None:
    place = ("new_requests", "total")
    comparison = compare(year(2021, {place: previous}), year(2022, {place: current}))
    item = measure(comparison, "requests_received")
    assert (item.change, item.percent) == (change, Decimal(percent) if percent is not None else None)
    assert (item.unit, item.comparable, item.note) == ("件", "yes", None)
    assert [proof.raw for proof in (*item.previous_evidence, *item.current_evidence)] == [str(previous), str(current)]
    (cell,) = comparison.cells
    assert (cell.code, cell.column, cell.change, cell.percent) == (*place, item.change, item.percent)


def test_lawsuits_are_the_sum_of_both_kinds() -> None:
    before = year(2021, {("litigation_direct.total", ""): 3, ("litigation_after_review.total", ""): 1})
    after = year(2022, {("litigation_direct.total", ""): 5, ("litigation_after_review.total", ""): 0})
    item = measure(compare(before, after), "litigation_total")
    assert (item.previous, item.current, item.change) == (4, 5, 1)


def test_a_blank_total_is_the_sum_of_its_columns_where_all_are_stated() -> None:
    row = dict(zip([("granted", person) for person in PERSONS], (1, 2, 0, 0, 3, 1), strict=True))
    before: Values = {**row, ("granted", "total"): ""}
    item = measure(compare(year(2021, before), year(2022, {("granted", "total"): 9})), "granted")
    assert (item.previous, item.current, len(item.previous_evidence)) == (7, 9, 6)
    item = measure(compare(year(2021, before | {("granted", "legal.other"): ""}), year(2022, row)), "granted")
    assert (item.previous, item.current) == (None, 7)


ERAS: list[tuple[str, Given, str, Given, str, tuple[str, Any, Any, Any]]] = [
    # form and cells before, form and cells now, measure, comparable, previous, current, change
    (
        *("2014", {("request.received.total", ""): 38}, "2019", {("new_requests", "total"): 28}),
        *("requests_received", ("yes", 38, 28, -10)),
    ),
    (
        *("2014", {("request.replied.denied.total", ""): 5}),
        *("2019", {(f"denied.{n}", "total"): 1 for n in ("state_secret", "prohibited_by_law")}),
        *("denied", ("no", 5, None, None)),
    ),
    (
        *("2014", {("request.replied.not_this_organ", ""): 2, ("request.replied.does_not_exist", ""): 3}),
        *("2019", {("cannot_provide.not_held", "total"): 6}, "not_held_or_nonexistent", ("roughly", 5, 6, 1)),
    ),
    # sister forms print the same rows
    (
        *("2019", {("granted", "total"): 5}, "2021", {("granted", "total"): 6}),
        *("granted", ("yes", 5, 6, 1)),
    ),
    (
        *("2019", {("art20_1.normative_documents.total_public", ""): 50}),
        *("2021", {("art20_1.normative_documents.in_force", ""): 48}),
        *("normative_documents_in_force", ("roughly", 50, 48, -2)),
    ),
    # one row became three
    (
        *("2019", {("other.total", "total"): 5}),
        *("2021", {(f"other.{n}", "total"): 2 for n in ("correction_overdue", "fee_overdue", "other")}),
        *("other_handling", ("yes", 5, 6, 1)),
    ),
    # 元 and 万元
    ("local", {("fee.total", ""): 1200}, "2014", {("fees", ""): Decimal("0.2")}, "disclosure_fees", ("roughly", Decimal("0.12"), Decimal("0.2"), Decimal("0.08"))),
    # published items are counted by other rules in every form
    ("local", {("proactive.total", ""): 9}, "2014", {("proactive.total", ""): 11}, "items_published", ("no", 9, 11, None)),
]  # fmt: skip


@pytest.mark.parametrize(("old_form", "old", "new_form", "new", "name", "expected"), ERAS)
def test_across_forms(
    old_form: str, old: Given, new_form: str, new: Given, name: str, expected: tuple[str, Any, Any, Any]
) -> None:
    item = measure(compare(year(2018, old, old_form), year(2019, new, new_form)), name)
    assert (item.comparable, item.previous, item.current, item.change) == expected
    if item.comparable != "yes":
        assert item.note


def test_cells_are_set_side_by_side_in_sister_forms_only() -> None:
    new = {("review.total", ""): 2}
    assert len(compare(year(2020, {("review.total", ""): 1}, "2019"), year(2021, new)).cells) == 1
    assert compare(year(2018, {("review.total", ""): 1}, "2014"), year(2019, new, "2019")).cells == ()


def test_without_tables_there_are_no_figures() -> None:
    bare = year(2021, {}).model_copy(update={"statistics": None})
    comparison = compare(bare, year(2022, consistent("2021", Random(1))))
    assert (comparison.measures, comparison.cells, comparison.findings) == ((), (), ())


# --- identities over two years ----------------------------------------------------------------------------------


def followed_by(values: Values, rnd: Random) -> Values:
    """A table of the next year that follows from ``values``."""
    after = consistent("2021", rnd)
    for column in COLUMNS:
        after["carried_over", column] = values["carried_forward", column]
    for row in ("art20_1.regulations", "art20_1.normative_documents"):
        issued, repealed = after[f"{row}.issued", ""], after[f"{row}.repealed", ""]
        before = values[f"{row}.in_force", ""]
        assert isinstance(issued, int)
        assert isinstance(repealed, int)
        assert isinstance(before, int)
        after[f"{row}.in_force", ""] = before + issued - repealed
    return after


@pytest.mark.parametrize(("change", "found"), [("", ["not_assessed"]), (-10, []), (5, ["sum_mismatch"])])
def test_a_change_that_is_not_printed_may_be_negative(change: int | str, found: list[str]) -> None:
    """100 items last year and 90 now: only the change tells whether that adds up, and a blank one may be -10."""
    item = "art20_5.licensing"
    before: Values = {(f"{item}.items_last_year", ""): 100, (f"{item}.change", ""): change}
    after: Values = {(f"{item}.items_last_year", ""): 90}
    assert codes(compare(year(2019, before, "2019"), year(2020, after, "2019"))) == found


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_a_changed_cell_breaks_exactly_the_sums_over_two_years(seed: int, data: st.DataObject) -> None:
    rnd = Random(seed)
    old = consistent("2021", rnd)
    new = followed_by(old, rnd)
    assert codes(compare(year(2021, old), year(2022, new))) == []
    code, column = place = data.draw(st.sampled_from(list(new)))
    value = new[place]
    assert isinstance(value, int)
    changed = compare(year(2021, old), year(2022, new | {place: value + 1}))
    if code == "carried_over":
        (finding,) = changed.findings
        assert (finding.code, finding.severity, finding.difference) == ("comparison.sum_mismatch", "error", 1)
        assert finding.message.startswith("R5 does not hold for ")
        assert [proof.label for proof in finding.evidence] == [
            "二、上年结转政府信息公开申请数量",
            "四、结转下年度继续办理",
        ]
    elif code.startswith("art20_1."):
        (finding,) = changed.findings
        assert (finding.severity, finding.message[:16]) == ("notice", "R7 does not hold")
        assert abs(finding.difference or 0) == 1
    else:
        assert changed.findings == (), (code, column)


def test_items_of_the_form_of_2019() -> None:
    row = "art20_5.licensing"
    before = year(2019, {(f"{row}.items_last_year", ""): 40, (f"{row}.change", ""): -3}, "2019")
    assert codes(compare(before, year(2020, {(f"{row}.items_last_year", ""): 37}, "2019"))) == []
    (finding,) = compare(before, year(2020, {(f"{row}.items_last_year", ""): 40}, "2019")).findings
    assert (finding.severity, finding.left, finding.right) == ("notice", 40, 37)
    assert finding.message.startswith("R6 does not hold for 行政许可上一年项目数量: ")


def test_what_is_carried_over_from_one_form_to_the_next() -> None:
    old: Values = {("carried_forward", column): 1 for column in COLUMNS}
    new: Values = {("carried_over", column): 1 for column in PERSONS}
    new["carried_over", "total"] = 2
    (finding,) = compare(year(2020, old, "2019"), year(2021, new)).findings
    assert (finding.left, finding.right) == (2, 1)
    assert finding.message.startswith("R5 does not hold for 总计: ")


def test_blank_cells_are_said_not_judged() -> None:
    old: Values = {("carried_forward", column): "" for column in COLUMNS}
    new: Values = {("carried_over", column): 1 for column in COLUMNS}
    (finding,) = compare(year(2021, old), year(2022, new)).findings
    assert (finding.code, finding.severity) == ("comparison.not_assessed", "notice")
    assert "自然人" in finding.message
    assert "总计" in finding.message


ODD = [
    # years, bodies, findings
    ((2020, 2022), ("云溪市水务局", "云溪市水务局"), ["years_not_consecutive", "not_assessed"]),
    ((2022, 2021), ("云溪市水务局", "云溪市水务局"), ["years_not_consecutive", "not_assessed"]),
    ((None, 2022), ("云溪市水务局", "云溪市水务局"), ["years_not_consecutive", "not_assessed"]),
    ((2021, 2022), ("云溪市水务局", "云溪市教育局"), ["different_bodies", "not_assessed"]),
    ((2021, 2022), ("云溪市人民政府办公室", "云溪市人民政府"), ["sum_mismatch"]),
    ((2021, 2022), ("云溪市水务局", "水务局"), ["sum_mismatch"]),
    ((2021, 2022), (None, "水务局"), ["sum_mismatch"]),
]


@pytest.mark.parametrize(("years", "bodies", "expected"), ODD)
def test_other_bodies_and_years(years: tuple[int, int], bodies: tuple[str, str], expected: list[str]) -> None:
    old = year(years[0], {("carried_forward", "total"): 1}, issuing_body=bodies[0])
    new = year(years[1], {("carried_over", "total"): 2}, issuing_body=bodies[1])
    assert codes(compare(old, new)) == expected


def test_last_year_s_figures_once_more() -> None:
    values = consistent("2021", Random(4)) | {("carried_over", c): 1 for c in COLUMNS}
    values |= {("carried_forward", c): 1 for c in COLUMNS}
    assert "same_figures" in codes(compare(year(2021, values), year(2022, values)))
    other = values | {("granted", "total"): 9999}
    assert "same_figures" not in codes(compare(year(2021, values), year(2022, other)))
    nothing: Values = dict.fromkeys(values, 0)
    assert codes(compare(year(2021, nothing), year(2022, nothing))) == []


def test_the_same_counts_in_prose() -> None:
    counts = "公开信息48条，召开会议3次，组织培训2期，接待来访15人次，编发简报6期。"
    before, after = (
        report_of("2014", {}, prose).model_copy(update={"statistics": None, "year": year})
        for prose, year in ((counts, 2009), (counts, 2010))
    )
    assert len(before.figures) == 5
    assert codes(compare(before, after)) == ["same_figures"]


# --- text -------------------------------------------------------------------------------------------------------


def paragraph(text: str, role: str = "text") -> Paragraph:
    return Paragraph.model_validate({"text": text, "role": role, "span": Span(0, len(text))})


def report_with(number: int, *sections: Section, preamble: tuple[Paragraph, ...] = ()) -> Report:
    return year(number, {}, sections=sections, preamble=preamble).model_copy(update={"statistics": None})


PLAIN = [
    ("主动公开信息 1,036 条。", "主动公开信息00条"),
    ("２０２２年“公开”", "0年公开"),
    ("占12.5%", "占0"),
    ("  \u3000\n", ""),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_plain_text(text: str, expected: str) -> None:
    assert plain(text) == expected


SHARES = [
    # previous, current, share of the current one's distinct runs of five that stand in the previous one
    ("甲乙丙丁戊己", "甲乙丙丁戊", 1.0),
    ("甲乙丙丁戊", "甲乙丙丁戊己", 0.5),
    ("甲乙丙丁戊", "己庚辛壬癸", 0.0),
    ("甲乙丙丁戊", "甲乙丙丁", None),
    ("公开信息48条，均已发布", "公开信息51条，均已发布。", 1.0),
    ("", "甲乙丙丁戊", 0.0),
]


@pytest.mark.parametrize(("previous", "current", "expected"), SHARES)
def test_the_share_of_repeated_text(previous: str, current: str, expected: float | None) -> None:
    assert containment(shingles([plain(current)]), shingles([plain(previous)])) == expected
    before = report_with(2021, section("一、", "总体情况", paragraph(previous)))
    after = report_with(
        2022, section("一、", "总体情况", paragraph(current), paragraph("云溪市水务局二〇二三", "signature"))
    )
    comparison = compare(before, after)
    assert comparison.repeated == expected
    assert codes(comparison) == (["repeated_text"] if expected == 1.0 else [])


OLD = "全年主动公开政府信息48条，均通过门户网站按时发布。"
NEW = "全年主动公开政府信息51条，均通过门户网站按时发布。"
MORE = "全年主动公开政府信息51条，均通过门户网站和微信按时发布，接受监督。"
OTHER = "组织业务骨干参加专题培训，提高答复质量。"


def test_sections_and_paragraphs_side_by_side() -> None:
    before = report_with(
        2021,
        section("一、", "总体情况", paragraph(OLD), paragraph("建立联络员制度，明确专人负责。")),
        section("二、", "回应解读情况", paragraph(OTHER)),
        section("三、", "存在的主要问题及改进情况", paragraph(OTHER)),
        preamble=(paragraph("根据有关规定，编制本报告。"),),
    )
    after = report_with(
        2022,
        section("一、", "总体情况", paragraph(OTHER), paragraph(MORE)),
        section("二、", "存在的主要问题及整改措施", paragraph(OTHER)),
        section("三、", "收费情况", paragraph("无。")),
        preamble=(paragraph("根据有关规定，编制本报告。"),),
    )
    found = compare(before, after).sections
    assert [(s.kind, s.previous_heading, s.current_heading, s.unchanged) for s in found] == [
        ("kept", None, None, 1),
        ("kept", "一、总体情况", "一、总体情况", 0),
        ("removed", "二、回应解读情况", None, 0),
        ("kept", "三、存在的主要问题及改进情况", "二、存在的主要问题及整改措施", 1),
        ("added", None, "三、收费情况", 0),
    ]
    assert [(p.kind, p.previous, p.current) for p in found[1].paragraphs] == [
        ("added", None, OTHER),
        ("changed", OLD, MORE),
        ("removed", "建立联络员制度，明确专人负责。", None),
    ]
    changed = found[1].paragraphs[1]
    assert changed.similarity is not None
    assert 0.5 < changed.similarity < 1
    assert changed.previous_span == Span(0, len(OLD))
    assert found[3].repeated == 1.0
    assert found[4].repeated is None


def test_new_figures_alone_leave_a_paragraph_unchanged() -> None:
    before, after = (report_with(n, section("一、", "总体情况", paragraph(t))) for n, t in ((2021, OLD), (2022, NEW)))
    (only,) = compare(before, after).sections
    assert (only.unchanged, only.paragraphs, only.repeated) == (1, (), 1.0)


def test_a_paragraph_counts_as_often_as_it_stands() -> None:
    before = report_with(2021, section("一、", "总体情况", paragraph(OLD), paragraph(OLD)))
    after = report_with(2022, section("一、", "总体情况", paragraph(NEW)))
    (only,) = compare(before, after).sections
    assert (only.unchanged, [p.kind for p in only.paragraphs]) == (1, ["removed"])


def test_long_sections_are_compared_in_bounded_time() -> None:
    rnd = Random(2)
    signs = [chr(0x4E00 + n) for n in range(500)]
    texts = ["".join(rnd.choices(signs, k=30)) for _ in range(1500)]
    before = report_with(2021, section("一、", "总体情况", *map(paragraph, texts)))
    after = report_with(2022, section("一、", "总体情况", *(paragraph(text[:-6] + "新的内容") for text in texts)))
    (only,) = compare(before, after).sections
    assert [p.kind for p in only.paragraphs] == ["changed"] * 1500


def test_very_many_sections_are_aligned_in_bounded_time() -> None:
    titles = [f"第{chr(0x4E00 + n)}类{chr(0x5E00 + n)}事项" for n in range(3000)]
    before, after = (report_with(n, *(section(None, title, paragraph(OLD)) for title in titles)) for n in (2021, 2022))
    found = compare(before, after).sections
    assert [(s.kind, s.previous_heading == s.current_heading) for s in found] == [("kept", True)] * 3000


# --- as text, Markdown, HTML, JSON --------------------------------------------------------------------------------


@pytest.fixture
def comparison() -> Comparison:
    before = report_of("2014", {("proactive.total", ""): 40, ("review.total", ""): 2}, year=2018)
    before = before.model_copy(
        update={"sections": (section("一、", "总体情况", paragraph("旧文<b>一段&话，供各位参考。")),)}
    )
    after = report_of("2019", {("review.total", ""): 3}, year=2020, title="云溪<script>报告|甲")
    return compare(
        before, after.model_copy(update={"sections": (section("一、", "概述*", paragraph("新的一段话。")),)})
    )


def test_as_json(comparison: Comparison) -> None:
    assert Comparison.model_validate_json(comparison.model_dump_json()) == comparison


def test_as_text(comparison: Comparison) -> None:
    lines = comparison_to_text(comparison).splitlines()
    assert lines[0] == "previous: (no title) (2018)"
    assert "  review_total  2 → 3 件  +1 (+50.00 %)" in lines
    assert "    - 旧文<b>一段&话，供各位参考。" in lines
    assert lines[-1].startswith("  warning comparison.years_not_consecutive: the years are 2018 and 2020")


def test_as_markdown(comparison: Comparison) -> None:
    text = comparison_to_markdown(comparison)
    assert text.startswith("# 云溪\\<script\\>报告|甲 (2020)\n")
    assert "| review\\_total | 2 | 3 | 件 | +1 | +50.00 |  |" in text
    assert "旧文\\<b\\>一段" in text


def test_as_html(comparison: Comparison) -> None:
    page = comparison_to_html(comparison)
    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page
    assert "云溪&lt;script&gt;报告" in page
    assert "旧文&lt;b&gt;一段&amp;话" in page
    assert "http" not in page
    assert '<td class="n">+50.00</td>' in page


# --- panel ------------------------------------------------------------------------------------------------------


def test_a_panel_has_a_row_for_every_cell_in_a_fixed_order() -> None:
    a = year(2022, {("new_requests", "total"): 20, ("granted", "total"): ""})
    b = year(2016, {("request.received.total", ""): 38}, "2014")
    c = year(2022, {("new_requests", "total"): 1}, issuing_body="云溪市教育局")
    nothing = year(2021, {}).model_copy(update={"statistics": None})
    rows = panel([a, nothing, b, c])
    assert rows == panel([c, b, a])
    assert [(r["body"], r["year"], r["form"], r["code"], r["value"], r["state"]) for r in rows] == [
        ("云溪市教育局", 2022, "2021", "new_requests", 1, "stated"),
        ("云溪市水务局", 2016, "2014", "request.received.total", 38, "stated"),
        ("云溪市水务局", 2022, "2021", "new_requests", 20, "stated"),
        ("云溪市水务局", 2022, "2021", "granted", None, "blank"),
    ]
    assert [r["measure"] for r in rows] == ["requests_received"] * 3 + ["granted"]
    for row, report in zip(rows, (c, b, a, a), strict=True):
        assert row["start"] is not None
        assert report.text[row["start"] : row["end"]] == row["raw"]


def test_two_years_of_one_city_follow_each_other(corpus: Path) -> None:
    """Real reports: what 2024 carried over is what 2023 carried forward, in every column."""
    import govreport

    before, after = (govreport.parse_file(corpus / "text" / f"suqian-{n}-ar.md") for n in (2023, 2024))
    comparison = compare(before, after)
    assert comparison.findings == ()
    assert len(comparison.cells) == 200
    assert all(item.change == item.current - item.previous for item in comparison.measures)  # type: ignore[operator]
