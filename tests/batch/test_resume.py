"""A run that is cut off at any moment, by anything, ends with the same bytes; and what is said about it."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import govreport
from govreport.batch import ResumeError, Settings, convert, parts, workspace
from govreport.batch.documents import Document
from govreport.batch.shards import Shard, cut

PAGE = "<h1>云溪市水务局{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>全年主动公开信息{year}条。</p>"
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals to groups of processes are POSIX")
# What makes a worker die or hang on a page that says so; it is loaded by every Python that the test starts.
SITE = """
import os, time
import govreport.batch.reading as reading
parse = reading.parse
def poisoned(content, **options):
    if b"POISON" in content:
        os.kill(os.getpid(), 9)
    if b"FOREVER" in content:
        time.sleep(600)
    return parse(content, **options)
reading.parse = poisoned
"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """300 pages: five shards."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:04d}.html").write_text(PAGE.format(year=2000 + number % 20), encoding="utf-8")
    (folder / "0100.html").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return folder


def command(*arguments: str, folder: Path | None = None) -> tuple[list[str], dict[str, str]]:
    path = [str(folder)] if folder else []
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path + [p for p in sys.path if p])}
    return [sys.executable, "-m", "govreport", "convert", "in", *arguments], environment


def run(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    words, environment = command(*arguments, folder=folder)
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=100)


@POSIX
@pytest.mark.parametrize("suffix", [".jsonl.gz", ".parquet"])
def test_killed_at_any_moment_it_ends_with_the_same_bytes(pages: Path, suffix: str) -> None:
    convert([pages.name], f"whole{suffix}")
    words, environment = command("-o", f"out{suffix}", "--workers", "2", "--resume")
    chance = random.Random(suffix)
    for _ in range(5):
        process = subprocess.Popen(words, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.8))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for name in (f"out{suffix}", "out.errors.jsonl"):
            whole = Path(name.replace("out", "whole"))
            assert not Path(name).exists() or Path(name).read_bytes() == whole.read_bytes()
    assert run("-o", f"out{suffix}", "--resume").returncode == 1  # one page is empty
    assert Path(f"out{suffix}").read_bytes() == Path(f"whole{suffix}").read_bytes()
    assert Path("out.errors.jsonl").read_bytes() == Path("whole.errors.jsonl").read_bytes()
    assert not Path(f"out{suffix}.parts").exists()


class _StopError(Exception):
    pass


def stopped_after(documents: int, output: str, **settings: object) -> None:
    """Run until so many documents are done, then break off."""
    seen = 0

    def count(_outcome: object) -> None:
        nonlocal seen
        seen += 1
        if seen == documents:
            raise _StopError

    with pytest.raises(_StopError):
        convert(["in"], output, settings=Settings(**settings), on_document=count)  # type: ignore[arg-type]


def test_what_is_done_is_not_done_again(pages: Path) -> None:
    convert(["in"], "whole.jsonl")
    stopped_after(130, "out.jsonl")
    assert not Path("out.jsonl").exists()
    done = convert(["in"], "out.jsonl", settings=Settings(resume=True))
    assert (done.resumed, done.converted, done.failed) == (192, 299, 1)
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert sum(done.years.values()) == 299


def test_a_part_of_a_document_that_has_changed_is_made_again(pages: Path) -> None:
    stopped_after(130, "out.jsonl")
    (pages / "0003.html").write_text(PAGE.format(year=1999), encoding="utf-8")
    done = convert(["in"], "out.jsonl", settings=Settings(resume=True))
    assert done.resumed == 128
    assert json.loads(Path("out.jsonl").read_text(encoding="utf-8").splitlines()[3])["report"]["year"] == 1999


@pytest.mark.usefixtures("pages")
def test_resuming_nothing_begins() -> None:
    assert convert(["in"], "out.jsonl", settings=Settings(resume=True)).resumed == 0


@pytest.mark.usefixtures("pages")
def test_parts_of_other_options_are_not_mixed_in() -> None:
    stopped_after(130, "out.jsonl")
    with pytest.raises(ResumeError, match="max_bytes"):
        convert(["in"], "out.jsonl", settings=Settings(resume=True, max_bytes=10))
    assert Path("out.jsonl.parts").is_dir()
    ran = run("-o", "out.jsonl", "--resume", "--max-bytes", "10")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert "other options (max_bytes)" in ran.stderr


