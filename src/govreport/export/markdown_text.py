"""Text as Markdown that shows the same text: escapes for CommonMark with the tables of GitHub.

Nothing that stands on a page may become markup: no emphasis, code, link, HTML, entity, list, heading, quotation, rule.
Blanks inside of a line stay as printed; those at its ends, which Markdown gives a meaning, go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

__all__ = ["cell", "heading", "inline", "paragraph", "pipe_table"]

_INLINE = regex.compile(r"[\\`*_<\[\]~]|&(?=[#A-Za-z])")
# What makes of a line, or of the line over it, something other than text.
_LEADING = regex.compile(r"[#>|=]|[-+](?=\s|$|[-|:])|:(?=[-|])|(?P<digits>\d{1,9})(?=[.)](?:\s|$))")
_CLOSING = regex.compile(r"(?<!#)#++$")
_LINE = regex.compile(r"\r\n?|\n")


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in _LINE.split(text)]
    return [line for line in lines if line]


def inline(text: str) -> str:
    """Text for one line; line ends become blanks.

    >>> print(inline("a*b*\\n<c> [d](e) &amp; R&1"))
    a\\*b\\* \\<c> \\[d\\](e) \\&amp; R&1
    """
    return _INLINE.sub(r"\\\g<0>", " ".join(_lines(text)))


def paragraph(text: str) -> str:
    """A paragraph; its line ends become hard breaks. ``""`` for blanks.

    >>> print(paragraph("1. 甲\\n--- | ---"))
    1\\. 甲\\
    \\--- | ---
    """
    return "\\\n".join(_guarded(_INLINE.sub(r"\\\g<0>", line)) for line in _lines(text))


def _guarded(line: str) -> str:
    found = _LEADING.match(line)
    if found is None:
        return line
    # A mark such as 1. would make a list of a paragraph, and lose the number that was printed.
    if found["digits"]:
        return f"{found['digits']}\\{line[found.end() :]}"
    return f"\\{line}"


def heading(text: str, level: int) -> str:
    """A heading of the level 1 to 6 (what lies deeper is 6).

    >>> print(heading("一、C #", 9))
    ###### 一、C \\#
    """
    # A row of # at the end of a heading would be taken for its closing mark.
    shown = _CLOSING.sub(lambda found: "\\#" * len(found[0]), inline(text))
    return f"{'#' * min(max(level, 1), 6)} {shown}"


def cell(text: str) -> str:
    """A cell of a table; its line ends become ``<br>``.

    >>> print(cell("a|b\\nc"))
    a\\|b<br>c
    """
    return "<br>".join(_INLINE.sub(r"\\\g<0>", line).replace("|", "\\|") for line in _lines(text))


def pipe_table(rows: Sequence[Sequence[str]], *, head: bool) -> str:
    """A table of GitHub's kind; rows shorter than the longest end in blank cells. ``""`` without cells.

    A pipe table must have one row of headings: the first of ``rows`` if ``head``, else a blank one.

    >>> print(pipe_table([["a", "b"], ["1"]], head=True))
    | a | b |
    | --- | --- |
    | 1 |  |
    """
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    lines = [_row([*map(cell, row), *[""] * (width - len(row))]) for row in rows]
    if not head:
        lines.insert(0, _row([""] * width))
    lines.insert(1, _row(["---"] * width))
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
