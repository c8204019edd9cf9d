"""Reports as one HTML page to look at: the document left, what was read right, each value beside its place.

Opens from disk and needs no network; for many reports it begins with an index. Needs Jinja2 (``[review]``).
Models, forms and vocabulary enter here.

>>> import govreport
>>> page = "<h1>某市某局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>公开信息12条。</p>"
>>> html = review_page([review_entry("1.html", govreport.parse(page))])
>>> html.count("<h1>"), "公开信息" in html
(1, True)
"""

from .page import Entry, failed_entry, review_entry, review_page

__all__ = ["Entry", "failed_entry", "review_entry", "review_page"]
