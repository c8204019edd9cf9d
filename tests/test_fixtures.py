"""One test a fixture and field; what is expected was written by reading the page, never by running code."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

# pytest's importlib mode puts no folder of tests on the path.
sys.path.insert(0, str(Path(__file__).resolve().parent))
pytest.register_assert_rewrite("fixture_gold")

from fixture_gold import FIXTURES, Fixture, check, fields, fixtures, load, metadata_values, outline, parsed  # noqa: E402
from govreport.errors import GovReportError  # noqa: E402
from govreport.models import Report, Section  # noqa: E402

FOLDERS = sorted(path for path in FIXTURES.iterdir() if path.is_dir())
CASES = [pytest.param(f, name, id=f"{f.slug}:{name}") for f in fixtures() for name in fields(f)]
TWINS = [("taizhou-like-html", "taizhou-like-text")]


@pytest.mark.parametrize("folder", FOLDERS, ids=[path.name for path in FOLDERS])
def test_a_fixture_has_one_input_its_gold_and_two_lines_about_it(folder: Path) -> None:
    load(folder)
    lines = (folder / "about.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Layout family: ")
    assert lines[1].startswith("Tests: ")


def test_there_are_html_and_text_fixtures_enough() -> None:
    suffixes = [fixture.path.suffix for fixture in fixtures()]
    assert suffixes.count(".html") >= 20
    assert suffixes.count(".txt") >= 10


@pytest.mark.parametrize(("fixture", "field"), CASES)
def test_field(fixture: Fixture, field: str) -> None:
    check(fixture, field)


def _tree(sections: tuple[Section, ...]) -> list[Any]:
    return [[s.number, "".join(s.title.split()), s.level, s.run_in, _tree(s.children)] for s in sections]


def _report(slug: str) -> Report:
    report = parsed(slug)
    assert not isinstance(report, GovReportError), report
    return report


@pytest.mark.parametrize(("left", "right"), TWINS)
def test_html_and_text_of_one_page_give_the_same_metadata(left: str, right: str) -> None:
    assert metadata_values(_report(left)) == metadata_values(_report(right))


@pytest.mark.parametrize(("left", "right"), TWINS)
def test_html_and_text_of_one_page_give_the_same_section_tree(left: str, right: str) -> None:
    assert outline(_report(left).sections) != []
    assert _tree(_report(left).sections) == _tree(_report(right).sections)


DOCUMENTED = set(
    re.findall(r"`([a-z_]+\.[a-z_]+)`", (FIXTURES.parent / "docs" / "findings.md").read_text(encoding="utf-8"))
)
METHODS = {
    "block",
    "line",
    "meta",
    "table",
    "title",
    "signature",
    "text",
    "consensus",
    "url",
    "page",
    "heading",
    "field",
    "body",
}


@pytest.mark.parametrize("slug", [pytest.param(f.slug, id=f"{f.slug}:valid") for f in fixtures()])
def test_all_that_is_returned_is_valid_and_stands_in_the_text(slug: str) -> None:
    report = parsed(slug)
    if isinstance(report, GovReportError):
        return
    assert Report.model_validate(report.model_dump()) == report
    assert {finding.code for finding in report.findings} <= DOCUMENTED
    proofs = [*report.evidence.values(), *(proof for finding in report.findings for proof in finding.evidence)]
    for proof in proofs:
        assert proof.method in METHODS
        assert proof.span is None or report.text[proof.span.start : proof.span.end] == proof.raw
        assert (proof.span is None) == (proof.method in ("meta", "page"))
    for attachment in report.attachments:
        assert attachment.span is None or attachment.span.end > attachment.span.start
    for cell in report.statistics.cells if report.statistics is not None else ():
        assert cell.span is None or report.text[cell.span.start : cell.span.end] == cell.raw
