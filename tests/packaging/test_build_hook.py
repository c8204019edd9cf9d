"""The build hook: nothing happens unless it is asked for, no compiler is no error, and what it tells the compiler."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path
from typing import Any

import hatch_build
import pytest


class _App:
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, message: str) -> None:
        self.warnings.append(message)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src" / "govreport").mkdir(parents=True)
    (tmp_path / "src" / "govreport" / "raw.py").write_text("LIMIT = 3\n", encoding="utf-8")
    return tmp_path


def _hook(project: Path, app: _App) -> hatch_build.CustomBuildHook:
    config = {"modules": ["raw"], "requires": ["mypy"]}
    hook: Any = hatch_build.CustomBuildHook(str(project), config, None, None, str(project / "dist"), "wheel", app)  # type: ignore[arg-type]
    return hook  # type: ignore[no-any-return]


def _build_data() -> dict[str, Any]:
    return {"pure_python": True, "infer_tag": False, "force_include": {}}


@pytest.mark.parametrize("value", [None, "", "0"])
def test_a_wheel_is_pure_unless_it_is_asked_for(
    project: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv(hatch_build.SWITCH, raising=False)
    else:
        monkeypatch.setenv(hatch_build.SWITCH, value)
    data = _build_data()
    hook = _hook(project, _App())
    hook.initialize("standard", data)
    assert data == _build_data()
    assert hook.dependencies() == []
    assert not (project / "build").exists()


def test_an_editable_installation_is_pure(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(hatch_build.SWITCH, "1")
    data = _build_data()
    _hook(project, _App()).initialize("editable", data)
    assert data == _build_data()


def test_without_what_compiles_the_wheel_is_pure_and_says_why(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(hatch_build.SWITCH, "1")
    monkeypatch.setattr(hatch_build, "_SETUP", "import sys; sys.exit('no compiler')")
    app, data = _App(), _build_data()
    hook = _hook(project, app)
    assert hook.dependencies() == ["mypy"]
    hook.initialize("standard", data)
    assert data == _build_data()
    assert len(app.warnings) == 1
    assert "no compiler" in app.warnings[0]


def test_what_was_compiled_goes_into_a_wheel_of_this_platform(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(hatch_build.SWITCH, "1")
    making = "import pathlib; pathlib.Path('govreport/raw.x.so').touch(); pathlib.Path('govreport__mypyc.x.so').touch()"
    monkeypatch.setattr(hatch_build, "_SETUP", making)
    app, data = _App(), _build_data()
    _hook(project, app).initialize("standard", data)
    assert not app.warnings
    assert sorted(data["force_include"].values()) == ["govreport/raw.x.so", "govreport__mypyc.x.so"]
    assert (data["pure_python"], data["infer_tag"]) == (False, True)
    assert (project / "build/compiled/govreport/raw.py").read_text(encoding="utf-8") == "LIMIT: Final = 3\n"
    assert (project / "src/govreport/raw.py").read_text(encoding="utf-8") == "LIMIT = 3\n"


def _listed(repository: Path) -> list[str]:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    names: list[str] = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["modules"]
    return names


def test_the_modules_of_the_list_are_there_and_keep_their_lines(repository: Path) -> None:
    names = _listed(repository)
    assert len(names) == len(set(names)) > 20
    for name in names:
        source = (repository / "src" / "govreport" / f"{name}.py").read_text(encoding="utf-8")
        changed = hatch_build.with_constants(source)
        assert len(changed.splitlines()) == len(source.splitlines())
        before, after = ast.parse(source), ast.parse(changed)
        assert [node.lineno for node in after.body if not isinstance(node, ast.ImportFrom)] == [
            node.lineno for node in before.body if not isinstance(node, ast.ImportFrom)
        ]


def test_no_compiled_class_derives_from_one_written_in_c(repository: Path) -> None:
    """mypyc compiles such a class, and the first look at an attribute that is not there kills the process."""
    for name in _listed(repository):
        tree = ast.parse((repository / "src" / "govreport" / f"{name}.py").read_text(encoding="utf-8"))
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        bases = {ast.unparse(base) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases}
        assert bases <= own | {"NamedTuple", "Protocol", "TypedDict"}, name


def test_no_module_is_built_where_python_has_no_mypyc(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real set-up in an interpreter without site-packages: no mypyc, no error."""
    monkeypatch.setenv(hatch_build.SWITCH, "1")
    bare = project / "bare"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n', encoding="utf-8")
    bare.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(bare))
    app, data = _App(), _build_data()
    _hook(project, app).initialize("standard", data)
    assert data == _build_data()
    assert "mypyc" in app.warnings[0]
