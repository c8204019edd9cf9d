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

from govreport.models import Attachment, Paragraph, Section, Span, Table
from govreport.models.base import trusted
from govreport.models.content import Cell, ParagraphRole
from govreport.raw import Block, RawFinding, RawTable

from .outline_annex import AnnexHead, find_annexes
from .outline_judge import Run, judge
from .outline_lines import Line, mark_rows
from .outline_marks import CHAPTERS, RANK
from .outline_reading import read_lines
from .outline_roles import mark_contents, mark_last_signature, mark_subtitles, role_of_text

__all__ = ["Outline", "build_outline", "table_model"]

_LONGEST_MARK = 4
_new_paragraph = trusted(Paragraph)
_new_section = trusted(Section)
_new_table = trusted(Table)
_new_cell = trusted(Cell)
_RESETS_EARLY = frozenset(("subtitle", "signature", "attachment_heading"))


@dataclass(slots=True)
class Outline:
    """The document as a tree, what was odd about it, and the names in its 附件 lists."""

    preamble: tuple[Paragraph | Table, ...] = ()
    sections: tuple[Section, ...] = ()
    findings: list[RawFinding] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(slots=True)
class _Node:
    """A section while it grows."""

    number: str | None
    title: str
    span: Span
    style: str = ""
    ordinal: int = 0
    block_level: int = 0
    epoch: int = 0
    run_in: bool = False
    annex: bool = False
    content: list[Paragraph | Table] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)


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
    builder = _Builder(outline.findings)
    for start, part in zip(starts, parts, strict=True):
        builder.add_part(part, heads.get(start) if own_sections else None)
    outline.preamble = tuple(builder.preamble)
    outline.sections = tuple(_freeze(node, 1, False) for node in builder.roots)
    return outline


class _Builder:
    """Puts lines into a tree; ``_stack`` holds the open sections from the outside in."""

    def __init__(self, findings: list[RawFinding]) -> None:
        self.preamble: list[Paragraph | Table] = []
        self.roots: list[_Node] = []
        self._findings = findings
        self._stack: list[_Node] = []
        self._here = self.preamble
        self._seen: dict[str, int] = {}
        self._early = True

    def add_part(self, part: Sequence[Line], head: AnnexHead | None) -> None:
        """Add the lines of one document; ``head`` is given where it is an annex with a section of its own."""
        self._seen = {}
        first = 0
        if head is not None:
            last = head.title_lines[-1] if head.title_lines else head.line
            node = _Node(head.number, head.title, Span(_start(head.line), _end(last)), annex=True, style="annex")
            self.roots.append(node)
            self._stack, self._here, self._early = [node], node.content, True
            first = 1 + len(head.title_lines)
        for line in part[first:]:
            if line.heading:
                self._open(line)
            elif not line.taken:
                self._add(line)

    def _add(self, line: Line) -> None:
        if line.shape == "table" and line.block.table is not None:
            self._here.append(table_model(line.block))
        else:
            self._paragraph(line, 0)
        if line.second is not None:
            self._paragraph(line.second, 0)

    def _paragraph(self, line: Line, start: int) -> None:
        text = line.text[start:] if start else line.text
        role: ParagraphRole | None = line.role if start == 0 else None
        if role is None:
            role = role_of_text(text, early=self._early and start == 0)
        if role in _RESETS_EARLY:
            self._early = True
        elif role in ("text", "enumeration"):
            self._early = False
        self._here.append(_new_paragraph(text=text, role=role, span=_place(line, start, len(line.text))))

    def _open(self, line: Line) -> None:
        mark = line.mark
        run_in = line.shape in ("run_in", "run_in_label")
        second = line.second
        span = _place(line, 0, line.head_end) if second is None else Span(_start(line), _end(second))
        node = _Node(mark.number if mark else None, line.title, span, line.style, mark.ordinal if mark else 0)
        node.block_level, node.epoch, node.run_in = line.block.level, line.epoch, run_in
        self._close_for(node)
        siblings = self._stack[-1].children if self._stack else self.roots
        self._note_restart(siblings, node)
        siblings.append(node)
        self._stack.append(node)
        self._here, self._early = node.content, False
        if run_in:
            start = line.head_end
            while line.text[start].isspace():
                start += 1
            self._paragraph(line, start)

    def _close_for(self, node: _Node) -> None:
        """Close the open sections that ``node`` does not belong to."""
        stack = self._stack
        if node.block_level:
            _cut(stack, [n for n, open_ in enumerate(stack) if open_.block_level >= node.block_level])
        style = node.style
        if not style:
            return
        if stack and stack[-1].style == "entry":
            stack.pop()
        seen = self._seen.setdefault(style, len(self._seen))
        if style == "entry":
            _cut(stack, [n for n, open_ in enumerate(stack) if open_.style != "annex"])
        elif style in CHAPTERS:
            _cut(stack, [n for n, open_ in enumerate(stack) if RANK.get(open_.style, -1) >= RANK[style]])
        elif style == "cn":
            rank = RANK["cn"]
            for place, open_ in enumerate(stack):
                if RANK.get(open_.style, -1) >= rank:
                    del stack[place:]
                    break
        else:
            for place, open_ in enumerate(stack):
                if open_.style == style:
                    del stack[place:]
                    break
            while stack and self._seen.get(stack[-1].style, -1) > seen:
                stack.pop()

    def _note_restart(self, siblings: Sequence[_Node], node: _Node) -> None:
        if not node.ordinal or not siblings:
            return
        last: _Node | None = siblings[-1]
        if last is not None and last.style != node.style:
            last = next((other for other in reversed(siblings[-8:]) if other.style == node.style), None)
        if last is None or last.epoch != node.epoch or node.ordinal > last.ordinal:
            return
        self._findings.append(
            RawFinding(
                code="outline.numbering_restarts",
                severity="notice",
                message=f"the numbers of the headings go back from {last.number} to {node.number}",
                start=node.span.start,
                end=node.span.end,
            )
        )


