"""Two reports side by side: figures, sections, text, and what does not fit. Only other models enter here."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from .base import Model, Span
from .evidence import Evidence, Finding
from .statistics import CellState

__all__ = [
    "CellChange",
    "Comparability",
    "Comparison",
    "MeasureChange",
    "ParagraphChange",
    "SectionChange",
    "Side",
]

Comparability = Literal["yes", "roughly", "no"]
Number = int | Decimal


class Side(Model):
    """One of the two reports: what it is and where it came from."""

    title: str | None = None
    body: str | None = None
    year: int | None = None
    form: str | None = None
    url: str | None = None
    sha256: str | None = None


class MeasureChange(Model):
    """A measure that both reports have, in ``unit``.

    ``comparable`` says whether the figures may be set side by side, ``note`` why not, or what to mind. ``change`` and
    ``percent`` (of the previous value, two decimals) are None where a value is not known, or the figures are not
    comparable; ``percent`` also where the previous value is 0.
    """

    measure: str
    unit: str | None = None
    comparable: Comparability = "yes"
    note: str | None = None
    previous: Number | None = None
    current: Number | None = None
    change: Number | None = None
    percent: Decimal | None = None
    previous_evidence: tuple[Evidence, ...] = ()
    current_evidence: tuple[Evidence, ...] = ()


class CellChange(Model):
    """A cell that both reports have, where the two forms print the same row; states as in the tables."""

    code: str
    column: str = ""
    label: str
    unit: str | None = None
    previous: Number | None = None
    current: Number | None = None
    previous_state: CellState
    current_state: CellState
    change: Number | None = None
    percent: Decimal | None = None


class ParagraphChange(Model):
    """A paragraph that is new, gone, or changed; ``similarity`` (0 to 1) is that of a changed one to what it was."""

    kind: Literal["added", "removed", "changed"]
    previous: str | None = None
    current: str | None = None
    previous_span: Span | None = None
    current_span: Span | None = None
    similarity: float | None = None


class SectionChange(Model):
    """A section of either report, aligned with that of the other by its title.

    ``unchanged`` counts the paragraphs that are the same but for figures and blanks; ``repeated`` is the share of the
    section's text that stood in the section of the year before (see :class:`Comparison`).
    """

    kind: Literal["kept", "added", "removed"]
    previous_heading: str | None = None
    current_heading: str | None = None
    unchanged: int = 0
    paragraphs: tuple[ParagraphChange, ...] = ()
    repeated: float | None = None


class Comparison(Model):
    """A report beside that of the year before.

    ``repeated`` is the share of the current text that repeats the previous one: of the distinct runs of five
    characters in the paragraphs of the current report, those that also stand in the previous one (containment of
    shingles). Headings, tables and signatures are left out, white space and punctuation removed, each run of digits
    counts as one ``0``, so that new figures in old sentences are no new text. None for a text of fewer than five
    characters.
    """

    previous: Side
    current: Side
    measures: tuple[MeasureChange, ...] = ()
    cells: tuple[CellChange, ...] = ()
    sections: tuple[SectionChange, ...] = ()
    repeated: float | None = None
    findings: tuple[Finding, ...] = ()
