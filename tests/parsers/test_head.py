"""What stands around an article: one row a layout, hand-checked. A new layout is a new row."""

from __future__ import annotations

import pytest
from lxml import html

from govreport.parsers.fields import is_sure_label, opens_with_label
from govreport.parsers.furniture import breadcrumbs, is_tail, opens_other
from govreport.parsers.html import parse_tree
from govreport.parsers.side_by_side import fields_of
from govreport.parsers.walk import walk
from govreport.raw import RawReport

TEXT = "".join(f"<p>第{n}段，写明本年度的工作安排和要求，请各单位认真落实。</p>" for n in "一二三四五")

# markup of one line, [(concept, value)]
SIDE_BY_SIDE = [
    ("<li><b>索引号</b>0123-2022</li>", [("index_number", "0123-2022")]),
    (
        "<p><i>索 引 号</i><i>R1-2</i><i>发文字号</i><i>某政〔2022〕3号</i></p>",
        [("index_number", "R1-2"), ("document_number", "某政〔2022〕3号")],
    ),
    (
        "<p><span>发布时间：2022-11-11 10:20</span><span>来源：某司</span></p>",
        [("published_at", "2022-11-11 10:20"), ("source", "某司")],
    ),
    (
        "<div>2022-11-11 10:20<span>来源：某报</span><span>字体：<a>大</a><a>小</a></span></div>",
        [("published_at", "2022-11-11 10:20"), ("source", "某报")],
    ),
    # a value that a word processor has cut into spans is taken as it stands
    ("<p><b>发布机构：</b>某<b>某</b>局</p>", [("publisher", "某某局")]),
    ("<p>索引号<!-- x -->在本页<b>上方</b></p>", []),
    ("<p>全年<b>公开</b>信息3条</p>", []),
]

SURE = [("索引号", True), ("主题", False), ("主题：", True), ("时间", False), ("", False), ("总体情况", False)]
OPENS = [("发文机关某县某局", True), ("索引号：1", True), ("主题教育动员会", False), ("", False)]
OTHERS = [("网友评论", True), ("最新信息：", True), ("相关链接 >", True), ("评论员文章", False), ("一、要闻", False)]
TAILS = [
    ("某市人民政府办公室主办", True),
    ("标签：服务时间", True),
    ("相关政策解读：某办法解读", True),
    ("第二章　运行维护", False),
    ("三、提供技术保障", False),
]
CRUMBS = [
    ("当前所在的位置：首页 >> 新闻 >> 动态", ["首页", "新闻", "动态"]),
    ("首页 | 政务公开 | 新闻中心", None),
    ("首页 / 政务公开 / 文件", ["首页", "政务公开", "文件"]),
]


def read(body: str, title: str = "") -> RawReport:
    return parse_tree(html.fromstring(f"<html><head><title>{title}</title></head><body>{body}</body></html>"))


def shown(raw: RawReport) -> list[str]:
    return [title.text for title in raw.titles if title.first >= 0]


def content(raw: RawReport) -> list[str]:
    return [block.text for block in raw.blocks if block.role == "content"]


@pytest.mark.parametrize(("markup", "expected"), SIDE_BY_SIDE)
def test_elements_side_by_side(markup: str, expected: list[tuple[str, str]]) -> None:
    piece = walk(html.fromstring(f"<body>{markup}</body>")).pieces[0]
    found = fields_of(piece, 0, False)
    assert [(item.name, item.value) for item in found if item.name] == expected
    for item in found:
        if item.start >= 0:
            assert piece.text[item.start : item.end] == item.value


@pytest.mark.parametrize(("text", "expected"), SURE)
def test_sure_label(text: str, expected: bool) -> None:
    assert is_sure_label(text) is expected


@pytest.mark.parametrize(("text", "expected"), OPENS)
def test_opens_with_label(text: str, expected: bool) -> None:
    assert opens_with_label(text) is expected


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_opens_other(text: str, expected: bool) -> None:
    assert opens_other(text) is expected


