"""The command ``govreport``: one page (``parse``), many (``convert``), and what to see of them.

Answers go to stdout, everything else to stderr; an error is one line and never a traceback. Exit codes: 0 all
well, 1 a document could not be read (for ``check`` also: has an error among its findings), 2 the command was used
wrongly (no such file, no such option, output that cannot be written).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from govreport import Report, __version__, parse, parse_file
from govreport.cli_check import (
    CheckFormat,
    CompareFormat,
    checked,
    compared,
    failed,
    findings_as_json,
    findings_as_text,
)
from govreport.cli_convert import convert_command
from govreport.cli_errors import FAILED, USAGE, advised, stop
from govreport.cli_examples import epilog
from govreport.cli_report import report_command
from govreport.cli_review import review_command
from govreport.errors import GovReportError, SourceNotFoundError

__all__ = ["app", "main"]

app = typer.Typer(
    name="govreport",
    help="Chinese government disclosure pages as typed reports with their evidence.",
    epilog=epilog(""),
    no_args_is_help=True,
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
        stop(f"internal error, please report it ({type(error).__name__}: {error})", FAILED)


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


@app.command("parse", epilog=epilog("parse"))
def parse_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A page (HTML or text), or - for stdin.")],
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="What to print; a summary on a terminal and JSON elsewhere if not said."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="The address of the page.")] = None,
    encoding: Annotated[str | None, typer.Option(help="The encoding, where it is known for certain.")] = None,
) -> None:
    """Read one page and print its report."""
    report = _report(file, url, encoding)
    on_terminal = sys.stdout.isatty()
    form = form or (Format.summary if on_terminal else Format.json)
    if form is Format.json:
        _write(report.model_dump_json(indent=2) + "\n")
    elif form is Format.markdown:
        _write(report.to_markdown())
    elif on_terminal:
        _write(_drawn(report))
    else:
        from govreport.export.summary import to_summary

        _write(to_summary(report))


def _drawn(report: Report) -> str:
    """The report as a terminal of this width and these colours shows it."""
    from rich.console import Console

    from govreport.export.terminal import report_view

    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(report_view(report, console))
    return capture.get()


def _report(file: str, url: str | None = None, encoding: str | None = None) -> Report:
    """The report of a file, or the end of the command with one line that says why there is none."""
    try:
        return _read(file, url, encoding)
    except GovReportError as error:
        stop(advised(error, file), USAGE if isinstance(error, SourceNotFoundError) else FAILED)


def _read(file: str, url: str | None, encoding: str | None) -> Report:
    if file == "-":
        return parse(sys.stdin.buffer.read(), url=url, encoding=encoding)
    if Path(file).is_dir():
        raise SourceNotFoundError("is a folder (govreport convert reads folders)", where=file)
    return parse_file(file, url=url, encoding=encoding)


@app.command("check", epilog=epilog("check"))
def check_command(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders and globs.")],
    form: Annotated[CheckFormat, typer.Option("--format", "-f", help="What to print.")] = CheckFormat.text,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes to use; one if not said.")] = None,
) -> None:
    """Print what does not add up. Also what is odd or missing; exit code 1 when an error is found."""
    try:
        results = list(checked(inputs, workers))
    except SourceNotFoundError as error:
        stop(str(error), USAGE)
    _write(findings_as_json(results) if form is CheckFormat.json else "".join(findings_as_text(results)))
    if any(map(failed, results)):
        raise typer.Exit(FAILED)


@app.command("compare", epilog=epilog("compare"))
def compare_command(
    previous: Annotated[str, typer.Argument(metavar="PREVIOUS", help="The report of the year before.")],
    current: Annotated[str, typer.Argument(metavar="CURRENT", help="The report of the year.")],
    form: Annotated[CompareFormat, typer.Option("--format", "-f", help="What to print.")] = CompareFormat.text,
) -> None:
    """Print two years side by side. Figures, sections, repeated text, and what does not fit."""
    if previous == current == "-":
        stop("only one of the reports can be read from stdin", USAGE)
    _write(compared(_report(previous), _report(current), form))


app.command("convert", epilog=epilog("convert"))(convert_command)
app.command("review", epilog=epilog("review"))(review_command)
app.command("report", epilog=epilog("report"))(report_command)


@app.command("schema", epilog=epilog("schema"))
def schema_command() -> None:
    """Print the JSON Schema of a report."""
    from govreport.export.json_schema import report_schema

    _write(json.dumps(report_schema(), ensure_ascii=False, indent=2) + "\n")


@app.command("doctor", epilog=epilog("doctor"))
def doctor_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what is installed and what is missing. Says what each extra is for and what installs it; exit code 0."""
    from govreport.cli_doctor import diagnosis, diagnosis_as_json, diagnosis_as_text

    found = diagnosis()
    _write(diagnosis_as_json(found) if as_json else "".join(f"{line}\n" for line in diagnosis_as_text(found)))
