"""Which counts are parts of which: 其中…, 分别为…, a colon, brackets level by level.

The rule: a bracket right after a count, 其中 (包括, 分别为 …) or a colon opens a list under the count before.
The list goes on while the unit stays the same kind and no clause starts something new, and ends when its sum
is reached, at a stronger separator or at the full stop. What does not clearly belong stands for itself.
"""

from __future__ import annotations

from govreport.vocabulary import words

from .figures_count import Count
from .figures_subject import starts_with_head

__all__ = ["group"]

_DOCUMENTS = frozenset(words("units", "documents"))
_DEEPEST = 8  # levels of parts; what is deeper is no breakdown


class _Level:
    """A bracket that is open, or the sentence itself."""

    __slots__ = ("bracket", "colon", "last", "owner", "separator")

    def __init__(self, *, bracket: bool = False) -> None:
        self.owner: Count | None = None
        self.bracket = bracket
        self.last: Count | None = None
        self.separator = ""
        self.colon = False


def group(counts: list[Count]) -> list[Count]:
    """The counts that stand at the top, their parts under them."""
    heads: list[Count] = []
    stack = [_Level()]
    for index, count in enumerate(counts):
        if count.fresh:
            stack = [_Level()]
        elif count.closes:
            del stack[max(1, len(stack) - count.closes) :]
        level = stack[-1]
        if count.opens:
            owner = level.last if count.bracketed and not count.aside and _fits(level.last, count) else None
            stack.extend(_Level(bracket=True) for _ in range(count.opens))
            level = stack[-1]
            level.owner = owner
            if owner is not None:
                _add(level, owner, count)
            elif count.unit or count.quantity:
                heads.append(count)
        elif (owner := _owner(level, count, counts[index + 1 : index + 2])) is not None:
            _add(level, owner, count)
        elif count.unit or count.quantity:
            heads.append(count)
            if count.aside and level.owner is not None:
                continue  # 同时撤销2条 stands beside the list and does not end it
            level.owner = None
        else:
            continue
        level.last = count
    return heads


def _fits(owner: Count | None, part: Count) -> bool:
    """Whether ``part`` can be one of ``owner``: units of one kind, and not larger than the whole."""
    if owner is None or owner.depth >= _DEEPEST or part.value > owner.value or owner.comparator in ("<", "<="):
        return False
    return not part.unit or part.unit == owner.unit or {part.unit, owner.unit} <= _DOCUMENTS


def _owner(level: _Level, count: Count, following: list[Count]) -> Count | None:
    """The count that ``count`` is a part of, outside a new bracket."""
    owner, last = level.owner, level.last
    if count.sentence and not level.bracket:
        level.owner = owner = None
        if not count.breaks or count.gap_clause:
            level.last = last = None
    if count.by and owner is not None:
        level.owner = None  # a second breakdown of one total, by something else
        return None
    if count.aside or count.beside:
        return None
    if count.breaks or count.colon:
        if owner is not None and last is not owner and _goes_on(level, owner, count, following):
            nested = _fits(last, count) and not level.bracket and owner.parts_sum + count.value != owner.value
            if not nested:
                return owner
        if last is not None and not last.parts and _fits(last, count) and not count.gap_clause:
            level.separator, level.colon = "", count.colon
            level.owner = last
            return last
        return None
    if owner is not None and _goes_on(level, owner, count, following):
        return owner
    return None


def _goes_on(level: _Level, owner: Count, count: Count, following: list[Count]) -> bool:
    """Whether the list under ``owner`` goes on with ``count``."""
    if count.unit and count.unit != owner.unit and not {count.unit, owner.unit} <= _DOCUMENTS:
        return False
    if level.bracket:
        return True
    so_far = owner.parts_sum
    separator = count.separator
    if separator == "，" and level.separator == "、" and so_far + count.value > owner.value:
        return False  # 其中甲9场、乙51场，直播62场: more than the whole, behind another separator
    if so_far >= owner.value and not _adds_to_complete(level, owner, count):
        return False
    if count.gap_clause and not (separator == "；" and level.colon):
        return False
    completes = count.value != 0 and so_far + count.value == owner.value
    if starts_with_head(count.subject) and not completes and not level.colon:
        return False
    if separator == "；" and level.separator != "；" and not level.colon:
        if level.separator:
            return False
        last = owner.parts[-1]
        starts_own = bool(following) and following[0].breaks
        return last.share is not None or completes or (so_far + count.value <= owner.value and not starts_own)
    return True


def _adds_to_complete(level: _Level, owner: Count, count: Count) -> bool:
    """Whether a list that has reached its sum may go on: A5件、B3件、C0件, or parts of 0."""
    if count.separator == level.separator and (
        count.separator == "、" or (count.separator == "；" and not count.value)
    ):
        return True
    return owner.value == 0 == count.value


def _add(level: _Level, owner: Count, part: Count) -> None:
    if owner.parts:
        level.separator = part.separator or level.separator
        if part.gap_clause:
            owner.exhaustive = False
    if part.unit and part.unit != owner.unit:
        owner.exhaustive = False
    if not part.unit and not part.parts:
        part.unit = owner.unit
    if not part.exhaustive and not part.parts:
        owner.exhaustive, part.exhaustive = False, True
    owner.parts.append(part)
    owner.parts_sum += part.value
    part.depth = owner.depth + 1
