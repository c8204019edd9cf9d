"""What every source yields and every worker reads: one document, by its path or with its content.

A document that is known to be unreadable (a broken member of an archive, a line that is no JSON) is one too: it carries
the :class:`Failure` that becomes its row. How it is read, :mod:`.reading` knows: the parent of a pool has no need of
the rooms that read pages, and must be ready before its workers are.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = [
    "DOCUMENT_SUFFIXES",
    "MAX_BYTES",
    "TEXT_SUFFIXES",
    "Document",
    "Failure",
    "Fields",
    "Reading",
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
