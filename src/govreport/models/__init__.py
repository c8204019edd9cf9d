"""What a user gets: frozen pydantic models, one module a subject. Nothing but models enters here."""

from .base import Model, PartialDate, Span
from .chunk import Chunk
from .comparison import Comparison
from .content import Attachment, Cell, Paragraph, Section, Table
from .evidence import Evidence, Finding, Severity
from .figure import Figure
from .metadata import Classified, DocumentNumber, IndexNumber, Metadata, Site, Validity
from .report import Kind, Period, Report, Source
from .statistics import ExtraRow, StatisticCell, Statistics

__all__ = [
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
    "Kind",
    "Metadata",
    "Model",
    "Paragraph",
    "PartialDate",
    "Period",
    "Report",
    "Section",
    "Severity",
    "Site",
    "Source",
    "Span",
    "StatisticCell",
    "Statistics",
    "Table",
    "Validity",
]
