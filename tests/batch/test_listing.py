"""The names of many files in little memory: the same ones, in the same order, whatever they are called."""

from __future__ import annotations

import os
import random
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from govreport.batch.listing import Listing, list_files
from govreport.errors import SourceNotFoundError

# ``-`` and ``.`` are before ``/``, ``0`` is behind it: the order of whole paths is not that of names.
NAMES = ["a", "a-b", "a.b", "a0", "年报", "B", "é"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def walked(folder: str) -> list[str]:
    """The same by the standard library, all at once."""
    found = [Path(root, name) for root, _, names in os.walk(folder) for name in names if name.endswith(".html")]
    return [str(path) for path in sorted(found, key=Path.as_posix)]


@pytest.mark.parametrize("folder", ["in", ".", "in/../in/", "absolute"])
def test_the_order_is_that_of_whole_paths(folder: str) -> None:
    chance = random.Random(5)
    for _ in range(150):
        path = Path("in", *(chance.choice(NAMES) for _ in range(chance.randrange(4))), chance.choice(NAMES) + ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    folder = str(Path("in").absolute()) if folder == "absolute" else folder
    expected = walked(os.path.normpath(folder))
    assert len(expected) > 80
    assert list(list_files([folder])) == expected
    several = [
        f"{folder}/[ai]*",
        *(f"{folder}/{name}" for name in NAMES if Path(folder, name).exists()),
        folder,
        folder,
    ]
    assert list(list_files(several)) == expected


def test_a_listing_is_a_sequence() -> None:
    paths = ["a/1.html", "a/2.html", "b/1.html", "top.html", "a/3.html", "年/\udcb9.html"]
    listing = Listing(paths)
    assert list(listing) == paths
    assert (len(listing), listing[-1], list(listing[1:4:2])) == (6, paths[-1], [paths[1], paths[3]])
    assert "b/1.html" in listing
    with pytest.raises(IndexError):
        listing[6]
    assert not Listing()


def test_a_path_takes_a_few_bytes() -> None:
    tracemalloc.start()
    try:
        listing = Listing(f"folder-{number // 1000:06d}/{number:08d}.html" for number in range(50_000))
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert held / len(listing) < 30


@pytest.mark.skipif(os.name != "posix", reason="links and permissions of POSIX")
def test_links_are_not_followed_and_loops_are_none() -> None:
    Path("in/sub").mkdir(parents=True)
    Path("in/sub/1.html").write_bytes(b"")
    Path("in/loop").symlink_to("..")
    Path("in/folder.html").symlink_to("sub")
    Path("in/gone.html").symlink_to("nowhere")
    Path("in/self.html").symlink_to("self.html")
    for name in ("in/.hidden.html", "in/more.warc.gz", "in/sub/page"):
        Path(name).write_bytes(b"")
    skipped: Counter[str] = Counter()
    # A link that leads nowhere is a document that cannot be read, not silence.
    assert list(list_files(["in"], skipped)) == ["in/gone.html", "in/self.html", "in/sub/1.html"]
    assert skipped == {
        "files in folders that are no pages by their name": 2,
        "hidden files and folders": 1,
        "links to folders": 2,
    }


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[int]:
    """A page in folders deeper than Python recurses; taken down again, which pytest cannot (shutil.rmtree recurses)."""
    depth = sys.getrecursionlimit() + 200
    here = os.getcwd()
    os.chdir(tmp_path)
    for _ in range(depth):
        os.mkdir("a")
        os.chdir("a")
    page = tmp_path / ("a/" * depth) / "1.html"
    page.write_bytes(b"")
    os.chdir(tmp_path)
    yield depth
    page.unlink()
    for level in range(depth, 0, -1):
        os.rmdir(tmp_path / ("a/" * level))
    os.chdir(here)


def test_folders_deeper_than_python_recurses(deep: int) -> None:
    assert [path.count(os.sep) for path in list_files(["a"])] == [deep]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_an_error() -> None:
    Path("in/closed").mkdir(parents=True)
    Path("in/closed").chmod(0)
    try:
        with pytest.raises(SourceNotFoundError, match="cannot read the folder"):
            list_files(["in"])
    finally:
        Path("in/closed").chmod(0o700)
