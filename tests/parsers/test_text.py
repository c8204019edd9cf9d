"""The text door: every layout is a row (page, expected blocks); the laws of places are properties."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.parsers.text import parse_text
from govreport.raw import Block, RawReport

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SHORT = {"metadata": "m", "title": "t", "content": "c", "furniture": "f"}

# name, lines of the page, roles of the blocks (m t c f), fields as (name, value), title as joined
PAGES: list[tuple[str, list[str], str, list[tuple[str | None, str | None]], str | None]] = [
    (
        "labels glued, empty ones side by side, a stray bureau, bullets",
        [
            "某栏目年报 2013",
            "索引号 12/2014-1 分类 交通 公报",
            "发布机构 某局 发文日期 2014-12-23",
            "文号 时效",
            "某市某局",
            "  • 信息来源:某府",
            "  • 浏览次数:",
            "",
            "2013年度信息公开工作总结",
            "",
            "某市某局",
            "",
            "(2014年12月)",
            "",
            "  今年以来,我局工作有序。",
            "",
            "分享到",
        ],
        "mmmmmmmtcccf",
        [
            ("column", "某栏目年报 2013"),
            ("index_number", "12/2014-1"),
            ("categories", "交通 公报"),
            ("publisher", "某局"),
            ("issued_on", "2014-12-23"),
            ("document_number", None),
            ("validity", None),
            ("source", "某府"),
            ("view_count", None),
        ],
        "2013年度信息公开工作总结",
    ),
    (
        "label and value on lines of their own, the last label empty before the title",
        [
            "索 引 号：",
            "12/2019-6",
            "标\u3000\u3000题：",
            "某府关于发挥基金作用的意见",
            "主 题 词：",
            "某府关于发挥",
            "",
            "基金作用的意见",
            "",
            "某发〔2019〕6号",
            "",
            "各县人民政府：",
            "",
            "执行。",
        ],
        "mmmmmttccc",
        [("index_number", "12/2019-6"), ("title", "某府关于发挥基金作用的意见"), ("keywords", None)],
        "某府关于发挥基金作用的意见",
    ),
    (
        "the same with a blank line after every line and no colons",
        [
            "发文机关",
            "",
            "某市人民政府",
            "",
            "标题",
            "",
            "某府关于印发规划的通知",
            "",
            "文号",
            "",
            "发布日期",
            "",
            "2020-03-01",
            "",
            "某府关于印发规划的通知",
            "",
            "各县人民政府：",
            "",
            "执行。",
        ],
        "mmmmmmmtcc",
        [
            ("publisher", "某市人民政府"),
            ("title", "某府关于印发规划的通知"),
            ("document_number", None),
            ("published_at", "2020-03-01"),
        ],
        "某府关于印发规划的通知",
    ),
    (
        "a pipe block, the title over two lines",
        [
            "| 索 引 号：  | 1/2  | 主题分类：  | 卫生\\医药  |",
            "| 主 题 词：  |   |   |   |",
            "",
            "某府办公厅",
            "关于加强考核的意见",
            "",
            "各市人民政府：",
            "",
            "执行。",
        ],
        "mmttcc",
        [("index_number", "1/2"), ("theme", "卫生\\医药"), ("keywords", None)],
        "某府办公厅关于加强考核的意见",
    ),
    (
        "navigation, breadcrumb, title twice, the line under it, credits, tools, footer",
        [
            "首页 政务公开 互动交流",
            "当前位置：首页 > 信息公开 > 年报",
            "某局2019年政府信息公开工作年度报告",
            "发布时间：2020-01-20 来源：某局 字号：[大 中 小]",
            "",
            "某局2019年政府信息",
            "公开工作年度报告",
            "（2020年1月）",
            "",
            "根据条例，编制本报告。",
            "一、总体情况",
            "公开12条。",
            "某局",
            "2020年1月18日",
            "（责任编辑：张三）",
            "【打印】【关闭】",
            "下一篇：没有了",
            "主办单位：某府办公室 版权所有",
        ],
        "fftmttccccccmfff",
        [("published_at", "2020-01-20"), ("source", "某局"), ("editor", "张三")],
        "某局2019年政府信息公开工作年度报告",
    ),
    (
        "a block found behind the words around it",
        [
            "无障碍",
            "某省人民政府",
            "请输入关键字",
            "索引号：",
            "123/4",
            "发布机构：",
            "某厅",
            "文号：",
            "标题：",
            "关于某事的通知",
            "关于某事的通知",
            "各市人民政府：",
            "执行。",
        ],
        "fffmmmmmmmtcc",
        [
            ("index_number", "123/4"),
            ("publisher", "某厅"),
            ("document_number", None),
            ("title", "关于某事的通知"),
        ],
        "关于某事的通知",
    ),
    (
        "unknown labels and a summary with a full stop inside the block",
        [
            "索引号：12/2020-1",
            "办理状态：正常",
            "概述：按要求编制，内容完整。",
            "时效：",
            "",
            "2020年某局政府信息公开工作年度报告",
            "",
            "一、总体情况",
            "正文。",
        ],
        "mmmmtcc",
        [
            ("index_number", "12/2020-1"),
            (None, "正常"),
            ("summary", "按要求编制，内容完整。"),
            ("validity", None),
        ],
        "2020年某局政府信息公开工作年度报告",
    ),
    (
        "a document number above the title stays content",
        [
            "某政发〔2020〕3号",
            "",
            "某市人民政府",
            "关于印发规划的通知",
            "",
            "各县人民政府：",
            "执行。",
            "",
            "某市人民政府",
            "2020年3月1日",
        ],
        "cttcccc",
        [],
        "某市人民政府关于印发规划的通知",
    ),
    (
        "a letter-spaced title",
        [
            "名称：关于印发方案的通知",
            "文号：",
            "",
            "关 于 印 发 方 案 的 通 知",
            "",
            "各镇人民政府：",
            "执行。",
        ],
        "mmtcc",
        [("title", "关于印发方案的通知"), ("document_number", None)],
        "关 于 印 发 方 案 的 通 知",
    ),
    (
        "a menu word may be the title",
        [
            "某市财政局",
            "政府信息公开指南",
            "为了更好地提供服务，编制本指南。",
            "公开方式：网站。",
        ],
        "ttcc",
        [],
        "某市财政局政府信息公开指南",
    ),
    (
        "a news page with a bare date",
        [
            "某单位举行活动",
            "2023-05-01 10:00 来源：某网",
            "5月1日，某单位举行活动，有100人。",
            "分享到：",
        ],
        "tmcf",
        [("published_at", "2023-05-01 10:00"), ("source", "某网")],
        "某单位举行活动",
    ),
    (
        "text without a head",
        [
            "一、总体情况",
            "公开3条。",
        ],
        "cc",
        [],
        None,
    ),
    (
        "nothing but navigation",
        [
            "首页",
            "政务公开",
            "网站地图",
        ],
        "fff",
        [],
        None,
    ),
    (
        "cells of a table are no footer",
        [
            "一、情况",
            "渠道",
            "微信",
            "更多",
            "3",
            "备注说明如上。",
        ],
        "cccccc",
        [],
        None,
    ),
    (
        "a signature before the footer",
        [
            "一、情况",
            "公开3条。",
            "某局",
            "2020年1月1日",
            "扫一扫在手机打开当前页",
        ],
        "ccccf",
        [],
        None,
    ),
    (
        "one cell a line with its pipe",
        [
            "索引号 |",
            "012345678/2018-1 |",
            "文号 |",
            "发布日期 |",
            "2018-12-20 |",
            "某局2018年度报告",
            "各单位：",
            "正文。",
        ],
        "mmmmmtcc",
        [("index_number", "012345678/2018-1"), ("document_number", None), ("published_at", "2018-12-20")],
        "某局2018年度报告",
    ),
    (
        "a salutation right under the block is no field",
        [
            "文号：无",
            "各区人民政府：",
            "现将事项通知如下。",
        ],
        "mcc",
        [("document_number", "无")],
        None,
    ),
    (
        "the organiser named at the end of a notice is no footer",
        [
            "关于举办活动的通知",
            "各单位：",
            "现通知如下。",
            "主办单位：某局",
            "承办单位：某会",
        ],
        "tcccc",
        [],
        "关于举办活动的通知",
    ),
    (
        "but it is one when a footer follows",
        [
            "关于举办活动的通知",
            "各单位：",
            "现通知如下。",
            "主办单位：某局",
            "某ICP备12号",
        ],
        "tccff",
        [],
        "关于举办活动的通知",
    ),
    (
        "a page number before the title, with the name of the body as a line of it",
        [
            "- 1 -",
            "某市人民政府",
            "2024 年政府信息公开工作年度报告",
            "本报告由某市政府办公室根据条例规定编制。",
        ],
        "fttc",
        [],
        "某市人民政府2024 年政府信息公开工作年度报告",
    ),
]


TITLES = [
    (["某办公室关于公布", "2020年年度报告的通知"], "某办公室关于公布2020年年度报告的通知"),
    (["关于转发某工作意见", "的通知"], "关于转发某工作意见的通知"),
    (["某县人民政府", "关于修改某办法的决定"], "某县人民政府关于修改某办法的决定"),
    (["2024 年某市政府信息公开工作", "年度报告"], "2024 年某市政府信息公开工作年度报告"),
    (["某局", "年度报告", "（2020年度）"], "某局年度报告（2020年度）"),
    (["某局2020年年度报告", "（2021年1月）"], "某局2020年年度报告"),
    (["某政发〔2020〕3号", "关于某事的函"], "关于某事的函"),
    (["某部公告", "2020年 第5号"], "某部公告"),
    (["某乡年度报告", "2010年"], "某乡年度报告2010年"),
    (["某经济开发区", "2023年年度报告"], "某经济开发区2023年年度报告"),
    (["**关于印发《某方案》的通知**"], "关于印发《某方案》的通知"),
]


@pytest.mark.parametrize(("lines", "expected"), TITLES)
def test_title_lines(lines: list[str], expected: str) -> None:
    report = parse_text("\n".join([*lines, "各有关单位：", "正文。"]))
    assert [one.text for one in report.titles] == [expected]


def roles(report: RawReport) -> str:
    return "".join(SHORT[block.role] for block in report.blocks)


@pytest.mark.parametrize(
    ("page", "expected", "fields", "title"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES]
)
def test_pages(page: list[str], expected: str, fields: list[tuple[str | None, str | None]], title: str | None) -> None:
    report = parse_text("\n".join(page))
    assert roles(report) == expected
    assert [(one.name, one.value) for one in report.fields] == fields
    printed = [one.text for one in report.titles if one.origin != "field"]
    assert (printed[-1] if printed else None) == title
    check_places(report)


def check_places(report: RawReport) -> None:
    """Every character that is no blank stands in exactly one block; what has a place stands there."""
    text = report.text
    owners = [0] * len(text)
    marks = {at for one in report.blocks if one.role == "furniture" for at in range(one.start, one.end)}
    for index, block in enumerate(report.blocks):
        assert block.index == index
        if block.offsets is None:
            assert text[block.start : block.end] == block.text
        else:
            assert [text[at] for at in block.offsets] == list(block.text)
        for at in places(block, marks):
            owners[at] += 1
        for cell in block.table.cells if block.table else ():
            assert text[cell.start : cell.end] == cell.text
    for at, character in enumerate(text):
        if not character.isspace() and character not in "\u200b\u2060\ufeff":
            assert owners[at] == 1, (at, character)
    for one in report.fields:
        if one.value is not None and one.start < 0:  # a mark that was left out stands inside the value
            assert "\\" in text[report.blocks[one.block].start : report.blocks[one.block].end] or "**" in text
        else:
            assert one.value is None or text[one.start : one.end] == one.value
        assert 0 <= one.block < len(report.blocks)
    for title in report.titles:
        assert "".join(text[title.start : title.end].split()).endswith("".join(title.text.split())[-1:])


def places(block: Block, marks: set[int]) -> list[int]:
    """The places that a block covers: all from its start to its end but the page marks that it encloses."""
    found = range(block.start, block.end)
    return (
        list(found) if block.offsets is None or block.role == "furniture" else [at for at in found if at not in marks]
    )


def test_newlines_are_unified_first() -> None:
    assert parse_text("一、甲\r\n乙\r丙").text == "一、甲\n乙\n丙"


def test_breadcrumbs() -> None:
    assert parse_text("您的位置：首页 >> 信息公开 >> 年报\n某局年度报告\n\n一、甲").breadcrumbs == [
        "首页",
        "信息公开",
        "年报",
    ]


def test_line_under_the_title_is_told_from_the_block() -> None:
    report = parse_text("索引号：1/2014-1\n\n某局2014年年度报告\n发布日期：2015-01-02\n\n一、甲")
    assert [(one.name, one.origin) for one in report.fields] == [
        ("index_number", "block"),
        ("published_at", "line"),
    ]


def test_markdown_headings_keep_their_marks_in_the_span() -> None:
    report = parse_text("# 某局2023年度报告\n\n## 一、总体情况 ##\n\n正文。")
    assert [(block.kind, block.level, block.role, block.text) for block in report.blocks] == [
        ("heading", 1, "title", "某局2023年度报告"),
        ("heading", 2, "content", "一、总体情况"),
        ("paragraph", 0, "content", "正文。"),
    ]
    heading = report.blocks[1]
    assert report.text[heading.start : heading.end] == "## 一、总体情况 ##"
    assert report.text[slice(*heading.span(0, 2))] == "一、"
    check_places(report)


@pytest.mark.parametrize("sign", ["\v", "\u2028", "\u2029", "\x85"])
def test_other_separators_of_lines(sign: str) -> None:
    """Word's soft line end, the separators of Unicode, and NEL where no newline stands."""
    report = parse_text(sign.join(["某局2014年年度报告", "一、甲", "公开3条。"]))
    assert [block.text for block in report.blocks] == ["某局2014年年度报告", "一、甲", "公开3条。"]
    assert report.text == "某局2014年年度报告\n一、甲\n公开3条。"


