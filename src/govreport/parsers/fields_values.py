"""The value behind a label: where it begins and ends, and the date beside it that no label names.

What may enter here: a line, the label that was found in it and where its value ends at the latest. What comes out is
the :class:`~govreport.raw.RawField` with the place of the value (the rules: :mod:`.fields`).
"""

from __future__ import annotations

from typing import Final, Literal

import regex

from govreport.raw import RawField

from .fields_labels import EDGES, meaning, printed
from .fields_tokens import Item

__all__ = ["Origin", "field_of", "last_date", "with_dates"]

Origin = Literal["block", "line", "meta", "table"]

_DATE: Final = regex.compile(
    r"(?:19|20)\d\d\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}(?:\s?日)?(?:\s{0,4}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
_CLOSERS: Final = {"】": "【", "〗": "〖", "]": "[", "）": "（", ")": "("}
_DATED_LINE: Final = frozenset({"source", "author", "publisher", "editor", "view_count"})


def field_of(text: str, item: Item, end: int, block: int, base: int, origin: Origin) -> RawField:
    """The field of one label: its value ends at ``end``; what is nothing, or the next label, is no value."""
    start, end = _trim(text, item.start, end)
    name = item.known.name if item.known else None
    label = printed(item.text)
    if start >= end or _is_other_label(text[start:end]):
        return RawField(label, name, None, origin, block=block)
    return RawField(label, name, text[start:end], origin, base + start, base + end, block)


def _is_other_label(value: str) -> bool:
    known = meaning(value)
    return known is not None and not known.ambiguous


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The value without blanks, cell marks, and a closing bracket that was opened before its label."""
    while True:
        while start < end and (text[start] in EDGES or text[start] in ":："):
            start += 1
        while start < end and text[end - 1] in EDGES:
            end -= 1
        opener = _CLOSERS.get(text[end - 1]) if start < end else None
        if opener is None or opener in text[start:end]:
            break
        end -= 1
    if start < end and text[end - 1] in "【〖[（(;；•·":
        return _trim(text, start, end - 1)
    return start, end


def with_dates(text: str, first: int, fields: list[RawField], block: int, base: int, origin: Origin) -> list[RawField]:
    """The fields, and the date that a line under the title prints without a label before or after a source."""
    if any(field.name in ("published_at", "issued_on", "modified_at") for field in fields):
        return fields
    if first:
        start, end = _trim(text, 0, first)
        lead = last_date(text, start, end)
        if lead:
            at = base + lead.start()
            return [RawField("", "published_at", lead.group(), origin, at, base + end, block), *fields]
    for at, field in enumerate(fields):
        if field.value is None or field.name not in _DATED_LINE:
            continue
        found = _DATE.search(field.value)
        if found is None or found.end() != len(field.value) or _opens(field.value, found.start()):
            continue
        date = RawField("", "published_at", found.group(), origin, field.start + found.start(), field.end, block)
        start, end = _trim(field.value, 0, found.start())
        field.value, field.end = (field.value[start:end] or None), field.start + end
        if field.value is None:
            field.start = field.end = -1
        return [*fields[: at + 1], date, *fields[at + 1 :]]
    return fields


def last_date(text: str, start: int, end: int) -> regex.Match[str] | None:
    """The date that ends ``text[start:end]``, after nothing or a blank."""
    found = _DATE.search(text, start, end)
    if found is None or found.end() != end or _opens(text[start:end], found.start() - start):
        return None
    return found


def _opens(value: str, at: int) -> bool:
    """Whether a date at ``at`` is glued to the words before it (then it belongs to them)."""
    return at > 0 and value[at - 1] not in EDGES
