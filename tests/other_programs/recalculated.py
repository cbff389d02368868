"""What Gnumeric computes of a template that somebody has filled in."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.other_programs.programs import TIMEOUT_SECONDS
from tests.support.build import edit
from tests.support.check_codes import Report
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.form.number import to_float
from toolkit.grids.names import COVER
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.template.workbook import make_template


def in_gnumeric(form: Form, reports: Iterable[Report], folder: Path) -> list[str]:
    """The code of each of them, typed into a blank template in which no result is stored."""
    blank, cover, layout = make_template(form), cover_of(form), lay_out(form)
    found = []
    for report in reports:
        typed: dict[str, object] = {
            "!".join(layout.where(code)): to_float(figure, form.decimals[code])
            for code, figure in report.figures.items()
        }
        typed |= {
            f"{COVER}!{cover.values['unit'].address}": report.unit,
            f"{COVER}!{cover.values['year'].address}": report.year,
        }
        path, target = folder / "typed.xlsx", folder / "recalculated.xlsx"
        path.write_bytes(edit(blank, typed))
        subprocess.run(
            ["ssconvert", "--recalc", "--export-type=Gnumeric_Excel:xlsx2", path, target],
            check=True,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
        )
        grid = read_workbook(target.read_bytes()).grids[COVER]
        found.append(grid.text(cover.code.row, cover.code.column))
    return found
