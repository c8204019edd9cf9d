"""What the charts show, counted by DuckDB from an output of ``govreport convert``.

A Parquet file or folder, JSON lines or a DuckDB database enters here; three views of the same shape are made of it
(``documents``, ``cells``, ``found``), and every chart is one query on them, so that a hundred thousand documents cost
seconds and no memory of ours. Which rows of a form make up an outcome comes from ``forms/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from govreport.errors import SourceNotFoundError, UnsupportedMediaError
from govreport.extras import need, sql_text
from govreport.forms import load_forms

__all__ = ["FIELDS", "GROUND", "OUTCOMES", "Figures", "Finding", "Missing", "read_figures"]

OUTCOMES = ("granted", "partially_granted", "denied", "cannot_provide", "not_processed", "other_handling")
GROUND = "denied."
FIELDS = ("title", "issuing_body", "year", "signed_on", "publisher", "index_number", "dated", "sections", "statistics")
"""The columns of the chart of missing fields; year and statistics count for yearly reports only."""
_RECEIVED = "requests_received"
_JSON_COLUMNS = {
    "id": "VARCHAR",
    "url": "VARCHAR",
    "report": """STRUCT(kind VARCHAR, title VARCHAR, "year" INTEGER, issuing_body VARCHAR, signed_on VARCHAR,
        metadata STRUCT(index_number STRUCT(raw VARCHAR), publisher VARCHAR, issued_on VARCHAR, published_at VARCHAR,
                        site STRUCT("domain" VARCHAR)),
        sections STRUCT("level" INTEGER)[], source STRUCT(url VARCHAR),
        statistics STRUCT(form VARCHAR,
                          cells STRUCT(code VARCHAR, "column" VARCHAR, "value" VARCHAR, "state" VARCHAR)[]),
        findings STRUCT(code VARCHAR, severity VARCHAR)[])""",
}
_HOST = r"regexp_extract(lower({}), '^(?:[a-z]+://)?([^/:?#]+)', 1)"


class Finding(NamedTuple):
    """A code of docs/findings.md, its severity and how many documents have it."""

    code: str
    severity: str
    documents: int


class Missing(NamedTuple):
    """A site, its documents, and the percentage of them without each of :data:`FIELDS` (None: does not apply)."""

    site: str | None
    documents: int
    percent: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is drawn. Years are None where a document has none, ``failed`` where it is not known."""

    documents: int
    failed: int | None
    by_year: Mapping[int | None, Mapping[str, int]]
    by_body: tuple[tuple[str, int], ...]
    bodies: int
    measures: Mapping[int, Mapping[str, float]]
    stated: Mapping[int, int]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]


def read_figures(
    path: Path, *, errors: Path | None = None, bodies: int = 15, codes: int = 15, sites: int = 20
) -> Figures:
    """Count what is drawn; at most so many bodies, codes of findings and sites, those with most documents.

    JSON lines do not hold the failed documents: they are counted in ``errors``, or where that is None in
    ``OUT.errors.jsonl`` beside the output; without either ``Figures.failed`` is None. For the other outputs ``errors``
    is not looked at.

    Raises ``SourceNotFoundError`` for a missing path, ``UnsupportedMediaError`` for a file that is no output of
    ``govreport convert``, ``DependencyError`` without DuckDB.
    """
    duckdb = need("duckdb")
    for needed in (path, errors):
        if needed is not None and not needed.exists():
            raise SourceNotFoundError("no such file", where=str(needed))
    known = True
    if _is_lines(path):
        errors = errors or path.with_name(path.name.partition(".jsonl")[0] + ".errors.jsonl")
        known = errors.is_file()
    with duckdb.connect() as connection:
        try:
            _make_views(connection, path, errors if known else None)
            return _count(connection, bodies, codes, sites, known=known)
        except duckdb.Error as error:
            message = f"is no output of govreport convert that can be read ({str(error).splitlines()[0]})"
            raise UnsupportedMediaError(message, where=str(path)) from error


def _is_lines(path: Path) -> bool:
    return path.suffix != ".duckdb" and ".jsonl" in path.name


