"""Optional libraries: imported when they are needed, and named with the command that installs them when missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from govreport.errors import DependencyError

__all__ = ["EXTRAS", "need"]

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
}


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
        extra = EXTRAS[name]
        raise DependencyError(f"this needs {name}, which is not installed: pip install 'govreport[{extra}]'") from error
