"""How many errors put into the code on purpose do the tests find? A sample of mutants, killed or not, per module.

``make mutants ARGS="--sample 600 --seed 7"``, or ``python benchmarks/mutation.py [--only PART] [-- PYTEST-ARGUMENTS]``.

The mutants are those of mutmut (its operators, its rules for what is left alone: annotations, decorated functions,
module level). Its runner starts pytest anew for every mutant, some seconds each here; this one collects the tests once,
learns under coverage.py which test runs which line, and forks: the child puts the code of the mutated function in the
place of the old one and runs the tests of that line until one fails. What stands in the way of a verdict is counted
against the tests: a line that no test runs, and tests that do not fit into ``--budget`` seconds.
"""

from __future__ import annotations

import argparse
import fnmatch
import gc
import importlib
import json
import math
import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCE = REPOSITORY / "src"
TARGETS = ("src/govreport/normalizer/*.py", "src/govreport/checks*.py")
TESTS = (
    *("tests/normalizer", "tests/parsers", "tests/unseen", "tests/test_fixtures.py", "tests/test_compare.py"),
    *(f"tests/test_checks_{part}.py" for part in ("claims", "figures", "statistics", "structure")),
    *("src/govreport/normalizer", "src/govreport/checks.py", "src/govreport/checks_sums.py"),
)
"""The quick part of the suite; timed tests are left out, since a loaded machine would kill mutants by itself."""
KILLED, SURVIVED, TIMEOUT, UNTESTED = "killed", "survived", "timeout", "no test"


class Mutant(NamedTuple):
    """One changed spot: the file, the function, the line, and the number of the change among those of the file."""

    path: str
    function: str
    line: int
    number: int

    @property
    def name(self) -> str:
        return f"{self.path.removeprefix('src/govreport/')}:{self.line} {self.function} #{self.number}"


class Source:
    """A module and the changes that mutmut knows for it."""

    def __init__(self, path: Path) -> None:
        import libcst as cst
        from libcst.metadata import MetadataWrapper, PositionProvider
        from mutmut.mutation.file_mutation import MutationVisitor, get_ignored_lines
        from mutmut.mutation.mutators import mutation_operators

        text = path.read_text(encoding="utf-8")
        wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
        visitor = MutationVisitor(mutation_operators, get_ignored_lines(str(path), text, wrapper), None)
        self.module = wrapper.visit(visitor)
        self.changes = visitor.mutations
        positions = wrapper.resolve(PositionProvider)
        owners = {
            method: f"{owner.name.value}.{method.name.value}"
            for owner in self.module.body
            if isinstance(owner, cst.ClassDef)
            for method in owner.body.body
            if isinstance(method, cst.FunctionDef)
        }
        name = path.relative_to(REPOSITORY).as_posix()
        self.mutants = [
            Mutant(name, owners.get(function, function.name.value), positions[change.original_node].start.line, number)
            for number, change in enumerate(self.changes)
            if isinstance(function := change.contained_by_top_level_function, cst.FunctionDef)
            and change.original_node in positions
        ]

    def code(self, mutant: Mutant) -> str:
        """The whole changed function."""
        from mutmut.mutation.file_mutation import deep_replace

        change = self.changes[mutant.number]
        function: Any = deep_replace(change.contained_by_top_level_function, change.original_node, change.mutated_node)
        return str(self.module.code_for_node(function.with_changes(decorators=[], leading_lines=[])))

    def difference(self, mutant: Mutant) -> tuple[str, str]:
        """What stood there, what stands there now."""
        change = self.changes[mutant.number]
        before, after = (
            self.module.code_for_node(node).strip() for node in (change.original_node, change.mutated_node)
        )
        return before, after


