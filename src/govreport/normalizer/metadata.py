"""The labelled values of a page become :class:`~govreport.models.Metadata`.

Raw fields enter here. The order of trust: the metadata block, the line under the title, labelled cells of the
document's own tables, and last the ``<meta>`` tags of 国办发〔2017〕47号: a labelled date in the page beats
``PubDate`` (content systems often write the time at which the file was made). What a less trusted place says
differently is a finding, never silently dropped; what no vocabulary knows is kept in ``extra``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from govreport.models import Evidence, Finding, Metadata, PartialDate, Severity, Site
from govreport.models.base import new_span, trusted
from govreport.raw import RawField, RawReport

from .classify import is_placeholder, parse_theme, parse_validity, split_categories
from .dates import DateMatch, damaged_date, parse_date, parse_day
from .document_number import parse_document_number
from .index_number import parse_index_number
from .numerals import parse_number
from .organization import looks_like_body

__all__ = ["MetadataReading", "read_metadata"]

_new_metadata = trusted(Metadata)
_new_site = trusted(Site, "name", "domain", "id_code")
_finding = trusted(Finding)
_evidence = trusted(Evidence, *Evidence.model_fields)
_RANK = {"block": 0, "line": 1, "table": 2, "meta": 3}
_DATES = frozenset(("issued_on", "published_at", "modified_at", "effective_on", "expires_on"))
_TEXTS = frozenset(
    "publisher title summary source author column genre disclosure_method disclosure_scope disclosure_term "
    "audience language format".split()
)
_COMPARED = frozenset(("index_number", "document_number", "publisher", "source", "title", *_DATES))
_ELSEWHERE = frozenset(("page_generated", "column_type", "issuing_body", "signed_on"))
"""Concepts that other stages read."""
_MOST_DOUBTS = 50  # findings about one field; the others are counted
_DASHED_TIME = regex.compile(r"(\d{4}-\d\d-\d\d)-(\d\d:\d\d)")
_SOURCE_LABEL = regex.compile(r"^(?:信息|稿件|文章)?来源\s*+[：:]\s*+")
_COUNT = regex.compile(
    r"[\[【(（]?\s*+(?:(?P<count>\d{1,12}+)(?!\d|[.．]\d|[+＋]|\s?万)|(?P<count>\d{1,6}+(?:[.．]\d{1,4}+)?+\s?万)(?![+＋余多]))"
)
_WORDS = regex.compile(r"[\s,，;；、|]++")


@dataclass(slots=True)
class MetadataReading:
    """The metadata with its evidence, and the raw fields that were used, by name."""

    metadata: Metadata
    evidence: dict[str, Evidence] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    used: dict[str, RawField] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


class _Reader:
    def __init__(self, raw: RawReport, titles: frozenset[str]) -> None:
        self.raw = raw
        self.junk = titles
        self.sites: set[str] = set()
        self.values: dict[str, Any] = {}
        self.used: dict[str, RawField] = {}
        self.extra: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.doubts: Counter[tuple[str, str]] = Counter()  # by code and field
        self.standard = False
        self.generated: list[str] = []
        for item in raw.fields:
            if item.origin == "meta" and item.label.lower() == "articletitle":
                self.standard = True
            if item.name == "page_generated" and item.value:
                self.generated.append(item.value)
            elif item.name == "site.name" and item.value:
                self.sites.add("".join(item.value.split()))

    def read(self) -> None:
        for item in sorted(self.raw.fields, key=lambda item: _RANK[item.origin]):
            value = item.value
            name = item.name
            if value is None or is_placeholder(value) or name in _ELSEWHERE:
                continue
            if name is None or (name not in _READERS and not name.startswith("site.")):
                if item.origin != "meta" and name != "attachment":
                    self.extra.setdefault(item.label.strip(), value)
                continue
            if item.origin == "meta" and self.is_junk(name, value):
                continue
            self.take(name, item, value)
        for (code, name), count in self.doubts.items():
            if count > _MOST_DOUBTS:
                more = f"{name}: {count - _MOST_DOUBTS} more of this kind, not listed one by one"
                self.findings.append(_finding(code=code, severity="notice", message=more))

    def note_doubt(self, code: str, name: str, severity: Severity, message: str, *items: RawField) -> None:
        """A finding about one field; of a page that prints thousands of them the first ones stand for all."""
        self.doubts[code, name] += 1
        if self.doubts[code, name] <= _MOST_DOUBTS:
            proofs = tuple([evidence_of(self.raw, item) for item in items])
            self.findings.append(_finding(code=code, severity=severity, message=message, evidence=proofs))

    def take(self, name: str, item: RawField, value: str) -> None:
        if name.startswith("site."):
            self.values.setdefault(name, value)
            return
        if name == "source" and item.origin == "meta":
            value = _SOURCE_LABEL.sub("", value)
        read = _READERS[name](value)
        if read is None:
            if name in _DATES:
                self.unreadable_date(item, value)
            elif item.origin != "meta":
                self.extra.setdefault(item.label.strip(), value)
            return
        if name == "categories":
            self.take_categories(item, read)
            return
        if name not in self.values:
            self.values[name] = read
            self.used[name] = item
        elif name in _COMPARED:
            self.compare(name, item, read)

    def take_categories(self, item: RawField, read: Any) -> None:
        if "categories" in self.values:
            return
        self.values["categories"] = read.values
        self.used["categories"] = item
        for name in ("theme", "genre", "column"):
            part = getattr(read, name)
            if part is not None and name not in self.values:
                text = str(part)
                at = (item.value or "").find(text)
                start = item.start + at if item.start >= 0 and at >= 0 else -1
                self.values[name] = part
                self.used[name] = RawField(
                    item.label, name, text, item.origin, start, start + len(text) if start >= 0 else -1, item.block
                )

    def is_junk(self, name: str, value: str) -> bool:
        """Meta tags that describe the site, or repeat the title where something else belongs."""
        folded = "".join(value.split())
        if name == "published_at" and any(_same_minute(value, other) for other in self.generated):
            self.note("metadata.generated_date", f"PubDate {value} is the time at which the page was generated")
            return True
        if name == "title" or name.startswith("site.") or name in _DATES:
            return False
        if name == "keywords":
            return any(word in self.junk or word.endswith(_SITE_WORDS) for word in _WORDS.split(value))
        if name == "summary":
            return folded in self.junk or not self.standard or folded.endswith(_SITE_WORDS)
        if name == "column":
            return False
        if name == "source":
            # ContentSource names who wrote or who is reprinted; that may be the site itself, or 新华网.
            return folded in self.junk and folded not in self.sites and not looks_like_body(value)
        return folded in self.junk or folded.endswith(("网", "网站"))

    def unreadable_date(self, item: RawField, value: str) -> None:
        if item.origin != "meta":
            self.extra.setdefault(item.label.strip() or "date", value)
        if damaged_date(value) is not None:
            message = f"{item.label or item.name} {value!r} is no readable date; nothing was guessed"
            self.note_doubt("metadata.damaged_date", item.name or "date", "warning", message, item)

    def compare(self, name: str, item: RawField, read: Any) -> None:
        kept = self.values[name]
        if _agree(kept, read):
            if name == "published_at" and _is_finer(kept, read) and item.origin != "meta":
                self.values[name] = read
                self.used[name] = item
            return
        code = "metadata.date_conflict" if name in _DATES else "metadata.conflict"
        first = self.used[name]
        message = (
            f"{name}: {first.label or first.origin} says {first.value!r}, {item.label or item.origin} says "
            f"{item.value!r}; the first is kept"
        )
        self.note_doubt(code, name, "notice", message, first, item)

    def note(self, code: str, message: str) -> None:
        self.findings.append(_finding(code=code, severity="notice", message=message))


_SITE_WORDS = ("政府网", "人民政府", "网站", "门户网", "县政府", "市政府", "区政府", "信息网", "政府")


def _same_minute(value: str, other: str) -> bool:
    """Whether a page-generation text names the minute of ``value`` (a bare day is no evidence of generation)."""
    stamp = value.replace("/", "-")[:16]
    return len(stamp) == 16 and stamp in other.replace("/", "-")


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _agree(kept: Any, read: Any) -> bool:
    if isinstance(kept, (dt.date, PartialDate)) or isinstance(read, (dt.date, PartialDate)):
        return _iso(kept)[:10].startswith(_iso(read)[:10]) or _iso(read)[:10].startswith(_iso(kept)[:10])
    return _squeeze(str(kept)) == _squeeze(str(read))


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _is_finer(kept: Any, read: Any) -> bool:
    return isinstance(read, dt.datetime) and not isinstance(kept, dt.datetime)


def evidence_of(raw: RawReport, item: RawField) -> Evidence:
    """The evidence of a raw field."""
    xpath, line = raw.locate(item.block)
    # What stands there, marks between the characters of the value included (tags in plain text).
    printed = raw.text[item.start : item.end] if item.start >= 0 else item.value or ""
    return _evidence(
        raw=printed,
        label=item.label.strip() or None,
        span=new_span((item.start, item.end)) if item.start >= 0 else None,
        xpath=xpath,
        line=line,
        method=item.origin,
    )


def _date(value: str) -> dt.date | PartialDate | None:
    day = parse_day(value)
    if day is not None:
        return day[0]
    found = _match(value)
    if found is None:
        return None
    return found.value.to_date() or found.value


def _moment(value: str) -> dt.date | dt.datetime | PartialDate | None:
    common = parse_day(value)
    if common is not None:
        day: dt.date | None
        day, time = common
    else:
        found = _match(value)
        if found is None:
            return None
        day, time = found.value.to_date(), found.time
        if day is None:
            return found.value
    return dt.datetime.combine(day, time) if time is not None else day


def _match(value: str) -> DateMatch | None:
    return parse_date(_DASHED_TIME.sub(r"\1 \2", value) if value.count("-") > 2 else value)


def _text(value: str) -> str | None:
    return " ".join(value.split()) or None


def _source(value: str) -> str | None:
    """A name; an address is a link (来源：http://…)."""
    return None if value.lstrip("<").startswith(("http://", "https://", "www.")) else _text(value)


def _count(value: str) -> int | None:
    """A whole number, or one in 万 (1.2万); what is rounded (1万+) or too long is none."""
    found = _COUNT.match(value.replace(",", "").replace("，", ""))
    if found is None:
        return None
    number = parse_number(found["count"])
    return number.value if number is not None and isinstance(number.value, int) else None


def _keywords(value: str) -> tuple[str, ...] | None:
    return tuple(word for word in _WORDS.split(value) if word) or None


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(_TEXTS, _text),
    "source": _source,
    "issued_on": _date,
    "effective_on": _date,
    "expires_on": _date,
    "published_at": _moment,
    "modified_at": _moment,
    "index_number": parse_index_number,
    "document_number": parse_document_number,
    "theme": parse_theme,
    "categories": split_categories,
    "validity": parse_validity,
    "view_count": _count,
    "keywords": _keywords,
}


