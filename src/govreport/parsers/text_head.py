"""The head of a plain-text page: navigation, metadata block, title, the line under it; and where it ends.

Rule: the head ends at the first line that is running text, a salutation, a numbered heading or a data
table. Before it every line is labelled (:mod:`~govreport.parsers.fields`), furniture, or free; the title is
sought among the free lines. A label alone on its line takes the next line as its value, unless that line is
a label or starts the title.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import regex

from govreport.raw import RawField
from govreport.vocabulary import load

from .fields import is_label, lookup, read_line, read_pairs
from .fields_labels import EDGES, labels, normalise, printed
from .furniture import breadcrumbs, compact, is_furniture, is_menu, is_page_mark
from .text_fields import bare_title, counted, dated, is_plausible, read_fields
from .text_line import Line
from .text_lines import is_prose
from .text_menus import after_menus, in_menu
from .text_tables import row_cells
from .text_title import Found, find_titles, starts_title

__all__ = ["Head", "read_fields", "read_head"]

Tag = Literal["field", "furniture", "menu", "title", "free", "column", "stray", "content"]

_SALUTES: Final = regex.compile(r"[政府部门单位各局委厅司院会办处站所校室同志代表公民业人下]\s*+[：:]$")
_NUMBER: Final = regex.compile(r"[〔\[【（(﹝]\s*+(?:19|20)\d\d\s*+[〕\]】）)﹞]\s*+(?:第\s*+)?\d+\s*+号")
_CODE: Final = regex.compile(r"(?=.*\d)[0-9A-Za-z][-0-9A-Za-z/\[\]〔〕_.|]{5,}+")
_RULED: Final = regex.compile(r":?-{3,}:?")
_PROVINCES: Final = frozenset(load("regions")["provinces"])
_LIST_MARKS: Final = frozenset(("* ", "- ", "+ "))
_SENTENCE: Final = regex.compile(r"[，。；：]")
_BULLETS: Final = "•·●▪■◆◇★"
_WINDOW = 400
_LOOK_AHEAD = 60
_LONGEST_COLUMN = 30
_LONGEST_LABEL = 8


@dataclass(slots=True)
class Head:
    """What stands before the body: tags and fields by line; ``body`` is the first line after it."""

    body: int = 0
    tags: dict[int, Tag] = field(default_factory=dict)
    fields: list[tuple[int, RawField]] = field(default_factory=list)
    titles: list[Found] = field(default_factory=list)
    breadcrumbs: list[str] = field(default_factory=list)


def read_head(lines: list[Line]) -> Head:
    """The head of the page that ``lines`` are."""
    head = Head()
    start = after_menus(lines)
    for at in range(start):
        head.tags[at] = "furniture"
    _scan(lines, head, start)
    if not head.fields:
        late = _late_block(lines, head.body)
        if late:
            for at in range(head.body, late):
                head.tags[at] = "furniture" if is_furniture(lines[at].text) else "free"
            _scan(lines, head, late)
    head.titles = find_titles(lines, head.body, head.tags, _title_values(head))
    _settle(lines, head)
    return head


def _scan(lines: list[Line], head: Head, at: int) -> None:
    """Tag the lines from ``at`` until the body begins."""
    last = min(len(lines), at + _WINDOW)
    while at < last:
        line = lines[at]
        step = _labelled(lines, at, head)
        if step:
            at += step
            continue
        crumbs = breadcrumbs(line.text)
        if crumbs is not None:
            head.breadcrumbs = head.breadcrumbs or crumbs
            head.tags[at] = "furniture"
        elif line.kind in ("rule", "mark") or is_furniture(line.text):
            head.tags[at] = "furniture"
        elif is_menu(line.text) or in_menu(lines, at):
            head.tags[at] = "menu"
        elif line.kind in ("row", "embedded") or _begins_body(line):
            break
        else:
            head.tags[at] = "free"
        at += 1
    head.body = at


def _begins_body(line: Line) -> bool:
    text = line.text
    if line.kind == "heading":
        return is_prose(text.lstrip("# \t") or text)
    if text[0] in _BULLETS and len(text) <= 60 and not is_prose(text):
        return False
    if text[:2] in _LIST_MARKS and len(text) <= _LONGEST_COLUMN and not _SENTENCE.search(text):
        return False  # a menu as a Markdown list
    if text[-1] in "：:" and len(text) < 12:
        return _SALUTES.search(text) is not None and lookup(text) is None
    return is_prose(text)


def _labelled(lines: list[Line], at: int, head: Head) -> int:
    """Read the fields that start in line ``at``; how many lines they take, 0 when it is no line of fields."""
    line = lines[at]
    inside = head.tags.get(at - 1) == "field" and not line.gap
    if line.kind == "row":
        found = read_pairs(
            _whole_labels([cell for cell in row_cells(line) if not _RULED.fullmatch(cell[0])]), block=-1, origin="block"
        )
    else:
        found = None if is_label(line.text) else read_fields(line, origin="block")
        if not found and inside and len(line.text) <= 80 and not is_label(line.text):
            found = read_fields(line, origin="block", strict=False)
            if any(one.name is None and not is_plausible(one) for one in found):
                found = []
    if found and not (line.text[0] in "【[" and _heads_text(found, line, head)):
        head.tags[at] = "field"
        head.fields += [(at, bare_title(one)) for one in found]
        return 1
    if line.kind == "text" and head.fields and (read := counted(line)) is not None:
        head.tags[at] = "field"
        head.fields.append((at, read))
        return 1
    if line.kind == "text" and "free" in head.tags.values() and (day := dated(line)) is not None:
        head.tags[at] = "field"
        head.fields.append((at, day))
        # 微信: the account's name above, the place below.
        if head.tags.get(at - 1) == "free" and len(lines[at - 1].text) <= _LONGEST_LABEL and not lines[at - 1].gap:
            head.tags[at - 1] = "stray"
        if at + 1 < len(lines) and lines[at + 1].text in _PROVINCES:
            head.tags[at + 1] = "stray"
            return 2
        return 1
    return _label_alone(lines, at, head, inside) if line.kind == "text" else 0


def _whole_labels(cells: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The cells with a label put together again that a tab has cut (标⇥题：)."""
    found: list[tuple[str, int]] = []
    for cell in cells:
        if found and len(found[-1][0]) == 1 and cell[0][-1:] in ("：", ":") and lookup(found[-1][0] + cell[0]):
            cell = (found[-1][0] + cell[0], found.pop()[1])
        found.append(cell)
    return found


