"""Time and memory beside the floors, in the same run on the same machine.

``python benchmarks/bench.py [--seconds 0.2] [--no-history] [--targets]``. Prints, for every HTML page of the
corpus, the lxml floor, govreport and, where they are installed, trafilatura and rs-trafilatura, all in turn on the same
page; then what plain text costs beside HTML, import time, peak memory and growth with the length of the page. A line
with the medians goes to ``benchmarks/history.jsonl``. With ``--targets`` the exit code is 1 when one is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from unittest import mock

from floors import GENERAL, best_of, in_turn, lxml_floor
from gold import CORPUS, pages
from ratio import HARD_PAGE
from rich.console import Console
from rich.table import Table

import govreport

HISTORY = Path(__file__).with_name("history.jsonl")
AT_MOST = {
    "median": 3.0,
    "hard_page": 4.0,
    "text": 1.0,
    "statistics": 0.4,
    "import": 1.5,
    "memory_mb": 60.0,
    "growth": 1.5,
}
AT_LEAST = {"trafilatura": 10.0, "rs_trafilatura": 3.0}
LENGTHS = (10, 100, 1000)
BARE_IMPORTS = "import pydantic, lxml.html, regex"

# Peak memory is the process's own high-water mark, so it needs a process of its own. On Linux ru_maxrss begins
# with the peak of the parent (it survives exec), VmHWM does not.
_MEMORY = """
import resource, sys
from pathlib import Path

def peak():
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) * 1024 for line in status.open() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

{imports}
for name in sys.argv[1:]:
    data = Path(name).read_bytes()
    {read}
