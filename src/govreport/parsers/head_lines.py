"""The lines beside the article: metadata above it, at its head, at its end and right below it.

Pieces enter here that are neither title nor metadata table. A line may hold labels with values, a label may
stand in one piece and its value in the next (``dt``/``dd``, two ``div``), and a bare date may stand under the
title. Elements that stand side by side without a blank between them (``<b>索引号</b>014…``) are read as if there
were one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from govreport.raw import RawField
from govreport.vocabulary import words

from .fields import is_label, is_sure_label, lookup, opens_with_label, read_line, read_pairs, repeats_label
from .furniture import breadcrumbs, is_furniture, is_tail
from .page import Page
from .side_by_side import fields_of, worth
from .titles import squeeze
from .walk import Piece

__all__ = ["read_above", "read_below", "read_opening"]

NEAR = 10
"""How many pieces below the article are looked at for source, author and attachments."""
FAR = 40
"""How many for a block of labels and values (a column beside the article)."""
_CREDITS = frozenset(("source", "author", "editor", "reviewer", "signer", "view_count", "published_at", "modified_at"))
_DATE = regex.compile(
    r"(?<!\d)(?:19|20)\d\d\s?(?:[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}|年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
    r"(?:[\sT]{0,4}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?!\d)"
)
_NUMBER = regex.compile(
    r"[（(]?(?P<number>\p{Han}[\p{Han}、\s]{0,50}?(?:[〔﹝\[［（(](?:19|20)\d\d年?[〕﹞\]］）)]\s?第?\s?\d{1,5}\s?号"
    r"|(?:令|公告|通告)\s?(?:(?:19|20)\d\d年)?\s?第\s?\d{1,5}\s?号))[）)]?"
)
_YEAR_TAG = regex.compile(r"(?:19|20)\d\d年?度?")
SKIPPED = 3
"""So many lines (a subtitle, a number, a reporter) may stand between a title and its line of date and source."""
FEWEST = 3
"""So many labels at the end of the article make a block."""
_OF_BLOCKS = frozenset(("index_number", "document_number", "published_at", "issued_on"))
_VALUES = frozenset(("span", "b", "i", "em", "strong", "label", "font", "a", "p", "div"))
"""Elements that hold the value beside a label."""
_SIGNED = regex.compile(r"[（(]\s*+(?:19|20)\d\d\s?年\s?(?:[1-9]|1[012])\s?月\s?(?:[1-9]|[123]\d)\s?日\s*+[)）]")
"""The date of a signature: in brackets, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""


def read_above(page: Page, above: Sequence[int]) -> None:
    """Metadata lines, label/value blocks, dates and breadcrumbs above the article."""
    after_title = in_block = False
    pending: int | None = None
    steps: list[str] = []
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
        if pending is not None and len(text) < 200 and _answers(page, pending, index):
            _pair(page, pending, index)
            pending, in_block = None, True
            continue
        pending = None
        if len(text) > 400:
            continue
        if not page.crumbs and _read_crumbs(page, index, steps):
            continue
        if is_label(text) or (was_block and piece.element.tag == "dt"):
            pending, in_block = None if _is_answered(piece) else index, True
            page.roles[index] = "metadata"
            page.fields.append(RawField(text, lookup(text), None, "block", block=index))
            continue
        in_block = _read_meta_line(page, index, dated=after_title, in_block=was_block)
        if page.roles.get(index) == "content" and _SIGNED.fullmatch(text):
            _keep_signer(page, index - 1)
    if not page.crumbs and len(steps) > 1:
        page.crumbs = steps


def _keep_signer(page: Page, index: int) -> None:
    """The body that signs stands above the date of a signature under the title."""
    if index >= 0 and index not in page.roles:
        piece = page.pieces[index]
        if piece.table is None and len(piece.text) <= 40 and not piece.links and piece.text[-1] not in "：:。":
            page.roles[index] = "content"


def _read_crumbs(page: Page, index: int, steps: list[str]) -> bool:
    """A line of breadcrumbs; or one step of breadcrumbs that are a list, collected in ``steps``."""
    piece = page.pieces[index]
    crumbs = breadcrumbs(piece.text)
    if crumbs:
        page.crumbs = crumbs
        return True
    text = piece.text
    if len(text) <= 24 and (steps or text in words("furniture", "breadcrumb_starts")) and _in_crumbs(piece.element):
        steps.append(text)
        return True
    return False


def _in_crumbs(element: Any) -> bool:
    names = words("furniture", "breadcrumb_classes")
    for _ in range(4):
        if element is None:
            return False
        name = (element.get("class") or element.get("id") or element.get("aria-label") or "").lower()
        if name and any(word in name for word in names):
            return True
        element = element.getparent()
    return False


def _answers(page: Page, label: int, index: int) -> bool:
    """Whether a piece is the value of the label before it, though it may be spelt like a label (有效性 现行有效)."""
    piece = page.pieces[index]
    if piece.element.tag == "dd" and page.pieces[label].element.tag == "dt":
        return True
    return not is_label(piece.text) or repeats_label(page.pieces[label].text, piece.text)


