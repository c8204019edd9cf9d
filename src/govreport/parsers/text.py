"""The text door: a decoded plain-text page becomes blocks, fields and title candidates.

What may enter here: text. Newlines are unified first; ``RawReport.text`` is then the input itself, and every
character that is no blank stands in exactly one block. The stages: lines, head, tail, tables, paragraphs.

A hard-wrapped paragraph is one block whose ``offsets`` map each of its characters; a page mark between its
halves is a furniture block of its own, so the block's ``start``..``end`` then encloses that mark. A
Markdown heading's ``text`` leaves out the marks, its ``start`` does not.

>>> page = "文号 时效\\n\\n2014年度工作报告\\n\\n  一、总体情况\\n\\n  公开3条。\\n\\n分享到"
>>> raw = parse_text(page)
>>> [(block.role, block.text) for block in raw.blocks][1:]
[('title', '2014年度工作报告'), ('content', '一、总体情况'), ('content', '公开3条。'), ('furniture', '分享到')]
>>> [(field.name, field.value) for field in raw.fields]
[('document_number', None), ('validity', None)]
"""

from __future__ import annotations

from typing import Final

from govreport.raw import Block, RawField, RawReport, RawTitle, Role

from .document_tables import read_document_table
from .furniture import is_furniture, is_tail
from .text_embedded import read_embedded
from .text_head import Head, Tag, read_fields, read_head
from .text_line import Line, markdown_heading
from .text_lines import split_lines
from .text_tables import read_table, table_end
from .text_wrap import Wrap, continues, measure, runs_over

__all__ = ["parse_text"]

_ROLES: Final[dict[Tag, Role]] = {
    "field": "metadata",
    "column": "metadata",
    "stray": "metadata",
    "title": "title",
    "furniture": "furniture",
    "menu": "furniture",
    "free": "content",
    "content": "content",
}
_CREDITS: Final = frozenset(
    {
        "source",
        "author",
        "editor",
        "reviewer",
        "signer",
        "view_count",
        "published_at",
        "modified_at",
        "keywords",
    }
)
# The soft line end of word processors, the line and the paragraph separator of Unicode.
_NEWLINES: Final = dict.fromkeys(map(ord, "\v\u2028\u2029"), "\n")
_SEPARATORS: Final = ("\v", "\u2028", "\u2029")
_LONGEST_GAP = 20


def parse_text(text: str) -> RawReport:
    """The blocks, fields and title candidates of a plain-text page."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(sign in text for sign in _SEPARATORS):
        text = text.translate(_NEWLINES)
    if "\x85" in text and "\n" not in text:
        text = text.replace("\x85", "\n")
    lines = split_lines(text)
    head = read_head(lines)
    tail, closing = _read_tail(lines, head.body)
    raw = RawReport(text, [])
    places = _head_blocks(lines, head, raw.blocks)
    _body_blocks(text, lines, head.body, tail, raw.blocks)
    for at in range(tail, len(lines)):
        role: Role = "metadata" if at in closing else "furniture"
        places[at] = _add(raw.blocks, _block(lines[at], role))
    _collect(raw, lines, head, closing, places)
    for block in raw.blocks:
        if block.table is not None and block.role == "content":
            raw.fields += [one for one in read_document_table(block) if one.start >= 0]
    return raw


def _block(line: Line, role: Role = "content") -> Block:
    return Block(line.text, line.start, line.end, role=role, offsets=line.offsets)


def _add(blocks: list[Block], block: Block) -> int:
    block.index = len(blocks)
    blocks.append(block)
    return block.index


def _read_tail(lines: list[Line], body: int) -> tuple[int, dict[int, list[RawField]]]:
    """The first line of the page's tail, and the credit lines (editor, source) that stand there."""
    cut = len(lines)
    closing: dict[int, list[RawField]] = {}
    at = cut - 1
    while at >= max(body, 1) and cut - at <= _LONGEST_GAP:
        line = lines[at]
        near = at == cut - 1
        marks = near and (line.kind == "rule" or line.linked or is_furniture(line.text))
        if is_tail(line.text, weak=cut < len(lines)) or marks:
            cut = at
        elif near and len(line.text) <= 120:
            found = read_fields(line)
            if found and all(one.name in _CREDITS or (one.name == "attachment" and not one.value) for one in found):
                closing[at] = found
                cut = at
        if (len(line.text) > 200 and cut != at) or ("。" in line.text and not is_tail(line.text)):
            break
        at -= 1
    return cut, closing


