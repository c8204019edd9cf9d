"""Where the time of a page goes: every stage against the lxml floor of the same page.

``python benchmarks/stages.py [--seconds 0.5] [NAME…]``: the pages of the corpus whose name holds one of the words, each
with its ratios, and the median. The stages take turns (``floors.in_turn``).
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from typing import Any

from floors import in_turn, lxml_floor
from gold import CORPUS, pages

from govreport import checks, pipeline
from govreport.parsers.containers import styles_may_hide
from govreport.parsers.decoding import decode
from govreport.parsers.html import parse_tree
from govreport.parsers.tree import build_tree
from govreport.parsers.walk import walk


def stages(text: str, seconds: float) -> dict[str, float]:
    """The stages of one page as multiples of its floor; ``sort`` is what the HTML door does after the walk."""
    page = pipeline.Page(text)
    for _name, stage in pipeline.STAGES[:3]:
        stage(page)
    assert page.report is not None
    report = page.report
    data = text.encode()
    root: Any = build_tree(text, data)
    styles = styles_may_hide(data)
    jobs: dict[str, Callable[[], object]] = {
        "floor": lambda: lxml_floor(text),
        "decode": lambda: decode(text),
        "build": lambda: build_tree(text, data),
        "walk": lambda: walk(root, styles=styles),
        "sort": lambda: parse_tree(root, styles=styles),
        "normalize": lambda: pipeline.STAGES[2][1](page),
        "check": lambda: checks.check(report),
        "whole": lambda: pipeline.parse(text),
    }
    times = in_turn(jobs, seconds)
    times["sort"] -= times["walk"]
    floor = times.pop("floor")
    return {name: value / floor for name, value in times.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=0.5, help="time for each page")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    found: list[dict[str, float]] = []
    for page in pages(CORPUS):
        if page.is_html and (not options.names or any(name in page.name for name in options.names)):
            row = stages(page.text(), options.seconds)
            if not found:
                print(f"{'page':40}", *[f"{name:>9}" for name in row])
            found.append(row)
            print(f"{page.name[-40:]:40}", *[f"{value:9.2f}" for value in row.values()], flush=True)
    if found:
        print(f"{'median':40}", *[f"{statistics.median(row[name] for row in found):9.2f}" for name in found[0]])


if __name__ == "__main__":
    main()
