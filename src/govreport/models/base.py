"""What all models share: frozen, closed, and the two value types that stand in many fields.

Nothing of ours enters here. ``Span`` and ``PartialDate`` are written to JSON as ``[start, end]`` and as an ISO
string as precise as printed.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from functools import total_ordering
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Model", "PartialDate", "Span", "trusted"]

P = ParamSpec("P")
M = TypeVar("M", bound="Model")


class Model(BaseModel):
    """A frozen pydantic model that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_temporal="iso8601")


def trusted(model: Callable[P, M]) -> Callable[P, M]:
    """A constructor of ``model`` for values that the normalizer made itself: same signature, no validation.

    For the small models of which a page has dozens; what comes from outside goes through the model. Values must
    have the types of the fields (no dictionaries for models, no lists for tuples) and defaults must be immutable.
    The object equals the validated one, ``model_fields_set`` included. With ``GOVREPORT_VALIDATE=1`` in the
    environment this is the model itself: then every value is validated.
    """
    kind = cast(type[M], model)
    if os.environ.get("GOVREPORT_VALIDATE") == "1":
        return model
    blank = {name: None if field.is_required() else field.get_default() for name, field in kind.model_fields.items()}
    new, put = object.__new__, object.__setattr__

    def construct(*_: P.args, **values: P.kwargs) -> M:
        made = new(kind)
        put(made, "__dict__", {**blank, **values})
        put(made, "__pydantic_fields_set__", set(values))
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made

    return construct


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
        dt.date(year, month or 1, day or 1)
        object.__setattr__(self, "year", year)
        object.__setattr__(self, "month", month)
        object.__setattr__(self, "day", day)

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
