"""Which row, column or heading of a form a printed label means.

The rule: white space, punctuation, quotes and the leading number of a label carry no meaning
(``2、 重复 申请`` is ``2.重复申请``), so labels are compared by what is left, and only as wholes: a label that
no form and no variant prints is unknown, however near it comes. Labels that stand in several places
(被依法纠错数) give several rows; the reader decides by place.

>>> index = label_index("2021")
>>> [row.code for row in index.rows("4、无正当理由  大量反复申请")]
['not_processed.excessive']
>>> [row.code for row in index.rows("（三）不予公开 1.属于国家秘密")], index.rows("某本地指标")
(['denied.state_secret'], ())
"""

from __future__ import annotations

from functools import cache

import regex

from govreport.forms import Block, Column, Form, Row, get_form

__all__ = ["LabelIndex", "compact", "label_index", "name_of"]

_DROP = {
    ord(sign): None for sign in " \t\n\r\f\v\u3000\xa0\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u2060\ufeff\u00ad"
}
_SIGNS = {ord(sign): None for sign in "、，。．.,;；:：“”\"'‘’「」『』《》〈〉()（）[]【】〔〕/／\\|·—–-_*#＊"}
_FIGURES = {code: code - 0xFEE0 for code in range(ord("０"), ord("９") + 1)}
_COMPACT = _DROP | _SIGNS | _FIGURES | {ord("它"): "他"}
_NUMBER = regex.compile(
    r"\s*+(?:[（(〔﹝\[［]\s*+[一二三四五六七八九十\d]{1,3}\s*+[）)〕﹞\]］][、.．]?|[一二三四五六七八九十\d]{1,3}\s*+[、.．,，:：]|[①-⑳]"
    r"|\d{1,2}\s*+(?=[\p{Han}“\"《]))"
)
_BEFORE_NAME = frozenset("其（(一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
"""What can stand before a name, besides figures and blanks."""
_AMONG = regex.compile(r"\s*+其\s*+中\s*+[:：]?")
_BRACKETS = regex.compile(r"[（(][^（()）]*+[）)]")
_SEGMENT = regex.compile(r"[/／>＞|｜→]|(?<=[^\d（(.．])(?=[（(][一二三四五六七八九十]{1,2}[）)]|\d{1,2}[.．、])")
_MOST_CACHED = 8192
_LONGEST = 160
_FIGURE_SIGNS = frozenset("一二三四五六七八九十")
_SHORTEST_UNMARKED = 5


def compact(text: str) -> str:
    """``text`` without white space, punctuation and quotes, full-width figures as ASCII."""
    return text.translate(_COMPACT)


def name_of(label: str) -> str:
    """The part of a label that names it: compact, without its number and 其中.

    >>> name_of("其中：1.当面申请数"), name_of("（三）不予公开"), name_of("3.危及“三安全一稳定”")
    ('当面申请数', '不予公开', '危及三安全一稳定')
    """
    first = label[:1]
    if first not in _BEFORE_NAME and not first.isdecimal() and not first.isspace():
        return label.translate(_COMPACT)
    for _ in range(2):
        among = _AMONG.match(label)
        if among is not None and among.end() < len(label):
            label = label[among.end() :]
        number = _NUMBER.match(label)
        if number is None or number.end() == len(label):
            break
        label = label[number.end() :]
    return label.translate(_COMPACT)


class LabelIndex:
    """All labels of one form, ready to be looked up. Built once a form."""

    __slots__ = ("_columns", "_finder", "_seen", "_seen_columns", "block_of", "form", "names")

    def __init__(self, form: Form) -> None:
        self.form = form
        self.block_of: dict[str, Block] = {}
        self.names: dict[str, tuple[Row, ...]] = {}
        self._finder: regex.Pattern[str] | None = None
        self._columns: dict[str, tuple[tuple[Block, Column], ...]] = {}
        self._seen: dict[str, tuple[Row, ...]] = {}
        self._seen_columns: dict[str, tuple[tuple[Block, Column], ...]] = {}
        short: dict[str, list[Row]] = {}
        for block in form.blocks:
            for row in block.rows:
                self.block_of[row.code] = block
                for label in (row.label, *row.variants):
                    self._put(name_of(label), row)
                    bare = name_of(_BRACKETS.sub("", label))
                    short.setdefault(bare, []).append(row)
                    if bare.endswith("数"):
                        short.setdefault(bare[:-1], []).append(row)
            for column in block.columns:
                for label in (column.label, *column.variants):
                    key = name_of(label)
                    self._columns[key] = (*self._columns.get(key, ()), (block, column))
        for name, rows in short.items():
            # A shortened label counts only where it still says which row is meant.
            if len(name) >= 3 and name not in self.names and len({row.code for row in rows}) == 1:
                self.names[name] = (rows[0],)

    def _put(self, name: str, row: Row) -> None:
        known = self.names.get(name, ())
        if row not in known:
            self.names[name] = (*known, row)

    def rows(self, text: str) -> tuple[Row, ...]:
        """The rows that a printed label can mean, in printed order; several where a label repeats."""
        found = self._seen.get(text)
        if found is None:
            found = self._find(text)
            if len(self._seen) >= _MOST_CACHED:
                self._seen.clear()
            self._seen[text] = found
        return found

    def _find(self, text: str) -> tuple[Row, ...]:
        if not text or len(text) > _LONGEST:
            return ()
        name = name_of(text)
        found = self.names.get(name)
        if found is not None:
            return found
        bare = name_of(_BRACKETS.sub("", text))
        if len(bare) >= 3 and bare in self.names:
            return self.names[bare]
        if name[0:1] in _FIGURE_SIGNS and len(name) > _SHORTEST_UNMARKED and name[1:] in self.names:
            return self.names[name[1:]]  # 一本年新收…: the mark behind the number is lost
        parts = [part for part in _SEGMENT.split(text) if part and part.strip()]
        if len(parts) > 1 and self.names.get(name_of(parts[-1])) is not None:
            return self._within(parts[:-1], self.names[name_of(parts[-1])])
        return ()

    def _within(self, groups: list[str], rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows of a label printed with its groups before it: every group must be a known row above."""
        above = [row for part in groups for row in self.names.get(name_of(part), ())]
        if len({row.code for row in above}) < len(groups):
            return ()
        if len(rows) == 1:
            return rows
        codes = {row.code for row in above}
        return tuple(row for row in rows if row.parent in codes)

    def columns(self, text: str) -> tuple[tuple[Block, Column], ...]:
        """The columns that a heading can mean, with their blocks."""
        found = self._seen_columns.get(text)
        if found is None:
            found = self._find_columns(text)
            if len(self._seen_columns) >= _MOST_CACHED:
                self._seen_columns.clear()
            self._seen_columns[text] = found
        return found

    def finder(self) -> regex.Pattern[str]:
        """Finds the labels in running text that went through :func:`compact`, longest first."""
        if self._finder is None:
            names = sorted(self.names, key=lambda name: (-len(name), name))
            self._finder = regex.compile("|".join(map(regex.escape, names)))
        return self._finder

    def _find_columns(self, text: str) -> tuple[tuple[Block, Column], ...]:
        if not text or len(text) > 40:
            return ()
        found = self._columns.get(compact(text))
        if found is None:
            found = self._columns.get(name_of(_BRACKETS.sub("", text)))
        if found is None and (":" in text or "：" in text):
            found = self._columns.get(compact(text.replace("：", ":").rpartition(":")[2]))
        return found or ()


@cache
def label_index(form_id: str) -> LabelIndex:
    """The index of a form, built once."""
    return LabelIndex(get_form(form_id))
