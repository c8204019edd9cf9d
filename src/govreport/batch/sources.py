"""Where documents come from: files, folders, globs, archives, JSON lines, Parquet, WARC and standard input.

Every source is read as a stream, in an order that depends only on its own content: paths are sorted, whatever the order
of the arguments or of the file system, and a document named twice (by a folder and by a glob) is listed once. Ids are
stable: the path as it was given with ``/`` between its parts, ``archive.zip/member``, the field or column ``id`` (else
``file:line`` or ``file:row``), the record id of a WARC. Ids of different files of data may be equal; they are kept as
they are.

What is no page in an archive or a crawl (an image, a script, a 404) is passed over and counted in ``Reading.skipped``.
"""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from govreport.errors import SourceNotFoundError

from .documents import DOCUMENT_SUFFIXES, Document, Reading

__all__ = ["find_documents", "is_container", "open_sources"]

STDIN = "-"


Reader = Callable[[str, Reading], Iterator[Document]]


def find_documents(inputs: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """The files of files, folders (with all below them) and globs, sorted by path, each once.

    Hidden files and folders inside a folder are passed over, links to folders are not followed. Raises
    :class:`~govreport.errors.SourceNotFoundError` for a path that does not exist, a glob that matches nothing
    and a folder without documents.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.html", "a.txt", "notes.json", ".hidden.html"):
    ...         _ = Path(folder, name).write_text("x")
    ...     [path.name for path in find_documents([folder, f"{folder}/*.html"])]
    ['a.txt', 'b.html']
    """
    found: dict[str, Path] = {}
    for item in inputs:
        name = os.fspath(item)
        if os.path.lexists(name):
            paths = _of_path(name)
        elif glob.has_magic(name):
            matches = sorted(glob.glob(name, recursive=True))
            paths = [path for match in matches for path in _of_path(match, may_be_empty=True)]
            if not paths:
                raise SourceNotFoundError("no document matches this pattern", where=name)
        else:
            raise SourceNotFoundError("no such file or folder", where=name)
        for path in paths:
            found.setdefault(os.path.abspath(path), path)
    return sorted(found.values(), key=Path.as_posix)


def open_sources(inputs: Iterable[str | os.PathLike[str]], reading: Reading) -> tuple[list[Path], Iterator[Document]]:
    """The files behind ``inputs``, and their documents one by one; ``-`` is standard input and comes first.

    Raises what :func:`find_documents` raises at once, and while the documents are taken
    :class:`~govreport.errors.DependencyError` for a kind of file whose extra is not installed.
    """
    names = [os.fspath(item) for item in inputs]
    paths = find_documents(name for name in names if name != STDIN)
    documents = chain.from_iterable(_documents(path, reading) for path in paths)
    if STDIN in names:
        documents = chain(_standard_input(reading), documents)
    return paths, documents


def is_container(path: str | os.PathLike[str]) -> bool:
    """Whether a file of this name holds many documents."""
    return _reader(os.fspath(path)) is not None


def _reader(name: str) -> Reader | None:
    # The readers are imported when they are needed; their own libraries even later.
    from . import archives, records

    name = name.lower()
    suffixes: tuple[tuple[tuple[str, ...], Reader], ...] = (
        ((".zip",), archives.zip_members),
        ((".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"), archives.tar_members),
        ((".warc", ".warc.gz"), archives.warc_records),
        ((".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz"), records.json_lines),
        ((".parquet",), records.parquet_rows),
    )
    return next((reader for ends, reader in suffixes if name.endswith(ends)), None)


def _documents(path: Path, reading: Reading) -> Iterator[Document]:
    reader = _reader(path.name)
    if reader is None:
        yield Document(path.as_posix(), path=str(path))
    else:
        yield from reader(str(path), reading)


def _standard_input(reading: Reading, stream: IO[bytes] | None = None) -> Iterator[Document]:
    """JSON lines where the first character is ``{``, else one page."""
    from .records import json_stream

    stream = stream or sys.stdin.buffer
    first = stream.readline(reading.max_bytes + 1)
    if first.lstrip()[:1] == b"{":
        yield from json_stream(_with_first(first, stream, reading), STDIN, reading)
        return
    data = first + stream.read(max(0, reading.max_bytes + 1 - len(first)))
    failure = reading.too_large() if len(data) > reading.max_bytes else None
    yield Document(STDIN, content=None if failure else data, failure=failure)


def _with_first(first: bytes, stream: IO[bytes], reading: Reading) -> Iterator[bytes]:
    from .records import lines

    return lines(stream, reading.max_bytes, first)


def _of_path(name: str, *, may_be_empty: bool = False) -> list[Path]:
    path = Path(os.path.normpath(name))
    if not path.is_dir():
        return [path]
    try:
        paths = list(_in_folder(path))
    except OSError as error:
        raise SourceNotFoundError(f"cannot read the folder ({error.strerror})", where=name) from error
    if not paths and not may_be_empty:
        known = " ".join(sorted(DOCUMENT_SUFFIXES))
        raise SourceNotFoundError(f"no documents in this folder (looked for {known})", where=name)
    return paths


def _raise(error: OSError) -> None:
    raise error


def _in_folder(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and Path(name).suffix.lower() in DOCUMENT_SUFFIXES:
                yield Path(root, name)
