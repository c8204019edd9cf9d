"""``govreport report``: an output of ``govreport convert`` as a page or a picture of charts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from govreport import __version__
from govreport.cli_errors import USAGE, stop
from govreport.cli_output import write_whole
from govreport.errors import GovReportError

__all__ = ["report_command"]


class OverviewFormat(StrEnum):
    """What is written."""

    html = "html"
    png = "png"


class OverviewLanguage(StrEnum):
    """The language of titles, axes and notes."""

    zh = "zh"
    en = "en"


_SOURCE_HELP = "What govreport convert wrote: .parquet (file or folder), .jsonl, .duckdb."
_ERRORS_HELP = "What convert --errors wrote (for .jsonl, which has no failed documents); OUT.errors.jsonl if not said."
_FORM_HELP = "What to write; by the name of the output if not said."


def report_command(
    source: Annotated[Path, typer.Argument(metavar="OUT", help=_SOURCE_HELP)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page (.html) or picture (.png) to write.")],
    form: Annotated[OverviewFormat | None, typer.Option("--format", "-f", help=_FORM_HELP)] = None,
    errors: Annotated[Path | None, typer.Option(metavar="FILE", help=_ERRORS_HELP)] = None,
    language: Annotated[OverviewLanguage, typer.Option(help="Of titles and notes.")] = OverviewLanguage.zh,
) -> None:
    """Draw the documents of a conversion. By year and body, requests, outcomes, findings, missing fields."""
    from govreport.export.overview import read_figures, to_html, to_png

    if form is None:
        form = OverviewFormat.png if output.suffix.lower() == ".png" else OverviewFormat.html
    try:
        figures = read_figures(source, errors=errors)
        make = to_png if form is OverviewFormat.png else to_html
        page = make(figures, name=source.name, version=__version__, language=language.value)
        write_whole(output, page.encode() if isinstance(page, str) else page)
    except GovReportError as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{output}: cannot be written ({error.strerror or error})", USAGE)
    unknown = "; how many failed is not known: no file of errors (--errors FILE)" if figures.failed is None else ""
    typer.echo(f"{figures.documents} documents drawn to {output}{unknown}", err=True)
