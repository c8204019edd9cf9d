"""Archives and files of data that are cut off or damaged: no page is lost without a word, and none is read by half.

Every container is cut at many places. What comes of it must be all its pages (no cut that loses one), or fewer and a
failed document, or the word that there was nothing in it.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from govreport.batch.documents import Document, Reading
from govreport.batch.reading import read
from govreport.batch.sources import open_sources
from govreport.models import Report

PAGE = "<h1>云溪市水务局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>全年主动公开信息{}条。</p>"
PAGES = [PAGE.format(number) for number in range(5)]
NOTHING = "archives and files of data without a document"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def warc_record(number: int, page: str) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nContent-Length: {len(block)}\r\n"
    return f"{head}Content-Type: application/http; msgtype=response\r\n\r\n".encode() + block + b"\r\n\r\n"


def warc() -> bytes:
    return b"".join(warc_record(number, page) for number, page in enumerate(PAGES))


def warc_gz() -> bytes:
    return b"".join(gzip.compress(warc_record(number, page), mtime=0) for number, page in enumerate(PAGES))


def tar(mode: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for number, page in enumerate(PAGES):
            info = tarfile.TarInfo(f"{number}.html")
            info.size = len(page.encode())
            archive.addfile(info, io.BytesIO(page.encode()))
    return buffer.getvalue()


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, page in enumerate(PAGES):
            archive.writestr(zipfile.ZipInfo(f"{number}.html"), page)
    return buffer.getvalue()


def lines() -> bytes:
    return "".join(json.dumps({"id": number, "html": page}) + "\n" for number, page in enumerate(PAGES)).encode()


def zst() -> bytes:
    """Two frames with checksums, one that may be skipped between them, and one of a repeated byte without any."""
    data = lines()
    checked = zstandard.ZstdCompressor(write_checksum=True).compress
    skipped = (0x184D2A51).to_bytes(4, "little") + (3).to_bytes(4, "little") + b"abc"
    plain = zstandard.ZstdCompressor(write_checksum=False, write_content_size=False).compress(b"\n" * 300_000)
    return checked(data[:400]) + skipped + checked(data[400:]) + plain


def parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"id": [str(n) for n in range(5)], "html": PAGES}), buffer, row_group_size=2)
    return buffer.getvalue()


CONTAINERS: dict[str, Callable[[], bytes]] = {
    ".warc": warc,
    ".warc.gz": warc_gz,
    ".tar": lambda: tar("w"),
    ".tar.gz": lambda: tar("w:gz"),
    ".tar.xz": lambda: tar("w:xz"),
    ".tar.bz2": lambda: tar("w:bz2"),
    ".zip": zipped,
    ".jsonl": lines,
    ".jsonl.gz": lambda: gzip.compress(lines()),
    ".jsonl.zst": zst,
    ".parquet": parquet,
}


def documents(name: str) -> tuple[list[Document], Reading]:
    reading = Reading()
    return list(open_sources([name], reading)[1]), reading


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_what_is_cut_off_is_told(suffix: str) -> None:
    data = CONTAINERS[suffix]()
    path = Path("a" + suffix)
    path.write_bytes(data)
    whole, reading = documents(path.name)
    assert [document.content for document in whole] == PAGES or [document.content for document in whole] == [
        page.encode() for page in PAGES
    ]
    assert not reading.skipped
    borders = _borders(suffix)
    for cut in sorted({*range(0, len(data), max(1, len(data) // 150)), *range(512, len(data), 512), len(data) - 1}):
        path.write_bytes(data[:cut])
        found, reading = documents(path.name)
        # A record without content (its head is cut) fails when it is read.
        read_ = [document for document in found if document.failure is None and document.content]
        # What is read is whole: no half page is taken for one.
        assert [document.content for document in read_] == [document.content for document in whole[: len(read_)]], cut
        told = len(found) > len(read_) or reading.skipped[NOTHING]
        assert told or read_ == whole or cut in borders, cut


def _borders(suffix: str) -> set[int]:
    """Where a shorter file is one that was never longer: between lines, and between the records of a WARC."""
    if suffix == ".jsonl":
        return {at for at, byte in enumerate(lines(), 1) if byte == ord("\n")}
    records = [warc_record(number, page) for number, page in enumerate(PAGES)]
    if suffix == ".warc.gz":
        records = [gzip.compress(record, mtime=0) for record in records]
    if suffix == ".jsonl.zst":
        return set()
    return {sum(map(len, records[:count])) for count in range(6)} if "warc" in suffix else set()


def test_a_warc_in_one_piece_of_gzip_is_whole_and_a_cut_one_is_not() -> None:
    data = gzip.compress(warc())
    Path("a.warc.gz").write_bytes(data)
    assert [document.failure for document in documents("a.warc.gz")[0]] == [None] * 5
    Path("a.warc.gz").write_bytes(data[:-6])
    assert documents("a.warc.gz")[0][-1].failure is not None


def test_a_member_of_a_tar_whose_head_is_damaged_is_not_its_end() -> None:
    data = bytearray(tar("w"))
    data[1024 + 10] ^= 0xFF  # a head has 512 bytes, the first page stands in the next 512
    Path("a.tar").write_bytes(data)
    [first, rest] = documents("a.tar")[0]
    assert isinstance(read(first), Report)
    assert rest.failure is not None
    assert "at byte 1024" in rest.failure.message


def test_a_damaged_xz_is_a_failed_document_and_no_crash() -> None:
    data = bytearray(tar("w:xz"))
    data[len(data) // 2] ^= 0xFF
    Path("a.tar.xz").write_bytes(data)
    assert documents("a.tar.xz")[0][-1].failure is not None


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz", ".jsonl", ".jsonl.gz"])
def test_a_file_without_a_byte_is_told(suffix: str) -> None:
    Path("a" + suffix).write_bytes(b"")
    found, reading = documents("a" + suffix)
    assert (found, reading.skipped) == ([], {NOTHING: 1})
