"""The command ``govreport review``: documents in, one HTML page to look at out.

The summary goes to stderr. Exit codes: 0 all well, 1 a document could not be read (the page is written all the same
and says so), 2 the command was used wrongly or the page cannot be written.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport.cli_errors import FAILED, INTERRUPTED, USAGE, stop
from govreport.cli_output import write_whole
from govreport.errors import DependencyError, SourceError

if TYPE_CHECKING:
    from govreport.batch.documents import Document
    from govreport.export.review import Entry

__all__ = ["Language", "review_command"]

_SEVERITIES = ("error", "warning", "notice")
_FEW = 8
_SECONDS = 60.0


class Language(StrEnum):
    """The language in which the page opens."""

    auto = "auto"
    en = "en"
    zh = "zh"


def review_command(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders, globs and archives, as for convert; - for stdin."),
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT.html", help="The page to write.")],
    language: Annotated[
        Language, typer.Option(help="The language in which it opens; that of the browser if not said.")
    ] = Language.auto,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to use; as many as processors if not said.")
    ] = None,
) -> None:
    """Write one HTML page to look at. The document beside its values, and an index where there are many."""
    try:
        entries = _entries(inputs, workers)
    except (SourceError, DependencyError) as error:
        stop(str(error), USAGE)
    except KeyboardInterrupt:
        stop("interrupted, no page was written", INTERRUPTED)
    if not entries:
        stop("no document was found", USAGE)
    from govreport.export.review import review_page

    page = review_page(entries, language=None if language is Language.auto else language.value)
    try:
        data = page.encode("utf-8", "replace")
        write_whole(Path(output), data)
    except OSError as error:
        stop(f"cannot write: {output}: {(error.strerror or str(error)).lower()}", USAGE)
    failed = sum(entry.status == "failed" for entry in entries)
    print(_summary(entries, failed, output, len(data)), file=sys.stderr)
    if failed:
        raise typer.Exit(FAILED)


def _entries(inputs: list[str], workers: int | None) -> list[Entry]:
    """Every document, read and rendered, in the order of the sources."""
    from govreport.batch.documents import Reading
    from govreport.batch.sources import is_container, open_sources
    from govreport.extras import need
    from govreport.pool import map_ordered

    need("jinja2")  # what is missing is said before anything is read
    paths, documents = open_sources(inputs, Reading())
    if workers is None:
        few = len(paths) <= _FEW and not any(is_container(path) for path in paths)
        workers = 1 if few else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return list(map_ordered(_entry, documents, None if workers == 1 else workers, _lost, seconds=_SECONDS))


def _entry(document: Document) -> Entry:
    """One document, read and rendered; runs in a worker."""
    from govreport.batch.reading import read
    from govreport.export.review import failed_entry, review_entry
    from govreport.models import Report

    found = read(document)
    if not isinstance(found, Report):
        return failed_entry(document.id, found.error, found.message)
    try:
        return review_entry(document.id, found, _names())
    except Exception as error:
        # A defect of ours must not cost the reader the other documents; it is named, not hidden.
        return failed_entry(document.id, "InternalError", f"{type(error).__name__}: {error}")


def _lost(document: Document, error: Exception) -> Entry:
    from govreport.export.review import failed_entry

    return failed_entry(document.id, "WorkerError", str(error))


@cache
def _names() -> dict[str, str]:
    """Chinese names of the fields: the headings of ``convert --headers zh``."""
    from govreport.batch.schema import HEADERS_ZH, REPORT_COLUMNS

    return {column.name: column.zh for column in REPORT_COLUMNS} | HEADERS_ZH


def _summary(entries: list[Entry], failed: int, output: str, size: int) -> str:
    counts: Counter[str] = Counter()
    for entry in entries:
        for count in entry.counts:
            counts[count.severity] += count.number
    said = (
        ", ".join(f"{counts[name]} {name}{'s' * (counts[name] != 1)}" for name in _SEVERITIES if counts[name])
        or "no findings"
    )
    lost = f", {failed} not read" if failed else ""
    return f"{len(entries)} document{'s' * (len(entries) != 1)}{lost}: {said}; {output} ({size / 1e6:.1f} MB)"
