"""Files in, files out: one JSON line a document, and the documents that failed in a file of their own.

``OUT.jsonl`` holds ``{"id": …, "report": {…}}`` in the order of the sorted paths; ``OUT.errors.jsonl`` holds
``{"id": …, "error": class, "message": …}`` and exists only when a document failed. The id is the path as it was
given, with ``/`` between its parts. Both files are written under a temporary name and renamed when they are
complete, so that a run that was cut off leaves the files of the run before.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from govreport.pipeline import ParseResult, parse_many

from .sources import find_documents

__all__ = ["Conversion", "convert", "errors_path"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion did; ``errors`` is None where no document failed."""

    converted: int
    failed: int
    output: Path
    errors: Path | None


def errors_path(output: str | os.PathLike[str]) -> Path:
    """Where the failed documents of ``output`` are listed.

    >>> errors_path("out/reports.jsonl").as_posix()
    'out/reports.errors.jsonl'
    """
    return Path(output).with_suffix(".errors.jsonl")


def convert(
    inputs: Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    workers: int | None = None,
    on_start: Callable[[int], None] | None = None,
    on_document: Callable[[ParseResult], None] | None = None,
) -> Conversion:
    """Read all documents of ``inputs`` (files, folders, globs) and write ``output`` as JSON lines.

    ``on_start`` is told the number of documents and ``on_document`` each result, for a progress bar. Raises
    :class:`~govreport.errors.SourceNotFoundError` for an input that is not there and ``OSError`` for an output
    that cannot be written; a document that cannot be read is a line in the file of errors.
    """
    documents = find_documents(inputs)
    target = Path(output)
    _check_target(target, documents)
    if on_start is not None:
        on_start(len(documents))
    failed = 0
    with ExitStack() as stack:
        reports = stack.enter_context(_Replacing(target))
        errors = stack.enter_context(_Replacing(errors_path(target)))
        for path, result in zip(documents, parse_many(documents, workers=workers), strict=True):
            if result.report is not None:
                # The report's own JSON, not a second trip through Python dictionaries: a third of the time.
                reports.stream.write(
                    f'{{"id":{_json(path.as_posix())},"report":{result.report.model_dump_json()}}}\n'
                )
            else:
                failed += 1
                errors.stream.write(_json(_error_line(path, result)) + "\n")
            if on_document is not None:
                on_document(result)
        errors.wanted = failed > 0
    return Conversion(len(documents) - failed, failed, target, errors.path if failed else None)


def _json(value: object) -> str:
    # A file name may hold bytes that are no UTF-8; JSON escapes keep the line readable for everyone.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def _error_line(path: Path, result: ParseResult) -> dict[str, str]:
    error = result.error
    message = error.message if error is not None else ""
    return {"id": path.as_posix(), "error": type(error).__name__, "message": message}


def _check_target(target: Path, documents: list[Path]) -> None:
    for path in (target, errors_path(target)):
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder", str(path))
        if path.exists() and not path.is_file():
            raise OSError(22, "is not an ordinary file", str(path))
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(13, "may not be written", str(path))
    if target.absolute() in {path.absolute() for path in documents}:
        raise OSError(22, "is one of the documents to be read", str(target))


class _Replacing:
    """A text file that takes the place of ``path`` when it is complete, and leaves no trace when it is not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.wanted = True

    def __enter__(self) -> _Replacing:
        try:
            handle, self._name = tempfile.mkstemp(
                prefix=f".{self.path.name}.", suffix=".part", dir=self.path.parent
            )
        except OSError as error:
            # The caller knows the file that was asked for, not the temporary one.
            raise OSError(error.errno, error.strerror, str(self.path)) from error
        self.stream: IO[str] = open(handle, "w", encoding="utf-8", newline="\n")
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            self.stream.close()
            if kind is None and self.wanted:
                os.chmod(self._name, 0o666 & ~_umask())
                os.replace(self._name, self.path)
            elif kind is None:
                # Errors of an earlier run would be taken for those of this one.
                self.path.unlink(missing_ok=True)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(self._name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
