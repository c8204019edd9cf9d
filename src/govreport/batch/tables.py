"""The relational view of the reports: five flat tables that share their keys.

``reports`` has a row a document; ``sections``, ``statistics``, ``figures`` and ``findings`` have a row an item. The
keys are ``document`` (the number of the document in the run, from 0: unique even where ids are not) and ``id``; inside
a document ``position`` and ``parent`` as in docs/schema.md. Lists of strings become one string (``；`` between), labels
``label：value``. ``report_json`` and the nested columns stay in the Parquet and JSON lines outputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from govreport.extras import need

from .arrow_types import arrow_type
from .schema import NESTED, REPORT_COLUMNS, TABLES, table_columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SEPARATOR", "table_schema", "tables_of"]

SEPARATOR = "；"


def tables_of(
    batches: Iterable[pa.RecordBatch], names: Sequence[str] = TABLES, *, first: int = 0
) -> Iterator[dict[str, pa.RecordBatch]]:
    """For every batch of ``REPORT_SCHEMA`` its part of each table; ``first`` is the number of the first document."""
    for batch in batches:
        yield {name: _reports(batch, first) if name == "reports" else _items(batch, name, first) for name in names}
        first += batch.num_rows


def _reports(batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
    pa = need("pyarrow")
    arrays = [pa.array(range(first, first + batch.num_rows), pa.int64())]
    types = {column.name: column.type for column in REPORT_COLUMNS}
    columns = table_columns("reports")
    for column in columns[1:]:
        array = batch.column(batch.schema.get_field_index(column.name))
        arrays.append(_joined(array, types[column.name]) if types[column.name] in ("strings", "labels") else array)
    return pa.RecordBatch.from_arrays(arrays, schema=table_schema("reports"))


def _joined(array: pa.Array, kind: str) -> Any:
    pa, compute = need("pyarrow"), need("pyarrow.compute")
    if kind == "labels":
        inner = array.flatten()
        offsets = [
            None if not valid else at for valid, at in zip(array.is_valid().to_pylist(), _starts(array), strict=True)
        ]
        pairs = compute.binary_join_element_wise(inner.field("label"), inner.field("value"), "：")
        array = pa.ListArray.from_arrays(pa.array([*offsets, len(inner)], pa.int32()), pairs)
    # No strings at all is nothing, not an empty string.
    joined = compute.binary_join(array, SEPARATOR)
    return compute.if_else(compute.equal(joined, ""), None, joined)


def _starts(array: pa.Array) -> list[int]:
    compute = need("pyarrow.compute")
    at, starts = 0, []
    for length in compute.fill_null(compute.list_value_length(array), 0).to_pylist():
        starts.append(at)
        at += length
    return starts


def _items(batch: pa.RecordBatch, name: str, first: int) -> pa.RecordBatch:
    pa, compute = need("pyarrow"), need("pyarrow.compute")
    lists = batch.column(batch.schema.get_field_index(name))
    parents = compute.list_parent_indices(lists)
    inner = compute.list_flatten(lists)
    arrays = [
        compute.add(compute.cast(parents, pa.int64()), first),
        compute.take(batch.column(0), parents),
        *(inner.field(column.name) for column in NESTED[name]),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=table_schema(name))


def table_schema(name: str) -> pa.Schema:
    """The columns of a table for Arrow."""
    pa = need("pyarrow")
    return pa.schema([pa.field(column.name, arrow_type(column)) for column in table_columns(name)])
