"""The words of the charts in the language of the reader, from ``vocabulary/overview.toml``."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from govreport.forms import load_forms
from govreport.vocabulary import load

__all__ = ["Language", "Words"]

Language = Literal["zh", "en"]


@cache
def _texts() -> dict[str, Any]:
    return load("overview")


class Words:
    """``words("page", "title")`` in one language; ``words.ground("denied.state_secret")`` as the forms print it."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, group: str, name: str, /, **values: object) -> str:
        text: str = _texts()[group][name][self.language]
        return text.format(**values) if values else text

    def note(self, chart: str) -> str:
        """What stands under a chart: what is counted, and what must not be read into it."""
        text: str = _texts()["charts"][chart][f"note_{self.language}"]
        return text

    def ground(self, measure: str) -> str:
        """A ground of denial: the newest form's label without its number, in English the words of its code."""
        if self.language == "en":
            return measure.partition(".")[2].replace("_", " ")
        for form in sorted(load_forms(), key=lambda form: form.years, reverse=True):
            for known in form.measures:
                if known.id == measure and len(known.terms) == 1:
                    label = form.row(known.terms[0]).label
                    return label.lstrip("0123456789.．、（）() ").removeprefix("其中：")
        return measure
