"""The HTML door: a tree goes in, a :class:`~govreport.raw.RawReport` comes out.

The order: meta tags and page titles, the one walk over the tree, metadata tables, the choice of the article,
the title, the lines beside it, and last the text is written block by block while every offset is recorded. Kept
are the metadata block, the title and the article; how the article was chosen and how much of the page lay
outside is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from govreport.vocabulary import words
from govreport.raw import Block, RawCell, RawField, RawFinding, RawLink, RawReport, RawTable, RawTitle, Role

from .body import Choice, select
from .document_tables import read_document_table
from .fields import is_label, lookup, read_line, read_pairs, row_looks_like_fields
from .furniture import breadcrumbs, is_furniture, is_tail
from .head import page_titles, read_meta
from .titles import find_by_heading, find_by_key, find_by_shape, keys_of, squeeze
from .walk import Piece, walk

__all__ = ["parse_tree"]

BEFORE = 60
"""How many pieces above the article are looked at for title and metadata lines."""
AFTER = 10
"""How many pieces below the article are looked at for source, author and attachments."""

_CREDITS = frozenset(("source", "author", "editor", "reviewer", "signer", "view_count"))
_DATE = regex.compile(
    r"(?<!\d)(?:19|20)\d\d\s?(?:[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}|年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
    r"(?:[\sT]{0,4}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?!\d)"
)


@dataclass(slots=True)
class _Page:
    """The page while it is being sorted: what each piece is, and what was read from it (offsets in the piece)."""

    pieces: list[Piece]
    roles: dict[int, Role] = field(default_factory=dict)
    fields: list[RawField] = field(default_factory=list)
    titles: list[RawTitle] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)
    sites: frozenset[str] = frozenset()


def parse_tree(root: Any, source: str | None = None) -> RawReport:
    """Read an lxml tree; ``source`` is its markup where it is at hand (saves looking for hidden elements)."""
    walked = walk(root)
    if walked.hidden and not any(piece.links * 2 < len(piece.text) for piece in walked.pieces):
        walked = walk(root, show_hidden=True)
    page = _Page(walked.pieces)
    meta = read_meta(root)
    heads = page_titles(root)
    tables = _metadata_tables(page)
    _read_column(page, tables)
    choice = select(walked, tables)
    start, end = _trim_tail(page, choice)
    above = [i for i in range(max(0, start - BEFORE), start) if i not in tables]
    _read_title(page, meta, heads, above, start, end)
    _read_above(page, above)
    _read_opening(page, start, end)
    _read_below(page, end, len(walked.pieces))
    for index in range(start, end):
        page.roles.setdefault(index, "content")
    page.fields = meta + page.fields
    return _write(page, choice)


def _metadata_tables(page: _Page) -> frozenset[int]:
    """The tables whose rows are labels with values; their fields are read at once."""
    found = []
    for index, piece in enumerate(page.pieces):
        if piece.table is not None:
            fields = _read_table(piece.table, index, 1 if index - 1 in page.roles else 2)
            if fields is not None:
                piece.text = _lay_out(piece.table)
                found.append(index)
                page.roles[index] = "metadata"
                page.fields += fields
    return frozenset(found)


def _read_column(page: _Page, tables: frozenset[int]) -> None:
    """A line right above the metadata block that names the catalogue column (部门信息公开年报 2014)."""
    first = min(tables, default=0)
    if first and page.pieces[first - 1].table is None:
        text = page.pieces[first - 1].text
        if len(text) <= 40 and squeeze(text).rstrip("0123456789年度").endswith(words("values", "columns")):
            page.roles[first - 1] = "metadata"
            page.fields.append(RawField("", "column", text, "block", 0, len(text), first - 1))


def _read_table(table: RawTable, index: int, least: int) -> list[RawField] | None:
    """The fields of a table that is a metadata block: ``least`` labels are known, and most rows have one."""
    rows: dict[int, list[RawCell]] = {}
    if len(table.cells) > 120:
        return None
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    looks = [row_looks_like_fields([cell.text for cell in row]) for row in rows.values()]
    if not any(looks):
        return None
    _lay_out(table)
    fields: list[RawField] = []
    labelled = filled = 0
    for row in rows.values():
        pairs = read_pairs([(cell.text, cell.start) for cell in row], block=index, origin="block")
        filled += any(cell.text for cell in row)
        if pairs:
            labelled += 1
            fields += pairs
        else:
            fields += _unknown_pairs(row, index)
    known = sum(1 for item in fields if item.name is not None)
    if known < least or labelled * 2 < filled:
        return None
    return fields


def _unknown_pairs(row: Sequence[RawCell], index: int) -> list[RawField]:
    """Rows of a metadata table whose labels nobody knows: kept for ``Metadata.extra``."""
    texts = [cell for cell in row if cell.text]
    if len(row) % 2 or not texts or any(len(cell.text) > 12 for cell in row[0::2]):
        return []
    return [
        RawField(label.text, None, value.text or None, "block", value.start, value.end, index)
        for label, value in zip(row[0::2], row[1::2], strict=True)
        if label.text
    ]


def _lay_out(table: RawTable) -> str:
    """The text of a table: one row a line, cells divided by tabs; writes the cells' offsets (from 0)."""
    parts: list[str] = []
    at = 0
    row = 0
    fresh = True
    for cell in table.cells:
        while row < cell.row:
            parts.append("\n")
            at += 1
            row += 1
            fresh = True
        if not fresh:
            parts.append("\t")
            at += 1
        fresh = False
        cell.start = at
        at += len(cell.text)
        cell.end = at
        parts.append(cell.text)
    return "".join(parts)


