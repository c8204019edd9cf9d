"""The fixtures and their hand-made expectations: loading and comparing, shared by the tests.

What may enter here: the format of ``fixtures/<slug>/expected.json`` (see ``fixtures/README.md``) and how a
report is compared with it. No expectation is ever written by code: there is no update flag.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import regex

import govreport
from govreport.errors import GovReportError
from govreport.models import Figure, Paragraph, Report, Section, Table

__all__ = [
    "FIXTURES",
    "UNJUDGED",
    "Fixture",
    "check",
    "fields",
    "fixtures",
    "load",
    "main_text",
    "metadata_values",
    "outline",
    "parsed",
]

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
UNJUDGED = "?"
"""The expected value of a metadata field on which a reader of the page may differ."""

_KEYS = frozenset(
    {
        *("kind", "title", "year", "period", "issuing_body", "signed_on", "metadata", "sections", "tables"),
        *("figures", "figures_absent", "attachments", "findings", "findings_absent", "body_first", "body_last"),
        *("text_excludes", "error", "encoding", "enumerations"),
    }
)
_TABLE_KEYS = frozenset({"rows", "columns", "header_rows", "cells"})
_FIGURE_KEYS = frozenset({"subject_contains", "value", "unit", "parts"})
_EDGE = 20
_SUFFIX = regex.compile(r"\.[a-z]{2,4}$")


@dataclass(frozen=True)
class Fixture:
    """One folder of ``fixtures/``: the page and what a careful reader finds on it."""

    slug: str
    path: Path
    expected: dict[str, Any]


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def heading(text: str) -> str:
    """A heading for comparison: without white space and without a final colon or full stop."""
    return squeeze(text).rstrip("：:。")


def load(folder: Path) -> Fixture:
    """The fixture in ``folder``; raises AssertionError with the reason when the folder is not in order."""
    inputs = sorted(folder.glob("input.*"))
    assert len(inputs) == 1, f"{folder.name}: exactly one input.html or input.txt, found {[p.name for p in inputs]}"
    assert inputs[0].suffix in {".html", ".txt"}, f"{folder.name}: {inputs[0].name} is neither .html nor .txt"
    gold = folder / "expected.json"
    assert gold.is_file(), f"{folder.name}: expected.json is missing; write it by reading the page"
    expected: dict[str, Any] = json.loads(gold.read_text(encoding="utf-8"))
    unknown = set(expected) - _KEYS
    assert not unknown, f"{folder.name}: unknown keys {sorted(unknown)}"
    for table in expected.get("tables") or []:
        assert set(table) <= _TABLE_KEYS, f"{folder.name}: unknown keys in tables: {sorted(table)}"
    for figure in expected.get("figures") or []:
        assert set(figure) <= _FIGURE_KEYS, f"{folder.name}: unknown keys in figures: {sorted(figure)}"
    return Fixture(folder.name, inputs[0], expected)


@cache
def fixtures() -> tuple[Fixture, ...]:
    """All fixtures that load, in order of their names; ``load`` tells what is wrong with the others."""
    found: list[Fixture] = []
    for folder in sorted(p for p in FIXTURES.iterdir() if p.is_dir()):
        try:
            found.append(load(folder))
        except (AssertionError, ValueError):
            continue
    return tuple(found)


def fields(fixture: Fixture) -> Iterator[str]:
    """The names of what is checked on this fixture, one test each."""
    for key, value in fixture.expected.items():
        if key == "kind" and value is None:
            continue
        if key != "metadata":
            yield key
            continue
        for name, wanted in value.items():
            if wanted != UNJUDGED and not (name == "exact" and wanted is False):
                yield f"metadata.{name}"


@cache
def parsed(slug: str) -> Report | GovReportError:
    """The report of one fixture, or the error that parsing raised; parsed once in a run."""
    path = next((FIXTURES / slug).glob("input.*"))
    try:
        return govreport.parse_file(path)
    except GovReportError as error:
        return error


def blocks(report: Report) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables of the main text, in reading order, without headings."""
    yield from report.preamble
    for section in report.walk():
        yield from section.content


