"""A line of plain text: its words, its place, and the kind that its form alone shows.

Nothing but characters enters here. :class:`Line` holds the stripped text; ``start``/``end`` are its place, ``gap`` says
that a blank line stands before it, ``indent`` how many blanks. Where marks of Markdown are left out of the text,
``offsets`` has the place of each character; ``linked`` says that the line is nothing but links, ``apart`` that a blank
of a longer line ended it, which no wrapping does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import regex

from .furniture import is_page_mark

__all__ = ["Kind", "Line", "kind_of", "markdown_heading"]

Kind = Literal["text", "row", "rule", "heading", "mark", "embedded"]

_MARKDOWN: Final = regex.compile(r"(#{1,6})[ \t\u3000]++(?=\S)")
_RULE: Final = regex.compile(
    r"[┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬─━═┄+]{3,}+|[-=*_—─+~]{3,}+|`{3}\w*+|(?=[^-]*-)[|:\s+-]{3,}+"
)
# Where html2text and pandoc put the addresses of links.
_DEFINITION: Final = regex.compile(r"\[\d{1,3}\]: \S{1,2000}+(?: \"[^\"]{0,200}+\")?")
_BARE: Final = frozenset("*•·●◆■▪+-")
# Word processors put a tab between the number of a heading and its title.
_MARK_AND_TAB: Final = regex.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、．.]{1,2}|[（(]\d{1,2}[)）]|\d{1,2}[、．.)）]|[①-⑳]|第[一二三四五六七八九十\d]{1,3}[章节条部篇]分?)"
    r"\t[ \t\u3000]*+[^\t│｜]++\Z"
)


@dataclass(slots=True)
class Line:
    """A line with text: stripped, with its place, and the kind that its form shows."""

    text: str
    start: int
    end: int
    gap: bool
    indent: int
    kind: Kind = "text"
    offsets: list[int] | None = None
    linked: bool = False
    apart: bool = False

    def place_of(self, at: int) -> int:
        """Where the character ``text[at]`` stands."""
        return self.start + at if self.offsets is None else self.offsets[at]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands; (-1, -1) where marks that are left out stand inside it."""
        if self.offsets is None:
            return self.start + start, self.start + end
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        return (first, last) if last - first == end - start else (-1, -1)


def kind_of(body: str) -> Kind:
    """What the form of a stripped line says: a row of cells, a rule, a heading, a page mark, or text."""
    if "|" in body or "\t" in body or "│" in body or "｜" in body:
        if _RULE.fullmatch(body):
            return "rule"
        return "text" if "|" not in body and _MARK_AND_TAB.match(body) else "row"
    first = body[0]
    if len(body) == 1 and first in _BARE:
        return "rule"
    if first == "#" and _MARKDOWN.match(body):
        return "heading"
    if first == "[" and "]: " in body and _DEFINITION.fullmatch(body):
        return "rule"
    if len(body) <= 80:
        if first in "-=*_—─+~`┌└├┏┗┣╔╚╠━═" and _RULE.fullmatch(body):
            return "rule"
        if len(body) <= 24 and is_page_mark(body):
            return "mark"
    return "text"


def markdown_heading(body: str) -> tuple[int, int]:
    """The level of a Markdown heading and where its text begins.

    >>> markdown_heading("## 总体情况")
    (2, 3)
    """
    match = _MARKDOWN.match(body)
    return (len(match[1]), match.end()) if match else (0, 0)
