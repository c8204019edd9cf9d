"""Help with examples that are right, completion for the three shells, the doctor, and errors that say what to do."""

from __future__ import annotations

import io
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import regex
import typer.main

import govreport
from govreport import cli_doctor
from govreport.cli import app, main
from govreport.cli_examples import EXAMPLES
from govreport.extras import EXTRAS, PURPOSES

COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    sys.stdout.flush()
    return int(left.value.code or 0), *capfd.readouterr()


def govreport_in(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PATH": os.environ["PATH"]}
    code = "from govreport.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=known | environment,
    )


# --- help -----------------------------------------------------------------------------------------------------


def test_every_command_has_examples() -> None:
    assert set(EXAMPLES) == {"", *COMMANDS}


@pytest.mark.parametrize("command", sorted(EXAMPLES))
def test_help_shows_the_examples(capfd: pytest.CaptureFixture[str], command: str) -> None:
    code, out, err = run(capfd, *command.split(), "--help")
    assert (code, err) == (0, "")
    lines = [line.strip() for line in out.splitlines()]
    assert "Examples:" in lines
    for example, what in EXAMPLES[command]:
        assert lines.index(example) == lines.index(f"# {what}") + 1
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("line", [line for examples in EXAMPLES.values() for line, _ in examples])
def test_an_example_is_taken_by_its_command(line: str) -> None:
    words = shlex.split(line)
    at = words.index("govreport")
    end = next((place for place, word in enumerate(words[at:], at) if word in ("|", ">") and place > at), len(words))
    name, *arguments = words[at + 1 : end]
    COMMANDS[name].make_context(name, arguments)  # raises for an option that is not there


def test_the_list_of_commands_is_not_cut(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "--help")
    assert "..." not in out.partition("Commands:")[2]


# --- completion -----------------------------------------------------------------------------------------------

SCRIPTS = {
    "bash": "complete -o default -F _govreport_completion govreport",
    "zsh": "#compdef govreport",
    "fish": "complete --command govreport",
}


@pytest.mark.parametrize("shell", sorted(SCRIPTS))
def test_the_script_of_a_shell(tmp_path: Path, shell: str) -> None:
    done = govreport_in(tmp_path, _GOVREPORT_COMPLETE=f"source_{shell}")
    assert (done.returncode, done.stderr) == (0, "")
    assert SCRIPTS[shell] in done.stdout
    program = shutil.which(shell)
    if program is not None:
        (tmp_path / "script").write_text(done.stdout, encoding="utf-8")
        assert subprocess.run([program, "-n", str(tmp_path / "script")], check=False).returncode == 0


