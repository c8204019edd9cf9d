"""Memory does not grow with the number of pages: a few thousand in every run, a hundred thousand when asked (slow)."""

from __future__ import annotations

import subprocess
import sys

import pytest

_GROWTH = """
import gc, random, sys
import govreport

def resident():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

def page(n):
    # Words, numbers and containers that no page before had: what a cache keyed by page content would keep.
    rnd = random.Random(n)
    word = "".join(chr(rnd.randrange(0x4e00, 0x9f00)) for _ in range(12))
    body = f"{word}局公开信息{n}条，其中{word[:3]}类{n - 1}条，{word[3:6]}类1条。"
    if n % 3 == 0:
        return f"{word}：{n}\\n\\n{word}局2019年政府信息公开工作年度报告\\n\\n一、{word}\\n\\n{body}\\n\\n（一）{word[:5]}\\n\\n{body}"
    return (
        f"<html><body><div class='{word} c{n}' id='i{n}'><table><tr><td>{word[:4]}：</td><td>{n}</td></tr></table>"
        f"<h1>{word}局2019年政府信息公开工作年度报告</h1><p>一、{word}</p><p>{body}</p>"
        f"<table><tr><td>{word[:5]}</td><td>{n}</td></tr></table></div></body></html>"
    )

warm, count = int(sys.argv[1]), int(sys.argv[2])
for n in range(1, warm):
    govreport.parse(page(n))
before = resident()
for n in range(warm, warm + count):
    govreport.parse(page(n))
print((resident() - before) / 2**20)
"""


def _growth(warm: int, count: int, timeout: float) -> float:
    """Megabytes that the process has grown by over ``count`` pages, after ``warm`` others."""
    done = subprocess.run(
        [sys.executable, "-c", _GROWTH, str(warm), str(count)],
        capture_output=True,
        text=True,
        check=True,
        timeout=timeout,
    )
    return float(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.timeout(300)
def test_memory_does_not_grow_over_thousands_of_pages() -> None:
    """Bounded caches are full after the first pages; a page kept each time would be 10 MB and more."""
    assert _growth(3_000, 3_000, 280) < 6


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.timeout(3_600)
def test_memory_does_not_grow_over_a_hundred_thousand_pages() -> None:
    assert _growth(10_000, 100_000, 3_500) < 12
