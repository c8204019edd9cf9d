"""The names of the files behind files, folders and globs: each once, sorted, a few bytes each.

A ``Path`` takes half a kilobyte; what is kept of a file here is its own name and the number of its folder, so that the
memory of a run does not grow with the number of its documents. The folders are gone through in the order of their names
with a ``/`` behind, which is the order of the whole paths: nothing is sorted twice, and no more than one folder a level
is held as a list.
"""

from __future__ import annotations

import glob
import os
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from govreport.errors import SourceNotFoundError

from .documents import DOCUMENT_SUFFIXES

__all__ = ["Listing", "list_files"]


class Listing(Sequence[str]):
    """A list of paths that can only grow: the names in one string of bytes, a folder once for all that follow in it."""

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._names = bytearray()
        self._ends = array("Q")
        self._folders: list[str] = []
        self._firsts = array("Q")
        for path in paths:
            self.append(path)

    def append(self, path: str) -> None:
        """One more path."""
        at = path.rfind(os.sep) + 1
        folder = path[:at]
        if not self._folders or self._folders[-1] != folder:
            self._folders.append(folder)
            self._firsts.append(len(self._ends))
        # Names that are no UTF-8 come back as they were, on every platform.
        self._names += path[at:].encode("utf-8", "surrogatepass")
        self._ends.append(len(self._names))

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Listing: ...

    def __getitem__(self, at: int | slice) -> str | Listing:
        if isinstance(at, slice):
            return Listing(self[one] for one in range(*at.indices(len(self))))
        at = range(len(self))[at]
        name = self._names[self._ends[at - 1] if at else 0 : self._ends[at]]
        return self._folders[bisect_right(self._firsts, at) - 1] + name.decode("utf-8", "surrogatepass")


def list_files(inputs: Iterable[str | os.PathLike[str]], skipped: Counter[str] | None = None) -> Listing:
    """The files behind ``inputs`` (see :func:`govreport.batch.find_documents`, which says the rules and the errors).

    What is passed over in folders is counted in ``skipped`` (reason → how many).
    """
    skipped = Counter() if skipped is None else skipped
    names = [os.fspath(item) for item in inputs]
    if len(names) == 1:
        # The usual case, and the large one: nothing can be there twice.
        return Listing(_of_input(names[0], skipped))
    # Of two spellings of one file (relative and absolute) the first given counts.
    found: dict[str, str] = {}
    for name in names:
        for path in _of_input(name, skipped):
            found.setdefault(os.path.abspath(path), path)
    return Listing(sorted(found.values(), key=_posix))


def _posix(path: str) -> str:
    return path.replace(os.sep, "/")


def _of_input(name: str, skipped: Counter[str]) -> Iterable[str]:
    if os.path.lexists(name):
        return _of_path(name, skipped)
    if not glob.has_magic(name):
        raise SourceNotFoundError("no such file or folder", where=name)
    matches = glob.iglob(name, recursive=True)
    found = {path for match in matches for path in _of_path(match, skipped, may_be_empty=True)}
    if not found:
        raise SourceNotFoundError("no document matches this pattern", where=name)
    return sorted(found, key=_posix)


def _of_path(name: str, skipped: Counter[str], *, may_be_empty: bool = False) -> Iterator[str]:
    path = os.path.normpath(name)
    if not os.path.isdir(path):
        yield path
        return
    empty = not may_be_empty
    try:
        for found in _in_folder(path, skipped):
            empty = False
            yield found
    except OSError as error:
        raise SourceNotFoundError(f"cannot read the folder ({error.strerror})", where=name) from error
    if empty:
        known = " ".join(sorted(DOCUMENT_SUFFIXES))
        raise SourceNotFoundError(f"no documents in this folder (looked for {known})", where=name)


def _in_folder(folder: str, skipped: Counter[str]) -> Iterator[str]:
    """The documents in a folder and below, in the order of their paths; no recursion, folders may be nested deep."""
    folder = "" if folder == os.curdir else folder
    waiting = [(folder, _entries(folder, skipped))]
    while waiting:
        folder, names = waiting[-1]
        if not names:
            waiting.pop()
            continue
        name = names.pop()
        path = os.path.join(folder, name)
        if name.endswith("/"):
            waiting.append((path[:-1], _entries(path[:-1], skipped)))
        else:
            yield path


def _entries(folder: str, skipped: Counter[str]) -> list[str]:
    """The names of the folders (with a ``/`` behind) and documents in a folder, the last first."""
    found = []
    with os.scandir(folder or os.curdir) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                skipped["hidden files and folders"] += 1
            elif _is_folder(entry):
                if entry.is_symlink():
                    skipped["links to folders"] += 1
                else:
                    found.append(f"{name}/")
            elif os.path.splitext(name)[1].lower() in DOCUMENT_SUFFIXES:
                found.append(name)
            else:
                skipped["files in folders that are no pages by their name"] += 1
    found.sort(reverse=True)
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