def test_nel_beside_newlines_is_a_blank() -> None:
    assert len(parse_text("某局2014年年度报告\n一、甲\x85乙").blocks) == 2


def test_attributes_of_pandoc_are_no_words() -> None:
    report = parse_text("# 某局2023年度报告 {#top .big}\n\n## 一、甲 {#jia}\n\n正文。")
    assert [block.text for block in report.blocks] == ["某局2023年度报告", "一、甲", "正文。"]
    check_places(report)


HEADED = "某局2023年度报告"


def test_a_sentence_goes_on_over_the_page_break_and_the_running_head() -> None:
    pages = [
        "各单位：",
        "全年共公开信息三十二条，其中政策文件",
        "第1页",
        f"{HEADED}    内部",
        "十二条，其他二十条。",
        "下一年将丰富解读形式，提高公开的",
        "第2页",
        f"{HEADED}    内部",
        "质量。",
    ]
    report = parse_text("\n".join([HEADED, *pages]))
    assert [(block.role, block.text) for block in report.blocks if block.role != "title"] == [
        ("content", "各单位："),
        ("content", "全年共公开信息三十二条，其中政策文件十二条，其他二十条。"),
        ("furniture", "第1页"),
        ("furniture", f"{HEADED}    内部"),
        ("content", "下一年将丰富解读形式，提高公开的质量。"),
        ("furniture", "第2页"),
        ("furniture", f"{HEADED}    内部"),
    ]
    check_places(report)


