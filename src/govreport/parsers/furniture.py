"""What a page prints around its document: tool links, breadcrumbs, footers, page marks.

Rule: a line is compared without blanks with ``vocabulary/furniture.toml``; long lines are never furniture.
These functions judge a line by its wording only; whether it stands before the title or after the end is for
the doors to weigh (``微信`` is furniture in a footer and a cell in a table).

>>> is_furniture("【打印】 【关闭】"), is_furniture("- 12 -"), is_furniture("一、总体情况")
(True, True, False)
>>> is_tail("主办单位：某市人民政府办公室"), is_tail("主办单位要按要求报送材料，并认真做好各项准备工作。")
(True, False)
>>> breadcrumbs("当前位置：首页 > 信息公开 > 年报")
['首页', '信息公开', '年报']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import regex

from govreport.vocabulary import words

from .fields_labels import compile_trie

__all__ = ["breadcrumbs", "is_disclaimer", "is_furniture", "is_menu", "is_page_mark", "is_tail", "opens_other"]

_BLANK: Final = regex.compile(r"[\s\u200b\u200c\u200d\ufeff]++")
_ZERO_WIDTH: Final = regex.compile(r"[\u200b\u200c\u200d\ufeff]++")
_TOOLS: Final = frozenset(words("furniture", "tools"))
_MENU: Final = frozenset(words("furniture", "menu")) | _TOOLS
_PREFIXES: Final = words("furniture", "prefixes")
_DISCLAIMERS: Final = words("furniture", "disclaimers")
_TAIL: Final = tuple(_BLANK.sub("", word) for word in words("furniture", "tail"))
_ENDINGS: Final = words("furniture", "tail_endings")
_OTHERS: Final = frozenset(words("furniture", "others"))
_INSIDE: Final = re.compile("|".join(re.escape(_BLANK.sub("", word)) for word in words("furniture", "tail_inside")))


def _by_first(spellings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Spellings by their first character, so that a line is compared with few of them."""
    found: dict[str, tuple[str, ...]] = {}
    for word in spellings:
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


_TAIL_BEGINS: Final = _by_first(_TAIL)
_WEAK_BEGINS: Final = _by_first(words("furniture", "weak_tail"))
_PREFIX_BEGINS: Final = _by_first(_PREFIXES)
_TOOL_ROW: Final = re.compile(rf"(?:[【\[(（<｜|/·:：、>＞»\]】)）+-]++|{compile_trie(list(_TOOLS), '')})++")
_COUNTED_ROW: Final = re.compile(
    rf"(?:[【\[(（<｜|/·:：、>＞»\]】)）+…-]++|\d{{1,6}}|{compile_trie(list(_TOOLS), '')})++"
)
"""Tools with counts and the pages of a list (点赞 12 收藏 3, 1 2 3 下一页), or counts alone."""
_TOOL: Final = re.compile(compile_trie([word for word in _TOOLS if len(word) > 1], ""))
_PAGE_MARK: Final = regex.compile(
    r"[-—–－―─~·•]{1,3}(?:第)?\d{1,4}(?:页)?[-—–－―─~·•]{1,3}|[〔【\[]\d{1,3}[〕】\]]"
    r"|第?(?:\d{1,4}|[一二三四五六七八九十]{1,3})页(?:[,，/、]?共\d{1,4}页)?|\d{1,4}/\d{1,4}页|[Pp]age\d{1,4}(?:of\d{1,4})?"
)
_CONTACT: Final = re.compile(r"(?:[地校院厂]址|邮编)[：:].+?(?:电话|传真|邮编)[：:]")
"""A footer with the address of who runs the page, after its name or without."""
_DIGIT: Final = re.compile(r"\d")
_DAY: Final = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_RULE: Final = regex.compile(r"[-=_*—─~·.#+]{3,}+")
_RULES: Final = frozenset("-=_*—─~·.#+")
_DASHES: Final = frozenset("〔【[-—–－―─~·•\u200b\u200c\u200d\ufeff")
_TOOL_BEGINS: Final = frozenset("【[(（<｜|/·:：、>＞»]】)）+-") | {word[0] for word in _TOOLS}
_BEGINS: Final = (
    _TOOL_BEGINS | _RULES | _DASHES | {word[0] for word in _PREFIXES} | frozenset("→第一二三四五六七八九十Pp")
)
"""How furniture begins (besides figures): one look settles nearly all lines."""
_NUMERALS: Final = frozenset("第一二三四五六七八九十") - _TOOL_BEGINS - {word[0] for word in _PREFIXES}
"""What begins a heading nearly always, and of all furniture only a page mark (第三页)."""
_CRUMBS: Final = words("furniture", "breadcrumbs")
_CRUMB_STARTS: Final = words("furniture", "breadcrumb_starts")
_CRUMB_BEGINS: Final = frozenset("•·【[") | {word[0] for word in (*_CRUMBS, *_CRUMB_STARTS)}
_SEPARATOR: Final = regex.compile("|".join(regex.escape(word) for word in words("furniture", "breadcrumb_separators")))
_ARROW: Final = regex.compile(r"[>＞»]++")
_PROSE: Final = regex.compile(r"[，。；]")
_LONGEST = 60
_LONGEST_TAIL = 300


def compact(line: str) -> str:
    """The line without blanks of any kind."""
    line = "".join(line.split())
    return line if line.isprintable() else _ZERO_WIDTH.sub("", line)  # zero-width characters are not