def _cut(stack: list[_Node], found: Sequence[int]) -> None:
    if found:
        del stack[found[0] :]


def _place(line: Line, start: int, end: int) -> Span:
    block = line.block
    if block.offsets is None:
        base = block.start + line.left
        return Span(base + start, base + end)
    span = block.span(line.left + start, line.left + end)
    # A block may hold marks that its text leaves out (the # of Markdown): they go with its first and last part.
    first = block.start if start == 0 else span.start
    if end == len(line.text):
        return Span(first, block.end)
    after = block.offsets[line.left + end]
    return Span(first, after if after - span.end <= _LONGEST_MARK else span.end)


def _start(line: Line) -> int:
    return _place(line, 0, 1).start


def _end(line: Line) -> int:
    return _place(line, 0, len(line.text)).end


def _report_gaps(runs: Sequence[Run], findings: list[RawFinding]) -> None:
    """Numbers that a run of headings leaves out; a clause with the number fills the gap."""
    for run in runs:
        expected = 1
        for line in run.members:
            assert line.mark is not None
            if line.heading and line.mark.ordinal > expected:
                place = _place(line, 0, max(line.head_end, 1))
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


def _freeze(node: _Node, level: int, annexed: bool) -> Section:
    annexed = annexed or node.annex
    return _new_section(
        number=node.number,
        title=node.title,
        level=level,
        content=tuple(node.content),
        children=tuple([_freeze(child, level + 1, annexed) for child in node.children]) if node.children else (),
        run_in=node.run_in,
        annex=annexed,
        span=node.span,
    )


def table_model(block: Block) -> Table:
    """The table of a block as a model: the full grid, every covered slot with the text of its cell.

    >>> from govreport.raw import RawCell, RawTable
    >>> cells = [RawCell("项目", 0, 0, 1, 2, True, 0, 2), RawCell("1", 1, 0, 1, 1, False, 3, 4)]
    >>> table = table_model(Block("项目\\n1", 0, 4, "table", table=RawTable(cells, 2, 2, 1)))
    >>> table.grid, table.header_rows
    ((('项目', '项目'), ('1', '')), 1)
    """
    raw = block.table
    assert raw is not None, "a block without a table"
    text = block.text.strip()
    left = len(block.text) - len(block.text.lstrip())
    return _new_table(
        grid=_texts(raw),
        cells=tuple(
            [
                _new_cell(
                    text=cell.text,
                    row=cell.row,
                    column=cell.column,
                    rowspan=cell.rowspan,
                    colspan=cell.colspan,
                    header=cell.header,
                    span=Span(cell.start, cell.end),
                )
                for cell in raw.cells
            ]
        ),
        header_rows=raw.header_rows,
        caption=raw.caption,
        text=text,
        span=Span(*block.span(left, left + len(text))),
    )


def _texts(raw: RawTable) -> tuple[tuple[str, ...], ...]:
    """The text of every slot of :meth:`RawTable.grid`."""
    if any(cell.rowspan != 1 or cell.colspan != 1 for cell in raw.cells):
        return tuple([tuple([cell.text if cell is not None else "" for cell in row]) for row in raw.grid()])
    slots = [[""] * raw.columns for _ in range(raw.rows)]
    for cell in raw.cells:
        slots[cell.row][cell.column] = cell.text
    return tuple(map(tuple, slots))
