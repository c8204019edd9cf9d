"""What ``govreport parse`` shows on a terminal, and what elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

sys.path.insert(0, str(Path(__file__).resolve().parent))

import govreport
from terminals import on_terminal, plain

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="this platform has no pseudo-terminals")


def shown(repository: Path, slug: str, width: int = 80, *options: str) -> list[str]:
    file = next((repository / "fixtures" / slug).glob("input.*"))
    code, seen = on_terminal(["parse", str(file), *options], folder=repository, width=width)
    assert code == 0
    return [line.rstrip() for line in plain(seen).splitlines()]


def tables(lines: list[str]) -> list[list[str]]:
    found: list[list[str]] = []
    for line in lines:
        if line.lstrip().startswith("┌"):
            found.append([])
        if line.lstrip()[:1] in tuple("┌├└│"):
            found[-1].append(line)
    return found


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("slug", ["ar-2010-code-table", "ar-2016-form", "ar-2019-form", "ar-2021-form"])
def test_tables_stay_straight(repository: Path, slug: str, width: int) -> None:
    lines = shown(repository, slug, width)
    assert max(map(cell_len, lines)) <= width
    drawn = tables(lines)
    assert len(drawn) == (1 if slug in ("ar-2010-code-table", "ar-2016-form") else 3)
    for table in drawn:
        assert len({cell_len(line) for line in table}) == 1
        # Every line of a table has its borders in the same columns.
        edges = {tuple(cell_len(line[:at]) for at, sign in enumerate(line) if sign in "│┼┬┴├┤┌┐└┘") for line in table}
        assert len(edges) == 1


def test_the_parts_of_a_report(repository: Path) -> None:
    lines = shown(repository, "ar-2021-form", 120)
    assert lines[:3] == [
        "云溪区自然资源和规划局2021年政府信息公开年度报告",
        "kind          annual_report",
        "year          2021",
    ]
    parts = [line for line in lines if line and not line.startswith(" ")][-5:]
    assert parts[-4:] == ["Outline", "Statistics: 政府信息公开工作年度报告（2021年格式）", "Figures", "Findings"]
    assert "    （二）依申请公开政府信息情况" in lines
    rows = [[cell.strip() for cell in line.strip().strip("│").split("│")] for table in tables(lines) for line in table]
    assert ["（七）总计", "12", "3", "0", "0", "1", "0", "16"] in rows
    assert ["四、结转下年度继续办理", "1", "0", "0", "0", "0", "0", "1"] in rows
    assert ["行政强制", "/", "", ""] in rows
    assert ["行政复议", "1", "0", "0", "0", "1"] in rows
    assert ["行政诉讼　复议后起诉", "0", "0", "0", "0", "0"] in rows
    assert [line.split() for line in lines if line.startswith("    规划公示类信息")] == [
        ["规划公示类信息", "=", "141", "条"]
    ]


def test_a_list_keeps_its_units(repository: Path) -> None:
    rows = [[cell.strip() for cell in line.strip(" │").split("│")] for line in shown(repository, "ar-2016-form", 100)]
    assert ["统计指标", "单位", "统计数"] in rows
    assert ["3.网络申请数", "件", "26"] in rows
    assert ["八、机构建设和保障经费情况", "——", "——"] in rows


def test_a_format_that_is_asked_for_wins(repository: Path) -> None:
    report = govreport.parse_file(repository / "fixtures/ar-2021-form/input.html")
    as_json = shown(repository, "ar-2021-form", 80, "--format", "json")
    assert json.loads("\n".join(as_json))["title"] == report.title
    as_markdown = shown(repository, "ar-2021-form", 80, "-f", "markdown")
    assert as_markdown == [line.rstrip() for line in report.to_markdown().splitlines()]


@pytest.mark.parametrize("form", ["", "summary"])
def test_a_pipe_gets_json_or_plain_text(repository: Path, form: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "govreport",
            "parse",
            "fixtures/ar-2021-form/input.html",
            *(["-f", form] if form else []),
        ],
        cwd=repository,
        capture_output=True,
        check=True,
        env=os.environ | {"TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    assert b"\x1b" not in done.stdout
    if form:
        assert done.stdout.decode().splitlines()[1] == "kind:              annual_report"
    else:
        assert json.loads(done.stdout)["year"] == 2021


def test_a_reader_that_leaves_early_is_no_error(repository: Path) -> None:
    command = f"{sys.executable} -m govreport parse fixtures/ar-2021-form/input.html | head -1"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run(command, shell=True, cwd=repository, capture_output=True, check=True, env=environment)
    assert (done.stdout, done.stderr) == (b"{\n", b"")


HOSTILE = """<h1>关于[red]供水[/red]的\x1b[31m通知\x1b]0;标题\x07\u202e :smile: 的报告</h1>
<p>一、[bold]总体[/bold]\x9b31m情况</p><p>正文。</p>"""


def test_nothing_on_the_page_moves_the_cursor(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<meta charset=utf-8>{HOSTILE}", encoding="utf-8")
    code, seen = on_terminal(["parse", "a.html"], folder=tmp_path)
    assert code == 0
    text = plain(seen)
    assert not [sign for sign in text if (sign < " " and sign != "\n") or "\x7f" <= sign <= "\x9f" or sign == "\u202e"]
    assert "[red]供水[/red]" in text
    assert ":smile:" in text
    assert "[bold]总体[/bold]" in text


def test_no_colour_where_none_is_wanted(repository: Path) -> None:
    arguments = ["parse", "fixtures/ar-2021-form/input.html"]
    _, coloured = on_terminal(arguments, folder=repository)
    _, bare = on_terminal(arguments, folder=repository, NO_COLOR="1")
    assert "\x1b[36m" in coloured  # a notice is cyan
    assert "\x1b[36m" not in bare
    assert plain(coloured) == plain(bare)
