"""The text of two reports side by side: sections by title, paragraphs by likeness, repeated text by shingles.

The measure of repeated text: white space and punctuation are removed and each run of digits becomes one ``0``; of
the distinct runs of five characters (shingles) in the paragraphs of the current text, the share that also stands in
the previous text (containment). Headings, tables and signatures are left out: the official form prints the former,
the figures are compared as figures. Time and memory grow with the length of the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

import regex

from govreport.models import Paragraph, Report, Section
from govreport.models.comparison import ParagraphChange, SectionChange

__all__ = ["compare_sections", "containment", "plain", "repeated_share", "shingles"]

LENGTH = 5
_NO_WORD = regex.compile(r"[^\p{L}\p{N}]++")
_DIGITS = regex.compile(r"\p{Nd}++(?:\.\p{Nd}++)?")
_LEFT_OUT = frozenset({"signature", "contents"})
_ALIKE_HEADINGS = 0.5
_ALIKE = 0.25
_MOST_PAIRS = 4_000
_HEADING_LENGTH = 80


class _Piece(NamedTuple):
    """A paragraph with its comparable text."""

    paragraph: Paragraph
    plain: str


def plain(text: str) -> str:
    """The text without white space and punctuation, each number as ``0``.

    >>> plain("主动公开信息 1,036 条（其中：规划 12.5%）。")
    '主动公开信息00条其中规划0'
    """
    return _NO_WORD.sub("", _DIGITS.sub("0", text))


def shingles(texts: Iterable[str]) -> frozenset[str]:
    """The distinct runs of five characters of texts that are plain."""
    return frozenset([text[at : at + LENGTH] for text in texts for at in range(len(text) - LENGTH + 1)])


def containment(current: frozenset[str], previous: frozenset[str]) -> float | None:
    """The share of ``current`` that stands in ``previous``, to four decimals; None where there is nothing.

    >>> containment(shingles(["政府信息公开工作"]), shingles(["本年政府信息公开"]))
    0.5
    """
    return round(len(current & previous) / len(current), 4) if current else None


def repeated_share(previous: Report, current: Report) -> float | None:
    """The share of the text of ``current`` that repeats ``previous``."""
    return containment(_shingles_of(current), _shingles_of(previous))


def _shingles_of(report: Report) -> frozenset[str]:
    return shingles(piece.plain for piece in _pieces(_paragraphs(report)))


def _paragraphs(report: Report) -> Iterator[Paragraph]:
    yield from (item for item in report.preamble if isinstance(item, Paragraph))
    for section in report.sections:
        yield from _paragraphs_of(section)


def _paragraphs_of(section: Section) -> Iterator[Paragraph]:
    for part in section.walk():
        yield from (item for item in part.content if isinstance(item, Paragraph))


def _pieces(paragraphs: Iterable[Paragraph]) -> list[_Piece]:
    found = [_Piece(item, plain(item.text)) for item in paragraphs if item.role not in _LEFT_OUT]
    return [piece for piece in found if piece.plain]


# --- sections -------------------------------------------------------------------------------------------------


def compare_sections(previous: Report, current: Report) -> tuple[SectionChange, ...]:
    """The top sections of both reports, aligned by title, in the order of the current one.

    A section that is gone stands where it stood; what precedes the first heading is a section without one.
    """
    pairs = _align(previous.sections, current.sections)
    found = []
    before = _pieces(item for item in previous.preamble if isinstance(item, Paragraph))
    after = _pieces(item for item in current.preamble if isinstance(item, Paragraph))
    if before or after:
        found.append(
            _section_change(None, None, before, after, "kept" if before and after else "added" if after else "removed")
        )
    for old, new in pairs:
        kind = "removed" if new is None else "added" if old is None else "kept"
        before = _pieces(_paragraphs_of(old)) if old is not None else []
        after = _pieces(_paragraphs_of(new)) if new is not None else []
        found.append(_section_change(old, new, before, after, kind))
    return tuple(found)


def _align(old: Sequence[Section], new: Sequence[Section]) -> list[tuple[Section | None, Section | None]]:
    """Pairs of sections, the likest titles first, whatever their order; None where there is no partner.

    In documents of very many sections only neighbours are tried.
    """
    titles = [_title(section) for section in old]
    reach = max(1, _MOST_PAIRS // max(1, len(new)))
    scored = []
    for j, section in enumerate(new):
        middle = j * len(old) // len(new)
        title = _title(section)
        for i in range(max(0, middle - reach), min(len(old), middle + reach + 1)):
            score = _likeness(titles[i], title)
            if score >= _ALIKE_HEADINGS:
                scored.append((-score, abs(i - j), i, j))
    partner = _matched(scored)
    taken = set(partner.values())
    pairs: list[tuple[Section | None, Section | None]] = []
    at = 0
    for j, section in enumerate(new):
        match = partner.get(j)
        if match is None:
            pairs.append((None, section))
            continue
        pairs += [(old[i], None) for i in range(at, match) if i not in taken]
        at = max(at, match + 1)
        pairs.append((old[match], section))
    pairs += [(old[i], None) for i in range(at, len(old)) if i not in taken]
    return pairs


def _title(section: Section) -> str:
    return plain(section.title)[:_HEADING_LENGTH]


@lru_cache(maxsize=4096)
def _likeness(left: str, right: str) -> float:
    return 1.0 if left == right else SequenceMatcher(None, left, right, autojunk=False).ratio()


def _section_change(
    old: Section | None, new: Section | None, before: list[_Piece], after: list[_Piece], kind: str
) -> SectionChange:
    changes, unchanged = _paragraph_changes(before, after)
    shared = containment(shingles(p.plain for p in after), shingles(p.plain for p in before))
    return SectionChange.model_validate(
        {
            "kind": kind,
            "previous_heading": _one_line(old),
            "current_heading": _one_line(new),
            "unchanged": unchanged,
            "paragraphs": changes,
            "repeated": shared if kind == "kept" else None,
        }
    )


def _one_line(section: Section | None) -> str | None:
    return " ".join(section.heading.split()) if section is not None else None


# --- paragraphs -----------------------------------------------------------------------------------------------


def _paragraph_changes(before: list[_Piece], after: list[_Piece]) -> tuple[tuple[ParagraphChange, ...], int]:
    """What became of the paragraphs of a section, in reading order, and how many only have other figures, if any."""
    old_left, new_left, unchanged = _without_equals(before, after)
    partner = _likest(old_left, new_left)
    gone = [n for n in range(len(old_left)) if n not in set(partner.values())][::-1]
    found: list[ParagraphChange] = []
    for n, new in enumerate(new_left):
        if n not in partner:
            found.append(_added(new))
            continue
        while gone and gone[-1] < partner[n]:
            found.append(_gone(old_left[gone.pop()]))
        found.append(_changed(old_left[partner[n]], new))
    found += [_gone(old_left[n]) for n in reversed(gone)]
    return tuple(found), unchanged


def _changed(old: _Piece, new: _Piece) -> ParagraphChange:
    return ParagraphChange(
        kind="changed",
        previous=old.paragraph.text,
        current=new.paragraph.text,
        previous_span=old.paragraph.span,
        current_span=new.paragraph.span,
        similarity=_similarity(shingles([old.plain]), shingles([new.plain])),
    )


def _gone(piece: _Piece) -> ParagraphChange:
    return ParagraphChange(kind="removed", previous=piece.paragraph.text, previous_span=piece.paragraph.span)


def _added(piece: _Piece) -> ParagraphChange:
    return ParagraphChange(kind="added", current=piece.paragraph.text, current_span=piece.paragraph.span)


def _without_equals(before: list[_Piece], after: list[_Piece]) -> tuple[list[_Piece], list[_Piece], int]:
    """Both sides without the paragraphs that stand on either, each as often as it does."""
    counts: dict[str, int] = {}
    for piece in after:
        counts[piece.plain] = counts.get(piece.plain, 0) + 1
    both: dict[str, int] = {}
    old_left = []
    for piece in before:
        if counts.get(piece.plain, 0) > both.get(piece.plain, 0):
            both[piece.plain] = both.get(piece.plain, 0) + 1
        else:
            old_left.append(piece)
    unchanged = sum(both.values())
    new_left = []
    for piece in after:
        if both.get(piece.plain, 0):
            both[piece.plain] -= 1
        else:
            new_left.append(piece)
    return old_left, new_left, unchanged


def _likest(old: list[_Piece], new: list[_Piece]) -> dict[int, int]:
    """New paragraph → old paragraph that it most likely was; in very long sections only neighbours are tried."""
    grams_old = [shingles([piece.plain]) for piece in old]
    grams_new = [shingles([piece.plain]) for piece in new]
    reach = max(1, _MOST_PAIRS // max(1, len(new)))
    scored = []
    for j, current in enumerate(grams_new):
        middle = j * len(old) // max(1, len(new))
        for i in range(max(0, middle - reach), min(len(old), middle + reach + 1)):
            score = _similarity(grams_old[i], current)
            if score >= _ALIKE:
                scored.append((-score, abs(i - middle), i, j))
    return _matched(scored)


def _matched(scored: Iterable[tuple[float, int, int, int]]) -> dict[int, int]:
    """New → old, the best scores first, each once."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if j not in partner and i not in taken:
            partner[j] = i
            taken.add(i)
    return partner


def _similarity(left: frozenset[str], right: frozenset[str]) -> float:
    """Twice the common shingles over all (Dice)."""
    total = len(left) + len(right)
    return round(2 * len(left & right) / total, 4) if total else 0.0
