"""What a hostile page is: a name, how the page is made, what must come of it, and what it may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["FOUND", "LARGE", "ORDINARY", "TEXT", "Case", "both", "html", "plain", "raw"]

ORDINARY = 2.0
"""CPU seconds of a page of a megabyte or so, however it is made."""
LARGE = 10.0
"""CPU seconds of the pages of 20 MB and of 50,000 table rows."""
TEXT = "公开政府信息三条，内容很长。"
"""A sentence that stands in the middle of every trap and must come out again."""


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile page, how it is given, and what must come of it."""

    name: str
    make: Callable[[], str | bytes]
    media: str | None = None
    kept: tuple[str, ...] = (TEXT,)
    refused: str | None = None
    seconds: float = ORDINARY
    megabytes: float = 400.0
    encoding: str | None = None


FOUND: list[Case] = []


def html(name: str, make: Callable[[], str | bytes], **facts: object) -> None:
    FOUND.append(Case(f"html/{name}", make, "text/html", **facts))  # type: ignore[arg-type]


def plain(name: str, make: Callable[[], str | bytes], **facts: object) -> None:
    FOUND.append(Case(f"text/{name}", make, "text/plain", **facts))  # type: ignore[arg-type]


def both(name: str, make: Callable[[], str], **facts: object) -> None:
    """The same characters through both doors: as they are, and as one paragraph of a page."""
    plain(name, make, **facts)
    html(name, lambda: f"<html><body><p>{make()}</p></body></html>", **facts)


def raw(name: str, make: Callable[[], str | bytes], **facts: object) -> None:
    FOUND.append(Case(f"bytes/{name}", make, None, **facts))  # type: ignore[arg-type]
