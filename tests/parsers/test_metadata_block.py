"""Metadata tables whose rows mix labels that are known with labels that nobody knows."""

from __future__ import annotations

import pytest

import govreport

PAGE = """<table>{rows}</table><h1>云溪市水务局关于开展河道清理的通知</h1>
<p>各科室：</p><p>请按计划开展清理，并于月底前报送结果。</p>"""
FIRST = "<tr><td>索引号：</td><td>006127411/2024-00031</td><td>发布机构：</td><td>云溪市水务局</td></tr>"


def extra(row: str) -> dict[str, str]:
    return govreport.parse(PAGE.format(rows=FIRST + row)).metadata.extra


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("<tr><td>发布日期：</td><td>2024-01-18</td><td>发布处室：</td><td>办公室</td></tr>", {"发布处室": "办公室"}),
        ("<tr><td>发布处室</td><td>办公室</td><td>发布日期</td><td>2024-01-18</td></tr>", {"发布处室": "办公室"}),
        ("<tr><td>发布日期：</td><td>2024-01-18</td><td>发布处室：</td><td></td></tr>", {}),
        ("<tr><td>文号</td><td>时效</td></tr>", {}),
        ("<tr><td>文号</td><td></td><td>时效</td><td></td></tr>", {}),
    ],
)
def test_an_unknown_label_beside_a_known_one_is_kept(row: str, wanted: dict[str, str]) -> None:
    assert extra(row) == wanted


def test_a_known_label_after_an_unknown_one_is_read() -> None:
    row = "<tr><td>联系人</td><td></td><td>主题</td><td>水利</td></tr>"
    metadata = govreport.parse(PAGE.format(rows=FIRST + row)).metadata
    assert str(metadata.theme) == "水利"
    assert metadata.extra == {}


@pytest.mark.parametrize(("cell", "wanted"), [("", None), ("—", None), ("云政〔2024〕7号", "云政〔2024〕7号")])
def test_an_empty_label_is_not_filled_from_the_head_of_the_paper(cell: str, wanted: str | None) -> None:
    row = f"<tr><td>文号：</td><td>{cell}</td><td>时效：</td><td></td></tr>"
    page = PAGE.format(rows=FIRST + row).replace("<p>各科室", "<p>云水〔2024〕31号</p><p>各科室")
    number = govreport.parse(page).metadata.document_number
    assert (None if number is None else str(number)) == wanted
    without = govreport.parse(page.replace(row, "")).metadata.document_number
    assert str(without) == "云水〔2024〕31号"
