"""From bytes to text: which charset; and with it which media type (``media_types.py``).

Only strings and bytes enter here. The order of trust: a byte order mark, the charset that was declared (by the
caller, else in the page), strict UTF-8, GB18030, and last a detector that weighs how plausible each decoding
reads. ``gb2312`` and ``gbk`` are always decoded as GB18030, their superset (WHATWG Encoding Standard). A
declared charset that does not fit the bytes is overruled, and that is a finding. Bytes are never handed to a
tree builder raw: lxml and bs4 both garble GBK.
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass, field

import regex

from govreport.errors import DecodingError, EmptySourceError
from govreport.raw import RawFinding

from .media_types import MediaType, media_type_of, refuse_binary, refuse_json, refuse_noise

__all__ = ["DecodedSource", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_NO_CHARSETS = frozenset(
    {
        "idna",
        "punycode",
        "undefined",
        "unicode-escape",
        "unicode_escape",
        "raw-unicode-escape",
        "raw_unicode_escape",
        "utf-7",
    }
)
_GB = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "euc-cn"})
_DECLARED = regex.compile(
    rb"""<\?xml[^>]{0,100}?encoding\s*+=\s*+["']?([\w.:-]{2,30})|<meta\b[^>]{0,200}?charset\s*+=\s*+["']?\s*+([\w.:-]{2,30})""",
    regex.IGNORECASE,
)
_FEWEST_COMMON = 0.02
_COMMON = "的一在是不和有为年月日政府信息公开工作部门申请情况机关单位通知关于行发管理市县局"


@dataclass(slots=True)
class DecodedSource:
    """A page as text, with what was found out on the way.

    ``size`` counts bytes (UTF-8 for ``str`` input); ``utf8`` is the text as UTF-8 where it is at hand.
    """

    text: str
    encoding: str | None
    media_type: MediaType
    sha256: str
    size: int
    findings: list[RawFinding] = field(default_factory=list)
    utf8: bytes | None = None


def decode(source: bytes | str, *, media_type: str | None = None, encoding: str | None = None) -> DecodedSource:
    """Turn a page into text.

    ``media_type`` ``text/html`` or ``text/plain`` is taken as given, None is sniffed; ``encoding`` names the
    charset and outranks the page's own declaration, but not the bytes.
    Raises :class:`EmptySourceError`, :class:`UnsupportedMediaError`, :class:`DecodingError`.

    >>> page = '<meta charset="utf-8"><p>信息公开</p>'.encode("gb18030")
    >>> decoded = decode(page)
    >>> decoded.encoding, decoded.findings[0].code
    ('gb18030', 'encoding.overruled')
    """
    findings: list[RawFinding] = []
    if isinstance(source, str):
        data, text = _encode(source, findings)
        used = None
    else:
        data = source
        refuse_binary(data)
        text, used = _decode_bytes(data, encoding, findings)
    if not text or text.isspace():
        raise EmptySourceError("the source is empty or holds nothing but blanks")
    if b"\0" in data:
        text = _without_nul(text, findings)
    text = text.removeprefix("\ufeff")
    if media_type is None:
        refuse_json(text)
    return DecodedSource(
        text=text,
        encoding=used,
        media_type=media_type_of(text, media_type),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        findings=findings,
        utf8=data if (used is None or used == "utf-8") and not findings else None,
    )


def _decode_bytes(data: bytes, given: str | None, findings: list[RawFinding]) -> tuple[str, str]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) if name == "utf-8" else 0 :].decode(name, "replace")
            refuse_noise(data, text, wide=name in _WIDE)
            return text, name
    if not data.strip():
        raise EmptySourceError("the source is empty or holds nothing but blanks")
    if given is not None and _canonical(given) is None:
        raise DecodingError(f"unknown encoding {given!r}")
    declared = _canonical(given or _declared(data))
    wide = _wide_without_bom(data)
    text, used = _best(data, declared) if wide is None else (data.decode(wide, "replace"), wide)
    refuse_noise(data, text, wide=used in _WIDE)
    if wide is None and declared is not None and used != declared and not data.isascii():
        findings.append(
            RawFinding(
                "encoding.overruled",
                "warning",
                f"declared charset {declared} does not fit the bytes; decoded as {used}",
            )
        )
    lost = text.count("�")
    if lost:
        findings.append(
            RawFinding("encoding.undecodable", "warning", f"{lost} characters could not be decoded as {used}")
        )
    return text, used


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 8192)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _canonical(name: str | None) -> str | None:
    if name is None:
        return None
    if name.lower() in _GB:
        return "gb18030"
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Python's own codecs that are no charset: base64, zlib, rot13 …, and the ones that read no stray byte.
    return found.name if found._is_text_encoding and found.name not in _NO_CHARSETS else None


