"""A cluster: :func:`~govreport.batch.arrow.parse_batches` handed to Spark's ``mapInArrow``.

::

    pages = spark.read.parquet("s3a://crawl/pages")
    reports = parse_dataframe(pages, content="html", id="page_id", url="url", keep=["province"])
    reports.write.partitionBy("province").parquet("s3a://crawl/reports")

As many rows come out as went in, and a document that cannot be read is a row with the status ``failed``. That holds as
well for one that kills the process that reads it (out of memory, a crash in a C library) or takes longer than
``Options.seconds``: each Spark task reads in a child process (:mod:`.isolated`).

The executors need govreport with its ``[spark]`` extra in the Python that ``PYSPARK_PYTHON`` names (docs/scale.md
packs it). ``pyspark`` is imported when a function is called, not with this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from govreport.errors import DependencyError, GovReportError

from .arrow import Options
from .isolated import Parse, parse_isolated
from .schema import SCHEMA_VERSION

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import DataType, StructType

__all__ = ["BATCH_ROWS", "content_id", "parse_dataframe", "report_schema"]

BATCH_ROWS = 64
"""Pages in one Arrow batch. Spark's own 10,000 would put half a gigabyte of pages into the memory of a worker."""

_ROWS_SETTING = "spark.sql.execution.arrow.maxRecordsPerBatch"
# mapInArrow itself asks for all three.
_NEEDED = ("pyspark", "pyarrow", "pandas")


def parse_dataframe(
    df: DataFrame,
    *,
    content: str,
    id: str | None = None,  # noqa: A002 - the name that it has everywhere in govreport
    url: str | None = None,
    keep: Sequence[str] = (),
    options: Options | None = None,
    batch_rows: int | None = BATCH_ROWS,
) -> DataFrame:
    """The reports of the pages in ``df``: the columns of ``REPORT_SCHEMA``, one row for every row of ``df``, lazily.

    ``content``, ``id`` and ``url`` name columns. ``content`` is binary (better: the page decides on its encoding) or
    string. Without ``id``, or where it is null, the id is :func:`content_id`: the same in every run, and the same for
    two rows with the same content. Other columns of ``df`` come out only where ``keep`` names them; they stand after
    those of the report (for ``partitionBy``, say) and must not be called like one of them.

    ``batch_rows`` is how many pages go to Python at once. Spark knows it only as a setting of the session
    (``spark.sql.execution.arrow.maxRecordsPerBatch``): a larger value there is lowered and stays lowered. None leaves
    the session alone.

    Raises :class:`~govreport.errors.DependencyError` without the ``[spark]`` extra and ``ValueError`` for a column that
    is not there or whose name is taken.
    """
    _require_spark()
    from pyspark.sql import functions
    from pyspark.sql.types import StructType

    report = report_schema()
    _check_columns(df.columns, [name for name in (content, id, url) if name is not None], keep, report.names)
    if batch_rows is not None:
        _limit_batches(df, batch_rows)
    own_id = content_id(content)
    pages = df.select(
        (own_id if id is None else functions.coalesce(_column(id).cast("string"), own_id)).alias("id"),
        _column(content).cast("binary").alias("content"),
        (functions.lit(None) if url is None else _column(url)).cast("string").alias("url"),
        *(_column(name).alias(f"keep_{number}") for number, name in enumerate(keep)),
    )
    reader = _Reader(options or Options(), tuple(keep))
    # A function and not the object itself: Spark asks for a __name__.
    return pages.mapInArrow(lambda batches: reader(batches), StructType([*report.fields, *_fields(df, keep)]))


def content_id(content: str) -> Column:
    """The id of a page that has none: SHA-256 of the column ``content`` (a string as UTF-8, null as no bytes).

    Resuming needs it outside of :func:`parse_dataframe`: give the pages this column first, and leave out with an
    anti-join those whose id is already among the reports (docs/scale.md).
    """
    _require_spark()
    from pyspark.sql import functions

    return functions.sha2(functions.coalesce(_column(content).cast("binary"), functions.lit(b"")), 256)


