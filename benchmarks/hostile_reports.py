"""Hostile pages that look like what is read: reports, forms, metadata, outlines and lists, a hundred thousand times.

Where a rule looks at the neighbours of a line, at all lines before it or at all children of its element, these pages
show it: each was quadratic, or lost its text, when it was written, or may become so.
"""

from __future__ import annotations

from hostile_case import LARGE, TEXT, html, plain

_REPORT = "某局2019年政府信息公开工作年度报告\n\n"
_HEADED = f"<h1>某局2019年政府信息公开工作年度报告</h1><p>{TEXT}</p>"
_DENSE = "全年主动公开政府信息32条，其中机构职能类4条，政策文件类28条，按时发布，接受群众监督。"

# --- counts -------------------------------------------------------------------------------------------------------

html("20 MB of counts", lambda: _HEADED + f"<p>{_DENSE}</p>\n" * 162_000, seconds=LARGE, megabytes=1_500.0)
plain("20 MB of counts", lambda: f"{_REPORT}{TEXT}\n\n" + f"{_DENSE}\n\n" * 162_000, seconds=LARGE, megabytes=1_500.0)
plain("5 MB of counts in one paragraph", lambda: _REPORT + TEXT + _DENSE * 40_000, megabytes=800.0)
plain(
    "15,000 lines of zeros",
    lambda: f"{_REPORT}{TEXT}\n" + "未收到政府信息公开申请，没有发生行政复议、行政诉讼。\n" * 15_000,
)
plain("50,000 full-width counts", lambda: _REPORT + TEXT + "公开信息１２条，" * 50_000)

# --- marks and outlines -------------------------------------------------------------------------------------------

_MARKS = ("第一章", "一、", "（一）", "1.", "（1）", "①", "第一条", "1.1.1")
html(
    "50,000 marks of alternating levels",
    lambda: _HEADED + "".join(f"<p>{_MARKS[n * 5 % 8]}标题{n}</p>" for n in range(50_000)),
)
plain(
    "50,000 marks of alternating levels",
    lambda: f"{_REPORT}{TEXT}\n" + "".join(f"{_MARKS[n * 7 % 8]} 标题{n}\n" for n in range(50_000)),
)
plain(
    "2,000 numbers of 1,000 levels",
    lambda: f"{_REPORT}{TEXT}\n" + "".join("1." * (n % 1_000 + 1) + f"标题{n}\n" for n in range(2_000)),
)
plain(
    "30,000 entries of contents and their headings",
    lambda: (
        f"{_REPORT}目录\n"
        + "".join(f"{n}、概述{n} …… {n}\n" for n in range(15_000))
        + "".join(f"{n}、概述{n}\n" for n in range(15_000))
        + TEXT
    ),
)
plain("50,000 bodies that sign", lambda: f"{_REPORT}{TEXT}\n" + "某市财政局\n" * 50_000 + "2019年1月15日")
plain("50,000 lines of dates", lambda: f"{_REPORT}{TEXT}\n" + "2019年1月15日\n" * 50_000)
plain(
    "10,000 annexes",
    lambda: f"{_REPORT}{TEXT}\n" + "".join(f"附件{n}\n某表{n}\n一、内容\n文字。\n" for n in range(10_000)),
)
html("10,000 bold lines over text", lambda: _HEADED + "<p><b>标题</b></p><p>内容文字很长，没有结束。</p>" * 10_000)
html(
    "30,000 lines in one element",
    lambda: f"{_HEADED}<div>" + "".join(f"一、标题{n}<br><b>加粗</b>内容<br>" for n in range(15_000)) + "</div>",
)

# --- metadata -----------------------------------------------------------------------------------------------------

html("20,000 labels with values", lambda: "".join(f"<p>索引号：{n}-2019</p>" for n in range(20_000)) + f"<p>{TEXT}</p>")
html(
    "20,000 lines of labels in one element",
    lambda: "<p>" + "".join(f"索引号：{n}<br>" for n in range(20_000)) + f"</p><p>{TEXT}</p>",
)
html(
    "4,000 lines of labels between empty elements",
    lambda: "<p>" + "".join(f"索引号：{n}<br>" + "<b></b>" * 20 for n in range(4_000)) + f"</p><p>{TEXT}</p>",
)
html(
    "30,000 labels in a list of definitions",
    lambda: "<dl>" + "".join(f"<dt>索引号</dt><dd>{n}</dd>" for n in range(30_000)) + f"</dl><p>{TEXT}</p>",
)
html(
    "15,000 labels and values in boxes of their own",
    lambda: "".join(f"<div>索引号</div><div>{n}/2019</div>" for n in range(15_000)) + f"<p>{TEXT}</p>",
)
html("20,000 damaged dates", lambda: "<p>发布日期：2018218</p>" * 20_000 + f"<p>{TEXT}</p>")
plain(
    "2 MB of labels with values on one line",
    lambda: "".join(f"索引号：{n} 文号：{n} 时效：{n} " for n in range(60_000)) + f"\n\n{TEXT}",
)
html("100,000 links of a breadcrumb", lambda: "当前位置：" + "<a href='/'>首页</a> &gt; " * 100_000 + f"<p>{TEXT}</p>")
html("a title of 1 MB", lambda: "<title>" + "某局年度报告" * 60_000 + f"</title><p>{TEXT}</p>")
html("20,000 headlines", lambda: "<h1>某局2019年政府信息公开工作年度报告</h1>" * 20_000 + f"<p>{TEXT}</p>")
html("1 MB of keywords", lambda: f"<meta name='keywords' content='{'公开,信息;' * 60_000}'><p>{TEXT}</p>")

