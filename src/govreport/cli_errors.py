"""How the command ends where it cannot do what was asked: one line on stderr that says what is wrong and what to do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

from govreport.errors import DecodingError, GovReportError, SourceNotFoundError, UnsupportedMediaError

__all__ = ["FAILED", "INTERRUPTED", "USAGE", "advised", "stop"]

FAILED, USAGE, INTERRUPTED = 1, 2, 130


def stop(message: str, code: int) -> NoReturn:
    """End the process with one line on stderr."""
    print(f"govreport: error: {' '.join(message.split())}", file=sys.stderr)
    raise SystemExit(code)


def advised(error: GovReportError, file: str) -> str:
    """What is wrong with ``file``, and what a user may do about it.

    >>> advised(UnsupportedMediaError("the source is a PDF document"), "a.pdf")
    'a.pdf: the source is a PDF document; make text of it first, for example with pdftotext -layout'
    """
    message = str(error) if error.where else f"{file}: {error}"
    advice = _advice(error, file)
    return f"{message}; {advice}" if advice else message


def _advice(error: GovReportError, file: str) -> str | None:
    if isinstance(error, SourceNotFoundError):
        return "give the path of a file, or - to read standard input" if not Path(file).exists() else None
    if isinstance(error, UnsupportedMediaError):
        if "PDF" in error.message:
            return "make text of it first, for example with pdftotext -layout"
        if "ZIP" in error.message:
            return "save a document as HTML or text first; govreport convert reads archives of pages"
        return "give the page as HTML or text"
    if isinstance(error, DecodingError):
        return "leave --encoding away to have it found, or name another one such as gb18030"
    return None
