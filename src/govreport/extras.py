"""Optional libraries: imported when they are needed, and named with the command that installs them when missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from govreport.errors import DependencyError

__all__ = ["EXTRAS", "PURPOSES", "command", "need"]

# The module → the extra of govreport that brings it.
EXTRAS = {
    "pyarrow": "arrow",
    "duckdb": "duckdb",
    "xlsxwriter": "excel",
    "fastwarc": "warc",
    "zstandard": "zstd",
    "pyspark": "spark",
    "jinja2": "review",
    "matplotlib": "report",
    "pandas": "pandas",
    "polars": "polars",
}
PURPOSES = {
    "arrow": "Parquet, CSV, and record batches (govreport.batch.arrow)",
    "duckdb": "a DuckDB file as the output of convert",
    "excel": "workbooks (.xlsx) of reports and of the official form",
    "warc": "crawls (.warc, .warc.gz) as the input of convert",
    "zstd": "JSON lines compressed with Zstandard (.jsonl.zst)",
    "spark": "many documents on a cluster (govreport.batch.spark)",
    "review": "the review page",
    "report": "the overview of a conversion as charts (govreport report)",
    "pandas": "to_frames(reports, backend='pandas')",
    "polars": "to_frames(reports, backend='polars')",
}
"""What each extra is for, in a line."""


def command(extra: str) -> str:
    """What installs an extra.

    >>> command("arrow")
    "pip install 'govreport[arrow]'"
    """
    return f"pip install 'govreport[{extra}]'"


def need(module: str) -> Any:
    """The module of this name; ``need("pyarrow.parquet")`` for one inside.

    Raises :class:`~govreport.errors.DependencyError` with the command that installs it.

    >>> need("json").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        if name not in EXTRAS:
            raise
        raise DependencyError(f"this needs {name}, which is not installed: {command(EXTRAS[name])}") from error
