"""A series of reports as one table: :func:`panel`.

One row a cell of the official tables, tidy, for data frames; ``measure`` names what may be compared across forms
(``forms/*.toml``). Blank, ``/`` and unreadable cells stay rows of their own state: nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypedDict

from govreport.models import Report, StatisticCell
from govreport.models.statistics import CellState

__all__ = ["PanelRow", "panel"]


class PanelRow(TypedDict):
    """One cell of one report; ``start`` and ``end`` are its place in ``report.text``, ``raw`` what is printed there."""

    body: str | None
    year: int | None
    form: str
    code: str
    measure: str | None
    column: str
    label: str
    value: int | Decimal | None
    unit: str | None
    state: CellState
    raw: str
    start: int | None
    end: int | None
    source_url: str | None
    source_sha256: str | None


def panel(reports: Iterable[Report]) -> list[PanelRow]:
    """The cells of all reports, by body, year and source, each report's in reading order.

    The order of ``reports`` does not matter; reports without official tables have no rows; two reports of one body
    on one year both stand, told apart by their source.

    >>> from govreport import parse
    >>> page = (
    ...     "<h1>云溪市水务局{}年政府信息公开工作年度报告</h1>"
    ...     "<table><tr><td>统计指标</td><td>统计数</td></tr><tr><td>（二）申请办结数</td><td>{}</td></tr></table>"
    ... )
    >>> for row in panel([parse(page.format(2017, "")), parse(page.format(2016, 9))]):
    ...     print(row["body"], row["year"], row["form"], row["measure"], row["value"], row["state"])
    云溪市水务局 2016 2014 requests_closed 9 stated
    云溪市水务局 2017 2014 requests_closed None blank
    """
    found = [report for report in reports if report.statistics is not None]
    found.sort(key=_key)
    return [
        _row(report, report.statistics.form, cell)
        for report in found
        if report.statistics is not None
        for cell in report.statistics.cells
    ]


def _key(report: Report) -> tuple[str, int, str, str, str]:
    source = report.source
    return report.issuing_body or "", report.year or 0, source.url or "", source.sha256 or "", report.title or ""


def _row(report: Report, form: str, cell: StatisticCell) -> PanelRow:
    return {
        "body": report.issuing_body,
        "year": report.year,
        "form": form,
        "code": cell.code,
        "measure": cell.measure,
        "column": cell.column,
        "label": cell.label,
        "value": cell.value,
        "unit": cell.unit,
        "state": cell.state,
        "raw": cell.raw,
        "start": cell.span.start if cell.span is not None else None,
        "end": cell.span.end if cell.span is not None else None,
        "source_url": report.source.url,
        "source_sha256": report.source.sha256,
    }
