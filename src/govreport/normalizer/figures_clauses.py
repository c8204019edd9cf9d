"""What the clauses between two counts say: changes, rates, lists of numbers and the shares that go with them.

Text and the counts found in it enter here; the words are in ``vocabulary/figures.toml``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

import regex

from govreport.vocabulary import load, words

from .figures_count import Count

__all__ = [
    "goes_with",
    "is_change",
    "is_rate",
    "is_year",
    "masked",
    "round_by",
    "run_of",
    "says_something",
    "share_out",
    "without_change",
]

_ROUNDING = {word: meaning for word, meaning in load("numerals")["before"].items() if meaning != "="}

_UNTIL = ("截至", "截止至", "截至到")
_MARK = regex.compile(r"[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]")
_OPENS = words("figures", "opens")
_BESIDE_THE_POINT = words("figures", "beside_the_point")
_BY_FIRST, _BY_LAST = (tuple(listed) for listed in load("figures")["opens_by"])
_CHANGE = words("figures", "change")
_COMPARED = regex.compile(r"(?:同比|环比|较|比)(?!武|赛|例|如|对)")
_GREW = regex.compile(r"(?:同比|环比|[较比](?:上年|去年|上一年|同期|\d{4}年))")
_COMPARING = frozenset("同环较比")
_CLAUSE_ENDS = ("", "，", "。", "；", ",", ";", "）", ")")
_YEAR_LAST = regex.compile(r"(?r)(?:\d{4}\s?年[度初底末]?|年初|年底|年末|今年|本年|目前)$")
_VAGUE = words("figures", "vague")
_JOINED = frozenset(("、", "，", ",", "和", "及", "、和"))
_SHARES = regex.compile(r"分别(?:约)?占[^\d，,。；;%]{0,16}(?:(?P<share>\d++(?:[.．]\d++)?)[%％](?:[、，,和]|以及)?)++")


def goes_with(text: str, count: Count, kept: list[Count]) -> bool:
    """推送信息365期1126条, 来访5次、32人次: a number right behind another counts the same in a second unit."""
    if not kept or not count.unit or kept[-1].unit == count.unit or not kept[-1].unit:
        return False
    before = kept[-1]
    if before.end != before.unit_end or not _right_behind(text, before.end, count):
        return False
    count.subject, count.beside = before.subject, True
    return True


def _right_behind(text: str, end: int, count: Count) -> bool:
    """Whether nothing stands between, or a 、 and nothing after the second number that could be its own noun."""
    between = text[end : count.number].strip()
    return not between or (between == "、" and text[count.unit_end : count.unit_end + 1] in _CLAUSE_ENDS)


def is_rate(text: str, start: int, stop: int) -> bool:
    """Whether only a rate stands before the full stop and a breakdown after it (…，电子化率达100%。其中…)."""
    return text[stop - 1] in "%％" and text.startswith(_OPENS, stop + 1) and "。" not in text[start:stop]


def says_something(clause: str, *, rates: bool = True) -> bool:
    """Whether an uncounted clause between two counts may end a list (同比增长5% and a bare 其中 do not)."""
    rest = clause.strip("\0 \t的等、")
    if not rates and rest.endswith(("%", "％")):
        return False
    if len(rest) < 2 or rest.endswith(_OPENS) or any(word in rest for word in _BESIDE_THE_POINT):
        return False
    return not (rest.startswith(_BY_FIRST) and rest.endswith(_BY_LAST))


def is_change(clause: str) -> bool:
    """Whether ``clause`` leads to an ordinal, a change or a comparison (第…, 较上年增加…, 同比…)."""
    bare = clause.strip().rstrip("了约近的为是")
    if bare.endswith(("年", "年度", "年初", "年底", "年末", "目前")) and (year := _YEAR_LAST.search(bare)) is not None:
        bare = bare[: year.start()].rstrip()  # 由2015年的236项精简至2016年的198项
        if bare.endswith(_UNTIL):
            return False
    if bare.endswith(_VAGUE):
        return True
    if bare.endswith(_CHANGE) and not bare.endswith(("新增", "至少", "结转上年", "结转上年度")):
        return True
    return bare[:1] in _COMPARING and _COMPARED.match(bare) is not None


def masked(found: regex.Match[str]) -> str:
    """As many signs as were found; a list mark （一） becomes blanks, which are trimmed."""
    return (" " if _MARK.fullmatch(found[0]) else "\0") * len(found[0])


def is_year(count: Count) -> bool:
    return count.unit_end - count.number == 4 and 1900 <= count.value <= 2100


def round_by(count: Count, rough: str) -> None:
    """约, 近, 超过 … between the subject and the number; of 接近 and 近 the longer one."""
    found = [word for word in _ROUNDING if rough.endswith(word)]
    if found:
        count.comparator = _ROUNDING[max(found, key=len)]


def run_of(text: str, numbers: Sequence[Count], index: int) -> list[Count]:
    """The numbers from ``index`` on that only 、 or 和 divides."""
    run = [numbers[index]]
    for count in numbers[index + 1 :]:
        if text[run[-1].unit_end : count.number].strip() not in _JOINED:
            break
        run.append(count)
    return run


def without_change(subject: str) -> str:
    """收到申请同比上升14.2%，达到563件 counts 收到申请."""
    found = _GREW.search(subject, 2)
    return subject[: found.start()] if found is not None else subject


def share_out(text: str, kept: list[Count]) -> None:
    """分别占8.1%、52.7%、39.2%: one share for each of the counts before."""
    for match in _SHARES.finditer(text):
        shares = match.captures("share")
        upto = bisect_right(kept, match.start(), key=lambda count: count.end)
        before = kept[max(0, upto - len(shares)) : upto]
        if len(before) == len(shares) and all(count.share is None for count in before):
            for count, share in zip(before, shares, strict=True):
                count.share = Decimal(share.replace("．", "."))
