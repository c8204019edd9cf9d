"""The assembly: a raw report becomes a :class:`~govreport.models.Report`.

A :class:`~govreport.raw.RawReport` enters here; every value that leaves has its evidence. The order: metadata,
title, signature, section tree, who wrote it and which year it reports on, the counts in the prose, attachments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import regex

from govreport import vocabulary
from govreport.models import (
    Attachment,
    Evidence,
    Figure,
    Finding,
    Kind,
    PartialDate,
    Period,
    Report,
    Source,
    Span,
)
from govreport.models.base import trusted
from govreport.raw import Block, RawFinding, RawReport

from .dates import find_period, parse_date
from .figures import find_figures
from .metadata import MetadataReading, evidence_of, read_metadata
from .organization import body_in_title, looks_like_body
from .outline import Outline, build_outline
from .signature import Signature, find_signature
from .statistics import read_statistics
from .title import Title, choose_title, kind_of, squeeze, year_of

__all__ = ["build_report"]

_evidence = trusted(Evidence)
_finding = trusted(Finding)
_LISTED = regex.compile(r"^(?:附件\s?\d{0,2}\s?[:：.、]?\s*+)?(?:\d{1,2}[.．、]\s*+)?")


class _Value(NamedTuple):
    """A value with where it came from; ``evidence`` None means that another field's evidence holds."""

    value: str | None
    evidence: Evidence | None


def build_report(raw: RawReport, source: Source) -> Report:
    """Turn everything a parser found into typed values with their evidence."""
    title = choose_title(raw)
    reading = read_metadata(raw, _junk(raw, title))
    content = [block for block in raw.blocks if block.role == "content"]
    signature = _signature(title, content)
    outline = build_outline(content, signature=_signature_lines(signature))
    evidence = dict(reading.evidence)
    findings = [*map(_finding_of(raw), raw.findings), *reading.findings]
    findings += map(_finding_of(raw), outline.findings)
    kind = _kind(raw, title, reading, signature, outline)
    if title is None:
        findings.append(_finding(code="title.missing", severity="warning", message="no title was found on the page"))
    else:
        evidence["title"] = _title_evidence(raw, title)
    body = _issuing_body(raw, kind, title, reading, signature, content)
    if body.evidence is not None:
        evidence["issuing_body"] = body.evidence
    signed_on = _signed_on(raw, reading, signature, content, evidence, findings)
    year, period = _year_and_period(raw, kind, title, reading, content, evidence, findings)
    statistics = read_statistics(content, raw.text)
    if statistics is not None:
        findings += map(_finding_of(raw), statistics.findings)
    if not content:
        findings.append(_finding(code="content.no_text", severity="warning", message="the page has no text to read"))
    return Report(
        kind=kind,
        title=title.text if title else None,
        year=year,
        period=period,
        issuing_body=body.value,
        signed_on=signed_on,
        metadata=reading.metadata,
        preamble=outline.preamble,
        sections=outline.sections,
        figures=tuple(_figures(content)) if kind == "annual_report" else (),
        statistics=statistics.statistics if statistics is not None else None,
        attachments=_attachments(raw, outline),
        findings=tuple(findings),
        evidence=evidence,
        title_spans=_spans(raw.blocks, "title"),
        furniture=_spans(raw.blocks, "furniture"),
        text=raw.text,
        source=source,
    )


def _junk(raw: RawReport, title: Title | None) -> frozenset[str]:
    texts = {t.text for t in raw.titles}
    texts |= {f.value for f in raw.fields if f.name in ("site.name", "title") and f.value}
    if title is not None:
        texts.add(title.text)
    return frozenset("".join(text.split()) for text in texts)


def _short(block: Block) -> str:
    return block.text if block.table is None else ""


def _signature(title: Title | None, content: Sequence[Block]) -> Signature | None:
    """The signature; a lone date under the title signs reports and documents, not news."""
    found = find_signature([_short(block) for block in content])
    if found is None or found.body is not None or found.where != "head":
        return found
    kind = kind_of(
        title.text if title else None, labelled=False, report_like=False, signed=False, news=True, prose=True
    )
    return None if kind in ("article", "other") else found


def _spans(blocks: Sequence[Block], role: str) -> tuple[Span, ...]:
    return tuple(Span(b.start, b.end) for b in blocks if b.role == role and b.end > b.start)


