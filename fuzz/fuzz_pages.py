"""Coverage-guided fuzzing of the whole way of a page, with the laws as the judge.

``python fuzz/fuzz_pages.py [--seconds 600] [--workers 1] [FILE ...]``. Seeds are the fixtures and the hostile
pages below 4 kB; what is interesting is kept in ``.fuzz/corpus`` for the next run. A find is written to
``.fuzz/find-<hash>`` with the law that it broke; give such files as arguments to see the failure again. Make a
fixture or a test of each find before the mend.

Needs ``atheris`` (Linux, Python 3.11 to 3.13; ``pip install atheris``). Where it has no wheel,
``make fuzz`` runs the properties of ``tests/laws`` with the hypothesis profile ``fuzz`` instead.

The first byte of an input says how the rest is given: as bytes, or decoded as HTML, as text, or as what it looks like.
"""

from __future__ import annotations

import argparse
import atexit
import hashlib
import os
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "laws"), str(ROOT / "benchmarks")]
STORE = ROOT / ".fuzz"
LARGEST = 4_096
WAYS = (None, "text/html", "text/plain", "")


def judge(data: bytes) -> None:
    """Read one input and hold it against the laws; raises what is broken."""
    from law_checks import answer, check_all

    from govreport import GovReportError

    if not data:
        return
    way = WAYS[data[0] % len(WAYS)]
    page: str | bytes = data[1:] if way is None else data[1:].decode("utf-8", "replace")
    report = answer(page, way or None)
    if not isinstance(report, GovReportError):
        check_all(report)


def seeds(folder: Path) -> None:
    """Write the seeds: fixtures (their beginning, and pieces of it) and small hostile pages, through each door."""
    from hostile_cases import CASES

    folder.mkdir(parents=True, exist_ok=True)
    pages = [path.read_bytes() for path in sorted(ROOT.glob("fixtures/*/input.*"))]
    for case in CASES:
        # The large ones are repetitions: their first bytes say what repeats.
        if case.name.startswith("bytes/"):
            made = case.make()
            pages.append((made if isinstance(made, bytes) else made.encode("utf-8", "replace"))[:LARGEST])
    for page in pages:
        for start in range(0, min(len(page), 4 * LARGEST), LARGEST - 96):
            piece = page[start : start + LARGEST - 1]
            for way in range(3):
                data = bytes([way]) + piece
                (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


_SEEN: set[tuple[str, ...]] = set()


def _one(data: bytes) -> None:
    """Judge; a find is kept once for each place that it breaks at, and the search goes on."""
    try:
        judge(data)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        place = (type(error).__name__, *(f"{frame.name}:{frame.lineno}" for frame in frames))
        if place in _SEEN:
            return
        _SEEN.add(place)
        path = STORE / f"find-{hashlib.sha1(data).hexdigest()[:12]}"
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(traceback.format_exc(), encoding="utf-8")
        print(f"find: {path}: {place}", flush=True)


def _end() -> None:
    if _SEEN:
        print(f"{len(_SEEN)} finds in {STORE}; make a test of each", flush=True)
        os._exit(1)


def main() -> int:
    """Fuzz, or judge the files that are given."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="judge these inputs and end")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0, help="of the random numbers; 0 is another one each run")
    options = parser.parse_args()
    for path in options.files:
        judge(path.read_bytes())
        print(f"{path}: keeps the laws")
    if options.files:
        return 0
    try:
        import atheris
    except ModuleNotFoundError:
        print("fuzz: atheris is not installed (pip install atheris; Linux, Python 3.11 to 3.13)", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["govreport"]):
        import govreport
        import govreport.parsers.text
    govreport.parse("<p>warm")
    corpus = STORE / "corpus"
    seeds(STORE / "seeds")
    corpus.mkdir(parents=True, exist_ok=True)
    arguments = [sys.argv[0], str(corpus), str(STORE / "seeds"), f"-max_total_time={options.seconds}"]
    arguments += [f"-max_len={LARGEST}", "-timeout=30", "-rss_limit_mb=2048", f"-artifact_prefix={STORE}/raw-"]
    arguments += ["-print_final_stats=1", f"-seed={options.seed}"]
    atexit.register(_end)
    atheris.Setup(arguments, _one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
