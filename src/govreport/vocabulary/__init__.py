"""Data, not code: label spellings, page furniture, containers, themes, genres, units (TOML files).

A new spelling, site container or footer line is a line in one of the files here and needs no change of code.
Only the standard library and :mod:`govreport.errors` enter this module.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from govreport.errors import VocabularyError

__all__ = ["load", "words"]


@cache
def load(name: str) -> dict[str, Any]:
    """The content of ``vocabulary/<name>.toml``, read once.

    Raises :class:`~govreport.errors.VocabularyError` when the file is missing or no valid TOML.
    """
    try:
        text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(str(error), where=f"vocabulary/{name}.toml") from error


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The list of strings ``key`` of ``vocabulary/<name>.toml``, longest first (so that the longest match wins).

    Raises :class:`~govreport.errors.VocabularyError` when there is no such list.
    """
    found = load(name).get(key)
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise VocabularyError(f"no list of strings called {key!r}", where=f"vocabulary/{name}.toml")
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
