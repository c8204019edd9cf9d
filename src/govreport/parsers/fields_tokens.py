"""The tokens of a line of fields: labels with and without a colon, unknown labels, and what ends a value.

Rule: a known label counts with a colon anywhere, without one only between blanks; the font widget
``字号：[大 中 小]`` and tool links (``【打印】``) end a value and are no field. One pattern finds the known
ones, a second the unknown ones, and only where the line has more colons than known labels.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from govreport.vocabulary import words

from .fields_labels import BLANKS, EDGES, Label, compile_trie, labels, normalise

__all__ = [
    "COLONS",
    "FIRST",
    "Item",
    "find_items",
    "may_hold_fields",
    "may_name_fields",
    "starts_with_label",
    "value_end",
    "without_sizes",
]

_KNOWN: Final = labels()
_B: Final = r"[\s\u200b]*+"
_TRIE: Final = compile_trie(list(_KNOWN), _B)
_TOOL_WORDS: Final = [word for word in words("furniture", "tools") if len(word) > 1]
_TOOL_FIRST: Final = re.escape("".join(sorted({word[0] for word in _TOOL_WORDS})))
_TOOLS: Final = compile_trie(_TOOL_WORDS, "")
COLONS: Final = ":：︰﹕∶"
OPEN: Final = r"【〖\[〔（("
_SIZES: Final = rf"(?:(?:超|特|最|加|较)?[大小]|中|默认|标准|T)(?:[】\]]|{_B}[|/·、]?){_B}[【\[]?"
_FONT: Final = (
    rf"[{OPEN}]?{_B}(?:(?:浏览|选择|文字|正文|阅读)?字{_B}[号体](?:大小|设置)?{_B}[{COLONS}]?{_B}[{OPEN}]?{_B}(?:{_SIZES}){{2,5}}+"
    rf"|[{OPEN}]{_B}(?:{_SIZES}){{2,5}}+){_B}[】\])）]?"
)
_AFTER: Final = r"(?=[\s\u200b|｜│]|$)"
FIRST: Final = frozenset(word[0] for word in _KNOWN) | frozenset("【〖[〔（(")
# The standard library's re, not regex: this pattern compiles in a ninth and matches in a quarter of the time.
_TOKEN: Final = re.compile(
    rf"(?=[字{OPEN}])(?P<font>{_FONT})"
    rf"|(?=[{re.escape(''.join(sorted(FIRST)))}])(?:[{OPEN}]{_B})?+(?P<label>{_TRIE})"
    rf"(?:{_B}(?P<colon>[{COLONS}]|[】〗\]〕]{_B}[{COLONS}]?+)|{_AFTER})"
    rf"|(?=[【\[{_TOOL_FIRST}])(?<![^\s\u200b|｜│】\])）])"
    rf"(?P<tool>[【\[]{_B}(?:{_TOOLS}){_B}[】\]]|(?:{_TOOLS}){_AFTER})"
)
_UNKNOWN: Final = re.compile(rf"(?<!\w)(?P<unknown>[\u3400-\u9fff]{{2,10}}+){_B}[{COLONS}]")
_LEAD: Final = re.compile(rf"[{BLANKS}•·●▪■◆◇★*|｜│>-]*+")
_OPENS: Final = FIRST | frozenset("•·●▪■◆◇★*|｜│>-\u200b\ufeff")
_LAST: Final = frozenset(word[-1] for word in _KNOWN)
_COMMON_BLANKS: Final = (" ", "\u3000", "\u00a0", "\u2003", "\t", "\u2002", "\u200b")
_WIDTHS: Final = range(2, max(map(len, _KNOWN)) + 1)
_LONGEST_LINE = 400
_LONGEST = 10_000  # a longer line is a document that lost its line ends: no block of fields


class Item(NamedTuple):
    """A label found in a line: its text, its meaning, whether a colon follows, and where its value lies."""

    text: str
    known: Label | None
    colon: bool
    at: int
    start: int


def may_hold_fields(text: str, strict: bool) -> bool:
    """Whether a line is worth the expensive pattern: a label at its start, or before one of its colons."""
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    if at >= len(text) or len(text) > _LONGEST:
        return False
    if text[at] in FIRST and starts_with_label(text, at):
        return True
    if len(text) > _LONGEST_LINE:
        return False
    found = False
    for colon in "：", ":":
        place = text.find(colon)
        for _ in range(8):
            if place < 1:
                break
            found = True
            if _label_before(text, place):
                return True
            place = text.find(colon, place + 1)
    return found and not strict


def may_name_fields(text: str) -> bool:
    """Whether a line that begins with no blank can have labels at all, blanks put into it or not: one look."""
    return text[:1] in _OPENS or "：" in text or ":" in text


def starts_with_label(text: str, at: int = 0) -> bool:
    """Whether a known label stands at ``at``, with a colon or a blank after it.

    >>> starts_with_label("【文 号】1"), starts_with_label("文号码")
    (True, False)
    """
    match = _TOKEN.match(text, at)
    return match is not None and match["label"] is not None


def _label_before(text: str, place: int) -> bool:
    """Whether a known label ends at ``place``, where a colon stands."""
    if text[place - 1] in _LAST:
        for width in _WIDTHS:
            if text[place - width : place] in _KNOWN:
                return True
    near = text[max(0, place - 16) : place]
    if not any(blank in near for blank in _COMMON_BLANKS):
        return False
    near = normalise(near)
    return any(near[-width:] in _KNOWN for width in _WIDTHS)


def find_items(text: str) -> tuple[list[Item], list[int]]:
    """The labels of a line in order, and where the value of each one ends."""
    items: list[Item] = []
    ends: list[int] = []
    for match in _tokens(text):
        start = match.start()
        value = text[items[-1].start : start].strip(EDGES) if items and len(ends) < len(items) else ""
        if _is_stop(match):
            if len(ends) < len(items):
                ends.append(start)
            continue
        item = _judge(text, match, items, value)
        if item is None:
            continue
        if len(ends) < len(items):
            ends.append(item.at)
        items.append(item)
    if len(ends) < len(items):
        ends.append(len(text))
    return items, ends


def _is_stop(match: re.Match[str]) -> bool:
    """Whether the match is the font widget or a tool link: it ends a value."""
    return match.re is _TOKEN and match["label"] is None


def _tokens(text: str) -> list[re.Match[str]]:
    """The labels, stops and unknown ``label：`` words of a line in order, none inside another."""
    found: list[re.Match[str]] = list(_TOKEN.finditer(text))
    sure = sum(m["colon"] is not None and not text[m.start() - 1 : m.start()].isalnum() for m in found)
    if text.count("：") + text.count(":") <= sure:
        return found
    tokens: list[re.Match[str]] = []
    last = -1
    for match in sorted([*found, *_UNKNOWN.finditer(text)], key=lambda match: match.start()):
        if match.start() >= last:
            tokens.append(match)
            last = match.end()
    return tokens


def _judge(text: str, match: re.Match[str], items: list[Item], value: str) -> Item | None:
    """The label that a match stands for, or None where the words belong to the value."""
    opened = items[-1] if items else None
    long = opened is not None and opened.known is not None and opened.known.long
    if match.re is _UNKNOWN:
        glued = any(item.at and text[item.at - 1].isalnum() for item in items)
        return _judge_unknown(match, match["unknown"], opened, value, long, glued)
    word = match["label"]
    known = _KNOWN.get(word) or _KNOWN[normalise(word)]
    colon = match["colon"] is not None
    at = match.start()
    before = text[at - 1] if at else " "
    edge = before in EDGES or not before.isalnum()
    if not colon:
        if not edge or (opened and opened.colon and (value or known.ambiguous)):
            return None
        return Item(word, known, False, at, match.end())
    if not edge and known.ambiguous:
        run = value.rsplit(" ", 1)[-1]
        if opened is None or long or (run != value):
            return None
    return Item(word, known, True, at, match.end())


def _judge_unknown(
    match: re.Match[str], word: str, opened: Item | None, value: str, long: bool, glued: bool
) -> Item | None:
    """What an unknown ``label：`` is; ``glued``: a label of the line stands right behind the value before it."""
    cut = _known_suffix(word)
    known = _KNOWN[word[cut:]] if cut else None
    if opened is not None and not value:
        if known is None:
            return None
        return Item(word[cut:], known, True, match.start() + cut, match.end())
    if long:
        return None
    if known is not None and not known.ambiguous and (glued or cut >= 3) and len(word) - cut >= 4:
        return Item(word[cut:], known, True, match.start() + cut, match.end())
    return Item(word, None, True, match.start(), match.end())


def _known_suffix(word: str) -> int:
    """Where the longest known label at the end of the word starts, 0 for none."""
    for cut in range(1, len(word) - 1):
        if word[cut:] in _KNOWN:
            return cut
    return 0


def value_end(text: str) -> int:
    """Where the value of a value cell ends: before the font widget or a tool link."""
    if "字" not in text and "【" not in text and "[" not in text:
        return len(text)
    for match in _TOKEN.finditer(text):
        if _is_stop(match) and (match.start() or match["font"] is not None):
            return match.start()
    return len(text)


def without_sizes(text: str) -> str:
    """The line with blanks for its font widget, whose sizes may be divided like cells (``字号：大 | 中 | 小``)."""
    if "字" not in text:
        return text
    for match in _TOKEN.finditer(text):
        if match["font"] is not None:
            text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    return text
