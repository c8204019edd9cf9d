"""Running one function over many items in processes: in order, bounded, and no item is ever lost.

Only functions and plain values enter here; what is run is the caller's business (``pipeline.parse_many``,
``batch``). A function that works on an item in several steps says so with :func:`step`; a process that dies, or that
spends more than ``seconds`` on one step and is killed for it, then costs that step only:

- a process that dies takes its item to a new process; when that one dies on the same step, the step is guilty
- a step that took too long is guilty at once
- ``condemn(item, step, error)`` gives the item without the guilty step, to be run again; without ``condemn`` the whole
  item is given up and ``failed(item, error)`` stands in for its result

Results cross as what ``function`` returns, pickled: return ``bytes`` and small plain values.
"""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import signal
import struct
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

__all__ = ["TimeLimitError", "WorkerDiedError", "map_ordered", "prepare", "step"]

T = TypeVar("T")
R = TypeVar("R")

BACKLOG = 4
"""Items in flight for each worker: enough to keep it busy, few enough to bound the memory."""

_AHEAD = 16_384
"""An item of at most so many bytes is sent while the worker is still busy: it fits the buffer of any pipe."""

_METHOD = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
"""A small server that has imported what the workers need is forked for each: they begin, and begin again, at once."""

_YOUNG = 50_000
"""Objects before the collector of cycles looks at them. A page makes some thousands that are gone with it, without
cycles; looking at them at every 700 costs a tenth of the time. Garbage in cycles is still bounded."""

_STILLBORN = 3
_STATUS = struct.Struct("@qd")
_NUMBER, _SINCE = struct.Struct("@q"), struct.Struct("@d")
_IDLE, _WHOLE = -2, -1
_status: Any = bytearray(_STATUS.size)


class WorkerDiedError(RuntimeError):
    """The process that worked on an item died (killed, out of memory, crashed in a C library)."""


class TimeLimitError(WorkerDiedError):
    """The process that worked on an item was killed because a step took longer than the limit."""


def prepare(*modules: str) -> None:
    """Begin to import ``modules`` for the workers of this program, before they are needed; returns at once.

    It is for the first workers of a program: what a server that is running has imported stays as it is. Nothing
    happens where there is no such server (Windows).
    """
    if _METHOD != "forkserver":
        return
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload(list(modules))
    forkserver.ensure_running()


def step(number: int) -> None:
    """Say, inside ``function``, that the work on step ``number`` of the item (from 0) begins."""
    # The parent may look between any two bytes: native values are written whole, and the time before the number, so
    # that a new step is never seen with the time of an old one (and its worker killed for it).
    _SINCE.pack_into(_status, _NUMBER.size, time.monotonic())
    _NUMBER.pack_into(_status, 0, number)


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
        self.step = _IDLE


class _Worker:
    """One process, the pipe to it, and the place in shared memory where it says what it does."""

    def __init__(self, work: tuple[Callable[[Any], Any], Callable[[], None] | None]) -> None:
        context: Any = get_context(_METHOD)
        handle, self._name = tempfile.mkstemp(prefix="govreport-pool-")
        os.write(handle, _STATUS.pack(_IDLE, 0.0))
        self._status = mmap.mmap(handle, _STATUS.size)
        os.close(handle)
        self.jobs: deque[_Job[Any, Any]] = deque()
        self.late = False
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self._name, *work), daemon=True)
        self.process.start()
        theirs.close()

    def status(self) -> tuple[int, float]:
        number, since = _STATUS.unpack_from(self._status)
        return number, since

    def send(self, job: _Job[Any, Any], data: bytes) -> None:
        self.jobs.append(job)
        # A worker that is already dead is met when its pipe is read.
        with suppress(OSError):
            self.pipe.send_bytes(data)

    def close(self, *, gently: bool) -> None:
        self.pipe.close()
        if gently:
            self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.process.close()
        self._status.close()
        with suppress(OSError):
            os.unlink(self._name)


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
        self._workers: list[_Worker] = []
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
                worker = _Worker(self._work)
                self._workers.append(worker)
            if worker is None:
                worker = min(self._workers, key=lambda one: len(one.jobs))
                data = pickle.dumps(self._again[0].item, pickle.HIGHEST_PROTOCOL)
                # A retry never stands behind another job, and a large item waits for an idle worker.
                if len(worker.jobs) >= 2 or len(data) > _AHEAD or self._again[0].deaths:
                    return
            job = self._again.popleft()
            worker.send(job, data or pickle.dumps(job.item, pickle.HIGHEST_PROTOCOL))

    def pump(self) -> None:
        """Wait for something to happen, and take what came."""
        patience = None if self._seconds is None else min(1.0, self._seconds / 4)
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.jobs}
        ready = connection.wait(list(by_pipe), patience)
        for pipe in ready:
            self._receive(by_pipe[pipe])
        if self._seconds is not None:
            for worker in self._workers:
                if worker.jobs and self._is_late(worker):
                    worker.late = True
                    worker.process.kill()
        self._dispatch()

    def _is_late(self, worker: _Worker) -> bool:
        number, since = worker.status()
        return number != _IDLE and self._seconds is not None and time.monotonic() - since > self._seconds

    def _receive(self, worker: _Worker) -> None:
        try:
            data = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            self._bury(worker)
            return
        job = worker.jobs.popleft()
        job.result, job.done = pickle.loads(data), True
        self._stillborn = 0

    def _bury(self, worker: _Worker) -> None:
        worker.process.join(5)
        number, _ = worker.status()
        late = worker.late and self._is_late(worker)
        self._workers.remove(worker)
        jobs, worker.jobs = list(worker.jobs), deque()
        code = worker.process.exitcode
        worker.close(gently=False)
        if number != _IDLE:
            self._judge(jobs[0], number, late, code)
        else:
            self._stillborn += 1
            if self._stillborn > _STILLBORN:
                raise WorkerDiedError(
                    f"worker processes die before they begin ({_cause(code)}); a script that starts them "
                    'needs its own code under if __name__ == "__main__"'
                )
        self._again.extendleft(job for job in reversed(jobs) if not job.done)

    def _judge(self, job: _Job[T, R], number: int, late: bool, code: int | None) -> None:
        job.deaths = job.deaths + 1 if job.step == number else 1
        job.step = number
        if not late and job.deaths < 2:
            return
        error = (
            TimeLimitError(f"took longer than the limit of {self._seconds:g} seconds")
            if late
            else WorkerDiedError(f"the worker process died on this document ({_cause(code)})")
        )
        if self._condemn is not None and number != _WHOLE:
            job.item = self._condemn(job.item, number, error)
            job.step = _IDLE
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


def _work(pipe: Connection, name: str, function: Callable[[Any], Any], begin: Callable[[], None] | None) -> None:
    """What a worker process does until its pipe is closed."""
    global _status
    # Ctrl-C goes to the whole group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open(name, "r+b") as file:
        _status = mmap.mmap(file.fileno(), _STATUS.size)
    with suppress(OSError):
        # Now, so that nothing is left when the whole group is killed; Windows removes no open file, the parent will.
        os.unlink(name)
    if begin is not None:
        begin()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
    while True:
        try:
            data = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        step(_WHOLE)
        result = pickle.dumps(function(pickle.loads(data)), pickle.HIGHEST_PROTOCOL)
        step(_IDLE)
        try:
            pipe.send_bytes(result)
        except OSError:
            return
