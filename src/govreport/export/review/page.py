"""The page: documents rendered by templates, packed, and put into one file that needs nothing else.

Each document is rendered once, to HTML in which everything that came from outside is escaped. A page of one document
holds it as it is; a page of many holds an index and the documents packed (zlib, base64), which the script unpacks
when they are opened. A Content-Security-Policy allows this style and this script by their digests and nothing else:
no other script runs, nothing is fetched, nothing is sent.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from govreport.extras import need
from govreport.models import Report
from govreport.vocabulary import load

from .sums import SEVERITIES
from .view import Count, counted, one_line, view
from .words import Name, named, word

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Entry", "failed_entry", "review_entry", "review_page"]

_LANGUAGES = ("en", "zh")


class Entry(NamedTuple):
    """One document, ready for the page: what the index shows, and its HTML, packed. Small and picklable."""

    id: str
    status: str
    body: str = ""
    title: str = ""
    year: int | None = None
    kind: str = ""
    form: str = ""
    error: str = ""
    message: str = ""
    counts: tuple[Count, ...] = ()
    codes: str = ""
    packed: str = ""

    @property
    def kind_name(self) -> Name:
        """The kind of document in both languages."""
        return named("kinds", self.kind)

    @property
    def severities(self) -> str:
        """The severities of its findings, divided by blanks; ``none`` where it was read and has none."""
        return " ".join(count.severity for count in self.counts) or ("none" if self.status == "ok" else "")

    @property
    def weight(self) -> int:
        """What it is sorted by: what could not be read first, then by errors, warnings, notices."""
        numbers = {count.severity: min(count.number, 999) for count in self.counts}
        weight = 0
        for severity in SEVERITIES:
            weight = weight * 1000 + numbers.get(severity, 0)
        return weight + (0 if self.status == "ok" else 1000 ** len(SEVERITIES))


def review_entry(name: str, report: Report, names: Mapping[str, str] | None = None) -> Entry:
    """A report, rendered, under its id; ``names`` are Chinese names of columns (``batch.schema``), None for English.

    Raises :class:`~govreport.errors.DependencyError` where Jinja2 is not installed.
    """
    html = _environment().get_template("document.html.j2").render(view=view(name, report, names or {}))
    return Entry(
        id=name,
        status="ok",
        body=one_line(report.issuing_body or report.metadata.publisher),
        title=one_line(report.title),
        year=report.year,
        kind=report.kind,
        form=report.statistics.form if report.statistics is not None else "",
        counts=tuple(counted(report)),
        codes=" ".join(sorted({finding.code for finding in report.findings})),
        packed=_pack(html),
    )


def failed_entry(name: str, error: str, message: str) -> Entry:
    """A document that could not be read: the class of the error and what it says."""
    message = one_line(message)
    html = _environment().get_template("failed.html.j2").render(id=name, error=error, message=message)
    return Entry(name, "failed", error=error, message=message, packed=_pack(html))


def review_page(entries: Iterable[Entry], *, language: str | None = None) -> str:
    """The page of all entries, in their order; ``language`` (``en``, ``zh``) is that of the browser where None.

    Raises ``ValueError`` for another language, or where there is no entry.
    """
    found = list(entries)
    if not found:
        raise ValueError("there is no document to review")
    if language is not None and language not in _LANGUAGES:
        raise ValueError("the language is en or zh")
    single = found[0] if len(found) == 1 else None
    style, script = _asset("review.css"), _asset("review.js")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            entries=found,
            single=single is not None,
            fragment=_unpack(single.packed) if single is not None else "",
            title=_title(found),
            language=language or "en",
            fixed=language is not None,
            policy=policy,
            style=style,
            script=script,
            choices=_choices(found),
        )
    )


def _title(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return entries[0].title or entries[0].id
    return f"govreport · {len(entries)}"


def _choices(entries: Sequence[Entry]) -> dict[str, Any]:
    """What the filters offer, with how many documents each has."""
    years = Counter(str(entry.year or "") for entry in entries)
    kinds = Counter(entry.kind for entry in entries if entry.kind)
    statuses = Counter(entry.status for entry in entries)
    severities = Counter(word for entry in entries for word in entry.severities.split())
    codes = Counter(code for entry in entries for code in entry.codes.split())
    return {
        "years": sorted(((year, number) for year, number in years.items() if year), reverse=True),
        "bodies": sorted({entry.body for entry in entries if entry.body}),
        "kinds": [(key, named("kinds", key), number) for key, number in kinds.most_common()],
        "statuses": [(key, named("statuses", key), number) for key, number in statuses.most_common()],
        "severities": [
            (key, named("severities", key), severities[key]) for key in (*SEVERITIES, "none") if severities[key]
        ],
        "codes": [(key, named("codes", key), codes[key]) for key in sorted(codes)],
    }


def _pack(html: str) -> str:
    # A lone surrogate, which JSON and Python allow, cannot be written as UTF-8.
    return base64.b64encode(zlib.compress(html.encode("utf-8", "replace"), 9)).decode("ascii")


def _unpack(packed: str) -> str:
    return zlib.decompress(base64.b64decode(packed)).decode("utf-8")


@cache
def _asset(name: str) -> str:
    return "\n" + files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"


@cache
def _environment() -> Environment:
    jinja2 = need("jinja2")
    environment: Environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = {key: word(key) for key in load("review")["words"]}
    return environment
