"""One cell: what is printed, and what it means. 0, blank and / stay three things."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govreport.normalizer.statistics_cells import is_unit, read_chinese, read_value

STATED = [
    ("0", 0, None, None),
    ("零", 0, None, None),
    ("12 ", 12, None, None),
    ("１２", 12, None, None),
    ("007", 7, None, None),
    ("1,234", 1234, None, None),
    ("１，２３４，５６７", 1234567, None, None),
    ("59237.2449", Decimal("59237.2449"), None, None),
    ("12件", 12, "件", None),
    ("12 件", 12, "件", None),
    ("251000元", 251000, "元", None),
    ("25.1万元", Decimal("25.1"), "万元", None),
    ("3.5万", 35000, None, None),
    ("0.12345万", Decimal("1234.5"), None, None),
    ("2亿", 200000000, None, None),
    ("+1036", 1036, None, None),
    ("＋461", 461, None, None),
    ("-3", -3, None, None),
    ("－3", -3, None, None),
    ("−3", -3, None, None),
    ("增加3", 3, None, None),
    ("减少2", -2, None, None),
    ("减少 2 项", -2, "项", None),
    ("22（其中修订16件）", 22, None, "其中修订16件"),
    ("22 (含修订)", 22, None, "含修订"),
    ("8件（另有2件待定）", 8, "件", "另有2件待定"),
    ("\u200b5\xa0", 5, None, None),
]


@pytest.mark.parametrize(("raw", "value", "unit", "note"), STATED)
def test_a_number_as_printed(raw: str, value: int | Decimal, unit: str | None, note: str | None) -> None:
    assert read_value(raw) == ("stated", value, unit, note)


@pytest.mark.parametrize("raw", ["", " ", "\u3000", "\xa0\xa0", "\u200b"])
def test_nothing_is_blank_and_not_zero(raw: str) -> None:
    assert read_value(raw) == ("blank", None, None, None)


@pytest.mark.parametrize("raw", ["/", "／", "\\", "-", "—", "——", "— —", "----", "–", "无", "N/A", "n/a", "不适用"])
def test_a_dash_is_not_applicable(raw: str) -> None:
    assert read_value(raw) == ("not_applicable", None, None, None)


@pytest.mark.parametrize(
    ("raw", "value", "mark"),
    [
        ("12①", 12, "①"),
        ("1,204 *", 1204, "*"),
        ("35[1]", 35, "[1]"),
        ("8注1", 8, "注1"),
    ],
)
def test_the_mark_of_a_footnote_is_no_figure(raw: str, value: int, mark: str | None) -> None:
    assert read_value(raw) == ("stated", value, None, mark)


@pytest.mark.parametrize("raw", ["O", "o", "1O"])
def test_a_letter_is_no_figure_outside_of_years(raw: str) -> None:
    assert read_value(raw).state == "unreadable"


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [("一百二十", 120, None), ("三百零五条", 305, "条"), ("四", 4, None), ("十二件", 12, "件"), ("两", 2, None)],
)
def test_chinese_numerals(raw: str, value: int, unit: str | None) -> None:
    assert read_chinese(raw) == ("stated", value, unit, None)


@pytest.mark.parametrize("raw", ["一", "一二", "十百", "百", "规章", "", "一、", "一百二十" * 9, "O2"])
def test_what_may_be_a_dash_or_a_number_of_a_heading_is_no_numeral(raw: str) -> None:
    assert read_chinese(raw).state == "unreadable"


UNREADABLE = [
    "12[1][2]",
    "①12",
    "1*2",
    "OO",
    "138 10",  # a number cut in two, or two numbers
    "1,23",
    "12,3456",
    "5-7",
    "约5",
    "见附件",
    "规章",
    "1.2.3",
    "3/5",
    "+-3",
    "5；6",
    "十二",
    "1" * 40,
    "x" * 500,
]


@pytest.mark.parametrize("raw", UNREADABLE)
def test_what_is_no_number_is_never_guessed(raw: str) -> None:
    assert read_value(raw) == ("unreadable", None, None, None)


@pytest.mark.parametrize(
    ("text", "wanted"), [("件", True), ("（万元）", True), ("人次", True), ("3件", False), ("", False)]
)
def test_a_unit_alone(text: str, wanted: bool) -> None:
    assert is_unit(text) is wanted
