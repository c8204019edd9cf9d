"""The disclosure metadata of a page. Only other models enter here.

Sources: 政府信息公开目录系统实施指引（试行）(2009) for the core elements, 政府网站发展指引 (国办发〔2017〕47号) for the
site and column tags, GB 11714-1997 and GB 32100-2015 for the codes inside index numbers.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from .base import Model, PartialDate, Span

__all__ = ["Classified", "DocumentNumber", "IndexNumber", "Metadata", "Site", "Validity"]

DateOrPart = Annotated[dt.date | PartialDate, Field(union_mode="left_to_right")]
DateOrTime = Annotated[dt.date | dt.datetime | PartialDate, Field(union_mode="left_to_right")]


class IndexNumber(Model):
    """An index number (索引号) as printed (``str()``) with the parts its scheme has.

    ``scheme``: ``national`` (org code/year-serial), ``organization_hyphenated``, ``placeholder``,
    ``region_unit``, ``uscc``, ``site_code``, ``organization_dashes``, ``letter_code``, ``dashed``, ``unknown``.
    ``check_digit_valid`` is None where the scheme has no check digit.
    """

    raw: str
    scheme: str
    organization_code: str | None = None
    uscc: str | None = None
    region_code: str | None = None
    site_code: str | None = None
    year: int | None = None
    month: int | None = None
    serial: str | None = None
    check_digit_valid: bool | None = None

    def __str__(self) -> str:
        return self.raw


class DocumentNumber(Model):
    """A document number (发文字号) as printed (``str()``): agency word, year and serial (GB/T 9704-2012, 7.2.5)."""

    raw: str
    agency: str | None = None
    year: int | None = None
    serial: str | None = None

    def __str__(self) -> str:
        return self.raw


class Validity(Model):
    """Validity (时效): ``raw`` as printed, ``value`` normalised."""

    raw: str
    value: Literal["in_force", "repealed", "expired", "partly_repealed", "amended", "not_yet_in_force", "unknown"]


class Site(Model):
    """The site's tags of 国办发〔2017〕47号: SiteName, SiteDomain, SiteIDCode."""

    name: str | None = None
    domain: str | None = None
    id_code: str | None = None


class Classified(Model):
    """A classification with its levels, ``综合政务\\政务公开`` → ``("综合政务", "政务公开")``; ``str()`` as printed."""

    raw: str
    levels: tuple[str, ...]
    known: bool

    def __str__(self) -> str:
        return self.raw


class Metadata(Model):
    """The labelled facts of a page; a label with no value is None, unknown labels are kept in ``extra``.

    ``spans`` are the places of the metadata block and the line under the title in ``report.text``.
    """

    index_number: IndexNumber | None = None
    publisher: str | None = None
    issued_on: DateOrPart | None = None
    published_at: DateOrTime | None = None
    modified_at: DateOrTime | None = None
    document_number: DocumentNumber | None = None
    title: str | None = None
    categories: tuple[str, ...] = ()
    theme: Classified | None = None
    genre: str | None = None
    column: str | None = None
    validity: Validity | None = None
    effective_on: DateOrPart | None = None
    expires_on: DateOrPart | None = None
    keywords: tuple[str, ...] = ()
    summary: str | None = None
    source: str | None = None
    author: str | None = None
    view_count: int | None = None
    disclosure_method: str | None = None
    disclosure_scope: str | None = None
    disclosure_term: str | None = None
    audience: str | None = None
    language: str | None = None
    format: str | None = None
    site: Site = Site()
    breadcrumbs: tuple[str, ...] = ()
    extra: dict[str, str] = Field(default_factory=dict)
    spans: tuple[Span, ...] = ()
