"""The review page without a browser: what stands where, that nothing is lost, and that nothing escapes."""

from __future__ import annotations

import base64
import hashlib
import sys
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import regex

sys.path.insert(0, str(Path(__file__).resolve().parent))

import govreport
from govreport.cli import main
from govreport.errors import GovReportError
from govreport.export.review import failed_entry, review_entry, review_page
from govreport.export.review.fields import _FIELDS
from govreport.export.review.marks import Marks
from govreport.models import Classified, Finding, Metadata, Report, Site, Span
from govreport.vocabulary import load
from review_pages import FIXTURES, NAMES, hostile_report, hostile_text, page_with_errors

Tree = Any  # lxml's stubs give the answer of an XPath every type that it can have
INPUTS = sorted(FIXTURES.glob("*/input.*"))


def parsed(html: str) -> Tree:
    return lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))


def shown(report: Report, name: str = "a.html") -> Tree:
    """The page of one report."""
    return parsed(review_page([review_entry(name, report, NAMES)]))


def one(tree: Tree, path: str) -> Tree:
    found = tree.xpath(path)
    assert len(found) == 1, (path, len(found))
    return found[0]


def bare(text: str) -> str:
    """Text without blanks, and without what HTML cannot hold."""
    return "".join(regex.sub(r"[\x00-\x1f\x7f\u0085]", " ", text).split())


def lit(tree: Tree, mark: str) -> str:
    """The text of the document that lights up for a mark."""
    places = tree.xpath("//article//*[@data-m]")
    return "".join(str(place.text_content()) for place in places if mark in place.get("data-m").split())


def reports() -> list[Any]:
    found = []
    for path in INPUTS:
        try:
            found.append(pytest.param(govreport.parse_file(path), id=path.parent.name + path.suffix))
        except GovReportError:
            continue
    return [*found, pytest.param(hostile_report(), id="hostile"), pytest.param(_with_errors(), id="errors")]


def _with_errors() -> Report:
    return govreport.parse(page_with_errors())


# --- the document ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", reports())
def test_the_left_side_holds_every_character_of_the_text_in_order(report: Report) -> None:
    tree = shown(report)
    article = one(tree, "//article")
    assert bare(str(article.text_content())) == bare(report.text)


@pytest.mark.parametrize("report", reports())
def test_every_value_lights_up_exactly_what_it_came_from(report: Report) -> None:
    tree = shown(report)
    wanted: dict[str, Span] = {
        path: proof.span for path, proof in report.evidence.items() if proof.span is not None and path in _FIELDS
    }
    rows = {row.xpath("string(th/@title)"): row for row in tree.xpath("//*[@data-part='fields']//tr")}
    for path, span in wanted.items():
        assert exact(lit(tree, rows[path].get("data-at")), report.text[span.start : span.end])
    figures = tree.xpath("//*[@data-part='figures']//*[@data-at]")
    spans = [figure.span for figure in _all_figures(report)]
    assert len(figures) == len(spans)
    for figure, span in zip(figures, spans, strict=True):
        assert exact(lit(tree, figure.get("data-at")), report.text[span.start : span.end])
    cells = tree.xpath("//*[@data-part='statistics']//td[@data-at]")
    codes = {cell.get("title").partition(" · ")[0]: cell for cell in cells}
    for cell in report.statistics.cells if report.statistics is not None else ():
        if cell.span is not None:
            at = codes[f"{cell.code} {cell.column}".strip()].get("data-at")
            assert exact(lit(tree, at), cell.raw)


def exact(found: str, raw: str) -> bool:
    """Equal; where a value runs over lines or cells, equal but for the blanks between them."""
    return found == raw or (any(sign in raw for sign in "\n\t\x0c\r\u2028") and bare(found) == bare(raw))


def _all_figures(report: Report) -> list[Any]:
    found: list[Any] = []

    def walk(figures: Any) -> None:
        for figure in figures:
            found.append(figure)
            walk(figure.parts)

    walk(report.figures)
    return found


