"""Pages of our own making: an invented document, and every layout in which such a document is printed.

A :class:`Document` is what a reader should come to know. ``documents()`` draws one; each layout of ``LAYOUTS`` prints
it as HTML or text. Nothing here is taken from a real page; names and numbers are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from hypothesis import strategies as st

__all__ = ["HTML_LAYOUTS", "LAYOUTS", "TEXT_LAYOUTS", "Document", "documents"]


@dataclass(frozen=True)
class Document:
    """An annual report: its facts, and its text as a tree of two levels."""

    office: str
    year: int
    index_number: str
    published: tuple[int, int, int]
    signed: tuple[int, int, int]
    topic: str
    sections: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], ...]
    """Title, paragraphs, and subsections (title, paragraph)."""

    @property
    def title(self) -> str:
        return f"{self.office}{self.year}年政府信息公开工作年度报告"

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Labels with their values as printed."""
        published = "{:04d}-{:02d}-{:02d}".format(*self.published)
        return [
            ("索引号", self.index_number),
            ("主题分类", self.topic),
            ("发布机构", self.office),
            ("发布日期", published),
        ]

    @property
    def headings(self) -> list[tuple[str, list[str]]]:
        """What the section tree should be."""
        return [
            (f"{_NUMBERS[at]}、{title}", [f"（{_NUMBERS[n]}）{name}" for n, (name, _) in enumerate(below)])
            for at, (title, _, below) in enumerate(self.sections)
        ]

    def lines(self) -> list[tuple[str, str]]:
        """The text, a (kind, line) each; kinds are heading, subheading, text and signature."""
        found: list[tuple[str, str]] = []
        for (title, paragraphs, below), (heading, names) in zip(self.sections, self.headings, strict=True):
            assert heading.endswith(title)
            found.append(("heading", heading))
            found += [("text", paragraph) for paragraph in paragraphs]
            for (_, paragraph), name in zip(below, names, strict=True):
                found += [("subheading", name), ("text", paragraph)]
        found.append(("signature", self.office))
        found.append(("signature", "{}年{}月{}日".format(*self.signed)))
        return found


_NUMBERS = "一二三四五六七八九十"
_OFFICES = tuple(
    f"{place}{office}"
    for place in ("云溪市", "青石县", "南岭区")
    for office in ("水务局", "财政局", "民政局", "教育局")
)
_TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "机构和制度建设情况",
    "工作亮点",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
_BELOW = ("加强组织领导", "完善公开平台", "规范办理流程", "强化监督检查", "抓好队伍培训")
_SENTENCES = (
    "本机关按照上级统一部署，认真落实各项公开要求，工作平稳有序。",
    "各科室分工负责，及时更新栏目内容，主动回应群众关心的事项。",
    "公开的深度还有不足，下一步将加强培训，逐项改进薄弱环节。",
    "门户网站设有专栏，群众可以按照目录查阅各类文件和办事指南。",
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """An invented annual report."""
    year = draw(st.integers(2009, 2024))
    paragraph = st.lists(st.sampled_from(_SENTENCES), min_size=2, max_size=4, unique=True).map("".join)
    count = draw(st.integers(2, 5))
    titles = [_TITLES[0], *draw(st.permutations(_TITLES[1:]))[: count - 1]]
    sections = []
    for title in titles:
        names = draw(st.lists(st.sampled_from(_BELOW), max_size=3, unique=True))
        below = tuple((name, draw(paragraph)) for name in (names if len(names) > 1 else []))
        sections.append((title, (draw(paragraph),), below))
    date = st.tuples(st.just(year + 1), st.integers(1, 3), st.integers(1, 28))
    return Document(
        office=draw(st.sampled_from(_OFFICES)),
        year=year,
        index_number=f"{draw(st.integers(10**8, 10**9 - 1))}/{year + 1}-{draw(st.integers(0, 99_999)):05d}",
        published=draw(date),
        signed=draw(date),
        topic=draw(st.sampled_from(["综合政务", "财政、金融、审计", "民政、扶贫、救灾"])),
        sections=tuple(sections),
    )


# --- HTML ---------------------------------------------------------------------------------------------------------


def _page(head: str, block: str, document: Document, body: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{document.title}</title>{head}</head><body>'
        f"{block}<h1>{document.title}</h1>{body}</body></html>"
    )


def _paragraphs(document: Document, open_tag: str = "<p>", close_tag: str = "</p>") -> str:
    return "\n".join(f"{open_tag}{escape(line)}{close_tag}" for _, line in document.lines())


def td_pairs(document: Document) -> str:
    """A table of label and value cells, two pairs a row."""
    cells = [f"<td>{label}：</td><td>{value}</td>" for label, value in document.fields]
    rows = "".join(f"<tr>{a}{b}</tr>" for a, b in zip(cells[::2], cells[1::2], strict=True))
    return _page("", f"<table>{rows}</table>", document, f"<div>{_paragraphs(document)}</div>")


def dl_pairs(document: Document) -> str:
    """A definition list."""
    pairs = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in document.fields)
    return _page("", f"<dl>{pairs}</dl>", document, f"<div class='content'>{_paragraphs(document)}</div>")


