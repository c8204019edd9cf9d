"""Markdown of reports, read back by independent readers: markdown-it-py for the text, PyYAML for the front matter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

import govreport
from govreport import Report
from govreport.export.markdown_text import cell, heading, inline, paragraph, pipe_table
from govreport.models import Attachment, Metadata, Paragraph, Section, Source, Span, Table
from markdown_reader import blocks_of

HERE = Span(0, 1)
SOURCE = Source(media_type="text/html", size=1, parser_version="0")


def split(markdown: str) -> tuple[dict[str, Any], str]:
    """The front matter as PyYAML reads it, and the rest."""
    assert markdown.startswith("---\n")
    head, _, rest = markdown.removeprefix("---\n").partition("\n---\n")
    return yaml.safe_load(head), rest


def lines(text: str) -> str:
    """As Markdown keeps it: line ends are one, blanks at the ends of lines and blank lines are gone."""
    found = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(line for line in found if line)


def expected(report: Report) -> list[Any]:
    found: list[Any] = [("h", 1, " ".join(lines(report.title).split("\n")))] if report.title else []

    def contents(items: tuple[Paragraph | Table, ...]) -> None:
        for item in items:
            if isinstance(item, Paragraph):
                found.append(("p", lines(item.text)))
                continue
            width = max(map(len, item.grid))
            rows = [[*map(lines, row), *[""] * (width - len(row))] for row in item.grid]
            found.append(("table", rows if item.header_rows else [[""] * width, *rows]))

    contents(report.preamble)
    for section in report.walk():
        found.append(("h", min(section.level + 1, 6), section.heading))
        contents(section.content)
    return found + [("li", item.name) for item in report.attachments]


@pytest.mark.parametrize(
    "name",
    ["ar-2010-code-table", "ar-2016-form", "ar-2019-form", "ar-2021-form", "attachment-list", "nested-tables-2009",
     "text-markdown-bold", "text-word-tabs", "policy-chapters"],
)  # fmt: skip
def test_a_fixture_is_read_back(repository: Path, name: str) -> None:
    report = govreport.parse_file(next((repository / "fixtures" / name).glob("input.*")))
    head, body = split(report.to_markdown())
    assert blocks_of(body) == expected(report)
    assert (head["kind"], head.get("year"), head.get("title")) == (report.kind, report.year, report.title)
    assert head["sha256"] == report.source.sha256


def test_the_table_of_2021_keeps_its_columns(repository: Path) -> None:
    report = govreport.parse_file(repository / "fixtures/ar-2021-form/input.html")
    head, body = split(report.to_markdown())
    tables = [block[1] for block in blocks_of(body) if block[0] == "table"]
    assert [len(table) for table in tables] == [14, 28, 4]
    assert tables[1][3][2:] == ["一、本年新收政府信息公开申请数量", "12", "3", "0", "0", "1", "0", "16"]
    assert tables[1][14] == ["三、本年度办理结果", "（三）不予公开", "8.属于行政查询事项", *["0"] * 7]
    assert tables[0][10] == ["行政强制", "/", "/", "/"]
    assert (head["published_at"], head["index_number"]) == ("2022-01-25", "006127439/2022-00003")


HOSTILE = [
    "a|b||c",
    "\\|",
    "`a` ``b`` ```",
    "=1+1",
    "+1",
    "- x",
    "---",
    "--- | ---",
    ":-- | :-:",
    "***",
    "# 甲 #",
    "#",
    "1. 甲",
    "1)",
    "> 引",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "</td>",
    "&lt;b&gt; &#65; &amp",
    "[甲](http://a.cn) ![x](y) [z]: /u",
    "[z]: /u",
    "http://a.cn/_a_?b=*c*",
    "~~甲~~ 1~3",
    "*甲* _乙_ **丙** __丁__",
    "甲\\",
    "甲\\\n乙",
    "一行\n二行\r\n三行\r四行",
    "甲 | 乙\n--- | ---\n丙 | 丁",
    "甲\n===",
    "甲\n- 乙",
    "甲\n\n\n乙",
    "\t甲\t乙\t",
    "    甲",
    "甲\u3000乙\u00a0丙",
    "$x$",
    "\u2028甲\u2028",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    table = Table(grid=((text, "值"), ("a", text)), cells=(), header_rows=1, text="", span=HERE)
    section = Section(number=None, title=text, level=1, content=(table,), span=HERE)
    report = Report(
        kind="other",
        title=text,
        metadata=Metadata(extra={text: text}),
        preamble=(Paragraph(text=text, span=HERE),),
        sections=(section,),
        attachments=(Attachment(name=text, url='http://a.cn/<x>\\"y"'), Attachment(name=text)),
        text="x",
        source=SOURCE,
    )
    head, body = split(report.to_markdown())
    assert (head["title"], head["extra"]) == (text, {text: text})
    once = " ".join(lines(text).split("\n"))
    found = blocks_of(body)
    assert found == [
        ("h", 1, once),
        ("p", lines(text)),
        ("h", 2, once),
        ("table", [[lines(text), "值"], ["a", lines(text)]]),
        ("li", once),
        ("li", " ".join(text.split())),
    ]


signs = st.text(st.sampled_from(list("ab甲1|\\`*_[]()<>&#;:!~+-=. \t\n\"'$@^{}")), max_size=12)


@given(st.lists(st.lists(signs, min_size=1, max_size=4), min_size=1, max_size=4), st.booleans())
def test_no_cell_moves(rows: list[list[str]], head: bool) -> None:
    width = max(map(len, rows))
    full = [[*map(lines, row), *[""] * (width - len(row))] for row in rows]
    [(kind, found)] = blocks_of(pipe_table(rows, head=head))
    assert (kind, found) == ("table", full if head else [[""] * width, *full])


@given(signs)
def test_a_line_is_what_it_was(text: str) -> None:
    kept = lines(text)
    assert blocks_of(paragraph(text)) == ([("p", kept)] if kept else [])
    assert blocks_of(heading(text, 3)) == [("h", 3, " ".join(kept.split("\n")))]
    assert "\n" not in cell(text) + inline(text)


@given(st.dictionaries(st.text(), st.text(), max_size=3))
def test_any_label_is_read_back_by_yaml(extra: dict[str, str]) -> None:
    extra |= {"键" * 3000: "值"}
    report = Report(kind="other", metadata=Metadata(extra=extra), text="x", source=SOURCE)
    assert split(report.to_markdown())[0]["extra"] == extra
