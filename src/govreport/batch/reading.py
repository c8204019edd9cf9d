"""Reading one document of a batch: a report, or why there is none; never an exception."""

from __future__ import annotations

import os
import stat

from govreport.errors import EmptySourceError, GovReportError, InternalError, SourceNotFoundError, SourceTooLargeError
from govreport.models import Report
from govreport.pipeline import parse

from .documents import MAX_BYTES, TEXT_SUFFIXES, Document, Failure

__all__ = ["read", "read_document"]

# A named pipe would be waited for until someone writes into it; Windows would change line ends.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


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
    # Not with a file object: its buffer is as large as the limit, for each page anew.
    try:
        handle = os.open(path, _FLAGS)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise SourceNotFoundError("is not an ordinary file")
            if found.st_size > max_bytes:
                raise SourceTooLargeError(f"{found.st_size} bytes, more than the limit of {max_bytes}")
            data = os.read(handle, found.st_size + 1)
            while more := os.read(handle, 1 << 20):
                data += more
                if len(data) > max_bytes:
                    break  # It grows while it is read; the limit is held by who reads the page.
            return data
        finally:
            os.close(handle)
    except OSError as error:
        raise SourceNotFoundError(error.strerror or str(error)) from error


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
