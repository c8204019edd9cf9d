"""The section tree: blocks in reading order become preamble, sections with their content, and findings.

Depth is the order in which the mark styles first appear in the document (GB/T 9704-2012, 7.3.3 gives the usual
order, documents differ); only chapters always stand outside 一、, and 一、 outside everything else.

Annexes and forwarded documents. A line 附件1 begins an annex. Its headings are judged and nested apart.

* Where an annex has headings, and the notice in front or another annex has too, every annex is a section of its
  own (``annex=True``, number 附件1) with its headings below it.
* Where the notice has none and exactly one annex has, the notice only carries that document: its headings are
  the sections of the report, and 附件1 and the title are paragraphs (``attachment_heading``, ``subtitle``).
* Annexes of which none has headings are paragraphs and tables where they stand.
* A forwarded document under a title without 附件 continues the page: its headings follow in the same list, its
  title is a paragraph of the role ``subtitle``, and numbers that start again under it are no finding.

Every non-blank character of the blocks stands in exactly one heading, paragraph or table.

>>> texts = ("各镇人民政府：", "一、总体要求", "（一）基本原则。坚持公开。", "二、工作任务", "全年办结。")
>>> outline = build_outline([Block(t, 20 * i, 20 * i + len(t), index=i) for i, t in enumerate(texts)])
>>> [paragraph.role for paragraph in outline.preamble]
['addressee']
>>> [(s.level, s.number, s.title, s.run_in) for top in outline.sections for s in top.walk()]
[(1, '一、', '总体要求', False), (2, '（一）', '基本原则', True), (1, '二、', '工作任务', False)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govreport.models import Attachment, Paragraph, Section, Table
from govreport.raw import Block, RawFinding

from .outline_annex import find_annexes
from .outline_judge import Run, judge
from .outline_lines import mark_rows
from .outline_reading import read_lines
from .outline_roles import mark_contents, mark_last_signature, mark_subtitles
from .outline_table import table_model
from .outline_tree import TreeBuilder, place_of

__all__ = ["Outline", "build_outline", "table_model"]


@dataclass(slots=True)
class Outline:
    """The document as a tree, what was odd about it, and the names in its 附件 lists."""

    preamble: tuple[Paragraph | Table, ...] = ()
    sections: tuple[Section, ...] = ()
    findings: list[RawFinding] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def build_outline(blocks: Sequence[Block], *, signature: frozenset[int] = frozenset()) -> Outline:
    """The outline of content blocks in reading order; ``signature`` names the blocks that sign the document."""
    lines = read_lines(blocks, signature)
    mark_contents(lines)
    mark_rows(lines)
    heads, names = find_annexes(lines)
    starts = [0, *sorted(heads)]
    parts = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    for part in parts:
        mark_last_signature(part)
    mark_subtitles(lines)
    outline = Outline(attachments=names)
    for number, part in enumerate(parts):
        _report_gaps(judge(part, annex=number > 0), outline.findings)
    headed = [any(line.heading for line in part) for part in parts]
    own_sections = any(headed[1:]) and (headed[0] or sum(headed) > 1)
    builder = TreeBuilder(outline.findings)
    for number, (start, part) in enumerate(zip(starts, parts, strict=True)):
        # The first part is what stands before any annex: nothing where the page begins with one.
        builder.add_part(part, heads.get(start) if own_sections and number else None)
    outline.preamble = tuple(builder.preamble)
    outline.sections = builder.sections()
    return outline


def _report_gaps(runs: Sequence[Run], findings: list[RawFinding]) -> None:
    """Numbers that a run of headings leaves out; a clause with the number fills the gap."""
    for run in runs:
        expected = 1
        for line in run.members:
            assert line.mark is not None
            if line.heading and line.mark.ordinal > expected:
                place = place_of(line, 0, max(line.head_end, 1))
                findings.append(
                    RawFinding(
                        code="outline.number_missing",
                        severity="notice",
                        message=f"the number before {line.mark.number} is missing among the headings",
                        start=place.start,
                        end=place.end,
                    )
                )
            expected = line.mark.ordinal + 1
