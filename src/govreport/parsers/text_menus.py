"""Menus before a plain-text document: links alone, rows of short words, everything above the breadcrumb.

Rule: a dump of a whole page begins with its menus and teasers; where the breadcrumb follows them, the document begins
behind it, unless text or a metadata block stands above it.
"""

from __future__ import annotations

from typing import Final

from .furniture import breadcrumbs, is_furniture
from .text_fields import read_fields
from .text_line import Line
from .text_tables import row_cells

__all__ = ["after_menus", "in_menu"]

_STEPS: Final = frozenset(">＞»›→/\\")
_FEWEST_LINES = 3
_LOOK_BACK = 12
_WINDOW = 400
_LONGEST_WORD = 8


def in_menu(lines: list[Line], at: int) -> bool:
    """Whether the line is part of a menu by its form: links alone, or a row of short words."""
    return _in_link_list(lines, at) or _is_menu_row(lines, at)


def _in_link_list(lines: list[Line], at: int) -> bool:
    """Whether the line and one next to it are nothing but links: a menu."""
    return lines[at].linked and any(lines[n].linked for n in (at - 1, at + 1) if 0 <= n < len(lines))


def _is_menu_row(lines: list[Line], at: int) -> bool:
    """Whether a row of short words stands alone: a menu divided by pipes, no table."""
    if lines[at].kind != "row" or "\t" in lines[at].text:
        return False
    cells = [text for text, _ in row_cells(lines[at])]
    near = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines) and not lines[max(n, at)].gap]
    beside = any(line.kind in ("row", "rule") and len(row_cells(line)) == len(cells) for line in near)
    return len(cells) > 2 and all(text and len(text) <= _LONGEST_WORD for text in cells) and not beside


def after_menus(lines: list[Line]) -> int:
    """The line of the breadcrumb with menus and teasers above it, 0 for a page without; text above it keeps it."""
    for at, line in enumerate(lines[: min(_WINDOW, len(lines) - _FEWEST_LINES)]):
        if len(line.text) > 100 and "。" in line.text:
            return 0
        if line.kind != "text" or not at or _STEPS.isdisjoint(line.text):
            continue
        if breadcrumbs(line.text) is not None:
            above = [one for one in lines[:at] if not is_furniture(one.text)]
            # A metadata block above its breadcrumb is a block.
            return 0 if any(read_fields(one) for one in above[-_LOOK_BACK:]) else at
    return 0
