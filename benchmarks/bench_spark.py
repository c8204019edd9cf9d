"""Spark beside the process pool on the same work: Parquet with pages in, Parquet with reports out.

``python benchmarks/bench_spark.py [--pages 6000] [--cores 2] [--rounds 2]``. The pages are those of ``fixtures/``,
drawn with a seed. Every engine runs in a process of its own and says how long it took to be ready (interpreter, JVM,
workers with everything imported), and the time of two runs of the same work after that: the JVM compiles itself
during the first. The best of the rounds counts, and the engines take turns, so that a busy machine is unfair to none;
CPU seconds (of all processes together) are beside the wall, because they hardly depend on who else is working.
Memory is the proportional set (PSS: pages shared by forked processes are divided among them), sampled twice a second.
Needs Linux, Java and the ``[spark]`` extra.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from govreport.batch.arrow import REPORT_SCHEMA, parse_batches
from govreport.batch.spark import BATCH_ROWS
from govreport.pool import map_ordered

ROOT = Path(__file__).parents[1]
ENGINES = ("one process", "pool", "spark")
FILES = 16


def write_pages(folder: Path, count: int, seed: int = 7) -> int:
    """``count`` pages in files of Parquet; the bytes of all pages together."""
    fixtures = [path.read_bytes() for path in sorted(ROOT.glob("fixtures/*/input.*"))]
    draw = random.Random(seed)
    total = 0
    for number in range(FILES):
        ids = [f"{number:02}/{row:06}" for row in range(number, count, FILES)]
        contents = [draw.choice(fixtures) for _ in ids]
        total += sum(map(len, contents))
        table = pa.table({"id": ids, "content": contents}).select(["id", "content"])
        pq.write_table(table, folder / f"{number:02}.parquet", row_group_size=BATCH_ROWS)
    return total


def convert_file(paths: tuple[str, str]) -> int:
    """One file of pages to one file of reports; the number of pages."""
    source, target = paths
    rows = 0
    with pq.ParquetFile(source) as pages, pq.ParquetWriter(target, REPORT_SCHEMA, compression="snappy") as out:
        for reports in parse_batches(pages.iter_batches(BATCH_ROWS)):
            out.write_batch(reports)
            rows += reports.num_rows
    return rows


def _failed(paths: tuple[str, str], error: Exception) -> int:
    raise error


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU seconds."""

    wall: float
    cpu: float


def cost(run: Callable[[], object]) -> Cost:
    """What ``run`` costs in this process and all its children."""
    cpu, wall = _cpu_seconds(), time.perf_counter()
    run()
    return Cost(time.perf_counter() - wall, _cpu_seconds() - cpu)


def _cpu_seconds() -> float:
    ticks = 0
    for pid, _ in _tree(os.getpid()):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        # utime, stime, and those of the children that ended.
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def run_pool(source: Path, small: Path, target: Path, cores: int | None) -> list[Cost]:
    """Getting ready, the work, the work again (each time with a new pool; its start is taken off)."""

    def convert(folder: Path) -> None:
        files = [(str(path), str(target / f"{folder.name}-{path.name}")) for path in sorted(folder.iterdir())]
        assert sum(map_ordered(convert_file, files, cores, _failed)) > 0

    ready = cost(lambda: convert(small))
    start = ready if cores else Cost(0, 0)
    runs = [cost(lambda: convert(source)) for _ in range(2)]
    return [ready, *(Cost(run.wall - start.wall, run.cpu - start.cpu) for run in runs)]


def run_spark(source: Path, small: Path, target: Path, cores: int | None) -> list[Cost]:
    """Getting ready (session, Python workers, a first small job), the work, the work again."""
    from pyspark.sql import SparkSession

    from govreport.batch.spark import parse_dataframe

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.driver.memory": "1g",
        # Files of a few megabytes: a task for each, as the pool does.
        "spark.sql.files.openCostInBytes": "134217728",
    }

    def convert(folder: Path) -> None:
        builder = SparkSession.builder.master(f"local[{cores}]")
        for name, value in settings.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        spark.sparkContext.setLogLevel("OFF")
        reports = parse_dataframe(spark.read.parquet(str(folder)), content="content", id="id")
        reports.write.mode("overwrite").parquet(str(target / f"spark-{folder.name}"))

    costs = [cost(partial(convert, folder)) for folder in (small, source, source)]
    SparkSession.builder.getOrCreate().stop()
    return costs


