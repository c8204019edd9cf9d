"""A report as Markdown (CommonMark with pipe tables): front matter, title, text, sections, tables, attachments.

The front matter is YAML whose values are JSON scalars and lists, which every YAML 1.2 reader takes as they are;
a label without a value is left out. Of a table every slot is written, the text of a spanning cell in each slot
that it covers. Page furniture and the metadata block are not repeated in the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import regex

from govreport.models import Attachment, Paragraph, Report, Section, Table

__all__ = ["to_markdown"]

# What JSON leaves as it is but YAML does not allow, or takes for a line end.
_NOT_YAML = regex.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_INLINE = regex.compile(r"[\\`*_<]")
_LEADING = regex.compile(r"[#>|=~]|[-+](?=\s|[-\s]*$)|(?P<digits>\d{1,9})(?P<dot>[.)])(?=\s|$)")
_HTML_BREAK = "<br>"


def to_markdown(report: Report) -> str:
    """The whole report as one Markdown document that ends with a line end."""
    blocks = ["\n".join(("---", *_front_matter(report), "---"))]
    if report.title:
        blocks.append(f"# {_inline(report.title)}")
    blocks += _contents(report.preamble)
    for section in report.sections:
        blocks += _section(section)
    if report.attachments:
        blocks.append("\n".join(_attachment(item) for item in report.attachments))
    return "\n\n".join(blocks) + "\n"


def _front_matter(report: Report) -> Iterator[str]:
    head = report.model_dump(
        mode="json", include={"kind", "title", "year", "period", "issuing_body", "signed_on", "metadata"}
    )
    metadata: dict[str, Any] = head.pop("metadata")
    metadata.pop("spans")
    metadata["metadata_title"] = metadata.pop("title")
    head |= metadata | {"url": report.source.url, "sha256": report.source.sha256}
    for key, value in head.items():
        if isinstance(value, dict):
            value = value.get("raw") or {name: part for name, part in value.items() if part is not None}
        if value is not None and value != {} and value != []:
            yield f"{key}: {_yaml(value)}"


def _yaml(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _section(section: Section) -> Iterator[str]:
    yield f"{'#' * min(section.level + 1, 6)} {_inline(section.heading)}"
    yield from _contents(section.content)
    for child in section.children:
        yield from _section(child)


def _contents(items: Iterable[Paragraph | Table]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Table):
            if item.grid and item.grid[0]:
                yield _table(item)
        elif text := _paragraph(item.text):
            yield text


def _inline(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", " ".join(text.split()))


def _paragraph(text: str) -> str:
    text = _inline(text)
    found = _LEADING.match(text)
    if found is None:
        return text
    # A mark such as 1. would make a list of a paragraph, and lose the number that was printed.
    if found["digits"]:
        return f"{found['digits']}\\{text[len(found['digits']) :]}"
    return f"\\{text}"


def _cell(text: str) -> str:
    return _HTML_BREAK.join(_inline(line).replace("|", "\\|") for line in text.splitlines())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table(table: Table) -> str:
    width = max(len(row) for row in table.grid)
    rows = [_row([_cell(text) for text in row] + [""] * (width - len(row))) for row in table.grid]
    # A pipe table must have one heading row; where the table prints none, it stays blank.
    if not table.header_rows:
        rows.insert(0, _row([""] * width))
    rows.insert(1, _row(["---"] * width))
    if table.caption:
        rows[:0] = [f"**{_inline(table.caption)}**", ""]
    return "\n".join(rows)


def _attachment(item: Attachment) -> str:
    if item.url is None:
        return f"- {_inline(item.name)}"
    name = _inline(item.name).replace("[", "\\[").replace("]", "\\]")
    address = "".join(item.url.split()).replace("<", "%3C").replace(">", "%3E")
    return f"- [{name}](<{address}>)"
