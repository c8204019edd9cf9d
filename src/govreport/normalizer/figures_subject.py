"""What a number counts: the words of its clause, without those that say when, how and by whom.

Chinese counts in two orders: the noun before the number (主动公开信息32条) and after it (公开153件许可件). The
rule here: a noun that runs on right after the counter word is what was counted, and a verb before the number
joins it; else the clause before the number is. Words come from ``vocabulary/figures.toml``; they are looked up
by their first or last character, since most clauses start and end with none of them.
"""

from __future__ import annotations

import regex

from govreport.vocabulary import words

__all__ = [
    "clause_start",
    "first_verb",
    "is_action",
    "noun_after",
    "starts_with_head",
    "trim_lead",
    "trim_tail",
    "with_verb",
]

_LONGEST_ACTION = 4
_LONGEST = 36  # characters of a subject; a longer clause is cut down to its last verb


def _by_character(found: tuple[str, ...], place: int) -> dict[str, tuple[str, ...]]:
    """The words by their first (0) or last (-1) character, longest first."""
    table: dict[str, tuple[str, ...]] = {}
    for word in found:
        table[word[place]] = (*table.get(word[place], ()), word)
    return table


_SELF = ("我们", *(me + body for body in words("figures", "self") for me in "我本"))
_LEADS = _by_character(tuple(sorted({*words("figures", "lead"), *_SELF}, key=len, reverse=True)), 0)
_KEEPS = _by_character(words("figures", "lead_keeps"), 0)
_TAILS = _by_character(words("figures", "tail"), -1)
_TAIL_KEEPS = words("figures", "tail_keeps")
_ADJUNCTS = words("figures", "adjuncts")
_VERBS = words("figures", "verbs")
_HEADS = words("figures", "heads")
_SKIPPED = frozenset(" \t\u3000\xa0、：:•·●○◆◇■□▪▲△★☆※►➢Ø\uf0d8\uf06c\uf0b7")

_DAY = r"(?:\s*\d{1,2}\s*日)"
_MONTH = rf"(?:\s*\d{{1,2}}\s*月份?{_DAY}?)"
_SINCE = r"(?:截[至止]到?\s*+|自|从)?"
_TIME = regex.compile(
    rf"{_SINCE}\d{{4}}\s*年(?:度|以来|全年|期间|底|末|{_MONTH})?(?:以来|起|[至到—-]{_MONTH}|期间)?"
    rf"|{_SINCE}{_MONTH}(?:以来|起|底|末)?|截[至止]到?(?:目前|年底)"
    r"|\d{1,2}\s*[.．、]\s*(?!\d)|[一二三四五六七八九十]+(?:是|、)|第[一二三四五六七八九十百]+条|\0++(?=[及和与、以])"
)
_TIME_FIRST = frozenset("0123456789０１２３４５６７８９截自从一二三四五六七八九十第\0")
_VERB = regex.compile(
    r"(?<!信息|政务|财务|村务|依申请|新闻)\L<verbs>(?!会|栏|渠道|平台)", verbs=list(words("figures", "verbs"))
)
_OF_INFORMATION = ("信息公开", "政务公开", "财务公开", "村务公开")
_BOUNDARY = regex.compile(r"(?r)[，,。；;：:！？!?\n（）()\t|]")
_LOCATIVE = regex.compile(r"[^，,]{2,30}?(?:申请|信息|案件|文件|其)当?中(?=[^\s心央])")
_NOUN = regex.compile(r"\s?[\p{Han}“”《》A-Za-z-]{1,40}+")
_CUT = regex.compile(
    r"\L<cut>|因(?![公素果])|(?<![涉普提])及(?!时)|等(?!级|奖|次|于)|中(?!心|央|国|学|小|医)",
    cut=list(words("figures", "cut")),
)
_NO_NOUN = frozenset(
    "的已均被全都为是系占并由按在以，。、；：）)（(和与及或等其较比;,.:！？!?\n 约左上多余之未不无另还"
)
_PREDICATE = regex.compile(r"(?:为|是|系|属于)?(?P<noun>被?[\p{Han}“”]{2,20}+)(?=[，,。；;、（(）)]|\s*$)")
_YEAR = regex.compile(r"(?:19|20)\d\d\s?年")
_COMPARES = ("同比", "同期", "同时", "同步")
_PLACES = frozenset("省市县区乡镇村")


