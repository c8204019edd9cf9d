"""Values of plain text whose place follows from their number and order alone.

The rule: the one row of section four is read when as many values stand behind its headings as these name groups
times the headings of a group; the headings themselves may be torn, but nothing else may stand among them. A row
whose number a line end cut in two is put together when exactly one way gives the printed total.
"""

from __future__ import annotations

from typing import NamedTuple

from govreport.forms import Block

from .statistics_cells import CellValue, read_value
from .statistics_claims import Claim, Claims
from .statistics_labels import compact

__all__ = ["Token", "line_values", "rejoin"]


class Token(NamedTuple):
    """One value as printed, where it stood, and in which line of its stretch."""

    text: str
    start: int
    end: int
    line: int


def line_values(
    claims: Claims, block: Block, stream: str, runs: list[tuple[int, list[Token]]], text: str
) -> list[tuple[int, int]]:
    """Claim the row of values of a ``line`` block; the places of what was taken."""
    groups = list(dict.fromkeys(column.group[-1] for column in block.columns if column.group))
    signs = set("".join(compact(text) for c in block.columns for text in (c.label, *c.variants, *c.group)))
    leaves = len(block.columns) // len(groups)
    spans: list[tuple[int, int]] = []
    taken = 0
    at = 0
    while at < len(runs):
        place = runs[at][0]
        tokens: list[Token] = []
        while at < len(runs) and runs[at][0] == place:
            tokens += runs[at][1]
            at += 1
        first = place
        while first > taken and stream[first - 1] in signs:
            first -= 1
        head = stream[first:place]
        named = [group for group in groups if compact(group) in head]
        if len(head) < 2 * leaves or not named or compact(block.columns[leaves - 1].label) not in head:
            continue
        taken = place
        columns = [column for column in block.columns if column.group and column.group[-1] in named]
        _claim_line(claims, [(c.code, c.label, c.unit) for c in columns], tokens, text)
        spans.append((tokens[0].start, tokens[-1].end))
    return spans


def _claim_line(claims: Claims, columns: list[tuple[str, str, str | None]], tokens: list[Token], text: str) -> None:
    start, end = tokens[0].start, tokens[-1].end
    known = len(tokens) == len(columns)
    if not known:
        claims.find(
            "statistics.columns_unknown",
            "warning",
            f"{columns[0][0]} …: {len(tokens)} values for {len(columns)} columns, so no value was placed",
            start,
            end,
        )
        for code, label, _ in columns:
            claims.put(Claim(code, "", label, text[start:end], CellValue("unreadable"), None, start, end))
        return
    for (code, label, unit), token in zip(columns, tokens, strict=True):
        value = read_value(token.text)
        claims.put(Claim(code, "", label, token.text, value, value.unit or unit, token.start, token.end))


def rejoin(claims: Claims, code: str, tokens: list[Token], count: int, text: str) -> list[Token]:
    """``tokens`` with one number put together that a line end cut, where only one way gives the total."""
    if len(tokens) != count + 1:
        return tokens
    found = []
    for place in range(count):
        left, right = tokens[place], tokens[place + 1]
        if left.line == right.line or not (left.text.isdigit() and right.text.isdigit()):
            continue
        joined = Token(left.text + right.text, left.start, right.end, left.line)
        whole = [*tokens[:place], joined, *tokens[place + 2 :]]
        if _adds_up(whole):
            found.append(whole)
    if len(found) != 1 or _adds_up(tokens[:count]) or _adds_up(tokens[1:]):
        return tokens
    claims.find(
        "statistics.number_rejoined",
        "notice",
        f"{code}: a number that a line end cuts was put together; the row adds up so and no other way",
        tokens[0].start,
        tokens[-1].end,
    )
    return found[0]


def _adds_up(tokens: list[Token]) -> bool:
    values = [_number(read_value(token.text)) for token in tokens]
    if any(value is None for value in values):
        return False
    numbers = [value for value in values if value is not None]
    return sum(numbers[:-1]) == numbers[-1] != 0


def _number(value: CellValue) -> int | None:
    return value.value if value.state == "stated" and isinstance(value.value, int) else None
