"""Laws 1 to 6 for pages with damage: made by the grammar, all fixtures, and the pages of the corpus."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from damage import as_bytes, damaged
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from law_checks import answer, check_all
from page_grammar import LAYOUTS, documents

from govreport import GovReportError, Report

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted(ROOT.glob("fixtures/*/input.*"))
CORPUS = ROOT.parent / "shared" / "corpus"
SMALL = 40_000
"""Bytes: of larger pages of the corpus a piece is drawn, so that an example takes milliseconds."""
PAGES = FIXTURES + sorted(p for p in CORPUS.glob("*/*") if p.suffix in (".html", ".txt", ".md"))
_SLACK = settings(deadline=None, suppress_health_check=list(HealthCheck))
MEDIA = st.sampled_from(["text/html", "text/plain", None])


@cache
def page_of(path: Path) -> str:
    data = path.read_bytes()
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    return text if "\ufffd" not in text else data.decode("gb18030", "replace")


def hold(page: str | bytes, media_type: str | None = None) -> None:
    """All laws; and the same bytes when asked again."""
    report = answer(page, media_type)
    again = answer(page, media_type)
    if isinstance(report, GovReportError) or isinstance(again, GovReportError):
        assert (type(report), str(report)) == (type(again), str(again))
        return
    check_all(report)
    assert report.model_dump_json() == again.model_dump_json()


@_SLACK
@given(documents(), st.sampled_from(sorted(LAYOUTS)), st.data())
def test_made_pages_after_accidents(document: object, layout: str, data: st.DataObject) -> None:
    page = LAYOUTS[layout](document)  # type: ignore[arg-type]
    hold(data.draw(damaged(page)), data.draw(MEDIA))


@_SLACK
@given(documents(), st.sampled_from(sorted(LAYOUTS)), st.data())
def test_made_pages_as_damaged_bytes(document: object, layout: str, data: st.DataObject) -> None:
    page = LAYOUTS[layout](document)  # type: ignore[arg-type]
    hold(data.draw(as_bytes(data.draw(damaged(page, most=2)))))


@pytest.mark.timeout(600)
@_SLACK
@given(st.data())
def test_fixtures_and_corpus_after_accidents(data: st.DataObject) -> None:
    page = page_of(data.draw(st.sampled_from(PAGES)))
    if len(page) > SMALL:
        start = data.draw(st.integers(0, len(page) - SMALL // 2))
        page = page[start : start + SMALL // 2]
    hold(data.draw(damaged(page)), data.draw(MEDIA))


@_SLACK
@given(st.sampled_from(FIXTURES), st.sampled_from(FIXTURES), st.integers(0, 100), st.integers(0, 100), MEDIA)
def test_two_fixtures_grown_together(one: Path, other: Path, a: int, b: int, media_type: str | None) -> None:
    first, second = page_of(one), page_of(other)
    hold(first[: len(first) * a // 100] + second[len(second) * b // 100 :], media_type)


@_SLACK
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\x00\x00\xfe\xff")
@example(b"<?xml")
@example(b"\xef\xbb\xbf")
def test_any_bytes(data: bytes) -> None:
    hold(data)


@_SLACK
@given(
    st.text(st.characters() | st.sampled_from("一二（）、：。<>/&;|\n \t0123456789年月日号条局县市"), max_size=200),
    MEDIA,
)
@example("\ud800", "text/plain")
@example("\x00", "text/html")
def test_any_text(text: str, media_type: str | None) -> None:
    hold(text, media_type)


@_SLACK
@given(
    st.lists(
        st.lists(st.sampled_from(["0", "", "/", "—", "12", "无", "０", "1,234"]), min_size=3, max_size=3),
        min_size=2,
        max_size=6,
    )
)
def test_law_3_a_table_keeps_zero_blank_and_slash_apart(rows: list[list[str]]) -> None:
    """The cells of a table come out as they went in, in both worlds."""
    names = [f"项目{'甲乙丙丁戊己'[n]}" for n in range(len(rows))]
    lines = [["名称", "子", "丑", "寅"], *([name, *row] for name, row in zip(names, rows, strict=True))]
    tags = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    pipes = "".join("| " + " | ".join(line) + " |\n" for line in lines)
    for page in (
        f"<p>情况如下表，各项数据真实准确。</p><table>{tags}</table>",
        f"情况如下表，各项数据真实准确。\n\n{pipes}",
    ):
        report = answer(page)
        assert isinstance(report, Report)
        check_all(report)
        parts = [*report.preamble, *(item for section in report.walk() for item in section.content)]
        table = next(item for item in parts if item.type == "table")
        assert [list(row) for row in table.grid] == lines
