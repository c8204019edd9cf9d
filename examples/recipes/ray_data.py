"""Ray Data on ``parse_batches``: a folder of Parquet with pages in, a folder of Parquet with reports out.

``python ray_data.py PAGES REPORTS``. The pages have the columns ``id``, ``content`` and, if known, ``url``.
Ran here on ray 2.60.0, pyarrow 26.0.1, Python 3.11 (``pip install 'ray[data]'``).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyarrow as pa
import ray

from govreport.batch.arrow import REPORT_SCHEMA, parse_batches

BATCH_ROWS = 64


def to_reports(pages: pa.Table) -> pa.Table:
    """One block; as many rows out as in."""
    return pa.Table.from_batches(parse_batches(pages.to_batches(max_chunksize=BATCH_ROWS)), schema=REPORT_SCHEMA)


def main(source: str, target: str) -> None:
    """Each file of ``source`` becomes blocks, each block one task on some core of the cluster."""
    # On this machine alone, without a dashboard and without Ray's reports of its use to its makers.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(include_dashboard=False)
    try:
        # Full paths: a worker of Ray has a working directory of its own.
        pages = ray.data.read_parquet(str(Path(source).resolve()))
        reports = pages.map_batches(to_reports, batch_format="pyarrow", batch_size=BATCH_ROWS * 4)
        reports.write_parquet(str(Path(target).resolve()))
    finally:
        ray.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:3])
