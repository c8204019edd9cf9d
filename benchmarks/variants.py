"""The same page in another dress: container names of known site systems blanked out, other encodings.

Blanking takes away what ``vocabulary/containers.toml`` lists (ids, classes, tags, comment markers) and nothing
else, so that only the general method can find the text. The encodings change bytes and charset declarations
only; the tree of the page stays the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from govreport.vocabulary import load

_ATTRIBUTE = regex.compile(
    r"""(?<=[\s"'])(?P<name>id|class)\s*+=\s*+(?:"(?P<value>[^"]*+)"|'(?P<value>[^']*+)'|(?P<value>[^\s"'>]++))""",
    regex.IGNORECASE,
)
_COMMENT = regex.compile(r"<!--(.*?)-->", regex.DOTALL)
_CHARSET = regex.compile(r"""(?<=\bcharset\s{0,3}=\s{0,3}["']?)[\w-]{3,20}""", regex.IGNORECASE)
_CHARSET_META = regex.compile(r"<meta\b[^>]*?charset[^>]*>", regex.IGNORECASE)
_DECLARATION = regex.compile(
    r"""(?<=<meta\b[^>]*?)\bcharset(?=\s*=\s*["']?[\w-]+)|(?<=<\?xml[^>]*?)\bencoding(?=\s*=)""",
    regex.IGNORECASE,
)


class _Names(NamedTuple):
    values: frozenset[str]
    tags: regex.Pattern[str]
    comments: tuple[str, ...]


@cache
def _names() -> _Names:
    known = load("containers")
    tags = [*known["tags"], *known.get("titles", [])]
    return _Names(
        frozenset(name.casefold() for key in ("ids", "classes", "titles") for name in known.get(key, [])),
        regex.compile(rf"(?<=</?)(?:{'|'.join(map(regex.escape, tags))})(?=[\s/>])", regex.IGNORECASE),
        tuple(_bare(marker) for pair in known["comments"] for marker in pair),
    )


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def blanked(html: str) -> str:
    """The page with every known container name taken away.

    >>> blanked('<ucapcontent><div class="a TRS_Editor" id=zoom><!-- 正文 start -->x</div></ucapcontent>')
    '<div><div class="a" id=""><!-- -->x</div></div>'
    """
    names = _names()

    def attribute(found: regex.Match[str]) -> str:
        tokens = found["value"].split()
        kept = [token for token in tokens if token.casefold() not in names.values]
        return found[0] if kept == tokens else f'{found["name"]}="{" ".join(kept)}"'

    def comment(found: regex.Match[str]) -> str:
        text = _bare(found[1])
        return "<!-- -->" if any(marker in text for marker in names.comments) else found[0]

    html = _COMMENT.sub(comment, html)
    return names.tags.sub("div", _ATTRIBUTE.sub(attribute, html))


def encodings(text: str) -> Iterator[tuple[str, bytes]]:
    """The page as GB18030 bytes: declared gb2312, declared utf-8, not declared. Pages without a declaration and
    plain text have only the last.

    >>> [name for name, _ in encodings('<meta charset="utf-8"><p>x</p>')]
    ['declared gb2312', 'declared utf-8', 'not declared']
    """
    if _CHARSET_META.search(text):
        yield "declared gb2312", _declared(text, "gb2312").encode("gb18030")
        yield "declared utf-8", _declared(text, "utf-8").encode("gb18030")
    # The name of the attribute is changed, not the element taken out: the tree must stay as it is.
    yield "not declared", _DECLARATION.sub("x-was", text).encode("gb18030")


def _declared(text: str, charset: str) -> str:
    return _CHARSET_META.sub(lambda found: _CHARSET.sub(charset, found[0]), text)
