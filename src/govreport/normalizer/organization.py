"""Names of bodies: is a line nothing but one, which one does a title name, of which level and type is it.

Names are told by how they end (``vocabulary/organizations.toml``) and by what no name contains. Levels follow
GB/T 2260 as far as the name itself tells: a 市 that is in no list of ``vocabulary/regions.toml`` has no level.

>>> looks_like_body("泰州市城市管理局"), looks_like_body("加强对各区财政局的指导")
(True, False)
>>> body_in_title("2019年某某市人民政府办公厅政府信息公开工作年度报告"), body_in_title("某某市河道管理条例")
('某某市人民政府办公厅', None)
"""

from __future__ import annotations

import re
from functools import cache

import regex

from govreport.vocabulary import load, words

__all__ = ["BODY_ENDS", "body_in_title", "clean_body", "level_and_type", "looks_like_body"]

_WORDS = load("organizations")
_REGIONS = load("regions")
_LONGEST = 80

_SUFFIXES = words("organizations", "suffixes")
_LAST = {end: tuple(suffix for suffix in _SUFFIXES if suffix[-1] == end) for end in {word[-1] for word in _SUFFIXES}}
"""The suffixes by their last character: it alone settles most lines."""
_OUTER_BRACKETS = "（）()【】[]"
BODY_ENDS = frozenset((*_LAST, *_OUTER_BRACKETS))
"""The characters that a line which is a body's name can end with."""
_NOT_SUFFIXES = tuple(words("organizations", "not_suffixes"))


@cache
def _any_of(name: str) -> re.Pattern[str]:
    # The standard library's re: on short lines it takes a fraction of the time of regex's named lists.
    return re.compile("|".join(map(re.escape, words("organizations", name))))


@cache
def _never() -> re.Pattern[str]:
    return _any_of("never_inside")


_NEVER_FIRST = words("organizations", "never_first")
_FIRST_OF_NEVER = frozenset(word[0] for word in _NEVER_FIRST)
_PLAIN_NAME = re.compile("[\u4e00-\u9fff]+")
_NAME = regex.compile(r"[\p{Han}A-Z][\p{Han}A-Za-z0-9·•“”（）()—-]*+")


_STAMPS = frozenset(words("organizations", "stamps"))
_BRACKETED = regex.compile(r"[（(【\[]\s*+([^（()）【】\[\]]++)[)）】\]]")
_JOINING = frozenset("、，,；;")
_PICTURE = regex.compile(r"^(?:一图[读看]懂|图解|图说|长图|视频解读)[丨|｜│：:]?")
_AUTHOR = regex.compile(r"(?![全我本各该]|关于|附件|年度)\p{Han}{3,20}")
_JOINED = regex.compile(r"\s*+[、，,；;]\s*+|\s++")

_YEAR = r"(?:(?:[1１][9９]|[2２][0０OoＯ])\d\d|[二一][〇○ＯOo零0一二三四五六七八九]{3})"


@cache
def _years() -> re.Pattern[str]:
    return re.compile(rf"[（(]?{_YEAR}\s*(?:[-—－–至~]+\s*{_YEAR}\s*)?(?:年度?|学年度?)?[)）]?度?")


@cache
def _strong() -> re.Pattern[str]:
    return _any_of("title_strong")


@cache
def _report() -> re.Pattern[str]:
    return _any_of("title_report")


@cache
def _other() -> re.Pattern[str]:
    return _any_of("title_other")


@cache
def _law() -> re.Pattern[str]:
    return re.compile(f"(?:{_any_of('law_titles').pattern})(?:[（(][^（()）]*+[)）])?$")


@cache
def _about() -> re.Pattern[str]:
    return re.compile(r"^关于|关于$|的$|^[〈《「]|[:：]$")


@cache
def _region() -> regex.Pattern[str]:
    return regex.compile(r"(?!我|本|全|各|该)\p{Han}{1,12}(?:省|市|县|区|州|盟|旗|镇|乡|街道|苏木)")


