"""One process of the pool, from both ends: what it does, and what its parent knows of it.

A worker says what it works on in one word of shared memory, which counts its steps, so that two steps never have the
same word. The parent only asks whether the word is still the one of its last look, and measures by its own clock, look
by look: neither a word that is being written, nor a worker or a parent that did not run for a while (a loaded machine,
Ctrl-Z, a suspended laptop), makes a step look long.
"""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import signal
import tempfile
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any

__all__ = ["IDLE", "WHOLE", "Watch", "Worker", "number_of", "prepare", "step"]

IDLE, WHOLE = -2, -1
"""Steps that are none: nothing to do; working, but on no step yet."""

_METHOD = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
"""A small server that has imported what the workers need is forked for each: they begin, and begin again, at once."""

_YOUNG = 50_000
"""Objects before the collector of cycles looks at them. A page makes some thousands that are gone with it, without
cycles; looking at them at every 700 costs a tenth of the time. Garbage in cycles is still bounded."""

_NOTHING = bytes(8)


def _word_in(memory: Any) -> memoryview:
    # Not with struct: pack_into writes zeros before the value, and the parent may look between the two. An element of
    # a view of native integers is stored at once.
    return memoryview(memory).cast("q")


_said = _word_in(bytearray(_NOTHING))
_steps = 0


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
    """Say, inside the function that is run, that the work on step ``number`` of the item (from 0) begins."""
    global _steps
    _steps = (_steps + 1) & 0x7FFF_FFFF
    _said[0] = _steps << 32 | (number - IDLE)


def number_of(word: int) -> int:
    """The step that a word says; a word of zero (nothing was said yet) is idle.

    >>> number_of(0) == IDLE, number_of(7 << 32 | 2)
    (True, 0)
    """
    return (word & 0xFFFF_FFFF) + IDLE


class Watch:
    """How long a worker has been at one step, as its parent has seen it.

    A step is known to last only from look to look: of the time between two looks at the same word no more than
    ``longest`` counts, since a parent that did not look for an hour may not have run for an hour, nor its workers.

    >>> watch = Watch(longest=1.0)
    >>> [watch.look(word, now) for word, now in [(5, 0.0), (5, 0.5), (5, 3600.0), (6, 3600.1), (6, 3600.5)]]
    [0.0, 0.5, 1.5, 0.0, 0.4]
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._word = self._at = self._spent = 0.0

    def look(self, word: int, now: float) -> float:
        """Seconds for which ``word`` has been seen, the last look being that of ``now``."""
        same = word == self._word
        self._spent = round(self._spent + min(now - self._at, self._longest), 6) if same else 0.0
        self._word, self._at = word, now
        return self._spent


class Worker:
    """One process, the pipe to it, and the word that it says. ``jobs`` is its parent's."""

    def __init__(self, work: tuple[Callable[[Any], Any], Callable[[], None] | None], watch: Watch) -> None:
        context: Any = get_context(_METHOD)
        handle, self._name = tempfile.mkstemp(prefix="govreport-pool-")
        os.write(handle, _NOTHING)
        self._memory = mmap.mmap(handle, len(_NOTHING))
        os.close(handle)
        self._said = _word_in(self._memory)
        self.watch = watch
        self.jobs: deque[Any] = deque()
        self.killed_at: int | None = None
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self._name, *work), daemon=True)
        self.process.start()
        theirs.close()

    def word(self) -> int:
        """What it says now; after its death, what it said last."""
        return self._said[0]

    def kill(self, word: int) -> None:
        """Kill it for being too long at this word; what it said last (:meth:`word`) may be another."""
        self.killed_at = word
        self.process.kill()

    def send(self, data: bytes) -> None:
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
        self._said.release()
        self._memory.close()
        with suppress(OSError):
            os.unlink(self._name)


def _work(pipe: Connection, name: str, function: Callable[[Any], Any], begin: Callable[[], None] | None) -> None:
    """What a worker process does until its pipe is closed."""
    global _said
    # Ctrl-C goes to the whole group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open(name, "r+b") as file:
        _said = _word_in(mmap.mmap(file.fileno(), len(_NOTHING)))
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
        step(WHOLE)
        result = pickle.dumps(function(pickle.loads(data)), pickle.HIGHEST_PROTOCOL)
        step(IDLE)
        try:
            pipe.send_bytes(result)
        except OSError:
            return
