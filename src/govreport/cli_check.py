"""What ``govreport check`` and ``govreport compare`` print; the commands themselves stand in :mod:`govreport.cli`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from govreport import ParseResult, parse_many
from govreport.batch.sources import find_documents
from govreport.export.summary import sorted_findings
from govreport.models import Report

__all__ = ["CheckFormat", "CompareFormat", "checked", "compared", "failed", "findings_as_json", "findings_as_text"]

_SEVERITIES = ("error", "warning", "notice")


class CheckFormat(StrEnum):
    """What ``govreport check`` prints."""

    text = "text"
    json = "json"


class CompareFormat(StrEnum):
    """What ``govreport compare`` prints."""

    text = "text"
    markdown = "markdown"
    json = "json"
    html = "html"


def checked(inputs: Sequence[str], workers: int | None) -> Iterator[ParseResult]:
    """The documents of files, folders and globs, read in the order of their paths."""
    return parse_many(find_documents(inputs), workers)


def failed(result: ParseResult) -> bool:
    """Whether a document could not be read or has an error among its findings."""
    return result.report is None or any(finding.severity == "error" for finding in result.report.findings)


def findings_as_text(results: Iterable[ParseResult]) -> Iterator[str]:
    """One line a document with its counts, then one line a finding, indented."""
    for result in results:
        if result.report is None:
            yield f"{result.id}: not read\n  {_one_line(result.error)}\n"
            continue
        counts: Counter[str] = Counter(finding.severity for finding in result.report.findings)
        said = ", ".join(f"{counts[name]} {name}{'s' * (counts[name] != 1)}" for name in _SEVERITIES if counts[name])
        lines = [
            f"  {item.severity} {item.code}: {_one_line(item.message)}\n" for item in sorted_findings(result.report)
        ]
        yield f"{result.id}: {said or 'no findings'}\n" + "".join(lines)


def findings_as_json(results: Iterable[ParseResult]) -> str:
    """A list of documents, each with its id, status, findings, and error where it could not be read."""
    return json.dumps([_entry(result) for result in results], ensure_ascii=False, indent=2) + "\n"


def _entry(result: ParseResult) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": result.id, "status": result.status, "error": None, "findings": []}
    if result.error is not None:
        entry["error"] = {"type": type(result.error).__name__, "message": str(result.error)}
    if result.report is not None:
        entry["findings"] = [finding.model_dump(mode="json") for finding in sorted_findings(result.report)]
    return entry


def compared(previous: Report, current: Report, form: CompareFormat) -> str:
    """Two reports side by side, as the user wants it."""
    from govreport import compare

    comparison = compare(previous, current)
    if form is CompareFormat.json:
        return comparison.model_dump_json(indent=2) + "\n"
    if form is CompareFormat.html:
        from govreport.export.comparison_html import comparison_to_html

        return comparison_to_html(comparison)
    from govreport.export.comparison import comparison_to_markdown, comparison_to_text

    return comparison_to_markdown(comparison) if form is CompareFormat.markdown else comparison_to_text(comparison)


def _one_line(value: object) -> str:
    return " ".join(str(value).split())
