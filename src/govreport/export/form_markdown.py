"""The official statistics as Markdown: a heading and a pipe table for every table of the form."""

from __future__ import annotations

from govreport.models import Statistics

from .form_layout import form_tables, form_title
from .markdown_text import heading, pipe_table

__all__ = ["statistics_to_markdown"]


def statistics_to_markdown(statistics: Statistics, *, whole: bool = True) -> str:
    """The tables of the form, the text of a spanning cell in every slot that it covers; ends with a line end."""
    blocks = [heading(form_title(statistics), 2)]
    for table in form_tables(statistics, whole=whole):
        if table.heading:
            blocks.append(heading(table.heading, 3))
        blocks.append(pipe_table(table.grid(), head=table.kind != "others"))
    return "\n\n".join(blocks) + "\n"
