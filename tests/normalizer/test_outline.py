"""The section tree of invented documents: each case was read by hand before it was run."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import pytest

from govreport.models import Paragraph, Section, Table
from govreport.normalizer.outline import Outline, build_outline, table_model
from govreport.raw import Block, RawCell, RawTable

P = "本局结合实际抓好落实，取得了一定成效，各项工作平稳有序。"
Tree = list[object]


def blocks_of(*texts: str | tuple[int, str]) -> list[Block]:
    """Blocks one after another; ``(2, "概述")`` is a heading of the markup."""
    found: list[Block] = []
    at = 0
    for index, item in enumerate(texts):
        level, text = item if isinstance(item, tuple) else (0, item)
        kind = "heading" if level else "paragraph"
        found.append(Block(text, at, at + len(text), kind, level=level, index=index))  # type: ignore[arg-type]
        at += len(text) + 1
    return found


def outline_of(*texts: str | tuple[int, str], signature: Sequence[int] = ()) -> Outline:
    return build_outline(blocks_of(*texts), signature=frozenset(signature))


def tree(sections: Sequence[Section]) -> Tree:
    """Headings; a section with children is a list of its heading and its children."""
    return [[s.heading, *tree(s.children)] if s.children else s.heading for s in sections]


def contents(outline: Outline) -> Iterator[Paragraph | Table]:
    yield from outline.preamble
    for top in outline.sections:
        for section in top.walk():
            yield from section.content


def roles(outline: Outline) -> list[tuple[str, str]]:
    return [(item.role, item.text) for item in contents(outline) if isinstance(item, Paragraph)]


TREES: dict[str, tuple[tuple[str | tuple[int, str], ...], Tree]] = {
    "the usual order": (
        ("一、甲事", "（一）乙事", "1.丙事", P, "2.丁事", P, "（二）戊事", P, "二、己事", P),
        [["一、甲事", ["（一）乙事", "1.丙事", "2.丁事"], "（二）戊事"], "二、己事"],
    ),
    "a level is skipped": (
        ("一、甲事", "1、乙事", P, "2、丙事", P, "二、丁事", P),
        [["一、甲事", "1、乙事", "2、丙事"], "二、丁事"],
    ),
    "figures outside, brackets inside": (
        ("1.甲事", P, "2.乙事", "（一）丙事", P, "（二）丁事", P, "3.戊事", P),
        ["1.甲事", ["2.乙事", "（一）丙事", "（二）丁事"], "3.戊事"],
    ),
    "the order of appearance holds when a level is skipped later": (
        ("一、甲事", "1、乙事", "（1）丙事", P, "二、丁事", "（1）戊事", P, "2、己事", P),
        [["一、甲事", ["1、乙事", "（1）丙事"]], ["二、丁事", "（1）戊事", "2、己事"]],
    ),
    "chapters stand outside": (
        ("一、前言", P, "第一章　甲事", "一、乙事", P, "二、丙事", P, "第二章　丁事", "第一节 戊事", P),
        ["一、前言", ["第一章 甲事", "一、乙事", "二、丙事"], ["第二章 丁事", "第一节 戊事"]],
    ),
    "brackets that come first are not outside 一、": (
        ("（一）甲事", P, "（二）乙事", P, "一、丙事", P, "二、丁事", P),
        ["（一）甲事", "（二）乙事", "一、丙事", "二、丁事"],
    ),
    "numbers go on through parents": (
        ("一、甲事", "（一）乙事。" + P, "（二）丙事。" + P, "二、丁事", "（三）戊事。" + P),
        [["一、甲事", "（一）乙事", "（二）丙事"], ["二、丁事", "（三）戊事"]],
    ),
    "decimal numbers": (
        ("1 总则", "1.1 编制目的", P, "1.2 编制依据", P, "2 组织体系", "2.1 指挥机构", P),
        [["1 总则", "1.1 编制目的", "1.2 编制依据"], ["2 组织体系", "2.1 指挥机构"]],
    ),
    "a number and a blank alone are no mark": (("1 规章", P, "2 其他", P), []),
    "headings of the markup": (
        ((2, "甲事"), P, (3, "乙事"), P, (2, "丙事"), P),
        [["甲事", "乙事"], "丙事"],
    ),
    "markup and marks agree": (
        ((2, "一、甲事"), (3, "（一）乙事"), P, (2, "附带说明"), P),
        [["一、甲事", "（一）乙事"], "附带说明"],
    ),
    "marks inside headings of the markup": (
        ((2, "甲事"), "一、乙事", P, "二、丙事", P, (2, "丁事"), "一、戊事", P),
        [["甲事", "一、乙事", "二、丙事"], ["丁事", "一、戊事"]],
    ),
    "captions of tables are no headings": (((2, "一、甲事"), P, (2, "表二：乙表"), P), ["一、甲事"]),
    "run-in headings": (
        ("一、抓好甲事。" + P, "二、推进乙事，完善丙事。" + P, "三、落实丁事。" + P),
        ["一、抓好甲事", "二、推进乙事，完善丙事", "三、落实丁事"],
    ),
    "run-in labels": (
        ("一、项目编号：AB-12", "二、项目名称：设备采购", "三、成交信息：", "某公司，十万元"),
        ["一、项目编号", "二、项目名称", "三、成交信息"],
    ),
    "one clause among run-in headings": (
        ("一、原则同意《甲规划》（以下简称《规划》）。" + P, "二、抓好甲事。" + P, "三、推进乙事。" + P),
        ["二、抓好甲事", "三、推进乙事"],
    ),
    "clauses": (
        (
            "一、甲事关系重大，涉及面广，情况十分复杂。" + P,
            "二、各单位要按照职责分工，对辖区内的有关场所逐一登记造册，建立台账，明确专人，并于月底前完成整改。",
            "三、对已发现的问题，由主管部门会同有关单位研究处理，处理结果报上级机关备案，不得拖延，不得推诿。",
        ),
        [],
    ),
    "a count makes a sentence": (
        ("1.全年公开信息32条。" + P, "2.收到申请4件。" + P, "3.办理提案12件。" + P),
        [],
    ),
    "an amount in a subject does not": (
        ("一、关于30万吨甲项目问题。" + P, "二、关于乙项目问题。" + P),
        ["一、关于30万吨甲项目问题", "二、关于乙项目问题"],
    ),
    "words that begin like a sentence": (
        ("一、经济运行平稳。" + P, "二、自查自纠到位。" + P, "三、因地制宜推进。" + P, "四、经研究决定表彰。" + P),
        ["一、经济运行平稳", "二、自查自纠到位", "三、因地制宜推进"],
    ),
    "what is required, and who requires": (
        ("一、工作安排：", P, "二、工作要求：", P, "三、会议要求：", P),
        ["一、工作安排", "二、工作要求"],
    ),
    "the usual names before a few words": (
        (
            "一、总体情况",
            "（一）主动公开：3条。",
            "（二）依申请公开：无。",
            "二、甲事",
            "（一）项目：3个。",
            "（二）时间：6月。",
        ),
        [["一、总体情况", "（一）主动公开", "（二）依申请公开"], "二、甲事"],
    ),
    "a list inside one paragraph": (
        (
            "一、甲事",
            "（1）内容不全。（2）更新不快。（3）人手不足。",
            "二、乙事",
            "（1）内容不全。已经补充。",
            "（2）人手不足。已经增加。",
        ),
        ["一、甲事", ["二、乙事", "（1）内容不全", "（2）人手不足"]],
    ),
    "numbers with a nought": (
        ("01", "甲事情况", P, "02", "乙事情况", "（一）丙事", P, "03 丁事情况", P),
        ["01 甲事情况", ["02 乙事情况", "（一）丙事"], "03 丁事情况"],
    ),
    "numbers with a nought as cells": (("甲数", "条", "01", "412", "乙数", "条", "02", "30", P), []),
    "names in lenticular brackets": (
        ("【甲事】", P, "1.乙事", P, "2.丙事", P, "【丁事】", P),
        [["【甲事】", "1.乙事", "2.丙事"], "【丁事】"],
    ),
    "one name in lenticular brackets": (("【甲事】", P, P), []),
    "entries of the contents without a number": (
        ("目录", "前言", "第一章 甲事", "结语", "前言", P, "第一章 甲事", "一、乙事", P, "结语", P),
        ["前言", ["第一章 甲事", "一、乙事"], "结语"],
    ),
    "the official names without their numbers": (
        ("总体情况", P, "主动公开政府信息情况", P, "收到和处理政府信息公开申请情况", P, "其他需要报告的事项", "无"),
        ["总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "其他需要报告的事项"],
    ),
    "capital figures stand outside 一、": (
        ("壹、甲事", "一、乙事", P, "二、丙事", P, "贰、丁事", P),
        [["壹、甲事", "一、乙事", "二、丙事"], "贰、丁事"],
    ),
    "a chapter with its first sentence": (
        ("第一章 同意甲事。一是甲，二是乙。", P, "第二章 丁事", P),
        ["第一章 同意甲事", "第二章 丁事"],
    ),
    "a list under a heading": (
        ("一、申请材料", "1.申请表；", "2.身份证复印件；", "3.户口簿复印件。", "二、申请时间", P),
        ["一、申请材料", "二、申请时间"],
    ),
    "a list of names without text under them": (
        ("一、名单", "1.甲公司", "2.乙公司", "3.丙公司", "二、时间", P),
        ["一、名单", "二、时间"],
    ),
    "articles are paragraphs": (
        (
            "第一章 甲事",
            "第一条 " + P,
            "第二条 有下列情形之一的：",
            "（一）乙事",
            "（二）丙事",
            "第二章 丁事",
            "第三条 " + P,
        ),
        ["第一章 甲事", "第二章 丁事"],
    ),
    "rows of the official form": (
        (
            "三、申请情况",
            "一、本年新收政府信息公开申请数量 3 0 3",
            "三、本年度办理结果",
            "（一）予以公开 1",
            "（三）不予公开",
            "1.属于国家秘密",
            "四、复议情况",
            P,
        ),
        ["三、申请情况", "四、复议情况"],
    ),
    "words of a form's row that head text": (
        ("一、主动公开情况", P, "二、依申请公开情况", P),
        ["一、主动公开情况", "二、依申请公开情况"],
    ),
    "the same words beside a row": (
        ("一、主动公开情况", "（一）主动公开政府信息数 3", "二、工作打算", P),
        ["二、工作打算"],
    ),
    "a rotated label": (("三、", "本", "年", "度", "一、甲事", P), ["一、甲事"]),
    "a number alone, the title on the next line": (
        ("一、", "总体情况", P, "二、", "工作打算", P),
        ["一、总体情况", "二、工作打算"],
    ),
    "a title cut in two": (
        ("一、进一步加强组织领导和", "监督检查工作", P, "二、丙事", P),
        ["一、进一步加强组织领导和监督检查工作", "二、丙事"],
    ),
    "an empty last section": (("一、甲事", P, "二、其他事项"), ["一、甲事", "二、其他事项"]),
    "a contents list with page numbers": (
        ("目　录", "第一章 甲事……1", "第二章 乙事……5", "第一章 甲事", P, "第二章 乙事", P),
        ["第一章 甲事", "第二章 乙事"],
    ),
    "a contents list with page numbers and nothing between": (
        ("目　录", "第一章 甲事1", "第二章 乙事5", "第一章 甲事", P, "第二章 乙事", P),
        ["第一章 甲事", "第二章 乙事"],
    ),
    "a contents list without a heading": (
        ("一、甲事", "二、乙事", "三、丙事", "一、甲事", P, "二、乙事", P, "三、丙事", P),
        ["一、甲事", "二、乙事", "三、丙事"],
    ),
}


@pytest.mark.parametrize(
    "texts",
    [
        ("一、甲事，乙事，丙事，丁事，戊事，己事", P, "二、庚事，辛事，壬事，癸事，子事，丑事", P),  # too many commas
        ("1 甲事情。其余的话", P, "2 乙事情。其余的话", P),
        ("1 关于甲事和", "乙事", P, "2 丙事", P),  # figures and a blank without 1.1 between are no marks
        ("1.0 甲事情", P, "2.0 乙事情", P),
        ("（二三）甲事", P, "（三三）乙事", P),
        ("01 甲乙丙", P, "02 丁戊己"),  # no text under the last: cells, not headings
        ("01 甲", P, "02 乙", P),
        ("【甲乙丙】", "短", "【丁戊己】", P),
        ("【甲乙丙】", P, "【丁戊己】"),
        ("第一章 甲事", "第二章 乙事", "第三章 丙事", P),  # a list of chapters
        ("【甲乙丙】", "【丁戊己】", P),
    ],
)
def test_lines_that_are_no_headings(texts: tuple[str, ...]) -> None:
    outline = outline_of(*texts)
    assert outline.sections == ()
    assert "".join(text for _, text in roles(outline)) == "".join(texts)


def test_bracketed_and_two_figure_headings_with_text() -> None:
    assert tree(outline_of("【甲乙丙】", P, "【丁戊己】", P).sections) == ["【甲乙丙】", "【丁戊己】"]
    assert tree(outline_of("01 甲乙丙", P, "02 丁戊己", P).sections) == ["01 甲乙丙", "02 丁戊己"]


def test_the_bodies_that_end_an_annex_sign_it() -> None:
    lines = ("甲市水务局", "甲市公安局", "甲市财政局", "2014年3月1日")
    outline = outline_of("一、甲事", P, "附件1", "甲市办法", "第一条 甲。", P, *lines)
    assert [text for role, text in roles(outline) if role == "signature"] == list(lines)
    assert [text for role, text in roles(outline) if role == "subtitle"] == ["甲市办法"]


def test_first_and_second_make_an_enumeration() -> None:
    assert roles(outline_of("本局首先抓好落实，其次抓好督查。")) == [
        ("enumeration", "本局首先抓好落实，其次抓好督查。")
    ]
    assert roles(outline_of("本局首先抓好落实，再抓好督查。")) == [("text", "本局首先抓好落实，再抓好督查。")]


@pytest.mark.parametrize("trial", ["（试行）", "(试行)", "（暂行）", "(暂行)"])
def test_what_is_on_trial_is_a_document(trial: str) -> None:
    texts = (P, P, f"甲事考核事项{trial}", P, P)
    assert [text for role, text in roles(outline_of(*texts)) if role == "subtitle"] == [texts[2]]
    assert not [text for role, text in roles(outline_of(P, P, "甲事考核事项", P, P)) if role == "subtitle"]


def test_an_annex_in_the_contents_is_no_annex() -> None:
    outline = outline_of("目录", "一、甲事", "附件1 名单", "一、甲事", P, "附件1 名单", P)
    assert [role for role, text in roles(outline) if text == "附件1 名单"] == ["contents", "attachment_heading"]


def test_a_title_behind_a_heading_behind_a_signature() -> None:
    texts = (P, "甲局", "2015年3月2日", "一、乙事", P, P, "丙事管理办法", P, P)
    assert ("subtitle", "丙事管理办法") in roles(outline_of(*texts, signature=(1, 2)))
    assert ("subtitle", "丙事管理办法") in roles(outline_of(*texts[:3], *texts[4:], signature=(1, 2)))  # behind text


def test_names_of_attachments_without_numbers() -> None:
    outline = outline_of(P, "附件：", "甲事说明", "乙事说明")
    assert [item.name for item in outline.attachments] == ["甲事说明", "乙事说明"]


def test_a_sentence_under_the_head_of_an_annex_is_no_title() -> None:
    assert roles(outline_of(P, "附件1", P)) == [("text", P), ("attachment_heading", "附件1"), ("text", P)]


@pytest.mark.parametrize("case", TREES)
def test_tree(case: str) -> None:
    texts, expected = TREES[case]
    assert tree(outline_of(*texts).sections) == expected


def test_levels_count_from_the_outside() -> None:
    outline = outline_of("第一章 甲事", "一、乙事", "1、丙事", P)
    assert [section.level for section in outline.sections[0].walk()] == [1, 2, 3]


def test_a_run_in_heading_shares_its_paragraph() -> None:
    (section,) = outline_of("1、抓好甲事，落实责任。 改建网站。").sections
    assert (section.number, section.title, section.run_in, section.span) == ("1、", "抓好甲事，落实责任", True, (0, 12))
    (body,) = section.content
    assert (body.text, body.span) == ("改建网站。", (13, 18))


def test_a_heading_on_two_lines_covers_both() -> None:
    section = outline_of("一、", "总体情况", P).sections[0]
    assert (section.span, section.title, len(section.content)) == ((0, 7), "总体情况", 1)


def test_the_name_of_an_annex_is_no_second_line_of_a_heading() -> None:
    outline = outline_of("第一部分", "概述", "全年公开20条。", "第二部分", "附件材料", "全年没有其他事项需要说明。")
    assert tree(outline.sections) == ["第一部分 概述"]


def test_hard_wrapped_blocks_keep_their_places() -> None:
    block = Block("一、甲事。正文甲。", 0, 11, offsets=[0, 1, 2, 4, 5, 6, 7, 9, 10])
    section = build_outline([block]).sections[0]
    assert (section.span, section.content[0].span) == ((0, 6), (6, 11))


def test_the_roles_of_a_notice() -> None:
    outline = outline_of(
        "云政发〔2013〕52号",
        "各镇人民政府，区各委办局：",
        "现将有关事项通知如下：",
        "一、甲事",
        "一是抓培训。二是抓检查。",
        "附件：1.甲事分工表",
        "2.乙事清单",
        "云溪区人民政府",
        "2013年8月26日",
        "（此件公开发布）",
        "抄送：区委各部门。",
        "云溪区人民政府办公室　2013年8月27日印发",
        signature=(7, 8),
    )
    assert [role for role, _ in roles(outline)] == [
        "document_number",
        "addressee",
        "text",
        "enumeration",
        "attachment_list",
        "attachment_list",
        "signature",
        "signature",
        "note",
        "note",
        "note",
    ]
    assert [item.name for item in outline.attachments] == ["甲事分工表", "乙事清单"]
    # 12 + 13 + 11 + 4 + 12 characters and five line ends stand before 附件：1.甲事分工表
    assert [item.span for item in outline.attachments if item.span] == [(62, 67), (70, 74)]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("附件：甲事分工表", "甲局", "2013年8月26日"), ["甲事分工表"]),
        (("附件：1.甲表 2.乙表",), ["甲表", "乙表"]),
        (("附件1：甲表", "附件2：乙表"), ["甲表", "乙表"]),
        (("附件1：甲表", "附件2：乙表", P), ["甲表", "乙表"]),  # several in a row are a list, whatever follows
        (("附件：", "1.甲表", "2.乙表"), ["甲表", "乙表"]),
        (("附件", "1.甲表", "2.乙表"), ["甲表", "乙表"]),
        (("附：甲表。",), ["甲表"]),
        (("附：方案X。",), ["方案X"]),
        (("附近居民反映强烈。",), []),
        (("附件", "甲事实施办法", P), []),
    ],
)
def test_attachment_names(lines: tuple[str, ...], names: list[str]) -> None:
    outline = outline_of(P, *lines, signature=(2, 3) if "甲局" in lines else ())
    assert [item.name for item in outline.attachments] == names


ANNEX_1 = ("附件1", "甲事管理办法", "一、乙事", P, "二、丙事", P)
ANNEX_2 = ("附件2", "丁事管理办法", "一、戊事", P)


def annexes(outline: Outline) -> list[tuple[str, bool]]:
    return [(section.heading, section.annex) for section in outline.sections]


def test_annexes_beside_sections_are_sections() -> None:
    outline = outline_of("一、总体要求", P, *ANNEX_1)
    assert annexes(outline) == [("一、总体要求", False), ("附件1 甲事管理办法", True)]
    annex = outline.sections[1]
    assert (annex.number, annex.title) == ("附件1", "甲事管理办法")
    assert [(child.heading, child.level, child.annex) for child in annex.children] == [
        ("一、乙事", 2, True),
        ("二、丙事", 2, True),
    ]
    assert outline.findings == []


def test_several_annexes_with_headings_are_sections() -> None:
    outline = outline_of(P, *ANNEX_1, *ANNEX_2)
    assert tree(outline.sections) == [
        ["附件1 甲事管理办法", "一、乙事", "二、丙事"],
        ["附件2 丁事管理办法", "一、戊事"],
    ]
    assert outline.findings == []


def test_one_annex_of_a_notice_without_headings_is_the_document() -> None:
    outline = outline_of(P, *ANNEX_1, "附件2", "丁事名单", P)
    assert annexes(outline) == [("一、乙事", False), ("二、丙事", False)]
    assert ("attachment_heading", "附件1") in roles(outline)
    assert ("subtitle", "甲事管理办法") in roles(outline)


def test_annexes_without_headings_are_paragraphs() -> None:
    outline = outline_of("一、总体要求", P, "附件", "甲事名单", P)
    assert annexes(outline) == [("一、总体要求", False)]
    assert [role for role, _ in roles(outline)] == ["text", "attachment_heading", "subtitle", "text"]


def test_a_table_as_lines_in_an_annex_has_no_headings() -> None:
    rows = [line for n in range(1, 9) for line in (f"{n}.甲指标第{n}项", "定量", "来源：甲局填报。")]
    outline = outline_of("一、总体要求", P, "附件", "甲事指标", *rows)
    assert tree(outline.sections) == ["一、总体要求"]


def test_a_forwarded_document_goes_on() -> None:
    outline = outline_of(
        P,
        "甲局",
        "2013年8月26日",
        "乙事工作方案",
        P,
        "一、丙事",
        P,
        "二、丁事",
        P,
        "戊事工作方案",
        P,
        "一、己事",
        P,
        signature=(1, 2),
    )
    assert tree(outline.sections) == ["一、丙事", "二、丁事", "一、己事"]
    assert [text for role, text in roles(outline) if role == "subtitle"] == ["乙事工作方案", "戊事工作方案"]
    assert outline.findings == []


def test_the_body_and_date_that_end_a_forwarded_document_sign_it() -> None:
    outline = outline_of(P, "甲局", "2013年8月26日", "乙事报告", P, P, "乙局", "二〇一三年八月一日", signature=(1, 2))
    assert [text for role, text in roles(outline) if role == "signature"] == [
        "甲局",
        "2013年8月26日",
        "乙局",
        "二〇一三年八月一日",
    ]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("一、甲", P, "二、乙", P, "三、丙", P), []),
        (("一、甲", P, "三、乙", P), [("outline.number_missing", "三、乙")]),
        (("二、甲", P, "三、乙", P), [("outline.number_missing", "二、甲")]),
        (("一、甲", P, "二、乙", P, "一、丙", P), [("outline.numbering_restarts", "一、丙")]),
        (("一、甲", "（一）乙", P, "二、丙", "（一）丁", P), []),
        (("一、同意甲事。" + P, "二、抓好乙事。" + P, "三、抓好丙事。" + P), []),
    ],
)
def test_findings(texts: tuple[str, ...], found: list[tuple[str, str]]) -> None:
    outline = outline_of(*texts)
    page = "\n".join(texts)
    assert [(item.code, page[item.start : item.end]) for item in outline.findings] == found
    assert all(item.severity == "notice" for item in outline.findings)


def test_table_model() -> None:
    cells = [
        RawCell("项目", 0, 0, 2, 1, True, 0, 2),
        RawCell("数量", 0, 1, 1, 2, True, 3, 5),
        RawCell("", 1, 1, 1, 1, False, 6, 6),
        RawCell("0", 1, 2, 1, 1, False, 7, 8),
    ]
    table = table_model(Block("项目\t数量\n\t0", 0, 8, "table", table=RawTable(cells, 2, 3, 1, caption="甲表")))
    assert table.grid == (("项目", "数量", "数量"), ("项目", "", "0"))
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, "项目"),
        (0, 1, "数量"),
        (1, 1, ""),
        (1, 2, "0"),
    ]
    assert (table.header_rows, table.caption, table.span, table.text) == (1, "甲表", (0, 8), "项目\t数量\n\t0")


def test_of_two_cells_in_one_slot_of_a_table_the_first_stands() -> None:
    cells = [RawCell("甲", 0, 0, 1, 2, False, 0, 1), RawCell("乙", 0, 1, 1, 2, False, 2, 3)]
    assert table_model(Block("甲\t乙", 0, 3, "table", table=RawTable(cells, 1, 3, 0))).grid == (("甲", "甲", "乙"),)


def test_a_table_is_content_of_its_section() -> None:
    blocks = blocks_of("一、甲事", "一、行 3", "二、乙事", P)
    blocks[1].kind = "table"
    blocks[1].table = RawTable([RawCell("一、行 3", 0, 0, 1, 1, False, 5, 10)], 1, 1, 0)
    outline = build_outline(blocks)
    assert tree(outline.sections) == ["一、甲事", "二、乙事"]
    assert [item.type for item in outline.sections[0].content] == ["table"]


def test_nothing() -> None:
    assert build_outline([]) == Outline()
    assert build_outline(blocks_of("", "　 \n")) == Outline()


@pytest.mark.parametrize(
    "texts",
    [
        ["1.条目"] * 20_000,
        ["一、同意甲事。", "（一）乙事。"] * 10_000,
        ["附件1", "甲表", P] * 5_000,
        ["附件：1.甲", "2.乙"] * 10_000,
        [f"第{n}章 甲事" for n in range(1, 900)] * 20,
        ["甲" + "." * 400_000 + "x1"],
        ["附件：" + "1.甲" * 100_000],
        ["目录", "前言"] * 10_000,
        ["（1）甲事。" + "乙事。" * 100_000],
    ],
    ids=["items", "clauses", "annexes", "lists", "contents", "dots", "names", "entries", "sentences"],
)
def test_the_cost_is_linear(texts: list[str]) -> None:
    start = time.process_time()
    outline_of(*texts)
    assert time.process_time() - start < 10
