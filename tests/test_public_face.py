"""The public face: its names, that they are sorted and documented, and that nothing heavy comes with it."""

from __future__ import annotations

import inspect
import json
import os
import pickle
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import govreport
from govreport import errors, models

HEAVY = ["bs4", "numpy", "pandas", "polars", "pyarrow", "pyspark", "requests", "rich", "trafilatura", "typer"]
ERRORS = [getattr(errors, name) for name in errors.__all__]


def test_all_is_sorted_and_every_name_is_there() -> None:
    assert govreport.__all__ == sorted(set(govreport.__all__))
    assert not [name for name in govreport.__all__ if not hasattr(govreport, name)]


def test_the_names_that_users_rely_on() -> None:
    assert {
        "GovReportError",
        "ParseResult",
        "Report",
        "__version__",
        "parse",
        "parse_file",
        "parse_many",
    } <= set(govreport.__all__)


def test_every_public_name_is_documented() -> None:
    public = [getattr(govreport, name) for name in govreport.__all__ if name != "__version__"]
    things = [thing for thing in public if inspect.isclass(thing) or inspect.isfunction(thing)]
    assert len(things) > 5
    assert not [thing.__name__ for thing in things if not inspect.getdoc(thing)]


def test_parse_takes_its_options_by_name() -> None:
    parameters = inspect.signature(govreport.parse).parameters
    assert list(parameters) == ["source", "url", "media_type", "encoding"]
    assert all(parameters[name].kind is inspect.Parameter.KEYWORD_ONLY for name in ("url", "media_type", "encoding"))


@pytest.mark.parametrize("room", [models, errors], ids=["models", "errors"])
def test_the_rooms_have_sorted_faces(room: object) -> None:
    names: list[str] = getattr(room, "__all__")  # noqa: B009
    assert names == sorted(names)


@pytest.mark.parametrize("kind", ERRORS, ids=[kind.__name__ for kind in ERRORS])
def test_every_error_is_in_the_drawn_tree_and_can_be_pickled(kind: type[govreport.GovReportError]) -> None:
    assert issubclass(kind, govreport.GovReportError)
    assert kind.__name__ in (errors.__doc__ or "")
    again = pickle.loads(pickle.dumps(kind("no text", where="a.html")))
    assert (type(again), str(again), again.where) == (kind, "a.html: no text", "a.html")


def test_import_opens_no_room_before_a_name_is_used() -> None:
    code = (
        "import json, sys, govreport; before = [m for m in sys.modules if m.startswith(('govreport.', 'pydantic', 'lxml'))];"
        "from govreport import Report, parse; print(json.dumps([before, parse.__module__, Report.__module__]))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert json.loads(done.stdout) == [["govreport._version"], "govreport.pipeline", "govreport.models.report"]


def test_a_name_opens_its_room() -> None:
    assert set(govreport.__all__) <= set(dir(govreport))
    assert govreport.models is models
    assert govreport.Report is models.Report
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        govreport.nothing  # noqa: B018


def test_import_brings_nothing_heavy() -> None:
    code = f"import json, sys, govreport; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert json.loads(done.stdout) == []


def test_the_package_is_typed_and_has_one_version(repository: Path) -> None:
    assert (Path(govreport.__file__).parent / "py.typed").is_file()
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert f"## {govreport.__version__}" in (repository / "CHANGELOG.md").read_text(encoding="utf-8")
