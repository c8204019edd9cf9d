"""The command ``govreport``: ``parse``, ``convert`` and ``schema``.

Answers go to stdout, everything else to stderr; an error is one line and never a traceback. Exit codes: 0 all
well, 1 a document could not be read, 2 the command was used wrongly (no such file, no such option, output that
cannot be written).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from govreport import Report, __version__, parse, parse_file
from govreport.errors import GovReportError, SourceNotFoundError

if TYPE_CHECKING:
    from govreport.batch.convert import Conversion

__all__ = ["app", "main"]

_FAILED, _USAGE = 1, 2

app = typer.Typer(
    name="govreport",
    help="Chinese government disclosure pages as typed reports with their evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """What ``govreport parse`` prints."""

    json = "json"
    markdown = "markdown"
    summary = "summary"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with ``arguments`` (those of the process where None) and leave with its exit code."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="govreport")
    except Exception as error:  # the last line of defence: whatever it was, a user gets one line
        _stop(f"internal error, please report it ({type(error).__name__}: {error})", _FAILED)


def _stop(message: str, code: int) -> NoReturn:
    print(f"govreport: error: {' '.join(message.split())}", file=sys.stderr)
    raise SystemExit(code)


def _os_message(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename is not None else ""
    return f"{where}{(error.strerror or str(error)).lower()}"


def _write(text: str) -> None:
    # Bytes, so that the output is UTF-8 with plain line ends whatever the locale and the platform.
    typer.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"govreport {__version__}")
        raise typer.Exit


@app.callback()
def _govreport(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Chinese government disclosure pages as typed reports with their evidence."""


@app.command("parse")
def parse_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A page (HTML or text), or - for stdin.")],
    form: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.json,
    url: Annotated[str | None, typer.Option(help="The address of the page.")] = None,
    encoding: Annotated[str | None, typer.Option(help="The encoding, where it is known for certain.")] = None,
) -> None:
    """Read one page and print its report."""
    try:
        report = _read(file, url, encoding)
    except SourceNotFoundError as error:
        _stop(str(error), _USAGE)
    except GovReportError as error:
        _stop(str(error) if error.where else f"{file}: {error}", _FAILED)
    if form is Format.json:
        _write(report.model_dump_json(indent=2) + "\n")
    elif form is Format.markdown:
        from govreport.export.markdown import to_markdown

        _write(to_markdown(report))
    else:
        from govreport.export.summary import to_summary

        _write(to_summary(report))


def _read(file: str, url: str | None, encoding: str | None) -> Report:
    if file == "-":
        return parse(sys.stdin.buffer.read(), url=url, encoding=encoding)
    if Path(file).is_dir():
        raise SourceNotFoundError("is a folder (govreport convert reads folders)", where=file)
    return parse_file(file, url=url, encoding=encoding)


@app.command("convert")
def convert_command(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders and globs.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.jsonl", help="The file to write.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Processes to use; one if not said.")] = None,
) -> None:
    """Read many pages and write one JSON line a document; failed ones go to OUT.errors.jsonl."""
    from govreport.batch.convert import convert

    try:
        if sys.stderr.isatty():
            done = _with_progress(inputs, output, workers)
        else:
            done = convert(inputs, output, workers=workers)
    except SourceNotFoundError as error:
        _stop(str(error), _USAGE)
    except OSError as error:
        _stop(f"cannot write: {_os_message(error)}", _USAGE)
    total = done.converted + done.failed
    message = f"{total} document{'s' * (total != 1)}: {done.converted} converted to {done.output}"
    if done.errors is not None:
        print(f"{message}, {done.failed} failed (see {done.errors})", file=sys.stderr)
        raise typer.Exit(_FAILED)
    print(message, file=sys.stderr)


def _with_progress(inputs: list[str], output: Path, workers: int | None) -> Conversion:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from govreport.batch.convert import convert

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)
        return convert(
            inputs,
            output,
            workers=workers,
            on_start=lambda total: progress.update(task, total=total),
            on_document=lambda _result: progress.advance(task),
        )


@app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a report."""
    from govreport.export.json_schema import report_schema

    _write(json.dumps(report_schema(), ensure_ascii=False, indent=2) + "\n")
