"""What an element does to the text that the walk collects: nothing, end a line, begin a box, a cell, a title.

Names of tags enter here, and nothing of a page: the table is fixed.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

__all__ = [
    "ANCHOR",
    "BOX",
    "BREAK",
    "CELL",
    "COMMENT",
    "HEAD",
    "KINDS",
    "PLAIN",
    "ROW",
    "SKIP",
    "SPAN",
    "TABLE",
    "TITLE",
]

SPAN, BREAK, SKIP, COMMENT, ANCHOR, PLAIN, BOX, CELL, ROW, TABLE, HEAD, TITLE = range(1, 13)
"""What an element does to the text: 0 (not listed) is inline, a plain block only ends lines, a box may be the
article. All from ``PLAIN`` on are blocks."""

KINDS: dict[Any, int] = {
    **dict.fromkeys(
        "html p dt dd ul ol li dl legend pre address figure figcaption caption details summary hgroup menu dir "
        "noframes option thead tbody tfoot colgroup blockquote fieldset".split(),
        PLAIN,
    ),
    **dict.fromkeys(
        "body div section article main form center ucapcontent founder-content header footer nav aside".split(), BOX
    ),
    **dict.fromkeys("br hr".split(), BREAK),
    **dict.fromkeys(
        "script style head title link base noscript template textarea select button input svg math object embed "
        "iframe audio video canvas map applet xml datalist".split(),
        SKIP,
    ),
    **dict.fromkeys("td th".split(), CELL),
    "tr": ROW,
    "table": TABLE,
    "a": ANCHOR,
    **dict.fromkeys("h1 h2 h3 h4 h5 h6".split(), HEAD),
    "ucaptitle": TITLE,
    "span": SPAN,
    etree.Comment: COMMENT,
    etree.ProcessingInstruction: SKIP,
    etree.Entity: SKIP,
}