def test_a_heading_does_not_go_on_over_the_page_break() -> None:
    report = parse_text("某局2023年度报告\n一、公开工作的总体情况\n〔1〕\n全年公开信息。\n二、乙\n〔2〕\n（一）丙")
    assert [block.text for block in report.blocks if block.role == "content"] == [
        "一、公开工作的总体情况",
        "全年公开信息。",
        "二、乙",
        "（一）丙",
    ]


def test_the_number_of_readers_before_its_word() -> None:
    page = "某局2014年年度报告\n2015-01-02 10:20\n来自：市政府办\n1024阅读\n各单位："
    found = {one.name: one.value for one in parse_text(page).fields}
    assert found == {"published_at": "2015-01-02 10:20", "source": "市政府办", "view_count": "1024"}


def test_a_title_stands_without_the_name_of_its_site() -> None:
    page = "某局2020年年度报告-某县人民政府\n\n发布日期：2021-01-26\n\n一、甲"
    (title,) = parse_text(page).titles
    assert (title.text, page[title.start : title.end]) == ("某局2020年年度报告", "某局2020年年度报告")


MARKUP = [
    # line, text of its block, places of the kept characters
    ("**一、甲事**", "一、甲事", [2, 3, 4, 5]),
    ("**（一）甲。**乙", "（一）甲。乙", [2, 3, 4, 5, 6, 9]),
    ("1\\. 甲", "1. 甲", [0, 2, 3, 4]),
    ("共**12**条", "共12条", [0, 3, 4, 7]),
    ("号码138****12", "号码138****12", None),
    ("见[甲表][2]。", "见甲表。", [0, 2, 3, 8]),
    ("某办[2014][15]号", "某办[2014][15]号", None),
    ("- **（一）甲。**乙", "（一）甲。乙", [4, 5, 6, 7, 8, 11]),
    ("- 甲事", "- 甲事", None),
    ("甲**、乙**等二人", "甲**、乙**等二人", None),
    ("注：**", "注：**", None),
]


