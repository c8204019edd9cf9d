"""The compiled package (``make compiled``): the same bytes out as the pure one, from modules that are compiled indeed."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
import tomllib
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import govreport
from govreport.parsers import html

REPOSITORY = Path(__file__).resolve().parents[1]
CORPUS = REPOSITORY.parent / "shared" / "corpus"
pytestmark = [pytest.mark.compiled, pytest.mark.timeout(600)]

# One line a page: its place and the digest of its report, or its refusal.
_DIGESTS = """
import hashlib, sys
from pathlib import Path
import govreport
from govreport import raw
print(raw.__file__)
for folder in sys.argv[1:]:
    for path in sorted(p for p in Path(folder).rglob("*") if p.suffix in (".html", ".txt")):
        try:
            said = hashlib.sha256(govreport.parse(path.read_bytes()).model_dump_json().encode()).hexdigest()
        except govreport.GovReportError as error:
            said = f"{type(error).__name__}: {error}"
        print(path.name, said)
"""


def _modules() -> list[str]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    names = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["modules"]
    return [f"govreport.{name.replace('/', '.')}" for name in names]


def _digests(seed: str, **more: str) -> list[str]:
    folders = [str(folder) for folder in (REPOSITORY / "fixtures", CORPUS) if folder.is_dir()]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", _DIGESTS, *folders],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env=environment | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"} | more,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", _modules())
def test_a_module_of_the_list_is_compiled_and_keeps_its_source(name: str) -> None:
    file = Path(str(importlib.import_module(name).__file__))
    assert file.suffix in (".so", ".pyd")
    assert (file.parent / f"{name.rpartition('.')[2]}.py").is_file()


def test_the_same_bytes_come_out_compiled_and_pure_for_every_hash_seed() -> None:
    pure, *of_pure = _digests("0", PYTHONPATH=str(REPOSITORY / "src"))
    first, *of_first = _digests("0")
    _second, *of_second = _digests("77")
    assert pure.endswith("raw.py")
    assert not first.endswith("raw.py")
    assert len(of_pure) > 50
    assert of_first == of_pure
    assert of_second == of_pure


def test_reports_are_the_same_in_threads_and_pickle() -> None:
    pages = [path.read_bytes() for path in sorted((REPOSITORY / "fixtures").rglob("*.html"))]
    alone = [govreport.parse(page) for page in pages]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(govreport.parse, pages)) == alone
    assert pickle.loads(pickle.dumps(alone)) == alone


def test_a_traceback_names_file_and_line_of_the_source() -> None:
    with pytest.raises(AttributeError) as caught:
        html.parse_tree(object())
    frames = [frame for frame in traceback.extract_tb(caught.value.__traceback__) if frame.filename.endswith("html.py")]
    assert frames
    source = (REPOSITORY / "src/govreport/parsers/html.py").read_text(encoding="utf-8").splitlines()
    assert "walk(" in source[(frames[0].lineno or 0) - 1]
