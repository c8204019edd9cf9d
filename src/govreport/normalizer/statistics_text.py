"""Reading the official statistics from lines of plain text: PDF text, one cell a line, rows divided by blanks.

The rule: labels are looked for in the running text without white space and without the values, so a label may
go over several lines; the values at the ends of lines belong to the label they stand in or right behind. In such
text a blank cell leaves no trace, so a row counts only when it has exactly as many values as the form has
columns; otherwise its cells are unreadable and a finding says so. Rows out of the form's order, or values that
stand before their labels, make a whole stretch untrusted. Prose is never read: a stretch ends at a full stop.

One exception to "no sum places a value": a number that a line end cut in two (``138``, ``10``) is put together
when exactly one way to do so gives the printed total, and a finding says that it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import regex

from govreport.forms import Block, Row, get_form
from govreport.raw import Block as RawBlock

from .statistics_cells import CellValue, is_unit, read_value
from .statistics_claims import Claim, Claims
from .statistics_labels import compact
from .statistics_order import Token, line_values, rejoin
from .statistics_stretch import Hit, Stretch, bare_row, split_lines

__all__ = ["read_lines"]

_LONGEST_LINE = 200
_SHORT_NAME = 2
_GAP = 40
_AMONG = "其中"
_NUMBER = regex.compile(r"[一二三四五六七八九十\d]{1,3}\Z")
_CONTINUES = regex.compile(r"\s*+[，。；、）.,;)]|\s*+(?:件|条|次|人|元|万元|个|项)[^\s]")


def read_lines(claims: Claims, blocks: Sequence[RawBlock], text: str) -> set[int]:
    """Read what stands in paragraphs; the indices of the blocks that gave something."""
    used: set[int] = set()
    stretch = Stretch()
    places: list[int] = []
    for place, block in enumerate(blocks):
        if block.table is not None:
            row = bare_row(block.table)
            if row is not None:
                stretch.runs.append((stretch.length, row))
                places.append(place)
            elif block.table.rows <= 2:
                stretch.add(block.text, block.start, block.end, [])
            continue
        if block.role != "content":
            continue
        if len(block.text) > _LONGEST_LINE or "。" in block.text:
            used |= _finish(claims, stretch, text, blocks, places)
            stretch, places = Stretch(), []
            continue
        places.append(place)
        split_lines(text, block, stretch)
    return used | _finish(claims, stretch, text, blocks, places)


def _finish(claims: Claims, stretch: Stretch, text: str, blocks: Sequence[RawBlock], places: list[int]) -> set[int]:
    if not stretch.runs or not stretch.parts:
        return set()
    stream = "".join(stretch.parts)
    spans: list[tuple[int, int]] = []
    for block in claims.form.blocks:
        if block.layout == "line":
            spans += line_values(claims, block, stream, stretch.runs, text)
    hits = _hits(claims, stretch, stream)
    if len(hits) >= 2:
        _attach(hits, stretch, stream, text)
        for block in claims.form.blocks:
            if block.layout != "line":
                spans += _claim_block(
                    claims, block, [h for h in hits if _is_of(claims, h, block)], stretch, stream, text
                )
    if not spans:
        return set()
    starts = [blocks[place].start for place in places]
    return {places[bisect_right(starts, at) - 1] for span in spans for at in span if starts and at >= starts[0]}


def _is_of(claims: Claims, hit: Hit, block: Block) -> bool:
    return claims.index.block_of[hit.rows[0].code] is block


@cache
def _groups(form: str) -> tuple[str, ...]:
    return tuple(compact(row.label) for block in get_form(form).blocks for row in block.rows if row.header)


def _hits(claims: Claims, stretch: Stretch, stream: str) -> list[Hit]:
    """The labels that begin a line, or stand behind their number or a piece of their group's label."""
    groups = _groups(claims.form.id)
    found: list[Hit] = []
    for match in claims.index.finder().finditer(stream):
        start = match.start()
        at = bisect_right(stretch.starts, start) - 1
        begin = stretch.starts[at]
        if found and found[-1].end > begin:
            begin = found[-1].end
        prefix = _NUMBER.sub("", stream[begin:start]).removesuffix(_AMONG)
        if len(match[0]) <= _SHORT_NAME and len(prefix) == start - begin and not _is_fused(claims, match[0]):
            # 其他 and 总计 are columns too; only their number says that they are rows.
            continue
        if prefix and not any(prefix in group for group in groups) and not is_unit(prefix):
            continue
        found.append(Hit(claims.index.names[match[0]], start, match.end()))
    return [hit for number, hit in enumerate(found) if _ends(found, number, stretch, stream)]


def _ends(hits: list[Hit], number: int, stretch: Stretch, stream: str) -> bool:
    """Whether the label is all there is: its line ends, or a unit, a note or the next label follows."""
    hit = hits[number]
    at = bisect_right(stretch.starts, hit.end - 1)
    line_end = stretch.starts[at] if at < len(stretch.starts) else len(stream)
    if number + 1 < len(hits):
        line_end = min(line_end, hits[number + 1].start)
    rest = _NUMBER.sub("", stream[hit.end : line_end])
    return not rest or is_unit(rest) or stretch.bracketed[at - 1]


def _is_fused(claims: Claims, name: str) -> bool:
    return claims.index.block_of[claims.index.names[name][0].code].layout == "fused"


