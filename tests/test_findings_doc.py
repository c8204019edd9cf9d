"""docs/findings.md lists every finding there is, and nothing else, with the severity it has in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import regex

import govreport

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "govreport"
FIXTURES = sorted((Path(__file__).resolve().parents[1] / "fixtures").glob("*/input.*"))
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "findings.md"

_CODE = regex.compile(r"[a-z][a-z_]*+\.[a-z][a-z_]*+")
_HEADING = regex.compile(r"^### `([^`]+)` · (error|warning|notice)(?: or (error|warning|notice))?$", regex.MULTILINE)
_BLOCK = regex.compile(r"^```(html|text|python)\n(.*?)^```$", regex.DOTALL | regex.MULTILINE)
_MAKER = regex.compile(r"(?i)(find|note|report_|flag)")
SEVERITIES = ("error", "warning", "notice")


class Entry(NamedTuple):
    severities: set[str]
    text: str


def documented() -> dict[str, Entry]:
    text = DOCUMENT.read_text(encoding="utf-8")
    found = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in found[1:]] + [len(text)]
    return {
        heading[1]: Entry({word for word in heading.groups()[1:] if word}, text[heading.end() : end])
        for heading, end in zip(found, ends, strict=True)
    }


def _strings(node: ast.AST) -> Iterator[str]:
    """The string constants of an expression, in any branch of it, but not of the calls inside it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)
    elif isinstance(node, ast.Tuple | ast.List):
        for item in node.elts:
            yield from _strings(item)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _strings(value)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def codes_of(source: str) -> dict[str, set[str]]:
    """Every code that a module makes findings of, with the severities written beside it.

    A code is a string like ``subject.oddity`` given to something that makes findings, or kept under a name with
    ``code`` in it.
    """
    codes: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(source)):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call) and _MAKER.search(_name(node.func)):
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any("code" in _name(target).lower() for target in targets):
                values = [node.value]
        strings = [string for value in values for string in _strings(value)]
        for code in strings:
            if _CODE.fullmatch(code):
                codes.setdefault(code, set()).update(word for word in strings if word in SEVERITIES)
    return codes


def codes_of_the_package() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0]
        if room.startswith(("parsers", "normalizer", "checks", "compare", "pipeline")):
            for code, severities in codes_of(path.read_text(encoding="utf-8")).items():
                found.setdefault(code, set()).update(severities)
    return found


def test_the_reader_of_codes_sees_every_form() -> None:
    source = (
        "f(RawFinding('a.one', 'error', 'm'))\n"
        "Finding(code='a.two' if x else 'a.three', severity='notice', message='b.no more')\n"
        "self.note('a.four', 'm')\ncode = 'a.five'\n_CODES = ('a.six', 'a.seven')\n"
        "evidence['b.field'] = 1\nfield('b.other')\n"
    )
    assert codes_of(source) == {
        "a.one": {"error"},
        "a.two": {"notice"},
        "a.three": {"notice"},
        "a.four": set(),
        "a.five": set(),
        "a.six": set(),
        "a.seven": set(),
    }


def test_every_code_of_the_package_is_documented_and_no_other() -> None:
    assert sorted(documented()) == sorted(codes_of_the_package())


@pytest.mark.parametrize("code", sorted(documented()))
def test_an_entry_has_its_severity_and_an_example(code: str) -> None:
    entry = documented()[code]
    assert codes_of_the_package().get(code, set()) <= entry.severities
    assert "Example: " in entry.text
    assert len(entry.text.split("Example: ")[0].strip()) > 20


@pytest.mark.parametrize("code", sorted(documented()))
def test_the_example_gives_the_finding(code: str) -> None:
    block = _BLOCK.search(documented()[code].text)
    assert block is not None
    names: dict[str, Any] = {"govreport": govreport}
    if block[1] == "python":
        exec(block[2], names)
        report = names["report"]
    else:
        report = govreport.parse(block[2])
    assert code in [finding.code for finding in report.findings]


def test_the_codes_are_sorted() -> None:
    assert list(documented()) == sorted(documented())


def _unlisted(paths: list[Path]) -> set[str]:
    known = documented()
    found = set()
    for result in govreport.parse_many(paths):
        for finding in result.report.findings if result.report else ():
            if finding.code not in known or finding.severity not in known[finding.code].severities:
                found.add(f"{finding.severity} {finding.code} ({result.id})")
    return found


def test_every_finding_of_the_fixtures_is_listed() -> None:
    assert len(FIXTURES) >= 25
    assert _unlisted(FIXTURES) == set()


def test_every_finding_of_real_pages_is_listed(corpus: Path) -> None:
    pages = sorted(path for folder in ("html", "text", "pages", "news") for path in (corpus / folder).iterdir())
    assert len(pages) > 60
    assert _unlisted(pages) == set()
