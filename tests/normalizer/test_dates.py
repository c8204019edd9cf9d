"""Dates, damaged dates and reporting periods; each row was checked by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from govreport.normalizer.dates import damaged_date, find_dates, parse_date
from govreport.normalizer.period import find_period

WHOLE: list[tuple[str, str, str | None]] = [
    ("二〇一四年十二月二十三日", "2014-12-23", None),
    ("二○一四年十二月廿三日", "2014-12-23", None),
    ("2012年元月15日", "2012-01-15", None),
    ("二〇一二年元月", "2012-01", None),
    ("2013年3月   日", "2013-03", None),
    ("二O一四年十二月二十三日", "2014-12-23", None),
    ("二o一四年一月", "2014-01", None),
    ("二0一四年十月十日", "2014-10-10", None),
    ("二零一四年", "2014", None),
    ("二ＯＯ八年五月二十三日", "2008-05-23", None),
    ("二OO八年五月二十三日", "2008-05-23", None),
    ("一九九六年六月二十九日", "1996-06-29", None),
    ("二〇二一年十月三十一日。", "2021-10-31", None),
    ("2014年12月23日", "2014-12-23", None),
    ("2014 年 12 月 23 日", "2014-12-23", None),
    ("2 0 1 4 年 1 2 月 2 3 日", "2014-12-23", None),
    ("2014年12月23", "2014-12-23", None),
    ("2014年12月", "2014-12", None),
    ("2014年1月份", "2014-01", None),
    ("2014年", "2014", None),
    ("2014年度", "2014", None),
    ("（2014年12月）", "2014-12", None),
    ("2017年2月23日）", "2017-02-23", None),
    ("2014年12月23日 星期二", "2014-12-23", None),
    ("2014年12月23日 10时30分", "2014-12-23", "10:30:00"),
    ("2014-12-23", "2014-12-23", None),
    ("2014-1-2", "2014-01-02", None),
    ("2014-12", "2014-12", None),
    ("2014-12-23 00:00", "2014-12-23", None),
    ("2014-12-23 24:00", "2014-12-23", None),
    ("2014-12-23T00:00:00", "2014-12-23", None),
    ("2014-12-23T09:00:00+08:00", "2014-12-23", "09:00:00"),
    ("2014-12-23T09:00:00.000Z", "2014-12-23", "09:00:00"),
    ("2020-10-10 19:48:26", "2020-10-10", "19:48:26"),
    ("2017——04——12 21:37", "2017-04-12", "21:37:00"),
    ("2014/12/23", "2014-12-23", None),
    ("2014.12.23", "2014-12-23", None),
    ("2014．12．23", "2014-12-23", None),
    ("20141223", "2014-12-23", None),
    ("２０１４年１２月２３日", "2014-12-23", None),
    ("2012年2月29日", "2012-02-29", None),
]

NO_DATE = [
    "",
    "无",
    "14年底",
    "14年12月23日",
    "2014",
    "201412",
    "12月23日",
    "2014-13-40",
    "2014年2月30日",
    "20141340",
]
NO_DATE += [
    "2014年第3号",
    "国办发〔2014〕12号",
    "2014-355094",
    "2014年12月23日印发",
    "12014年",
    "2014-12/23",
    "截至2014年底",
]

DAMAGED = [
    "2018218",
    "2021926",
    "2017210日",
    "2017210日)",
    "2024126日",
    "201711日",
    "2025  1  1  日",
    "2014-13-40",
]
DAMAGED += [
    "2014-02-30 10:00",
    "2月30日",
    "2014年2月30日",
    "2014年13月",
    "2014年1223日",
    "2014年 月 日",
    "0000-00-00",
    "20141340",
]

NOT_DAMAGED = [
    "",
    "2014年",
    "2014年12月",
    "2014-12-23",
    "20141223",
    "12月23日",
    "2014",
    "200031",
    "2014001",
    "年 月 日",
]
NOT_DAMAGED += ["14年底", "12345", "05238688", "2014年度报告", "第3号", "2014年12月23日印发"]


@pytest.mark.parametrize(("text", "value", "clock"), WHOLE)
def test_whole(text: str, value: str, clock: str | None) -> None:
    found = parse_date(f" {text}\n")
    assert found is not None
    assert str(found.value) == value
    assert (str(found.time) if found.time else None) == clock
    assert (found.raw, found.start, found.end) == (text, 1, 1 + len(text))
    assert damaged_date(text) is None


@pytest.mark.parametrize("text", NO_DATE)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize("text", DAMAGED)
def test_damaged(text: str) -> None:
    assert damaged_date(f" {text} ") == text
    assert parse_date(text) is None


@pytest.mark.parametrize("text", NOT_DAMAGED)
def test_not_damaged(text: str) -> None:
    assert damaged_date(text) is None


PROSE: list[tuple[str, list[tuple[str, str]]]] = [
    ("二〇一四年十十月一日，2014年十十月", []),
    (
        "自2012年1月1日至2012年12月31日止，2013年公布",
        [("2012年1月1日", "2012-01-01"), ("2012年12月31日", "2012-12-31"), ("2013年", "2013")],
    ),
    ("2014年1-11月，2014年12月5件", [("2014年", "2014"), ("2014年12月", "2014-12")]),
    ("时间：2014-12-23 10:30 来源", [("2014-12-23 10:30", "2014-12-23")]),
    (
        "二〇一四年，二○一五年三月，2014.12.23。",
        [("二〇一四年", "2014"), ("二○一五年三月", "2015-03"), ("2014.12.23", "2014-12-23")],
    ),
    ("（２０１４年１２月２３日）", [("２０１４年１２月２３日", "2014-12-23")]),
    ("000014349/2018-00204，3212000015/2014-355094", []),
    ("国办发〔2014〕12号，公告2014年第3号，12014年，14年底", []),
    ("/2014/12/23/c.html t20140712_1", []),
    ("2014年2月30日，2014-13-01", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_prose(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_dates(text)
    assert [(match.raw, str(match.value)) for match in found] == expected
    assert all(text[match.start : match.end] == match.raw for match in found)


PERIODS: list[tuple[str, int | None, tuple[str, str, str] | None]] = [
    ("期限为2014年1月至13月", 2014, None),
    ("期限为2014年1月至十十月", 2014, None),
    (
        "数据自2012年1月1日至2012年12月31日。",
        None,
        ("2012-01-01", "2012-12-31", "2012年1月1日至2012年12月31日"),
    ),
    ("报告从2012年1月1日到12月31日止。", None, ("2012-01-01", "2012-12-31", "2012年1月1日到12月31日止")),
    (
        "统计期限自2017年1月1日起至12月31日止。",
        None,
        ("2017-01-01", "2017-12-31", "2017年1月1日起至12月31日止"),
    ),
    ("统计时限为2016年1月1日至12月31日", None, ("2016-01-01", "2016-12-31", "2016年1月1日至12月31日")),
    ("起止时间为2009年1月1日—2009年6月30日", None, ("2009-01-01", "2009-06-30", "2009年1月1日—2009年6月30日")),
    (
        "时限为２０１０年１月１日－１２月３１日",
        None,
        ("2010-01-01", "2010-12-31", "２０１０年１月１日－１２月３１日"),
    ),
    (
        "本报告数据为二〇一四年一月一日至十二月三十一日",
        None,
        ("2014-01-01", "2014-12-31", "二〇一四年一月一日至十二月三十一日"),
    ),
    ("数据期限：2014.1.1-2014.12.31", None, ("2014-01-01", "2014-12-31", "2014.1.1-2014.12.31")),
    ("统计期限为2014年1-12月", None, ("2014-01-01", "2014-12-31", "2014年1-12月")),
    ("统计期限为2012年1月至2月", None, ("2012-01-01", "2012-02-29", "2012年1月至2月")),
    ("统计期限为本年度1月1日至12月31日", 2014, ("2014-01-01", "2014-12-31", "本年度1月1日至12月31日")),
    ("统计期限为1月1日至12月31日", 2014, ("2014-01-01", "2014-12-31", "1月1日至12月31日")),
    ("统计期限为1月1日至12月31日", None, None),
    ("数据2014年12月31日至2014年1月1日", None, ("2014-12-31", "2014-01-01", "2014年12月31日至2014年1月1日")),
    ("数据2014年2月30日至3月1日", None, None),
    ("2018年12月30日至2019年1月1日放假", 2018, None),
    ("数据201711日至20171231日", 2017, None),
    ("截至2014年12月31日的数据", 2014, None),
]


@pytest.mark.parametrize(("text", "year", "expected"), PERIODS)
def test_period(text: str, year: int | None, expected: tuple[str, str, str] | None) -> None:
    found = find_period(text, year)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (str(found.start), str(found.end), found.raw) == expected
        assert text[found.start_offset : found.end_offset] == found.raw


def test_every_day_of_a_leap_year_in_three_forms() -> None:
    day = dt.date(2016, 1, 1)
    while day.year == 2016:
        for form in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day:%Y%m%d}"):
            found = parse_date(form)
            assert found is not None
            assert found.value.to_date() == day
        day += dt.timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["2014" + " " * 50_000, "2014年" + " " * 50_000, "2014-1-1" + " " * 50_000, " " * 50_000]
)
@pytest.mark.parametrize("tail", ["", "x", "月"])
def test_blanks_cost_nothing(text: str, tail: str) -> None:
    # Quadratic time would be minutes; how the work grows is measured in tests/hostile.
    assert len(find_dates(text + tail)) <= 1
    assert find_period(text + tail, 2014) is None
    parse_date(text + tail)
    damaged_date(text + tail)


@pytest.mark.timeout(60)
def test_repetition_comes_to_an_end() -> None:
    # Quadratic time would be hours; how the work grows is measured in tests/hostile.
    assert len(find_dates("2014 2014年1" * 20_000)) <= 40_000
    find_period("1月1日至" * 20_000, 2014)
