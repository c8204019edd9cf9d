"""CSV: five files, ``OUT.csv`` for the reports and ``OUT.sections.csv`` and so on, joined by ``document`` and ``id``.

UTF-8 with a byte order mark, which Excel needs to read Chinese; RFC 4180 otherwise (line ends inside quotes are kept as
they are). A spreadsheet takes text that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and pages come from
strangers: such text gets an apostrophe in front (numbers such as ``-3`` and a lone ``-`` do not). JSON lines, Parquet,
DuckDB and ``.xlsx``, where text is text, have it as it was printed.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from govreport.extras import need

from .schema import TABLES, headers
from .sink import Sink

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RowWriter", "csv_parts", "csv_paths", "write_csv"]

# Tab and carriage return in front are skipped by some programs; the full-width signs are formulas in some locales.
_FORMULA = r"^[=+\-@\t\r＝＋－＠]"
_HARMLESS = r"^[+\-－]?([\d,]*\.?\d+[%％]?)?$"


def csv_paths(target: Path) -> dict[str, Path]:
    """Table → file.

    >>> csv_paths(Path("a/out.csv"))["figures"].as_posix()
    'a/out.figures.csv'
    """
    stem, suffix = target.stem, target.suffix
    return {name: target if name == "reports" else target.with_name(f"{stem}.{name}{suffix}") for name in TABLES}


def csv_parts() -> dict[str, str]:
    """Table → suffix of its part."""
    return {name: f".{name}.csv" for name in TABLES}


class RowWriter:
    """The rows of one part without headings, a file a table; used in the worker."""

    def __init__(self, files: Mapping[str, IO[bytes]], first: int) -> None:
        from .tables import tables_of

        self._tables_of = tables_of
        self._csv = need("pyarrow.csv")
        self._options = self._csv.WriteOptions(include_header=False)
        self._files = files
        self._next = first

    def write(self, batch: pa.RecordBatch) -> None:
        """The rows of a batch of ``REPORT_SCHEMA``."""
        [tables] = self._tables_of([batch], first=self._next)
        for name, table in tables.items():
            self._csv.write_csv(_without_formulas(table), self._files[name], self._options)
        self._next += batch.num_rows

    def close(self) -> None:
        """Nothing is held back."""


def _without_formulas(table: pa.RecordBatch) -> pa.RecordBatch:
    pa = need("pyarrow")
    columns = [_as_text(column) if column.type == pa.string() else column for column in table.columns]
    return pa.RecordBatch.from_arrays(columns, schema=table.schema)


def _as_text(column: Any) -> Any:
    compute = need("pyarrow.compute")
    suspect = compute.match_substring_regex(column, _FORMULA)
    if not compute.any(suspect).as_py():
        return column
    harmless = compute.match_substring_regex(column, _HARMLESS)
    guarded = compute.binary_join_element_wise("'", column, "")
    return compute.if_else(compute.and_not(suspect, harmless), guarded, column)


def write_csv(sink: Sink, parts: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """All five files; ``reports`` is moved last, so that where it is new the others are."""
    suffixes = csv_parts()
    with ExitStack() as stack:
        for name in TABLES:
            file = stack.enter_context(open(folder / f"{name}.csv", "wb"))
            line = io.StringIO()
            csv.writer(line, lineterminator="\n").writerow(headers(name, sink.headers))
            file.write(b"\xef\xbb\xbf" + line.getvalue().encode())
            for part in parts:
                with open(part.with_name(part.name.removesuffix(sink.part) + suffixes[name]), "rb") as rows:
                    shutil.copyfileobj(rows, file, 1 << 20)
    return {folder / f"{name}.csv": path for name, path in reversed(csv_paths(sink.target).items())}
