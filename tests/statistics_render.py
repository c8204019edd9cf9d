"""Invented reports of every official form, rendered in many layouts (for the property tests).

A :class:`Sheet` is a form with a printed text for each of its cells. ``sheets(form_id)`` draws one; every
layout of ``LAYOUTS`` turns a sheet into a page. Layouts of HTML and pipes keep blank cells; the plain-text layouts
of ``TIGHT`` drop them, as such text does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from random import Random

from hypothesis import strategies as st

from govreport.forms import Block, Form, Row, get_form
from govreport.normalizer.statistics_cells import read_value
from govreport.parsers.html import parse_tree
from govreport.parsers.text import parse_text
from govreport.parsers.tree import build_tree
from govreport.raw import RawReport

__all__ = ["HTML_LAYOUTS", "LAYOUTS", "TEXT_LAYOUTS", "TIGHT", "Sheet", "places", "read", "sheets"]

Place = tuple[str, str]
Grid = list[list[tuple[str, int, int]]]  # rows of (text, rowspan, colspan)

_TITLES = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
_CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True)
class Sheet:
    """A form and what is printed in each of its cells."""

    form: Form
    cells: dict[Place, str]


def places(form: Form) -> list[Place]:
    """Every cell of the form."""
    return [(code, column) for code, column, _ in form.places() if form.id != "local" or not column]


@st.composite
def sheets(draw: st.DrawFn, form_id: str, blanks: bool = True) -> Sheet:
    """Random figures, with blanks and slashes if wanted."""
    form = get_form(form_id)
    rnd = Random(draw(st.integers(0, 2**32)))
    odd = ["", "", "/", "0", "0", "1,234", "12（其中新增3件）"] if blanks else ["0"]
    texts = {
        p: rnd.choice(odd) if rnd.random() < 0.4 else str(rnd.randrange(10 ** rnd.randint(1, 6))) for p in places(form)
    }
    return Sheet(form, texts)


def read(page: str, media: str) -> RawReport:
    """The page through the door it belongs to."""
    return parse_tree(build_tree(page)) if media == "html" else parse_text(page)


# --- grids of one block -------------------------------------------------------------------------------------


def fused_grid(sheet: Sheet, block: Block, width: int) -> Grid:
    span = width - 1 if len(block.columns) == 1 else 1
    pad = [("", 1, width - 1 - len(block.columns))] if 1 < len(block.columns) < width - 1 else []
    rows: Grid = [[(block.titles[0], 1, width)]]
    rows.append([("信息内容", 1, 1), *((c.label, 1, span) for c in block.columns), *pad])
    for row in block.rows:
        cells = [(sheet.cells[f"{row.code}.{c.code}", ""], 1, span) for c in block.columns]
        rows.append([(row.label, 1, 1), *cells, *pad])
    return rows


def _below(block: Block, row: Row) -> list[Row]:
    return [r for r in block.rows if r.parent == row.code and not r.optional]


def _leaves(block: Block, row: Row) -> int:
    children = _below(block, row)
    return sum(_leaves(block, child) for child in children) if children else 1


def requests_grid(sheet: Sheet, block: Block) -> Grid:
    rows: Grid = [
        [(_CORNER, 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(c.label, 1, 1) for c in block.columns[1:-1]],
    ]
    open_groups: list[tuple[str, int, int]] = []
    for row in (r for r in block.rows if not r.optional):
        if row.header:
            open_groups.append((row.label, _leaves(block, row), 1))
            continue
        depth, parent = 0, row.parent
        while parent is not None:
            depth, parent = depth + 1, next(r for r in block.rows if r.code == parent).parent
        values = [(sheet.cells[row.code, c.code], 1, 1) for c in block.columns]
        rows.append([*open_groups, (row.label, 1, 3 - depth), *values])
        open_groups = []
    return rows


def disputes_grid(sheet: Sheet, block: Block) -> Grid:
    leaves = [c.label for c in block.columns[:5]]
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((leaf, 2, 1) for leaf in leaves), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(leaf, 1, 1) for leaf in leaves * 2],
        [(sheet.cells[c.code, ""], 1, 1) for c in block.columns],
    ]


def list_grid(sheet: Sheet, block: Block) -> Grid:
    coded = sheet.form.id == "local"
    head = ["指标名称", "计量单位", "代码", "统计数"] if coded else ["统计指标", "单位", "统计数"]
    rows: Grid = [[(text, 1, 1) for text in head]]
    for number, row in enumerate(block.rows, 1):
        code = [f"{number:02d}"] if coded else []
        value = "——" if row.header else sheet.cells[row.code, ""]
        rows.append([(text, 1, 1) for text in [row.label, row.unit or "——", *code, value]])
    return rows


def _parts(sheet: Sheet) -> list[tuple[str, list[Grid]]]:
    """Titles with the grids under them."""
    form = sheet.form
    if form.id in ("2014", "local"):
        return [("附表：政府信息公开情况统计表", [list_grid(sheet, form.blocks[0])])]
    fused = [b for b in form.blocks if b.layout == "fused"]
    width = 1 + max(len(b.columns) for b in fused)
    return [
        (_TITLES[0], [fused_grid(sheet, b, width) for b in fused]),
        (_TITLES[1], [requests_grid(sheet, form.block("requests"))]),
        (_TITLES[2], [disputes_grid(sheet, form.block("disputes"))]),
    ]


# --- layouts ------------------------------------------------------------------------------------------------


def page_html(body: list[str]) -> str:
    title = "某市某局年度政府信息公开工作报告"
    lines = [
        f"<h1>{title}</h1>",
        "<p>一、总体情况</p>",
        f"<p>{'本机关依法公开政府信息，接受社会监督。' * 6}</p>",
        *body,
    ]
    lines += ["<p>五、存在的主要问题及改进情况</p>", f"<p>{'公开的深度有待加强，下一步将加强培训。' * 6}</p>"]
    inner = "\n".join(lines)
    head = f"<html><head><title>{title}</title></head><body>"
    return f"{head}<div class='article-content'>{inner}</div></body></html>"


def _tag(text: str, rowspan: int, colspan: int, inner: str = "{}") -> str:
    spans = f' rowspan="{rowspan}"' if rowspan > 1 else ""
    spans += f' colspan="{colspan}"' if colspan > 1 else ""
    return f"<td{spans}>{inner.format(escape(text))}</td>"


def table_html(grid: Grid, inner: str = "{}") -> str:
    rows = ("<tr>" + "".join(_tag(*cell, inner) for cell in row) + "</tr>" for row in grid)
    return "<table>" + "".join(rows) + "</table>"


def official(sheet: Sheet) -> str:
    """One table a section, spans as in the printed form."""
    body = []
    for title, grids in _parts(sheet):
        body += [f"<p>{title}</p>", table_html([row for grid in grids for row in grid])]
    return page_html(body)


def word(sheet: Sheet) -> str:
    """The same with Word's markup and blanks round everything."""
    inner = "<p class='MsoNormal'><span style='font-family:仿宋'><span>{}</span></span><o:p>&nbsp;</o:p></p>"
    body = []
    for title, grids in _parts(sheet):
        body += [
            f"<p>{title}</p>",
            "<div>" + table_html([row for grid in grids for row in grid], inner) + "</div>",
        ]
    return page_html(body)


