"""Where a value stood, and what was odd about it. Only other models enter here."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from .base import Model, Span

__all__ = ["Evidence", "Finding", "Severity"]

Severity = Literal["error", "warning", "notice"]


class Evidence(Model):
    """Where a value stood on the page.

    ``raw`` is the text as printed; where ``span`` is given, ``report.text[span.start:span.end] == raw``.
    ``label`` is the printed label of a labelled value. ``xpath`` and ``line`` point into the HTML source;
    for text input ``line`` is the 1-based line. ``method`` names how it was read: ``block`` (metadata block),
    ``line`` (the line under the title), ``meta`` (a ``<meta>`` tag), ``table``, ``title``, ``signature``,
    ``text``, ``consensus``, ``url``.
    """

    raw: str
    label: str | None = None
    span: Span | None = None
    xpath: str | None = None
    line: int | None = None
    method: str


class Finding(Model):
    """Something odd, missing, ambiguous or that does not add up; codes are listed in docs/findings.md.

    ``left``, ``right`` and ``difference`` are the two sides of a sum or comparison that was checked.
    """

    code: str
    severity: Severity
    message: str
    evidence: tuple[Evidence, ...] = ()
    left: int | Decimal | None = None
    right: int | Decimal | None = None
    difference: int | Decimal | None = None
