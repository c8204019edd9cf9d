"""Documents in rows of data: JSON lines (plain, gzip, zstd) and Parquet; which field is what, :class:`Fields` says.

A line that is no JSON object, or has no content, is a failed document with the id ``file:line``; lines are read one at
a time and never beyond the limit of size.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import IO, Any, cast

from govreport.errors import SourceError
from govreport.extras import need

from .documents import Document, Failure, Reading

__all__ = ["json_lines", "json_stream", "lines", "parquet_rows"]

_USUAL = {
    "id": ("id", "doc_id", "record_id"),
    "url": ("url", "uri", "link"),
    "html": ("html", "content", "raw_html", "body"),
    "text": ("text",),
}
_ESCAPED = 6
"""A byte of a page is at most so many characters of JSON (``\\u00e9``)."""


def json_lines(path: str, reading: Reading) -> Iterator[Document]:
    """The documents of a file of JSON lines."""
    prefix = path.replace(os.sep, "/")
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(_open(path))
            yield from json_stream(lines(stream, reading.max_bytes), prefix, reading)
        except (OSError, EOFError, zlib.error) as error:
            yield Document(prefix, failure=Failure("SourceError", f"the file breaks off: {error}"))


def _open(path: str) -> IO[bytes]:
    if path.lower().endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if path.lower().endswith(".zst"):
        zstandard = need("zstandard")
        # Errors of the decoder are of the library's own kind; as OSError they are like those of every other file.
        return cast("IO[bytes]", _Zstd(zstandard, path))
    return open(path, "rb")


class _Zstd:
    """A reader of lines of a zstd file, which may have several frames."""

    def __init__(self, zstandard: Any, path: str) -> None:
        self._library, self._path = zstandard, path
        raw = zstandard.open(path, "rb", dctx=zstandard.ZstdDecompressor(max_window_size=2**27))
        self._stream = io.BufferedReader(raw)

    def __enter__(self) -> _Zstd:
        return self

    def __exit__(self, *rest: object) -> None:
        self._stream.close()

    def readline(self, size: int) -> bytes:
        try:
            line = self._stream.readline(size)
            if not line:
                self._end()
            return line
        except self._library.ZstdError as error:
            raise OSError(str(error)) from error

    def _end(self) -> None:
        # The library takes the end of the file for that of its last frame.
        with open(self._path, "rb") as file:
            if not _is_whole(file, self._library):
                raise OSError("the last frame has no end")


def _is_whole(file: IO[bytes], zstandard: Any) -> bool:
    """Whether a zstd file ends where its last frame does: from head to head, without unpacking (RFC 8878, 3.1)."""
    at, end = 0, file.seek(0, os.SEEK_END)
    while at < end:
        file.seek(at)
        head = file.read(18)
        if int.from_bytes(head[:4], "little") & 0xFFFF_FFF0 == 0x184D_2A50:
            at += 8 + int.from_bytes(head[4:8], "little")
            continue
        at += zstandard.frame_header_size(head)
        last = False
        while not last:
            file.seek(at)
            block = int.from_bytes(file.read(3), "little")
            if at + 3 > end:
                return False
            # Of a block of one repeated byte only that byte is there.
            last, size = bool(block & 1), 1 if block >> 1 & 3 == 1 else block >> 3
            at += 3 + size
        at += 4 * zstandard.get_frame_parameters(head).has_checksum
    return at == end


def lines(stream: IO[bytes], max_bytes: int, first: bytes = b"") -> Iterator[bytes]:
    """The lines of a stream; of one that is too long only its beginning, with no line end."""
    limit = max_bytes * _ESCAPED + 65_536
    line = first or stream.readline(limit)
    while line:
        if len(line) >= limit and not line.endswith(b"\n"):
            while True:
                rest = stream.readline(1 << 20)
                if not rest or rest.endswith(b"\n"):
                    break
        yield line
        line = stream.readline(limit)


def json_stream(found: Iterator[bytes], prefix: str, reading: Reading) -> Iterator[Document]:
    """The documents of lines of JSON."""
    for number, line in enumerate(found, start=1):
        where = f"{prefix}:{number}"
        if line.isspace():
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            too_long = len(line) > reading.max_bytes * _ESCAPED
            yield Document(
                where,
                failure=reading.too_large() if too_long else Failure("SourceError", f"the line is no JSON: {error}"),
            )
            continue
        if not isinstance(row, dict):
            yield Document(where, failure=Failure("SourceError", "the line is no JSON object"))
            continue
        yield _document(row, where, reading)


def _document(row: Mapping[str, Any], where: str, reading: Reading) -> Document:
    id_, url = _field(row, "id", reading), _field(row, "url", reading)
    name = where if id_ is None or id_ == "" else str(id_)
    address = None if url is None else str(url)
    for what, media_type in (("html", None), ("text", "text/plain")):
        content = _field(row, what, reading)
        if isinstance(content, (str, bytes)):
            return Document(name, content=content, url=address, media_type=media_type)
    return Document(name, url=address, failure=Failure("EmptySourceError", f"no content in {_asked(reading)}"))


def _asked(reading: Reading) -> str:
    names = [name for what in ("html", "text") for name in _names(what, reading)]
    return f"any of the fields {', '.join(names)}"


def _names(what: str, reading: Reading) -> tuple[str, ...]:
    chosen: str | None = getattr(reading.fields, what)
    if chosen is not None:
        return (chosen,)
    # Who names one of the two fields of content does not want the other to be guessed.
    other = {"html": reading.fields.text, "text": reading.fields.html}.get(what)
    return () if other is not None else _USUAL[what]


def _field(row: Mapping[str, Any], what: str, reading: Reading) -> Any:
    return next((row[name] for name in _names(what, reading) if row.get(name) is not None), None)


def parquet_rows(path: str, reading: Reading) -> Iterator[Document]:
    """The documents of a Parquet file; only the columns that are needed are read, a few rows at a time."""
    pa, parquet = need("pyarrow"), need("pyarrow.parquet")
    prefix = path.replace(os.sep, "/")
    try:
        with parquet.ParquetFile(path) as file:
            names = set(file.schema_arrow.names)
            wanted = [name for what in _USUAL for name in _names(what, reading) if name in names]
            if not any(name in wanted for what in ("html", "text") for name in _names(what, reading)):
                raise SourceError(f"has no column of content ({_asked(reading)}); see --html-field", where=prefix)
            number = 0
            for batch in file.iter_batches(batch_size=16, columns=wanted):
                for row in batch.to_pylist():
                    yield _document(row, f"{prefix}:{number}", reading)
                    number += 1
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        yield Document(prefix, failure=Failure("SourceError", f"the file breaks off: {error}"))
