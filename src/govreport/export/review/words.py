"""Names in two languages for the review page: both stand in the page, the reader's switch shows one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from govreport.vocabulary import load

__all__ = ["Name", "column_name", "named", "word"]


class Name(NamedTuple):
    """A name in English and Chinese."""

    en: str
    zh: str


def named(group: str, key: str) -> Name:
    """The name of ``key`` in a group of vocabulary/review.toml; a key that is not there is its own name.

    >>> named("severities", "error"), named("codes", "no.such")
    (Name(en='error', zh='错误'), Name(en='no.such', zh='no.such'))
    """
    found = load("review").get(group, {}).get(key)
    return Name(*found) if found is not None else Name(key, key)


def word(key: str) -> Name:
    """A word of the page itself; raises ``KeyError`` for one that nobody has written down."""
    return Name(*load("review")["words"][key])


def column_name(column: str, names: Mapping[str, str]) -> Name:
    """The name of a column of the tables; ``names`` are the Chinese ones.

    >>> column_name("index_number", {"index_number": "索引号"})
    Name(en='Index number', zh='索引号')
    """
    english = column.replace("_", " ")
    english = english[:1].upper() + english[1:]
    return Name(english, names.get(column, english))
