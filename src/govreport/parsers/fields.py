"""Labels and their values: in one line, in a row of cells, glued or apart.

What may enter here: one line or one row as printed, and where it starts. What comes out are
:class:`~govreport.raw.RawField` records whose ``start``/``end`` point at the value.
Rules (domain reference 2.1, 2.2):

* a label is never a value: a line is cut at the next label, an empty place is ``None``;
* a placeholder (``无``, ``—``) stays as printed, the normalizer judges it;
* an ordinary word (``时间``, ``主题``) is a label only with a colon, in brackets, or beside other labels;
* the font widget ``字号：[大 中 小]`` and tool links (``【打印】``) end a value and are no field;
* prose gives nothing.

>>> [(f.name, f.value) for f in read_line("索引号 1234/2014-1 分类 城乡建设、环境保护 公报")]
[('index_number', '1234/2014-1'), ('categories', '城乡建设、环境保护 公报')]
>>> [(f.name, f.value) for f in read_line("文号 时效")]
[('document_number', None), ('validity', None)]
>>> read_line("公开范围包括以下各项，来源：各部门报送的材料。")
[]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from govreport.raw import RawField

from .fields_labels import EDGES, labels, meaning, printed
from .fields_tokens import COLONS, FIRST, Item, find_items, may_hold_fields, starts_with_label, value_end, without_sizes
from .fields_values import Origin, field_of, last_date, with_dates

__all__ = [
    "is_label",
    "is_sure_label",
    "label_width",
    "lookup",
    "opens_with_label",
    "read_line",
    "read_pairs",
    "repeats_label",
    "row_looks_like_fields",
]

_KNOWN: Final = labels()
_ADDRESS: Final = regex.compile(r"(?:https?://|(?<![\w-])(?<![\w-]\.))(?:[\w-]++\.){2,}+[a-z]{2,}\S*+")
_PROSE: Final = regex.compile(r"[。；！？]")
_LONGEST_LEAD = 24
_LONGEST_VALUE = 120


def lookup(label: str) -> str | None:
    """The concept that a label means, None for an unknown one.

    >>> lookup("索引号"), lookup("发 布 机 构："), lookup("总体情况")
    ('index_number', 'publisher', None)
    """
    found = meaning(label)
    return found.name if found else None


def is_label(text: str) -> bool:
    """Whether the text is a known label and nothing else.

    >>> is_label("标　　题："), is_label("标题党")
    (True, False)
    """
    return lookup(text) is not None


def is_sure_label(text: str) -> bool:
    """Whether the text is a label and can be no ordinary word: an unambiguous one, or one with a colon.

    >>> is_sure_label("索 引 号"), is_sure_label("主题"), is_sure_label("主题：")
    (True, False, True)
    """
    if not text or text[0] not in FIRST:
        return False
    found = meaning(text)
    return found is not None and (not found.ambiguous or text.rstrip(EDGES)[-1] in COLONS)


def opens_with_label(text: str) -> bool:
    """Whether the text begins with an unambiguous label, even one that its value is glued to.

    >>> opens_with_label("发文字号某政发〔2020〕1号"), opens_with_label("主题教育动员会召开")
    (True, False)
    """
    if not text or text[0] not in FIRST:
        return False
    for width in range(2, 7):
        found = _KNOWN.get(text[:width])
        if found is not None and not found.ambiguous:
            return True
    return False


def label_width(text: str) -> int:
    """How long the unambiguous label is that the text begins with, 0 where there is none.

    >>> label_width("发布时间2025-01-21"), label_width("主题教育")
    (4, 0)
    """
    for width in range(min(8, len(text)), 1, -1):
        found = _KNOWN.get(text[:width])
        if found is not None and not found.ambiguous:
            return width
    return 0


def repeats_label(label: str, text: str) -> bool:
    """Whether a text that is spelt like a label is the value of the label before it (有效性, 现行有效).

    >>> repeats_label("有效性：", "现行有效"), repeats_label("文号", "时效")
    (True, False)
    """
    known, value = meaning(label), meaning(text)
    return known is not None and value is not None and value.ambiguous and value.name == known.name


def row_looks_like_fields(texts: Sequence[str]) -> bool:
    """A cheap test whether a row of cells can be a row of fields: its first text starts with a label."""
    for text in texts:
        body = text.strip(EDGES)
        if body:
            return body[0] in FIRST and (body.rstrip(COLONS) in _KNOWN or starts_with_label(body))
    return False


def read_line(
    text: str, *, block: int = -1, base: int = 0, origin: Origin = "line", strict: bool = True
) -> list[RawField]:
    """The labelled values of one line; ``base`` is where the line starts in the report's text.

    ``strict`` is for a line met anywhere: prose and lone words give nothing. Inside a recognised block
    (``strict=False``) a bare label and an unknown ``label：value`` count too.

    >>> [(f.name, f.value) for f in read_line("来源：某区发改局发布日期：2017-10-13【浏览字号：大中小】")]
    [('source', '某区发改局'), ('published_at', '2017-10-13')]
    """
    if not may_hold_fields(text, strict):
        return []
    if "|" in text or "\t" in text or "｜" in text or "│" in text:
        found = read_pairs(_split_cells(without_sizes(text), base), block=block, origin=origin)
        if found is not None:
            return found
        if "：" not in text and ":" not in text:
            return []
    items, ends = find_items(text)
    if not items or not _acceptable(text, items, ends, strict):
        return []
    fields = [field_of(text, item, end, block, base, origin) for item, end in zip(items, ends, strict=True)]
    return with_dates(text, items[0].at, fields, block, base, origin)


def read_pairs(cells: Sequence[tuple[str, int]], *, block: int, origin: Origin) -> list[RawField] | None:
    """The labelled values of one row: label cells with value cells after them, or cells that hold both.

    ``cells`` are (text, start) in order, blank ones too. None when the row is no row of fields, for instance
    the header row of a list (``文件名称 | 文号 | 发布日期``).

    >>> row = [("索 引 号：", 0), ("1/2", 6), ("文号", 10), ("", 12)]
    >>> [(f.name, f.value) for f in read_pairs(row, block=0, origin="block")]
    [('index_number', '1/2'), ('document_number', None)]
    """
    if not row_looks_like_fields([text for text, _ in cells]):
        return None
    fields: list[RawField] = []
    bare = sure = values = 0
    pending: tuple[str, str] | None = None
    for text, start in cells:
        known = meaning(text)
        if known is not None and pending is not None and known.ambiguous and known.name == pending[1]:
            known = None  # 有效性 | 现行有效: no label has its own concept's label beside it
        if known is not None:
            if pending is not None:
                fields.append(RawField(printed(pending[0]), pending[1], None, origin, block=block))
                bare += pending[0][-1] not in COLONS
            pending = (text.strip(EDGES), known.name)
            sure += not known.ambiguous or text.rstrip(EDGES)[-1] in COLONS
            continue
        if pending is None:
            both = read_line(text, block=block, base=start, origin=origin, strict=False)
            fields += both
            values += len(both)
            sure += any(field.name for field in both)
            continue
        item = Item(pending[0], None, True, 0, 0)
        field = field_of(text, item, value_end(text), block, start, origin)
        field.name = pending[1]
        if field.value is not None and field.value[0] in FIRST:
            both = read_line(text, block=block, base=start, origin=origin)
            if both and both[0].start - start <= len(both[0].label) + 4:
                field = RawField(printed(pending[0]), pending[1], None, origin, block=block)
                fields += [field, *both]
                values += len(both)
                pending = None
                continue
        values += field.value is not None
        fields.append(field)
        pending = None
    if pending is not None:
        fields.append(RawField(printed(pending[0]), pending[1], None, origin, block=block))
    if not sure and not values:
        return None
    if bare and not values:
        return None
    return fields or None


def _split_cells(text: str, base: int) -> list[tuple[str, int]]:
    cells: list[tuple[str, int]] = []
    at = 0
    for piece in regex.split(r"[|｜│\t]", text):
        cells.append((piece, base + at))
        at += len(piece) + 1
    if cells and not cells[0][0].strip():
        cells.pop(0)
    return cells


def _acceptable(text: str, items: list[Item], ends: list[int], strict: bool) -> bool:
    """Whether the labels make the line a line of fields and not prose."""
    known = [item for item in items if item.known]
    if not known:
        return not strict
    lead = text[: items[0].at].strip(EDGES + "•·●▪■◆◇★*>-")
    if lead:
        dated = last_date(lead, 0, len(lead))
        before = _ADDRESS.sub("", lead[: dated.start()] if dated else lead)
        if len(before) > _LONGEST_LEAD or _PROSE.search(before) or "，" in before:
            return False
    for item, end in zip(items, ends, strict=True):
        if item.known is None or not item.known.long:
            value = text[item.start : end]
            if len(value) > _LONGEST_VALUE or (_PROSE.search(value) and item.known):
                return False
    if not strict or items[0].colon:
        return True
    if lead:
        return False
    if len(known) > 1:
        return any(not item.known.ambiguous for item in known if item.known)
    first = items[0]
    return (
        first.known is not None
        and not first.known.ambiguous
        and len(text) <= 80
        and "，" not in text
        and bool(text[first.start : ends[0]].strip(EDGES))
    )
