"""Signatures under the title, at the end and in mid-page; each case was checked by hand."""

from __future__ import annotations

import time

import pytest

from govreport.normalizer.signature import find_signature

PROSE = (
    "今年以来，本单位认真做好各项日常工作，建立健全规章制度，及时公布各类信息，"
    "接受社会监督，取得一定成效，现将有关事项说明如下，请予审阅。"
)

# lines, body, date, where, indices, damaged
CASES: list[tuple[list[str], str | None, str | None, str, tuple[int, ...], str | None]] = [
    (["甲市财政局", "（2014年12月）", PROSE, PROSE], "甲市财政局", "2014-12", "head", (0, 1), None),
    (["（2014年12月）", "甲市财政局", PROSE], "甲市财政局", "2014-12", "head", (0, 1), None),
    (["2017年2月23日）", PROSE], None, "2017-02-23", "head", (0,), None),
    (["2011年1月15日", PROSE], None, "2011-01-15", "head", (0,), None),
    (["甲市财政局 2017年3月", PROSE], "甲市财政局", "2017-03", "head", (0,), None),
    (
        ["甲政发〔2017〕3号", "甲市财政局", "2017年3月1日", PROSE],
        "甲市财政局",
        "2017-03-01",
        "head",
        (1, 2),
        None,
    ),
    (["甲市财政局", "2017年2月30日", PROSE], "甲市财政局", None, "head", (0, 1), "2017年2月30日"),
    ([PROSE, PROSE, "甲市财政局", "2017年3月1日"], "甲市财政局", "2017-03-01", "tail", (2, 3), None),
    ([PROSE, "甲市财政局", "二○一七年三月一日"], "甲市财政局", "2017-03-01", "tail", (1, 2), None),
    ([PROSE, "　　甲市财政局（盖章）　", "2017.3.1"], "甲市财政局", "2017-03-01", "tail", (1, 2), None),
    ([PROSE, "甲市财政局  2024年1月17日"], "甲市财政局", "2024-01-17", "tail", (1,), None),
    ([PROSE, "甲市财政局2024年1月17日"], "甲市财政局", "2024-01-17", "tail", (1,), None),
    ([PROSE, "甲市财政局（2024年1月17日）"], "甲市财政局", "2024-01-17", "tail", (1,), None),
    ([PROSE, "甲市财政局", "", "2024年1月17日"], "甲市财政局", "2024-01-17", "tail", (1, 3), None),
    ([PROSE, "甲市财政局", "2018218"], "甲市财政局", None, "tail", (1, 2), "2018218"),
    ([PROSE, "甲市财政局2018218"], "甲市财政局", None, "tail", (1,), "2018218"),
    ([PROSE, "2014年1月1日", "甲市财政局"], "甲市财政局", "2014-01-01", "tail", (1, 2), None),
    # date and body far apart; of two dates or two bodies alone
    (["2017年3月1日", PROSE, PROSE, "甲市财政局"], "甲市财政局", "2017-03-01", "head", (0, 3), None),
    (["2011年1月15日", PROSE, PROSE, "2012年1月15日"], None, "2011-01-15", "head", (0,), None),
    (["甲市财政局", PROSE, PROSE, "乙市财政局"], "乙市财政局", None, "tail", (3,), None),
    (["2011年1月15日", PROSE, PROSE, "乙市财政局", "2012年1月15日"], "乙市财政局", "2012-01-15", "tail", (3, 4), None),
    ([PROSE, "甲市财政局"], "甲市财政局", None, "tail", (1,), None),
    ([PROSE, "二〇一四年一月一日"], None, "2014-01-01", "tail", (1,), None),
    (["甲市财政局", PROSE, PROSE, "2014年1月1日"], "甲市财政局", "2014-01-01", "tail", (0, 3), None),
    ([PROSE, "科技部", "财政部", "2018年2月18日"], "科技部、财政部", "2018-02-18", "tail", (1, 2, 3), None),
    ([PROSE, "科技部  财政部", "2018年2月18日"], "科技部、财政部", "2018-02-18", "tail", (1, 2), None),
    (
        [PROSE, "甲市水务局", "甲市公安局", "甲段航道保障", "2018年2月18日"],
        "甲市水务局、甲市公安局、甲段航道保障",
        "2018-02-18",
        "tail",
        (1, 2, 3, 4),
        None,
    ),
    (
        [PROSE, "甲市水务局　　甲市公安局", "2018年2月18日　　2018年2月18日"],
        "甲市水务局、甲市公安局",
        "2018-02-18",
        "tail",
        (1, 2),
        None,
    ),
    ([PROSE, "二〇一二年六月二十九日", "主题词：民政　通知", "共印80份"], None, "2012-06-29", "tail", (1,), None),
    (["——2022年1月12日在甲市第一次会议上", "甲市财政局", "各位代表：", PROSE], "甲市财政局", None, "head", (1,), None),
    ([PROSE, "国 务 院", "2018年2月18日", "（此件公开发布）"], "国务院", "2018-02-18", "tail", (1, 2), None),
    (
        [
            PROSE,
            "甲市政府",
            "2018年2月18日",
            "抄送：市委各部门，市人大。",
            "甲市政府办公室",
            "2018年2月19日印发",
        ],
        "甲市政府",
        "2018-02-18",
        "tail",
        (1, 2),
        None,
    ),
    (
        [PROSE, "国务院", "2018年2月18日", "某项工作方案", *[PROSE] * 5, "某某部", "2017年1月1日"],
        "国务院",
        "2018-02-18",
        "middle",
        (1, 2),
        None,
    ),
    (["总理 张某某", "2018年11月6日", *[PROSE] * 5], None, "2018-11-06", "middle", (1,), None),
    (["特此公告。", "甲市财政局", "2018年11月6日"], "甲市财政局", "2018-11-06", "tail", (1, 2), None),
]

