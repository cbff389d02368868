"""Which cell is wrong, and what should it say: exact cases of every kind, and what always holds.

The balances are those of the form; sums are made by plain addition, never by code under test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.support.figures import COLUMNS, balanced, every_value
from toolkit.audit.correction.balances import Balance, equalities, inequalities, neighbours_of
from toolkit.audit.correction.fewest_changes import Budget, System, smallest
from toolkit.audit.correction.one_mistake import CellChange
from toolkit.audit.correction.search import LikelyMistakes, Solution, diagnose
from toolkit.audit.correction.typing_error import (
    MistakeKind,
    likeliest_kind,
    likelihood,
    typing_error,
)
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.rule import parse_rule

FORM = default_form()
LAYOUT = lay_out(FORM)
TOTALS = frozenset(code for code, one in FORM.indicators.items() if one.parts)
# Tables 3 and 4 are in balances of their own; with last year known there would be more.
TYPED = [one for one in equalities(FORM, TOTALS, {}) if one.rule[:2] in ("T3", "T4")]
LIVE = [one for one in equalities(FORM, frozenset(), {}) if one.rule[:2] in ("T3", "T4")]
NEIGHBOURS = {c: n for t in LAYOUT.tables for c, n in neighbours_of(t.spots).items()}
TABLE3 = [code for code in FORM.inputs if code.startswith("t3.")]

# Deadlines would only say how busy the machine is.
slow = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def figures(given: Mapping[str, int]) -> dict[str, int]:
    """A whole return: 一 set so that table 3 balances, and totals added up."""
    inputs = dict.fromkeys(FORM.inputs, 0) | {f"t3.{code}": n for code, n in given.items()}
    return every_value(FORM, balanced(FORM, inputs))


GOOD = figures(
    {
        "outcome.granted.natural_person": 128,
        "outcome.partial.natural_person": 31,
        "outcome.refused.third_party.natural_person": 7,
        "outcome.unavailable.not_held.natural_person": 64,
        "outcome.granted.company": 25,
        "outcome.not_processed.petition.company": 12,
        "carried_in.natural_person": 9,
        "carried_out.natural_person": 14,
        "carried_out.company": 3,
    }
)


def typed(changed: Mapping[str, int], **more: Any) -> list[LikelyMistakes]:
    """What is said of ``GOOD`` with these cells of table 3 changed, every total typed by hand."""
    values = GOOD | {f"t3.{code}": value for code, value in changed.items()}
    return asked(values, TYPED, **more)


def live(changed: Mapping[str, int], **more: Any) -> list[LikelyMistakes]:
    """The same where totals are formulas."""
    values = {code: GOOD[code] for code in FORM.inputs}
    return asked(values | {f"t3.{code}": value for code, value in changed.items()}, LIVE, **more)


def asked(values: Mapping[str, int], balances: list[Balance], **more: Any) -> list[LikelyMistakes]:
    known: dict[str, Any] = {"decimals": FORM.decimals, "neighbours": NEIGHBOURS, "previous": {}}
    return diagnose(values, balances, **(known | more))


def told(solution: Solution | None) -> list[tuple[str, int, str]]:
    return [(one.code.removeprefix("t3."), one.value, one.kind) for one in changes(solution)]


def changes(solution: Solution | None) -> tuple[CellChange, ...]:
    assert solution is not None
    return solution.changes


# --- Balances ------------------------------------------------------------------------------------


def test_totals_that_are_formulas_are_written_out_in_inputs() -> None:
    assert [(one.rule, one.at) for one in LIVE] == [
        ("T3-01", f"t3.outcome.total.{column}") for column in COLUMNS
    ]
    parts = dict.fromkeys(FORM.inputs_of("t3.outcome.total.company"), -1)
    assert LIVE[1].coefficients == parts | {
        "t3.received.company": 1,
        "t3.carried_in.company": 1,
        "t3.carried_out.company": -1,
    }


def test_a_typed_total_is_a_cell_with_its_own_balance() -> None:
    rules = [one.rule for one in TYPED]
    assert {rule: rules.count(rule) for rule in set(rules)} == {
        "T3-01": 7,
        "T3-02": 7,
        "T3-03": 24,
        "T4-01": 3,
    }
    review = next(one for one in TYPED if one.at == "t4.review.total")
    assert review.coefficients == {
        "t4.review.total": -1,
        **dict.fromkeys((f"t4.review.{c}" for c in ("upheld", "corrected", "other", "pending")), 1),
    }


def test_only_the_totals_that_were_typed_are_cells() -> None:
    some = equalities(FORM, {"t3.outcome.total.total"}, {})
    last = some[-1]
    assert (last.rule, last.at) == ("T3-02", "t3.outcome.total.total")
    assert len(last.coefficients) == 1 + 21 * len(COLUMNS)
    assert [one.at for one in some].count("t3.outcome.total.total") == 2, "T3-01 of that column too"


def test_last_years_figures_and_decimals() -> None:
    """Fees are in 10⁻⁶ 万元: a rule between indicators of different decimals becomes whole."""
    fees, count = "t2.fees.amount", "t2.penalties.decisions"
    sides = f"0.5 * {fees} - 3 * {count}", f"previous({count}) + 1.25"
    form = FORM.model_copy()
    form.__dict__["declared_rules"] = tuple(
        rule
        for code, sense in (("X-01", "="), ("X-02", ">="))
        for rule in parse_rule(code, sense.join(sides), count, FORM.decimals)
    )
    balance = {fees: 1, count: -6_000_000}
    assert equalities(form, frozenset(), {count: 7}) == [
        Balance("X-01", count, balance, 16_500_000)
    ]
    assert equalities(form, frozenset(), {count: None}) == []
    below = {code: -weight for code, weight in balance.items()}
    assert inequalities(form, frozenset(), {count: 7}) == [
        Balance("X-02", count, below, -16_500_000)
    ]


def test_last_years_total_is_the_sum_of_its_inputs() -> None:
    total, others = "t4.review.total", ("corrected", "other", "pending")
    written = f"t4.review.upheld = previous({total})"
    form = FORM.model_copy()
    form.__dict__["declared_rules"] = tuple(parse_rule("X-01", written, total, FORM.decimals))
    previous = {"t4.review.upheld": 1, **{f"t4.review.{one}": 2 for one in others}}
    (one,) = equalities(form, frozenset(), previous)
    assert (one.coefficients, one.constant) == ({"t4.review.upheld": 1}, 7)
    assert equalities(form, frozenset(), {"t4.review.upheld": 1}) == []


def test_neighbours() -> None:
    assert NEIGHBOURS["t3.carried_in.company"] == (
        "t3.carried_in.research",
        "t3.carried_in.natural_person",
        "t3.outcome.granted.company",
        "t3.received.company",
    )
    assert "t3.received.total" in NEIGHBOURS["t3.received.other_org"]


# --- Typing errors -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant", "kind"),
    [
        ("128", "182", "transposed"),
        ("12", "21", "transposed"),
        ("128", "158", "replaced"),
        ("5", "0", "replaced"),
        ("12", "128", "dropped"),
        ("11", "111", "dropped"),
        ("1128", "128", "added"),
        ("125", "12.5", "dropped"),
        ("-12", "12", "added"),
        ("128", "128", None),
        ("128", "821", None),
        ("128", "1", None),
        ("128", "281", None),
    ],
)
def test_what_one_slip_of_the_keys_explains(typed: str, meant: str, kind: str | None) -> None:
    assert typing_error(typed, meant) == kind


def distance(a: str, b: str) -> int:
    """Restricted Damerau-Levenshtein distance, by its recurrence."""
    d = [[max(i, j) if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            ways = [d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])]
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                ways.append(d[i - 2][j - 2] + 1)
            d[i][j] = min(ways)
    return d[-1][-1]


@given(st.text("01.", max_size=6), st.text("01.", max_size=6))
def test_exactly_distance_one_is_a_typing_error(typed: str, meant: str) -> None:
    assert (typing_error(typed, meant) is not None) == (distance(typed, meant) == 1)


@pytest.mark.parametrize(
    ("was", "value", "last", "kind"),
    [
        (1280, 128, None, "factor"),
        (128, 1280, None, "factor"),
        (-14, 14, None, "sign"),
        (35_000, 35_000 * 10**4, None, "balance"),
        (350_000_000, 35_000, 40_000, "factor"),
        (350_000_000, 35_000, None, "balance"),
        (17, 93, None, "balance"),
    ],
)
def test_kinds_of_a_change(was: int, value: int, last: int | None, kind: MistakeKind) -> None:
    assert likeliest_kind(was, value, 0, last)[0] == kind


def test_last_years_figure_makes_a_figure_likelier() -> None:
    assert likelihood(100, 0, 95) > likelihood(100, 0, None) > likelihood(100, 0, 0)


# --- One wrong cell, totals typed ----------------------------------------------------------------

GRANTED = "outcome.granted.natural_person"


@pytest.mark.parametrize(
    ("code", "wrong", "kind"),
    [
        (GRANTED, 182, "transposed"),
        (GRANTED, 178, "replaced"),
        (GRANTED, 18, "dropped"),
        (GRANTED, 1238, "added"),
        (GRANTED, 1280, "factor"),
        (GRANTED, 977, "balance"),
        ("carried_out.company", 30, "factor"),
        ("outcome.total.company", 73, "transposed"),
        ("outcome.total.total", 276, "transposed"),
        ("outcome.granted.total", 154, "replaced"),
        ("received.total", 1, "balance"),
    ],
)
def test_with_typed_totals_one_wrong_cell_is_the_only_answer(
    code: str, wrong: int, kind: str
) -> None:
    (one,) = typed({code: wrong})
    assert told(one.likely) == [(code, GOOD[f"t3.{code}"], kind)]
    assert one.candidates == ()
    assert changes(one.likely)[0].was == wrong


def test_a_sign() -> None:
    (one,) = typed({"carried_out.natural_person": -14})
    assert told(one.likely) == [("carried_out.natural_person", 14, "sign")]


def test_the_broken_balances_are_named() -> None:
    (one,) = typed({GRANTED: 182})
    assert [(b.rule, b.at) for b in one.broken] == [
        ("T3-03", "t3.outcome.granted.total"),
        ("T3-02", "t3.outcome.total.natural_person"),
    ]


def test_a_return_that_balances_has_no_diagnosis() -> None:
    assert typed({}) == [] == live({})


# --- Swaps and slips -----------------------------------------------------------------------------


def test_two_neighbours_swapped() -> None:
    (one,) = typed({GRANTED: 31, "outcome.partial.natural_person": 128})
    assert told(one.likely) == [
        (GRANTED, 128, "swapped"),
        ("outcome.partial.natural_person", 31, "swapped"),
    ]
    partners = {change.code: change.partner for change in changes(one.likely)}
    assert all(partners[str(partner)] == code for code, partner in partners.items())


@pytest.mark.parametrize("ask", [typed, live])
def test_a_figure_in_the_next_column(ask: Any) -> None:
    """With formulas too: two columns are off by the same, and only one pair of cells fits."""
    here, there = (
        "outcome.not_processed.petition.company",
        "outcome.not_processed.petition.research",
    )
    (one,) = ask({here: 0, there: 12}, blank={f"t3.{here}"})
    assert told(one.likely) == [(here, 12, "slipped"), (there, 0, "slipped")]


def test_a_figure_in_the_next_row() -> None:
    here, there = "outcome.unavailable.not_held", "outcome.unavailable.needs_creation"
    moved = {f"{here}.natural_person": 0, f"{there}.natural_person": 64}
    (one,) = typed(moved)
    # The two totals of these rows could have been exchanged just as well.
    assert one.likely is None
    assert [told(each) for each in one.candidates] == [
        [(f"{here}.natural_person", 64, "slipped"), (f"{there}.natural_person", 0, "slipped")],
        [(f"{there}.total", 64, "slipped"), (f"{here}.total", 0, "slipped")],
    ]


def test_a_figure_in_the_next_row_that_has_others() -> None:
    here, there = "outcome.granted.company", "outcome.partial.company"
    (one,) = typed({here: 0, there: 25})
    assert told(one.likely) == [(here, 25, "slipped"), (there, 0, "slipped")]


# --- Totals that are formulas --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "wrong", "kind"),
    [
        ("received.natural_person", 253, "transposed"),
        (GRANTED, 1280, "factor"),
        (GRANTED, 218, "transposed"),
    ],
)
def test_with_formulas_the_nearest_are_only_candidates(code: str, wrong: int, kind: str) -> None:
    (one,) = live({code: wrong})
    assert one.likely is None
    assert len(one.candidates) == 3
    assert told(one.candidates[0]) == [(code, GOOD[f"t3.{code}"], kind)]


def test_last_years_figures_help_to_rank() -> None:
    """600 too many in 一 or too few in （一）: last year's figures make one of them the first."""
    received = "received.natural_person"
    (alone,) = live({received: 835})
    assert told(alone.candidates[0]) == [(received, 235, "replaced")]
    (known,) = live({received: 835}, previous={f"t3.{received}": 850, f"t3.{GRANTED}": 700})
    assert known.likely is None
    assert changes(known.candidates[0]) == (
        CellChange(f"t3.{GRANTED}", 128, 728, "replaced", like_last_year=True),
    )


