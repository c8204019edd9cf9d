"""The fields of a report with where each came from; fields that the page does not have are named, not hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple

from govreport.models import Classified, DocumentNumber, Evidence, IndexNumber, PartialDate, Period, Report, Validity

from .marks import Marks
from .words import Name, column_name, named

__all__ = ["Field", "fields", "link", "source_fields"]

# The path in the report (also the key of its evidence) → the column of the tables that names it.
_FIELDS = {
    "kind": "kind",
    "title": "title",
    "year": "year",
    "period": "period",
    "issuing_body": "issuing_body",
    "signed_on": "signed_on",
    "metadata.index_number": "index_number",
    "metadata.document_number": "document_number",
    "metadata.publisher": "publisher",
    "metadata.issued_on": "issued_on",
    "metadata.published_at": "published_at",
    "metadata.modified_at": "modified_at",
    "metadata.title": "metadata_title",
    "metadata.categories": "categories",
    "metadata.theme": "theme",
    "metadata.genre": "genre",
    "metadata.column": "site_column",
    "metadata.validity": "validity",
    "metadata.effective_on": "effective_on",
    "metadata.expires_on": "expires_on",
    "metadata.keywords": "keywords",
    "metadata.summary": "summary",
    "metadata.source": "information_source",
    "metadata.author": "author",
    "metadata.view_count": "view_count",
    "metadata.disclosure_method": "disclosure_method",
    "metadata.disclosure_scope": "disclosure_scope",
    "metadata.disclosure_term": "disclosure_term",
    "metadata.audience": "audience",
    "metadata.language": "language",
    "metadata.format": "format",
    "metadata.site.name": "site_name",
    "metadata.site.domain": "site_domain",
    "metadata.site.id_code": "site_id_code",
    "metadata.breadcrumbs": "breadcrumbs",
}
_SOURCE = ("url", "media_type", "encoding", "sha256", "size", "parser_version")
_ENUMERATIONS = {"kind": "kinds"}
_JOINED = {"metadata.breadcrumbs": " › ", "metadata.keywords": "; ", "metadata.categories": "; "}


class Field(NamedTuple):
    """One value: its name, the value in both languages, its parts, and the place it came from.

    ``raw`` is what is printed where that differs from the value; ``mark`` is empty for what has no place in the text.
    """

    path: str
    name: Name
    value: Name
    parts: str = ""
    raw: str = ""
    label: str = ""
    method: Name | None = None
    mark: str = ""
    href: str = ""


def fields(report: Report, marks: Marks, names: Mapping[str, str]) -> tuple[list[Field], list[Name]]:
    """The fields that the page has, in a fixed order, and the names of the others."""
    found: list[Field] = []
    missing: list[Name] = []
    for path, column in _FIELDS.items():
        value = attrgetter(path)(report)
        name = Name("Period", "统计期限") if path == "period" else column_name(column, names)
        if value is None or value == ():
            missing.append(name)
        else:
            found.append(_field(path, name, value, report.evidence.get(path), marks))
    for label, text in report.metadata.extra.items():
        found.append(
            _field(
                f"metadata.extra.{label}",
                Name(label, label),
                text,
                report.evidence.get(f"metadata.extra.{label}"),
                marks,
            )
        )
    return found, missing


def source_fields(report: Report, names: Mapping[str, str]) -> list[Field]:
    """Where the page came from and how it was decoded."""
    found = []
    for key in _SOURCE:
        value = getattr(report.source, key)
        if value is not None:
            text = f"{value:,}" if isinstance(value, int) else str(value)
            found.append(Field(f"source.{key}", column_name(key, names), Name(text, text), href=link(text)))
    return found


def link(address: str | None) -> str:
    """The address where it is one of the web, else nothing: no other scheme becomes a link.

    >>> link("https://www.example.gov.cn/1.html"), link("javascript:alert(1)"), link("../1.doc")
    ('https://www.example.gov.cn/1.html', '', '')
    """
    if address is None:
        return ""
    address = address.strip()
    scheme, colon, rest = address.partition(":")
    plain = not any(sign <= " " or sign == "\\" for sign in address)
    return address if colon and plain and scheme.lower() in ("http", "https") and rest.startswith("//") else ""


def _field(path: str, name: Name, value: object, proof: Evidence | None, marks: Marks) -> Field:
    shown = _shown(path, value)
    raw = proof.raw if proof is not None and _bare(proof.raw) != _bare(shown.en) else ""
    if path == "kind":
        raw = ""
    return Field(
        path,
        name,
        shown,
        _parts(value),
        raw,
        (proof.label or "") if proof is not None else "",
        named("methods", proof.method) if proof is not None else None,
        str(marks.at(proof.span)) if proof is not None and proof.span is not None else "",
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def _shown(path: str, value: object) -> Name:
    if path in _ENUMERATIONS:
        return named(_ENUMERATIONS[path], str(value))
    if isinstance(value, Validity):
        return named("validities", value.value)
    if isinstance(value, Period):
        text = f"{value.start.isoformat()} – {value.end.isoformat()}"
    elif isinstance(value, Classified):
        text = " › ".join(value.levels) or value.raw
    elif isinstance(value, dt.datetime):
        text = value.isoformat(" ", "seconds" if value.second else "minutes")
    elif isinstance(value, (dt.date, PartialDate)):
        text = str(value)
    elif isinstance(value, tuple):
        text = _JOINED.get(path, ", ").join(map(str, value))
    else:
        text = str(value)
    return Name(text, text)


def _parts(value: object) -> str:
    """The parts that were read out of a number, as ``name value``."""
    if not isinstance(value, (IndexNumber, DocumentNumber)):
        return ""
    parts = value.model_dump(exclude={"raw"}, exclude_none=True)
    return " · ".join(f"{name.replace('_', ' ')} {str(part).lower()}" for name, part in parts.items())
