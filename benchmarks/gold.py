"""The gold facts of a corpus and how a report is compared with them (the rules of ``corpus/README.md``).

A field is compared only where the gold line has its key: an absent key means that nobody looked, not that there
is nothing. ``alt`` and ``*_alt`` hold further values to accept.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govreport.models import PartialDate, Report, Section, Table

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
# The gold has about 20 characters of either end, sometimes one or two more.
BODY_CHARACTERS = 30
# Signs without width are no white space to Python, and no text to a reader.
_WIDTHLESS = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the corpus with its gold line."""

    name: str
    path: Path
    gold: dict[str, Any]

    @property
    def is_html(self) -> bool:
        return self.path.suffix == ".html"

    def text(self) -> str:
        """The page decoded as the gold line says."""
        return self.path.read_bytes().decode(self.gold.get("encoding") or "utf-8")


def pages(corpus: Path = CORPUS) -> Iterator[Page]:
    """All pages of ``gold.jsonl`` that are not skipped, in its order."""
    for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if "skip" not in gold:
            yield Page(gold["file"], corpus / gold["file"], gold)


def squeeze(text: str) -> str:
    """The text without any white space.

    >>> squeeze("一、 总体\\u3000情况\\n")
    '一、总体情况'
    """
    return "".join(text.translate(_WIDTHLESS).split())


def heading(text: str) -> str:
    """A heading as it is compared: no white space, no final colon or full stop.

    >>> heading("二、项目名称 ：")
    '二、项目名称'
    """
    return squeeze(text).rstrip("：。")


def main_text(report: Report) -> str:
    """Preamble and sections in reading order without white space; tables cell by cell."""
    tables = {
        item.span: "".join(cell.text for cell in item.cells)
        for item in (*report.preamble, *(part for section in report.walk() for part in section.content))
        if isinstance(item, Table)
    }
    kept = {"preamble", "heading", "content"}
    return squeeze(
        "".join(tables.get(span, report.text[span.start : span.end]) for span, part in report.parts() if part in kept)
    )


def _iso(value: dt.date | PartialDate | None) -> str | None:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return None if value is None else str(value)


def _plain(value: object | None) -> str | None:
    return None if value is None else str(value)


def _headings(sections: tuple[Section, ...]) -> list[str]:
    return [section.heading for section in sections if not section.annex]


def _subsections(report: Report) -> dict[str, list[str]]:
    return {section.heading: _headings(section.children) for section in report.sections if section.children}


FIELDS: dict[str, Callable[[Report], Any]] = {
    "kind": lambda r: r.kind,
    "title": lambda r: r.title,
    "index_number": lambda r: _plain(r.metadata.index_number),
    "publisher": lambda r: r.metadata.publisher,
    "issued_on": lambda r: _iso(r.metadata.issued_on),
    "published_on": lambda r: _iso(r.metadata.published_at),
    "document_number": lambda r: _plain(r.metadata.document_number),
    "theme": lambda r: _plain(r.metadata.theme),
    "category_raw": lambda r: " ".join(r.metadata.categories) or None,
    "source": lambda r: r.metadata.source,
    "keywords": lambda r: list(r.metadata.keywords) or None,
    "validity": lambda r: r.metadata.validity.raw if r.metadata.validity else None,
    "view_count": lambda r: r.metadata.view_count,
    "year": lambda r: r.year,
    "issuing_body": lambda r: r.issuing_body,
    "signed_on": lambda r: _plain(r.signed_on),
    "sections": lambda r: _headings(r.sections),
    "subsections": _subsections,
    "body_first": lambda r: main_text(r)[:BODY_CHARACTERS],
    "body_last": lambda r: main_text(r)[-BODY_CHARACTERS:],
    "attachments": lambda r: [item.name for item in r.attachments],
}
BODY_FIELDS = ("body_first", "body_last")


def _comparable(field: str, value: Any) -> Any:
    if isinstance(value, str):
        return heading(value) if field in ("sections", "subsections") else squeeze(value)
    if isinstance(value, list):
        return [_comparable(field, item) for item in value]
    if isinstance(value, dict):
        return {_comparable(field, key): _comparable(field, item) for key, item in value.items()}
    return value


def accepted(gold: dict[str, Any], field: str) -> list[Any]:
    """All values to accept for a field, the gold value first."""
    return [gold[field], *(gold.get("alt") or {}).get(field, ()), *(gold.get(f"{field}_alt") or ())]


def is_right(gold: dict[str, Any], field: str, got: Any) -> bool:
    """Whether a value is one of those to accept.

    >>> is_right({"title": "年 报", "alt": {"title": [None]}}, "title", "年报")
    True
    """
    answer = _comparable(field, got)
    values = [_comparable(field, value) for value in accepted(gold, field)]
    if field in BODY_FIELDS and answer:
        fits = str.startswith if field == "body_first" else str.endswith
        return any(value and fits(answer, value) for value in values)
    return answer in values
