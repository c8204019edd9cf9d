"""What a form is made of: blocks of rows and columns, the sums that must hold, the measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Block",
    "Column",
    "Comparable",
    "Form",
    "Identity",
    "Layout",
    "Measure",
    "Over",
    "Relation",
    "Row",
    "Strength",
    "Term",
]

Layout = Literal["matrix", "fused", "line"]
Strength = Literal["hard", "soft"]
Relation = Literal["=", "<="]
Over = Literal["cell", "columns", "rows"]
Comparable = Literal["yes", "roughly", "no"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block; ``group`` are the headings above it, outermost first."""

    code: str
    label: str
    variants: tuple[str, ...] = ()
    unit: str | None = None
    group: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a block; ``parent`` is the code of the row it is a part of, ``order`` its place in the form."""

    code: str
    label: str
    variants: tuple[str, ...] = ()
    unit: str | None = None
    parent: str | None = None
    header: bool = False
    total: str | None = None
    optional: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the form that is one table, or one part of a table.

    ``heading``, ``stub``, ``over``, ``unit_stub`` and ``fill`` say how it is printed (see the module). With a
    ``unit_stub`` every row, headers too, is a line of one list; without one the headers are groups beside their rows.
    """

    id: str
    layout: Layout
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    open_columns: bool = False
    total_column: str = ""
    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heading: str | None = None
    stub: str = ""
    over: str | None = None
    unit_stub: str | None = None
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A summand: the code, added or subtracted, of this year (0) or the year before (-1)."""

    code: str
    sign: Literal[1, -1] = 1
    year: Literal[0, -1] = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """``left`` and ``right`` are sums; ``over`` says what is walked: one cell each, every column, every row.

    For ``rows`` the terms are column codes, for the others row (or cell) codes. An empty side is zero.
    ``condition`` names what must be known of the body for the identity to apply.
    """

    id: str
    strength: Strength
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    relation: Relation = "="
    over: Over = "cell"
    block: str | None = None
    condition: str | None = None
    note: str | None = None

    @property
    def across_years(self) -> bool:
        """Whether a term is of the year before."""
        return any(term.year for term in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be set beside another form's figure: the sum of ``terms`` (codes), in ``unit``."""

    id: str
    terms: tuple[str, ...]
    comparable: Comparable = "yes"
    unit: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One official form. ``years`` are the reported years it was made for (the last is None when in force)."""

    id: str
    title: str
    instrument: str | None
    years: tuple[int, int | None]
    fingerprints: tuple[str, ...]
    shared: tuple[str, ...]
    blocks: tuple[Block, ...]
    identities: tuple[Identity, ...]
    measures: tuple[Measure, ...]
    substitutes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measure_of: Mapping[str, str] = field(default_factory=dict)

    def block(self, block_id: str) -> Block:
        """The block of this id; raises ``KeyError``."""
        for block in self.blocks:
            if block.id == block_id:
                return block
        raise KeyError(block_id)

    def row(self, code: str) -> Row:
        """The row of this code; raises ``KeyError``."""
        for block in self.blocks:
            for row in block.rows:
                if row.code == code:
                    return row
        raise KeyError(code)

    def places(self) -> Iterator[tuple[str, str, str | None]]:
        """Every (code, column, unit) that the form has, in printed order, optional rows left out."""
        for block in self.blocks:
            if block.layout == "line":
                yield from ((c.code, "", c.unit) for c in block.columns)
                continue
            for row in block.rows:
                if row.header or row.optional:
                    continue
                for column in block.columns:
                    unit = column.unit or row.unit
                    yield (
                        (f"{row.code}.{column.code}", "", unit)
                        if block.layout == "fused"
                        else (
                            row.code,
                            column.code,
                            unit,
                        )
                    )
