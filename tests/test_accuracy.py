"""The gate of ``make accuracy``: how answers are compared, what counts as lost, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import accuracy
import pytest
from gold import Page, accepted, is_right
from variants import blanked, encodings

SAME = [
    # field, gold line, value that was read, is it right
    ("title", {"title": "某局 年报"}, "某局年报", True),
    ("title", {"title": "某局年报"}, "某局年报告", False),
    ("title", {"title": "甲", "alt": {"title": ["乙"]}}, "乙", True),
    ("title", {"title": "甲", "alt": {"year": ["乙"]}}, "乙", False),
    ("title", {"title": None}, None, True),
    ("title", {"title": None}, "", False),
    ("view_count", {"view_count": 0}, None, False),
    ("view_count", {"view_count": 0}, 0, True),
    ("sections", {"sections": ["一、总体情况：", "二、其他。"]}, ["一、总体 情况", "二、其他"], True),
    ("sections", {"sections": ["一、总体情况"]}, ["一、总体情况", "二、其他"], False),
    ("sections", {"sections": []}, [], True),
    ("subsections", {"subsections": {"一、甲。": ["1、乙"]}}, {"一、甲": ["1、乙。"]}, True),
    ("subsections", {"subsections": {}}, {"一、甲": ["1、乙"]}, False),
    ("body_first", {"body_first": "甲", "body_first_alt": ["乙"], "alt": {"body_first": ["丙"]}}, "丙", True),
    ("body_first", {"body_first": "甲", "body_first_alt": ["乙"]}, "乙", True),
    ("body_first", {"body_first": "甲乙"}, "甲乙丙", True),
    ("body_first", {"body_first": "甲乙"}, "丙甲乙", False),
    ("body_first", {"body_first": "甲乙"}, "甲", False),
    ("body_first", {"body_first": "甲乙"}, "", False),
    ("body_first", {"body_first": "甲乙"}, None, False),
    ("body_last", {"body_last": "乙 丙"}, "甲乙丙", True),
    ("body_last", {"body_last": "乙丙"}, "乙丙丁", False),
    ("keywords", {"keywords": ["甲", "乙"]}, ["乙", "甲"], False),
    ("title", {"title": "甲。"}, "甲", False),
]


@pytest.mark.parametrize(("field", "gold", "got", "right"), SAME)
def test_a_value_is_compared_as_the_corpus_says(field: str, gold: dict[str, Any], got: Any, right: bool) -> None:
    assert is_right(gold, field, got) is right


def test_all_accepted_values_are_shown() -> None:
    assert accepted({"body_last": 1, "alt": {"body_last": [2]}, "body_last_alt": [3]}, "body_last") == [1, 2, 3]


BLANKED = [
    ('<div id="zoom">', '<div id="">'),
    ("<div id=zoom>", '<div id="">'),
    ("<DIV CLASS='x TRS_Editor y'>", '<DIV CLASS="x y">'),
    ('<div id="zoomed" class="x">', '<div id="zoomed" class="x">'),
    ("<UCAPCONTENT>甲</UCAPCONTENT>", "<div>甲</div>"),
    ("<p>id=zoom</p>", "<p>id=zoom</p>"),
]


@pytest.mark.parametrize(("html", "expected"), BLANKED)
def test_names_of_containers_are_blanked(html: str, expected: str) -> None:
    assert blanked(html) == expected


def test_encodings_change_the_bytes_only() -> None:
    found = dict(encodings('<meta charset="UTF-8"><meta content="text/html; charset=utf-8"><p>公开</p>'))
    assert {name: data.decode("gb18030") for name, data in found.items()} == {
        "declared gb2312": '<meta charset="gb2312"><meta content="text/html; charset=gb2312"><p>公开</p>',
        "declared utf-8": '<meta charset="utf-8"><meta content="text/html; charset=utf-8"><p>公开</p>',
        "not declared": '<meta x-was="UTF-8"><meta content="text/html; x-was=utf-8"><p>公开</p>',
    }
    assert [name for name, _ in encodings("公开")] == ["not declared"]


CHANGES = [
    # before, now, gains, losses
    ({}, {"a": {"x": False}}, [], []),
    ({"a": {"x": True}}, {"a": {"x": True}}, [], []),
    ({"a": {"x": False}}, {"a": {"x": True}}, [("a", "x")], []),
    ({"a": {"x": True}}, {"a": {"x": False}}, [], [("a", "x")]),
    ({"a": {"x": True}}, {}, [], [("a", "x")]),
    ({"a": {"x": True, "y": False}}, {"a": {"x": True}}, [], []),
]


@pytest.mark.parametrize(("before", "now", "gains", "losses"), CHANGES)
def test_gains_and_losses(before: accuracy.Results, now: accuracy.Results, gains: list[Any], losses: list[Any]) -> None:
    assert accuracy.gains_and_losses(before, now) == (gains, losses)


@pytest.fixture
def small(tmp_path: Path, page: str) -> Path:
    """A corpus of one page of our own."""
    gold = {"file": "html/a.html", "title": "云溪市水务局2022年政府信息公开工作年度报告", "year": 2022}
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html").write_text(page, encoding="utf-8")
    skipped = {"file": "html/b.html", "skip": "a template"}
    lines = [json.dumps(item, ensure_ascii=False) + "\n" for item in (gold, skipped)]
    (tmp_path / "gold.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_the_gate_lets_pass_what_is_accepted_and_stops_what_is_lost(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--corpus", str(small), "--accepted", str(small / "accepted.json")]
    assert accuracy.main([*options, "--accept"]) == 0
    kept = json.loads((small / "accepted.json").read_text(encoding="utf-8"))
    assert kept["fields"] == {"html/a.html": {"title": True, "year": True}}
    assert accuracy.main([*options, "--targets"]) == 0
    gold = (small / "gold.jsonl").read_text(encoding="utf-8")
    (small / "gold.jsonl").write_text(gold.replace('"year": 2022', '"year": 1999'), encoding="utf-8")
    capsys.readouterr()
    assert accuracy.main(options) == 1
    said = capsys.readouterr().out
    assert "lost: fields · html/a.html · year" in said
    assert "expected 1999" in said


def test_accept_refuses_a_run_that_lost_something(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The accepted run is a floor: a loss is taken only when it is asked for by its own name."""
    kept = small / "accepted.json"
    options = ["--corpus", str(small), "--accepted", str(kept)]
    assert accuracy.main([*options, "--accept"]) == 0
    before = kept.read_bytes()
    gold = (small / "gold.jsonl").read_text(encoding="utf-8")
    (small / "gold.jsonl").write_text(gold.replace('"year": 2022', '"year": 1999'), encoding="utf-8")
    capsys.readouterr()
    assert accuracy.main([*options, "--accept"]) == 1
    said = capsys.readouterr()
    assert "not accepted: the accepted run is a floor" in said.err
    assert "accepted: " not in said.out
    assert kept.read_bytes() == before
    # --and-lose alone accepts nothing
    assert accuracy.main([*options, "--and-lose"]) == 1
    assert kept.read_bytes() == before
    assert accuracy.main([*options, "--accept", "--and-lose"]) == 0
    assert json.loads(kept.read_text(encoding="utf-8"))["fields"] == {"html/a.html": {"title": True, "year": False}}
    # what was accepted is the floor now; asking less is a loss too, winning is none
    assert accuracy.main(options) == 0
    (small / "gold.jsonl").write_text(gold.replace(', "year": 2022', ""), encoding="utf-8")
    assert accuracy.main([*options, "--accept"]) == 0  # the question that is gone was answered wrongly
    (small / "gold.jsonl").write_text(gold.replace('"title"', '"no title"'), encoding="utf-8")
    assert accuracy.main([*options, "--accept"]) == 1
    (small / "gold.jsonl").write_text(gold, encoding="utf-8")
    assert accuracy.main([*options, "--accept"]) == 0
    assert json.loads(kept.read_text(encoding="utf-8"))["fields"] == {"html/a.html": {"title": True, "year": True}}


def test_the_gate_stops_without_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accuracy.main(["--corpus", str(tmp_path)]) == 2
    assert "gold.jsonl" in capsys.readouterr().err


def test_a_page_that_cannot_be_read_is_wrong_and_not_the_end(small: Path) -> None:
    (small / "html" / "a.html").write_bytes(b"%PDF-1.4")
    page = Page("html/a.html", small / "html" / "a.html", {"title": None})
    run = accuracy.run_fields([page])
    assert run.results == {"html/a.html": {"title": False}}
    assert run.missed() == ["title"]