print(peak())
"""
_IMPORT_TIME = "import time; s = time.perf_counter(); {imports}; print(time.perf_counter() - s)"
COMPILED = Path(__file__).resolve().parents[1] / ".venv-compiled" / "bin" / "python"
_COMPILED = """
import json, sys
from pathlib import Path
import ratio
from govreport import raw
print("null" if raw.__file__.endswith(".py") else json.dumps(ratio.measure(Path(sys.argv[1]), float(sys.argv[2]))))
"""
_PARAGRAPH = """<p>{number}、全年主动公开政府信息三十二条，其中机构职能类4条，工作动态类25条，其他3条，
均在门户网站上按时发布。</p>
"""
_PAGE = """<html><head><title>二〇一四年度工作总结</title></head><body><div><h1>工作总结</h1>
{body}</div></body></html>"""


@dataclass(frozen=True, slots=True)
class Row:
    """Best times of one page in seconds; ``text`` is that of the same document read once more as plain text."""

    name: str
    characters: int
    floor: float
    ours: float
    text: float
    general: dict[str, float]

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def _child(code: str, *arguments: str) -> float:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    return float(done.stdout)


def time_pages(corpus: Path, seconds: float) -> list[Row]:
    """Every HTML page of the corpus; floor and parsers take turns on it."""
    general = {name: extract for name, load in GENERAL.items() if (extract := load()) is not None}
    rows = []
    for page in pages(corpus):
        if not page.is_html:
            continue
        html = page.text()
        plain = govreport.parse(html).text
        best = in_turn(
            {
                "floor": partial(lxml_floor, html),
                "ours": partial(govreport.parse, html),
                "text": partial(govreport.parse, plain, media_type="text/plain"),
            },
            seconds,
        )
        others = in_turn({name: partial(extract, html) for name, extract in general.items()}, seconds, least=3)
        rows.append(Row(page.name, len(html), best["floor"], best["ours"], best["text"], others))
    return rows


def statistics_share(corpus: Path, seconds: float) -> float:
    """What statistics and checks add to reading the hard page, as a share of the time without them."""
    text = next(page.text() for page in pages(corpus) if page.name == HARD_PAGE)
    whole = best_of(govreport.parse, text, seconds=seconds)
    with (
        mock.patch("govreport.normalizer.report.read_statistics", return_value=None),
        mock.patch("govreport.checks.check", return_value=()),
    ):
        without = best_of(govreport.parse, text, seconds=seconds)
    return whole / without - 1


def compiled_ratios(corpus: Path, seconds: float) -> dict[str, float] | None:
    """The two ratios of the compiled package, or None where ``make compiled`` has built none."""
    if not COMPILED.exists():
        return None
    arguments = [str(COMPILED), "-c", _COMPILED, str(corpus), str(seconds)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
    found: dict[str, float] | None = json.loads(done.stdout)
    return found


def import_ratio(runs: int = 7) -> tuple[float, float]:
    """Seconds to import the bare dependencies and to import govreport, best of several fresh processes each."""
    bare, ours = [], []
    for _ in range(runs):
        bare.append(_child(_IMPORT_TIME.format(imports=BARE_IMPORTS)))
        ours.append(_child(_IMPORT_TIME.format(imports="import govreport")))
    return min(bare), min(ours)


def peak_memory(corpus: Path) -> float:
    """MB above the bare interpreter with the same imports, over all pages of the corpus."""
    names = [str(page.path) for page in pages(corpus)]
    bare = _child(_MEMORY.format(imports=BARE_IMPORTS, read="pass"), *names)
    ours = _child(_MEMORY.format(imports="import govreport", read="govreport.parse(data)"), *names)
    return (ours - bare) / 2**20


def growth() -> list[tuple[int, float]]:
    """A page of ten paragraphs repeated: (times, seconds for each repetition)."""
    found = []
    for times in LENGTHS:
        body = "".join(_PARAGRAPH.format(number=number) for number in range(1, 10 * times + 1))
        least = 3 if times < LENGTHS[-1] else 2
        found.append((times, best_of(govreport.parse, _PAGE.format(body=body), least=least) / times))
    return found


def show(rows: list[Row], console: Console) -> None:
    """Print the pages, slowest ratio last."""
    table = Table(title="milliseconds a page, best of n", title_justify="left")
    names = list(rows[0].general)
    for column in ("page", "characters", "lxml", "govreport", "ratio", "as text"):
        table.add_column(column, justify="left" if column == "page" else "right")
    for name in names:
        table.add_column(name, justify="right")
        table.add_column("× ours", justify="right")
    for row in sorted(rows, key=lambda row: row.ratio):
        times = (f"{row.floor * 1e3:.2f}", f"{row.ours * 1e3:.2f}", f"{row.ratio:.2f}", f"{row.text * 1e3:.2f}")
        others = [cell for took in row.general.values() for cell in (f"{took * 1e3:.2f}", f"{took / row.ours:.1f}")]
        table.add_row(row.name, f"{row.characters}", *times, *others)
    console.print(table)


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=0.2, help="time for each page and function")
    parser.add_argument("--no-history", action="store_true", help="append no line to benchmarks/history.jsonl")
    parser.add_argument("--targets", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Measure everything; the exit code."""
    options = _arguments(arguments)
    if not (options.corpus / "gold.jsonl").is_file():
        print(f"bench: there is no {options.corpus / 'gold.jsonl'}", file=sys.stderr)
        return 2
    rows = time_pages(options.corpus, options.seconds)
    show(rows, Console(width=None if sys.stdout.isatty() else 120, highlight=False))
    bare, ours = import_ratio()
    grown = growth()
    measured = {
        "median": statistics.median(row.ratio for row in rows),
        "hard_page": next((row.ratio for row in rows if row.name == HARD_PAGE), 0.0),
        "text": statistics.median(row.text / row.ours for row in rows),
        "statistics": statistics_share(options.corpus, options.seconds),
        "import": ours / bare,
        "memory_mb": peak_memory(options.corpus),
        "growth": grown[-1][1] / grown[0][1],
        **{name: statistics.median(row.general[name] / row.ours for row in rows) for name in rows[0].general},
    }
    missed = [name for name, value in measured.items() if not AT_LEAST.get(name, 0) <= value <= AT_MOST.get(name, inf)]
    for name, value in measured.items():
        target = f"≤ {AT_MOST[name]:g}" if name in AT_MOST else f"≥ {AT_LEAST[name]:g}"
        print(f"{name:<15} {value:8.2f}   target {target}   {'MISSED' if name in missed else 'ok'}")
    for name in AT_LEAST:
        if name not in measured:
            print(f"{name:<15}        -   not installed")
    compiled = compiled_ratios(options.corpus, options.seconds)
    if compiled is None:
        print("compiled               -   not built (make compiled)")
    else:
        print(f"compiled: median {compiled['median']:.2f}, hard_page {compiled['hard_page']:.2f} × the lxml floor")
        measured |= {f"compiled_{name}": value for name, value in compiled.items()}
    print(f"import: bare {bare * 1e3:.0f} ms, govreport {ours * 1e3:.0f} ms")
    print("growth: " + ", ".join(f"{times}× {each * 1e3:.2f} ms for each ×1" for times, each in grown))
    if not options.no_history:
        _remember(measured)
    return 1 if options.targets and missed else 0


def _remember(measured: dict[str, float]) -> None:
    line = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "version": govreport.__version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "in_turn": True,
        **{name: round(value, 3) for name, value in measured.items()},
    }
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    sys.exit(main())
