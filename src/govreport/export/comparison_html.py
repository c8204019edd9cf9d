"""A comparison of two years as one HTML page: no script, nothing fetched from elsewhere, all text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from govreport.models.comparison import Comparison, ParagraphChange

from .comparison import figure, heading, note, one_line, share, side_name, summary

__all__ = ["comparison_to_html"]

_STYLE = """
body{font:16px/1.6 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin:.5rem 0}
.old,.new{padding:.5rem;border-left:4px solid}
.old{background:#fff2f0;border-color:#c33}.new{background:#f0fff3;border-color:#393}
.error{color:#a00}.warning{color:#a60}.notice{color:#555}
"""


def comparison_to_html(comparison: Comparison) -> str:
    """The comparison as a self-contained page: findings, figures, and the changed paragraphs side by side."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    title = escape(side_name(comparison.current))
    yield f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
    yield f"<style>{_STYLE}</style></head><body>"
    yield f"<h1>{title}</h1>"
    yield f"<p>Beside {escape(side_name(comparison.previous))}. Repeated text: {share(comparison.repeated)}.</p>"
    if comparison.findings:
        yield "<h2>Findings</h2><ul>"
        for item in comparison.findings:
            line = f"<code>{escape(item.code)}</code> {escape(one_line(item.message))}"
            yield f'<li><span class="{item.severity}">{item.severity}</span> {line}</li>'
        yield "</ul>"
    if comparison.measures:
        yield "<h2>Figures</h2><table><thead><tr>"
        yield "".join(f"<th>{name}</th>" for name in ("measure", "previous", "current", "unit", "change", "%", "note"))
        yield "</tr></thead><tbody>"
        for change in comparison.measures:
            numbers = (figure(change.previous), figure(change.current))
            signed = tuple("" if value is None else f"{value:+}" for value in (change.change, change.percent))
            yield (
                f"<tr><td>{escape(change.measure)}</td>{_numbers(numbers)}<td>{escape(change.unit or '')}</td>"
                f"{_numbers(signed)}<td>{escape(note(change))}</td></tr>"
            )
        yield "</tbody></table>"
    if comparison.sections:
        yield "<h2>Sections</h2>"
        for section in comparison.sections:
            yield f"<h3>{escape(heading(section))}</h3><p>{escape(summary(section))}</p>"
            yield from map(_pair, section.paragraphs)
    yield "</body></html>"


def _numbers(values: tuple[str, ...]) -> str:
    return "".join(f'<td class="n">{escape(value)}</td>' for value in values)


def _pair(change: ParagraphChange) -> str:
    old = f'<div class="old">{escape(change.previous)}</div>' if change.previous is not None else "<div></div>"
    new = f'<div class="new">{escape(change.current)}</div>' if change.current is not None else "<div></div>"
    return f'<div class="pair">{old}{new}</div>'
