"""JSON lines, plain, gzip or zstd: ``{"id": …, "report": {…}}`` for every document that could be read.

Parts are complete gzip members and zstd frames, so the output is their concatenation: every reader of these formats
reads members and frames one after another.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govreport.extras import need

if TYPE_CHECKING:
    from govreport.models import Report

    from .sink import Sink

__all__ = ["compress", "json_text", "report_line", "write_jsonl"]


def json_text(value: object) -> str:
    """Compact JSON; a file name that is no UTF-8 is written with escapes, so that the line stays readable."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def report_line(id_: str, report: Report) -> bytes:
    """The line of one document."""
    # What model_dump_json writes, but as bytes at once and not as text that is encoded again.
    return b'{"id":%b,"report":%b}\n' % (json_text(id_).encode(), report.__pydantic_serializer__.to_json(report))


def compress(data: bytes, suffix: str) -> bytes:
    """``data`` as one gzip member or zstd frame, the same bytes on every run."""
    if not data:
        return data
    if suffix.endswith(".gz"):
        import gzip

        return gzip.compress(data, compresslevel=6, mtime=0)
    if suffix.endswith(".zst"):
        compressed: bytes = need("zstandard").ZstdCompressor(level=3).compress(data)
        return compressed
    return data


def write_jsonl(sink: Sink, parts: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """All parts one after another."""
    target = folder / "output"
    with open(target, "wb") as output:
        for part in parts:
            with open(part, "rb") as file:
                shutil.copyfileobj(file, output, 1 << 20)
    return {target: sink.target}