def read_metadata(
    raw: RawReport, titles: frozenset[str] = frozenset(), unlabelled: Sequence[RawField] = ()
) -> MetadataReading:
    """Type the raw fields; ``titles`` are texts (without blanks) that are title or site name, junk elsewhere.

    ``unlabelled`` are values that the text gives without a label; they count only where no label stands on the page,
    not even one without a value: the page says then that there is none.
    """
    reader = _Reader(raw, titles)
    reader.read()
    labelled = {item.name for item in raw.fields if item.origin != "meta"} if unlabelled else ()
    for item in unlabelled:
        if item.name is not None and item.value is not None and item.name not in labelled:
            reader.take(item.name, item, item.value)
    values = reader.values
    site = _new_site(
        name=values.pop("site.name", None),
        domain=values.pop("site.domain", None),
        id_code=values.pop("site.id_code", None),
    )
    spans = tuple([new_span((b.start, b.end)) for b in raw.blocks if b.role == "metadata" and b.end > b.start])
    metadata = _new_metadata(**values, site=site, breadcrumbs=tuple(raw.breadcrumbs), extra=reader.extra, spans=spans)
    evidence = {f"metadata.{name}": evidence_of(raw, item) for name, item in reader.used.items()}
    return MetadataReading(metadata, evidence, reader.findings, reader.used, values)
