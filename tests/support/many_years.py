"""Three units over five years: a year that is missing, one in the format before, one from a page,
and a consolidated workbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support.build import COUNTY, OFFICE, codes, filled, roster
from tests.support.summed import laid, summed
from toolkit.chronicle.chronicle import Chronicle
from toolkit.chronicle.heard import Said, Source
from toolkit.commands.chronicling import chronicle_of
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form
from toolkit.form.opening_figures import complete
from toolkit.publication.compose import compose
from toolkit.publication.html import make_html
from toolkit.roster.roster import Category, Unit

NEW, OLD = default_form(), load_form("disclosure-2019")
FINANCE = Unit("990010", "东海市财政局", Category.DEPARTMENT, "990000")
WHOLE = Unit("990000", "东海市", Category.OWN, "")
UNITS = (WHOLE, OFFICE, FINANCE, COUNTY)
YEARS = (2020, 2021, 2022, 2023, 2024)
Cells = Mapping[str, object]


def page(unit: Unit, year: int, cells: Cells, form: Form = NEW) -> bytes:
    """A report as a website shows it."""
    at = codes(form)
    known = dict.fromkeys(form.inputs, 0) | {
        at[cell]: int(Decimal(str(value)).scaleb(form.decimals[at[cell]]))
        for cell, value in cells.items()
    }
    made = make_html(compose(form, unit.name, year, complete(form, known)))
    # Nothing shows that it was made by the toolkit.
    return re.sub(rb'\n<meta name="generator"[^>]*>', b"", made)


def flow(new: int, carried_in: int, out: int) -> dict[str, object]:
    """Table 3 of natural persons, so that it balances."""
    done = new + carried_in - out
    return {"表三!D6": new, "表三!D7": carried_in, "表三!D8": done, "表三!D30": out}


# The stock of documents: in force, issued, repealed.
def stock(issued: int, repealed: int, in_force: int) -> dict[str, object]:
    return {"表二!B6": issued, "表二!C6": repealed, "表二!D6": in_force}


# 2019 format: 规范性文件 本年新制作 7, 本年新公开 6, 对外公开总数 90; 许可处理决定 500; 其他处理 3.
FINANCE_2020 = {
    **{"表二!B6": 7, "表二!C6": 6, "表二!D6": 90, "表二!D9": 500, "表二!B9": 12},
    **{"表三!D6": 40, "表三!D7": 2, "表三!D8": 36, "表三!D26": 3, "表三!D28": 3, "表四!A6": 1},
}
FINANCE_2021 = flow(50, 3, 5) | stock(9, 1, 98) | {"表二!B9": 640, "表二!B16": "12.3456"}
FINANCE_2023 = flow(66, 6, 4) | stock(4, 2, 104) | {"表二!B9": 700, "表二!B16": "10.5"}
FINANCE_2024 = flow(120, 4, 9) | stock(5, 0, 109) | {"表二!B9": 710, "表二!B16": "10.5"}


def _office(year: int) -> Cells:
    carried = {2020: 1, 2021: 2, 2022: 4, 2023: 3, 2024: 6, 2025: 8}
    number = year - 2020
    figures = flow(100 + 20 * number, carried[year], carried[year + 1])
    return (
        figures | stock(number + 1, 0, 200 + sum(range(2, number + 2))) | {"表二!B9": 30 * number}
    )


def _county(year: int) -> Cells:
    number = year - 2020
    return flow(300 - 30 * number, 10, 10) | stock(3, 1, 50 + 2 * number) | {"表二!B9": 5000}


OFFICE_CELLS = {year: _office(year) for year in YEARS}
COUNTY_CELLS = {year: _county(year) for year in YEARS}


@cache
def files() -> Mapping[str, bytes]:
    """All of it, by their names."""
    return {
        "2020/990010_东海市财政局_2020.xlsx": filled(FINANCE_2020, FINANCE, year=2020, form=OLD),
        "2021/990010_东海市财政局_2021.xlsx": filled(FINANCE_2021, FINANCE, year=2021),
        "2023/财政局年报.html": page(FINANCE, 2023, FINANCE_2023),
        "2024/990010_东海市财政局_2024.xlsx": filled(FINANCE_2024, FINANCE, year=2024),
        **{
            f"{year}/办公室.xlsx": filled(OFFICE_CELLS[year], OFFICE, year=year)
            for year in (2021, 2023, 2024)
        },
        **{
            f"{year}/东山区.xlsx": filled(COUNTY_CELLS[year], COUNTY, year=year)
            for year in (2021, 2023, 2024)
        },
        "2022/汇总-2022.xlsx": sum_of_2022(),
    }


@cache
def sum_of_2022() -> bytes:
    """The consolidated workbook of the year of which there is nothing else."""
    returns = {
        "a.xlsx": filled(OFFICE_CELLS[2022], OFFICE, year=2022),
        "b.xlsx": filled(COUNTY_CELLS[2022], COUNTY, year=2022),
    }
    return summed(returns, "--year", "2022", units=(WHOLE, OFFICE, COUNTY))


@cache
def chronicle() -> Chronicle:
    """All of it, lined up by the roster."""
    with TemporaryDirectory() as name:
        for path, content in files().items():
            laid(Path(name) / "历年" / path, content)
        laid(Path(name) / "units.csv", roster(*UNITS))
        return chronicle_of([Path(name) / "历年"], roster=Path(name) / "units.csv").chronicle


# --- Without files -------------------------------------------------------------------------------


def told(
    year: int,
    known: Mapping[str, int | None],
    form: Form = NEW,
    source: Source = Source.RETURN,
    unit: Unit = FINANCE,
    **more: Any,
) -> Said:
    """What a file says of a unit; the figures that are not named are 0."""
    whole = complete(form, {**dict.fromkeys(form.inputs, 0), **known})
    return Said(unit.code, unit.name, year, form, whole, source, f"{year}.xlsx", **more)