def _wide_without_bom(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark: the ASCII of the tags leaves zeros at the same places."""
    head = data[:4096]
    if b"\0" not in head or len(head) < 16:
        return None
    by_place = [head[place::4].strip(b"\0") == b"" for place in range(4)]
    if by_place == [False, by_place[1], True, True]:
        return "utf-32-le"
    if by_place == [True, True, by_place[2], False]:
        return "utf-32-be"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 3 > len(head) // 2 and odd > 10 * even:
        return "utf-16-le"
    if even * 3 > len(head) // 2 and even > 10 * odd:
        return "utf-16-be"
    return None


def _best(data: bytes, declared: str | None) -> tuple[str, str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if declared not in (None, "utf-8") and data.isascii():  # HZ and ISO 2022 write ideographs in ASCII
        escaped = _strict(data, declared)
        if escaped is not None and not escaped.isascii() and _reads(escaped):
            return escaped, declared
    if text is not None and (declared in (None, "utf-8") or not _is_text_of(data, declared) or _reads(text)):
        return text, "utf-8"
    unread: tuple[str, str] | None = None
    for name in dict.fromkeys((declared, "gb18030")):
        if name is None or name == "utf-8":
            continue
        decoded = _strict(data, name)
        if decoded is None:
            continue
        if text is not None or _reads(decoded):
            return decoded, name
        # Every byte is a character of a Latin charset: a declaration of one proves nothing.
        if name != "gb18030":
            unread = decoded, name
    return unread or _detect(data, declared)


def _is_text_of(data: bytes, name: str | None) -> bool:
    return name is not None and _strict(data, name) is not None


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _plausibility(text: str) -> float:
    """How much of the non-ASCII text is made of the commonest characters of the genre, less what was lost."""
    sample = text[:200_000]
    wide = sum(1 for c in sample[:20_000] if c > "\x7f") if len(sample) > 20_000 else len(sample)
    wide = max(1, wide if len(sample) > 20_000 else sum(1 for c in sample if c > "\x7f"))
    part = sample[:20_000]
    common = sum(part.count(c) for c in _COMMON)
    return (common - 20 * part.count("�")) / wide


def _reads(text: str) -> bool:
    return text.isascii() or _plausibility(text) > _FEWEST_COMMON


def _detect(data: bytes, declared: str | None) -> tuple[str, str]:
    """The most plausible charset; two bytes a character only where the result reads as Chinese."""
    names = dict.fromkeys(n for n in (declared, "utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be") if n)
    found = [(name, data.decode(name, "replace")) for name in names]
    weighed = [(_plausibility(text), name, text) for name, text in found]
    best = max(
        (one for one in weighed if one[1] not in _WIDE or one[0] > _FEWEST_COMMON),
        key=lambda one: one[0],
    )
    return best[2], best[1]


def _encode(text: str, findings: list[RawFinding]) -> tuple[bytes, str]:
    """The bytes of a ``str``, and the text without lone surrogates, which no tree and no JSON can carry."""
    try:
        return text.encode("utf-8"), text
    except UnicodeEncodeError:
        findings.append(RawFinding("encoding.undecodable", "warning", "lone surrogates were replaced by U+FFFD"))
        data = text.encode("utf-8", "surrogatepass")
        return data, text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _without_nul(text: str, findings: list[RawFinding]) -> str:
    if "\0" not in text:
        return text
    findings.append(RawFinding("encoding.undecodable", "warning", "NUL characters were replaced by U+FFFD"))
    return text.replace("\0", "\ufffd")
