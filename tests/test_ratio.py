"""The gate of speed: what it measures, when it fails, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import ratio
from floors import in_turn

import govreport

ACCEPTED = {"median": 5.0, "hard_page": 4.0}


@pytest.mark.parametrize(
    ("median", "hard_page", "failed"),
    [
        (5.0, 4.0, []),
        (1.0, 1.0, []),
        (6.49, 5.19, []),
        (6.51, 4.0, ["median"]),
        (5.0, 5.21, ["hard_page"]),
        (6.51, 5.21, ["median", "hard_page"]),
    ],
)
def test_a_ratio_fails_above_130_percent_of_the_accepted_one(
    median: float, hard_page: float, failed: list[str]
) -> None:
    assert ratio.worse({"median": median, "hard_page": hard_page}, ACCEPTED) == failed


def test_a_figure_that_was_never_accepted_fails() -> None:
    assert ratio.worse({"median": 5.0, "hard_page": 0.1}, {"median": 5.0}) == ["hard_page"]


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    path = tmp_path / "ratio.json"
    path.write_text(json.dumps(ACCEPTED), encoding="utf-8")
    return path


def _measured(monkeypatch: pytest.MonkeyPatch, *runs: dict[str, float]) -> list[float]:
    """Let the runs be measured one after the other; the seconds that each was given."""
    asked: list[float] = []
    left = iter(runs)

    def measure(_corpus: Path, seconds: float) -> dict[str, float]:
        asked.append(seconds)
        return next(left)

    monkeypatch.setattr(ratio, "measure", measure)
    return asked


def test_what_got_slower_is_measured_three_times_and_fails(
    monkeypatch: pytest.MonkeyPatch, accepted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = _measured(monkeypatch, *[{"median": 9.0, "hard_page": 4.0}] * 3)
    assert ratio.main(["--accepted", str(accepted), "--seconds", "1"]) == 1
    assert asked == [1.0, 2.0, 4.0]
    shown = capsys.readouterr().out.splitlines()
    assert shown == [
        "ratio: median 9.00 × the lxml floor, accepted 5.0: MORE than 1.3 × as much",
        "ratio: hard_page 4.00 × the lxml floor, accepted 4.0: ok",
    ]


def test_a_busy_spell_is_not_believed(monkeypatch: pytest.MonkeyPatch, accepted: Path) -> None:
    asked = _measured(monkeypatch, {"median": 9.0, "hard_page": 4.0}, {"median": 5.1, "hard_page": 9.0})
    assert ratio.main(["--accepted", str(accepted), "--seconds", "1"]) == 0
    assert asked == [1.0, 2.0]


def test_what_is_accepted_is_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = _measured(monkeypatch, {"median": 5.678, "hard_page": 4.0}, {"median": 5.7, "hard_page": 4.1})
    path = tmp_path / "ratio.json"
    assert ratio.main(["--accepted", str(path), "--accept"]) == 0
    assert json.loads(path.read_text(encoding="utf-8")) == {"median": 5.68, "hard_page": 4.0}
    assert ratio.main(["--accepted", str(path)]) == 0
    assert len(asked) == 2


def test_the_accepted_figures_are_those_that_are_measured() -> None:
    assert set(json.loads(ratio.ACCEPTED.read_text(encoding="utf-8"))) == {"median", "hard_page"}


def test_jobs_take_turns_and_all_are_timed() -> None:
    order: list[str] = []
    times = in_turn({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 0.0, least=3)
    assert order == ["a", "b"] * 3
    assert set(times) == {"a", "b"}
    assert all(0 <= time < 1 for time in times.values())
    assert in_turn({}, 60.0) == {}


def test_a_page_made_slower_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The whole measure on a corpus of one invented page: reading it five times over is five times the ratio, about."""
    name = ratio.HARD_PAGE
    page = tmp_path / name
    page.parent.mkdir(parents=True)
    body = "".join(f"<p>{n}、全年主动公开政府信息{n}条。</p>" for n in range(1, 80))
    page.write_text(f"<html><body><h1>某局年度报告</h1>{body}</body></html>", encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps({"file": name}) + "\n", encoding="utf-8")
    once = ratio.measure(tmp_path, 0.05)
    parse = govreport.parse
    monkeypatch.setattr(govreport, "parse", lambda text: [parse(text) for _ in range(5)])
    assert ratio.worse(ratio.measure(tmp_path, 0.05), once) == ["median", "hard_page"]
