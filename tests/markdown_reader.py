"""Markdown as an independent reader (markdown-it-py: CommonMark with GitHub's tables and strikethrough) sees it."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["blocks_of", "text_of"]

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def text_of(token: Token) -> str:
    """The text of inline tokens; anything but text and line breaks is markup that should not be there."""
    found = ""
    for part in token.children or ():
        if part.type in ("hardbreak", "softbreak") or (part.type == "html_inline" and part.content == "<br>"):
            found += "\n"
        else:
            assert part.type in ("text", "text_special", "link_open", "link_close"), (part.type, part.content)
            found += part.content
    return found


def blocks_of(markdown: str) -> list[Any]:
    """``("h", level, text)``, ``("p", text)``, ``("li", text)`` and ``("table", rows)`` in order."""
    found: list[Any] = []
    tokens = READER.parse(markdown)
    for at, token in enumerate(tokens):
        before = tokens[at - 1].type if at else ""
        if token.type == "tr_open":
            found[-1][1].append([])
        elif token.type == "table_open":
            found.append(("table", []))
        elif token.type != "inline":
            assert token.type.endswith(("_open", "_close")), token.type
        elif before == "heading_open":
            found.append(("h", int(tokens[at - 1].tag[1]), text_of(token)))
        elif before in ("th_open", "td_open"):
            found[-1][1][-1].append(text_of(token))
        else:
            assert before == "paragraph_open"
            found.append(("li" if tokens[at - 1].hidden else "p", text_of(token)))
    return found
