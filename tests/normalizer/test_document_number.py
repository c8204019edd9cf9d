"""Document numbers; each row was checked by hand."""

from __future__ import annotations

import time

import pytest

from govreport.normalizer.document_number import find_document_numbers, parse_document_number

FIELDS: list[tuple[str, str | None, int | None, str | None]] = [
    ("国办发〔2014〕12号", "国办发", 2014, "12"),
    ("国发﹝2014﹞12号", "国发", 2014, "12"),
    ("国发[1981]88号", "国发", 1981, "88"),
    ("国发［2014］12号", "国发", 2014, "12"),
    ("国发（2014）12号", "国发", 2014, "12"),
    ("国发(2014)12号", "国发", 2014, "12"),
    ("国发【2014】12号", "国发", 2014, "12"),
    ("国发{2014}12号", "国发", 2014, "12"),
    ("国发「2014」12号", "国发", 2014, "12"),
    ("国发《2014》12号", "国发", 2014, "12"),
    ("国发〔2014]12号", "国发", 2014, "12"),
    ("国发2014〕12号", "国发", 2014, "12"),
    ("国办公开办函〔202130号", "国办公开办函", 2021, "30"),
    ("皖发改价费函〔2023276号", "皖发改价费函", 2023, "276"),
    ("裕政〔201510号", "裕政", 2015, "10"),
    ("国发〔2014〕 12 号", "国发", 2014, "12"),
    ("苏府办〔2014〕第12号", "苏府办", 2014, "12"),
    ("金罚决字〔2024〕36号", "金罚决字", 2024, "36"),
    ("国办发明电〔2018〕15号", "国办发明电", 2018, "15"),
    ("农办发〔２０１４〕１２号", "农办发", 2014, "12"),
    ("国发〔二〇一四〕十二号", "国发", 2014, "十二"),
    ("国发〔2014〕12", "国发", 2014, "12"),
    ("〔2014〕12号", None, 2014, "12"),
    ("(2014)第12号", None, 2014, "12"),
    ("国务院令第711号", "国务院令", None, "711"),
    ("中华人民共和国国务院令（第492号）", "中华人民共和国国务院令", None, "492"),
    ("政府令187号", "政府令", None, "187"),
    ("国令第706号", "国令", None, "706"),
    ("第711号", None, None, "711"),
    ("公告2014年第3号", "公告", 2014, "3"),
    ("公告 2014年第3号", "公告", 2014, "3"),
    ("国家税务总局公告2018年第28号", "国家税务总局公告", 2018, "28"),
    ("2014年第5期（总第120期）", None, 2014, "5"),
    ("某府〔14〕3号", None, None, None),
    ("国发201412号", None, None, None),
    ("HNPR—2014—01012", None, None, None),
]


@pytest.mark.parametrize(("raw", "agency", "year", "serial"), FIELDS)
def test_field(raw: str, agency: str | None, year: int | None, serial: str | None) -> None:
    number = parse_document_number(f" {raw}\u3000")
    assert number is not None
    assert str(number) == raw
    assert (number.agency, number.year, number.serial) == (agency, year, serial)


NONE = [
    "",
    "无",
    "暂无",
    "—",
    "/",
    "--",
    "〔〕号",
    "〔  〕 号",
    "（）号",
    "〔2014〕号",
    "国发〔2014〕号",
    "有效",
    "一",
]
NONE += ["2014-12-23", "2014年12月23日", "浏览次数：123", "城乡建设、环境保护", "号" * 50_000]


@pytest.mark.parametrize("text", NONE)
def test_none(text: str) -> None:
    assert parse_document_number(text) is None


PROSE: list[tuple[str, list[tuple[str, str | None, int | None, str | None]]]] = [
    (
        "根据国办发〔2014〕12号文件和国务院令第711号",
        [("国办发〔2014〕12号", "国办发", 2014, "12"), ("国务院令第711号", "国务院令", None, "711")],
    ),
    ("《某通知》（苏政办发〔2015〕3号，以下简称通知）", [("苏政办发〔2015〕3号", "苏政办发", 2015, "3")]),
    (
        "（中华人民共和国国务院令第492号）",
        [("中华人民共和国国务院令第492号", "中华人民共和国国务院令", None, "492")],
    ),
    ("国家税务总局公告2018年第28号", [("国家税务总局公告2018年第28号", "国家税务总局公告", 2018, "28")]),
    ("国办公开办函〔202130号", [("国办公开办函〔202130号", "国办公开办函", 2021, "30")]),
    ("〔2014〕12号", [("〔2014〕12号", None, 2014, "12")]),
    (
        "国发〔2014〕1号国发〔2014〕2号",
        [("国发〔2014〕1号", "国发", 2014, "1"), ("国发〔2014〕2号", "国发", 2014, "2")],
    ),
    ("某路12号，第3号楼，12月3号（2014年）5号", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_prose(text: str, expected: list[tuple[str, str | None, int | None, str | None]]) -> None:
    found = find_document_numbers(text)
    assert [(str(n), n.agency, n.year, n.serial) for n, _, _ in found] == expected
    assert all(text[start:end] == str(number) for number, start, end in found)


@pytest.mark.parametrize(
    "text",
    ["国" * 100_000 + "号", "〔2014" * 20_000 + "号", "令" * 100_000 + "号", "国办发〔2014〕12号" * 5_000],
)
def test_cost_is_linear(text: str) -> None:
    begin = time.process_time()
    find_document_numbers(text)
    parse_document_number(text)
    assert time.process_time() - begin < 2
