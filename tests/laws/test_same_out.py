"""Law 5: the same bytes out in every process, thread and order; caches are bounded; all objects travel."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib
import inspect
import json
import multiprocessing
import os
import pickle
import pkgutil
import random
import re
import subprocess
import sys
import typing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from pattern_attacks import modules
from pydantic import TypeAdapter

import govreport
from govreport import GovReportError, Report
from govreport.batch import Conversion, Document, Failure, Fields, Outcome, Settings
from govreport.batch.arrow import Options, ReportBuilder
from govreport.batch.frames import Frames
from govreport.export import chunks
from govreport.forms import load_forms
from govreport.models import Model

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted(str(path) for path in ROOT.glob("fixtures/*/input.*"))
CHOSEN = FIXTURES[::4]


def digest(name: str) -> str:
    """The hash of a fixture's report, or the error that it ends in."""
    try:
        text = govreport.parse_file(name).model_dump_json()
    except GovReportError as error:
        text = f"{type(error).__name__}: {error}"
    return hashlib.sha256(text.encode()).hexdigest()


@functools.cache
def expected() -> dict[str, str]:
    return {name: digest(name) for name in FIXTURES}


def test_same_for_every_hash_seed() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); sys.path.insert(0, sys.argv[2]); from test_same_out import digest; "
        "[print(digest(name)) for name in sys.argv[3:]]"
    )
    folders = [str(Path(__file__).parent), str(ROOT / "tests" / "hostile")]
    for seed in ("0", "1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", code, *folders, *CHOSEN],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == [expected()[name] for name in CHOSEN], f"PYTHONHASHSEED={seed}"


def test_same_in_eight_threads_at_once() -> None:
    names = CHOSEN * 4
    random.Random(8).shuffle(names)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(digest, names)) == [expected()[name] for name in names]


@pytest.mark.parametrize("how", ["fork", "spawn", "forkserver"])
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_same_in_other_processes(how: str) -> None:
    if how not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {how} here")
    wanted = [expected()[name] for name in CHOSEN]
    code = (
        "import sys, multiprocessing; sys.path[:0] = sys.argv[2:4]; from test_same_out import digest\n"
        "if __name__ == '__main__':\n"
        "    digest(sys.argv[4])\n"  # the state of the parent is inherited by fork
        "    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:\n"
        "        print('\\n'.join(pool.map(digest, sys.argv[4:])))\n"
    )
    folders = [str(Path(__file__).parent), str(ROOT / "tests" / "hostile")]
    if how == "fork":
        done = subprocess.run(
            [sys.executable, "-c", code, how, *folders, *CHOSEN],
            capture_output=True,
            text=True,
            check=True,
            timeout=100,
        )
        assert done.stdout.split() == wanted
    else:
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(how)) as pool:
            assert list(pool.map(govreport_digest, CHOSEN)) == wanted


def govreport_digest(name: str) -> str:
    """:func:`digest`, by a name that a spawned process can import."""
    return digest(name)


def test_same_in_any_order() -> None:
    """No state leaks from one page to the next: forwards, backwards, shuffled, each page behind hostile ones."""
    backwards = FIXTURES[::-1]
    shuffled = random.Random(5).sample(FIXTURES, len(FIXTURES))
    for names in (backwards, shuffled):
        assert {name: digest(name) for name in names} == expected()
    for name in CHOSEN:
        for page in (
            "<table><tr><td rowspan=60000>",
            "《" * 500,
            "1" * 5_000,
            "索引号：" * 500,
            "\ud800\0",
            "<div>" * 3_000,
        ):
            try:
                govreport.parse(page)
            except GovReportError:
                continue
        assert digest(name) == expected()[name]


# --- caches -------------------------------------------------------------------------------------------------------

# Functions cached without a bound: their arguments are names of our own data (a form, a code, a file), never words of
# a page. The second test below watches them.
OWN_ARGUMENTS = {
    "checks_claims._words_of", "checks_sums.sums_of", "checks_sums._totals", "forms.get_form", "measures.known_measures",
    "measures._summed", "measures._columns", "measures._parts", "normalizer.statistics_labels.label_index",
    "normalizer.statistics_line._leaf_names", "normalizer.statistics_text._groups", "vocabulary.load", "vocabulary.words",
    "batch.arrow_types._schema", "batch.arrow_types.arrow_type", "normalizer.organization._any_of", "export.review.page._asset",
}  # fmt: skip


def _caches() -> dict[str, object]:
    found: dict[str, object] = {}
    for module in modules():
        for name, value in vars(module).items():
            if hasattr(value, "cache_info") and getattr(value, "__module__", "") == module.__name__:
                found[f"{module.__name__}.{name}"] = value
    return found