@pytest.mark.parametrize(("text", "expected"), TAILS)
def test_is_tail(text: str, expected: bool) -> None:
    assert is_tail(text) is expected


@pytest.mark.parametrize(("text", "expected"), CRUMBS)
def test_breadcrumbs(text: str, expected: list[str] | None) -> None:
    assert breadcrumbs(text) == expected


# body, the title that the page shows
TITLES = [
    ("<p class=x>山村新路</p><p>短</p>" + TEXT, []),
    (f"<p>山村修通新公路</p><p>2022-12-09 07:30 阅读 23</p>{TEXT}", ["山村修通新公路"]),
    (f"<div>某县某局<br>2022年工作总结</div><p>发布日期：2023-01-05 来源：某局</p>{TEXT}", ["某县某局2022年工作总结"]),
    (f"<p>发文字号某政〔2022〕3号</p><p>成文日期2022年11月3日</p><p>关于修路的通知</p>{TEXT}", ["关于修路的通知"]),
    (f"<p>某县档案局</p><p>发布日期:2014-12-26</p>{TEXT}", []),
]


@pytest.mark.parametrize(("body", "expected"), TITLES)
def test_title_without_page_title_or_heading(body: str, expected: list[str]) -> None:
    assert shown(read(body)) == expected


def test_teasers_under_links_are_not_the_article() -> None:
    teaser = "<h3><a href=1>别处的一条新闻标题</a></h3><p>这是另一篇文章的摘要，写得很长，比正文的任何一段都长，但它不属于这里。</p>"
    raw = read(f"<h1>山村修通新公路</h1><div>{TEXT}</div><div>{teaser * 4}</div>", "山村修通新公路")
    assert len(content(raw)) == 5


def test_a_bracketed_date_under_a_report_title_is_a_signature() -> None:
    raw = read(f"<h1>某局2010年政府信息公开年度报告</h1><p>（2011年1月21日）</p>{TEXT}")
    assert content(raw)[0] == "（2011年1月21日）"
    assert not any(item.name == "published_at" for item in raw.fields)


def test_a_bracketed_date_with_leading_zeros_is_the_sites() -> None:
    raw = read(f"<h1>某局2010年政府信息公开年度报告</h1><p>(2011年01月21日)</p><div id=zoom>{TEXT}</div>")
    assert [item.value for item in raw.fields if item.name == "published_at"] == ["2011年01月21日"]


def test_labels_above_values_are_a_block_and_a_list_of_documents_is_none() -> None:
    head = "<tr><td>{}</td><td>文号</td><td>发布机构</td><td>发布日期</td></tr>"
    row = "<tr><td>{}</td><td>某政〔2022〕1号</td><td>某局</td><td>2022-01-02</td></tr>"
    block = read(f"<table>{head.format('索引号')}{row.format('1/2')}</table><h1>关于修路的通知</h1>{TEXT}")
    named = {item.name: item.value for item in block.fields if item.origin == "block"}
    assert named == {
        "index_number": "1/2",
        "document_number": "某政〔2022〕1号",
        "publisher": "某局",
        "published_at": "2022-01-02",
    }
    listed = read(f"<h1>关于修路的通知</h1>{TEXT}<table>{head.format('文件名称')}{row.format('办法')}</table>")
    assert not [item for item in listed.fields if item.name == "document_number"]


def test_labels_beside_the_article_are_read() -> None:
    raw = read(
        f"<main><h1>关于修路的通知</h1>{TEXT}</main><aside><p>信息</p><dl><dt>索引号</dt><dd>1/2</dd></dl></aside>"
    )
    assert [(item.name, item.value) for item in raw.fields] == [("index_number", "1/2")]


def test_breadcrumbs_as_a_list() -> None:
    raw = read(
        f"<ol class=breadcrumb><li><a>首页</a></li><li><a>公开</a></li></ol><h1>关于修路的通知</h1><div id=zoom>{TEXT}</div>"
    )
    assert raw.breadcrumbs == ["首页", "公开"]
