"""Input that wants to break the parser: an answer, the text kept, nothing that grows faster than the page."""

from __future__ import annotations

import pytest

import govreport
from govreport import EmptySourceError, Report, UnsupportedMediaError

TEXT = "公开政府信息三条，内容很长。"


def parse(page: str | bytes) -> Report:
    return govreport.parse(page)


@pytest.mark.parametrize("depth", [10, 300, 2_000, 100_000])
def test_deeply_nested_boxes_keep_the_text(depth: int) -> None:
    assert TEXT in parse("<div>" * depth + TEXT + "</div>" * depth).text


@pytest.mark.parametrize("depth", [3, 300, 3_000])
def test_nested_tables_keep_the_text(depth: int) -> None:
    assert TEXT in parse("<table><tr><td>" * depth + TEXT + "</td></tr></table>" * depth).text


def test_text_read_without_its_structure_is_said_aloud() -> None:
    report = parse("<div>" * 100_000 + TEXT)
    assert [f.code for f in report.findings if f.severity == "warning"][:1] == ["content.flattened"]


@pytest.mark.parametrize("span", ["1000000000", "-3", "x", "", "0", "1e9", "９"])
def test_odd_spans_are_tolerated(span: str) -> None:
    page = (
        f"<table><tr><td colspan='{span}' rowspan='{span}'>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    table = next(item for item in parse(page).preamble if item.type == "table")
    assert {cell.text for cell in table.cells} == {"甲", "乙", "1", "2"}
    assert sum(len(row) for row in table.grid) < 5_000


def test_a_wall_of_rowspans_is_one_grid() -> None:
    page = "<table>" + "<tr><td rowspan=60000>1</td><td>2</td></tr>" * 500 + "</table>"
    table = next(item for item in parse(page).preamble if item.type == "table")
    assert len(table.cells) == 1_000


@pytest.mark.parametrize(
    "page",
    [
        "<b><i><p>文" * 5_000,
        "（" * 50_000,
        "1" * 200_000,
        "一二三四五六七八九十百千万" * 20_000,
        "索" + " " * 100_000 + "引" + " " * 100_000 + "号：1",
        "索引号：文号：时效：" * 20_000,
        "<p>" + "&amp;&#x110000;&bogus;&#55296;" * 20_000 + "</p>",
        "<p>" + "<a href='x.doc'>附件</a> " * 5_000 + "</p>",
        "".join(f"一、标题{n}\n" for n in range(20_000)),
        "某局2019年政府信息公开年报\n\n公开信息5000条，其中" + "，".join(f"类{n}信息1条" for n in range(5_000)) + "。",
        "\n" * 200_000 + "正文",
    ],
)
def test_endless_repetition_ends(page: str) -> None:
    """The time limit of every test is the guard: each of these hung or crashed some parser of the field."""
    assert parse(page).source.size == len(page.encode())


def test_external_entities_are_never_read() -> None:
    page = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY g "gg">]><p>正文&f;&g;。</p>'
    text = parse(page).text
    assert "正文" in text
    with open("/etc/hostname", encoding="utf-8") as name:
        assert name.read().strip() not in text


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 ...", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0", "Office"),
    ],
)
def test_binaries_are_refused_by_name(data: bytes, named: str) -> None:
    with pytest.raises(UnsupportedMediaError, match=named):
        parse(data)


@pytest.mark.parametrize("data", ["", "  \n", b"", b" \r\n"])
def test_nothing_is_an_error(data: str | bytes) -> None:
    with pytest.raises(EmptySourceError):
        parse(data)


def test_surrogates_and_nul_are_replaced_and_said() -> None:
    report = parse("\ud800某市\0的公告")
    assert "某市�的公告" in report.text
    assert {f.code for f in report.findings} >= {"encoding.undecodable"}
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_one_bad_byte_costs_one_character() -> None:
    page = ("<meta charset=utf-8><p>" + "政府信息公开工作的情况。" * 20).encode()
    damaged = page[:200] + b"\xff" + page[200:]
    report = parse(damaged)
    assert report.source.encoding == "utf-8"
    assert report.text.count("�") <= 2
