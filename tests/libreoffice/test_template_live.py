"""A unit's template in LibreOffice: every total, check and verdict is what our own code computes.

All cases go through one start of LibreOffice: fill in, recalculate, look, clear, and the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.libreoffice import live
from tests.libreoffice.live import Script, Snapshot
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import CONTACT, OFFICE, YEAR
from tests.support.figures import all_filled, balanced, every_value, random_figures, shown
from toolkit.form.cover import cover_of
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.names import CHECKS, COVER, EMPTY, FAILS, HOLDS, LATER, NOT_NUMBERS, UNTOUCHED
from toolkit.returns.read_return import read_return
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.template.checks import CheckLine, Checks, checks_of
from toolkit.template.filling import Filling
from toolkit.template.plan import Plan
from toolkit.template.words import Verdict
from toolkit.template.workbook import make_template

pytestmark = requires_libreoffice

FORM = default_form()
LAYOUT = lay_out(FORM)
# Where the faults go: the input of a count, an amount, and the column of the former.
COUNT, AMOUNT, COLUMN = "t3.carried_out.research", "t2.fees.amount", "research"
BROKEN, GAP = "t3.outcome.granted.company", 3


@dataclass(frozen=True)
class Case:
    """What is typed: figures as integers of the smallest unit, states, then one fault over them."""

    figures: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    fault: tuple[str, str | float] | None = None


def _cases() -> dict[str, Case]:
    everything, all_states = random_figures(FORM, 1), all_filled(FORM)
    table4 = FORM.table_inputs("t4")
    small = balanced(FORM, {code: number % 7 for number, code in enumerate(FORM.inputs)})
    return {
        "untouched": Case(),
        "all zeros": Case(dict.fromkeys(FORM.inputs, 0), all_states),
        "blanks that count as 0": Case({}, all_states),
        "no state chosen": Case(small),
        "balanced": Case(everything, all_states),
        "small and balanced": Case(small, all_states),
        "one column broken": Case({**small, BROKEN: small[BROKEN] + GAP}, all_states),
        "zero report": Case({}, dict.fromkeys(all_states, EMPTY)),
        "zero report of zeros": Case(dict.fromkeys(table4, 0), {"t4": EMPTY}),
        "zero report with figures": Case({**dict.fromkeys(table4, 0), table4[3]: 5}, {"t4": EMPTY}),
        "six decimals": Case({AMOUNT: 300_000_000_000_001, "t6.processing_fee.charged": 1}, {}),
    }


FAULTS: dict[str, Case] = {
    "text": Case(fault=(COUNT, "12件")),
    "number as text": Case(fault=(COUNT, "12")),
    "blank as text": Case(fault=(COUNT, " ")),
    "error value": Case(fault=(COUNT, "=1/0")),
    "negative": Case(fault=(COUNT, -5.0)),
    "fraction": Case(fault=(COUNT, 2.5)),
    "too many decimals": Case(fault=(AMOUNT, 0.1234567)),
    "text for an amount": Case(fault=(AMOUNT, "无")),
}
CASES = _cases()


def _script(ranges: Mapping[str, str]) -> Script:
    script, cover = Script(), cover_of(FORM)
    for name, case in CASES.items():
        live.fill(script, LAYOUT, case.figures)
        live.choose(script, cover, case.states)
        live.look(script, name, ranges)
        for code in case.figures:
            script.put(*LAYOUT.where(code), "")
        for table in case.states:
            script.put(COVER, cover.states[table].address, "")
    # The faults one by one in a table that is otherwise complete and right.
    right = CASES["small and balanced"]
    live.fill(script, LAYOUT, right.figures)
    live.choose(script, cover, right.states)
    for name, case in FAULTS.items():
        assert case.fault
        code, value = case.fault
        sheet, cell = LAYOUT.where(code)
        if isinstance(value, str) and value.startswith("="):
            script.do("set_formula", sheet=sheet, cell=cell, formula=value)
        else:
            script.put(sheet, cell, value)
        live.look(script, name, ranges)
        live.fill(script, LAYOUT, {code: right.figures[code]})
    live.look(script, "all right again", ranges)
    return script


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    """What LibreOffice shows in every case, by its name."""
    path = tmp_path_factory.mktemp("template") / "unit.xlsx"
    path.write_bytes(make_template(FORM, OFFICE, YEAR))
    ranges = live.extents(LAYOUT, live.blank_checks(LAYOUT))
    answers = _script(ranges).run(path)
    names = [*CASES, *FAULTS, "all right again"]
    return {name: live.snapshot(answers, name, ranges) for name in names}


def checks_in(case: Case) -> Checks:
    filling = Filling(case.figures, case.states)
    return checks_of(Plan(LAYOUT, cover_of(FORM), category=OFFICE.category, filling=filling))


def rows_of(checks: Checks) -> dict[int, CheckLine]:
    """The row of 审核, counted from 0, of every check."""
    first = checks.rows(FORM.tables[0].code)[0] - 1
    return dict(enumerate(checks.lines, first))


@pytest.mark.parametrize("name", CASES)
def test_no_error_anywhere(name: str, shots: dict[str, Snapshot]) -> None:
    assert shots[name].errors == []


@pytest.mark.parametrize("name", CASES)
def test_totals_are_the_sums_of_what_was_typed(name: str, shots: dict[str, Snapshot]) -> None:
    totals = [code for code, one in FORM.indicators.items() if one.parts]
    expected = every_value(FORM, CASES[name].figures)
    assert shots[name].values(LAYOUT, totals) == shown(FORM, expected, totals)


@pytest.mark.parametrize("name", CASES)
def test_checks_show_what_our_code_computes(name: str, shots: dict[str, Snapshot]) -> None:
    page = shots[name].pages[CHECKS]
    for row, line in rows_of(checks_in(CASES[name])).items():
        left = "" if line.left is None else line.left_result
        right = "" if line.right is None else line.right_result
        expected = [line.code, line.title, line.label, left, right, line.state_result]
        assert page.rows[row] == expected, row


@pytest.mark.parametrize("name", CASES)
def test_every_stored_result_is_what_libreoffice_computes(
    name: str, shots: dict[str, Snapshot]
) -> None:
    """The workbook that we make with the same figures holds LibreOffice's results already."""
    case = CASES[name]
    filling = Filling(case.figures, case.states, CONTACT if case.states else {})
    twin = read_workbook(make_template(FORM, OFFICE, YEAR, filling))
    seen = 0
    for sheet, page in shots[name].pages.items():
        grid = twin.grids[sheet]
        for row, column in grid.formulas:
            assert page.at(row, column) == grid.value(row, column), (sheet, row, column)
            seen += 1
    assert seen > len(FORM.indicators) - len(FORM.inputs)


