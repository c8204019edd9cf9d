"""Pages that came instead of the one asked for: not found, blocked, forwarding, a login.

What may enter here: the titles and the first lines of a page that is no document. A page that says so itself (words in
``vocabulary/furniture.toml``) gets a finding, so that nobody takes it for a document without values.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from govreport import vocabulary
from govreport.raw import Block, RawFinding, RawReport

__all__ = ["find_failure"]

_LONGEST = 800
"""A page with more text than this is no message."""
_LONGEST_LINE = 120


def find_failure(raw: RawReport, content: Sequence[Block]) -> RawFinding | None:
    """What a page without a document says of itself, None where it says nothing of the kind."""
    if sum([len(block.text) for block in content]) > _LONGEST:
        return None
    for block in raw.blocks:
        if block.role != "metadata" and len(block.text) <= _LONGEST_LINE and (found := _words().search(block.text)):
            return _finding(found[0], *block.span(*found.span()))
    for title in raw.titles:
        if found := _words().search(title.text):
            return _finding(found[0], -1, -1)
    return None


def _finding(said: str, start: int, end: int) -> RawFinding:
    message = f"the page says {said!r}: it came instead of a document"
    return RawFinding("content.failed_page", "warning", message, start, end)


@cache
def _words() -> regex.Pattern[str]:
    return regex.compile(r"\L<words>", words=list(vocabulary.words("furniture", "failures")), flags=regex.IGNORECASE)