def report_schema() -> StructType:
    """``REPORT_SCHEMA`` as a schema of Spark, for reading back what was written and for empty DataFrames.

    Raises :class:`~govreport.errors.DependencyError` without the ``[spark]`` extra.
    """
    _require_spark()
    from pyspark.sql.types import StructField, StructType

    from .arrow import REPORT_SCHEMA

    return StructType([StructField(field.name, _spark_type(field.type), field.nullable) for field in REPORT_SCHEMA])


@dataclass(frozen=True, slots=True)
class _Reader:
    """What runs on the executors. ``version`` travels from the driver, to be compared with what is installed there."""

    options: Options
    keep: tuple[str, ...] = ()
    parse: Parse | None = None
    version: str = SCHEMA_VERSION

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if self.version != SCHEMA_VERSION:
            raise GovReportError(
                f"the driver has version {self.version} of the report columns and this executor {SCHEMA_VERSION}: "
                "install the same govreport on both"
            )
        with parse_isolated(self.options, parse=self.parse) as parse:
            for batch in batches:
                done = 0
                for reports in parse(batch.select(["id", "content", "url"])):
                    yield self._with_kept(reports, batch.slice(done, reports.num_rows))
                    done += reports.num_rows

    def _with_kept(self, reports: pa.RecordBatch, pages: pa.RecordBatch) -> pa.RecordBatch:
        columns = (
            reports.columns + pages.columns[pages.num_columns - len(self.keep) :] if self.keep else reports.columns
        )
        return type(reports).from_arrays(columns, names=[*reports.schema.names, *self.keep])


def _require_spark() -> None:
    for module in _NEEDED:
        try:
            import_module(module)
        except ImportError as error:
            raise DependencyError(
                f"this needs {module}, which is not installed: pip install 'govreport[spark]'"
            ) from error


def _column(name: str) -> Column:
    from pyspark.sql import functions

    # Quoted: a dot in a plain name would ask for a field of a struct.
    return functions.col("`" + name.replace("`", "``") + "`")


def _fields(df: DataFrame, names: Sequence[str]) -> list[Any]:
    return [df.schema[name] for name in names]


def _check_columns(there: Sequence[str], wanted: Sequence[str], keep: Sequence[str], taken: Sequence[str]) -> None:
    missing = [name for name in (*wanted, *keep) if name not in there]
    if missing:
        raise ValueError(f"no column {', '.join(missing)}; there are {', '.join(there)}")
    # Spark and most stores of tables do not tell Year from year.
    used = {name.casefold() for name in taken}
    for name in keep:
        if name.casefold() in used:
            raise ValueError(
                f"the reports have a column {name} already, or it is kept twice: rename it before keeping it"
            )
        used.add(name.casefold())


def _limit_batches(df: DataFrame, rows: int) -> None:
    if rows < 1:
        raise ValueError("batch_rows must be at least 1")
    settings = df.sparkSession.conf
    current = int(settings.get(_ROWS_SETTING, "10000") or 0)
    if current <= 0 or current > rows:
        settings.set(_ROWS_SETTING, str(rows))


def _spark_type(arrow: pa.DataType) -> DataType:
    import pyarrow as pa
    from pyspark.sql import types

    if pa.types.is_list(arrow):
        return types.ArrayType(_spark_type(arrow.value_type), arrow.value_field.nullable)
    if pa.types.is_struct(arrow):
        return types.StructType([types.StructField(f.name, _spark_type(f.type), f.nullable) for f in arrow])
    simple: dict[pa.DataType, Callable[[], DataType]] = {
        pa.string(): types.StringType,
        pa.int32(): types.IntegerType,
        pa.int64(): types.LongType,
        pa.float64(): types.DoubleType,
        pa.bool_(): types.BooleanType,
        pa.date32(): types.DateType,
    }
    return simple[arrow]()
