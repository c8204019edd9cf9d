"""Where the title stands: candidates from the page's head, its headings and its first lines.

Only pieces and strings enter here. A piece is the title when it says what ``<title>``, a meta tag or the
metadata block says (alone or together with the lines after it), else the nearest heading above the article,
else the first short lines of the article that end like the name of a document.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from govreport import vocabulary

from .fields import opens_with_label
from .walk import Piece

__all__ = [
    "block_of",
    "ends_like_document",
    "find_above",
    "find_by_heading",
    "find_by_key",
    "find_by_shape",
    "find_headline",
    "find_over_date",
    "first_part",
    "is_letterhead",
    "is_report",
    "keys_of",
    "squeeze",
]

MAX_LINES = 6
TYPE = frozenset(("font", "b", "strong", "span", "big", "em", "i", "u"))
"""Elements that only change the type of what they hold."""
SHORTEST = 5
"""A shorter heading is a title only where it is the kind of a document (公告)."""
_SEPARATORS = regex.compile(r"[_|｜–—－\-<>»\s]++")
_FIRST = regex.compile(r"(?<!\s)\s*+(?:[_|｜–—－<>»]|--|(?<!\d)-(?!\d))")
_NOTE = regex.compile(r"(?<!\s)\s*+[（(〔\[][^（）()]{1,40}[)）〕\]]$")
_WIDTHS = str.maketrans("（）：，！？；〔〕［］", "():,!?;[][]")
_WIDE = frozenset("（）：，！？；〔〕［］")
_NARROW = {value: key for key, value in _WIDTHS.items()}
_SHAPE = regex.compile(
    r"(?:年度?报告|年报|工作总结|情况报告|情况的报告|通知|公告|通告|公报|决定|决议|意见|批复|复函|函|办法|条例|规定|细则|方案"
    r"|规划|计划|纲要|要点|指南|目录|制度|公示|通报|报告|请示|纪要|议案|命令|令|规则|解读|措施|清单|答复|公开表|说明)"
    r"(?:[（(〔\[][^（）()]{1,24}[)）〕\]])?$"
)
_PAPER_NUMBER = regex.compile(
    r"[（(\[]?\p{Han}[\p{Han}、]{0,20}?[〔﹝\[(](?:19|20)\d\d年?[〕﹞\])]第?\d{1,5}号[）)\]]?(?:签发人[:：]\p{Han}{2,4})?"
)
_REPORT = regex.compile(r"(?:政府|政务)信息公开")
_DATED = regex.compile(
    r"(?:(?:发布|公开|更新|成文)?(?:日期|时间)|来源|作者|浏览|阅读|点击).{0,80}?(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}"
    r"|(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}.{0,80}?(?:来源|作者|浏览|阅读|点击|字体|字号|\d:\d\d)"
    r"|^[\[【]?\s*+(?:19|20)\d\d-\d{1,2}-\d{1,2}\s*+[\]】]?$"
)
"""The line of date and source under a title."""


def squeeze(text: str) -> str:
    """The text without blanks and with brackets of one width, to compare titles."""
    text = "".join(text.split())
    for sign in _WIDE.intersection(text):  # hardly ever more than two: cheaper than str.translate
        text = text.replace(sign, chr(_WIDTHS[ord(sign)]))
    return text


def keys_of(titles: Sequence[str]) -> dict[str, str]:
    """Every leading or inner part of the page titles that may be the title itself, squeezed → as printed.

    A part that is only the name of a site or body is none of them.

    >>> sorted(keys_of(["关于开展检查的通知_某市政府网"]).values())
    ['关于开展检查的通知', '关于开展检查的通知_某市政府网']
    """
    keys: dict[str, str] = {}
    sites = _suffixes()
    for title in titles:
        cuts = [match.span() for match in _SEPARATORS.finditer(title[:400])][:12]
        ends = [start for start, _ in cuts] + [len(title)]
        starts = [0] + [end for _, end in cuts]
        parts = [title[:end] for end in reversed(ends)] + [title[start:] for start in starts[1:]]
        parts += [title[s:e] for s, e in zip(starts, ends, strict=True)]
        parts += [_NOTE.sub("", part) for part in parts if part[-1:] in "）)〕]"]
        for part in dict.fromkeys(parts):
            part = part.strip()
            if len(part) >= 4 and (not part.endswith(sites) or "关于" in part):
                keys.setdefault(squeeze(part), part)
    return keys


def ends_like_document(text: str) -> bool:
    """Whether a line is short and ends like the name of a document.

    >>> ends_like_document("关于比赛期间交通管制的通告"), ends_like_document("关于交通")
    (True, False)
    """
    return len(text) <= 100 and _SHAPE.search(squeeze(text)) is not None


def find_headline(pieces: Sequence[Piece], titles: Sequence[str]) -> int:
    """The first piece that says the page's title, marked as a heading or over the line of date and source; else 0."""
    mains = {squeeze(first_part(title)) for title in titles}.difference(vocabulary.words("values", "columns"))
    firsts = {main[0] for main in mains if main}
    firsts |= {sign.translate(_NARROW) for sign in firsts}
    for index, piece in enumerate(pieces):
        text = piece.text
        if text[0] not in firsts or len(text) > 160 or piece.links * 2 > len(text) or squeeze(text) not in mains:
            continue
        if piece.title or 1 <= piece.level <= 3:
            return index
        if any(len(after.text) <= 120 and _DATED.search(after.text) for after in pieces[index + 1 : index + 3]):
            return index
    return 0


