"""Runs of ``govreport convert`` and of ``parse`` alone, each in a process of its own: what they cost, and killing them.

Linux only: memory is read from ``/proc``, orphans are adopted by ``prctl``.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Run", "adopt_orphans", "convert", "digest", "first_document", "killed", "parse_beside"]

# Only parse, over the same files, in one process: what a conversion cannot do without.
_PURE = """
import json, sys, time
from pathlib import Path
from govreport.batch.documents import TEXT_SUFFIXES
from govreport.batch.reading import read_document
paths = sorted(path for path in Path(sys.argv[1]).rglob("*.*"))
for path in paths[:50]:
    read_document(path.read_bytes())
sizes = parse = 0.0
for path in paths:
    data, kind = path.read_bytes(), "text/plain" if path.suffix in TEXT_SUFFIXES else None
    start = time.process_time()
    read_document(data, media_type=kind)
    parse += time.process_time() - start
    sizes += len(data)
print(json.dumps({"documents": len(paths), "bytes": sizes, "cpu": parse}))
"""
# The command with one worker, in a process that is told the time of all that it leaves.
_ONE = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from batch_runs import adopt_orphans, convert
adopt_orphans()
print(json.dumps({"cpu": convert(Path(sys.argv[1]), Path(sys.argv[2]), 1).cpu}))
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
    """One run of the command: clock, processor seconds (of the parent, of all others), peak memory in MB."""

    wall: float
    parent_cpu: float
    workers_cpu: float
    parent: float
    worker: float

    @property
    def cpu(self) -> float:
        """Processor seconds of all processes."""
        return self.parent_cpu + self.workers_cpu


def _command(source: Path, target: Path, workers: int, *more: str) -> list[str]:
    names = [str(source), "-o", str(target), "--workers", str(workers), "--fail-on", "never", *more]
    return [sys.executable, "-m", "govreport", "convert", *names]


def adopt_orphans() -> None:
    """Workers are children of a server that outlives the command for a moment; their time is told to who adopts them.

    ``prctl(PR_SET_CHILD_SUBREAPER)`` of Linux.
    """
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def convert(source: Path, target: Path, workers: int) -> Run:
    """Run it once and watch the memory of its processes."""
    _orphans()
    start = time.perf_counter()
    process = subprocess.Popen(_command(source, target, workers), stderr=subprocess.DEVNULL)
    parent = worker = 0.0
    while True:
        parent = max(parent, _peak(process.pid))
        worker = max([worker, *map(_peak, _below(process.pid))])
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        time.sleep(0.05)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"govreport convert ended with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, _orphans(), parent, worker)


def _orphans() -> float:
    """Wait for all that a command has left; their processor seconds."""
    seconds = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return seconds
        seconds += usage.ru_utime + usage.ru_stime


def _below(pid: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in map(int, children):
        yield child
        yield from _below(child)


def _peak(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def parse_beside(source: Path, target: Path) -> dict[str, float]:
    """Processor time of ``parse`` alone (``cpu``) and of the command with one worker (``convert``), at the same time.

    The speed of a core swings by a third from minute to minute; what runs at the same time shares it.
    """
    scripts = ([_PURE, str(source)], [_ONE, str(source), str(target), str(Path(__file__).parent)])
    processes = [subprocess.Popen([sys.executable, "-c", *script], stdout=subprocess.PIPE) for script in scripts]
    pure, one = (json.loads(process.communicate()[0]) for process in processes)
    found: dict[str, float] = pure | {"convert": one["cpu"]}
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
    """Kill the whole process group at random moments, then let the same command finish; how often it was killed.

    The moments lie between the first tenth of a second and twice the share that a run has if it is cut in ``kills``
    pieces, so that some fall into the start, some into the work and the last into the making of the output.
    """
    chance = random.Random(seed)
    count = 0
    command = _command(source, target, 2, "--resume")
    while count < kills:
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(chance.uniform(0.1, longest))
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
