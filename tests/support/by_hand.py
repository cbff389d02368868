"""Returns in which a unit typed every total by hand, as in a table of its own."""

from __future__ import annotations

import random
from collections.abc import Mapping

from benchmarks.correction import year
from tests.support.build import BUREAU, edit, filled
from tests.support.figures import every_value
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.number import plain, to_number
from toolkit.roster.roster import Unit

FORM = default_form()
LAYOUT = lay_out(FORM)


def figures(seed: int) -> dict[str, int]:
    """The inputs of a plausible return in which every balance holds."""
    return year(random.Random(f"{seed}"), None)


def cell(code: str) -> str:
    return "!".join(LAYOUT.where(code))


def typed_by_hand(
    meant: Mapping[str, int],
    wrong: Mapping[str, object] | None = None,
    unit: Unit | None = BUREAU,
) -> bytes:
    """A filled template; its totals are right for what was meant. ``wrong``: code → content."""
    inputs = {
        cell(code): plain(to_number(meant[code], FORM.decimals[code])) for code in FORM.inputs
    }
    values = every_value(FORM, meant)
    totals = {cell(code): values[code] for code, one in FORM.indicators.items() if one.parts}
    others = {cell(code): content for code, content in (wrong or {}).items()}
    return edit(filled(inputs, unit), {**totals, **others})
