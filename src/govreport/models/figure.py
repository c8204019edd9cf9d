"""Counts in the prose. Only other models enter here."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from .base import Model, Span

__all__ = ["Comparator", "Figure"]

Comparator = Literal["=", ">=", "<=", ">", "<", "~"]


class Figure(Model):
    """A count in a sentence, such as 主动公开信息32条，其中机构职能4条….

    ``subject`` is what was counted, as printed; ``value`` the number (万 and 亿 multiplied out); ``unit`` the
    counter word (条, 件; 万元 is given as 元); ``comparator`` is ``=`` or, for 余/多/近/约…, ``>=``, ``<``, ``~``;
    ``share`` is the percentage printed with it (占12.5%), in percent; ``parts`` its breakdown, nested as printed.
    ``exhaustive`` is False for a breakdown that does not claim to be complete (等, 主要). A zero said in words
    (未收到…申请, 均为零) has value 0 and ``stated_zero`` True; a printed ``0件`` is an ordinary count. ``raw`` equals
    ``report.text[span]`` but for line ends inside hard-wrapped text.
    """

    subject: str
    value: int | Decimal
    unit: str
    comparator: Comparator = "="
    share: Decimal | None = None
    parts: tuple[Figure, ...] = ()
    stated_zero: bool = False
    exhaustive: bool = True
    raw: str
    span: Span
