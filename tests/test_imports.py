"""Who may import whom: the lines of docs/architecture.md, held by reading the imports of the package."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import regex

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "govreport"

CLI = {"cli_check", "cli_convert", "cli_doctor", "cli_errors", "cli_examples", "cli_output", "cli_report", "cli_review"}
# The room → the rooms of ours that it may import. Every room may use its own modules.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "raw": set(),
    "pool": set(),
    "_version": set(),
    "models": set(),
    "vocabulary": {"errors"},
    "forms": {"errors"},
    "parsers": {"raw", "vocabulary", "errors"},
    "normalizer": {"raw", "models", "vocabulary", "forms", "errors"},
    "measures": {"models", "forms"},
    "checks": {"models", "checks_figures", "checks_statistics", "checks_claims", "checks_structure"},
    "checks_figures": {"models"},
    "checks_sums": {"models", "forms"},
    "checks_words": {"models", "forms", "checks_sums"},
    "checks_statistics": {"models", "forms", "vocabulary", "checks_sums", "checks_words"},
    "checks_claims": {"models", "vocabulary", "measures", "checks_figures", "checks_sums", "checks_words"},
    "checks_structure": {"models", "vocabulary"},
    "comparison": {"models", "compare_findings", "compare_figures", "compare_text"},
    "compare_findings": {"models", "checks_sums", "checks_words"},
    "compare_figures": {"models", "forms", "measures", "checks_words"},
    "compare_text": {"models"},
    "panels": {"models"},
    "export": {"models", "forms", "vocabulary", "checks_statistics", "checks_sums", "extras", "errors"},
    "extras": {"errors"},
    "pipeline": {"parsers", "normalizer", "checks", "models", "raw", "pool", "errors", "_version"},
    "batch": {"pipeline", "pool", "export", "extras", "models", "errors", "_version"},
    "__init__": {"pipeline", "comparison", "panels", "batch", "models", "errors", "_version"},
    "cli": {"__init__", "export", "models", "errors", "_version", *CLI},
    "cli_errors": {"errors"},
    "cli_examples": set(),
    "cli_doctor": {"__init__", "extras"},
    "cli_check": {"__init__", "batch", "export", "models", "errors"},
    "cli_convert": {"extras", "batch", "errors", "cli_errors"},
    "cli_output": set(),
    "cli_report": {"cli_output", "__init__", "export", "errors", "cli_errors"},
    "cli_review": {"cli_output", "cli_errors", "batch", "export", "extras", "models", "pool", "errors"},
    "__main__": {"cli"},
}
# The one arrow that runs back up: design.md wants `report.to_markdown()`, and an object cannot have a method that its
# class does not know. These modules may name export inside of their methods, where nothing is imported before a user
# calls one; a module that is only loaded imports models and nothing else. No other module may be added lightly.
DOORS: dict[tuple[str, ...], set[str]] = {("models", "report"): {"export"}, ("models", "statistics"): {"export"}}
FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> tuple[str, ...]:
    """``("parsers", "html")`` for parsers/html.py, ``("parsers",)`` for parsers/__init__.py."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """The modules of ours that a file imports, wherever in the file the statement stands."""
    return _named(path, ast.parse(path.read_text(encoding="utf-8")))


def imported_inside(path: Path) -> set[tuple[str, ...]]:
    """Those of them that are imported inside of functions only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [target for function in functions for target in _named(path, function)]
    everywhere = list(_named(path, tree))
    return {target for target in inside if everywhere.count(target) == inside.count(target)}


def judged(path: Path) -> set[tuple[str, ...]]:
    """The imports to which the rules apply: all but those of a door."""
    through = {target for target in imported_inside(path) if target[0] in DOORS.get(module_of(path), ())}
    return set(imported(path)) - through


