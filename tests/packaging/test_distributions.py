"""The wheel and the sdist: what is in them, and that each works in a virtual environment that has nothing of ours.

``make test-package`` builds them into ``dist/`` first and runs these; they install from the package index.
"""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from email.parser import HeaderParser
from pathlib import Path

import pytest

import govreport

pytestmark = [pytest.mark.package, pytest.mark.timeout(900)]

VERSION = govreport.__version__


@pytest.fixture(scope="session")
def dist() -> Path:
    folder = Path(__file__).resolve().parents[2] / "dist"
    if not list(folder.glob(f"govreport-{VERSION}*.whl")):
        pytest.skip("no wheel in dist/: make test-package builds it first")
    return folder


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    return dist / f"govreport-{VERSION}-py3-none-any.whl"


@pytest.fixture(scope="session")
def sdist(dist: Path) -> Path:
    return dist / f"govreport-{VERSION}.tar.gz"


class Environment:
    """A virtual environment of its own, outside the repository, with one thing installed."""

    def __init__(self, folder: Path, requirement: str) -> None:
        venv.create(folder, with_pip=True)
        self.bin = folder / "bin"
        self.here = folder.parent
        self.run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement)

    def run(self, program: str, *arguments: str, code: int = 0, more: Mapping[str, str] | None = None) -> str:
        """What it printed on both streams; the exit code must be ``code``."""
        clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.here,
            env={**clean, **(more or {})},
            check=False,
        )
        assert done.returncode == code, done.stdout
        return done.stdout


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Environment:
    return Environment(tmp_path_factory.mktemp("bare") / "venv", str(wheel))


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Environment:
    return Environment(tmp_path_factory.mktemp("full") / "venv", f"{wheel}[all]")


@pytest.fixture
def page(repository: Path) -> str:
    return str(repository / "fixtures" / "ar-2021-form" / "input.html")


def test_the_wheel_holds_the_package_with_its_data_and_nothing_else(wheel: Path, repository: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
    package = repository / "src"
    tracked = subprocess.run(
        ["git", "ls-files", "src/govreport"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout.split()
    wanted = {(repository / name).relative_to(package).as_posix() for name in tracked}
    info = {name for name in names if name.startswith(f"govreport-{VERSION}.dist-info/")}
    assert names - info == wanted
    assert {"govreport/py.typed", "govreport/vocabulary/labels.toml", "govreport/forms/2021.toml"} <= names
    assert f"govreport-{VERSION}.dist-info/licenses/LICENSE" in info


def test_the_metadata_say_what_an_index_shows(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        meta = HeaderParser().parsestr(file.read(f"govreport-{VERSION}.dist-info/METADATA").decode())
    assert (meta["Name"], meta["Version"], meta["Requires-Python"]) == ("govreport", VERSION, ">=3.11")
    assert meta["License-Expression"] == "Apache-2.0"
    assert meta["Description-Content-Type"] == "text/markdown"
    classifiers = meta.get_all("Classifier")
    assert classifiers is not None
    assert "Typing :: Typed" in classifiers
    base = [line for line in meta.get_all("Requires-Dist") or [] if "extra ==" not in line]
    assert sorted(line.partition(">")[0] for line in base) == [
        "beautifulsoup4",
        "lxml",
        "pydantic",
        "regex",
        "rich",
        "typer",
    ]


def test_the_sdist_holds_what_is_needed_to_test_it(sdist: Path) -> None:
    with tarfile.open(sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    wanted = {"pyproject.toml", "README.md", "README.zh-CN.md", "LICENSE", "CITATION.cff", "Makefile", "PKG-INFO"}
    assert wanted <= names
    assert {"tests/conftest.py", "fixtures/ar-2021-form/input.html", "benchmarks/gold.py", "docs/findings.md"} <= names
    assert not [name for name in names if ".venv" in name or "__pycache__" in name or name.startswith("dist/")]


def test_without_extras_it_reads_converts_and_names_what_is_missing(bare: Environment, page: str) -> None:
    said = json.loads(bare.run("govreport", "parse", page, "--format", "json"))
    assert (said["kind"], said["year"]) == ("annual_report", 2021)
    assert said == json.loads(bare.run("python", "-m", "govreport", "parse", page, "--format", "json"))
    bare.run("govreport", "convert", page, "-o", "out.jsonl")
    line = json.loads((bare.here / "out.jsonl").read_text(encoding="utf-8"))
    assert line["report"] == said
    for output, extra in (("out.parquet", "arrow"), ("out.xlsx", "excel"), ("out.duckdb", "duckdb")):
        message = bare.run("govreport", "convert", page, "-o", output, code=2)
        assert f"govreport[{extra}]" in "".join(message.split()), message
        assert "Traceback" not in message
    assert VERSION in bare.run("govreport", "doctor")


def test_with_all_extras_every_output_is_written(full: Environment, page: str) -> None:
    for output in ("o.jsonl.zst", "o.parquet", "o.csv", "o.xlsx", "o.duckdb"):
        full.run("govreport", "convert", page, "-o", output)
    count = "import duckdb; print(duckdb.connect('o.duckdb', read_only=True).sql('select id from reports').fetchall()[0][0])"
    assert "ar-2021-form" in full.run("python", "-c", count)
    full.run("govreport", "review", page, "-o", "review.html")
    assert "</html>" in (full.here / "review.html").read_text(encoding="utf-8")
    full.run("govreport", "report", "o.parquet", "-o", "overview.html")
    assert "</html>" in (full.here / "overview.html").read_text(encoding="utf-8")
    full.run("python", "-c", "import govreport.batch.spark")


def test_the_sdist_builds_the_same_package(sdist: Path, tmp_path: Path, page: str) -> None:
    made = Environment(tmp_path / "venv", str(sdist))
    assert json.loads(made.run("govreport", "parse", page, "--format", "json"))["year"] == 2021
