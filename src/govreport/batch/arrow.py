"""The core of every batch: record batches of pages in, record batches of reports out (:func:`parse_batches`).

``INPUT_SCHEMA`` and ``REPORT_SCHEMA`` are the fixed columns (docs/schema.md; the version stands in the metadata of the
schema). As many rows come out as go in, in their order; a document that cannot be read is a row with the status
``failed``, the class of the error and its message, and never an exception. Memory is bounded by
:class:`Options`: no more than ``rows`` reports, or ``flush_bytes`` of their JSON, are held at a time.

A limit of time can be held honestly only by killing the process that works on the document, because neither a signal
nor a thread stops code in C. The process pool of ``govreport convert`` does so (``Options.seconds``); here, in the
caller's own process, the limit is the size of the input (``max_bytes``), and reading is linear in it.

Arrow itself (``govreport[arrow]``) is imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govreport.errors import InternalError
from govreport.extras import need
from govreport.models import Report

from . import arrow_types
from .arrow_types import arrow_type
from .documents import MAX_BYTES, Failure
from .reading import read_document
from .rows import Row, flat_row, nested_rows, safe
from .schema import INPUT_COLUMNS, NESTED, REPORT_COLUMNS, Column

if TYPE_CHECKING:
    import pyarrow as pa

    INPUT_SCHEMA: pa.Schema
    REPORT_SCHEMA: pa.Schema

__all__ = [
    "INPUT_SCHEMA",
    "REPORT_SCHEMA",
    "Options",
    "ReportBuilder",
    "arrow_type",
    "parse_batches",
]

_FLAT = [column for column in REPORT_COLUMNS[5:] if column.type != "rows"]
_READ = (*(column.name for column in INPUT_COLUMNS), "media_type", "encoding")


@dataclass(frozen=True, slots=True)
class Options:
    """Limits of a batch run.

    ``max_bytes`` is the largest input that is read. ``seconds`` is the time one document may take; it is held by the
    process pool only (see the module). ``rows`` is the largest number of rows in a batch that comes out, and
    ``flush_bytes`` the size of report JSON after which a batch ends early.
    """

    max_bytes: int = MAX_BYTES
    seconds: float | None = 60.0
    rows: int = 256
    flush_bytes: int = 32 * 2**20

    def __post_init__(self) -> None:
        if self.max_bytes < 1 or self.rows < 1 or self.flush_bytes < 1:
            raise ValueError("max_bytes, rows and flush_bytes must be at least 1")
        if self.seconds is not None and self.seconds <= 0:
            raise ValueError("seconds must be more than 0")


def __getattr__(name: str) -> Any:
    if name in ("INPUT_SCHEMA", "REPORT_SCHEMA"):
        return getattr(arrow_types, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def parse_batches(batches: Iterable[pa.RecordBatch], *, options: Options = Options()) -> Iterator[pa.RecordBatch]:
    """Read every row of ``batches`` and yield the reports as batches of ``REPORT_SCHEMA``.

    A batch needs a column ``content`` (binary or string, large or not); ``id``, ``url``, ``media_type`` and
    ``encoding`` are used where they are there, other columns are passed over. Row *n* of what comes out belongs to
    row *n* of what went in; the cuts between batches may fall elsewhere. Never raises for a document; raises
    ``ValueError`` for a batch without ``content``.

    >>> import pyarrow as pa
    >>> page = "某市某局2019年政府信息公开工作年度报告\\n\\n一、总体情况\\n\\n全年主动公开信息3条。"
    >>> pages = pa.RecordBatch.from_pydict({"id": ["a", "b"], "content": [page.encode(), b""]})
    >>> [batch] = parse_batches([pages])
    >>> batch.column("status").to_pylist(), batch.column("year").to_pylist()
    (['ok', 'failed'], [2019, None])
    """
    builder = ReportBuilder()
    for batch in batches:
        for id_, content, url, media_type, encoding in _input_rows(batch):
            result = read_document(
                content, url=url, media_type=media_type, encoding=encoding, max_bytes=options.max_bytes
            )
            builder.add(id_, url, result)
            if len(builder) >= options.rows or builder.size >= options.flush_bytes:
                yield builder.batch()
        if len(builder):
            # What was read from one batch is not held back until the next one comes: Spark waits for it.
            yield builder.batch()


def _input_rows(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    names = batch.schema.names
    if "content" not in names:
        raise ValueError(f"a batch needs a column 'content'; this one has {', '.join(names) or 'none'}")
    columns = [batch.column(names.index(name)) if name in names else None for name in _READ]
    for row in range(batch.num_rows):
        yield tuple(None if column is None else _value(column[row]) for column in columns)


def _value(scalar: Any) -> Any:
    try:
        value = scalar.as_py()
    except UnicodeDecodeError:
        # A column of type string may hold bytes that are none; the page is then decoded like any other bytes.
        return scalar.as_buffer().to_pybytes()
    return value if value is None or isinstance(value, (str, bytes)) else str(value)


class ReportBuilder:
    """Collects reports and failures as rows and makes a batch of ``REPORT_SCHEMA`` of them.

    ``whole`` False leaves ``report_json`` null, for tables that do not show it.
    """

    def __init__(self, *, whole: bool = True) -> None:
        self._whole = whole
        self._clear()

    def _clear(self) -> None:
        self.size = 0
        self._head: list[Row] = []
        self._flat: list[Row] = []
        self._nested: list[dict[str, list[Row]] | None] = []

    def __len__(self) -> int:
        return len(self._head)

    def add(self, id_: str | None, url: str | None, result: Report | Failure) -> Failure | None:
        """One more row. A report that cannot be written as a row becomes a failed one; why any row failed."""
        if isinstance(result, Report):
            try:
                report_json = result.model_dump_json() if self._whole else None
                flat, nested = flat_row(result, report_json), nested_rows(result)
            except Exception as error:
                result = Failure(InternalError.__name__, f"{type(error).__name__}: {error}")
        if isinstance(result, Failure):
            self._head.append((_key(id_), _key(url), "failed", result.error, safe(result.message)))
            self._flat.append((None,) * len(_FLAT))
            self._nested.append(None)
            return result
        # Without its JSON a report takes some times its text.
        self.size += len(report_json) if report_json is not None else 4 * len(result.text)
        self._head.append((_key(id_), _key(url), "ok", None, None))
        self._flat.append(flat)
        self._nested.append(nested)
        return None

    def batch(self) -> pa.RecordBatch:
        """The rows so far; the builder is empty afterwards."""
        try:
            try:
                return self._build()
            except Exception:
                # One row holds what its column cannot: find it, and let it be the one that failed.
                return self._build_row_by_row()
        finally:
            self._clear()

    def _build_row_by_row(self) -> pa.RecordBatch:
        kept = self._head, self._flat, self._nested
        for row, head in enumerate(kept[0]):
            self._head, self._flat, self._nested = [head], [kept[1][row]], [kept[2][row]]
            try:
                self._build()
            except Exception as error:
                message = f"{type(error).__name__}: {error}"
                kept[0][row] = (*head[:2], "failed", InternalError.__name__, safe(message))
                kept[1][row] = (None,) * len(_FLAT)
                kept[2][row] = None
        self._head, self._flat, self._nested = kept
        return self._build()

    def _build(self) -> pa.RecordBatch:
        pa = need("pyarrow")
        schema = arrow_types.REPORT_SCHEMA
        columns = dict(zip(schema.names[:5], zip(*self._head, strict=True), strict=False)) if self._head else {}
        values = zip(*self._flat, strict=True)
        columns |= dict(zip((column.name for column in _FLAT), values, strict=False))
        arrays = [
            _list_array(column, [None if rows is None else rows[column.name] for rows in self._nested])
            if column.type == "rows"
            else pa.array(columns.get(column.name, ()), arrow_type(column))
            for column in REPORT_COLUMNS
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _key(text: str | None) -> str | None:
    return safe(text) if text is None or isinstance(text, str) else safe(text.decode("utf-8", "backslashreplace"))


def _list_array(column: Column, lists: list[list[Row] | None]) -> pa.Array:
    """A list column built field by field: ten times as fast as from dictionaries."""
    pa = need("pyarrow")
    offsets: list[int | None] = []
    rows: list[Row] = []
    for item in lists:
        offsets.append(None if item is None else len(rows))
        rows += item or ()
    offsets.append(len(rows))
    fields = NESTED[column.name]
    values = list(zip(*rows, strict=True)) or [()] * len(fields)
    arrays = [pa.array(part, arrow_type(field)) for part, field in zip(values, fields, strict=True)]
    inner = pa.StructArray.from_arrays(arrays, fields=list(arrow_type(column).value_type))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), inner, type=arrow_type(column))
