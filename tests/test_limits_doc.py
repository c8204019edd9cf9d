"""docs/limits.md names every limit of the code with its value: none is missing, none is wrong, none is gone."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from pathlib import Path

import pytest
import regex
from pattern_attacks import modules

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "govreport"
_ROW = regex.compile(r"^\| `(?P<name>\w+\.[\w.]+)` \| (?P<value>[\d,.]+) \|", regex.MULTILINE)
# Rooms whose constants bound nothing that is read: they shape what is printed (widths, heights, lines of a table).
SHOWING = ("cli", "export.", "batch.frames.", "batch.rows.", "batch.sink_excel._WIDE")
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Mult: operator.mul,
    ast.Pow: operator.pow,
    ast.Sub: operator.sub,
    ast.Add: operator.add,
}


def _value(node: ast.expr) -> float | None:
    """The number that an expression of numbers is."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value  # type: ignore[return-value]
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _value(node.left), _value(node.right)
        if left is not None and right is not None:
            return _OPERATORS[type(node.op)](left, right)
    return None


def constants() -> dict[str, float]:
    """Every number that a module holds under a name in capitals."""
    found: dict[str, float] = {}
    for path in SOURCE.rglob("*.py"):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target: ast.expr = node.targets[0]
            elif isinstance(node, ast.AnnAssign):
                target = node.target
            else:
                continue
            name = target.id if isinstance(target, ast.Name) else ""
            value = _value(node.value) if node.value is not None and name.strip("_").isupper() else None
            if value is not None:
                found[f"{module}.{name}"] = value
    return {name: value for name, value in found.items() if not name.startswith(SHOWING)}


def bounds() -> dict[str, float]:
    """Every cache with its bound."""
    return {
        f"{module.__name__.removeprefix('govreport.')}.{name}": value.cache_parameters()["maxsize"]
        for module in modules()
        for name, value in vars(module).items()
        if hasattr(value, "cache_parameters")
        and value.__module__ == module.__name__
        and value.cache_parameters()["maxsize"] is not None
    }


def test_every_limit_is_documented_with_its_value() -> None:
    text = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    said = {match["name"]: float(match["value"].replace(",", "")) for match in _ROW.finditer(text)}
    code = constants() | bounds()
    assert len(code) > 120
    missing = [f"| `{name}` | {value:,} | |" for name, value in sorted(code.items()) if name not in said]
    assert not missing, "add to docs/limits.md, with what is bounded:\n" + "\n".join(missing)
    assert [name for name in said if name not in code] == []
    assert {name: value for name, value in said.items() if code[name] != value} == {}


def test_no_limit_is_documented_twice() -> None:
    names = [match["name"] for match in _ROW.finditer((ROOT / "docs" / "limits.md").read_text(encoding="utf-8"))]
    assert len(names) == len(set(names))


def test_the_options_of_a_batch_are_as_documented() -> None:
    arrow = pytest.importorskip("govreport.batch.arrow")
    options = arrow.Options()
    assert (options.max_bytes, options.seconds, options.rows, options.flush_bytes) == (32 * 2**20, 60, 256, 32 * 2**20)
