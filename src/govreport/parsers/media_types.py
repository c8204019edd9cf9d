"""What a source is: a page of HTML, plain text, or no text at all.

Only strings and bytes enter here. A known kind of binary is refused by its first bytes, any other by what no text
holds; which of the two media types a text has, the caller says, else its tags.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Literal

import regex

from govreport.errors import UnsupportedMediaError

__all__ = ["MediaType", "media_type_of", "refuse_binary", "refuse_json", "refuse_noise", "sniff_media_type"]

MediaType = Literal["text/html", "text/plain"]

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, XLSX, OFD or ZIP)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "a Microsoft Office 97-2003 document (DOC, XLS or WPS)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip stream"),
    (b"\xfd7zXZ\x00", "an xz stream"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard stream"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x7fELF", "an ELF binary"),
    (b"\xca\xfe\xba\xbe", "a binary (a Java class or a Mach-O program)"),
    (b"\x00\x01\x00\x00", "a font (TrueType)"),
    (b"\xd7\xcd\xc6\x9a", "a WMF image"),
)
# Words that a text may begin with too: they count only where control characters follow.
_MAGIC_WORDS = (
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"RIFF", "a RIFF container (WebP, WAV or AVI)"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 stream"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"MZ", "a Windows program"),
    (b"ID3", "an MP3 sound"),
    (b"OggS", "an Ogg sound or film"),
    (b"FLV", "an FLV film"),
    (b"wOFF", "a font (WOFF)"),
    (b"wOF2", "a font (WOFF2)"),
    (b"OTTO", "a font (OpenType)"),
    (b"MSCF", "a CAB archive"),
)
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z-]{1,30}:[ \t].{0,900}?\r?\n)?MIME-Version:[ \t]", re.DOTALL | re.IGNORECASE)
_JSON = re.compile(r"\s*+[\[{][\s\[{]*+\"[^\"]{0,100}+\"\s*+[:,\]]")
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])
"""Bytes that no text holds in any charset but UTF-16 and UTF-32 (tab, line ends, form feed and escape are left out)."""
_MOST_NOISE = 0.02
_MOST_LOST = 0.2
_TAG = regex.compile(
    r"<(?:!doctype\s|/?+(?:html|head|body|meta|title|div|p|br|table|tr|td|span|ul|li|dl|h[1-6]|center|font|article"
    r"|section|script|a|img|ucapcontent|ucaptitle)[\s/>])",
    regex.IGNORECASE,
)
_SNIFFED = 20_000
_IN_MARKDOWN = frozenset(("table", "div", "br", "img", "center", "a", "font"))
_MARKDOWN = regex.compile(r"^#{1,6} \S|^\|(?!\|?[ ]*+$)[ :|-]++(?<=[ :|-]\|[ ]*+)$", regex.MULTILINE)
_DOCUMENT = regex.compile(
    r"<(?:!doctype\s|/?+(?:html|head|body|meta|title|p|span|ul|li|dl|h[1-6]|section|script|ucapcontent|ucaptitle)[\s/>])",
    regex.IGNORECASE,
)


def sniff_media_type(text: str) -> MediaType:
    """``text/html`` when a tag of HTML stands in the first 20,000 characters, else ``text/plain``.

    >>> sniff_media_type("<p>正文</p>"), sniff_media_type("收到申请 <3 件")
    ('text/html', 'text/plain')
    >>> sniff_media_type("# 年度报告\\n\\n<table><tr><td>规章</td></tr></table>")
    'text/plain'
    """
    first = _TAG.search(text, 0, _SNIFFED)
    if first is None:
        return "text/plain"
    # The Markdown of OCR engines holds its tables and pictures as HTML.
    embedded = first[0][1:].rstrip("> \n/").lower() in _IN_MARKDOWN and _MARKDOWN.search(text, 0, _SNIFFED)
    if embedded and not _DOCUMENT.search(text, 0, _SNIFFED):
        return "text/plain"
    return "text/html"


def media_type_of(text: str, given: str | None) -> MediaType:
    """The media type as the caller gave it, else as the text shows; :class:`UnsupportedMediaError` for any other."""
    if given is None:
        return sniff_media_type(text)
    name = given.partition(";")[0].strip().lower()
    if name in ("text/html", "application/xhtml+xml", "html"):
        return "text/html"
    if name in ("text/plain", "text/markdown", "text", "markdown"):
        return "text/plain"
    raise UnsupportedMediaError(f"media type {given!r} is neither HTML nor plain text")


def refuse_binary(data: bytes) -> None:
    """Raise :class:`UnsupportedMediaError` for the first bytes of a PDF, a picture, an archive and the like."""
    head = data[:512]
    name = next((name for magic, name in _MAGIC if head.startswith(magic)), None)
    if name is None and len(head.translate(None, _CONTROLS)) < len(head):
        name = next((name for magic, name in _MAGIC_WORDS if head.startswith(magic)), None)
        if head[4:8] == b"ftyp":
            name = "an MP4 film or a HEIC image"
        elif head[257:262] == b"ustar":
            name = "a tar archive"
    if name is None and _MAIL.match(data, 0, 1_000) is not None:
        name = "an e-mail or a web archive (MHTML)"
    if name is None:
        start = head.lstrip()
        name = next((name for magic, name in _MAGIC[:2] if start.startswith(magic)), None)
    if name is not None:
        raise UnsupportedMediaError(f"the source is {name}, not a page of HTML or text")


def refuse_json(text: str) -> None:
    """Refuse the answer of an interface, in which a page may stand with its characters and quotes escaped."""
    if _JSON.match(text) is None or text.rstrip()[-1] not in "]}":
        return
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return
    raise UnsupportedMediaError("the source is JSON, not a page of HTML or text; give the page that stands in it")


def refuse_noise(data: bytes, text: str, *, wide: bool) -> None:
    """Refuse bytes that their charset turns into no text: control characters, or characters that no one assigned.

    ``wide`` says that the charset has two or four bytes a character: then control bytes prove nothing.
    """
    if wide:
        part = text[:20_000]
        noise = sum(unicodedata.category(char) in ("Co", "Cn", "Cs") for char in part) / max(1, len(part))
    else:
        head = data[:65_536]
        noise = 1 - len(head.translate(None, _CONTROLS)) / len(head)
    if noise > _MOST_NOISE or text.count("\ufffd") > _MOST_LOST * len(text):
        raise UnsupportedMediaError("the source is binary data of no known kind, not a page of HTML or text")