def _finding_of(raw: RawReport) -> Callable[[RawFinding], Finding]:
    def convert(item: RawFinding) -> Finding:
        evidence: tuple[Evidence, ...] = ()
        if item.start >= 0:
            span = Span(item.start, item.end)
            evidence = (_evidence(raw=raw.text[item.start : item.end], span=span, method="text"),)
        return _finding(code=item.code, severity=item.severity, message=item.message, evidence=evidence)

    return convert


def _signature_lines(signature: Signature | None) -> frozenset[int]:
    return frozenset(signature.indices) if signature is not None else frozenset()


def _title_evidence(raw: RawReport, title: Title) -> Evidence:
    candidate = title.candidate
    if candidate.start < 0:
        return _evidence(raw=candidate.text, method=candidate.origin)
    span = Span(candidate.start, candidate.end)
    xpath, line = raw.locate(candidate.first) if candidate.first >= 0 else (None, None)
    return _evidence(raw=raw.text[span.start : span.end], span=span, xpath=xpath, line=line, method="title")


def _text_evidence(raw: RawReport, block: Block, start: int, end: int, method: str) -> Evidence:
    return _place_evidence(raw, block, Span(*block.span(start, end)), method)


def _place_evidence(raw: RawReport, block: Block, span: Span, method: str = "signature") -> Evidence:
    xpath, line = raw.locate(block.index)
    return _evidence(raw=raw.text[span.start : span.end], span=span, xpath=xpath, line=line, method=method)


def _kind(
    raw: RawReport, title: Title | None, reading: MetadataReading, signature: Signature | None, outline: Outline
) -> Kind:
    stems = vocabulary.words("titles", "report_sections")
    headings = [section.title for section in outline.sections]
    official = sum(1 for heading in headings if any(stem in heading for stem in stems))
    labelled = (
        reading.metadata.index_number is not None
        or reading.metadata.document_number is not None
        or any(item.name == "issuing_body" for item in raw.fields)
    )
    return kind_of(
        title.text if title else None,
        labelled=labelled,
        report_like=official >= 3,
        signed=signature is not None,
        news=reading.metadata.source is not None or reading.metadata.published_at is not None,
        prose=_has_prose(raw),
    )


def _has_prose(raw: RawReport) -> bool:
    size = 0
    for block in raw.blocks:
        if block.role == "content":
            if block.table is not None or "。" in block.text or "，" in block.text:
                return True
            size += len(block.text)
    return size > 100


def _issuing_body(
    raw: RawReport,
    kind: Kind,
    title: Title | None,
    reading: MetadataReading,
    signature: Signature | None,
    content: Sequence[Block],
) -> _Value:
    """Who wrote it: who signs, else who is named in the title, else the issuing (not the publishing) body."""
    if signature is not None and signature.body is not None and signature.body_places:
        first, last = signature.body_places[0], signature.body_places[-1]
        start = content[first.index].span(first.start, first.end).start
        end = content[last.index].span(last.start, last.end).end
        return _Value(signature.body, _place_evidence(raw, content[first.index], Span(start, end)))
    for item in raw.fields:
        if item.name == "issuing_body" and item.value:
            return _Value(item.value, evidence_of(raw, item))
    publisher = reading.used.get("publisher")
    issuing = publisher is not None and "".join(publisher.label.strip(" ：:【】[]").split()) in vocabulary.words(
        "values", "issuing_labels"
    )
    if issuing and reading.metadata.publisher is not None:
        return _Value(reading.metadata.publisher, reading.evidence["metadata.publisher"])
    if title is not None:
        body = body_in_title(title.text)
        if body is not None:
            return _Value(body, _title_evidence(raw, title))
    if kind == "annual_report" and reading.metadata.publisher and looks_like_body(reading.metadata.publisher):
        return _Value(reading.metadata.publisher, reading.evidence["metadata.publisher"])
    return _Value(None, None)


