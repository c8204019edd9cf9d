"""The folder ``OUT.parts`` beside an output, and how the output comes to its name when it is complete."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from govreport._version import __version__

from .shards import part_stem
from .sink import Sink
from .sinks import finish, outputs

__all__ = ["ResumeError", "Workspace", "check_targets", "parts_path"]

_MANIFEST = "manifest.json"


class ResumeError(ValueError):
    """The parts that are there belong to a run with other options."""


def parts_path(output: str | os.PathLike[str]) -> Path:
    """Where the parts of an output stand while it is made.

    >>> parts_path("out/a.parquet/").as_posix()
    'out/a.parquet.parts'
    """
    path = Path(output)
    return path.with_name(path.name + ".parts")


class Workspace:
    """The folder of parts: begun or taken over, kept when a run is cut off, removed when the output stands."""

    def __init__(self, path: Path, sink: Sink, options: dict[str, Any], *, resume: bool) -> None:
        self.path = path
        self.sink = sink
        self.complete = 0
        self.resumed = False
        self._done = False
        self._resume = resume
        # Everything that decides what stands in a part; the documents are in the parts themselves.
        self._manifest = {"govreport": __version__, "part": sink.part, **options}

    def __enter__(self) -> Workspace:
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


def check_targets(sink: Sink, errors: Path, documents: Iterable[str]) -> None:
    """Raises ``OSError`` for an output that could not be put in its place at the end."""
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
    targets = {os.path.abspath(path) for path in (*outputs(sink), errors)}
    names = tuple({os.path.basename(path) for path in targets})
    if any(path.endswith(names) and os.path.abspath(path) in targets for path in documents):
        raise OSError(22, "is one of the documents to be read", str(sink.target))


def _check_folder(path: Path) -> None:
    """A folder is replaced as a whole, so it must be one of ours (or empty)."""
    if path.exists() and not path.is_dir():
        raise OSError(22, "is not a folder", str(path))
    if path.is_dir() and any(item.suffix != ".parquet" for item in path.rglob("*") if item.is_file()):
        raise OSError(22, "is a folder with other files in it", str(path))