RUNS: dict[str, Callable[[Path, Path, Path, int | None], list[Cost]]] = {
    "one process": lambda source, small, target, cores: run_pool(source, small, target, None),
    "pool": run_pool,
    "spark": run_spark,
}


def measure(engine: str, folder: Path, cores: int) -> dict[str, Any]:
    """One run in a process of its own, with the memory of its tree watched."""
    with tempfile.TemporaryDirectory(dir=folder) as target:
        command = [sys.executable, __file__, "--run", engine, "--cores", str(cores), str(folder), target]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        peaks: dict[str, float] = {}
        over = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peaks, over))
        watch.start()
        out, _ = process.communicate()
        over.set()
        watch.join()
        if process.returncode:
            raise SystemExit(f"{engine} ended with {process.returncode}: {' '.join(command)}")
        written = Path(target)
        files = [*written.glob("pages-*.parquet"), *written.glob("spark-pages/*.parquet")]
        rows = sum(pq.read_metadata(path).num_rows for path in files)
    costs = [Cost(*pair) for pair in json.loads(out.splitlines()[-1])]
    return {"costs": costs, "rows": rows, "peaks": peaks}


def _watch(root: int, peaks: dict[str, float], over: threading.Event) -> None:
    while not over.wait(0.5):
        sizes: dict[str, list[float]] = {}
        for pid, kind in _tree(root):
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            size = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
            sizes.setdefault(kind, []).append(size)
        for kind, values in sizes.items():
            peaks[kind] = max(peaks.get(kind, 0), *values)
        peaks["together"] = max(peaks.get("together", 0), sum(map(sum, sizes.values())))


def _tree(root: int) -> Iterator[tuple[int, str]]:
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        try:
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            children = Path(f"/proc/{pid}/task").iterdir()
            waiting += [int(child) for task in children for child in (task / "children").read_text().split()]
        except OSError:
            continue
        yield pid, "jvm" if name == "java" else "parent" if pid == root else "worker"


def main() -> None:
    """Measure all engines in turns and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=6000)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--run", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("folders", nargs="*", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        folder, target = given.folders
        costs = RUNS[given.run](folder / "pages", folder / "small", target, given.cores)
        print(json.dumps([(one.wall, one.cpu) for one in costs]))
        return
    with tempfile.TemporaryDirectory(prefix="govreport-bench-") as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        (folder / "small").mkdir()
        size = write_pages(folder / "pages", given.pages)
        write_pages(folder / "small", FILES)
        rounds = [{engine: measure(engine, folder, given.cores) for engine in ENGINES} for _ in range(given.rounds)]
    _show(rounds, given.pages, given.cores, size)


def _show(rounds: list[dict[str, dict[str, Any]]], pages: int, cores: int, size: int) -> None:
    table = Table(title=f"{pages} pages, {size / 1e6:.1f} MB, {cores} cores, best of {len(rounds)}; seconds wall / CPU")
    names = ("engine", "rows", "ready", "work", "work again", "pages a CPU second", "largest process, MB (PSS)")
    for column in names:
        table.add_column(column, justify="left" if column == "engine" else "right")
    best: dict[str, list[Cost]] = {}
    for engine in ENGINES:
        runs = [turn[engine] for turn in rounds]
        best[engine] = [
            Cost(min(run["costs"][at].wall for run in runs), min(run["costs"][at].cpu for run in runs))
            for at in range(3)
        ]
        peaks = {kind: max(run["peaks"].get(kind, 0) for run in runs) for kind in runs[0]["peaks"]}
        table.add_row(
            engine,
            ", ".join(sorted({str(run["rows"]) for run in runs})),
            *(f"{one.wall:.1f} / {one.cpu:.1f}" for one in best[engine]),
            f"{pages / best[engine][2].cpu:.0f}",
            ", ".join(f"{kind} {value:.0f}" for kind, value in sorted(peaks.items())),
        )
    Console(width=150).print(table)
    for at, name in ((1, "the first time"), (2, "the second time")):
        spark, pool = best["spark"][at], best["pool"][at]
        print(f"spark over pool {name}: wall {spark.wall / pool.wall:.2f}, CPU {spark.cpu / pool.cpu:.2f} (target: 2)")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
