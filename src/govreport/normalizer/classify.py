"""Classifications: theme, genre and column in one cell or apart, and validity.

Strings and ``vocabulary/`` enter here. ``、`` is inside names as well as between them, so the longest known name
is matched first; what is neither a known theme nor a known genre keeps its place in ``categories`` and becomes
nothing else. Source: the State Council's theme catalogue, 党政机关公文处理工作条例 (2012) for the genres.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple, cast

import regex

from govreport import vocabulary
from govreport.models import Classified, Validity
from govreport.models.base import trusted

__all__ = ["Categories", "is_placeholder", "parse_theme", "parse_validity", "split_categories"]

_new_theme = trusted(Classified, "raw", "levels", "known")
_new_validity = trusted(Validity, "raw", "value")
_PLACEHOLDERS = frozenset(vocabulary.words("values", "placeholders"))
_PLACEHOLDER_STARTS = frozenset(word[:1] for word in _PLACEHOLDERS)
_PARTS = regex.compile(r"\s*+[\\/>|｜;；,，]++\s*+|\s++")
_LEVEL_SIGNS = frozenset("\\/>,，;；")
_LEVELS = regex.compile(r"\\++|/++|>++|[,，;；]")


class Categories(NamedTuple):
    """A category cell taken apart: its values in order, and which of them is theme, genre and column."""

    values: tuple[str, ...]
    theme: Classified | None
    genre: str | None
    column: str | None


@cache
def _themes() -> frozenset[str]:
    data = vocabulary.load("themes")
    names = {*data["local"], *data["older"], *data["state_council"]}
    for level in data["state_council"].values():
        names.update(level)
    return frozenset(names)


@cache
def _top_themes() -> frozenset[str]:
    data = vocabulary.load("themes")
    return frozenset({*data["local"], *data["older"], *data["state_council"]} - {"其他"})


def is_placeholder(value: str | None) -> bool:
    """Whether a value only says that there is none.

    >>> [is_placeholder(v) for v in ("— —", "无", None, "有效")]
    [True, True, True, False]
    """
    if value is None or value in _PLACEHOLDERS:
        return True
    first = value[:1]
    return (first in _PLACEHOLDER_STARTS or first.isspace() or not first) and "".join(value.split()) in _PLACEHOLDERS


def parse_theme(raw: str) -> Classified:
    """A labelled theme: its levels by the separators that are in use (``\\``, ``/``, ``,``, blanks).

    >>> parse_theme("综合政务\\\\政务公开").levels
    ('综合政务', '政务公开')
    >>> parse_theme("农业、林业、水利").levels
    ('农业、林业、水利',)
    """
    raw = raw.strip()
    if _LEVEL_SIGNS.isdisjoint(raw):
        levels: tuple[str, ...] = (raw,)
    else:
        levels = tuple(level for part in _LEVELS.split(raw) if (level := part.strip()))
    if len(levels) == 1 and " " in raw and raw not in _themes():
        levels = tuple(raw.split())
    return _new_theme(raw=raw, levels=levels or (raw,), known=bool(levels) and levels[0] in _themes())


def split_categories(raw: str) -> Categories:
    """A cell that may hold column, theme (with its second level) and genre.

    >>> split_categories("城乡建设、环境保护 公报")[1:3]
    (Classified(raw='城乡建设、环境保护', levels=('城乡建设、环境保护',), known=True), '公报')
    >>> found = split_categories("综合政务,文秘工作 其他")
    >>> found.theme.levels, found.genre
    (('综合政务', '文秘工作'), '其他')
    >>> split_categories("信息公开年报 其他 报告")
    Categories(values=('信息公开年报', '其他', '报告'), theme=None, genre='报告', column='信息公开年报')
    """
    values = tuple(part for part in _PARTS.split(raw.strip()) if part)
    genres = vocabulary.words("values", "genres")
    columns = vocabulary.words("values", "columns")
    genre = values[-1] if len(values) > 1 and values[-1] in genres else None
    rest = values[:-1] if genre else values
    column = rest[0] if rest and (rest[0] in columns or rest[0].endswith("年报")) else None
    theme = None
    for place, value in enumerate(rest):
        if value in _top_themes() and value != column:
            second = rest[place + 1 : place + 2]
            levels = (value, *second) if second and second[0] in _themes() else (value,)
            start = raw.index(value)
            end = raw.index(levels[-1], start + len(value)) if len(levels) > 1 else start
            theme = _new_theme(raw=raw[start : end + len(levels[-1])], levels=levels, known=True)
            break
    return Categories(values, theme, genre, column)


_Value = Literal["in_force", "repealed", "expired", "partly_repealed", "amended", "not_yet_in_force", "unknown"]


def parse_validity(raw: str) -> Validity:
    """Validity as printed and as one of a few words; what no list knows is ``unknown``.

    >>> parse_validity("现行有效").value, parse_validity("已废止").value, parse_validity("试行").value
    ('in_force', 'repealed', 'unknown')
    """
    word = "".join(raw.split())
    for value, spellings in vocabulary.load("values")["validity"].items():
        if word in spellings:
            return _new_validity(raw=raw.strip(), value=cast(_Value, value))
    return _new_validity(raw=raw.strip(), value="unknown")
