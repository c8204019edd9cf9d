"""Wrapped lines, tables and single lines of plain text; rows hand-checked."""

from __future__ import annotations

import pytest

from govreport.parsers.furniture import breadcrumbs, is_furniture, is_menu, is_page_mark, is_tail
from govreport.parsers.text import parse_text
from govreport.parsers.text_lines import ends_like_title, is_prose, opens_item, split_lines, width
from govreport.parsers.text_wrap import measure

FULL = "本县各级机关坚持公开为常态的原则，持续推进各项工作并"  # 26 characters, no final mark
LAST = "取得了新的成效。"


def paragraphs(page: str) -> list[str]:
    return [block.text for block in parse_text(page).blocks if block.role == "content"]


WRAPPED = [
    ("lines of one width are one paragraph", [FULL, FULL, FULL, LAST], [FULL * 3 + LAST]),
    (
        "a heading's mark opens a paragraph",
        ["一、甲", FULL, FULL, FULL, "二、乙", FULL, LAST],
        ["一、甲", FULL * 3, "二、乙", FULL + LAST],
    ),
    (
        "a short heading is not joined",
        ["一、总体情况", FULL, FULL, FULL, LAST, "二、问题", FULL, LAST],
        ["一、总体情况", FULL * 3 + LAST, "二、问题", FULL + LAST],
    ),
    ("a blank line always parts", [FULL, FULL, FULL, FULL, "", LAST], [FULL * 4, LAST]),
    (
        "a signature is not joined",
        ["一、甲", FULL, FULL, FULL, LAST, "某县水利局", "2024年1月9日"],
        ["一、甲", FULL * 3 + LAST, "某县水利局", "2024年1月9日"],
    ),
    (
        "rows of numbers are not joined",
        [
            "一、甲",
            FULL,
            FULL,
            FULL,
            LAST,
            "（一）予以公开的政府信息公开申请数量合计为 1288 21 0 0",
            "形，不计其他情形） 447 7 0",
        ],
        [
            "一、甲",
            FULL * 3 + LAST,
            "（一）予以公开的政府信息公开申请数量合计为 1288 21 0 0",
            "形，不计其他情形） 447 7 0",
        ],
    ),
    (
        "a paragraph a line is left alone",
        [
            "一、甲",
            "全年主动公开信息共12条并全部上网",
            "全年受理申请3件均按时办结",
            "全年没有复议和诉讼案件发生",
        ],
        [
            "一、甲",
            "全年主动公开信息共12条并全部上网",
            "全年受理申请3件均按时办结",
            "全年没有复议和诉讼案件发生",
        ],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in WRAPPED], ids=[row[0] for row in WRAPPED])
def test_wrapped_lines(lines: list[str], expected: list[str]) -> None:
    assert paragraphs("\n".join(["某局2023年度报告", "", *lines])) == expected


def test_page_mark_inside_a_paragraph_is_a_block_of_its_own() -> None:
    page = "\n".join(["某局2023年度报告", "", FULL, FULL, FULL, "", "— 2 —", "", FULL, FULL, LAST])
    report = parse_text(page)
    joined, mark = report.blocks[1:]
    assert joined.text == FULL * 5 + LAST
    assert (mark.text, mark.role) == ("— 2 —", "furniture")
    assert joined.start < mark.start < joined.end
    at = joined.text.index(LAST)
    assert report.text[slice(*joined.span(at, at + len(LAST)))] == LAST


def test_measure_needs_lines_of_one_width() -> None:
    wrap = measure(split_lines("\n".join([FULL] * 5)))
    assert wrap is not None
    assert wrap.width == pytest.approx(len(FULL))
    assert measure(split_lines("一、甲\n全文。\n二、乙\n全文。")) is None


TABLES = [
    (
        "Markdown",
        "| 指标 | 数 |\n|---|---|\n| 甲 | 0 |\n| 乙 |  |",
        (3, 2, 1, False),
        [["指标", "数"], ["甲", "0"], ["乙", ""]],
    ),
    (
        "pipes without a rule",
        "| 规章 | 2 | 0 |\n| 许可 | 12 |",
        (2, 3, 0, True),
        [["规章", "2", "0"], ["许可", "12"]],
    ),
    ("no outer pipes", "甲 | 1\n乙 | /", (2, 2, 0, False), [["甲", "1"], ["乙", "/"]]),
    ("tabs, a blank cell kept", "甲\t1\t2\n乙\t\t3", (2, 3, 0, False), [["甲", "1", "2"], ["乙", "", "3"]]),
    ("one framed row", "| 甲 | 1 |", (1, 2, 0, False), [["甲", "1"]]),
]


