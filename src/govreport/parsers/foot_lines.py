"""The lines at the end of the article and right below it: tool links, credits, offered files, a block of labels.

Pieces of the page enter here whose article has been chosen.
"""

from __future__ import annotations

from govreport.vocabulary import words

from .fields import is_label, is_sure_label, lookup, opens_with_label, read_line
from .furniture import is_furniture, is_tail
from .meta_line import has_value, pair, read_meta_line
from .page import Page
from .walk import Piece

__all__ = ["read_below", "read_closing"]

NEAR = 10
"""How many pieces below the article are looked at for source, author and attachments."""
FAR = 40
"""How many for a block of labels and values (a column beside the article)."""
FEWEST = 3
"""So many labels at the end of the article make a block."""
_OF_BLOCKS = frozenset(("index_number", "document_number", "published_at", "issued_on"))
_CREDITS = frozenset(("source", "author", "editor", "reviewer", "signer", "view_count", "published_at", "modified_at"))


def read_closing(page: Page, start: int, end: int) -> None:
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
        if is_label(page.pieces[index - 1].text) and has_value(page, index - 1, end):
            pairs.append((index - 1, index))
            index -= 2
        elif is_sure_label(page.pieces[index].text) or opens_with_label(page.pieces[index].text):
            pairs.append((index, index))
            index -= 1
        else:
            break
    names = {lookup(page.pieces[label].text) for label, value in pairs if label != value}
    names |= {item.name for label, value in pairs if label == value for item in read_line(page.pieces[label].text)}
    fewest = FEWEST if any(label == value for label, value in pairs) else FEWEST - 1
    if len(pairs) < fewest or not names & _OF_BLOCKS or last < start:
        return
    for label, value in reversed(pairs):
        if label != value:
            pair(page, label, value)
        else:
            read_meta_line(page, label, dated=False, in_block=True)


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


def read_below(page: Page, end: int) -> None:
    """Source, author and attached files right under the article, and a block of labels beside it."""
    count = len(page.pieces)
    index = end
    paired = False
    while index < min(count, end + FAR):
        piece = page.pieces[index]
        text = piece.text
        if index in page.roles or piece.table is not None or len(text) > 200:
            pass
        elif piece.anchors and index < end + NEAR:
            page.roles[index] = "metadata"
        elif (is_sure_label(text) or (paired and is_label(text))) and has_value(page, index, count):
            pair(page, index, index + 1)
            index += 1
            paired = True
        elif is_tail(text):
            break
        elif index < end + NEAR:
            read_meta_line(page, index, dated=False)
        index += 1
