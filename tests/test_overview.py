"""`govreport report`: the same figures from every kind of output, drawn with words that a reader can see."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import regex

import govreport
from govreport.batch import Settings, convert
from govreport.cli import main
from govreport.errors import SourceNotFoundError, UnsupportedMediaError
from govreport.export.overview import Figures, read_figures, to_html, to_png
from govreport.export.overview.charts import draw
from govreport.export.overview.words import Words

PAGES = Path(__file__).resolve().parents[1] / "examples" / "pages"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The twelve example reports and one empty page, which fails."""
    made = tmp_path_factory.mktemp("pages")
    for page in PAGES.glob("*.html"):
        shutil.copy(page, made)
    (made / "empty.html").write_text("", encoding="utf-8")
    return made


def converted(folder: Path, name: str, partition: str | None = None) -> Path:
    target = folder.parent / f"{folder.name}-{name}"
    convert([str(folder)], target, settings=Settings(workers=1, partition_by=partition))
    return target


@pytest.fixture(scope="module")
def figures(folder: Path) -> Figures:
    return read_figures(converted(folder, "all.parquet"))


def test_documents_and_failures_are_counted(figures: Figures) -> None:
    assert (figures.documents, figures.failed) == (13, 1)
    assert dict(figures.by_year[2022]) == {"annual_report": 2}
    assert figures.by_body == (("云溪市水务局", 6), ("清河县教育局", 6))


def test_failures_of_json_lines_stand_in_a_file_of_their_own_or_are_not_known(folder: Path) -> None:
    target, errors = folder.parent / "lines.jsonl", folder.parent / "elsewhere.txt"
    convert([str(folder)], target, settings=Settings(errors=errors))
    there, away = read_figures(target, errors=errors), read_figures(target)
    assert (there.documents, there.failed) == (13, 1)
    assert (away.documents, away.failed) == (12, None)
    assert "1 could not be read" in to_html(there, name="x", version="1", language="en")
    assert "没有错误清单" in to_html(away, name="x", version="1")
    with pytest.raises(SourceNotFoundError):
        read_figures(target, errors=folder / "nowhere.jsonl")


def test_requests_are_the_sum_of_the_printed_totals(figures: Figures) -> None:
    # Read off the pages: 云溪 2023 received 79, 清河 2023 received 39.
    assert figures.measures[2023]["received"] == 79 + 39
    assert figures.stated[2023] == 2
    printed = [govreport.parse_file(path).statistics for path in sorted(PAGES.glob("*-2023.html"))]
    assert figures.measures[2023]["granted"] == sum(s["granted", "total"] or 0 for s in printed if s)


def test_findings_count_documents_once_and_leave_notices_out(figures: Figures) -> None:
    assert [(item.code, item.severity, item.documents) for item in figures.findings] == [
        ("statistics.sum_mismatch", "error", 1)
    ]


def test_missing_fields_are_shares_of_the_documents_of_a_site(figures: Figures) -> None:
    (site,) = figures.missing
    assert (site.site, site.documents) == (None, 12)
    assert site.percent == (0.0,) * 9


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz", "all.duckdb", "folder.parquet"])
def test_every_output_gives_the_same_figures(folder: Path, figures: Figures, name: str) -> None:
    other = read_figures(converted(folder, name, "year" if name.startswith("folder") else None))
    assert other == figures


def test_the_page_has_every_chart_with_its_table_and_needs_nothing_else(figures: Figures) -> None:
    page = to_html(figures, name="all.parquet", version="1")
    assert page.count("<svg") == 7
    assert "<td>2023</td><td>2</td><td>118</td>" in page
    assert "共 13 份文档（1 份未能解析）" in page
    outside = {address for address in regex.findall(r"https?://[^\"'<\s]+", page) if "www.w3.org" not in address}
    assert {regex.sub(r"/$", "", address) for address in outside} <= {
        "http://purl.org/dc/elements/1.1",
        "http://creativecommons.org/ns#",
        "http://purl.org/dc/dcmitype/StillImage",
        "https://matplotlib.org",
    }
    assert "<script" not in page


