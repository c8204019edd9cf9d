"""A folder of pages to Parquet with Spark; run again, it reads only what is not there yet.

``spark-submit examples/spark_job.py PAGES REPORTS`` on a cluster (docs/scale.md), or on this machine
``python examples/spark_job.py PAGES REPORTS``. PAGES is a folder of HTML and text files.
"""

from __future__ import annotations

import os
import sys

from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession, functions

from govreport.batch.spark import parse_dataframe, report_schema


def main(source: str, target: str) -> None:
    """Read, leave out what is done, parse, write, count."""
    builder = SparkSession.builder.appName("govreport")
    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        # Not started by spark-submit: two cores of this machine, this Python, and nothing listens to the outside.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        local = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}
        local["spark.sql.shuffle.partitions"] = "4"
        builder = builder.master("local[2]").config(map=local)
    spark = builder.getOrCreate()
    pages = (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", "true")
        .option("pathGlobFilter", "*.{html,htm,shtml,txt}")
        .load(source)
    )
    try:
        done = spark.read.schema(report_schema()).parquet(target)
    except AnalysisException:
        done = spark.createDataFrame([], report_schema())
    todo = pages.join(done.select(functions.col("id").alias("path")), "path", "left_anti")
    print(f"{todo.count()} pages to read")
    parse_dataframe(todo, content="content", id="path").write.mode("append").parquet(target)
    reports = spark.read.schema(report_schema()).parquet(target)
    print(f"{reports.count()} pages in {target}")
    reports.groupBy("kind", "status", "error").count().orderBy(functions.desc("count")).show(truncate=False)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:3])