def _heads_text(found: list[RawField], line: Line, head: Head) -> bool:
    """Whether 【概述】 under the title opens the text itself, with a sentence behind it."""
    return (
        len(found) == 1
        and found[0].name == "summary"
        and found[0].value is not None
        and is_prose(found[0].value)
        and line.text[len(found[0].label) + 2 :][:1] not in ("：", ":")
        and "free" in head.tags.values()
    )


def _label_alone(lines: list[Line], at: int, head: Head, inside: bool) -> int:
    text = lines[at].text
    colon = text[-1] in "：:】]"
    known = labels().get(normalise(text)) if len(text) <= 24 else None
    after = head.tags.get(at - 1) == "field"
    if known is None:
        if not (inside and colon and 3 <= len(text) <= 9 and _SALUTES.search(text) is None):
            return 0
    elif not colon and not after and (known.ambiguous or not _label_near(lines, at)):
        return 0
    elif text[-1] in "】]" and not after and not _label_near(lines, at):
        return 0  # 【概述】 heads a part of the text
    head.tags[at] = "field"
    name = known.name if known else None
    if not _value_below(lines, at, head, name):
        head.fields.append((at, RawField(printed(text), name, None, "block")))
        return 1
    below = lines[at + 1]
    head.tags[at + 1] = "field"
    value = below.text.strip(EDGES) or below.text
    start = below.text.index(value)
    place = below.place(start, start + len(value))
    head.fields.append((at + 1, RawField(printed(text), name, value, "block", *place)))
    return 2


