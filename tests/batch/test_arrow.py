"""The core: batches of pages in, batches of reports out, and the reference of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import regex

import govreport
from govreport.batch import arrow
from govreport.batch.arrow import INPUT_SCHEMA, REPORT_SCHEMA, Options, ReportBuilder, parse_batches
from govreport.batch.documents import Failure
from govreport.batch.schema import INPUT_COLUMNS, NESTED, REPORT_COLUMNS, SCHEMA_VERSION, Column

BAD = [
    # content, class of the error
    (b"", "EmptySourceError"),
    (b" \n\t ", "EmptySourceError"),
    (None, "EmptySourceError"),
    (b"%PDF-1.7 ...", "UnsupportedMediaError"),
    (b"PK\x03\x04zip", "UnsupportedMediaError"),
    (b"x" * 2001, "SourceTooLargeError"),
]


def batch(*contents: Any, type_: pa.DataType | None = None) -> pa.RecordBatch:
    ids = [f"d{number}" for number in range(len(contents))]
    return pa.RecordBatch.from_arrays(
        [pa.array(ids), pa.array(contents, type_ or pa.binary())], names=["id", "content"]
    )


def read(*batches: pa.RecordBatch, **options: Any) -> list[dict[str, Any]]:
    found = list(parse_batches(batches, options=Options(**options)))
    for one in found:
        one.validate(full=True)
        assert one.schema.equals(REPORT_SCHEMA, check_metadata=True)
    rows: list[dict[str, Any]] = pa.Table.from_batches(found, REPORT_SCHEMA).to_pylist()
    return rows


def test_the_schemas_are_versioned() -> None:
    for schema, name in ((INPUT_SCHEMA, b"input"), (REPORT_SCHEMA, b"report")):
        assert schema.metadata == {b"govreport.schema": name, b"govreport.schema_version": SCHEMA_VERSION.encode()}
    assert INPUT_SCHEMA.names == ["id", "content", "url"]
    assert INPUT_SCHEMA.field("content").type == pa.large_binary()


@pytest.mark.parametrize(("content", "error"), BAD, ids=lambda value: str(value)[:20])
def test_what_cannot_be_read_is_a_row(page: str, content: bytes | None, error: str) -> None:
    rows = read(batch(page.encode(), content, page.encode()), max_bytes=2000)
    assert [row["id"] for row in rows] == ["d0", "d1", "d2"]
    assert [row["status"] for row in rows] == ["ok", "failed", "ok"]
    assert rows[1]["error"] == error
    assert rows[1]["message"]
    assert {name for name, value in rows[1].items() if value is not None} == {"id", "status", "error", "message"}


def test_a_fault_of_ours_is_a_row(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr("govreport.batch.reading.parse", broken)
    [row] = read(batch(page.encode()))
    assert (row["status"], row["error"], row["message"]) == ("failed", "InternalError", "KeyError: 'lost'")


def test_a_row_that_no_column_can_hold_fails_alone(page: str) -> None:
    report = govreport.parse(page)
    impossible = report.model_copy(update={"year": 10**12})
    builder = ReportBuilder()
    given: list[govreport.Report | Failure] = [report, impossible, Failure("X", "y"), report]
    for number, one in enumerate(given):
        builder.add(str(number), None, one)
    rows = builder.batch().to_pylist()
    assert [(row["id"], row["status"], row["year"]) for row in rows] == [
        ("0", "ok", 2022),
        ("1", "failed", None),
        ("2", "failed", None),
        ("3", "ok", 2022),
    ]
    assert rows[1]["error"] == "InternalError"


def test_the_row_says_what_the_report_says(page: str) -> None:
    [row] = read(batch(page.encode()))
    report = govreport.parse(page.encode())
    assert govreport.Report.model_validate_json(row["report_json"]) == report
    assert (row["kind"], row["year"], row["title"]) == (
        "annual_report",
        2022,
        "云溪市水务局2022年政府信息公开工作年度报告",
    )
    assert (row["index_number"], row["published_at"]) == ("014123456/2023-00007", "2023-01-18")
    assert (row["publisher"], row["signed_on"], row["size"]) == ("云溪市水务局", "2023-01-18", len(page.encode()))
    assert [(s["position"], s["parent"], s["number"], s["title"]) for s in row["sections"]] == [
        (0, None, "一、", "总体情况"),
        (1, None, "二、", "存在的主要问题及改进情况"),
    ]
    assert row["sections"][0]["text"] == "全年主动公开政府信息48条，其中机构职能类8条，工作动态类40条。"
    figures = [(f["position"], f["parent"], f["value"], f["value_text"]) for f in row["figures"]]
    assert figures == [(0, None, 48.0, "48"), (1, 0, 8.0, "8"), (2, 0, 40.0, "40")]


def test_nested_rows_of_every_fixture_are_those_of_the_report(repository: Path) -> None:
    sources = sorted(repository.glob("fixtures/*/input.html"))
    rows = read(batch(*(path.read_bytes() for path in sources)))
    assert len(rows) == len(sources) > 20
    cells = 0
    for row in rows:
        if row["status"] == "failed":
            continue
        report = govreport.Report.model_validate_json(row["report_json"])
        walked = list(report.walk())
        assert [(s["title"], s["start"], s["end"]) for s in row["sections"]] == [(s.title, *s.span) for s in walked]
        for position, section in enumerate(walked):
            children = [walked[s["position"]] for s in row["sections"] if s["parent"] == position]
            assert children == list(section.children)
        expected = list(report.statistics.cells) if report.statistics else []
        assert [(c["code"], c["column_code"], c["value_text"], c["state"]) for c in row["statistics"]] == [
            (c.code, c.column, None if c.value is None else str(c.value), c.state) for c in expected
        ]
        cells += len(expected)
        assert [f["code"] for f in row["findings"]] == [f.code for f in report.findings]
    assert cells > 100


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.string(), pa.large_string()], ids=str)
def test_content_may_be_bytes_or_text(page: str, kind: pa.DataType) -> None:
    [row] = read(batch(page if "string" in str(kind) else page.encode(), type_=kind))
    assert (row["status"], row["year"]) == ("ok", 2022)


def test_optional_columns_are_used_and_others_passed_over(page: str) -> None:
    given = pa.RecordBatch.from_pydict(
        {"url": ["http://a.cn/1"], "content": [page.encode("gb18030")], "encoding": ["gb18030"], "x": [1.5]}
    )
    [row] = read(given)
    assert (row["id"], row["url"], row["year"]) == (None, "http://a.cn/1", 2022)
    as_text = pa.RecordBatch.from_pydict({"content": [page], "media_type": ["text/plain"]})
    assert read(as_text)[0]["media_type"] == "text/plain"


def test_without_content_it_is_the_call_that_is_wrong() -> None:
    with pytest.raises(ValueError, match="'content'"):
        list(parse_batches([pa.RecordBatch.from_pydict({"html": [b"x"]})]))


def test_order_and_number_are_kept_whatever_the_cuts(page: str) -> None:
    batches = [batch(*[page.encode()] * number) for number in (3, 0, 5, 1)]
    found = list(parse_batches(batches, options=Options(rows=2)))
    assert [one.num_rows for one in found] == [2, 1, 2, 2, 1, 1]
    assert [one.num_rows for one in parse_batches(batches, options=Options(flush_bytes=1))] == [1] * 9
    assert list(parse_batches([])) == []


def test_batches_come_out_as_they_go_in(page: str) -> None:
    taken = 0

    def endless() -> Iterator[pa.RecordBatch]:
        nonlocal taken
        while True:
            taken += 1
            yield batch(page.encode())

    reports = parse_batches(endless())
    for _ in range(3):
        next(reports)
    assert taken == 3


def test_ids_that_are_no_text_are_written_with_escapes(page: str) -> None:
    builder = ReportBuilder()
    builder.add("a\udcb9.html", None, govreport.parse(page))
    assert builder.batch().column("id").to_pylist() == ["a\\udcb9.html"]


@pytest.mark.parametrize("wrong", [{"max_bytes": 0}, {"rows": 0}, {"seconds": 0.0}])
def test_options_that_make_no_sense(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Options(**wrong)


_ROW = regex.compile(r"^\| `([a-z0-9_]+)` \| (\S+) \| (.*) \|$", regex.MULTILINE)


def test_the_reference_says_what_the_schema_says(repository: Path) -> None:
    text = (repository / "docs" / "schema.md").read_text(encoding="utf-8")
    assert f"version {SCHEMA_VERSION}" in text
    parts = regex.split(r"^## ", text, flags=regex.MULTILINE)[1:]
    documented = {part.split("\n")[0].strip("` "): [tuple(row) for row in _ROW.findall(part)] for part in parts}
    tables: dict[str, tuple[Column, ...]] = {"INPUT_SCHEMA": INPUT_COLUMNS, "REPORT_SCHEMA": REPORT_COLUMNS, **NESTED}
    for name, columns in tables.items():
        assert documented.pop(name) == [(c.name, c.type, c.meaning.replace("|", "\\|")) for c in columns], name
    assert not [name for name, rows in documented.items() if rows]


def test_the_names_are_there_and_an_unknown_one_is_not() -> None:
    assert not [name for name in arrow.__all__ if not hasattr(arrow, name)]
    assert not hasattr(arrow, "nothing")
