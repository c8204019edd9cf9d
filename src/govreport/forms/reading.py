"""Reading one form from its file: every key is known, of the right kind, and every code that is named is there."""

from __future__ import annotations

import tomllib
from typing import Any, cast, get_args

from govreport.errors import VocabularyError

from .form import (
    Block,
    Column,
    Comparable,
    Form,
    Identity,
    Layout,
    Measure,
    Over,
    Relation,
    Row,
    Strength,
    Term,
)

__all__ = ["parse_form"]


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
