"""The gate of speed: how many times the lxml floor a page costs, against the accepted figure.

``python benchmarks/ratio.py [--seconds 0.15] [--accept]``. Floor and :func:`govreport.parse` take turns on the same
page of the corpus, so that the machine is the same for both and a busy spell falls on both. The exit code is 1 when the
median, or the ratio of the hard page, is more than 30 % above ``ratio.json``; a run that seems to be is measured again,
at more length, before it is believed. ``--accept`` makes this run the accepted one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from floors import in_turn, lxml_floor
from gold import CORPUS, pages

import govreport

ACCEPTED = Path(__file__).with_name("ratio.json")
HARD_PAGE = "html/shuyang-fgj-2023-ar.html"
WORSE = 1.3
"""A ratio may be so many times the accepted one: below lies the noise of other machines and versions of lxml."""
ATTEMPTS = 3


def measure(corpus: Path, seconds: float) -> dict[str, float]:
    """The median over the HTML pages of the corpus and the hard page, as multiples of their floors."""
    ratios: dict[str, float] = {}
    for page in pages(corpus):
        if page.is_html:
            text = page.text()
            best = in_turn({"floor": partial(lxml_floor, text), "ours": partial(govreport.parse, text)}, seconds)
            ratios[page.name] = best["ours"] / best["floor"]
    return {"median": statistics.median(ratios.values()), "hard_page": ratios[HARD_PAGE]}


def worse(measured: Mapping[str, float], accepted: Mapping[str, float]) -> list[str]:
    """The figures that are too far above the accepted ones; one that was never accepted counts as such.

    >>> worse({"median": 7.0, "hard_page": 5.0}, {"median": 5.0, "hard_page": 5.0})
    ['median']
    >>> worse({"median": 6.4, "hard_page": 3.0}, {"median": 5.0, "hard_page": 5.0})
    []
    """
    return [name for name, value in measured.items() if value > WORSE * accepted.get(name, 0.0)]


def judged(corpus: Path, seconds: float, accepted: Mapping[str, float]) -> tuple[dict[str, float], list[str]]:
    """The best of up to three runs, each twice as long as the last, and which of its figures are too high."""
    best: dict[str, float] = {}
    for attempt in range(ATTEMPTS):
        for name, value in measure(corpus, seconds * 2**attempt).items():
            best[name] = min(value, best.get(name, value))
        if not worse(best, accepted):
            break
    return best, worse(best, accepted)


def main(arguments: list[str] | None = None) -> int:
    """Measure and compare; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=0.15, help="time for each page")
    parser.add_argument("--accept", action="store_true", help="make this run the accepted one")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--accepted", type=Path, default=ACCEPTED, help="file of the accepted figures")
    options = parser.parse_args(arguments)
    if options.accept:
        measured = measure(options.corpus, options.seconds)
        figures = {name: round(value, 2) for name, value in measured.items()}
        options.accepted.write_text(json.dumps(figures) + "\n", encoding="utf-8")
        print(f"accepted: {figures}")
        return 0
    accepted = json.loads(options.accepted.read_text(encoding="utf-8"))
    measured, failed = judged(options.corpus, options.seconds, accepted)
    for name, value in measured.items():
        was = accepted.get(name)
        verdict = f"MORE than {WORSE:g} × as much" if name in failed else "ok"
        print(f"ratio: {name} {value:.2f} × the lxml floor, accepted {was}: {verdict}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
