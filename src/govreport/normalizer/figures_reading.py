"""From numbers to counts: the subject of each, its share, and what stands in the gap before it.

What cannot be named, is a change against another year (较上年增加20件), a rule (每年不少于4次) or stands inside
quotes is dropped here. Brackets and quotes that close again are masked, so that commas inside them divide
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from govreport.vocabulary import load, words

from .figures_clauses import (
    goes_with,
    is_change,
    is_rate,
    is_year,
    masked,
    round_by,
    run_of,
    says_something,
    share_out,
    without_change,
)
from .figures_count import Count, find_share
from .figures_subject import clause_start, first_verb, is_action, noun_after, trim_lead, trim_tail, with_verb
from .figures_zero import Zero

__all__ = ["QUANTITY", "read_counts"]

_MASK = regex.compile(r"[（(][^（()）。]*+[)）]|“[^“”]*+”|《[^《》]*+》|「[^「」]*+」")
_CLOSED = regex.compile(r"[)）]")
_OPENED = regex.compile(r"[（(]")
_BY = load("figures")["opens_by"]
_BREAK = regex.compile(
    r"\L<opens>|[，,（(：:]\s*(?:\L<short>)|(?P<by>\L<first>)[^，,。；;：:、\d]{2,12}?\L<last>(?=\s?[，,：:])",
    opens=list(words("figures", "opens")),
    short=list(words("figures", "opens_short")),
    first=list(_BY[0]),
    last=list(_BY[1]),
)
_PARTIAL = regex.compile(r"\L<partial>", partial=list(words("figures", "partial")))
_CLAUSES = regex.compile(r"[，,；;。：:（）()]")
_ASIDE = words("figures", "aside")
_RULE = regex.compile(
    r"\L<rules>|\L<verbal>(?!\s*+$)",
    rules=list(words("figures", "rules")),
    verbal=list(words("figures", "rules_verbal")),
)
_NO_RULE = regex.compile(r"\L<keeps>", keeps=list(words("figures", "rule_keeps")))
_MONEY = regex.compile(r"\L<nouns>", nouns=list(words("figures", "money_nouns")))
_NO_MONEY = regex.compile(r"\L<rules>", rules=list(words("figures", "money_rules")))
_DENIAL = words("figures", "denials")
_DENIAL_KEEPS = words("figures", "denial_keeps")
_RESPECTIVELY = regex.compile(
    r"(?P<names>.*[、和与及].*?)\s*分别(?:(?P<plain>为|是|有|达|达到)|(?!占)[^\d，,。；;：:、]{2,16}?)\s*"
)
_WAYS = regex.compile(r"(?:通过|利用|依托|借助|运用|由|在|以|经)(?=\S)")
_LEVELS = regex.compile(r"(?P<name>\S{1,4}?)[两二三四五]级(?P<what>\S{2,}+)")
_DIVIDES = ("分别为", "分别是", "分别有", "分别达", "分别达到")
_SUMMED = regex.compile(r"(?P<name>\S{2,}?)等?[两二三四五六七八九十\d]{1,2}[个家类种大项](?!体)\S{2,}+")
_NAMES = regex.compile(r"[、和与及]|以及")
_FAR = 160  # characters before a number in which its subject is looked for
_LONGEST = 60  # characters of a subject; what is longer is a sentence
QUANTITY = ("数", "量", "金额")
"""Words that end a subject whose number needs no counter word."""
_SEPARATORS = {"；": "；", ";": "；", "、": "、", "和": "、", "及": "、", "，": "，", ",": "，"}


def read_counts(text: str, numbers: Sequence[Count], zeros: Sequence[Zero]) -> list[Count]:
    """The numbers that count something, with their subjects, in reading order."""
    kept: list[Count] = []
    end = floor = skip_to = past = 0
    for index, count in enumerate(numbers):
        if index < skip_to or count.number < floor:
            continue
        while past < len(zeros) and zeros[past].end <= count.number:
            past += 1
        if past < len(zeros) and zeros[past].start < count.unit_end:
            continue
        reader = _Reader(text, count, end, floor, kept[-1] if kept else None)
        run = run_of(text, numbers, index) if "分别" in reader.clause else []
        if run and (divided := reader.names(several=len(run) > 1)) is not None:
            names = next((names for names in divided if len(names) == len(run)), [])
            skip_to = index + len(run)
            if len(run) == len(names):
                _distribute(reader, run, names, kept)
                end = run[-1].end
            floor = run[-1].end
            continue
        if len(run) > 1 and reader.clause.rstrip().endswith(_DIVIDES):
            skip_to, floor = index + len(run), run[-1].end  # a list whose names stand elsewhere
            continue
        if not (goes_with(text, count, kept) or reader.read()):
            if count.unit:
                floor = count.unit_end
            continue
        following = numbers[index + 1].number if index + 1 < len(numbers) else len(text)
        if (found := find_share(text, count.end, bare=bool(kept))) is not None and found[1] <= following:
            count.share, count.end = found
        kept.append(count)
        end = floor = count.end
    if kept and "分别占" in text:
        share_out(text, kept)
    return kept


class _Reader:
    """The clause before one number: ``window`` is the gap since the last count, ``clause`` its last clause."""

    __slots__ = ("adjacent", "at", "clause", "count", "low", "masked", "previous", "text")

    def __init__(self, text: str, count: Count, end: int, floor: int, previous: Count | None) -> None:
        self.text = text
        self.previous = previous
        self.count = count
        number = count.number
        low = end if number - end < _FAR else number - _FAR
        stop = text.rfind("。", low, number)
        if stop > low and text[low:stop].strip("）)等 ") and not is_rate(text, low, stop):
            low = stop + 1  # a sentence without a count lies between
        self.low = low
        self.adjacent = previous is not None and low == end
        window = text[low:number]
        if "（" in window or "(" in window or "“" in window or "《" in window:
            window = _MASK.sub(masked, window)
        self.masked = window
        self.at = max(clause_start(window), floor - low)
        self.clause = window[self.at :]

    def names(self, *, several: bool) -> list[list[str]] | None:
        """A、B、C of A、B、C分别为4条、25条、1条, in the ways they may be divided; None for another clause.

        通过A、B发布信息分别为… and 通过A、B分别发布信息… name the ways and not what was published.
        """
        match = _RESPECTIVELY.fullmatch(self.clause)
        if match is None or "\0" in match["names"]:
            return None
        text = match["names"]
        names = [name.strip() for name in _NAMES.split(text[trim_lead(text) :])]
        if (levels := _LEVELS.fullmatch(names[-1])) is not None:  # 省、市、县三级代表建议分别为…
            names = [name + levels["what"] for name in (*names[:-1], levels["name"])]
        elif (summed := _SUMMED.fullmatch(names[-1])) is not None:
            names[-1] = summed["name"]
        if names[0][:4].isdecimal():
            return [[]]  # 2014、2015两年分别…: years name no count
        found = [names]
        way = _WAYS.search(text)
        if way is not None:
            ways = [name.strip() for name in _NAMES.split(text[way.end() :])]
            verb = first_verb(ways[-1])
            found.append([*ways[:-1], ways[-1][:verb] if verb else ways[-1]])
        return found if match["plain"] or way is not None or several else None

    def read(self) -> bool:
        """Fill in the count; False where it counts nothing that can be named."""
        clause, count = self.clause, self.count
        if "“" in self.masked or "《" in self.masked:
            return False
        if (_RULE.search(clause) and _RULE.search(_NO_RULE.sub(" ", clause))) or is_change(clause):
            return False
        if count.unit == "元" and (not _MONEY.search(clause) or _NO_MONEY.search(clause)):
            return False
        self.gap()
        lead = trim_lead(clause)
        if clause.startswith(_DENIAL, lead) and not clause.startswith(_DENIAL_KEEPS, lead):
            return False
        tail = lead + trim_tail(clause[lead:])
        rough = clause[tail:]
        if "\0" in clause[:lead] and rough.startswith("合计"):
            lead = clause.index("\0")  # “A”和“B”合计: the number counts both
        if rough and count.comparator == "=":
            round_by(count, rough.rstrip("了 "))
        return self._name(lead, tail, rough)

    def gap(self) -> None:
        """What stands between the last count and this one."""
        count, masked = self.count, self.masked
        if self.previous is None or not self.adjacent:
            count.sentence = count.fresh = True
            return
        bare = masked.lstrip("）) ")
        if "（" in masked or "(" in masked or "）" in masked or ")" in masked:
            count.opens, count.closes = len(_OPENED.findall(masked)), len(_CLOSED.findall(masked))
            count.bracketed = count.opens == 1 and bare[:1] in ("（", "(")
        head = masked[: self.at]
        count.sentence = "。" in head or "！" in head
        count.separator = _SEPARATORS.get(bare[:1], "")
        found = _BREAK.search(masked)
        also = found is not None and found[0].endswith("有") and self.text.startswith("有", self.previous.number - 1)
        count.by = found is not None and found["by"] is not None
        count.breaks = found is not None and not also  # 有2件…，有1件… stand side by side
        count.colon = head.rstrip().endswith(("：", ":")) and (count.breaks or not head.strip("）) ：:"))
        if found is not None and _PARTIAL.search(masked, found.start()):
            count.exhaustive = False
        if len(head) > 1:
            clauses = _CLAUSES.split(head)
            count.gap_clause = any(says_something(clause, rates=not count.breaks) for clause in clauses)
        count.aside = bare.lstrip("，,；;。 ").startswith(_ASIDE) or self.clause.startswith(_ASIDE)

    def _name(self, lead: int, tail: int, rough: str) -> bool:
        count, text = self.count, self.text
        start = self.low + self.at + lead
        body = self.clause[lead:tail]
        noun = None
        owned = "的" in rough
        if count.unit:
            noun = noun_after(text, count.unit_end, predicate=not body or owned)
            if noun is not None and body and not owned and is_action(text[slice(*noun)]) and not with_verb(body):
                noun = None  # 群众代表260人参加: what follows only says what they did
        if noun is not None:
            # 收到的16条留言 counts 留言; 收到16条留言 counts 收到留言
            keep = text[start : start + len(body)] if with_verb(body) and not owned else ""
            count.subject, count.raw_start = keep + text[slice(*noun)], start if keep else count.number
            count.end = noun[1]
        elif not body:
            return self._from_clause_before()
        else:
            count.quantity = not count.unit and body.endswith(QUANTITY)
            if not count.unit and not (count.quantity or (self.adjacent and not is_year(count))):
                return False
            count.subject, count.raw_start = text[start : start + len(body)].strip(), start
            if len(count.subject) < 2 and not with_verb(body):
                return False
        return self._shorten()

    def _shorten(self) -> bool:
        count = self.count
        if len(count.subject) <= _LONGEST:
            return True
        at = self.masked.rfind("\0") + 1
        start = self.low + at
        if not start > count.raw_start or count.number - start > _LONGEST:
            return False
        subject = self.text[start : count.number].removeprefix("等")
        start = count.number - len(subject)
        lead = trim_lead(subject)
        count.subject, count.raw_start = subject[lead : lead + trim_tail(subject[lead:])], start + lead
        return 2 <= len(count.subject) <= _LONGEST

    def _from_clause_before(self) -> bool:
        """收到政府信息公开申请，共计20件: the subject stands one clause earlier."""
        count, masked, at = self.count, self.masked, self.at
        if not count.unit or masked[at - 1 : at] not in ("，", ",", "：", ":") or count.breaks:
            return False
        before = masked[: at - 1]
        begin = clause_start(before)
        clause = before[begin:]
        if clause[:1].isdigit():
            return False  # 2016年1,024条，2017年1,356条，2018年…: within a number
        lead = trim_lead(clause)
        subject = without_change(clause[lead:])
        subject = subject[: trim_tail(subject)]
        if not 3 <= len(subject) <= 30 or "\0" in subject:
            return False
        count.subject, count.raw_start = subject, self.low + begin + lead
        count.gap_clause = False
        return True


def _distribute(reader: _Reader, run: list[Count], names: list[str], kept: list[Count]) -> None:
    """Give each number of ``run`` its name; they are parts where the text says so or the sum does."""
    reader.gap()
    first, unit = run[0], run[-1].unit
    clause = reader.masked
    total = kept[-1] if kept and reader.adjacent else None
    first.breaks = "其中" in clause or "包括" in clause
    if total is not None and not first.breaks:
        first.breaks = total.unit == unit and total.value == sum(count.value for count in run)
    for count, name in zip(run, names, strict=True):
        count.subject = name
        count.unit = count.unit or unit
        count.beside = not first.breaks
        if count is not first:
            count.separator = "、"
        kept.append(count)
