"""One line or one mark of a page in the many spellings that site systems and writers give it, on the smallest page.

The cases were written from memory of real pages before the parser saw them; each asks for one thing only.
"""

from __future__ import annotations

import pytest

import govreport

TITLE = "青岚县水利局2023年政府信息公开工作年度报告"
BODY = (
    "<p>一、总体情况</p><p>2023年，我局认真贯彻条例，主动公开信息20条。</p>"
    "<p>二、存在的主要问题及改进情况</p><p>公开不够及时，下一步将加强培训。</p>"
)
HEADINGS = ("总体情况", "主动公开情况", "依申请公开情况", "存在问题")
UNDER = (
    *("我局认真贯彻条例，主动公开信息20条。", "主要公开了政策文件和工作动态。"),
    *("全年收到申请2件，均已答复。", "公开不够及时，下一步加强培训。"),
)


def read(line: str = "", *, body: str = BODY, end: str = "", title: str = TITLE) -> govreport.Report:
    return govreport.parse(
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><div class=nav><a href=/>首页</a>"
        f"<a href=/a>政务公开</a></div><div class=wrap><h1>{title}</h1>{line}<div class=txt>{body}{end}</div></div>"
        "<div class=foot>版权所有：青岚县人民政府</div></body></html>"
    )


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("发布时间：2024年元月5日", "2024-01-05"),
        ("日期：2024.1.5", "2024-01-05"),
        ("[ 2024-01-05 ]", "2024-01-05"),
        ("2024/01/05 来源：县水利局", "2024-01-05"),
        ("发布于 2024年1月5日 星期五", "2024-01-05"),
        ("时间：2024-1-5 9:05:03", "2024-01-05 09:05:03"),
        ("发表时间：2024-01-05T09:30:00+08:00", "2024-01-05 09:30:00"),
        ("发布日期：二〇二四年一月五日", "2024-01-05"),
        ("日期：２０２４－０１－０５", "2024-01-05"),
        ("2024-01-05 10:20 | 来源：水利局 | 阅读 30 次", "2024-01-05 10:20:00"),
        ("创建时间：2024-01-05", "2024-01-05"),
        ("来源：水利局 2024年1月5日", "2024-01-05"),
        ("发布时间：2024-01-05 10:20 AM", "2024-01-05 10:20:00"),
        ("发布时间：2024-01-05 03:20 PM", "2024-01-05 15:20:00"),
        ("发布时间：2024-01-05 下午3:20", "2024-01-05 15:20:00"),
        ("发布时间：2024-01-05 15:20:00 星期五", "2024-01-05 15:20:00"),
        ("更新时间：2024-01-06  发布时间：2024-01-05", "2024-01-05"),
        (
            "<span>发布时间：2024-01-05 10:20:30</span><span>打印</span><span>字号：大 中 小</span>",
            "2024-01-05 10:20:30",
        ),
        ("<time>2024-01-05</time> <span>阅读 318</span>", "2024-01-05"),
    ],
)
def test_the_day_of_publication(line: str, published: str) -> None:
    report = read(f"<div>{line}</div>")
    assert str(report.metadata.published_at) == published
    assert report.metadata.publisher is None


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：县水利局", "县水利局"),
        ("文章来源：", None),
        ("来源：本站原创 2024-01-05", "本站原创"),
        ("来源：《青岚日报》 2024-01-05", "《青岚日报》"),
        ("来源：县水利局办公室 编辑：小王 2024-01-05", "县水利局办公室"),
        ("Source: 县水利局 2024-01-05", "县水利局"),
    ],
)
def test_the_source(line: str, source: str | None) -> None:
    report = read(f"<p>{line}</p>")
    assert report.metadata.source == source
    assert [section.heading for section in report.sections] == ["一、总体情况", "二、存在的主要问题及改进情况"]


def test_the_sizes_of_type_are_no_value() -> None:
    report = read("<table><tr><td>浏览次数：</td><td>字号：[ 大 中 小 ]</td></tr></table><p>字号：大 | 中 | 小</p>")
    assert report.metadata.view_count is None
    assert not report.metadata.extra


@pytest.mark.parametrize(
    "marks",
    [
        "一、 二、 三、 四、",
        "一． 二． 三． 四．",
        "（一） （二） （三） （四）",
        "１． ２． ３． ４．",
        "① ② ③ ④",
        "⑴ ⑵ ⑶ ⑷",
        "1) 2) 3) 4)",
        "㈠ ㈡ ㈢ ㈣",
        "【一】 【二】 【三】 【四】",
        "第一、 第二、 第三、 第四、",
        "第一部分： 第二部分： 第三部分： 第四部分：",
        "壹、 贰、 叁、 肆、",
        "甲、 乙、 丙、 丁、",
        "Ⅰ、 Ⅱ、 Ⅲ、 Ⅳ、",
        "I. II. III. IV.",
        "A. B. C. D.",
        "A、 B、 C、 D、",
    ],
)
def test_headings_in_every_numbering(marks: str) -> None:
    printed = [mark + heading for mark, heading in zip(marks.split(), HEADINGS, strict=True)]
    report = read(body="".join(f"<p>{a}</p><p>{b}</p>" for a, b in zip(printed, UNDER, strict=True)))
    assert [section.heading for section in report.sections] == printed


