"""What the readers of grids and of text lines have found so far, before it becomes models.

Only claims with evidence enter here: a code of the form, a column, the text as printed and where it stood. The
first claim of a cell stands; a second one that says something else is a finding, never a silent change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govreport.forms import Form, Row
from govreport.raw import RawFinding

from .statistics_cells import CellValue
from .statistics_labels import LabelIndex

__all__ = ["Claim", "Claims", "Extra"]


@dataclass(slots=True)
class Claim:
    """One cell of the form that was found, ``start``/``end`` -1 where it has no place of its own."""

    code: str
    column: str
    label: str
    raw: str
    value: CellValue
    unit: str | None
    start: int
    end: int
    table: int = -1
    row: int | None = None
    grid_column: int | None = None


@dataclass(slots=True)
class Extra:
    """A row with values whose label no form knows."""

    label: str
    values: tuple[str, ...]
    start: int
    end: int
    table: int = -1
    row: int | None = None


@dataclass(slots=True)
class Claims:
    """The claims of one report, in reading order."""

    form: Form
    index: LabelIndex
    cells: dict[tuple[str, str], Claim] = field(default_factory=dict)
    extra: list[Extra] = field(default_factory=list)
    findings: list[RawFinding] = field(default_factory=list)
    met: dict[str, int] = field(default_factory=dict)
    clock: int = 0

    def meet(self, row: Row) -> None:
        """Note that the label of ``row`` was just read; it decides what a repeated label below it means."""
        self.clock += 1
        self.met[row.code] = self.clock

    def choose(self, rows: Sequence[Row]) -> Row | None:
        """Which of several rows a repeated label means: the one whose parent was read last; None if unknown."""
        if len(rows) == 1:
            return rows[0]
        dated = sorted(((self.met.get(row.parent or "", 0), row) for row in rows), key=lambda pair: -pair[0])
        if not dated or dated[0][0] == 0 or dated[0][0] == dated[1][0]:
            return None
        return dated[0][1]

    def put(self, claim: Claim) -> None:
        """Take a claim; the first one of a cell stands unless it could not be read."""
        place = (claim.code, claim.column)
        known = self.cells.get(place)
        if known is None or (known.value.state == "unreadable" and claim.value.state != "unreadable"):
            self.cells[place] = claim
            return
        if known.value != claim.value and claim.value.state != "unreadable":
            self.find(
                "statistics.conflict",
                "warning",
                f"{claim.code} {claim.column}".strip() + f" is printed twice: {known.raw!r} and {claim.raw!r}",
                claim.start,
                claim.end,
            )

    def find(self, code: str, severity: str, message: str, start: int = -1, end: int = -1) -> None:
        """Note a finding."""
        assert severity in ("error", "warning", "notice")
        self.findings.append(RawFinding(code, severity, message, start, end))  # type: ignore[arg-type]
