"""Where documents come from: files, folders, globs, archives, JSON lines, Parquet, WARC and standard input.

Every source is read as a stream, in an order that depends only on its own content: paths are sorted, whatever the order
of the arguments or of the file system, and a document named twice (by a folder and by a glob) is listed once. Ids are
stable: the path as it was given with ``/`` between its parts, ``archive.zip/member``, the field or column ``id`` (else
``file:line`` or ``file:row``), the record id of a WARC. Ids of different files of data may be equal; they are kept as
they are.

What is no page in a folder, an archive or a crawl (an image, a script, a 404) is passed over and counted in
``Reading.skipped``, and so is an archive in which there is nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from .documents import Document, Reading
from .listing import Listing, list_files

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
    return [Path(path) for path in list_files(inputs)]


def open_sources(inputs: Iterable[str | os.PathLike[str]], reading: Reading) -> tuple[Listing, Iterator[Document]]:
    """The files behind ``inputs``, and their documents one by one; ``-`` is standard input and comes first.

    Raises what :func:`find_documents` raises at once, and while the documents are taken
    :class:`~govreport.errors.DependencyError` for a kind of file whose extra is not installed.
    """
    names = [os.fspath(item) for item in inputs]
    paths = list_files((name for name in names if name != STDIN), reading.skipped)
    documents = chain.from_iterable(_documents(path, reading) for path in paths)
    if STDIN in names:
        documents = chain(_standard_input(reading), documents)
    return paths, documents


def is_container(path: str | os.PathLike[str]) -> bool:
    """Whether a file of this name holds many documents."""
    return os.fspath(path).lower().endswith(_CONTAINERS)


_ZIP, _TAR, _WARC = (".zip",), (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"), (".warc", ".warc.gz")
_LINES, _PARQUET = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz"), (".parquet",)
_CONTAINERS = (*_ZIP, *_TAR, *_WARC, *_LINES, *_PARQUET)


def _reader(name: str) -> Reader:
    # The readers are imported when they are needed; their own libraries even later.
    from . import archives, records

    name = name.lower()
    suffixes: tuple[tuple[tuple[str, ...], Reader], ...] = (
        (_ZIP, archives.zip_members),
        (_TAR, archives.tar_members),
        (_WARC, archives.warc_records),
        (_LINES, records.json_lines),
        (_PARQUET, records.parquet_rows),
    )
    return next(reader for ends, reader in suffixes if name.endswith(ends))


def _documents(path: str, reading: Reading) -> Iterator[Document]:
    if is_container(path):
        nothing = True
        for document in _reader(path)(path, reading):
            nothing = False
            yield document
        if nothing:
            reading.skipped["archives and files of data without a document"] += 1
    else:
        yield Document(path.replace(os.sep, "/"), path=path)


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
