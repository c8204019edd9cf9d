"""Pieces for search: within one section, within the size, nothing lost, each with its place."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import govreport
from govreport import Chunk, Report
from govreport.models import Metadata, Paragraph, Section, Source, Span

TITLE = "云溪市水务局2023年政府信息公开工作年度报告"


def solid(text: str) -> str:
    return "".join(text.split())


def solid_place(report: Report, piece: Chunk) -> str:
    """What the report has at the piece's place, without blanks and furniture (a page mark may stand in between)."""
    text = report.text
    for start, end in report.furniture:
        text = text[:start] + " " * (end - start) + text[end:]
    return solid(text[slice(*piece.span)])


def in_order(few: str, many: str) -> bool:
    rest = iter(many)
    return all(sign in rest for sign in few)


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    found = []
    for path in sorted((Path(__file__).parents[1] / "fixtures").glob("*/input.*")):
        try:
            found.append(govreport.parse_file(path))
        except govreport.GovReportError:
            continue
    assert len(found) > 50
    return found


@pytest.mark.parametrize(
    ("size", "overlap"), [(1, 0), (20, 0), (20, 19), (120, 0), (120, 40), (800, 0), (800, 200), (100_000, 500)]
)
def test_every_fixture_in_pieces(reports: list[Report], size: int, overlap: int) -> None:
    for report in reports:
        pieces = report.chunks(size, overlap=overlap)
        assert [piece.number for piece in pieces] == list(range(len(pieces)))
        assert all(0 < len(piece.text) <= size and piece.overlap <= overlap for piece in pieces)
        blocks = [block.text for block in report.preamble]
        for section in report.walk():
            bare = not section.content and not section.children
            blocks += [section.heading] if bare else [block.text for block in section.content]
        assert solid("".join(piece.text[piece.overlap :] for piece in pieces)) == solid("".join(blocks))
        for piece in pieces:
            text, place = solid(piece.text), solid_place(report, piece)
            # The marks of a Markdown source (**, 1\\.) are part of a block's place and not of its text.
            assert text == place or (("**" in place or "\\." in place) and in_order(text, place))
        for before, after in pairwise(pieces):
            again = after.text[: after.overlap]
            assert before.text.endswith(again.rstrip())
            assert not again or before.headings == after.headings


def test_a_piece_knows_its_headings() -> None:
    page = f"<h1>{TITLE}</h1><p>一、总体情况</p><p>（一）主动公开</p><p>公开信息12条。</p><p>二、存在问题</p><p>还不全面。</p>"
    report = govreport.parse(page, url="http://a.cn/")
    pieces = report.chunks()
    assert [(piece.headings, piece.text, piece.year, piece.url) for piece in pieces] == [
        (("一、总体情况", "（一）主动公开"), "公开信息12条。", 2023, "http://a.cn/"),
        (("二、存在问题",), "还不全面。", 2023, "http://a.cn/"),
    ]
    assert pieces[0].context == f"{TITLE} > 一、总体情况 > （一）主动公开"
    assert report.text[slice(*pieces[1].span)] == "还不全面。"
    assert Chunk.model_validate_json(pieces[0].model_dump_json()) == pieces[0]


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    report = govreport.parse("<h1>通知</h1><p>" + "今年的工作已经完成。" * 30 + "</p>")
    pieces = report.chunks(25)
    assert [piece.text for piece in pieces] == ["今年的工作已经完成。" * 2] * 15
    first = pieces[0].span.start
    assert [piece.span for piece in pieces] == [(first + 20 * at, first + 20 * at + 20) for at in range(15)]


def section(*texts: str) -> Report:
    """A report of one section whose paragraphs stand one after the other."""
    at, blocks = 2, []
    for text in texts:
        blocks.append(Paragraph(text=text, span=Span(at, at + len(text))))
        at += len(text) + 1
    one = Section(number="一、", title="", level=1, content=tuple(blocks), span=Span(0, 2))
    source = Source(media_type="text/plain", size=1, parser_version="0")
    return Report(kind="other", metadata=Metadata(), sections=(one,), text="一、" + "\n".join(texts), source=source)


OVERLAPS = [
    # paragraphs, size, overlap, pieces as (text, overlap)
    (("甲一。甲二。甲三。",), 6, 3, [("甲一。甲二。", 0), ("甲二。甲三。", 3)]),
    # No whole sentence fits: characters.
    (("甲一。甲二。甲三。",), 6, 2, [("甲一。甲二。", 0), ("二。甲三。", 2)]),
    # The line end between two paragraphs counts.
    (("甲一。", "乙一。"), 6, 3, [("甲一。", 0), ("一。\n乙一。", 3)]),
    (("甲一。", "乙一。"), 7, 4, [("甲一。\n乙一。", 0)]),
    # A piece ends with a paragraph where it can, and the next paragraph is not torn for a full size.
    (("甲一。", "乙一。乙二。"), 8, 0, [("甲一。", 0), ("乙一。乙二。", 0)]),
    # Nothing to cut at.
    (("甲" * 5,), 2, 1, [("甲甲", 0), ("甲甲", 1), ("甲甲", 1), ("甲甲", 1)]),
]


@pytest.mark.parametrize(("texts", "size", "overlap", "expected"), OVERLAPS)
def test_what_an_overlap_is(texts: tuple[str, ...], size: int, overlap: int, expected: list[tuple[str, int]]) -> None:
    report = section(*texts)
    pieces = report.chunks(size, overlap=overlap)
    assert [(piece.text, piece.overlap) for piece in pieces] == expected
    assert all(report.text[slice(*piece.span)] == piece.text for piece in pieces)


def test_an_overlap_never_crosses_a_section() -> None:
    page = f"<h1>{TITLE}</h1><p>一、总体情况</p><p>公开信息12条。</p><p>二、存在问题</p><p>还不全面。</p>"
    assert [piece.overlap for piece in govreport.parse(page).chunks(800, overlap=400)] == [0, 0]


def test_roles_that_are_left_out(page: str) -> None:
    report = govreport.parse(page)
    signature = "云溪市水务局\n2023年1月18日"
    assert report.chunks()[-1].text.endswith(signature)
    assert not [piece for piece in report.chunks(leave_out=("signature",)) if "1月18日" in piece.text]


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (5, 5), (5, -1)])
def test_a_size_that_makes_no_sense(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="must be at least"):
        govreport.parse("<p>甲</p>").chunks(size, overlap=overlap)
