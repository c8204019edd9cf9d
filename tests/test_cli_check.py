"""The commands ``check`` and ``compare``: what they print, and their exit codes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from govreport.cli import main
from govreport.models.comparison import Comparison

TABLE = (
    "<table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr><tr><td>（二）申请办结数</td><td>件</td><td>{}</td></tr>"
    "<tr><td>1.按时办结数</td><td>件</td><td>7</td></tr><tr><td>2.延期办结数</td><td>件</td><td>1</td></tr></table>"
)
PAGE = "<html><body><h1>云溪市水务局{}年政府信息公开工作年度报告</h1><p>全年主动公开政府信息48条，均已按时发布。</p>{}</body></html>"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, in a folder with a good report, a bad one, and one of the next year."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/bad.html").write_text(PAGE.format(2016, TABLE.format(9)), encoding="utf-8")
    Path("in/good.html").write_text(PAGE.format(2016, TABLE.format(8)), encoding="utf-8")
    Path("next.html").write_text(PAGE.format(2017, TABLE.format(8)), encoding="utf-8")

    def runner(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii"))
        with pytest.raises(SystemExit) as left:
            main(arguments)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ran(int(left.value.code or 0), out.decode(), err.decode())

    return runner


def test_check_prints_the_findings_of_every_file_errors_first(run: Run) -> None:
    ran = run("check", "in")
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("in/bad.html: 1 error, ")
    assert lines[1].startswith("  error statistics.sum_mismatch: B1 does not hold for 申请办结数: 申请办结数 9 is not ")
    assert [line for line in lines if line.startswith("in/good.html: ")]
    assert "error" not in ran.out.partition("in/good.html")[2]


def test_check_without_an_error_is_0(run: Run) -> None:
    ran = run("check", "in/good.html", "next.html")
    assert ran.code == 0
    assert next(line for line in ran.out.splitlines() if not line.startswith("  ")).startswith("in/good.html: ")


def test_check_as_json(run: Run) -> None:
    ran = run("check", "in", "--format", "json")
    assert ran.code == 1
    bad, good = json.loads(ran.out)
    assert (bad["id"], bad["status"], bad["error"]) == ("in/bad.html", "ok", None)
    first = bad["findings"][0]
    assert (first["code"], first["severity"]) == ("statistics.sum_mismatch", "error")
    assert (first["left"], first["right"], first["difference"]) == (9, 8, 1)
    assert [proof["raw"] for proof in first["evidence"]] == ["9", "7", "1"]
    assert not [f for f in good["findings"] if f["severity"] == "error"]


def test_check_names_what_cannot_be_read_and_exits_with_1(run: Run) -> None:
    Path("in/empty.html").write_bytes(b" ")
    ran = run("check", "in/good.html", "in/empty.html")
    assert ran.code == 1
    assert ran.out.startswith("in/empty.html: not read\n  ")
    ran = run("check", "in/empty.html", "-f", "json")
    (entry,) = json.loads(ran.out)
    assert (ran.code, entry["status"], entry["error"]["type"]) == (1, "failed", "EmptySourceError")


def test_check_in_two_processes_prints_the_same(run: Run) -> None:
    assert run("check", "in", "--workers", "2") == run("check", "in")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "missing.html"), "missing.html: no such file or folder"),
        (("check", "missing/*.html"), "missing/*.html: no document matches"),
        (("compare", "missing.html", "next.html"), "missing.html: No such file"),
        (("compare", "in", "next.html"), "in: is a folder"),
        (("compare", "-", "-"), "stdin"),
    ],
)
def test_a_misuse_is_one_line_and_exit_code_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("govreport: error: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [("check",), ("compare", "next.html"), ("check", "in", "-f", "xml")])
def test_wrong_options_say_how_it_is_used(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "Usage: govreport" in ran.err


def test_compare_prints_both_years(run: Run) -> None:
    ran = run("compare", "in/good.html", "next.html")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:3] == [
        "previous: 云溪市水务局2016年政府信息公开工作年度报告 (2016)",
        "current:  云溪市水务局2017年政府信息公开工作年度报告 (2017)",
        "repeated text: 100.0 %",
    ]
    assert "  requests_closed  8 → 8 件  +0 (+0.00 %)" in ran.out.splitlines()


def test_compare_in_the_other_formats(run: Run) -> None:
    data = run("compare", "in/good.html", "next.html", "--format", "json")
    assert Comparison.model_validate_json(data.out).current.year == 2017
    assert run("compare", "in/good.html", "next.html", "-f", "markdown").out.startswith("# 云溪市水务局2017年")
    page = run("compare", "in/good.html", "next.html", "-f", "html")
    assert page.out.startswith("<!DOCTYPE html>")


def test_compare_reads_one_side_from_stdin(run: Run) -> None:
    ran = run("compare", "-", "next.html", stdin=PAGE.format(2016, "").encode())
    assert (ran.code, ran.out.splitlines()[0]) == (0, "previous: 云溪市水务局2016年政府信息公开工作年度报告 (2016)")
