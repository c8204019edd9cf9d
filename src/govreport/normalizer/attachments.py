"""The attachments: names printed in the text and linked files, one of each.

The outline's attachment lists and the blocks' links enter here (GB/T 9704-2012, 7.3.4: 附件说明).
"""

from __future__ import annotations

import regex

from govreport.models import Attachment, Span
from govreport.raw import RawReport

from .outline import Outline
from .title import squeeze

__all__ = ["find_attachments"]

_LISTED = regex.compile(r"^(?:附件\s?\d{0,2}\s?[:：.、]?\s*+)?(?:\d{1,2}[.．、]\s*+)?")
_OFFER = regex.compile(r"[（(\[【]?(?:点击|点此|请点击)?(?:此处)?(?:下载|查看|预览)(?:附件)?[】\])）]?")
"""A link that only offers the file whose name stands before it."""
_NEAR = 12
_MOST_COMPARED = 200
"""Up to so many names a link is compared with all of them, beyond only with its own."""


def find_attachments(raw: RawReport, outline: Outline) -> tuple[Attachment, ...]:
    """The names printed in the text and the linked files, one attachment each."""
    found: dict[str, Attachment] = {_name_key(item.name): item for item in outline.attachments}
    for block in raw.blocks:
        for link in block.links:
            name = _LISTED.sub("", " ".join(link.text.split())) or link.url.rpartition("/")[2]
            key = _name_key(name)
            known = key if key in found else None
            if known is None and link.start >= 0 and _OFFER.fullmatch(name) is not None:
                known = next((k for k, item in found.items() if _stands_before(item, link.start)), None)
            if known is None and key and len(found) <= _MOST_COMPARED:
                known = next((k for k in found if k and (k in key or key in k)), None)
            if known is not None and _is_another(found[known], name, link.url):
                key, known = name, None
            if known is not None:
                found[known] = found[known].model_copy(update={"url": link.url})
            else:
                span = Span(link.start, link.end) if link.start >= 0 else None
                found[key] = Attachment(name=name, url=link.url, span=span)
    return tuple(found.values())


def _stands_before(item: Attachment, at: int) -> bool:
    """Whether the name stands right before ``at``, where a link offers its file."""
    return item.span is not None and 0 <= at - item.span.end <= _NEAR


def _is_another(known: Attachment, name: str, url: str) -> bool:
    """Whether a link of the same name leads to another kind of file (the report as .pdf and as .docx)."""
    if known.url is None or known.url == url:
        return False
    ending = name.rpartition(".")[2].lower()
    return len(ending) <= 4 and "." in known.name and known.name.rpartition(".")[2].lower() != ending


def _name_key(name: str) -> str:
    text = squeeze(name).lower()
    for prefix in ("附件", ":"):
        text = text.removeprefix(prefix)
    text = text.lstrip("0123456789.、:")
    stem, dot, ending = text.rpartition(".")
    return stem if dot and len(ending) <= 4 else text