def test_every_cache_has_a_bound_or_takes_nothing_from_a_page() -> None:
    caches = _caches()
    assert len(caches) > 50
    unbounded = []
    for name, function in caches.items():
        takes = inspect.signature(function.__wrapped__).parameters  # type: ignore[attr-defined]
        most = function.cache_parameters()["maxsize"]  # type: ignore[attr-defined]
        if takes and most is None and name.removeprefix("govreport.") not in OWN_ARGUMENTS:
            unbounded.append(name)
    assert unbounded == []


def test_caches_without_a_bound_do_not_grow_with_pages() -> None:
    """What the exceptions above say, watched: a second round of other pages adds nothing to them."""
    for name in FIXTURES:
        digest(name)
    before = {name: f.cache_info().currsize for name, f in _caches().items() if f.cache_parameters()["maxsize"] is None}  # type: ignore[attr-defined]
    for name in FIXTURES:
        text = (
            Path(name)
            .read_bytes()
            .decode("utf-8", "replace")
            .replace("公开", "公布")
            .replace("2", "3")
            .replace("局", "处")
        )
        try:
            govreport.parse(text)
        except GovReportError:
            continue
    after = {name: f.cache_info().currsize for name, f in _caches().items() if name in before}  # type: ignore[attr-defined]
    grown = {name for name in before if after[name] > max(before[name], 40)}
    assert grown == set()


# --- objects that travel ------------------------------------------------------------------------------------------


def _errors(kind: type[GovReportError] = GovReportError) -> list[type[GovReportError]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in _errors(below))]


