"""A report as something else: JSON Schema, Markdown, a short summary, pieces for search. Imports models only."""

from .chunks import Chunk, chunks
from .json_schema import report_schema
from .markdown import to_markdown
from .summary import to_summary

__all__ = ["Chunk", "chunks", "report_schema", "to_markdown", "to_summary"]
