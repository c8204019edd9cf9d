"""Running one function over many items in processes: in order, bounded, and no item is ever lost.

Only functions and plain values enter here; what is run is the caller's business (``pipeline.parse_many``,
``batch``). A worker process that dies takes only the item with it that killed it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

__all__ = ["WorkerDiedError", "map_ordered"]

T = TypeVar("T")
R = TypeVar("R")

BACKLOG = 4
"""Items in flight for each worker: enough to keep it busy, few enough to bound the memory."""


class WorkerDiedError(RuntimeError):
    """The process that worked on an item died (killed, out of memory, crashed in a C library)."""


def map_ordered(
    function: Callable[[T], R], items: Iterable[T], workers: int | None, failed: Callable[[T, Exception], R]
) -> Iterator[R]:
    """``function(item)`` for every item, in order; ``failed(item, error)`` stands in where a worker died.

    ``function`` must be importable and must not raise. ``workers`` None or 1 works in this process.

    >>> list(map_ordered(abs, [-1, 2], None, lambda item, error: 0))
    [1, 2]
    """
    if workers is None or workers <= 1:
        for item in items:
            yield function(item)
        return
    pool = _pool(workers)
    waiting: deque[tuple[T, Future[R]]] = deque()
    try:
        for item in items:
            waiting.append((item, _submit(pool, function, item)))
            if len(waiting) >= workers * BACKLOG:
                item, future = waiting.popleft()
                result, pool = _result(pool, function, item, future, waiting, workers, failed)
                yield result
        while waiting:
            item, future = waiting.popleft()
            result, pool = _result(pool, function, item, future, waiting, workers, failed)
            yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _submit(pool: ProcessPoolExecutor, function: Callable[[T], R], item: T) -> Future[R]:
    try:
        return pool.submit(function, item)
    except BrokenProcessPool as error:
        future: Future[R] = Future()
        future.set_exception(error)
        return future


def _result(
    pool: ProcessPoolExecutor,
    function: Callable[[T], R],
    item: T,
    future: Future[R],
    waiting: deque[tuple[T, Future[R]]],
    workers: int,
    failed: Callable[[T, Exception], R],
) -> tuple[R, ProcessPoolExecutor]:
    """The result of ``item``; after a death, this item alone in a new process, then the others again."""
    try:
        return future.result(), pool
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
    alone = _pool(1)
    try:
        result = alone.submit(function, item).result()
    except BrokenProcessPool:
        result = failed(item, WorkerDiedError("the worker process died on this document"))
    finally:
        alone.shutdown(wait=False, cancel_futures=True)
    pool = _pool(workers)
    again = [(other, _submit(pool, function, other)) for other, _ in waiting]
    waiting.clear()
    waiting.extend(again)
    return result, pool
