"""The pool: order, bounds, workers that die, steps that take too long."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import govreport
from govreport import pool
from govreport.pool import TimeLimitError, WorkerDiedError, map_ordered

Task = tuple[tuple[object, ...], dict[int, str]]


def work(item: object) -> object:
    """What the tests run in workers: squares, deaths, endless loops, a death that does not come again."""
    if item == "die":
        os._exit(3)
    if item == "hang":
        time.sleep(600)
    if isinstance(item, Path):
        if not item.exists():
            item.touch()
            os._exit(1)
        return "second time"
    assert isinstance(item, int)
    return item * item


def steps(task: Task) -> list[object]:
    items, condemned = task
    found: list[object] = []
    for number, item in enumerate(items):
        pool.step(number)
        found.append(condemned.get(number) or work(item))
    return found


def condemn(task: Task, number: int, error: Exception) -> Task:
    return task[0], {**task[1], number: type(error).__name__}


def failed(item: object, error: Exception) -> object:
    return f"{item}: {type(error).__name__}: {error}"


def test_order_and_results() -> None:
    assert list(map_ordered(work, range(100), 2, failed)) == [n * n for n in range(100)]


def test_a_worker_that_dies_costs_its_item_only() -> None:
    assert list(map_ordered(work, [1, 2, "die", 3, 4, 5, 6, 7, 8], 2, failed)) == [
        *(1, 4),
        "die: WorkerDiedError: the worker process died on this document (exit code 3)",
        *(9, 16, 25, 36, 49, 64),
    ]


def test_a_death_that_does_not_come_again_costs_nothing(tmp_path: Path) -> None:
    assert list(map_ordered(work, [1, tmp_path / "seen", 3], 1, failed)) == [1, "second time", 9]


def test_a_step_that_takes_too_long_or_kills_costs_that_step_only() -> None:
    tasks: list[Task] = [((1, "hang", 3), {}), ((4, 5, 6), {}), ((7, 8, "die"), {})]
    assert list(map_ordered(steps, tasks, 2, failed, seconds=1.5, condemn=condemn)) == [
        [1, TimeLimitError.__name__, 9],
        [16, 25, 36],
        [49, 64, WorkerDiedError.__name__],
    ]


def test_the_limit_is_for_a_step_and_not_for_an_item() -> None:
    # A worker that is killed for one slow item is no reason to give up the quick ones.
    found = list(map_ordered(work, [1, "hang", 2], 1, failed, seconds=1))
    assert found == [1, "hang: TimeLimitError: took longer than the limit of 1 seconds", 4]


def test_items_are_taken_no_faster_than_results() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    results = map_ordered(work, items(), 2, failed)
    for number in range(10):
        assert next(results) == number * number
        assert taken <= number + 1 + 2 * pool.BACKLOG
    results.close()  # type: ignore[attr-defined]


def test_large_items_cross_both_ways() -> None:
    items = [(bytes([number]) * 3_000_000,) for number in range(6)]
    found = list(map_ordered(_echo, items, 2, failed))
    assert found == items


def _echo(item: object) -> object:
    return item


def test_parse_many_in_processes_says_the_same(repository: Path) -> None:
    sources = [*sorted(repository.glob("fixtures/*/input.*"))[:20], repository / "missing.html", ("made", "<p>甲</p>")]
    here = list(govreport.parse_many(sources))
    there = list(govreport.parse_many(sources, workers=2))
    assert [result[:3] for result in there] == [result[:3] for result in here]
    assert [(type(result.error), str(result.error)) for result in there] == [
        (type(result.error), str(result.error)) for result in here
    ]


def test_workers_that_cannot_begin_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_work", os._exit)  # called with a pipe: dies before it begins
    with pytest.raises(WorkerDiedError, match="before they begin"):
        list(map_ordered(work, [1], 1, failed))