def test_tables_headings_and_furniture_are_what_they_are() -> None:
    tree = shown(govreport.parse_file(FIXTURES / "ar-2021-form" / "input.html"))
    assert [h.text_content() for h in tree.xpath("//article/h2")][:2] == ["一、总体情况", "二、主动公开政府信息情况"]
    assert one(tree, "//article/h1").text_content() == "云溪区自然资源和规划局2021年政府信息公开年度报告"
    run_in = tree.xpath("//article/p[strong]")[0]
    assert run_in.text_content().startswith("（一）主动公开政府信息情况。2021年通过区政府门户网站公开信息386条")
    table = tree.xpath("//article//table")[1]
    assert table.xpath("string(.//tr[2]/td[2]/@colspan)") == "5"
    assert [cell.text_content() for cell in table.xpath(".//tr[4]/td")][1:] == ["12", "3", "0", "0", "1", "0", "16"]
    assert tree.xpath("//article/p[@class='signature']")[0].text_content() == "云溪区自然资源和规划局"
    tree = shown(govreport.parse_file(FIXTURES / "text-pdf-layout-2012" / "input.txt"))
    assert tree.xpath("//article/div[@class='furniture']")[0].text_content().strip() == "- 1 -"


def test_signs_of_a_text_table_stand_beside_its_cells() -> None:
    tree = shown(govreport.parse_file(FIXTURES / "text-markdown" / "input.txt"))
    rows = tree.xpath("//article//table//tr")
    assert [[str(sign) for sign in cell.xpath("i/text()")] for cell in rows[0]] == [["|", "|"], ["|"], ["|"], ["|"]]
    assert bare(rows[1].text_content()) == "|---|---|---|---|"
    assert [cell.xpath("string(text()|mark/text())") for cell in rows[2]] == ["规章", "0", "0", "0"]


def test_marks_that_overlap_are_cut_at_every_edge() -> None:
    marks = Marks("abcdefgh")
    assert [marks.at(span) for span in (Span(0, 4), Span(2, 6), Span(3, 3), Span(2, 4))] == [0, 1, 2, 3]
    assert [tuple(piece) for piece in marks.cut(1, 8)] == [("b", "0"), ("cd", "3 0 1"), ("ef", "1"), ("gh", "")]
    assert (marks.blank(Span(3, 3)), marks.blank(Span(2, 4)), marks.blank(Span(5, 5))) == ("2", "", "")


# --- the values -----------------------------------------------------------------------------------------------


def test_fields_with_their_names_and_where_they_came_from() -> None:
    tree = shown(govreport.parse_file(FIXTURES / "ar-2021-form" / "input.html"))
    row = one(tree, "//tr[th/@title='metadata.index_number']")
    assert [str(name) for name in row.xpath("th/span/text()")] == ["Index number", "索引号"]
    assert row.xpath("string(td/bdi)") == "006127439/2022-00003"
    assert "year 2022" in row.xpath("string(td/small[1])")
    assert row.xpath("string(td/small[2])").startswith("索引号")
    missing = str(one(tree, "//*[@data-part='fields']/p").text_content())
    assert "View count" in missing
    assert "浏览次数" in missing


def test_every_field_of_the_models_has_a_row() -> None:
    metadata = {f"metadata.{name}" for name in Metadata.model_fields} - {
        "metadata.site",
        "metadata.extra",
        "metadata.spans",
    }
    site = {f"metadata.site.{name}" for name in Site.model_fields}
    head = {"kind", "title", "year", "period", "issuing_body", "signed_on"}
    assert set(_FIELDS) == metadata | site | head
    assert set(_FIELDS.values()) - {"period"} <= set(NAMES)


def test_labels_that_no_vocabulary_knows_are_shown() -> None:
    report = govreport.parse_file(FIXTURES / "ar-2021-form" / "input.html")
    metadata = report.metadata.model_copy(
        update={"extra": {"责任处室": "办公室"}, "theme": Classified(raw="a\\b", levels=("a", "b"), known=False)}
    )
    tree = shown(report.model_copy(update={"metadata": metadata}))
    assert one(tree, "//tr[th/@title='metadata.extra.责任处室']/td").text_content() == "办公室"
    assert one(tree, "//tr[th/@title='metadata.theme']/td/bdi").text_content() == "a › b"


