"""Whole columns or rows exchanged, and blocks shifted by one: exact cells, and what is never told.

Sums are made by plain addition, and mistakes by moving figures about, never by code under test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.figures import COLUMNS, balanced, every_value
from toolkit.audit.correction.balances import Balance, equalities, inequalities, neighbours_of
from toolkit.audit.correction.search import LikelyMistakes, Solution, diagnose
from toolkit.audit.judge import judge_alone
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import Identity
from toolkit.returns.unit_return import Return, Subject
from toolkit.roster.roster import Category

FORM = default_form()
LAYOUT = lay_out(FORM)
TOTALS = frozenset(code for code, one in FORM.indicators.items() if one.parts)
TABLES = [one.spots for one in LAYOUT.tables]
NEIGHBOURS = {c: n for spots in TABLES for c, n in neighbours_of(spots).items()}
# Table 3: its rows from top to bottom, and its columns from left to right, with 总计.
ROWS = [code.removesuffix(".company") for code in FORM.indicators if code.endswith(".company")]
WITH_TOTAL = (*COLUMNS, "total")
NONE: frozenset[str] = frozenset()


def column(name: str) -> list[str]:
    return [f"{row}.{name}" for row in ROWS]


def row(name: str) -> list[str]:
    return [f"t3.{name}.{one}" for one in WITH_TOTAL]


def filled(given: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """A return with these rows of table 3, one figure a column; 一 set so that it balances."""
    inputs = dict.fromkeys(FORM.inputs, 0)
    for name, figures in given.items():
        inputs |= {f"t3.{name}.{c}": n for c, n in zip(COLUMNS, figures, strict=True)}
    return every_value(FORM, balanced(FORM, inputs))


GOOD = filled(
    {
        "carried_in": [9, 4, 0, 2, 0, 1],
        "outcome.granted": [128, 25, 3, 0, 6, 11],
        "outcome.partial": [31, 8, 0, 1, 0, 4],
        "outcome.refused.third_party": [7, 0, 2, 0, 0, 0],
        "outcome.unavailable.not_held": [64, 12, 0, 5, 1, 0],
        "outcome.not_processed.petition": [5, 12, 0, 0, 0, 2],
        "carried_out": [14, 3, 1, 0, 0, 2],
    }
)
# Last year's 四 is this year's 二.
LAST = {f"t3.carried_out.{one}": GOOD[f"t3.carried_in.{one}"] for one in COLUMNS}
Moves = Sequence[tuple[str, str | None]]


def exchanged(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str | None]]:
    return [*zip(one, other, strict=True), *zip(other, one, strict=True)]


def shifted(cells: Sequence[str]) -> list[tuple[str, str | None]]:
    """Each cell holds what belongs in the cell before it; the first one nothing."""
    return [(cells[0], None), *zip(cells[1:], cells, strict=False)]


def made(moves: Moves, *, typed: bool, right: Mapping[str, int] = GOOD) -> dict[str, int]:
    """The return in which each cell holds the figure of another one."""
    cells = right if typed else {code: right[code] for code in FORM.inputs}
    moved = {
        code: cells[source] if source else 0
        for code, source in moves
        if code in cells and (source is None or source in cells)
    }
    return {**cells, **moved}


def asked(values: Mapping[str, int], *, last_year: bool = False) -> list[LikelyMistakes]:
    typed = TOTALS & values.keys()
    previous = LAST if last_year else {}
    return diagnose(
        values,
        [one for one in equalities(FORM, typed, previous) if one.rule[:2] in ("T3", "T4")],
        decimals=FORM.decimals,
        neighbours=NEIGHBOURS,
        previous=previous,
        blank={code for code in FORM.inputs if not values[code]},
        bounds=inequalities(FORM, typed, previous),
        tables=TABLES,
        totals=typed,
    )


def result(solution: Solution) -> dict[str, int]:
    return {one.code: one.value for one in solution.changes}


def differing(values: Mapping[str, int], right: Mapping[str, int] = GOOD) -> dict[str, int]:
    """What should stand in the cells that are wrong."""
    return {code: right[code] for code, value in values.items() if value != right[code]}


def told(found: Sequence[LikelyMistakes]) -> Solution:
    """The one likely answer."""
    (one,) = found
    assert one.likely is not None
    return one.likely


# --- Exchanges -----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [False, True])
def test_two_columns_exchanged(typed: bool) -> None:
    """Each column balances by itself: only last year's 四 shows that they were exchanged."""
    values = made(exchanged(column("natural_person"), column("company")), typed=typed)
    answer = told(asked(values, last_year=True))
    assert answer.block is not None and answer.block.kind == "columns"
    assert (answer.block.first, answer.block.last) == (
        "t3.received.natural_person",
        "t3.carried_out.company",
    )
    cells = [tuple(code for code in column(c) if code in values) for c in COLUMNS[:2]]
    assert answer.block.lines == tuple(cells)
    assert result(answer) == differing(values)
    assert {one.kind for one in answer.changes} == {"exchanged"}
    partners = {one.code: one.partner for one in answer.changes}
    assert all(partners[str(partner)] == code for code, partner in partners.items())


