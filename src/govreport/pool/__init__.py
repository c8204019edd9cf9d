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

from .ordered import BACKLOG, TimeLimitError, WorkerDiedError, map_ordered
from .worker import prepare, step

__all__ = ["BACKLOG", "TimeLimitError", "WorkerDiedError", "map_ordered", "prepare", "step"]
