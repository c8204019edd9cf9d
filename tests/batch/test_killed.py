"""Every output, cut off by ``kill -9`` or a disk that is full, ends with the bytes of an undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from govreport.batch import Settings, convert, workspace
from govreport.pool import prepare

PAGE = """<h1>云溪市水务局{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p>
<p>全年主动公开信息{count}条，其中通过网站公开{part}条。</p><p>二、存在问题</p><p>=HYPERLINK("http://x")</p>"""
OUTPUTS = ["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "parquet/", "parquet/year", "csv", "xlsx", "duckdb"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals to groups of processes are POSIX")


@pytest.fixture
def _pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """130 pages, one of them empty: three shards."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(130):
        page = PAGE.format(year=2008 + number % 12, count=number + 1, part=number)
        (folder / f"{number:04d}.html").write_text(page, encoding="utf-8")
    (folder / "0100.html").write_bytes(b"")
    monkeypatch.chdir(tmp_path)


def settings(kind: str, *, resume: bool = False) -> Settings:
    return Settings(resume=resume, partition_by="year" if kind.endswith("/year") else None)


def target(name: str, kind: str) -> str:
    return f"{name}.{kind.removesuffix('year')}"


def written(name: str) -> dict[str, bytes]:
    """Every file that a run has put under a final name, by what follows ``name``."""
    found = sorted(path for path in Path().rglob("*") if path.is_file() and path.parts[0].startswith(f"{name}."))
    return {path.as_posix().removeprefix(name): path.read_bytes() for path in found if ".parts" not in path.parts[0]}


def convert_in(folder: str, kind: str) -> None:
    """What a process of its own does: the same run without workers."""
    os.chdir(folder)
    convert(["in"], target("out", kind), settings=settings(kind, resume=True))


class Forked:
    """A run in one process, forked from a server: a start in milliseconds. test_resume.py kills whole groups."""

    def __init__(self, kind: str) -> None:
        prepare("pytest", "govreport.batch.convert", "govreport.batch.parts", "govreport.parsers.text")
        self._process = get_context("forkserver").Process(target=convert_in, args=(str(Path.cwd()), kind))
        self._process.start()

    def runs(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    @staticmethod
    def finish(kind: str) -> None:
        convert_in(str(Path.cwd()), kind)


class Command:
    """The command with two workers, in a group of its own that is killed as a whole."""

    def __init__(self, kind: str) -> None:
        words = [sys.executable, "-m", "govreport", "convert", "in", "-o", target("out", kind)]
        words += ["--workers", "2", "--resume", "--fail-on", "never"]
        words += ["--partition-by", "year"] if kind.endswith("/year") else []
        self._process = subprocess.Popen(words, start_new_session=True, stderr=subprocess.DEVNULL)

    def runs(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        if self.runs():
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    @classmethod
    def finish(cls, kind: str) -> None:
        assert cls(kind)._process.wait() == 0


@POSIX
@pytest.mark.usefixtures("_pages")
@pytest.mark.parametrize("run", [Forked, pytest.param(Command, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", OUTPUTS)
def test_killed_at_any_moment_it_ends_with_the_same_bytes(kind: str, run: type[Forked | Command]) -> None:
    convert(["in"], target("whole", kind), settings=settings(kind))
    whole = written("whole")
    chance = random.Random(kind)
    parts = Path(target("out", kind).rstrip("/") + ".parts")
    # By what is done and not by the clock alone, so that a slow machine is killed in the same phases.
    for phase in (chance.choice(("manifest.json", "part-000000.json", "part-000001.json")), "final"):
        process = run(kind)
        while process.runs() and not (parts / phase).exists():
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        # What has a final name is whole (with several files the last ones may not have theirs yet).
        assert written("out").items() <= whole.items()
    run.finish(kind)
    assert written("out") == whole
    assert not parts.exists()


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@POSIX
@pytest.mark.usefixtures("_pages")
@pytest.mark.parametrize("kind", OUTPUTS)
def test_an_output_that_has_no_room_leaves_its_parts_and_no_half_file(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of the kernel for the size of a file stands for the full disk: it holds for Arrow and DuckDB, too."""
    convert(["in"], target("whole", kind), settings=settings(kind))

    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(workspace, "finish", interrupted)
        with pytest.raises(KeyboardInterrupt):
            convert(["in"], target("out", kind), settings=settings(kind))
    # All parts are there: what is written now is the output.
    with no_file_larger_than(600), pytest.raises(OSError, match=r"(?i)out\.|too large"):
        convert(["in"], target("out", kind), settings=settings(kind, resume=True))
    assert set(written("out")) <= {".errors.jsonl"}
    done = convert(["in"], target("out", kind), settings=settings(kind, resume=True))
    assert (done.resumed, done.failed) == (130, 1)
    assert written("out") == written("whole")


@POSIX
@pytest.mark.usefixtures("_pages")
@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_a_part_that_has_no_room_is_one_clear_error(kind: str) -> None:
    with no_file_larger_than(600), pytest.raises(OSError, match=r"(?i)too large") as caught:
        convert(["in"], target("out", kind), settings=settings(kind))
    assert "out" in str(caught.value.filename)
    assert list(Path().iterdir()) == [Path("in")]
