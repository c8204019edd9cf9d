"""Input that wants to break the parser: an answer that says what was wrong, the text kept, bounded time and memory.

The pages stand in ``benchmarks/hostile_cases.py``; ``make bench-hostile`` prints what each costs. Here the time limit
of the test is the guard against what never ends, and the limit of the benchmark, generously, against what is slow.
"""

from __future__ import annotations

import re
import time

import pytest
from hostile_cases import CASES, Case

import govreport
from govreport import EmptySourceError, GovReportError, Report, UnsupportedMediaError

TEXT = "公开政府信息三条，内容很长。"
ENDLESS = 12.0
"""So many times the seconds of the benchmark mean that a page grew faster than its length, on any machine."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_page_ends_in_an_answer(case: Case) -> None:
    page = case.make()
    begun = time.process_time()
    report: Report | None
    try:
        report = govreport.parse(page, media_type=case.media, encoding=case.encoding)
    except GovReportError as error:
        report, said = None, str(error)
    assert time.process_time() - begun < ENDLESS * case.seconds
    if report is None:
        assert case.refused is not None, f"refused: {said}"
        assert re.search(case.refused, said)
        return
    assert case.refused is None, f"no refusal but {report.text[:80]!r}"
    for text in case.kept:
        assert text in report.text
    assert len(report.text) <= len(page) + 100


def test_text_read_without_its_structure_is_said_aloud() -> None:
    for page in ("<div>" * 100_000 + TEXT, "<b><i><p><font>文" * 5_000 + TEXT):
        report = govreport.parse(page)
        assert TEXT in report.text
        assert [f.code for f in report.findings if f.severity == "warning"][:1] == ["content.flattened"]


def test_what_lies_deep_but_not_too_deep_keeps_its_structure() -> None:
    report = govreport.parse("<div>" * 1_900 + f"<p>一、总体情况</p><p>{TEXT}</p>" + "</div>" * 1_900)
    assert "content.flattened" not in {finding.code for finding in report.findings}
    assert [section.heading for section in report.sections] == ["一、总体情况"]


@pytest.mark.parametrize("span", ["1000000000", "-3", "x", "", "0", "1e9", "９"])
def test_odd_spans_are_tolerated(span: str) -> None:
    page = (
        f"<table><tr><td colspan='{span}' rowspan='{span}'>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    table = next(item for item in govreport.parse(page).preamble if item.type == "table")
    assert {cell.text for cell in table.cells} == {"甲", "乙", "1", "2"}
    assert sum(len(row) for row in table.grid) < 5_000


def test_a_wall_of_rowspans_is_one_grid() -> None:
    page = "<table>" + "<tr><td rowspan=60000>1</td><td>2</td></tr>" * 500 + "</table>"
    table = next(item for item in govreport.parse(page).preamble if item.type == "table")
    assert len(table.cells) == 1_000


@pytest.mark.parametrize("data", ["", "  \n", b"", b" \r\n"])
def test_nothing_is_an_error(data: str | bytes) -> None:
    with pytest.raises(EmptySourceError):
        govreport.parse(data)


def test_surrogates_and_nul_are_replaced_and_said() -> None:
    report = govreport.parse("\ud800某市\0的公告")
    assert "某市\ufffd的公告" in report.text
    assert {f.code for f in report.findings} >= {"encoding.undecodable"}
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_one_bad_byte_costs_one_character() -> None:
    page = ("<meta charset=utf-8><p>" + "政府信息公开工作的情况。" * 20).encode()
    report = govreport.parse(page[:200] + b"\xff" + page[200:])
    assert report.source.encoding == "utf-8"
    assert 1 <= report.text.count("\ufffd") <= 2


def test_a_declared_latin_charset_is_overruled_and_said() -> None:
    page = ("<meta charset=iso-8859-1><p>" + "政府信息公开工作的情况。" * 20).encode("gb18030")
    report = govreport.parse(page)
    assert report.source.encoding == "gb18030"
    assert "政府信息公开工作的情况。" in report.text
    assert "encoding.overruled" in {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    "text", ["BM公司年报公开信息", "RIFF是一种格式", "MZ县公告", "ID3公告", "GIF8公告", "Rar!公告", "OTTO公告"]
)
def test_a_text_that_begins_like_a_binary_is_a_text(text: str) -> None:
    assert govreport.parse(text.encode()).text == text


def test_a_binary_behind_blanks_is_still_named() -> None:
    with pytest.raises(UnsupportedMediaError, match="PDF"):
        govreport.parse(b"\r\n%PDF-1.4\nstream")
