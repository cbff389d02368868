"""Copies merged, without files: whatever was written into them is somewhere afterwards, once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.findings.seen import Shown
from toolkit.grids import names
from toolkit.grids.names import ListHead
from toolkit.returns.sums.record import (
    Record,
    TakenThen,
    UnitThen,
    record_from_text,
    record_texts,
)
from toolkit.review.answers import Answer, Settled, digest_of, settle
from toolkit.review.copies import Copy
from toolkit.review.hand_typed import HandTyped, Typed
from toolkit.review.merging import merged
from toolkit.review.worklist import Item

SAVED = datetime.datetime(2025, 1, 15, 8, 30)
UNITS = ("11", "12", "13")
# Problems that are told apart by their units alone; few, so that copies meet.
PROBLEMS: list[dict[str, Shown]] = [
    {ListHead.UNIT: unit, ListHead.RULE: "T3-01", ListHead.LABEL: "自然人", ListHead.ACTUAL: 3}
    for unit in UNITS
]
WISHES = st.dictionaries(st.sampled_from(UNITS), st.booleans())
# A row as it is written into: decision, note, a column of one's own.
ROWS = st.tuples(
    st.sampled_from([names.OPEN, *names.DECISIONS[1:]]),
    st.sampled_from(["", "电话核实", "已发函", "已发函，\n等回复"]),
    st.sampled_from([{}, {"经办人": "小李"}, {"经办人": "小王"}]),
)
LISTS = st.tuples(*(st.one_of(st.none(), ROWS) for _ in PROBLEMS))
Row = tuple[str, str, Mapping[str, str]]
UNTOUCHED: Row = (names.OPEN, "", {})


def record(made: str = "2025-01-15 08:30", chosen: Mapping[str, bool] | None = None) -> Record:
    units = {unit: UnitThen(f"单位{unit}", None, "", True, True, {}) for unit in UNITS}
    return Record(made, units, chosen or {}, {})


def workbook(
    mark: str,
    rows: Sequence[Row | None],
    then: Sequence[Row | None] = (),
    *,
    lineage: Sequence[str] = (),
    chosen: Mapping[str, bool] | None = None,
    typed: Sequence[str] = (),
) -> HandTyped:
    """``then``: as the rows were written; by default nothing was in them."""
    before = [*then, *[None] * len(PROBLEMS)]
    items = [
        Item(shown, *row[:2], more=dict(row[2]), was=was or UNTOUCHED)
        for shown, row, was in zip(PROBLEMS, rows, before, strict=False)
        if row
    ]
    cells = [Typed(("", "说明", f"H{n}", "", "", "", text, "添加")) for n, text in enumerate(typed)]
    return HandTyped(
        record(),
        chosen or {},
        items,
        typed=cells,
        own_heads={names.FINDINGS: ["经办人"]},
        lineage=(mark, *lineage),
    )


def copy(name: str, typed: HandTyped, minute: int = 0) -> Copy:
    return Copy(name, f"sha of {name}", SAVED + datetime.timedelta(minutes=minute), typed)


def everything(one: HandTyped) -> list[str]:
    """All texts of a workbook: those in rows, and those that are listed."""
    rows = [*one.items, *one.settled]
    own = [str(value) for item in rows for value in item.more.values()]
    return [
        *(item.decision for item in rows),
        *(item.note for item in rows),
        *own,
        *(cell for entry in one.typed for cell in entry.cells),
    ]


def as_next_run(one: HandTyped, mark: str = "next") -> HandTyped:
    """What the next run would read of it, had nobody written anything since."""
    items = [replace(item, was=item.written, besides="", change="") for item in one.items]
    made = replace(one.record, chosen=one.chosen)
    lineage = (mark, *one.lineage)
    return replace(
        one, record=made, items=items, listed=len(one.typed), lineage=lineage, merged=None
    )


@settings(deadline=None, max_examples=400)
@given(
    st.one_of(st.none(), LISTS),
    LISTS,
    LISTS,
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(["甲写的", "乙写的"]), max_size=2, unique=True),
)
def test_nothing_that_was_written_is_lost(
    ours: Sequence[Row | None] | None,
    first: Sequence[Row | None],
    second: Sequence[Row | None],
    comes_from_it: bool,
    later: bool,
    typed: Sequence[str],
) -> None:
    lineage = ("run",) if comes_from_it else ()
    main = workbook("ours", ours, lineage=lineage, typed=typed[:1]) if ours else None
    a = copy("甲.xlsx", workbook("run", first, typed=typed), minute=int(later))
    b = copy("乙.xlsx", workbook("run", second, typed=typed[1:]))
    done = merged(main, [a, b])
    assert done.merged is not None
    told = everything(done)
    for one in filter(None, (main, a.typed, b.typed)):
        for text in everything(one):
            assert text in (names.OPEN, "") or any(text in each for each in told)
    # Where two differ, the workbook that is replaced goes first, then the copy saved last.
    for unit, mine in zip(UNITS, ours or [None] * 3, strict=True):
        rows = [x for x in done.items if x.text(ListHead.UNIT) == unit]
        for row in rows:
            at = UNITS.index(unit)
            in_order = [mine, *((first[at], second[at]))]
            said = [one[0] for one in in_order if one and one[0] != names.OPEN]
            assert row.decision == (said[0] if said else names.OPEN)
            assert bool(row.besides) == (len(set(said)) > 1)
    # Again with the same copies: nothing comes, and nothing is listed anew.
    once = as_next_run(done)
    twice = merged(once, [b, a])
    assert twice.merged is not None and twice.merged.differences == []
    assert [one.written for one in twice.items] == [one.written for one in once.items]
    assert twice.typed == once.typed
    # And with the same in other files: what was taken over is known by mark and name.
    saved_again = [replace(one, sha256=f"{one.sha256}, saved again") for one in (a, b)]
    third = merged(once, saved_again)
    assert third.merged is not None and third.merged.differences == []
    assert [one.written for one in third.items] == [one.written for one in once.items]
    assert third.typed == once.typed


@given(WISHES, WISHES, WISHES)
def test_every_switch_is_set_or_listed(
    ours: dict[str, bool], first: dict[str, bool], second: dict[str, bool]
) -> None:
    a = copy("甲.xlsx", workbook("run", [], chosen=first), minute=1)
    b = copy("乙.xlsx", workbook("run", [], chosen=second))
    done = merged(workbook("ours", [], lineage=("run",), chosen=ours), [b, a])
    assert done.merged is not None
    assert done.chosen == {**second, **first, **ours}
    listed = {(one.of.split()[0], one.other) for one in done.merged.differences}
    for one in (first, second):
        for unit, inside in one.items():
            word = names.YES if inside else names.NO
            assert done.chosen[unit] == inside or (unit, word) in listed
    assert merged(as_next_run(done), [a, b]).chosen == done.chosen


# --- One place -----------------------------------------------------------------------------------


def said(*texts: str, then: str = "") -> list[Answer]:
    return [Answer(text, digest_of(then), number) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("ours", "then", "theirs", "kept", "others"),
    [
        # Nobody has changed anything; one has; both alike; both.
        ("", "", ["", ""], "", []),
        ("", "", ["甲", ""], "甲", []),
        ("", "", ["甲", "甲"], "甲", []),
        ("", "", ["甲", "乙"], "甲", ["乙"]),
        # Ours was there when the copies were made: it was changed, or taken away.
        ("旧", "旧", ["旧", "新"], "新", []),
        ("旧", "旧", ["", "旧"], "", []),
        ("旧", "旧", ["", "新"], "新", []),
        # Ours was written since: it stays, and what others say is not lost.
        ("我", "", ["甲", ""], "我", ["甲"]),
        ("我", "旧", ["旧", "旧"], "我", []),
        ("我", "旧", ["", "旧"], "我", []),
        ("我", "", ["我", "甲"], "我", ["甲"]),
        # Who takes a decision back has not taken another one.
        ("", "旧", ["新", "旧"], "新", []),
    ],
)
def test_what_is_kept(
    ours: str, then: str, theirs: list[str], kept: str, others: list[str]
) -> None:
    done = settle(Answer(ours), said(*theirs, then=then), [None, 0, 1])
    assert (done.kept.value, [one.value for one in done.others]) == (kept, others)


def test_who_has_seen_ours_and_changed_it_goes_before_who_has_not() -> None:
    theirs = [Answer("不采纳", digest_of(""), 0), Answer("已核实", digest_of("已退回"), 1)]
    done = settle(Answer("已退回"), theirs, [None, 1, 0])
    assert (done.kept.value, [one.value for one in done.others]) == ("已核实", ["不采纳"])


def test_a_line_break_is_no_other_answer() -> None:
    done = settle(Answer("电话核实\n已催"), said("电话核实 已催"), [None, 0])
    assert done == Settled(Answer("电话核实\n已催"), anew=[0])


# --- What is remembered --------------------------------------------------------------------------


def test_a_record_keeps_where_it_comes_from_and_what_was_taken_over() -> None:
    taken = (TakenThen("sha", "mark", "甲.xlsx", {"a": "b", "c": ""}),)
    one = replace(record(), lineage=("a", "b"), taken=taken)
    assert record_from_text("".join(record_texts(one))) == one


def test_what_a_copy_had_taken_over_itself_is_known() -> None:
    """Who merges a colleague's copy has merged what that colleague had merged."""
    a = copy("甲.xlsx", workbook("run", [("已核实", "", {}), None, None]))
    b = as_next_run(merged(workbook("run b", [UNTOUCHED] * 3, lineage=["run"]), [a]), "b")
    ours = workbook("ours", [UNTOUCHED] * 3, lineage=["run"])
    done = as_next_run(merged(ours, [copy("乙.xlsx", b)]))
    assert done.items[0].decision == names.VERIFIED
    settled = replace(done, items=[replace(done.items[0], decision=names.REJECTED)])
    again = merged(settled, [a])
    assert again.merged is not None and list(again.merged.known) == ["甲.xlsx"]
    assert again.items[0].decision == names.REJECTED
