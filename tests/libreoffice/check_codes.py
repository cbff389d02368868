"""Check codes after recalculation, and whether single changes leave them as they were.

``python -m tests.libreoffice.check_codes`` is the long form of the tests. Of each form, the codes
of 500 returns after recalculation in LibreOffice, and of 100 in Gnumeric (where they are
installed), are ours, and none of 20,000 single changes leaves the code as it was. It takes half an
hour.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.libreoffice.live import Script
from tests.libreoffice.office import available
from tests.other_programs.programs import missing
from tests.other_programs.recalculated import in_gnumeric
from tests.support.check_codes import FORMS, Report, any_report, single_changes
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.form.form_file import load_form
from toolkit.form.layout import lay_out
from toolkit.form.number import to_float
from toolkit.grids.names import COVER
from toolkit.painting.formulas import areas, on_area
from toolkit.template.workbook import make_template


def in_libreoffice(form: Form, reports: Sequence[Report], path: Path) -> list[str]:
    """The code that the blank template shows for each of them, typed into it one after another."""
    path.write_bytes(make_template(form))
    script, cover = Script(), cover_of(form)
    for number, report in enumerate(reports):
        script.put(COVER, cover.values["unit"].address, report.unit)
        script.put(COVER, cover.values["year"].address, report.year)
        for sheet, cells, rows in _blocks(form, report):
            script.do("set", sheet=sheet, range=cells, data=rows)
        script.do("recalculate")
        script.ask(f"{number}", "get", sheet=COVER, range=cover.code.address)
    answers = script.run(path)
    return [answers[f"{number}"][0][0] for number in range(len(reports))]


def _blocks(form: Form, report: Report) -> Iterator[tuple[str, str, list[list[float | str]]]]:
    """Sheet, range and rows of all inputs."""
    layout, figures = lay_out(form), report.figures
    for table in form.tables:
        code_at = {layout.spots[code]: code for code in form.table_inputs(table.code)}
        for area in areas(layout.places[code] for code in code_at.values()):
            top, left, bottom, right = area
            yield (
                table.sheet,
                on_area(area).replace("$", ""),
                [
                    [
                        to_float(figures[code], form.decimals[code]) if code in figures else ""
                        for code in (code_at[row, column] for column in range(left, right + 1))
                    ]
                    for row in range(top, bottom + 1)
                ],
            )


def main(returns: int = 500, of_them_in_gnumeric: int = 100, least_changes: int = 20_000) -> int:
    """The long form; the exit code says whether all codes were as they should be."""
    wrong, chance = 0, random.Random(22)
    for name in FORMS:
        form = load_form(name)
        reports = [any_report(form, chance) for _ in range(returns)]
        ours = [one.code(form) for one in reports]
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            if available() is None:
                theirs = [
                    code
                    for at in range(0, returns, 25)
                    for code in in_libreoffice(form, reports[at : at + 25], here / "typed.xlsx")
                ]
                wrong += _told(form, "LibreOffice", ours, theirs)
            if missing("gnumeric") is None:
                theirs = in_gnumeric(form, reports[:of_them_in_gnumeric], here)
                wrong += _told(form, "Gnumeric", ours[:of_them_in_gnumeric], theirs)
        changes = left = 0
        for report, code in zip(reports, ours, strict=True):
            if changes < least_changes:
                others = [one.code(form) for one in single_changes(form, report, chance)]
                changes, left = changes + len(others), left + others.count(code)
        print(f"{form.id}: {changes} single changes, {left} of which left the code")
        wrong += left
    return 1 if wrong else 0


def _told(form: Form, program: str, ours: Sequence[object], theirs: Sequence[object]) -> int:
    differ = sum(one != other for one, other in zip(ours, theirs, strict=True))
    print(f"{form.id}: {len(theirs)} codes after recalculation in {program}, {differ} differ")
    return differ


if __name__ == "__main__":
    sys.exit(main())