def test_axes_and_units_are_said_in_both_languages(figures: Figures) -> None:
    for language, words in (("zh", ("申请数（件）", "占比（%）")), ("en", ("requests (件)", "share (%)"))):
        charts = draw(figures, Words(language))  # type: ignore[arg-type]
        assert all(chart.note for chart in charts)
        page = to_html(figures, name="x", version="1", language=language)  # type: ignore[arg-type]
        assert all(word in "".join("".join(chart.head) for chart in charts) + page for word in words)


def test_the_same_figures_give_the_same_bytes(figures: Figures) -> None:
    assert to_html(figures, name="x", version="1") == to_html(figures, name="x", version="1")


def test_names_from_pages_are_escaped(folder: Path, figures: Figures) -> None:
    hostile = "<script>alert(1)</script>局$x_1$"
    bad = Figures(
        documents=1,
        failed=0,
        by_year={2020: {"annual_report": 1}},
        by_body=((hostile, 1),),
        bodies=1,
        measures={},
        stated={},
        findings=(),
        missing=(),
    )
    page = to_html(bad, name="<b>x</b>", version="1")
    assert "<script" not in page
    assert "<b>x" not in page
    assert page.count("没有可画的数据") == 5


def test_one_document_and_none_are_drawn() -> None:
    nothing = Figures(
        documents=0, failed=0, by_year={}, by_body=(), bodies=0, measures={}, stated={}, findings=(), missing=()
    )
    assert to_html(nothing, name="x", version="1").count("没有可画的数据") == 7


def test_a_picture_of_all_charts(figures: Figures) -> None:
    from govreport.export.overview.page import _font

    if _font() is None:
        pytest.skip("no font with Chinese letters on this machine")
    assert to_png(figures, name="x", version="1").startswith(b"\x89PNG")


def test_without_a_chinese_font_a_picture_is_refused_and_a_page_leaves_letters_to_the_browser(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govreport.export.overview.page._font", lambda: None)
    with pytest.raises(govreport.DependencyError, match="fonts-noto-cjk"):
        to_png(figures, name="x", version="1")
    page = to_html(figures, name="x", version="1")
    svg = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    assert "报告年度" in "".join(svg.itertext())


def test_what_is_no_output_of_convert_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "x.parquet"
    wrong.write_bytes(b"no parquet")
    with pytest.raises(UnsupportedMediaError, match=r"x\.parquet: is no output of govreport convert"):
        read_figures(wrong)
    with pytest.raises(SourceNotFoundError):
        read_figures(tmp_path / "missing.parquet")


def test_the_command_writes_a_whole_file_or_none(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = converted(folder, "all.parquet")
    with pytest.raises(SystemExit) as left:
        main(["report", str(source), "-o", str(tmp_path / "overview.html")])
    assert left.value.code == 0
    assert (tmp_path / "overview.html").read_text(encoding="utf-8").endswith("</html>\n")
    with pytest.raises(SystemExit) as left:
        main(["report", str(source), "-o", str(tmp_path / "no" / "overview.html")])
    assert left.value.code == 2
    assert "cannot be written" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["overview.html"]


def test_a_large_number_of_bodies_and_sites_is_cut_and_said(tmp_path: Path) -> None:
    page = govreport.parse_file(PAGES / "yunxi-water-2023.html")
    lines = []
    for number in range(40):
        report = page.model_copy(update={"issuing_body": f"第{number}局"})
        line = {
            "id": str(number),
            "url": f"http://www.s{number}.gov.cn/1.html",
            "report": report.model_dump(mode="json"),
        }
        lines.append(json.dumps(line, ensure_ascii=False))
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    figures = read_figures(tmp_path / "many.jsonl")
    assert (len(figures.by_body), figures.bodies, len(figures.missing)) == (15, 40, 20)
    assert "其他（25 个）" in to_html(figures, name="many.jsonl", version="1")
