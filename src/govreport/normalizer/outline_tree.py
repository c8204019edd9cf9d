"""The section tree while it grows: lines whose shape and role are settled, put under their headings.

Depth is the order in which the mark styles first appear; only chapters always stand outside 一、, and 一、 outside
everything else (see :mod:`.outline`).
"""

from __future__ import annotations

from collections.abc import Sequence

from govreport.models import Paragraph, Section, Span, Table
from govreport.models.base import new_span, trusted
from govreport.raw import RawFinding

from .outline_annex import AnnexHead
from .outline_lines import Line
from .outline_marks import CHAPTERS, RANK
from .outline_roles import role_of_text
from .outline_table import table_model

__all__ = ["TreeBuilder", "place_of"]

_new_paragraph = trusted(Paragraph, "text", "role", "span")
_new_section = trusted(Section, *Section.model_fields)
_RESETS_EARLY = frozenset(("subtitle", "signature", "attachment_heading"))
_BY_RANK = CHAPTERS | {"cn"}


class _Node:
    """A section while it grows."""

    __slots__ = (
        "annex", "block_level", "children", "content", "epoch", "number", "ordinal", "rank", "run_in", "span",
        "style", "title",
    )  # fmt: skip

    def __init__(self, number: str | None, title: str, span: Span, style: str, ordinal: int = 0) -> None:
        self.number = number
        self.title = title
        self.span = span
        self.style = style
        self.rank = RANK.get(style, -1)
        self.ordinal = ordinal
        self.block_level = self.epoch = 0
        self.run_in = self.annex = False
        self.content: list[Paragraph | Table] = []
        self.children: list[_Node] = []


class TreeBuilder:
    """Puts lines into a tree; ``_stack`` holds the open sections from the outside in."""

    def __init__(self, findings: list[RawFinding]) -> None:
        self.preamble: list[Paragraph | Table] = []
        self._roots: list[_Node] = []
        self._findings = findings
        self._stack: list[_Node] = []
        self._here = self.preamble
        self._seen: dict[str, int] = {}
        self._early = True

    def sections(self) -> tuple[Section, ...]:
        """What has grown, as models."""
        return tuple([_freeze(node, 1, False) for node in self._roots])

    def add_part(self, part: Sequence[Line], head: AnnexHead | None) -> None:
        """Add the lines of one document; ``head`` is given where it is an annex with a section of its own."""
        self._seen = {}
        first = 0
        if head is not None:
            last = head.title_lines[-1] if head.title_lines else head.line
            node = _Node(head.number, head.title, Span(_start(head.line), _end(last)), "annex")
            node.annex = True
            self._roots.append(node)
            self._stack, self._here, self._early = [node], node.content, True
            first = 1 + len(head.title_lines)
        for line in part[first:] if first else part:
            if line.heading:
                self._open(line)
            elif not line.taken:
                if line.shape == "table" and line.block.table is not None:
                    self._here.append(table_model(line.block))
                else:
                    self._paragraph(line, 0)
                if line.second is not None:
                    self._paragraph(line.second, 0)

    def _paragraph(self, line: Line, start: int) -> None:
        """The text of a line from ``start`` on."""
        text = line.text
        end = len(text)
        if start:
            text = text[start:]
            role = role_of_text(text, early=False)
        else:
            role = line.role or role_of_text(text, early=self._early)
        if role == "text" or role == "enumeration":
            self._early = False
        elif role in _RESETS_EARLY:
            self._early = True
        if line.block.offsets is None:
            base = line.block.start + line.left
            span = new_span((base + start, base + end))
        else:
            span = place_of(line, start, end)
        self._here.append(_new_paragraph(text=text, role=role, span=span))

    def _open(self, line: Line) -> None:
        mark, second = line.mark, line.second
        span = place_of(line, 0, line.head_end) if second is None else Span(_start(line), _end(second))
        if mark is not None:
            node = _Node(mark.number, line.title, span, mark.style, mark.ordinal)
        else:
            node = _Node(None, line.title, span, line.unmarked)
        node.block_level, node.epoch = line.block.level, line.epoch
        self._close_for(node)
        siblings = self._stack[-1].children if self._stack else self._roots
        if node.ordinal and siblings:
            self._note_restart(siblings, node)
        siblings.append(node)
        self._stack.append(node)
        self._here, self._early = node.content, False
        if line.shape == "run_in" or line.shape == "run_in_label":
            node.run_in = True
            start = line.head_end
            while line.text[start].isspace():
                start += 1
            self._paragraph(line, start)

    def _close_for(self, node: _Node) -> None:
        """Close the open sections that ``node`` does not belong to."""
        stack = self._stack
        if node.block_level:
            for place, open_ in enumerate(stack):
                if _on_level(open_, node):
                    del stack[place:]
                    break
        style = node.style
        if not style:
            return
        if stack and stack[-1].style == "entry":
            stack.pop()
        seen = self._seen.setdefault(style, len(self._seen))
        for place, open_ in enumerate(stack):
            if style == "entry":
                outer = open_.style == "annex"
            elif style in _BY_RANK:
                outer = open_.rank < node.rank
            else:
                outer = open_.style != style
            if not outer:
                del stack[place:]
                break
        if style not in _BY_RANK and style != "entry":
            while stack and self._seen.get(stack[-1].style, -1) > seen:
                stack.pop()

    def _note_restart(self, siblings: Sequence[_Node], node: _Node) -> None:
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


def _on_level(open_: _Node, node: _Node) -> bool:
    """Whether the markup puts ``node`` beside or above ``open_``; of one level, numbers of two styles decide."""
    if open_.block_level == node.block_level and open_.style and node.style:
        return open_.style == node.style
    return open_.block_level >= node.block_level


def place_of(line: Line, start: int, end: int) -> Span:
    """The place in the report's text of ``line.text[start:end]``."""
    block = line.block
    if block.offsets is None:
        base = block.start + line.left
        return new_span((base + start, base + end))
    span = block.span(line.left + start, line.left + end)
    # A block may hold marks that its text leaves out (the # of Markdown, tags): they go with the part before them,
    # those at the beginning with the first. A page mark between is furniture and is cut out of the parts.
    first = block.start if start == 0 else span.start
    if end == len(line.text):
        return Span(first, block.end)
    return Span(first, block.offsets[line.left + end])


def _start(line: Line) -> int:
    return place_of(line, 0, 1).start


def _end(line: Line) -> int:
    return place_of(line, 0, len(line.text)).end


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
