"""Names of bodies; each row was checked by hand."""

from __future__ import annotations

import time

import pytest

from govreport.normalizer.organization import body_in_title, clean_body, level_and_type, looks_like_body

BODIES: list[tuple[str, str]] = [
    ("甲市城市管理局", "甲市城市管理局"),
    ("国务院", "国务院"),
    ("国务院办公厅", "国务院办公厅"),
    ("市审计局", "市审计局"),
    ("市政府", "市政府"),
    ("市城管局", "市城管局"),
    ("XX县人民政府办公室", "XX县人民政府办公室"),
    ("国家税务总局甲市税务局", "国家税务总局甲市税务局"),
    ("国家发展改革委", "国家发展改革委"),
    ("财政部", "财政部"),
    ("中国人民银行", "中国人民银行"),
    ("银保监会", "银保监会"),
    ("全国人民代表大会常务委员会", "全国人民代表大会常务委员会"),
    ("中共甲市委宣传部", "中共甲市委宣传部"),
    ("甲县总工会", "甲县总工会"),
    ("甲市第三中学", "甲市第三中学"),
    ("甲市人民医院", "甲市人民医院"),
    ("甲市供水有限公司", "甲市供水有限公司"),
    ("甲区乙街道办事处", "甲区乙街道办事处"),
    ("甲镇人民政府", "甲镇人民政府"),
    ("经济技术开发区管委会", "经济技术开发区管委会"),
    ("无锡市财政局", "无锡市财政局"),
    ("住房和城乡建设局", "住房和城乡建设局"),
    ("市场监督管理局", "市场监督管理局"),
    ("甲海关", "甲海关"),
    ("甲市 人民政府", "甲市人民政府"),
    ("国 务 院 办 公 厅", "国务院办公厅"),
    ("国务院办公厅、中央军委办公厅", "国务院办公厅、中央军委办公厅"),
    ("科技部　财政部", "科技部、财政部"),
    ("甲市财政局（盖章）", "甲市财政局"),
    ("甲市财政局 (公章)", "甲市财政局"),
    ("（甲县发改局）", "甲县发改局"),
]

NOT_BODIES = [
    "",
    "局",
    "总理",
    "宿迁市",
    "12345",
    "工作部署",
    "内部",
    "干部队伍",
    "主要做法",
    "存在的问题",
    "下一步工作",
]
NOT_BODIES += [
    "建设数字政府",
    "形成工作格局",
    "以人民为中心",
    "各区人民政府",
    "各市、县（区）人民政府，市各部门",
    "加强组织领导",
]
NOT_BODIES += [
    "一、机构设置办公室",
    "抄送：市委办公室",
    "主办单位：市政府办公室",
    "版权所有 甲市财政局",
    "向甲市财政局报送材料的单位是市审计局",
]
NOT_BODIES += [
    "我局",
    "甲市财政局负责人",
    "由甲市财政局",
    "关于成立甲市委员会",
    "甲市财政局。",
    "健全由市财政局牵头的工作领导小组",
    "政务服务大厅",
]


@pytest.mark.parametrize(("text", "name"), BODIES)
def test_body(text: str, name: str) -> None:
    assert looks_like_body(f" {text} ")
    assert clean_body(text) == name


@pytest.mark.parametrize("text", NOT_BODIES)
def test_not_body(text: str) -> None:
    assert not looks_like_body(text)


