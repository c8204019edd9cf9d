"""The first five lines: a page goes in, typed facts and the places where they stood come out."""

from __future__ import annotations

import govreport

PAGE = """
<html><head><title>2023年政府信息公开工作年度报告-云溪市城市管理局</title></head><body>
<table><tr><td>索引号：</td><td>014123456/2024-00007</td><td>发布日期：</td><td>2024-01-18</td></tr>
<tr><td>发布机构：</td><td>云溪市城市管理局</td><td>文号：</td><td></td></tr></table>
<h1>云溪市城市管理局2023年政府信息公开工作年度报告</h1>
<p>根据有关规定，现公布本局2023年度政府信息公开工作情况。</p>
<p>一、总体情况</p>
<p>全年主动公开政府信息48条，其中机构职能类8条，工作动态类40条。未收到政府信息公开申请。</p>
<p>二、存在的主要问题及改进情况</p>
<p>公开内容还不够全面，下一步将加以改进。</p>
<p>云溪市城市管理局</p><p>2024年1月18日</p>
</body></html>
"""


def main() -> None:
    """Print what the page says."""
    report = govreport.parse(PAGE)
    print(report.kind, report.year, report.title)
    print("issued by", report.issuing_body, "and published on", report.metadata.published_at)
    for section in report.walk():
        print("  " * section.level + section.heading)
    for figure in report.figures:
        print(figure.subject, figure.value, figure.unit)
    for name, evidence in report.evidence.items():
        print(f"{name}: {evidence.raw!r} (label {evidence.label!r}, read by {evidence.method})")


if __name__ == "__main__":
    main()
