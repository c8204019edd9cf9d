"""Who wrote the document and when it was signed.

What the stages before have found enters here: the signature, the title, the labelled values. Who signs has
written it; a title names its author (某某局2019年…报告); the label 发文机关 names the issuing body, 发布机构 only
who runs the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from govreport import vocabulary
from govreport.models import Evidence, Finding, Kind, PartialDate, Span
from govreport.raw import Block, RawReport

from .dates import damaged_date, parse_date
from .letterhead import find_order_body
from .metadata import MetadataReading, evidence_of
from .organization import body_in_title, looks_like_body
from .proofs import place_evidence, text_evidence, title_evidence
from .signature import Signature
from .title import Title

__all__ = ["Author", "find_author", "find_signing_date"]


class Author(NamedTuple):
    """A value with where it came from; ``evidence`` None means that another field's evidence holds."""

    value: str | None
    evidence: Evidence | None


def find_author(
    raw: RawReport,
    kind: Kind,
    title: Title | None,
    reading: MetadataReading,
    signature: Signature | None,
    content: Sequence[Block],
) -> Author:
    """Who wrote it: who signs, else who is named in the title, else the issuing (not the publishing) body."""
    if signature is not None and signature.body is not None and signature.body_places:
        first, last = signature.body_places[0], signature.body_places[-1]
        start = content[first.index].span(first.start, first.end).start
        end = content[last.index].span(last.start, last.end).end
        return Author(signature.body, place_evidence(raw, content[first.index], Span(start, end)))
    for item in raw.fields:
        if item.name == "issuing_body" and item.value:
            return Author(item.value, evidence_of(raw, item))
    publisher = reading.used.get("publisher")
    issuing = publisher is not None and "".join(publisher.label.strip(" ：:【】[]").split()) in vocabulary.words(
        "values", "issuing_labels"
    )
    if issuing and reading.metadata.publisher is not None:
        return Author(reading.metadata.publisher, reading.evidence["metadata.publisher"])
    if title is not None:
        body = body_in_title(title.text)
        full = reading.metadata.publisher
        if body is not None and full is not None and _is_body_of(full, body):
            return Author(full, reading.evidence["metadata.publisher"])
        if body is not None:
            return Author(body, title_evidence(raw, title))
    order = find_order_body(content)
    if order is not None:
        block, at, end = order
        return Author(block.text[at:end], text_evidence(raw, block, at, end, "signature"))
    if kind == "annual_report" and reading.metadata.publisher and looks_like_body(reading.metadata.publisher):
        return Author(reading.metadata.publisher, reading.evidence["metadata.publisher"])
    return Author(None, None)


def _is_body_of(publisher: str, named: str) -> bool:
    """Whether a title that names only the place (某某镇2020年…年报) means the publisher, a body of it.

    The office that publishes for a body (某局办公室) is not meant.
    """
    if publisher == named or not publisher.startswith(named) or not looks_like_body(publisher):
        return False
    rest = publisher[len(named) :]
    return not (rest in vocabulary.words("organizations", "offices") and looks_like_body(named))


def find_signing_date(
    raw: RawReport,
    reading: MetadataReading,
    signature: Signature | None,
    content: Sequence[Block],
    evidence: dict[str, Evidence],
    findings: list[Finding],
) -> PartialDate | None:
    if signature is None or signature.date_place is None:
        return _decided_on(raw, evidence, findings)
    index, start, end = signature.date_place
    proof = text_evidence(raw, content[index], start, end, "signature")
    if signature.damaged is not None:
        message = f"the date of the signature {signature.damaged!r} is damaged; nothing was guessed"
        findings.append(Finding(code="signature.damaged_date", severity="warning", message=message, evidence=(proof,)))
        return None
    evidence["signed_on"] = proof
    return signature.date


def _decided_on(raw: RawReport, evidence: dict[str, Evidence], findings: list[Finding]) -> PartialDate | None:
    """The date of a decision that the document's own table states."""
    for item in raw.fields:
        if item.name != "signed_on" or not item.value:
            continue
        proof = evidence_of(raw, item)
        found = parse_date(item.value)
        if found is not None:
            evidence["signed_on"] = proof
            return found.value
        if damaged_date(item.value) is not None:
            message = f"{item.label} {item.value!r} is no readable date; nothing was guessed"
            findings.append(
                Finding(code="signature.damaged_date", severity="warning", message=message, evidence=(proof,))
            )
    return None
