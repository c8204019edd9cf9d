"""Documents, tables and sentences written from memory of the genre, with facts by reading: field by field.

The formats and the first-sight scores are in ``README.md`` beside this file; how fields compare is
``benchmarks/gold.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from gold import FIELDS, accepted, is_right

import govreport
from govreport.models import Figure, Report, Span
from govreport.normalizer.figures import find_figures

HERE = Path(__file__).resolve().parent
GOLD = [json.loads(line) for line in (HERE / "text" / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
TABLES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / "tables").glob("*.json"))]
_QUESTIONS = [(gold, name) for gold in GOLD for name in FIELDS if name in gold]


@cache
def report_of(name: str) -> Report:
    return govreport.parse_file(HERE / name)


@pytest.mark.parametrize(
    ("gold", "name"), _QUESTIONS, ids=[f"{gold['file'][5:-4]}-{name}" for gold, name in _QUESTIONS]
)
def test_a_field_of_a_text_document(gold: dict[str, Any], name: str) -> None:
    got = FIELDS[name](report_of(gold["file"]))
    assert is_right(gold, name, got), f"expected {accepted(gold, name)}, got {got!r}"


@pytest.mark.parametrize("gold", GOLD, ids=[gold["file"][5:-4] for gold in GOLD])
def test_every_character_of_a_text_document_has_one_part(gold: dict[str, Any]) -> None:
    report = report_of(gold["file"])
    covered = [0] * len(report.text)
    for span, _ in report.parts():
        for at in range(span.start, span.end):
            covered[at] += not report.text[at].isspace()
    wrong = [at for at, sign in enumerate(report.text) if not sign.isspace() and covered[at] != 1]
    assert not wrong, report.text[wrong[0] - 20 : wrong[0] + 20] if wrong else ""
    for name, evidence in report.evidence.items():
        if evidence.span is not None:
            assert report.text[evidence.span.start : evidence.span.end] == evidence.raw, name


@pytest.mark.parametrize("gold", TABLES, ids=[Path(gold["file"]).stem for gold in TABLES])
def test_statistics_cell_by_cell(gold: dict[str, Any]) -> None:
    """Every cell of the gold is there; no other cell is stated, and none where the print lost its place."""
    report = report_of(gold["file"])
    statistics = report.statistics
    assert statistics is not None
    assert statistics.form == gold["form"]
    got = {(cell.code, cell.column): cell for cell in statistics.cells}
    wrong = []
    for code, column, value in gold["cells"]:
        cell = got.pop((code, column), None)
        state = "blank" if value == "" else "not_applicable" if isinstance(value, str) else "stated"
        if cell is None or cell.state != state or (state == "stated" and cell.value != Decimal(str(value))):
            wrong.append((code, column, value, cell and (cell.state, cell.raw)))
    assert not wrong
    assert not [place for place, cell in got.items() if cell.state in ("stated", "not_applicable")]
    for cell in statistics.cells:
        assert cell.span is None or report.text[cell.span.start : cell.span.end] == cell.raw


class Wanted(NamedTuple):
    """A count as ``figures.txt`` has it."""

    subject: str
    comparator: str
    value: Decimal
    unit: str
    zero: bool
    share: Decimal | None
    parts: list[Wanted]


_COUNT = re.compile(
    r"\s*(?:(?P<subject>[^=()\s]*?)=?(?P<comparator>>=|<=|~|>|<)?(?P<value>\d+(?:\.\d+)?)(?P<unit>[^\d()\s!@]*)(?P<zero>!?)"
    r"(?:@(?P<share>\d+(?:\.\d+)?))?(?P<open>\()?|(?P<close>\)))"
)


def _wanted(line: str) -> Wanted:
    root: list[Wanted] = []
    stack = [root]
    at = 0
    while at < len(line):
        match = _COUNT.match(line, at)
        assert match is not None, line[at:]
        at = match.end()
        if match["close"]:
            stack.pop()
            continue
        subject, comparator, value = match["subject"], match["comparator"] or "=", Decimal(match["value"])
        share = Decimal(match["share"]) if match["share"] else None
        node = Wanted(subject, comparator, value, match["unit"], bool(match["zero"]), share, [])
        stack[-1].append(node)
        if match["open"]:
            stack.append(node.parts)
    return root[0]


def _sentences() -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"\n\s*\n", (HERE / "figures.txt").read_text(encoding="utf-8")):
        lines = [line for line in part.splitlines() if line and not line.startswith("#")]
        if lines:
            yield lines[0], lines[1:]


def _same(want: Wanted, got: Figure) -> bool:
    return (
        want.subject in got.subject
        and (want.comparator, want.value, want.unit, want.zero)
        == (got.comparator, got.value, got.unit, got.stated_zero)
        and (want.share is None or want.share == got.share)
        and len(want.parts) == len(got.parts)
        and all(map(_same, want.parts, got.parts))
    )


_COUNTED = [gold for gold in GOLD if "figures" in gold]


@pytest.mark.parametrize("gold", _COUNTED, ids=[gold["file"][5:-4] for gold in _COUNTED])
def test_counts_of_a_text_document(gold: dict[str, Any]) -> None:
    """Its counts in reading order and no other, over broken lines and pages."""
    got = report_of(gold["file"]).figures
    assert len(got) == len(gold["figures"]), got
    assert all(_same(_wanted(line), figure) for line, figure in zip(gold["figures"], got, strict=True)), got


@pytest.mark.parametrize(("sentence", "expected"), list(_sentences()))
def test_counts_of_a_sentence(sentence: str, expected: list[str]) -> None:
    """All counts that a reader finds and no other; a line with ``?`` is a count that may be missed."""
    must = [_wanted(line) for line in expected if line[0] != "?"]
    may = [_wanted(line[1:]) for line in expected if line[0] == "?"]
    got = [figure for figure in find_figures(sentence, Span) if not any(_same(want, figure) for want in may)]
    assert len(got) == len(must), got
    assert all(map(_same, must, got)), got
