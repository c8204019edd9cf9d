"""One line of metadata beside the article: labels with values, a label and its value in two pieces, a bare date.

Pieces of the page enter here that are neither title nor metadata table; what is read goes to the page's fields.
Elements that stand side by side without a blank between them (``<b>索引号</b>014…``) are read as if there were one.
"""

from __future__ import annotations

import regex

from govreport.raw import RawField
from govreport.vocabulary import words

from .fields import is_label, lookup, read_line, read_pairs, repeats_label
from .fields_tokens import value_end
from .page import Page
from .side_by_side import fields_of
from .walk import Piece

__all__ = [
    "SIGNED",
    "answers",
    "has_value",
    "is_answered",
    "is_date_line",
    "is_note",
    "is_sentence",
    "pair",
    "read_meta_line",
    "read_number",
]

_DATE = regex.compile(
    r"(?<!\d)(?:19|20)\d\d\s?(?:[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}|年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
    r"(?:[\sT]{0,4}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?!\d)"
)
_C = "[一二三四五六七八九十]{1,3}+"
_HEADING = regex.compile(rf"{_C}[、．]|[（(]{_C}[）)]|第{_C}[章节部条]")
_NUMBER = regex.compile(
    r"[（(]?(?P<number>\p{Han}[\p{Han}、\s]{0,50}?(?:[〔﹝\[［（(](?:19|20)\d\d年?[〕﹞\]］）)]\s?第?\s?\d{1,5}\s?号"
    r"|(?:令|公告|通告)\s?(?:(?:19|20)\d\d年)?\s?第\s?\d{1,5}\s?号))[）)]?"
)
_VALUES = frozenset(("span", "b", "i", "em", "strong", "label", "font", "a", "p", "div"))
"""Elements that hold the value beside a label."""
SIGNED = regex.compile(r"[（(]\s*+(?:19|20)\d\d\s?年\s?(?:[1-9]|1[012])\s?月\s?(?:[1-9]|[123]\d)\s?日\s*+[)）]")
"""The date of a signature: in brackets, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""


def answers(page: Page, label: int, index: int) -> bool:
    """Whether a piece is the value of the label before it, though it may be spelt like a label (有效性 现行有效)."""
    piece = page.pieces[index]
    if not value_end(piece.text) or _HEADING.match(piece.text):
        return False  # nothing but the sizes of the type, or the first heading of the text
    if piece.element.tag == "dd" and page.pieces[label].element.tag == "dt":
        return True
    return not is_label(piece.text) or repeats_label(page.pieces[label].text, piece.text)


def is_answered(piece: Piece) -> bool:
    """Whether the label has an element for its value beside it that is empty: the next piece is no value of it."""
    element = piece.element
    if element is None or next(element.iterchildren(), None) is None:  # len() would count all children
        return False
    last = element[-1]
    if last.tag not in _VALUES or (last.tail or "").strip() or any(map(str.strip, last.itertext())):
        return False
    return bool((element.text or "").strip()) or len(element) > 1


def pair(page: Page, label: int, index: int) -> None:
    """A label in one block, its value in the next (``dt``/``dd``, two ``div``)."""
    if label in page.roles:  # else no field has been read in it
        page.fields = [item for item in page.fields if item.block != label]
    name, value = page.pieces[label].text, page.pieces[index].text
    found = read_pairs([(name, 0), (value, 0)], block=index, origin="block")
    page.fields += found or [RawField(name.rstrip("：: "), None, value, "block", 0, len(value), index)]
    page.roles[label] = page.roles[index] = "metadata"


def read_meta_line(page: Page, index: int, *, dated: bool, in_block: bool = False, after_block: bool = False) -> bool:
    """Read one line as labelled values, or as the bare date under the title.

    ``in_block``: the line before was one of a metadata block, so that labels nobody knows count too;
    ``after_block``: it was, but this line may be the first of the text.
    """
    piece = page.pieces[index]
    text = piece.text
    if dated and ((page.report and SIGNED.fullmatch(text)) or is_note(text)):
        page.roles[index] = "content"
        return False
    is_link = piece.links * 5 > len(text) * 4
    if is_link and not dated:
        return False  # most of what stands above an article is its site's menu
    found = fields_of(piece, index, in_block or after_block)
    if not found and (dated or in_block) and len(text) < 200 and ("：" in text or ":" in text):
        found = read_line(text, block=index, origin="line", strict=False)
    if found and is_link:
        return False
    if dated and found and not any(item.name == "document_number" for item in found):
        found += _number(text, min((item.start for item in found if item.start >= 0), default=0), index)
    if found and (in_block or any(item.name is not None for item in found)):
        page.roles[index] = "metadata"
        page.fields += found
        for item in found:
            if item.name == "published_at" and item.value and not _may_be_date(item.value):
                item.name = "publisher"  # 发布：某局
        if not dated or any(item.name in ("published_at", "issued_on") for item in found):
            return True
    if dated and len(text) < 120 and not (is_sentence(text) and not found):
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


def _may_be_date(value: str) -> bool:
    return "年" in value or any(sign.isdecimal() for sign in value)


def read_number(page: Page, index: int) -> bool:
    """Read a document number that stands above the title, with or without the name of who signs beside it."""
    text = page.pieces[index].text
    match = _NUMBER.match(text)
    if match is None:
        return False
    page.roles[index] = "metadata"
    page.fields.append(RawField("", "document_number", match["number"], "line", *match.span("number"), index))
    page.fields += read_line(text[match.end() :], block=index, base=match.end(), strict=False)
    return True


def _number(text: str, end: int, index: int) -> list[RawField]:
    """The document number that stands under the title, alone or before the date."""
    match = _NUMBER.match(text, 0, end)
    if match is None or text[match.end() : end].strip():
        return []
    return [RawField("", "document_number", match["number"], "line", *match.span("number"), index)]


def has_value(page: Page, label: int, end: int) -> bool:
    """Whether the next piece is the value of a label that stands alone in its own."""
    if label + 1 >= end or is_answered(page.pieces[label]):
        return False
    piece = page.pieces[label + 1]
    return piece.table is None and len(piece.text) <= 120 and answers(page, label, label + 1)


def is_note(text: str) -> bool:
    """A line in brackets under the title of a law that tells when it was passed (题注), or where a speech was held."""
    if text.startswith(("——", "—", "－－", "--")):
        return "：" not in text and ":" not in text
    return text[0] in "（(" and text[-1] in "）)" and any(word in text for word in words("headings", "passed"))


def is_date_line(text: str) -> bool:
    """A line under the title that gives date and time, not the date of a signature."""
    match = _DATE.search(text)
    if match is None or len(text) >= 80 or is_sentence(text):
        return False
    return ":" in match[0] or "-" in match[0] or lookup(text[: match.start()]) == "published_at"


def is_sentence(text: str) -> bool:
    return text[-1] in "。；：" or "，" in text