def test_a_half_written_part_is_no_part(pages: Path) -> None:
    convert(["in"], "whole.jsonl")
    stopped_after(130, "out.jsonl")
    parts = Path("out.jsonl.parts")
    (parts / "part-000000.json").write_bytes(b'{"digest": "')
    (parts / "part-000001.json").unlink()
    (parts / ".part-000002.jsonl.99.tmp").write_bytes(b"half")
    assert convert(["in"], "out.jsonl", settings=Settings(resume=True)).resumed == 64
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_what_kills_or_stops_a_worker_is_a_failed_document(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITE)
    (pages / "0007.html").write_text("<p>POISON</p>")
    (pages / "0200.html").write_text("<p>FOREVER</p>")
    arguments = ("-o", "out.parquet", "--workers", "2", "--seconds", "2", "--fail-on", "never")
    ran = run(*arguments, folder=tmp_path / "site")
    assert ran.returncode == 0
    assert ran.stderr.splitlines()[0] == "300 documents: 297 converted to out.parquet, 3 failed (see out.errors.jsonl)"
    failed = [json.loads(line) for line in Path("out.errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["error"]) for line in failed] == [
        ("in/0007.html", "WorkerError"),
        ("in/0100.html", "EmptySourceError"),
        ("in/0200.html", "TimeLimitError"),
    ]
    assert "SIGKILL" in failed[0]["message"]
    assert "2 seconds" in failed[2]["message"]


@POSIX
@pytest.mark.parametrize("suffix", [".jsonl", ".parquet", ".duckdb"])
def test_ctrl_c_ends_cleanly_with_what_is_done(pages: Path, tmp_path: Path, suffix: str) -> None:
    convert(["in"], f"whole{suffix}")
    output = Path(f"out{suffix}")
    last = (pages / "0299.html").read_bytes()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITE)
    (pages / "0299.html").write_text("<p>FOREVER</p>")
    words, environment = command("-o", str(output), "--workers", "2", folder=tmp_path / "site")
    process = subprocess.Popen(words, env=environment, start_new_session=True, stderr=subprocess.PIPE, text=True)
    parts = Path(f"{output}.parts")
    deadline = time.monotonic() + 60
    while len(list(parts.glob("part-*.json"))) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    # The command must have seen the fourth part.
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == "govreport: error: interrupted; 256 documents are done, --resume goes on with the rest\n"
    assert [path.name for path in Path().glob("out*")] == [f"{output}.parts"]
    (pages / "0299.html").write_bytes(last)
    done = convert(["in"], output, settings=Settings(resume=True))
    assert (done.resumed, done.converted) == (256, 299)
    assert output.read_bytes() == Path(f"whole{suffix}").read_bytes()


FULL = [
    # where the disk is full
    (parts, "_put", "out.parquet"),
    (workspace, "finish", "out.parquet"),
    (workspace, "finish", "out.jsonl"),
    (workspace, "_move", "out.csv"),
]


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(("where", "name", "output"), FULL)
def test_a_full_disk_is_one_clear_error(where: object, name: str, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "somewhere")

    with monkeypatch.context() as patched:
        patched.setattr(where, name, full)
        with pytest.raises(OSError, match="No space left"):
            convert(["in"], output)
    assert [path.name for path in Path().iterdir() if path.is_file()] == []
    assert convert(["in"], output, settings=Settings(resume=True)).converted == 299


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_part_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shard = next(cut([Document("a", content=b"<p>x</p>")], folder=str(tmp_path), suffix=".jsonl", max_bytes=99, rows=9))
    real = open

    def full(path: str | Path, mode: str) -> object:
        return real("/dev/full", mode) if str(path).endswith(".tmp") else real(path, mode)

    monkeypatch.setattr(parts, "open", full, raising=False)
    told = json.loads(parts.write_part(shard))
    assert told["broken"][:2] == [errno.ENOSPC, "No space left on device"]
    assert list(tmp_path.iterdir()) == []


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_one_clear_error(pages: Path) -> None:
    Path("locked").mkdir(mode=0o500)
    ran = run("-o", "locked/out.jsonl")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert "locked/out.jsonl: permission denied" in ran.stderr


def test_where_shards_are_cut_depends_on_the_documents_alone() -> None:
    documents = [Document(str(number), content=b"x" * 10**6) for number in range(20)]
    found = list(cut(documents, folder="", suffix="", max_bytes=1, rows=1))
    assert [(shard.number, len(shard.documents)) for shard in found] == [(0, 9), (1, 9), (2, 2)]
    assert all(isinstance(shard, Shard) for shard in found)


EXITS = [
    # pages, --fail-on, exit code
    ({"a": "good"}, "partial", 0),
    ({"a": "good", "b": ""}, "never", 0),
    ({"a": "good", "b": ""}, "failed", 1),
    ({"a": "good", "b": "scan"}, "failed", 0),
    ({"a": "good", "b": "scan"}, "partial", 1),
]


@pytest.mark.parametrize(("documents", "fail_on", "code"), EXITS)
def test_exit_codes(
    documents: dict[str, str], fail_on: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govreport.cli import main

    monkeypatch.chdir(tmp_path)
    known = {
        "good": PAGE.format(year=2020),
        "scan": "<html><body><img src='1.jpg'><a href='/'>首页</a></body></html>",
        "": "",
    }
    for name, kind in documents.items():
        Path(f"{name}.html").write_text(known[kind], encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["convert", ".", "-o", "out.jsonl", "--workers", "1", "--fail-on", fail_on, "--errors", "bad.jsonl"])
    assert int(left.value.code or 0) == code
    assert Path("bad.jsonl").exists() == ("" in documents.values())
    assert len(Path("out.jsonl").read_bytes().splitlines()) == sum(bool(kind) for kind in documents.values())


def test_nothing_is_lost_and_nothing_twice(pages: Path) -> None:
    shutil.make_archive("in", "zip", pages)
    convert(["in.zip", "in"], "out.jsonl", workers=2)
    ids = [json.loads(line)["id"] for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = [f"{prefix}/{path.name}" for prefix in ("in.zip", "in") for path in sorted(pages.iterdir())]
    assert ids == [id_ for id_ in expected if not id_.endswith("0100.html")]
    assert govreport.parse_file(pages / "0001.html").year == 2001
