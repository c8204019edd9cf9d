"""The document number in the head of the paper, where no label tells it.

Source: GB/T 9704-2012, 7.2.5: the number stands on a line of its own under the name of the organ, before the
text; an order carries 第N号 under 某某人民政府令. Raw blocks enter here. Only the first lines count, and none behind
a sentence: a number in the text is a citation.

>>> lines = ["某市人民政府令", "第 12 号", "《某办法》已经审议通过，现予公布。"]
>>> [field.value for field in find_own_number([Block(text, 0, len(text), index=n) for n, text in enumerate(lines)])]
['第 12 号']
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from govreport.raw import Block, RawField

from .organization import looks_like_body

__all__ = ["find_order_body", "find_own_number"]

_LINES = 6
"""How many lines of the head are looked at."""
_LONGEST = 60
_NUMBER = regex.compile(
    r"[（(]?\p{Han}[\p{Han}、\s]{0,24}?[〔﹝\[［（(【]\s?(?:19|20)\d\d\s?年?[〕﹞\]］）)】]\s?第?\s?\d{1,5}\s?号[)）]?"
    r"|[（(]?\p{Han}[\p{Han}、\s]{0,50}?(?:令|公告|通告)\s?(?:(?:19|20)\d\d年)?\s?第\s?\d{1,5}\s?号[)）]?"
    r"|(?:19|20)\d\d年第\d{1,4}号"
)
_ORDER = regex.compile(r"[（(]?第\s?[\d一二三四五六七八九十百零〇]{1,6}\s?号[)）]?")
_ORDER_HEAD = ("令", "公告", "通告")


def find_order_body(content: Sequence[Block]) -> tuple[Block, int, int] | None:
    """The organ that the head of an order names (某某市人民政府令): the block, and where in it the name stands."""
    for block in content[:_LINES]:
        text = block.text.strip()
        if block.table is not None or len(text) > _LONGEST or text.endswith(("。", "；", "：", ":")):
            return None
        if text.endswith("令") and looks_like_body(text[:-1]):
            at = block.text.index(text)
            return block, at, at + len(text) - 1
    return None


def find_own_number(content: Sequence[Block]) -> list[RawField]:
    """The number in the head of the paper as a raw field, an empty list where there is none."""
    before = ""
    for block in content[:_LINES]:
        text = block.text.strip()
        if block.table is not None or len(text) > _LONGEST or text.endswith(("。", "；", "：", ":")):
            break
        if _NUMBER.fullmatch(text) or (before.endswith(_ORDER_HEAD) and _ORDER.fullmatch(text)):
            inside = text.strip("（）()") if text[0] in "（(" else text
            at = block.text.index(inside)
            span = block.span(at, at + len(inside))
            return [RawField("", "document_number", inside, "line", span.start, span.end, block.index)]
        before = text
    return []
