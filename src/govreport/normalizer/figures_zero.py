"""Zeros in words: 未收到…申请, 无…的案件, 没有收费, 均为0 (domain: zero statements).

The rule: a negation at the head of a clause, about one of the nouns of ``vocabulary/figures.toml``; its scope
goes over nouns joined by 、 或 和 与 (无A或B的案件 are two zeros). Conditions (如未收到…的) are no statements.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from govreport.vocabulary import load, words

from .figures_subject import trim_lead

__all__ = ["Zero", "find_zeros"]


class Zero(NamedTuple):
    """A worded zero: ``start``/``end`` of the statement, ``subject`` and the unit, if one is printed."""

    start: int
    end: int
    subject: str
    unit: str


_NOUNS = regex.compile(
    r"\L<nouns>(?!人(?!申请)|表|书|材料|受理机构|渠道|热线|电话)", nouns=list(words("figures", "zero_nouns"))
)
_STOP = r"，,。；;：:！？!?\n（(）)"
_NEGATION = regex.compile(
    r"(?P<neg>(?:未|没有)(?:向[^，,。；;的]{1,10}?)?\L<verbs>(?:到|过)?|未(?=因|收费|减免)|不存在|不涉及|没有"
    r"|无(?!法|论|偿|效|理|正当|条件|关|障|缝|须|证|故|线|纸|人|锡|为|息|数|限|主|力|权|不|端|从|意|视|差|需(?!要?报告|要?说明)))"
    r"(?:一(?P<unit>[件起例宗条次项])|(?P<digit>[1１])\s?(?P<unit>[件起例宗条次项]))?"
    rf"(?P<noun>[^{_STOP}\d]{{2,60}}+)(?=[{_STOP}]|\s*$)",
    verbs=list(words("figures", "zero_verbs")),
)
_WORDS = ("未", "无", "没有", "不存在", "不涉及")
_ALL_ZERO = regex.compile(
    r"(?P<all>均|都|皆|全部)?为\s?(?:0|０|零|〇)(?![\d.．·年月日点\-—/])\s?(?P<unit>人次|[件起例宗条次项元人万个份])?(?=[，,。；;、）)]|\s*$)"
)
_CONDITION = regex.compile(r"\L<words>", words=load("figures")["zero_conditions"])
_JOINT = regex.compile(r"[、或和与及]|以及")
_CAUSE = regex.compile(
    r"(?:因|针对|涉及|有关|由于|对|申请|提起|被|与|关于|其他?)[^、]*?(?=(?:行政)?(?:复议|诉讼|申诉))"
)
_REQUEST = regex.compile(
    r"(?:.*任何|.*(?:提出|提交|递交|寄来|发来)的(?=.*申请)"
    r"|(?:公民|群众|社会公众|单位和个人)[^的]{0,16}的(?=.{2,}申请))"
)
_LEADS = regex.compile(r"(?:\L<leads>)*+", leads=list(words("figures", "zero_leads")))
_TAILS = regex.compile(r"(?r)(?:\L<tails>)*+", tails=list(words("figures", "zero_tails")))
_BEFORE = regex.compile(rf"(?r)[{_STOP}]")
_BODY_ENDS = "局市县区镇乡委办院校厅站处所心位门关内年度"


def find_zeros(text: str) -> list[Zero]:
    """The worded zeros of a paragraph, in reading order.

    >>> [(zero.subject, zero.unit) for zero in find_zeros("本年度未发生行政复议、行政诉讼案件，无一起投诉。")]
    [('行政复议', ''), ('行政诉讼', ''), ('投诉', '起')]
    """
    found: list[Zero] = []
    for word in _WORDS:
        if word[0] not in text:
            continue
        at = text.find(word)
        while at >= 0:
            match = _NEGATION.match(text, at)
            if match is not None:
                found += _negated(text, match)
            at = text.find(word, at + 1)
    if ("0" in text or "零" in text or "０" in text) and "为" in text:
        for match in _ALL_ZERO.finditer(text):
            found += _all_zero(text, match)
    if len(found) < 2:
        return found
    found.sort(key=lambda zero: zero.start)
    return found


def _clause(text: str, at: int) -> int:
    before = _BEFORE.search(text, max(0, at - 80), at)
    return before.end() if before else max(0, at - 80)


def _negated(text: str, match: regex.Match[str]) -> list[Zero]:
    noun: str = match["noun"].rstrip()
    if not _NOUNS.search(noun):
        return []
    start = match.start()
    head = _clause(text, start)
    before = text[head:start]
    if _CONDITION.search(before) or noun.endswith(("的", "时", "之日起", "后")) or "的，" in noun:
        return []
    if before.endswith(("有", "从", "毫")):
        return []  # 有无, 从无, 毫无
    if match["neg"] in ("无", "没有") and not _plain_lead(before):
        return []
    unit = match["unit"] or ""
    return [Zero(start, match.start("noun") + len(noun), subject, unit) for subject in _subjects(noun)]


def _plain_lead(before: str) -> bool:
    """Whether what stands before 无 or 没有 only says when or who, so that 无 is a word of its own."""
    rest = before[trim_lead(before) :].rstrip()
    return not rest or rest[-1] in "暂尚均也亦皆并都" or (len(rest) <= 14 and rest[-1] in _BODY_ENDS)


def _subjects(noun: str) -> list[str]:
    """The nouns of one negation: parts joined by 、或和与 that each name something countable."""
    parts: list[str] = []
    begin = 0
    for joint in _JOINT.finditer(noun):
        piece = noun[begin : joint.start()]
        rest = noun[joint.end() :]
        if _NOUNS.search(piece) and _NOUNS.search(rest):
            parts.append(piece)
            begin = joint.end()
    parts.append(noun[begin:])
    return [subject for part in parts if (subject := _tidy(part))]


def _tidy(part: str) -> str:
    part = part.strip()
    tail = _TAILS.match(part)
    if tail is not None and _NOUNS.search(part, 0, tail.start()):
        part = part[: tail.start()]
    for pattern in (_REQUEST, _CAUSE, _LEADS):
        lead = pattern.match(part)
        if lead is not None and _NOUNS.search(part, lead.end()):
            part = part[lead.end() :]
    return part.strip("的 ")


def _all_zero(text: str, match: regex.Match[str]) -> list[Zero]:
    unit = match["unit"] or ""
    if unit and not match["all"]:
        return []  # an ordinary count that happens to be 0
    head = _clause(text, match.start())
    clause = text[head : match.start()].rstrip()
    head += trim_lead(clause)
    clause = text[head : match.start()].rstrip()
    names = _JOINT.split(clause) if match["all"] else [clause]
    if not all(len(name.strip()) >= 2 for name in names) or any(ch.isdigit() for ch in clause):
        return []
    unit = "元" if unit == "万" else unit
    return [Zero(head, match.end(), name.strip(), unit) for name in names]