def _is_answered(piece: Piece) -> bool:
    """Whether the label has an element for its value beside it that is empty: the next piece is no value of it."""
    element = piece.element
    if element is None or len(element) == 0:
        return False
    last = element[-1]
    if last.tag not in _VALUES or (last.tail or "").strip() or "".join(last.itertext()).strip():
        return False
    return bool((element.text or "").strip()) or len(element) > 1


def _pair(page: Page, label: int, index: int) -> None:
    """A label in one block, its value in the next (``dt``/``dd``, two ``div``)."""
    page.fields = [item for item in page.fields if item.block != label]
    name, value = page.pieces[label].text, page.pieces[index].text
    found = read_pairs([(name, 0), (value, 0)], block=index, origin="block")
    page.fields += found or [RawField(name.rstrip("：: "), None, value, "block", 0, len(value), index)]
    page.roles[label] = page.roles[index] = "metadata"


def _read_meta_line(page: Page, index: int, *, dated: bool, in_block: bool = False, after_block: bool = False) -> bool:
    """Read one line as labelled values, or as the bare date under the title.

    ``in_block``: the line before was one of a metadata block, so that labels nobody knows count too;
    ``after_block``: it was, but this line may be the first of the text.
    """
    piece = page.pieces[index]
    text = piece.text
    if dated and ((page.report and _SIGNED.fullmatch(text)) or _is_note(text)):
        page.roles[index] = "content"
        return False
    found = fields_of(piece, index, in_block or after_block)
    if not found and (dated or in_block) and len(text) < 200 and ("：" in text or ":" in text):
        found = read_line(text, block=index, origin="line", strict=False)
    if found and piece.links * 5 > len(text) * 4:
        return False
    if found and (in_block or any(item.name is not None for item in found)):
        page.roles[index] = "metadata"
        page.fields += found
        if not dated or any(item.name in ("published_at", "issued_on") for item in found):
            return True
    if dated and len(text) < 120 and not (_is_sentence(text) and not found):
        match = _DATE.search(text)
        if match is not None and not any(item.label and item.start <= match.start() < item.end for item in found):
            if not found:
                rest = read_line(text[match.end() :], block=index, base=match.end(), strict=False)
                page.fields += [item for item in rest if item.name is not None]
                page.fields += _number(text, match.start(), index)
            page.roles[index] = "metadata"
            page.fields.append(RawField("", "published_at", match[0], "line", match.start(), match.end(), index))
            return True
    if dated and not found and (number := _number(text, len(text), index)):
        page.roles[index] = "metadata"
        page.fields += number
    return bool(found)


def _number(text: str, end: int, index: int) -> list[RawField]:
    """The document number that stands under the title, alone or before the date."""
    match = _NUMBER.match(text, 0, end)
    if match is None or text[match.end() : end].strip():
        return []
    return [RawField("", "document_number", match["number"], "line", *match.span("number"), index)]


def read_opening(page: Page, start: int, end: int) -> None:
    """The head of the article itself: lines of metadata and furniture before its first real block."""
    titled = any(role == "title" for role in page.roles.values())
    in_block = False
    skipped = 0
    index = start
    while index < end:
        role = page.roles.get(index)
        piece = page.pieces[index]
        text = piece.text
        if role in ("metadata", "title"):
            in_block = role == "metadata"
        elif piece.table is not None or len(text) > 300:
            break
        elif not page.crumbs and (crumbs := breadcrumbs(text)):
            page.crumbs = crumbs
            page.roles[index] = "furniture"
        elif is_furniture(text) or squeeze(text) in page.sites:
            page.roles[index] = "furniture"
        elif is_sure_label(text) and _has_value(page, index, end):
            _pair(page, index, index + 1)
            in_block = True
            index += 1
        elif _read_meta_line(page, index, dated=titled and _only_date_line(text), after_block=in_block):
            in_block = True
        elif in_block and _is_between_labels(page, index, end):
            if not _read_meta_line(page, index, dated=False, in_block=True):
                break
        elif skipped < SKIPPED and titled and len(text) <= 60 and _date_line_follows(page, index, end):
            # A subtitle or a document number stands between the title and its line of date and source.
            skipped += 1
            piece.level = 0
            if text in words("values", "columns") or _YEAR_TAG.fullmatch(text):
                page.roles[index] = "furniture"
        else:
            break
        index += 1
    _read_closing(page, start, end)


def _read_closing(page: Page, start: int, end: int) -> None:
    """The end of the article: tool links and credits are not text."""
    downloads = _closing_downloads(page, start, end)
    for index in range(end - 1, start, -1):
        piece = page.pieces[index]
        if page.roles.get(index) == "furniture" or index in downloads:
            continue
        if piece.table is not None or len(piece.text) > 120:
            break
        if is_furniture(piece.text):
            page.roles[index] = "furniture"
        elif not _read_credit(page, index) and not _is_download(piece):
            break
        else:
            page.roles[index] = "metadata"
    _read_closing_block(page, start, end)


