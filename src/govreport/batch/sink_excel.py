"""One workbook with a sheet each for reports, sections, statistics, figures and findings.

Written row by row, so that memory stays flat. Text stays text: no formulas, no links, no numbers made of index numbers.
A sheet has at most 1,048,576 rows and a cell 32,767 characters (the limits of Excel): a table that is longer goes on in
``sections 2``, a text that is longer ends in ``…`` (the whole is in the other outputs).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import regex

from govreport.extras import need

from .schema import TABLES, headers, table_name
from .sink import Sink, read_parts
from .tables import tables_of

__all__ = ["write_excel"]

SHEET_ROWS = 1_048_576
CELL = 32_767
# XML 1.0 has no place for these.
_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDE = 28


def write_excel(sink: Sink, parts: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """One ``.xlsx`` file."""
    target = folder / "output.xlsx"
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(folder),
    }
    book = need("xlsxwriter").Workbook(str(target), options)
    # The time of writing would make every run a different file.
    book.set_properties({"created": dt.datetime(2020, 1, 1), "title": "govreport"})
    try:
        sheets = [_Sheet(book, name, sink.headers) for name in TABLES]
        for tables in tables_of(read_parts(parts)):
            for sheet in sheets:
                for row in zip(*(column.to_pylist() for column in tables[sheet.name].columns), strict=True):
                    sheet.write(row)
        _close(book)
    except BaseException:
        _abandon(book)
        raise
    return {target: sink.target}


def _close(book: Any) -> None:
    try:
        book.close()
    except need("xlsxwriter").exceptions.FileCreateError as error:
        inner = error.args[0] if error.args else error
        raise inner if isinstance(inner, OSError) else OSError(str(error)) from error


def _abandon(book: Any) -> None:
    """Let go of the files of a workbook that cannot be written; it would try again when it is collected."""
    book.fileclosed = True
    for sheet in book.worksheets():
        file = getattr(sheet, "row_data_fh", None)
        if file is not None:
            with suppress(OSError, ValueError):
                file.close()


class _Sheet:
    """One table; where a sheet is full, the next one."""

    def __init__(self, book: Any, name: str, language: str) -> None:
        self.name = name
        self._book = book
        self._language = language
        self._bold = book.add_format({"bold": True})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        self._count = 0
        self._open()

    def _open(self) -> None:
        self._count += 1
        title = table_name(self.name, self._language)
        self._sheet = self._book.add_worksheet(title if self._count == 1 else f"{title} {self._count}")
        self._sheet.freeze_panes(1, 2)
        names = headers(self.name, self._language)
        self._sheet.set_column(1, len(names) - 1, 14)
        self._sheet.set_column(1, 1, _WIDE)
        for column, heading in enumerate(names):
            self._sheet.write_string(0, column, heading, self._bold)
        self._row = 1

    def write(self, row: tuple[Any, ...]) -> None:
        if self._row >= SHEET_ROWS:
            self._open()
        sheet, number = self._sheet, self._row
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                if value:
                    sheet.write_string(number, column, _fitting(value))
            elif isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif isinstance(value, dt.date):
                sheet.write_datetime(number, column, value, self._date)
            else:
                sheet.write_number(number, column, value)
        self._row += 1


def _fitting(text: str) -> str:
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= CELL else text[: CELL - 1] + "…"
