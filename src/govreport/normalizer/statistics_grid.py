"""Reading the official statistics from grids: HTML tables, pipe tables, tables of a Markdown text.

The rule: a row is known by its label, a column by its heading, and a value goes where both meet in the
grid. Where the grid is skewed (spans that do not fit), a row still counts if it has exactly as many cells
as the form has columns; where neither holds, the cells are unreadable and a finding says so. No sum is used
to place a value.

Headings are read as they come, row by row, so one table may hold several blocks with headings of their own,
repeat its headings after a page break, or go on without any.
"""

from __future__ import annotations

from itertools import pairwise

from govreport.forms import Row
from govreport.raw import RawCell, RawTable

from .statistics_align import trailing_blanks
from .statistics_cells import is_unit, read_value
from .statistics_claims import Claims, Extra
from .statistics_headings import Heading, Match, is_heading, is_tree, open_heading, side_by_side
from .statistics_labels import compact
from .statistics_line import LineHead, read_line_row
from .statistics_transposed import read_transposed
from .statistics_turned import lies_on_its_side, turn_back, turned
from .statistics_values import TableReader, has_words, place_values, take_unit

__all__ = ["read_table"]

_LONGEST_LABEL = 120
_SHORT_NAME = 2
_OWN_TOTAL = frozenset(("总数", "合计", "总计", "共计", "小计"))
"""What may stand between the label of a row that has parts and its value."""


def read_table(claims: Claims, text: str, table: RawTable, number: int, context: str = "") -> bool:
    """Read one table into ``claims``; whether it was one of the form's tables.

    ``number`` is the index of the table in the document; ``context`` is the short text right above it.
    """
    grid = table.grid()
    if read_transposed(claims, table, number, grid, context):
        return True
    if lies_on_its_side(claims, table):
        before = list(claims.cells)
        upright = turned(table)
        found = _read_grid(TableReader(claims, text, upright, number, context, grid=upright.grid()))
        turn_back(claims, number, before)
        return found
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
    if len(own) > 1:
        own = [own[0], *(later for before, later in pairwise(own) if not _is_own_total(cells, before, later))]
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
        if not values and reader.table.ragged and not row.header:
            values = trailing_blanks(reader.text, cell)
        if values:
            _read_values(reader, r, cell, row, values)


def _is_own_total(
    cells: list[RawCell], before: tuple[int, tuple[Row, ...]], label: tuple[int, tuple[Row, ...]]
) -> bool:
    """Whether 合计 behind the label of a row says that its own total follows, and is not the row of that name."""
    follows = label[0] == before[0] + 1 and not any(row.header for row in before[1])
    return follows and compact(cells[label[0]].text) in _OWN_TOTAL


def _read_values(reader: TableReader, r: int, cell: RawCell, row: Row, values: list[RawCell]) -> None:
    block = reader.claims.index.block_of[row.code]
    places = reader.heading.of(block)
    if block.layout == "fused" and not places and reader.title is not block:
        return
    if not places and not reader.rows_known and len(compact(cell.text)) <= _SHORT_NAME:
        # 其他 and 总计 alone mean nothing; with their number (3.其他) they do.
        return
    last = values[-1]
    unit, values = take_unit(reader, block, values)
    if row.header:
        if all(read_value(v.text).state in ("blank", "not_applicable") for v in values):
            return
        if cell.rowspan > 1:
            # The label of the group's first row is missing; the values are not the group's.
            _read_unknown(reader, r, values)
            return
        if row.total is None or has_words(values):
            _read_unknown(reader, r, [cell, *values])
            return
    elif len(values) > 1 and compact(values[0].text) in _OWN_TOTAL:
        values = values[1:]
    elif has_words(values[:1]) and len(values) > 1:
        # Another label that no form knows stands between this one and the values.
        _read_unknown(reader, r, values)
        return
    if reader.table.ragged:
        values = values + trailing_blanks(reader.text, last)
    if values:
        reader.rows_known += 1
        place_values(reader, r, cell, row, block, values, unit)


def _read_unknown(reader: TableReader, r: int, cells: list[RawCell]) -> None:
    """A row whose label no form knows: kept with its cells if it has a label and values."""
    label: RawCell | None = None
    after: list[RawCell] = []
    for place, cell in enumerate(cells):
        if cell.row == r and cell.text and has_words([cell]) and not is_unit(cell.text):
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