def put_in_place(mutant: Mutant, code: str) -> None:
    """Give the loaded function the code of the mutant; every name under which it was imported sees it."""
    name = mutant.path.removeprefix("src/").removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    module = importlib.import_module(name)
    place: Any = module
    for part in mutant.function.split("."):
        place = vars(place)[part]
    function = getattr(place, "__func__", place)
    names = dict(vars(module))
    source = "from __future__ import annotations\n" + code
    exec(compile(source, str(REPOSITORY / mutant.path), "exec"), names)
    changed = names[mutant.function.rpartition(".")[2]]
    function.__code__ = changed.__code__
    function.__defaults__, function.__kwdefaults__ = changed.__defaults__, changed.__kwdefaults__
    for loaded in list(sys.modules.values()):  # of the tests too: they keep what they have parsed
        if str(getattr(loaded, "__file__", "")).startswith((f"{SOURCE}/", f"{REPOSITORY}/tests/")):
            for value in list(vars(loaded).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


def kin_of(test: str) -> str:
    """The page that a test asks something about, where the parameters say so (``[page:field]``, ``[page-field]``)."""
    function, _, case = test.partition("[")
    file = function.partition("::")[0]
    if not file.startswith(("tests/unseen/", "tests/test_fixtures")) or not case:
        return test
    page, colon, _ = case.rstrip("]").partition(":")
    if not colon and not page.rpartition("-")[2].isdigit():
        page = page.rpartition("-")[0] or page
    return f"{file}[{page}"


class Mutation:
    """The plugin of pytest: learns which test runs which line, then tries the mutants."""

    def __init__(
        self, sources: dict[str, Source], sample: list[Mutant], jobs: int, budget: float, out: Path | None
    ) -> None:
        self.sources, self.sample, self.jobs, self.budget = sources, sample, jobs, budget
        self.out = out
        self.seconds: dict[str, float] = {}
        self.tests: dict[str, dict[int, set[str]]] = {}
        self.kin: dict[str, list[str]] = defaultdict(list)
        self.verdicts: list[tuple[Mutant, str, int]] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        for name in self.learn(list(items.values())):
            print(f"left out, it fails without any mutant: {name}", file=sys.stderr)
            for lines in self.tests.values():
                for tests in lines.values():
                    tests.discard(name)
        gc.collect()
        gc.freeze()
        self.try_all(items)
        return True

    def learn(self, items: list[pytest.Item]) -> list[str]:
        """Run every test once; returns those that fail."""
        import coverage

        recorder = coverage.Coverage(data_file=None, source=[str(SOURCE)], config_file=False)
        recorder.start()
        failed = []
        for number, item in enumerate(items):
            recorder.switch_context(item.nodeid)
            begin = time.process_time()
            following = items[number + 1] if number + 1 < len(items) else None
            if not passes(item, following):
                failed.append(item.nodeid)
            self.seconds[item.nodeid] = time.process_time() - begin
        recorder.stop()
        for item in items:
            if item.nodeid not in failed:
                self.kin[kin_of(item.nodeid)].append(item.nodeid)
        data = recorder.get_data()
        for file in data.measured_files():
            lines = data.contexts_by_lineno(file)
            name = Path(file).relative_to(REPOSITORY).as_posix()
            self.tests[name] = {line: {test for test in tests if test} for line, tests in lines.items()}
        return failed

    def chosen(self, mutant: Mutant) -> list[str]:
        """The tests of the mutant's line; behind them those of the module where caches hide who ran the line."""
        lines = self.tests.get(mutant.path, {})
        units = self.units(lines.get(mutant.line, set()))
        if len(units) < 4:
            known = {test for unit in units for test in unit}
            units += self.units(set().union(*lines.values()) - known)
        spent = 0.0
        chosen: list[str] = []
        for unit in units:
            spent += sum(self.seconds[test] for test in unit)
            if spent > self.budget and len(chosen) >= 10:
                break
            chosen += unit
        return chosen

    def units(self, tests: set[str]) -> list[list[str]]:
        """What is run together, in turn: a case of every test function, the questions about a page of every file.

        Cases of one function are alike, so each function has its turn before any has a second one. A page is parsed
        once for all questions about it, so only one of them is seen to run the line.
        """
        found = {name: sorted(self.kin.get(name, [name])) for name in {kin_of(test) for test in tests}}
        cost = {name: sum(self.seconds[test] for test in unit) for name, unit in found.items()}
        turns: dict[str, int] = Counter()
        order = []
        for name in sorted(found, key=lambda name: (cost[name], name)):
            function = name.partition("[")[0]
            order.append((turns[function], cost[name], name))
            turns[function] += 1
        return [found[name] for _turn, _cost, name in sorted(order)]

    def try_all(self, items: dict[str, pytest.Item]) -> None:
        running: dict[int, tuple[Mutant, int]] = {}
        waiting = list(reversed(self.sample))
        while waiting or running:
            if waiting and len(running) < self.jobs:
                mutant = waiting.pop()
                tests = self.chosen(mutant)
                if not tests:
                    self.note(mutant, UNTESTED, 0)
                    continue
                process = os.fork()
                if not process:
                    self.child(mutant, [items[test] for test in tests])
                running[process] = mutant, len(tests)
                continue
            process, status = os.wait()
            mutant, count = running.pop(process)
            verdict = TIMEOUT if os.WIFSIGNALED(status) else (SURVIVED if status == 0 else KILLED)
            self.note(mutant, verdict, count)
            if len(self.verdicts) % 50 == 0:
                print(f"… {len(self.verdicts)} of {len(self.sample)}", file=sys.stderr, flush=True)

    def note(self, mutant: Mutant, verdict: str, tests: int) -> None:
        self.verdicts.append((mutant, verdict, tests))
        if self.out is not None:
            row = mutant._asdict() | {"verdict": verdict, "tests": tests}
            row["change"] = self.sources[mutant.path].difference(mutant)
            with self.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def child(self, mutant: Mutant, items: list[pytest.Item]) -> None:
        """Never returns: 0 where every test passes, 1 at the first that fails, a signal where one does not end."""
        try:
            put_in_place(mutant, self.sources[mutant.path].code(mutant))
            for number, item in enumerate(items):
                signal.setitimer(signal.ITIMER_VIRTUAL, 5 + 20 * self.seconds[item.nodeid])
                following = items[number + 1] if number + 1 < len(items) else None
                if not passes(item, following):
                    os._exit(1)
        except BaseException:
            os._exit(1)
        os._exit(0)


def passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    from _pytest.runner import runtestprotocol

    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def interval(killed: int, total: int) -> tuple[float, float]:
    """The 95 % interval of Wilson for a share."""
    share, z = killed / total, 1.96
    middle = share + z * z / (2 * total)
    reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - reach) / (1 + z * z / total), (middle + reach) / (1 + z * z / total)