def _attach(hits: list[Hit], stretch: Stretch, stream: str, text: str) -> None:
    """Give every run of values to the label it stands in or right behind."""
    at = 0
    for number, hit in enumerate(hits):
        until = hits[number + 1].start if number + 1 < len(hits) else len(stream)
        while at < len(stretch.runs) and stretch.runs[at][0] <= hit.start:
            at += 1
        look = at
        while look < len(stretch.runs) and stretch.runs[look][0] <= until:
            place, tokens = stretch.runs[look]
            between = stream[hit.end : place] if place > hit.end else ""
            if between and not is_unit(between):
                break
            hit.tokens += tokens
            look += 1
        if hit.tokens:
            # 行政处罚 12 / 件，其中 is a sentence cut by a line end, no row.
            end = hit.tokens[-1].end
            hit.prose = _CONTINUES.match(text[end : end + _GAP].lstrip()) is not None


def _claim_block(
    claims: Claims, block: Block, hits: list[Hit], stretch: Stretch, stream: str, text: str
) -> list[tuple[int, int]]:
    """Claim the rows of one block; the places of the values that were taken."""
    rows = [row for hit in hits if (row := _choose(claims, hit)) is not None]
    if not hits or any(hit.prose for hit in hits) or not _has_heading(block, stream, rows):
        return []
    columns = _columns(block, stream, hits[0].start)
    code_first = "code" in block.heads and _code_first(block, hits, stream[: hits[0].start])
    trusted = _trusted(claims, block, hits, stretch, len(columns) + code_first)
    spans: list[tuple[int, int]] = []
    for hit in hits:
        row = _choose(claims, hit)
        if row is None:
            continue
        claims.meet(row)
        tokens = hit.tokens
        if (row.header and (row.total is None or not tokens)) or (row.optional and not tokens):
            continue
        if code_first:
            tokens = tokens[1:]
        tokens = _without_pads(tokens, len(columns))
        if trusted and len(tokens) != len(columns) and len(columns) > 2 and block.total_column:
            tokens = rejoin(claims, row.code, tokens, len(columns), text)
        if row.header and len(tokens) != len(columns):
            continue
        label = stretch.origins[bisect_right(stretch.starts, hit.start) - 1]
        _claim_row(claims, block, row, columns, tokens or [Token("", label[1], label[1], -1)], trusted, text)
        spans += [label, (tokens[0].start, tokens[-1].end)] if tokens else [label]
    return spans


def _without_pads(tokens: list[Token], count: int) -> list[Token]:
    """The values without the blank cells of merged labels, where it is plain which those are."""
    if len(tokens) <= count:
        return tokens
    filled = [place for place, token in enumerate(tokens) if token.text]
    if len(filled) == count and filled[-1] - filled[0] == count - 1:
        return tokens[filled[0] : filled[-1] + 1]
    return tokens


def _code_first(block: Block, hits: list[Hit], head: str) -> bool:
    """Whether the first value of every row is its code: the headings say so, or they only ever go up."""
    if any(word in head for word in block.heads["code"]):
        return True
    codes = [hit.tokens[0].text for hit in hits if hit.tokens]
    return (
        len(codes) >= 3
        and all(len(code) == 2 and code.isdigit() for code in codes)
        and all(int(a) < int(b) for a, b in pairwise(codes))
    )


def _choose(claims: Claims, hit: Hit) -> Row | None:
    return claims.choose(hit.rows)


def _has_heading(block: Block, stream: str, rows: list[Row]) -> bool:
    """Whether something besides the labels says that this is the block: its title or columns, or many rows."""
    if block.layout == "fused":
        names = [compact(title) for title in block.titles] + [compact(c.label) for c in block.columns]
        return any(name in stream for name in names)
    return len({row.code for row in rows}) >= 3


def _columns(block: Block, stream: str, first: int) -> list[str]:
    if not block.open_columns:
        return [column.code for column in block.columns]
    head = stream[:first]
    found = [
        (head.rfind(compact(name)), column.code)
        for column in block.columns
        if column.code
        for name in (column.label, *column.variants)
        if compact(name) in head
    ]
    codes = dict.fromkeys(code for _, code in sorted(found))
    return list(codes) or [block.columns[0].code]


def _trusted(claims: Claims, block: Block, hits: list[Hit], stretch: Stretch, count: int) -> bool:
    """Rows in the form's order, no value before the first label, no row with the values of two."""
    orders = [hit.rows[0].order for hit in hits if len(hit.rows) == 1]
    if any(b <= a for a, b in pairwise(orders)):
        return False
    if count > 1:
        before = [tokens for place, tokens in stretch.runs if place <= hits[0].start]
        if block.layout == "matrix" and any(len(tokens) == count for tokens in before):
            return False
        if any(sum(1 for token in hit.tokens if token.text) >= 2 * count for hit in hits):
            return False
    return True


def _claim_row(
    claims: Claims, block: Block, row: Row, columns: list[str], tokens: list[Token], trusted: bool, text: str
) -> None:
    code = row.total if row.header and row.total else row.code
    absent = tokens[0].line < 0
    known = trusted and len(tokens) == len(columns) and not absent
    start, end = tokens[0].start, tokens[-1].end
    if not known:
        claims.find(
            "statistics.columns_unknown",
            "warning",
            f"{code}: {'no' if absent else len(tokens)} values for {len(columns)} columns, so none was placed"
            if trusted
            else f"{code}: the rows of the text stand out of order, so no value was placed",
            start,
            end,
        )
    units = {column.code: column.unit for column in block.columns}
    for number, column in enumerate(columns):
        token = tokens[number] if known else None
        value = read_value(token.text) if token is not None else CellValue("unreadable")
        place = (f"{code}.{column}", "") if block.layout == "fused" else (code, column)
        raw, a, b = (text[token.start : token.end], token.start, token.end) if token else (text[start:end], start, end)
        unit = value.unit or units.get(column) or row.unit
        claims.put(Claim(*place, row.label, raw, value, unit, a, b))
