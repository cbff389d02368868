"""元 for 万元 in LibreOffice: each state of YEAR-01 is what our own code says of the amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libreoffice import live
from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import OFFICE, YEAR
from toolkit.form.cover import cover_of
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.measure import is_mixed_up, mixed_up
from toolkit.form.opening_figures import Figures
from toolkit.grids.names import FILLED
from toolkit.template.checks import checks_of
from toolkit.template.plan import Plan
from toolkit.template.words import Verdict, mixed_up_words
from toolkit.template.workbook import make_template

pytestmark = requires_libreoffice

FORM = default_form()
LAYOUT = lay_out(FORM)
FEES = "t2.fees.amount"
# In millionths of 万元: a usual amount, the least, one with six decimals, a huge one.
BEFORE = (151_350_000, 1, 25_123_457, 300_000_000_000_001)


@pytest.mark.parametrize("before", BEFORE)
def test_the_states_are_those_of_our_code(before: int, tmp_path: Path) -> None:
    nows = {0, before, 10_000 * before, before // 10_000}
    for low, high in mixed_up(before):
        nows |= {low - 1, low, high, high + 1}
    # A cell keeps 15 digits.
    typed = sorted(one for one in nows if one < 10**15)
    figures: Figures = {FEES: before}
    lines = checks_of(Plan(LAYOUT, cover_of(FORM), category=OFFICE.category, before=figures))
    row = next(n for n, one in enumerate(lines.lines, 2) if one.code == "YEAR-01" and one.state)
    path = tmp_path / "unit.xlsx"
    path.write_bytes(make_template(FORM, OFFICE, YEAR, before=figures))
    script, ranges = Script(), live.extents(LAYOUT, lines)
    live.choose(script, cover_of(FORM), {table.code: FILLED for table in FORM.tables})
    for now in typed:
        live.fill(script, LAYOUT, {FEES: now})
        live.look(script, str(now), ranges)
    answers = script.run(path)
    for now in typed:
        shot = live.snapshot(answers, str(now), ranges)
        assert shot.errors == []
        wrong = is_mixed_up(now, before)
        expected = mixed_up_words("万元") if wrong else "√ 相符"
        assert shot.state(row) == expected, now
        overall = "1".join(Verdict.READY_BUT) if wrong else Verdict.READY
        assert shot.verdicts(FORM)[""] == overall, now
