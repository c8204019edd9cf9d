"""The official statistics as HTML: a table with spans for every table of the form, all text escaped, no script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from govreport.models import Statistics

from .form_layout import FormTable, Slot, form_tables, form_title

__all__ = ["statistics_to_html"]

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}caption{text-align:left;font-weight:600;padding:.3rem 0}
td,th{border:1px solid #888;padding:.2rem .5rem;text-align:center;white-space:pre-line}
th{font-weight:400;background:#8882}th[scope=row]{text-align:left}
td[data-state=absent],td[data-state=unreadable]{font-style:italic;color:#888}
td[data-state=unreadable]{background:#fc08}
"""


def statistics_to_html(statistics: Statistics, *, whole: bool = True, page: bool = True) -> str:
    """The tables of the form as a page of its own, or with ``page=False`` as bare ``<table>`` elements.

    A value is a ``td`` with ``data-code``, ``data-column`` and ``data-state`` (the states of a cell, or ``absent``),
    and ``data-value`` where it states a number.
    """
    title = escape(form_title(statistics))
    tables = [line for table in form_tables(statistics, whole=whole) for line in _table(table)]
    if page:
        head = f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
        tables = [f"{head}\n<style>{_STYLE}</style></head><body>", f"<h1>{title}</h1>", *tables, "</body></html>"]
    return "\n".join(tables) + "\n"


def _table(table: FormTable) -> Iterator[str]:
    yield f'<table data-kind="{escape(table.kind)}">'
    if table.heading:
        yield f"<caption>{escape(table.heading)}</caption>"
    for number, row in enumerate(table.rows()):
        if number in (0, table.head_rows):
            yield "<thead>" if number < table.head_rows else "<tbody>"
        yield f"<tr>{''.join(map(_slot, row))}</tr>"
        if number + 1 in (table.head_rows, table.height):
            yield "</thead>" if number < table.head_rows else "</tbody>"
    yield "</table>"


def _slot(slot: Slot) -> str:
    spans = f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else ""
    spans += f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    text = escape(slot.text)
    if slot.role in ("title", "head"):
        return f'<th scope="col"{spans}>{text}</th>'
    if slot.role == "label":
        return f'<th scope="row"{spans}>{text}</th>'
    if slot.place is not None:
        spans += f' data-code="{escape(slot.place[0])}" data-column="{escape(slot.place[1])}" data-state="{slot.state}"'
        if slot.cell is not None and slot.cell.value is not None:
            spans += f' data-value="{slot.cell.value}"'
    return f"<td{spans}>{text}</td>"
