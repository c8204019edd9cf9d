"""Workbooks (XLSX) in which text stays text: no formula, link or number is made of what stood on a page."""

from __future__ import annotations

import datetime as dt
from os import PathLike, fspath
from typing import Any, BinaryIO

import regex

from govreport.extras import need

__all__ = ["CELL", "close_book", "fitting", "open_book"]

CELL = 32_767
"""The most characters that Excel takes in a cell."""
# XML 1.0 has no place for these.
_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def open_book(target: str | PathLike[str] | BinaryIO, **options: Any) -> Any:
    """A new workbook, the same bytes on every run. ``DependencyError`` without xlsxwriter."""
    fixed = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    where = fspath(target) if isinstance(target, (str, PathLike)) else target
    book = need("xlsxwriter").Workbook(where, fixed | options)
    # The time of writing would make every run a different file.
    book.set_properties({"created": dt.datetime(2020, 1, 1), "title": "govreport"})
    return book


def close_book(book: Any) -> None:
    """Write the workbook; ``OSError`` where that cannot be done."""
    try:
        book.close()
    except need("xlsxwriter").exceptions.FileCreateError as error:
        inner = error.args[0] if error.args else error
        raise inner if isinstance(inner, OSError) else OSError(str(error)) from error


def fitting(text: str) -> str:
    """Text as a cell can hold it; ``…`` stands for what is longer.

    >>> fitting("a\\x00b")
    'a\\ufffdb'
    """
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= CELL else text[: CELL - 1] + "…"