def _named(path: Path, tree: ast.AST) -> Iterator[tuple[str, ...]]:
    package = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = tuple(alias.name.split("."))
                if parts[0] == "govreport":
                    yield parts[1:] or ("__init__",)
        elif isinstance(node, ast.ImportFrom):
            base = tuple(node.module.split(".")) if node.module else ()
            if node.level:
                up = package[: len(package) - node.level + 1]
                base = ("govreport", *up, *base)
            if base[:1] == ("govreport",):
                for alias in node.names:
                    yield _resolved(base[1:], alias.name)


def _resolved(base: tuple[str, ...], name: str) -> tuple[str, ...]:
    """``from package import name`` imports the module ``package.name`` where there is one."""
    inner = PACKAGE.joinpath(*base, name)
    if inner.with_suffix(".py").is_file() or (inner / "__init__.py").is_file():
        return (*base, name)
    return base or ("__init__",)


def test_the_package_was_found() -> None:
    assert {module_of(path)[0] for path in FILES} >= {"models", "parsers", "normalizer", "pipeline", "cli"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = module_of(path)[0]
    assert room in ALLOWED, f"a new room: say in this test and in docs/architecture.md what {room} may import"
    others = {target[0] for target in judged(path)} - {room}
    assert others <= ALLOWED[room]


def test_a_door_is_used_and_opens_only_inside_of_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, rooms in DOORS.items():
        path = PACKAGE.joinpath(*module).with_suffix(".py")
        assert {target[0] for target in imported_inside(path)} == rooms
    package = tmp_path / "govreport"
    (package / "models").mkdir(parents=True)
    file = package / "models" / "report.py"
    file.write_text(
        "from govreport.export import a\ndef f():\n    from govreport.export import a, b\n", encoding="utf-8"
    )
    monkeypatch.setattr(f"{__name__}.PACKAGE", package)
    assert judged(file) == {("export",)}
    file.write_text("def f():\n    from govreport.export import a\n", encoding="utf-8")
    assert judged(file) == set()


def test_no_circle() -> None:
    graph = {module_of(path): judged(path) - {module_of(path)} for path in FILES}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"modules import each other in a circle: {error.args[1]}")
    assert len(order) >= len(FILES)


def test_no_room_called_utils_and_no_long_module() -> None:
    assert not [path for path in FILES if path.stem in {"utils", "util", "helpers", "helper", "common", "misc"}]


def test_the_reader_of_imports_sees_every_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "govreport"
    (package / "parsers").mkdir(parents=True)
    for name in ("raw.py", "errors.py", "parsers/html.py"):
        (package / name).write_text("", encoding="utf-8")
    file = package / "parsers" / "text.py"
    file.write_text(
        "import govreport.raw\nimport os\nfrom govreport import errors, parse\nfrom . import html\n"
        "from ..raw import Block\ndef f():\n    from govreport.parsers.html import x\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(f"{__name__}.PACKAGE", package)
    assert list(imported(file)) == [
        ("raw",),
        ("errors",),
        ("__init__",),
        ("parsers", "html"),
        ("raw",),
        ("parsers", "html"),
    ]


def test_the_list_of_rooms_in_the_architecture_is_the_tree(repository: Path) -> None:
    page = (repository / "docs" / "architecture.md").read_text(encoding="utf-8")
    spec = importlib.util.spec_from_file_location("write_rooms", repository / "docs" / "write_rooms.py")
    assert spec is not None
    assert spec.loader is not None
    rooms = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rooms)
    assert rooms.written(page) == page, "a module was added, moved or described anew: make rooms"
    assert page.count("| `") > len(FILES)


def test_the_way_of_a_page_names_files_that_are_there(repository: Path) -> None:
    page = (repository / "docs" / "architecture.md").read_text(encoding="utf-8")
    way = page.partition("## The way of one page")[2].partition("\n## ")[0]
    named = set(regex.findall(r"`([\w/]+\.py)`", way))
    assert len(named) > 20
    known = {path.relative_to(PACKAGE).as_posix() for path in FILES} | {path.name for path in FILES}
    assert named <= known
