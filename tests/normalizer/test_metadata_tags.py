"""Which meta tags are believed where the page itself labels nothing."""

from __future__ import annotations

import pytest

import govreport

PAGE = """<html><head><meta name="SiteName" content="清河市政府网"><meta name="ArticleTitle" content="关于停水的通知">
<meta name="{tag}" content="{value}"><title>关于停水的通知</title></head><body><h1>关于停水的通知</h1>
<p>因管道检修，城东片区将停水一天，请各用户提前储水，不便之处敬请谅解。</p></body></html>"""


@pytest.mark.parametrize(
    ("tag", "value", "field", "wanted"),
    [
        ("ContentSource", "清河市政府网", "source", "清河市政府网"),  # the site is a source like any other
        ("ContentSource", "新华网", "source", "新华网"),
        ("ContentSource", "清河市水务局", "source", "清河市水务局"),
        ("ContentSource", "关于停水的通知", "source", None),  # the title says nothing of the source
        ("ContentSource", "null", "source", None),
        ("Author", "清河市政府网", "author", None),
        ("Author", "王小明", "author", "王小明"),
    ],
)
def test_a_tag_is_taken_unless_it_repeats_title_or_site(tag: str, value: str, field: str, wanted: str | None) -> None:
    report = govreport.parse(PAGE.format(tag=tag, value=value))
    assert getattr(report.metadata, field) == wanted
