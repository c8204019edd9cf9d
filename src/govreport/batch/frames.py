"""Reports as data frames: the five tables of :mod:`.tables` in pandas or polars, :func:`to_frames`.

Columns, their order and their meaning are those of docs/schema.md; their types are fixed, also where a column has no
value at all. Neither library needs Arrow for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from govreport.extras import need
from govreport.models import Report
from govreport.pipeline import ParseResult

from .rows import flat_row, nested_rows, safe
from .schema import REPORT_COLUMNS, TABLES, Column, table_columns
from .tables import SEPARATOR

__all__ = ["Frames", "to_frames"]

_FLAT = [column for column in REPORT_COLUMNS[5:] if column.type != "rows"]
_INT32 = 1 << 31
_Row = Sequence[Any]


class Frames(NamedTuple):
    """The five tables as data frames; they share the keys ``document`` (from 0, in the order given) and ``id``."""

    reports: Any
    sections: Any
    statistics: Any
    figures: Any
    findings: Any


def to_frames(reports: Iterable[Report | ParseResult], *, backend: Literal["pandas", "polars"] = "pandas") -> Frames:
    """Reports, or what :func:`govreport.parse_many` gives, as data frames of pandas or polars.

    A row of ``reports`` is a document, failed ones too (``status``, ``error``, ``message``); a row of the others is a
    section, a cell of the official form, a count in the prose, a finding. ``id`` is that of the result; a bare report
    has none, and ``document`` is its key. Types: text is ``string`` (``String`` in polars), numbers are nullable
    (``Int32``, ``Int64``, ``Float64``), truth ``boolean``, days ``datetime64[s]`` (``Date``).

    >>> from govreport import parse, to_frames
    >>> report = parse("某市某局2019年政府信息公开工作年度报告\\n\\n一、总体情况\\n\\n全年主动公开信息3条。")
    >>> frames = to_frames([report], backend="polars")
    >>> frames.figures.select("document", "subject", "value", "unit").rows()
    [(0, '主动公开信息', 3.0, '条')]

    Raises :class:`~govreport.errors.DependencyError` where the library is not installed, ``ValueError`` for another
    backend.
    """
    if backend not in ("pandas", "polars"):
        raise ValueError(f"backend must be 'pandas' or 'polars', not {backend!r}")
    library = need(backend)
    build = _pandas if backend == "pandas" else _polars
    rows: dict[str, list[_Row]] = {name: [] for name in TABLES}
    for document, item in enumerate(reports):
        for name, found in _rows(item):
            rows[name] += [(document, *row) for row in found]
    return Frames(*(build(library, table_columns(name), rows[name]) for name in TABLES))


def _rows(item: Report | ParseResult) -> Iterable[tuple[str, list[_Row]]]:
    """The rows of one document in each table, without the number of the document."""
    report = item if isinstance(item, Report) else item.report
    id_ = safe(item.id) if isinstance(item, ParseResult) else None
    if report is None:
        error = item.error if isinstance(item, ParseResult) else None
        head = (id_, None, "failed", type(error).__name__, safe(str(error)))
        return [("reports", [(*head, *[None] * (len(_FLAT) - 1))])]
    flat = [
        _joined(value, column.type)
        for value, column in zip(flat_row(report, ""), _FLAT, strict=True)
        if column.name != "report_json"
    ]
    nested = nested_rows(report)
    items: list[tuple[str, list[_Row]]] = [(name, [(id_, *row) for row in nested[name]]) for name in TABLES[1:]]
    return [("reports", [(id_, safe(report.source.url), "ok", None, None, *flat)]), *items]


def _joined(value: Any, kind: str) -> Any:
    if kind == "strings":
        return SEPARATOR.join(value) or None
    if kind == "labels":
        return SEPARATOR.join(f"{pair['label']}：{pair['value']}" for pair in value) or None
    return value


def _columns(columns: list[Column], rows: list[_Row]) -> Iterable[tuple[Column, list[Any]]]:
    for at, column in enumerate(columns):
        values = [row[at] for row in rows]
        if column.type == "string":
            values = [safe(value) for value in values]
        elif column.type == "int32":
            # As in the other outputs: a number that its column cannot hold is null.
            values = [value if value is not None and -_INT32 <= value < _INT32 else None for value in values]
        yield column, values


def _pandas(pandas: Any, columns: list[Column], rows: list[_Row]) -> Any:
    types = {
        "string": pandas.StringDtype("python"),
        "int32": pandas.Int32Dtype(),
        "int64": pandas.Int64Dtype(),
        "float64": pandas.Float64Dtype(),
        "bool": pandas.BooleanDtype(),
        "date32": "datetime64[s]",
    }
    return pandas.DataFrame(
        {column.name: pandas.Series(values, dtype=types[column.type]) for column, values in _columns(columns, rows)}
    )


def _polars(polars: Any, columns: list[Column], rows: list[_Row]) -> Any:
    types = {
        "string": polars.String,
        "int32": polars.Int32,
        "int64": polars.Int64,
        "float64": polars.Float64,
        "bool": polars.Boolean,
        "date32": polars.Date,
    }
    return polars.DataFrame(
        [polars.Series(column.name, values, dtype=types[column.type]) for column, values in _columns(columns, rows)]
    )