def first_part(title: str) -> str:
    """The title in front of the first ``_``, ``|`` or ``-``: behind them stand the column and the site.

    >>> first_part("行政许可公示（第18周）-信用中国")
    '行政许可公示（第18周）'
    """
    cut = _FIRST.search(title)
    return title[: cut.start()] if cut is not None and cut.start() else title


def find_by_key(pieces: Sequence[Piece], indices: Sequence[int], keys: dict[str, str]) -> list[tuple[int, int]]:
    """The runs of pieces (first, last) that together say one of ``keys``; ``indices`` are consecutive places."""
    if not keys:
        return []
    heads = {key[:2] for key in keys}
    firsts = {key[0] for key in keys} | {key[0].translate(_NARROW) for key in keys}
    found = []
    taken = -1
    for place, index in enumerate(indices):
        if place <= taken:
            continue
        text = pieces[index].text
        if len(text) > 240 or text[0] not in firsts or pieces[index].table is not None:
            continue
        text = squeeze(text)
        if text[:2] not in heads:
            continue
        last = end = place
        said = text in keys
        while last + 1 < len(indices) and last - place < MAX_LINES:
            piece = pieces[indices[last + 1]]
            if piece.table is not None or len(piece.text) > 240:
                break
            more = text + squeeze(piece.text)
            if not any(key.startswith(more) for key in keys):
                break
            text = more
            last += 1
            if text in keys:
                said, end = True, last
        if said:
            found.append((index, indices[end]))
            taken = end
    return found


def find_by_heading(pieces: Sequence[Piece], indices: Sequence[int], names: frozenset[str]) -> int | None:
    """The last heading (h1 before h2 before h3, or a headline container) that is no link and no site name."""
    best: tuple[int, int] | None = None
    for index in indices:
        piece = pieces[index]
        if not (piece.title or 1 <= piece.level <= 3) or not 2 <= len(piece.text) <= 160:
            continue
        if len(piece.text) < SHORTEST and squeeze(piece.text) not in vocabulary.words("titles", "document_endings"):
            continue
        if piece.links * 2 > len(piece.text) or squeeze(piece.text) in names:
            continue
        rank = 0 if piece.title else piece.level
        if best is None or rank <= best[0]:
            best = (rank, index)
    return best[1] if best else None


