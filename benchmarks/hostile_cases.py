"""The pages that want to break the parser: made here, read by ``tests/hostile`` and ``bench_hostile.py``.

Every case is a page that hung, crashed or silently emptied some parser of the field. A case says what must come of
it: ``kept`` is text that the report must still hold, ``refused`` is what the message of the error must name.
``seconds`` is the most CPU time that the benchmark allows (``ORDINARY``, or ``LARGE`` for the pages of 20 MB and of
50,000 rows); ``megabytes`` is the most memory above the start. Pages that look like reports stand in
``hostile_reports.py``.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator

import hostile_reports  # noqa: F401 - adds its cases
from hostile_case import FOUND, LARGE, ORDINARY, TEXT, Case, both, html, plain, raw

__all__ = ["CASES", "LARGE", "ORDINARY", "TEXT", "Case"]

# --- trees that are too deep, too wide or never closed ------------------------------------------------------------

for _depth in (2_000, 100_000):
    html(f"div nested {_depth:,}", lambda n=_depth: "<div>" * n + TEXT + "</div>" * n)  # type: ignore[misc]
for _depth in (300, 3_000):
    html(
        f"table nested {_depth:,}",
        lambda n=_depth: "<table><tr><td>" * n + TEXT + "</td></tr></table>" * n,  # type: ignore[misc]
    )
for _span in ("1000000000", "-3", "two", "99999999999999999999999"):
    html(
        f"colspan and rowspan {_span}",
        lambda n=_span: (  # type: ignore[misc]
            f"<table><tr><td colspan='{n}' rowspan='{n}'>{TEXT}</td><td>乙</td></tr>"
            f"<tr><td>1</td><td colspan='{n}'>2</td></tr></table>"
        ),
    )
html(
    "rowspan 60,000 in 500 rows",
    lambda: f"<p>{TEXT}</p><table>" + "<tr><td rowspan=60000>1</td><td>2</td></tr>" * 500 + "</table>",
)
html(
    "colspan 1,000 in 2,000 rows",
    lambda: f"<p>{TEXT}</p><table>" + "<tr><td colspan=1000>1</td><td colspan=1000>2</td></tr>" * 2_000 + "</table>",
)
html(
    "50,000 table rows",
    lambda: (
        f"<p>{TEXT}</p><table>"
        + "".join(f"<tr><td>{n}</td><td>某局文件第{n}号</td><td>2019-01-0{n % 9 + 1}</td></tr>" for n in range(50_000))
        + "</table>"
    ),
    seconds=LARGE,
    megabytes=1_200.0,
)
plain(
    "50,000 table rows",
    lambda: (
        f"{TEXT}\n\n| 序号 | 名称 | 日期 |\n|---|---|---|\n"
        + "".join(f"| {n} | 某局文件第{n}号 | 2019-01-0{n % 9 + 1} |\n" for n in range(50_000))
    ),
    seconds=LARGE,
    megabytes=1_200.0,
)
html("20,000 unclosed tags", lambda: "<b><i><p><font>文" * 5_000 + TEXT)
html("20,000 closing tags", lambda: TEXT + "</p></div></span></td>" * 5_000 + "<p>" + TEXT)
html("100,000 unclosed inline tags", lambda: "<b>" * 100_000 + TEXT)
html("50,000 attributes of one tag", lambda: "<div " + " ".join(f"a{n}='x'" for n in range(50_000)) + f">{TEXT}</div>")
html("1 MB in one attribute", lambda: f"<div title='{'<p>公开' * 200_000}'>{TEXT}</div>")
html("100,000 comments", lambda: "<!-- x -->" * 100_000 + f"<p>{TEXT}</p>")
html("a comment that never ends", lambda: f"<p>{TEXT}</p><!--" + "<p>文</p>" * 100_000)
html("100,000 tables of one cell", lambda: f"<p>{TEXT * 20}</p>" + "<table><tr><td>1</td></tr></table>" * 100_000)
html("10,000 links to files", lambda: f"<p>{TEXT}</p><p>" + "<a href='x.doc'>附件</a> " * 10_000 + "</p>")
html("20,000 closed documents", lambda: f"<p>{TEXT}</p>" + "</body></html>" * 20_000 + f"<p>{TEXT}{TEXT}</p>")

# --- length -------------------------------------------------------------------------------------------------------

_PARAGRAPH = "全年主动公开政府信息32条，其中机构职能类4条，政策文件类28条，按时发布，接受群众监督。"


def _megabytes(paragraph: str, megabytes: int) -> str:
    return paragraph * (megabytes * 2**20 // len(paragraph.encode()))


_PROSE = "各部门按照统一部署，认真落实公开要求，及时更新栏目内容，主动回应社会关切，公开工作平稳有序。"
_PAGES = [_PROSE] * 9 + [_PARAGRAPH]
html(
    "20 MB of paragraphs",
    lambda: (
        f"<h1>某局2019年政府信息公开工作年度报告</h1><p>{TEXT}</p>"
        + _megabytes("".join(f"<p>{p}</p>\n" for p in _PAGES), 20)
    ),
    seconds=LARGE,
    megabytes=2_500.0,
)
plain(
    "20 MB of paragraphs",
    lambda: f"某局2019年政府信息公开工作年度报告\n\n{TEXT}\n\n" + _megabytes("".join(f"{p}\n\n" for p in _PAGES), 20),
    seconds=LARGE,
    megabytes=2_500.0,
)
plain(
    "5 MB of counts",
    lambda: f"某局2019年政府信息公开工作年度报告\n\n{TEXT}\n\n" + _megabytes(f"{_PARAGRAPH}\n\n", 5),
    megabytes=1_500.0,
)
html(
    "100,000 headings",
    lambda: f"<p>{TEXT}</p>" + "".join(f"<p>一、标题{n}</p>" for n in range(100_000)),
    megabytes=1_500.0,
)
plain(
    "100,000 headings",
    lambda: f"{TEXT}\n" + "".join(f"一、标题{n}\n" for n in range(100_000)),
    megabytes=1_500.0,
)
html(
    "20,000 h1 to h6",
    lambda: "".join(f"<h{n % 6 + 1}>标题{n}</h{n % 6 + 1}>" for n in range(20_000)) + f"<p>{TEXT}</p>",
)
plain(
    "20,000 Markdown headings",
    lambda: f"{TEXT}\n\n" + "".join(f"{'#' * (n % 6 + 1)} 标题{n}\n\n" for n in range(20_000)),
)
plain("200,000 empty lines", lambda: "\n" * 200_000 + TEXT)
plain("100,000 page marks", lambda: f"{TEXT}\n" + "- 1 -\n" * 100_000)
plain("100,000 lines of one character", lambda: f"{TEXT}\n" + "文\n" * 100_000)
plain("100,000 pipes on one line", lambda: f"{TEXT}\n\n" + "|" * 100_000 + "\n")
plain("100,000 tabs on one line", lambda: f"{TEXT}\n\n" + "1\t" * 100_000 + "\n")
plain("20,000 Markdown links on one line", lambda: f"{TEXT}\n\n" + "[首页](/a.html)**文**" * 20_000)
plain("20,000 open Markdown links", lambda: f"{TEXT}\n\n" + "![](文" * 20_000)
plain("50,000 open comments", lambda: f"{TEXT}\n\n" + "<!--1--" * 50_000)
plain("20,000 tables in Markdown", lambda: f"{TEXT}\n\n" + "<table><tr><td>1</td></tr></table>\n" * 20_000)
plain("20,000 open tables in Markdown", lambda: f"{TEXT}\n\n" + "<table><tr><td>1\n" * 20_000 + "</table>")
plain(
    "20,000 wrapped lines",
    lambda: f"{TEXT}\n\n" + ("全年主动公开政府信息工作平稳有序推进各项任务落实到位" + "\n") * 20_000,
)

# --- labels and values --------------------------------------------------------------------------------------------

both("5 MB of labels on one line", lambda: "索引号：文号：时效：" * 180_000 + TEXT, megabytes=1_500.0)
both("5 MB of bare labels on one line", lambda: "索引号 文号 时效 " * 200_000 + TEXT, megabytes=1_500.0)
both("1 MB of unknown labels on one line", lambda: "某某事项：甲，" * 50_000 + TEXT, megabytes=800.0)
both("labels of 300,000 blanks", lambda: "索" + " " * 300_000 + "引" + " " * 300_000 + "号：1 " + TEXT)
both("label, 300,000 blanks, colon", lambda: "索引号" + "\u3000" * 300_000 + "：1 " + TEXT)
both("20,000 half labels", lambda: "索 引 索 引 " * 20_000 + TEXT)
both("20,000 open font widgets", lambda: "【字号：大 中 小 " * 20_000 + TEXT)
plain("20,000 lines of labels", lambda: "索引号：1\n文号：2\n" * 10_000 + "\n" + TEXT)
html(
    "20,000 rows of labels",
    lambda: (
        "<table>" + "<tr><td>索引号：</td><td>1</td><td>文号</td><td></td></tr>" * 20_000 + f"</table><p>{TEXT}</p>"
    ),
)
html(
    "20,000 meta tags",
    lambda: "<html><head>" + "<meta name='PubDate' content='2019-01-01'>" * 20_000 + f"</head><body><p>{TEXT}</p>",
)

# --- figures, numerals, brackets, dates ---------------------------------------------------------------------------

_REPORT = "某局2019年政府信息公开工作年度报告\n\n"
both("100,000 open brackets", lambda: TEXT + "（" * 100_000)
both("100,000 pairs of brackets", lambda: TEXT + "（）" * 100_000)
both("50,000 nested brackets", lambda: TEXT + "（一" * 50_000 + "）" * 50_000)
both("100,000 open book marks", lambda: TEXT + "《" * 100_000)
both("1 MB of digits", lambda: TEXT + "1" * 1_000_000)
both("1 MB of digits in a report", lambda: f"{_REPORT}{TEXT}公开信息" + "1" * 1_000_000 + "条。")
both("200,000 groups of digits", lambda: f"{_REPORT}{TEXT}公开信息" + "1,000," * 200_000 + "条。")
both("100,000 Chinese numerals", lambda: f"{_REPORT}{TEXT}公开信息" + "一二三四五六七八九十百千万亿" * 8_000 + "条。")
both("100,000 Chinese zeros", lambda: f"{_REPORT}{TEXT}公开信息" + "〇零" * 50_000 + "条。")
both("100,000 years", lambda: f"{_REPORT}{TEXT}" + "二〇一九年" * 100_000)
both("50,000 dates", lambda: f"{_REPORT}{TEXT}" + "2019年1月15日至" * 50_000)
both("100,000 half dates", lambda: f"{_REPORT}{TEXT}" + "2019年1" * 100_000)
both(
    "a breakdown of 50,000 parts",
    lambda: f"{_REPORT}{TEXT}公开信息50000条，其中" + "，".join(f"类{n}信息1条" for n in range(50_000)) + "。",
    megabytes=800.0,
)
both("50,000 times of which", lambda: f"{_REPORT}{TEXT}公开信息" + "5条，其中" * 50_000)
both("100,000 commas", lambda: f"{_REPORT}{TEXT}" + "，" * 100_000 + "5条。")
both("1 MB without a full stop", lambda: f"{_REPORT}{TEXT}" + "公开政府信息工作" * 42_000)
both("50,000 document numbers", lambda: f"{_REPORT}{TEXT}" + "某政发〔2019〕1号" * 50_000)
both("50,000 offices", lambda: f"{_REPORT}{TEXT}" + "某市人民政府办公室" * 50_000)
plain("20,000 signatures", lambda: f"{_REPORT}{TEXT}\n\n" + "某市财政局\n2019年1月15日\n\n" * 20_000)
plain("50,000 leader dots", lambda: f"{_REPORT}目录\n一、概述" + "." * 500_000 + f"1\n\n{TEXT}")
plain(
    "20,000 lines of contents",
    lambda: f"{_REPORT}目录\n" + "".join(f"一、概述......{n}\n" for n in range(20_000)) + TEXT,
)

# --- characters ---------------------------------------------------------------------------------------------------

html("300,000 entities", lambda: "<p>" + "&amp;" * 300_000 + TEXT + "</p>")
html("300,000 invalid entities", lambda: "<p>" + "&#x110000;&bogus;&#55296;" * 100_000 + TEXT + "</p>")
html("300,000 open entities", lambda: "<p>" + "&am" * 300_000 + TEXT + "</p>")
html("an entity of 1 MB", lambda: "<p>&#" + "1" * 1_000_000 + ";" + TEXT + "</p>")
both("300,000 blanks", lambda: TEXT + " " * 300_000 + TEXT)
both("300,000 wide blanks", lambda: TEXT + "\u3000" * 300_000 + TEXT)
both("300,000 zero-width blanks", lambda: TEXT + "\u200b" * 300_000 + TEXT)
both("100,000 combining marks", lambda: TEXT + "e" + "\u0301" * 100_000)
both("lone surrogates", lambda: TEXT + "\ud800\udfff" * 50_000)
both("NUL characters", lambda: TEXT + "\0文" * 50_000)
both("100,000 control characters", lambda: TEXT + "\x0b\x1c\x85\u2028" * 25_000)
html(
    "an XML entity bomb",
    lambda: (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True))
        + f"]><html><body><p>{TEXT}&i;</p></body></html>"
    ),
)
html(
    "external entities",
    lambda: (
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY f SYSTEM "file:///etc/hostname">'
        f'<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><html><body><p>{TEXT}&f;</p></body></html>'
    ),
)

# --- bytes --------------------------------------------------------------------------------------------------------

_PAGE = "<html><head>{}<title>年报</title></head><body><p>" + TEXT + _PARAGRAPH * 20 + "</p></body></html>"


def _page(declared: str, encoding: str) -> bytes:
    return _PAGE.format(f"<meta charset='{declared}'>" if declared else "").encode(encoding)


for _encoding in (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "utf-8-sig",
    "gb18030",
    "gbk",
):
    raw(f"{_encoding}, nothing declared", lambda e=_encoding: _page("", e))  # type: ignore[misc]
for _declared, _encoding in (
    ("utf-8", "gb18030"),
    ("gb2312", "utf-8"),
    ("big5", "utf-8"),
    ("iso-8859-1", "gb18030"),
    ("no-such-charset", "utf-8"),
    ("utf-16", "utf-8"),
    ("utf-7", "utf-8"),
    ("rot13", "utf-8"),
    ("zlib", "utf-8"),
    ("idna", "gb18030"),
    ("unicode_escape", "utf-8"),
    ("hz-gb-2312", "hz"),
    ("hz-gb-2312", "gb18030"),
):
    raw(f"{_encoding} declared {_declared}", lambda d=_declared, e=_encoding: _page(d, e))  # type: ignore[misc]
raw("one bad byte", lambda: (page := _page("utf-8", "utf-8"))[:300] + b"\xff" + page[300:])
raw("cut in a character", lambda: _page("utf-8", "utf-8")[: -len("</p></body></html>") - 1])
raw(
    "a megabyte of 0xff behind a page", lambda: _page("utf-8", "utf-8") + b"\xff" * 1_000_000, kept=(), refused="binary"
)
raw("a hundred 0xff behind a page", lambda: _page("utf-8", "utf-8") + b"\xff" * 100)


def _zip() -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:document/>" * 1_000)
    return store.getvalue()


_PARTS = (
    b"From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
)
_REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\n" * 2_000, "PDF"),
    "ZIP": (_zip, "ZIP"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 100, "PNG"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 100, "JPEG"),
    "GIF": (lambda: b"GIF89a\x01\0\x01\0" + bytes(range(256)) * 10, "GIF"),
    "WebP": (lambda: b"RIFF\x24\0\0\0WEBPVP8 " + bytes(range(256)) * 10, "WebP"),
    "BMP": (lambda: b"BM\x36\x04\0\0\0\0\0\0" + bytes(range(256)) * 10, "BMP"),
    "TIFF": (lambda: b"II*\0" + bytes(range(256)) * 10, "TIFF"),
    "DOC (OLE)": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4_096, "Office"),
    "RTF": (lambda: b"{\\rtf1\\ansi\\ansicpg936 \\'b9\\'ab\\'bf\\'aa}", "RTF"),
    "RAR": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(range(256)) * 10, "RAR"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(range(256)) * 10, "7z"),
    "gzip": (lambda: gzip.compress(_page("utf-8", "utf-8"), mtime=0), "gzip"),
    "gzip bomb": (lambda: gzip.compress(b"\0" * 50_000_000, mtime=0), "gzip"),
    "bzip2": (lambda: b"BZh91AY&SY" + bytes(range(256)) * 10, "bzip2"),
    "Zstandard": (lambda: b"\x28\xb5\x2f\xfd" + bytes(range(256)) * 10, "Zstandard"),
    "ELF": (lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 1_000, "ELF"),
    "MP4": (lambda: b"\0\0\0\x20ftypisom\0\0\x02\0" + bytes(range(256)) * 100, "MP4"),
    "MP3": (lambda: b"ID3\x04\0\0\0\0\x0f\x76" + bytes(range(256)) * 100, "MP3"),
    "OpenType": (lambda: b"wOFF\0\x01\0\0" + bytes(range(256)) * 100, "font"),
    "xz": (lambda: b"\xfd7zXZ\0\0\x04" + bytes(range(256)) * 10, "xz"),
    "tar": (lambda: b"page.html".ljust(257, b"\0") + b"ustar\x0000" + b"\0" * 1_000, "tar"),
    "EXE": (lambda: b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(range(256)) * 10, "Windows"),
    "Java class": (lambda: b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(range(256)) * 10, "binary"),
    "EMF": (lambda: b"\x01\0\0\0\x6c\0\0\0" + bytes(range(256)) * 10, "binary"),
    "100 kB of random bytes": (lambda: random.Random(4).randbytes(100_000), "binary"),
    "5 MB of random bytes": (lambda: random.Random(5).randbytes(5_000_000), "binary"),
    "random bytes behind a UTF-16 mark": (lambda: b"\xff\xfe" + random.Random(7).randbytes(10_000), "binary"),
    "200 random bytes": (lambda: random.Random(6).randbytes(200), "binary"),
    "MHTML": (lambda: _PARTS + base64.encodebytes(_page("utf-8", "utf-8")) + b"--b--\r\n", "MHTML"),
    "JSON": (lambda: json.dumps({"code": 0, "data": [{"content": _PAGE.format("")}] * 200}).encode(), "JSON"),
    "1 MB of 0xff": (lambda: b"\xff" * 1_000_000, "binary"),
    "1 MB of NUL": (lambda: b"\0" * 1_000_000, "binary|blanks"),
}
for _name, (_make, _named) in _REFUSED.items():
    raw(_name, _make, kept=(), refused=_named)

for _encoding in ("rot13", "idna", "undefined", "zlib", "no-such-charset", "\0", "unicode_escape"):
    raw(
        f"encoding={_encoding!a}", lambda: _page("", "gb18030"), encoding=_encoding, kept=(), refused="unknown encoding"
    )
raw("encoding=utf-16 for gb18030", lambda: _page("", "gb18030"), encoding="utf-16")
raw("1 MB of blanks", lambda: b" \r\n\t" * 250_000, kept=(), refused="blanks")
raw("nothing", lambda: b"", kept=(), refused="empty")
plain("100,000 brackets of JSON", lambda: TEXT + "[" * 100_000)
raw("100,000 brackets of JSON in bytes", lambda: ("[" * 100_000 + '"文":' + TEXT + "]" * 100_000).encode())
plain("no character", lambda: "", kept=(), refused="empty")
plain("1 MB of blanks", lambda: " \u3000" * 500_000, kept=(), refused="blanks")

CASES: tuple[Case, ...] = tuple(FOUND)


def chosen(word: str) -> Iterator[Case]:
    """The cases whose name holds the word."""
    return (case for case in CASES if word in case.name)
