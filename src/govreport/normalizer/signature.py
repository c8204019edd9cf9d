"""Who signed and when: under the title, at the end, or in mid-page before an annex (GB/T 9704-2012, 7.3.5).

The body stands above the date (发文机关署名, 成文日期), several bodies on several lines, or both on one line.
Reports often carry both in brackets under the title. A notice that forwards another text is signed before
that text, so the first body with a date counts. Printing lines (…印发) and copies (抄送) are no signatures. A
damaged date is handed on as text. Only short lines are looked at.

>>> found = find_signature(["某某市财政局", "（2014年12月）", "今年以来，我局做了很多工作，现报告如下。"])
>>> found.body, str(found.date), found.where
('某某市财政局', '2014-12', 'head')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from govreport.models.base import PartialDate

from .signature_line import LONGEST, Place, SignatureLine, read_line

__all__ = ["Place", "Signature", "find_signature"]

Where = Literal["head", "middle", "tail"]

_HEAD_LINES = 4
_TAIL_LINES = 6
_MOST_SIGNERS = 12
_MOST_NOTES = 12

_NOTE_WORDS = (
    "此件", "此页", "本文", "联系", "抄送", "抄报", "主送", "分送", "主题词", "附件", "附表", "附图", "附：",
    "注：", "注:", "共印", "印发", "编辑", "责任编辑", "来源", "校对", "打印", "相关", "扫一扫",
    "信息公开选项", "公开方式", "公开属性",
)  # fmt: skip


def _is_note(text: str) -> bool:
    """Whether a line (without blanks around it) is none of the document's own."""
    if text[0] in "（(【":
        text = text[1:].lstrip()
    return text.startswith(_NOTE_WORDS)


_ENDS_OF_PROSE = ("。", "：", ":", "；", "！")
_MEETING = ("上", "会议")
_PLAIN_NAME = regex.compile(r"[\p{Han}（）()]{4,20}")
_PRINTED = re.compile(r"印发|印制")


@dataclass(slots=True)
class Signature:
    """A signature: ``body`` (several joined by 、) and ``date``, either of them None where it is not printed.

    ``indices`` are the lines it takes up. ``raw_body`` and ``raw_date`` are the text as printed (bodies on
    several lines divided by line ends), at ``body_places`` and ``date_place``. ``damaged`` is the text of a
    date that cannot be read.
    """

    body: str | None
    date: PartialDate | None
    indices: tuple[int, ...]
    where: Where
    raw_body: str | None = None
    raw_date: str | None = None
    damaged: str | None = None
    body_places: tuple[Place, ...] = ()
    date_place: Place | None = None


def find_signature(lines: Sequence[str], *, title_lines: int = 0) -> Signature | None:
    """The signature of a document from its paragraphs; the first ``title_lines`` of them are the title's own.

    >>> lines = ["各单位：", "请照此办理。", "某某市审计局", "二〇一五年三月二日", "（此件公开发布）"]
    >>> found = find_signature(lines)
    >>> found.body, str(found.date), found.where, found.indices
    ('某某市审计局', '2015-03-02', 'tail', (2, 3))
    """
    count = len(lines)
    head = _head(lines, title_lines)
    if head is not None and head.body is not None and head.date_place is not None:
        return head
    taken = head.indices[-1] + 1 if head is not None else title_lines
    pair = _first_pair(lines, taken)
    if pair is not None:
        return pair
    tail = _tail(lines, max(taken, count - _TAIL_LINES))
    if (head is None or head.date is None) and (tail is None or tail.date_place is None):
        tail = _lone_date(lines, taken) or tail
    if head is None or tail is None:
        return head or tail
    if head.body is None and tail.body is not None and tail.date_place is None:
        return _join(tail, head)
    if head.body is not None and tail.body is None:
        return _join(head, tail)
    return tail if tail.body is not None else head


def _head(lines: Sequence[str], first: int) -> Signature | None:
    """A signature under the title: body and date in the first few short lines, in either order."""
    bodies: list[SignatureLine] = []
    date: SignatureLine | None = None
    skipped = False
    for index in range(first, min(first + _HEAD_LINES, len(lines))):
        line = read_line(lines, index)
        if line is None or line.signer:
            text = lines[index].strip()
            if text[:2] in ("——", "--") and text.endswith(_MEETING):
                continue  # the occasion, as a subtitle
            if bodies or date is not None or len(text) > LONGEST // 2 or text.endswith(_ENDS_OF_PROSE):
                break
            skipped = True  # a document number or a subtitle
            continue
        if line.dated:
            if not line.written and not line.damaged:
                break
            date = line
        if line.body is not None:
            bodies.append(line)
        if date is not None and bodies:
            return _make(lines, bodies, date, "head") if index + 1 < len(lines) else None
    if (date is None and not bodies) or skipped or len(lines) - first <= len(bodies) + 1:
        return None
    return _make(lines, bodies, date, "head")


