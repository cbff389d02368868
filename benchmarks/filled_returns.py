"""Filled returns of the shipped form, and the roster of their units: what the benchmarks read.

    python -m benchmarks.filled_returns FOLDER [--returns 400] [--varied 0.2]

The same options give the same files. No return breaks a rule, so collecting them ends with code 0.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import random
from collections.abc import Collection, Mapping
from pathlib import Path

from toolkit.form.form import Form
from toolkit.form.form_file import default_form
from toolkit.grids.names import FILLED
from toolkit.roster.roster import Category, Unit
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template, template_name

YEAR, COLLECTOR = 2025, "990000"
SAVED = datetime.datetime(2026, 1, 20, 9, 30)
ROSTER = "units.csv"
# The share of returns that are filled in as small offices do: many zeros, half of them left blank.
VARIED = 0.2


def units(number: int) -> list[Unit]:
    """So many invented departments under one city."""
    category = Category.DEPARTMENT
    return [
        Unit(f"{COLLECTOR}-{i:04d}", f"测试单位{i:04d}", category, COLLECTOR)
        for i in range(1, number + 1)
    ]


def full(form: Form, chance: random.Random) -> dict[str, int]:
    """Every input filled."""
    return {code: chance.randrange(1000) for code in form.inputs}


def sparse(form: Form, chance: random.Random) -> dict[str, int]:
    """Mostly nothing, and some figures of very different size."""
    return {
        code: chance.randrange(10 ** chance.randrange(1, 6)) if chance.random() < 0.3 else 0
        for code in form.inputs
    }


def balanced(form: Form, typed: Mapping[str, int]) -> dict[str, int]:
    """The figures with some of them changed so that no rule is broken."""
    figures = dict(typed)
    for rule in form.declared_rules:
        # Without last year's figures the rules across years are not judged.
        if rule.derived or rule.before:
            continue
        # The form's rules begin with an input, which takes what balances the rest.
        first, *others = rule.terms
        parts = [
            (one, int(-term.side * term.coefficient) * times)
            for term in others
            for one, times in (form.inputs_of(term.indicator) if term.indicator else {}).items()
        ]
        if sum(figures[one] * times for one, times in parts) < 0:
            figures |= {one: 0 for one, times in parts if times < 0}
        figures[str(first.indicator)] = sum(figures[one] * times for one, times in parts)
    return figures


def figures(form: Form, chance: random.Random, varied: float) -> dict[str, int]:
    """What one unit types; an input that is not among them stays blank."""
    if chance.random() >= varied:
        return balanced(form, full(form, chance))
    typed = balanced(form, sparse(form, chance))
    return {code: value for code, value in typed.items() if value or chance.random() < 0.5}


def make_returns(folder: Path, number: int, varied: float = VARIED) -> None:
    form, chance = default_form(), random.Random(0)
    listed = units(number)
    write_roster(folder, listed)
    states = {table.code: FILLED for table in form.tables}
    for one in listed:
        filling = Filling(figures(form, chance, varied), states, {"preparer": "测试"}, SAVED)
        content = make_template(form, one, YEAR, filling)
        (folder / template_name(form, one, YEAR)).write_bytes(content)


def write_roster(folder: Path, listed: Collection[Unit]) -> None:
    with (folder / ROSTER).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["单位代码", "单位名称", "单位类别", "上级代码"])
        writer.writerows([one.code, one.name, one.category, one.parent] for one in listed)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path, help="a new folder")
    options.add_argument("--returns", type=int, default=400, help="how many (400)")
    options.add_argument(
        "--varied", type=float, default=VARIED, help=f"the share of sparse ones ({VARIED})"
    )
    wanted = options.parse_args()
    wanted.folder.mkdir(parents=True)
    make_returns(wanted.folder, wanted.returns, wanted.varied)


if __name__ == "__main__":
    main()
