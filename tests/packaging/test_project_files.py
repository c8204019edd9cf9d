"""The files around the package say the same as the package: versions, commands, licence, templates."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import govreport


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_version_stands_in_one_place(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "src/govreport/_version.py"
    assert read_yaml(repository / "CITATION.cff")["version"] == govreport.__version__
    changes = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {govreport.__version__}" in changes


def test_the_citation_names_the_licence_of_the_project(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    cited = read_yaml(repository / "CITATION.cff")
    assert cited["license"] == project["project"]["license"] == "Apache-2.0"
    assert cited["cff-version"] == "1.2.0"


def test_pre_commit_runs_what_make_lint_runs(repository: Path) -> None:
    recipe = (repository / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].splitlines()[1:]
    commands = []
    for line in recipe:
        if not line.startswith("\t"):
            break
        commands.append(line.strip().replace("$(BIN)", ".venv/bin"))
    hooks = read_yaml(repository / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    assert [hook["entry"] for hook in hooks] == commands
    assert len(commands) == 3


@pytest.mark.parametrize("name", ["wrong-field", "crash-or-hang", "new-layout-or-form"])
def test_issue_templates_ask_for_the_page(repository: Path, name: str) -> None:
    template = read_yaml(repository / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml")
    required = {item["id"] for item in template["body"] if item.get("validations", {}).get("required")}
    assert "page" in required
    assert template["name"]
    assert template["description"]


def test_the_template_for_a_wrong_field_asks_for_got_and_expected(repository: Path) -> None:
    template = read_yaml(repository / ".github" / "ISSUE_TEMPLATE" / "wrong-field.yml")
    required = {item["id"] for item in template["body"] if item.get("validations", {}).get("required")}
    assert {"page", "field", "got", "expected"} <= required


def test_python_m_govreport_is_the_command(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"] == {"govreport": "govreport.__main__:main"}
    main = (repository / "src" / "govreport" / "__main__.py").read_text(encoding="utf-8")
    assert "from govreport.cli import main" in main or "from .cli import main" in main