NONE: list[list[str]] = [
    [],
    [""],
    [PROSE],
    [PROSE, "甲市政府办公室 2014年12月23日印发"],
    [PROSE, "甲市政府办公室", "2014年12月23日印发"],
    ["2014-12-23 10:30", PROSE],
    ["发布时间：2014年12月23日", PROSE],
    [PROSE, "发布日期：2014年12月23日"],
    [PROSE, "2014-12-23"],
    [PROSE, "2014年"],
    ["各区人民政府：", PROSE],
]


@pytest.mark.parametrize(("lines", "body", "date", "where", "indices", "damaged"), CASES)
def test_found(
    lines: list[str],
    body: str | None,
    date: str | None,
    where: str,
    indices: tuple[int, ...],
    damaged: str | None,
) -> None:
    found = find_signature(lines)
    assert found is not None
    assert (found.body, str(found.date) if found.date else None) == (body, date)
    assert (found.where, found.indices, found.damaged) == (where, indices, damaged)
    raw = "\n".join(lines[line][start:end] for line, start, end in found.body_places)
    assert (found.raw_body or "") == raw == raw.strip()
    if found.date_place is None:
        assert found.raw_date is None
    else:
        line, start, end = found.date_place
        assert found.raw_date == lines[line][start:end].strip()


@pytest.mark.parametrize("lines", NONE)
def test_none(lines: list[str]) -> None:
    assert find_signature(lines) is None


def test_lines_of_the_title_are_not_looked_at() -> None:
    found = find_signature(["甲市财政局", "2014年年度报告", "乙市财政局", "2015年1月2日", PROSE], title_lines=2)
    assert found is not None
    assert (found.body, found.where, found.indices) == ("乙市财政局", "head", (2, 3))


def test_a_date_above_its_body_and_nothing_else() -> None:
    found = find_signature(["2015年3月2日", "某某市审计局"])
    assert found is not None
    assert (found.body, str(found.date), found.indices) == ("某某市审计局", "2015-03-02", (0, 1))


def test_a_body_under_the_title_and_its_date_before_the_annex() -> None:
    found = find_signature(["某某市审计局", PROSE, PROSE, "2015年3月2日", "名单", *[PROSE] * 8])
    assert found is not None
    assert (found.body, str(found.date), found.indices, found.where) == ("某某市审计局", "2015-03-02", (0, 3), "middle")


def test_many_lines_cost_little() -> None:
    lines = ["甲市财政局", PROSE] * 5_000 + ["甲市财政局"] * 5_000 + ["第一项", "2014"] * 5_000
    begin = time.process_time()
    find_signature(lines)
    assert time.process_time() - begin < 2
