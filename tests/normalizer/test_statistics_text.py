"""The official statistics in plain text: what cannot be known is unreadable, and nothing shifts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import statistics_render as render
from govreport.forms import get_form
from govreport.normalizer.statistics import StatisticsReading, read_statistics
from govreport.parsers.text import parse_text

FORM = get_form("2021")
COLUMNS = [column.code for column in FORM.block("requests").columns]
HEAD = [
    "三、收到和处理政府信息公开申请情况",
    "（本列数据的勾稽关系为：第一项加第二项之和，",
    "等于第三项加第四项之和）",
    "申请人情况",
    "自然人 法人或其他组织 总计",
]
NEW, CARRIED, NEXT = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "四、结转下年度继续办理",
)


def read(*lines: str) -> StatisticsReading | None:
    raw = parse_text(render.page_text([*HEAD, *lines]))
    found = read_statistics(raw.blocks, raw.text)
    if found is not None:
        for cell in found.statistics.cells:
            assert cell.span is None or raw.text[cell.span.start : cell.span.end] == cell.raw
    return found


def row(found: StatisticsReading | None, code: str) -> list[Any]:
    assert found is not None
    cells = [found.statistics.get(code, column) for column in COLUMNS]
    return [cell and (cell.value if cell.state == "stated" else cell.state) for cell in cells]


def codes(found: StatisticsReading | None) -> set[str]:
    assert found is not None
    return {finding.code for finding in found.findings}


UNREADABLE = ["unreadable"] * 7


def test_a_label_over_several_lines_with_the_values_behind_it() -> None:
    label = ["1.申请人无正当理由逾期不补", "正、行政机关不再处理其政府信", "息公开申请 1 2 3 4 5 6 21"]
    found = read(f"{NEW} 9 8 7 6 5 4 39", *label, f"{NEXT} 0 0 0 0 0 0 0")
    assert row(found, "new_requests") == [9, 8, 7, 6, 5, 4, 39]
    assert row(found, "other.correction_overdue") == [1, 2, 3, 4, 5, 6, 21]


def test_values_in_the_middle_of_a_label() -> None:
    found = read(f"{NEW} 9 8 7 6 5 4 39", "2.没有现成信息需要", "1 2 3 4 5 6 21", "另行制作", f"{NEXT} 0 0 0 0 0 0 0")
    assert row(found, "cannot_provide.must_be_created") == [1, 2, 3, 4, 5, 6, 21]


def test_a_page_mark_within_a_row() -> None:
    found = read(
        f"{NEW} 9 8 7 6 5 4 39",
        "（五）不 2.重复申请",
        "- 12 -",
        "1 2 3 4 5 6 21",
        "予处理",
        f"{NEXT} 0 0 0 0 0 0 0",
    )
    assert row(found, "not_processed.duplicate") == [1, 2, 3, 4, 5, 6, 21]


def test_a_group_cut_by_a_page() -> None:
    found = read(
        f"{NEW} 9 8 7 6 5 4 39",
        "（四）无 1.本机关不掌握相关政府信息 1 2 3 4 5 6 21",
        "- 5 -",
        "法提供 2.没有现成信息需要另行制作 0 0 0 0 0 0 0",
    )
    assert row(found, "cannot_provide.not_held") == [1, 2, 3, 4, 5, 6, 21]
    assert row(found, "cannot_provide.must_be_created") == [0] * 7


@pytest.mark.parametrize("figures", ["26 26", "26 0 0 0 0 26", "26", "1 2 3 4 5 6 7 8", ""])
def test_vanished_cells_make_the_row_unreadable(figures: str) -> None:
    found = read(
        f"{NEW} 9 8 7 6 5 4 39",
        f"{CARRIED} {figures}",
        "（一）予以公开 1 2 3 4 5 6 21",
        f"{NEXT} 0 0 0 0 0 0 0",
    )
    assert row(found, "carried_over") == UNREADABLE
    assert "statistics.columns_unknown" in codes(found)
    assert row(found, "granted") == [1, 2, 3, 4, 5, 6, 21]


def test_a_number_cut_by_a_line_end_is_put_together_where_only_one_way_adds_up() -> None:
    found = read(f"{NEW} 13364 252 0 44 121 29 138", "10", "（一）予以公开 1 2 3 4 5 6 21", f"{NEXT} 0 0 0 0 0 0 0")
    assert row(found, "new_requests") == [13364, 252, 0, 44, 121, 29, 13810]
    assert "statistics.number_rejoined" in codes(found)


def test_a_cut_number_that_does_not_add_up_stays_unreadable() -> None:
    found = read(f"{NEW} 13364 252 0 44 121 29 138", "11", "（一）予以公开 1 2 3 4 5 6 21", f"{NEXT} 0 0 0 0 0 0 0")
    assert row(found, "new_requests") == UNREADABLE


def test_a_page_number_under_a_row_is_not_taken_into_it() -> None:
    found = read(f"{NEW} 9 8 7 6 5 4 39", "12", "（一）予以公开 1 2 3 4 5 6 21", f"{NEXT} 0 0 0 0 0 0 0")
    assert row(found, "new_requests") == UNREADABLE


def test_a_group_has_a_total_only_with_a_value_for_every_column() -> None:
    rows = (f"{NEW} 9 8 7 6 5 4 39", "（一）予以公开 1 2 3 4 5 6 21", f"{NEXT} 0 0 0 0 0 0 0")
    assert row(read(*rows[:2], "（六）其他处理 1 0 2 0 0 0 3", rows[2]), "other.total") == [1, 0, 2, 0, 0, 0, 3]
    # which columns three values belong to, or whether they are those of a row inside, nobody can say
    assert row(read(*rows[:2], "（六）其他处理 1 2 3", rows[2]), "other.total") == [None] * 7


def test_blank_cells_of_merged_labels_are_no_values() -> None:
    lines = [NEW, "|", "|", *(f"{n} |" for n in (9, 8, 7, 6, 5, 4, 39))]
    carried = [CARRIED, "|", *(f"{n} |" for n in (1, "", 1, 1, 1, 1, 6)), "|"]
    found = read(*lines, *carried, f"{NEXT} 0 0 0 0 0 0 0")
    assert row(found, "new_requests") == [9, 8, 7, 6, 5, 4, 39]
    assert row(found, "carried_over") == UNREADABLE  # one of the three blanks is a cell; which, is not known


def test_a_label_of_several_places_in_text_is_claimed_by_its_group_only() -> None:
    raw = parse_text(
        render.page_text(
            [
                "政府信息公开情况统计表",
                "（一）收到申请数 件 12",
                "被依法纠错数 件 1",
                "1.当面申请数 件 4",
                "2.传真申请数 件 8",
            ]
        )
    )
    found = read_statistics(raw.blocks, raw.text)
    assert found is not None
    assert {cell.code: cell.value for cell in found.statistics.cells} == {
        "request.received.total": 12,
        "request.received.in_person": 4,
        "request.received.fax": 8,
    }


def test_values_before_their_labels_are_not_trusted() -> None:
    found = read("9 8 7 6 5 4 39", NEW, "1 1 1 1 1 1 6", CARRIED, "2 2 2 2 2 2 12", NEXT)
    assert found is not None
    assert {cell.state for cell in found.statistics.cells} == {"unreadable"}


def test_a_label_before_another_on_its_line_has_no_values() -> None:
    found = read(f"{NEW} {CARRIED} 1 1 1 1 1 1 6", "（一）予以公开 1 2 3 4 5 6 21", f"{NEXT} 0 0 0 0 0 0 0")
    assert row(found, "new_requests") == UNREADABLE
    assert row(found, "carried_over") == [1, 1, 1, 1, 1, 1, 6]
    found = read(f"{NEW} 9 8 7 6 5 4 39", "（一）予以公开 1 2 3 4 5 6 21", f"{CARRIED} {NEXT} 0 0 0 0 0 0 0")
    assert row(found, "carried_over") == UNREADABLE


def test_rows_out_of_order_are_not_trusted() -> None:
    found = read(f"{NEXT} 9 8 7 6 5 4 39", f"{NEW} 1 1 1 1 1 1 6", f"{CARRIED} 2 2 2 2 2 2 12")
    assert found is not None
    assert {cell.state for cell in found.statistics.cells} == {"unreadable"}


def test_two_rows_of_values_under_one_label_are_not_trusted() -> None:
    found = read(NEW, CARRIED, "9 8 7 6 5 4 39", "1 1 1 1 1 1 6", f"{NEXT} 2 2 2 2 2 2 12")
    assert found is not None
    assert {cell.state for cell in found.statistics.cells} == {"unreadable"}


def test_rows_of_figures_without_labels_are_no_statistics() -> None:
    rows = [" ".join(str(7 * n + k) for k in range(1, 8)) for n in range(25)]
    raw = parse_text(render.page_text([*HEAD, *rows]))
    assert read_statistics(raw.blocks, raw.text) is None


PROSE = [
    [
        "全年受理申请，勾稽关系清楚，其中",
        "予以公开 12",
        "件，不予公开 3",
        "件，本年制发件数为",
        "规章 2",
        "件，另有",
    ],
    ["本年处理决定数量见下，其中", "行政许可 120", "件，", "行政处罚 31", "件，", "行政强制 4", "件"],
]


@pytest.mark.parametrize("lines", PROSE)
def test_a_sentence_cut_by_line_ends_is_no_row(lines: list[str]) -> None:
    raw = parse_text(render.page_text(lines))
    found = read_statistics(raw.blocks, raw.text)
    assert found is None or all(cell.state == "unreadable" for cell in found.statistics.cells)


def test_lone_pipes_keep_blank_cells() -> None:
    cells = [
        NEW,
        "9",
        "",
        "7",
        "",
        "",
        "4",
        "20",
        CARRIED,
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "（一）予以公开",
        *"1234567",
        NEXT,
        *"0000000",
    ]
    found = read(*(f"{cell} |" for cell in cells))
    assert row(found, "new_requests") == [9, "blank", 7, "blank", "blank", 4, 20]
    assert row(found, "carried_over") == ["blank"] * 7
    assert row(found, "granted") == [1, 2, 3, 4, 5, 6, 7]


def test_section_four_without_a_word_before_it() -> None:
    leaves = "行政复议 结果维持 结果纠正 其他结果 尚未审结 总计"
    raw = parse_text(render.page_text(["各表勾稽关系清楚。", "", leaves, "1 2 3 4 10"]))
    found = read_statistics(raw.blocks, raw.text)
    assert found is not None
    names = ("upheld", "corrected", "other", "pending", "total")
    assert [found.statistics[f"review.{name}"] for name in names] == [1, 2, 3, 4, 10]


def test_a_table_between_the_lines_is_none_of_them() -> None:
    other = ["| 科室 | 电话 |", "|---|---|", "| 综合科 | 见公告 |", "| 法规科 | 见公告 |"]
    found = read(f"{NEW} 9 8 7 6 5 4 39", "（一）予以公开", "", *other, "", "1 2 3 4 5 6 21", f"{NEXT} 0 0 0 0 0 0 0")
    assert row(found, "granted") == [1, 2, 3, 4, 5, 6, 21]


def test_section_four_in_two_pieces() -> None:
    leaves = "结果维持 结果纠正 其他结果 尚未审结 总计"
    found = read(
        f"{NEW} 9 8 7 6 5 4 39",
        f"{NEXT} 9 8 7 6 5 4 39",
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议", leaves, "1 2 3 4 10",
        "行政诉讼", "未经复议直接起诉 复议后起诉", f"{leaves} {leaves}", "5 6 7 8 26 9 10 11 12 42",
    )  # fmt: skip
    assert found is not None
    columns = FORM.block("disputes").columns
    assert [found.statistics[c.code] for c in columns] == [1, 2, 3, 4, 10, 5, 6, 7, 8, 26, 9, 10, 11, 12, 42]


def test_section_four_with_vanished_cells() -> None:
    leaves = "结果维持 结果纠正 其他结果 尚未审结 总计"
    found = read(
        f"{NEW} 9 8 7 6 5 4 39", f"{NEXT} 9 8 7 6 5 4 39",
        "行政复议 行政诉讼", f"{leaves} 未经复议直接起诉 复议后起诉", f"{leaves} {leaves}",
        "1 2 3 4 10 5 6 7 8 26",
    )  # fmt: skip
    assert found is not None
    states = {found.statistics.get(c.code).state for c in FORM.block("disputes").columns}  # type: ignore[union-attr]
    assert states == {"unreadable"}
    assert "statistics.columns_unknown" in codes(found)


def test_torn_ocr_rows_without_labels_are_said_and_not_claimed() -> None:
    found = read(
        f"| {NEW} | 9 | 8 | 7 | 6 | 5 | 4 | 39 |", "",
        "5.属于三类内部事务信", "息", "1.本机关不掌握相关政", "府信息",
        "| 1 | 0 | 0 | 0 | 0 | 0 | 1 |", "|---|---|---|---|---|---|---|", "",
        f"| {NEXT} | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    )  # fmt: skip
    assert row(found, "new_requests") == [9, 8, 7, 6, 5, 4, 39]
    assert row(found, "denied.internal_affairs") in (UNREADABLE, [None] * 7)
    assert row(found, "cannot_provide.not_held") in (UNREADABLE, [None] * 7)
    assert "statistics.row_unlabelled" in codes(found)


def test_units_and_codes_between_label_and_value() -> None:
    lines = [
        "指标名称 计算单位 代码 统计数",
        "主动公开信息数 条 01 35",
        "公文类信息数 条 03",
        "提供服务类信息数 条 05 7",
    ]
    raw = parse_text(render.page_text(["网站专栏页面访问量等指标统计表", *lines]))
    found = read_statistics(raw.blocks, raw.text)
    assert found is not None
    statistics = found.statistics
    assert (statistics["proactive.total"], statistics["service.service_information"]) == (35, 7)
    cell = statistics.get("proactive.official_documents")
    assert cell is not None
    assert cell.state == "unreadable"


def test_three_codes_that_go_up_are_codes() -> None:
    lines = ["主动公开信息数 条 01 35", "公文类信息数 条 02 30", "提供服务类信息数 条 03 7"]
    raw = parse_text(render.page_text(["网站专栏页面访问量等指标统计表", *lines]))
    found = read_statistics(raw.blocks, raw.text)
    assert found is not None
    assert [cell.value for cell in found.statistics.cells] == [35, 30, 7]


def test_the_blocks_that_were_used() -> None:
    raw = parse_text(
        render.page_text([*HEAD, f"{NEW} 9 8 7 6 5 4 39", f"{CARRIED} 1 1 1 1 1 1 6", f"{NEXT} 0 0 0 0 0 0 0"])
    )
    found = read_statistics(raw.blocks, raw.text)
    assert found is not None
    texts = [raw.blocks[place].text for place in found.blocks]
    assert [text[:2] for text in texts] == ["一、", "二、", "四、"]
