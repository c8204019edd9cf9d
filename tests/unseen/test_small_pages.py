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
