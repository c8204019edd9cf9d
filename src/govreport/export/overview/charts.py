"""One function a chart: counted figures in, a drawn chart and its table out. Figures of :mod:`.data` enter here.

Every chart names its axes and units, says under it what is counted, and is drawn from one document as from a
hundred thousand: categories are few and ordered, what was cut off is one bar of its own or said in the title.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .data import FIELDS, GROUND, OUTCOMES, Figures
from .words import Words

__all__ = ["CHARTS", "Chart", "draw"]

KINDS = ("annual_report", "document", "article", "other")
COLOURS = (
    "#2563a8", "#e08214", "#4d9a5b", "#b2445b", "#7b6cb0", "#8a8a8a", "#c9a227", "#3aa6a6",
    "#8c5a3c", "#d98bb0", "#9bbf3b", "#5b7f95", "#f0b8a0", "#1f5f4a", "#a58fd8", "#c7c0a8",
)  # fmt: skip
"""As many as a form has grounds of denial, and more: no two parts of a chart share one."""
RECEIVED = "#1b1b1b"
SEVERITY = {"error": "#b2182b", "warning": "#e08214"}
LONGEST_LABEL = 32
"""Names of bodies and codes longer than this are cut in the middle; the table under the chart has them whole."""


@dataclass(slots=True)
class Chart:
    """A chart as data: ``paint`` draws it on axes; ``head`` and ``rows`` are the table under it."""

    name: str
    title: str
    note: str
    head: list[str]
    rows: list[list[str]]
    paint: Callable[[Any], None]
    height: float = 3.4
    empty: bool = field(init=False)

    def __post_init__(self) -> None:
        self.empty = not self.rows


def draw(figures: Figures, words: Words) -> list[Chart]:
    """All charts, in the order of the page."""
    return [make(figures, words, name) for name, make in CHARTS.items()]


def _chart(
    words: Words, name: str, head: list[str], rows: list[list[str]], paint: Callable[[Any], None], height: float = 3.4
) -> Chart:
    return Chart(name, words("charts", name), words.note(name), head, rows, paint, height)


def _stack(ax: Any, places: Sequence[int], parts: Sequence[tuple[str, Sequence[float], str]], width: float) -> None:
    base = [0.0] * len(places)
    for label, values, colour in parts:
        if any(values):
            ax.bar(places, values, width, bottom=base, label=label, color=colour, edgecolor="white", linewidth=0.4)
        base = [a + b for a, b in zip(base, values, strict=True)]


def _places(years: Sequence[int | None]) -> list[int]:
    """Where the years stand on the axis: a year that nobody reported on is a gap; no year at all comes last."""
    known = [year for year in years if year is not None]
    last = max(known, default=0)
    return [last + 2 if year is None else year for year in years]


def _years(ax: Any, places: Sequence[int], labels: Sequence[str], words: Words) -> None:
    turned = len(labels) > 12
    ax.set_xticks(places, labels, rotation=45 if turned else 0, ha="right" if turned else "center")
    ax.set_xlabel(words("page", "year"))
    middle, half = (min(places) + max(places)) / 2, max((max(places) - min(places)) / 2 + 0.8, 1.8)
    ax.set_xlim(middle - half, middle + half)


def _legend(ax: Any) -> None:
    if ax.get_legend_handles_labels()[0]:
        ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=8)


def _cut(text: str) -> str:
    if len(text) <= LONGEST_LABEL:
        return text
    half = LONGEST_LABEL // 2
    return f"{text[:half]}…{text[-half:]}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}" if value % 1 else f"{value:,.0f}"


def documents_by_year(figures: Figures, words: Words, name: str) -> Chart:
    years = list(figures.by_year)
    labels = [words("page", "unknown_year") if year is None else str(year) for year in years]
    parts = [
        (words("kinds", kind), [figures.by_year[year].get(kind, 0) for year in years], COLOURS[at])
        for at, kind in enumerate(KINDS)
    ]

    def paint(ax: Any) -> None:
        _stack(ax, _places(years), parts, 0.7)
        _years(ax, _places(years), labels, words)
        ax.set_ylabel(words("page", "documents"))
        ax.yaxis.get_major_locator().set_params(integer=True)
        _legend(ax)

    head = [words("page", "year"), *(part[0] for part in parts)]
    rows = [[label, *(_number(part[1][at]) for part in parts)] for at, label in enumerate(labels)]
    return _chart(words, name, head, rows, paint)


def documents_by_body(figures: Figures, words: Words, name: str) -> Chart:
    bars = [(body, count) for body, count in figures.by_body]
    rest = figures.bodies - len(bars)

    def paint(ax: Any) -> None:
        _bars(ax, [body for body, _ in bars], [count for _, count in bars], [COLOURS[0]] * len(bars))
        ax.set_xlabel(words("page", "reports"))
        ax.xaxis.get_major_locator().set_params(integer=True)

    rows = [[body, _number(count)] for body, count in bars]
    chart = _chart(words, name, [words("fields", "issuing_body"), words("page", "reports")], rows, paint, _tall(bars))
    if rest > 0:
        chart.note += " " + words("page", "others", count=rest)
    return chart


def _tall(bars: Sequence[object]) -> float:
    return max(1.8, 0.9 + 0.26 * len(bars))


def _bars(ax: Any, labels: Sequence[str], values: Sequence[float], colours: Sequence[str]) -> None:
    places = range(len(labels))
    ax.barh(places, values, 0.72, color=colours)
    ax.set_yticks(places, [_cut(label) for label in labels])
    ax.set_ylim(max(len(labels), 2) - 0.4, -0.6)
    for place, value in zip(places, values, strict=True):
        ax.text(value, place, f" {_number(value)}", va="center", fontsize=8)
    ax.set_xlim(0, 1.12 * max(values, default=1))


def requests(figures: Figures, words: Words, name: str) -> Chart:
    years = [year for year, found in figures.measures.items() if "received" in found or set(OUTCOMES) & set(found)]
    of = figures.measures
    parts = [
        (words("outcomes", outcome), [of[year].get(outcome, 0.0) for year in years], COLOURS[at])
        for at, outcome in enumerate(OUTCOMES)
    ]
    received = [of[year].get("received") for year in years]
    labels = [f"{year}\n{words('page', 'of_reports', count=figures.stated.get(year, 0))}" for year in years]

    def paint(ax: Any) -> None:
        _stack(ax, years, parts, 0.7)
        known = [(year, value) for year, value in zip(years, received, strict=True) if value is not None]
        if known:
            label = words("outcomes", "received")
            ax.plot(*zip(*known, strict=True), color=RECEIVED, marker="o", markersize=4, linewidth=1.2, label=label)
        _years(ax, years, labels, words)
        ax.set_ylabel(words("page", "requests"))
        _legend(ax)

    head = [words("page", "year"), words("page", "reports"), words("outcomes", "received"), *(p[0] for p in parts)]
    rows = [
        [
            str(year),
            _number(figures.stated.get(year, 0)),
            _number(received[at]),
            *(_number(of[year].get(outcome)) for outcome in OUTCOMES),
        ]
        for at, year in enumerate(years)
    ]
    return _chart(words, name, head, rows, paint)


def shares(figures: Figures, words: Words, name: str) -> Chart:
    years, lines = [], {"granted": [], "partially_granted": [], "denied": []}  # type: ignore[var-annotated]
    for year, found in figures.measures.items():
        total = sum(found.get(outcome, 0.0) for outcome in OUTCOMES)
        if total:
            years.append(year)
            for outcome, values in lines.items():
                values.append(100 * found.get(outcome, 0.0) / total)

    def paint(ax: Any) -> None:
        for at, (outcome, values) in enumerate(lines.items()):
            ax.plot(years, values, marker="o", markersize=4, color=COLOURS[at], label=words("outcomes", outcome))
        _years(ax, years, [str(year) for year in years], words)
        ax.set_ylabel(words("page", "share"))
        ax.set_ylim(0, 100)
        _legend(ax)

    head = [words("page", "year"), *(words("outcomes", outcome) for outcome in lines)]
    rows = [[str(year), *(f"{values[at]:.1f}" for values in lines.values())] for at, year in enumerate(years)]
    return _chart(words, name, head, rows, paint, 2.8)


def grounds(figures: Figures, words: Words, name: str) -> Chart:
    sums: dict[str, float] = {}
    for found in figures.measures.values():
        for measure, value in found.items():
            if measure.startswith(GROUND):
                sums[measure] = sums.get(measure, 0.0) + value
    order = sorted((measure for measure, value in sums.items() if value), key=lambda measure: (-sums[measure], measure))
    years = [year for year, found in figures.measures.items() if any(found.get(measure) for measure in order)]
    totals = [sum(figures.measures[year].get(measure, 0.0) for measure in order) for year in years]
    parts = [
        (
            words.ground(measure),
            [100 * figures.measures[year].get(measure, 0.0) / total for year, total in zip(years, totals, strict=True)],
            COLOURS[at % len(COLOURS)],
        )
        for at, measure in enumerate(order)
    ]
    labels = [f"{year}\n{_number(total)} 件" for year, total in zip(years, totals, strict=True)]

    def paint(ax: Any) -> None:
        _stack(ax, _places(years), parts, 0.7)
        _years(ax, _places(years), labels, words)
        ax.set_ylabel(words("page", "share"))
        ax.set_ylim(0, 100)
        _legend(ax)

    head = [words("page", "year"), words("page", "requests"), *(part[0] for part in parts)]
    rows = [
        [str(year), _number(totals[at]), *(f"{part[1][at]:.1f}" for part in parts)] for at, year in enumerate(years)
    ]
    return _chart(words, name, head, rows, paint)


def findings(figures: Figures, words: Words, name: str) -> Chart:
    found = figures.findings

    def paint(ax: Any) -> None:
        _bars(
            ax, [item.code for item in found], [item.documents for item in found], [SEVERITY[i.severity] for i in found]
        )
        for severity, colour in SEVERITY.items():
            if any(item.severity == severity for item in found):
                ax.bar(0, 0, color=colour, label=words("severities", severity))
        ax.set_xlabel(words("page", "documents"))
        ax.xaxis.get_major_locator().set_params(integer=True)
        _legend(ax)

    head = ["code", "severity", words("page", "documents")]
    rows = [[item.code, words("severities", item.severity), _number(item.documents)] for item in found]
    return _chart(words, name, head, rows, paint, _tall(found))


def missing(figures: Figures, words: Words, name: str) -> Chart:
    sites = figures.missing
    labels = [site.site or words("page", "no_site") for site in sites]
    names = [words("fields", one) for one in FIELDS]

    def paint(ax: Any) -> None:
        grid = [[float("nan") if value is None else value for value in site.percent] for site in sites]
        ax.imshow(grid, cmap="Oranges", vmin=0, vmax=100, aspect="auto")
        ax.set_xticks(range(len(names)), names, rotation=30, ha="right")
        ax.set_yticks(range(len(sites)), [f"{_cut(la)} ({s.documents:,})" for la, s in zip(labels, sites, strict=True)])
        for row, site in enumerate(sites):
            for column, value in enumerate(site.percent):
                if value is not None:
                    colour = "white" if value > 60 else "black"
                    ax.text(column, row, f"{value:.0f}", ha="center", va="center", fontsize=7, color=colour)

    head = ["site", words("page", "documents"), *names]
    rows = [
        [label, _number(site.documents), *("" if value is None else f"{value:.1f}" for value in site.percent)]
        for label, site in zip(labels, sites, strict=True)
    ]
    return _chart(words, name, head, rows, paint, _tall(sites) + 0.5)


CHARTS: dict[str, Callable[[Figures, Words, str], Chart]] = {
    "documents_by_year": documents_by_year,
    "documents_by_body": documents_by_body,
    "requests": requests,
    "shares": shares,
    "grounds": grounds,
    "findings": findings,
    "missing": missing,
}
