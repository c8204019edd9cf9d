"""The pool: order, bounds, workers that die, steps that take too long."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import govreport
from govreport import pool
from govreport.pool import TimeLimitError, WorkerDiedError, map_ordered, ordered, worker

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


def leave(*_pipes: object) -> None:
    """What a worker does that dies before it begins (by name: coverage.py puts a closure in the place of os._exit)."""
    os._exit(3)


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


_WRITER = """
import mmap, sys
from govreport.pool import worker
with open(sys.argv[1], "r+b") as file:
    worker._said = worker._word_in(mmap.mmap(file.fileno(), 8))
while True:
    worker.step(7)
"""


def test_a_word_is_never_seen_half_written(tmp_path: Path) -> None:
    # A worker that is pushed off its core, or killed, in the middle of saying its step must not have said another.
    # (struct.pack_into writes zeros first: one look in thirty at such a writer saw them.)
    path = tmp_path / "word"
    path.write_bytes(bytes(8))
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(path)]) as process:
        try:
            with open(path, "r+b") as file, mmap.mmap(file.fileno(), 8) as memory, worker._word_in(memory) as view:
                while not view[0]:
                    time.sleep(0.01)
                seen = [view[0]]
                # However the two are given to processors: until many words were seen.
                while len(seen) < 500:
                    word = view[0]
                    if word != seen[-1]:
                        seen.append(word)
        finally:
            process.kill()
    assert {worker.number_of(word) for word in seen} == {7}
    assert seen == sorted(seen)


def test_only_time_that_was_watched_counts() -> None:
    watch = worker.Watch(longest=2.0)
    looks = [(1, 0.0), (1, 1.0), (1, 2.0), (1, 3600.0), (2, 3601.0), (1, 3602.0), (1, 3603.0)]
    # An hour in which nobody ran is two seconds; a step that comes back is another one.
    assert [watch.look(word, now) for word, now in looks] == [0, 1, 2, 4, 0, 0, 1]


class _Gone(worker.Worker):
    """A worker that has gone on to its next step when the signal comes."""

    def word(self) -> int:
        word = super().word()
        return word if self.process.is_alive() else word + (1 << 32)


def test_a_step_that_was_over_when_the_signal_came_is_not_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordered, "Worker", _Gone)
    found = list(map_ordered(slow_once, [tmp_path / "seen"], 1, failed, seconds=0.5))
    assert found == ["second time"]


def slow_once(path: Path) -> object:
    if not path.exists():
        path.touch()
        time.sleep(600)
    return "second time"


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
    monkeypatch.setattr(worker, "_work", leave)
    with pytest.raises(WorkerDiedError, match="before they begin"):
        list(map_ordered(work, [1], 1, failed))
