"""Pages on which a rule once looked at everything before each line: four times the page takes about four times as long.

Ratios of CPU time, the best of several runs, so that a busy machine decides nothing; quadratic work gives sixteen.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

import govreport
from govreport import UnsupportedMediaError

TEXT = "公开政府信息三条，内容很长。"
_REPORT = "某局2019年政府信息公开工作年度报告\n\n"
_HEADED = "<h1>某局2019年政府信息公开工作年度报告</h1>"

GROWING: dict[str, Callable[[int], str]] = {
    "labels and values in a list": lambda n: (
        "<dl>" + "".join(f"<dt>索引号</dt><dd>{at}</dd>" for at in range(n)) + f"</dl><p>{TEXT}</p>"
    ),
    "contradicting labels": lambda n: "".join(f"<p>索引号：{at}-2019</p>" for at in range(n)) + f"<p>{TEXT}</p>",
    "damaged dates": lambda n: "<p>发布日期：2018218</p>" * n + f"<p>{TEXT}</p>",
    "lines of one element": lambda n: "<p>" + f"{TEXT[:-1]}<br>" * n + "</p>",
    "labels between empty elements": lambda n: (
        "<p>" + ("索引号：1<br>" + "<b></b>" * 20) * (n // 4) + f"</p><p>{TEXT}</p>"
    ),
    "bodies that sign": lambda n: f"{_REPORT}{TEXT}\n" + "某市财政局\n" * n + "2019年1月15日",
    "titles": lambda n: _HEADED * n + f"<p>{TEXT}</p>",
    "annexes": lambda n: (
        f"{_REPORT}{TEXT}\n" + "".join(f"附件{at}\n某表{at}\n一、内容\n文字。\n" for at in range(n // 2))
    ),
}


def _seconds(page: str) -> float:
    begun = time.thread_time()
    report = govreport.parse(page)
    used = time.thread_time() - begun
    assert TEXT[:-1] in report.text
    return used


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", GROWING)
def test_four_times_the_page_takes_four_times_as_long(name: str) -> None:
    short, long = GROWING[name](2_000), GROWING[name](8_000)
    fast = slow = float("inf")
    for _ in range(6):
        fast, slow = min(fast, _seconds(short)), min(slow, _seconds(long))
        if slow < 7 * fast:
            return
    pytest.fail(f"{name}: four times as long takes {slow / fast:.1f} times the time")


def test_contradictions_are_listed_up_to_a_number_and_then_counted() -> None:
    page = "".join(f"<p>索引号：{at}-2019</p>" for at in range(501)) + f"<p>{TEXT}</p>"
    found = [finding for finding in govreport.parse(page).findings if finding.code == "metadata.conflict"]
    assert len(found) == 51
    assert all(len(finding.evidence) == 2 for finding in found[:-1])
    assert found[-1].message == "index_number: 450 more of this kind, not listed one by one"


def test_odd_numbers_of_headings_are_listed_up_to_a_number_and_then_counted() -> None:
    page = _REPORT + "一、总体情况\n工作平稳有序，没有发生问题。\n" * 302
    found = [finding for finding in govreport.parse(page).findings if finding.code == "outline.numbering_restarts"]
    assert [len(finding.evidence) for finding in found] == [1] * 200 + [0]
    assert found[-1].message.startswith("101 more")


@pytest.mark.parametrize("between", ["\n\n", ""])
def test_beyond_all_reason_counts_are_not_read_and_that_is_said(between: str) -> None:
    many = f"全年主动公开政府信息32条。{between}" * 20_001
    report = govreport.parse(f"{_REPORT}公开信息5条。\n\n{many}\n\n公开信息7条。")
    assert [figure.value for figure in report.figures] == [5] + [32] * (19_999 if between else 0)
    (said,) = [finding for finding in report.findings if finding.code == "figures.too_many"]
    span = said.evidence[0].span
    assert span is not None
    assert said.evidence[0].raw.startswith("全年主动公开")
    assert report.text[span.start : span.end] == said.evidence[0].raw
    assert report.text.endswith("公开信息7条。")


def test_numbers_without_a_counter_word_do_not_count_towards_it() -> None:
    page = f"{_REPORT}公开信息5条。\n" + "".join(f"事项{at}\n" for at in range(20_100)) + "公开信息7条。"
    report = govreport.parse(page)
    assert {figure.value for figure in report.figures if figure.unit} == {5, 7}
    assert "figures.too_many" not in {finding.code for finding in report.findings}


def test_a_line_that_is_a_whole_document_is_no_block_of_fields() -> None:
    line = "索引号：1 文号：2 时效：3 "
    read = govreport.parse(f"{line * 100}\n\n{TEXT}")
    assert str(read.metadata.index_number) == "1"
    text = f"{line * 1_000}\n\n{TEXT}"
    report = govreport.parse(text)
    assert report.metadata.index_number is None
    assert report.text == text


def test_the_collector_is_left_as_it_was() -> None:
    page = f"<p>{TEXT}</p>" * 10_000
    assert gc.isenabled()
    govreport.parse(page)
    assert gc.isenabled()
    with pytest.raises(UnsupportedMediaError):
        govreport.parse(b"%PDF-1.7" + b"\0" * 200_000)
    assert gc.isenabled()
    gc.disable()
    try:
        govreport.parse(page)
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "text", ['{"公开": 信息}', "[1] 公开信息3条", '["公开"、"信息"]', "{公开}", '{"a": 1} 公开信息']
)
def test_what_only_begins_like_json_is_text(text: str) -> None:
    assert govreport.parse(text).text == text


def test_json_that_is_said_to_be_text_is_text() -> None:
    text = '{"content": "公开信息3条"}'
    with pytest.raises(UnsupportedMediaError, match="JSON"):
        govreport.parse(text)
    assert govreport.parse(text, media_type="text/plain").text == text


@pytest.mark.parametrize("head", ["MIME-Version: 1.0\r\n", "From: a\r\nDate: b\r\nMIME-Version: 1.0\r\n"])
def test_saved_mail_is_named(head: str) -> None:
    with pytest.raises(UnsupportedMediaError, match="MHTML"):
        govreport.parse(f"{head}Content-Type: multipart/related\r\n\r\n".encode())
    assert govreport.parse(f"公开信息3条。\n{head}".encode()).text.startswith("公开信息3条。")
