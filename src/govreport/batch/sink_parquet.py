"""Parquet with ``REPORT_SCHEMA``: one file, or a folder of files, partitioned the Hive way (``year=2020/``) if asked.

Row groups have about :data:`ROWS` rows (fewer of long reports); the cuts depend on the documents only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from govreport.extras import need

from .arrow_types import REPORT_SCHEMA
from .sink import Sink, read_parts

__all__ = ["ROWS", "write_parquet"]

ROWS = 512
GROUP_BYTES = 24 * 2**20
FILE_GROUPS = 128
"""Row groups of a file of a folder that is not partitioned."""
_NULL = "__HIVE_DEFAULT_PARTITION__"


def write_parquet(sink: Sink, parts: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """One file or one folder."""
    target = folder / "output"
    if not sink.folder:
        with _writer(target) as writer:
            for table in _groups(parts):
                writer.write_table(table, row_group_size=ROWS)
    elif sink.partition_by is None:
        _write_folder(target, parts)
    else:
        _write_partitions(target, parts, sink.partition_by)
    return {target: sink.target}


def _writer(path: Path, schema: Any = None) -> Any:
    parquet = need("pyarrow.parquet")
    return parquet.ParquetWriter(str(path), REPORT_SCHEMA if schema is None else schema, compression="zstd")


def _groups(parts: Sequence[Path]) -> Iterator[Any]:
    pa = need("pyarrow")
    waiting: list[Any] = []
    rows = size = 0
    for batch in read_parts(parts):
        waiting.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
        if rows >= ROWS or size >= GROUP_BYTES:
            yield pa.Table.from_batches(waiting)
            waiting, rows, size = [], 0, 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def _write_folder(target: Path, parts: Sequence[Path]) -> None:
    target.mkdir()
    number, writer = 0, _writer(target / "part-00000.parquet")
    try:
        for count, table in enumerate(_groups(parts)):
            if count // FILE_GROUPS > number:
                writer.close()
                number += 1
                writer = _writer(target / f"part-{number:05d}.parquet")
            writer.write_table(table, row_group_size=ROWS)
    finally:
        writer.close()


def _write_partitions(target: Path, parts: Sequence[Path], column: str) -> None:
    """Rows go to the file of their value; a value has one file, which is open as long as the run lasts."""
    compute = need("pyarrow.compute")
    target.mkdir()
    schema = REPORT_SCHEMA.remove(REPORT_SCHEMA.get_field_index(column))
    writers: dict[object, Any] = {}
    try:
        for table in _groups(parts):
            values = table.column(column)
            for value in sorted(compute.unique(values).to_pylist(), key=str):
                rows = table.filter(values.is_null() if value is None else compute.equal(values, value))
                if value not in writers:
                    name = target / f"{column}={_NULL if value is None else quote(str(value), safe='')}"
                    name.mkdir()
                    writers[value] = _writer(name / "part-00000.parquet", schema)
                writers[value].write_table(rows.drop_columns([column]), row_group_size=ROWS)
    finally:
        for writer in writers.values():
            writer.close()