def _make_views(connection: Any, path: Path, errors: Path | None) -> None:
    """``documents`` (a row each), ``cells`` (of official forms) and ``found`` (findings), keyed by ``document``."""
    name = sql_text(path)
    if path.suffix == ".duckdb":
        connection.execute(f"ATTACH {name} AS given (READ_ONLY)")
        connection.execute("CREATE VIEW whole AS SELECT * FROM given.reports")
        counted = "(SELECT count(*) FROM given.sections s WHERE s.document = w.document)"
        connection.execute(_documents("w.document", counted))
        connection.execute(
            "CREATE VIEW cells AS SELECT s.document, r.year, r.form, s.code, s.column_code, s.value, s.state "
            "FROM given.statistics s JOIN given.reports r USING (document)"
        )
        connection.execute("CREATE VIEW found AS SELECT document, code, severity FROM given.findings")
    elif _is_lines(path):
        columns = ", ".join(f"{sql_text(key)}: {sql_text(kind)}" for key, kind in _JSON_COLUMNS.items())
        connection.execute(
            f"CREATE TEMP TABLE whole AS SELECT row_number() OVER () AS document, * FROM read_json({name}, "
            f"format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = 268435456)"
        )
        _documents_of_json(connection, errors)
    else:
        source = sql_text(f"{path}/**/*.parquet") if path.is_dir() else name
        connection.execute(
            "CREATE VIEW whole AS SELECT row_number() OVER () AS document, * "
            f"FROM read_parquet({source}, hive_partitioning = {str(path.is_dir()).lower()})"
        )
        connection.execute(_documents("w.document", "coalesce(len(sections), 0)"))
        connection.execute(
            "CREATE VIEW cells AS SELECT document, year, form, unnest(statistics, recursive := true) FROM whole"
        )
        connection.execute("CREATE VIEW found AS SELECT document, unnest(findings, recursive := true) FROM whole")


def _documents(key: str, sections: str) -> str:
    site = f"nullif(coalesce(nullif({_HOST.format('url')}, ''), lower(site_domain)), '')"
    return f"""CREATE VIEW documents AS SELECT {key} AS document, status, kind, try_cast(year AS INTEGER) AS year,
        issuing_body, title, signed_on, publisher, index_number, coalesce(published_at, issued_on) AS dated,
        {sections} AS sections, form, {site} AS site FROM whole w"""


def _documents_of_json(connection: Any, failed: Path | None) -> None:
    m = "report.metadata"
    site = (
        f"nullif(coalesce(nullif({_HOST.format('coalesce(url, report.source.url)')}, ''), lower({m}.site.domain)), '')"
    )
    more = ""
    if failed is not None:
        nothing = ", ".join(["NULL"] * 11)
        more = f"""UNION ALL SELECT -row_number() OVER (), 'failed', {nothing}
            FROM read_json({sql_text(failed)}, format = 'newline_delimited', columns = {{'id': 'VARCHAR'}})"""
    connection.execute(f"""CREATE VIEW documents AS SELECT document, 'ok' AS status, report.kind AS kind,
        report.year AS year, report.issuing_body AS issuing_body, report.title AS title, report.signed_on AS signed_on,
        {m}.publisher AS publisher, {m}.index_number.raw AS index_number,
        coalesce({m}.published_at, {m}.issued_on) AS dated, coalesce(len(report.sections), 0) AS sections,
        report.statistics.form AS form, {site} AS site FROM whole {more}""")
    connection.execute("""CREATE VIEW cells AS SELECT document, year, form, c.code AS code, c.column AS column_code,
        try_cast(c.value AS DOUBLE) AS value, c.state AS state FROM (SELECT document, report.year AS year,
        report.statistics.form AS form, unnest(report.statistics.cells) AS c FROM whole)""")
    connection.execute("""CREATE VIEW found AS SELECT document, f.code AS code, f.severity AS severity
        FROM (SELECT document, unnest(report.findings) AS f FROM whole)""")