def main_text(report: Report) -> str:
    """The main text without white space: preamble, then headings and content of the sections in order."""
    parts = [item.text for item in report.preamble]
    for section in report.walk():
        parts.append(section.heading)
        parts += [item.text for item in section.content]
    return squeeze("".join(parts))


def outline(sections: Sequence[Section]) -> list[Any]:
    """The section tree as nested lists: a heading, or ``[heading, [children]]``.

    A section that only heads an annex (附件1, or the unnumbered title of a forwarded document) is left out
    and its children take its place: it does not matter whether the annex got a section of its own.
    """
    tree: list[Any] = []
    for section in sections:
        children = outline(section.children)
        if section.annex and (section.number is None or section.number.startswith("附")):
            tree += children
        else:
            name = heading(section.heading)
            tree.append([name, children] if children else name)
    return tree


def wanted_outline(sections: list[Any]) -> list[Any]:
    """The expected tree with its headings made comparable."""
    return [[heading(s[0]), wanted_outline(s[1])] if isinstance(s, list) else heading(s) for s in sections]


def _plain(value: object) -> Any:
    """A metadata value as the JSON of the expectations has it; everything empty is None."""
    if isinstance(value, dt.datetime):
        if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.isoformat()
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value] or None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()} or None
    if value is None:
        return None
    raw = getattr(value, "raw", None)
    return (raw if isinstance(raw, str) else str(value)) or None


def metadata_values(report: Report) -> dict[str, Any]:
    """Every field of the metadata (``spans`` apart) in the form of the expectations."""
    metadata = report.metadata
    values = {
        name: _plain(getattr(metadata, name)) for name in type(metadata).model_fields if name not in {"spans", "site"}
    }
    site = {name: value for name in ("name", "domain", "id_code") if (value := getattr(metadata.site, name))}
    return {**values, "site": site or None}


def _all_figures(figures: Sequence[Figure]) -> Iterator[Figure]:
    for figure in figures:
        yield figure
        yield from _all_figures(figure.parts)


def _matches(figure: Figure, wanted: dict[str, Any]) -> bool:
    if "value" in wanted and Decimal(figure.value) != Decimal(str(wanted["value"])):
        return False
    if wanted.get("subject_contains", "") not in squeeze(figure.subject):
        return False
    if "unit" in wanted and figure.unit != wanted["unit"]:
        return False
    parts = [(squeeze(part.subject), Decimal(part.value)) for part in figure.parts]
    return all(
        any(name in subject and value == Decimal(str(number)) for subject, value in parts)
        for name, number in wanted.get("parts", [])
    )


def _describe(figures: Sequence[Figure]) -> list[str]:
    return [f"{f.subject} {f.value}{f.unit} {_describe(f.parts) if f.parts else ''}".strip() for f in figures]


def _one_of(got: object, wanted: Any) -> None:
    """``wanted`` is the value, or a list of values that a careful reader may give."""
    choices = wanted if isinstance(wanted, list) else [wanted]
    assert got in choices, f"got {got!r}, expected {' or '.join(repr(c) for c in choices)}"


def _check_metadata(report: Report, name: str, wanted: Any, named: dict[str, Any]) -> None:
    values = metadata_values(report)
    if name == "exact":
        surplus = {key: value for key, value in values.items() if value is not None and key not in named}
        assert not surplus, f"values that the page does not give: {surplus}"
        return
    got = values[name]
    if isinstance(got, str) and isinstance(wanted, str):
        got, wanted = squeeze(got), squeeze(wanted)
    assert got == (wanted or None)


def _check_body(report: Report, name: str, wanted: Any) -> None:
    text = main_text(report)
    got = text[:_EDGE] if name == "body_first" else text[-_EDGE:]
    if wanted is None:
        assert text == ""
        return
    choices = wanted if isinstance(wanted, list) else [wanted]
    short = [text.startswith(c) if name == "body_first" else text.endswith(c) for c in choices]
    assert any(short), f"got {got!r}, expected {choices!r}"


