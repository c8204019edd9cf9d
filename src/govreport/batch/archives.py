"""Pages inside ``.zip``, ``.tar(.gz, .bz2, .xz)`` and ``.warc(.gz)``: read one by one, nothing is written.

Archives come from strangers. Nothing is extracted, so a path such as ``../../etc/passwd`` is only a name; links and
devices are passed over; of every member no more than the limit of size is unpacked, whatever its header promises. A
member that cannot be read is a failed document, and so is the rest of an archive that breaks off.
"""

from __future__ import annotations

import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from tarfile import HeaderError, ReadError
from typing import IO, Any, Self

from govreport.extras import need

from .documents import DOCUMENT_SUFFIXES, TEXT_SUFFIXES, Document, Failure, Reading

__all__ = ["tar_members", "warc_records", "zip_members"]

try:
    from lzma import LZMAError
except ImportError:  # a Python that was built without it: tarfile and zipfile say so
    LZMAError = zlib.error  # type: ignore[assignment, misc]

_BROKEN = (
    LZMAError,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,
)


def _broken(error: BaseException, what: str) -> Failure:
    return Failure("SourceError", f"{what}: {' '.join(str(error).split()) or type(error).__name__}")


def _member(id_: str, stream: IO[bytes], reading: Reading, *, media_type: str | None = None) -> Document:
    data = stream.read(reading.max_bytes + 1)
    if len(data) > reading.max_bytes:
        return Document(id_, failure=reading.too_large())
    if os.path.splitext(id_)[1].lower() in TEXT_SUFFIXES:
        media_type = "text/plain"
    return Document(id_, content=data, media_type=media_type)


