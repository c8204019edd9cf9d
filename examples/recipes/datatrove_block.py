"""datatrove on ``parse_batches``: a block that reads pages and gives documents to the others.

``python datatrove_block.py PAGES REPORTS``. The pages have the columns ``id``, ``content`` and, if known, ``url``.
datatrove's own readers leave out rows without text; this block does not, a failed page goes on with an empty text and
its error.
Ran here on datatrove 0.10.1, pyarrow 26.0.1, Python 3.11 (``pip install 'datatrove[io]'``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.io import get_datafolder
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers import ParquetWriter

from govreport.batch.arrow import REPORT_SCHEMA, parse_batches

BATCH_ROWS = 64
FLAT = [field for field in REPORT_SCHEMA if not pa.types.is_nested(field.type) and field.name != "id"]
OUTPUT_SCHEMA = pa.schema([("text", pa.string()), ("id", pa.string()), *FLAT])


class GovReports(PipelineStep):  # type: ignore[misc]
    """Reads a shard of ``folder``; the metadata of a document are the flat columns of its report."""

    name = "govreport"
    type = "READER"

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder

    def run(self, data: Iterator[Document] | None = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """The documents of every ``world_size``-th file."""
        yield from data or ()
        folder = get_datafolder(self.folder)
        for name in folder.get_shard(rank, world_size, glob_pattern="**/*.parquet"):
            with folder.open(name, "rb") as stream, pq.ParquetFile(stream) as pages:
                for reports in parse_batches(pages.iter_batches(BATCH_ROWS)):
                    yield from map(self.document, reports.to_pylist())

    def document(self, row: dict[str, Any]) -> Document:
        """One row of ``REPORT_SCHEMA`` as a document."""
        self.stat_update(row["status"])
        return Document(text=_text(row), id=row["id"], metadata={field.name: row[field.name] for field in FLAT})


def _text(row: dict[str, Any]) -> str:
    """What stands under the title: preamble and sections, without navigation and footers."""
    sections = [f"{section['number'] or ''}{section['title']}\n{section['text']}" for section in row["sections"] or ()]
    return "\n".join(filter(None, [row["preamble"], *sections]))


def main(source: str, target: str) -> None:
    """Two tasks; a task that is complete is not run again (its mark is in REPORTS/logs)."""
    writer = ParquetWriter(
        f"{target}/reports",
        schema=OUTPUT_SCHEMA,
        adapter=lambda self, document: {"text": document.text, "id": document.id, **document.metadata},
    )
    LocalPipelineExecutor(pipeline=[GovReports(source), writer], tasks=2, workers=2, logging_dir=f"{target}/logs").run()


if __name__ == "__main__":
    main(*sys.argv[1:3])
