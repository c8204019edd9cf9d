"""What every source yields and every worker reads: one document, by its path or with its content.

A document that is known to be unreadable (a broken member of an archive, a line that is no JSON) is one too: it carries
the :class:`Failure` that becomes its row.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from govreport.errors import EmptySourceError, GovReportError, InternalError, SourceNotFoundError, SourceTooLargeError
from govreport.models import Report
from govreport.pipeline import parse

__all__ = [
    "DOCUMENT_SUFFIXES",
    "MAX_BYTES",
    "TEXT_SUFFIXES",
    "Document",
    "Failure",
    "Fields",
    "Reading",
    "read",
    "read_document",
]

MAX_BYTES = 32 * 2**20
"""The largest input that is read where nothing else is said."""

# What counts as a document inside a folder or an archive; a file that is named is taken whatever its name.
DOCUMENT_SUFFIXES = frozenset(
    {".html", ".htm", ".shtml", ".shtm", ".xhtml", ".jhtml", ".jsp", ".asp", ".aspx", ".php"} | {".txt", ".text", ".md"}
)
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})


class Failure(NamedTuple):
    """Why a document has no report: class of the error and message."""

    error: str
    message: str


class Document(NamedTuple):
    """One document: its stable id and either a path or its content (or why there is none)."""

    id: str
    path: str | None = None
    content: bytes | str | None = None
    url: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    failure: Failure | None = None

    def mark(self) -> str:
        """What tells, with the id, whether this is still the same document when a run is resumed."""
        if self.path is not None:
            try:
                found = os.stat(self.path)
            except OSError:
                return "-"
            return f"{found.st_size}-{found.st_mtime_ns}"
        if self.content is None:
            return "-"
        data = self.content if isinstance(self.content, bytes) else self.content.encode("utf-8", "surrogatepass")
        return f"{zlib.crc32(data):08x}-{len(data)}"

    def weight(self) -> int:
        """Bytes that travel with it."""
        return len(self.content) if self.content is not None else 0


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of JSON lines or columns of Parquet are read; None: the first of the usual names that is there.

    The usual names: ``id``; ``url``, ``uri``, ``link``; ``html``, ``content``, ``raw_html``, ``body``; ``text``.
    Where a row has both, ``html`` is read and ``text`` is not.
    """

    id: str | None = None
    url: str | None = None
    html: str | None = None
    text: str | None = None


@dataclass(slots=True)
class Reading:
    """How sources are read, and, afterwards, what was passed over (reason → how many)."""

    fields: Fields = field(default_factory=Fields)
    max_bytes: int = MAX_BYTES
    skipped: Counter[str] = field(default_factory=Counter)

    def too_large(self) -> Failure:
        return Failure("SourceTooLargeError", f"more than the limit of {self.max_bytes} bytes")


def read(document: Document, max_bytes: int = MAX_BYTES) -> Report | Failure:
    """The report of a document, or why there is none; never an exception."""
    if document.failure is not None:
        return document.failure
    content = document.content
    media_type = document.media_type
    if document.path is not None:
        try:
            content = _read_file(document.path, max_bytes)
        except GovReportError as error:
            return Failure(type(error).__name__, error.message)
        if media_type is None and os.path.splitext(document.path)[1].lower() in TEXT_SUFFIXES:
            media_type = "text/plain"
    return read_document(
        content, url=document.url, media_type=media_type, encoding=document.encoding, max_bytes=max_bytes
    )


def _read_file(path: str, max_bytes: int) -> bytes:
    try:
        with open(path, "rb", opener=_no_waiting) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise SourceNotFoundError("is not an ordinary file")
            if found.st_size > max_bytes:
                raise SourceTooLargeError(f"{found.st_size} bytes, more than the limit of {max_bytes}")
            return file.read(max_bytes + 1)
    except OSError as error:
        raise SourceNotFoundError(error.strerror or str(error)) from error


def _no_waiting(path: str, flags: int) -> int:
    # A named pipe would be waited for until someone writes into it.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_document(
    content: bytes | str | None,
    *,
    url: str | None = None,
    media_type: str | None = None,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Report | Failure:
    """One document under the limit of size; what cannot be read is a :class:`Failure`, never an exception.

    >>> read_document(b"")
    Failure(error='EmptySourceError', message='the source is empty or holds nothing but blanks')
    >>> read_document(b"abc", max_bytes=2)
    Failure(error='SourceTooLargeError', message='3 bytes, more than the limit of 2')
    """
    try:
        if content is None:
            raise EmptySourceError("there is no content (null)")
        size = len(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
        if size > max_bytes:
            raise SourceTooLargeError(f"{size} bytes, more than the limit of {max_bytes}")
        return parse(content, url=url, media_type=media_type, encoding=encoding)
    except GovReportError as error:
        return Failure(type(error).__name__, error.message)
    except Exception as error:
        # A defect of ours must not cost the reader the other documents; it is named, not hidden.
        return Failure(InternalError.__name__, f"{type(error).__name__}: {error}")