def _head_blocks(lines: list[Line], head: Head, blocks: list[Block]) -> dict[int, int]:
    places: dict[int, int] = {}
    for at in range(head.body):
        line = lines[at]
        role = _ROLES[head.tags.get(at, "free")]
        block = _heading(line) if line.kind == "heading" else _block(line)
        block.role = role
        places[at] = _add(blocks, block)
    return places


def _heading(line: Line) -> Block:
    level, begin = markdown_heading(line.text)
    end = len(line.text.rstrip("# \t")) or len(line.text)
    places = line.offsets or range(line.start, line.start + len(line.text))
    offsets = list(places[begin : max(end, begin)])
    body = line.text[begin : max(end, begin)]
    return Block(body, line.start, line.end, "heading", level=level, offsets=offsets)


def _body_blocks(text: str, lines: list[Line], first: int, last: int, blocks: list[Block]) -> None:
    wrap = measure(lines[first:last])
    at = first
    while at < last:
        line = lines[at]
        if line.kind == "embedded":
            table = read_embedded(text, line.start, line.end)
            _add(blocks, Block(line.text, line.start, line.end, "table", table=table))
            at += 1
            continue
        if line.kind in ("row", "rule"):
            end = table_end(lines, at, last)
            if end > at:
                rows = lines[at:end]
                start, stop = rows[0].start, rows[-1].end
                _add(blocks, Block(text[start:stop], start, stop, "table", table=read_table(rows)))
                at = end
                continue
        if line.kind == "heading":
            _add(blocks, _heading(line))
        elif line.kind in ("mark", "rule"):
            _add(blocks, Block(line.text, line.start, line.end, role="furniture"))
        elif wrap is not None or (at + 1 < last and lines[at + 1].kind == "mark"):
            at = _paragraph(lines, at, last, wrap, blocks)
            continue
        else:
            _add(blocks, _block(line))
        at += 1


def _paragraph(lines: list[Line], at: int, last: int, wrap: Wrap | None, blocks: list[Block]) -> int:
    """Join the lines of one paragraph; page marks between them become blocks of their own."""
    parts = [lines[at]]
    marks: list[Line] = []
    end = at + 1
    while end < last:
        look = end
        while look < last and lines[look].kind == "mark":
            look += 1
        if look >= last or (look == end and lines[look].gap):
            break
        over = look > end and runs_over(parts[-1], lines[look])
        if not over and (wrap is None or not continues(parts[-1], lines[look], wrap)):
            break
        marks += lines[end:look]
        parts.append(lines[look])
        end = look + 1
    first = parts[0]
    if len(parts) == 1:
        _add(blocks, _block(first))
        return end
    offsets: list[int] = []
    for part in parts:
        offsets.extend(part.offsets or range(part.start, part.end))
    body = "".join(part.text for part in parts)
    _add(blocks, Block(body, first.start, parts[-1].end, offsets=offsets))
    for mark in marks:
        _add(blocks, Block(mark.text, mark.start, mark.end, role="furniture"))
    return end


def _collect(
    raw: RawReport, lines: list[Line], head: Head, closing: dict[int, list[RawField]], places: dict[int, int]
) -> None:
    """Bring the fields and titles into the report, each with the block it stands in."""
    for at, one in head.fields:
        one.block = places[at]
        raw.fields.append(one)
        if one.name == "title" and one.value:
            raw.titles.append(RawTitle(one.value, "field", one.start, one.end, places[at], places[at]))
    for at in sorted(closing):
        for one in closing[at]:
            one.block = places[at]
            raw.fields.append(one)
    for found in head.titles:
        first, last = places[found.first], places[found.last]
        start = (lines[found.first].offsets or (lines[found.first].start,))[0]
        if first == last and lines[found.last].text.startswith(found.text):
            end = lines[found.last].place_of(len(found.text) - 1) + 1  # the name of the site stands behind it
        else:
            end = (lines[found.last].offsets or (lines[found.last].end - 1,))[-1] + 1
        raw.titles.append(RawTitle(found.text, found.origin, start, end, first, last))
    raw.breadcrumbs = head.breadcrumbs
