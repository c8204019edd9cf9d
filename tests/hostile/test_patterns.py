"""Every pattern of the package is fed its worst repetition: twice the input, at most about twice the work.

Ratios of CPU time, the best of several runs, never absolute seconds; a ratio that looks bad is measured again before
it counts. Strings start small, so a pattern of exponential work is found at 24 characters and cannot hang the test.
"""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
import regex
from pattern_attacks import Attack, Found, attacks, collect, uncollected

REACH: dict[str, int] = {
    # Patterns that are superlinear by nature and see short strings only: the longest string, and what cuts it.
    "normalizer.document_number._field": 80,  # parse_document_number: _LONGEST
    "normalizer.index_number._schemes": 80,  # parse_index_number: _LONGEST
    "normalizer.figures_reading._RESPECTIVELY": 160,  # Reading.__init__: the window of _FAR
    "normalizer.figures_zero._REQUEST": 80,  # _clause
    "normalizer.figures_zero._CAUSE": 80,  # _clause
    "normalizer.figures_zero._TAILS": 80,  # _clause
    "parsers.furniture._CONTACT": 120,  # is_tail
}
SMALL, LARGE = 2_048, 8_192
_STEPS = (16, 24, 64, 256)
_HANGS = 0.25
"""Seconds for a few hundred characters that no linear pattern needs on any machine."""
_SLOW = 0.001
"""Below this the clock is coarser than the difference; no quadratic pattern does 8,000 characters in it."""
_RATIO = 2 * LARGE / SMALL
"""Four times the input may cost eight times the work: quadratic would be sixteen."""


def _once(found: Found, page: Any) -> float:
    work = found.work()
    begun = time.process_time()
    work(page)
    return time.process_time() - begun


def _ratio(found: Found, attack: Attack, runs: int) -> float:
    small, large = attack.page(SMALL), attack.page(LARGE)
    most = min(_once(found, large) for _ in range(runs))
    if most < _SLOW:
        return 0.0
    return most / max(1e-6, min(_once(found, small) for _ in range(runs)))


def _fault(found: Found, attack: Attack) -> str | None:
    """What is wrong with a pattern under an attack, None where nothing is."""
    reach = next((most for name, most in REACH.items() if found.where.startswith(name)), None)
    for size in _STEPS:
        if reach is not None and size > reach:
            return None
        if _once(found, attack.page(size)) > _HANGS and min(_once(found, attack.page(size)) for _ in range(2)) > _HANGS:
            return f"{size} characters take more than {_HANGS} s"
    if reach is not None:
        return None
    # One run each is enough for the many that are fast; what looks slow is measured again, ever more carefully.
    if all(_ratio(found, attack, runs) > _RATIO for runs in (1, 3, 7)):
        return f"{LARGE // SMALL} times the input costs more than {_RATIO:g} times the work"
    return None


PATTERNS = collect()


def test_the_patterns_are_found() -> None:
    """Globals, tables, cached functions, literals in functions, the label finders: a collector that sees nothing passes."""
    assert len(PATTERNS) > 190
    found = {one.where for one in PATTERNS}
    assert {
        "parsers.fields_tokens._TOKEN",
        "normalizer.dates._whole[0]",
        "normalizer.index_number._schemes[8]",
    } <= found
    assert any(isinstance(one.pattern.pattern, bytes) for one in PATTERNS)


def test_no_pattern_escapes_the_collector() -> None:
    # LabelIndex.finder: an alternation of the form's own labels, literals only.
    assert [name.partition(":")[0] for name in uncollected()] == ["normalizer/statistics_labels.py"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("found", PATTERNS, ids=lambda found: found.where)
def test_twice_the_input_is_twice_the_work(found: Found) -> None:
    faults = [(fault, attack) for attack in attacks(found.pattern) if (fault := _fault(found, attack))]
    assert not faults, (found.pattern.pattern, faults[:3])


@pytest.mark.parametrize(
    "pattern",
    [
        re.compile(r"(?:a+)+b"),
        re.compile(r"\s*占"),
        regex.compile(r"\s+$"),
        re.compile(r"「[^」]*」"),
        re.compile(rb"<!--.*?-->", re.DOTALL),
    ],
    ids=lambda pattern: repr(pattern.pattern),
)
def test_a_bad_pattern_is_found_out(pattern: Any) -> None:
    """The test's own test: exponential and quadratic patterns do not pass."""
    found = Found("bad", pattern, frozenset({"search"}))
    assert any(_fault(found, attack) for attack in attacks(pattern))