def stratified(mutants: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """A share of every module as large as its share of all mutants, at least one; the same for the same seed."""
    if not size or size >= len(mutants):
        return mutants
    by_module: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_module[mutant.path].append(mutant)
    chance = random.Random(seed)
    chosen = []
    for own in by_module.values():
        chosen += chance.sample(own, max(1, round(size * len(own) / len(mutants))))
    chance.shuffle(chosen)
    return chosen


def show(verdicts: Iterable[tuple[Mutant, str, int]], all_mutants: int, seed: int) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, verdict, _tests in verdicts:
        counts[mutant.path][verdict] += 1
    print(f"{'module':45}{KILLED:>9}{TIMEOUT:>9}{SURVIVED:>9}{UNTESTED:>9}")
    for path, found in sorted(counts.items()):
        numbers = "".join(f"{found[verdict]:9}" for verdict in (KILLED, TIMEOUT, SURVIVED, UNTESTED))
        print(f"{path.removeprefix('src/govreport/'):45}{numbers}")
    whole = sum(counts.values(), Counter[str]())
    total, killed = whole.total(), whole[KILLED] + whole[TIMEOUT]
    low, high = interval(killed, total)
    print(f"{'all':45}" + "".join(f"{whole[verdict]:9}" for verdict in (KILLED, TIMEOUT, SURVIVED, UNTESTED)))
    print(f"killed {killed} of {total} = {killed / total:.1%}, 95 % interval {low:.1%} to {high:.1%}", end="; ")
    print(f"seed {seed}, {all_mutants} mutants in all")


def main() -> int:
    """0 where at least ``--floor`` of the sample was killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=600, help="how many mutants; 0 is all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--budget", type=float, default=6.0, help="CPU seconds of tests for one mutant")
    parser.add_argument("--only", default="*", help="pattern of the names of mutants, such as '*dates.py*'")
    parser.add_argument("--again", type=Path, help="the survivors in this file, and nothing else")
    parser.add_argument("--out", type=Path, help="append the verdicts as JSON lines")
    parser.add_argument("--floor", type=float, default=0.85)
    parser.add_argument("tests", nargs="*", default=[])
    options = parser.parse_args()
    files = sorted(path for target in TARGETS for path in REPOSITORY.glob(target))
    sources = {path.relative_to(REPOSITORY).as_posix(): Source(path) for path in files}
    everything = [mutant for source in sources.values() for mutant in source.mutants]
    sample = stratified([m for m in everything if fnmatch.fnmatch(m.name, options.only)], options.sample, options.seed)
    if options.again:
        rows = [json.loads(line) for line in options.again.read_text(encoding="utf-8").splitlines()]
        left = {(r["path"], r["function"], r["number"]) for r in rows if r["verdict"] in (SURVIVED, UNTESTED)}
        sample = [m for m in everything if (m.path, m.function, m.number) in left]
    plugin = Mutation(sources, sample, options.jobs, options.budget, options.out)
    arguments = ["-p", "no:cacheprovider", "-q", "-k", "not linear and not cost_little", "-m", "not slow"]
    os.chdir(REPOSITORY)
    pytest.main([*arguments, *(options.tests or TESTS)], plugins=[plugin])
    if not plugin.verdicts:
        return 2
    show(plugin.verdicts, len(everything), options.seed)
    found = [verdict in (KILLED, TIMEOUT) for _mutant, verdict, _tests in plugin.verdicts]
    return int(sum(found) / len(found) < options.floor)


if __name__ == "__main__":
    sys.exit(main())
