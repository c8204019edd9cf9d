"""Evidence for what is read from the document's own text.

Raw blocks and spans enter here; the labelled values have theirs in ``metadata.py``.
"""

from __future__ import annotations

from govreport.models import Evidence, Span
from govreport.models.base import trusted
from govreport.raw import Block, RawReport

from .title import Title

__all__ = ["place_evidence", "text_evidence", "title_evidence"]

_evidence = trusted(Evidence)
_placed = trusted(Evidence, "raw", "span", "xpath", "line", "method")


def title_evidence(raw: RawReport, title: Title) -> Evidence:
    """Where the title stood; no span where only a tag of the head says it."""
    candidate = title.candidate
    if candidate.start < 0:
        return _evidence(raw=candidate.text, method=candidate.origin)
    span = Span(candidate.start, candidate.end)
    xpath, line = raw.locate(candidate.first) if candidate.first >= 0 else (None, None)
    return _placed(raw=raw.text[span.start : span.end], span=span, xpath=xpath, line=line, method="title")


def text_evidence(raw: RawReport, block: Block, start: int, end: int, method: str) -> Evidence:
    """Where ``block.text[start:end]`` stood."""
    return place_evidence(raw, block, Span(*block.span(start, end)), method)


def place_evidence(raw: RawReport, block: Block, span: Span, method: str = "signature") -> Evidence:
    """What stands at a span of the report's text."""
    xpath, line = raw.locate(block.index)
    return _placed(raw=raw.text[span.start : span.end], span=span, xpath=xpath, line=line, method=method)
