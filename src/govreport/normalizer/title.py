"""The title by consensus, the reported year, and the kind of page.

Title candidates enter here. What the page shows as its headline wins; where ``<title>``, meta tags or the
metadata block say the same without the line breaks and letter-spacing of the display, their spelling is taken.
``year`` is the year a yearly report reports on, as its title says it (国办公开办函〔2021〕30号: the title names the
year), never the year of publication.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from govreport import vocabulary
from govreport.models import Kind
from govreport.raw import RawReport, RawTitle

from .dates import figure_of

__all__ = ["Title", "choose_title", "is_report_title", "kind_of", "page_title_parts", "year_of"]

_WIDTHS = tuple(zip("（）：，！？；", "():,!?;", strict=True))
_TOKENS = regex.compile(r"[_|｜]++|(?<!\s)\s++[-–—]++\s++|(?<![-–—])[-–—]++(?=[^-–—]{2,30}$)")
_CJK_BLANK = regex.compile(r"(?<=[\p{Han}\d０-９（）《》〔〕、，：“”])\s++(?=[\p{Han}\d０-９（）《》〔〕、，：“”])")
_YEAR = regex.compile(r"(?<!\d)((?:19|2[0OoＯ])\d\d|[一二][〇○ＯOo零0一二三四五六七八九]{3})\s?+年?\s?+度?")
_SUFFIX = regex.compile(r"[（(](?:图片版|超链版|图解|全文|word版|PDF版|一图读懂)[）)]$", regex.IGNORECASE)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_NOTE = regex.compile(r"[（(〔\[][^（）()]{1,30}[)）〕\]]$")
_SITE_MARKS = frozenset("_|｜-–—")


class Title(NamedTuple):
    """The chosen title: text, the candidate it came from, and the candidates that stand in the document."""

    text: str
    candidate: RawTitle
    shown: tuple[RawTitle, ...]


def squeeze(text: str) -> str:
    """The text without blanks, brackets of one width."""
    text = "".join(text.split())
    for wide, narrow in _WIDTHS:  # hardly ever more than two: cheaper than str.translate
        if wide in text:
            text = text.replace(wide, narrow)
    return text


def choose_title(raw: RawReport) -> Title | None:
    """The title of the document, or None when no place on the page tells one."""
    shown = [t for t in raw.titles if t.first >= 0]
    fields = [
        RawTitle(f.value, "field", f.start, f.end)
        for f in raw.fields
        if f.name == "title" and f.value and f.origin in ("block", "line")
    ]
    metas = [t for t in raw.titles if t.origin == "meta"]
    pages = [t for t in raw.titles if t.origin == "page"]
    if shown:
        best = max(shown, key=lambda t: (t.origin == "heading", len(squeeze(t.text))))
        best = next((t for t in shown if _is_without_site(t.text, best.text)), best)
        return Title(_spelling(best.text, [*fields, *metas, *pages]), best, tuple(shown))
    for group in (fields, metas):
        if group:
            best = max(group, key=lambda t: len(t.text))
            return Title(_spelling(best.text, [*metas, *pages]), best, ())
    for page in pages:
        text = without_site(page.text)
        if text:
            return Title(_close_up(text), page, ())
    return None


def _is_without_site(text: str, longer: str) -> bool:
    """Whether ``longer`` is ``text`` with the name of a site behind it (…年度报告_某市人民政府)."""
    rest = longer.removeprefix(text)
    return rest != longer and rest.lstrip()[:1] in _SITE_MARKS and len(text) >= len(rest)


def without_site(text: str) -> str | None:
    """A page title without the site's name behind ``_``, ``|`` or ``-``; None when only a site name is there.

    >>> without_site("关于开展检查的通知_某市人民政府网"), without_site("某某市政府门户网站")
    ('关于开展检查的通知', None)
    >>> without_site("1-10月投资结构趋稳")
    '1-10月投资结构趋稳'
    """
    suffixes = vocabulary.words("titles", "site_suffixes")
    parts = page_title_parts(text)
    kept = [part for part in parts if not part.endswith(suffixes) or is_report_title(part)]
    if not kept:
        return None
    if len(kept) == len(parts):
        return text.strip()
    return max(kept, key=len)


def page_title_parts(text: str) -> list[str]:
    """The parts of a page title between ``_``, ``|`` and ``-``: the title, the column, the site.

    >>> page_title_parts("关于开展检查的通知_通知公告_某市政府网")
    ['关于开展检查的通知', '通知公告', '某市政府网']
    """
    return [part.strip() for part in _TOKENS.split(text) if part and part.strip()]


def _spelling(text: str, others: list[RawTitle]) -> str:
    """The spelling of another place that says the same with fewer blanks, else the text with blanks closed up."""
    key = squeeze(text)
    for other in others:
        found = other.text
        if len(key) <= len(found) <= len(text) and squeeze(found) == key:
            text = found
    return _close_up(text)


def _close_up(text: str) -> str:
    """Take out the blanks between Chinese characters of a letter-spaced or broken title."""
    text = " ".join(text.split())
    if " " not in text:
        return text
    return _CJK_BLANK.sub("", text)


@cache
def _lists() -> tuple[tuple[str, ...], ...]:
    names = ("report_subjects", "report_kinds", "report_not", "document_endings", "other_endings")
    return tuple(vocabulary.words("titles", name) for name in names)


def is_report_title(text: str) -> bool:
    """Whether a title is that of a yearly disclosure report.

    >>> is_report_title("某市2014年度政府信息公开工作总结"), is_report_title("政府信息公开指南")
    (True, False)
    """
    if "公开" not in text:
        return False
    subjects, kinds, never, _, _ = _lists()
    text = _SUFFIX.sub("", squeeze(text).translate(str.maketrans("():,", "（）：，")))
    if not any(word in text for word in subjects) or any(word in text for word in never):
        return False
    return any(word in text[-12:] for word in kinds)


def year_of(text: str) -> int | None:
    """The first year that a text names with four figures, Arabic or Chinese.

    >>> year_of("某局２０１４年度报告"), year_of("二○一五年度报告"), year_of("年度报告")
    (2014, 2015, None)
    """
    found = _YEAR.search(text.translate(_FULL_WIDTH).replace(" ", ""))
    if found is None:
        return None
    digits = found[1]
    return figure_of(digits)


def kind_of(
    title: str | None,
    *,
    labelled: bool,
    report_like: bool,
    signed: bool,
    news: bool,
    prose: bool,
    column: bool = False,
) -> Kind:
    """What sort of page this is, from its title and what was found on it.

    ``labelled``: it has an index or document number; ``report_like``: official statistics or the report's own
    sections; ``signed``: it ends with a signature; ``news``: it names a source; ``prose``: it has running text;
    ``column``: the title is that of a column, and what stands below is its list.
    """
    if column and title is not None and is_report_title(title):
        return "other"
    if report_like or (title is not None and is_report_title(title)):
        return "annual_report"
    _, _, _, documents, others = _lists()
    bare = _SUFFIX.sub("", "".join((title or "").split()))
    if bare[-1:] in ("）", ")", "〕", "]"):
        bare = _NOTE.sub("", bare)
    if title is not None and bare.endswith(others) and not labelled:
        return "other"
    if labelled or (title is not None and bare.endswith(documents)):
        return "document" if prose or labelled else "other"
    if not prose:
        return "other"
    if signed:
        return "document"
    return "article" if news else "other"
