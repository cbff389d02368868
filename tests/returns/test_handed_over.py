"""A return that another process has read."""

from __future__ import annotations

import pickle

from tests.support.build import BUREAU, filled
from toolkit.commands.read_files import FileToReturn
from toolkit.files.incoming import Incoming
from toolkit.form.form_file import default_form
from toolkit.returns.unit_return import Return


def handed_over(one: Return) -> Return:
    again = pickle.loads(pickle.dumps(one))
    assert isinstance(again, Return)
    return again


def test_it_is_the_same_and_shares_the_codes_of_its_figures() -> None:
    one = FileToReturn(default_form())(Incoming("a.xlsx", filled({"表三!D6": 5}, BUREAU)))
    assert isinstance(one, Return)
    first, second = handed_over(one), handed_over(one)
    assert first == one
    assert list(first.values) == list(one.values)
    pairs = zip(first.values, second.values, strict=True)
    assert len(first.values) == 203 and all(code is other for code, other in pairs)
