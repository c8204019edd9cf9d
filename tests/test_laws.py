"""The laws of design.md, section 4, as properties over every fixture and over pages made by hypothesis."""

from __future__ import annotations

import functools
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import govreport
from govreport import GovReportError, Report
from govreport.models import Evidence

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = sorted(ROOT.glob("fixtures/*/input.*"))
CORPUS = ROOT.parent / "shared" / "corpus"
CORPUS_PAGES = sorted(
    path
    for folder in ("html", "text", "pages", "news")
    for path in CORPUS.glob(f"{folder}/*")
    if path.suffix in (".html", ".txt", ".md")
)


@functools.cache
def parsed(path: Path) -> Report | None:
    """The report of a file, None for a page that is refused."""
    try:
        return govreport.parse_file(path)
    except GovReportError:
        return None


def pages() -> list[ParameterSet]:
    found = [pytest.param(path, id=path.parent.name) for path in FIXTURES]
    found += [pytest.param(path, id=path.name) for path in CORPUS_PAGES]
    if not CORPUS_PAGES:
        found.append(pytest.param(None, id="corpus", marks=pytest.mark.skip(reason="../shared/corpus is absent")))
    return found


def evidence_of(report: Report) -> list[Evidence]:
    return [*report.evidence.values(), *(e for f in report.findings for e in f.evidence)]


ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters without width count as blanks."""


def check_evidence(report: Report) -> None:
    for proof in evidence_of(report):
        if proof.span is not None:
            assert report.text[proof.span.start : proof.span.end] == proof.raw


def check_conservation(report: Report) -> None:
    """Every non-blank character stands in exactly one part."""
    covered = bytearray(len(report.text))
    for span, what in report.parts():
        assert 0 <= span.start <= span.end <= len(report.text), what
        for at in range(span.start, span.end):
            covered[at] += 1
    for at, char in enumerate(report.text):
        if not char.isspace() and char not in ZERO_WIDTH:
            assert covered[at] == 1, f"{covered[at]} parts at {at}: {report.text[max(0, at - 20) : at + 20]!r}"


def check_round_trip(report: Report) -> None:
    again = Report.model_validate_json(report.model_dump_json())
    assert again == report
    assert pickle.loads(pickle.dumps(report)) == report


@pytest.mark.parametrize("path", pages())
def test_law_1_evidence(path: Path) -> None:
    report = parsed(path)
    if report is not None:
        check_evidence(report)


@pytest.mark.parametrize("path", pages())
def test_law_2_conservation(path: Path) -> None:
    report = parsed(path)
    if report is not None:
        check_conservation(report)


@pytest.mark.parametrize("path", pages())
def test_law_5_same_bytes_and_round_trip(path: Path) -> None:
    report = parsed(path)
    if report is not None:
        check_round_trip(report)
        assert govreport.parse_file(path).model_dump_json() == report.model_dump_json()


def test_law_1_plain_text_is_kept_as_it_is() -> None:
    text = "某市财政局2019年政府信息公开工作年度报告\r\n\r\n一、总体情况\r\n公开信息3条。\r\n"
    assert govreport.parse(text).text == text.replace("\r\n", "\n")


def test_law_3_zero_is_not_blank() -> None:
    page = "<table><tr><th>项目</th><th>数量</th></tr><tr><td>甲</td><td>0</td></tr><tr><td>乙</td><td></td></tr><tr><td>丙</td><td>/</td></tr></table>"
    report = govreport.parse(page)
    table = next(item for item in report.preamble if item.type == "table")
    assert [row[1] for row in table.grid] == ["数量", "0", "", "/"]


def test_law_4_what_is_not_printed_is_none() -> None:
    report = govreport.parse(
        "<h1>某县水利局关于清理河道的通知</h1><p>索引号：</p><p>各乡镇：</p><p>现将有关事项通知如下，请遵照执行。</p>"
    )
    assert report.signed_on is None
    assert report.metadata.index_number is None
    assert report.metadata.published_at is None
    assert report.year is None
    assert set(report.evidence) <= {"title", "issuing_body"}


def test_law_5_same_for_every_hash_seed() -> None:
    code = (
        "import govreport,hashlib,sys;h=hashlib.sha256();"
        "[h.update(govreport.parse_file(p).model_dump_json().encode()) for p in sys.argv[1:]];print(h.hexdigest())"
    )
    chosen = [str(path) for path in FIXTURES if parsed(path) is not None][:12]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, *chosen],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(digests) == 1


FRAGMENTS = st.sampled_from(
    [
        "索引号",
        "014006438/2026-03652",
        "发布机构：",
        "某市财政局",
        "2019年",
        "年度",
        "政府信息公开工作年度报告",
        "一、总体情况",
        "（一）主动公开",
        "1.",
        "1、及时更新，做好工作。",
        "二、",
        "公开信息32条,其中机构职能4条,政策文件28条。",
        "<p>",
        "</p>",
        "<br>",
        "<div class=TRS_Editor>",
        "</div>",
        "<table><tr><td>",
        "</td><td>",
        "</td></tr><tr>",
        "</table>",
        "| a | b |",
        "|---|---|",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "　",
        "\xa0",
        "附件：1.清单",
        "附件1",
        "2019年1月15日",
        "（2014年12月）",
        "二〇一四年",
        "2018218",
        "未收到申请。",
        "约30余件",
        "占12.5%",
        "：",
        "。",
        "，",
        "（",
        "）",
        "0",
        "/",
        "—",
        "- 1 -",
        "目录",
        "第一章 总则",
        "第一条",
        "<h1>",
        "</h1>",
        "<li>",
        "<a href='x.doc'>",
        "</a>",
        "<!--",
        "-->",
        "</html>",
        "<span style='display:none'>",
        "&nbsp;",
        "&#1234567890;",
        "\ufeff",
        "𠮷",
        "\u200b",
        "扫一扫在手机打开当前页",
        "分享到",
        "文号 时效",
        "来源：",
        "《",
        "》",
        "......12",
    ]
)
DOCUMENTS = st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS, st.sampled_from(["text/html", "text/plain", None]))
@example("<p>一、</p>", None)
@example("一、\n\n总体情况\n", "text/plain")
def test_laws_hold_for_any_page(text: str, media_type: str | None) -> None:
    """Law 6: any text gives a report or an error of the tree; laws 1, 2 and 5 hold for each report."""
    try:
        report = govreport.parse(text, media_type=media_type)
    except GovReportError:
        return
    check_evidence(report)
    check_conservation(report)
    check_round_trip(report)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300) | DOCUMENTS.map(lambda text: text.encode("gb18030", "replace")))
def test_any_bytes_give_a_report_or_an_error_of_the_tree(data: bytes) -> None:
    try:
        report = govreport.parse(data)
    except GovReportError as error:
        said = str(error)
    else:
        check_conservation(report)
        said = report.source.sha256 or ""
    assert said
