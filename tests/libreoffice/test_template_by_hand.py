"""What a clerk's hands meet in a template: locked cells, the Tab key, saving, and sending it in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from tests.libreoffice import live
from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support import build
from tests.support.build import BUREAU, YEAR, Collected, collect_one, parts, zipped
from tests.support.figures import all_filled, every_value, random_figures, shown
from toolkit.form.cover import CONTACT, PRINTED, cover_of
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.address import Place
from toolkit.grids.identity import PROPERTY, SHEET, Identity
from toolkit.grids.names import CHECKS, COVER
from toolkit.returns.cover_reading import CoverReader
from toolkit.returns.read_return import identity_of, read_return
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx import read_properties
from toolkit.template.checks import checks_of
from toolkit.template.plan import Plan
from toolkit.template.workbook import make_template

pytestmark = requires_libreoffice

FORM = default_form()
LAYOUT, COVER_PLACES = lay_out(FORM), cover_of(FORM)
SHEETS = [COVER, *(table.sheet for table in FORM.tables), CHECKS]
FIGURES, STATES = random_figures(FORM, 2), all_filled(FORM)
# Sums of these are not exact in binary: 0.1 + 0.2, and six decimals at full length.
FIGURES |= {"t2.fees.amount": 123_456_789_000_001, "t6.processing_fee.charged": 30}
# A bureau makes no 规章.
FIGURES |= {code: 0 for code in FIGURES if code.startswith("t2.regulations.")}
CONTACTS = {"preparer": "张三", "phone": "0000-1234567", "head": "李四"}


def reading_order(places: Iterable[Place]) -> list[str]:
    return [place.address for place in sorted(places)]


def inputs_of(sheet: str, blank: bool = False) -> list[str]:
    """The cells of a sheet that are there to be typed into, row by row."""
    if sheet == COVER:
        keys = [*CONTACT, *(PRINTED if blank else ())]
        fields = [COVER_PLACES.values[key] for key in keys]
        return reading_order([*fields, *COVER_PLACES.states.values()])
    if sheet == CHECKS:
        category = None if blank else BUREAU.category
        checks = checks_of(Plan(LAYOUT, COVER_PLACES, category=category))
        first = checks.rows(FORM.tables[0].code)[0]
        lines = enumerate(checks.lines, first)
        return [f"G{row}" for row, line in lines if line.explanation is not None]
    codes = (code for code in FORM.inputs if LAYOUT.sheet_of[code] == sheet)
    return reading_order(LAYOUT.places[code] for code in codes)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hand") / "unit.xlsx"
    path.write_bytes(make_template(FORM, BUREAU, YEAR))
    return path


def _cells(path: Path) -> dict[str, list[str]]:
    """Every cell that is used on a sheet, and some beyond; of a merged range the first one."""
    found: dict[str, list[str]] = {}
    for page in openpyxl.load_workbook(path):
        inside = [cell for row in page.iter_rows() for cell in row]
        visible = [cell.coordinate for cell in inside if not isinstance(cell, MergedCell)]
        found[page.title] = [*visible, "A60", "Z3", "AB99"]
    return found


@pytest.fixture(scope="module")
def accepted(template: Path) -> dict[str, list[str]]:
    """The cells of each sheet into which LibreOffice lets a person type."""
    script, cells = Script(), _cells(template)
    for sheet in SHEETS:
        for cell in cells[sheet]:
            script.ask(f"{sheet}!{cell}", "set", sheet=sheet, range=cell, data=[[1]])
    answers = script.run(template)
    return {
        sheet: [cell for cell in cells[sheet] if not answers[f"{sheet}!{cell}"]["refused"]]
        for sheet in SHEETS
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_only_inputs_can_be_typed_into(sheet: str, accepted: dict[str, list[str]]) -> None:
    assert sorted(accepted[sheet]) == sorted(inputs_of(sheet))


@pytest.mark.parametrize("blank", [False, True], ids=["of a unit", "official"])
def test_tab_visits_every_input_once_in_reading_order(blank: bool, tmp_path: Path) -> None:
    path, script = tmp_path / "one.xlsx", Script()
    path.write_bytes(make_template(FORM) if blank else make_template(FORM, BUREAU, YEAR))
    for sheet in SHEETS:
        script.ask(sheet, "tab_order", sheet=sheet)
    answers = script.run(path)
    for sheet, stops in answers.items():
        assert stops == inputs_of(sheet, blank), sheet


def test_sheets_are_protected_and_the_identity_hidden(template: Path) -> None:
    script = Script()
    script.ask("sheets", "sheets")
    found = script.run(template)["sheets"]
    assert found == [*([name, True, True] for name in SHEETS), [SHEET, False, True]]


# --- Filled in by hand, saved, sent in -----------------------------------------------------------


@pytest.fixture(scope="module")
def saved(template: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The template as LibreOffice saves it with every input filled in."""
    target, script = tmp_path_factory.mktemp("saved") / "return.xlsx", Script()
    live.fill(script, LAYOUT, FIGURES)
    live.choose(script, COVER_PLACES, STATES)
    for key, text in CONTACTS.items():
        script.put(COVER, COVER_PLACES.values[key].address, text)
    script.do("recalculate")
    script.do("save", path=str(target))
    script.run(template)
    return target.read_bytes()


def expected_values() -> dict[str, float]:
    return shown(FORM, every_value(FORM, FIGURES), FORM.indicators)


def assert_whole(collected: Collected) -> None:
    """Everything that was typed has arrived, and nothing is wrong with it."""
    assert [one for one in collected.json["findings"] if one["severity"] != "info"] == []
    assert collected.exit_code == 0
    assert collected.json["values"][BUREAU.code] == expected_values()
    assert collected.json["totals"] == expected_values()
    assert collected.unit(BUREAU)["status"] == "received"


