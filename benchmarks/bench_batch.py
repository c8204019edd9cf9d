"""``govreport convert`` on one machine: speed, what it costs beside reading pages, memory, start, and being killed.

``python benchmarks/bench_batch.py [--documents 20000] [--small 2000] [--kills 10] [--minutes 11] [--targets]``. Every
run is the command in a fresh process. Work is compared by the time of the processors (of all processes), which other
programs disturb least; two workers against one by the clock. Spark is measured beside the pool where there is Java
(bench_spark.py alone says more). Nothing new is begun after ``--minutes``: what was not measured is said, the most
important comes first. The figures are printed as tables of Markdown, for docs/scale.md. With ``--targets`` the exit
code is 1 when one is missed or not measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from batch_corpus import make_folder
from batch_runs import Run, adopt_orphans, convert, digest, first_document, killed, parse_beside

TARGETS = {"speedup": 1.8, "overhead": 0.15, "memory_mb": 250.0, "first": 1.5, "growth": 1.15, "spark": 2.0}


class Clock:
    """The time that may be used; what is left out for want of it."""

    def __init__(self, minutes: float) -> None:
        self._end = time.monotonic() + minutes * 60
        self.left_out: list[str] = []

    def allows(self, what: str, seconds: float) -> bool:
        """Whether something that takes about so long may begin."""
        if time.monotonic() + seconds <= self._end:
            return True
        self.left_out.append(what)
        return False


Runs = list[tuple[str, int, int, Run]]
"""Output, workers, documents, what it cost."""


def measure(work: Path, options: argparse.Namespace, clock: Clock) -> tuple[dict[str, float], Runs]:
    """All figures, the most important first; more rounds of the speed last."""
    documents, small = options.documents, options.small
    large, few = work / "large", work / "few"
    make_folder(large, documents)
    make_folder(few, small)
    start = convert(few, work / "few.jsonl", 2)
    first = first_document(few, work / "first.jsonl", work)
    began = time.monotonic()
    turns = [_turn(large, work)]
    taken, wall = time.monotonic() - began, turns[0][2].wall
    outputs = options.outputs.split()
    rows: Runs = [(".jsonl", 2, small, start)]
    for kind in outputs:
        if clock.allows(f"output {kind}", wall * (4 if kind == ".xlsx" else 1.5)):
            rows += [
                (kind, 2, count, convert(source, work / f"out-{count}{kind}", 2))
                for count, source in ((small, few), (documents, large))
            ]
    kills = _kills(work, large, wall, outputs if options.kill_all else [], options, clock)
    if options.spark_pages and clock.allows("Spark", 90):
        kills |= _spark(options.spark_pages, clock)
    while len(turns) < options.rounds and clock.allows(f"round {len(turns) + 1} of the speed", taken):
        turns.append(_turn(large, work))
    speed, one, two = _speed(turns, first)
    runs: Runs = [(".jsonl", 1, documents, one), (".jsonl", 2, documents, two), *rows]
    memory = {
        "parent": max(run[3].parent for run in runs),
        "worker": max(run[3].worker for run in runs),
        "growth": _growth(runs),
    }
    same = float(digest(work / "one.jsonl") == digest(work / "two.jsonl"))
    return {**speed, **memory, "first": first, "identical": same, **kills}, runs


Turn = tuple[dict[str, float], Run, Run]


def _turn(large: Path, work: Path) -> Turn:
    """``parse`` alone beside one worker, then one and two workers: what else runs on the machine is unfair to none."""
    beside = parse_beside(large, work / "beside.jsonl")
    return beside, convert(large, work / "one.jsonl", 1), convert(large, work / "two.jsonl", 2)


def _speed(turns: Sequence[Turn], first: float) -> tuple[dict[str, float], Run, Run]:
    """The best of each."""
    pure = min((turn[0] for turn in turns), key=lambda found: found["cpu"])
    one = min((turn[1] for turn in turns), key=lambda run: run.cpu)
    two = min((turn[2] for turn in turns), key=lambda run: run.cpu)
    figures = {
        "bytes": pure["bytes"] / pure["documents"],
        "parse": pure["cpu"] / pure["documents"],
        "speedup": min(turn[1].wall for turn in turns) / min(turn[2].wall for turn in turns),
        # What the clock would say of two cores that are free: nothing of the parent at the same time as a worker.
        "allowed": (first + one.workers_cpu) / (first + two.workers_cpu / 2 + two.parent_cpu),
        "overhead": sum(turn[0]["convert"] for turn in turns) / sum(turn[0]["cpu"] for turn in turns) - 1,
        "rounds": float(len(turns)),
    }
    return figures, one, two


def _kills(
    work: Path, large: Path, wall: float, more: list[str], options: argparse.Namespace, clock: Clock
) -> dict[str, float]:
    found: dict[str, float] = {}
    for kind in (".jsonl", *more):
        whole = work / (f"out-{options.documents}{kind}" if kind != ".jsonl" else "two.jsonl")
        if not options.kills or not whole.exists() or not clock.allows(f"kills of {kind}", wall * 2.5 + options.kills):
            continue
        target = work / f"killed{kind}"
        found[f"kills{kind}"] = killed(large, target, options.kills, max(0.5, wall / options.kills * 2))
        found[f"same{kind}"] = float(digest(target) == digest(whole))
    return found


def _spark(pages: int, clock: Clock) -> dict[str, float]:
    """Spark ``local[2]`` over the pool on the same Parquet, start-up apart, by the clock: first and second run."""
    reason = "no Java" if shutil.which("java") is None and "JAVA_HOME" not in os.environ else ""
    reason = reason or ("" if find_spec("pyspark") else "no pyspark (make .venv/.spark)")
    if reason:
        clock.left_out.append(f"Spark: {reason} here")
        return {}
    import bench_spark

    with tempfile.TemporaryDirectory(prefix="govreport-bench-") as name:
        folder = Path(name)
        for part, count in (("pages", pages), ("small", bench_spark.FILES)):
            (folder / part).mkdir()
            bench_spark.write_pages(folder / part, count)
        pool, spark = (bench_spark.measure(engine, folder, 2)["costs"] for engine in ("pool", "spark"))
    return {
        "spark1": spark[1].wall / pool[1].wall,
        "spark2": spark[2].wall / pool[2].wall,
        "spark_cpu": spark[2].cpu / pool[2].cpu,
    }


def _growth(runs: Runs) -> float:
    """The largest ratio of peak memory, all documents against few, of a parent or a worker of any output."""
    by_kind: dict[str, list[Run]] = {}
    for kind, workers, _, run in sorted(runs, key=lambda row: row[2]):
        if workers == 2:
            by_kind.setdefault(kind, []).append(run)
    pairs = [(pair[0], pair[-1]) for pair in by_kind.values()]
    return max(max(large.parent / few.parent, large.worker / few.worker) for few, large in pairs)


def _markdown(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [names, ["---"] * len(names), *rows])


def _costs(runs: Runs) -> Iterator[tuple[str, ...]]:
    for kind, workers, count, run in runs:
        figures = (f"{run.wall:.1f}", f"{count / run.wall:,.0f}", f"{run.parent_cpu:.1f}", f"{run.workers_cpu:.1f}")
        yield (f"`{kind}`", str(workers), f"{count:,}", *figures, f"{run.parent:.0f}", f"{run.worker:.0f}")


def _rows(found: dict[str, float]) -> Iterator[tuple[str, str, str, bool]]:
    """What was measured, its value, the target, whether it is reached."""
    speedup = found["speedup"]
    yield "two workers against one, by the clock", f"{speedup:.2f} ×", "≥ 1.80 ×", speedup >= TARGETS["speedup"]
    yield "reading, writing, moving beside `parse`", *_least(found["overhead"], "overhead", "{:.1%}", "≤ 15 %")
    for who in ("parent", "worker"):
        yield f"peak memory, {who}, any output", *_least(found[who], "memory_mb", "{:.0f} MB", "≤ 250 MB")
    yield "memory, all documents / few, any output", *_least(found["growth"], "growth", "{:.2f} ×", "≤ 1.15 ×")
    yield "start to first document", *_least(found["first"], "first", "{:.2f} s", "≤ 1.5 s")
    same = bool(found["identical"])
    yield "one and two workers: same bytes", "yes" if same else "no", "yes", same
    for name in found:
        if name.startswith("kills"):
            kind = name.removeprefix("kills")
            same = bool(found[f"same{kind}"])
            yield f"`{kind}` killed {found[name]:.0f} times: same bytes", "yes" if same else "no", "yes", same
    for name, what in (("spark1", "first run"), ("spark2", "second run")):
        if name in found:
            yield f"Spark `local[2]` over the pool, {what}", *_least(found[name], "spark", "{:.2f} ×", "≤ 2 ×")


def _least(value: float, target: str, form: str, said: str) -> tuple[str, str, bool]:
    return form.format(value), said, value <= TARGETS[target]


def main() -> None:
    """Print the figures beside the targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--kill-all", action="store_true", help="kill runs to every output, not to .jsonl alone")
    parser.add_argument("--rounds", type=int, default=2, help="how often parse and one and two workers are measured")
    parser.add_argument("--outputs", default=".parquet .csv .duckdb .xlsx", help="what is measured beside .jsonl")
    parser.add_argument("--spark-pages", type=int, default=6_000, help="pages for Spark and the pool; 0: no Spark")
    parser.add_argument("--minutes", type=float, default=11.0, help="after these nothing new is begun")
    parser.add_argument("--targets", action="store_true", help="exit code 1 when a target is missed")
    options = parser.parse_args()
    clock = Clock(options.minutes)
    adopt_orphans()
    load, began = os.getloadavg()[0], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="govreport-bench-") as folder:
        found, runs = measure(Path(folder), options, clock)
    names = ("output", "workers", "documents", "seconds", "per second", "CPU s parent", "CPU s workers")
    print(_markdown((*names, "parent MB", "worker MB"), _costs(runs)), end="\n\n")
    rows = list(_rows(found))
    done = [(what, value, target, "yes" if reached else "**no**") for what, value, target, reached in rows]
    print(_markdown(("what", "measured", "target", "reached"), done), end="\n\n")
    print(
        f"{options.documents:,} documents of {found['bytes'] / 1024:.1f} KB; parse alone {found['parse'] * 1e3:.2f} ms "
        f"each (CPU, best of {found['rounds']:.0f}); two workers against one from CPU: {found['allowed']:.2f} ×."
    )
    if "spark_cpu" in found:
        print(f"Spark over the pool, CPU seconds of the second run: {found['spark_cpu']:.2f} ×.")
    print(*(f"Not measured: {what}." for what in clock.left_out), sep="\n")
    cores, minutes = os.cpu_count(), (time.monotonic() - began) / 60
    print(
        f"Load average before {load:.1f} on {cores} cores; {minutes:.1f} minutes; Python {platform.python_version()}."
    )
    if options.targets and (clock.left_out or not all(row[3] for row in rows)):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
