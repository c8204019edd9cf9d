"""The HTML door: a tree goes in, a :class:`~govreport.raw.RawReport` comes out.

The order: meta tags and page titles, the one walk over the tree (``walk.py``), metadata tables
(``metadata_block.py``), the choice of the article (``body.py``), the title (``headline.py``), the lines beside
it (``head_lines.py``, ``foot_lines.py``), and last the text is written block by block while every offset is recorded
(``write.py``). Kept are the metadata block, the title and the article; how the article was chosen and how much
of the page lay outside is a finding.
"""

from __future__ import annotations

import re
from typing import Any

from govreport.raw import RawReport
from govreport.vocabulary import words

from .body import Choice, select
from .bold_lines import mark_bold_headings
from .fields import is_label, read_line
from .foot_lines import read_below, read_closing
from .furniture import is_disclaimer, is_tail
from .head import page_titles, read_meta
from .head_lines import read_above, read_opening
from .headline import read_title
from .metadata_block import is_list_of_documents, read_column, read_metadata_tables
from .page import Page
from .side_by_side import worth
from .titles import find_headline
from .walk import Piece, walk
from .write import write

__all__ = ["parse_tree"]

BEFORE = 60
"""How many pieces above the article are looked at for title and metadata lines."""
SENTENCE = 15
"""What a sentence of prose weighs at the least."""
CAPTION = 30
"""The longest line that heads a table."""
HIDDEN_TEXT = 60
"""So many characters of hidden prose make up for a page that shows none."""
_FOOT = re.compile(r"\S{2,24}\s+(?:联系|咨询)?电话[：:]")
_DATE = re.compile(r"\s*(?:\d{4}|[一二][〇○ＯOo零0一二三四五六七八九]{3})\s?年.{1,4}月(?:.{1,4}日)?\s*")


def parse_tree(root: Any, *, styles: bool = True) -> RawReport:
    """Read an lxml tree; ``styles`` is False where it is known that no ``style`` of the page hides anything."""
    walked = walk(root, styles=styles)
    if walked.hidden and not any(map(_is_text, walked.pieces)):
        shown = walk(root, show_hidden=True)
        # WeChat hides its article until a script has run; a hint about the browser is no article.
        prose = [len(piece.text) for piece in shown.pieces if _is_text(piece) and not is_disclaimer(piece.text)]
        if not walked.pieces or sum(prose) > HIDDEN_TEXT:
            walked = shown
    page = Page(walked.pieces)
    meta = read_meta(root)
    heads = page_titles(root)
    tables = read_metadata_tables(page)
    read_column(page, tables)
    titles = [*[f.value for f in meta if f.name == "title" and f.value], *heads]
    choice = select(walked, tables, find_headline(page.pieces, titles))
    choice.end = _signature_end(page.pieces, choice.end)
    start, end = choice.start, choice.end
    _trim_tail(page, choice)
    weights = choice.weights if choice.method == "whole" else None
    read_title(page, meta, heads, _before(start, tables), range(start, end), weights)
    start = _begin(page, choice)
    start = _summary(page, start)
    read_above(page, _before(start, tables))
    read_opening(page, start, end)
    read_closing(page, start, end)
    read_below(page, end)
    for index in range(start, end):
        page.roles.setdefault(index, "content")
    mark_bold_headings(page.pieces, [i for i in range(start, end) if page.roles[i] == "content"])
    page.fields = meta + page.fields
    return write(page, choice.method)


def _is_text(piece: Piece) -> bool:
    """A table, or a sentence that is no link."""
    text = piece.text
    if piece.table is not None:
        return True
    return len(text) >= SENTENCE and piece.links * 2 < len(text) and ("。" in text or "，" in text)


def _before(start: int, tables: frozenset[int]) -> list[int]:
    return [i for i in range(max(0, start - BEFORE), start) if i not in tables]


