"""The unit of work of a conversion: a run of documents, read in a worker and written as one part.

A part (:mod:`.parts` writes it) is ``part-000012`` with the suffix of its kind, ``part-000012.errors.jsonl`` with the
failed documents and ``part-000012.json`` with what is in it. Each is written under a temporary name and renamed, the
``.json`` last: where it stands, the part is complete. It names its documents (ids and what they looked like) by a
digest, so that a part is taken over when a run is resumed only if it was made of the same documents. Where the cuts
fall depends on the documents alone, never on the number of workers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from govreport.pool import TimeLimitError

from .documents import Document, Failure

__all__ = [
    "SHARD_BYTES",
    "SHARD_DOCUMENTS",
    "Shard",
    "condemn",
    "cut",
    "give_up",
    "part_info",
    "part_stem",
]

SHARD_DOCUMENTS = 64
SHARD_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Shard:
    """Some documents in a row. ``condemned`` are those that must not be tried again: place → why.

    ``first`` is the number of its first document in the run, from 0: the key of the tables.
    """

    number: int
    first: int
    documents: tuple[Document, ...]
    folder: str
    suffix: str
    max_bytes: int
    rows: int
    condemned: dict[int, Failure] = field(default_factory=dict)

    def path(self, suffix: str) -> Path:
        return Path(self.folder, part_stem(self.number) + suffix)

    def digest(self) -> str:
        """What this shard is made of."""
        found = hashlib.sha256(b"%d\0" % self.first)
        for document in self.documents:
            for part in (document.id, document.mark(), document.url, document.media_type):
                found.update(repr(part).encode() + b"\0")
            found.update(repr(document.failure).encode())
        return found.hexdigest()


def part_stem(number: int) -> str:
    """The name of a part without its suffix."""
    return f"part-{number:06d}"


def cut(documents: Iterable[Document], **options: Any) -> Iterator[Shard]:
    """The documents in shards of at most 64, or 8 MB of content."""
    number = first = size = 0
    waiting: list[Document] = []
    for document in documents:
        waiting.append(document)
        size += document.weight()
        if len(waiting) >= SHARD_DOCUMENTS or size >= SHARD_BYTES:
            yield Shard(number, first, tuple(waiting), **options)
            number, first, size, waiting = number + 1, first + len(waiting), 0, []
    if waiting:
        yield Shard(number, first, tuple(waiting), **options)


def part_info(shard: Shard) -> dict[str, Any] | None:
    """What a complete part says of itself; None where there is none that was made of the same documents."""
    try:
        info: dict[str, Any] = json.loads(shard.path(".json").read_bytes())
    except (OSError, ValueError):
        return None
    return info if info.get("digest") == shard.digest() else None


def condemn(shard: Shard, number: int, error: Exception) -> Shard:
    """The shard without the document that killed its worker."""
    kind = "TimeLimitError" if isinstance(error, TimeLimitError) else "WorkerError"
    return replace(shard, condemned={**shard.condemned, number: Failure(kind, str(error))})


def give_up(shard: Shard, error: Exception) -> bytes:
    """What stands for a shard whose worker dies outside of any document."""
    return json.dumps({"broken": [None, str(error), str(shard.path(""))]}).encode()
