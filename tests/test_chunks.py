"""Pieces for search: within one section, within the size, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import govreport
from govreport.export.chunks import chunks

_LEFT_OUT = ("signature", "attachment_list", "contents")


def solid(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("size", [1, 20, 120, 800, 100_000])
def test_every_fixture_in_pieces(repository: Path, size: int) -> None:
    seen = 0
    for path in sorted(repository.glob("fixtures/*/input.*")):
        try:
            report = govreport.parse_file(path)
        except govreport.GovReportError:
            continue
        pieces = list(chunks(report, size))
        seen += len(pieces)
        assert [piece.number for piece in pieces] == list(range(len(pieces)))
        assert all(0 < len(piece.text) <= size for piece in pieces)
        blocks = [*report.preamble, *(block for section in report.walk() for block in section.content)]
        kept = [block.text for block in blocks if getattr(block, "role", None) not in _LEFT_OUT]
        assert solid("".join(piece.text for piece in pieces)) == solid("".join(kept))
        text = report.text
        for start, end in report.furniture:  # a page mark may stand inside of a paragraph
            text = text[:start] + " " * (end - start) + text[end:]
        for piece in pieces:
            place = solid(text[slice(*piece.span)])
            assert all(solid(line) in place for line in piece.text.splitlines())
    assert seen > 50


def test_a_piece_knows_its_headings() -> None:
    page = "<h1>云溪市水务局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>（一）主动公开</p><p>公开信息12条。</p><p>二、存在问题</p><p>还不全面。</p>"
    report = govreport.parse(page, url="http://a.cn/")
    found = [(piece.headings, piece.text, piece.year, piece.url) for piece in chunks(report)]
    assert found == [
        (("一、总体情况", "（一）主动公开"), "公开信息12条。", 2023, "http://a.cn/"),
        (("二、存在问题",), "还不全面。", 2023, "http://a.cn/"),
    ]
    assert (
        next(iter(chunks(report))).context
        == "云溪市水务局2023年政府信息公开工作年度报告 > 一、总体情况 > （一）主动公开"
    )


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    report = govreport.parse("<h1>通知</h1><p>" + "今年的工作已经完成。" * 30 + "</p>")
    pieces = list(chunks(report, 25))
    assert {piece.text for piece in pieces} == {"今年的工作已经完成。" * 2}


def test_a_size_that_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="size"):
        list(chunks(govreport.parse("<p>甲</p>"), 0))
