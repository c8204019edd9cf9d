"""How many facts of the corpus come out right, and what was won and lost since the last accepted run.

``python benchmarks/accuracy.py [--accept [--and-lose]] [--targets] [--quiet]``. Exit codes: 0 nothing lost, 1 something
that was right is wrong now (or, with ``--targets``, a target is missed), 2 there is no corpus.

Three tables: every field of every page; the beginning and end of the text of the HTML pages with all container
names of known site systems blanked out; the report of every UTF-8 page read from GB18030 bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gold import BODY_FIELDS, CORPUS, FIELDS, Page, accepted, is_right, pages
from rich.console import Console
from rich.table import Table
from variants import blanked, encodings

import govreport

ACCEPTED = Path(__file__).with_name("accuracy.json")
_TEXT_FIELDS = ("sections", "subsections", *BODY_FIELDS)
TARGETS = dict.fromkeys(FIELDS, 0.98) | dict.fromkeys(_TEXT_FIELDS, 0.97)
BLANKED_TARGET = 0.93
ENCODING_TARGET = 1.0
# What may differ between two encodings of one page.
_OF_THE_BYTES = {"encoding", "sha256", "size"}

Results = dict[str, dict[str, bool]]


@dataclass
class Run:
    """One table: page → field → right or wrong, and what was got instead."""

    name: str
    target: Callable[[str], float]
    results: Results = field(default_factory=dict)
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)

    def add(self, page: str, name: str, right: bool, expected: Any, got: Any) -> None:
        self.results.setdefault(page, {})[name] = right
        if not right:
            self.wrong.append((page, name, expected, got))

    def counts(self) -> dict[str, tuple[int, int]]:
        """Right answers and questions of every field."""
        found: dict[str, list[bool]] = {}
        for fields in self.results.values():
            for name, right in fields.items():
                found.setdefault(name, []).append(right)
        return {name: (sum(answers), len(answers)) for name, answers in found.items()}

    def missed(self) -> list[str]:
        """The fields below their target."""
        return [name for name, (right, total) in self.counts().items() if right < self.target(name) * total]


def _read(source: str | bytes | Path) -> govreport.Report | str:
    """The report, or what went wrong: one broken page must not hide the others."""
    try:
        return govreport.parse_file(source) if isinstance(source, Path) else govreport.parse(source)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _judge(run: Run, page: Page, report: govreport.Report | str, fields: Iterable[str]) -> None:
    for name in fields:
        if name in page.gold:
            got = report if isinstance(report, str) else FIELDS[name](report)
            right = not isinstance(report, str) and is_right(page.gold, name, got)
            run.add(page.name, name, right, accepted(page.gold, name), got)


def run_fields(corpus: list[Page]) -> Run:
    """Every field of every page."""
    run = Run("fields", TARGETS.__getitem__)
    for page in corpus:
        _judge(run, page, _read(page.path), FIELDS)
    return run


def run_blanked(corpus: list[Page]) -> Run:
    """The text of the HTML pages, found by the general method alone."""
    run = Run("blanked", lambda _name: BLANKED_TARGET)
    for page in corpus:
        if page.is_html:
            _judge(run, page, _read(blanked(page.text())), BODY_FIELDS)
    return run


def _comparable(report: govreport.Report | str) -> str:
    if isinstance(report, str):
        return report
    data = report.model_dump(mode="json")
    data["source"] = {key: value for key, value in data["source"].items() if key not in _OF_THE_BYTES}
    data["findings"] = [item for item in data["findings"] if not item["code"].startswith("encoding.")]
    return json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)


def _difference(left: str, right: str) -> tuple[str, str]:
    pairs = zip(left.splitlines(), right.splitlines(), strict=False)
    return next(((a[:200], b[:200]) for a, b in pairs if a != b), (f"{len(left)}", f"{len(right)}"))


def run_encodings(corpus: list[Page]) -> Run:
    """The same report from GB18030 bytes, however they are declared."""
    run = Run("encodings", lambda _name: ENCODING_TARGET)
    for page in corpus:
        if (page.gold.get("encoding") or "utf-8") != "utf-8":
            continue
        variants = list(encodings(page.text()))
        expected = _comparable(_read(page.path.read_bytes()))
        for name, data in variants:
            # The declaration is part of the tree (a meta tag, its place in the file): compare like with like.
            same = expected if name != "not declared" else _comparable(_read(data.decode("gb18030").encode()))
            got = _comparable(_read(data))
            run.add(page.name, name, got == same, *(_difference(same, got) if got != same else (None, None)))
    return run


def gains_and_losses(before: Results, now: Results) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What is right now and was wrong, and what is wrong now and was right; new questions are neither.

    >>> gains_and_losses({"a": {"title": True, "year": False}}, {"a": {"title": False, "year": True}})
    ([('a', 'year')], [('a', 'title')])
    """
    gains: list[tuple[str, str]] = []
    losses: list[tuple[str, str]] = []
    for page, fields in now.items():
        for name, right in fields.items():
            old = before.get(page, {}).get(name)
            if old is not None and old != right:
                (gains if right else losses).append((page, name))
    # A page that is no longer asked about is a loss too: nothing may be won by asking less.
    for page, fields in before.items():
        losses += [(page, name) for name, right in fields.items() if right and name not in now.get(page, {})]
    return gains, losses


