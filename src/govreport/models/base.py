"""What all models share: frozen, closed, and the two value types that stand in many fields.

Nothing of ours enters here. ``Span`` and ``PartialDate`` are written to JSON as ``[start, end]`` and as an ISO
string as precise as printed.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from functools import partial, total_ordering
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Model", "PartialDate", "Span", "new_span", "trusted"]

P = ParamSpec("P")
M = TypeVar("M", bound="Model")


class Model(BaseModel):
    """A frozen pydantic model that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_temporal="iso8601")


def trusted(model: Callable[P, M], *given: str) -> Callable[P, M]:
    """A constructor of ``model`` for values that the normalizer made itself: same signature, no validation.

    For the models of which a page has dozens; what comes from outside goes through the model. Values must
    have the types of the fields (no dictionaries for models, no lists for tuples) and defaults must be immutable.
    The object equals the validated one, ``model_fields_set`` included. ``given`` names the fields of a constructor
    that is always called with exactly these, which takes half the time. With ``GOVREPORT_VALIDATE=1`` in the
    environment this is the model itself: then every value is validated.
    """
    kind = cast(type[M], model)
    if os.environ.get("GOVREPORT_VALIDATE") == "1":
        return model
    blank = {name: None if field.is_required() else field.get_default() for name, field in kind.model_fields.items()}
    return _constructor(kind, blank, given) if given else _any_fields(kind, blank)


# The slots of a pydantic object: their descriptors take a third of the time of object.__setattr__ with a name.
_SLOTS = vars(BaseModel)
_put_values = _SLOTS["__dict__"].__set__
_put_names = _SLOTS["__pydantic_fields_set__"].__set__
_put_extra = _SLOTS["__pydantic_extra__"].__set__
_put_private = _SLOTS["__pydantic_private__"].__set__


def _any_fields(kind: type[M], blank: dict[str, Any]) -> Callable[..., M]:
    new = object.__new__

    def construct(**values: Any) -> M:
        made = new(kind)
        _put_values(made, {**blank, **values})
        _put_names(made, set(values))
        _put_extra(made, None)
        _put_private(made, None)
        return made

    return construct


def _constructor(kind: type[M], blank: dict[str, Any], given: tuple[str, ...]) -> Callable[..., M]:
    """The constructor written out for these fields, as ``dataclasses`` does it; its objects share one set of names.

    (pydantic copies that set before it changes it: a copy of a frozen model is all that can.)
    """
    plain = (bool, int, str, tuple, type(None))
    values = ", ".join(
        f"{name!r}: {name if name in given else repr(value) if isinstance(value, plain) else f'_blank[{name!r}]'}"
        for name, value in blank.items()
    )
    code = f"""def construct(*, {", ".join(given)}):
    made = _new(_kind)
    _put_values(made, {{{values}}})
    _put_names(made, _names)
    _put_extra(made, None)
    _put_private(made, None)
    return made"""
    # No field of a model begins with an underscore, so none hides these.
    room: dict[str, Any] = {
        "_new": object.__new__,
        "_kind": kind,
        "_blank": blank,
        "_names": set(given),
        "_put_values": _put_values,
        "_put_names": _put_names,
        "_put_extra": _put_extra,
        "_put_private": _put_private,
    }
    exec(code, room)
    return cast(Callable[..., M], room["construct"])


class Span(NamedTuple):
    """A half-open range of characters of ``Report.text``; in JSON ``[start, end]``.

    >>> "abcdef"[slice(*Span(1, 3))]
    'bc'
    """

    start: int
    end: int

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        pair = core_schema.tuple_schema(
            [core_schema.int_schema(ge=0), core_schema.int_schema(ge=0)], serialization=None
        )
        from_pair = core_schema.no_info_after_validator_function(lambda value: cls(*value), pair)
        return core_schema.json_or_python_schema(
            json_schema=from_pair,
            python_schema=core_schema.union_schema(
                [core_schema.is_instance_schema(cls), from_pair], mode="left_to_right"
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(list, return_schema=None),
        )


new_span = cast("Callable[[tuple[int, int]], Span]", partial(tuple.__new__, Span))
"""A span of a pair, at half the cost of ``Span(start, end)``."""


@total_ordering
class PartialDate:
    """A date as precise as it was printed: a year, a month or a day (ISO 8601 reduced precision).

    >>> PartialDate(2014, 12)
    PartialDate('2014-12')
    >>> PartialDate.parse("2014-12") == PartialDate(2014, 12), PartialDate(2014) < PartialDate(2014, 12)
    (True, True)

    Raises ``ValueError`` for a month or day that no calendar has.
    """

    __slots__ = ("day", "month", "year")

    year: int
    month: int | None
    day: int | None

    def __init__(self, year: int, month: int | None = None, day: int | None = None) -> None:
        if day is not None and month is None:
            raise ValueError("a day needs a month")
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
        _put_year(self, year)
        _put_month(self, month)
        _put_day(self, day)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"PartialDate is frozen: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"PartialDate is frozen: {name}")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read an ISO string of one of the three precisions; raises ``ValueError`` for anything else."""
        parts = text.split("-")
        if not 1 <= len(parts) <= 3 or len(parts[0]) != 4 or any(len(p) != 2 for p in parts[1:]):
            raise ValueError(f"no ISO date of year, month or day precision: {text!r}")
        return cls(*(int(p) for p in parts))

    @classmethod
    def from_date(cls, value: dt.date) -> PartialDate:
        """The same day as a ``PartialDate``."""
        return cls(value.year, value.month, value.day)

    def to_date(self) -> dt.date | None:
        """The day, or None where the day was not printed."""
        if self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def __repr__(self) -> str:
        return f"PartialDate({str(self)!r})"

    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self._key() == other._key()

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key() < other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __reduce__(self) -> tuple[object, ...]:
        return PartialDate, (self.year, self.month, self.day)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(
            cls.parse, core_schema.str_schema(pattern=r"^\d{4}(-\d{2}){0,2}$")
        )
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema(
                [core_schema.is_instance_schema(cls), from_text], mode="left_to_right"
            ),
            serialization=core_schema.to_string_ser_schema(),
        )


_put_year = vars(PartialDate)["year"].__set__
_put_month = vars(PartialDate)["month"].__set__
_put_day = vars(PartialDate)["day"].__set__
