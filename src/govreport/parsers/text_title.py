"""The title among the free lines of a plain-text head.

Rule: lines that together repeat the title of the metadata block are the title; else a Markdown heading;
else the lines that end with the name of a kind of document (GB/T 9704-2012: body, subject and kind, over
several lines); else the longest free line. Every further printing of the same words is a title line too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

import regex

from govreport.vocabulary import words

from .fields_labels import compile_trie
from .furniture import compact
from .text_line import Line, markdown_heading
from .text_lines import ends_like_title

__all__ = ["Found", "find_titles", "starts_title"]

_WIDTHS: Final = str.maketrans("（）：，！？；〔〕［］“”‘’", "():,!?;[][]\"\"''")
_REGION_SIGNS: Final = (*"局厅部委署院省市县区州盟旗镇乡", "政府", "新区", "年", "年度")
_YEAR: Final = regex.compile(r"(?:19|2[0OoＯ])\d\d|[一二][〇○ＯO零0一二三四五六七八九十]{3}")
_BODY: Final = regex.compile(
    rf"(?:{compile_trie([*words('organizations', 'suffixes'), *_REGION_SIGNS], '')})(?:[(（].{{1,12}}[)）])?$"
)
_SIDE: Final = regex.compile(
    r"[（(](?:\d{4}(?:年?版|年度?)?|.{0,12}(?:试行|暂行|稿|修订|修正|草案|摘要|全文).{0,8})[）)]$"
    rf"|(?:{_YEAR.pattern})年度?$"
)
_TAIL_OF_TITLE: Final = regex.compile(
    rf"(?:{_YEAR.pattern})|关于|(?:年度|政府|政务|信息|工作|部门|财政|重大|法治|行政).{{0,24}}$|.{{1,4}}$"
)
_SITE: Final = regex.compile(r"[_|｜]|(?<!\s)\s++[-–—]++\s++|(?<![-–—])[-–—]++(?=[^-–—]{2,30}$)")
# 某某市人民政府办公室对某次会议 / 第12号提案的答复: the first line has the body and what it does.
_OPENS_TITLE: Final = regex.compile(
    r"^.{2,24}(?:局|厅|部|委|委员会|院|府|办公室|办公厅|会)(?:对|转发|批转|印发|批准|同意|公布)\p{Han}"
)
_PLAIN: Final = frozenset(
    {"目录", "附件", "说明", "正文", "前言", "信息", "通知", "政策", "规划", "公示", "事项", "政策解读"}
)
_MAX_LINES = 6
_GOES_ON = "的》〉”"
_LONGEST = 120


class Found(NamedTuple):
    """A printing of the title: its lines, its words, and how it was found."""

    first: int
    last: int
    text: str
    origin: Literal["page", "heading", "body"]


def _key(text: str) -> str:
    return compact(text).translate(_WIDTHS)


def starts_title(line: str, title: str) -> bool:
    """Whether the line is the title or its beginning.

    >>> starts_title("关于加强", "关于加强管理的通知"), starts_title("某局", "关于加强管理的通知")
    (True, False)
    """
    key = _key(line)
    return len(key) >= 4 and _key(title).startswith(key)


def find_titles(lines: list[Line], body: int, tags: Mapping[int, str], values: list[str]) -> list[Found]:
    """The printings of the title among the free lines before ``body``, the one next to the body last."""
    free = [at for at in range(body) if tags.get(at) == "free"]
    for said in [part for value in values for part in dict.fromkeys((value, _SITE.split(value)[0]))]:
        runs = _runs(lines, free, _key(said)) if said else []
        if runs:
            return [Found(a, b, t, "page") for a, b, t in runs[:-1]] + [Found(*runs[-1], "body")]
    fields = [at for at in range(body) if tags.get(at) == "field"]
    after = [at for at in free if not fields or at > fields[-1]]
    for group in (after, [] if values else free):
        found = _marked(lines, group) or _by_shape(lines, group) or None
        if found:
            return _with_repeats(lines, free, found)
    menu = [at for at in range(fields[-1] + 1 if fields else 0, body) if tags.get(at) in ("free", "menu")]
    found = _by_shape(lines, menu[-_MAX_LINES:])
    if found:
        return [found]
    if values:
        return []
    first = fields[0] if fields else body
    group = after or [at for at in free if at < first]
    group = [at for at in group if 4 <= len(lines[at].text) <= _LONGEST and not _signs(lines[at].text)]
    if not group:
        return []
    best = max(group, key=lambda at: (len(compact(lines[at].text)), -at))
    return _with_repeats(lines, free, Found(best, best, _without_site(lines[best].text), "body"))


def _without_site(text: str) -> str:
    """A title that a tool took from the page's head, without the name of the site behind it."""
    head = _SITE.split(text)[0].rstrip()
    return head if len(head) < len(text) and ends_like_title(head) else text


