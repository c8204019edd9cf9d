"""What stands outside the visible page: ``<meta>`` tags and ``<title>``.

Only an lxml tree enters here. Names are compared without case, duplicates are kept in order, ``null`` and empty
contents are dropped; which of them is trusted is the normalizer's business.
"""

from __future__ import annotations

from typing import Any

from govreport import vocabulary
from govreport.raw import RawField

__all__ = ["page_titles", "read_meta"]

_NOTHING = frozenset(("", "null", "undefined", "none", "nil", "${}", "无"))


def read_meta(root: Any) -> list[RawField]:
    """The meta tags that ``vocabulary/meta_tags.toml`` knows, in document order."""
    known: dict[str, str] = vocabulary.load("meta_tags")["names"]
    fields = []
    for element in root.iter("meta"):
        get = element.get
        name = get("name") or get("property")
        if not name:
            continue
        concept = known.get(name.strip().lower())
        if concept is None:
            continue
        content = get("content")
        if content is None:
            continue
        value = " ".join(content.split())
        if value.lower() not in _NOTHING:
            fields.append(RawField(name, concept, value, "meta"))
    return fields


def page_titles(root: Any) -> list[str]:
    """The texts of all ``<title>`` elements, blanks folded, empty ones left out."""
    texts = [" ".join("".join(element.itertext()).split()) for element in root.iter("title")]
    return [text for text in texts if text]
