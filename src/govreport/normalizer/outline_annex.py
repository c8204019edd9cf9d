"""附件: the list of annexes above the signature, and the lines that head an annex printed on the page.

GB/T 9704-2012: ``附件：1.XXX`` (no full stop) stands between text and signature; the annex itself begins with
``附件1`` at the left margin and its title on the next line. The two look alike (``附件：XXX`` is both), so the
neighbours decide: names without text under them are a list, a line with text under it heads an annex.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from govreport import vocabulary
from govreport.models import Attachment, Span

from .outline_lines import Line, is_short_name

__all__ = ["AnnexHead", "find_annexes"]

_HEAD = regex.compile(
    r"附\s*+(?:[件录表图]\s*+)?(?:下载\s*+|列表\s*+)?+"
    r"(?P<number>\d{1,2}+(?:\s?[-－—]\s?\d{1,2}+)?|[一二三四五六七八九十]{1,2}(?![是要])|[①-⑳])?+\s*+"
    r"(?P<colon>[：:．.、])?+\s*+(?P<rest>.*+)$",
    regex.DOTALL,
)
_ITEM = regex.compile(r"(?:\d{1,2}+\s?+[.．、](?:(?!\d)|(?=(?:19|20)\d\d年))|[（(]\d{1,2}[）)]|[①-⑳⒈-⒛])\s*+")
_FILE = regex.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|jpe?g|png|txt|ceb)$", regex.IGNORECASE)
_OFFERED = regex.compile(
    r"(?:(?<=\s)(?:点击|点此|请点击)?(?:此处)?(?:下载|查看|预览)(?:附件)?|(?:点击|点此)(?:此处)?(?:下载|查看)(?:附件)?"
    r"|[（(\[【](?:(?:点击|点此)?(?:此处)?(?:下载|查看|预览)|\d[\d.,]{0,8}+\s?[KMkm]?[Bb])[）)\]】])$"
)
"""What offers a file behind its name (点击下载), or gives its size."""
_EDGES = " 　\t\r\n。；;，,、：:"
_TYPED = frozenset("件录表图：:0123456789一二三四五六七八九十 　")
_LONGEST = 100
_TITLE_LINES = 3
_NEAR_SIGNATURE = 4
_ENDINGS = (*vocabulary.words("titles", "document_endings"), *vocabulary.words("headings", "annex_endings"))


@dataclass(slots=True)
class AnnexHead:
    """The line that heads an annex and the lines of its title."""

    line: Line
    number: str
    title: str
    title_lines: list[Line]


def find_annexes(lines: Sequence[Line]) -> tuple[dict[int, AnnexHead], list[Attachment]]:
    """The heads of annexes by their place in ``lines``, and the names in the lists; sets the roles."""
    heads: dict[int, AnnexHead] = {}
    names: list[Attachment] = []
    if not [line for line in lines if line.text[:1] == "附"]:
        return heads, names
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.text[:1] != "附" or line.role is not None or line.taken or not _can_be_head(line.text):
            index += 1
            continue
        match = _HEAD.match(line.text)
        assert match is not None  # nothing but 附 is needed
        end = _list_end(lines, index, match)
        if end > index:
            for item in lines[index:end]:
                item.role = "attachment_list"
                names += _names(item)
            index = end
        else:
            heads[index] = _annex(lines, index, match)
            index += 1 + len(heads[index].title_lines)
    return heads, names


def _can_be_head(text: str) -> bool:
    return len(text) <= _LONGEST * 3 and (len(text) == 1 or text[1] in _TYPED) and "。" not in text[:-1]


def _list_end(lines: Sequence[Line], index: int, match: regex.Match[str]) -> int:
    """Where the list that begins at ``index`` ends; ``index`` itself where the line heads an annex."""
    rest: str = match["rest"]
    following = index + 1
    if _ITEM.match(rest):
        return _items_end(lines, following)
    if not rest:
        if match["number"] or following >= len(lines):
            return index if match["number"] else following
        files = following
        while files < len(lines) and lines[files].role is None and _FILE.search(lines[files].text):
            files += 1
        if files > following:
            return files
        items = _items_end(lines, following)
        listed = items > following and (items - following > 1 or not _has_text(lines, items))
        if listed or (match["colon"] and not _has_text(lines, following)):
            return items if listed else _names_end(lines, following)
        return index
    if not (match["colon"] or match["number"]) and not _has_blank(match):
        return index + 1  # 附表略, 附件下载: a name of its own
    end = following
    while end < len(lines) and lines[end].role is None and lines[end].text[:1] == "附" and _names_one(lines[end]):
        end += 1
    end = _items_end(lines, end)
    return index if end == following and _has_text(lines, end) else end


def _has_blank(match: regex.Match[str]) -> bool:
    """Whether a blank divides 附件 from what follows it."""
    before: str = match.string[: match.start("rest")]
    return before[-1:].isspace()


def _names_one(line: Line) -> bool:
    match = _HEAD.match(line.text) if _can_be_head(line.text) else None
    return match is not None and bool(match["rest"]) and bool(match["number"] or match["colon"])


def _items_end(lines: Sequence[Line], start: int) -> int:
    """The end of the numbered names that begin at ``start``."""
    end = start
    while end < len(lines) and lines[end].role is None:
        text = lines[end].text
        if len(text) > _LONGEST or not _ITEM.match(text) or text[-1] == "。" or lines[end].shape == "table":
            break
        end += 1
    return end


def _names_end(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and lines[end].role is None and is_short_name(lines[end].text, _LONGEST):
        end += 1
    return end


def _has_text(lines: Sequence[Line], start: int) -> bool:
    """Whether the text of an annex can begin at ``start``: no signature and no end of the page near."""
    near = lines[start : start + _NEAR_SIGNATURE]
    if not near or any(line.role == "signature" for line in near):
        return False
    return any(
        line.shape == "table" or line.mark is not None or len(line.text) > 20 for line in lines[start : start + 12]
    )


def _names(line: Line) -> list[Attachment]:
    """The names that one line of a list holds."""
    text = line.text
    head = _HEAD.match(text) if text[:1] == "附" else None
    start = head.start("rest") if head is not None else 0
    items = list(_ITEM.finditer(text, start))
    if not items or items[0].start() > start:
        bounds = [(start, len(text))]
    else:
        ends = [item.start() for item in items[1:]] + [len(text)]
        bounds = [(item.end(), end) for item, end in zip(items, ends, strict=True)]
    found: list[Attachment] = []
    for begin, end in bounds:
        name = _OFFERED.sub("", text[begin:end].rstrip(_EDGES)).rstrip(_EDGES)
        if name and name not in vocabulary.words("values", "placeholders"):
            place = line.block.span(line.left + begin, line.left + begin + len(name))
            found.append(Attachment(name=" ".join(name.split()), span=Span(*place)))
    return found


def _annex(lines: Sequence[Line], index: int, match: regex.Match[str]) -> AnnexHead:
    line = lines[index]
    line.role = "attachment_heading"
    rest: str = match["rest"]
    number = line.text[: match.start("rest")].rstrip()
    title = rest
    titled: list[Line] = []
    place = index + 1
    while not rest and len(titled) < _TITLE_LINES and place < len(lines) and _can_be_title(lines, place, titled):
        titled.append(lines[place])
        lines[place].role = "subtitle"
        place += 1
        if titled[-1].text.rstrip("）)").endswith(_ENDINGS):
            break
    if titled:
        title = "".join(item.text for item in titled)
    return AnnexHead(line, number, title.rstrip("：:。"), titled)


def _can_be_title(lines: Sequence[Line], place: int, before: Sequence[Line]) -> bool:
    line = lines[place]
    previous = before[-1] if before else lines[place - 1]
    if line.role is not None or line.mark is not None or line.shape not in ("text", "level") or line.text[0] == "附":
        return False
    if line.block.index - previous.block.index > 1 or not is_short_name(line.text, 60):
        return False
    # A second line belongs to the title only if the title ends there, or on the line after it.
    return not before or any(
        other.text.rstrip("）)").endswith(_ENDINGS) for other in lines[place : place + 2] if is_short_name(other.text)
    )
