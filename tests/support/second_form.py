"""Returns of the second form, which is no official one."""

from __future__ import annotations

from pathlib import Path

from tests.support.build import (
    BUREAU,
    CONTACT,
    OFFICE,
    YEAR,
    Collected,
    collect,
    command,
    edit,
    roster,
)
from tests.support.places import SECOND_FORM
from toolkit.form.cover import cover_of
from toolkit.form.form_file import load_form

SHEET = "馆藏馆舍"
# C5 … D7 are books, C8 and D8 their totals, C11 and C12 the areas.
FIGURES = {"C5": 120, "C6": 30, "C7": 50, "D5": 900, "D6": 10, "C11": 1500.25, "C12": 1500.25}


def made(tmp_path: Path) -> dict[str, bytes]:
    """The templates of two units, as the command makes them."""
    units, folder = tmp_path / "two.csv", tmp_path / "templates"
    units.write_bytes(roster(OFFICE, BUREAU))
    options = ("--form", SECOND_FORM, "--units", units, "--year", str(YEAR), "-o", folder)
    assert command("template", *options) == 0
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def gathered(tmp_path: Path, **changes: object) -> Collected:
    """Both units type the same figures, but for one; the bureau changes more."""
    typed = {f"{SHEET}!{cell}": value for cell, value in FIGURES.items()}
    changed = {f"{SHEET}!{cell}": value for cell, value in changes.items()}
    office, bureau = made(tmp_path).items()
    cover = cover_of(load_form(str(SECOND_FORM)))
    state = {f"封面!{cover.values[key].address}": text for key, text in CONTACT.items()}
    state["封面!B10"] = "已填完（空白按 0 计）"
    files = {
        office[0]: edit(office[1], {**typed, **state}),
        bureau[0]: edit(bureau[1], {**typed, f"{SHEET}!D6": 11, **state, **changed}),
    }
    return collect(tmp_path, files, "--form", SECOND_FORM, units=[OFFICE, BUREAU])