ASKED = {
    "bash": {"COMP_WORDS": "govreport c", "COMP_CWORD": "1"},
    "zsh": {"_TYPER_COMPLETE_ARGS": "govreport c"},
    "fish": {"_TYPER_COMPLETE_ARGS": "govreport c", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
}


@pytest.mark.parametrize("shell", sorted(ASKED))
def test_commands_are_completed(tmp_path: Path, shell: str) -> None:
    done = govreport_in(tmp_path, _GOVREPORT_COMPLETE=f"complete_{shell}", **ASKED[shell])
    assert (done.returncode, done.stderr) == (0, "")
    assert set(regex.findall(r"\b(check|compare|convert|parse|schema)\b(?=[\t\n\"]|$)", done.stdout)) == {
        "check",
        "compare",
        "convert",
    }


def test_values_of_options_are_completed(tmp_path: Path) -> None:
    words = {"COMP_WORDS": "govreport parse --format ", "COMP_CWORD": "3"}
    done = govreport_in(tmp_path, _GOVREPORT_COMPLETE="complete_bash", **words)
    assert done.stdout.split() == ["json", "markdown", "summary"]


@pytest.mark.parametrize(("shell", "file"), [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", ".config/fish")])
def test_completion_can_be_installed(tmp_path: Path, shell: str, file: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed here")
    known = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PATH": os.environ["PATH"]}
    # The second command keeps the shell there to be found: it would put the last one in its own place.
    command = f"{sys.executable} -c 'from govreport.cli import main; main()' --install-completion && true"
    done = subprocess.run(
        [program, "-c", command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=known | {"HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{shell} completion installed in ")
    assert (tmp_path / file).exists()


# --- doctor ---------------------------------------------------------------------------------------------------


def test_the_doctor_for_programs(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, "doctor", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["govreport"], found["python"]) == (govreport.__version__, platform.python_version())
    assert found["libraries"]["lxml"] == metadata.version("lxml")
    assert regex.fullmatch(r"2\.\d+\.\d+", found["libraries"]["libxml2"])
    assert found["extras"]["excel"] == {
        "installed": True,
        "purpose": "workbooks (.xlsx) of reports and of the official form",
        "modules": {"xlsxwriter": metadata.version("xlsxwriter")},
        "install": "pip install 'govreport[excel]'",
    }
    assert set(found["tools"]) == {"java", "chromium", "cjk_fonts"}


def test_the_doctor_says_what_installs_what_is_missing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name in ("duckdb", "typer"):
            raise metadata.PackageNotFoundError(name)
        return "9.9"

    monkeypatch.setattr(cli_doctor, "version", version)
    monkeypatch.setattr(shutil, "which", lambda _name, path=None: None)
    code, out, _ = run(capfd, "doctor")
    assert code == 0
    lines = out.splitlines()
    assert "typer missing" in lines[1]
    assert (
        "  no  duckdb  a DuckDB file as the output of convert (duckdb missing); "
        "install it: pip install 'govreport[duckdb]'"
    ) in lines
    assert "  yes zstd    JSON lines compressed with Zstandard (.jsonl.zst) (zstandard 9.9)" in lines
    assert "  no  Java, for Spark; Spark 4 needs 17 or newer" in lines
    assert "  ?   Chinese fonts, for pages and plots (fc-list was not found)" in lines


def test_every_extra_is_known_to_the_doctor(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert set(PURPOSES) == set(EXTRAS.values()) == set(extras) - {"all"}
    [everything] = extras["all"]
    assert set(everything.removeprefix("govreport[").removesuffix("]").split(",")) == set(PURPOSES)
    for module, extra in EXTRAS.items():
        assert [line for line in extras[extra] if regex.match(rf"{module}\b", line.lower())]


# --- errors ---------------------------------------------------------------------------------------------------

BINARIES = [
    (b"%PDF-1.7 ...", "make text of it first, for example with pdftotext -layout"),
    (
        b"PK\x03\x04\x14\x00" + b"\x00" * 40,
        "save a document as HTML or text first; govreport convert reads archives of pages",
    ),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "give the page as HTML or text"),
]


@pytest.mark.parametrize(("data", "advice"), BINARIES)
def test_a_wrong_format_says_what_to_do(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, data: bytes, advice: str
) -> None:
    (tmp_path / "a.html").write_bytes(data)
    code, out, err = run(capfd, "parse", str(tmp_path / "a.html"))
    assert (code, out) == (1, "")
    assert err.endswith(f"; {advice}\n")
    assert err.count("\n") == 1


def test_standard_input_is_named_as_it_was_given(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b" \n")))
    assert run(capfd, "parse", "-") == (
        1,
        "",
        "govreport: error: -: the source is empty or holds nothing but blanks\n",
    )


@pytest.mark.parametrize("command", ["check", "review"])
def test_a_folder_without_documents(capfd: pytest.CaptureFixture[str], tmp_path: Path, command: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    more = ["-o", str(tmp_path / "o.html")] if command == "review" else []
    code, out, err = run(capfd, command, str(tmp_path), *more)
    assert (code, out) == (2, "")
    assert "no documents in this folder (looked for " in err
    assert ".html" in err
    assert err.count("\n") == 1


def test_a_missing_extra_is_named_with_its_command(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    code, out, err = run(capfd, "convert", str(tmp_path / "a.html"), "-o", str(tmp_path / "o.duckdb"))
    assert (code, out) == (2, "")
    assert err == "govreport: error: this needs duckdb, which is not installed: pip install 'govreport[duckdb]'\n"