def _label_near(lines: list[Line], at: int) -> bool:
    """Whether one of the next lines is a label too: a bare word alone is no label."""
    return any(is_label(line.text) or line.text[-1] in "：:" for line in lines[at + 1 : at + 3])


def _value_below(lines: list[Line], at: int, head: Head, name: str | None) -> bool:
    """Whether the line after a lone label is its value."""
    if at + 1 >= len(lines):
        return False
    below = lines[at + 1]
    if below.kind != "text" or len(below.text) > 400 or (below.gap and at and not lines[at].gap):
        return False
    if is_label(below.text) or read_line(below.text):
        return False
    if is_furniture(below.text) and not is_page_mark(below.text):
        return False
    if name == "title":
        return True
    if any(starts_title(below.text, title) for title in _title_values(head)):
        return False
    after = lines[at + 2].text if at + 2 < len(lines) else ""
    if after and (is_label(after) or read_line(after)):
        return True
    return "关于" not in below.text and not is_prose(below.text)


def _title_values(head: Head) -> list[str]:
    return [one.value for _, one in head.fields if one.name == "title" and one.value]


def _late_block(lines: list[Line], body: int) -> int:
    """The line of a metadata block that stands after text of the page's frame, 0 for none."""
    for at in range(body, min(len(lines), body + _LOOK_AHEAD)):
        text = lines[at].text
        if len(text) > 80 and "。" in text:
            return 0
        if "索" not in text or "号" not in text:
            continue
        value: str | None = None
        if lookup(text) == "index_number":
            value = lines[at + 1].text if at + 1 < len(lines) else None
        else:
            found = read_line(text)
            value = found[0].value if found and found[0].name == "index_number" else None
        if value and _CODE.fullmatch(compact(value)):
            return at
    return 0


def _settle(lines: list[Line], head: Head) -> None:
    """Give the free lines their tag by where they stand: before, inside or after the block and the title."""
    for found in head.titles:
        for at in range(found.first, found.last + 1):
            head.tags[at] = "title"
    fields = [at for at, _ in head.fields]
    first, last = (fields[0], fields[-1]) if fields else (-1, -1)
    start = head.titles[-1].first if head.titles else -1
    for at in range(head.body):
        if head.tags.get(at) != "free":
            continue
        if head.titles and at > start:
            inside = at < last and any(start < line < at for line in fields)
            head.tags[at] = "stray" if inside else "content"
        elif first < at < last:
            head.tags[at] = "stray"
        elif _NUMBER.search(lines[at].text):
            head.tags[at] = "content"
        elif head.titles or first > at:
            head.tags[at] = "furniture"
        else:
            head.tags[at] = "content"
    _column(lines, head, first, start)
    while head.body and head.tags.get(head.body - 1) == "content":
        head.body -= 1
    start = head.titles[0].first if head.titles else len(lines)
    under = [(at, one) for at, one in head.fields if at > start]
    if len({at for at, _ in under}) <= 2:
        for _, one in under:
            one.origin = "line"


def _column(lines: list[Line], head: Head, first: int, title: int) -> None:
    """The one free line before the block names the column of the page (when the title stands elsewhere)."""
    before = [at for at in range(max(first, 0)) if head.tags.get(at) == "furniture"]
    free = [at for at in before if not is_furniture(lines[at].text) and breadcrumbs(lines[at].text) is None]
    if title < first or len(free) != 1 or free[0] != first - 1:
        return
    line = lines[free[0]]
    if len(line.text) <= _LONGEST_COLUMN and line.kind == "text" and compact(line.text):
        head.tags[free[0]] = "column"
        head.fields.insert(0, (free[0], RawField("", "column", line.text, "block", *line.place(0, len(line.text)))))
