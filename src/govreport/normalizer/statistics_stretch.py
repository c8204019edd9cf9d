"""Lines of plain text as one stretch of labels, without white space, and the values at the ends of lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from govreport.forms import Row
from govreport.raw import Block, RawTable

from .statistics_cells import read_value
from .statistics_labels import compact
from .statistics_order import Token

__all__ = ["Hit", "Stretch", "bare_row", "split_lines"]

_PAGE_MARK = regex.compile(r"\s*+(?:[-—–－]\s*+\d{1,4}\s*+[-—–－]|第\s*+\d{1,4}\s*+页.{0,12})\s*+")
_VALUE = regex.compile(
    r"(?:[-+＋－−]|增加|减少)?[\d０-９]++(?:[,，][\d０-９]{3})*+(?:[.．][\d０-９]++)?+(?:[万亿]?元|[件条次人个篇万项])?+(?:[（(][^（）()]{1,40}[）)])?|[/／—–\-]{1,4}|无"
)
_LEADERS = regex.compile(r"…{2,}+|[.·]{4,}+")  # 主动公开政府信息数…………12
# 主动公开政府信息数,条,12: a sheet saved with commas.
_COMMAS = regex.compile(r"(?=[^,]*\p{Han})[^,]{2,200}+,[^,\d\s]{0,4},\s?(?:\d{1,9}(?:\.\d{1,4})?|[/—-]{1,4})?\s?")
_COMMAS_OF_A_ROW = 2
_WORD = regex.compile(r"[^\s|｜│]++")


@dataclass(slots=True)
class Hit:
    """A label in the running text, ``start``/``end`` in the stream, with the values found for it."""

    rows: tuple[Row, ...]
    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    prose: bool = False


@dataclass(slots=True)
class Stretch:
    """Lines that may be rows of tables: their text without blanks and values, and the values by place."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    bracketed: list[bool] = field(default_factory=list)
    origins: list[tuple[int, int]] = field(default_factory=list)
    runs: list[tuple[int, list[Token]]] = field(default_factory=list)
    line: int = 0

    def add(self, piece: str, start: int, end: int, tokens: list[Token]) -> None:
        """Take one line: its words and the values at its end."""
        name = compact(piece)
        if name:
            self.starts.append(self.length)
            self.origins.append((start, end))
            self.bracketed.append("（" in piece or "(" in piece)
            self.parts.append(name)
            self.length += len(name)
        if tokens:
            self.runs.append((self.length, tokens))
        self.line += 1


def bare_row(table: RawTable) -> list[Token] | None:
    """The cells of a table that is one long row of values without a label."""
    if table.rows != 1 or table.columns < 10:
        return None
    if any(read_value(cell.text).state not in ("stated", "not_applicable") for cell in table.cells):
        return None
    return [Token(cell.text, cell.start, cell.end, 0) for cell in table.cells]


def split_lines(text: str, block: Block, stretch: Stretch) -> None:
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        start, at = at, at + len(line) + 1
        if "…" in line or "...." in line or "····" in line:
            line = _LEADERS.sub(lambda found: " " * len(found[0]), line)
        if line.count(",") == _COMMAS_OF_A_ROW and _COMMAS.fullmatch(line) is not None:
            line = line.replace(",", " ")
        if not line.strip() or _PAGE_MARK.fullmatch(line):
            continue
        words = [match.span() for match in _WORD.finditer(line)]
        if not words:
            # A lone pipe is a cell that is blank.
            stretch.add("", start, start + len(line), [Token("", start, start, stretch.line)])
            continue
        cut = len(words)
        while cut and _VALUE.fullmatch(line, *words[cut - 1]):
            cut -= 1
        tokens = [Token(line[a:b], start + a, start + b, stretch.line) for a, b in words[cut:]]
        piece = line[: words[cut - 1][1]] if cut else ""
        stretch.add(piece, start, start + len(line), tokens)
