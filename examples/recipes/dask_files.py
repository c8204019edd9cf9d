"""Dask on ``parse_batches``: a folder of Parquet with pages in, a file of reports for each file of pages out.

``python dask_files.py PAGES REPORTS [scheduler address]``. The pages have the columns ``id``, ``content`` and, if
known, ``url``. A file that is already there is not made again, so the same command goes on after a break. Files and not
``dask.dataframe``: that one would carry every page through pandas.
Ran here on dask and distributed 2026.8.0, pyarrow 26.0.1, Python 3.11 (``pip install 'dask[distributed]' pyarrow``).
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow.parquet as pq
from distributed import Client, LocalCluster, as_completed

from govreport.batch.arrow import REPORT_SCHEMA, parse_batches

BATCH_ROWS = 64


def convert_file(source: Path, target: Path) -> int:
    """The reports of one file, under their name only when all are written."""
    part = target.with_name(f".{target.name}.part")
    rows = 0
    with pq.ParquetFile(source) as pages, pq.ParquetWriter(part, REPORT_SCHEMA) as out:
        for reports in parse_batches(pages.iter_batches(BATCH_ROWS)):
            out.write_batch(reports)
            rows += reports.num_rows
    part.replace(target)
    return rows


def main(source: str, target: str, scheduler: str | None = None) -> None:
    """One task a file; without an address a cluster of two processes on this machine."""
    Path(target).mkdir(parents=True, exist_ok=True)
    todo = [path for path in sorted(Path(source).rglob("*.parquet")) if not Path(target, path.name).exists()]
    cluster = scheduler or LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with Client(cluster) as client:
        # pure=False: a task is run because its file is missing, not because Dask has never seen its arguments.
        tasks = [client.submit(convert_file, path, Path(target, path.name), pure=False) for path in todo]
        rows = sum(task.result() for task in as_completed(tasks))
    print(f"{len(todo)} files, {rows} documents")


if __name__ == "__main__":
    main(*sys.argv[1:4])
