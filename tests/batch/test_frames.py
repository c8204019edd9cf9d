"""Data frames of reports: the same rows as the Arrow tables, with fixed types, in both libraries."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import govreport
from govreport import DependencyError, EmptySourceError, ParseResult, Report
from govreport.batch import arrow
from govreport.batch.frames import Frames
from govreport.batch.schema import TABLES, table_columns
from govreport.batch.tables import tables_of
from govreport.models import Metadata, Source

SLUGS = ("ar-2010-code-table", "ar-2016-form", "ar-2019-form", "ar-2021-form", "meta-tags-2017", "press-article")


@pytest.fixture(scope="module")
def results() -> list[ParseResult]:
    folder = Path(__file__).parents[2] / "fixtures"
    paths = [next((folder / slug).glob("input.*")) for slug in SLUGS]
    found = [ParseResult(str(path), "ok", govreport.parse_file(path), None) for path in paths]
    found.insert(1, ParseResult("empty.html", "failed", None, EmptySourceError("nothing in it")))
    return found


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of either library as plain values."""
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    plain = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{k: v.date() if isinstance(v, pd.Timestamp) else v for k, v in row.items()} for row in plain]


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_the_rows_are_those_of_the_arrow_tables(results: list[ParseResult], backend: Any) -> None:
    frames = govreport.to_frames(results, backend=backend)
    contents = [Path(r.id).read_bytes() if r.report else b"" for r in results]
    urls = [r.report.source.url if r.report else None for r in results]
    pages = pa.RecordBatch.from_pydict({"id": [r.id for r in results], "content": contents, "url": urls})
    [tables] = list(tables_of([next(iter(arrow.parse_batches([pages])))]))
    for name in TABLES:
        expected, found = tables[name].to_pylist(), rows(getattr(frames, name))
        if name == "reports":
            for row in (expected[1], found[1]):
                row["message"] = "…"  # what was wrong is said by another place
        assert found == expected
    # The code table prints 25 rows, the form of 2014 has 58 with a value, those of 2019 and 2021 have 198 and 200 cells.
    assert (len(frames.reports), len(frames.statistics)) == (7, 25 + 58 + 198 + 200)


def test_hand_checked_values(results: list[ParseResult]) -> None:
    frames = govreport.to_frames(results)
    reports = frames.reports.set_index("document")
    assert reports.loc[1, ["id", "status", "error", "message"]].tolist() == [
        "empty.html",
        "failed",
        "EmptySourceError",
        "nothing in it",
    ]
    assert (reports.loc[4, "year"], reports.loc[4, "form"], reports.loc[4, "categories"]) == (
        2021,
        "2021",
        "信息公开年报；其他；报告",
    )
    assert reports.loc[4, "period_start"].date() == dt.date(2021, 1, 1)
    cells = frames.statistics
    [coercion] = cells[(cells["document"] == 4) & (cells["code"] == "art20_6.coercion.decisions")].to_dict("records")
    assert (coercion["state"], coercion["raw"], pd.isna(coercion["value"])) == ("not_applicable", "/", True)
    [fees] = cells[(cells["document"] == 4) & (cells["code"] == "art20_8.fees.amount")].to_dict("records")
    assert (fees["value"], fees["value_text"]) == (215.68, "215.68")


PANDAS = {"string": "string", "int32": "Int32", "int64": "Int64", "float64": "Float64", "bool": "boolean"}
POLARS = {"string": pl.String, "int32": pl.Int32, "int64": pl.Int64, "float64": pl.Float64, "bool": pl.Boolean}


@pytest.mark.parametrize("which", ["all", "none"])
def test_types_are_fixed(results: list[ParseResult], which: str) -> None:
    given = results if which == "all" else []
    for name in TABLES:
        columns = [(column.name, column.type) for column in table_columns(name)]
        pandas, polars = (getattr(govreport.to_frames(given, backend=b), name) for b in ("pandas", "polars"))
        assert [(column, str(kind)) for column, kind in pandas.dtypes.items()] == [
            (column, (PANDAS | {"date32": "datetime64[s]"})[kind]) for column, kind in columns
        ]
        assert list(polars.schema.items()) == [
            (column, (POLARS | {"date32": pl.Date})[kind]) for column, kind in columns
        ]


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_a_bare_report_has_a_number_and_no_id(backend: Any) -> None:
    source = Source(url="http://a.cn/\udc80", media_type="text/html", size=1, parser_version="0")
    report = Report(kind="other", metadata=Metadata(), text="x", source=source)
    frames = govreport.to_frames(iter([report, report]), backend=backend)
    assert isinstance(frames, Frames)
    found = [(row["document"], row["id"], row["status"], row["url"]) for row in rows(frames.reports)]
    assert found == [(0, None, "ok", "http://a.cn/\\udc80"), (1, None, "ok", "http://a.cn/\\udc80")]


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_a_library_that_is_missing_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch, backend: Any) -> None:
    monkeypatch.setitem(sys.modules, backend, None)
    with pytest.raises(DependencyError, match=rf"pip install 'govreport\[{backend}\]'"):
        govreport.to_frames([], backend=backend)


def test_another_backend() -> None:
    with pytest.raises(ValueError, match="'pandas' or 'polars', not 'dask'"):
        govreport.to_frames([], backend="dask")  # type: ignore[arg-type]


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_no_arrow_is_asked_for(backend: str) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None; import govreport;"
        f"r = govreport.parse('<h1>通知</h1><p>甲乙丙丁。</p>'); print(len(govreport.to_frames([r], backend={backend!r}).reports))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