def _signed_on(
    raw: RawReport,
    reading: MetadataReading,
    signature: Signature | None,
    content: Sequence[Block],
    evidence: dict[str, Evidence],
    findings: list[Finding],
) -> PartialDate | None:
    if signature is None or signature.date_place is None:
        return _decided_on(raw, evidence)
    index, start, end = signature.date_place
    proof = _text_evidence(raw, content[index], start, end, "signature")
    if signature.damaged is not None:
        message = f"the date of the signature {signature.damaged!r} is damaged; nothing was guessed"
        findings.append(_finding(code="signature.damaged_date", severity="warning", message=message, evidence=(proof,)))
        return None
    if signature.date is not None:
        evidence["signed_on"] = proof
    return signature.date


def _decided_on(raw: RawReport, evidence: dict[str, Evidence]) -> PartialDate | None:
    """The date of a decision that the document's own table states."""
    for item in raw.fields:
        if item.name == "signed_on" and item.value:
            found = parse_date(item.value)
            if found is not None:
                evidence["signed_on"] = evidence_of(raw, item)
                return found.value
    return None


def _year_and_period(
    raw: RawReport,
    kind: Kind,
    title: Title | None,
    reading: MetadataReading,
    content: Sequence[Block],
    evidence: dict[str, Evidence],
    findings: list[Finding],
) -> tuple[int | None, Period | None]:
    if kind != "annual_report":
        return None, None
    year = year_of(title.text) if title is not None else None
    if year is not None and title is not None:
        evidence["year"] = evidence["title"]
    period = None
    for block in content:
        text = block.text
        if (
            block.table is None
            and "日" in text
            and ("期限" in text or "1月1日" in text or "1 月" in text or "时" in text)
        ):
            found = find_period(text, year)
            if found is not None:
                period = Period(start=found.start, end=found.end)
                evidence["period"] = _text_evidence(raw, block, found.start_offset, found.end_offset, "text")
                break
    if year is None and period is not None and period.start.year == period.end.year:
        year = period.end.year
        evidence["year"] = evidence["period"]
    if year is None:
        year = _year_elsewhere(raw, reading, content, evidence)
    if year is None:
        findings.append(
            _finding(code="year.missing", severity="warning", message="the report does not say which year it is for")
        )
    elif period is not None and period.end.year != year:
        findings.append(
            _finding(
                code="period.year_mismatch",
                severity="warning",
                message=f"the period {period.start} – {period.end} does not end in the reported year {year}",
                evidence=(evidence["period"],),
            )
        )
    return year, period


def _year_elsewhere(
    raw: RawReport, reading: MetadataReading, content: Sequence[Block], evidence: dict[str, Evidence]
) -> int | None:
    """The year named by the column, or by the first paragraph beside 年度."""
    column = reading.metadata.column
    if column is not None and (year := year_of(column)) is not None:
        evidence["year"] = reading.evidence["metadata.column"]
        return year
    for block in content[:4]:
        if block.table is None and "年度" in block.text:
            year = year_of(block.text)
            if year is not None:
                at = block.text.index("年度")
                evidence["year"] = _text_evidence(raw, block, max(0, at - 4), at + 2, "text")
                return year
    return None


def _figures(content: Sequence[Block]) -> list[Figure]:
    found: list[Figure] = []
    for block in content:
        if block.table is None:
            found += find_figures(block.text, _span_of(block))
    return found


def _span_of(block: Block) -> Callable[[int, int], Span]:
    if block.offsets is None:
        base = block.start
        return lambda start, end: Span(base + start, base + end)
    return lambda start, end: Span(*block.span(start, end))


def _attachments(raw: RawReport, outline: Outline) -> tuple[Attachment, ...]:
    """The names printed in the text and the linked files, one attachment each."""
    found: dict[str, Attachment] = {_name_key(item.name): item for item in outline.attachments}
    for block in raw.blocks:
        for link in block.links:
            name = _LISTED.sub("", " ".join(link.text.split())) or link.url.rpartition("/")[2]
            key = _name_key(name)
            known = next((k for k in found if k and (k in key or key in k)), None)
            if known is not None:
                found[known] = found[known].model_copy(update={"url": link.url})
            else:
                span = Span(link.start, link.end) if link.start >= 0 else None
                found[key] = Attachment(name=name, url=link.url, span=span)
    return tuple(found.values())


def _name_key(name: str) -> str:
    text = squeeze(name).lower()
    for prefix in ("附件", ":"):
        text = text.removeprefix(prefix)
    text = text.lstrip("0123456789.、:")
    stem, dot, ending = text.rpartition(".")
    return stem if dot and len(ending) <= 4 else text