def test_without_last_year_exchanged_columns_are_not_seen() -> None:
    values = made(exchanged(column("natural_person"), column("company")), typed=True)
    assert asked(values) == []


@pytest.mark.parametrize("last_year", [False, True])
def test_two_rows_exchanged(last_year: bool) -> None:
    """一 and 四, which no exchange of neighbours explains."""
    moves = exchanged(row("received"), row("carried_out"))
    values = made(moves, typed=False)
    answer = told(asked(values, last_year=last_year))
    assert answer.block is not None and answer.block.kind == "rows"
    assert result(answer) == differing(values)


def test_rows_whose_columns_are_each_one_exchange_are_one_mistake() -> None:
    """一 and 二: last year's 四 names the exchange in each column; together they are the rows."""
    values = made(exchanged(row("received"), row("carried_in")), typed=False)
    answer = told(asked(values, last_year=True))
    assert answer.block is not None and answer.block.kind == "rows"
    assert answer.block.lines == tuple(
        tuple(f"t3.{name}.{one}" for one in COLUMNS) for name in ("received", "carried_in")
    )
    assert result(answer) == differing(values)


# --- Shifts --------------------------------------------------------------------------------------


INPUT_ROWS = [one for one in ROWS if one != "t3.outcome.total"]


def test_all_columns_one_row_too_low() -> None:
    """From 一 on, totals are formulas: what （六）3 and 四 held is pushed out, and was nothing."""
    right = GOOD | filled(
        {
            "carried_in": [9, 4, 0, 2, 0, 1],
            "outcome.granted": [128, 25, 3, 2, 6, 11],
            "outcome.not_processed.petition": [5, 12, 0, 0, 0, 2],
        }
    )
    moves = [pair for c in COLUMNS for pair in shifted([f"{one}.{c}" for one in INPUT_ROWS])]
    values = made(moves, typed=False, right=right)
    answer = told(asked(values, last_year=True))
    assert answer.block is not None and answer.block.kind == "down"
    assert answer.block.first == "t3.received.natural_person"
    assert answer.block.last == "t3.outcome.other.other.other_org"
    assert len(answer.block.lines) == len(COLUMNS)
    assert result(answer) == differing(values, right)
    assert {one.kind for one in answer.changes} == {"moved"}


def test_one_column_one_row_too_low_with_typed_totals() -> None:
    """From （二） on; each row says what is missing in it, and the column that nothing is lost."""
    name = "company"
    cells = column(name)[3:-2]
    values = made(shifted(cells), typed=True)
    answer = told(asked(values))
    assert answer.block is not None and answer.block.kind == "down"
    assert answer.block.first == cells[0] and len(answer.block.lines) == 1
    assert result(answer) == differing(values)


def test_one_column_one_row_too_high_with_typed_totals() -> None:
    """The row of （一） was left out: what belongs there is what its row and its column say."""
    cells = column("natural_person")[2:-2]
    values = made(shifted(cells[::-1]), typed=True)
    answer = told(asked(values))
    assert answer.block is not None and answer.block.kind == "up"
    assert answer.block.first == cells[0]
    assert result(answer) == differing(values)
    assert [one.code for one in answer.changes if one.kind == "lost"] == [cells[0]]


