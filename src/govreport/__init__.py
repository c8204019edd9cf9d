"""govreport: Chinese government information disclosure pages as typed, validated objects with evidence.

>>> import govreport
>>> report = govreport.parse("某市某局2019年政府信息公开工作年度报告\\n\\n一、总体情况\\n\\n全年主动公开信息3条。")
>>> report.title, report.year, report.sections[0].heading
('某市某局2019年政府信息公开工作年度报告', 2019, '一、总体情况')
"""

from ._version import __version__
from .errors import (
    DecodingError,
    DependencyError,
    EmptySourceError,
    GovReportError,
    InternalError,
    MarkupError,
    SourceError,
    SourceNotFoundError,
    SourceTooLargeError,
    UnsupportedMediaError,
    VocabularyError,
    WorkerError,
)
from .models import (
    Attachment,
    Cell,
    Classified,
    DocumentNumber,
    Evidence,
    Figure,
    Finding,
    IndexNumber,
    Metadata,
    Paragraph,
    PartialDate,
    Period,
    Report,
    Section,
    Site,
    Source,
    Span,
    Table,
    Validity,
)
from .pipeline import ParseResult, parse, parse_file, parse_many

__all__ = [
    "Attachment",
    "Cell",
    "Classified",
    "DecodingError",
    "DependencyError",
    "DocumentNumber",
    "EmptySourceError",
    "Evidence",
    "Figure",
    "Finding",
    "GovReportError",
    "IndexNumber",
    "InternalError",
    "MarkupError",
    "Metadata",
    "Paragraph",
    "ParseResult",
    "PartialDate",
    "Period",
    "Report",
    "Section",
    "Site",
    "Source",
    "SourceError",
    "SourceNotFoundError",
    "SourceTooLargeError",
    "Span",
    "Table",
    "UnsupportedMediaError",
    "Validity",
    "VocabularyError",
    "WorkerError",
    "__version__",
    "parse",
    "parse_file",
    "parse_many",
]
