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
    assert len(PAGES) >= 105
    assert sum(len(FIELDS.keys() & page.gold.keys()) for page in PAGES) >= 2000


def test_every_page_has_its_facts() -> None:
    assert {page.path.name for page in PAGES} == {path.name for path in (HERE / "html").glob("*.html")}
