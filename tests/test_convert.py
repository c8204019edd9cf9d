"""Files in, files out: which documents are found, in what order, and what is left on the disk."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import govreport
from govreport.batch import Outcome, convert, errors_path, find_documents
from govreport.errors import SourceNotFoundError


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pages and of things that are no pages; it is the working folder."""
    for name in (
        "in/b/2.html",
        "in/b/10.HTM",
        "in/b-c.txt",
        "in/a.md",
        "in/data.json",
        "in/.hidden.html",
        "in/.git/x.html",
        "in/odd[1].html",
        "scan.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<p>甲</p>", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


FOUND = [
    # inputs, documents in order
    (["in"], ["in/a.md", "in/b-c.txt", "in/b/10.HTM", "in/b/2.html", "in/odd[1].html"]),
    (["./in/"], ["in/a.md", "in/b-c.txt", "in/b/10.HTM", "in/b/2.html", "in/odd[1].html"]),
    (["in/b", "in/a.md"], ["in/a.md", "in/b/10.HTM", "in/b/2.html"]),
    (["in/b/2.html", "in/b", "in/b/*"], ["in/b/10.HTM", "in/b/2.html"]),
    (["scan.pdf"], ["scan.pdf"]),
    (["in/data.json"], ["in/data.json"]),
    (["in/odd[1].html"], ["in/odd[1].html"]),
    (["**/*.html"], ["in/b/2.html", "in/odd[1].html"]),
    (["*"], ["in/a.md", "in/b-c.txt", "in/b/10.HTM", "in/b/2.html", "in/odd[1].html", "scan.pdf"]),
]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(("inputs", "documents"), FOUND)
def test_documents_are_found_once_and_sorted(inputs: list[str], documents: list[str]) -> None:
    assert [path.as_posix() for path in find_documents(inputs)] == documents
    assert find_documents(reversed(inputs)) == find_documents(inputs)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("name", ["missing", "missing/*.html", "empty", "in/odd[2].html"])
def test_nothing_found_is_an_error_that_names_it(name: str) -> None:
    with pytest.raises(SourceNotFoundError) as error:
        find_documents(["in", name])
    assert error.value.where == name


def test_a_folder_that_links_to_itself_ends(tree: Path) -> None:
    (tree / "in" / "b" / "again").symlink_to(tree / "in")
    assert len(find_documents(["in"])) == 5


def test_a_dangling_link_is_a_failed_document_not_the_end(tree: Path) -> None:
    (tree / "in" / "gone.html").symlink_to(tree / "nowhere.html")
    done = convert(["in"], "out.jsonl")
    assert (done.converted, done.failed) == (5, 1)
    assert json.loads((tree / "out.errors.jsonl").read_text(encoding="utf-8")) == {
        "id": "in/gone.html",
        "error": "SourceNotFoundError",
        "message": "No such file or directory",
    }


def test_a_line_is_the_report_itself(tree: Path, page: str) -> None:
    (tree / "a.html").write_text(page, encoding="utf-8")
    convert(["a.html"], tree / "out.jsonl")
    data = (tree / "out.jsonl").read_bytes()
    assert data.count(b"\n") == 1
    line = json.loads(data)
    assert list(line) == ["id", "report"]
    assert govreport.Report.model_validate(line["report"]) == govreport.parse_file(tree / "a.html")


def test_the_same_input_gives_the_same_bytes_with_any_number_of_workers(tree: Path) -> None:
    for name, workers in (("one", None), ("two", 2)):
        convert(["in/b", "in"], f"{name}.jsonl", workers=workers)
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert len(Path("one.jsonl").read_bytes().splitlines()) == 5


@pytest.mark.usefixtures("tree")
def test_errors_of_the_run_before_do_not_stay() -> None:
    Path("in/empty.html").write_bytes(b"")
    assert convert(["in"], "out.jsonl").errors == Path("out.errors.jsonl")
    Path("in/empty.html").unlink()
    assert convert(["in"], "out.jsonl").errors is None
    assert not Path("out.errors.jsonl").exists()


def test_a_run_that_is_cut_off_leaves_the_files_of_the_run_before(tree: Path) -> None:
    def stop(_result: Outcome) -> None:
        raise KeyboardInterrupt

    convert(["in"], "out.jsonl")
    before = (tree / "out.jsonl").read_bytes()
    names = sorted(path.name for path in tree.iterdir())
    with pytest.raises(KeyboardInterrupt):
        convert(["in/b"], "out.jsonl", on_document=stop)
    assert (tree / "out.jsonl").read_bytes() == before
    # What was done stays beside the output, for --resume; a run without it begins again and clears it away.
    assert sorted(path.name for path in tree.iterdir()) == sorted([*names, "out.jsonl.parts"])
    assert convert(["in"], "out.jsonl").resumed == 0
    assert (tree / "out.jsonl").read_bytes() == before
    assert sorted(path.name for path in tree.iterdir()) == names


@pytest.mark.usefixtures("tree")
def test_a_run_in_which_nothing_was_done_leaves_nothing() -> None:
    def broken(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(["in"], "out.jsonl", on_start=broken)
    assert not Path("out.jsonl.parts").exists()


@pytest.mark.usefixtures("tree")
def test_progress_is_told() -> None:
    totals: list[int | None] = []
    seen: list[str] = []
    convert(["in/b"], "out.jsonl", on_start=totals.append, on_document=lambda result: seen.append(result.id))
    assert (totals, seen) == ([2], ["in/b/10.HTM", "in/b/2.html"])


@pytest.mark.usefixtures("tree")
def test_a_new_file_has_the_permissions_of_any_other() -> None:
    convert(["in"], "out.jsonl")
    Path("plain").touch()
    assert os.stat("out.jsonl").st_mode == os.stat("plain").st_mode


@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes on POSIX only")
def test_a_file_name_that_is_no_utf8_stays_readable_json(tree: Path) -> None:
    (tree / "in" / os.fsdecode(b"\xb9\xab.html")).write_text("<p>甲</p>", encoding="utf-8")
    convert(["in"], "out.jsonl")
    ids = [json.loads(line)["id"] for line in (tree / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert os.fsencode(ids[-1]) == b"in/\xb9\xab.html"


@pytest.mark.parametrize(
    ("output", "errors"),
    [("a.jsonl", "a.errors.jsonl"), ("b/a.json", "b/a.errors.jsonl"), ("a", "a.errors.jsonl")],
)
def test_where_errors_go(output: str, errors: str) -> None:
    assert errors_path(output).as_posix() == errors
