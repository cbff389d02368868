"""The check code of the cover after recalculation in LibreOffice: as our own code computes it."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from tests.libreoffice.check_codes import in_libreoffice
from tests.libreoffice.live import Script
from tests.libreoffice.office import FILTERS, requires_libreoffice
from tests.support.check_codes import (
    FORMS,
    ODD_UNITS,
    UNITS,
    YEARS,
    any_report,
    shown,
    single_changes,
)
from toolkit.form.check_code import NoCode, check_code, whose
from toolkit.form.cover import cover_of
from toolkit.form.form_file import default_form, load_form
from toolkit.form.layout import lay_out
from toolkit.form.number import from_cell
from toolkit.grids.names import COVER, NO_CHECK_CODE
from toolkit.returns.cover_code import code_on_cover
from toolkit.returns.read_return import read_return
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.template.workbook import make_template

pytestmark = [requires_libreoffice, pytest.mark.slow]

FORM = default_form()
LAYOUT, PLACES = lay_out(FORM), cover_of(FORM)
CODE = PLACES.code.address
COUNT = FORM.inputs[0]
AMOUNT = next(code for code in FORM.inputs if FORM.decimals[code] == 6)
# Up to what a cell keeps, where differences are tiny and quotients nearly whole.
NUMBERS = (
    *(0, 1, 12, 99_999_988, 99_999_989, 99_999_999, 100_000_000, 990_000_000_000_001),
    *(999_999_999_999_999, 5.5, -3, -3.25, 0.000001, 8.2, 0.1, 1 / 3, 123_456_789.123456),
    *(281_474_977.000001, 900_000_000.000001, 999_999_999.000001, 1_234_567_890.12345),
    *(91_477_928_196_184.8, 99_999_999.999999, 4.999999, 1e15 - 1),
)


@pytest.mark.parametrize("name", FORMS)
def test_any_figures(name: str, tmp_path: Path) -> None:
    form, chance = load_form(name), random.Random(name)
    reports = [any_report(form, chance) for _ in range(6)]
    reports += list(single_changes(form, reports[-1], chance))[:: len(form.inputs)][:6]
    codes = in_libreoffice(form, reports, tmp_path / "typed.xlsx")
    assert codes == [one.code(form) for one in reports]
    assert len({*codes}) == len(codes) > 6


def test_numbers_at_the_edges(tmp_path: Path) -> None:
    path, script = tmp_path / "typed.xlsx", Script()
    path.write_bytes(make_template(FORM, year=2024))
    for code in (COUNT, AMOUNT):
        for number in NUMBERS:
            script.put(*LAYOUT.where(code), number)
            script.do("recalculate")
            script.ask(f"{code} {number}", "get", sheet=COVER, range=CODE)
        script.put(*LAYOUT.where(code), "")
    script.ask("errors", "errors")
    answers = script.run(path)
    assert answers.pop("errors") == []
    for code in (COUNT, AMOUNT):
        for number in NUMBERS:
            seen = from_cell(number)
            assert isinstance(seen, Decimal)
            expected = check_code(FORM, whose("", "2024"), {}, {code: seen})
            assert answers[f"{code} {number}"] == [[expected]], (code, number)


def test_who_and_when_as_people_write_it(tmp_path: Path) -> None:
    path, script = tmp_path / "typed.xlsx", Script()
    path.write_bytes(make_template(FORM))
    pairs = [(unit, year) for unit in (*UNITS, *ODD_UNITS) for year in YEARS]
    for number, (unit, year) in enumerate(pairs):
        script.put(COVER, PLACES.values["unit"].address, unit)
        script.put(COVER, PLACES.values["year"].address, year)
        script.do("recalculate")
        script.ask(f"{number}", "get", sheet=COVER, range=CODE)
    answers = script.run(path)
    for number, (unit, year) in enumerate(pairs):
        expected = check_code(FORM, whose(shown(unit), shown(year)), {})
        assert answers[f"{number}"] == [[expected]], (unit, year)


def test_what_is_no_number_and_what_is_mended(tmp_path: Path) -> None:
    path, script = tmp_path / "typed.xlsx", Script()
    path.write_bytes(make_template(FORM, year=2024))
    at = dict(zip(("sheet", "cell"), LAYOUT.where(COUNT), strict=True))
    for formula in ("'12", "'12件", "'　", "=NA()", "=1E15", "12", '=""'):
        script.do("set_formula", **at, formula=formula)
        script.do("recalculate")
        script.ask(formula, "get", sheet=COVER, range=CODE)
    answers = script.run(path)
    twelve = check_code(FORM, whose("", "2024"), {COUNT: 12})
    assert answers.pop("12") == [[twelve]]
    assert {code for ((code,),) in answers.values()} == {NO_CHECK_CODE}


@pytest.mark.parametrize("ending", FILTERS)
def test_a_file_that_it_has_saved_says_the_same(ending: str, tmp_path: Path) -> None:
    """Whatever it makes of the formulas, paper and file agree."""
    path, saved, script = tmp_path / "typed.xlsx", tmp_path / f"saved.{ending}", Script()
    path.write_bytes(make_template(FORM))
    script.put(COVER, PLACES.values["unit"].address, 990001.0)
    script.put(COVER, PLACES.values["year"].address, "２０２４年")
    for code, number in ((COUNT, 12.0), (AMOUNT, 151.35), (FORM.inputs[5], -3.0)):
        script.put(*LAYOUT.where(code), number)
    script.do("recalculate")
    script.ask("code", "get", sheet=COVER, range=CODE)
    script.do("save", path=str(saved), filter=FILTERS[ending])
    ((shown_code,),) = script.run(path)["code"]
    one = read_return(read_workbook(saved.read_bytes()), LAYOUT, saved.name)
    assert code_on_cover(one, FORM) == shown_code
    assert shown_code not in (NO_CHECK_CODE, NoCode.UNKNOWN)
