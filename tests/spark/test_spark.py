"""The Spark door on a real local session; ``make test-spark`` runs these, ``make test`` does not."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govreport import Report, parse
from govreport.batch import spark as door
from govreport.batch.arrow import REPORT_SCHEMA, Options, parse_batches

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession

ROOT = Path(__file__).parents[2]
FIXTURES = sorted(ROOT.glob("fixtures/*/input.*"))
SETTING = "spark.sql.execution.arrow.maxRecordsPerBatch"

pytestmark = [pytest.mark.spark, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def java() -> None:
    """Skips where Spark cannot run."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java on this machine (Spark 4 needs 17 or newer)")
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: pip install 'govreport[spark]'")


@pytest.fixture(scope="module")
def session(java: None) -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    # Workers start with the Python of the tests, on the loopback device, without a page for the browser.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
    }
    builder = SparkSession.builder.master("local[2]").appName("govreport tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(autouse=True)
def large_batches(session: SparkSession) -> None:
    session.conf.set(SETTING, "10000")


def page(year: int, title: str = "云溪市水务局") -> bytes:
    return (
        f"<h1>{title}{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>全年主动公开信息{year}条。</p>".encode()
    )


def frame(session: SparkSession, rows: list[tuple[Any, ...]], schema: str) -> DataFrame:
    return session.createDataFrame(rows, schema).repartition(3)


def by_id(df: DataFrame) -> dict[str, Row]:
    rows = df.collect()
    found = {row["id"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_schema_is_that_of_arrow(session: SparkSession) -> None:
    schema = door.report_schema()
    assert schema.names == REPORT_SCHEMA.names
    types = {field.name: field.dataType.simpleString() for field in schema}
    assert (types["id"], types["year"], types["period_start"], types["size"]) == ("string", "int", "date", "bigint")
    assert types["keywords"] == "array<string>"
    assert types["attachments"] == "array<struct<position:int,name:string,url:string>>"


def test_fixtures_give_the_reports_of_one_process(session: SparkSession) -> None:
    pages = {path.parent.name: path.read_bytes() for path in FIXTURES}
    df = frame(session, list(pages.items()), "slug string, html binary")
    rows = by_id(door.parse_dataframe(df, content="html", id="slug"))
    assert rows.keys() == pages.keys()
    batch = pa.RecordBatch.from_pydict({"id": list(pages), "content": list(pages.values())})
    for reports in parse_batches([batch]):
        for expected in reports.to_pylist():
            assert rows[expected["id"]].asDict(recursive=True) == expected


def test_mixed_pages_and_what_cannot_be_read(session: SparkSession) -> None:
    rows = [
        ("html", page(2023), "http://www.example.gov.cn/1.html"),
        ("gbk", page(2021).decode().encode("gb18030"), None),
        ("text", "某市某局2019年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息3条。".encode(), None),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", None),
        ("zip", b"PK\x03\x04" + bytes(60), None),
        ("empty", b"", None),
        ("blank", b" \n\t ", None),
        ("null", None, None),
        ("deep", b"<div>" * 50_000 + b"x", None),
        ("large", b"<p>" + b"x" * 2_000_000, None),
    ]
    df = frame(session, rows, "id string, content binary, url string")
    found = by_id(door.parse_dataframe(df, content="content", id="id", url="url", options=Options(max_bytes=1_000_000)))
    assert found.keys() == {row[0] for row in rows}
    assert {name: found[name]["error"] for name in ("pdf", "zip", "empty", "blank", "null", "large")} == {
        "pdf": "UnsupportedMediaError",
        "zip": "UnsupportedMediaError",
        "empty": "EmptySourceError",
        "blank": "EmptySourceError",
        "null": "EmptySourceError",
        "large": "SourceTooLargeError",
    }
    assert [found[name]["year"] for name in ("html", "gbk", "text")] == [2023, 2021, 2019]
    assert found["html"]["url"] == "http://www.example.gov.cn/1.html"
    assert all((row["status"] == "ok") == (row["message"] is None) == (row["error"] is None) for row in found.values())
    report = Report.model_validate_json(found["html"]["report_json"])
    assert report == parse(page(2023), url="http://www.example.gov.cn/1.html")


def test_a_string_column_and_ids_from_the_content(session: SparkSession) -> None:
    text = page(2022).decode()
    df = frame(session, [(text, 7), (None, None), ("", 8)], "html string, number int")
    ids = [row["id"] for row in door.parse_dataframe(df, content="html").collect()]
    empty = hashlib.sha256(b"").hexdigest()
    assert sorted(ids) == sorted([hashlib.sha256(text.encode()).hexdigest(), empty, empty])
    named = {row["id"] for row in door.parse_dataframe(df, content="html", id="number").collect()}
    assert named == {"7", "8", empty}


def test_poisoned_documents_cost_only_themselves(session: SparkSession) -> None:
    def poisoned(batches: Iterable[pa.RecordBatch], options: Options) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            contents = batch.column("content").to_pylist()
            if b"kill" in contents:
                os.kill(os.getpid(), signal.SIGKILL)
            if b"exit" in contents:
                os._exit(3)
            if b"hang" in contents:
                time.sleep(600)
            yield from parse_batches([batch], options=options)

    good = {f"good-{number}": page(2000 + number) for number in range(20)}
    rows = [*good.items(), ("kill", b"kill"), ("exit", b"exit"), ("hang", b"hang")]
    df = session.createDataFrame(rows, "id string, content binary").coalesce(1)
    pages = df.selectExpr("id", "content", "cast(null as string) as url")
    reader = door._Reader(Options(seconds=2.0), parse=poisoned)
    found = by_id(pages.mapInArrow(lambda batches: reader(batches), door.report_schema()))
    assert found.keys() == {row[0] for row in rows}
    assert {name: (row["error"], row["message"]) for name, row in found.items() if row["status"] != "ok"} == {
        "kill": ("WorkerError", "the worker process died on this document (SIGKILL)"),
        "exit": ("WorkerError", "the worker process died on this document (exit code 3)"),
        "hang": ("WorkerError", "took longer than the limit of 2 seconds"),
    }
    assert {name: found[name]["year"] for name in good} == {f"good-{number}": 2000 + number for number in range(20)}


def test_partitioned_parquet_in_and_out_and_going_on_after_a_break(session: SparkSession, tmp_path: Path) -> None:
    source, target = str(tmp_path / "pages"), str(tmp_path / "reports")
    rows = [(f"{place}/{year}", page(year), place) for place in ("bei", "nan") for year in range(2008, 2024)]
    df = session.createDataFrame([*rows, ("nan/none", None, "nan")], "page_id string, html binary, place string")
    df.write.partitionBy("place").parquet(source)
    pages = session.read.parquet(source)

    def convert(pages: DataFrame) -> int:
        reports = door.parse_dataframe(pages, content="html", id="page_id", keep=["place"])
        reports.write.mode("append").partitionBy("place").parquet(target)
        return int(session.read.parquet(target).count())

    # A run that got no further than one partition and some of the other.
    assert convert(pages.where("place = 'bei' or html is null")) == 17
    first = {path: path.read_bytes() for path in (tmp_path / "reports").rglob("*.parquet")}
    done = session.read.parquet(target).selectExpr("id as page_id")
    todo = pages.join(done, "page_id", "left_anti")
    assert todo.count() == 16
    assert convert(todo) == 33
    assert {path.name for path in (tmp_path / "reports").iterdir() if path.is_dir()} == {"place=bei", "place=nan"}
    assert {path: path.read_bytes() for path in first} == first
    found = by_id(session.read.parquet(target))
    assert {name: (row["place"], row["year"]) for name, row in found.items()} == {
        **{f"{place}/{year}": (place, year) for place in ("bei", "nan") for year in range(2008, 2024)},
        "nan/none": ("nan", None),
    }
    # Nothing left: the same job again adds nothing.
    done = session.read.parquet(target).selectExpr("id as page_id")
    assert convert(pages.join(done, "page_id", "left_anti")) == 33
    # A reader without Spark sees the same columns.
    table = pq.read_table(target)
    assert table.num_rows == 33
    assert table.schema.names == [*REPORT_SCHEMA.names, "place"]


def test_the_blocks_of_the_guide_run(session: SparkSession, tmp_path: Path) -> None:
    """docs/scale.md: pages in, reports out; then, with one more page, what is not there yet."""
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    first, again = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {"spark": session}

    def run(block: str) -> list[tuple[str, int, str]]:
        exec(block.replace("s3a://crawl", tmp_path.as_posix()), names)
        found = pq.read_table(tmp_path / "reports", columns=["id", "year", "province"]).to_pylist()
        return sorted((row["id"], row["year"], row["province"]) for row in found)

    def add(year: int) -> tuple[str, int, str]:
        key, province = f"page {year}", f"p{year % 2}"
        row = (page(year), key, f"http://example.com/{year}", province)
        written = frame(session, [row], "html binary, page_id string, url string, province string")
        written.write.mode("append").parquet(str(tmp_path / "pages"))
        return key, year, province

    expected = [add(year) for year in (2019, 2020, 2021)]
    assert run(first) == expected
    expected.append(add(2022))
    names["pages"] = session.read.parquet(str(tmp_path / "pages"))
    assert run(again) == expected


def test_kept_columns_stay_with_their_page(session: SparkSession) -> None:
    rows = [(page(year), year, [f"tag-{year}"]) for year in range(1000, 1300)]
    df = frame(session, rows, "content binary, `crawl.year` int, tags array<string>")
    # More pages in a batch than parse_batches gives back at once.
    reports = door.parse_dataframe(
        df, content="content", keep=["crawl.year", "tags"], options=Options(rows=7), batch_rows=100
    )
    assert reports.columns == [*REPORT_SCHEMA.names, "crawl.year", "tags"]
    found = reports.select("id", "status", "`crawl.year`", "tags").collect()
    assert len(found) == 300
    ids = {hashlib.sha256(content).hexdigest(): (year, tags) for content, year, tags in rows}
    assert {row["id"]: (row["crawl.year"], row["tags"]) for row in found} == ids


def test_an_empty_dataframe(session: SparkSession) -> None:
    df = session.createDataFrame([], "content binary")
    assert door.parse_dataframe(df, content="content").collect() == []


@pytest.mark.parametrize(("given", "asked", "left"), [("10000", 64, "64"), ("0", 8, "8"), ("16", 64, "16")])
def test_batches_are_made_small(session: SparkSession, given: str, asked: int, left: str) -> None:
    session.conf.set(SETTING, given)
    df = session.createDataFrame([(b"x",)], "content binary")
    door.parse_dataframe(df, content="content", batch_rows=None)
    assert session.conf.get(SETTING) == given
    door.parse_dataframe(df, content="content", batch_rows=asked)
    assert session.conf.get(SETTING) == left


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"content": "html"}, "no column html; there are content, year, tag"),
        ({"content": "content", "id": "key", "url": "tag"}, "no column key;"),
        ({"content": "content", "keep": ["tags"]}, "no column tags;"),
        ({"content": "content", "keep": ["year"]}, "have a column year already"),
        ({"content": "content", "keep": ["tag", "tag"]}, "have a column tag already, or it is kept twice"),
        ({"content": "content", "batch_rows": 0}, "batch_rows must be at least 1"),
    ],
)
def test_wrong_use_is_said_before_anything_runs(session: SparkSession, arguments: Any, words: str) -> None:
    df = session.createDataFrame([(b"x", 1, "t")], "content binary, year int, tag string")
    with pytest.raises(ValueError, match=words):
        door.parse_dataframe(df, **arguments)


@pytest.mark.timeout(600)
def test_the_example_runs(java: None, tmp_path: Path) -> None:
    command = [sys.executable, "examples/spark_job.py", "fixtures", str(tmp_path / "reports")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, env=_environment())
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"{len(FIXTURES)} pages" in done.stdout
    assert pq.read_table(tmp_path / "reports").num_rows == len(FIXTURES)
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, env=_environment())
    assert again.returncode == 0, again.stderr[-2000:]
    assert "0 pages to read" in again.stdout


def _environment() -> dict[str, str]:
    path = os.pathsep.join(entry for entry in (str(ROOT / "src"), os.environ.get("PYTHONPATH")) if entry)
    return os.environ | {"PYTHONPATH": path, "SPARK_LOCAL_IP": "127.0.0.1"}
