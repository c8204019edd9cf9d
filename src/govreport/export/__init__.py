"""A report as something else: JSON Schema, Markdown, a short summary. Imports models only."""

from .json_schema import report_schema
from .markdown import to_markdown
from .summary import to_summary

__all__ = ["report_schema", "to_markdown", "to_summary"]
