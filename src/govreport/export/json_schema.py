"""The JSON Schema (draft 2020-12) of a report as govreport writes it.

It describes what is written, not what would be accepted: every field is there, also where it is null, dates are
ISO 8601 strings as precise as printed, and decimal numbers are strings.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from govreport.models import Report

__all__ = ["report_schema"]


class _AsWritten(GenerateJsonSchema):
    """Fields with a default are written as well, so they are required."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        return True


def report_schema() -> dict[str, Any]:
    """The schema of ``Report.model_dump_json()``, as a new dictionary.

    >>> schema = report_schema()
    >>> schema["$schema"], schema["properties"]["kind"]["enum"]
    ('https://json-schema.org/draft/2020-12/schema', ['annual_report', 'document', 'article', 'other'])
    """
    schema = Report.model_json_schema(mode="serialization", schema_generator=_AsWritten)
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}