def test_the_statistics_are_laid_out_like_the_form() -> None:
    report = govreport.parse_file(FIXTURES / "ar-2021-form" / "input.html")
    assert report.statistics is not None
    tree = shown(report)
    tables = {str(t.xpath("string(caption)")): t for t in tree.xpath("//table[@class='sheet']")}
    requests = tables["收到和处理政府信息公开申请情况"]
    assert [[cell.text_content() for cell in row] for row in requests.xpath("thead/tr")] == [
        ["", "自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ]
    first = requests.xpath("tbody/tr")[0]
    assert first.xpath("string(th/text())").strip() == "一、本年新收政府信息公开申请数量"
    assert [cell.text_content() for cell in first.xpath("td")] == ["12", "3", "0", "0", "1", "0", "16"]
    assert [len(row) for row in tables["政府信息公开行政复议、行政诉讼情况"].xpath("thead/tr")] == [2, 7, 10]
    coercion = one(tree, "//td[@title='art20_6.coercion.decisions']")
    assert (coercion.text_content(), "not_applicable" in coercion.get("class")) == ("/", True)
    assert len(tree.xpath("//table[@class='sheet']//td[@data-at]")) == len(report.statistics.cells)


def test_a_blank_cell_a_zero_and_a_place_that_is_not_printed_look_different() -> None:
    table = (
        "<h1>云溪市水务局2016年政府信息公开工作年度报告</h1><table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>"
        "<tr><td>（二）申请办结数</td><td>件</td><td>0</td></tr><tr><td>1.按时办结数</td><td>件</td><td></td></tr></table>"
    )
    tree = shown(govreport.parse(table))
    cell = {code: one(tree, f"//td[@title='request.closed.{code}']") for code in ("total", "on_time", "extended")}
    assert [item.get("class").split()[1] for item in cell.values()] == ["stated", "blank", "missing"]
    assert cell["total"].text_content() == "0"
    assert cell["extended"].get("data-at") is None
    place = one(tree, f"//article//td[@data-m='{cell['on_time'].get('data-at')}']")
    assert place.text_content() == ""


def test_cells_and_rows_without_a_place_in_the_form_are_not_lost() -> None:
    report = govreport.parse_file(FIXTURES / "ar-2021-form" / "input.html")
    assert report.statistics is not None
    odd = report.statistics.cells[0].model_copy(update={"code": "no.such_row", "label": "别的", "value": 7777})
    row = govreport.ExtraRow(label="多出的一行", values=("8888", "/"))
    statistics = report.statistics.model_copy(update={"cells": (*report.statistics.cells, odd), "extra": (row,)})
    tree = shown(report.model_copy(update={"statistics": statistics}))
    assert one(tree, "//td[@title='no.such_row']").text_content() == "7,777"
    assert [cell.text_content() for cell in one(tree, "//tr[th='多出的一行']")] == ["多出的一行", "8888", "/"]


# --- findings -------------------------------------------------------------------------------------------------


def test_a_sum_that_fails_is_spelled_out_with_the_name_of_each_term() -> None:
    report = _with_errors()
    tree = shown(report)
    texts = [sum_text(item) for item in tree.xpath("//*[@class='sum']")]
    assert texts[:3] == [
        "17一、本年新收政府信息公开申请数量 + 1二、上年结转政府信息公开申请数量 = 18 ≠ 16（七）总计 + 1四、结转下年度继续办理 = 17",
        "12自然人 + 3商业企业 + 0科研机构 + 0社会公益组织 + 1法律服务机构 + 0其他 = 16 ≠ 17总计",
        "148土地出让类信息 + 79不动产登记类信息 + 141规划公示类信息 = 368 ≠ 386公开信息",
    ]
    kinds = [item.get("class").split()[2] for item in tree.xpath("//*[contains(@class, 'finding ')]")]
    assert kinds == ["error", "error", "warning", "warning", "notice"]
    cell = one(tree, "//td[@title='new_requests total']")
    assert "error" in cell.get("class").split()


def sum_text(item: Tree) -> str:
    """Terms and signs of a sum, without the difference."""
    signs = []
    for part in item.iter("span"):
        kinds = str(part.get("class")).split()
        if "term" in kinds or "op" in kinds:
            signs.append(str(part.text_content()))
    return " ".join(signs)


def test_a_sum_whose_sides_cannot_be_told_gives_its_totals_only() -> None:
    report = _with_errors()
    finding = next(item for item in report.findings if item.code == "statistics.sum_mismatch")
    broken = finding.model_copy(update={"left": 1000, "right": Decimal("2.5"), "difference": Decimal("997.5")})
    tree = shown(report.model_copy(update={"findings": (broken,)}))
    assert sum_text(one(tree, "//*[@class='sum']")) == "1000 ≠ 2.5"
    assert len(tree.xpath("//*[@class='proofs']/li")) == len(finding.evidence)


def test_zeros_do_not_move_the_cut_between_the_sides() -> None:
    """R1: 5 + 0 = 3 + 1 could as well be cut before its zero; the form knows where the left side ends."""
    row = "<td>12</td><td>{}</td><td>0</td><td>0</td><td>1</td><td>0</td><td>17</td>"
    page = page_with_errors().replace(row.format(3), row.format(4))
    tree = shown(govreport.parse(page))
    texts = [sum_text(item) for item in tree.xpath("//*[@class='sum']")]
    assert (
        "4一、本年新收政府信息公开申请数量 + 0二、上年结转政府信息公开申请数量 = 4 ≠ 3（七）总计 + 0四、结转下年度继续办理 = 3"
        in texts
    )


def test_every_finding_and_method_has_a_name_in_both_languages() -> None:
    documented = regex.findall(r"(?m)^### `([^`]+)`", (FIXTURES.parent / "docs" / "findings.md").read_text("utf-8"))
    names = load("review")["codes"]
    assert set(documented) == set(names), "docs/findings.md and [codes] of vocabulary/review.toml differ"
    for group, entries in load("review").items():
        for key, pair in entries.items():
            assert len(pair) == 2, (group, key)
            assert all(pair), (group, key)
    methods = {proof.method for report in reports() for proof in report.values[0].evidence.values()}
    assert {method for method in methods if "<" not in method} <= set(load("review")["methods"])


# --- nothing escapes ------------------------------------------------------------------------------------------


def documents_of(html: str) -> list[str]:
    """The packed documents of a page of many."""
    tree = parsed(html)
    return [zlib.decompress(base64.b64decode(item.text)).decode() for item in tree.xpath("//script[@class='packed']")]


@pytest.mark.parametrize("many", [False, True])
def test_a_hostile_page_is_text_and_nothing_else(many: bool) -> None:
    reports = [hostile_report(), govreport.parse(hostile_text(), media_type="text/plain")]
    entries = [review_entry(f'"><script>x{number}</script>', report, NAMES) for number, report in enumerate(reports)]
    entries.append(failed_entry("<b>", "</script><script>", "<img src=x onerror=y>"))
    html = review_page(entries if many else entries[:1])
    pieces = [html, *documents_of(html)]
    assert len(pieces) == (4 if many else 1)
    for number, piece in enumerate(pieces):
        tree: Tree = lxml.html.fromstring(f"<div>{piece}</div>") if number else parsed(piece)
        assert len(tree.xpath("//script[not(@class)]")) == (0 if number else 1)
        assert len(tree.xpath("//style")) == (0 if number else 1)
        assert not tree.xpath(
            "//iframe | //svg | //img | //object | //embed | //link | //base | //*[@src] | //*[@style]"
        )
        assert not tree.xpath("//comment()")
        names = {name for element in tree.iter() if isinstance(element.tag, str) for name in element.attrib}
        assert not [name for name in names if name.startswith("on") or name in ("autofocus", "srcdoc", "action")]
        links = set(map(str, tree.xpath("//@href")))
        assert {link for link in links if not link.startswith("#d=")} <= {
            "https://www.example.gov.cn/1.pdf",
            'https://www.example.gov.cn/"onmouseover="window.hacked=14',
        }
        assert set(tree.xpath("//a[@target]/@rel")) <= {"noreferrer noopener nofollow"}


def test_the_policy_allows_this_style_and_script_and_nothing_else() -> None:
    html = review_page([review_entry("a", govreport.parse(hostile_text(), media_type="text/plain"))])
    tree = parsed(html)
    policy = str(tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)"))
    for tag in ("script", "style"):
        text = html.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert html.index("Content-Security-Policy") < html.index("<style>")


# --- many documents -------------------------------------------------------------------------------------------


def test_the_index_holds_what_the_filters_need() -> None:
    good, bad = govreport.parse_file(FIXTURES / "text-word-tabs" / "input.txt"), _with_errors()
    entries = [review_entry("a.txt", good, NAMES), review_entry("b.html", bad, NAMES)]
    html = review_page([*entries, failed_entry("c.pdf", "UnsupportedMediaError", "a PDF\nis no page")])
    tree = parsed(html)
    rows = tree.xpath("//tbody[@id='rows']/tr")
    keys = ("data-n", "data-year", "data-body", "data-kind", "data-status", "data-severities")
    assert [[row.get(key) for key in keys] for row in rows] == [
        ["0", "2017", "西陵县公安局", "annual_report", "ok", "none"],
        ["1", "2021", "云溪区自然资源和规划局", "annual_report", "ok", "error warning notice"],
        ["2", "", "", "", "failed", ""],
    ]
    assert rows[1].get("data-codes").split() == sorted({finding.code for finding in bad.findings})
    assert [int(row.get("data-weight")) for row in rows] == [0, 2_002_001, 1_000_000_000]
    assert "UnsupportedMediaError a PDF is no page" in rows[2].text_content()
    choices = {item.get("name"): [option.get("value") for option in item[1:]] for item in tree.xpath("//select")}
    assert choices["year"] == ["2021", "2017"]
    assert (choices["kind"], choices["status"]) == (["annual_report"], ["ok", "failed"])
    assert choices["severity"] == ["error", "warning", "notice", "none"]
    assert "statistics.sum_mismatch" in choices["code"]
    assert [piece.count("<article") for piece in documents_of(html)] == [1, 1, 0]
    assert "is no page" in documents_of(html)[2]


def test_the_same_documents_give_the_same_page() -> None:
    first, second = (review_page([review_entry("a", _with_errors(), NAMES)] * 2) for _ in range(2))
    assert first == second


def test_a_page_of_nothing_and_an_unknown_language_are_refused() -> None:
    with pytest.raises(ValueError, match="no document"):
        review_page([])
    with pytest.raises(ValueError, match="en or zh"):
        review_page([failed_entry("a", "b", "c")], language="fr")


def test_a_lone_surrogate_can_be_written() -> None:
    report = govreport.parse("某市某局2019年政府信息公开工作年度报告\n\n一、总体情况\n\n公开信息3条。")
    finding = Finding(code="a.b", severity="notice", message="\ud800")
    entry = review_entry("a", report.model_copy(update={"findings": (finding,)}))
    assert review_page([entry]).encode()


# --- the command ----------------------------------------------------------------------------------------------


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


def test_the_command_writes_one_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(page_with_errors(), encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_text(" ", encoding="utf-8")
    out = tmp_path / "review.html"
    assert run("review", str(tmp_path / "in" / "a.html"), "-o", str(out), "--language", "zh") == 0
    assert one(parsed(out.read_text("utf-8")), "/html").get("data-lang") == "zh"
    assert "1 document: 2 errors, 2 warnings, 1 notice; " in capsys.readouterr().err
    assert run("review", str(tmp_path / "in"), "-o", str(out), "--workers", "2") == 1
    rows = parsed(out.read_text("utf-8")).xpath("//tbody[@id='rows']/tr")
    assert [row.get("data-status") for row in rows] == ["ok", "failed"]
    assert "2 documents, 1 not read: " in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "review.html"]


def test_the_command_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("review", str(tmp_path / "none.html"), "-o", str(tmp_path / "a.html")) == 2
    assert "no such file or folder" in capsys.readouterr().err
    page = tmp_path / "a.txt"
    page.write_text(hostile_text(), encoding="utf-8")
    assert run("review", str(page), "-o", str(tmp_path / "no" / "a.html")) == 2
    assert "cannot write: " in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert run("review", str(page), "-o", str(tmp_path / "a.html")) == 2
    assert "pip install 'govreport[review]'" in capsys.readouterr().err