def split(sheet: Sheet) -> str:
    """A table for every block; reviews and lawsuits apart; long lists broken, their headings repeated."""
    body = []
    for title, grids in _parts(sheet):
        body.append(f"<p>{title}</p>")
        for grid in grids:
            body += [table_html(piece) for piece in _pieces(sheet, grid)]
    return page_html(body)


def _pieces(sheet: Sheet, grid: Grid) -> list[Grid]:
    if grid[0][0][0] == "行政复议":
        left = [[grid[0][0]], [(text, 1, 1) for text, _, _ in grid[1][:5]], grid[3][:5]]
        right = [[grid[0][1]], grid[1][5:], grid[2], grid[3][5:]]
        return [left, right]
    if sheet.form.id in ("2014", "local"):
        return [[*grid[:20]], [grid[0], *grid[20:]]]
    return [grid]


def vertical(sheet: Sheet) -> str:
    """Group labels cut into single characters, blanks and a break inside other labels."""
    body = []
    for title, grids in _parts(sheet):
        body.append(f"<p>{title}</p>")
        for grid in grids:
            rows: Grid = []
            for row in grid:
                cells = []
                for text, down, across in row:
                    if down > 3:
                        text = " ".join(text)
                    elif len(text) > 6 and not text[0].isdigit():
                        text = text[:4] + "\n　" + text[4:]
                    cells.append((text, down, across))
                rows.append(cells)
            body.append(table_html(rows))
    return page_html(body)


