"""What every sink is told and reads: the output that was asked for, and the parts of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govreport.extras import need

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Sink", "read_parts"]


@dataclass(frozen=True, slots=True)
class Sink:
    """One output: ``target`` as asked for, its kind (``.csv``) and the suffix of the parts that it is made of."""

    target: Path
    kind: str
    part: str
    headers: str = "en"
    partition_by: str | None = None
    folder: bool = False


def read_parts(parts: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    """The batches of all parts, in order; one batch is held at a time."""
    pa = need("pyarrow")
    for part in parts:
        with pa.OSFile(str(part), "rb") as file, pa.ipc.open_stream(file) as reader:
            yield from reader