def show(run: Run, console: Console, *, quiet: bool) -> None:
    """Print one table, and under it every wrong answer."""
    table = Table(title=run.name, title_justify="left")
    for column in ("field", "right", "of", "%", "target", ""):
        table.add_column(column, justify="left" if column in ("field", "") else "right")
    missed = set(run.missed())
    counts = run.counts()
    for name, (right, total) in counts.items():
        target = run.target(name)
        verdict = "below" if name in missed else ""
        table.add_row(name, f"{right}", f"{total}", f"{100 * right / total:.1f}", f"{100 * target:.0f}", verdict)
    right, total = (sum(pair[i] for pair in counts.values()) for i in (0, 1))
    table.add_row("all", f"{right}", f"{total}", f"{100 * right / max(total, 1):.1f}", "", "", style="bold")
    console.print(table)
    if not quiet:
        for page, name, expected, got in run.wrong:
            print(f"  {page} · {name}\n      expected {_shown(expected)}\n      got      {_shown(got)}")


def _shown(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 600 else f"{text[:600]}…"


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--accept", action="store_true", help="make this run the one that others are compared with")
    parser.add_argument("--and-lose", action="store_true", help="accept a run that lost something too")
    parser.add_argument("--targets", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--quiet", action="store_true", help="no single answers, tables only")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--accepted", type=Path, default=ACCEPTED, help="the file with the last accepted run")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run all tables; the exit code."""
    options = _arguments(arguments)
    if not (options.corpus / "gold.jsonl").is_file():
        print(f"accuracy: there is no {options.corpus / 'gold.jsonl'}", file=sys.stderr)
        return 2
    corpus = list(pages(options.corpus))
    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    runs = [run_fields(corpus), run_blanked(corpus), run_encodings(corpus)]
    before: dict[str, Results] = {}
    if options.accepted.is_file():
        before = json.loads(options.accepted.read_text(encoding="utf-8"))
    lost = 0
    for run in runs:
        show(run, console, quiet=options.quiet)
        gains, losses = gains_and_losses(before.get(run.name, {}), run.results)
        lost += len(losses)
        for word, changes in (("won", gains), ("lost", losses)):
            for page, name in changes:
                print(f"  {word}: {run.name} · {page} · {name}")
    missed = [f"{run.name}.{name}" for run in runs for name in run.missed()]
    print(f"targets missed: {', '.join(missed) or 'none'}; lost against the accepted run: {lost}")
    if options.accept and lost and not options.and_lose:
        print("not accepted: the accepted run is a floor (--and-lose where the gold was wrong)", file=sys.stderr)
        return 1
    if options.accept:
        data = {run.name: run.results for run in runs}
        options.accepted.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"accepted: {options.accepted}")
        return 0
    return 1 if lost or (options.targets and missed) else 0


if __name__ == "__main__":
    sys.exit(main())
