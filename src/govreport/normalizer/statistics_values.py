"""The values of one row of a grid: each given to its column, with the unit that holds for it.

The rule: a value goes where its row and its column meet; where the spans of the table do not tell the column, the
cells are unreadable and a finding says so (see :mod:`.statistics_align`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from govreport.forms import Block, Column, Row
from govreport.raw import RawCell, RawTable

from .statistics_align import align, fits
from .statistics_cells import UNREADABLE, is_unit, read_chinese, read_value
from .statistics_claims import Claim, Claims, Extra
from .statistics_headings import Heading
from .statistics_labels import compact
from .statistics_line import LineHead

__all__ = ["TableReader", "has_words", "place_values", "take_unit"]

_HAN = regex.compile(r"\p{Han}")


_FEWEST_ROWS = 3
_MOST_SHARING = 4
"""So many rows of a merged value are looked at for another label."""


@dataclass(slots=True)
class TableReader:
    """The state of reading one table."""

    claims: Claims
    text: str
    table: RawTable
    number: int
    context: str
    heading: Heading = field(default_factory=Heading)
    line: LineHead | None = None
    rows_known: int = 0
    title: Block | None = None
    pending: list[Extra] = field(default_factory=list)
    grid: list[list[RawCell | None]] = field(default_factory=list)
    codes: set[int] | None = None
    wordless: list[int] | None = None


def place_values(
    reader: TableReader,
    r: int,
    cell: RawCell,
    row: Row,
    block: Block,
    values: list[RawCell],
    unit: str | None,
) -> None:
    """Give each column of the row its cell, or say that this cannot be done."""
    places = reader.heading.of(block)
    known = block.columns[:1] if block.open_columns else block.columns
    if len(reader.heading.rows) > 1 and not reader.heading.in_order(block):
        # Headings over several rows that do not come in the form's order: their spans are wrong.
        _unknown_columns(reader, r, cell, row, block, [(column, None) for column in known], values)
        return
    if reader.heading.broken:
        known = tuple(column for column in known if column.code in reader.heading.met)
        places = []
    columns = [(column, unit) for _, column, unit in places] or [(column, column.unit) for column in known]
    others = set(reader.heading.others) if places else set()
    placed = align(values, [place for place, _, _ in places], others, len(columns), reader.table.lossy)
    if placed is None and not others and fits(block, places, values):
        columns = [(column, column.unit) for column in block.columns]
        placed = values
    if placed is None and not block.open_columns and not reader.table.lossy and _stand_at_the_right(reader, block):
        columns = [(column, column.unit) for column in block.columns]
        placed = _at_the_right(values, reader.wordless or [])
    if placed is None and not any(value.text.strip() for value in values):
        placed = [values[0]] * len(columns)
    if placed is None:
        _unknown_columns(reader, r, cell, row, block, columns, values)
        return
    _claim(reader, r, cell, row, block, [(column, unit or over) for column, over in columns], placed)


def take_unit(reader: TableReader, block: Block, values: list[RawCell]) -> tuple[str | None, list[RawCell]]:
    """The unit printed in the row, and the cells without unit and code."""
    if not block.open_columns:
        return None, values
    unit = None
    kept = []
    codes = () if reader.heading.at or "code" not in block.heads else _code_columns(reader)
    for cell in values:
        kind = reader.heading.others.get(cell.column)
        if is_unit(cell.text):
            unit = unit or compact(cell.text)
        elif cell.column in codes:
            continue
        elif kind not in ("unit", "code", "skip"):
            kept.append(cell)
    return unit, kept


def _code_columns(reader: TableReader) -> set[int]:
    """The columns of two-digit numbers that only go up: codes, in a table without headings."""
    if reader.codes is None:
        reader.codes = set()
        for column in range(reader.table.columns):
            texts = [c.text for line in reader.grid if (c := line[column]) is not None and c.text]
            codes = [int(text) for text in texts if len(text) == 2 and text.isdigit()]
            if len(codes) >= 3 and 2 * len(codes) > len(texts) and codes == sorted(set(codes)):
                reader.codes.add(column)
    return reader.codes


def _stand_at_the_right(reader: TableReader, block: Block) -> bool:
    """Whether the last columns, and only they, hold no word in any row with figures, as many as the block has columns.

    A page reader may lose headings and leave merged labels as blanks: 一、新收… · blank · blank · 26 · blank …. What
    is left of the headings must stand where the form has it (商业 for 商业企业).
    """
    if reader.wordless is None:
        reader.wordless = _wordless(reader)
    if len(reader.wordless) != len(block.columns):
        return False
    expected = dict(zip(reader.wordless, block.columns, strict=True))
    if any(expected.get(place) is not column for place, column, _ in reader.heading.of(block)):
        return False
    for place, text in reader.heading.others.items():
        if place in expected:
            column = expected[place]
            names = (column.label, *column.variants, *column.group)
            if not any(compact(text) in compact(name) for name in names):
                return False
    return True


def _at_the_right(values: list[RawCell], columns: list[int]) -> list[RawCell] | None:
    placed = [cell for cell in values if cell.column in columns]
    before = [cell for cell in values if cell.column not in columns]
    if any(cell.text.strip() for cell in before) or [cell.column for cell in placed] != columns:
        return None
    return placed


def _wordless(reader: TableReader) -> list[int]:
    """The last columns of the table in which no row with a figure has a word."""
    words: set[int] = set()
    rows = 0
    for line in reader.grid:
        cells = {id(cell): cell for cell in line if cell is not None}.values()
        if not any(read_value(cell.text).state == "stated" for cell in cells):
            continue
        rows += 1
        for cell in cells:
            if has_words([cell]):
                words.update(range(cell.column, cell.column + cell.colspan))
    if rows < _FEWEST_ROWS or not words:
        return []
    return list(range(max(words) + 1, reader.table.columns))


def has_words(cells: Sequence[RawCell]) -> bool:
    return any(read_value(cell.text).state == "unreadable" and _HAN.search(cell.text) is not None for cell in cells)


def _claim(
    reader: TableReader,
    r: int,
    label: RawCell,
    row: Row,
    block: Block,
    columns: list[tuple[Column, str | None]],
    cells: list[RawCell],
) -> None:
    """Claim each cell for its column; a unit printed with the value holds before that of the column and the row."""
    claims, number, name = reader.claims, reader.number, label.text
    code, fused = _code_of(row), block.layout == "fused"
    for (column, over), cell in zip(columns, cells, strict=True):
        value = read_value(cell.text)
        if value.state == "unreadable":
            value = read_chinese(cell.text)
        if value.state != "blank" and _is_shared(reader, r, cell):
            value = UNREADABLE
        if value.state == "unreadable":
            message = f"{row.code}: {cell.text!r} is no value"
            claims.find("statistics.value_unreadable", "warning", message, cell.start, cell.end)
        unit = value.unit or over or row.unit
        place = (f"{code}.{column.code}", "") if fused else (code, column.code)
        claims.put(
            Claim(place[0], place[1], name, cell.text, value, unit, cell.start, cell.end, number, r, cell.column)
        )


def _is_shared(reader: TableReader, r: int, cell: RawCell) -> bool:
    """Whether one cell stands for several rows of the form: it cannot be said whose value it is."""
    if cell.row != r:
        return True
    below = reader.grid[r + 1 : r + min(cell.rowspan, _MOST_SHARING)]
    return any(
        other is not None and other.row > r and other.text and reader.claims.index.rows(other.text)
        for line in below
        for other in line
    )


def _code_of(row: Row) -> str:
    return row.total if row.header and row.total else row.code


def _unknown_columns(
    reader: TableReader,
    r: int,
    label: RawCell,
    row: Row,
    block: Block,
    columns: list[tuple[Column, str | None]],
    values: list[RawCell],
) -> None:
    start, end = values[0].start, values[-1].end
    reader.claims.find(
        "statistics.columns_unknown",
        "warning",
        f"{row.code}: {len(values)} cells for {len(columns)} columns, so no value was placed",
        start,
        end,
    )
    raw = reader.text[start:end] if 0 <= start < end else ""
    code, fused = _code_of(row), block.layout == "fused"
    for column, _ in columns:
        place = (f"{code}.{column.code}", "") if fused else (code, column.code)
        reader.claims.put(Claim(*place, label.text, raw, UNREADABLE, None, start, end, reader.number, r))
