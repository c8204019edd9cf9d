"""The forms' data files: complete, consistent, and refused with a clear error when malformed."""

from __future__ import annotations

from collections import Counter

import pytest

from govreport.errors import VocabularyError
from govreport.forms import Form, get_form, load_forms, parse_form

FORMS = {form.id: form for form in load_forms()}

# Cells a form has: counted by hand from the printed forms.
CELLS = [
    ("local", 54 * 3),
    ("2014", 58),
    ("2019", 2 * 3 + 2 * 3 + 2 * 3 + 2 + 2 + 23 * 7 + 15),
    ("2021", 2 * 3 + 1 + 2 + 1 + 25 * 7 + 15),
]


@pytest.mark.parametrize(("form_id", "count"), CELLS)
def test_a_form_has_every_cell_once(form_id: str, count: int) -> None:
    places = [(code, column) for code, column, _ in FORMS[form_id].places()]
    assert len(places) == count
    assert len(set(places)) == count


PRINTED = [
    ("2021", "art20_8.fees.amount", "", "万元"),
    ("2021", "denied.state_secret", "total", "件"),
    ("2021", "other.fee_overdue", "legal.legal_service_organisation", "件"),
    ("2021", "litigation_after_review.pending", "", "件"),
    ("2019", "art20_5.other_services.change", "", None),
    ("2019", "art20_9.procurement.amount", "", None),
    ("2019", "other.total", "natural_person", "件"),
    ("2014", "request.replied.denied.not_government_information", "", "件"),
    ("2014", "capacity.budget", "", "万元"),
    ("2014", "training.trainees", "", "人次"),
    ("local", "fee.on_request.copies_diskette", "cumulative", "元"),
    ("local", "cost.litigation", "", "万元"),
]


@pytest.mark.parametrize(("form_id", "code", "column", "unit"), PRINTED)
def test_a_cell_and_its_unit(form_id: str, code: str, column: str, unit: str | None) -> None:
    assert (code, column, unit) in set(FORMS[form_id].places())


def test_headers_of_the_form_of_2014() -> None:
    rows = FORMS["2014"].block("statistics").rows
    assert [row.order + 1 for row in rows if row.header] == [1, 5, 11, 13, 21, 55, 62]
    assert len(rows) == 65


def test_the_one_row_of_2019_is_three_rows_since_2021() -> None:
    assert FORMS["2019"].substitutes["other.total"] == (
        "other.correction_overdue",
        "other.fee_overdue",
        "other.other",
    )
    assert FORMS["2019"].row("other.other").optional
    assert FORMS["2021"].row("other").header
    assert not FORMS["2021"].row("other.other").optional


def test_identities_of_each_form() -> None:
    counts = {form.id: Counter(identity.id for identity in form.identities) for form in load_forms()}
    assert counts["2021"] == {"R1": 1, "R2": 1, "R3": 1, "R4": 3, "R5": 1, "R7": 2, "R9": 3}
    assert counts["2019"] == {"R1": 1, "R2": 1, "R3": 1, "R4": 3, "R5": 1, "R6": 7}
    assert counts["2014"] == {"B1": 5, "B2": 2, "B3": 9, "B4": 2}
    assert counts["local"] == {"A1": 9, "A2": 3}


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_a_sum_of_parts_names_no_code_twice(form: Form) -> None:
    for identity in form.identities:
        terms = [(term.code, term.year) for term in (*identity.left, *identity.right)]
        assert len(terms) == len(set(terms)), identity


def test_terms_of_the_year_before() -> None:
    identity = next(i for i in FORMS["2021"].identities if i.id == "R7")
    assert identity.across_years
    assert [(term.code, term.sign, term.year) for term in identity.right] == [
        ("art20_1.regulations.in_force", 1, -1),
        ("art20_1.regulations.issued", 1, 0),
        ("art20_1.regulations.repealed", -1, 0),
    ]
    assert not next(i for i in FORMS["2021"].identities if i.id == "R2").across_years


MEASURES = [
    ("requests_received", {"local": ("request.total",), "2014": ("request.received.total",)}),
    ("requests_received", {"2019": ("new_requests",), "2021": ("new_requests",)}),
    ("litigation_total", {"local": ("litigation",), "2014": ("litigation.total",)}),
    ("litigation_total", {"2019": ("litigation_direct.total", "litigation_after_review.total")}),
    ("review_total", {"local": ("review",), "2014": ("review.total",), "2019": ("review.total",)}),
    ("staff", {"local": ("staff.total",), "2014": ("capacity.staff.total",)}),
    ("duplicate", {"local": ("reply.duplicate",), "2021": ("not_processed.duplicate",)}),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "terms"), MEASURES)
def test_a_measure_across_forms(measure: str, terms: dict[str, tuple[str, ...]]) -> None:
    found = {form.id: m.terms for form in load_forms() for m in form.measures if m.id == measure}
    assert {form_id: found[form_id] for form_id in terms} == terms


def test_denials_are_not_comparable_and_say_why() -> None:
    for form in load_forms():
        measure = next(m for m in form.measures if m.id == "denied")
        assert measure.comparable == "no"
        assert measure.note


SMALL = """
id = "x"
title = "t"
years = [2030, 0]
fingerprints = ["w"]
[[blocks]]
id = "b"
layout = "matrix"
columns = [{ code = "", label = "数" }]
rows = [{ code = "a", label = "甲" }, { code = "c", label = "乙", parent = "a" }]
"""

MALFORMED = [
    ("no TOML", "id = ", "Invalid value"),
    ("a missing key", SMALL.replace('title = "t"\n', ""), "missing 'title'"),
    ("an unknown key", SMALL + 'colour = "red"\n', "unknown key"),
    ("a code twice", SMALL.replace('code = "c"', 'code = "a"'), "stands twice"),
    ("an unknown parent", SMALL.replace('parent = "a"', 'parent = "z"'), "'z'"),
    ("an unknown layout", SMALL.replace("matrix", "round"), "'round' is none of"),
    ("a number for a label", SMALL.replace('label = "甲"', "label = 3"), "a string is wanted"),
    ("strings for a list", SMALL.replace('["w"]', '"w"'), "a list of strings"),
    (
        "an identity with an unknown code",
        SMALL + '[[identities]]\nid = "I"\nstrength = "hard"\nleft = ["a"]\nright = ["q"]\n',
        "unknown code 'q'",
    ),
    (
        "an unknown strength",
        SMALL + '[[identities]]\nid = "I"\nstrength = "firm"\nleft = ["a"]\nright = ["c"]\n',
        "'firm' is none of",
    ),
]


@pytest.mark.parametrize(("what", "text", "message"), MALFORMED, ids=[row[0] for row in MALFORMED])
def test_a_malformed_file_is_refused(what: str, text: str, message: str) -> None:
    with pytest.raises(VocabularyError, match="forms/x") as caught:
        parse_form(text, where="forms/x.toml")
    assert message in str(caught.value)


def test_a_new_form_needs_no_code() -> None:
    form = parse_form(SMALL)
    assert [place[0] for place in form.places()] == ["a", "c"]
    assert form.years == (2030, None)
    assert form.row("c").parent == "a"


def test_unknown_names_raise() -> None:
    with pytest.raises(KeyError):
        get_form("1999")
    with pytest.raises(KeyError):
        FORMS["2021"].row("nothing")
    with pytest.raises(KeyError):
        FORMS["2021"].block("nothing")
