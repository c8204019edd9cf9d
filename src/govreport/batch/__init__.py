"""Many documents: where they come from (:mod:`.sources`), one output of them (:mod:`.convert`), and the same core for
clusters (:mod:`.arrow`, :mod:`.spark`).

This room imports :mod:`govreport.pipeline`, :mod:`govreport.pool` and :mod:`govreport.export`, models and errors; what
is heavy (Arrow, DuckDB, …) is imported where it is used.
"""

from .convert import Conversion, Outcome, ResumeError, Settings, convert, parts_path
from .documents import DOCUMENT_SUFFIXES, Document, Failure, Fields
from .sinks import errors_path
from .sources import find_documents

__all__ = [
    "DOCUMENT_SUFFIXES",
    "Conversion",
    "Document",
    "Failure",
    "Fields",
    "Outcome",
    "ResumeError",
    "Settings",
    "convert",
    "errors_path",
    "find_documents",
    "parts_path",
]
