"""parse(render(x)) == x for every form and layout; and no harm to a table makes a wrong value."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import statistics_render as render
from govreport.forms import get_form
from govreport.normalizer.statistics import StatisticsReading, read_statistics
from govreport.normalizer.statistics_cells import read_value

FORMS = ("local", "2014", "2019", "2021")
FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def parsed(page: str, media: str) -> StatisticsReading:
    raw = render.read(page, media)
    found = read_statistics(raw.blocks, raw.text)
    assert found is not None
    for cell in found.statistics.cells:
        assert cell.span is None or raw.text[cell.span.start : cell.span.end] == cell.raw
    return found


def assert_equal(sheet: render.Sheet, found: StatisticsReading) -> None:
    """Every cell as printed, and no other."""
    assert found.statistics.form == sheet.form.id
    assert {(cell.code, cell.column) for cell in found.statistics.cells} == set(sheet.cells)
    for place, text in sheet.cells.items():
        cell = found.statistics.get(*place)
        assert cell is not None
        assert (cell.state, cell.value) == read_value(text)[:2], place
    assert found.statistics.extra == ()


def assert_never_wrong(sheet: render.Sheet, found: StatisticsReading) -> int:
    """Every claimed cell as printed; how many were claimed."""
    claimed = 0
    for cell in found.statistics.cells:
        text = sheet.cells.get((cell.code, cell.column))
        assert text is not None, cell
        if cell.state != "unreadable":
            assert (cell.state, cell.value) == read_value(text)[:2], cell
            claimed += 1
    return claimed


@pytest.mark.parametrize("layout", [*render.HTML_LAYOUTS, "pipes"])
@pytest.mark.parametrize("form_id", FORMS)
@FEW
@given(data=st.data())
def test_grids_with_blanks_and_slashes(form_id: str, layout: str, data: st.DataObject) -> None:
    sheet = data.draw(render.sheets(form_id))
    media, rendered = render.LAYOUTS[layout]
    assert_equal(sheet, parsed(rendered(sheet), media))


@pytest.mark.parametrize("layout", ["tabs", *render.TIGHT])
@pytest.mark.parametrize("form_id", FORMS)
@FEW
@given(data=st.data())
def test_text_without_blanks(form_id: str, layout: str, data: st.DataObject) -> None:
    sheet = data.draw(render.sheets(form_id, blanks=False))
    assert_equal(sheet, parsed(render.LAYOUTS[layout][1](sheet), "text"))


@pytest.mark.parametrize("layout", ["tabs", *render.TIGHT])
@pytest.mark.parametrize("form_id", FORMS)
@FEW
@given(data=st.data())
def test_text_whose_blanks_vanished(form_id: str, layout: str, data: st.DataObject) -> None:
    sheet = data.draw(render.sheets(form_id))
    assert_never_wrong(sheet, parsed(render.LAYOUTS[layout][1](sheet), "text"))


@pytest.mark.parametrize("harm", ["drop", "widen", "lengthen", "empty"])
@settings(FEW, max_examples=40)
@given(data=st.data())
def test_a_damaged_table_gives_no_wrong_value(harm: str, data: st.DataObject) -> None:
    form = get_form("2021")
    sheet = render.Sheet(form, {place: str(1000 + n) for n, place in enumerate(render.places(form))})
    grid = render.requests_grid(sheet, get_form("2021").block("requests"))
    number = data.draw(st.integers(0, len(grid) - 1), label="row")
    place = data.draw(st.integers(0, len(grid[number]) - 1), label="cell")
    text, down, across = grid[number][place]
    if harm == "drop":
        del grid[number][place]
    elif harm == "widen":
        grid[number][place] = (text, down, across + data.draw(st.integers(1, 3)))
    elif harm == "lengthen":
        grid[number][place] = (text, down + data.draw(st.integers(1, 3)), across)
    elif not text.isdigit():
        grid[number][place] = ("", down, across)
    page = render.page_html(["<p>三、收到和处理政府信息公开申请情况</p>", render.table_html(grid)])
    claimed = assert_never_wrong(sheet, parsed(page, "html"))
    if number >= 3:
        assert claimed >= 7 * 15  # harm in one row of values costs the rows it reaches, not the table


def test_the_same_input_gives_the_same_reading() -> None:
    form = get_form("2021")
    sheet = render.Sheet(form, {place: str(n) for n, place in enumerate(render.places(form))})
    first, second = (parsed(render.official(sheet), "html").statistics.model_dump_json() for _ in range(2))
    assert first == second
