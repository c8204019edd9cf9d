"""Many documents: where they come from (:mod:`.sources`) and files in, files out (:mod:`.convert`).

This room imports :mod:`govreport.pipeline` and :mod:`govreport.export`, models and errors.
"""

from .convert import Conversion, convert, errors_path
from .sources import DOCUMENT_SUFFIXES, find_documents

__all__ = ["DOCUMENT_SUFFIXES", "Conversion", "convert", "errors_path", "find_documents"]