def test_a_balance_with_last_year_pins_the_cell() -> None:
    code = "t3.carried_in.natural_person"
    year = Balance("T3-04", code, {code: 1}, 9)
    values = {one: GOOD[one] for one in FORM.inputs} | {code: 90}
    (one,) = asked(values, [*LIVE, year], previous={"t3.carried_out.natural_person": 9})
    assert told(one.likely) == [("carried_in.natural_person", 9, "factor")]


# --- Several -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [typed, live])
def test_two_independent_errors_have_two_diagnoses(ask: Any) -> None:
    petitions = "outcome.not_processed.petition.company"
    found = ask({GRANTED: 182, petitions: 120})
    wanted = [(GRANTED, 128), (petitions, 12)]
    best = [one.likely or one.candidates[0] for one in found]
    assert [told(one)[0][:2] for one in best] == wanted
    assert [bool(one.likely) for one in found] == [ask is typed] * 2


def test_two_errors_in_one_column_and_other_rows() -> None:
    (one,) = typed({GRANTED: 182, "outcome.partial.natural_person": 13})
    assert sorted(told(one.likely)) == [
        (GRANTED, 128, "transposed"),
        ("outcome.partial.natural_person", 31, "transposed"),
    ]


def test_three_errors() -> None:
    wrong = {GRANTED: 182, "outcome.granted.company": 52, "carried_in.natural_person": 90}
    found = typed(wrong)
    assert {code: value for one in found for code, value, _ in told(one.likely)} == {
        code: GOOD[f"t3.{code}"] for code in wrong
    }


