"""The page while it is being sorted: what each piece is, and what was read from it.

Strings and the pieces of ``walk.py`` enter here; every room of the HTML door writes into this one object.
Offsets in ``fields`` count from the start of their piece until ``write.py`` turns them into offsets in the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from govreport.raw import RawField, RawTitle, Role

from .walk import Piece

__all__ = ["Page"]


@dataclass(slots=True)
class Page:
    """``roles`` holds the pieces that are kept; a piece without a role lies outside."""

    pieces: list[Piece]
    roles: dict[int, Role] = field(default_factory=dict)
    fields: list[RawField] = field(default_factory=list)
    titles: list[RawTitle] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)
    sites: frozenset[str] = frozenset()
    report: bool = False
    """Whether the title is that of a report or document: then a bare date under it in brackets signs it."""

    def is_link(self, index: int) -> bool:
        """Whether more than half of a piece is link text."""
        piece = self.pieces[index]
        return piece.links * 2 > len(piece.text)