@pytest.mark.parametrize("kind", _errors(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("where", [None, "folder/页.html"])
def test_every_error_can_be_pickled(kind: type[GovReportError], where: str | None) -> None:
    error = kind("what was wrong: 原因", where=where)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(error, protocol))
        assert type(again) is kind
        assert (str(again), again.message, again.where, again.args) == (str(error), error.message, where, error.args)


# Rooms whose faces are public: those of the reference, and the faces of whole packages.
ROOMS = sorted(
    {
        *re.findall(r"automodule:: (govreport[.\w]*)", (ROOT / "docs" / "reference" / "api.rst").read_text("utf-8")),
        *(f"govreport.models.{info.name}" for info in pkgutil.iter_modules(govreport.models.__path__)),
        *("govreport.models", "govreport.batch", "govreport.export", "govreport.forms"),
    }
)
# What JSON cannot hold: an exception (its text can be told), the tables of another library, bytes.
NO_JSON = {"ParseResult", "Frames", "Document"}


def _public_classes() -> set[type]:
    """Every class in the face of a public room, so that no new one is forgotten; errors have a test of their own."""
    rooms = [importlib.import_module(name) for name in ROOMS]
    found = {getattr(room, name) for room in rooms for name in room.__all__}
    return {
        kind
        for kind in found
        if isinstance(kind, type)
        and kind.__module__.startswith("govreport")
        and not issubclass(kind, Exception)
        and kind not in (Model, ReportBuilder)  # the base of all, and a tool that holds a batch while it grows
    }


def _public_models() -> set[type]:
    return {kind for kind in _public_classes() if issubclass(kind, Model)}


def _keys(kind: type) -> tuple[frozenset[str], frozenset[str]] | None:
    """The keys that a TypedDict must have and may have."""
    if not typing.is_typeddict(kind):
        return None
    return kind.__required_keys__, kind.__required_keys__ | kind.__optional_keys__  # type: ignore[attr-defined]


def _objects(value: object, seen: dict[type, list[object]]) -> None:
    """Sort ``value`` and all that is in it by type."""
    if isinstance(value, Model):
        inside: list[object] = [getattr(value, name) for name in type(value).model_fields]
    elif isinstance(value, dict):
        inside = list(value.values())
        for kind in _public_classes():
            keys = _keys(kind)
            if keys is not None and keys[0] <= set(value) <= keys[1]:
                seen.setdefault(kind, []).append(value)
    elif isinstance(value, (tuple, list)):
        inside = list(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        inside = [getattr(value, field.name) for field in dataclasses.fields(value)]
    else:
        inside = []
    if type(value).__module__.startswith("govreport") and not isinstance(value, Exception):
        seen.setdefault(type(value), []).append(value)
    for item in inside:
        _objects(item, seen)


def _with_local_row(year: int, requests: int) -> Report:
    """A report whose table has a row of its own, in two years that differ: what no fixture shows."""
    rows = [("统计指标", "单位", "统计数"), ("（二）申请办结数", "件", requests), ("本地统计数", "件", 5)]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    prose = "<p>现将本年度政府信息公开工作的有关情况公布如下，统计指标见表。</p>"
    return govreport.parse(f"<h1>云溪市水务局{year}年政府信息公开工作年度报告</h1>{prose}<table>{table}</table>")


def _samples() -> dict[type, list[object]]:
    """Objects of every public class: reports of the fixtures, and what can be made of reports."""
    seen: dict[type, list[object]] = {}
    results = list(govreport.parse_many([*FIXTURES, "no/such/file"]))
    _objects(results, seen)
    reports = [result.report for result in results if result.report is not None]
    years = [report for report in reports if report.kind == "annual_report" and report.year is not None]
    _objects(govreport.compare(*years[:2]), seen)
    local = [_with_local_row(2016, 12), _with_local_row(2017, 13)]
    _objects([*local, govreport.compare(*local)], seen)
    _objects([row for report in reports if report.statistics is not None for row in report.statistics.rows()], seen)
    _objects(list(load_forms()), seen)
    _objects(govreport.panel(years), seen)
    _objects([chunk for report in reports[:9] for chunk in chunks(report)], seen)
    fields = Fields(html="页面")
    settings = Settings(workers=2, headers="zh", errors="错误.jsonl", fields=fields)
    failure = Failure("EmptySourceError", "原因")
    output = Conversion(Path("报告.jsonl"), 3, 1, skipped=Counter(picture=2))
    _objects([settings, Options(max_bytes=9), output, Document("页", content=b"\xff", failure=failure)], seen)
    _objects(Outcome("页", "ok"), seen)
    seen[Frames] = [govreport.to_frames(reports[:3])]
    return seen


def _travels(value: object, kind: type) -> None:
    again = pickle.loads(pickle.dumps(value))
    if kind is Frames:
        assert [left.equals(right) for left, right in zip(again, value, strict=True)] == [True] * 5  # type: ignore[call-overload]
        return
    if kind is govreport.ParseResult:  # exceptions are equal to themselves only
        assert isinstance(value, govreport.ParseResult)
        assert (again[:-1], str(again.error)) == (value[:-1], str(value.error))
        return
    assert again == value
    assert type(again) is (kind if _keys(kind) is None else dict)


def _goes_to_json(value: object, kind: type) -> None:
    if _keys(kind) is not None:
        assert isinstance(value, dict)
        again = json.loads(json.dumps(value, default=str))  # decimals as their digits
        assert {
            key: Decimal(again[key]) if isinstance(old, Decimal) else again[key] for key, old in value.items()
        } == value
    elif isinstance(value, Model):
        text = value.model_dump_json()
        assert type(value).model_validate_json(text) == value
        assert type(value).model_validate(value.model_dump()) == value
        assert json.loads(text) == value.model_dump(mode="json")
        with pytest.raises(Exception, match="frozen"):
            setattr(value, next(iter(type(value).model_fields)), None)
    else:
        adapter: TypeAdapter[object] = TypeAdapter(kind)
        assert adapter.validate_json(adapter.dump_json(value)) == value


def test_every_public_object_goes_to_json_and_pickle_and_back() -> None:
    """Not the report alone: each object in it by itself, as a user may store it; none that is public is left out."""
    seen = _samples()
    for kind, objects in seen.items():
        for value in objects[:: max(1, len(objects) // 40)]:
            _travels(value, kind)
            if kind.__name__ not in NO_JSON:
                _goes_to_json(value, kind)
    public = _public_classes()
    assert {"Report", "Chunk", "ExtraRow", "ParseResult", "Options", "PanelRow", "Form"} <= {k.__name__ for k in public}
    assert {kind.__name__ for kind in public - set(seen)} == set()


def test_results_of_many_can_be_pickled() -> None:
    results = list(govreport.parse_many([FIXTURES[0], "no/such/file", ("empty", b""), ("pdf", b"%PDF-1.4")]))
    assert [result.status for result in results] == ["ok", "failed", "failed", "failed"]
    again = pickle.loads(pickle.dumps(results))
    assert [(r.id, r.status, r.report, str(r.error)) for r in again] == [
        (r.id, r.status, r.report, str(r.error)) for r in results
    ]


def test_public_types_have_hints() -> None:
    """A type that cannot be resolved in another process cannot be validated there."""
    for kind in _public_models():
        assert typing.get_type_hints(kind, vars(importlib.import_module(kind.__module__)))