def _check_tables(report: Report, wanted: list[dict[str, Any]] | None) -> None:
    tables = [item for item in blocks(report) if isinstance(item, Table)]
    shapes = [(len(t.grid), len(t.grid[0]) if t.grid else 0) for t in tables]
    assert shapes == [(w["rows"], w["columns"]) for w in wanted or []]
    for table, want in zip(tables, wanted or [], strict=True):
        if "header_rows" in want:
            assert table.header_rows == want["header_rows"]
        for place, text in want.get("cells", {}).items():
            row, column = map(int, place.split(","))
            assert squeeze(table.grid[row][column]) == squeeze(text), f"cell {place}: {table.grid[row][column]!r}"


def _check_figures(report: Report, wanted: list[dict[str, Any]] | None) -> None:
    if not wanted:
        assert not report.figures, _describe(report.figures)
        return
    found = list(_all_figures(report.figures))
    missing = [want for want in wanted if not any(_matches(figure, want) for figure in found)]
    assert not missing, f"not found: {missing} in {_describe(report.figures)}"


def _check_names(report: Report, wanted: list[str] | None) -> None:
    names = [_SUFFIX.sub("", heading(a.name)) for a in report.attachments]
    assert names == [_SUFFIX.sub("", heading(name)) for name in wanted or []]


def check(fixture: Fixture, field: str) -> None:
    """Compare one field of the fixture's report with the expectation; raises AssertionError."""
    result = parsed(fixture.slug)
    wanted = fixture.expected.get(field)
    if "error" in fixture.expected:
        assert type(result).__name__ == fixture.expected["error"], f"got {result!r}"
        return
    assert not isinstance(result, GovReportError), f"{type(result).__name__}: {result}"
    if field.startswith("metadata."):
        named = fixture.expected["metadata"]
        name = field.removeprefix("metadata.")
        _check_metadata(result, name, named[name], named)
        return
    if field in {"body_first", "body_last"}:
        _check_body(result, field, wanted)
        return
    _CHECKS[field](result, wanted)


def _check_title(report: Report, wanted: Any) -> None:
    choices = wanted if isinstance(wanted, list) else [wanted]
    _one_of(report.title and squeeze(report.title), [c and squeeze(c) for c in choices])


def _check_period(report: Report, wanted: list[str] | None) -> None:
    got = report.period and [report.period.start.isoformat(), report.period.end.isoformat()]
    assert got == wanted


def _check_sections(report: Report, wanted: list[Any] | None) -> None:
    assert outline(report.sections) == wanted_outline(wanted or [])


def _check_findings(report: Report, wanted: list[str] | None) -> None:
    codes = {finding.code for finding in report.findings}
    assert set(wanted or []) <= codes, f"findings are {sorted(codes)}"


def _check_findings_absent(report: Report, wanted: list[str] | None) -> None:
    assert not {finding.code for finding in report.findings} & set(wanted or [])


def _check_figures_absent(report: Report, wanted: list[int] | None) -> None:
    values = {Decimal(str(number)) for number in wanted or []}
    wrong = [figure for figure in _all_figures(report.figures) if Decimal(figure.value) in values]
    assert not wrong, _describe(wrong)


def _check_excludes(report: Report, wanted: list[str] | None) -> None:
    text = main_text(report)
    assert [s for s in wanted or [] if squeeze(s) in text] == []


def _check_encoding(report: Report, wanted: str) -> None:
    assert report.source.encoding == wanted


def _check_enumerations(report: Report, wanted: int) -> None:
    roles = [item.role for item in blocks(report) if isinstance(item, Paragraph)]
    assert roles.count("enumeration") == wanted


_CHECKS: dict[str, Any] = {
    "kind": lambda report, wanted: _one_of(report.kind, wanted),
    "title": _check_title,
    "year": lambda report, wanted: _one_of(report.year, wanted),
    "period": _check_period,
    "issuing_body": lambda report, wanted: _one_of(report.issuing_body, wanted),
    "signed_on": lambda report, wanted: _one_of(report.signed_on and str(report.signed_on), wanted),
    "sections": _check_sections,
    "figures": _check_figures,
    "figures_absent": _check_figures_absent,
    "attachments": _check_names,
    "findings": _check_findings,
    "findings_absent": _check_findings_absent,
    "text_excludes": _check_excludes,
    "tables": _check_tables,
    "encoding": _check_encoding,
    "enumerations": _check_enumerations,
}