def _trim_tail(page: _Page, choice: Choice) -> tuple[int, int]:
    """Cut what a tail marker (share links, previous and next article) starts, if hardly any prose follows it."""
    start, end = choice.start, choice.end
    pieces = page.pieces
    rest = 0.0
    total = sum(choice.weights[start:end])
    cut = end
    for index in range(end - 1, start, -1):
        piece = pieces[index]
        if piece.table is None and len(piece.text) < 80 and is_tail(piece.text):
            cut = index
        rest += choice.weights[index]
        if rest > 0.15 * total + 40:
            break
    for index in range(cut, end):
        page.roles.setdefault(index, "furniture")
    return start, end


def _read_title(
    page: _Page, meta: Sequence[RawField], heads: Sequence[str], above: Sequence[int], start: int, end: int
) -> None:
    """Collect the title candidates and mark the pieces that are the title."""
    named = [f.value for f in (*meta, *page.fields) if f.name == "title" and f.value]
    keys = keys_of([*named, *heads])
    page.titles += [RawTitle(text, "page") for text in heads]
    page.titles += [RawTitle(f.value, "meta") for f in meta if f.name == "title" and f.value]
    opening = list(range(start, min(end, start + 16)))
    zone = [*above, *(i for i in opening if page.roles.get(i, "content") == "content")]
    page.sites = sites = frozenset(squeeze(f.value) for f in meta if f.name == "site.name" and f.value)
    wanted = {key: text for key, text in keys.items() if key not in sites}
    runs = [run for run in find_by_key(page.pieces, zone, wanted) if not _is_link(page.pieces[run[0]])]
    if not runs:
        heading = find_by_heading(page.pieces, zone, sites)
        if heading is not None:
            runs = [(heading, heading)]
        else:
            shape = find_by_shape(page.pieces, [i for i in opening if i not in page.roles])
            runs = [shape] if shape else []
    runs = _sensible(page, runs, start)
    for first, last in runs:
        text = "".join(page.pieces[i].text for i in range(first, last + 1))
        page.titles.append(RawTitle(text, "heading", first=first, last=last))
        for index in range(first, last + 1):
            page.roles[index] = "title"


