"""The unit of work of a conversion: a run of documents, read in a worker and written as one part.

A part is ``part-00012`` with the suffix of its kind, ``part-00012.errors.jsonl`` with the failed documents and
``part-00012.json`` with what is in it. Each is written under a temporary name and renamed, the ``.json`` last: where it
stands, the part is complete. It names its documents (ids and what they looked like) by a digest, so that a part is
taken over when a run is resumed only if it was made of the same documents. Where the cuts fall depends on the documents
alone, never on the number of workers.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from govreport.models import Report
from govreport.pool import TimeLimitError, step

from .documents import Document, Failure, read

__all__ = [
    "SHARD_BYTES",
    "SHARD_DOCUMENTS",
    "Shard",
    "condemn",
    "cut",
    "give_up",
    "part_info",
    "part_stem",
    "write_shard",
]

SHARD_DOCUMENTS = 64
SHARD_BYTES = 8 * 2**20
_FLUSH = 4 * 2**20
_UNREAD = frozenset({"content.no_text", "encoding.undecodable"})
"""Findings that say that a part of the page could not be read."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Some documents in a row. ``condemned`` are those that must not be tried again: place → why."""

    number: int
    documents: tuple[Document, ...]
    folder: str
    suffix: str
    max_bytes: int
    rows: int
    condemned: dict[int, Failure] = field(default_factory=dict)

    def path(self, suffix: str) -> Path:
        return Path(self.folder, part_stem(self.number) + suffix)

    def digest(self) -> str:
        """What this shard is made of."""
        found = hashlib.sha256()
        for document in self.documents:
            for part in (document.id, document.mark(), document.url, document.media_type):
                found.update(repr(part).encode() + b"\0")
            found.update(repr(document.failure).encode())
        return found.hexdigest()


def part_stem(number: int) -> str:
    """The name of a part without its suffix."""
    return f"part-{number:06d}"


def cut(documents: Iterable[Document], **options: Any) -> Iterator[Shard]:
    """The documents in shards of at most 64, or 8 MB of content."""
    number, size = 0, 0
    waiting: list[Document] = []
    for document in documents:
        waiting.append(document)
        size += document.weight()
        if len(waiting) >= SHARD_DOCUMENTS or size >= SHARD_BYTES:
            yield Shard(number, tuple(waiting), **options)
            number, size, waiting = number + 1, 0, []
    if waiting:
        yield Shard(number, tuple(waiting), **options)


def part_info(shard: Shard) -> dict[str, Any] | None:
    """What a complete part says of itself; None where there is none that was made of the same documents."""
    try:
        info: dict[str, Any] = json.loads(shard.path(".json").read_bytes())
    except (OSError, ValueError):
        return None
    return info if info.get("digest") == shard.digest() else None


def condemn(shard: Shard, number: int, error: Exception) -> Shard:
    """The shard without the document that killed its worker."""
    kind = "TimeLimitError" if isinstance(error, TimeLimitError) else "WorkerError"
    return replace(shard, condemned={**shard.condemned, number: Failure(kind, str(error))})


def give_up(shard: Shard, error: Exception) -> bytes:
    """What stands for a shard whose worker dies outside of any document."""
    return json.dumps({"broken": [None, str(error), str(shard.path(""))]}).encode()


def write_shard(shard: Shard) -> bytes:
    """Read all documents and write the part; what is in it, as JSON. An error of writing is ``broken``."""
    tally = _Tally()
    writer = _Lines(shard, tally) if shard.suffix.startswith(".jsonl") else _Arrow(shard, tally)
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
        codes = {finding.code for finding in report.findings if finding.severity != "notice"}
        self.findings.update(codes)
        self.partial += not codes.isdisjoint(_UNREAD) or any(item.severity == "error" for item in report.findings)

    def info(self) -> dict[str, Any]:
        return {
            "failed": self.failed,
            "partial": self.partial,
            "kinds": dict(self.kinds),
            "years": dict(self.years),
            "findings": dict(self.findings),
        }


class _Lines:
    """A part of JSON lines; reports are encoded one by one and kept as compressed pieces of some megabytes."""

    def __init__(self, shard: Shard, tally: _Tally) -> None:
        self._shard = shard
        self._waiting: list[bytes] = []
        self._size = 0

    def __enter__(self) -> _Lines:
        self._file = _Part(self._shard.path(self._shard.suffix))
        return self

    def add(self, document: Document, result: Report | Failure) -> Failure | None:
        from .sink_jsonl import report_line

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
        from .sink_jsonl import compress

        self._file.stream.write(compress(b"".join(self._waiting), self._shard.suffix))
        self._waiting, self._size = [], 0

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        with self._file.closing(kind):
            if kind is None:
                self._flush()


class _Arrow:
    """A part as an Arrow stream of ``REPORT_SCHEMA``."""

    def __init__(self, shard: Shard, tally: _Tally) -> None:
        self._shard = shard

    def __enter__(self) -> _Arrow:
        from govreport.extras import need

        from .arrow import REPORT_SCHEMA, ReportBuilder

        pa = need("pyarrow")
        self._file = _Part(self._shard.path(self._shard.suffix))
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._writer = pa.ipc.new_stream(self._file.stream, REPORT_SCHEMA, options=options)
        self._builder = ReportBuilder()
        return self

    def add(self, document: Document, result: Report | Failure) -> Failure | None:
        failure = self._builder.add(document.id, document.url, result)
        if len(self._builder) >= self._shard.rows or self._builder.size >= _FLUSH:
            self._writer.write_batch(self._builder.batch())
        return failure

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        with self._file.closing(kind):
            if kind is None:
                if len(self._builder):
                    self._writer.write_batch(self._builder.batch())
                self._writer.close()


class _Part:
    """A file under a temporary name that is moved to its own when it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self.stream: IO[bytes] = open(self._temporary, "wb")  # noqa: SIM115

    def closing(self, kind: type[BaseException] | None) -> _Closing:
        return _Closing(self, kind)

    def finish(self, *, keep: bool) -> None:
        try:
            self.stream.close()
            if keep:
                os.replace(self._temporary, self._path)
        finally:
            with suppress(OSError):
                os.unlink(self._temporary)


class _Closing:
    def __init__(self, part: _Part, kind: type[BaseException] | None) -> None:
        self._part = part
        self._kind = kind

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            self._part.finish(keep=kind is None and self._kind is None)
        except OSError:
            if kind is None and self._kind is None:
                raise


def _put(path: Path, data: bytes) -> None:
    part = _Part(path)
    with part.closing(None):
        part.stream.write(data)


def _error_line(document: Document, failure: Failure) -> bytes:
    from .sink_jsonl import json_text

    line = {"id": document.id, "error": failure.error, "message": failure.message}
    return (json_text(line if document.url is None else line | {"url": document.url}) + "\n").encode()