@pytest.mark.parametrize("kind", ["right", "left"])
def test_one_row_one_column_aside(kind: str) -> None:
    """In （一）, within the inputs; its typed total and those of the columns stay as they are."""
    cells = row("outcome.granted")[:-1]
    values = made(shifted(cells if kind == "right" else cells[::-1]), typed=True)
    answer = told(asked(values))
    assert answer.block is not None and answer.block.kind == kind
    # Two balances are over the figure that was pushed out.
    assert result(answer) == differing(values)


def test_a_return_is_searched_for_blocks() -> None:
    """Exchanged columns: one finding at their first cell, and what they break under it."""
    values = made(exchanged(column("natural_person"), column("company")), typed=False)
    given = {code: values[code] for code in FORM.inputs}
    one = Return(
        "a.xlsx",
        Identity(),
        values=every_value(FORM, given),
        counted=frozenset(table.code for table in FORM.tables),
    )
    before = every_value(FORM, dict.fromkeys(FORM.inputs, 0) | LAST)
    found = list(judge_alone(Subject(one, Category.OWN, before), LAYOUT))
    (told,) = [each for each in found if each.status == "open"]
    assert (told.code, told.sheet, told.cell) == ("LIKELY-02", "表三", "D6")
    assert [each.indicator for each in found if each.follows == told.origin] == [
        "t3.carried_in.natural_person",
        "t3.carried_in.company",
    ]


# --- What is not told ----------------------------------------------------------------------------


def test_all_rows_one_column_too_far_right() -> None:
    """What stood in the last column of each row is lost, and no balance gives it."""
    right = filled(
        {
            "carried_in": [9, 4, 0, 2, 5, 0],
            "outcome.granted": [128, 25, 3, 0, 6, 0],
            "outcome.partial": [31, 8, 0, 4, 3, 0],
            "carried_out": [14, 3, 1, 0, 0, 0],
        }
    )
    previous = {f"t3.carried_out.{one}": right[f"t3.carried_in.{one}"] for one in COLUMNS}
    moves = [p for one in ROWS for p in shifted([f"{one}.{c}" for c in COLUMNS])]
    values = made(moves, typed=False, right=right)
    found = diagnose(
        values,
        equalities(FORM, NONE, previous),
        decimals=FORM.decimals,
        neighbours=NEIGHBOURS,
        previous=previous,
        tables=TABLES,
    )
    assert all(one.likely is None for one in found)


def test_a_figure_that_only_one_balance_gives_makes_no_answer_certain() -> None:
    """四 of a column was pushed out: if something else is wrong in it, the balance gives a lie."""
    moves = [p for c in COLUMNS for p in shifted([f"{one}.{c}" for one in INPUT_ROWS])]
    values = made(moves, typed=False)
    found = asked(values, last_year=True)
    assert all(one.likely is None for one in found)
    blocks = [each.block for one in found for each in one.candidates if each.block]
    assert {block.kind for block in blocks} == {"down"}


def test_one_wrong_cell_is_no_block() -> None:
    values = made([], typed=True) | {"t3.outcome.granted.natural_person": 182}
    answer = told(asked(values))
    assert answer.block is None and result(answer) == differing(values)


def test_one_exchange_of_neighbours_is_no_block() -> None:
    moves = exchanged(["t3.outcome.granted.company"], ["t3.outcome.granted.research"])
    values = made(moves, typed=True)
    answer = told(asked(values, last_year=True))
    assert answer.block is None and result(answer) == differing(values)


def test_two_independent_mistakes_are_two() -> None:
    wrong = {"t3.outcome.granted.natural_person": 182, "t3.outcome.partial.company": 3}
    values = made([], typed=True) | wrong
    found = asked(values)
    assert not any(one.likely and one.likely.block for one in found)
    after = {code: n for one in found if one.likely for code, n in result(one.likely).items()}
    assert after == differing(values)


def test_columns_that_lie_apart_need_more_than_two_balances() -> None:
    """A shift and an exchange together could look like this."""
    values = made(exchanged(column("natural_person"), column("social_org")), typed=False)
    (one,) = asked(values, last_year=True)
    assert one.likely is None
    assert [each.block.kind for each in one.candidates if each.block] == ["columns"]
    assert result(one.candidates[0]) == differing(values)


