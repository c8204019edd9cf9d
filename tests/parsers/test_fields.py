"""Labels and values: one row a layout of a label line, hand-checked. A new layout is a new row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport.parsers.fields import is_label, lookup, read_line, read_pairs, row_looks_like_fields
from govreport.parsers.fields_labels import compile_trie, labels
from govreport.vocabulary import load

LOOKUPS = [
    ("索引号", "index_number"),
    ("索　引　号：", "index_number"),
    ("索\u00a0引\u2003号", "index_number"),
    ("【发布机构】", "publisher"),
    ("• 信息来源:", "source"),
    ("来源", "source"),
    ("统一登记号", "registration_number"),
    ("主题", "theme"),
    ("主 题 词", "keywords"),
    ("更新时间", "modified_at"),
    ("体    裁", "genre"),
    ("总体情况", None),
    ("标题党", None),
    ("", None),
    ("：", None),
]

# line, [(concept, value)] with strict=True
LINES = [
    # labels and values glued with blanks only
    (
        "索引号 1234567/2014-1 分类 交通、能源 公报",
        [("index_number", "1234567/2014-1"), ("categories", "交通、能源 公报")],
    ),
    ("发布机构 某局 发文日期 2014-12-23", [("publisher", "某局"), ("issued_on", "2014-12-23")]),
    ("文号 时效", [("document_number", None), ("validity", None)]),
    (
        "名称 关于印发方案的通知 文号 某政发〔2014〕3号",
        [("title", "关于印发方案的通知"), ("document_number", "某政发〔2014〕3号")],
    ),
    ("发布机构 某市某局", [("publisher", "某市某局")]),
    # the name of the site and a date before the first label
    (
        "某某新闻网 www.news.example 2022-12-06 09:10:22 来源:某日报",
        [("published_at", "2022-12-06 09:10:22"), ("source", "某日报")],
    ),
    # colons, glued or apart
    ("来源：某区发改局发布日期：2017-10-13", [("source", "某区发改局"), ("published_at", "2017-10-13")]),
    ("来源：本站作者：张三", [("source", "本站"), ("author", "张三")]),
    ("信息来源:某政府", [("source", "某政府")]),
    ("• 浏览次数:", [("view_count", None)]),
    (
        "发布时间：2021-08-01 06:59 来源：某社 浏览次数：",
        [("published_at", "2021-08-01 06:59"), ("source", "某社"), ("view_count", None)],
    ),
    ("标　　题：　关于公开时间和主题的通知", [("title", "关于公开时间和主题的通知")]),
    ("发文字号： 有效性： 有效", [("document_number", None), ("validity", "有效")]),
    ("发文字号：  有效性", [("document_number", None), ("validity", None)]),
    ("主 题 词：  考察　措施　函", [("keywords", "考察　措施　函")]),
    ("来源：甲 消息类别：乙", [("source", "甲"), (None, "乙")]),
    ("标题：紧急通知：关于防汛", [("title", "紧急通知：关于防汛")]),
    # brackets
    ("【索引号】 123 【发布机构】 某局", [("index_number", "123"), ("publisher", "某局")]),
    ("（责任编辑：张三）", [("editor", "张三")]),
    ("【信息来源：某局】【发布时间：2014-03-02】", [("source", "某局"), ("published_at", "2014-03-02")]),
    ("文号：〔2014〕3号", [("document_number", "〔2014〕3号")]),
    # the font widget and tools are no field and end a value
    ("发布日期：2017-10-13【浏览字号：大中小】", [("published_at", "2017-10-13")]),
    ("发布日期：2020-01-01 字体：【大】【中】【小】", [("published_at", "2020-01-01")]),
    ("字号：[ 大 中 小 ]", []),
    ("[ 来源：某局 ]  [ 字号：大 中 小 ] [打印] [关闭]", [("source", "某局")]),
    # dates without a label beside a source
    (
        "2021-02-05 17:08 来源： 某社 字号：默认 大 超大 | 打印",
        [("published_at", "2021-02-05 17:08"), ("source", "某社")],
    ),
    ("来源：某社 2021-08-01 06:59", [("source", "某社"), ("published_at", "2021-08-01 06:59")]),
    # pipes and tabs
    (
        "索 引 号 | 012345678/2018-1 | 分 类 | 综合政务 其他 |",
        [("index_number", "012345678/2018-1"), ("categories", "综合政务 其他")],
    ),
    ("| 主 题 词：  |   |   |   |", [("keywords", None)]),
    (
        "信息类别：年报\t文号：无\t公开方式：主动公开",
        [("categories", "年报"), ("document_number", "无"), ("disclosure_method", "主动公开")],
    ),
    # placeholders stay as printed
    ("文号：— —", [("document_number", "— —")]),
    # prose, headings, list headers give nothing
    ("公开范围", []),
    ("文件名称|文号|发布日期", []),
    ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", []),
    ("现将2014年政府信息公开年度报告公布如下：", []),
    ("公开范围：本机关主动公开下列信息。具体内容见目录。", []),
    ("一是丰富公开方式。通过网站，发布时间：8小时", []),
    ("具体时间：2020年", []),
    ("", []),
    ("：", []),
]

# line, with strict=False only
LOOSE = [
    ("公开范围", [("disclosure_scope", None)]),
    ("办理状态：正常", [(None, "正常")]),
    ("主题 其他", [("theme", "其他")]),
    ("全年公开3条。", []),
]

ROWS = [
    (["索 引 号：", "1/2", "文号", ""], [("index_number", "1/2"), ("document_number", None)]),
    (
        ["发布机构", "某局", "发文日期", "2014-12-23", "时效", "有效"],
        [("publisher", "某局"), ("issued_on", "2014-12-23"), ("validity", "有效")],
    ),
    (["来源：甲", "浏览：12 次", "字号：[大 中 小]"], [("source", "甲"), ("view_count", "12 次")]),
    (["名称", "关于某事的通知 【字体：大 中 小】"], [("title", "关于某事的通知")]),
    (["", "文号", "无"], [("document_number", "无")]),
    (["主题词："], [("keywords", None)]),
    (["文号：", "时效："], [("document_number", None), ("validity", None)]),
    (["有效性", "现行有效"], [("validity", "现行有效")]),
    (["时效", "现行有效", "文号", ""], [("validity", "现行有效"), ("document_number", None)]),
    (["文件名称", "文号", "发布日期"], None),
    (["序号", "名称"], None),
    (["行政许可", "12"], None),
    (["", ""], None),
    ([], None),
]


@pytest.mark.parametrize(("label", "concept"), LOOKUPS)
def test_lookup(label: str, concept: str | None) -> None:
    assert lookup(label) == concept
    assert is_label(label) == (concept is not None)


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_read_line(line: str, expected: list[tuple[str | None, str | None]]) -> None:
    fields = read_line(line, base=7)
    assert [(one.name, one.value) for one in fields] == expected
    for one in fields:
        if one.value is None:
            assert (one.start, one.end) == (-1, -1)
        else:
            assert line[one.start - 7 : one.end - 7] == one.value


@pytest.mark.parametrize(("line", "expected"), LOOSE)
def test_inside_a_block(line: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert [(one.name, one.value) for one in read_line(line, strict=False)] == expected


@pytest.mark.parametrize(("texts", "expected"), ROWS)
def test_read_pairs(texts: list[str], expected: list[tuple[str | None, str | None]] | None) -> None:
    whole = "\n".join(texts)
    cells, at = [], 0
    for text in texts:
        cells.append((text, at))
        at += len(text) + 1
    fields = read_pairs(cells, block=3, origin="table")
    if expected is None:
        assert fields is None
        return
    assert fields is not None
    assert [(one.name, one.value) for one in fields] == expected
    for one in fields:
        assert (one.block, one.origin) == (3, "table")
        assert one.value is None or whole[one.start : one.end] == one.value


def test_row_looks_like_fields_is_a_cheap_test_of_the_first_cell() -> None:
    assert row_looks_like_fields(["", "索　引　号：", "1"])
    assert row_looks_like_fields(["发布日期：2020-01-01"])
    assert not row_looks_like_fields(["规章", "2"])
    assert not row_looks_like_fields([])


def test_vocabulary_has_no_spelling_twice_and_no_blanks() -> None:
    seen = [
        word
        for entry in load("labels")["fields"].values()
        for key in ("labels", "ambiguous")
        for word in entry.get(key, ())
    ]
    assert len(seen) == len(set(seen)) == len(labels())
    assert all(word == "".join(word.split()) for word in seen)


def test_every_spelling_is_found_in_a_line() -> None:
    for word, meaning in labels().items():
        (one,) = read_line(f"{word}：甲")
        assert (one.name, one.value) == (meaning.name, "甲"), word
        (one,) = read_line(f"{' '.join(word)}： 甲")
        assert (one.name, one.value) == (meaning.name, "甲"), word


def test_trie_prefers_the_longest() -> None:
    assert compile_trie(["文号", "文件号", "文件"], "") == "文(?:件(?:号)?|号)"


WORDS = st.sampled_from(
    [
        "索引号",
        "文号",
        "：",
        ":",
        " ",
        "　",
        "|",
        "\t",
        "来源",
        "时间",
        "某局",
        "2014-12-23",
        "【",
        "】",
        "。",
        "大 中 小",
        "字号",
        "",
        "\n",
    ]
)


@given(st.lists(WORDS, max_size=14).map("".join) | st.text(max_size=60))
def test_values_are_what_stands_there_and_never_a_label_alone(line: str) -> None:
    for strict in (True, False):
        for one in read_line(line, base=0, strict=strict):
            assert one.value is None or (one.value and line[one.start : one.end] == one.value)
            assert one.value is None or one.value.strip("：:【】 　") not in ("索引号", "文号")


@pytest.mark.timeout(5)
@pytest.mark.parametrize("unit", ["索引号 ", "来源：", "【", "字号：大 ", "索 ", "：", "名 称", "某：", "| 文号 |"])
def test_long_lines_cost_little(unit: str) -> None:
    read_line(unit * 20_000)
    read_line("索引号：" + unit * 20_000)
    read_line(unit * 20_000, strict=False)