def _begin(page: Page, choice: Choice) -> int:
    """Where the article begins: at its title, where that stands inside it with no prose before it."""
    first = next((i for i in range(choice.start, choice.end) if page.roles.get(i) == "title"), choice.start)
    for index in range(choice.start, first):
        if choice.weights[index] >= SENTENCE and "。" in page.pieces[index].text:
            return choice.start
    return first


def _summary(page: Page, start: int) -> int:
    """Where the article begins with the tables that stand between its title and it (公告概要 of an announcement)."""
    first = start
    for index in range(start - 1, max(-1, start - BEFORE), -1):
        piece = page.pieces[index]
        role = page.roles.get(index)
        if role == "title":
            return first
        if role is not None or (len(piece.text) > 400 and piece.table is None):
            return start
        if piece.table is not None:
            if piece.links * 3 > len(piece.text) or first != index + 1:
                return start
            first = index
        elif index + 1 == first < start and len(piece.text) <= CAPTION and (piece.level or piece.text[-1] in "：:"):
            first = index
            piece.level = 0  # it heads this table, not what follows
    return start


def _signature_end(pieces: list[Piece], end: int) -> int:
    """The end of the article with the signature that stands in a box of its own below: a body and a date."""
    following = pieces[end : end + 2]
    if following and _is_date(following[0]) and not following[0].links:
        return end + 1
    if len(following) == 2 and _is_date(following[1]) and following[0].table is None:
        name = following[0]
        if len(name.text) > CAPTION or name.links or is_label(name.text) or is_tail(name.text):
            return end
        if name.text[-1] not in "：:。":
            return end + 2
    return end


def _leads_away(page: Page, index: int, cut: int, end: int) -> bool:
    """Whether a line belongs to the page's foot: by its words, or as a link under the signature.

    A document may end with a telephone number or an address too: such words need furniture behind them (``cut`` is
    where it begins), or the date of a signature before them.
    """
    piece = page.pieces[index]
    if piece.links * 3 > len(piece.text) * 2 and not piece.anchors and _is_date(page.pieces[index - 1]):
        return True
    if is_tail(piece.text):
        return cut < end or is_tail(piece.text, weak=False) or _is_foot(page, index, end)
    return _is_telephone(page, index)


def _is_foot(page: Page, index: int, end: int) -> bool:
    """Whether a line that a document may print too is the foot of the page: who runs the site, at the page's end."""
    text = page.pieces[index].text
    before = page.pieces[index - 1]
    runs = end == len(page.pieces) and text.startswith(words("furniture", "hosts"))
    return runs or _ends(before)


def _is_telephone(page: Page, index: int) -> bool:
    """Whether the page's last line gives a name and its telephone, in another box than the line before."""
    if index + 1 < len(page.pieces) or not _FOOT.match(page.pieces[index].text):
        return False
    return page.pieces[index].element.getparent() is not page.pieces[index - 1].element.getparent()


def _ends(piece: Piece) -> bool:
    """Whether a piece is the date of a signature, or a line of labels: no text goes on behind it."""
    return _is_date(piece) or (len(piece.text) <= 120 and worth(read_line(piece.text)) > 1)


def _is_date(piece: Piece) -> bool:
    return len(piece.text) <= 20 and _DATE.fullmatch(piece.text) is not None


def _trim_tail(page: Page, choice: Choice) -> None:
    """Cut what a tail marker (share links, previous and next article) starts, if hardly any prose follows it."""
    start, end = choice.start, choice.end
    rest = 0.0
    total = sum(choice.weights[start:end], 0.0)
    cut = end
    for index in range(end - 1, start, -1):
        piece = page.pieces[index]
        if piece.table is not None:
            if is_list_of_documents(piece):
                cut = index
                continue
        elif len(piece.text) < 80 and _leads_away(page, index, cut, end):
            cut = index
        rest += choice.weights[index]
        if rest > 0.15 * total + 40:
            break
    for index in range(cut, end):
        page.roles.setdefault(index, "furniture")
