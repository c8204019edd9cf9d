"""The official statistics as cells with their evidence. Only other models enter here; the methods that lay them out as
the printed form open :mod:`govreport.export` when they are called.

A cell is named as in the form's data file (``govreport/forms``): a code, and a column where the form has
several for one row. ``0``, a blank cell and ``/`` are three states and stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from os import PathLike
from typing import BinaryIO, Literal, TypedDict

from .base import Model, Span

__all__ = ["CellState", "ExtraRow", "StatisticCell", "StatisticRow", "Statistics"]

CellState = Literal["stated", "blank", "not_applicable", "unreadable"]


class StatisticRow(TypedDict):
    """One cell as a tidy row for data frames."""

    code: str
    measure: str | None
    column: str
    value: int | Decimal | None
    unit: str | None
    state: CellState


class StatisticCell(Model):
    """One official cell.

    ``label`` is the row's (or, under a tree of headings, the column's) label as printed; ``value`` is None
    unless ``state`` is ``stated``; ``raw`` is the cell as printed and equals ``report.text[span]`` where
    the span is given; ``note`` is what stands with the number (其中修订16件); ``unit`` is the unit printed
    with the value or over it, else the form's. ``state``: ``stated``, ``blank``, ``not_applicable`` (``/``,
    ``—``, 无) or ``unreadable`` (something stands there, or stood in this row, that cannot be given to this
    cell without guessing). ``measure`` names what the row counts in all forms (see the form's data file).
    ``table`` counts the tables of the document from 0 (-1 for lines of plain text); ``row`` and
    ``grid_column`` are the place in that table's grid.
    """

    code: str
    column: str = ""
    label: str
    value: int | Decimal | None = None
    unit: str | None = None
    raw: str
    state: CellState
    note: str | None = None
    measure: str | None = None
    span: Span | None = None
    table: int = -1
    row: int | None = None
    grid_column: int | None = None


class ExtraRow(Model):
    """A row with values that the form does not know: its label and its cells as printed, left to right."""

    label: str
    values: tuple[str, ...]
    span: Span | None = None
    table: int = -1
    row: int | None = None


class Statistics(Model):
    """The official tables of one report.

    ``form`` is the id of the form (``local``, ``2014``, ``2019``, ``2021``); ``cells`` stand in reading order.

    >>> cell = StatisticCell(
    ...     code="granted", column="total", label="（一）予以公开", value=3, raw="3", state="stated"
    ... )
    >>> statistics = Statistics(form="2021", cells=(cell,))
    >>> statistics["granted", "total"], statistics.get("granted", "legal.other")
    (3, None)
    """

    form: str
    cells: tuple[StatisticCell, ...] = ()
    extra: tuple[ExtraRow, ...] = ()

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], StatisticCell]:
        return {(cell.code, cell.column): cell for cell in self.cells}

    def get(self, code: str, column: str = "") -> StatisticCell | None:
        """The cell, or None where the report does not have it."""
        return self._by_place.get((code, column))

    def __getitem__(self, place: tuple[str, str] | str) -> int | Decimal | None:
        """The value of ``statistics[code, column]`` or ``statistics[code]``; ``KeyError`` if unknown."""
        code, column = (place, "") if isinstance(place, str) else place
        return self._by_place[code, column].value

    def __contains__(self, place: object) -> bool:
        return ((place, "") if isinstance(place, str) else place) in self._by_place

    def __len__(self) -> int:
        return len(self.cells)

    def rows(self) -> list[StatisticRow]:
        """All cells as tidy rows: code, measure, column, value, unit, state."""
        return list(self._rows())

    def to_markdown(self, *, whole: bool = True) -> str:
        """The official form as Markdown, spans repeated; a cell is as printed (blank, ``/``), or ``未列`` where the
        report does not have it. ``whole=False`` leaves out the rows of the form that the report does not have.

        >>> cell = StatisticCell(code="fees", label="七、", raw="0.5", state="stated", unit="万元")
        >>> print(Statistics(form="2014", cells=(cell,)).to_markdown(whole=False))
        ## 政府信息公开情况统计表
        <BLANKLINE>
        | 统计指标 | 单位 | 统计数 |
        | --- | --- | --- |
        | 七、依申请公开信息收取的费用 | 万元 | 0.5 |
        <BLANKLINE>
        """
        from govreport.export.form_markdown import statistics_to_markdown

        return statistics_to_markdown(self, whole=whole)

    def to_html(self, *, whole: bool = True, page: bool = True) -> str:
        """The official form as a page of HTML with the spans of the printed one, or with ``page=False`` as bare tables.

        >>> cell = StatisticCell(code="fees", label="七、", raw="0.5", state="stated")
        >>> '<td data-code="fees" data-column="" data-state="stated">0.5</td>' in Statistics(
        ...     form="2014", cells=(cell,)
        ... ).to_html(whole=False)
        True
        """
        from govreport.export.form_html import statistics_to_html

        return statistics_to_html(self, whole=whole, page=page)

    def to_xlsx(self, target: str | PathLike[str] | BinaryIO, *, whole: bool = True) -> None:
        """Write the official form as a workbook to a path or a binary file.

        What is printed stays as printed; formulas beside and below the tables show what adds up, red where the printed
        total is another. Raises :class:`~govreport.errors.DependencyError` without the extra ``[excel]`` and
        ``OSError`` where the file cannot be written.
        """
        from govreport.export.form_xlsx import statistics_to_xlsx

        statistics_to_xlsx(self, target, whole=whole)

    def _rows(self) -> Iterator[StatisticRow]:
        for cell in self.cells:
            yield {
                "code": cell.code,
                "measure": cell.measure,
                "column": cell.column,
                "value": cell.value,
                "unit": cell.unit,
                "state": cell.state,
            }