_PROVINCE_NAMES = "|".join(sorted(_REGIONS["provinces"], key=len, reverse=True))


@cache
def _province() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_PROVINCE_NAMES})\p{{Han}}{{0,4}}?(?:省|特别行政区|自治区|市)?")


_PREFECTURES = frozenset(_REGIONS["prefectures"]["names"].split())


@cache
def _unit() -> regex.Pattern[str]:
    return regex.compile(
        r"(?P<name>\p{Han}{1,7}?)(?P<sign>特别行政区|自治区|自治州|自治县|自治旗|地区|街道|苏木|新区|开发区|高新区|社区|省|(?<!城)市(?![场政容民])|县"
        r"|(?<!自治|开发|[园社地景库])区(?![域块划])|(?<=\p{Han}{2})(?:州(?![市县区])|盟|旗|镇(?!化)|乡(?![村建镇])|村(?![镇委建])))"
    )


_LEVEL_OF_SIGN = {
    "省": "province",
    "自治区": "province",
    "特别行政区": "province",
    "自治州": "prefecture",
    "地区": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
    "自治县": "county",
    "自治旗": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
    "苏木": "township",
    "村": "village",
    "社区": "village",
    "新区": "park",
    "开发区": "park",
    "高新区": "park",
}
_TYPE_OF_SUFFIX = sorted(
    ((suffix, kind) for kind, suffixes in _WORDS["types"].items() for suffix in suffixes),
    key=lambda item: (-len(item[0]), item[0]),
)
_NATIONAL = tuple(_WORDS["levels"]["national"])


def looks_like_body(text: str) -> bool:
    """Whether a line is nothing but the name of a body, or of several joined by 、 or blanks.

    >>> looks_like_body("国 务 院 办 公 厅"), looks_like_body("某某局（盖章）"), looks_like_body("工作部署")
    (True, True, False)
    >>> looks_like_body("国务院办公厅、中央军委办公厅"), looks_like_body("建设数字政府")
    (True, False)
    """
    return clean_body(text) is not None


def clean_body(text: str) -> str | None:
    """The name as it is called: brackets, stamp and letter-spacing taken off, several names joined by 、.

    >>> clean_body("（某某市 人民政府）"), clean_body("某某市财政局　某某市民政局"), clean_body("主要工作")
    ('某某市人民政府', '某某市财政局、某某市民政局', None)
    """
    line = text.strip()
    if not 3 <= len(line) <= _LONGEST or line[-1] not in BODY_ENDS:
        return None
    if line[-1] in "）)":
        at = max(line.rfind("（"), line.rfind("("))
        if line[at + 1 : -1].strip() in _STAMPS:
            line = line[: max(at, 0)].rstrip()
    whole = _BRACKETED.fullmatch(line) if line[:1] in _OUTER_BRACKETS else None
    if whole is not None:
        line = str(whole[1]).strip()
    elif line[-1:] in _OUTER_BRACKETS and line[-1:] != "":
        return None
    if _is_name(line):
        return line
    if len(line.split()) < 2 and _JOINING.isdisjoint(line):
        return None
    parts = [part for part in _JOINED.split(line) if part]
    if len(parts) > 1 and all(map(_is_name, parts)):
        return "、".join(parts)
    joined = "".join(line.split())
    return joined if joined != line and _is_name(joined) else None


def _is_name(text: str) -> bool:
    if not 3 <= len(text) <= 40 or not text.endswith(_LAST.get(text[-1], ())):
        return False
    if text.endswith(_NOT_SUFFIXES) or (text[0] in _FIRST_OF_NEVER and text.startswith(_NEVER_FIRST)):
        return False
    if _PLAIN_NAME.fullmatch(text) is None and _NAME.fullmatch(text) is None:
        return False
    return _never().search(text) is None


