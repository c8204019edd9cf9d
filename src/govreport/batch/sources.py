"""Where documents come from: files, folders and globs become one sorted list of paths.

The order depends only on the paths, never on the order of the arguments or of the file system, and a document
named twice (by a folder and by a glob) is listed once.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from govreport.errors import SourceNotFoundError

__all__ = ["DOCUMENT_SUFFIXES", "find_documents"]

# What counts as a document inside a folder; a file named itself, or by a glob, is taken whatever its name.
DOCUMENT_SUFFIXES = frozenset(
    {".html", ".htm", ".shtml", ".shtm", ".xhtml", ".jhtml", ".jsp", ".asp", ".aspx", ".php"}
    | {".txt", ".text", ".md"}
)


def find_documents(inputs: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """The documents of files, folders (with all below them) and globs, sorted by path, each once.

    Hidden files and folders inside a folder are passed over, links to folders are not followed. Raises
    :class:`~govreport.errors.SourceNotFoundError` for a path that does not exist, a glob that matches nothing
    and a folder without documents.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.html", "a.txt", "notes.json", ".hidden.html"):
    ...         _ = Path(folder, name).write_text("x")
    ...     [path.name for path in find_documents([folder, f"{folder}/*.html"])]
    ['a.txt', 'b.html']
    """
    found: dict[str, Path] = {}
    for item in inputs:
        name = os.fspath(item)
        if os.path.lexists(name):
            paths = _of_path(name)
        elif glob.has_magic(name):
            matches = sorted(glob.glob(name, recursive=True))
            paths = [path for match in matches for path in _of_path(match, may_be_empty=True)]
            if not paths:
                raise SourceNotFoundError("no document matches this pattern", where=name)
        else:
            raise SourceNotFoundError("no such file or folder", where=name)
        for path in paths:
            found.setdefault(os.path.abspath(path), path)
    return sorted(found.values(), key=Path.as_posix)


def _of_path(name: str, *, may_be_empty: bool = False) -> list[Path]:
    path = Path(os.path.normpath(name))
    if not path.is_dir():
        return [path]
    try:
        paths = list(_in_folder(path))
    except OSError as error:
        raise SourceNotFoundError(f"cannot read the folder ({error.strerror})", where=name) from error
    if not paths and not may_be_empty:
        known = " ".join(sorted(DOCUMENT_SUFFIXES))
        raise SourceNotFoundError(f"no documents in this folder (looked for {known})", where=name)
    return paths


def _raise(error: OSError) -> None:
    raise error


def _in_folder(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and Path(name).suffix.lower() in DOCUMENT_SUFFIXES:
                yield Path(root, name)