# --- forms and tables ---------------------------------------------------------------------------------------------

_ROWS = (
    "<tr><td>统计指标</td><td>单位</td><td>统计数</td></tr><tr><td>（一）主动公开政府信息数</td><td>条</td><td>7</td></tr>"
    "<tr><td>其中：主动公开规范性文件数</td><td>条</td><td>3</td></tr><tr><td>（一）收到申请数</td><td>件</td><td>9</td></tr>"
)
html("1,000 statistics forms", lambda: _HEADED + f"<table>{_ROWS}</table>" * 1_000)
html("1,000 statistics forms in one table", lambda: f"{_HEADED}<table>{_ROWS * 1_000}</table>")
html("20,000 rows of headings", lambda: f"{_HEADED}<table>{_ROWS[:54] * 20_000}</table>")
html(
    "a statistics form of 10,000 columns",
    lambda: f"{_HEADED}<table>" + ("<tr><td>（一）收到申请数</td>" + "<td>1</td>" * 10_000 + "</tr>") * 20 + "</table>",
)
plain(
    "15,000 lines of a form that says no columns",
    lambda: f"{_REPORT}{TEXT}\n\n统计指标 单位 统计数\n" + "（一）收到申请数 件 9\n" * 15_000,
)
html(
    "200,000 empty cells with rowspan",
    lambda: f"<p>{TEXT}</p><table>" + ("<tr>" + "<td rowspan=3></td>" * 10 + "</tr>") * 20_000 + "</table>",
)
html(
    "50,000 groups of columns",
    lambda: f"<p>{TEXT}</p><table>" + "<colgroup><col span=1000><col></colgroup>" * 50_000 + "<tr><td>1</td></table>",
)
html(
    "2,000 tables nested 20 deep", lambda: f"<p>{TEXT}</p>" + ("<table><tr><td>" * 20 + "文" + "</table>" * 20) * 2_000
)
plain("20,000 frames of tables", lambda: f"{_REPORT}{TEXT}\n\n" + "┌──┬──┐\n│甲│1│\n└──┴──┘\n" * 10_000)

# --- elements -----------------------------------------------------------------------------------------------------

html("50,000 short boxes beside one sentence", lambda: "<div>文</div>" * 50_000 + f"<p>{TEXT}</p>")
html("50,000 inline elements that never close", lambda: "<p>" + "<span>文" * 50_000 + TEXT)
html(
    "25,000 forms",
    lambda: f"<p>{TEXT}</p>" + "<form><select><option>甲<option>乙</select><input value=x></form>" * 25_000,
)
html("30,000 pictures and formulas", lambda: f"<p>{TEXT}</p>" + "<svg><text>文</text></svg><math><mi>x</math>" * 30_000)
html("50,000 templates", lambda: f"<p>{TEXT}</p>" + "<template><p>文</p></template>" * 50_000)
html("50,000 nested noscript", lambda: f"<p>{TEXT}</p>" + "<noscript>" * 50_000 + "文")
html("50,000 frames", lambda: "<frameset>" + "<frame src=a>" * 50_000 + f"<noframes>{TEXT}</noframes></frameset>")
html("a plaintext that never ends", lambda: f"<p>{TEXT}</p><plaintext>" + "<p>文</p>" * 50_000)
html("100,000 CDATA sections", lambda: f"<p>{TEXT}</p>" + "<![CDATA[公开]]>" * 100_000)
html("50,000 processing instructions", lambda: f"<p>{TEXT}</p>" + "<?xml version='1.0'?><?php echo ?>" * 50_000)
html("30,000 conditional comments", lambda: f"<p>{TEXT}</p>" + "<!--[if gte mso 9]><xml></xml><![endif]-->" * 30_000)
html("a comment of 10 MB", lambda: f"<p>{TEXT}</p><!--" + "公开<p>" * 1_100_000 + "-->")
html(
    "10 MB of a picture in its address", lambda: f"<p>{TEXT}</p><img src='data:image/png;base64,{'QUJD' * 2_600_000}'>"
)
html("5 MB of data in a script", lambda: f"<p>{TEXT}</p><script>var a={{" + "'公开':1," * 500_000 + "}</script>")
html(
    "20,000 classes and ids",
    lambda: "".join(f"<div class='c{n} x-{n}' id='i{n}' style='color:#{n:06x}'>文</div>" for n in range(20_000)) + TEXT,
)
html(
    "50,000 characters that turn the text around",
    lambda: f"{_HEADED}<p>" + "\u202e\u200f公\u200b开\u2066信\u2069息\ufeff3条。" * 25_000 + "</p>",
)
plain("30,000 marks of byte order", lambda: f"{_REPORT}{TEXT}\n" + "\ufeff一、标题\n\ufeff内容。\n" * 15_000)
