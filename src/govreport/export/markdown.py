"""A report as Markdown (CommonMark with pipe tables): front matter, title, text, sections, tables, attachments.

The front matter is YAML whose values are JSON scalars, lists and mappings, which every YAML reader takes as they are;
a label without a value is left out. Of a table every slot is written, the text of a spanning cell in each slot
that it covers. Page furniture and the metadata block are not repeated in the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import regex

from govreport.models import Attachment, Paragraph, Report, Section, Table

from .markdown_text import heading, inline, paragraph, pipe_table

__all__ = ["to_markdown"]

# What JSON leaves as it is but YAML does not allow, or takes for a line end.
_NOT_YAML = regex.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
# A longer key must be announced (YAML 1.2.2, 7.4.2 and 8.2.2).
_KEY = 1000
_NOT_ADDRESS = {"<": "%3C", ">": "%3E", "\\": "%5C"}


def to_markdown(report: Report) -> str:
    """The whole report as one Markdown document that ends with a line end."""
    blocks = ["\n".join(("---", *_front_matter(report), "---"))]
    if report.title:
        blocks.append(heading(report.title, 1))
    blocks += _contents(report.preamble)
    for section in report.walk():
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
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {_yaml(part)}" for name, part in value.items()) + "}"
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _key(name: str) -> str:
    key = _yaml(name)
    return key if len(key) < _KEY else f"? {key}"


def _section(section: Section) -> Iterator[str]:
    yield heading(section.heading, section.level + 1)
    yield from _contents(section.content)


def _contents(items: Iterable[Paragraph | Table]) -> Iterator[str]:
    for item in items:
        text = _table(item) if isinstance(item, Table) else paragraph(item.text)
        if text:
            yield text


def _table(table: Table) -> str:
    text = pipe_table(table.grid, head=bool(table.header_rows))
    return f"**{inline(table.caption)}**\n\n{text}" if table.caption and text else text


def _attachment(item: Attachment) -> str:
    if item.url is None:
        return f"- {paragraph(' '.join(item.name.split()))}"
    address = "".join(_NOT_ADDRESS.get(sign, sign) for sign in "".join(item.url.split()))
    return f"- [{inline(item.name)}](<{address}>)"
