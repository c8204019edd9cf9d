"""Optional libraries: imported when they are needed, and named with the command that installs them when missing."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from govreport.errors import DependencyError

__all__ = ["EXTRAS", "PURPOSES", "command", "must_be_there", "need", "need_arrow_alone", "sql_text"]

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
        raise _missing(name) from error


def must_be_there(module: str) -> None:
    """Raises what :func:`need` raises, without importing the module: it will be needed in another process."""
    if sys.modules.get(module, find_spec) is None or find_spec(module) is None:
        raise _missing(module)


def _missing(name: str) -> DependencyError:
    return DependencyError(f"this needs {name}, which is not installed: {command(EXTRAS[name])}")


def need_arrow_alone() -> None:
    """Import pyarrow and keep it from importing pandas, in a process of our own (a worker, the command).

    Where pandas is installed, pyarrow imports it at the first list it makes an array of: a second and 50 MB for
    nothing. It asks once, so pandas is out of its sight for that moment; later imports of pandas are as ever. Not for
    the process of a caller, who may want ``to_pandas``.
    """
    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _NoPandas)
    try:
        need("pyarrow").array([0])
    finally:
        sys.meta_path.remove(_NoPandas)


class _NoPandas:
    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """What the import system asks of every finder: None where it may look elsewhere."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def sql_text(value: object) -> str:
    """A text or a path as a literal, for the statements of DuckDB that take no parameters (``ATTACH``, views).

    >>> sql_text("it's.duckdb")
    "'it''s.duckdb'"
    """
    return "'" + str(value).replace("'", "''") + "'"
