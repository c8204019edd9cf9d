"""CSV: five files, ``OUT.csv`` for the reports and ``OUT.sections.csv`` and so on, joined by ``document`` and ``id``.

UTF-8 with a byte order mark, which Excel needs to read Chinese; RFC 4180 otherwise (line ends inside quotes are kept as
they are). Text is written as it is: a cell that begins with ``=`` was printed so on the page.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from govreport.extras import need

from .sink import Sink, read_parts
from .tables import TABLES, headers, tables_of

__all__ = ["csv_paths", "write_csv"]


def csv_paths(target: Path) -> dict[str, Path]:
    """Table → file.

    >>> csv_paths(Path("a/out.csv"))["figures"].as_posix()
    'a/out.figures.csv'
    """
    stem, suffix = target.stem, target.suffix
    return {name: target if name == "reports" else target.with_name(f"{stem}.{name}{suffix}") for name in TABLES}


def write_csv(sink: Sink, parts: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """All five files; ``reports`` is moved last, so that where it is new the others are."""
    writer = need("pyarrow.csv")
    options = writer.WriteOptions(include_header=False)
    with ExitStack() as stack:
        files = {name: stack.enter_context(open(folder / f"{name}.csv", "wb")) for name in TABLES}
        for name, file in files.items():
            line = io.StringIO()
            csv.writer(line, lineterminator="\n").writerow(headers(name, sink.headers))
            file.write(b"\xef\xbb\xbf" + line.getvalue().encode())
        for tables in tables_of(read_parts(parts)):
            for name, table in tables.items():
                writer.write_csv(table, files[name], options)
    return {folder / f"{name}.csv": path for name, path in reversed(csv_paths(sink.target).items())}
