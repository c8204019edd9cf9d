"""The whole way of a page, in one place. Whoever opens the project reads this file first.

Each stage takes a :class:`Page` and fills in the next part of it::

    decode     bytes or text           → text, media type, charset      parsers/decoding.py
    read       text, tree or soup      → RawReport (strings + places)   parsers/html.py | parsers/text.py
    normalize  RawReport               → Report (typed, with evidence)  normalizer/report.py
    check      Report                  → findings                       checks.py
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from . import checks
from ._version import __version__
from .errors import GovReportError, InternalError, SourceError, SourceNotFoundError, UnsupportedMediaError, WorkerError
from .models import Report, Source
from .models.base import trusted
from .normalizer.report import build_report
from .parsers.containers import styles_may_hide
from .parsers.decoding import DecodedSource, decode
from .parsers.html import parse_tree
from .parsers.tree import build_tree, flatten, is_cut, read_soup, tree_text
from .raw import RawFinding, RawReport

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from lxml.etree import _Element

__all__ = ["STAGES", "ParseResult", "parse", "parse_file", "parse_many"]


_LARGE = 131_072  # characters or bytes from which the collector of cycles rests while a page is read
_new_source = trusted(Source, *Source.model_fields)


@dataclass(slots=True)
class Page:
    """One page on its way; every stage reads what is there and adds its part."""

    given: Any
    url: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    decoded: DecodedSource | None = None
    raw: RawReport | None = None
    report: Report | None = None


class ParseResult(NamedTuple):
    """What became of one source of :func:`parse_many`: a report, or the error that says why there is none."""

    id: str
    status: Literal["ok", "failed"]
    report: Report | None
    error: GovReportError | None


def _decode(page: Page) -> None:
    given = page.given
    if isinstance(given, (bytearray, memoryview)):
        given = bytes(given)
    if isinstance(given, (str, bytes)):
        page.decoded = decode(given, media_type=page.media_type, encoding=page.encoding)
    elif hasattr(given, "iter") and hasattr(given, "tag"):
        page.decoded = tree_text(given)
    elif hasattr(given, "find_all"):
        page.decoded = read_soup(given)
    else:
        raise UnsupportedMediaError(
            f"cannot read a {type(given).__name__}; give str, bytes, an lxml element or a BeautifulSoup"
        )


def _read(page: Page) -> None:
    assert page.decoded is not None
    decoded = page.decoded
    if decoded.media_type == "text/plain":
        page.raw = _read_text(decoded.text)
    elif isinstance(page.given, (str, bytes, bytearray, memoryview)) or hasattr(page.given, "find_all"):
        data = decoded.text.encode("utf-8", "replace") if decoded.utf8 is None else decoded.utf8
        root = build_tree(decoded.text, data)
        page.raw = parse_tree(root, styles=styles_may_hide(data))
        if not page.raw.blocks or is_cut(root):
            page.raw = _read_flat(decoded.text) or page.raw
    else:
        page.raw = parse_tree(page.given)
    page.raw.findings[:0] = decoded.findings


def _read_text(text: str) -> RawReport:
    # Imported at the first plain text: its patterns take a tenth of the time to the first page, and most are HTML.
    from .parsers.text import parse_text

    return parse_text(text)


def _read_flat(markup: str) -> RawReport | None:
    """The text of a page whose tree came out empty or cut (nested deeper than libxml2 goes), None if it has none."""
    text = flatten(markup)
    if not text:
        return None
    raw = _read_text(text)
    message = "the tree of the page is nested too deep or holds no text; its text was read without its structure"
    raw.findings.insert(0, RawFinding("content.flattened", "warning", message))
    return raw


def _normalize(page: Page) -> None:
    assert page.decoded is not None
    assert page.raw is not None
    # The address is the caller's and is validated; the rest is our own.
    source = (_new_source if page.url is None else Source)(
        url=page.url,
        media_type=page.decoded.media_type,
        encoding=page.decoded.encoding,
        sha256=page.decoded.sha256,
        size=page.decoded.size,
        parser_version=__version__,
    )
    page.report = build_report(page.raw, source)


def _check(page: Page) -> None:
    assert page.report is not None
    found = checks.check(page.report)
    if found:
        page.report = page.report.model_copy(update={"findings": page.report.findings + found})


STAGES: tuple[tuple[str, Callable[[Page], None]], ...] = (
    ("decode", _decode),
    ("read", _read),
    ("normalize", _normalize),
    ("check", _check),
)


def parse(
    source: str | bytes | _Element | BeautifulSoup | Any,
    *,
    url: str | None = None,
    media_type: str | None = None,
    encoding: str | None = None,
) -> Report:
    """Read one page: HTML or plain text as ``str`` or ``bytes``, an lxml element, or a BeautifulSoup.

    ``url`` is kept in ``report.source``; ``media_type`` (``text/html``, ``text/plain``) is sniffed when None;
    ``encoding`` names the charset of ``bytes`` and is overruled when the bytes say otherwise.

    Raises :class:`~govreport.errors.GovReportError`: ``EmptySourceError`` for nothing, ``UnsupportedMediaError``
    for a PDF, an archive or an image, ``DecodingError`` for an unknown ``encoding``.

    >>> page = "索引号 014000000/2020-00001\\n某市某局2019年政府信息公开工作年度报告\\n\\n一、总体情况\\n公开信息3条。"
    >>> report = parse(page)
    >>> report.kind, report.year, str(report.metadata.index_number)
    ('annual_report', 2019, '014000000/2020-00001')
    """
    page = Page(source, url, media_type, encoding)
    if isinstance(source, (str, bytes)) and len(source) >= _LARGE and gc.isenabled():
        # What is made of a page has no cycles; looking for some again and again is a quarter of a large page's time.
        gc.disable()
        try:
            return _through(page)
        finally:
            gc.enable()
    return _through(page)


def _through(page: Page) -> Report:
    for _name, stage in STAGES:
        stage(page)
    assert page.report is not None
    return page.report


def parse_file(
    path: str | Path, *, url: str | None = None, media_type: str | None = None, encoding: str | None = None
) -> Report:
    """Read a file; a name that ends in ``.txt`` or ``.md`` is plain text unless ``media_type`` says otherwise.

    Raises :class:`~govreport.errors.SourceNotFoundError` when it is missing, no file, or cannot be read, and what
    :func:`parse` raises, with the path in ``error.where``.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceNotFoundError(error.strerror or str(error), where=str(path)) from error
    if media_type is None and path.suffix.lower() in (".txt", ".md", ".markdown"):
        media_type = "text/plain"
    try:
        return parse(data, url=url, media_type=media_type, encoding=encoding)
    except SourceError as error:
        raise type(error)(error.message, where=str(path)) from error