def test_a_tie_gives_no_likely() -> None:
    """One balance of five cells in table 4: whichever it is, the arithmetic is the same."""
    values = GOOD | {"t4.review.upheld": 21, "t4.review.other": 15, "t4.review.total": 27}
    (one,) = asked(values, TYPED)
    assert one.likely is None
    assert next((c.code, c.value, c.kind) for s in one.candidates for c in s.changes) == (
        "t4.review.upheld",
        12,
        "transposed",
    )
    assert len(one.candidates) == 3


def test_what_nothing_explains_is_said_without_an_answer() -> None:
    low = Balance("X-01", "a", {"a": 1, "b": 2}, -1)
    (one,) = diagnose({"a": 0, "b": 0}, [low], decimals={}, neighbours={}, previous={})
    assert one == LikelyMistakes((low,))


def test_more_exchanges_than_are_looked_for_are_told_cell_by_cell() -> None:
    """Every neighbour could be exchanged with the next: four exchanges are too many to look for."""
    meant = dict(zip("abcdefgh", [5, 3] * 4, strict=True))
    wrong = dict(zip("abcdefgh", [3, 5] * 4, strict=True))
    balances = [Balance("X-01", code, {code: 1}, value) for code, value in meant.items()]
    beside = dict(zip("abcdefg", "bcdefgh", strict=True))
    found = diagnose(wrong, balances, decimals={}, neighbours=beside, previous={})
    assert [told(one.likely)[0][:2] for one in found] == list(meant.items())


