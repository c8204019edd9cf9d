"""CPU seconds and peak memory of every hostile page, each in a process of its own.

``python benchmarks/bench_hostile.py [WORD] [--targets] [--jobs N]``. With a word only the cases whose name holds it.
With ``--targets`` the exit code is 1 when a case takes longer or more memory than it may, loses its text or is
refused without being named. A case that takes ten times its seconds is killed and counts as missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from hostile_cases import CASES, Case, chosen
from rich.console import Console
from rich.table import Table

_CHILD = """
import json, re, sys, time
import govreport
from hostile_cases import CASES

def peak():
    # VmHWM is the high-water mark of this process alone (ru_maxrss begins with the parent's on Linux).
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))

case = next(case for case in CASES if case.name == sys.argv[1])
govreport.parse("<p>warm</p>"); govreport.parse("warm")
page = case.make()
before, start = peak(), time.process_time()
try:
    report = govreport.parse(page, media_type=case.media, encoding=case.encoding)
except govreport.GovReportError as error:
    used, end = time.process_time() - start, f"{type(error).__name__}: {error}"
    right = case.refused is not None and re.search(case.refused, str(error)) is not None
else:
    used, end = time.process_time() - start, f"report of {len(report.text):,} characters"
    right = case.refused is None and all(text in report.text for text in case.kept)
print(json.dumps([used, peak() - before, end, right]))
"""


def measure(case: Case) -> dict[str, Any]:
    """CPU seconds, megabytes above the start, how it ended, and whether that was right."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, case.name],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parent,
            timeout=20 * case.seconds + 60,
        )
    except subprocess.TimeoutExpired:
        return {"seconds": float("inf"), "megabytes": 0.0, "end": "killed: no end in sight", "right": False}
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return {"seconds": 0.0, "megabytes": 0.0, "end": f"exit {done.returncode}: {last[:160]}", "right": False}
    seconds, megabytes, end, right = json.loads(done.stdout)
    return {"seconds": seconds, "megabytes": megabytes, "end": end, "right": right}


def missed(case: Case, found: dict[str, Any]) -> str:
    """What was promised and not kept, in a word; blank where all is well."""
    words = []
    if not found["right"]:
        words.append("WRONG")
    if found["seconds"] > case.seconds:
        words.append("SLOW")
    if found["megabytes"] > case.megabytes:
        words.append("LARGE")
    return " ".join(words)


def main(arguments: list[str] | None = None) -> int:
    """Measure the chosen cases; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("word", nargs="?", default="", help="only the cases whose name holds this")
    parser.add_argument("--targets", action="store_true", help="exit with 1 when a case misses its promise")
    parser.add_argument("--jobs", type=int, default=1, help="cases at once (CPU seconds suffer a little)")
    options = parser.parse_args(arguments)
    cases = list(chosen(options.word)) if options.word else list(CASES)
    table = Table(title="hostile pages, one process each", title_justify="left")
    for column in ("case", "CPU s", "of", "MB", "", "end"):
        table.add_column(column, justify="right" if column in ("CPU s", "of", "MB") else "left")
    bad = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for case, found in zip(cases, pool.map(measure, cases), strict=True):
            verdict = missed(case, found)
            bad += bool(verdict)
            figures = (f"{found['seconds']:.2f}", f"{case.seconds:g}", f"{found['megabytes']:.0f}")
            table.add_row(case.name, *figures, verdict, str(found["end"])[:80])
    Console(width=None if sys.stdout.isatty() else 170, highlight=False).print(table)
    print(f"{len(cases)} cases, {bad} miss their promise")
    return 1 if options.targets and bad else 0


if __name__ == "__main__":
    sys.exit(main())
