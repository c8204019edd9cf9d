"""Pages for the tests of the review page: one with sums that fail, one that attacks, and one report made by hand."""

from __future__ import annotations

from pathlib import Path

import govreport
from govreport.batch.schema import HEADERS_ZH, REPORT_COLUMNS
from govreport.models import Attachment, Evidence, Finding, Report, Span

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
NAMES = {column.name: column.zh for column in REPORT_COLUMNS} | HEADERS_ZH

# Each of these would run, or break out of where it stands, if it were not escaped.
ATTACKS = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=2</script>",
    "</style><script>window.hacked=3</script>",
    "</title><img src=x onerror=window.hacked=4>",
    '"><svg onload=window.hacked=5>',
    "' onmouseover='window.hacked=6' autofocus onfocus='window.hacked=7",
    "<!-- <script>window.hacked=8</script> -->",
    "<!--values-->",
    "{{ 7*7 }}{% raw %}\u2028\u2029\u202e&lt;b&gt;",
    "javascript:window.hacked=9",
    "]]><iframe srcdoc='<script>top.hacked=10</script>'></iframe>",
)


def page_with_errors() -> str:
    """The form of 2021 with a wrong total in its first row, and a breakdown in the prose that does not add up."""
    text = (FIXTURES / "ar-2021-form" / "input.html").read_text(encoding="utf-8")
    row = "新收政府信息公开申请数量</td><td>12</td><td>3</td><td>0</td><td>0</td><td>1</td><td>0</td><td>{}</td>"
    for old, new in ((row.format(16), row.format(17)), ("不动产登记类信息97条", "不动产登记类信息79条")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def hostile_text() -> str:
    """A plain text page (so that every character of it is kept) with an attack in every place that is read."""
    lines = [
        f"某市某局2023年政府信息公开工作年度报告{ATTACKS[0]}",
        "",
        f"索引号：{ATTACKS[4]}",
        f"发布机构：某局{ATTACKS[1]}",
        "",
    ]
    for number, attack in zip("一二三四五六七八九", ATTACKS, strict=False):
        lines += [f"{number}、{attack}", "", f"全年主动公开政府信息48条{attack}，其中{attack}8条，工作动态类39条。", ""]
    return "\n".join([*lines, *ATTACKS, "", f"附件：{ATTACKS[9]}"])


def hostile_report() -> Report:
    """A report whose every free string is an attack, also those that no page gives today."""
    report = govreport.parse(hostile_text(), media_type="text/plain")
    attack = "".join(ATTACKS)
    span = Span(0, len(report.text))
    proof = Evidence(raw=report.text, label=attack, span=span, method=attack)
    bare = Evidence(raw=attack, label=attack, method=attack)
    return report.model_copy(
        update={
            "title": attack,
            "issuing_body": attack,
            "attachments": (
                Attachment(name=attack, url="javascript:window.hacked=11"),
                Attachment(name=attack, url=" JavaScript:window.hacked=12"),
                Attachment(name=attack, url="data:text/html,<script>window.hacked=13</script>"),
                Attachment(name=attack, url='https://www.example.gov.cn/"onmouseover="window.hacked=14'),
                Attachment(name=attack, url="https://www.example.gov.cn/1.pdf"),
            ),
            "metadata": report.metadata.model_copy(update={"extra": {attack: attack}, "keywords": ATTACKS}),
            "findings": (
                *report.findings,
                Finding(code=attack, severity="error", message=attack, evidence=(proof, bare), left=1, right=2),
            ),
            "source": report.source.model_copy(update={"url": "javascript:window.hacked=15", "encoding": attack}),
        }
    )