def is_page_mark(line: str) -> bool:
    """Whether the line is a page number as printed by a word processor.

    >>> is_page_mark("— 3 —"), is_page_mark("第 1 页 共 8 页"), is_page_mark("3")
    (True, True, False)
    """
    if len(line) > 24 or not ("页" in line or "age" in line or line.lstrip()[:1] in _DASHES):
        return False
    return _PAGE_MARK.fullmatch(compact(line)) is not None


def is_furniture(line: str) -> bool:
    """Whether the line is nothing but tool links, a breadcrumb, a page mark or a rule."""
    if len(line) > _LONGEST:
        return breadcrumbs(line) is not None
    if not line or not (line[0] in _BEGINS or line[0].isdigit() or line[0].isspace()):
        return False
    if line[0] in _NUMERALS:
        return "页" in line and is_page_mark(line)
    body = compact(line).lstrip("→")
    if not body:
        return False
    if body in _TOOLS or body.startswith(_PREFIX_BEGINS.get(body[0], ())):
        return body in _TOOLS or not _PROSE.search(body[-1:])
    if (body[0] in _TOOL_BEGINS and _TOOL_ROW.fullmatch(body)) or (body[0] in _RULES and _RULE.fullmatch(body)):
        return True
    return _is_counted_row(body) or is_page_mark(line)


def _is_counted_row(body: str) -> bool:
    if len(body) > 30 or not (body[0] in _TOOL_BEGINS or body[0] == "…" or body[0].isdecimal()):
        return False
    if _COUNTED_ROW.fullmatch(body) is None or _TOOL.search(body) is None:
        return False
    return _DIGIT.search(body) is not None and _DAY.search(body) is None


def is_menu(line: str) -> bool:
    """Whether every word of the line is a word of a navigation menu.

    >>> is_menu("首页 政务公开 互动交流"), is_menu("信息公开年度报告")
    (True, False)
    """
    if len(line) > 200:
        return False
    parts = [part for part in regex.split(r"[\s|｜/>＞»·•]++", line) if part]
    return bool(parts) and all(part in _MENU for part in parts)


def is_tail(line: str, *, weak: bool = True) -> bool:
    """Whether the line starts the page's tail: from it on, nothing belongs to the document.

    ``weak=False`` leaves out the marks that a document may print too (``主办单位``).

    >>> is_tail("主办单位：某局", weak=False), is_tail("主办单位：某局 版权所有", weak=False)
    (False, True)
    """
    if len(line) > _LONGEST_TAIL or line.endswith(("。", "；", "，")):
        return False
    if line[:1] in _NUMERALS and line[1:2] == "、":
        return False  # a heading: no page's tail is numbered
    body = compact(line).lstrip("•·*-|#")
    if not body or body[-1] in "。；，":
        return False
    first = body[0]
    if body.startswith(_TAIL_BEGINS.get(first, ())) or (weak and body.startswith(_WEAK_BEGINS.get(first, ()))):
        return len(body) <= 120
    if weak and len(body) <= 120 and ("址" in body or "邮编" in body) and _CONTACT.search(body):
        return True
    if body in _OTHERS or (len(body) <= 40 and body.endswith(_ENDINGS)):
        return True
    return len(body) <= 200 and _INSIDE.search(body) is not None


def opens_other(line: str) -> bool:
    """Whether the line heads comments or a list of other articles.

    >>> opens_other("网友评论："), opens_other("热点新闻"), opens_other("要闻动态管理办法")
    (True, True, False)
    """
    return compact(line).rstrip("：:>»") in _OTHERS


def is_disclaimer(text: str) -> bool:
    """Whether a sentence is the site's own, about copyright, reprints or sharing.

    >>> is_disclaimer("凡本网注明来源的作品，版权归本网所有。"), is_disclaimer("保护商标和版权。")
    (True, False)
    """
    return len(text) <= 300 and any(word in text for word in _DISCLAIMERS)


def breadcrumbs(line: str) -> list[str] | None:
    """The steps of a breadcrumb line, None for any other line."""
    if len(line) > _LONGEST_TAIL or not (
        line[:1] in _CRUMB_BEGINS or ">" in line or "＞" in line or "»" in line or line[:1].isspace()
    ):
        return None
    body = line.strip().lstrip("•·【[>＞»→").strip()
    for word in _CRUMBS if body.startswith(_CRUMBS) else ():
        if body.startswith(word):
            rest = body[len(word) :].lstrip(" \u3000\u00a0：:是】]→")
            steps = _steps(rest)
            marked = rest != body[len(word) :]
            return steps if steps and (marked or (len(steps) > 1 and len(word) > 2)) else None
    if body.startswith(_CRUMB_STARTS) and "|" not in body:
        steps = _steps(body)
        return steps if len(steps) > 2 or (len(steps) == 2 and _ARROW.search(body)) else None
    if len(body) <= 120 and (">" in body or "＞" in body or "»" in body) and not _PROSE.search(body):
        steps = [step for step in (part.strip(" \u3000\u00a0\t-") for part in _ARROW.split(body)) if step]
        if len(steps) > 1 and steps[0][0].isalpha() and not steps[0].isascii():
            return steps
    return None


def _steps(text: str) -> list[str]:
    return [step for step in (part.strip(" \u3000\u00a0\t-") for part in _SEPARATOR.split(text)) if step]
