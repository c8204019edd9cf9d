"""Index numbers by scheme; check digits computed by hand or taken from published codes."""

from __future__ import annotations

import pytest

from govreport.normalizer.index_number import (
    find_index_number,
    organization_code_valid,
    parse_index_number,
    uscc_valid,
)

# raw, scheme, organization code, region, year, serial, check digit
NUMBERS: list[tuple[str, str, str | None, str | None, int | None, str | None, bool | None]] = [
    ("000014349/2017-00110", "national", "000014349", None, 2017, "00110", True),
    ("01404053X/2023-00861", "national", "01404053X", None, 2023, "00861", True),
    ("01404053x/2023-00861", "national", "01404053X", None, 2023, "00861", True),
    ("002562533/2024-00343", "national", "002562533", None, 2024, "00343", True),
    ("035210000/2010-00001", "national", "035210000", None, 2010, "00001", False),
    ("０００１４３４９９／２０１７－００１１０", "national", "000143499", None, 2017, "00110", False),
    ("014034703/2026- 00839", "national", "014034703", None, 2026, "00839", True),
    ("0142768-8/2022-00185", "organization_hyphenated", "01427688", None, 2022, "00185", False),
    ("00001434-9/2022-00185", "organization_hyphenated", "000014349", None, 2022, "00185", True),
    ("00000001/2018-00042", "placeholder", None, None, 2018, "00042", None),
    ("3212000015/2014-355094", "region_unit", None, "321200", 2014, "355094", None),
    ("11341702486344515H/202110-00013", "uscc", "486344515", "341702", 2021, "00013", True),
    ("bm56000001/2022-00001937", "site_code", None, None, 2022, "00001937", None),
    ("01527918X-2020-153077", "organization_dashes", "01527918X", None, 2020, "153077", True),
    ("NP04100-0100-2012-00012", "letter_code", None, None, 2012, "00012", None),
    ("XM03103-01-02-2011-001", "letter_code", None, None, 2011, "001", None),
    ("330200-01-02-03-20201231-0001", "dashed", None, None, 2020, "0001", None),
    ("GA001-01-2008-0001", "dashed", None, None, 2008, "0001", None),
    ("Abcd-16-02-010", "unknown", None, None, None, None, None),
    ("530000010101202000001", "unknown", None, None, None, None, None),
    ("1" * 100, "unknown", None, None, None, None, None),
]


@pytest.mark.parametrize(("raw", "scheme", "organization", "region", "year", "serial", "valid"), NUMBERS)
def test_number(
    raw: str,
    scheme: str,
    organization: str | None,
    region: str | None,
    year: int | None,
    serial: str | None,
    valid: bool | None,
) -> None:
    number = parse_index_number(f"  {raw} ")
    assert number is not None
    assert str(number) == raw
    assert (number.scheme, number.organization_code, number.region_code) == (scheme, organization, region)
    assert (number.year, number.serial, number.check_digit_valid) == (year, serial, valid)


def test_parts_of_the_longest_schemes() -> None:
    number = parse_index_number("11341702486344515H/202110-00013")
    assert number is not None
    assert (number.uscc, number.month) == ("11341702486344515H", 10)
    site = parse_index_number("bm56000001/2022-00001937")
    assert site is not None
    assert site.site_code == "bm56000001"


@pytest.mark.parametrize("text", ["", " ", "无", "暂无", "—", "— —", "/", "索引号", "－－"])
def test_none(text: str) -> None:
    assert parse_index_number(text) is None


@pytest.mark.parametrize(
    "code",
    ["000014349", "014416330", "014320144", "014006438", "01404053X", "01527918X", "486344515", "004325769"],
)
def test_organization_code(code: str) -> None:
    assert organization_code_valid(code)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert not organization_code_valid(wrong)


@pytest.mark.parametrize("code", ["", "00001434", "00001434-9", "０00014349", "0000143490"])
def test_no_organization_code(code: str) -> None:
    assert not organization_code_valid(code)


def test_uscc() -> None:
    assert uscc_valid("11341702486344515H")
    assert uscc_valid("11341702486344515h")
    assert not uscc_valid("11341702486344515J")
    assert not uscc_valid("1134170248634451")
    assert not uscc_valid("11341702486344515I")


FREE: list[tuple[str, str | None]] = [
    ("索引号：000014349/2018-00204 分类", "000014349/2018-00204"),
    ("索引号 3212000015/2014-355094", "3212000015/2014-355094"),
    ("号bm56000001/2022-00001937。", "bm56000001/2022-00001937"),
    ("号 01527918X-2020-153077", "01527918X-2020-153077"),
    ("电话0523-86880000，2014-12-23", None),
    ("http://a.cn/000014349/2017-00110/", None),
    ("000014349/2018-00204", "000014349/2018-00204"),
    ("1000014349000/2018-00204", None),
    ("没有号码", None),
]


@pytest.mark.parametrize(("text", "expected"), FREE)
def test_free_text(text: str, expected: str | None) -> None:
    found = find_index_number(text)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        number, start, end = found
        assert str(number) == expected == text[start:end]