def _is_page(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in DOCUMENT_SUFFIXES


def _archive(path: str) -> str:
    return path.replace(os.sep, "/")


def zip_members(path: str, reading: Reading) -> Iterator[Document]:
    """The pages of a ZIP file, sorted by name; names that are no UTF-8 are read as GB 18030."""
    prefix = _archive(path)
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        yield Document(prefix, failure=_broken(error, "cannot open the archive"))
        return
    with archive:
        members = [(zip_name(item), item) for item in archive.infolist() if not item.is_dir()]
        for name, item in sorted(members, key=lambda pair: (pair[0], pair[1].header_offset)):
            if not _is_page(name):
                reading.skipped["members of archives that are no pages"] += 1
                continue
            id_ = f"{prefix}/{name}"
            try:
                with archive.open(item) as stream:
                    yield _member(id_, stream, reading)
            except _BROKEN as error:
                yield Document(id_, failure=_broken(error, "cannot read the member"))


def zip_name(item: zipfile.ZipInfo) -> str:
    """The name of a member; without the UTF-8 flag it is bytes of an unknown charset, in China most likely GBK.

    >>> item = zipfile.ZipInfo("年报.html".encode("gb18030").decode("cp437"))
    >>> zip_name(item)
    '年报.html'
    """
    if item.flag_bits & 0x800 or item.filename.isascii():
        return item.filename
    try:
        data = item.filename.encode("cp437")
    except UnicodeEncodeError:
        return item.filename
    for charset in ("utf-8", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return item.filename


class _TarInfo(tarfile.TarInfo):
    """The head of a member. Where it is none, ``tarfile`` takes this for the end, and the rest is lost in silence."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except HeaderError as error:
            # An archive ends with a block of zeros; of the first block tarfile itself says what is wrong.
            if tarfile.offset == 0 or type(error).__name__ == "EOFHeaderError":
                raise
            raise ReadError(f"no member and no end at byte {tarfile.offset} ({error})") from error


def tar_members(path: str, reading: Reading) -> Iterator[Document]:
    """The pages of a tar file, in the order of the file."""
    prefix = _archive(path)
    try:
        with tarfile.open(path, "r:*", tarinfo=_TarInfo) as archive:
            for item in archive:
                # The list of members would grow with the archive.
                archive.members = []  # type: ignore[attr-defined]
                if not item.isfile() or not _is_page(item.name):
                    reading.skipped["members of archives that are no pages"] += not item.isdir()
                    continue
                stream = archive.extractfile(item)
                assert stream is not None
                yield _member(f"{prefix}/{item.name}", stream, reading)
    except _BROKEN as error:
        yield Document(prefix, failure=_broken(error, "the archive breaks off"))


def warc_records(path: str, reading: Reading) -> Iterator[Document]:
    """The pages of a WARC: responses with status 200 and a text type, and ``resource`` and ``conversion`` records."""
    warc = need("fastwarc.warc")
    prefix = _archive(path)
    wanted = warc.WarcRecordType.response | warc.WarcRecordType.resource | warc.WarcRecordType.conversion
    try:
        with open(path, "rb") as file:
            last = 0
            for record in warc.ArchiveIterator(file, record_types=wanted, parse_http=True):
                last = record.stream_pos
                media_type, charset, reason = _warc_type(record)
                if reason is not None:
                    reading.skipped[reason] += 1
                    continue
                yield _warc_document(record, prefix, reading, media_type, charset)
        _check_end(path, last)
    except _BROKEN as error:
        yield Document(prefix, failure=_broken(error, "the archive breaks off"))


def _check_end(path: str, last: int) -> None:
    """Raises for a WARC that ends inside of a record or its head, which its reader takes for the end.

    ``last`` is where the last page began; of a compressed file no more than what follows is unpacked once more.
    """
    with open(path, "rb") as file:
        head = file.read(2)
        if head != b"\x1f\x8b":
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - 4))
            if end and file.read(4) != b"\r\n\r\n":
                raise EOFError("it does not end where a record does")
            return
        try:
            _skim(file, last)
        except (zlib.error, EOFError):
            # Perhaps all records are in one piece: then the last one does not begin where a piece does.
            _skim(file, 0)


def _skim(file: IO[bytes], start: int) -> None:
    """Go through the gzip members from ``start`` to the end of the file."""
    file.seek(start)
    member, data = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
    while data := data or file.read(1 << 16):
        if member.eof:
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        member.decompress(data, 1 << 20)
        data = member.unused_data if member.eof else member.unconsumed_tail
    if not member.eof:
        raise EOFError("the last record has no end")


def _warc_document(record: Any, prefix: str, reading: Reading, media_type: str | None, charset: str | None) -> Document:
    url = record.headers.get("WARC-Target-URI")
    id_ = (record.record_id or "").strip("<>") or f"{prefix}@{record.stream_pos}"
    length = record.content_length
    data = record.reader.read(reading.max_bytes + 1)
    if len(data) > reading.max_bytes:
        return Document(id_, url=url, failure=reading.too_large())
    if len(data) < length:
        # The reader takes the end of the file for that of the record.
        what = f"the record breaks off: {len(data)} of {length} bytes"
        return Document(id_, url=url, failure=Failure("SourceError", what))
    coding = (record.http_headers.get("Content-Encoding") or "").lower() if record.http_headers else ""
    if coding in ("gzip", "x-gzip", "deflate"):
        data, failure = _unpack(data, reading)
        if failure is not None:
            return Document(id_, url=url, failure=failure)
    elif coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        return Document(id_, url=url, failure=Failure("UnsupportedMediaError", f"content encoding {coding}"))
    return Document(id_, content=data, url=url, media_type=media_type, encoding=charset)


def _unpack(data: bytes, reading: Reading) -> tuple[bytes, Failure | None]:
    """Content that the server had compressed, within the limit; content that is plain after all stays as it is."""
    # gzip and zlib by their heads; some servers send bare deflate.
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            plain = zlib.decompressobj(window).decompress(data, reading.max_bytes + 1)
        except zlib.error:
            continue
        return plain, reading.too_large() if len(plain) > reading.max_bytes else None
    return data, None


def _warc_type(record: Any) -> tuple[str | None, str | None, str | None]:
    """Media type and charset of a record, or why it is passed over."""
    http = record.http_headers
    if http is not None and http.status_code is not None and int(http.status_code) != 200:
        return None, None, "records with an HTTP status other than 200"
    stated = (record.http_content_type if http is not None else record.headers.get("Content-Type")) or ""
    media_type = stated.partition(";")[0].strip().lower()
    charset = record.http_charset if http is not None else None
    if media_type in ("text/html", "application/xhtml+xml", ""):
        # A server that says text/html may send anything; the bytes decide.
        return None, charset, None
    if media_type == "text/plain":
        return "text/plain", charset, None
    return None, None, "records that are no pages by their media type"
