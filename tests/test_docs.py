"""Every code block of the documentation runs.

Per document, in the order in which a reader meets them: ``python`` blocks share their names; a ``console`` block runs each
line after ``$ `` in a shell, from a folder that has ``fixtures/`` and ``examples/`` beside it, and where output is printed
under it, it must be that (``...`` stands for anything). ``toml`` and ``json`` blocks must be readable. ``sh`` is for what a
test cannot do (installing, make, a cluster): only commands that exist may stand there.
"""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import regex
import typer

import govreport
from govreport.cli import app

REPOSITORY = Path(__file__).resolve().parents[1]
_BLOCK = regex.compile(r"^```(?P<language>[a-z]*)\n(?P<code>.*?)^```$", regex.DOTALL | regex.MULTILINE)
ELSEWHERE = {
    "docs/findings.md": "tests/test_findings_doc.py",
    "README.md": "tests/test_readme.py",
    "docs/scale.md": "tests/spark/test_spark.py",
}
"""Documents whose python blocks another test runs in its own way."""
NOT_RUN = ("pip install", "make ", "spark-submit", "git clone", "cd ", "python -m venv", "uv pip install")
DOCUMENTS = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for path in [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), *REPOSITORY.glob("benchmarks/*.md")]
    if "_build" not in path.parts
)


class Code(NamedTuple):
    """A code block: its language, text and the line where it begins."""

    language: str
    text: str
    line: int


def blocks(document: str) -> list[Code]:
    text = (REPOSITORY / document).read_text(encoding="utf-8")
    return [Code(m["language"], m["code"], text.count("\n", 0, m.start()) + 2) for m in _BLOCK.finditer(text)]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder to work in, with the fixtures and examples of the repository beside what is written there."""
    for name in ("fixtures", "examples"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    return tmp_path


def with_language(language: str) -> list[str]:
    return [name for name in DOCUMENTS if any(code.language == language for code in blocks(name))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_says_what_it_is(document: str) -> None:
    known = {"", "python", "console", "toml", "json", "yaml", "sh", "text", "html", "sql", "markdown"}
    assert {code.language for code in blocks(document)} <= known


@pytest.mark.parametrize("document", [name for name in with_language("python") if name not in ELSEWHERE])
def test_python_blocks_run(document: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    names: dict[str, Any] = {"__name__": "docs"}
    for code in blocks(document):
        if code.language == "console":
            _run_console(code, document, desk)
        if code.language == "python":
            source = "\n" * (code.line - 1) + code.text
            exec(compile(source, str(REPOSITORY / document), "exec"), names)


@pytest.mark.parametrize(("document", "test"), ELSEWHERE.items())
def test_what_runs_elsewhere_is_run_there(document: str, test: str) -> None:
    assert Path(document).name in (REPOSITORY / test).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", with_language("console"))
def test_console_blocks_run(document: str, desk: Path) -> None:
    for code in blocks(document):
        if code.language == "console":
            _run_console(code, document, desk)


def _run_console(code: Code, document: str, desk: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONWARNINGS": "error"}
    command, wanted = "", ""
    for line in [*code.text.splitlines(), "$ "]:
        if not line.startswith("$ "):
            wanted += line + "\n"
            continue
        if command:
            _run(command, wanted, f"{document}:{code.line}", desk, environment)
        command, wanted = line[2:], ""


def _run(command: str, wanted: str, where: str, desk: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command,
        shell=True,
        cwd=desk,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    # A command that finds something to complain about ends with 1, as documented; 2 and more is a mistake of the page.
    assert done.returncode in (0, 1), f"{where}: {command}\n{done.stdout}"
    if wanted.strip():
        same = doctest.OutputChecker().check_output(
            wanted, done.stdout, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        )
        assert same, f"{where}: {command}\nwanted:\n{wanted}\ngot:\n{done.stdout}"


@pytest.mark.parametrize("document", with_language("toml") + with_language("json"))
def test_data_blocks_can_be_read(document: str) -> None:
    for code in blocks(document):
        if code.language == "toml":
            assert tomllib.loads(code.text)
        elif code.language == "json":
            json.loads(code.text)


@pytest.mark.parametrize("document", with_language("sh"))
def test_what_is_not_run_exists(document: str) -> None:
    targets = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for code in blocks(document):
        if code.language != "sh":
            continue
        for line in code.text.splitlines():
            command = line.partition("#")[0].strip()
            if not command or line[0].isspace():
                continue
            assert command.startswith(NOT_RUN), f"{document}:{code.line}: {command}"
            if command.startswith("make "):
                target = command.split()[1]
                assert f"\n{target}:" in targets, f"{document}:{code.line}: no target {target}"


def test_the_site_has_every_document() -> None:
    index = (REPOSITORY / "docs" / "index.md").read_text(encoding="utf-8").splitlines()
    for path in [*(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / "docs").rglob("*.rst")]:
        name = path.relative_to(REPOSITORY / "docs").with_suffix("").as_posix()
        if name != "index" and not name.startswith("_build"):
            assert name in index, f"docs/{name} is not in the table of contents of docs/index.md"


_TABLE = regex.compile(r"^## `(?P<model>\w+)`\n\n(?:\|.*\n)+", regex.MULTILINE)
_FIELD = regex.compile(r"^\| `(\w+)` \|", regex.MULTILINE)


def test_the_reference_has_every_field_of_every_model() -> None:
    text = (REPOSITORY / "docs" / "reference" / "report.md").read_text(encoding="utf-8")
    tables = {found["model"]: _FIELD.findall(found.group()) for found in _TABLE.finditer(text)}
    assert {"Report", "Metadata", "Section", "StatisticCell", "Evidence"} <= set(tables)
    for model, fields in tables.items():
        assert fields == list(getattr(govreport, model).model_fields), model


def test_the_reference_has_every_command_and_option() -> None:
    text = (REPOSITORY / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    group = typer.main.get_command(app)
    commands = group.commands  # type: ignore[attr-defined]
    assert len(commands) >= 7
    for name, command in commands.items():
        part = text.partition(f"## `govreport {name}`\n")[2].partition("\n## ")[0]
        assert part, f"{name}: make cli-docs"
        options = [option for known in command.params for option in known.opts if option.startswith("-")]
        missing = [option for option in options if option not in part]
        assert not missing, f"{name}: {missing}: make cli-docs"
