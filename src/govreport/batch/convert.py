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
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from govreport._version import __version__
from govreport.pool import map_ordered

from .documents import MAX_BYTES, Document, Fields, Reading
from .shards import Shard, condemn, cut, give_up, part_info, part_stem, write_shard
from .sink import Sink
from .sinks import choose, errors_path, finish, outputs
from .sources import is_container, open_sources

__all__ = ["Conversion", "Outcome", "ResumeError", "Settings", "convert", "parts_path"]

_MANIFEST = "manifest.json"


class ResumeError(ValueError):
    """The parts that are there belong to a run with other options."""


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


def parts_path(output: str | os.PathLike[str]) -> Path:
    """Where the parts of an output stand while it is made.

    >>> parts_path("out/a.parquet/").as_posix()
    'out/a.parquet.parts'
    """
    path = Path(output)
    return path.with_name(path.name + ".parts")


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
    paths, documents = open_sources(names, reading)
    _check_targets(sink, errors, paths)
    done = Conversion(sink.target)
    folder = _Parts(parts_path(output), sink, settings)
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


def _tell(shard: Shard, info: dict[str, Any], on_document: Callable[[Outcome], None]) -> None:
    failed = frozenset(info["failed"])
    for number, document in enumerate(shard.documents):
        on_document(Outcome(document.id, "failed" if number in failed else "ok"))


def _run(
    documents: Iterator[Document], parts: _Parts, settings: Settings
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

    made = map_ordered(write_shard, missing(), settings.workers, give_up, seconds=settings.seconds, condemn=condemn)
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


class _Parts:
    """The folder of parts: begun or taken over, kept when a run is cut off, removed when the output stands."""

    def __init__(self, path: Path, sink: Sink, settings: Settings) -> None:
        self.path = path
        self.sink = sink
        self.complete = 0
        self.resumed = False
        self._done = False
        self._resume = settings.resume
        fields = settings.fields
        # Everything that decides what stands in a part; the documents are in the parts themselves.
        self._manifest = {
            "govreport": __version__,
            "part": sink.part,
            "max_bytes": settings.max_bytes,
            "rows": settings.rows,
            "seconds": settings.seconds,
            "fields": [fields.id, fields.url, fields.html, fields.text],
        }

    def __enter__(self) -> _Parts:
        manifest = self.path / _MANIFEST
        try:
            if self._resume and manifest.is_file():
                self._compare(manifest)
                self.resumed = True
                return self
            if self.path.exists():
                shutil.rmtree(self.path)
            self.path.mkdir()
            temporary = self.path / f".{_MANIFEST}.tmp"
            temporary.write_text(json.dumps(self._manifest, indent=1), encoding="utf-8")
            os.replace(temporary, manifest)
        except OSError as error:
            # The caller knows the output that was asked for, not the folder beside it.
            raise OSError(error.errno, error.strerror, str(self.sink.target)) from error
        return self

    def _compare(self, manifest: Path) -> None:
        found = json.loads(manifest.read_bytes())
        other = sorted(key for key in self._manifest if found.get(key) != self._manifest[key])
        if other:
            raise ResumeError(
                f"{self.path} was made with other options ({', '.join(other)}); "
                "use the same ones, or leave out --resume to begin again"
            )

    def finish(self, errors: Path | None) -> None:
        """Make the output of all parts and move it to its name; ``errors`` first, the output itself last."""
        folder = self.path / "final"
        try:
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir()
            moves: dict[Path, Path] = {}
            if errors is not None:
                moves[folder / "errors.jsonl"] = errors
                _concatenate(self._paths(".errors.jsonl"), folder / "errors.jsonl")
            moves |= finish(self.sink, self._paths(self.sink.part), folder)
            for temporary, final in moves.items():
                _move(temporary, final)
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), str(self.sink.target)) from error
        self._done = True

    def _paths(self, suffix: str) -> list[Path]:
        # The numbers of the shards say it all; the shards themselves would keep every document.
        return [self.path / (part_stem(number) + suffix) for number in range(self.complete)]

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        # Without a single complete part there is nothing worth keeping.
        if self._done or not (self.complete or self.resumed):
            with suppress(OSError):
                (self.path / _MANIFEST).unlink()
            shutil.rmtree(self.path, ignore_errors=True)


def _concatenate(parts: Sequence[Path], target: Path) -> None:
    with open(target, "wb") as output:
        for part in parts:
            with open(part, "rb") as file:
                shutil.copyfileobj(file, output, 1 << 20)


def _move(temporary: Path, final: Path) -> None:
    if temporary.is_dir():
        # A folder does not take the place of another: the old one steps aside first, and what is gone is gone last.
        old = temporary.with_name("old")
        if final.exists():
            os.replace(final, old)
        os.replace(temporary, final)
        return
    handle = os.open(temporary, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(temporary, final)


def _check_targets(sink: Sink, errors: Path, documents: Sequence[Path]) -> None:
    for path in (*outputs(sink), errors):
        if path.is_dir() and not (sink.folder and path == sink.target):
            raise IsADirectoryError(21, "is a folder", str(path))
        if sink.folder and path == sink.target:
            _check_folder(path)
            continue
        if path.exists() and not path.is_file():
            raise OSError(22, "is not an ordinary file", str(path))
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(13, "may not be written", str(path))
        if not path.parent.is_dir():
            raise FileNotFoundError(2, "No such file or directory", str(path))
    given = {path.absolute() for path in documents}
    if any(path.absolute() in given for path in (*outputs(sink), errors)):
        raise OSError(22, "is one of the documents to be read", str(sink.target))


def _check_folder(path: Path) -> None:
    """A folder is replaced as a whole, so it must be one of ours (or empty)."""
    if path.exists() and not path.is_dir():
        raise OSError(22, "is not a folder", str(path))
    if path.is_dir() and any(item.suffix != ".parquet" for item in path.rglob("*") if item.is_file()):
        raise OSError(22, "is a folder with other files in it", str(path))