@pytest.mark.parametrize("name", CASES)
def test_reader_computes_the_same_totals(name: str, shots: dict[str, Snapshot]) -> None:
    case = CASES[name]
    content = make_template(FORM, OFFICE, YEAR, Filling(case.figures, case.states))
    one = read_return(read_workbook(content), LAYOUT, "unit.xlsx")
    counted = [code for code, i in FORM.indicators.items() if i.parts and i.table in one.counted]
    values = {code: one.values[code] or 0 for code in counted}
    assert shots[name].values(LAYOUT, counted) == shown(FORM, values, counted)


def _states(shot: Snapshot, checks: Checks) -> set[str]:
    """But for what can be judged later only."""
    return {shot.state(row) for row in rows_of(checks)} - {LATER}


def test_untouched_says_so_everywhere(shots: dict[str, Snapshot]) -> None:
    shot = shots["untouched"]
    assert _states(shot, checks_in(Case())) == {UNTOUCHED}
    assert set(shot.verdicts(FORM).values()) == {UNTOUCHED}


@pytest.mark.parametrize(
    "name", ["all zeros", "blanks that count as 0", "balanced", "small and balanced", "zero report"]
)
def test_complete_and_right_is_ready(name: str, shots: dict[str, Snapshot]) -> None:
    verdicts = shots[name].verdicts(FORM)
    assert verdicts.pop("") == Verdict.READY
    assert set(verdicts.values()) == {HOLDS}


