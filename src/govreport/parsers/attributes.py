"""A tag with tens of thousands of attributes: libxml2 compares each with all before it, minutes for a page of 2 MB.

Only pages above :data:`LEAST` bytes are looked at: what is smaller cannot hold enough attributes to take long. What
is cut off is no text, and no attribute that a real page has stands behind two thousand others.

>>> thin_attributes(b"<p a b c>text</p>", most=2)
b'<p a b >text</p>'
>>> thin_attributes(b"<p title='1 < 2 > 1'>", most=2)
b"<p title='1 < 2 > 1'>"
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LEAST", "MOST_ATTRIBUTES", "thin_attributes"]

LEAST: Final = 128 * 2**10
MOST_ATTRIBUTES: Final = 2_000

_TAG: Final = re.compile(rb"""<[A-Za-z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_ATTRIBUTE: Final = re.compile(rb"""[^\s"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?|"[^"]*+"|'[^']*+'|["']""")


def thin_attributes(data: bytes, most: int = MOST_ATTRIBUTES) -> bytes:
    """The page without the attributes of a tag that stand behind its first ``most``."""
    cuts: list[tuple[int, int]] = []
    for tag in _TAG.finditer(data):
        start, end = tag.span()
        if end - start > 2 * most:
            at = _end_of(data, start, end, most)
            if at < end:
                cuts.append((at, end))
    if not cuts:
        return data
    kept = []
    last = 0
    for start, end in cuts:
        kept.append(data[last:start])
        last = end
    return b"".join([*kept, data[last:]])


def _end_of(data: bytes, start: int, end: int, most: int) -> int:
    """Where the attribute number ``most`` ends, ``end`` where there are fewer."""
    tokens = _ATTRIBUTE.finditer(data, start, end)
    next(tokens)  # the name of the tag
    for count, token in enumerate(tokens):
        if count == most:
            return token.start()
    return end
