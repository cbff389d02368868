"""The check code of the cover as Gnumeric computes it: ours."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.other_programs.programs import must_be_there
from tests.other_programs.recalculated import in_gnumeric
from tests.support.check_codes import FORMS, Report, any_report
from toolkit.form.form_file import default_form, load_form

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", FORMS)
def test_any_figures(name: str, tmp_path: Path) -> None:
    must_be_there("gnumeric")
    form, chance = load_form(name), random.Random(name)
    reports = [any_report(form, chance) for _ in range(2)]
    assert in_gnumeric(form, reports, tmp_path) == [one.code(form) for one in reports]


def test_who_and_when_as_people_write_it(tmp_path: Path) -> None:
    must_be_there("gnumeric")
    form = default_form()
    reports = [
        Report("　990 001", "２０２４年", {}),
        Report("Ａ示-９", "", {form.inputs[0]: 10**14}),
    ]
    assert in_gnumeric(form, reports, tmp_path) == [one.code(form) for one in reports]