def li_spans(document: Document) -> str:
    """List items with a bold label and the value behind it."""
    items = "".join(f"<li><b>{label}：</b><span>{value}</span></li>" for label, value in document.fields)
    return _page("", f"<ul>{items}</ul>", document, f"<div>{_paragraphs(document)}</div>")


def word_markup(document: Document) -> str:
    """Word's paragraphs: spans, blanks before each line, empty ones between."""
    block = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in document.fields)
    opening = "<p class='MsoNormal' style='text-indent:32pt'><span style='font-family:仿宋'>&nbsp;　"
    body = _paragraphs(document, opening, "<o:p></o:p></span></p><p class='MsoNormal'>&nbsp;</p>")
    return _page("", f"<table>{block}</table>", document, f"<div class='TRS_Editor'>{body}</div>")


def line_breaks(document: Document) -> str:
    """One box, lines divided by <br>, headings in bold."""
    lines = [f"<b>{line}</b>" if "heading" in kind else line for kind, line in document.lines()]
    cells = [f"<td>{label}：{value}</td>" for label, value in document.fields]
    rows = "".join(f"<tr>{a}{b}</tr>" for a, b in zip(cells[::2], cells[1::2], strict=True))
    return _page("", f"<table>{rows}</table>", document, "<div>" + "<br>\n".join(lines) + "</div>")


# --- plain text ---------------------------------------------------------------------------------------------------


def label_lines(document: Document) -> str:
    """A field a line, the title, an empty line between all others."""
    block = "\n".join(f"{label}：{value}" for label, value in document.fields)
    return f"{block}\n\n{document.title}\n\n" + "\n\n".join(line for _, line in document.lines()) + "\n"


def one_line_block(document: Document) -> str:
    """All fields on one line, indented paragraphs."""
    block = " ".join(f"{label} {value}" for label, value in document.fields)
    return f"{block}\n\n{document.title}\n\n" + "\n".join(f"　　{line}" for _, line in document.lines()) + "\n"


def markdown(document: Document) -> str:
    """A pipe table and Markdown headings."""
    marks = {"heading": "## ", "subheading": "### "}
    block = "".join(f"| {label} | {value} |\n" for label, value in document.fields)
    lines = [marks.get(kind, "") + line for kind, line in document.lines()]
    return f"{block}\n# {document.title}\n\n" + "\n\n".join(lines) + "\n"


def windows_lines(document: Document) -> str:
    """The first text layout with the line ends of Windows and a byte order mark."""
    return "\ufeff" + label_lines(document).replace("\n", "\r\n")


Layout = Callable[[Document], str]
HTML_LAYOUTS: dict[str, Layout] = {
    "td_pairs": td_pairs,
    "dl_pairs": dl_pairs,
    "li_spans": li_spans,
    "word_markup": word_markup,
    "line_breaks": line_breaks,
}
TEXT_LAYOUTS: dict[str, Layout] = {
    "label_lines": label_lines,
    "one_line_block": one_line_block,
    "markdown": markdown,
    "windows_lines": windows_lines,
}
LAYOUTS = HTML_LAYOUTS | TEXT_LAYOUTS
