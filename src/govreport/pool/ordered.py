"""The items in order, and the workers that they are given to."""

from __future__ import annotations

import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import connection
from typing import Generic, TypeVar

from .worker import IDLE, WHOLE, Watch, Worker, number_of

__all__ = ["BACKLOG", "TimeLimitError", "WorkerDiedError", "map_ordered"]

T = TypeVar("T")
R = TypeVar("R")

BACKLOG = 4
"""Items in flight for each worker: enough to keep it busy, few enough to bound the memory."""

_AHEAD = 16_384
"""An item of at most so many bytes is sent while the worker is still busy: it fits the buffer of any pipe."""

_STILLBORN = 3


class WorkerDiedError(RuntimeError):
    """The process that worked on an item died (killed, out of memory, crashed in a C library)."""


class TimeLimitError(WorkerDiedError):
    """The process that worked on an item was killed because a step took longer than the limit."""


def map_ordered(
    function: Callable[[T], R],
    items: Iterable[T],
    workers: int | None,
    failed: Callable[[T, Exception], R],
    *,
    seconds: float | None = None,
    condemn: Callable[[T, int, Exception], T] | None = None,
    begin: Callable[[], None] | None = None,
) -> Iterator[R]:
    """``function(item)`` for every item, in order; ``failed(item, error)`` stands in where a worker died.

    ``function`` must be importable and must not raise. ``begin`` is called once in each process that is started; what
    is loaded there (and the import of ``function``) is no part of the time of any step. ``workers`` None works in this
    process, where nothing can be killed and ``seconds`` is not held.

    >>> list(map_ordered(abs, [-1, 2], None, lambda item, error: 0))
    [1, 2]
    """
    if workers is None:
        for item in items:
            yield function(item)
        return
    pool = _Pool(function, failed, condemn, seconds, begin)
    source = iter(items)
    more = True
    try:
        while True:
            while more and len(pool.waiting) < workers * BACKLOG and pool.has_room(workers):
                try:
                    pool.submit(next(source))
                except StopIteration:
                    more = False
            if not pool.waiting:
                break
            if pool.waiting[0].done:
                yield pool.waiting.popleft().result
            else:
                pool.pump()
        pool.close(gently=True)
    finally:
        pool.close(gently=False)


class _Job(Generic[T, R]):
    __slots__ = ("deaths", "done", "item", "result", "step")

    result: R

    def __init__(self, item: T) -> None:
        self.item = item
        self.done = False
        self.deaths = 0
        self.step = IDLE


class _Pool(Generic[T, R]):
    """The workers and the jobs that have not been yielded yet, in order."""

    def __init__(
        self,
        function: Callable[[T], R],
        failed: Callable[[T, Exception], R],
        condemn: Callable[[T, int, Exception], T] | None,
        seconds: float | None,
        begin: Callable[[], None] | None,
    ) -> None:
        self._work = function, begin
        self._failed = failed
        self._condemn = condemn
        self._seconds = seconds
        self._patience = 1.0 if seconds is None else min(1.0, seconds / 4)
        self._workers: list[Worker] = []
        self.waiting: deque[_Job[T, R]] = deque()
        self._again: deque[_Job[T, R]] = deque()
        self._limit = 0
        self._stillborn = 0

    def has_room(self, workers: int) -> bool:
        """Whether one more item can go to a worker now, so that no more items are taken than can be worked on."""
        self._limit = workers
        return len(self._workers) < workers or any(len(worker.jobs) < 2 for worker in self._workers)

    def submit(self, item: T) -> None:
        job: _Job[T, R] = _Job(item)
        self.waiting.append(job)
        self._again.append(job)
        self._dispatch()

    def _dispatch(self) -> None:
        while self._again:
            data: bytes | None = None
            worker = next((worker for worker in self._workers if not worker.jobs), None)
            if worker is None and len(self._workers) < self._limit:
                worker = Worker(self._work, Watch(2 * self._patience))
                self._workers.append(worker)
            if worker is None:
                worker = min(self._workers, key=lambda one: len(one.jobs))
                data = pickle.dumps(self._again[0].item, pickle.HIGHEST_PROTOCOL)
                # A retry never stands behind another job, and a large item waits for an idle worker.
                if len(worker.jobs) >= 2 or len(data) > _AHEAD or self._again[0].deaths:
                    return
            job = self._again.popleft()
            worker.jobs.append(job)
            worker.send(data or pickle.dumps(job.item, pickle.HIGHEST_PROTOCOL))

    def pump(self) -> None:
        """Wait for something to happen, and take what came."""
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.jobs}
        ready = connection.wait(list(by_pipe), None if self._seconds is None else self._patience)
        for pipe in ready:
            self._receive(by_pipe[pipe])
        if self._seconds is not None:
            for worker in self._workers:
                self._look_at(worker, self._seconds)
        self._dispatch()

    def _look_at(self, worker: Worker, seconds: float) -> None:
        word = worker.word()
        spent = worker.watch.look(word, time.monotonic())
        if number_of(word) != IDLE and spent > seconds and worker.killed_at is None:
            worker.kill(word)

    def _receive(self, worker: Worker) -> None:
        try:
            data = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            self._bury(worker)
            return
        job = worker.jobs.popleft()
        job.result, job.done = pickle.loads(data), True
        self._stillborn = 0

    def _bury(self, worker: Worker) -> None:
        worker.process.join(5)
        word, killed_at = worker.word(), worker.killed_at
        number = number_of(word)
        self._workers.remove(worker)
        jobs, worker.jobs = list(worker.jobs), deque()
        code = worker.process.exitcode
        worker.close(gently=False)
        if killed_at is not None and killed_at != word:
            pass  # It had gone on when the signal came: nothing took too long, and nothing died of itself.
        elif number != IDLE:
            self._judge(jobs[0], number, code, late=killed_at is not None)
        else:
            self._stillborn += 1
            if self._stillborn > _STILLBORN:
                raise WorkerDiedError(
                    f"worker processes die before they begin ({_cause(code)}); a script that starts them "
                    'needs its own code under if __name__ == "__main__"'
                )
        self._again.extendleft(job for job in reversed(jobs) if not job.done)

    def _judge(self, job: _Job[T, R], number: int, code: int | None, *, late: bool) -> None:
        job.deaths = job.deaths + 1 if job.step == number else 1
        job.step = number
        if not late and job.deaths < 2:
            return
        error = (
            TimeLimitError(f"took longer than the limit of {self._seconds:g} seconds")
            if late
            else WorkerDiedError(f"the worker process died on this document ({_cause(code)})")
        )
        if self._condemn is not None and number != WHOLE:
            job.item = self._condemn(job.item, number, error)
            job.step = IDLE
        else:
            job.result, job.done = self._failed(job.item, error), True

    def close(self, *, gently: bool) -> None:
        while self._workers:
            self._workers.pop().close(gently=gently)


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"