def _flat(grid: Grid) -> list[list[str]]:
    """Every slot of the grid; what a span covers is blank."""
    width = sum(across for _, _, across in grid[0])
    taken: dict[tuple[int, int], str] = {}
    for r, row in enumerate(grid):
        c = 0
        for text, down, across in row:
            while (r, c) in taken:
                c += 1
            for i in range(down):
                for j in range(across):
                    taken[r + i, c + j] = text if i == j == 0 else ""
            c += across
    return [[taken.get((r, c), "") for c in range(width)] for r in range(len(grid))]


def page_text(lines: list[str]) -> str:
    prose = "本机关依法公开政府信息，接受社会监督，工作平稳有序。"
    tail = ["", "五、存在的主要问题及改进情况", "", "公开的深度有待加强，下一步将加强培训。"]
    return "\n".join(["某市某局年度政府信息公开工作报告", "", "一、总体情况", "", prose, "", *lines, *tail])


def pipes(sheet: Sheet) -> str:
    """Pipe tables with every slot, blank where a span covers it."""
    lines = []
    for title, grids in _parts(sheet):
        lines += [title, ""]
        for grid in grids:
            lines += ["| " + " | ".join(row) + " |" for row in _flat(grid)] + [""]
    return page_text(lines)


def tabs(sheet: Sheet) -> str:
    """Rows as they are copied from a browser: cells divided by tabs, covered slots left out."""
    lines = []
    for title, grids in _parts(sheet):
        lines += [title, ""]
        for grid in grids:
            lines += ["\t".join(text for text, _, _ in row) for row in grid] + [""]
    return page_text(lines)


def lines_of_blanks(sheet: Sheet) -> str:
    """Cells of a row divided by blanks."""
    lines = []
    for title, grids in _parts(sheet):
        lines += [title, *(" ".join(text for text, _, _ in row if text) for grid in grids for row in grid), ""]
    return page_text(lines)


def cell_a_line(sheet: Sheet) -> str:
    """One cell a line."""
    lines = []
    for title, grids in _parts(sheet):
        lines += [title, *(text for grid in grids for row in grid for text, _, _ in row if text), ""]
    return page_text(lines)


def pdf(sheet: Sheet) -> str:
    """Labels wrapped after ten characters, values behind the last piece, a page mark now and then."""
    lines: list[str] = []
    for title, grids in _parts(sheet):
        lines.append(title)
        for grid in grids:
            for number, row in enumerate(grid):
                *groups, label = _labels(sheet, row) or [""]
                values = [text for text, _, _ in row[len(groups) + bool(label) :] if text]
                for group in groups:
                    lines += list(group) if len(group) > 8 else [group[:4], group[4:]]
                pieces = [label[i : i + 10] for i in range(0, len(label), 10)]
                lines += [piece for piece in pieces[:-1] if piece]
                lines.append(" ".join([*pieces[-1:], *values]))
                if number % 9 == 8:
                    lines.append(f"- {number} -")
    return page_text(lines)


def _labels(sheet: Sheet, row: list[tuple[str, int, int]]) -> list[str]:
    """The group labels and the label at the front of a row of values; of any other row the first cell."""
    if sheet.form.id in ("2014", "local"):
        return [row[0][0]]
    labels: list[str] = []
    for text, _, _ in row:
        # A value with a note (12（其中新增3件）) is no label: no layout cuts it into single characters.
        if not any("\u4e00" <= sign <= "\u9fff" for sign in text) or read_value(text).state == "stated":
            break
        labels.append(text)
    return labels if len(labels) < len(row) else labels[:1]


Layout = Callable[[Sheet], str]
HTML_LAYOUTS: dict[str, Layout] = {"official": official, "word": word, "split": split, "vertical": vertical}
TEXT_LAYOUTS: dict[str, Layout] = {"pipes": pipes, "tabs": tabs}
TIGHT: dict[str, Layout] = {"blanks": lines_of_blanks, "cell_a_line": cell_a_line, "pdf": pdf}
LAYOUTS: dict[str, tuple[str, Layout]] = {
    **{name: ("html", layout) for name, layout in HTML_LAYOUTS.items()},
    **{name: ("text", layout) for name, layout in (TEXT_LAYOUTS | TIGHT).items()},
}