def find_over_date(pieces: Sequence[Piece], indices: Sequence[int], names: frozenset[str]) -> int | None:
    """The piece right above the first line of date and source; such a line stands under the title."""
    for place, index in enumerate(indices):
        text = pieces[index].text
        if len(text) > 160 or pieces[index].table is not None or not _DATED.search(text):
            continue
        if place == 0 or indices[place - 1] != index - 1:
            return None
        above = pieces[index - 1]
        if opens_with_label(above.text):
            continue
        if above.table is not None or not 5 <= len(above.text) <= 100 or above.links * 2 > len(above.text):
            return None
        if above.text[-1] in "。；：:，," or squeeze(above.text) in names or ">" in above.text:
            return None
        if "：" in above.text[:10] or ":" in above.text[:10] or above.text.endswith(_suffixes()):
            return None
        return index - 1
    return None


def find_above(pieces: Sequence[Piece], indices: Sequence[int]) -> tuple[int, int] | None:
    """A line right above the article that ends like the name of a document, with the body's name before it."""
    for index in reversed(indices[-6:]):
        piece = pieces[index]
        if piece.table is not None or len(piece.text) > 80 or piece.links:
            continue
        text = squeeze(piece.text)
        if len(text) > 6 and "：" not in text[:8] and _SHAPE.search(text):
            before = pieces[index - 1]
            named = before.table is None and len(before.text) <= 40 and before.text.endswith(_suffixes())
            if named and not before.links and index - 1 in indices:
                return index - 1, index
            return index, index
    return None


def _suffixes() -> tuple[str, ...]:
    return vocabulary.words("titles", "site_suffixes")


def is_report(text: str) -> bool:
    """Whether a title is that of a yearly disclosure report, as far as the choice of its lines depends on it.

    >>> is_report("某局2010年政府信息公开年度报告"), is_report("政府信息公开指南")
    (True, False)
    """
    return "信息公开" in text and _ends(squeeze(text))


def find_by_shape(pieces: Sequence[Piece], indices: Sequence[int]) -> tuple[int, int] | None:
    """The first lines of the article when they end like the name of a document within four short lines."""
    text = ""
    first = 0
    for place, index in enumerate(indices[:4]):
        piece = pieces[index]
        if place and not _is_beside(pieces[indices[place - 1]].element, piece.element):
            text, first = "", place
        if piece.table is not None or len(piece.text) > 60 or piece.text[-1] in "。；：:，,":
            return None
        if is_letterhead(piece.text):
            text, first = "", place + 1
            continue
        text += squeeze(piece.text)
        if len(text) > 6 and (_SHAPE.search(text) or (_REPORT.search(text) and place < 3 and _ends(text))):
            return indices[first], index
    return None


def is_letterhead(text: str) -> bool:
    """Whether a line is the head of an official paper above its title: the organ and its paper, or the number.

    >>> is_letterhead("某县人民政府办公室文件"), is_letterhead("某政办发〔2021〕3号　签发人：王某")
    (True, True)
    >>> is_letterhead("关于印发文件的通知"), is_letterhead("发文字号某政办发〔2021〕3号")
    (False, False)
    """
    name = squeeze(text)
    if name.endswith(vocabulary.words("titles", "letterheads")) and "关于" not in name and not name.endswith("令"):
        return True
    return _PAPER_NUMBER.fullmatch(name) is not None and not opens_with_label(text)


def block_of(element: Any) -> Any:
    """The element that holds a line, without type of its own (``<font>``, ``<b>``)."""
    while element is not None and element.tag in TYPE and element.getparent() is not None:
        element = element.getparent()
    return element


def _is_beside(before: Any, element: Any) -> bool:
    """Whether two lines can be of one title: in one element, in neighbours, or in rows of one table."""
    before, element = block_of(before), block_of(element)
    for _ in range(3):
        if before is element:
            return True
        if before is None or element is None:
            return False
        before, element = before.getparent(), element.getparent()
    return False


def _ends(text: str) -> bool:
    return text.endswith(vocabulary.words("titles", "endings"))
