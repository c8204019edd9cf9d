"""Where documents come from: every kind of container, hostile ones, and ids that stay."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from govreport.batch.documents import Document, Fields, Reading
from govreport.batch.reading import read
from govreport.batch.sources import open_sources
from govreport.errors import DependencyError, SourceError
from govreport.models import Report

PAGE = "<h1>云溪市水务局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>全年主动公开信息12条。</p>"


def documents(*names: str | Path, reading: Reading | None = None) -> list[Document]:
    return list(open_sources([str(name) for name in names], reading or Reading())[1])


def outcomes(found: list[Document]) -> list[tuple[str, str]]:
    """Id, and the year or the class of the error."""
    results = [(document.id, read(document)) for document in found]
    return [(id_, str(one.year) if isinstance(one, Report) else one.error) for id_, one in results]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_zip_members_are_sorted_and_what_is_no_page_is_counted() -> None:
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/2.html", PAGE)
        archive.writestr("a.txt", "某市某局2019年政府信息公开工作年度报告")
        archive.writestr("b/logo.png", b"\x89PNG")
        archive.writestr("../../etc/x.html", PAGE)
    reading = Reading()
    found = documents("a.zip", reading=reading)
    assert outcomes(found) == [("a.zip/../../etc/x.html", "2023"), ("a.zip/a.txt", "2019"), ("a.zip/b/2.html", "2023")]
    assert reading.skipped == {"members of archives that are no pages": 1}
    assert [path.name for path in Path().iterdir()] == ["a.zip"]


def test_chinese_names_without_the_utf8_flag() -> None:
    name = "年报.html"
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("xxxx.html"), PAGE)
    data = Path("a.zip").read_bytes().replace(b"xxxx.html", name.encode("gb18030"))
    assert len(name.encode("gb18030")) == len("xxxx.html")
    Path("a.zip").write_bytes(data)
    assert outcomes(documents("a.zip")) == [("a.zip/年报.html", "2023")]


def test_a_bomb_is_not_unpacked_beyond_the_limit() -> None:
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.html", bytes(20_000_000))
        archive.writestr("page.html", PAGE)
    with tarfile.open("a.tar.gz", "w:gz") as tar:
        for name, data in (("bomb.html", bytes(20_000_000)), ("page.html", PAGE.encode())):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    reading = Reading(max_bytes=100_000)
    for found in (documents("a.zip", reading=reading), documents("a.tar.gz", reading=reading)):
        assert [error for _, error in outcomes(found)] == ["SourceTooLargeError", "2023"]
        assert max(document.weight() for document in found) < 1000


def test_broken_members_and_archives_are_failed_documents() -> None:
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("1.html", PAGE)
        archive.writestr("2.html", PAGE)
    data = bytearray(Path("a.zip").read_bytes())
    data[data.find(PAGE.encode()) + 5] ^= 1  # the checksum of the first member is wrong now
    Path("a.zip").write_bytes(data)
    assert outcomes(documents("a.zip")) == [("a.zip/1.html", "SourceError"), ("a.zip/2.html", "2023")]
    Path("b.zip").write_bytes(b"no archive")
    Path("b.tar").write_bytes(b"no archive")
    assert outcomes(documents("b.zip", "b.tar")) == [("b.tar", "SourceError"), ("b.zip", "SourceError")]


def test_tar_links_and_devices_are_passed_over() -> None:
    with tarfile.open("a.tgz", "w:gz") as tar:
        page = tarfile.TarInfo("x/1.html")
        page.size = len(PAGE.encode())
        tar.addfile(page, io.BytesIO(PAGE.encode()))
        link = tarfile.TarInfo("x/link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
        device = tarfile.TarInfo("x/zero.html")
        device.type = tarfile.CHRTYPE
        tar.addfile(device)
    reading = Reading()
    assert outcomes(documents("a.tgz", reading=reading)) == [("a.tgz/x/1.html", "2023")]
    assert sum(reading.skipped.values()) == 2
    cut = Path("a.tgz").read_bytes()
    Path("cut.tgz").write_bytes(cut[: len(cut) // 2])
    assert outcomes(documents("cut.tgz"))[-1] == ("cut.tgz", "SourceError")


LINES = [
    # line, id, year or error
    ({"id": "x", "html": PAGE}, "x", "2023"),
    ({"id": 7, "url": "http://a.cn/", "content": PAGE}, "7", "2023"),
    ({"text": "某市某局2019年政府信息公开工作年度报告"}, "a.jsonl:3", "2019"),
    ({"id": "", "body": PAGE}, "a.jsonl:4", "2023"),
    ({"id": "none"}, "none", "EmptySourceError"),
    ({"id": "number", "html": 5}, "number", "EmptySourceError"),
    ([1, 2], "a.jsonl:7", "SourceError"),
    ("{broken", "a.jsonl:8", "SourceError"),
    ({"id": "half", "html": PAGE + "\ud800"}, "half", "2023"),
]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson"])
def test_json_lines(suffix: str) -> None:
    lines = [line if isinstance(line, str) else json.dumps(line) for line, _, _ in LINES]
    data = ("\n".join(lines) + "\n\n").encode()
    pack = {".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}.get(Path("x" + suffix).suffix, bytes)
    Path("a" + suffix).write_bytes(pack(data))
    expected = [(id_.replace(".jsonl", suffix), year) for _, id_, year in LINES]
    found = documents("a" + suffix)
    assert outcomes(found) == expected
    assert found[1].url == "http://a.cn/"
    assert [document.mark() for document in found] == [document.mark() for document in documents("a" + suffix)]


def test_fields_are_chosen_by_name() -> None:
    row = {"id": "wrong", "key": "right", "html": "no", "page": PAGE, "at": "http://a.cn/", "text": "no"}
    Path("a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    reading = Reading(Fields(id="key", url="at", html="page"))
    [found] = documents("a.jsonl", reading=reading)
    assert (found.id, found.url, found.content) == ("right", "http://a.cn/", PAGE)
    [found] = documents("a.jsonl", reading=Reading(Fields(text="nothing")))
    assert found.failure is not None
    assert "nothing" in found.failure.message


def test_a_line_that_is_too_long_is_not_held() -> None:
    long = json.dumps({"html": "x" * 500_000})
    Path("a.jsonl").write_text(f"{long}\n{json.dumps({'html': PAGE})}\n", encoding="utf-8")
    found = documents("a.jsonl", reading=Reading(max_bytes=1000))
    assert outcomes(found) == [("a.jsonl:1", "SourceTooLargeError"), ("a.jsonl:2", "2023")]


@pytest.mark.parametrize("content", [PAGE, PAGE.encode("gb18030")], ids=["string", "binary"])
def test_parquet(content: str | bytes) -> None:
    table = pa.table({"url": ["http://a.cn/", None], "content": [content, None], "other": [1, 2]})
    pq.write_table(table, "a.parquet")
    found = documents("a.parquet")
    assert outcomes(found) == [("a.parquet:0", "2023"), ("a.parquet:1", "EmptySourceError")]
    assert found[0].url == "http://a.cn/"
    with pytest.raises(SourceError, match="no column of content"):
        documents("a.parquet", reading=Reading(Fields(html="page")))
    Path("b.parquet").write_bytes(b"PAR1 no")
    assert outcomes(documents("b.parquet")) == [("b.parquet", "SourceError")]


def warc_record(number: int, kind: str, more: str, block: bytes) -> bytes:
    if kind == "response":
        more += "Content-Type: application/http; msgtype=response\r\n"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: http://a.cn/{number}\r\nContent-Length: {len(block)}\r\n{more}\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", more: str = "Content-Type: text/html\r\n") -> bytes:
    return f"HTTP/1.1 {status}\r\n{more}\r\n".encode() + body


PLAIN = "某市某局2019年政府信息公开工作年度报告".encode()
DEFLATE = zlib.compressobj(wbits=-15)
RAW = DEFLATE.compress(PAGE.encode()) + DEFLATE.flush()
RECORDS = [
    # type, headers, block, year or error (None: passed over)
    ("warcinfo", "", b"software: x", None),
    ("response", "", http(PAGE.encode()), "2023"),
    ("request", "", b"GET / HTTP/1.1\r\n\r\n", None),
    ("response", "", http(PAGE.encode(), "404 Not Found"), None),
    ("response", "", http(b"\x89PNG", more="Content-Type: image/png\r\n"), None),
    ("response", "", http(PAGE.encode("gb18030"), more="Content-Type: text/html; charset=gbk\r\n"), "2023"),
    (
        "response",
        "",
        http(gzip.compress(PAGE.encode()), more="Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
        "2023",
    ),
    ("response", "", http(PAGE.encode(), more="Content-Type: text/html\r\nContent-Encoding: gzip\r\n"), "2023"),
    ("response", "", http(RAW, more="Content-Type: text/html\r\nContent-Encoding: deflate\r\n"), "2023"),
    (
        "response",
        "",
        http(gzip.compress(bytes(2_000_000)), more="Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
        "SourceTooLargeError",
    ),
    ("response", "", http(PLAIN, more="Content-Type: text/plain\r\n"), "2019"),
    ("resource", "Content-Type: text/html\r\n", PAGE.encode(), "2023"),
    ("conversion", "Content-Type: text/plain\r\n", PLAIN, "2019"),
    ("response", "", http(b""), "EmptySourceError"),
]


@pytest.mark.parametrize("packed", [False, True], ids=["warc", "warc.gz"])
def test_warc(packed: bool) -> None:
    single = [warc_record(number, *record[:3]) for number, record in enumerate(RECORDS)]
    name = "a.warc.gz" if packed else "a.warc"
    Path(name).write_bytes(b"".join(gzip.compress(one) if packed else one for one in single))
    reading = Reading(max_bytes=1_000_000)
    found = documents(name, reading=reading)
    expected = [(f"urn:uuid:{n}", year) for n, (*_, year) in enumerate(RECORDS) if year is not None]
    assert outcomes(found) == expected
    assert found[0].url == "http://a.cn/1"
    assert reading.skipped == {
        "records with an HTTP status other than 200": 1,
        "records that are no pages by their media type": 1,
    }


STDIN = [
    # bytes, outcomes
    (PAGE.encode(), [("-", "2023")]),
    (b"", [("-", "EmptySourceError")]),
    (
        json.dumps({"html": PAGE}).encode() + b"\n" + json.dumps({"id": "b", "html": ""}).encode(),
        [("-:1", "2023"), ("b", "EmptySourceError")],
    ),
    (b"x" * 100_001, [("-", "SourceTooLargeError")]),
]


@pytest.mark.parametrize(("data", "expected"), STDIN, ids=["page", "nothing", "json", "large"])
def test_standard_input(data: bytes, expected: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert outcomes(documents("-", reading=Reading(max_bytes=100_000))) == expected


MISSING = [("fastwarc", "a.warc", "warc"), ("pyarrow", "a.parquet", "arrow"), ("zstandard", "a.jsonl.zst", "zstd")]


@pytest.mark.parametrize(("module", "name", "extra"), MISSING)
def test_a_missing_extra_is_named(module: str, name: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(name).write_bytes(b"")
    for loaded in [key for key in sys.modules if key.partition(".")[0] == module]:
        monkeypatch.setitem(sys.modules, loaded, None)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DependencyError, match=rf"pip install 'govreport\[{extra}\]'"):
        documents(name)


def test_a_pipe_and_a_device_are_no_files() -> None:
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("this platform has no named pipes")
    os.mkfifo("pipe.html")
    assert outcomes(documents("pipe.html", "/dev/zero")) == [
        ("/dev/zero", "SourceNotFoundError"),
        ("pipe.html", "SourceNotFoundError"),
    ]
