"""A folder of pages as one Parquet file: ``python convert_folder.py FOLDER OUT.parquet [WORKERS]``.

The same as ``govreport convert FOLDER -o OUT.parquet --resume``: started again after it was cut off, it goes on. The
name of the output says the kind: ``.jsonl``, ``.parquet``, ``.csv``, ``.xlsx``, ``.duckdb``.
"""

from __future__ import annotations

import sys

from govreport.batch import Settings, convert


def main(folder: str, output: str, workers: str = "2") -> None:
    """Convert and say what became of the documents."""
    done = convert([folder], output, settings=Settings(workers=int(workers), resume=True))
    print(f"{done.converted} converted, {done.failed} failed")
    for kind, count in done.kinds.most_common():
        print(f"  {kind}: {count}")
    if done.errors is not None:
        print(done.errors.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
