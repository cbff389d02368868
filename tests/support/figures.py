"""Figures as units report them, as integers of the smallest unit: random, balanced, added up.

Shared by the tests that fill in whole forms; nothing here opens a file.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from toolkit.form.form import Form
from toolkit.form.number import to_float
from toolkit.grids.names import FILLED

COLUMNS = ("natural_person", "company", "research", "social_org", "legal_service", "other_org")


def outcomes(form: Form, column: str) -> list[str]:
    """The inputs of table 3 that add up to （七）总计 of a column."""
    return list(form.inputs_of(f"t3.outcome.total.{column}"))


def balanced(form: Form, figures: Mapping[str, int]) -> dict[str, int]:
    """The same, with 一 (and 二 where it is too large) set so that every column balances."""
    right = dict(figures)
    for column in COLUMNS:
        done = sum(right.get(code, 0) for code in outcomes(form, column))
        done += right.get(f"t3.carried_out.{column}", 0)
        carried_in = min(right.get(f"t3.carried_in.{column}", 0), done)
        right[f"t3.carried_in.{column}"] = carried_in
        right[f"t3.received.{column}"] = done - carried_in
    return right


def random_figures(form: Form, seed: int, top: int = 99_999_999) -> dict[str, int]:
    """A balanced figure for every input; amounts use all the decimals that they have."""
    rng = random.Random(seed)
    return balanced(
        form,
        {
            code: rng.randint(top // 10, top) * 10 ** form.decimals[code]
            + rng.randrange(10 ** form.decimals[code])
            for code in form.inputs
        },
    )


def all_filled(form: Form) -> dict[str, str]:
    """已填完 for every table."""
    return {table.code: FILLED for table in form.tables}


def every_value(form: Form, figures: Mapping[str, int]) -> dict[str, int]:
    """Every indicator, totals added up from the inputs that the form gives them."""
    return {
        code: sum(figures.get(one, 0) * times for one, times in form.inputs_of(code).items())
        for code in form.indicators
    }


def shown(form: Form, values: Mapping[str, int], codes: Iterable[str]) -> dict[str, float]:
    """The doubles that stand for figures in a spreadsheet."""
    return {code: float(to_float(values[code], form.decimals[code])) for code in codes}