def body_in_title(title: str) -> str | None:
    """The body that a title names as its author; None where it names none, and for titles of laws.

    >>> body_in_title("某某市城市管理局2014年度政府信息公开工作年度报告")
    '某某市城市管理局'
    >>> body_in_title("2014年度政府信息公开工作总结") is None
    True
    >>> body_in_title("某某一中2019年政府信息公开年报"), body_in_title("全市2019年政府信息公开年报")
    ('某某一中', None)
    >>> body_in_title("国务院办公厅、中央军委办公厅关于加强某项工作的通知"), body_in_title("某某局公告")
    ('国务院办公厅、中央军委办公厅', '某某局')
    """
    line = _PICTURE.sub("", _unspaced(title))
    if not 4 <= len(line) <= 400:
        return None
    strong = _strong().search(line)
    while strong is not None:
        body = _name_of(line[: strong.start()])
        if body is not None:
            return body
        strong = _strong().search(line, strong.end())
    if _law().search(line) is not None:
        return None
    report = _report().search(line)
    if report is not None:
        before = line[: report.start()]
        body = _name_of(before) or _region_of(before)
        if body is not None:
            return body
        before = _years().sub("", before)
        if before.endswith("人民") and line.startswith("政府", report.start()):
            return f"{before}政府"
        if _AUTHOR.fullmatch(before) is not None and "公开" not in before and _never().search(before) is None:
            return before  # a name of no known form: what stands before the year of a report has written it
    year = _years().search(line)
    if year is not None and (body := _name_of(line[: year.start()])) is not None:
        return body
    for other in _other().finditer(line):
        body = _name_of(line[: other.start()])
        if body is not None:
            return body
    return None


def level_and_type(name: str) -> tuple[str | None, str | None]:
    """The level and the type of a body, as far as its name tells them.

    >>> level_and_type("泰州市城市管理局"), level_and_type("某某县人民政府办公室")
    (('prefecture', 'agency'), ('county', 'general_office'))
    >>> level_and_type("国家税务总局某某市税务局"), level_and_type("市审计局")
    (('vertical', 'vertical'), (None, 'department'))
    """
    body = clean_body(name)
    name = body or name.strip()
    kind = next((kind for suffix, kind in _TYPE_OF_SUFFIX if name.endswith(suffix)), None)
    if kind == "vertical" and not name.endswith("总署"):
        return "vertical", kind
    if name.startswith(_NATIONAL):
        return "national", kind
    level = _level(name)
    ministry = body is not None and kind == "department" and name.endswith("部")
    return level or ("national" if ministry or name.startswith(("国家", "中国")) else None), kind


def _level(name: str) -> str | None:
    """The level of the lowest region that the name runs through."""
    level: str | None = None
    at = 2 if name.startswith("中共") else 0
    if (province := _province().match(name, at)) is not None and province.end() > at + 2:
        level, at = "province", province.end()
    while (unit := _unit().match(name, at)) is not None:
        sign, at = unit["sign"], unit.end()
        if sign == "市":
            level = "prefecture" if unit["name"] in _PREFECTURES else "county" if level == "prefecture" else None
        else:
            level = _LEVEL_OF_SIGN[sign]
    return level


def _unspaced(title: str) -> str:
    """A title on one line; letter-spacing and line breaks taken out, blanks between names kept."""
    tokens = title.split()
    if len(tokens) > 1 and 2 * sum(len(token) <= 2 for token in tokens) > len(tokens):
        return "".join(tokens)
    return " ".join(tokens)


def _name_of(text: str) -> str | None:
    """The body that the text before the subject of a title is, years and 关于 taken off."""
    text = _about().sub("", _years().sub("", text).strip()).strip()
    return clean_body(text)


def _region_of(text: str) -> str | None:
    text = _about().sub("", _years().sub("", text).strip()).strip()
    return text if _region().fullmatch(text) else None
