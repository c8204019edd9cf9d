"""The examples run as a user runs them, and say what they promise."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.py"))


def run(example: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = Path(__file__).resolve().parents[1] / "examples" / example
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-W", "error", str(script), *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )


@pytest.fixture
def folder(tmp_path: Path, page: str) -> Path:
    """A folder with two readable pages, the sums of one of which do not add up."""
    (tmp_path / "good.html").write_text(page, encoding="utf-8")
    (tmp_path / "wrong.html").write_text(page.replace("48条", "49条"), encoding="utf-8")
    return tmp_path


def test_there_are_three() -> None:
    assert [path.name for path in EXAMPLES] == ["demo_table.py", "findings_csv.py", "first_lines.py"]


def test_first_lines(tmp_path: Path) -> None:
    done = run("first_lines.py", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "annual_report 2023 云溪市城市管理局2023年政府信息公开工作年度报告"
    assert lines[1] == "issued by 云溪市城市管理局 and published on 2024-01-18"
    assert lines[2:4] == ["  一、总体情况", "  二、存在的主要问题及改进情况"]
    assert any(line.startswith("metadata.index_number: '014123456/2024-00007'") for line in lines)


def test_demo_table(folder: Path) -> None:
    done = run("demo_table.py", ".", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "云溪市水务局2022年政府信息公开工作年度报告" in done.stdout
    assert done.stdout.splitlines()[-1] == "2 documents, 2 read, 0 not"


def test_demo_table_names_what_failed(folder: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    done = run("demo_table.py", ".", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 documents, 2 read, 1 not\n  empty.html: the source is empty" in done.stdout


def test_findings_csv(folder: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    done = run("findings_csv.py", ".", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["document", "severity", "code", "message", "printed"]
    assert ("empty.html", "error", "EmptySourceError") in [
        (r["document"], r["severity"], r["code"]) for r in rows
    ]
    sums = [row for row in rows if row["document"] == "wrong.html" and "49" in row["printed"] + row["message"]]
    assert sums, "49 = 8 + 40 does not add up, and the CSV must say so"