def _signs(text: str) -> bool:
    return text[-1] in "。；：:" or (text[0] in "(（" and text[-1] in ")）")


def _runs(lines: list[Line], free: list[int], key: str) -> list[tuple[int, int, str]]:
    """The runs of neighbouring free lines that together say ``key``."""
    runs: list[tuple[int, int, str]] = []
    known = set(free)
    for at in free:
        if runs and at <= runs[-1][1]:
            continue
        said = ""
        last = at
        while last in known and last - at < _MAX_LINES:
            said += _key(_words(lines[last]))
            if not key.startswith(said):
                break
            if said == key:
                runs.append((at, last, _join(lines, at, last)))
                break
            last += 1
    return runs


def _words(line: Line) -> str:
    return line.text[markdown_heading(line.text)[1] :] if line.kind == "heading" else line.text


def _join(lines: list[Line], first: int, last: int) -> str:
    return "".join(_words(lines[at]) for at in range(first, last + 1))


def _marked(lines: list[Line], group: list[int]) -> Found | None:
    """The first Markdown heading; of several that follow each other, the one that ends like a title."""
    heads = [at for at in group if lines[at].kind == "heading"]
    if not heads:
        return None
    run = [at for number, at in enumerate(heads) if at == heads[0] + number]
    last = next((at for at in run if ends_like_title(_words(lines[at]))), run[0])
    first = last
    known = set(group)
    while first - 1 in known and last - first < _MAX_LINES - 1 and _belongs(lines, first - 1, first, known):
        first -= 1
    return Found(first, last, _join(lines, first, last), "heading")


def _by_shape(lines: list[Line], group: list[int]) -> Found | None:
    """The lines that end like a title and say most, with the lines above that belong to them."""
    best: tuple[int, int] | None = None
    for at in group:
        text = lines[at].text
        body = compact(text)
        if len(body) > _LONGEST or body in _PLAIN or not ends_like_title(text):
            continue
        score = 2 * ("关于" in body) + 2 * bool(_YEAR.search(body)) + ("政府信息公开" in body) + (len(body) >= 10)
        score -= 3 * ("，" in body or "：" in body)
        score -= 2 * ("      " in text)  # a running head: its two halves stand at the margins
        if best is None or score > best[0]:
            best = (score, at)
    if best is None:
        return None
    first = last = best[1]
    known = set(group)
    while first - 1 in known and last - first < _MAX_LINES - 1 and _belongs(lines, first - 1, first, known):
        first -= 1
    while last + 1 in known and lines[last + 1].text[0] in _GOES_ON and ends_like_title(lines[last + 1].text):
        last += 1
    if last + 1 in known and _SIDE.match(lines[last + 1].text):
        last += 1
    return Found(first, last, _join(lines, first, last), "body")


def _belongs(lines: list[Line], above: int, at: int, known: set[int]) -> bool:
    """Whether the line above is an earlier line of the same title."""
    text = _words(lines[above])
    if "      " in text.strip():
        return False  # a running head: its two halves stand at the margins
    if len(compact(text)) > 60 or (ends_like_title(text) and compact(text) not in _PLAIN) or _signs(text):
        return False
    if text[-1] == "号":
        return False
    here = compact(_words(lines[at]))
    if "关于" in text and "关于" not in here:
        return True
    if _OPENS_TITLE.search(text) and not lines[at].gap:
        return True
    if _BODY.search(compact(text)):
        return _TAIL_OF_TITLE.match(here) is not None
    if len(here) <= 6 and not lines[at].gap:
        return True
    if "关于" in here or _YEAR.match(here):
        return False
    for back in range(above, max(above - _MAX_LINES, -1), -1):
        if back not in known:
            return False
        said = compact(lines[back].text)
        if "关于" in said or _YEAR.search(said):
            return True
        if ends_like_title(lines[back].text):
            return False
    return False


def _with_repeats(lines: list[Line], free: list[int], found: Found) -> list[Found]:
    """The title with its other printings; the one next to the body is the last."""
    runs = _runs(lines, free, _key(found.text))
    others = [Found(a, b, t, "page") for a, b, t in runs if b < found.first or a > found.last]
    return sorted([*others, found])
