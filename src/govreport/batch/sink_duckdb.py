"""A DuckDB database: the five tables, the whole reports in ``documents``, and a few views; no server is needed.

Views: ``panel`` (a row a yearly report and cell of its official form), ``requests`` (new requests, granted and partly
granted a report), ``sums_that_fail`` (findings of arithmetic) and ``failed`` (documents that could not be read).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from govreport.extras import need, sql_text

from .schema import REPORT_COLUMNS, TABLES, table_columns
from .sink import Sink
from .tables import table_schema, tables_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["VIEWS", "TableWriter", "duckdb_parts", "write_duckdb"]

_TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date32": "DATE",
}
MEMORY = ("64MB", "256MB", "1GB", "4GB", "16GB")
"""What DuckDB may use, one after the other until it is enough: it holds the JSON of some thousand reports at a time,
which are tens of megabytes of usual pages and hundreds of pages of a hundred kilobytes. The file is the same."""
ROW_GROUP = 4096
TOGETHER = 8
_HEADER = 4096
_IDENTIFIER = slice(124, 140)
_MASK = (1 << 64) - 1
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
    duckdb = need("duckdb")
    for memory in MEMORY:
        try:
            _write(target, sink, parts, folder, memory)
            break
        except duckdb.Error as error:
            if memory != MEMORY[-1] and _no_room(error):
                continue
            # Whatever DuckDB calls it (a full disk, no memory): the output cannot be written.
            raise OSError(" ".join(str(error).split())) from error
    _name_by_content(target)
    return {target: sink.target}


def _write(target: Path, sink: Sink, parts: Sequence[Path], folder: Path, memory: str) -> None:
    for old in (target, target.with_name(target.name + ".wal")):
        old.unlink(missing_ok=True)
    # One thread, a fixed memory and small row groups: the rows keep their order, and the process stays small.
    settings = {"threads": 1, "memory_limit": memory, "temp_directory": str(folder / "spill")}
    with need("duckdb").connect(config=settings) as connection:
        connection.execute(f"ATTACH {sql_text(target)} AS output (ROW_GROUP_SIZE {ROW_GROUP})")
        connection.execute("USE output")
        _fill(connection, sink, parts)
        connection.execute("CHECKPOINT")
        connection.execute("USE memory")
        connection.execute("DETACH output")


def _no_room(error: Exception) -> bool:
    """Whether DuckDB wanted more memory than it was given; it says so with errors of several kinds."""
    return isinstance(error, need("duckdb").OutOfMemoryException) or "pin block" in str(error)


def _name_by_content(path: Path) -> None:
    """Replace the identifier that DuckDB draws for every new file by one made of its content: same in, same out.

    The identifier (16 bytes, in use for encrypted files only) is all that differs between two runs. It is left alone
    where the header is not the one we know: the checksum of DuckDB, computed here, must be the one that stands there.
    """
    with open(path, "r+b") as file:
        header = bytearray(file.read(_HEADER))
        if header[8:12] != b"DUCK" or struct.unpack_from("<Q", header)[0] != _checksum(header[8:]):
            return
        found = hashlib.sha256()
        while data := file.read(1 << 20):
            found.update(data)
        header[_IDENTIFIER] = found.digest()[:16]
        struct.pack_into("<Q", header, 0, _checksum(header[8:]))
        file.seek(0)
        file.write(header)


def _checksum(data: bytes | bytearray) -> int:
    """The checksum of a block of a DuckDB file (``duckdb/common/checksum.cpp``) whose length is a multiple of 8."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", data):
        result ^= (word * 0xBF58476D1CE4E5B9) & _MASK
    return result


def _fill(connection: Any, sink: Sink, parts: Sequence[Path]) -> None:
    for name in TABLES:
        columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table_columns(name))
        connection.execute(f"CREATE TABLE {name} ({columns})")
    connection.execute("CREATE TABLE documents (document BIGINT, id VARCHAR, report_json VARCHAR)")
    # Some parts a statement: one each costs time, all together memory.
    for start in range(0, len(parts), TOGETHER):
        stems = [str(part).removesuffix(sink.part) for part in parts[start : start + TOGETHER]]
        for name, suffix in duckdb_parts().items():
            query = f"INSERT INTO {name} SELECT * FROM read_parquet(?)"
            connection.execute(query, [[stem + suffix for stem in stems]])
    for name, query in VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {query}")


def duckdb_parts() -> dict[str, str]:
    """Table → suffix of its part."""
    return {name: f".{name}.parquet" for name in (*TABLES, "documents")}


class TableWriter:
    """The tables of one part as files of Parquet, which DuckDB reads as they are; used in the worker.

    Not by way of Arrow in memory: the parent has no need of Arrow then, and DuckDB, given an Arrow table, imports
    pandas where it is installed.
    """

    def __init__(self, files: Mapping[str, IO[bytes]], first: int) -> None:
        self._pa, parquet = need("pyarrow"), need("pyarrow.parquet")
        documents = self._pa.schema(
            [("document", self._pa.int64()), ("id", self._pa.string()), ("report_json", self._pa.string())]
        )
        self._schemas = {name: table_schema(name) for name in TABLES} | {"documents": documents}
        options = {"compression": "lz4", "use_dictionary": False, "write_statistics": False}
        self._writers = {
            name: parquet.ParquetWriter(files[name], schema, **options) for name, schema in self._schemas.items()
        }
        self._next = first

    def write(self, batch: pa.RecordBatch) -> None:
        """The rows of a batch of ``REPORT_SCHEMA``."""
        [tables] = tables_of([batch], first=self._next)
        numbers = self._pa.array(range(self._next, self._next + batch.num_rows), self._pa.int64())
        whole = [numbers, batch.column(0), batch.column(len(REPORT_COLUMNS) - 1)]
        tables["documents"] = self._pa.RecordBatch.from_arrays(whole, schema=self._schemas["documents"])
        for name, table in tables.items():
            self._writers[name].write_batch(table)
        self._next += batch.num_rows

    def close(self) -> None:
        """Write what is left."""
        for writer in self._writers.values():
            writer.close()