def test_a_bound_rules_an_answer_out_and_proves_nothing() -> None:
    sums = Balance("X-01", "a", {"a": 1, "b": -1})
    known: dict[str, Any] = {"decimals": {}, "neighbours": {}, "previous": {}}
    (free,) = diagnose({"a": 12, "b": 21}, [sums], **known)
    assert free.likely is None and len(free.candidates) == 2
    most = Balance("X-02", "a", {"a": 1}, 15)
    (held,) = diagnose({"a": 12, "b": 21}, [sums], bounds=[most], **known)
    assert held.likely is None
    assert [changes(one) for one in held.candidates] == [(CellChange("b", 21, 12, "transposed"),)]


def test_one_cell_that_stays_above_zero_is_not_the_likely_one() -> None:
    """一 129 and 四 17 exchanged: only 一 = 241 mends the column alone, and it is not the truth."""
    column = Balance("T3-01", "c", {"a": 1, "b": -1, "c": -1})
    known: dict[str, Any] = {"decimals": {}, "neighbours": {}, "previous": {}}
    (one,) = diagnose({"a": 17, "b": 112, "c": 129}, [column], **known)
    assert one.likely is None
    assert [changes(each)[0].value for each in one.candidates] == [241]


# --- Missing -------------------------------------------------------------------------------------


def test_a_missing_cell_is_deduced() -> None:
    code = f"t3.{GRANTED}"
    values = {one: value for one, value in GOOD.items() if one != code}
    (one,) = asked(values, TYPED, missing={code})
    assert changes(one.likely) == (CellChange(code, 0, 128, "deduced"),)
    assert {balance.rule for balance in one.broken} == {"T3-02", "T3-03"}


