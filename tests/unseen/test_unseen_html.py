"""Whole pages of site systems that the corpus does not hold, with the facts that a reader finds on them.

The facts are written by reading, in the form of the corpus' gold, before the parser saw the page; ``html/README.md`` tells
how many came out right at first sight. Every page is read three times: as it is, with the container names of known
site systems taken away, and without any class or id.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import regex
from gold import FIELDS, Page, accepted, is_right, pages
from variants import blanked

import govreport

HERE = Path(__file__).parent
PAGES = list(pages(HERE))
_NAMES = regex.compile(r"""(?<=<[^<>]*[\s"'])(?:id|class)\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++)""", regex.IGNORECASE)


@cache
def _report(name: str, variant: str) -> govreport.Report:
    page = next(page for page in PAGES if page.name == name)
    if variant == "as it is":
        return govreport.parse_file(page.path)
    text = page.text()
    return govreport.parse(blanked(text) if variant == "known names blanked" else _NAMES.sub("", text))


def _wrong(page: Page, variant: str) -> dict[str, tuple[object, object]]:
    report = _report(page.name, variant)
    found = {name: read(report) for name, read in FIELDS.items() if name in page.gold}
    return {name: (accepted(page.gold, name), got) for name, got in found.items() if not is_right(page.gold, name, got)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: Path(page.name).stem)
def test_every_fact_of_an_unseen_page(page: Page) -> None:
    assert _wrong(page, "as it is") == {}


@pytest.mark.parametrize("variant", ["known names blanked", "no class or id"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: Path(page.name).stem)
def test_the_general_method_finds_the_same(page: Page, variant: str) -> None:
    wrong = _wrong(page, variant)
    known = set(page.gold.get("needs_names", ()))
    assert set(wrong) <= known, wrong


def test_the_facts_are_many() -> None:
    assert len(PAGES) >= 150
    assert sum(len(FIELDS.keys() & page.gold.keys()) for page in PAGES) >= 2900


def test_every_page_has_its_facts() -> None:
    assert {page.path.name for page in PAGES} == {path.name for path in (HERE / "html").glob("*.html")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: Path(page.name).stem)
def test_every_character_has_one_part_and_every_value_its_place(page: Page) -> None:
    report = _report(page.name, "as it is")
    covered = [0] * len(report.text)
    for span, _ in report.parts():
        for at in range(span.start, span.end):
            covered[at] += 1
    wrong = [at for at, sign in enumerate(report.text) if not sign.isspace() and covered[at] != 1]
    assert not wrong, report.text[max(0, wrong[0] - 20) : wrong[0] + 20]
    for name, evidence in report.evidence.items():
        if evidence.span is not None:
            assert report.text[evidence.span.start : evidence.span.end] == evidence.raw, name


CELLS = [
    # page, form, code, column, value: figures that stand in the page's tables
    ("lonsun-county-report", "2021", "new_requests", "natural_person", 2),
    ("lonsun-county-report", "2021", "art20_5.licensing.decisions", "", 88),
    ("nested-layout-report-2023", "2021", "carried_over", "total", 1),
    ("split-tables-repeat-head", "2021", "new_requests", "legal.commercial_enterprise", 1003),
    ("split-tables-repeat-head", "2021", "litigation_direct.total", "", 2),
    ("print-twin-hidden", "2021", "art20_6.penalty.decisions", "", 2230),
    ("ar2014-table-after-body", "2014", "channel.website", "", 126),
    ("shanghai-ivs-2020", "2019", "art20_1.normative_documents.total_public", "", 7),
]


@pytest.mark.parametrize(("page", "form", "code", "column", "value"), CELLS)
def test_cells_of_the_official_forms(page: str, form: str, code: str, column: str, value: int) -> None:
    statistics = _report(f"html/{page}.html", "as it is").statistics
    assert statistics is not None
    assert statistics.form == form
    cell = statistics.get(code, column)
    assert cell is not None
    assert cell.value == value
