"""A comparison of two years for people: plain text, Markdown. Figures first, then sections, then findings.

Only what changed is shown of the text; of the figures every measure that both reports have.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from govreport.models.comparison import Comparison, MeasureChange, ParagraphChange, SectionChange, Side

__all__ = ["comparison_to_markdown", "comparison_to_text"]

_LONGEST = 200


def comparison_to_text(comparison: Comparison) -> str:
    """The comparison as plain text that ends with a line end."""
    return "\n".join(_text_lines(comparison)) + "\n"


def _text_lines(comparison: Comparison) -> Iterator[str]:
    yield f"previous: {side_name(comparison.previous)}"
    yield f"current:  {side_name(comparison.current)}"
    yield f"repeated text: {share(comparison.repeated)}"
    if comparison.measures:
        yield "figures:"
        width = max(len(item.measure) for item in comparison.measures)
        yield from (f"  {item.measure:<{width}}  {_measure_line(item)}" for item in comparison.measures)
    if comparison.sections:
        yield "sections:"
        for section in comparison.sections:
            yield f"  {heading(section)}: {summary(section)}"
            for change in section.paragraphs:
                yield from (f"    {line}" for line in _change_lines(change))
    if comparison.findings:
        yield "findings:"
        yield from (f"  {item.severity} {item.code}: {one_line(item.message)}" for item in comparison.findings)


def _measure_line(item: MeasureChange) -> str:
    line = f"{figure(item.previous)} → {figure(item.current)} {item.unit or ''}".rstrip()
    if item.comparable == "no":
        return f"{line}  not comparable: {item.note or 'the forms count differently'}"
    if item.change is not None:
        line += f"  {item.change:+}" + (f" ({item.percent:+} %)" if item.percent is not None else "")
    return f"{line}  roughly: {item.note or 'the forms differ'}" if item.comparable == "roughly" else line


def _change_lines(change: ParagraphChange) -> Iterator[str]:
    if change.previous is not None:
        yield f"- {_cut(change.previous)}"
    if change.current is not None:
        yield f"+ {_cut(change.current)}"


def _cut(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def comparison_to_markdown(comparison: Comparison) -> str:
    """The comparison as Markdown (CommonMark with tables)."""
    return "\n".join(_markdown_lines(comparison)) + "\n"


def _markdown_lines(comparison: Comparison) -> Iterator[str]:
    yield f"# {_escaped(side_name(comparison.current))}"
    yield ""
    yield f"Beside {_escaped(side_name(comparison.previous))}. Repeated text: {share(comparison.repeated)}."
    if comparison.findings:
        yield from ("", "## Findings", "")
        yield from (f"- **{f.severity}** `{f.code}`: {_escaped(one_line(f.message))}" for f in comparison.findings)
    if comparison.measures:
        yield from ("", "## Figures", "", "| measure | previous | current | unit | change | % | note |")
        yield "|---|---:|---:|---|---:|---:|---|"
        yield from map(_markdown_row, comparison.measures)
    if comparison.sections:
        yield from ("", "## Sections")
        for section in comparison.sections:
            yield from ("", f"### {_escaped(heading(section))}", "", summary(section) + ".")
            for change in section.paragraphs:
                yield ""
                yield from (f"> {line[0]} {_escaped(line[2:])}" for line in _full_lines(change))


def _full_lines(change: ParagraphChange) -> Iterator[str]:
    if change.previous is not None:
        yield f"− {one_line(change.previous)}"
    if change.previous is not None and change.current is not None:
        yield "  "
    if change.current is not None:
        yield f"＋ {one_line(change.current)}"


def _markdown_row(item: MeasureChange) -> str:
    change = f"{item.change:+}" if item.change is not None else ""
    percent = f"{item.percent:+}" if item.percent is not None else ""
    cells = (item.measure, figure(item.previous), figure(item.current), item.unit or "", change, percent, note(item))
    return "| " + " | ".join(_escaped(cell).replace("|", "\\|") for cell in cells) + " |"


def _escaped(text: str) -> str:
    for sign in "\\`*_[]<>#":
        text = text.replace(sign, "\\" + sign)
    return text


# --- shared with the HTML page --------------------------------------------------------------------------------


def side_name(side: Side) -> str:
    """Which report it is, on one line."""
    name = one_line(side.title or side.body or "(no title)")
    return f"{name} ({side.year})" if side.year is not None else name


def heading(section: SectionChange) -> str:
    """The heading of a section, with the old one where it was another."""
    old, new = section.previous_heading, section.current_heading
    if old is None and new is None:
        return "(before the first heading)"
    return f"{new} (before: {old})" if old and new and old != new else str(new or old)


def summary(section: SectionChange) -> str:
    """What became of a section, in a few words."""
    if section.kind != "kept":
        return section.kind
    counts = [f"{section.unchanged} unchanged"] if section.unchanged else []
    for kind in ("changed", "added", "removed"):
        count = sum(1 for change in section.paragraphs if change.kind == kind)
        counts += [f"{count} {kind}"] if count else []
    repeated = "" if section.repeated is None else f"; {share(section.repeated)} repeated"
    return (", ".join(counts) or "no paragraphs") + repeated


def note(item: MeasureChange) -> str:
    """Why a measure is not, or only roughly, comparable."""
    if item.comparable == "yes":
        return item.note or ""
    word = "not comparable" if item.comparable == "no" else "roughly comparable"
    return f"{word}: {item.note}" if item.note else word


def figure(value: int | Decimal | None) -> str:
    """A figure, or that there is none."""
    return "n/a" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def share(value: float | None) -> str:
    """A share in percent."""
    return "n/a" if value is None else f"{100 * value:.1f} %"


def one_line(text: str) -> str:
    """Text without line breaks."""
    return " ".join(text.split())
