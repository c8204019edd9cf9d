"""Reading batches in a child process: what kills the reader or takes too long costs one document, not the job.

For callers that are themselves a worker of some cluster (Spark, Dask, Ray), where the pool of one machine would be a
second pool inside of the first. The child is forked once, which takes milliseconds (a fresh interpreter would import
for half a second in each task of Spark), and serves batch after batch. While it reads, a timer of the kernel runs that
ends it (``SIGALRM``: it needs no cooperation from code in C, and works for a child whose parent is gone). When the
child dies on a batch, the batch is read again one document at a time; the document that kills its child becomes a row
with ``WorkerError``. A whole batch has the time of one document, too: slow but honest pages are only read once more.

Where there is no ``fork`` (Windows) the documents are read in this process, without these guarantees.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from govreport.errors import WorkerError
from govreport.extras import need

from .arrow import Options, ReportBuilder, parse_batches
from .documents import Failure

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    import pyarrow as pa

__all__ = ["Parse", "parse_isolated"]

Parse = Callable[["Iterable[pa.RecordBatch]", Options], "Iterator[pa.RecordBatch]"]


def _parse(batches: Iterable[pa.RecordBatch], options: Options) -> Iterator[pa.RecordBatch]:
    return parse_batches(batches, options=options)


@contextmanager
def parse_isolated(
    options: Options, *, parse: Parse | None = None
) -> Iterator[Callable[[pa.RecordBatch], Iterator[pa.RecordBatch]]]:
    """A function from one batch of pages to the batches of its reports, for as long as the ``with`` lasts.

    >>> import pyarrow as pa
    >>> with parse_isolated(Options()) as read:
    ...     [reports] = read(pa.RecordBatch.from_pydict({"id": ["a"], "content": [b""]}))
    >>> reports.column("error").to_pylist()
    ['EmptySourceError']
    """
    parse = parse or _parse
    if not hasattr(os, "fork"):
        yield lambda batch: parse([batch], options)
        return
    _load()
    child = _Child(parse, options)
    try:
        yield child.read
    finally:
        child.stop()


def _load() -> None:
    """Read a small page before the first fork: what is loaded with it is in every child, and in the time of no page."""
    page = need("pyarrow").RecordBatch.from_pydict({"id": ["a"], "content": [b"<h1>a</h1><p>b</p>"]})
    list(parse_batches([page]))


class _Child:
    def __init__(self, parse: Parse, options: Options) -> None:
        self._parse = parse
        self._options = options
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def read(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """The reports of ``batch``, as many rows as it has."""
        if not batch.num_rows:
            return
        answer, _ = self._ask(batch)
        if answer is not None:
            yield from answer
            return
        for row in range(batch.num_rows):
            one = batch.slice(row, 1)
            answer, why = self._ask(one)
            yield from [_failed(one, why)] if answer is None else answer

    def stop(self) -> None:
        """End the child."""
        if self._process is not None and self._connection is not None:
            self._connection.close()
            self._process.kill()
            self._process.join()
            self._process = self._connection = None

    def _ask(self, batch: pa.RecordBatch) -> tuple[list[pa.RecordBatch] | None, str]:
        """The answer of the child, or None and why there is none."""
        connection = self._connected()
        try:
            connection.send_bytes(_packed([batch], batch.schema))
            return _unpacked(connection.recv_bytes()), ""
        except (EOFError, OSError):
            process = self._process
            assert process is not None
            process.join()
            code = process.exitcode
            self.stop()
            return None, self._reason(code)

    def _connected(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("fork")
            ours, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, ours, self._parse, self._options), daemon=True)
            with warnings.catch_warnings():
                # Python 3.12 warns of any thread there is; those here are pyarrow's, which provides for a fork.
                warnings.filterwarnings("ignore", ".*is multi-threaded, use of fork", DeprecationWarning)
                self._process.start()
            # The child's end must be open in the child alone, or its death would not be the end of the stream.
            theirs.close()
            self._connection = ours
        return self._connection

    def _reason(self, code: int | None) -> str:
        if code == -signal.SIGALRM:
            return f"took longer than the limit of {self._options.seconds:g} seconds"
        cause = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
        return f"the worker process died on this document ({cause})"


def _serve(connection: Connection, other_end: Connection, parse: Parse, options: Options) -> None:
    """The life of the child: a batch comes, its reports go back, until the parent is gone."""
    other_end.close()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    while True:
        try:
            [batch] = _unpacked(connection.recv_bytes())
            signal.setitimer(signal.ITIMER_REAL, options.seconds or 0)
            reports = list(parse([batch], options))
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send_bytes(_packed(reports, reports[0].schema))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _packed(batches: list[pa.RecordBatch], schema: pa.Schema) -> memoryview:
    pa = need("pyarrow")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        for batch in batches:
            stream.write_batch(batch)
    return memoryview(sink.getvalue())


def _unpacked(data: bytes) -> list[pa.RecordBatch]:
    with need("pyarrow").ipc.open_stream(data) as stream:
        return list(stream)


def _failed(page: pa.RecordBatch, why: str) -> pa.RecordBatch:
    builder = ReportBuilder()
    row = page.to_pylist()[0]
    builder.add(row.get("id"), row.get("url"), Failure(WorkerError.__name__, why))
    return builder.batch()
