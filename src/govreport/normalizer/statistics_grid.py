"""Reading the official statistics from grids: HTML tables, pipe tables, tables of a Markdown text.

The rule: a row is known by its label, a column by its heading, and a value goes where both meet in the
grid. Where the grid is skewed (spans that do not fit), a row still counts if it has exactly as many cells
as the form has columns; where neither holds, the cells are unreadable and a finding says so. No sum is used
to place a value.

Headings are read as they come, row by row, so one table may hold several blocks with headings of their own,
repeat its headings after a page break, or go on without any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from govreport.forms import Block, Column, Row
from govreport.raw import RawCell, RawTable

from .statistics_align import align, fits, in_order, trailing_blanks
from .statistics_cells import CellValue, is_unit, read_value
from .statistics_claims import Claim, Claims, Extra
from .statistics_headings import Heading, Match, is_heading, is_tree, open_heading, side_by_side
from .statistics_labels import compact
from .statistics_line import LineHead, read_line_row
from .statistics_transposed import read_transposed

__all__ = ["read_table"]

_HAN = regex.compile(r"\p{Han}")
_LONGEST_LABEL = 120
_SHORT_NAME = 2
_OWN_TOTAL = frozenset(("总数", "合计", "总计", "共计", "小计"))
"""What may stand between the label of a row that has parts and its value."""


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


def read_table(claims: Claims, text: str, table: RawTable, number: int, context: str = "") -> bool:
    """Read one table into ``claims``; whether it was one of the form's tables.

    ``number`` is the index of the table in the document; ``context`` is the short text right above it.
    """
    grid = table.grid()
    if read_transposed(claims, table, number, grid, context):
        return True
    known = False
    for part in side_by_side(grid):
        known |= _read_grid(TableReader(claims, text, table, number, context, grid=part))
    return known


def _read_grid(reader: TableReader) -> bool:
    for r, slots in enumerate(reader.grid):
        cells: list[RawCell] = []
        last: RawCell | None = None
        for cell in slots:
            if cell is not None and cell is not last:
                cells.append(cell)
                last = cell
        if cells:
            _read_row(reader, r, cells)
    if reader.rows_known:
        reader.claims.extra.extend(reader.pending)
    return reader.rows_known > 0


def _read_row(reader: TableReader, r: int, cells: list[RawCell]) -> None:
    index = reader.claims.index
    labels: list[tuple[int, tuple[Row, ...]]] = []
    heads: list[tuple[RawCell, Match]] = []
    for place, cell in enumerate(cells):
        text = cell.text
        if not text or text.isdigit():
            continue
        if rows := index.rows(text):
            labels.append((place, rows))
        if columns := index.columns(text):
            heads.append((cell, columns))
    if heads and is_heading(cells, heads):
        _take_heading(reader, r, cells, heads)
        return
    if len(cells) > 1 and (heading := open_heading(index, r, cells)) is not None:
        reader.heading = heading
        return
    if labels:
        _read_labelled(reader, r, cells, labels)
        return
    if len(cells) == 1:
        _take_title(reader, cells[0])
        return
    if reader.line is not None and read_line_row(reader.claims, reader.line, cells, r, reader.number, reader.text):
        reader.rows_known += 1
        return
    _read_unknown(reader, r, cells)


def _take_heading(reader: TableReader, r: int, cells: list[RawCell], heads: list[tuple[RawCell, Match]]) -> None:
    if is_tree(heads):
        if reader.line is None or reader.line.done:
            reader.line = LineHead(reader.claims.form, reader.context)
        reader.line.take(reader.grid, r, [cell for cell, _ in heads])
        return
    if reader.heading.last_row != r - 1:
        reader.heading = Heading()
    reader.heading.take(r, cells, heads)


def _take_title(reader: TableReader, cell: RawCell) -> None:
    """A row of one cell: the title of a block, or nothing of ours."""
    name = compact(cell.text)
    for block in reader.claims.form.blocks:
        if any(compact(title) == name for title in block.titles):
            reader.title = block
            reader.heading = Heading()
            reader.line = None


def _read_labelled(
    reader: TableReader, r: int, cells: list[RawCell], labels: list[tuple[int, tuple[Row, ...]]]
) -> None:
    claims = reader.claims
    own = [(place, rows) for place, rows in labels if cells[place].row == r]
    groups = {id(cells[place]) for place, _ in labels if cells[place].row != r}
    if not own:
        # Only groups that reach down from above: what follows them here is not their own value.
        _read_unknown(reader, r, cells[labels[-1][0] + 1 :])
        return
    for number, (place, rows) in enumerate(own):
        end = own[number + 1][0] if number + 1 < len(own) else len(cells)
        cell = cells[place]
        values = [value for value in cells[place + 1 : end] if id(value) not in groups]
        row = claims.choose(rows)
        if row is None:
            claims.find(
                "statistics.row_unknown",
                "warning",
                f"the label {cell.text!r} stands in several places of the form",
                cell.start,
                cell.end,
            )
            continue
        claims.meet(row)
        if values:
            _read_values(reader, r, cell, row, values)


def _read_values(reader: TableReader, r: int, cell: RawCell, row: Row, values: list[RawCell]) -> None:
    block = reader.claims.index.block_of[row.code]
    places = reader.heading.of(block)
    if block.layout == "fused" and not places and reader.title is not block:
        return
    if not places and not reader.rows_known and len(compact(cell.text)) <= _SHORT_NAME:
        # 其他 and 总计 alone mean nothing; with their number (3.其他) they do.
        return
    last = values[-1]
    unit, values = _take_unit(reader, block, values)
    if row.header:
        if all(read_value(v.text).state in ("blank", "not_applicable") for v in values):
            return
        if cell.rowspan > 1:
            # The label of the group's first row is missing; the values are not the group's.
            _read_unknown(reader, r, values)
            return
        if row.total is None or _has_words(values):
            _read_unknown(reader, r, [cell, *values])
            return
    elif len(values) > 1 and compact(values[0].text) in _OWN_TOTAL:
        values = values[1:]
    elif _has_words(values[:1]) and len(values) > 1:
        # Another label that no form knows stands between this one and the values.
        _read_unknown(reader, r, values)
        return
    if reader.table.ragged:
        values = values + trailing_blanks(reader.text, last)
    if values:
        reader.rows_known += 1
        _place_values(reader, r, cell, row, block, values, unit)


def _place_values(
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
    if len(reader.heading.rows) > 1 and not in_order(block, places):
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
    if placed is None and not any(value.text.strip() for value in values):
        placed = [values[0]] * len(columns)
    if placed is None:
        _unknown_columns(reader, r, cell, row, block, columns, values)
        return
    for (column, over), found in zip(columns, placed, strict=True):
        _claim(reader, r, cell, row, _code(row, block, column), found, unit or over or row.unit)


def _take_unit(reader: TableReader, block: Block, values: list[RawCell]) -> tuple[str | None, list[RawCell]]:
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


def _has_words(cells: Sequence[RawCell]) -> bool:
    return any(read_value(cell.text).state == "unreadable" and _HAN.search(cell.text) is not None for cell in cells)


def _claim(
    reader: TableReader,
    r: int,
    label: RawCell,
    row: Row,
    place: tuple[str, str],
    cell: RawCell,
    unit: str | None,
) -> None:
    value = read_value(cell.text)
    if cell.row != r and value.state != "blank":
        # One cell for several rows: it cannot be said whose value it is.
        value = CellValue("unreadable")
    if value.state == "unreadable":
        reader.claims.find(
            "statistics.value_unreadable",
            "warning",
            f"{row.code}: {cell.text!r} is no value",
            cell.start,
            cell.end,
        )
    code, name = place
    unit = value.unit or unit
    reader.claims.put(
        Claim(code, name, label.text, cell.text, value, unit, cell.start, cell.end, reader.number, r, cell.column)
    )


def _code(row: Row, block: Block, column: Column) -> tuple[str, str]:
    code = row.total if row.header and row.total else row.code
    return (f"{code}.{column.code}", "") if block.layout == "fused" else (code, column.code)


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
    for column, _ in columns:
        code, name = _code(row, block, column)
        reader.claims.put(
            Claim(code, name, label.text, raw, CellValue("unreadable"), None, start, end, reader.number, r)
        )


def _read_unknown(reader: TableReader, r: int, cells: list[RawCell]) -> None:
    """A row whose label no form knows: kept with its cells if it has a label and values."""
    label: RawCell | None = None
    after: list[RawCell] = []
    for place, cell in enumerate(cells):
        if cell.row == r and cell.text and _has_words([cell]) and not is_unit(cell.text):
            label = cell
            after = cells[place + 1 :]
    states = {read_value(cell.text).state for cell in (after if label is not None else cells)}
    if label is None:
        if "stated" in states and reader.claims.met and len(cells) > 1:
            reader.claims.find(
                "statistics.row_unlabelled",
                "notice",
                f"a row of {len(cells)} cells has no label",
                cells[0].start,
                cells[-1].end,
            )
        return
    if "stated" not in states or len(label.text) > _LONGEST_LABEL:
        return
    reader.pending.append(Extra(label.text, tuple(c.text for c in after), label.start, cells[-1].end, reader.number, r))
