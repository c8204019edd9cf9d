"""What happens to pages on their way: cut, doubled, reordered, re-encoded, tags dropped, blanks exchanged.

``damaged(page)`` draws a list of accidents from a strategy; every accident is a function of the text and a few
numbers, so a failing example shrinks and can be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

__all__ = ["ACCIDENTS", "as_bytes", "damaged"]

Accident = Callable[[str, float, float], str]
_TAG = re.compile(r"<[^<>]{0,200}>")
_WORDS = (
    "一、", "（一）", "附件：1.清单", "索引号：", "公开信息32条,其中机构职能4条。", "<td>", "</table>", "<p>", "</div>", "|", "\t",
    "2019年1月15日", "\ufeff", "\u200b", "&nbsp;", "&#x110000;", "<!--", "目录", "：", "0", "/", "—", "……3", "\n\n", "\x0b", "𠮷", "e\u0301",
    "<table><tr><td rowspan=3>", "<li>", "第一章 总则", "- 1 -", "未收到申请。", "为0", "占12.5%", "\0", "\x85", "\u2028", "<br>",
)  # fmt: skip
_BLANKS = (" ", "\u3000", "\xa0", "\t", "\u2003", "\u200b", "", "\n", "\r\n", "  ", "\x0c", "\u2028")


def _at(text: str, share: float) -> int:
    return int(share * len(text))


def _span(text: str, a: float, b: float) -> tuple[int, int]:
    start, end = sorted((_at(text, a), _at(text, b)))
    return start, end


def cut(text: str, a: float, _: float) -> str:
    """The end is missing."""
    return text[: _at(text, a)]


def behead(text: str, a: float, _: float) -> str:
    """The beginning is missing."""
    return text[_at(text, a) :]


def gap(text: str, a: float, b: float) -> str:
    """A piece of the middle is missing."""
    start, end = _span(text, a, a + (b - a) / 8)
    return text[:start] + text[end:]


def double(text: str, a: float, b: float) -> str:
    """A piece stands there twice."""
    start, end = _span(text, a, b)
    return text[:end] + text[start:end] + text[end:]


def swap(text: str, a: float, b: float) -> str:
    """Two halves of a piece have changed places."""
    start, end = _span(text, a, b)
    middle = (start + end) // 2
    return text[:start] + text[middle:end] + text[start:middle] + text[end:]


def reorder(text: str, a: float, b: float) -> str:
    """A line has moved."""
    lines = text.split("\n")
    line = lines.pop(int(a * (len(lines) - 1)))
    lines.insert(int(b * len(lines)), line)
    return "\n".join(lines)


def drop_tag(text: str, a: float, b: float) -> str:
    """Some tags are missing."""
    tags = list(_TAG.finditer(text))
    first, last = sorted((int(a * len(tags)), int(b * len(tags))))
    for tag in reversed(tags[first : min(last, first + 5)]):
        text = text[: tag.start()] + text[tag.end() :]
    return text


def exchange_blanks(text: str, a: float, b: float) -> str:
    """Blanks of one kind became blanks of another, in a piece of the page."""
    start, end = _span(text, a, b)
    blank = _BLANKS[int(a * 7919) % len(_BLANKS)]
    return text[:start] + re.sub(r"[ \u3000\xa0]|\n\n", blank, text[start:end]) + text[end:]


def insert(text: str, a: float, b: float) -> str:
    """A word of the trade stands where it does not belong."""
    at = _at(text, a)
    return text[:at] + _WORDS[int(b * (len(_WORDS) - 1))] + text[at:]


def full_width(text: str, a: float, b: float) -> str:
    """Figures and signs in the other width."""
    start, end = _span(text, a, b)
    return (
        text[:start]
        + text[start:end].translate({**{48 + n: 65296 + n for n in range(10)}, 58: "：", 65306: ":"})
        + text[end:]
    )


def join_lines(text: str, a: float, b: float) -> str:
    """Line ends are missing in a piece."""
    start, end = _span(text, a, b)
    return text[:start] + text[start:end].replace("\n", "") + text[end:]


def mistake(text: str, a: float, b: float) -> str:
    """Decoded with the wrong charset once, in a piece."""
    start, end = _span(text, a, a + (b - a) / 4)
    return text[:start] + text[start:end].encode("utf-8", "replace").decode("gb18030", "replace") + text[end:]


ACCIDENTS: tuple[Accident, ...] = (
    cut, behead, gap, double, swap, reorder, drop_tag, exchange_blanks, insert, full_width, join_lines, mistake,
)  # fmt: skip
_SHARES = st.integers(0, 1_000).map(lambda n: n / 1_000)
_CHARSETS = ("utf-8", "gb18030", "utf-16", "utf-8-sig", "big5", "utf-16-le", "utf-32")
_ENOUGH = 60_000


@st.composite
def damaged(draw: st.DrawFn, page: str, most: int = 4) -> str:
    """The page after one to four accidents."""
    for accident, a, b in draw(
        st.lists(st.tuples(st.sampled_from(ACCIDENTS), _SHARES, _SHARES), min_size=1, max_size=most)
    ):
        page = accident(page, a, b)[:_ENOUGH]
    return page


@st.composite
def as_bytes(draw: st.DrawFn, page: str) -> bytes:
    """The page in some charset, perhaps with wrong bytes."""
    data = bytearray(page.encode(draw(st.sampled_from(_CHARSETS)), "replace"))
    for share, byte in draw(st.lists(st.tuples(_SHARES, st.integers(0, 255)), max_size=3)):
        if data:
            data[int(share * (len(data) - 1))] = byte
    return bytes(data)