TITLES: list[tuple[str, str | None]] = [
    ("甲市城市管理局2014年度政府信息公开工作年度报告", "甲市城市管理局"),
    ("甲市城市管理局 2014年度 政府信息公开年报", "甲市城市管理局"),
    ("2019年甲市人民政府办公厅政府信息公开工作年度报告", "甲市人民政府办公厅"),
    ("2024年甲市科委政府信息公开工作年度报告", "甲市科委"),
    ("二〇一三年甲市环保局政府信息公开年度报告", "甲市环保局"),
    ("甲市财政局政府信息公开工作年度报告（2014年度）", "甲市财政局"),
    ("《甲市财政局2014年政府信息公开年报》", "甲市财政局"),
    ("甲 市 财 政 局 2 0 1 4 年 政 府 信 息 公 开 年 报", "甲市财政局"),
    ("甲大学2019-2020学年信息公开年度报告", "甲大学"),
    ("甲市2023年政府信息公开工作年度报告", "甲市"),
    ("甲市政府信息公开工作年度报告", "甲市"),
    ("甲区乙街道2021年政府信息公开工作年度报告", "甲区乙街道"),
    ("甲市财政局关于2014年政府信息公开工作情况的报告", "甲市财政局"),
    ("关于甲市财政局2014年度政府信息公开工作情况的报告", "甲市财政局"),
    ("关于2014年政府信息公开工作情况的报告", None),
    ("2014年度政府信息公开工作总结", None),
    ("我局2014年政府信息公开工作总结", None),
    ("我市2014年政府信息公开工作总结", None),
    ("政府信息公开工作年度报告", None),
    ("国务院关于某项工作的意见", "国务院"),
    ("国务院办公厅关于印发某办法的通知", "国务院办公厅"),
    ("国务院办公厅、中央军委办公厅关于加强某项工作的通知", "国务院办公厅、中央军委办公厅"),
    ("中共中央办公厅 国务院办公厅关于某项工作的意见", "中共中央办公厅、国务院办公厅"),
    ("国务院办公厅转发某局关于某项工作意见的通知", "国务院办公厅"),
    ("国务院办公厅对某届会议第123号提案的答复", "国务院办公厅"),
    ("国务院办公厅政府信息与政务公开办公室关于某事项的通知", "国务院办公厅政府信息与政务公开办公室"),
    ("某某局公告", "某某局"),
    ("甲市人民政府令", "甲市人民政府"),
    ("甲市财政局2014年部门决算", "甲市财政局"),
    ("甲监督管理总局行政处罚信息公开表（某罚决字〔2024〕36号）", "甲监督管理总局"),
    ("关于印发甲市工作方案的通知", None),
    ("甲市河道管理条例", None),
    ("中华人民共和国海关法", None),
    ("国务院工作规则", None),
    ("甲景区开放公告", None),
    ("某领导到甲县检查防汛工作", None),
    ("", None),
]


@pytest.mark.parametrize(("title", "body"), TITLES)
def test_title(title: str, body: str | None) -> None:
    assert body_in_title(title) == body


LEVELS: list[tuple[str, str | None, str | None]] = [
    ("国务院", "national", "government"),
    ("国务院办公厅", "national", "general_office"),
    ("财政部", "national", "department"),
    ("国家知识产权局", "national", "department"),
    ("海关总署", "national", "department"),
    ("江苏省人民政府", "province", "government"),
    ("上海市人民政府办公厅", "province", "general_office"),
    ("内蒙古自治区财政厅", "province", "department"),
    ("北京市东城区人民政府", "county", "government"),
    ("泰州市城市管理局", "prefecture", "agency"),
    ("江苏省泰州市财政局", "prefecture", "department"),
    ("延边朝鲜族自治州财政局", "prefecture", "department"),
    ("沭阳县发展和改革局", "county", "department"),
    ("苏州市昆山市财政局", "county", "department"),
    ("昆山市财政局", None, "department"),
    ("内乡县人民政府办公室", "county", "general_office"),
    ("某某镇人民政府", "township", "township_government"),
    ("某区口岸街道办事处", "township", "subdistrict"),
    ("宿迁经济开发区管委会", "park", "park"),
    ("国家税务总局泰州市税务局", "vertical", "vertical"),
    ("南京海关", "vertical", "vertical"),
    ("市审计局", None, "department"),
    ("市场监督管理局", None, "agency"),
    ("泰州市人民医院", "prefecture", "public_institution"),
    ("中共泰州市委宣传部", "prefecture", "party_or_mass"),
    ("宿迁市", "prefecture", None),
]


@pytest.mark.parametrize(("name", "level", "kind"), LEVELS)
def test_level_and_type(name: str, level: str | None, kind: str | None) -> None:
    assert level_and_type(name) == (level, kind)


@pytest.mark.parametrize(
    "text", ["局" * 100_000, "甲市财政局" * 20_000, " " * 100_000 + "局", "关于" * 50_000, "2014年" * 20_000]
)
def test_long_text_costs_nothing(text: str) -> None:
    begin = time.process_time()
    assert not looks_like_body(text)
    assert body_in_title(text) is None
    assert time.process_time() - begin < 0.5
