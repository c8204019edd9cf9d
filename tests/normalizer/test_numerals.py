"""Numbers as printed; each row was checked by hand."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from govreport.normalizer.numerals import chinese_to_int, half_width, parse_number

CHINESE: list[tuple[str, int | None]] = [
    ("十", 10),
    ("十二", 12),
    ("二十", 20),
    ("廿三", 23),
    ("卅", 30),
    ("一百二十三", 123),
    ("一百零五", 105),
    ("一百十五", 115),
    ("二百五", 250),
    ("两千", 2000),
    ("两千零五", 2005),
    ("两千零五十", 2050),
    ("三千二", 3200),
    ("一万五", 15000),
    ("一万零五百", 10500),
    ("三百万", 3_000_000),
    ("一亿三千万", 130_000_000),
    ("一千二百三十四万五千六百七十八", 12_345_678),
    ("壹佰贰拾叁", 123),
    ("零", 0),
    ("二〇一四", 2014),
    ("二○一四", 2014),
    ("二Ｏ一四", 2014),
    ("二O一四", 2014),
    ("二o一四", 2014),
    ("二0一四", 2014),
    ("二零一四", 2014),
    ("一九九六", 1996),
    ("", None),
    ("○", None),
    ("O", None),
    ("12", None),
    ("百", None),
    ("万", None),
    ("二三十", None),
    ("一二百", None),
    ("十百", None),
    ("第三", None),
]

NUMBERS: list[tuple[str, int | Decimal | None, str]] = [
    ("0", 0, "="),
    ("1,234", 1234, "="),
    ("1，234，567", 1234567, "="),
    ("1 234", 1234, "="),
    ("１２３４", 1234, "="),
    ("12.5", Decimal("12.5"), "="),
    ("1.2万", 12000, "="),
    ("1.23456万", Decimal("12345.6"), "="),
    ("35万余", 350_000, ">="),
    ("3.2亿", 320_000_000, "="),
    ("5百", 500, "="),
    ("1千万", 10_000_000, "="),
    ("三千二百余", 3200, ">="),
    ("百余", 100, ">="),
    ("近百", 100, "<"),
    ("上千", 1000, ">="),
    ("万余", 10_000, ">="),
    ("百余万", 1_000_000, ">="),
    ("二十多", 20, ">="),
    ("二十多万", 200_000, ">="),
    ("10余万", 100_000, ">="),
    ("三点五万", 35_000, "="),
    ("约300", 300, "~"),
    ("近200", 200, "<"),
    ("超过3万", 30_000, ">"),
    ("逾3万", 30_000, ">"),
    ("不足10", 10, "<"),
    ("至少5", 5, ">="),
    ("不超过5", 5, "<="),
    ("达32", 32, "="),
    ("共约32", 32, "~"),
    ("1600多", 1600, ">="),
    ("100以上", 100, ">="),
    ("50左右", 50, "~"),
    (" 7 ", 7, "="),
    ("123456789012345678", 123456789012345678, "="),
    ("1234567890123456789", None, ""),
    ("", None, ""),
    ("余", None, ""),
    ("百", None, ""),
    ("1,23", None, ""),
    ("1234,567", None, ""),
    ("第3", None, ""),
    ("12%", None, ""),
    ("3条", None, ""),
    ("约近10", None, ""),
    ("3万余万", None, ""),
]


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_chinese(text: str, expected: int | None) -> None:
    assert chinese_to_int(text) == expected


@pytest.mark.parametrize(("text", "value", "comparator"), NUMBERS)
def test_number(text: str, value: int | Decimal | None, comparator: str) -> None:
    number = parse_number(text)
    if value is None:
        assert number is None
    else:
        assert number is not None
        assert (number.value, number.comparator, number.raw) == (value, comparator, text.strip())


def test_every_number_up_to_ten_thousand_in_chinese() -> None:
    for number in range(1, 10000):
        assert chinese_to_int(_spell(number)) == number


def _spell(number: int) -> str:
    """An independent writer of Chinese numbers below 10,000."""
    text = ""
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += "一二三四五六七八九"[digit - 1] + sign
        elif text and number % place and not text.endswith("零"):
            text += "零"
    return text


def test_half_width_keeps_the_length() -> None:
    text = "２０１４年　（甲）１．５％"
    assert half_width(text) == "2014年 (甲)1.5%"
    assert len(half_width(text)) == len(text)


@pytest.mark.parametrize("text", ["9" * 200_000, "九" * 200_000, "1," * 100_000, "十" * 200_000])
def test_endless_figures_cost_nothing(text: str) -> None:
    begin = time.perf_counter()
    assert parse_number(text) is None
    assert chinese_to_int(text) is None
    assert time.perf_counter() - begin < 0.5
