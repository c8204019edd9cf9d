"""The official statistics forms as data: one TOML file an era, no code.

A form says which blocks a report's statistics have, which rows and columns a block has (codes, labels as
printed, spellings that were seen), in what unit, which sums must hold, and which figures may be compared with
other forms. Adding a form is adding a file here.

Sources: 国办发〔2014〕32号 (2014), 国办公开办函〔2019〕60号 (2019), 国办公开办函〔2021〕30号 (2021);
``local`` is the Shanghai-style code table that was used before 2014. Only the standard library and
:mod:`govreport.errors` enter this module.

How a file is written:

* ``fingerprints``: words that only this form prints; ``shared``: words it shares with a sister form. They are
  compared after all white space and punctuation is removed.
* a block has a ``layout``: ``matrix`` (rows × columns, both are named in a cell's place), ``fused`` (the
  code of a cell is the row's code, a dot, the column's code), ``line`` (one row of values under a tree of
  headings).
* ``heads`` are the headings over what is no value (``label``, ``unit``, ``code``, ``skip``); with
  ``open_columns`` a block may have more columns of values than the form knows.
* how the printed form looks: ``heading`` stands over the table that begins with this block (a fused block without
  one goes on with the table before); ``stub`` is the heading over the labels, ``over`` the one over all columns,
  ``unit_stub`` the one over a column of units, ``fill`` what stands for the values of a header row.
* a row is a ``value`` or a ``header`` (a group without a value of its own); ``total`` names the code that the
  values take which a header row carries in some prints.
* a term of an identity is a code; a leading ``-`` subtracts it, a trailing ``@-1`` means the year before.

>>> [form.id for form in load_forms()]
['2014', '2019', '2021', 'local']
>>> get_form("2021").row("carried_over").label
'二、上年结转政府信息公开申请数量'
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from .form import Block, Column, Form, Identity, Measure, Row, Term
from .reading import parse_form

__all__ = [
    "Block",
    "Column",
    "Form",
    "Identity",
    "Measure",
    "Row",
    "Term",
    "get_form",
    "load_forms",
    "parse_form",
]


@cache
def load_forms() -> tuple[Form, ...]:
    """All forms, by file name, read once.

    Raises :class:`~govreport.errors.VocabularyError` for a malformed file.
    """
    found = sorted(item.name for item in files(__name__).iterdir() if item.name.endswith(".toml"))
    return tuple(
        parse_form(files(__name__).joinpath(name).read_text(encoding="utf-8"), where=f"forms/{name}") for name in found
    )


def get_form(form_id: str) -> Form:
    """The form of this id; raises ``KeyError``."""
    for form in load_forms():
        if form.id == form_id:
            return form
    raise KeyError(form_id)