def test_a_state_has_to_be_chosen(shots: dict[str, Snapshot]) -> None:
    verdicts = shots["no state chosen"].verdicts(FORM)
    assert verdicts.pop("") == Verdict.UNFINISHED
    assert set(verdicts.values()) == {Verdict.CHOOSE}


def test_broken_column_is_named_with_its_difference(shots: dict[str, Snapshot]) -> None:
    shot = shots["one column broken"]
    bad = {
        line.label: shot.state(row)
        for row, line in rows_of(checks_in(Case())).items()
        if shot.state(row) not in (HOLDS, LATER)
    }
    labels = [FORM.indicators[f"t3.outcome.total.{one}"].label for one in ("company", "total")]
    assert bad == dict.fromkeys(labels, f"{FAILS}（相差 {-GAP}）")
    assert shot.verdicts(FORM)["t3"] == f"{FAILS}：有 2 处，请看“{CHECKS}”页"


def test_zero_report_with_a_figure_fails(shots: dict[str, Snapshot]) -> None:
    verdicts = shots["zero report with figures"].verdicts(FORM)
    assert verdicts["t4"] == verdicts[""] == f"{FAILS}：有 1 处，请看“{CHECKS}”页"
    assert shots["zero report of zeros"].verdicts(FORM)["t4"] == HOLDS


def test_repairing_every_fault_leaves_nothing_behind(shots: dict[str, Snapshot]) -> None:
    assert shots["all right again"] == shots["small and balanced"]


# --- Faults that pasting brings past the validation ----------------------------------------------


def faulty_states(name: str, shots: dict[str, Snapshot]) -> dict[str, str]:
    """The checks that do not hold: of a rule its code and label, else table and title → state."""
    checks = checks_in(CASES["small and balanced"])
    return {
        rule_at(line.label) if line.code in FORM.rule_specs else f"{line.table} {line.title}": state
        for row, line in rows_of(checks).items()
        if (state := shots[name].state(row)) not in (HOLDS, LATER)
    }


def rule_at(label: str) -> str:
    return f"T3-01 {label}"


def rule(column: str) -> str:
    return rule_at(FORM.indicators[f"t3.outcome.total.{column}"].label)


@pytest.mark.parametrize("name", ["text", "number as text", "blank as text", "error value"])
def test_what_is_no_number_is_named(name: str, shots: dict[str, Snapshot]) -> None:
    expected = {rule(COLUMN), rule("total"), "t3 非数字的格数"}
    assert faulty_states(name, shots) == dict.fromkeys(expected, NOT_NUMBERS)
    assert shots[name].verdicts(FORM)["t3"] == f"{FAILS}：有 3 处，请看“{CHECKS}”页"


def test_negative_is_counted(shots: dict[str, Snapshot]) -> None:
    found = faulty_states("negative", shots)
    assert found.pop("t3 负数的格数") == f"{FAILS}（1 格）"
    gap = CASES["small and balanced"].figures[COUNT] + 5
    assert found == dict.fromkeys([rule(COLUMN), rule("total")], f"{FAILS}（相差 {gap}）")


def test_fraction_is_counted(shots: dict[str, Snapshot]) -> None:
    found = faulty_states("fraction", shots)
    assert found.pop("t3 小数位数不对的格数") == f"{FAILS}（1 格）"
    gap = CASES["small and balanced"].figures[COUNT] - 2.5
    assert found == dict.fromkeys([rule(COLUMN), rule("total")], f"{FAILS}（相差 {gap}）")
    found = faulty_states("too many decimals", shots)
    assert found == {"t2 小数位数不对的格数": f"{FAILS}（1 格）"}


def test_text_for_an_amount_is_named(shots: dict[str, Snapshot]) -> None:
    assert faulty_states("text for an amount", shots) == {"t2 非数字的格数": NOT_NUMBERS}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_show_no_error_in_checks_and_cover(name: str, shots: dict[str, Snapshot]) -> None:
    """An error value that was pasted shows in the totals over it, as it should; text never does."""
    tainted = {sheet for sheet, _, _ in shots[name].errors}
    assert tainted == ({"表三"} if name == "error value" else set())
