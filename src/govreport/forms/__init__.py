"""The official statistics forms as data: one TOML file an era, no code.

A form says which blocks a report's statistics have, which rows and columns a block has (codes, labels as
printed, spellings that were seen), in what unit, which sums must hold, and which figures may be compared with
other forms. Adding a form is adding a file here.

Sources: 国办发〔2014〕32号 (2014), 国办公开办函〔2019〕60号 (2019), 国办公开办函〔2021〕30号 (2021);
``local`` is the Shanghai-style code table that was used before 2014. Only the standard library and
:mod:`govreport.errors` enter this module.

How a file is written:

* ``fingerprints``: words that only this form prints; ``shared``: words it shares with a sister form. They are
  compared after all white space and punctuation is removed.
* a block has a ``layout``: ``matrix`` (rows × columns, both are named in a cell's place), ``fused`` (the
  code of a cell is the row's code, a dot, the column's code), ``line`` (one row of values under a tree of
  headings).
* ``heads`` are the headings over what is no value (``label``, ``unit``, ``code``, ``skip``); with
  ``open_columns`` a block may have more columns of values than the form knows.
* how the printed form looks: ``heading`` stands over the table that begins with this block (a fused block without
  one goes on with the table before); ``stub`` is the heading over the labels, ``over`` the one over all columns,
  ``unit_stub`` the one over a column of units, ``fill`` what stands for the values of a header row.
* a row is a ``value`` or a ``header`` (a group without a value of its own); ``total`` names the code that the
  values take which a header row carries in some prints.
* a term of an identity is a code; a leading ``-`` subtracts it, a trailing ``@-1`` means the year before.

>>> [form.id for form in load_forms()]
['2014', '2019', '2021', 'local']
>>> get_form("2021").row("carried_over").label
'二、上年结转政府信息公开申请数量'
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from govreport.errors import VocabularyError

__all__ = [
    "Block",
    "Column",
    "Form",
    "Identity",
    "Measure",
    "Row",
    "Term",
    "get_form",
    "load_forms",
    "parse_form",
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


@cache
def load_forms() -> tuple[Form, ...]:
    """All forms, by file name, read once.

    Raises :class:`~govreport.errors.VocabularyError` for a malformed file.
    """
    found = sorted(item.name for item in files(__name__).iterdir() if item.name.endswith(".toml"))
    return tuple(
        parse_form(files(__name__).joinpath(name).read_text(encoding="utf-8"), where=f"forms/{name}") for name in found
    )


def get_form(form_id: str) -> Form:
    """The form of this id; raises ``KeyError``."""
    for form in load_forms():
        if form.id == form_id:
            return form
    raise KeyError(form_id)


def parse_form(text: str, *, where: str = "form") -> Form:
    """Read one form from TOML.

    Raises :class:`~govreport.errors.VocabularyError` when it is no TOML, a key is missing, unknown or of the
    wrong kind, a code stands twice, or an identity, a measure or a parent names a code that is not there.
    """
    try:
        data = tomllib.loads(text)
        form = _form(data)
        _check(form)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        message = f"missing {error}" if isinstance(error, KeyError) else str(error)
        raise VocabularyError(message, where=where) from error
    return form


def _form(data: dict[str, Any]) -> Form:
    measures = tuple(_measure(item) for item in data.pop("measures", []))
    blocks = []
    order = 0
    for item in data.pop("blocks"):
        block = _block(item, order)
        order += len(block.rows)
        blocks.append(block)
    first, last = data.pop("years")
    form = Form(
        id=_string(data.pop("id")),
        title=_string(data.pop("title")),
        instrument=data.pop("instrument", None),
        years=(first, last or None),
        fingerprints=_strings(data.pop("fingerprints")),
        shared=_strings(data.pop("shared", [])),
        blocks=tuple(blocks),
        identities=tuple(_identity(item) for item in data.pop("identities", [])),
        measures=measures,
        substitutes={code: _strings(parts) for code, parts in data.pop("substitutes", {}).items()},
        measure_of={m.terms[0]: m.id for m in measures if len(m.terms) == 1},
    )
    _nothing_left(data, "form")
    return form


def _block(data: dict[str, Any], order: int) -> Block:
    columns = tuple(_column(item) for item in data.pop("columns"))
    rows = tuple(_row(item, order + place) for place, item in enumerate(data.pop("rows", [])))
    block = Block(
        id=_string(data.pop("id")),
        layout=cast(Layout, _choice(data.pop("layout"), Layout)),
        titles=_strings(data.pop("titles", [])),
        columns=columns,
        rows=rows,
        open_columns=bool(data.pop("open_columns", False)),
        total_column=_string(data.pop("total_column", "")),
        heads={name: _strings(words) for name, words in data.pop("heads", {}).items()},
        heading=data.pop("heading", None),
        stub=_string(data.pop("stub", "")),
        over=data.pop("over", None),
        unit_stub=data.pop("unit_stub", None),
        fill=_string(data.pop("fill", "")),
    )
    _nothing_left(data, f"block {block.id}")
    return block


def _column(data: dict[str, Any]) -> Column:
    column = Column(
        code=_string(data.pop("code")),
        label=_string(data.pop("label")),
        variants=_strings(data.pop("variants", [])),
        unit=data.pop("unit", None),
        group=_strings(data.pop("group", [])),
    )
    _nothing_left(data, f"column {column.code}")
    return column


def _row(data: dict[str, Any], order: int) -> Row:
    row = Row(
        code=_string(data.pop("code")),
        label=_string(data.pop("label")),
        variants=_strings(data.pop("variants", [])),
        unit=data.pop("unit", None),
        parent=data.pop("parent", None),
        header=bool(data.pop("header", False)),
        total=data.pop("total", None),
        optional=bool(data.pop("optional", False)),
        order=order,
    )
    _nothing_left(data, f"row {row.code}")
    return row


def _identity(data: dict[str, Any]) -> Identity:
    identity = Identity(
        id=_string(data.pop("id")),
        strength=cast(Strength, _choice(data.pop("strength"), Strength)),
        left=tuple(map(_term, _strings(data.pop("left")))),
        right=tuple(map(_term, _strings(data.pop("right")))),
        relation=cast(Relation, _choice(data.pop("relation", "="), Relation)),
        over=cast(Over, _choice(data.pop("over", "cell"), Over)),
        block=data.pop("block", None),
        condition=data.pop("condition", None),
        note=data.pop("note", None),
    )
    _nothing_left(data, f"identity {identity.id}")
    return identity


def _measure(data: dict[str, Any]) -> Measure:
    measure = Measure(
        id=_string(data.pop("id")),
        terms=_strings(data.pop("terms")),
        comparable=cast(Comparable, _choice(data.pop("comparable", "yes"), Comparable)),
        unit=data.pop("unit", None),
        note=data.pop("note", None),
    )
    _nothing_left(data, f"measure {measure.id}")
    return measure


def _term(text: str) -> Term:
    minus = text.startswith("-")
    before = text.endswith("@-1")
    return Term(text.removeprefix("-").removesuffix("@-1"), -1 if minus else 1, -1 if before else 0)


def _check(form: Form) -> None:
    """Every code that is named must be there, and stand once."""
    codes: set[str] = set()
    for block in form.blocks:
        names = [row.code for row in block.rows]
        if block.layout == "line":
            names = [column.code for column in block.columns]
        elif block.layout == "fused":
            names += [f"{row.code}.{column.code}" for row in block.rows for column in block.columns]
        for name in names:
            if name in codes:
                raise ValueError(f"the code {name!r} stands twice")
            codes.add(name)
        codes |= {row.total for row in block.rows if row.total}
        parents = {row.parent for row in block.rows} - {None}
        if missing := parents - set(names):
            raise ValueError(f"no row has the code {min(map(str, missing))!r} of a parent")
    named = [code for measure in form.measures for code in measure.terms]
    named += [code for total, parts in form.substitutes.items() for code in (total, *parts)]
    for identity in form.identities:
        if identity.over != "cell":
            form.block(_string(identity.block))
        if identity.over != "rows":
            named += [term.code for term in (*identity.left, *identity.right)]
        else:
            columns = {column.code for column in form.block(_string(identity.block)).columns}
            named += [t.code for t in (*identity.left, *identity.right) if t.code not in columns]
    for code in named:
        if code not in codes:
            raise ValueError(f"an identity or measure names the unknown code {code!r}")


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a string is wanted, not {value!r}")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"a list of strings is wanted, not {value!r}")
    return tuple(value)


def _choice(value: object, choices: Any) -> str:
    if value not in get_args(choices):
        raise ValueError(f"{value!r} is none of {', '.join(get_args(choices))}")
    return str(value)


def _nothing_left(data: dict[str, Any], what: str) -> None:
    if data:
        raise ValueError(f"{what}: unknown key {min(data)!r}")
