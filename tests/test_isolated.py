"""A document that kills its reader, or takes too long, costs itself and nothing else."""

from __future__ import annotations

import faulthandler
import os
import signal
import time
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pytest

from govreport.batch.arrow import REPORT_SCHEMA, Options, parse_batches
from govreport.batch.isolated import parse_isolated

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

DEEDS = {b"kill": "SIGKILL", b"crash": "SIGSEGV", b"exit": "exit code 3"}
LIMITS = Options()


def do(deed: bytes) -> None:
    if deed == b"exit":
        os._exit(3)
    # The child belongs to pytest here, which would print a trace.
    faulthandler.disable()
    os.kill(os.getpid(), signal.Signals[DEEDS[deed]])


def poisoned(batches: Iterable[pa.RecordBatch], options: Options) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for content in batch.column("content").to_pylist():
            if content in DEEDS:
                do(content)
            if content == b"hang":
                time.sleep(60)
            if content == b"slow":
                time.sleep(0.3)
        yield from parse_batches([batch], options=options)


def read(contents: list[bytes], options: Options = LIMITS) -> list[tuple[str, str, str | None, str | None]]:
    names = [f"{number}" for number in range(len(contents))]
    batch = pa.RecordBatch.from_pydict({"id": names, "content": contents, "url": names})
    with parse_isolated(options, parse=poisoned) as parse:
        table = pa.Table.from_batches(parse(batch), schema=REPORT_SCHEMA)
    rows = table.select(["id", "url", "status", "error", "message"]).to_pylist()
    assert [(row["id"], row["url"]) for row in rows] == [(name, name) for name in names]
    return [(row["id"], row["status"], row["error"], row["message"]) for row in rows]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_document_that_kills_its_reader(deed: bytes) -> None:
    ok, bad, failed, last = read([b"<p>x", deed, b"", b"<p>y"])
    assert ok == ("0", "ok", None, None)
    assert bad == ("1", "failed", "WorkerError", f"the worker process died on this document ({DEEDS[deed]})")
    assert failed[1:3] == ("failed", "EmptySourceError")
    assert last == ("3", "ok", None, None)


def test_a_document_that_takes_too_long() -> None:
    begun = time.monotonic()
    rows = read([b"<p>x", b"hang", b"<p>y"], Options(seconds=1))
    assert [row[1] for row in rows] == ["ok", "failed", "ok"]
    assert rows[1][2:] == ("WorkerError", "took longer than the limit of 1 seconds")
    assert time.monotonic() - begun < 30


def test_slow_documents_that_keep_the_limit_each_are_read() -> None:
    assert [row[1] for row in read([b"slow"] * 5, Options(seconds=1))] == ["ok"] * 5


def test_without_a_limit_nothing_is_stopped() -> None:
    assert [row[1] for row in read([b"slow"], Options(seconds=None))] == ["ok"]


def test_one_child_serves_many_batches_and_is_gone_afterwards() -> None:
    batch = pa.RecordBatch.from_pydict({"id": ["a"], "content": [b"<p>x"]})
    children = set()

    def who(batches: Iterable[pa.RecordBatch], options: Options) -> Iterator[pa.RecordBatch]:
        for reports in parse_batches(batches, options=options):
            yield reports.set_column(0, "id", pa.array([str(os.getpid())]))

    with parse_isolated(Options(), parse=who) as parse:
        for _ in range(3):
            [reports] = parse(batch)
            children.update(reports.column("id").to_pylist())
        assert list(parse(batch.slice(0, 0))) == []
    [child] = children
    assert int(child) != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(int(child), 0)
