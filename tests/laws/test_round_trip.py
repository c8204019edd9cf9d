"""Law 7: an invented report printed in any layout is read back with the same facts and the same tree."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from law_checks import check_all
from page_grammar import HTML_LAYOUTS, LAYOUTS, Document, documents

import govreport
from govreport import PartialDate, Report, Section


def tree(report: Report) -> list[tuple[str, list[str]]]:
    """Headings of two levels; nothing may stand deeper."""
    assert not any(grandchild.children for section in report.sections for grandchild in section.children)
    return [(section.heading, [child.heading for child in section.children]) for section in report.sections]


def text_of(section: Section) -> list[str]:
    return [item.text for item in section.content if item.type == "paragraph" and item.role != "signature"]


def facts(report: Report) -> tuple[object, ...]:
    """What must not depend on the layout (law 5: HTML and text of one page give the same)."""
    data = report.metadata
    return (
        report.kind, report.title, report.year, report.issuing_body, report.signed_on, str(data.index_number),
        data.publisher, data.published_at, str(data.theme), tree(report), data.document_number, data.issued_on,
    )  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents())
def test_a_printed_report_is_read_back(layout: str, document: Document) -> None:
    media = "text/html" if layout in HTML_LAYOUTS else "text/plain"
    report = govreport.parse(LAYOUTS[layout](document), media_type=media)
    assert report.kind == "annual_report"
    assert report.title == document.title
    assert report.year == document.year
    assert report.issuing_body == document.office
    assert report.signed_on == PartialDate(*document.signed)
    assert str(report.metadata.index_number) == document.index_number
    assert report.metadata.publisher == document.office
    assert report.metadata.published_at == dt.date(*document.published)
    assert str(report.metadata.theme) == document.topic
    assert tree(report) == document.headings
    for section, (_, paragraphs, below) in zip(report.sections, document.sections, strict=True):
        assert text_of(section) == list(paragraphs)
        assert [text_of(child) for child in section.children] == [[paragraph] for _, paragraph in below]
    assert report.preamble == ()
    check_all(report)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents())
def test_law_5_every_layout_says_the_same(document: Document) -> None:
    seen = {repr(facts(govreport.parse(layout(document)))) for layout in LAYOUTS.values()}
    assert len(seen) == 1
