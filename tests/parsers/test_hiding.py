"""What a page hides stays hidden, however its style is spelt; and odd markup keeps its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport.parsers.containers import styles_may_hide
from govreport.parsers.decoding import decode
from govreport.parsers.html import parse_tree
from govreport.parsers.tree import build_tree

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FAR = "x-y:" + "z" * 5000 + ";"

# the attribute or rule as the page has it, whether it may hide something
STYLES = [
    ('style="display:none"', True),
    ("style='display: none'", True),
    ("style=display:none", True),
    ('STYLE = "DISPLAY : NONE"', True),
    ('style="visibility:hidden"', True),
    # what stands before the word in the same value
    ("style=\"font-family:'宋体';font-style:normal;display:none\"", True),
    ("style='font-family:\"a>b\";font-style:normal;display:none'", True),
    ('style="color:red;\n  display:\n none"', True),
    (f'style="{FAR}display:none"', True),
    ('title="style=" style="display:none"', True),
    ('title="<style>" style="display:none"', True),
    # one that hides nothing costs the questions, not the text
    ('style="border:none"', True),
    ('type="hidden"', False),
    ('class="hidden" style="color:red" title="none"', False),
    ('style="color:red"', False),
    ("", False),
]
PROSE = "<p>本年度共办理申请三件，均已按时答复，没有发生行政复议。</p>" * 3


def texts(markup: str, *, styles: bool | None = None) -> list[str]:
    data = markup.encode()
    asked = styles_may_hide(data) if styles is None else styles
    return [block.text for block in parse_tree(build_tree(markup, data), styles=asked).blocks]


@pytest.mark.parametrize(("attribute", "expected"), STYLES)
def test_styles_that_may_hide(attribute: str, expected: bool) -> None:
    assert styles_may_hide(f"<html><body><p {attribute}>甲</p></body></html>".encode()) is expected


@pytest.mark.parametrize(("attribute", "may_hide"), STYLES)
def test_an_element_that_its_style_hides_is_left_out(attribute: str, may_hide: bool) -> None:
    shown = texts(f"<body><div>{PROSE}<p {attribute}>不应显示的一段。</p></div></body>")
    value = attribute.lower().replace(" ", "").replace("\n", "")
    hidden = "display:none" in value or "visibility:hidden" in value
    assert ("不应显示的一段。" in shown) is not hidden
    assert may_hide or not hidden


def test_rules_of_a_style_sheet_ask_no_element() -> None:
    sheet = "<style>.a{display:none}</style><script>if (a) b.style.display = 'none'</script>"
    assert not styles_may_hide(f"<html><head>{sheet}</head><body><p style='color:red'>甲</p></body></html>".encode())


def test_many_words_that_hide_nothing_end_the_search() -> None:
    assert styles_may_hide(b"<p>none</p>" * 1000)


def test_the_style_of_a_word_far_behind_its_beginning_is_asked_for() -> None:
    assert styles_may_hide(f'<p style="{FAR}{FAR}\ndisplay:none">'.encode())


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/input.html")), ids=lambda path: path.parent.name)
def test_a_fixture_reads_the_same_whether_styles_are_asked_for_or_not(path: Path) -> None:
    markup = decode(path.read_bytes(), media_type="text/html").text
    assert texts(markup) == texts(markup, styles=True)


# markup, the texts that must come out
ODD = [
    ('<p title="a > b < c\n">甲乙丙，</p>', "甲乙丙，"),
    ("<p>甲<o:p>乙</o:p><st1:chsdate w:st=on>丙</st1:chsdate>，</p>", "甲乙丙，"),
    ("<p>甲<!-- a --> b > <p> -- >乙</p> -->丙，</p>", "甲 b >"),
    ("<p>甲<!--[if gte mso 9]><xml><w:x>1</w:x></xml><![endif]-->乙，</p>", "甲乙，"),
    ("<p>甲<![CDATA[乙]]>丙，</p>", "甲丙，"),
    ("<p>甲<?xml:namespace prefix = o />乙，</p>", "甲乙，"),
    ("<p>甲&lt;乙&gt;&amp;lt;&#20025;&nbsp;&unknown;，</p>", "甲<乙>&lt;丹 &unknown;，"),
    ("<p<b>甲</p<b><p>乙，</p>", "乙，"),
    ("<p>甲\x0c乙\x0b丙，</p>", "甲 乙 丙，"),
    ("<td>甲<p/>乙，", "甲"),
]


@pytest.mark.parametrize(("markup", "expected"), ODD)
def test_odd_markup_keeps_its_text(markup: str, expected: str) -> None:
    assert expected in texts(f"<body><div>{PROSE}{markup}{PROSE}</div></body>")
