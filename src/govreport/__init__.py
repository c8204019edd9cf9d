"""govreport: Chinese government information disclosure pages as typed, validated objects with evidence.

>>> import govreport
>>> report = govreport.parse("某市某局2019年政府信息公开工作年度报告\\n\\n一、总体情况\\n\\n全年主动公开信息3条。")
>>> report.title, report.year, report.sections[0].heading
('某市某局2019年政府信息公开工作年度报告', 2019, '一、总体情况')

Importing this package costs nothing: the rooms behind its names are opened when a name is first used (PEP 562).
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ._version import __version__

if TYPE_CHECKING:
    from .batch.frames import to_frames
    from .comparison import compare
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
        Chunk,
        Classified,
        Comparison,
        DocumentNumber,
        Evidence,
        ExtraRow,
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
        StatisticCell,
        Statistics,
        Table,
        Validity,
    )
    from .panels import panel
    from .pipeline import ParseResult, parse, parse_file, parse_many

__all__ = [
    "Attachment",
    "Cell",
    "Chunk",
    "Classified",
    "Comparison",
    "DecodingError",
    "DependencyError",
    "DocumentNumber",
    "EmptySourceError",
    "Evidence",
    "ExtraRow",
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
    "StatisticCell",
    "Statistics",
    "Table",
    "UnsupportedMediaError",
    "Validity",
    "VocabularyError",
    "WorkerError",
    "__version__",
    "compare",
    "panel",
    "parse",
    "parse_file",
    "parse_many",
    "to_frames",
]

_ROOMS = {
    "batch.frames": ("to_frames",),
    "comparison": ("compare",),
    "panels": ("panel",),
    "errors": (
        "DecodingError",
        "DependencyError",
        "EmptySourceError",
        "GovReportError",
        "InternalError",
        "MarkupError",
        "SourceError",
        "SourceNotFoundError",
        "SourceTooLargeError",
        "UnsupportedMediaError",
        "VocabularyError",
        "WorkerError",
    ),
    "models": (
        "Attachment",
        "Cell",
        "Chunk",
        "Classified",
        "Comparison",
        "DocumentNumber",
        "Evidence",
        "ExtraRow",
        "Figure",
        "Finding",
        "IndexNumber",
        "Metadata",
        "Paragraph",
        "PartialDate",
        "Period",
        "Report",
        "Section",
        "Site",
        "Source",
        "Span",
        "StatisticCell",
        "Statistics",
        "Table",
        "Validity",
    ),
    "pipeline": (
        "ParseResult",
        "parse",
        "parse_file",
        "parse_many",
    ),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Open the room of a public name at its first use."""
    if name in _ROOMS:
        return import_module(f".{name}", __name__)
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{room}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