def test_all_columns_from_the_second_row_on_or_two_rows_exchanged() -> None:
    """Moved within the outcomes a figure changes no balance: only 二 and （一） are seen."""
    moves = [pair for c in COLUMNS for pair in shifted([f"{one}.{c}" for one in INPUT_ROWS[1:-1]])]
    found = asked(made(moves, typed=False), last_year=True)
    assert found and all(one.likely is None for one in found)


def test_what_a_shift_explains_as_well_is_not_certain() -> None:
    """In 二 only one figure stands: an exchange of columns, or all of them shifted."""
    right = filled({"carried_in": [9, 0, 0, 0, 0, 0], "outcome.granted": [20, 3, 4, 5, 0, 0]})
    moves = [p for one in ROWS for p in shifted([f"{one}.{c}" for c in COLUMNS])]
    values = made(moves, typed=False, right=right)
    previous = {f"t3.carried_out.{one}": right[f"t3.carried_in.{one}"] for one in COLUMNS}
    found = diagnose(
        values,
        [one for one in equalities(FORM, NONE, previous) if one.rule[:2] == "T3"],
        decimals=FORM.decimals,
        neighbours=NEIGHBOURS,
        previous=previous,
        tables=TABLES,
    )
    assert found and all(one.likely is None for one in found)


def test_no_hypothesis_goes_through_a_cell_without_a_figure() -> None:
    values = made(exchanged(column("natural_person"), column("company")), typed=False)
    gone = "t3.outcome.other.other.company"
    del values[gone]
    found = diagnose(
        values,
        [one for one in equalities(FORM, NONE, LAST) if one.rule[:2] == "T3"],
        decimals=FORM.decimals,
        neighbours=NEIGHBOURS,
        previous=LAST,
        missing={gone},
        tables=TABLES,
    )
    assert not any(one.likely and one.likely.block for one in found)


# --- What always holds ---------------------------------------------------------------------------

figure = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 2000))
INPUTS_3 = [code for code in FORM.inputs if code.startswith("t3.")]
# Deadlines would only say how busy the machine is.
slow = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def displaced(draw: st.DrawFn) -> dict[str, int]:
    """A balanced table 3, two of its lines exchanged or one shifted, and perhaps a wrong cell."""
    table = draw(st.dictionaries(st.sampled_from(INPUTS_3), figure, min_size=4, max_size=60))
    right = every_value(FORM, balanced(FORM, dict.fromkeys(FORM.inputs, 0) | table))
    lines = draw(st.sampled_from([[column(c) for c in WITH_TOTAL], [row(r[3:]) for r in ROWS]]))
    one, other = draw(st.permutations(lines))[:2]
    start = draw(st.integers(0, len(one) - 2))
    moves = draw(
        st.sampled_from([exchanged(one, other), shifted(one[start:]), shifted(one[start:][::-1])])
    )
    values = made(moves, typed=draw(st.booleans()), right=right)
    return values | draw(st.dictionaries(st.sampled_from(INPUTS_3), figure, max_size=1))


def gaps(values: Mapping[str, int], balances: Iterable[Balance]) -> list[int]:
    return [
        sum(weight * values[code] for code, weight in one.coefficients.items()) - one.constant
        for one in balances
    ]


@slow
@given(displaced(), st.booleans())
def test_a_block_answer_mends_its_group_and_breaks_nothing(
    values: dict[str, int], last_year: bool
) -> None:
    balances = equalities(FORM, TOTALS & values.keys(), LAST if last_year else {})
    balances = [one for one in balances if one.rule[:2] in ("T3", "T4")]
    before = gaps(values, balances)
    found = asked(values, last_year=last_year)
    named = [balance for one in found for balance in one.broken]
    broken = [one for one, gap in zip(balances, before, strict=True) if gap]
    assert {(one.rule, one.at) for one in named} == {(one.rule, one.at) for one in broken}
    for one in found:
        for answer in (one.likely, *one.candidates):
            if answer is None or answer.block is None:
                continue
            after = values | result(answer)
            assert len(answer.changes) >= 3
            assert all(c.was == values[c.code] != c.value >= 0 for c in answer.changes)
            assert not any(gaps(after, one.broken))
            now = gaps(after, balances)
            assert not any(new for old, new in zip(before, now, strict=True) if not old)
            cells = {code for line in answer.block.lines for code in line}
            assert cells >= result(answer).keys()
    assert asked(dict(reversed(values.items())), last_year=last_year) == found
