"""What the fuzzers found, smallest form, each with the law that it broke. A find gets its test here before the mend."""

from __future__ import annotations

import pytest
from law_checks import answer, check_all

import govreport
from govreport import PartialDate, Report


@pytest.mark.parametrize(
    ("page", "media_type"),
    [
        # Conservation: tags that the text leaves out, between a heading and the text that runs on from it.
        ("<details>一、总体情况<summary><p>（一）", "text/plain"),
        ("一、总体情况。<span style='color:red'><b>全年公开信息3条。", "text/plain"),
        # Conservation: a line that a dump has run together is put apart where tags stood.
        (
            "发市场。<b>\u3000“今年的价格比去年好”，种植户老丁一边过秤一边说。三年前，他还在外地打工，如今家里四口人都在大"
            + "棚" * 100
            + "里干活。<b><b>\u3000\u3000据了解，该镇今年新建标准大棚210个，带动就业560余人。下一步，镇",
            "text/plain",
        ),
        # Evidence: the number of an order with a tag inside was said to be what it is without.
        ('ent">\n<p>清令<p>第8号<p>', "text/plain"),
        # Another exception: a day or month that is printed as 0 is no date.
        ("<p>发布时间：2013-12-0日</p><p>正文。</p>", "text/html"),
        ("发布时间：2013-0-1\n\n正文。", "text/plain"),
        ("发布日期：2013年0月0日\n\n正文。", "text/plain"),
    ],
)
def test_a_find_keeps_the_laws(page: str, media_type: str) -> None:
    report = answer(page, media_type)
    assert isinstance(report, Report)
    check_all(report)


@pytest.mark.parametrize("parts", [(2013, 12, 0), (2013, 0), (2013, 0, 1), (0,)])
def test_nought_is_no_part_of_a_date(parts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"range|out of|must be"):
        PartialDate(*parts)


_SENTENCE = "本机关按照上级统一部署，认真落实各项公开要求，工作平稳有序。各科室分工负责，及时更新栏目内容，主动回应群众关心的事项。"


@pytest.mark.parametrize(
    ("headings", "texts"),
    [
        (["一、总体情况", "二、工作亮点"], [_SENTENCE, _SENTENCE]),
        (
            ["（一）总体情况", "（二）申请情况", "（三）复议情况", "（四）存在问题", "（五）其他事项"],
            [_SENTENCE, *["无。"] * 4],
        ),
    ],
)
def test_a_short_article_whose_lines_are_boxes_is_kept_whole(headings: list[str], texts: list[str]) -> None:
    lines = [line for pair in zip(headings, texts, strict=True) for line in pair]
    body = "".join(f"<div>{line}</div>" for line in [*lines, "云溪市水务局", "2023年1月1日"])
    title = "云溪市水务局2022年政府信息公开工作年度报告"
    page = f"<html><body><ul><li><b>索引号：</b>1</li></ul><h1>{title}</h1><div>{body}</div></body></html>"
    report = govreport.parse(page)
    assert [section.heading for section in report.sections] == headings
    assert report.signed_on == PartialDate(2023, 1, 1)


def test_a_box_of_one_line_beside_links_is_not_widened() -> None:
    """What stands beside the article and is no line of it stays outside: a menu with links, numbered or not."""
    menu = "".join(
        f"<div><a href='/{n}'>{n}、{name}</a></div>" for n, name in zip("一二三", ("机构", "政策", "服务"), strict=True)
    )
    page = f"<html><body><h1>关于停水的通知</h1><div>{menu}<div>{_SENTENCE}</div></div></body></html>"
    report = govreport.parse(page)
    kept = [report.text[slice(*span)] for span, kind in report.parts() if kind == "preamble"]
    assert kept == [_SENTENCE]
