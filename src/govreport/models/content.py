"""The document itself: paragraphs, tables, sections and attachments. Only other models enter here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, SerializeAsAny

from .base import Model, Span

__all__ = ["Attachment", "Cell", "Paragraph", "ParagraphRole", "Section", "Table"]

ParagraphRole = Literal[
    "text",
    "enumeration",
    "addressee",
    "signature",
    "note",
    "attachment_list",
    "attachment_heading",
    "document_number",
    "subtitle",
    "contents",
]


class Paragraph(Model):
    """A paragraph of prose.

    ``role``: ``text``; ``enumeration`` (contains 一是…二是…); ``addressee`` (主送机关); ``signature`` (body or
    date of the signature); ``note`` (附注, 抄送, 印发 lines); ``attachment_list`` (附件：1.…);
    ``attachment_heading`` (附件1 over an annex); ``document_number``; ``subtitle``; ``contents`` (a table of
    contents line). Equal to ``report.text[span]`` but for line ends inside hard-wrapped text.
    """

    type: Literal["paragraph"] = "paragraph"
    text: str
    role: ParagraphRole = "text"
    span: Span


class Cell(Model):
    """One table cell at its first row and column (0-based), with how many rows and columns it covers.

    ``span`` is empty (at the table's beginning) for a cell whose text is broken by markup in plain text.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    span: Span


class Table(Model):
    """A table as a full grid.

    ``grid[row][column]`` is the text of the cell that covers this slot (spans repeated, blank cells ``""``);
    ``cells`` are the cells where they start; the first ``header_rows`` rows are headings; ``text`` is the table
    as it stands in ``report.text`` (one row a line, cells divided by tabs, for HTML).
    """

    type: Literal["table"] = "table"
    grid: tuple[tuple[str, ...], ...]
    cells: tuple[Cell, ...]
    header_rows: int = 0
    caption: str | None = None
    text: str
    span: Span


# Of a union pydantic first makes dictionaries and then JSON; asked for the object as it is, it writes half as long.
Content = Annotated[Paragraph | Table, Field(discriminator="type"), SerializeAsAny()]


class Section(Model):
    """A section of the document: its mark (``一、``, ``（一）``, ``1.``, ``第一章`` …), title and content.

    ``number`` is the mark as printed (None for a heading without one), ``title`` the heading without it;
    ``level`` counts from 1 by order of appearance of the mark styles in the document (GB/T 9704-2012, 7.3.3
    gives the usual order, documents differ). ``run_in`` headings share a paragraph with the text after them.
    ``span`` is the heading's own place; ``annex`` is set for sections of an annexed document (附件1).
    """

    number: str | None
    title: str
    level: int
    content: tuple[Content, ...] = ()
    children: tuple[Section, ...] = ()
    run_in: bool = False
    annex: bool = False
    span: Span

    @property
    def heading(self) -> str:
        """Mark and title as printed, with one blank where only blanks divide them (第一章 总则).

        >>> Section(number="第一章", title="总则", level=1, span=Span(0, 6)).heading
        '第一章 总则'
        >>> Section(number="一、", title="总体情况", level=1, span=Span(0, 7)).heading
        '一、总体情况'
        """
        number = self.number or ""
        if number and number[-1].isalnum():
            blanks = self.span.end - self.span.start - len(number) - len(self.title) - self.run_in
            return f"{number} {self.title}" if blanks > 0 else number + self.title
        return number + self.title

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """The whole section as plain text, one block a line."""
        lines = [self.heading, *(item.text for item in self.content), *(c.text for c in self.children)]
        return "\n".join(lines)


class Attachment(Model):
    """An attached file or annex: its name and, where the page links it, its address as printed."""

    name: str
    url: str | None = None
    span: Span | None = None
