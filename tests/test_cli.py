"""The command: what it prints where, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import govreport
from govreport import cli
from govreport.cli import main
from terminals import on_terminal


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, in an empty folder; ``stdin`` as bytes."""
    monkeypatch.chdir(tmp_path)

    def runner(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii"))
        with pytest.raises(SystemExit) as left:
            main(arguments)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ran(int(left.value.code or 0), out.decode(), err.decode())

    return runner


@pytest.fixture
def file(tmp_path: Path, page: str) -> str:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    return "a.html"


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"govreport {govreport.__version__}\n", "")


def test_parse_prints_the_report_as_json(run: Run, file: str, page: str) -> None:
    ran = run("parse", file)
    assert (ran.code, ran.err) == (0, "")
    assert govreport.Report.model_validate_json(ran.out) == govreport.parse(page.encode())


def test_parse_reads_stdin_and_takes_the_url(run: Run, page: str) -> None:
    ran = run("parse", "-", "--url", "http://www.example.gov.cn/a.html", stdin=page.encode())
    data = json.loads(ran.out)
    assert (ran.code, data["source"]["url"]) == (0, "http://www.example.gov.cn/a.html")
    assert data["title"] == "云溪市水务局2022年政府信息公开工作年度报告"


def test_parse_takes_the_encoding(run: Run, page: str) -> None:
    undeclared = page.replace('<meta charset="utf-8">', "").encode("utf-16-le")
    ran = run("parse", "-", "--encoding", "utf-16-le", stdin=undeclared)
    assert (ran.code, json.loads(ran.out)["year"]) == (0, 2022)


def test_parse_as_markdown(run: Run, file: str) -> None:
    ran = run("parse", file, "--format", "markdown")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "---")
    assert "\n## 一、总体情况\n" in ran.out


def test_parse_as_summary(run: Run, file: str) -> None:
    ran = run("parse", file, "-f", "summary")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "云溪市水务局2022年政府信息公开工作年度报告")


def test_schema_is_the_schema_of_a_report(run: Run) -> None:
    ran = run("schema")
    assert ran.code == 0
    assert set(json.loads(ran.out)["properties"]) == set(govreport.Report.model_fields)


def test_convert_writes_a_line_for_each_document_in_the_order_of_the_paths(run: Run, tmp_path: Path, page: str) -> None:
    for name in ("in/b/2.html", "in/a.htm", "in/b/10.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page, encoding="utf-8")
    ran = run("convert", "in/b/2.html", "in", "in/b/*.html", "-o", "out.jsonl")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        "3 documents: 3 converted to out.jsonl",
        "  kinds: annual_report 3",
        "  years: 2022 3",
    ]
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["in/a.htm", "in/b/10.html", "in/b/2.html"]
    assert [line["report"]["year"] for line in lines] == [2022] * 3
    assert not (tmp_path / "out.errors.jsonl").exists()


def test_convert_keeps_what_failed_apart_and_exits_with_1(run: Run, file: str, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b" \n")
    (tmp_path / "b.html").write_bytes(b"%PDF-1.4 ...")
    ran = run("convert", ".", "-o", "out.jsonl")
    assert ran.code == 1
    assert ran.err.splitlines()[0] == "3 documents: 1 converted to out.jsonl, 2 failed (see out.errors.jsonl)"
    assert [json.loads(line)["id"] for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()] == [file]
    failed = [json.loads(line) for line in Path("out.errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["error"]) for line in failed] == [
        ("b.html", "UnsupportedMediaError"),
        ("empty.html", "EmptySourceError"),
    ]
    assert "PDF" in failed[0]["message"]


ENDINGS = ".jsonl .jsonl.gz .jsonl.zst .parquet .csv .xlsx .duckdb .parquet/"
MISUSES = [
    # arguments, what the line on stderr must say
    (("parse", "missing.html"), "missing.html: No such file or directory; give the path of a file, or - to read"),
    (("parse", "."), ".: is a folder"),
    (("convert", "missing.html", "-o", "o.jsonl"), "missing.html: no such file or folder"),
    (("convert", "a.html", "missing/*.html", "-o", "o.jsonl"), "missing/*.html: no document matches"),
    (("convert", "empty", "-o", "o.jsonl"), "empty: no documents in this folder"),
    (
        ("convert", "a.html", "-o", "missing/o.jsonl"),
        "cannot write: missing/o.jsonl: no such file or directory",
    ),
    (("convert", "a.html", "-o", "folder.csv"), "cannot write: folder.csv: is a folder"),
    (("convert", "a.html", "b.jsonl", "-o", "b.jsonl"), "cannot write: b.jsonl: is one of the documents"),
    (("convert", "a.html", "-o", "null.jsonl"), "cannot write: null.jsonl: is not an ordinary file"),
    *(
        (
            ("convert", "a.html", "-o", name),
            f"{name}: the kind of output is told by its ending, one of {ENDINGS}",
        )
        for name in ("o.txt", "a.html", "empty", "o.json", "-")
    ),
]


@pytest.mark.parametrize(("arguments", "said"), MISUSES)
def test_a_misuse_is_one_line_and_exit_code_2(
    run: Run, file: str, tmp_path: Path, page: str, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "b.jsonl").write_text("{}")
    (tmp_path / "null.jsonl").symlink_to("/dev/null")
    names = {path.name for path in tmp_path.iterdir()}
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("govreport: error: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert (tmp_path / file).read_text(encoding="utf-8") == page
    assert (tmp_path / "b.jsonl").read_text() == "{}"
    assert {path.name for path in tmp_path.iterdir()} == names


@pytest.mark.parametrize("arguments", [(), ("parse",), ("convert", "a.html"), ("nothing",), ("parse", "a", "--bogus")])
def test_wrong_options_say_how_it_is_used(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "Usage: govreport" in ran.err


def test_a_document_that_cannot_be_read_is_one_line_and_exit_code_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "scan.html").write_bytes(b"%PDF-1.7 ...")
    ran = run("parse", "scan.html")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "govreport: error: scan.html: the source is a PDF document, not a page of HTML or text; "
        "make text of it first, for example with pdftotext -layout\n"
    )


def test_an_unknown_encoding_is_named(run: Run, file: str) -> None:
    ran = run("parse", file, "--encoding", "klingon")
    assert (ran.code, ran.out) == (1, "")
    assert "unknown encoding 'klingon'; leave --encoding away" in ran.err


def test_an_unreadable_file_is_named(run: Run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run("parse", file) == (2, "", "govreport: error: a.html: Permission denied\n")


def test_a_fault_of_ours_is_no_traceback_either(run: Run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr(cli, "parse_file", broken)
    ran = run("parse", file)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "govreport: error: internal error, please report it (KeyError: 'lost')\n"


def test_the_module_is_the_command_and_its_output_is_utf8_in_any_locale(tmp_path: Path, page: str) -> None:
    (tmp_path / "页.html").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "govreport", "parse", "页.html", "--format", "summary"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    assert done.stdout.decode("utf-8").startswith("云溪市水务局")
    assert done.stderr == b""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this platform has no pseudo-terminals")
def test_a_progress_bar_on_a_terminal_only(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    code, seen = on_terminal(["convert", "a.html", "-o", "o.jsonl"], folder=tmp_path)
    assert code == 0
    assert "reading" in seen
    assert "1 document: 1 converted to o.jsonl" in seen