def clause_start(window: str) -> int:
    """Where the last clause of ``window`` starts (the caller masks brackets that close again)."""
    found = _BOUNDARY.search(window)
    return int(found.end()) if found else 0


def trim_lead(clause: str) -> int:
    """How many characters at the front of ``clause`` say only when, how or by whom.

    >>> "今年以来我局共受理申请"[trim_lead("今年以来我局共受理申请"):]
    '受理申请'
    """
    at, end = 0, len(clause)
    while at < end:
        first = clause[at]
        if first in _SKIPPED:
            at += 1
            continue
        if first in _KEEPS and clause.startswith(_KEEPS[first], at):
            break
        if first in _TIME_FIRST and (match := _TIME.match(clause, at)) is not None:
            at = int(match.end())
            continue
        for word in _LEADS.get(first, ()):
            if clause.startswith(word, at):
                at += len(word)
                break
        else:
            break
    if "中" in clause and (match := _LOCATIVE.match(clause, at)) is not None and end - match.end() >= 2:
        at = int(match.end())
    if clause.startswith(_ADJUNCTS, at) or end - at > _LONGEST:
        at = _after_adjunct(clause, at)
    return at


def _after_adjunct(clause: str, at: int) -> int:
    """The verb after 通过…, 在…上 and the like; the last one of a very long clause."""
    verbs: list[int] = [found.start() for found in _VERB.finditer(clause, at + 2) if len(clause) - found.end() >= 2]
    if not verbs:
        return at
    return verbs[-1] if len(clause) - verbs[0] > _LONGEST else verbs[0]


def first_verb(clause: str) -> int:
    """Where the first verb of ``clause`` stands, 0 for none or one at its start.

    >>> first_verb("微信发布信息"), first_verb("微信")
    (2, 0)
    """
    found = _VERB.search(clause)
    return int(found.start()) if found is not None else 0


def trim_tail(clause: str) -> int:
    """Where the subject in ``clause`` ends, before 共, 达, 为, 约 and their like.

    >>> "主动公开信息总数共计"[:trim_tail("主动公开信息总数共计")]
    '主动公开信息总数'
    """
    at = len(clause)
    while at:
        last = clause[at - 1]
        if last in _SKIPPED:
            at -= 1
            continue
        tails = _TAILS.get(last)
        if tails is None or clause.endswith(_TAIL_KEEPS, 0, at):
            break
        for word in tails:
            if clause.endswith(word, 0, at):
                at -= len(word)
                break
        else:
            break
    return at


def with_verb(clause: str) -> bool:
    """Whether ``clause`` ends with a verb that a noun after the number joins.

    >>> with_verb("在网站上公开"), with_verb("政府信息公开")
    (True, False)
    """
    return clause.endswith(_VERBS) and not clause.endswith(_OF_INFORMATION)


def is_action(noun: str) -> bool:
    """Whether a noun is a verb alone, or one with a short object.

    >>> is_action("参加"), is_action("参加会议"), is_action("许可件")
    (True, True, False)
    """
    return len(noun) <= _LONGEST_ACTION and noun.startswith(_VERBS)


def noun_after(text: str, at: int, *, predicate: bool) -> tuple[int, int] | None:
    """The noun that runs on from the counter word at ``at``; with ``predicate`` also 被采用 and 为网上申请."""
    first = text[at : at + 1]
    if first == " ":
        at += 1
        first = text[at : at + 1]
    if predicate and first == "的":
        at += 1
        first = text[at : at + 1]
    if not first or (first == "同" and text.startswith(_COMPARES, at)):
        return None
    if first in _NO_NOUN:
        match = _PREDICATE.match(text, at) if predicate and first in "被为是系不无未" else None
        return match.span("noun") if match else None
    if not predicate and _CUT.match(text, at) is not None:
        return None  # 投入资金50万元用于网站改版
    match = _NOUN.match(text, at)
    if match is None:
        return None
    end: int = match.end()
    cut = _CUT.search(text, at + 1, end)
    if cut is not None:
        end = cut.start()
    elif text[end : end + 1].isdigit():
        # 7家县区公开了2023年部门预算: what the counted did is no part of their name
        verb = _VERB.search(text, at + 1, end)
        if verb is not None:
            end = verb.start()
        elif _YEAR.match(text, end) is None:
            return None
    return (at, end) if end - at > 1 or first in _PLACES else None


def starts_with_head(subject: str) -> bool:
    """Whether ``subject`` starts with a verb that opens a new count (收到, 召开 …)."""
    return subject.startswith(_HEADS)
