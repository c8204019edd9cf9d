"""A report as rows of plain values, in the order of :mod:`.schema`: one flat row and a list of rows a nested column.

Only here is it known which part of a report a column shows. Text that no UTF-8 can hold (half a surrogate pair) is
written with escapes, and a number that its column cannot hold is null: ``report_json`` keeps the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from govreport.models import Figure, Report, Section

__all__ = ["flat_row", "nested_rows", "number", "safe"]

Row = tuple[Any, ...]
_INT64 = 1 << 63


def safe(text: str | None) -> str | None:
    """``text`` as valid Unicode.

    >>> safe("甲"), safe("a\\udcb9")
    ('甲', 'a\\\\udcb9')
    """
    if text is None or text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def number(value: int | Decimal | None) -> float | None:
    """As a double, None where there is none or it is too large for one.

    >>> number(3), number(Decimal("1.5")), number(10**400)
    (3.0, 1.5, None)
    """
    if value is None:
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def _exact(value: int | Decimal | None) -> str | None:
    return None if value is None else str(value)


def _printed(value: object) -> str | None:
    # str() of a date, a PartialDate or an identifier is the ISO form or the text as printed.
    return None if value is None else str(value)


def _time(value: Any) -> str | None:
    return value.isoformat() if hasattr(value, "isoformat") else _printed(value)


def flat_row(report: Report, report_json: str | None) -> Row:
    """The columns from ``kind`` to ``report_json`` without the nested ones."""
    meta, source = report.metadata, report.source
    index, document, period, site = meta.index_number, meta.document_number, report.period, meta.site
    validity = meta.validity
    return (
        report.kind,
        report.title,
        report.year,
        period.start if period else None,
        period.end if period else None,
        report.issuing_body,
        _printed(report.signed_on),
        index.raw if index else None,
        index.scheme if index else None,
        meta.publisher,
        _printed(meta.issued_on),
        _time(meta.published_at),
        _time(meta.modified_at),
        document.raw if document else None,
        document.agency if document else None,
        document.year if document else None,
        document.serial if document else None,
        meta.title,
        meta.categories,
        meta.theme.raw if meta.theme else None,
        meta.genre,
        meta.column,
        validity.value if validity else None,
        validity.raw if validity else None,
        _printed(meta.effective_on),
        _printed(meta.expires_on),
        meta.keywords,
        meta.summary,
        meta.source,
        meta.author,
        meta.view_count if meta.view_count is not None and -_INT64 <= meta.view_count < _INT64 else None,
        meta.disclosure_method,
        meta.disclosure_scope,
        meta.disclosure_term,
        meta.audience,
        meta.language,
        meta.format,
        site.name,
        site.domain,
        site.id_code,
        meta.breadcrumbs,
        [{"label": label, "value": value} for label, value in meta.extra.items()],
        report.statistics.form if report.statistics else None,
        "\n".join([item.text for item in report.preamble]),
        source.media_type,
        source.encoding,
        source.sha256,
        source.size,
        source.parser_version,
        report_json,
    )


def nested_rows(report: Report) -> dict[str, list[Row]]:
    """The rows of every nested column."""
    statistics = report.statistics
    return {
        "sections": list(_sections(report.sections)),
        "figures": list(_figures(report.figures)),
        "statistics": [
            (
                position,
                cell.code,
                cell.column,
                cell.measure,
                cell.label,
                number(cell.value),
                _exact(cell.value),
                cell.unit,
                cell.state,
                cell.raw,
                cell.note,
                cell.table,
                cell.row,
                *(cell.span or (None, None)),
            )
            for position, cell in enumerate(statistics.cells)
        ]
        if statistics
        else [],
        "findings": list(_findings(report)),
        "attachments": [(at, item.name, item.url) for at, item in enumerate(report.attachments)],
    }


def _sections(sections: Iterable[Section]) -> Iterator[Row]:
    waiting: list[tuple[Section, int | None]] = [(item, None) for item in reversed(tuple(sections))]
    position = 0
    while waiting:
        item, parent = waiting.pop()
        text = "\n".join([block.text for block in item.content])
        yield position, parent, item.level, item.number, item.title, item.run_in, item.annex, text, *item.span
        waiting += [(child, position) for child in reversed(item.children)]
        position += 1


def _figures(figures: Iterable[Figure]) -> Iterator[Row]:
    waiting: list[tuple[Figure, int | None]] = [(item, None) for item in reversed(tuple(figures))]
    position = 0
    while waiting:
        item, parent = waiting.pop()
        yield (
            position,
            parent,
            item.subject,
            number(item.value),
            str(item.value),
            item.unit,
            item.comparator,
            number(item.share),
            item.stated_zero,
            item.exhaustive,
            item.raw,
            *item.span,
        )
        waiting += [(part, position) for part in reversed(item.parts)]
        position += 1


def _findings(report: Report) -> Iterator[Row]:
    for position, item in enumerate(report.findings):
        first = item.evidence[0] if item.evidence else None
        yield (
            position,
            item.code,
            item.severity,
            item.message,
            number(item.left),
            number(item.right),
            number(item.difference),
            first.raw if first else None,
            *((first.span if first else None) or (None, None)),
        )