@pytest.mark.parametrize(
    "line",
    ["甲、乙双方应当按照约定履行义务，接受监督。", "A.合格；B.基本合格；C.不合格。", "第一、二季度公开信息12条。"],
)
def test_what_is_no_heading(line: str) -> None:
    assert [section.title for section in read(body=BODY + f"<p>{line}</p>").walk()] == [
        "总体情况",
        "存在的主要问题及改进情况",
    ]


def test_one_report_as_two_files() -> None:
    files = f"<p><a href=1.pdf>{TITLE}.pdf</a></p><p><a href=2.docx>{TITLE}.docx</a></p>"
    report = read(end=files)
    assert [(item.name, item.url) for item in report.attachments] == [
        (f"{TITLE}.pdf", "1.pdf"),
        (f"{TITLE}.docx", "2.docx"),
    ]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("行政许可处理决定24件。", "行政许可处理决定"),
        ("编印办事须知6份。", "编印办事须知"),
        ("Ø 主动公开信息312条；", "主动公开信息"),
        ("拟订规范性文件3件。", "拟订规范性文件"),
    ],
)
def test_what_a_count_is_of(text: str, subject: str) -> None:
    report = read(body=BODY + f"<p>{text}</p>")
    assert subject in [figure.subject for figure in report.figures]


@pytest.mark.parametrize("text", ["拟新建水库3座。", "违反规定的，可处500元罚款。", "申请材料可以邮寄2份。"])
def test_what_is_no_count(text: str) -> None:
    assert len(read(body=BODY + f"<p>{text}</p>").figures) == 1


NOTICE = "青岚县人民政府办公室关于印发2021年工作要点的通知"
TEXT = (
    "<p>各乡镇人民政府，县政府各部门：</p><p>现将有关事项通知如下，请认真贯彻执行。</p><p>一、总体要求</p>"
    "<p>坚持统一领导，分级负责。</p><p>二、工作安排</p><p>请于6月底前完成。</p>"
)
SIGNED = "<p align=right>青岚县人民政府办公室</p><p align=right>2021年3月4日</p>"


def notice(
    head: str = f"<h1>{NOTICE}</h1>", end: str = "", *, title: str = NOTICE, listed: str = ""
) -> govreport.Report:
    return govreport.parse(
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><div><a href=/>首页</a> <a href=/x>文件</a></div>"
        f"<div class=c>{head}{TEXT}{listed}{SIGNED}{end}</div><div>主办：青岚县人民政府办公室</div></body></html>"
    )


@pytest.mark.parametrize(
    "head",
    [
        "<p>青岚县人民政府办公室</p><p>关于印发2021年工作要点的通知</p><p>青政办发〔2021〕3号</p>",
        f"<p>青岚县人民政府办公室文件</p><p>青政办发〔2021〕3号</p><hr><p>{NOTICE}</p>",
        f"<p>青政办发〔2021〕3号　　　　签发人：刘望</p><p>{NOTICE}</p>",
        f"<div><font size=5><b>{NOTICE}</b></font></div><div>青政办发〔2021〕3号</div>",
    ],
)
def test_the_head_of_a_paper(head: str) -> None:
    report = notice(head, title="")
    assert report.title == NOTICE
    assert str(report.metadata.document_number) == "青政办发〔2021〕3号"


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("<p>附件：1.工作要点</p><p>　　　2.责任分工</p>", ["工作要点", "责任分工"]),
        ("<p>附件：工作要点 <a href=1.pdf>点击下载</a></p>", ["工作要点"]),
        ("<p>附件：<a href=1.pdf>工作要点.pdf</a>（216KB）</p>", ["工作要点.pdf"]),
        ("<p>附件：无</p>", []),
    ],
)
def test_the_names_of_attachments(listed: str, names: list[str]) -> None:
    report = notice(listed=listed)
    assert [item.name for item in report.attachments] == names
    assert all(item.url == "1.pdf" for item in report.attachments if "<a" in listed)


@pytest.mark.parametrize(
    "line",
    [
        "扫一扫在手机打开当前页",
        "您是第1234位访问者",
        "本页面已被访问 33 次",
        "我要评论",
        "满意度评价 很满意 满意 一般",
        "您对本页内容的评价：有用 没用",
        "手机扫码阅读",
        "政策解读：<a href=x>一图读懂工作要点</a>",
        "【纠错】【收藏】 发布时间：2021-03-05",
    ],
)
def test_what_a_site_prints_below_a_document(line: str) -> None:
    report = notice(end=f"<p>{line}</p>")
    kept = [report.text[span.start : span.end] for span, part in report.parts() if part == "content"]
    assert kept[-1] == "2021年3月4日"
