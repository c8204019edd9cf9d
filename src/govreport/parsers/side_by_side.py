"""Labels and values in elements that stand side by side without a blank (``<b>索引号</b>014…``, two ``span``).

A piece of the walk enters here, as plain text and as the element it came from. Where one element ends and the
next begins a blank is read, so that the rules for lines hold; values are cut from the text as it stands, so
that the markup of a word processor in the middle of one does no harm.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from govreport.raw import RawField

from .fields import is_label, read_line, read_pairs
from .fields_tokens import may_name_fields
from .walk import Piece

__all__ = ["fields_of", "worth"]

MOST_CUTS = 24
"""An element of more parts than this is no line of labels but text with the markup of a word processor."""
LONGEST = 400
"""A longer piece is no line of labels."""
DEEPEST = 8
"""Elements nested deeper than this inside a line are not looked at."""
TRIED = 40
"""So many runs of text may stand in the element before those of the piece (lines divided by ``<br>``)."""

_NO_TEXT = frozenset(("script", "style", "select", "button", "textarea", "noscript"))


def fields_of(piece: Piece, index: int, in_block: bool) -> list[RawField]:
    """The labelled values of a line, with a blank read between elements that stand side by side."""
    if not in_block and not may_name_fields(piece.text):
        return []
    plain = read_line(piece.text, block=index, origin="line")
    if len(piece.text) > LONGEST or next(piece.element.iterchildren(), None) is None:  # len() counts all children
        return plain
    cuts = _cuts(piece)
    if not cuts:
        return plain
    text = piece.text
    ends = [0, *cuts, len(text)]
    spaced = read_line(" ".join(text[a:b] for a, b in pairwise(ends)), block=index, origin="line")
    if worth(spaced) <= worth(plain) and not _ends_sooner(spaced, plain):
        if in_block and not plain and is_label(text[: cuts[0]]):
            cells = [(text[a:b], a) for a, b in pairwise(ends)]
            return read_pairs(cells, block=index, origin="block") or plain
        return plain
    shifted = [cut + place for place, cut in enumerate(cuts)]
    for item in spaced:
        if item.start >= 0:
            item.start -= bisect_left(shifted, item.start)
            item.end -= bisect_left(shifted, item.end)
            item.value = text[item.start : item.end]
    return spaced


def worth(fields: Sequence[RawField]) -> int:
    """How many known labels have a value."""
    return sum(1 for item in fields if item.name is not None and item.value is not None)


def _ends_sooner(spaced: Sequence[RawField], plain: Sequence[RawField]) -> bool:
    """Whether both readings have the same labels and the spaced one cuts a tool link from a value (12:30:05打印)."""
    if [item.name for item in spaced] != [item.name for item in plain]:
        return False
    values = [["".join((item.value or "").split()) for item in fields] for fields in (spaced, plain)]
    pairs = list(zip(*values, strict=True))
    return all(whole.startswith(cut) and (cut or not whole) for cut, whole in pairs) and values[0] != values[1]


def _cuts(piece: Piece) -> list[int]:
    """Where, in a piece, one element ends and the next begins without a blank between them."""
    text = piece.text
    cuts: list[int] = []
    at = 0
    for tried, part in enumerate(_parts(piece.element)):
        part = " ".join(part.split())
        if not part:
            if tried > 10 * TRIED:
                return cuts  # thousands of empty elements, which every line between them would go through
            continue
        if at < len(text) and text[at] == " ":
            at += 1
        if not text.startswith(part, at):
            if at or tried > TRIED:
                return cuts
            continue
        if at and text[at - 1] != " ":
            cuts.append(at)
            if len(cuts) > MOST_CUTS:
                return []
        at += len(part)
        if at >= len(text):
            break
    return cuts


def _parts(element: Any, depth: int = 0) -> Iterator[str]:
    """The runs of text of an element, one for each stretch between two tags (a comment divides nothing)."""
    if depth > DEEPEST:
        return
    run = element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str):
            yield run
            run = ""
            if tag not in _NO_TEXT:
                yield from _parts(child, depth + 1)
        run += child.tail or ""
    yield run
