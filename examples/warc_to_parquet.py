"""The pages of a crawl as Parquet, a folder a year: ``python warc_to_parquet.py CRAWL.warc.gz... OUT.parquet``.

Needs ``govreport[warc,arrow]``. Records that are no pages (images, errors of the server) are passed over and counted.
"""

from __future__ import annotations

import sys

import pyarrow.dataset as ds

from govreport.batch import Settings, convert


def main(*names: str) -> None:
    """Convert, then read the result back as one table."""
    *crawls, output = names
    done = convert(crawls, output, settings=Settings(workers=2, partition_by="year"))
    print(f"{done.converted} pages, {done.failed} failed, {sum(done.skipped.values())} records passed over")
    reports = ds.dataset(output, partitioning="hive")
    columns = ["url", "year", "title"]
    for row in reports.to_table(columns=columns, filter=ds.field("kind") == "annual_report").to_pylist():
        print(row["year"], row["title"], row["url"])


if __name__ == "__main__":
    main(*sys.argv[1:])
