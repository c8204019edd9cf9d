"""A DuckDB database: the five tables, the whole reports in ``documents``, and a few views; no server is needed.

Views: ``panel`` (a row a yearly report and cell of its official form), ``requests`` (new requests, granted and partly
granted a report), ``sums_that_fail`` (findings of arithmetic) and ``failed`` (documents that could not be read).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govreport.extras import need

from .arrow import arrow_type
from .schema import REPORT_COLUMNS
from .sink import Sink, read_parts
from .tables import TABLES, table_columns, tables_of

__all__ = ["VIEWS", "write_duckdb"]

_TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date32": "DATE",
}
MEMORY = "64MB"
ROW_GROUP = 4096
VIEWS = {
    "panel": """
        SELECT r.document, r.id, r.issuing_body, r.publisher, r.year, r.form, s.measure, s.code, s.column_code, s.label,
               s.value, s.unit, s.state
        FROM reports r JOIN statistics s USING (document) WHERE r.kind = 'annual_report'""",
    "requests": """
        SELECT r.document, r.id, r.issuing_body, r.year, r.form,
               max(s.value) FILTER (s.measure = 'requests_received') AS received,
               max(s.value) FILTER (s.measure = 'granted') AS granted,
               max(s.value) FILTER (s.measure = 'partially_granted') AS partially_granted
        FROM reports r JOIN statistics s USING (document)
        WHERE r.kind = 'annual_report' AND s.column_code IN ('', 'total') AND s.state = 'stated'
        GROUP BY ALL""",
    "sums_that_fail": """
        SELECT r.document, r.id, r.title, r.year, f.code, f.message, f.left_value, f.right_value, f.difference
        FROM reports r JOIN findings f USING (document) WHERE f.difference <> 0""",
    "failed": "SELECT document, id, url, error, message FROM reports WHERE status = 'failed'",
}


def write_duckdb(sink: Sink, parts: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """One database file."""
    target = folder / "output.duckdb"
    duckdb, pa = need("duckdb"), need("pyarrow")
    # The pool that Arrow prefers keeps what it once had; beside DuckDB that is a hundred megabytes.
    pool = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        # One thread, a fixed memory and small row groups: the rows keep their order, and the process stays small.
        settings = {"threads": 1, "memory_limit": MEMORY, "temp_directory": str(folder / "spill")}
        with duckdb.connect(config=settings) as connection:
            connection.execute(f"ATTACH '{_quoted(target)}' AS output (ROW_GROUP_SIZE {ROW_GROUP})")
            connection.execute("USE output")
            _fill(connection, parts, folder)
            connection.execute("CHECKPOINT")
            connection.execute("USE memory")
            connection.execute("DETACH output")
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    finally:
        pa.set_memory_pool(pool)
    return {target: sink.target}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _fill(connection: Any, parts: Sequence[Path], folder: Path) -> None:
    pa = need("pyarrow")
    for name in TABLES:
        columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table_columns(name))
        connection.execute(f"CREATE TABLE {name} ({columns})")
    connection.execute("CREATE TABLE documents (document BIGINT, id VARCHAR, report_json VARCHAR)")
    json_at = len(REPORT_COLUMNS) - 1
    first = 0
    for batch, tables in _with_tables(parts):
        for name, part in tables.items():
            _insert(connection, name, pa.Table.from_batches([part]), folder)
        numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
        whole = pa.table(
            [numbers, batch.column(0), batch.column(json_at).cast(arrow_type(REPORT_COLUMNS[json_at]))],
            names=["document", "id", "report_json"],
        )
        _insert(connection, "documents", whole, folder)
        first += batch.num_rows
    for name, query in VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {query}")


def _with_tables(parts: Sequence[Path]) -> Any:
    pa = need("pyarrow")
    # Inserts cost by the statement as well as by the row: some parts together.
    waiting: list[Any] = []
    rows = size = first = 0
    for batch in read_parts(parts):
        waiting.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
        if rows >= 128 or size >= 4 * 2**20:
            yield from _joined(pa, waiting, first)
            first += rows
            waiting, rows, size = [], 0, 0
    if waiting:
        yield from _joined(pa, waiting, first)


def _joined(pa: Any, batches: list[Any], first: int) -> Any:
    batch = pa.Table.from_batches(batches).combine_chunks().to_batches()[0]
    for tables in tables_of([batch], first=first):
        yield batch, tables


def _insert(connection: Any, name: str, table: Any, folder: Path) -> None:
    # By way of a file: registering an Arrow table makes DuckDB import pandas where it is installed, 45 MB for nothing.
    if table.num_rows:
        path = folder / "incoming.parquet"
        need("pyarrow.parquet").write_table(
            table, path, compression="none", use_dictionary=False, write_statistics=False
        )
        connection.execute(f"INSERT INTO {name} SELECT * FROM read_parquet(?)", [str(path)])
        path.unlink()