def _first_pair(lines: Sequence[str], first: int) -> Signature | None:
    """The first body line (or person who signs) that a date line follows, or the first line with both."""
    above: list[SignatureLine] = []
    signer = False
    for index in range(first, len(lines)):
        if len(lines[index]) > 2 * LONGEST:
            above, signer = [], False
            continue
        line = read_line(lines, index)
        if line is None:
            if not above and not signer:
                continue
            text = lines[index].strip()
            if len(above) > 1 and _PLAIN_NAME.fullmatch(text):
                # Between bodies that sign together, a name that no list knows signs too.
                above.append(
                    SignatureLine(index, text, Place(index, lines[index].index(text), len(lines[index].rstrip())))
                )
            elif text:
                above, signer = [], False
            continue
        if line.dated and (line.body is not None or above or signer):
            bodies = [line] if line.body is not None else above
            where: Where = "tail" if _is_tail(lines, index) else "middle"
            if line.written or line.damaged or where == "tail":
                return _make(lines, bodies[-_MOST_SIGNERS:], line, where)
        signer = signer or line.signer
        # The last few are all that can sign: a page of nothing but names of bodies stays linear.
        above = [*above[-_MOST_SIGNERS:], line] if line.body is not None and not line.dated else []
    return None


def _tail(lines: Sequence[str], first: int) -> Signature | None:
    """A lone date, a lone body, or a date above its body, in the last lines."""
    kept = [i for i in range(first, len(lines)) if (text := lines[i].strip()) and not _is_note(text)]
    while kept and len(lines[kept[-1]]) <= LONGEST and _PRINTED.search(lines[kept[-1]]):
        kept.pop()
        if kept and (above := read_line(lines, kept[-1])) is not None and above.body is not None and not above.dated:
            kept.pop()  # the printing body stands over its line
    if not kept:
        return None
    last = read_line(lines, kept[-1])
    before = read_line(lines, kept[-2]) if len(kept) > 1 else None
    if last is None or last.signer:
        return None
    if last.body is not None and not last.dated:
        date = before if before is not None and before.dated and before.written else None
        return _make(lines, [last], date, "tail")
    return _make(lines, [], last, "tail") if last.written or last.damaged else None


def _lone_date(lines: Sequence[str], first: int) -> Signature | None:
    """The one full date on a line of its own behind a sentence: the seal signs, and an annex follows."""
    found: list[SignatureLine] = []
    for index in range(first + 1, len(lines)):
        text = lines[index]
        if "月" not in text or len(text) > 2 * LONGEST:
            continue
        line = read_line(lines, index)
        if line is not None and line.body is None and line.written:
            found.append(line)
    if len(found) != 1 or found[0].date is None or found[0].date.day is None:
        return None
    above = [line for line in lines[first : found[0].index] if "。" in line]
    return _make(lines, [], found[0], "middle") if above else None


def _is_tail(lines: Sequence[str], index: int) -> bool:
    """Whether nothing but notes follows a line."""
    if index + _MOST_NOTES < len(lines) - 1:
        return False
    rest = [line.strip() for line in lines[index + 1 :] if line.strip()]
    if len(rest) <= 3:
        return True
    return all(
        _is_note(line) or _PRINTED.search(line) or _PRINTED.search(rest[min(at + 1, len(rest) - 1)])
        for at, line in enumerate(rest)
    )


def _make(lines: Sequence[str], bodies: Sequence[SignatureLine], date: SignatureLine | None, where: Where) -> Signature:
    places = tuple(line.body_place for line in bodies if line.body_place is not None)
    raw_date = None
    if date is not None and date.date_place is not None:
        place = date.date_place
        raw_date = lines[place.index][place.start : place.end]
    indices = {line.index for line in bodies} | ({date.index} if date is not None else set())
    return Signature(
        body="、".join(line.body for line in bodies if line.body is not None) or None,
        date=date.date if date is not None else None,
        indices=tuple(sorted(indices)),
        where=where,
        raw_body="\n".join(lines[p.index][p.start : p.end] for p in places) or None,
        raw_date=raw_date,
        damaged=raw_date if date is not None and date.damaged else None,
        body_places=places,
        date_place=date.date_place if date is not None else None,
    )


def _join(body: Signature, date: Signature) -> Signature:
    """The body of one place with the date of another."""
    return Signature(
        body=body.body,
        date=date.date,
        indices=tuple(sorted({*body.indices, *date.indices})),
        where=date.where,
        raw_body=body.raw_body,
        raw_date=date.raw_date,
        damaged=date.damaged,
        body_places=body.body_places,
        date_place=date.date_place,
    )
