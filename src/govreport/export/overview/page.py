"""The charts as one page (HTML with SVG inside) or one picture (PNG), by Matplotlib and Jinja. Charts enter here.

The page needs no network. Text in its pictures is drawn with a font for Chinese that is found on this machine; where
there is none, the page leaves the letters to the reader's browser, and a PNG is refused with what to install.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

from govreport.errors import DependencyError
from govreport.extras import need

from .charts import Chart, draw
from .data import Figures
from .words import Language, Words

__all__ = ["to_html", "to_png"]

WIDTH = 9.0
"""Of a chart, in inches."""
DPI = 150
FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
)
"""Fonts that have simplified Chinese, the best first."""


def to_html(figures: Figures, *, name: str, version: str, language: Language = "zh") -> str:
    """A page of all charts, each with its figures as a table; ``name`` is what the figures were read from."""
    words = Words(language)
    charts = draw(figures, words)
    environment = need("jinja2").Environment(
        loader=need("jinja2").PackageLoader("govreport.export.overview"),
        autoescape=True,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return str(
        environment.get_template("overview.html.j2").render(
            language="zh-Hans" if language == "zh" else "en",
            words=words,
            charts=[(chart, "" if chart.empty else _svg(chart)) for chart in charts],
            source=_source(words, figures, name, version),
        )
    )


def to_png(figures: Figures, *, name: str, version: str, language: Language = "zh") -> bytes:
    """One picture of all charts that have something to draw, under each other.

    Raises ``DependencyError`` where no font for Chinese is found on this machine.
    """
    words = Words(language)
    font = _font()
    if font is None:
        raise DependencyError(
            "no font with Chinese letters was found for the picture: install one (apt-get install fonts-noto-cjk), "
            "or write a page (-o overview.html), which uses the reader's fonts"
        )
    charts = [chart for chart in draw(figures, words) if not chart.empty]
    heights = [chart.height + 1.0 for chart in charts]
    with need("matplotlib").rc_context(_style(font)):
        figure = _figure(WIDTH + 1.2, sum(heights) + 0.9)
        figure.suptitle(words("page", "title"), fontsize=15)
        # An overview of nothing is a title and what it was made of.
        axes = figure.subplots(len(charts), 1, height_ratios=heights, squeeze=False)[:, 0] if charts else []
        for ax, chart in zip(axes, charts, strict=True):
            _paint(ax, chart)
            ax.set_title(f"{chart.title}\n", loc="left", fontsize=11, fontweight="bold")
            ax.annotate(chart.note, (0, 1), (0, 5), "axes fraction", "offset points", fontsize=7.5, color="#555555")
        figure.supxlabel(_source(words, figures, name, version), fontsize=8, color="#555555")
        return _bytes(figure, "png", dpi=DPI)


def _source(words: Words, figures: Figures, name: str, version: str) -> str:
    failed = (
        words("page", "unknown") if figures.failed is None else words("page", "failed", count=f"{figures.failed:,}")
    )
    return words("page", "source", name=name, version=version, documents=f"{figures.documents:,}", failed=failed)


def _font() -> str | None:
    known = {font.name for font in need("matplotlib.font_manager").fontManager.ttflist}
    return next((font for font in FONTS if font in known), None)


def _style(font: str | None) -> dict[str, Any]:
    return {
        "font.family": [font, "DejaVu Sans"] if font else [*FONTS, "sans-serif"],
        # Letters as outlines are right everywhere; without a font here the browser must bring them.
        "svg.fonttype": "path" if font else "none",
        "svg.hashsalt": "govreport",
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a name from a page may hold dollar signs
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "font.size": 9,
    }


def _figure(width: float, height: float) -> Any:
    # Not pyplot: it keeps every figure, and it is not for threads.
    return need("matplotlib.figure").Figure(figsize=(width, height), layout="constrained")


def _paint(ax: Any, chart: Chart) -> None:
    if chart.name != "missing":
        ax.grid(axis="x" if chart.name in ("documents_by_body", "findings") else "y", color="#dddddd", linewidth=0.6)
    chart.paint(ax)


def _svg(chart: Chart) -> str:
    """The chart as an SVG element to stand in a page."""
    font = _font()
    with need("matplotlib").rc_context(_style(font)), warnings.catch_warnings():
        if font is None:  # measured with a font that lacks the letters; the reader's browser draws them
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = _figure(WIDTH, chart.height)
        _paint(figure.subplots(), chart)
        text = _bytes(figure, "svg", metadata={"Date": None, "Creator": None}).decode()
    return text[text.index("<svg") :]


def _bytes(figure: Any, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=form, **options)
    return buffer.getvalue()
