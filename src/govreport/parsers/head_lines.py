"""The lines beside the article: metadata above it and at its head.

Pieces enter here that are neither title nor metadata table. A line may hold labels with values, a label may
stand in one piece and its value in the next (``dt``/``dd``, two ``div``), and a bare date may stand under the
title.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from govreport.raw import RawField
from govreport.vocabulary import words

from .fields import is_label, is_sure_label, lookup, read_line
from .furniture import breadcrumbs, is_furniture, is_menu
from .headline import is_signing
from .meta_line import (
    SIGNED,
    answers,
    has_value,
    is_answered,
    is_date_line,
    is_note,
    is_sentence,
    pair,
    read_meta_line,
    read_number,
)
from .page import Page
from .side_by_side import worth
from .titles import block_of, is_letterhead, squeeze

__all__ = ["read_above", "read_opening"]

_YEAR_TAG = regex.compile(r"(?:19|20)\d\d年?度?")
SKIPPED = 3
"""So many lines (a subtitle, a number, a reporter) may stand between a title and its line of date and source."""


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
        if pending is not None and len(text) < 200 and answers(page, pending, index):
            pair(page, pending, index)
            pending, in_block = None, True
            continue
        pending = None
        if len(text) > 400:
            continue
        if not page.crumbs and _read_crumbs(page, index, steps):
            continue
        if after_title and is_signing(text) and page.pieces[index].level and _signs(page, index):
            page.roles[index] = "content"
            piece.level = 0
            continue
        if "号" in text and not after_title and is_letterhead(text) and read_number(page, index):
            continue
        label = is_label(text)
        if label and is_menu(text) and is_menu(page.pieces[min(index + 1, len(page.pieces) - 1)].text):
            continue  # 法定主动公开内容, 政府信息公开年报: a menu of the site, though the one is a label too
        if label or (was_block and piece.element.tag == "dt"):
            pending, in_block = None if is_answered(piece) else index, True
            page.roles[index] = "metadata"
            page.fields.append(RawField(text, lookup(text), None, "block", block=index))
            continue
        in_block = read_meta_line(page, index, dated=after_title, in_block=was_block)
        if page.roles.get(index) == "content" and SIGNED.fullmatch(text):
            _keep_signer(page, index - 1)
    if not page.crumbs and len(steps) > 1:
        page.crumbs = steps


def _signs(page: Page, index: int) -> bool:
    """Whether the line stands in the heading under the title, as the body and the date of a signature do."""
    if index == 0 or page.roles.get(index - 1) not in ("title", "content"):
        return False
    return block_of(page.pieces[index - 1].element) is block_of(page.pieces[index].element)


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
        elif is_sure_label(text) and has_value(page, index, end):
            pair(page, index, index + 1)
            in_block = True
            index += 1
        elif read_meta_line(page, index, dated=titled and is_date_line(text), after_block=in_block):
            in_block = True
        elif in_block and _is_between_labels(page, index, end):
            if not read_meta_line(page, index, dated=False, in_block=True):
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


def _date_line_follows(page: Page, index: int, end: int) -> bool:
    if page.pieces[index].text[-1] in "。；：":
        return False
    for following in range(index + 1, min(end, index + 1 + SKIPPED)):
        text = page.pieces[following].text
        if page.pieces[following].table is not None or following in page.roles:
            return False
        if len(text) < 120 and not is_note(text) and (is_date_line(text) or worth(read_line(text)) > 0):
            return True
        if len(text) > 60 or is_sentence(text):
            return False
    return False


def _is_between_labels(page: Page, index: int, end: int) -> bool:
    """Whether the next piece is a line of known labels, so that this one is part of the block too."""
    if index + 1 >= end or page.pieces[index + 1].table is not None:
        return False
    return any(item.name is not None for item in read_line(page.pieces[index + 1].text))
