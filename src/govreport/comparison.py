"""A report beside that of the year before: :func:`compare`.

Figures are set side by side by measure (``forms/*.toml`` say what is comparable across forms) and, where both forms
print the same rows, cell by cell; sections by title; text by runs of characters. R5-R7, the identities over two
years, and other oddities (other bodies, a year left out, the figures of last year once more) become findings.

    compare_figures.py    measures and cells
    compare_text.py       sections, paragraphs, repeated text
    compare_findings.py   what does not fit
"""

from __future__ import annotations

from govreport.models import Report
from govreport.models.comparison import Comparison, Side

from .compare_figures import compare_cells, compare_measures
from .compare_findings import comparison_findings
from .compare_text import compare_sections, repeated_share

__all__ = ["compare"]


def compare(previous: Report, current: Report) -> Comparison:
    """Set ``current`` beside ``previous``, the report of the same body on the year before.

    Any two reports can be compared; what does not fit (bodies, years) is among the findings, and then the identities
    over two years are not assessed.

    >>> from govreport import parse
    >>> page = "云溪市水务局{}年政府信息公开工作年度报告\\n\\n一、总体情况\\n\\n全年主动公开政府信息{}条，均按时发布。"
    >>> comparison = compare(parse(page.format(2022, 48)), parse(page.format(2023, 51)))
    >>> comparison.current.year, comparison.repeated, [section.kind for section in comparison.sections]
    (2023, 1.0, ['kept'])
    """
    repeated = repeated_share(previous, current)
    return Comparison(
        previous=_side(previous),
        current=_side(current),
        measures=compare_measures(previous.statistics, current.statistics),
        cells=compare_cells(previous.statistics, current.statistics),
        sections=compare_sections(previous, current),
        repeated=repeated,
        findings=comparison_findings(previous, current, repeated),
    )


def _side(report: Report) -> Side:
    return Side(
        title=report.title,
        body=report.issuing_body,
        year=report.year,
        form=report.statistics.form if report.statistics is not None else None,
        url=report.source.url,
        sha256=report.source.sha256,
    )