def _count(connection: Any, bodies: int, codes: int, sites: int, *, known: bool) -> Figures:
    ask = connection.execute
    documents, failed = ask("SELECT count(*), count(*) FILTER (status = 'failed') FROM documents").fetchone()
    by_year: dict[int | None, dict[str, int]] = {}
    for year, kind, count in ask(
        "SELECT year, kind, count(*) FROM documents WHERE status <> 'failed' GROUP BY ALL ORDER BY ALL NULLS LAST"
    ).fetchall():
        by_year.setdefault(year, {})[kind] = count
    reports = "FROM documents WHERE kind = 'annual_report' AND issuing_body IS NOT NULL"
    by_body = ask(
        f"SELECT issuing_body, count(*) AS n {reports} GROUP BY 1 ORDER BY n DESC, 1 LIMIT {bodies}"
    ).fetchall()
    measures, stated = _measures(connection)
    found = ask(f"""SELECT code, severity, count(DISTINCT document) AS n FROM found WHERE severity <> 'notice'
        GROUP BY ALL ORDER BY n DESC, code LIMIT {codes}""").fetchall()
    return Figures(
        documents=documents,
        failed=failed if known else None,
        by_year=by_year,
        by_body=tuple(by_body),
        bodies=ask(f"SELECT count(DISTINCT issuing_body) {reports}").fetchone()[0],
        measures=measures,
        stated=stated,
        findings=tuple(Finding(*row) for row in found),
        missing=_missing(connection, sites),
    )


def _measures(connection: Any) -> tuple[dict[int, dict[str, float]], dict[int, int]]:
    """Sums a year: requests received, outcomes, grounds of denial; and how many reports state requests received.

    The figure of a report is its total; where the cell of the total is blank, the sum of the columns that it sums.
    """
    connection.execute("CREATE TEMP TABLE terms (form VARCHAR, measure VARCHAR, code VARCHAR)")
    wanted = [
        (form.id, measure.id, code)
        for form in load_forms()
        for measure in form.measures
        if measure.id in (_RECEIVED, *OUTCOMES) or measure.id.startswith(GROUND)
        for code in measure.terms
    ]
    connection.executemany("INSERT INTO terms VALUES (?, ?, ?)", wanted)
    rows = connection.execute("""
        WITH codes AS (
            SELECT document, year, form, code, coalesce(
                max(value) FILTER (column_code IN ('', 'total') AND state = 'stated'),
                sum(value) FILTER (column_code NOT IN ('', 'total') AND state = 'stated')) AS value
            FROM cells WHERE year IS NOT NULL GROUP BY ALL)
        SELECT year, measure, sum(value), count(DISTINCT document) FROM codes JOIN terms USING (form, code)
        WHERE value IS NOT NULL GROUP BY ALL ORDER BY ALL""").fetchall()
    measures: dict[int, dict[str, float]] = {}
    stated: dict[int, int] = {}
    for year, measure, value, documents in rows:
        name = "received" if measure == _RECEIVED else measure
        measures.setdefault(year, {})[name] = value
        if name == "received":
            stated[year] = documents
    return measures, stated


def _missing(connection: Any, sites: int) -> tuple[Missing, ...]:
    reports = "kind = 'annual_report'"
    absent = {name: (f"{name} IS NULL", "true") for name in FIELDS}
    absent["sections"] = ("sections = 0", "true")
    absent["year"] = ("year IS NULL", reports)
    # The forms begin with the reports on 2014.
    absent["statistics"] = ("form IS NULL", f"{reports} AND year >= 2014")
    shares = ", ".join(
        f"100.0 * count(*) FILTER ({test} AND {scope}) / nullif(count(*) FILTER ({scope}), 0)"
        for test, scope in absent.values()
    )
    rows = connection.execute(f"""SELECT site, count(*) AS n, {shares} FROM documents
        WHERE kind IN ('annual_report', 'document') GROUP BY site ORDER BY n DESC, site LIMIT {sites}""").fetchall()
    return tuple(Missing(row[0], row[1], tuple(row[2:])) for row in rows)
