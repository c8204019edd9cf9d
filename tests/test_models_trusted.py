"""The unvalidated constructor of the normalizer: what it builds is what validation would have built."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import govreport
from govreport.models import Attachment, Evidence, Figure, Finding, Paragraph, Section, Span, StatisticCell
from govreport.models.base import Model, trusted

CASES: list[tuple[type[Model], dict[str, object]]] = [
    (Paragraph, {"text": "正文", "role": "note", "span": Span(0, 2)}),
    (Paragraph, {"span": Span(0, 2), "text": "正文"}),
    (Evidence, {"raw": "甲", "method": "text"}),
    (Evidence, {"raw": "甲", "label": None, "span": Span(1, 2), "xpath": "/p", "line": 3, "method": "block"}),
    (Finding, {"code": "a.b", "severity": "notice", "message": "m", "evidence": (Evidence(raw="x", method="y"),)}),
    (Figure, {"subject": "信件", "value": 3, "unit": "件", "raw": "信件3件", "span": Span(0, 4)}),
    (StatisticCell, {"code": "granted", "label": "予以公开", "value": 3, "raw": "3", "state": "stated"}),
    (Attachment, {"name": "表", "url": "a.doc"}),
    (
        Section,
        {
            "number": "一、",
            "title": "总体情况",
            "level": 1,
            "content": (Paragraph(text="正文", span=Span(6, 8)),),
            "span": Span(0, 6),
        },
    ),
]


@pytest.mark.parametrize("written_out", [False, True], ids=["any fields", "given fields"])
@pytest.mark.parametrize(("model", "values"), CASES, ids=[model.__name__ for model, _ in CASES])
def test_a_trusted_object_is_the_validated_one(
    model: type[Model], values: dict[str, object], written_out: bool
) -> None:
    construct: Callable[..., Model] = trusted(model, *values) if written_out else trusted(model)
    made, validated = construct(**values), model(**values)
    assert made == validated
    assert hash(made) == hash(validated)
    assert made.model_fields_set == validated.model_fields_set
    assert list(made.__dict__) == list(validated.__dict__)
    assert made.model_dump_json() == validated.model_dump_json()
    assert repr(made) == repr(validated)
    again = pickle.loads(pickle.dumps(made))
    assert again == validated
    assert made.model_copy(update={}) == validated
    with pytest.raises(ValueError, match="frozen"):
        setattr(made, next(iter(values)), "x")


def test_a_copy_does_not_change_the_names_that_objects_share() -> None:
    construct = trusted(Attachment, "name")
    first, second = construct(name="表"), construct(name="图")
    changed = first.model_copy(update={"url": "a.doc"})
    assert changed == Attachment(name="表", url="a.doc")
    assert changed.model_fields_set == {"name", "url"}
    assert first.model_fields_set == second.model_fields_set == construct(name="册").model_fields_set == {"name"}
    again = pickle.loads(pickle.dumps((first, second)))
    assert again[0].model_copy(update={"url": "b.doc"}).model_fields_set == {"name", "url"}
    assert again[1].model_fields_set == {"name"}


def test_a_constructor_for_given_fields_takes_these_and_no_others() -> None:
    construct = trusted(Attachment, "name", "url")
    with pytest.raises(TypeError):
        construct(name="表")
    with pytest.raises(TypeError):
        construct(name="表", url=None, span=None)
    assert construct(name="表", url=None).span is None


def _models(value: object) -> Iterator[Model]:
    if isinstance(value, Model):
        yield value
        for part in value.__dict__.values():
            yield from _models(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _models(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _models(part)


def test_every_object_of_every_fixture_would_pass_validation(repository: Path) -> None:
    checked = 0
    for source in sorted((repository / "fixtures").glob("*/input.*")):
        try:
            report = govreport.parse_file(source)
        except govreport.EmptySourceError:
            continue
        for made in _models(report):
            kind = type(made)
            same = kind.model_validate({name: made.__dict__[name] for name in made.model_fields_set}, strict=True)
            assert same == made, source
            assert same.model_dump_json() == made.model_dump_json(), source
            checked += 1
        assert govreport.Report.model_validate_json(report.model_dump_json()) == report, source
    assert checked > 1000


def test_the_debug_mode_validates_everything_and_changes_nothing(repository: Path) -> None:
    page = repository / "fixtures" / "ar-2021-form" / "input.html"
    code = (
        "import sys, govreport; from govreport.models import Paragraph; from govreport.models.base import trusted;"
        "assert trusted(Paragraph) is Paragraph; print(govreport.parse_file(sys.argv[1]).model_dump_json())"
    )
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "GOVREPORT_VALIDATE": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run([sys.executable, "-c", code, str(page)], capture_output=True, check=True, env=environment)
    assert done.stdout.decode("utf-8").strip() == govreport.parse_file(page).model_dump_json()
