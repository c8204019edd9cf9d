"""The columns of :mod:`.schema` as Arrow schemas; Arrow itself is imported when one is first asked for.

Apart from :mod:`.arrow`, because the sinks need the columns and not the rooms that read pages.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from govreport.extras import need

from .schema import INPUT_COLUMNS, NESTED, REPORT_COLUMNS, SCHEMA_VERSION, Column

if TYPE_CHECKING:
    import pyarrow as pa

    INPUT_SCHEMA: pa.Schema
    REPORT_SCHEMA: pa.Schema

__all__ = ["INPUT_SCHEMA", "REPORT_SCHEMA", "arrow_type"]


def __getattr__(name: str) -> Any:
    if name == "INPUT_SCHEMA":
        return _schema(INPUT_COLUMNS, "input")
    if name == "REPORT_SCHEMA":
        return _schema(REPORT_COLUMNS, "report")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _schema(columns: tuple[Column, ...], name: str) -> pa.Schema:
    pa = need("pyarrow")
    fields = [pa.field(column.name, arrow_type(column), nullable=True) for column in columns]
    return pa.schema(fields, metadata={"govreport.schema": name, "govreport.schema_version": SCHEMA_VERSION})


@cache
def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type of a column of :mod:`.schema`."""
    pa = need("pyarrow")
    # Parquet calls the values of a list "element"; so do we, and a file has the schema that it was written with.
    if column.type == "rows":
        inner = pa.struct([pa.field(inner.name, arrow_type(inner)) for inner in NESTED[column.name]])
        return pa.list_(pa.field("element", inner))
    if column.type == "strings":
        return pa.list_(pa.field("element", pa.string()))
    if column.type == "labels":
        return pa.list_(pa.field("element", pa.struct([("label", pa.string()), ("value", pa.string())])))
    if column.type == "binary":
        return pa.large_binary()
    plain: dict[str, Any] = {
        "string": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "date32": pa.date32(),
    }
    return plain[column.type]
