"""Every pattern of the package, and the strings that are worst for it.

``collect()`` walks the modules: compiled patterns in globals, in containers and classes of ours, in what cached
functions without arguments return, and literals that are handed to ``re`` or ``regex`` inside functions.
``attacks(pattern)`` reads a pattern's own parse (:mod:`re`'s, which understands all that we write for ``regex``) and
makes pumps of it: each repeated part of it behind what leads to it, samples of the whole and of its beginnings,
its characters alone. A superlinear pattern is slow on ``prefix + pump * n + suffix`` for one of them.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import regex

import govreport

__all__ = ["Attack", "Found", "attacks", "collect", "modules", "uncollected"]

ROOT = Path(govreport.__file__).parent
_LIBRARIES = {"re", "regex"}
_VERBS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
_ANCHORED = {"match", "fullmatch"}
_MOST_DEPTH = 6


class Attack(NamedTuple):
    """A family of strings that grow with the number of pumps."""

    prefix: str | bytes
    pump: str | bytes
    suffix: str | bytes

    def page(self, size: int) -> Any:
        """A string of about ``size`` characters."""
        times = max(1, size // len(self.pump))
        return self.prefix + self.pump * times + self.suffix  # type: ignore[operator]


@dataclass(frozen=True)
class Found:
    """A pattern, where it was found, and which methods of it the package calls."""

    where: str
    pattern: Any
    verbs: frozenset[str]

    def work(self) -> Callable[[Any], object]:
        """What to do with a string: the calls that the package makes; all that search where that is unknown."""
        pattern = self.pattern
        if self.verbs and self.verbs <= {"fullmatch"}:
            return lambda page: pattern.fullmatch(page)
        if self.verbs and self.verbs <= _ANCHORED:
            return lambda page: pattern.match(page)
        return lambda page: sum(1 for _ in pattern.finditer(page))


# --- collecting -------------------------------------------------------------------------------------------------


def modules() -> Iterator[ModuleType]:
    """Every module of the package but the ones whose extra is not installed."""
    yield govreport
    for info in pkgutil.walk_packages([str(ROOT)], "govreport."):
        if info.name.endswith("__main__"):
            continue
        try:
            yield importlib.import_module(info.name)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("govreport"):
                raise


def _is_pattern(value: object) -> bool:
    return isinstance(value, (re.Pattern, regex.Pattern))


def _inside(value: object, depth: int = 0) -> Iterator[Any]:
    """The patterns in a value: containers, NamedTuples, dataclasses and classes of ours."""
    if _is_pattern(value):
        yield value
    elif depth > _MOST_DEPTH or isinstance(value, (str, bytes, int, float, ModuleType)) or value is None:
        return
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _inside(pair, depth + 1)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from _inside(item, depth + 1)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(getattr(value, field.name), depth + 1)
    elif isinstance(value, type) and value.__module__.startswith("govreport"):
        for item in vars(value).values():
            yield from _inside(item, depth + 1)


def _is_cached(value: object) -> bool:
    return hasattr(value, "cache_info") and hasattr(value, "__wrapped__")


def _cached_patterns(function: Any) -> Iterator[Any]:
    if not inspect.signature(function.__wrapped__).parameters:
        with suppress(govreport.DependencyError):  # an extra that is not installed
            yield from _inside(function())


def _verbs() -> dict[tuple[str, str], set[str]]:
    """For every name in a module on which a method of a pattern is called: those methods, where all uses are known."""
    found: dict[tuple[str, str], set[str]] = {}
    imported: list[tuple[str, str, str]] = []
    for path in ROOT.rglob("*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                imported += [(module, name.name, (node.module or "").removeprefix("govreport.")) for name in node.names]
            if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Call)):
                held = node.value.func if isinstance(node.value, ast.Call) else node.value
                if isinstance(held, ast.Name) and node.attr in _VERBS:
                    found.setdefault((module, held.id), set()).add(node.attr)
                    called.add(id(held))
        for node in ast.walk(tree):
            # A pattern that is handed on (an argument, an entry of a table) may be searched with: no promise.
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
                found.setdefault((module, node.id), set()).add("handed on")
    for importer, name, origin in imported:
        for key in list(found):
            if key[1] == name and key[0].split(".")[-1] == origin.split(".")[-1] and key[0] != importer:
                found[key] |= found.get((importer, name), set())
    return found


def collect() -> list[Found]:
    """All patterns, each once, named after the global or the line that holds it."""
    verbs = _verbs()
    found: dict[int, Found] = {}
    for module in modules():
        short = module.__name__.removeprefix("govreport.")
        for name, value in list(vars(module).items()):
            if name.startswith("__"):
                continue
            own = getattr(value, "__module__", module.__name__)
            if _is_cached(value):
                held = list(_cached_patterns(value)) if own == module.__name__ else []
            else:
                held = list(_inside(value))
            for at, pattern in enumerate(held):
                where = f"{short}.{name}" + (f"[{at}]" if not _is_pattern(value) else "")
                methods = (
                    frozenset(verbs.get((short, name), ()))
                    if _is_pattern(value) or _is_cached(value)
                    else frozenset[str]()
                )
                found.setdefault(id(pattern), Found(where, pattern, methods))
    return [*found.values(), *_literals()]


def _calls() -> Iterator[tuple[Path, ast.Call, bool]]:
    """Calls of ``re`` and ``regex`` in functions; with whether the function is cached or makes patterns only."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for outer in tree.body:
            for part in ast.walk(outer):
                if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    continue
                cached = any("cache" in ast.unparse(decorator) for decorator in part.decorator_list)
                for node in ast.walk(part):
                    if (
                        isinstance(node, ast.Call)
                        and isinstance(node.func, ast.Attribute)
                        and isinstance(node.func.value, ast.Name)
                        and node.func.value.id in _LIBRARIES
                        and node.func.attr in _VERBS
                    ):
                        yield path, node, cached


