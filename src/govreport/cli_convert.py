"""The command ``govreport convert``: many documents in, one output out.

Progress and the summary go to stderr. Exit codes: 0 all well, 1 documents failed (what counts, ``--fail-on`` says), 2
the command was used wrongly or the output cannot be written, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from govreport.cli_errors import FAILED, INTERRUPTED, USAGE, stop
from govreport.errors import DependencyError, SourceError

if TYPE_CHECKING:
    from rich.progress import Progress

    from govreport.batch.convert import Conversion, Outcome, Settings

__all__ = ["FailOn", "Headers", "PartitionBy", "convert_command"]

_TOP = 5


class FailOn(StrEnum):
    """What makes the exit code 1."""

    never = "never"
    failed = "failed"
    partial = "partial"


class Headers(StrEnum):
    """The language of the headings of tables."""

    en = "en"
    zh = "zh"


class PartitionBy(StrEnum):
    """The columns by which Parquet can be partitioned."""

    year = "year"
    kind = "kind"
    form = "form"
    status = "status"


def convert_command(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...", help="Files, folders, globs; .zip .tar .tar.gz .jsonl .parquet .warc.gz; - for stdin."
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="OUT", help="A .jsonl[.gz|.zst] .parquet .csv .xlsx .duckdb, or NAME.parquet/."
        ),
    ],
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to use; as many as processors if not said.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was cut off.")] = False,
    errors: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Where failed documents are listed; OUT.errors.jsonl if not said."),
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="When the exit code is 1.")] = FailOn.failed,
    headers: Annotated[Headers, typer.Option(help="Headings of .csv and .xlsx.")] = Headers.en,
    partition_by: Annotated[PartitionBy | None, typer.Option(help="Make .parquet a folder, a part a value.")] = None,
    id_field: Annotated[str | None, typer.Option(help="Field of the id (.jsonl, .parquet).")] = None,
    url_field: Annotated[str | None, typer.Option(help="Field of the address.")] = None,
    html_field: Annotated[str | None, typer.Option(help="Field of the page.")] = None,
    text_field: Annotated[str | None, typer.Option(help="Field of plain text, where there is no page.")] = None,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest document that is read.")] = 32 * 2**20,
    seconds: Annotated[float, typer.Option(min=0.001, help="Longest time for one document.")] = 60.0,
) -> None:
    """Read many pages and write one output. Failed ones are listed in a file of their own."""
    from govreport.batch.convert import Settings
    from govreport.batch.documents import Fields

    settings = Settings(
        workers=workers or _processors(),
        resume=resume,
        errors=errors,
        headers=headers.value,
        partition_by=partition_by.value if partition_by else None,
        fields=Fields(id_field, url_field, html_field, text_field),
        max_bytes=max_bytes,
        seconds=seconds,
    )
    done = _convert(inputs, output, settings)
    for line in summary(done):
        print(line, file=sys.stderr)
    bad = {FailOn.never: 0, FailOn.failed: done.failed, FailOn.partial: done.failed + done.partial}[fail_on]
    if bad:
        raise typer.Exit(FAILED)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _convert(inputs: list[str], output: str, settings: Settings) -> Conversion:
    from govreport.batch.convert import convert, parts_path
    from govreport.extras import need_arrow_alone

    counted = _Counted()

    def start(total: int | None) -> None:
        if output.rstrip("/").lower().endswith((".parquet", ".xlsx")):
            need_arrow_alone()
        counted.start(total)

    try:
        with _progress(counted):
            return convert(inputs, output, settings=settings, on_start=start, on_document=counted.document)
    except KeyboardInterrupt:
        kept = parts_path(output).exists()
        more = f"; {counted.done} documents are done, --resume goes on with the rest" if kept else ""
        stop(f"interrupted{more}", INTERRUPTED)
    except (SourceError, DependencyError) as error:
        stop(str(error), USAGE)
    except OSError as error:
        where = f"{error.filename}: " if error.filename is not None else ""
        stop(f"cannot write: {where}{(error.strerror or str(error)).lower()}", USAGE)
    except ValueError as error:
        stop(str(error), USAGE)


class _Counted:
    """How far the run is; shown on a terminal, counted everywhere."""

    def __init__(self) -> None:
        self.done = self.failed = 0
        self.bar: Progress | None = None

    def start(self, total: int | None) -> None:
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], total=total)

    def document(self, outcome: Outcome) -> None:
        self.done += 1
        self.failed += outcome.status == "failed"
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], advance=1, failed=self.failed)


@contextmanager
def _progress(counted: _Counted) -> Iterator[None]:
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.0f}/s")

    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TextColumn("{task.fields[failed]} failed"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task("reading", total=None, failed=0)
        counted.bar = bar
        yield


def summary(done: Conversion) -> Iterator[str]:
    """What a run did, in a few lines: status, kinds, years, the most frequent findings."""
    total = done.converted + done.failed
    failed = f", {done.failed} failed (see {done.errors})" if done.failed else ""
    yield f"{total} document{'s' * (total != 1)}: {done.converted} converted to {done.output}{failed}"
    if done.resumed:
        yield f"  taken over from the run before: {done.resumed}"
    if done.partial:
        yield f"  read only in part: {done.partial}"
    if done.kinds:
        yield f"  kinds: {_counts(done.kinds.most_common())}"
    if done.years:
        yield f"  years: {_counts(sorted(done.years.items()))}"
    if done.findings:
        # Ties by name, so that two runs say the same.
        top = sorted(done.findings.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
        yield f"  documents with findings: {_counts(top)}"
    if done.skipped:
        yield f"  passed over: {_counts(_by_name(done.skipped))}"


def _by_name(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items())


def _counts(items: list[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in items)
