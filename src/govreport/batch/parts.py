"""Writing one part of a conversion, in the worker that reads its documents: the bytes are made where the reports are.

JSON lines and CSV are written as they will stand in the output, so that the parent has nothing to do but to join them;
everything else is an Arrow stream. See :mod:`.shards` for what a part is.
"""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from govreport.extras import need, need_arrow_alone
from govreport.models import Report
from govreport.pool import step

from .documents import Document, Failure
from .reading import read, read_document
from .shards import Shard
from .sink_jsonl import compress, json_text, report_line

__all__ = ["begin_lines", "begin_rows", "write_part"]

_FLUSH = 4 * 2**20
_UNREAD = frozenset({"content.no_text", "encoding.undecodable"})
"""Findings that say that a part of the page could not be read."""


def begin_lines() -> None:
    """What a worker loads before its first document, so that it is no part of the time of that document."""
    read_document("<h1>a</h1><p>b</p>")


def begin_rows() -> None:
    """The same where parts are rows."""
    from .arrow import ReportBuilder

    begin_lines()
    need_arrow_alone()
    for kind in (".csv", ".duckdb", ".arrow"):
        files: dict[str, IO[bytes]] = {name: io.BytesIO() for name in _files(kind)}
        writer = _writer(kind, files, 0)
        writer.write(ReportBuilder().batch())
        writer.close()


def _files(kind: str) -> dict[str, str]:
    """The files of a part of rows: name → suffix."""
    from .sink_csv import csv_parts
    from .sink_duckdb import duckdb_parts

    return {".csv": csv_parts, ".duckdb": duckdb_parts}.get(kind, lambda: {"": kind})()


def _writer(kind: str, files: dict[str, IO[bytes]], first: int) -> Any:
    """What writes batches of reports into these files."""
    from .arrow import REPORT_SCHEMA
    from .sink_csv import RowWriter
    from .sink_duckdb import TableWriter

    if kind in (".csv", ".duckdb"):
        return (RowWriter if kind == ".csv" else TableWriter)(files, first)
    pa = need("pyarrow")
    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    return pa.ipc.new_stream(files[""], REPORT_SCHEMA, options=options)


def write_part(shard: Shard) -> bytes:
    """Read all documents and write the part; what is in it, as JSON. An error of writing is ``broken``."""
    tally = _Tally()
    writer: _Writer = _Lines(shard) if shard.suffix.startswith(".jsonl") else _Rows(shard)
    errors = b""
    try:
        with writer:
            for number, document in enumerate(shard.documents):
                step(number)
                result = shard.condemned.get(number) or read(document, shard.max_bytes)
                failure = writer.add(document, result) or (result if isinstance(result, Failure) else None)
                if failure is not None:
                    errors += _error_line(document, failure)
                    tally.failed.append(number)
                else:
                    assert isinstance(result, Report)
                    tally.count(result)
            step(len(shard.documents))
        _put(shard.path(".errors.jsonl"), errors)
        info = {"digest": shard.digest(), "documents": len(shard.documents), **tally.info()}
        data = json.dumps(info, ensure_ascii=False, sort_keys=True).encode()
        _put(shard.path(".json"), data)
    except OSError as error:
        return json.dumps({"broken": [error.errno, error.strerror or str(error), str(shard.path(""))]}).encode()
    return data


@dataclass(slots=True)
class _Tally:
    failed: list[int] = field(default_factory=list)
    partial: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    def count(self, report: Report) -> None:
        self.kinds[report.kind] += 1
        if report.year is not None:
            self.years[str(report.year)] += 1
        severe = {(finding.code, finding.severity) for finding in report.findings if finding.severity != "notice"}
        codes = {code for code, _ in severe}
        for code in codes:
            self.findings[code] += 1
        self.partial += not _UNREAD.isdisjoint(codes) or any(severity == "error" for _, severity in severe)

    def info(self) -> dict[str, Any]:
        return {
            "failed": self.failed,
            "partial": self.partial,
            "kinds": dict(self.kinds),
            "years": dict(self.years),
            "findings": dict(self.findings),
        }


class _Writer(Protocol):
    def __enter__(self) -> Any: ...

    def add(self, document: Document, result: Report | Failure) -> Failure | None:
        """One more document; why it cannot be written after all, if so."""

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None: ...


class _Lines:
    """A part of JSON lines; reports are encoded one by one and kept as compressed pieces of some megabytes."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard
        self._waiting: list[bytes] = []
        self._size = 0

    def __enter__(self) -> _Lines:
        self._file = _Part(self._shard.path(self._shard.suffix))
        return self

    def add(self, document: Document, result: Report | Failure) -> Failure | None:
        if isinstance(result, Report):
            try:
                line = report_line(document.id, result)
            except Exception as error:
                return Failure("InternalError", f"{type(error).__name__}: {error}")
            self._waiting.append(line)
            self._size += len(line)
            if self._size >= _FLUSH:
                self._flush()
        return None

    def _flush(self) -> None:
        self._file.stream.write(compress(b"".join(self._waiting), self._shard.suffix))
        self._waiting, self._size = [], 0

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        complete = False
        try:
            if kind is None:
                self._flush()
                complete = True
        finally:
            self._file.finish(keep=complete)


class _Rows:
    """A part made of batches of ``REPORT_SCHEMA``: an Arrow stream, or the tables of CSV and DuckDB."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard

    def __enter__(self) -> _Rows:
        from .arrow import ReportBuilder

        kind = self._shard.suffix
        self._builder = ReportBuilder(whole=kind in (".arrow", ".duckdb"))
        self._parts: list[_Part] = []
        try:
            files: dict[str, IO[bytes]] = {}
            for name, suffix in _files(kind).items():
                self._parts.append(_Part(self._shard.path(suffix)))
                files[name] = self._parts[-1].stream
            self._writer = _writer(kind, files, self._shard.first)
        except BaseException:
            self._finish(keep=False)
            raise
        return self

    def add(self, document: Document, result: Report | Failure) -> Failure | None:
        failure = self._builder.add(document.id, document.url, result)
        if len(self._builder) >= self._shard.rows or self._builder.size >= _FLUSH:
            self._write()
        return failure

    def _write(self) -> None:
        self._writer.write(self._builder.batch())

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        complete = False
        try:
            if kind is None:
                if len(self._builder):
                    self._write()
                self._writer.close()
                complete = True
        finally:
            self._finish(keep=complete)

    def _finish(self, *, keep: bool) -> None:
        with ExitStack() as stack:
            for part in self._parts:
                stack.callback(part.finish, keep=keep)


class _Part:
    """A file under a temporary name that is moved to its own when it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self.stream: IO[bytes] = open(self._temporary, "wb")  # noqa: SIM115

    def finish(self, *, keep: bool) -> None:
        try:
            if keep:
                self.stream.close()
                os.replace(self._temporary, self._path)
        finally:
            with suppress(OSError):
                # What cannot be written on closing was not to be kept, or has been told.
                self.stream.close()
            with suppress(OSError):
                os.unlink(self._temporary)


def _put(path: Path, data: bytes) -> None:
    part = _Part(path)
    complete = False
    try:
        part.stream.write(data)
        complete = True
    finally:
        part.finish(keep=complete)


def _error_line(document: Document, failure: Failure) -> bytes:
    line = {"id": document.id, "error": failure.error, "message": failure.message}
    return (json_text(line if document.url is None else line | {"url": document.url}) + "\n").encode()