def _closing_downloads(page: Page, start: int, end: int) -> range:
    """The files at the end of the article under a line that only offers them (附件下载：)."""
    index = end - 1
    while index > start and page.roles.get(index) == "furniture":
        index -= 1
    last = index
    while index > start and page.pieces[index].anchors and page.pieces[index].links * 2 > len(page.pieces[index].text):
        index -= 1
    if index == last or page.pieces[index].text.rstrip("：: ") not in words("furniture", "downloads"):
        return range(0)
    for place in range(index, last + 1):
        page.roles[place] = "metadata"
    return range(index, last + 1)


def _read_closing_block(page: Page, start: int, end: int) -> None:
    """A block of labels and values at the end of the article (索引号, 发布机构 … in a ``dl`` or a list)."""
    pairs: list[tuple[int, int]] = []
    index = end - 1
    while index > start and page.roles.get(index) == "furniture":
        index -= 1
    last = index
    while index > start + 1 and page.pieces[index].table is None and page.roles.get(index) is None:
        if is_sure_label(page.pieces[index - 1].text) and _has_value(page, index - 1, end):
            pairs.append((index - 1, index))
            index -= 2
        elif is_sure_label(page.pieces[index].text) or opens_with_label(page.pieces[index].text):
            pairs.append((index, index))
            index -= 1
        else:
            break
    names = {lookup(page.pieces[label].text) for label, value in pairs if label != value}
    names |= {item.name for label, value in pairs if label == value for item in read_line(page.pieces[label].text)}
    if len(pairs) < FEWEST or not names & _OF_BLOCKS or last < start:
        return
    for label, value in reversed(pairs):
        if label != value:
            _pair(page, label, value)
        else:
            _read_meta_line(page, label, dated=False, in_block=True)


def _has_value(page: Page, label: int, end: int) -> bool:
    """Whether the next piece is the value of a label that stands alone in its own."""
    if label + 1 >= end or _is_answered(page.pieces[label]):
        return False
    piece = page.pieces[label + 1]
    return piece.table is None and len(piece.text) <= 120 and _answers(page, label, label + 1)


def _date_line_follows(page: Page, index: int, end: int) -> bool:
    for following in range(index + 1, min(end, index + 1 + SKIPPED)):
        text = page.pieces[following].text
        if page.pieces[following].table is not None or following in page.roles or _is_sentence(page.pieces[index].text):
            return False
        if len(text) < 120 and not _is_note(text) and (_only_date_line(text) or worth(read_line(text)) > 0):
            return True
        if len(text) > 60 or _is_sentence(text):
            return False
    return False


def _is_between_labels(page: Page, index: int, end: int) -> bool:
    """Whether the next piece is a line of known labels, so that this one is part of the block too."""
    if index + 1 >= end or page.pieces[index + 1].table is not None:
        return False
    return any(item.name is not None for item in read_line(page.pieces[index + 1].text))


def _read_credit(page: Page, index: int) -> bool:
    """A closing line such as （责任编辑：…） or 来源：…: metadata, not text."""
    found = read_line(page.pieces[index].text, block=index, origin="line")
    names = {item.name for item in found if item.label}
    allowed = _CREDITS | {"publisher"} if "published_at" in names else _CREDITS
    if not found or not names <= allowed or any(not item.label for item in found):
        return False
    page.fields += found
    return True


def _is_download(piece: Piece) -> bool:
    """A closing line that only offers files (下载：检查表.docx); 附件：… with a link is the text's own."""
    return bool(piece.anchors) and piece.text.startswith(words("furniture", "downloads"))


def _is_note(text: str) -> bool:
    """A line in brackets under the title of a law that tells when it was passed (题注), or where a speech was held."""
    if text.startswith(("——", "—", "－－", "--")):
        return True
    return text[0] in "（(" and text[-1] in "）)" and any(word in text for word in words("headings", "passed"))


def _only_date_line(text: str) -> bool:
    """A line under the title that gives date and time, not the date of a signature."""
    match = _DATE.search(text)
    return match is not None and (":" in match[0] or "-" in match[0]) and len(text) < 80 and not _is_sentence(text)


def _is_sentence(text: str) -> bool:
    return text[-1] in "。；：" or "，" in text


def read_below(page: Page, end: int) -> None:
    """Source, author and attached files right under the article, and a block of labels beside it."""
    count = len(page.pieces)
    index = end
    while index < min(count, end + FAR):
        piece = page.pieces[index]
        text = piece.text
        if index in page.roles or piece.table is not None or len(text) > 200:
            pass
        elif piece.anchors and index < end + NEAR:
            page.roles[index] = "metadata"
        elif is_sure_label(text) and _has_value(page, index, count):
            _pair(page, index, index + 1)
            index += 1
        elif is_tail(text):
            break
        elif index < end + NEAR:
            _read_meta_line(page, index, dated=False)
        index += 1
