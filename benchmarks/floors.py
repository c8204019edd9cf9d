"""What a page costs at the least: the floors that govreport is measured against.

The lxml floor builds the tree of the page and takes its text, nothing else. trafilatura is the general extractor of the
field, rs-trafilatura the same in Rust (both skipped where they are not installed). Every function takes the page as
``str``.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import Any

import lxml.html
import regex

_XML_DECLARATION = regex.compile(r"^\s*+<\?xml[^>]*+>")


def lxml_floor(html: str) -> int:
    """Parse with ``huge_tree`` (the default drops what lies deep) and take the text of the whole tree."""
    # A parser of its own for each page, as any caller must who does not want to share state between threads.
    parser = lxml.html.HTMLParser(huge_tree=True)
    # lxml refuses str input with an encoding declaration.
    root: Any = lxml.html.fromstring(_XML_DECLARATION.sub("", html), parser=parser)
    return len(root.text_content())


def trafilatura_floor() -> Callable[[str], object] | None:
    """``trafilatura.extract``, or None where it is not installed."""
    try:
        import trafilatura
    except ImportError:
        return None
    extract: Callable[[str], object] = trafilatura.extract
    return extract


def rs_trafilatura_floor() -> Callable[[str], object] | None:
    """``rs_trafilatura.extract``, or None where it is not installed: its wheels are for few versions of Python."""
    try:
        import rs_trafilatura
    except ImportError:
        return None
    extract: Callable[[str], object] = rs_trafilatura.extract
    return extract


GENERAL: dict[str, Callable[[], Callable[[str], object] | None]] = {
    "trafilatura": trafilatura_floor,
    "rs_trafilatura": rs_trafilatura_floor,
}


def best_of(function: Callable[[str], object], page: str, *, seconds: float = 0.2, least: int = 3) -> float:
    """The shortest of several runs in seconds: at least ``least`` runs, and as many as fit into ``seconds``."""
    best = float("inf")
    spent, runs = 0.0, 0
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        while runs < least or spent < seconds:
            start = time.perf_counter()
            function(page)
            took = time.perf_counter() - start
            best = min(best, took)
            spent += took
            runs += 1
    finally:
        if enabled:
            gc.enable()
    return best


def in_turn(jobs: Mapping[str, Callable[[], object]], seconds: float, *, least: int = 5) -> dict[str, float]:
    """The shortest time of each job in seconds, all of them in turn until ``seconds`` are over.

    Alone in a loop a short job finds the caches as it left them; in turn none does, and a busy spell of the machine
    falls on all. The times are CPU seconds of this process, all its threads, so that other processes disturb less.
    """
    times = dict.fromkeys(jobs, float("inf"))
    rounds, begin = 0, time.process_time()
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        while jobs and (rounds < least or time.process_time() - begin < seconds):
            for name, job in jobs.items():
                start = time.process_time()
                job()
                times[name] = min(times[name], time.process_time() - start)
            rounds += 1
    finally:
        if enabled:
            gc.enable()
    return times