def test_one_deduced_cell_gives_another() -> None:
    gone = {f"t3.{GRANTED}", "t3.outcome.granted.company", "t3.outcome.total.company"}
    found = asked({c: v for c, v in GOOD.items() if c not in gone}, TYPED, missing=gone)
    assert {c.code: c.value for one in found for c in changes(one.likely)} == {
        code: GOOD[code] for code in gone
    }


def test_two_missing_cells_in_every_equality_cannot_be_judged() -> None:
    gone = {f"t3.{GRANTED}", "t3.received.natural_person"}
    assert live({}, missing=gone) == []


def test_a_missing_cell_beside_a_wrong_one() -> None:
    """The row says 128 + 27, the column 128: only with the wrong cell mended do they agree."""
    found = typed({"outcome.granted.company": 52}, missing={f"t3.{GRANTED}"})
    assert sorted(each for one in found for each in told(one.likely)) == [
        ("outcome.granted.company", 25, "transposed"),
        (GRANTED, 128, "deduced"),
    ]


# --- Fewest changes ------------------------------------------------------------------------------


def test_all_smallest_sets_are_found() -> None:
    """a + b = c + 3 and b + d = 5, all 0: no cell alone mends both."""
    system = System([{"a": 1, "b": 1, "c": -1}, {"b": 1, "d": 1}], [-3, -5])
    assert list(smallest(system, {0, 1}, 1, Budget(100))) == []
    found = {tuple(sorted(one.items())) for one in smallest(system, {0, 1}, 2, Budget(100))}
    assert found == {
        (("a", -2), ("b", 5)),
        (("b", 5), ("c", 2)),
        (("b", 3), ("d", 2)),
        (("a", 3), ("d", 5)),
        (("c", -3), ("d", 5)),
    }


# --- What always holds ---------------------------------------------------------------------------

figure = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 2000))
table = st.dictionaries(st.sampled_from(TABLE3), figure, max_size=30)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[dict[str, int], list[Balance]]:
    """A balanced table 3 with up to six wrong cells, totals typed or not."""
    right = figures({code.removeprefix("t3."): n for code, n in draw(table).items()})
    balances = draw(st.sampled_from([TYPED, LIVE]))
    cells = sorted(right) if balances is TYPED else list(FORM.inputs)
    wrong = draw(st.dictionaries(st.sampled_from(cells), figure, min_size=1, max_size=6))
    return {code: right[code] for code in cells} | wrong, balances


def gaps(values: Mapping[str, int], balances: Iterable[Balance]) -> list[int]:
    return [
        sum(weight * values[code] for code, weight in one.coefficients.items()) - one.constant
        for one in balances
    ]


@slow
@given(damaged())
def test_an_answer_restores_its_group_and_breaks_nothing(
    case: tuple[dict[str, int], list[Balance]],
) -> None:
    values, balances = case
    found = asked(values, balances)
    before = gaps(values, balances)
    broken = [one for one, gap in zip(balances, before, strict=True) if gap]
    named = [balance for one in found for balance in one.broken]
    assert sorted(map(id, named)) == sorted(map(id, broken)), "each violated balance once"
    for one in found:
        assert not (one.likely and one.candidates) and len(one.candidates) <= 3
        for solution in filter(None, (one.likely, *one.candidates)):
            after = values | {change.code: change.value for change in solution.changes}
            assert all(change.was == values[change.code] for change in solution.changes)
            assert all(
                change.value >= 0 != change.value - change.was for change in solution.changes
            )
            assert not any(gaps(after, one.broken))
            assert not any(
                new for old, new in zip(before, gaps(after, balances), strict=True) if not old
            )
    assert asked(dict(reversed(values.items())), balances) == found


@slow
@given(damaged())
def test_all_likely_answers_go_together(case: tuple[dict[str, int], list[Balance]]) -> None:
    values, balances = case
    after = dict(values)
    found = asked(values, balances)
    for one in found:
        after |= {
            change.code: change.value for change in (one.likely.changes if one.likely else ())
        }
    assume(all(one.likely for one in found))
    assert not any(gaps(after, balances))


@slow
@given(table, st.sampled_from(TABLE3), figure)
def test_with_typed_totals_any_single_wrong_input_is_found(
    filled: dict[str, int], code: str, wrong: int
) -> None:
    right = figures({one.removeprefix("t3."): value for one, value in filled.items()})
    assume(right[code] != wrong)
    (one,) = asked(right | {code: wrong}, TYPED)
    assert [(change.code, change.value) for change in changes(one.likely)] == [(code, right[code])]