def test_saved_return_is_collected_as_it_was_typed(saved: bytes, tmp_path: Path) -> None:
    collected = collect_one(tmp_path, saved)
    assert_whole(collected)
    assert collected.codes() == []
    assert collected.files() == {"one.xlsx": "accepted"}


def _identified(content: bytes) -> tuple[Identity, list[tuple[str, list[str]]]]:
    workbook = read_workbook(content)
    return identity_of(workbook, CoverReader(workbook, cover_of(FORM)))


def test_saved_return_says_who_it_is(saved: bytes, tmp_path: Path) -> None:
    (tmp_path / "saved.xlsx").write_bytes(saved)
    book = openpyxl.load_workbook(tmp_path / "saved.xlsx")
    # What was very hidden came back as merely hidden; it is found all the same.
    assert book[SHEET].sheet_state in ("hidden", "veryHidden")
    original = _identified(make_template(FORM, BUREAU, YEAR))
    assert _identified(saved) == original
    assert read_properties(saved)[f"{PROPERTY}unit"] == BUREAU.code
    one = read_return(read_workbook(saved), LAYOUT, "return.xlsx")
    assert one.saved is not None
    assert dict(one.contact) == {**build.CONTACT, **CONTACTS}


def _without(content: bytes, *, sheet: bool, properties: bool) -> bytes:
    """The saved workbook with its identity taken out of one place, or out of two."""
    every = parts(content)
    if sheet:
        name = f'name="{SHEET}"'.encode()
        assert name in every["xl/workbook.xml"]
        every["xl/workbook.xml"] = every["xl/workbook.xml"].replace(name, b'name="Sheet9"')
    if properties:
        every["docProps/custom.xml"] = every["docProps/custom.xml"].replace(
            f'name="{PROPERTY}'.encode(), b'name="other.'
        )
    return zipped(every)


@pytest.mark.parametrize(
    ("sheet", "properties"), [(True, False), (False, True), (True, True)], ids=str
)
def test_one_source_of_identity_is_enough(
    sheet: bool, properties: bool, saved: bytes, tmp_path: Path
) -> None:
    content = _without(saved, sheet=sheet, properties=properties)
    stated, contradictions = _identified(content)
    assert (stated.unit, stated.year, stated.name) == (BUREAU.code, str(YEAR), BUREAU.name)
    assert contradictions == []
    assert_whole(collect_one(tmp_path, content))


def test_nothing_but_what_was_typed_is_different(saved: bytes, template: Path) -> None:
    """The same sheets with the same labels."""
    before, after = read_workbook(template.read_bytes()), read_workbook(saved)
    assert list(after.grids) == list(before.grids)
    for table in LAYOUT.tables:
        for label in table.labels:
            at = label.place.row, label.place.column
            sheet = table.table.sheet
            assert after.grids[sheet].text(*at) == before.grids[sheet].text(*at)


# --- The blank official template -----------------------------------------------------------------


def test_official_template_is_matched_by_the_name_alone(tmp_path: Path) -> None:
    """No code, no hidden unit: year and exact name are typed, and show on each table."""
    path, target, script = tmp_path / "blank.xlsx", tmp_path / "return.xlsx", Script()
    path.write_bytes(make_template(FORM))
    live.fill(script, LAYOUT, FIGURES)
    live.choose(script, COVER_PLACES, STATES)
    typed: dict[str, str | float] = {"name": BUREAU.name, "year": YEAR, "level": "本机关"}
    for key, value in typed.items():
        script.put(COVER, COVER_PLACES.values[key].address, value)
    script.do("recalculate")
    for table in FORM.tables:
        script.ask(table.sheet, "get", sheet=table.sheet, range="A2")
    script.ask("errors", "errors")
    script.do("save", path=str(target))
    answers = script.run(path)
    assert answers.pop("errors") == []
    for caption in answers.values():
        assert BUREAU.name in caption[0][0]
        assert f"{YEAR} 年度" in caption[0][0]
    assert_whole(collect_one(tmp_path, target.read_bytes()))


# --- Faults that were pasted, saved and sent in --------------------------------------------------

FAULTS: dict[str, tuple[str | float, str]] = {
    "t3.received.company": ("12件", "NUM-01"),
    "t3.received.research": (-5.0, "NUM-02"),
    "t3.carried_out.natural_person": (2.5, "NUM-03"),
    "t2.fees.amount": (0.1234567, "NUM-03"),
    "t4.review.upheld": ("=1/0", "NUM-05"),
    "t4.review.other": ("=2+3", "NUM-07"),
}


def test_pasted_faults_are_found_in_their_cells(template: Path, tmp_path: Path) -> None:
    target, script = tmp_path / "faulty.xlsx", Script()
    live.fill(script, LAYOUT, FIGURES)
    live.choose(script, COVER_PLACES, STATES)
    for code, (value, _) in FAULTS.items():
        sheet, cell = LAYOUT.where(code)
        if isinstance(value, str) and value.startswith("="):
            script.do("set_formula", sheet=sheet, cell=cell, formula=value)
        else:
            script.put(sheet, cell, value)
    script.do("recalculate")
    script.do("save", path=str(target))
    script.run(template)
    collected = collect_one(tmp_path, target.read_bytes())
    found = {
        one["indicator"]: one["code"]
        for one in collected.json["findings"]
        if one["code"].startswith("NUM")
    }
    assert found == {code: finding for code, (_, finding) in FAULTS.items()}
    values = collected.json["values"][BUREAU.code]
    assert values["t4.review.other"] == 5
    assert [code for code, value in values.items() if value is None] == [
        code for code in FORM.inputs if code in FAULTS and FAULTS[code][1] != "NUM-07"
    ]
    assert collected.exit_code == 1
