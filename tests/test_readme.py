"""Every Python block of the README runs, in the order in which a reader meets them."""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import regex

import govreport

_BLOCK = regex.compile(r"^```python\n(.*?)^```$", regex.DOTALL | regex.MULTILINE)
_LINK = regex.compile(r"\]\((?!https?:)([^)#]+)\)")
_ROW = regex.compile(r"^\| (`[^|]+`) \|", regex.MULTILINE)
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/findings.md",
    "benchmarks/README.md",
    "docs/schema.md",
    "docs/scale.md",
    "docs/review.md",
)


def test_every_block_runs(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = _BLOCK.findall((repository / "README.md").read_text(encoding="utf-8"))
    assert len(blocks) >= 2
    monkeypatch.chdir(repository)
    names: dict[str, Any] = {}
    printed = io.StringIO()
    with redirect_stdout(printed):
        for number, block in enumerate(blocks):
            exec(compile(block, f"README.md block {number}", "exec"), names)
    assert printed.getvalue().startswith("annual_report ")


def test_the_first_block_is_five_lines(repository: Path) -> None:
    first = _BLOCK.search((repository / "README.md").read_text(encoding="utf-8"))
    assert first is not None
    assert len([line for line in first[1].splitlines() if line]) <= 5


def test_the_table_has_every_field_of_a_report(repository: Path) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    table = text[text.index("## What a report holds") :]
    named = [name.strip("` ") for row in _ROW.findall(table) for name in row.split(",")]
    assert sorted(named) == sorted(govreport.Report.model_fields)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(repository: Path, name: str) -> None:
    document = repository / name
    missing = [
        link
        for link in _LINK.findall(document.read_text(encoding="utf-8"))
        if not Path(os.path.normpath(document.parent / link)).exists()
    ]
    assert missing == []
