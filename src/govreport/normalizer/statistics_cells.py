"""One cell of an official table: what is printed becomes a number, a blank, a dash or something unreadable.

The rule (domain: cell-value semantics): ``0`` is a stated zero; an empty cell is missing; ``/``, dashes, 无 and
N/A mean "not applicable"; a number may carry a sign (``+1036``, 减少2), its own unit (``251000元``), a note
(``22（其中修订16件）``) or the mark of one (``22①``), thousands commas, a scale (``3.5万``) or full-width figures.
What is none of these is unreadable, never guessed; Chinese numerals are read only where a column is known.

>>> read_value("22（其中修订16件）")
CellValue(state='stated', value=22, unit=None, note='其中修订16件')
>>> read_value("减少2").value, read_value("251000元"), read_value("／").state
(-2, CellValue(state='stated', value=251000, unit='元', note=None), 'not_applicable')
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

from govreport.models.statistics import CellState

from .numerals import chinese_to_int

__all__ = ["UNREADABLE", "CellValue", "is_unit", "read_chinese", "read_value"]


class CellValue(NamedTuple):
    """The reading of one cell; ``unit`` only where it is printed in the cell."""

    state: CellState
    value: int | Decimal | None = None
    unit: str | None = None
    note: str | None = None


BLANK = CellValue("blank")
NOT_APPLICABLE = CellValue("not_applicable")
UNREADABLE = CellValue("unreadable")
_PLAIN = {"": BLANK, "/": NOT_APPLICABLE, **{str(figure): CellValue("stated", figure) for figure in range(10)}}
"""What most cells of the forms hold."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    ord("－"): ord("-"),
    ord("−"): ord("-"),
    ord("–"): ord("-"),
    ord("﹣"): ord("-"),
    ord("，"): ord(","),
    ord("．"): ord("."),
    ord("（"): ord("("),
    ord("）"): ord(")"),
}
_NONE = regex.compile(r"[-/\\—―─ー_]++(?: [-/\\—―─ー_]++)*+|无|(?i:n/?a)|不适用|不涉及")
_UNITS = (
    "件", "条", "次", "人", "元", "个", "篇", "项", "家", "宗", "份", "起", "人次", "件次", "万元", "亿元",
    "万人次",    "万件", "万条", "千元", "处", "名", "场", "期", "场次", "条次", "%",
)  # fmt: skip
_NUMBER = regex.compile(
    r"(?P<sign>\+|-|增加|减少|增长|下降|净增|净减|增|减)? ?"
    r"(?P<figures>\d{1,3}(?:,\d{3})++|\d++)(?P<fraction>\.\d++)?+ ?"
    r"(?P<scale>[万亿](?!元|件|条|人次))? ?(?P<unit>\L<units>)?"
    r"(?: ?\((?P<note>[^()]{1,200})\))?(?: ?(?P<mark>[①-⑳*※†‡]|\[\d{1,2}\]|注\d{0,2}))?",
    units=list(_UNITS),
)
_CHINESE = regex.compile(
    r"(?P<figures>[二两三四五六七八九]|(?=.*[十百千万])[一二两三四五六七八九十百千万零〇]{1,12}+)(?P<unit>\L<units>)?",
    units=list(_UNITS),
)
_LONGEST_CHINESE = 20
_MINUS = frozenset(("-", "减少", "下降", "净减", "减"))
_SCALES = {"万": 10**4, "亿": 10**8}
_PRINTED_UNITS = frozenset(_UNITS)
_LONGEST = 240
_MOST_DIGITS = 18


def is_unit(text: str) -> bool:
    """Whether a cell is nothing but a counter word: 件, 条, 万元 …"""
    return text.strip("（）() 　") in _PRINTED_UNITS


def read_chinese(raw: str) -> CellValue:
    """Read a cell in Chinese numerals. 一 alone stays unreadable: many print it for a dash.

    >>> read_chinese("一百二十"), read_chinese("四件").value, read_chinese("一").state
    (CellValue(state='stated', value=120, unit=None, note=None), 4, 'unreadable')
    """
    match = _CHINESE.fullmatch(raw.strip()) if len(raw) <= _LONGEST_CHINESE else None
    value = chinese_to_int(match["figures"]) if match is not None else None
    if match is None or value is None:
        return UNREADABLE
    return CellValue("stated", value, match["unit"])


def read_value(raw: str) -> CellValue:
    """Read the text of one cell.

    >>> [read_value(raw).value for raw in ("1,234", "１２", "3.5万", "+1036")]
    [1234, 12, 35000, 1036]
    >>> read_value("").state, read_value("——").state, read_value("见附件").state, read_value("138 10").state
    ('blank', 'not_applicable', 'unreadable', 'unreadable')
    """
    plain = _PLAIN.get(raw)
    if plain is not None:
        return plain
    if raw.isascii() and raw.isdigit():
        return CellValue("stated", int(raw)) if len(raw) <= _MOST_DIGITS else UNREADABLE
    text = raw.translate(_INVISIBLE).translate(_HALF).strip()
    if not text:
        return BLANK
    if len(text) > _LONGEST:
        return UNREADABLE
    if _NONE.fullmatch(text):
        return NOT_APPLICABLE
    if text in ("零", "〇"):
        return CellValue("stated", 0)
    match = _NUMBER.fullmatch(text)
    if match is None or len(match["figures"]) > _MOST_DIGITS:
        return UNREADABLE
    figures = match["figures"].replace(",", "")
    value: int | Decimal = Decimal(figures + match["fraction"]) if match["fraction"] else int(figures)
    if match["scale"]:
        value *= _SCALES[match["scale"]]
        if value == int(value):
            value = int(value)
    return CellValue(
        "stated", -value if match["sign"] in _MINUS else value, match["unit"], match["note"] or match["mark"]
    )
