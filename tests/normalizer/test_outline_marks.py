"""Marks at the start of a line: what is one, what is none; each row was checked by hand."""

from __future__ import annotations

import pytest

from govreport.normalizer.outline_marks import find_mark

MARKS = [
    ("第二部分　经费情况", "part", 2, "第二部分"),
    ("第一部分：概况", "part", 1, "第一部分："),
    ("第一编 总则", "book", 1, "第一编"),
    ("第十二章 附 则", "chapter", 12, "第十二章"),
    ("第3节 养护", "division", 3, "第3节"),
    ("第一百零三条 本办法自公布之日起施行。", "article", 103, "第一百零三条"),
    ("第三条　　各单位应当遵守。", "article", 3, "第三条"),
    ("一、概述", "cn", 1, "一、"),
    ("二．概述", "cn", 2, "二．"),
    ("三. 概述", "cn", 3, "三."),
    ("四，概述", "cn", 4, "四，"),
    ("五　概述", "cn", 5, "五"),
    ("二十一、概述", "cn", 21, "二十一、"),
    ("（一）概述", "cn_bracket", 1, "（一）"),
    ("(十) 概述", "cn_bracket", 10, "(十)"),
    ("〔三〕概述", "cn_bracket", 3, "〔三〕"),
    ("㈣概述", "cn_bracket", 4, "㈣"),
    ("1.概述", "arabic", 1, "1."),
    ("２．概述", "arabic", 2, "２．"),
    ("3、概述", "arabic", 3, "3、"),
    ("3、2015年概述", "arabic", 3, "3、"),
    ("4.2015年概述", "arabic", 4, "4."),
    ("⒌概述", "arabic", 5, "⒌"),
    ("6)概述", "arabic_right", 6, "6)"),
    ("7）概述", "arabic_right", 7, "7）"),
    ("（8）概述", "arabic_bracket", 8, "（8）"),
    ("⑼概述", "arabic_bracket", 9, "⑼"),
    ("⑩概述", "circled", 10, "⑩"),
    ("一）、概述", "cn_bracket", 1, "一）、"),
    ("-、概述", "cn", 1, "-、"),
    ("ニ、概述", "cn", 2, "ニ、"),
    ("(—)概述", "cn_bracket", 1, "(—)"),
    ("贰、概述", "capital", 2, "贰、"),
    ("Ⅲ．概述", "roman", 3, "Ⅲ．"),
    ("01 概述", "zero", 1, "01"),
    ("2.3 监测预警", "decimal1", 3, "2.3"),
    ("2.3.1 监测预警", "decimal2", 1, "2.3.1"),
]

NONE = [
    "",
    "概述",
    "一是加强领导。",
    "一方面，加强领导。",
    "三、四季度的工作",
    "一、二、三产业",
    "2014.12.23",
    "2014年12月23日",
    "1.5万元",
    "12.9%",
    "3.2亿元",
    "3.2平方公里",
    "12、24日",
    "（2014年12月）",
    "（附件）",
    "第一批名单",
    "第一，加强领导。",
    "0.5公里",
    "Ⅳ级响应",
    "——农业生产稳定。",
    "-1-",
    "01234",
]


@pytest.mark.parametrize(("text", "style", "ordinal", "number"), MARKS)
def test_mark(text: str, style: str, ordinal: int, number: str) -> None:
    mark = find_mark(text)
    assert mark is not None
    assert (mark.style, mark.ordinal, mark.number) == (style, ordinal, number)
    assert text[: mark.end].strip() == number
    assert not text[mark.end].isspace()


@pytest.mark.parametrize("text", NONE)
def test_no_mark(text: str) -> None:
    assert find_mark(text) is None
