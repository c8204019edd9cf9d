"""What a paragraph is for: addressee, note, document number, subtitle, contents, an enumeration, or text.

The elements are those of GB/T 9704-2012, 7.2–7.4 (主送机关, 附注, 抄送机关, 印发机关); their spellings stand in
``vocabulary/headings.toml``.

>>> role_of_text("各镇人民政府，区各委办局：", early=True), role_of_text("（此件公开发布）", early=False)
('addressee', 'note')
>>> role_of_text("一是抓培训。二是抓检查。", early=False), role_of_text("云政发〔2013〕52号", early=True)
('enumeration', 'document_number')
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import regex

from govreport import vocabulary
from govreport.models.content import ParagraphRole

from .outline_lines import Line, is_short_name, squeeze

__all__ = ["mark_contents", "mark_last_signature", "mark_subtitles", "role_of_text"]

_WORDS = vocabulary.load("headings")
_CONTENTS_TITLES = frozenset(_WORDS["contents_titles"])
_CONTENTS_FIRST = frozenset(title[0] for title in _CONTENTS_TITLES)
_ADDRESSEE = tuple(_WORDS["addressee_endings"])
_NOT_ADDRESSEE = tuple(_WORDS["addressee_not"])
_NOTE_STARTS = tuple(_WORDS["note_prefixes"])
_NOTE_FIRST = frozenset(word[0] for word in _NOTE_STARTS)
_NOTE_ENDS = tuple(_WORDS["note_endings"])
_NOTE_BRACKETS = tuple(_WORDS["note_brackets"])
_ENDINGS = vocabulary.words("titles", "document_endings")

_LEADER = re.compile(r"(?<![\s.．…·])(?=[\s.．…·]*?(?:[.．…·]{3}|…{2}|\t))[\s.．…·]*+[（(]?\d{1,3}[）)]?$")
_DOCUMENT_NUMBER = regex.compile(
    r"[（(]?(?:[\p{Han}]{1,20}[〔﹝\[［（(【]\s?+(?:19|20)\d\d\s?+[〕﹞\]］）)】]\s?+第?\s?+\d{1,5}+\s?+号"
    r"|第\s?+\d{1,4}+\s?+号|[\p{Han}]{2,20}令\s*+第?\s?+\d{1,4}+\s?+号|(?:19|20)\d\d年\s?+第\s?+\d{1,4}+\s?+号)[）)]?"
)
_COUNTED_ITEMS = (("二是", "一是"), ("二要", "一要"), ("第二，", "第一，"))
_ITEM = re.compile(r"[一二三四五六七八九十]{1,2}[是要]|首先|其次|再次|最后，|第[一二三四五六七八九十]，")
_ITEM_FIRST = frozenset("一二三四五六七八九十首其再最第")
_DATE = re.compile(
    r"[（(]?\s*+(?:[\d\s]{4,8}|[〇○ＯOo零一二三四五六七八九0-9]{4})\s?+年[\s\d一二三四五六七八九十]{1,4}月(?:[\s\d一二三四五六七八九十]{1,4}日)?+\s*+[）)]?"
)
_SHORT = 60
_ON_TRIAL = ("（试行）", "(试行)", "（暂行）", "(暂行)")
_FEWEST_CONTENTS = 3
_SUBTITLE_LINES = 4
_LONGEST_ENTRY = 90
_LONGEST_TITLE = 12
_NO_ENTRY = frozenset(("", "。", "；", "：", ":"))
_ENTRY_ENDS = ("）", ")")
_LONGEST_SUBTITLE = 45


def role_of_text(text: str, *, early: bool) -> ParagraphRole:
    """The role of an unmarked paragraph; ``early`` says that no prose has come yet."""
    if len(text) <= _SHORT or text[0] in _NOTE_FIRST or (early and text[-1] in "：:"):
        last = text[-1]
        if last == "号" and _DOCUMENT_NUMBER.fullmatch(text):
            return "document_number"
        if last in "）)" and (_is_bracket_note(text) or _DOCUMENT_NUMBER.fullmatch(text)):
            return "note" if _is_bracket_note(text) else "document_number"
        if text[0] in _NOTE_FIRST and squeeze(text[:12]).replace("：", ":").startswith(_NOTE_STARTS):
            return "note"
        if text.endswith(_NOTE_ENDS) and any(figure.isdigit() for figure in text):
            return "note"
        if early and last in "：:" and _is_addressee(text[:-1].rstrip()):
            return "addressee"
    if "二" in text:
        for second, one in _COUNTED_ITEMS:
            if second in text and one in text:
                return "enumeration"
    if ("首先" in text and "其次" in text) or "另一方面" in text:
        return "enumeration"
    return "enumeration" if text[0] in _ITEM_FIRST and _ITEM.match(text) else "text"


def _is_note(text: str) -> bool:
    return (len(text) <= _SHORT or text[0] in _NOTE_FIRST) and role_of_text(text, early=False) == "note"


def _is_bracket_note(text: str) -> bool:
    return text[0] in "（(" and any(word in text for word in _NOTE_BRACKETS)


def _is_addressee(text: str) -> bool:
    if len(text) > 400 or any(word in text for word in _NOT_ADDRESSEE):
        return False
    return text.rstrip("）)").endswith(_ADDRESSEE)


def mark_contents(lines: Sequence[Line]) -> None:
    """Set the role of printed tables of contents: leader dots, lines under 目录, headings that come again."""
    titled, named, leader = _entry_places(lines)
    if not titled and not named:
        return
    if titled:
        named = [place for place, line in enumerate(lines) if len(line.text) <= _LONGEST_ENTRY]
    names = [""] * len(lines)
    for place in named:
        names[place] = _entry_name(lines[place])
    last = {name: place for place, name in enumerate(names) if name}
    if not titled and not leader and len(last) + names.count("") == len(names):
        return
    place = begin = 0
    entries: set[str] = set()
    while place < len(lines):
        under_title = place in titled
        end = start = place + 1 if under_title else place
        seen: set[str] = set()
        while end < len(lines) and _is_entry(lines[end], names[end], last, end, seen, marked=not under_title):
            seen.add(names[end])
            end += 1
        if under_title or end - start >= _FEWEST_CONTENTS:
            for line in lines[place:end]:
                line.role = "contents"
            seen -= {name for name, line in zip(names[start:end], lines[start:end], strict=True) if line.mark}
            entries |= seen
            begin = begin or end
        place = max(end, place + 1)
    _open_entries(lines[begin:], entries)


def _entry_places(lines: Sequence[Line]) -> tuple[set[int], list[int], bool]:
    """The places of lines that say 目录, those of other lines that can be entries, and whether any has leaders."""
    titled: set[int] = set()
    named: list[int] = []
    leader = False
    for place, line in enumerate(lines):
        text = line.text
        if len(text) > _LONGEST_ENTRY or text[-1:] in _NO_ENTRY:
            continue
        if text[-1] in _ENTRY_ENDS or text[-1].isdigit():
            leader = leader or _LEADER.search(text) is not None
            if text[-1] not in _ENTRY_ENDS or line.mark is not None:
                named.append(place)
        elif line.mark is not None:
            named.append(place)
        elif len(text) <= _LONGEST_TITLE and text[0] in _CONTENTS_FIRST and squeeze(text) in _CONTENTS_TITLES:
            titled.add(place)
    return titled, named, leader


def _open_entries(lines: Sequence[Line], names: set[str]) -> None:
    """Lines that say what an entry without a number says (前言, 结语) are headings."""
    names = {name for name in names if name[0] not in "附目"}
    if not names:
        return
    for line in lines:
        if line.shape == "text" and line.role is None and len(line.text) <= _SHORT and squeeze(line.text) in names:
            names.discard(squeeze(line.text))
            line.head_alone("entry")


def _entry_name(line: Line) -> str:
    text = line.text
    if line.role is not None or line.shape == "table" or text[-1:] in _NO_ENTRY:
        return ""
    return squeeze(_LEADER.sub("", text) if text[-1].isdigit() or text[-1] in "）)" else text)


def _is_entry(line: Line, name: str, last: dict[str, int], place: int, seen: set[str], *, marked: bool) -> bool:
    if not name or name in seen:
        return False  # the first entry printed again is the text itself
    if line.text[-1].isdigit() or line.text[-1] in "）)":
        if _LEADER.search(line.text):
            return True
        bare = name.rstrip("0123456789")
        if bare != name and last.get(bare, -1) > place:
            return True
    return last[name] > place and (line.mark is not None or not marked)


def mark_subtitles(lines: Sequence[Line]) -> None:
    """Set the role of titles in mid-page, and count the documents on the page (``epoch``).

    A title in mid-page is a short line after a signature or 附件1, or a line that ends as documents do.
    """
    fresh = epoch = 0
    signed = False
    before: Line | None = None
    for place, line in enumerate(lines):
        role = line.role
        if role is None:
            if line.shape == "text" and not line.taken:
                if (
                    len(line.text) <= _LONGEST_SUBTITLE
                    and line.text[-1] not in _NO_ENTRY
                    and (fresh or _ends_as_title(lines, place))
                    and _can_be_subtitle(line.text)
                ):
                    line.role = role = "subtitle"
                    fresh = max(fresh - 1, 0)
                    epoch += before is None or before.role != "subtitle"
                elif fresh and not _is_note(line.text):
                    fresh = 0
            else:
                fresh = 0
        elif role == "signature" or role == "attachment_heading":
            fresh, signed = _SUBTITLE_LINES, True
        elif role != "note" and role != "attachment_list":
            fresh = 0
        if signed and role not in ("signature", "note", "attachment_heading"):
            epoch, signed = epoch + 1, False
        line.epoch = epoch
        before = line


def _can_be_subtitle(text: str) -> bool:
    return (
        is_short_name(text, _LONGEST_SUBTITLE)
        and text[0] not in "（("
        and "：" not in text
        and role_of_text(text, early=False) == "text"
    )


def mark_last_signature(part: Sequence[Line]) -> None:
    """Set the role of a body and date that end an annex or a forwarded document."""
    place = len(part) - 1
    while place >= 0 and part[place].role is None and part[place].text and _is_note(part[place].text):
        place -= 1
    if place < 2 or part[place].role is not None or "月" not in part[place].text:
        return
    if not _DATE.fullmatch(part[place].text):
        return
    part[place].role, part[place].mark, part[place].shape = "signature", None, "text"
    for line in part[place - 1 : max(place - 4, 0) : -1]:
        if line.role is not None or line.shape != "text" or line.taken or not is_short_name(line.text, 30):
            return
        line.role = "signature"


def _ends_as_title(lines: Sequence[Line], place: int) -> bool:
    """Whether a document's title ends on this line or on the next."""
    for other in lines[place : place + 2]:
        if other.shape != "text" or other.role is not None or other.mark is not None:
            return False
        if not is_short_name(other.text) or len(other.text) < 5:
            return False
        if other.text.rstrip("）)").endswith(_ENDINGS) or other.text.endswith(_ON_TRIAL):
            return True
    return False