def parse_many(sources: Iterable[Any], workers: int | None = None) -> Iterator[ParseResult]:
    """Read many sources, in order; never raises for one document: the error is in its result.

    A source is a path (``str`` or ``Path``, also the id), or a pair of an id and what :func:`parse` takes.
    ``workers`` above 1 spreads the work over that many processes (then trees and soups cannot be sent); a report
    comes back from there as JSON, and a process that dies costs the source that killed it only. None and 1 stay in
    this process.
    """
    if workers is None or workers <= 1:
        yield from map(_parse_one, sources)
        return
    from .pool import map_ordered, prepare  # brings multiprocessing, which one page does not need

    prepare(__name__)

    for name, report_json, error in map_ordered(_parse_to_json, sources, workers, _failed):
        if report_json is None:
            yield ParseResult(name, "failed", None, error)
        else:
            yield ParseResult(name, "ok", Report.model_validate_json(report_json), None)


def _parse_one(source: Any) -> ParseResult:
    name = str(source[0] if isinstance(source, tuple) else source)
    try:
        report = parse(source[1]) if isinstance(source, tuple) else parse_file(source)
    except GovReportError as error:
        return ParseResult(name, "failed", None, error)
    except Exception as error:
        # A defect of ours must not cost the reader the other documents; it is named, not hidden.
        return ParseResult(name, "failed", None, InternalError(f"{type(error).__name__}: {error}", where=name))
    return ParseResult(name, "ok", report, None)


_Sent = tuple[str, bytes | None, GovReportError | None]


def _parse_to_json(source: Any) -> _Sent:
    result = _parse_one(source)
    if result.report is None:
        return result.id, None, result.error
    return result.id, result.report.__pydantic_serializer__.to_json(result.report), None


def _failed(source: Any, error: Exception) -> _Sent:
    name = str(source[0] if isinstance(source, tuple) else source)
    return name, None, WorkerError(str(error), where=name)
