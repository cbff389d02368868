"""The rules as a matrix: exact at any size, and all units at once are each alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.figures import every_value
from toolkit.audit.rules import audit
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import Identity
from toolkit.returns.unit_return import Return, Subject
from toolkit.roster.roster import Category

FORM = default_form()
LAYOUT = lay_out(FORM)
TABLES = frozenset(table.code for table in FORM.tables)
RULED = [code for code in FORM.inputs if code.startswith(("t2.reg", "t2.norm", "t3.rec", "t3.car"))]


def subject(
    figures: dict[str, int], before: dict[str, int] | None = None, bad: frozenset[str] = frozenset()
) -> Subject:
    values = every_value(FORM, figures)
    one = Return("a.xlsx", Identity(), values=values, counted=TABLES, invalid=bad)
    past = every_value(FORM, before) if before is not None else {}
    return Subject(one, Category.OWN, past)


def test_one_in_a_quintillion_is_seen() -> None:
    """Beyond 64 bits, and beyond what a double could tell apart."""
    huge = 10**21
    figures = {"t3.received.company": huge + 1, "t3.outcome.granted.company": huge}
    (found,) = audit([subject(figures)], LAYOUT, compared=False).findings[0]
    assert (found.code, found.actual, found.expected) == ("T3-01", huge, huge + 1)
    figures["t3.outcome.granted.company"] += 1
    assert audit([subject(figures)], LAYOUT, compared=False).findings == [[]]


def test_the_four_outcomes_are_counted_with_their_reasons() -> None:
    good = {"t3.received.company": 5, "t3.outcome.granted.company": 5}
    wrong = good | {"t3.received.company": 6}
    bad = frozenset({"t3.received.company"})
    outcomes = audit(
        [subject(good, {}), subject(wrong, {}), subject(good, {}, bad), subject(good)], LAYOUT
    ).outcomes
    # 14 rules: T3-01 and T3-04 six times, T2-01 twice; T2-02 is not for an office.
    assert (outcomes.holds, outcomes.fails) == (14 + 13 + 13 + 6, 1)
    assert {one.text: count for one, count in outcomes.unjudged.items()} == {
        "式中有单元格不是有效的数": 1,
        "上年数据中没有这些数，或不是有效的数": 8,
    }


Drawn = list[tuple[dict[str, int], dict[str, int] | None]]
figures = st.dictionaries(st.sampled_from(RULED), st.integers(0, 10**15), max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(figures, st.none() | figures), min_size=1, max_size=5))
def test_all_at_once_is_each_alone(
    drawn: list[tuple[dict[str, int], dict[str, int] | None]],
) -> None:
    subjects = [subject(now, then) for now, then in drawn]
    together = audit(subjects, LAYOUT)
    alone = [audit([one], LAYOUT) for one in subjects]
    assert together.findings == [one.findings[0] for one in alone]
    assert together.outcomes.holds == sum(one.outcomes.holds for one in alone)
    assert together.outcomes.fails == sum(one.outcomes.fails for one in alone)
