"""A city with two counties, all invented: what their units report, and who collects it.

The totals to be had come from plain sums and never pass through the toolkit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from tests.support.build import CITY, CONTACT, YEAR, Collected, code_at, collect
from tests.support.figures import all_filled, every_value, random_figures
from tests.support.summed import summed
from toolkit.form.form_file import default_form
from toolkit.form.number import to_number
from toolkit.roster.roster import Category, Unit
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

FORM = default_form()


EAST = Unit("990001", "东山区", Category.COUNTY, CITY)
WEST = Unit("990002", "西山县", Category.COUNTY, CITY)
EAST_OWN = Unit("990001-01", "东山区政府办公室", Category.OWN, EAST.code)
EAST_BUREAU = Unit("990001-11", "东山区教育局", Category.DEPARTMENT, EAST.code)
EAST_TOWN = Unit("990001101", "河口镇", Category.TOWNSHIP, EAST.code, "张三", "0375-1")
EAST_STREET = Unit("990001001", "新华街道", Category.TOWNSHIP, EAST.code)
EAST_TAXES = Unit("990001-91", "东山区税务局", Category.VERTICAL, EAST.code)
WEST_OWN = Unit("990002-01", "西山县政府办公室", Category.OWN, WEST.code)
WEST_TOWN = Unit("990002101", "山口镇", Category.TOWNSHIP, WEST.code)
OWN = Unit("990000-01", "东海市政府办公室", Category.OWN, CITY)
BUREAU = Unit("990000-11", "东海市教育局", Category.DEPARTMENT, CITY)
# On purpose in another order than subtotals are shown in.
IN_EAST = (EAST_TOWN, EAST_BUREAU, EAST_TAXES, EAST_STREET, EAST_OWN)
IN_WEST = (WEST_TOWN, WEST_OWN)
IN_CITY = (EAST, BUREAU, OWN, WEST)
LEAVES = (EAST_TOWN, EAST_BUREAU, EAST_STREET, EAST_OWN, *IN_WEST, BUREAU, OWN)
Figures = Mapping[str, int]


def figures_of(unit: Unit) -> dict[str, int]:
    """Different for every unit, in every table, amounts with all the decimals that they have."""
    figures = random_figures(FORM, int(unit.code.replace("-", "")), 9_999)
    # None of them may make 规章.
    return figures | dict.fromkeys(map(code_at, ("表二!B5", "表二!C5", "表二!D5")), 0)


def leaf(unit: Unit, figures: Figures | None = None) -> bytes:
    return make_template(
        FORM, unit, YEAR, Filling(figures or figures_of(unit), all_filled(FORM), CONTACT)
    )


def leaves(units: Iterable[Unit]) -> dict[str, bytes]:
    return {f"{one.code}.xlsx": leaf(one) for one in units}


def sum_of(units: Iterable[Unit]) -> dict[str, Decimal | int]:
    """By hand: every indicator of every leaf, in whole numbers of the smallest unit."""
    every = [every_value(FORM, figures_of(one)) for one in units]
    sums = {code: sum(values[code] for values in every) for code in FORM.indicators}
    return {code: to_number(value, FORM.decimals[code]) for code, value in sums.items()}


def totals(result: Collected) -> dict[str, Decimal]:
    return {code: Decimal(str(value)) for code, value in result.json["totals"].items()}


def east(files: Mapping[str, bytes], *options: str) -> bytes:
    """The county collects with a roster of its own, in which it stands itself, for its name."""
    units = [Unit(EAST.code, EAST.name, Category.COUNTY, ""), *IN_EAST]
    return summed(files, *options, units=units)


def west(files: Mapping[str, bytes]) -> bytes:
    """This one with the city's roster, which lists all."""
    units = [*IN_CITY, *IN_WEST]
    return summed(files, "--as", WEST.code, units=units)


def city(path: Path, *counties: bytes, units: Iterable[Unit] = IN_CITY) -> Collected:
    names = ("east.xlsx", "west.xlsx")
    files = {**dict(zip(names, counties, strict=False)), **leaves([OWN, BUREAU])}
    return collect(path / "city", files, "--as", CITY, units=units)