@pytest.mark.parametrize(("line", "text", "offsets"), MARKUP)
def test_markdown_emphasis_and_escapes(line: str, text: str, offsets: list[int] | None) -> None:
    block = parse_text(f"某市年度报告\n\n各单位：\n\n{line}").blocks[-1]
    shift = block.start
    assert block.text == text
    assert block.offsets == (None if offsets is None else [shift + at for at in offsets])


def test_a_field_behind_emphasis_keeps_its_place() -> None:
    report = parse_text("**索引号：** 12/2014-1\n**发布机构：** 某局\n\n某局年度报告\n\n各单位：")
    assert [(one.name, one.value) for one in report.fields] == [("index_number", "12/2014-1"), ("publisher", "某局")]
    for one in report.fields:
        assert report.text[one.start : one.end] == one.value


def test_a_tab_behind_a_number_makes_no_row() -> None:
    report = parse_text("某局年度报告\n\n一、\t甲事\n今年做了很多工作。\n（一）\t乙事\n（二）\t丙事\n甲\t1\n乙\t2")
    assert [block.kind for block in report.blocks] == ["paragraph"] * 5 + ["table"]


ALPHABET = st.sampled_from(
    [
        "索引号",
        "文号：",
        "某局",
        "2014年度报告",
        "\n",
        "\n\n",
        " ",
        "　",
        "\t",
        "|",
        "---",
        "|---|",
        "# ",
        "- 1 -",
        "。",
        "，",
        "一、",
        "1.",
        "分享到",
        "当前位置：首页 > 年报",
        "内容很长很长很长很长很长很长很长",
        "主办单位：",
        "12",
        "\r\n",
        "\u200b",
        "\f",
        "\x85",
        "**",
        "\\.",
        "（",
        "）",
    ]
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join) | st.text(max_size=120))
def test_any_text_is_covered_once(text: str) -> None:
    check_places(parse_text(text))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    [
        "\n",
        "某局\n",
        "索引号\n",
        "| 1 | 2 |\n|---|---|\n",
        "- 1 -\n",
        "微信\n",
        "正文内容一行一行地写着没有结束的标点\n",
        "a\t",
        "（",
        "- 1 -\n正文内容一行一行地写着，没有结束的标点\n",
        "> ",
    ],
)
def test_cost_is_linear(unit: str) -> None:
    parse_text(unit * 20_000)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real pages (../shared/corpus) is not here")
def test_corpus_is_covered_once() -> None:
    paths = sorted((CORPUS / "text").iterdir()) + sorted((CORPUS / "pages").iterdir())
    assert paths
    for path in paths:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        report = parse_text(text)
        check_places(report)
        assert any(block.role == "content" for block in report.blocks)
