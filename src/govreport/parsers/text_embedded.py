r"""Tables of another markup inside plain text: ``<table>`` in the Markdown of OCR engines, ``tabular`` of LaTeX.

Rule: from the opening to the closing mark of a table is one line of kind ``embedded``; what is between becomes the same
grid as any other table. A cell whose text is broken by markup has no place of its own (``start`` -1), for nothing in
the page reads like it. Nested tables are left to the text around them.

>>> page = "表：\n<table><tr><td>规章</td><td> <b>2</b> </td></tr></table>"
>>> [(start, end) for start, end in find_tables(page)]
[(3, 57)]
>>> table = read_embedded(page, *find_tables(page)[0])
>>> [(cell.text, page[cell.start:cell.end]) for cell in table.cells]
[('规章', '规章'), ('2', '2')]
"""

from __future__ import annotations

from html import unescape
from typing import Final, NamedTuple

import regex

from govreport.raw import RawTable

from .tables import SourceCell, build_table, parse_span

__all__ = ["find_tables", "read_embedded"]

_TABLE: Final = regex.compile(
    r"<table\b[^<>]*+>(?:(?!</?table\b).)*+</table\s*+>|\\begin\{tabular[x*]?\}(?:(?!\\(?:begin|end)\{tabular).)*+\\end\{tabular[x*]?\}",
    flags=regex.IGNORECASE | regex.DOTALL,
)
_TAG: Final = regex.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?P<rest>[^<>]*+)>|<!--(?:[^-]|-(?!->)){0,400}+-->",
    flags=regex.DOTALL,
)
_SPAN: Final = regex.compile(r"\b(rowspan|colspan)\s*+=\s*+[\"']?\s*+(\d+)", flags=regex.IGNORECASE)
_ROW_END: Final = regex.compile(r"\\\\(?:\[[^\]\n\\]{0,40}+\])?")
_CELL_END: Final = regex.compile(r"(?<!\\)&")
_RULES: Final = regex.compile(r"\\(?:hline|toprule|midrule|bottomrule)|\\c(?:line|midrule)(?:\([^()]*+\))?\{[^{}]*+\}")
_WRAPPED: Final = regex.compile(
    r"\s*+\\(?:multicolumn\{(?P<columns>\d+)\}|multirow(?:\[[^\]]*+\])?\{[^{}]*+\})\{[^{}]*+\}\{(?P<inner>.*)\}\s*+",
    flags=regex.DOTALL,
)
_MATH: Final = regex.compile(r"\\(?:textbf|text|mathrm)\{([^{}]*+)\}|\$|\\(?=[%&_#])")
_OPENING: Final = regex.compile(r"\\begin\{tabular[x*]?\}(?:\{[^{}]*+\})*+", flags=regex.IGNORECASE)


class _Cell(NamedTuple):
    text: str
    start: int
    end: int
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


def find_tables(text: str) -> list[tuple[int, int]]:
    """Where the embedded tables of a page stand."""
    if "</table" not in text and "</TABLE" not in text and "\\end{tabular" not in text:
        return []
    return [match.span() for match in _TABLE.finditer(text)]


def read_embedded(text: str, start: int, end: int) -> RawTable:
    """The grid of the table at ``text[start:end]``, its cells with their places in ``text``."""
    rows = _html_rows(text, start, end) if text[start] == "<" else _latex_rows(text, start, end)
    source = [[SourceCell(c.text, c.rowspan, c.colspan, c.header) for c in row] for row in rows]
    table = build_table(source)
    for cell, found in zip(table.cells, [cell for row in rows for cell in row], strict=True):
        cell.start, cell.end = found.start, found.end
    return table


def _html_rows(text: str, start: int, end: int) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    opened: tuple[int, dict[str, str], bool] | None = None
    for match in _TAG.finditer(text, start, end):
        name = (match["name"] or "").lower()
        if name not in ("tr", "td", "th", "table"):
            continue
        if opened is not None:
            at, spans, header = opened
            rows = rows or [[]]
            colspan, rowspan = parse_span(spans.get("colspan")), parse_span(spans.get("rowspan"), zero=True)
            rows[-1].append(_Cell(*_inner(text, at, match.start()), colspan, rowspan, header))
            opened = None
        if match["close"]:
            continue
        if name == "tr":
            rows.append([])
        elif name in ("td", "th"):
            spans = {key.lower(): value for key, value in _SPAN.findall(match["rest"])}
            opened = (match.end(), spans, name == "th")
    return [row for row in rows if row]


def _inner(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The text between two tags without markup, and its place if it stands in one piece."""
    pieces: list[tuple[int, int]] = []
    at = start
    for match in _TAG.finditer(text, start, end):
        pieces.append((at, match.start()))
        at = match.end()
    pieces.append((at, end))
    pieces = [(a, b) for a, b in pieces if text[a:b].strip()]
    words = " ".join(unescape("".join(text[a:b] for a, b in pieces)).split())
    return _placed(text, pieces, words)


def _placed(text: str, pieces: list[tuple[int, int]], words: str) -> tuple[str, int, int]:
    if len(pieces) == 1:
        a, b = pieces[0]
        at = text.find(words, a, b) if words else -1
        if at >= 0:
            return words, at, at + len(words)
    return words, -1, -1


def _latex_rows(text: str, start: int, end: int) -> list[list[_Cell]]:
    opening = _OPENING.match(text, start)
    first = opening.end() if opening is not None else start
    last = text.rindex("\\", first, end)
    rows: list[list[_Cell]] = []
    for a, b in _parts(_ROW_END, text, first, last):
        row = [_latex_cell(text, c, d) for c, d in _parts(_CELL_END, text, a, b)]
        if len(row) > 1 or row[0].text:
            rows.append(row)
    return rows


def _parts(separator: regex.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    bounds = [match.span() for match in separator.finditer(text, start, end)]
    return list(zip([start, *(b for _, b in bounds)], [*(a for a, _ in bounds), end], strict=True))


def _latex_cell(text: str, start: int, end: int) -> _Cell:
    for rule in _RULES.finditer(text, start, end):
        if not text[start : rule.start()].strip():
            start = rule.end()
    colspan = 1
    while (wrapped := _WRAPPED.fullmatch(text, start, end)) is not None:
        colspan = parse_span(wrapped["columns"]) if wrapped["columns"] else colspan
        start, end = wrapped.span("inner")
    words = " ".join(_MATH.sub(r"\1", text[start:end]).split())
    return _Cell(*_placed(text, [(start, end)], words), colspan)
