"""The document number that stands on a line of its own at the head of a document (GB/T 9704-2012, 7.2.5).

The rule: 云政发〔2017〕15号 alone on its line, with or without brackets round it, or 第36号 right under an order's
name (…令). It stands before the salutation and the first sentence, so the search ends at the first block of running
text or the first numbered heading; two different numbers there (a list of documents) give none. A page that labels
the number, even an empty 文号, is left to its label.

>>> from govreport.raw import Block
>>> found = find_number_line([Block("（云政发〔2017〕15 号）", 0, 15), Block("各县人民政府：", 16, 23)])
>>> found.value, found.start, found.end
('云政发〔2017〕15 号', 1, 14)
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from govreport.raw import Block, RawField

from .document_number import parse_document_number

__all__ = ["find_number_line"]

_MOST_BLOCKS = 12
_LONGEST = 40
_LONGEST_HEAD = 60
_BRACKETS = ("（）", "()", "【】", "[]")
_ORDER = regex.compile(r"[（(]?\s*+(第\s*+[\d一二三四五六七八九十百〇零]{1,6}\s*+号)\s*+[)）]?")
_BODY = regex.compile(r"[。；]|^[一二三四五六七八九十]{1,2}、|^第[一二三四五六七八九十\d]{1,3}[章条]")


def find_number_line(blocks: Sequence[Block]) -> RawField | None:
    """The number, with its place, as a field of the line under the title; None where none or several stand."""
    found: list[RawField] = []
    above = ""
    for block in [b for b in blocks if b.role in ("content", "title") and b.text.strip()][:_MOST_BLOCKS]:
        text = block.text.strip()
        if block.role == "content" and (
            block.kind == "table" or len(text) > _LONGEST_HEAD or _BODY.search(text) or text[-1] in "：:"
        ):
            break
        if block.role == "content" and len(text) <= _LONGEST and (one := _read(block, above)) is not None:
            found.append(one)
        above = text
    values = {"".join((one.value or "").split()) for one in found}
    return found[0] if len(values) == 1 else None


def _read(block: Block, above: str) -> RawField | None:
    text = block.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    order = _ORDER.fullmatch(text, start, end)
    if order is not None and above.endswith("令"):
        start, end = order.span(1)
    else:
        if any(text[start] == pair[0] and text[end - 1] == pair[1] for pair in _BRACKETS):
            start, end = start + 1, end - 1
        number = parse_document_number(text[start:end]) if text[end - 1 : end] == "号" else None
        if number is None or number.year is None or not number.agency or len(number.agency) > 20:
            return None
    span = block.span(start, end)
    if span.end - span.start != end - start:
        return None
    return RawField("", "document_number", text[start:end], "line", span.start, span.end, block.index)
