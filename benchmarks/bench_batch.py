"""``govreport convert`` on one machine: speed, what it costs beside reading pages, memory, start, and being killed.

``python benchmarks/bench_batch.py [--documents 20000] [--small 2000] [--kills 10] [--targets]``. Every run is the
command in a fresh process. Work is compared by the time of the processors (of all processes), which other programs
disturb least; two workers against one by the clock. With ``--targets`` the exit code is 1 when one is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from batch_corpus import make_folder
from rich.console import Console
from rich.table import Table

TARGETS = {"speedup": 1.8, "overhead": 0.15, "memory_mb": 250.0, "first": 1.5, "growth": 1.15}

# Only parse, over the same files, in one process: what a conversion cannot do without.
_PURE = """
import json, sys, time
from pathlib import Path
from govreport.batch.documents import read_document, TEXT_SUFFIXES
paths = sorted(path for path in Path(sys.argv[1]).rglob("*.*"))
sizes = parse = 0.0
for path in paths:
    data, kind = path.read_bytes(), "text/plain" if path.suffix in TEXT_SUFFIXES else None
    start = time.process_time()
    read_document(data, media_type=kind)
    parse += time.process_time() - start
    sizes += len(data)
print(json.dumps({"documents": len(paths), "bytes": sizes, "cpu": parse}))
"""
# The moment of the first result, counted from the start of the interpreter.
_FIRST = """
import sys, time
from govreport.batch.convert import Settings, convert
if __name__ == "__main__":
    class Enough(Exception): pass
    def first(outcome):
        print(time.time() - float(sys.argv[3]))
        raise Enough
    try:
        convert([sys.argv[1]], sys.argv[2], settings=Settings(workers=2), on_document=first)
    except Enough:
        pass
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: clock and processor seconds, and peak memory in MB."""

    wall: float
    cpu: float
    parent: float
    worker: float


def _command(source: Path, target: Path, workers: int, *more: str) -> list[str]:
    names = [str(source), "-o", str(target), "--workers", str(workers), "--fail-on", "never", *more]
    return [sys.executable, "-m", "govreport", "convert", *names]


def convert(source: Path, target: Path, workers: int) -> Run:
    """Run it once and watch the memory of its processes."""
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(_command(source, target, workers), stderr=subprocess.DEVNULL)
    parent = worker = 0.0
    while process.poll() is None:
        parent = max(parent, _peak(process.pid))
        # The first child may be the small process that tracks resources; the largest is a worker.
        worker = max([worker, *map(_peak, _children(process.pid))])
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"govreport convert ended with {process.returncode}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(time.perf_counter() - start, cpu, parent, worker)


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _peak(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def pure_parse(source: Path) -> dict[str, float]:
    """Processor time of ``parse`` alone."""
    done = subprocess.run([sys.executable, "-c", _PURE, str(source)], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def first_document(source: Path, target: Path, folder: Path) -> float:
    """Seconds from the start of a process to its first result, the best of three."""
    script = folder / "first.py"
    script.write_text(_FIRST)
    times = []
    for _ in range(3):
        command = [sys.executable, str(script), str(source), str(target), str(time.time())]
        times.append(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
        shutil.rmtree(f"{target}.parts", ignore_errors=True)
    return min(times)


def killed(source: Path, target: Path, kills: int, longest: float, seed: int = 1) -> int:
    """Kill the whole process group at random moments, then let the same command finish; how often it was killed."""
    chance = random.Random(seed)
    count = 0
    command = _command(source, target, 2, "--resume")
    while count < kills:
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(chance.uniform(0.3, longest))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            count += 1
        else:
            break
    subprocess.run(command, stderr=subprocess.DEVNULL, check=True)
    return count


def digest(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder."""
    found = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            found.update(file.relative_to(path).as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def measure(work: Path, documents: int, small: int, kills: int, kinds: list[str], console: Console) -> dict[str, float]:
    """All figures."""
    large, few = work / "large", work / "few"
    make_folder(large, documents)
    make_folder(few, small)
    pure = pure_parse(large)
    console.print(f"{documents} documents, {pure['bytes'] / documents / 1024:.1f} KB each on average")
    console.print(f"parse alone: {pure['cpu'] / documents * 1e3:.2f} ms a document (processor time)")
    table = Table("output", "workers", "documents", "seconds", "per second", "processor s", "parent MB", "worker MB")
    runs: dict[tuple[str, int, int], Run] = {}
    plan = [(".jsonl", 1, documents), (".jsonl", 2, documents), (".jsonl", 2, small)]
    plan += [(kind, 2, count) for kind in kinds for count in (small, documents)]
    for kind, workers, count in plan:
        target = work / f"out-{workers}-{count}{kind}"
        run = runs[kind, workers, count] = convert(large if count == documents else few, target, workers)
        figures = (
            f"{run.wall:.1f}",
            f"{count / run.wall:,.0f}",
            f"{run.cpu:.1f}",
            f"{run.parent:.0f}",
            f"{run.worker:.0f}",
        )
        table.add_row(kind, str(workers), f"{count:,}", *figures)
    console.print(table)
    one, two = runs[".jsonl", 1, documents], runs[".jsonl", 2, documents]
    start = runs[".jsonl", 2, small]
    outputs = [work / f"out-{workers}-{documents}.jsonl" for workers in (1, 2)]
    found = {
        "speedup": one.wall / two.wall,
        "overhead": one.cpu / pure["cpu"] - 1,
        "memory_mb": max(max(run.parent, run.worker) for run in runs.values()),
        "growth": max(two.parent / start.parent, two.worker / start.worker),
        "first": first_document(few, work / "first.jsonl", work),
        "identical": float(digest(outputs[0]) == digest(outputs[1])),
    }
    found["kills"] = killed(large, work / "killed.jsonl", kills, max(1.0, two.wall / kills * 1.5))
    found["same_bytes"] = float(digest(work / "killed.jsonl") == digest(outputs[1]))
    return found


def main() -> None:
    """Print the figures beside the targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--outputs", default=".parquet .csv .duckdb .xlsx", help="what is measured beside .jsonl")
    parser.add_argument("--targets", action="store_true", help="exit code 1 when a target is missed")
    options = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory(prefix="govreport-bench-") as folder:
        found = measure(Path(folder), options.documents, options.small, options.kills, options.outputs.split(), console)
    rows = (
        ("two workers against one", f"{found['speedup']:.2f} x", "≥ 1.80 x", found["speedup"] >= TARGETS["speedup"]),
        ("beside parse", f"{found['overhead']:.1%}", "≤ 15 %", found["overhead"] <= TARGETS["overhead"]),
        (
            "peak memory of any process",
            f"{found['memory_mb']:.0f} MB",
            "≤ 250 MB",
            found["memory_mb"] <= TARGETS["memory_mb"],
        ),
        (
            "memory, all documents / few (.jsonl)",
            f"{found['growth']:.2f} x",
            "≤ 1.15 x",
            found["growth"] <= TARGETS["growth"],
        ),
        ("start to first document", f"{found['first']:.2f} s", "≤ 1.5 s", found["first"] <= TARGETS["first"]),
        ("one and two workers: same bytes", "yes" if found["identical"] else "no", "yes", bool(found["identical"])),
        (
            f"killed {found['kills']:.0f} times: same bytes",
            "yes" if found["same_bytes"] else "no",
            "yes",
            bool(found["same_bytes"]),
        ),
    )
    table = Table("what", "measured", "target", "reached")
    for what, value, target, reached in rows:
        table.add_row(what, value, target, "yes" if reached else "NO")
    console.print(table)
    if options.targets and not all(row[3] for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
