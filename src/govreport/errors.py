"""The exceptions of govreport. This module imports nothing of ours.

The whole tree::

    GovReportError (Exception)
     ├── SourceError            the input cannot be taken at all
     │    ├── EmptySourceError      no bytes, or blanks only
     │    ├── UnsupportedMediaError a PDF, ZIP, image or other binary given as a page
     │    ├── DecodingError         the named encoding is unknown or the bytes are no text
     │    ├── SourceTooLargeError   larger than the limit that was set
     │    └── SourceNotFoundError   a path that is missing, unreadable or no file
     ├── MarkupError            HTML from which no tree can be built
     ├── VocabularyError        a file of ``vocabulary/`` or ``forms/`` is malformed
     ├── InternalError          a defect of govreport met while reading many documents
     ├── WorkerError            the process that worked on a document died
     └── DependencyError        an optional extra is not installed (the message names the command)

Every one can be pickled; ``str()`` says what was wrong and where.
"""

from __future__ import annotations

__all__ = [
    "DecodingError",
    "DependencyError",
    "EmptySourceError",
    "GovReportError",
    "InternalError",
    "MarkupError",
    "SourceError",
    "SourceNotFoundError",
    "SourceTooLargeError",
    "UnsupportedMediaError",
    "VocabularyError",
    "WorkerError",
]


class GovReportError(Exception):
    """The root of all errors that govreport raises.

    >>> str(GovReportError("no text", where="a.html"))
    'a.html: no text'
    """

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.where)


def _rebuild(kind: type[GovReportError], message: str, where: str | None) -> GovReportError:
    return kind(message, where=where)


class SourceError(GovReportError):
    """The input cannot be taken at all."""


class EmptySourceError(SourceError):
    """The input has no bytes, or nothing but blanks."""


class UnsupportedMediaError(SourceError):
    """The input is a PDF, an archive, an image or another binary; the message names which."""


class DecodingError(SourceError):
    """The encoding asked for is unknown, or the bytes are no text in any encoding."""


class SourceTooLargeError(SourceError):
    """The input is larger than the limit that was set."""


class SourceNotFoundError(SourceError):
    """A path that does not exist, cannot be read, or is not a file."""


class MarkupError(GovReportError):
    """HTML from which no tree can be built."""


class VocabularyError(GovReportError):
    """A data file of ``vocabulary/`` or ``forms/`` is malformed."""


class InternalError(GovReportError):
    """A defect of govreport itself; please report it with the page."""


class WorkerError(GovReportError):
    """The worker process died on this document (killed, out of memory, a crash in a C library)."""


class DependencyError(GovReportError):
    """An optional extra is not installed; the message names the command that installs it."""
