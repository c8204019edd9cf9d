"""Where reports go: the kind of output, by the name that was asked for; each kind is one module ``sink_*.py``.

A run first writes its parts (:mod:`.shards`): for ``.jsonl`` and ``.csv`` as they will stand in the output, for
``.duckdb`` as tables, else as Arrow. When all are there a sink makes the output of them, under temporary names in the
folder of the parts; only complete files are then moved to their final names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from govreport.extras import must_be_there

from .sink import Sink
from .sink_csv import csv_paths

__all__ = ["SUFFIXES", "choose", "errors_path", "finish", "outputs"]

SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet", ".csv", ".xlsx", ".duckdb")

Finish = Callable[[Sink, Sequence[Path], Path], dict[Path, Path]]


def finish(sink: Sink, parts: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Write the output into ``folder``; temporary path → final path, in the order in which they are to be moved."""
    return _finisher(sink.kind)(sink, parts, folder)


def outputs(sink: Sink) -> list[Path]:
    """All files (or the folder) that this sink writes."""
    return list(csv_paths(sink.target).values()) if sink.kind == ".csv" else [sink.target]


def choose(output: str | os.PathLike[str], *, headers: str = "en", partition_by: str | None = None) -> Sink:
    """The sink for an output of this name. A name that ends in ``/``, or ``partition_by``, makes Parquet a folder.

    Raises ``ValueError`` for a name of no known kind and for options that do not fit, and
    :class:`~govreport.errors.DependencyError` where the library of the sink is not installed.

    >>> choose("out.jsonl.gz").part, choose("out.parquet/").folder
    ('.jsonl.gz', True)
    """
    name = os.fspath(output)
    folder = name.endswith(("/", os.sep)) or partition_by is not None
    lower = name.rstrip("/" + os.sep).lower()
    kind = max((suffix for suffix in SUFFIXES if lower.endswith(suffix)), key=len, default="")
    if not kind:
        raise ValueError(f"{name}: the kind of output is told by its ending, one of {' '.join(SUFFIXES)} .parquet/")
    if folder and kind != ".parquet":
        raise ValueError("only Parquet is written as a folder (-o NAME.parquet/)")
    if headers not in ("en", "zh"):
        raise ValueError("headers are en or zh")
    if headers != "en" and kind not in (".csv", ".xlsx"):
        raise ValueError("Chinese headings are for .csv and .xlsx; the other outputs are read by programs")
    if partition_by not in (None, "year", "kind", "form", "status"):
        raise ValueError("Parquet is partitioned by year, kind, form or status")
    for module in _NEEDS.get(kind, ()):
        must_be_there(module)
    part = kind if kind.startswith((".jsonl", ".csv", ".duckdb")) else _PARTS.get(kind, ".arrow")
    return Sink(Path(name), kind, part, headers, partition_by, folder)


# A workbook shows no JSON, so its parts have none.
_PARTS = {".xlsx": ".rows.arrow"}
_NEEDS = {
    ".jsonl.zst": ("zstandard",),
    ".parquet": ("pyarrow",),
    ".csv": ("pyarrow",),
    ".xlsx": ("xlsxwriter", "pyarrow"),
    ".duckdb": ("duckdb", "pyarrow"),
}


def _finisher(kind: str) -> Finish:
    if kind == ".parquet":
        from .sink_parquet import write_parquet

        return write_parquet
    if kind == ".csv":
        from .sink_csv import write_csv

        return write_csv
    if kind == ".xlsx":
        from .sink_excel import write_excel

        return write_excel
    if kind == ".duckdb":
        from .sink_duckdb import write_duckdb

        return write_duckdb
    from .sink_jsonl import write_jsonl

    return write_jsonl


def errors_path(output: str | os.PathLike[str]) -> Path:
    """Where the failed documents of ``output`` are listed when nothing else is said.

    >>> errors_path("out/reports.jsonl").as_posix(), errors_path("a.jsonl.gz").as_posix()
    ('out/reports.errors.jsonl', 'a.errors.jsonl')
    """
    path = Path(os.fspath(output).rstrip("/" + os.sep))
    known = max((suffix for suffix in SUFFIXES if path.name.lower().endswith(suffix)), key=len, default=path.suffix)
    return path.with_name(path.name[: len(path.name) - len(known)] + ".errors.jsonl")
