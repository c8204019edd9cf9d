"""A report for a terminal: what it is, its outline, the official form, its counts and findings, drawn with rich.

Text of the page is data: nothing in it is taken for markup, and what would move the cursor, set a colour or turn the
direction of the text is shown as ``�``. Wide characters are counted as two columns, so that tables stay straight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import regex
from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from govreport.models import Report, Statistics

from .form_layout import FormTable, Slot, form_tables, form_title
from .summary import facts, figure_lines, heading_lines, sorted_findings

__all__ = ["report_view"]

# Control characters of C0 and C1, and marks that turn the direction of the text.
_UNSAFE = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_COLOURS = {"error": "bold red", "warning": "yellow", "notice": "cyan"}
_STATES = {"absent": "dim italic", "unreadable": "yellow", "not_applicable": "dim"}
_NARROW = 100
_INDENT, _HEADING, _NUMBER = 2, 4, 10


def report_view(report: Report, console: Console) -> RenderableType:
    """What is printed of a report on a console of this width."""
    parts: list[RenderableType] = [_text(report.title or "(no title)", "bold"), _facts(report)]
    outline: list[RenderableType] = [_text("  " * depth + heading) for heading, depth in heading_lines(report.sections)]
    parts += _part("Outline", outline)
    if report.statistics is not None:
        parts += _part(f"Statistics: {form_title(report.statistics)}", list(_form(report.statistics, console.width)))
    parts += _part("Figures", _figures(report))
    parts += _part("Attachments", [_text(f"{a.name}  {a.url or ''}".rstrip()) for a in report.attachments])
    parts += _part("Findings", _findings(report))
    return Group(*parts)


def _text(text: str, style: str = "", *, lines: bool = False) -> Text:
    shown = text if lines else " ".join(text.split(" ")).replace("\n", " ").replace("\t", " ")
    return Text(_UNSAFE.sub("\ufffd", shown), style=style, overflow="fold")


def _part(title: str, items: Sequence[RenderableType]) -> list[RenderableType]:
    if not items:
        return []
    return [Text(), _text(title, "bold underline"), Padding(Group(*items), (0, 0, 0, _INDENT))]


def _facts(report: Report) -> Table:
    table = _grid()
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in facts(report):
        table.add_row(label, _text(value))
    return table


def _grid() -> Table:
    return Table.grid(padding=(0, 2, 0, 0))


def _figures(report: Report) -> list[RenderableType]:
    table = _grid()
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    for name, count, depth in figure_lines(report.figures):
        table.add_row(_text("  " * depth + name), _text(count))
    return [table] if table.row_count else []


def _findings(report: Report) -> list[RenderableType]:
    table = _grid()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in sorted_findings(report):
        message = _text(f"{finding.code}: ", "dim") + _text(finding.message)
        table.add_row(Text(finding.severity, style=_COLOURS[finding.severity]), message)
    return [table] if table.row_count else []


# --- the official form ----------------------------------------------------------------------------------------


def _form(statistics: Statistics, width: int) -> Iterator[RenderableType]:
    for table in form_tables(statistics, whole=False):
        if table.heading:
            yield _text(table.heading, "bold")
        yield _crossed(table) if table.kind == "line" else _rows(table, width)


def _drawn(narrow: bool = False) -> Table:
    padding = (0, 0, 0, 1) if narrow else (0, 1)
    return Table(box=box.SQUARE, header_style="dim", border_style="dim", padding=padding)


def _value(slot: Slot) -> Text:
    style = _STATES.get(slot.state or "", "")
    if slot.cell is not None and slot.cell.value == 0:
        style = "dim"
    return _text(slot.text, style, lines=True)


def _head_over(table: FormTable, column: int) -> list[str]:
    """The headings over a column, outermost first."""
    heads = [slot for slot in table.slots if slot.role == "head" and slot.row < table.head_rows]
    over = [slot for slot in heads if slot.column <= column < slot.column + slot.colspan]
    return [slot.text for slot in sorted(over, key=lambda slot: slot.row)]


def _crossed(table: FormTable) -> Table:
    """One row of values under a tree of headings: the branches as rows, the leaves as columns."""
    paths = {slot.column: _head_over(table, slot.column) for slot in table.slots if slot.place is not None}
    leaves = list(dict.fromkeys(path[-1] for path in paths.values()))
    branches: dict[str, dict[str, Text]] = {}
    for slot in table.slots:
        if slot.place is not None:
            *branch, leaf = paths[slot.column]
            branches.setdefault("　".join(branch), {})[leaf] = _value(slot)
    drawn = _drawn()
    drawn.add_column("", overflow="fold")
    for leaf in leaves:
        drawn.add_column(_text(leaf), justify="right", overflow="fold", min_width=_HEADING)
    for name, values in branches.items():
        drawn.add_row(_text(name), *(values.get(leaf, Text()) for leaf in leaves))
    return drawn


def _rows(table: FormTable, width: int) -> Table:
    """A row for each row: labels of groups on lines of their own, what is below them indented."""
    first = min((slot.column for slot in table.slots if slot.role in ("value", "pad")), default=1)
    units = any(slot.role == "unit" for slot in table.slots)
    labels = first - units
    narrow = width < _NARROW and table.kind == "matrix" and not units
    drawn = _drawn(narrow)
    drawn.show_header = bool(table.head_rows)
    stub = (_head_over(table, 0) or [""])[-1]
    drawn.add_column(_text(stub) if len(stub) <= _NUMBER else "", overflow="fold")
    for column in range(labels, table.width):
        head = (_head_over(table, column) or [""])[-1]
        texts = [cell_len(slot.text) for slot in table.slots if slot.column == column and slot.role == "value"]
        # Numbers are not broken; headings may be, so that the labels have room.
        least = max(_HEADING, min(max(texts, default=0), _NUMBER))
        justify: Literal["center", "right"] = "center" if units and column == labels else "right"
        drawn.add_column(
            _text(head), justify=justify, overflow="fold", min_width=least, max_width=least if narrow else None
        )
    for row in table.rows()[table.head_rows :]:
        _row(table, drawn, row, labels)
    return drawn


def _row(table: FormTable, drawn: Table, row: list[Slot], labels: int) -> None:
    own = max((slot for slot in row if slot.column < labels), key=lambda slot: slot.column, default=None)
    for slot in row:
        if slot.column < labels and slot is not own:
            drawn.add_row(_label(slot, "bold"))
    cells = [Text() for _ in range(table.width - labels)]
    for slot in row:
        if slot.column >= labels:
            cells[slot.column - labels] = _value(slot) if slot.role != "head" else _text(slot.text, "dim")
    if own is None:
        drawn.add_row(Text(), *cells)
    elif own.role == "title":
        drawn.add_section()
        drawn.add_row(_text(own.text, "bold"))
    else:
        drawn.add_row(_label(own, "dim" if own.role == "head" else ""), *cells)


def _label(slot: Slot, style: str) -> Padding:
    """A label as deep as it lies, also where it goes on in a second line."""
    return Padding(_text(slot.text, style), (0, 0, 0, _INDENT * slot.column))
