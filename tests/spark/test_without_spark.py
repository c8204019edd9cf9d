"""What of the Spark door needs no Spark: what it says without it, and the reader that runs on the executors."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from govreport import DependencyError, GovReportError
from govreport.batch import spark as door
from govreport.batch.arrow import REPORT_SCHEMA, Options


@pytest.mark.parametrize("module", ["pyspark", "pyarrow", "pandas"])
@pytest.mark.parametrize(
    "call",
    [
        door.report_schema,
        lambda: door.content_id("html"),
        lambda: door.parse_dataframe(None, content="html"),
    ],
    ids=["report_schema", "content_id", "parse_dataframe"],
)
def test_a_missing_library_is_named_with_its_command(
    call: Callable[[], Any], module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyspark", "pandas"):
        # Here or not, the others are; only `module` is missing.
        monkeypatch.setitem(sys.modules, name, sys)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DependencyError) as caught:
        call()
    assert str(caught.value) == f"this needs {module}, which is not installed: pip install 'govreport[spark]'"


def test_another_version_on_the_executor_is_an_error_of_the_job() -> None:
    reader = door._Reader(Options(), version="0.0")
    with pytest.raises(GovReportError, match=r"version 0\.0 of the report columns and this executor"):
        next(reader([]))


def test_kept_columns_follow_the_cuts_of_the_reports() -> None:
    ids = [str(number) for number in range(10)]
    pages = pa.RecordBatch.from_pydict(
        {"id": ids, "content": [b""] * 10, "url": pa.nulls(10, pa.string()), "keep_0": range(10), "keep_1": ids}
    )
    reader = door._Reader(Options(rows=4), keep=("number", "name"))
    batches = list(reader([pages, pages.slice(7), pages.slice(0, 0)]))
    assert [batch.num_rows for batch in batches] == [4, 4, 2, 3]
    table = pa.Table.from_batches(batches)
    assert table.schema.names == [*REPORT_SCHEMA.names, "number", "name"]
    assert table["id"].to_pylist() == table["name"].to_pylist() == [*ids, *ids[7:]]
    assert table["number"].to_pylist() == [int(number) for number in (*ids, *ids[7:])]