@pytest.mark.parametrize(("source", "shape", "texts"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_tables(source: str, shape: tuple[int, int, int, bool], texts: list[list[str]]) -> None:
    report = parse_text(f"一、情况\n\n{source}\n\n以上。")
    assert [block.kind for block in report.blocks] == ["paragraph", "table", "paragraph"]
    table = report.blocks[1].table
    assert table is not None
    assert (table.rows, table.columns, table.header_rows, table.ragged) == shape
    assert not table.lossy
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
        assert cell.header == (cell.row < table.header_rows)
    assert rows == texts
    assert report.blocks[1].text == source


def test_a_second_rule_starts_a_second_table() -> None:
    report = parse_text("一、情况\n| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n|---|---|\n| 丙 | 3 |")
    shapes = [(block.table.rows, block.table.header_rows) for block in report.blocks if block.table]
    assert shapes == [(1, 0), (2, 1)]


def test_one_line_with_a_pipe_is_a_paragraph() -> None:
    assert [block.kind for block in parse_text("一、甲\n正文 | 正文\n完。").blocks] == ["paragraph"] * 3


LINES = [
    # line, page mark, furniture, tail, menu
    ("- 1 -", True, True, False, False),
    ("— 12 —", True, True, False, False),
    ("第 3 页 共 8 页", True, True, False, False),
    ("123/4", False, False, False, False),
    ("3", False, False, False, False),
    ("【打印】 【关闭】", False, True, True, False),
    ("打印本页 | 关闭窗口", False, True, True, True),
    ("********", False, True, False, False),
    ("首页 政务公开 互动交流", False, False, False, True),
    ("扫一扫在手机打开当前页", False, True, True, False),
    ("主办单位：某府办公室", False, False, True, False),
    ("主办单位要按要求报送材料，并认真做好各项准备工作。", False, False, False, False),
    ("某ICP备123号 公网安备 45号", False, False, True, False),
    ("全年公开3条。", False, False, False, False),
    ("附件：1.统计表", False, False, False, False),
    ("", False, False, False, False),
]


@pytest.mark.parametrize(("line", "mark", "furniture", "tail", "menu"), LINES)
def test_furniture(line: str, mark: bool, furniture: bool, tail: bool, menu: bool) -> None:
    assert (is_page_mark(line), is_furniture(line), is_tail(line), is_menu(line)) == (
        mark,
        furniture,
        tail,
        menu,
    )


CRUMBS = [
    ("当前位置：首页 > 信息公开 > 年报", ["首页", "信息公开", "年报"]),
    ("您的位置 : 首页>>政府信息公开目录>>年报", ["首页", "政府信息公开目录", "年报"]),
    ("首页 / 公开 / 年报", ["首页", "公开", "年报"]),
    ("信息公开年报 > 2015", ["信息公开年报", "2015"]),
    ("首页", None),
    ("本数 > 12，本数 < 3", None),
    ("位置优越，东/西两面临水", None),
    ("全年公开3条。", None),
]


@pytest.mark.parametrize(("line", "steps"), CRUMBS)
def test_breadcrumbs(line: str, steps: list[str] | None) -> None:
    assert breadcrumbs(line) == steps


FORMS = [
    # line, opens an item, is prose, ends like a title
    ("一、总体情况", True, True, True),
    ("（一）主动公开", True, True, False),
    ("第一章 总则", True, True, False),
    ("1.统计表", True, True, True),
    ("2024 年政府信息公开工作年度报告", False, False, True),
    ("1.5 亿元", False, False, False),
    ("一九九六年六月", False, False, False),
    ("各区人民政府：", False, True, False),
    ("某市人民政府", False, False, False),
    ("关于印发方案的通 知（试行）", False, False, True),
    ("关于推进甲，加快乙和丙以及丁等各方面工作的若干意见", False, False, True),
    ("根据《条例》的规定和要求，特编制本年度报告", False, True, True),
]


@pytest.mark.parametrize(("line", "item", "prose", "ending"), FORMS)
def test_forms_of_lines(line: str, item: bool, prose: bool, ending: bool) -> None:
    assert (opens_item(line), is_prose(line), ends_like_title(line)) == (item, prose, ending)


def test_width_counts_han_characters() -> None:
    assert width("共12条") == 3.0
    assert width("2024 年") == 3.25