def _literals() -> Iterator[Found]:
    for path, node, cached in _calls():
        assert isinstance(node.func, ast.Attribute)
        if cached and node.func.attr == "compile":
            continue  # what it returns is collected
        if node.args and isinstance(node.args[0], ast.Constant):
            assert isinstance(node.func.value, ast.Name)
            library = importlib.import_module(node.func.value.id)
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            verbs = frozenset[str]() if node.func.attr == "compile" else frozenset({node.func.attr})
            yield Found(where, library.compile(node.args[0].value), verbs)


def uncollected() -> list[str]:
    """Calls that make a pattern from a page's own text inside a function that is not cached."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, node, cached in _calls()
        if node.args and not cached and not isinstance(node.args[0], (ast.Constant, ast.Name))
    ]


# --- attacking --------------------------------------------------------------------------------------------------

_parser: Any = importlib.import_module("re._parser")
_c: Any = importlib.import_module("re._constants")
_CATEGORY = {
    "CATEGORY_DIGIT": "1",
    "CATEGORY_NOT_DIGIT": "文",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": "文",
    "CATEGORY_WORD": "文",
    "CATEGORY_NOT_WORD": "，",
}
_ANYTHING = "文1 ，a\u3000<（"
_MOST = 48
_LONG = 8


_PROPERTIES = {"Han": "\u4e00-\u9fff", "L": "a-z\u4e00-\u9fff", "N": "0-9", "Nd": "0-9", "P": "，。*"}
_TOKEN = re.compile(r"\\p\{(?P<property>\w+)\}|\\.|(?P<open>\[\^?\]?)|(?P<close>\])|\(\?P<(?P<group>\w+)>", re.DOTALL)


def _for_re(source: str) -> str:
    """The source in the words of :mod:`re`: no properties, no group name twice, no ``(?r)``."""
    inside = False
    names: dict[str, int] = {}

    def change(match: re.Match[str]) -> str:
        nonlocal inside
        if match["property"]:
            body = _PROPERTIES[match["property"]]
            return body if inside else f"[{body}]"
        if match["group"] and not inside:
            names[match["group"]] = names.get(match["group"], 0) + 1
            return f"(?P<{match['group']}{f'_{n}' if (n := names[match['group']]) > 1 else ''}>"
        if match["open"] and not inside:
            inside = True
        elif match["close"]:
            inside = False
        return match.group()

    return _TOKEN.sub(change, source.removeprefix("(?r)"))


def _parse(pattern: Any) -> Any:
    source = pattern.pattern
    if isinstance(source, str):
        source = _for_re(source)
    for name, words in getattr(pattern, "named_lists", {}).items():
        source = source.replace(f"\\L<{name}>", f"(?:{'|'.join(map(re.escape, sorted(words)))})")
    flags = pattern.flags & (re.IGNORECASE | re.DOTALL | re.MULTILINE | re.VERBOSE)
    return _parser.parse(source, flags)


def _of_set(items: list[Any], turn: int) -> str:
    """A character of a class, another one for each turn."""
    negated = bool(items) and items[0][0] is _c.NEGATE
    if negated:
        banned = {chr(v) for op, v in items if op is _c.LITERAL}
        ranges = [v for op, v in items if op is _c.RANGE]
        taken = {_CATEGORY[str(v)] for op, v in items if op is _c.CATEGORY}
        free = [
            c
            for c in _ANYTHING
            if c not in banned and c not in taken and not any(low <= ord(c) <= high for low, high in ranges)
        ]
        return free[turn % len(free)] if free else "\x01"
    choice: list[str] = []
    for op, value in items:
        if op is _c.LITERAL:
            choice.append(chr(value))
        elif op is _c.RANGE:
            choice += [chr(value[0]), chr(value[1])]
        elif op is _c.CATEGORY:
            choice.append(_CATEGORY[str(value)])
    return choice[turn % len(choice)]


class _Sampler:
    """Strings that a parsed pattern matches, but for what it looks at around them."""

    def __init__(self, turn: int) -> None:
        self.turn = turn
        self.groups: dict[int, str] = {}

    def of(self, nodes: Any) -> str:
        return "".join(self._one(op, value) for op, value in nodes)

    def _one(self, op: Any, value: Any) -> str:
        if op is _c.LITERAL:
            return chr(value)
        if op is _c.NOT_LITERAL:
            return next(c for c in _ANYTHING[self.turn % 3 :] if ord(c) != value)
        if op is _c.ANY:
            return _ANYTHING[self.turn % len(_ANYTHING)]
        if op is _c.IN:
            return _of_set(value, self.turn)
        if op is _c.BRANCH:
            branches = value[1]
            return self.of(branches[self.turn % len(branches)])
        if op is _c.SUBPATTERN:
            text = self.of(value[-1])
            if value[0] is not None:
                self.groups[value[0]] = text
            return text
        if op is _c.ATOMIC_GROUP:
            return self.of(value)
        if op in (_c.MAX_REPEAT, _c.MIN_REPEAT, _c.POSSESSIVE_REPEAT):
            low, most, body = int(value[0]), int(value[1]), value[2]
            return self.of(body) * max(low, min(most, self.turn % 2))
        if op is _c.GROUPREF:
            return self.groups.get(value, "")
        return ""


def _repeats(nodes: Any, before: list[Any]) -> Iterator[tuple[list[Any], Any, list[Any]]]:
    """Every repeated part with what stands before it and behind it."""
    nodes = list(nodes)
    for at, (op, value) in enumerate(nodes):
        lead = before + nodes[:at]
        inner: list[Any] = []
        if op in (_c.MAX_REPEAT, _c.MIN_REPEAT, _c.POSSESSIVE_REPEAT):
            if int(value[1]) >= _LONG:
                yield lead, value[2], nodes[at + 1 :]
            inner = [value[2]]
        elif op is _c.SUBPATTERN:
            inner = [value[-1]]
        elif op is _c.ATOMIC_GROUP:
            inner = [value]
        elif op is _c.BRANCH:
            inner = list(value[1])
        elif op in (_c.ASSERT, _c.ASSERT_NOT):
            inner = [value[1]]
        for part in inner:
            yield from _repeats(part, lead)


def _characters(nodes: Any) -> Iterator[str]:
    for op, value in nodes:
        if op in (_c.MAX_REPEAT, _c.MIN_REPEAT, _c.POSSESSIVE_REPEAT):
            yield from _characters(value[2])
        elif op is _c.SUBPATTERN:
            yield from _characters(value[-1])
        elif op is _c.ATOMIC_GROUP:
            yield from _characters(value)
        elif op is _c.BRANCH:
            for branch in value[1]:
                yield from _characters(branch)
        elif op in (_c.ASSERT, _c.ASSERT_NOT):
            yield from _characters(value[1])
        elif op is _c.LITERAL:
            yield chr(value)
        elif op is _c.IN:
            yield from (_of_set(value, turn) for turn in range(3))


def _made(tree: Any) -> Iterator[tuple[str, str, str]]:
    for before, body, behind in _repeats(tree, []):
        for turn in range(4):
            lead, pump = _Sampler(turn).of(before), _Sampler(turn).of(body)
            yield lead, pump, "\x01"
            yield "", lead + pump, "\x01"
            yield lead, pump, _Sampler(turn).of(behind)[:-1] + "\x01"
            yield lead, pump + _Sampler(turn + 1).of(body), "\x01"
    for turn in range(6):
        whole = _Sampler(turn).of(tree)
        yield "", whole, ""
        for cut in range(1, min(len(whole), 12)):
            yield "", whole[:cut], ""
            yield "", whole[-cut:], "\x01"
    for character in dict.fromkeys([*_characters(tree), *_ANYTHING, "\n", "。"]):
        yield "", character, ""


def attacks(pattern: Any) -> list[Attack]:
    """The families for one pattern, the most telling first, none twice."""
    binary = isinstance(pattern.pattern, bytes)
    found: dict[Attack, None] = {}
    for parts in _made(_parse(pattern)):
        if not parts[1]:
            continue
        whole: Attack = Attack(*parts)
        if binary:
            whole = Attack(*(part.encode("latin-1", "replace") for part in parts))
        found.setdefault(whole)
    every = list(found)
    if len(every) <= _MOST:
        return every
    # All of the first half, and of the rest an even choice.
    half = _MOST // 2
    rest = every[half:]
    return every[:half] + [rest[at * len(rest) // half] for at in range(half)]