def _sensible(page: _Page, runs: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """Of several places that say a title keep those that say the longest of them, nearest the article."""
    if len(runs) < 2:
        return runs
    sizes = [sum(len(page.pieces[i].text) for i in range(a, b + 1)) for a, b in runs]
    longest = max(sizes)
    return [run for run, size in zip(runs, sizes, strict=True) if size * 5 >= longest * 4]


def _is_link(piece: Piece) -> bool:
    return piece.links * 2 > len(piece.text)


def _read_above(page: _Page, above: Sequence[int]) -> None:
    """Metadata lines, label/value blocks, dates and breadcrumbs above the article."""
    after_title = in_block = False
    pending: int | None = None
    for index in above:
        piece = page.pieces[index]
        role = page.roles.get(index)
        was_block, in_block = in_block, role == "metadata"
        if role == "title":
            after_title = True
            continue
        if role is not None or piece.table is not None:
            continue
        text = piece.text
        if pending is not None and not is_label(text) and len(text) < 200:
            _pair(page, pending, index)
            pending, in_block = None, True
            continue
        pending = None
        if len(text) > 400:
            continue
        if not page.crumbs:
            crumbs = breadcrumbs(text)
            if crumbs:
                page.crumbs = crumbs
                continue
        if is_label(text) or (was_block and piece.element.tag == "dt"):
            pending, in_block = index, True
            page.roles[index] = "metadata"
            page.fields.append(RawField(text, lookup(text), None, "block", block=index))
            continue
        in_block = _read_meta_line(page, index, dated=after_title, in_block=was_block)


def _pair(page: _Page, label: int, index: int) -> None:
    """A label in one block, its value in the next (``dt``/``dd``, two ``div``)."""
    page.fields = [item for item in page.fields if item.block != label]
    name, value = page.pieces[label].text, page.pieces[index].text
    found = read_pairs([(name, 0), (value, 0)], block=index, origin="block")
    page.fields += found or [RawField(name.rstrip("：: "), None, value, "block", 0, len(value), index)]
    page.roles[index] = "metadata"


def _read_meta_line(page: _Page, index: int, *, dated: bool, in_block: bool = False) -> bool:
    """Read one line as labelled values, or as the bare date under the title.

    ``in_block``: the line before was one of a metadata block, so that labels nobody knows count too.
    """
    piece = page.pieces[index]
    text = piece.text
    found = read_line(text, block=index, origin="line")
    if not found and (dated or in_block) and len(text) < 200 and ("：" in text or ":" in text):
        found = read_line(text, block=index, origin="line", strict=False)
    if found and piece.links * 5 > len(text) * 4:
        return False
    if found and (in_block or any(item.name is not None for item in found)):
        page.roles[index] = "metadata"
        page.fields += found
        if not dated or any(item.name in ("published_at", "issued_on") for item in found):
            return True
    if dated and len(text) < 120:
        match = _DATE.search(text)
        if match is not None:
            if not found:
                page.fields += read_line(text[match.end() :], block=index, base=match.end())
            page.roles[index] = "metadata"
            page.fields.append(
                RawField("", "published_at", match[0], "line", match.start(), match.end(), index)
            )
            return True
    return bool(found)


def _read_opening(page: _Page, start: int, end: int) -> None:
    """The head of the article itself: lines of metadata and furniture before its first real block."""
    titled = any(role == "title" for role in page.roles.values())
    in_block = False
    for index in range(start, end):
        role = page.roles.get(index)
        if role in ("metadata", "title"):
            in_block = role == "metadata"
            continue
        piece = page.pieces[index]
        if piece.table is not None or len(piece.text) > 300:
            break
        crumbs = breadcrumbs(piece.text) if not page.crumbs else None
        if crumbs:
            page.crumbs = crumbs
            page.roles[index] = "furniture"
        elif is_furniture(piece.text) or squeeze(piece.text) in page.sites:
            page.roles[index] = "furniture"
        elif _read_meta_line(page, index, dated=titled and _only_date_line(piece.text)):
            in_block = True
        elif not (in_block and _is_between_labels(page, index, end) and _read_meta_line(page, index, dated=False, in_block=True)):
            break
    for index in range(end - 1, start, -1):
        piece = page.pieces[index]
        if page.roles.get(index) == "furniture":
            continue
        if piece.table is not None or len(piece.text) > 120:
            break
        if is_furniture(piece.text):
            page.roles[index] = "furniture"
        elif not _read_credit(page, index):
            break


def _is_between_labels(page: _Page, index: int, end: int) -> bool:
    """Whether the next piece is a line of known labels, so that this one is part of the block too."""
    if index + 1 >= end or page.pieces[index + 1].table is not None:
        return False
    return any(item.name is not None for item in read_line(page.pieces[index + 1].text))


def _read_credit(page: _Page, index: int) -> bool:
    """A closing line such as （责任编辑：…） or 来源：…: metadata, not text."""
    found = read_line(page.pieces[index].text, block=index, origin="line")
    if not found or any(item.name not in _CREDITS for item in found):
        return False
    page.roles[index] = "metadata"
    page.fields += found
    return True


def _only_date_line(text: str) -> bool:
    """A line under the title that gives date and time, not the date of a signature."""
    match = _DATE.search(text)
    return match is not None and (":" in match[0] or "-" in match[0]) and len(text) < 80


def _read_below(page: _Page, end: int, count: int) -> None:
    """Source, author and attached files right under the article."""
    for index in range(end, min(count, end + AFTER)):
        piece = page.pieces[index]
        if index in page.roles or piece.table is not None or len(piece.text) > 200:
            continue
        if piece.anchors:
            page.roles[index] = "metadata"
        elif is_tail(piece.text):
            break
        else:
            _read_meta_line(page, index, dated=False)


def _write(page: _Page, choice: Choice) -> RawReport:
    """Write the kept pieces, one block a line, and turn every offset in a piece into one in the text."""
    parts: list[str] = []
    blocks: list[Block] = []
    places: dict[int, int] = {}
    elements: list[Any] = []
    at = 0
    for index in sorted(page.roles):
        piece = page.pieces[index]
        table = piece.table
        text = piece.text if table is None else _lay_out(table)
        if table is not None:
            for cell in table.cells:
                cell.start += at
                cell.end += at
        links = [
            RawLink(a.text, a.url, at + a.start, at + a.end) if a.start >= 0 else RawLink(a.text, a.url, -1, -1)
            for a in piece.anchors
        ]
        kind = "table" if table is not None else ("heading" if piece.level else "paragraph")
        places[index] = len(blocks)
        blocks.append(
            Block(text, at, at + len(text), kind, page.roles[index], piece.level, table, links, index=len(blocks))
        )
        elements.append(piece.element)
        parts.append(text)
        at += len(text) + 1
    for item in page.fields:
        if item.block >= 0:
            base = blocks[places[item.block]].start
            item.block = places[item.block]
            if item.start >= 0:
                item.start += base
                item.end += base
    for title in page.titles:
        if title.first >= 0:
            title.first, title.last = places[title.first], places[title.last]
            title.start, title.end = blocks[title.first].start, blocks[title.last].end
    outside = sum(len(piece.text) for i, piece in enumerate(page.pieces) if i not in page.roles)
    finding = RawFinding(
        "content.region",
        "notice",
        f"article chosen by {choice.method}; {outside} characters of the page lie outside what was kept",
    )
    for block in blocks:
        if block.table is not None and block.role == "content":
            page.fields += read_document_table(block)
    raw = RawReport("\n".join(parts), blocks, page.fields, page.titles, page.crumbs, [finding], "text/html")
    raw.locate = _locator(elements)
    return raw


def _locator(elements: list[Any]) -> Any:
    def locate(index: int) -> tuple[str | None, int | None]:
        if not 0 <= index < len(elements):
            return None, None
        element = elements[index]
        return element.getroottree().getpath(element), element.sourceline

    return locate
