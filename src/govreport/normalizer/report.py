"""The assembly: a raw report becomes a :class:`~govreport.models.Report`.

A :class:`~govreport.raw.RawReport` enters here; every value that leaves has its evidence. The order: metadata,
title, signature, section tree, who wrote it and which year it reports on, the counts in the prose, attachments.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from govreport import vocabulary
from govreport.models import (
    Evidence,
    Figure,
    Finding,
    Kind,
    Report,
    Source,
    Span,
)
from govreport.models.base import new_span, trusted
from govreport.raw import Block, RawFinding, RawReport

from .attachments import find_attachments
from .authorship import find_author, find_signing_date
from .failed_page import find_failure
from .figures import read_figures
from .letterhead import find_own_number
from .metadata import MetadataReading, read_metadata
from .outline import Outline, build_outline
from .proofs import title_evidence
from .reporting_year import find_year_and_period
from .signature import Signature, find_signature
from .statistics import read_statistics
from .title import Title, choose_title, kind_of, page_title_parts, year_of

__all__ = ["build_report"]

_ENOUGH_SECTIONS = 3
_MOST_ALIKE = 200  # findings of one code from the page, its outline or its tables
_SHOWN = 40  # characters of a paragraph as evidence of where reading stopped
_STEMS = re.compile("|".join(map(re.escape, vocabulary.words("titles", "report_sections"))))
_evidence = trusted(Evidence)
_new_report = trusted(Report, *Report.model_fields)
_finding = trusted(Finding)


def build_report(raw: RawReport, source: Source) -> Report:
    """Turn everything a parser found into typed values with their evidence."""
    title = choose_title(raw)
    content = [block for block in raw.blocks if block.role == "content"]
    reading = read_metadata(raw, _junk(raw, title), find_own_number(_paper_head(raw)))
    signature = _signature(title, content)
    outline = build_outline(content, signature=_signature_lines(signature))
    evidence = dict(reading.evidence)
    findings = [*_findings(raw, raw.findings), *reading.findings, *_findings(raw, outline.findings)]
    kind = _kind(raw, title, reading, signature, outline, content)
    if title is None:
        findings.append(_finding(code="title.missing", severity="warning", message="no title was found on the page"))
    else:
        evidence["title"] = title_evidence(raw, title)
    body = find_author(raw, kind, title, reading, signature, content)
    if body.evidence is not None:
        evidence["issuing_body"] = body.evidence
    signed_on = find_signing_date(raw, reading, signature, content, evidence, findings)
    year, period = find_year_and_period(raw, kind, title, reading, content, evidence, findings)
    statistics = read_statistics(content, raw.text)
    if statistics is not None:
        findings += _findings(raw, statistics.findings)
    if kind == "other" and (failure := find_failure(raw, content)) is not None:
        findings += _findings(raw, (failure,))
    if not content:
        findings.append(_finding(code="content.no_text", severity="warning", message="the page has no text to read"))
    figures = _figures(raw, content, outline, findings) if kind == "annual_report" else ()
    return _new_report(
        kind=kind,
        title=title.text if title else None,
        year=year,
        period=period,
        issuing_body=body.value,
        signed_on=signed_on,
        metadata=reading.metadata,
        preamble=outline.preamble,
        sections=outline.sections,
        figures=figures,
        statistics=statistics.statistics if statistics is not None else None,
        attachments=find_attachments(raw, outline),
        findings=tuple(findings),
        evidence=evidence,
        title_spans=_spans(raw.blocks, "title"),
        furniture=_spans(raw.blocks, "furniture"),
        text=raw.text,
        source=source,
    )


def _junk(raw: RawReport, title: Title | None) -> frozenset[str]:
    texts = {t.text for t in raw.titles}
    texts |= {part for t in raw.titles if t.origin == "page" for part in page_title_parts(t.text)}
    texts.update([f.value for f in raw.fields if f.value and (f.name == "title" or f.name == "site.name")])
    if title is not None:
        texts.add(title.text)
    return frozenset(["".join(text.split()) for text in texts])


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


def _paper_head(raw: RawReport) -> list[Block]:
    """The content, and the name of an order over it (某某市人民政府令): the number stands under it."""
    return [b for b in raw.blocks if b.role == "content" or (b.role == "title" and b.text.rstrip().endswith("令"))]


def _spans(blocks: Sequence[Block], role: str) -> tuple[Span, ...]:
    return tuple([new_span((b.start, b.end)) for b in blocks if b.role == role and b.end > b.start])


def _findings(raw: RawReport, items: Sequence[RawFinding]) -> list[Finding]:
    """Findings with their evidence; of thousands of one kind the first ones stand for all, the others are counted."""
    found: list[Finding] = []
    kinds: dict[str, list[RawFinding]] = {}
    for item in items:
        alike = kinds.setdefault(item.code, [])
        alike.append(item)
        if len(alike) > _MOST_ALIKE:
            continue
        evidence: tuple[Evidence, ...] = ()
        if item.start >= 0:
            span = Span(item.start, item.end)
            evidence = (_evidence(raw=raw.text[item.start : item.end], span=span, method="text"),)
        found.append(_finding(code=item.code, severity=item.severity, message=item.message, evidence=evidence))
    for code, alike in kinds.items():
        if len(alike) > _MOST_ALIKE:
            more = f"{len(alike) - _MOST_ALIKE} more of this kind, not listed one by one"
            found.append(_finding(code=code, severity=alike[0].severity, message=more))
    return found


def _signature_lines(signature: Signature | None) -> frozenset[int]:
    return frozenset(signature.indices) if signature is not None else frozenset()


def _is_column(title: Title | None, content: Sequence[Block]) -> bool:
    """Whether a title without a year stands over no sentence and no table: a column (政府信息公开年报) and its list."""
    for block in content:
        if block.table is not None or "。" in block.text or block.links:
            return False
    return title is not None and year_of(title.text) is None


def _kind(
    raw: RawReport,
    title: Title | None,
    reading: MetadataReading,
    signature: Signature | None,
    outline: Outline,
    content: Sequence[Block],
) -> Kind:
    official = 0
    if len(outline.sections) >= _ENOUGH_SECTIONS:
        official = sum([_STEMS.search(section.title) is not None for section in outline.sections])
    labelled = (
        reading.metadata.index_number is not None
        or reading.metadata.document_number is not None
        or any(item.name == "issuing_body" for item in raw.fields)
    )
    return kind_of(
        title.text if title else None,
        labelled=labelled,
        report_like=official >= _ENOUGH_SECTIONS,
        signed=signature is not None,
        news=reading.metadata.source is not None or reading.metadata.published_at is not None,
        prose=_has_prose(raw),
        column=_is_column(title, content),
    )


def _has_prose(raw: RawReport) -> bool:
    size = 0
    for block in raw.blocks:
        if block.role == "content":
            if block.table is not None or "。" in block.text or "，" in block.text:
                return True
            size += len(block.text)
    return size > 100


def _figures(raw: RawReport, content: Sequence[Block], outline: Outline, findings: list[Finding]) -> tuple[Figure, ...]:
    """The counts of the text; a page of more than any report has is read no further, and says so."""
    # A heading that only a blank divides from its text (一、总体情况 全年公开…) is no part of a subject.
    heads = {s.span.start: s.span.end for top in outline.sections for s in top.walk() if s.run_in}
    prose = [block for block in content if block.table is None]
    found, done = read_figures(_behind_heading(block, heads) for block in prose)
    if done < len(prose):
        start = prose[done].start
        place = Span(start, min(start + _SHOWN, prose[done].end))
        proof = _evidence(raw=raw.text[place.start : place.end], span=place, method="text")
        message = "the text holds more counts than any report has; those from here on were not read"
        findings.append(_finding(code="figures.too_many", severity="warning", message=message, evidence=(proof,)))
    return tuple(found)


def _behind_heading(block: Block, heads: dict[int, int]) -> tuple[str, Callable[[int, int], Span]]:
    """The text of a paragraph without its run-in heading, and where the characters of it stand."""
    end = heads.get(block.span(0, 1)[0], 0) if heads and block.text else 0
    left = bisect_left(block.offsets, end) if block.offsets is not None else max(end - block.start, 0)
    if left and block.text[left - 1] in "。：:":
        left = 0
    return block.text[left:], _span_of(block, left)


def _span_of(block: Block, left: int) -> Callable[[int, int], Span]:
    if block.offsets is None:
        base = block.start + left
        return lambda start, end: new_span((base + start, base + end))
    return lambda start, end: Span(*block.span(left + start, left + end))
