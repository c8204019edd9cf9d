"""Documents in, one output out: on all processors of one machine, in the order of the documents, and resumable.

The work is cut into shards (:mod:`.shards`); a pool of processes reads them and writes each as a part into the folder
``OUT.parts`` beside the output. When all parts are there, the sink makes the output of them and the complete file takes
its name. A run that is cut off (``kill -9``, power, Ctrl-C, a full disk) leaves complete parts and no half output; the
same call with ``resume=True`` takes over the parts that were made of the same documents, and ends with the same bytes.

Memory does not grow with the number of documents: at most some shards per worker are under way, documents in files are
read by the workers, and sinks hold one group of rows at a time.
"""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from govreport.pool import map_ordered, prepare

from .documents import MAX_BYTES, Document, Fields, Reading
from .shards import Shard, condemn, cut, give_up, part_info
from .sinks import choose, errors_path
from .sources import is_container, open_sources
from .workspace import ResumeError, Workspace, check_targets, parts_path

__all__ = ["Conversion", "Outcome", "ResumeError", "Settings", "convert", "parts_path"]


_ROOMS = ("govreport.batch.parts", "govreport.batch.arrow", "govreport.parsers.text")
"""What the workers need: imported once, while this process looks for the documents. Arrow is not among it: it has
threads, and a process with threads should not be forked."""


class Outcome(NamedTuple):
    """What became of one document."""

    id: str
    status: Literal["ok", "failed"]


@dataclass(slots=True)
class Conversion:
    """What a conversion did; ``errors`` is None where no document failed.

    ``partial`` documents were read but not wholly (a page without text, bytes that are no characters, an error among
    the findings). ``resumed`` documents were taken over from an earlier run. ``findings`` counts the documents with a
    warning or an error of this code, ``skipped`` what was no page in archives and crawls.
    """

    output: Path
    converted: int = 0
    failed: int = 0
    partial: int = 0
    resumed: int = 0
    errors: Path | None = None
    kinds: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, info: dict[str, Any]) -> None:
        self.failed += len(info["failed"])
        self.converted += info["documents"] - len(info["failed"])
        self.partial += info["partial"]
        self.kinds.update(info["kinds"])
        self.years.update(info["years"])
        self.findings.update(info["findings"])


@dataclass(frozen=True, slots=True)
class Settings:
    """How to convert. ``workers`` None works in this process, where the limit of ``seconds`` cannot be held."""

    workers: int | None = None
    resume: bool = False
    errors: str | os.PathLike[str] | None = None
    headers: str = "en"
    partition_by: str | None = None
    fields: Fields = field(default_factory=Fields)
    max_bytes: int = MAX_BYTES
    seconds: float | None = 60.0
    rows: int = 64

    def deciding(self) -> dict[str, Any]:
        """Those that decide what stands in a part."""
        fields = self.fields
        return {
            "max_bytes": self.max_bytes,
            "rows": self.rows,
            "seconds": self.seconds,
            "fields": [fields.id, fields.url, fields.html, fields.text],
        }


def convert(
    inputs: Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    workers: int | None = None,
    settings: Settings | None = None,
    on_start: Callable[[int | None], None] | None = None,
    on_document: Callable[[Outcome], None] | None = None,
) -> Conversion:
    """Read all documents of ``inputs`` and write ``output``, whose name says the kind (see :mod:`.sinks`).

    ``on_start`` is told the number of documents where it is known beforehand, ``on_document`` what became of each,
    in order. Raises :class:`~govreport.errors.SourceNotFoundError` for an input that is not there, ``OSError`` for an
    output that cannot be written, ``ValueError`` for options that do not fit and
    :class:`~govreport.errors.DependencyError` for a missing extra; a document that cannot be read is a line in the
    file of errors.
    """
    settings = settings or Settings(workers=workers)
    sink = choose(output, headers=settings.headers, partition_by=settings.partition_by)
    errors = Path(settings.errors) if settings.errors is not None else errors_path(output)
    reading = Reading(settings.fields, settings.max_bytes)
    names = [os.fspath(item) for item in inputs]
    if settings.workers is not None:
        prepare(*_ROOMS)
    paths, documents = open_sources(names, reading)
    check_targets(sink, errors, paths)
    done = Conversion(sink.target)
    folder = Workspace(parts_path(output), sink, settings.deciding(), resume=settings.resume)
    if on_start is not None:
        countable = "-" not in names and not any(map(is_container, paths))
        on_start(len(paths) if countable else None)
    with folder:
        for shard, info, resumed in _run(documents, folder, settings):
            done.add(info)
            done.resumed += len(shard.documents) if resumed else 0
            folder.complete += 1
            if on_document is not None:
                _tell(shard, info, on_document)
        folder.finish(errors if done.failed else None)
        if not done.failed:
            # Errors of an earlier run would be taken for those of this one.
            errors.unlink(missing_ok=True)
    done.errors = errors if done.failed else None
    done.skipped = reading.skipped
    return done


def _begin_lines() -> None:
    from .parts import begin_lines

    begin_lines()


def _begin_rows() -> None:
    from .parts import begin_rows

    begin_rows()


def _write(shard: Shard) -> bytes:
    # In the worker: what reads pages is never needed here.
    from .parts import write_part

    return write_part(shard)


def _tell(shard: Shard, info: dict[str, Any], on_document: Callable[[Outcome], None]) -> None:
    failed = frozenset(info["failed"])
    for number, document in enumerate(shard.documents):
        on_document(Outcome(document.id, "failed" if number in failed else "ok"))


def _run(
    documents: Iterator[Document], parts: Workspace, settings: Settings
) -> Iterator[tuple[Shard, dict[str, Any], bool]]:
    """Every shard with what is in its part, in order; parts that are there already are not made again."""
    under_way: deque[tuple[Shard, dict[str, Any] | None]] = deque()

    def missing() -> Iterator[Shard]:
        shards = cut(
            documents,
            folder=str(parts.path),
            suffix=parts.sink.part,
            max_bytes=settings.max_bytes,
            rows=settings.rows,
        )
        for shard in shards:
            info = part_info(shard) if parts.resumed else None
            under_way.append((shard, info))
            if info is None:
                yield shard

    made = map_ordered(
        _write,
        missing(),
        settings.workers,
        give_up,
        seconds=settings.seconds,
        condemn=condemn,
        begin=_begin_lines if parts.sink.part.startswith(".jsonl") else _begin_rows,
    )
    try:
        for data in made:
            info = json.loads(data)
            if "broken" in info:
                raise OSError(*info["broken"])
            yield from _taken_over(under_way)
            yield under_way.popleft()[0], info, False
            yield from _taken_over(under_way)
        yield from _taken_over(under_way)
    finally:
        made.close()  # type: ignore[attr-defined]


def _taken_over(
    under_way: deque[tuple[Shard, dict[str, Any] | None]],
) -> Iterator[tuple[Shard, dict[str, Any], bool]]:
    while under_way and under_way[0][1] is not None:
        shard, info = under_way.popleft()
        assert info is not None
        yield shard, info, True
