"""Worklists and records, without files: nothing that was written is lost, nothing is made up."""

from __future__ import annotations

import base64
import json
import random
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.build import SAVED
from toolkit.findings.details import AsTold
from toolkit.findings.finding import Finding, Status
from toolkit.findings.seen import Shown
from toolkit.form.form_file import default_form
from toolkit.grids import names
from toolkit.grids.address import cell
from toolkit.grids.appearance import MOST_STYLES, Painted, Style, Width
from toolkit.grids.cell_text import cell_text, outline
from toolkit.grids.names import ListHead
from toolkit.painting.book import Book
from toolkit.painting.table import write_cell
from toolkit.returns.sums.record import (
    FigureColumn,
    Record,
    Row,
    UnitThen,
    record_from_text,
    record_texts,
)
from toolkit.review.hand_typed import rows_of, typed_over
from toolkit.review.worklist import Item, carry_over, items_of
from toolkit.spreadsheets.workbook import read_workbook

# Few of each, so that units, rules, places and figures meet again and again.
SHOWN = st.fixed_dictionaries(
    {
        ListHead.UNIT: st.sampled_from(["", "11", "12"]),
        ListHead.RULE: st.sampled_from(["T3-01", "NUM-01"]),
        ListHead.LABEL: st.sampled_from(["", "自然人"]),
        ListHead.ACTUAL: st.sampled_from([None, 3, 4]),
        ListHead.MESSAGE: st.sampled_from(["甲", "乙"]),
        ListHead.FILE: st.sampled_from(["a.xlsx", "b.xlsx"]),
    }
)
FOUND = st.builds(Item, SHOWN, st.just(names.OPEN))
WRITTEN = st.builds(
    Item, SHOWN, st.sampled_from(["", *names.DECISIONS]), st.sampled_from(["", "电话核实", "已催"])
)


def writings(items: Sequence[Item]) -> Counter[tuple[str, str]]:
    return Counter((one.decision, one.note) for one in items if one.touched)


@given(st.lists(FOUND, max_size=8), st.lists(WRITTEN, max_size=8), st.lists(WRITTEN, max_size=4))
def test_every_decision_and_note_is_somewhere_once(
    now: list[Item], then: list[Item], settled: list[Item]
) -> None:
    result = carry_over(now, then, settled, then)
    # A note without a decision is beside the open one that its finding has now.
    after = writings(result.items) + writings(result.settled)
    before = writings([*then, *settled])
    assert Counter(note for _, note in after.elements()) == Counter(
        note for _, note in before.elements()
    )
    assert Counter(d for d, _ in after.elements() if d not in ("", names.OPEN)) == Counter(
        d for d, _ in before.elements() if d not in ("", names.OPEN)
    )
    assert [one.shown for one in result.items] == [one.shown for one in now]


@given(st.lists(FOUND, max_size=8), st.randoms(use_true_random=False))
def test_the_same_findings_in_any_order_keep_what_was_written(
    now: list[Item], order: random.Random
) -> None:
    then = [Item(one.shown, names.VERIFIED, f"第 {n} 条") for n, one in enumerate(now)]
    shuffled = list(then)
    order.shuffle(shuffled)
    result = carry_over(now, shuffled, written=shuffled)
    assert [one.change for one in result.items] == [""] * len(now)
    assert result.settled == [] and result.gone == 0
    for one in result.items:
        (old,) = [each for each in then if each.note == one.note]
        assert old.shown == one.shown


def test_two_problems_of_one_place_are_told_apart_by_their_words() -> None:
    place = {ListHead.UNIT: "11", ListHead.RULE: "UNIT-12"}
    now = [Item({**place, ListHead.MESSAGE: words}) for words in ("乙", "甲")]
    then = [Item(one.shown, note=f"关于{one.shown[ListHead.MESSAGE]}") for one in reversed(now)]
    assert [one.note for one in carry_over(now, then).items] == ["关于乙", "关于甲"]


def test_a_line_of_a_county_s_list_is_no_place() -> None:
    """The error that was decided about is gone there, and another one stands on its line."""
    line = {ListHead.UNIT: "990001", ListHead.RULE: "LEVEL-03", ListHead.SHEET: "审核结果"}
    old = {
        **line,
        ListHead.CELL: "L3",
        ListHead.LABEL: "河口镇，NUM-01 表三 D7",
        ListHead.MESSAGE: "甲",
    }
    new = {**old, ListHead.LABEL: "教育局，NUM-01 表三 D8", ListHead.MESSAGE: "乙"}
    result = carry_over([Item(new)], [Item(old, names.VERIFIED, "河口镇已核实")])
    assert (result.items[0].decision, result.items[0].note) == ("", "")
    assert [one.note for one in result.settled] == ["河口镇已核实"]
    moved = carry_over([Item({**old, ListHead.CELL: "L4"})], [Item(old, names.VERIFIED)])
    assert (moved.items[0].decision, moved.items[0].change) == (names.VERIFIED, "")


def test_an_amount_in_another_unit_is_one_problem_by_whatever_it_is_noticed() -> None:
    """With last year's figures YEAR-01 tells what PEER-01 told without them: nothing is gone."""
    where: dict[str, Shown] = {ListHead.UNIT: "11", ListHead.LABEL: "通知总金额"}
    place = {**where, ListHead.ACTUAL: 251000}
    peer = {**place, ListHead.RULE: "PEER-01", ListHead.MESSAGE: "甲"}
    year = {**place, ListHead.RULE: "YEAR-01", ListHead.MESSAGE: "乙"}
    result = carry_over([Item(year)], [Item(peer, names.VERIFIED, "电话核实")])
    assert [(one.decision, one.note) for one in result.items] == [(names.VERIFIED, "电话核实")]
    assert (result.gone, result.settled) == (0, [])
    elsewhere = Item({**peer, ListHead.LABEL: "实际收取金额"}, names.VERIFIED)
    assert carry_over([Item(year)], [elsewhere]).gone == 1
    own = Item(place, names.VERIFIED, "一行自己写的")
    assert carry_over([Item(year)], [own]).gone == 1


# --- What was typed ------------------------------------------------------------------------------

ROWS = st.lists(
    st.dictionaries(st.integers(0, 5), st.sampled_from(["1", "2", "甲", "=SUM."]), min_size=1),
    max_size=8,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_sorting_is_not_typing(rows: list[Row], order: random.Random) -> None:
    moved = list(rows)
    order.shuffle(moved)
    assert list(typed_over(rows, moved)) == []


@given(ROWS, st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 7)), st.just("手工")))
def test_whatever_is_typed_is_found(rows: list[Row], typed: Mapping[tuple[int, int], str]) -> None:
    read: list[dict[int | str, str]] = [*map(dict, rows), *({} for _ in range(10))]
    for (row, column), text in typed.items():
        read[row][column] = text
    assert {(row, column) for row, column, _ in typed_over(rows, read)} >= typed.keys()


def test_only_the_changed_cell_of_a_row_is_told_wherever_the_row_is_now() -> None:
    written: list[Row] = [
        {0: "11", 1: "教育局", 2: "5"},
        {0: "12", 1: "公安局", 2: "5"},
        {0: "13", 2: "7"},
    ]
    read: list[Row] = [{0: "13", 2: "7"}, {0: "12", 1: "公安局", 2: "6", 4: "请核对"}, written[0]]
    assert list(typed_over(written, read)) == [(1, 2, "5"), (1, 4, "")]


@pytest.mark.parametrize("share", [0.348961257720382391, 1 / 3, 2 / 7, 123456.789012345678])
def test_a_quotient_that_was_saved_with_fifteen_digits_is_nobody_s_typing(share: float) -> None:
    """As LibreOffice saves it; a figure that differs sooner is typed."""
    saved = float(format(share, ".15g"))
    written: list[Row] = [{0: cell_text(share), 1: "公开率"}]
    assert list(typed_over(written, [{0: cell_text(saved), 1: "公开率"}])) == []
    other = float(format(share * 1.00001, ".15g"))
    assert len(list(typed_over(written, [{0: cell_text(other), 1: "公开率"}]))) == 1


def test_formulas_are_compared_by_what_every_program_keeps() -> None:
    ours = outline("=ROUND(SUMIFS('分单位'!$F$9:$F$12,'分单位'!$D$9:$D$12,\"是\"),6)")
    theirs = outline('=ROUND(SUMIFS(分单位!F9:F12,分单位!D9:D12,"是"),6)')
    assert ours == theirs == '=ROUND(SUMIFS(#:#,#:#,"是"),6).'
    assert outline("=3525+12") == "=3525+12."
    assert outline("=SUM($D$6:$I$6)+5") != outline("=SUM(D6:I6)") == outline("=sum( D7:I7 )")
    assert outline("='表三'!$D$6") == outline("=表三!D6") == "=#."
    link = "=HYPERLINK(\"#'审核结果'!C\"&IFERROR(MATCH(A13,'审核结果'!$C:$C,0),2),\"1 错\")"
    assert outline(link) == outline(link.replace("'审核结果'!$C:$C", "审核结果!C:C"))
    assert outline("=_xlfn.IFERROR(A1,0)") == outline("=IFERROR(A1,0)")
    # A program that shares formulas gives no text for most of them: that is no change.
    assert list(typed_over([{0: ours, 1: "11"}], [{0: "=", 1: "11"}])) == []
    assert list(typed_over([{0: ours, 1: "11"}], [{0: "=.", 1: "11"}])) == [(0, 0, ours)]


@given(st.lists(st.floats(0, 1e14) | st.integers(0, 10**14) | st.text("甲 =<&1", max_size=5)))
def test_what_is_written_is_read_back_as_it_was(values: list[float | str]) -> None:
    """A number of 17 digits loses the last ones on its way: that is nobody's typing."""
    book = Book(SAVED)
    sheet = book.sheet("页")
    for row, value in enumerate(values):
        write_cell(sheet, cell(row, 1), value, None, book.format())
    written = book.written()["页"]
    read = rows_of(read_workbook(book.finish()).grids["页"])
    assert list(typed_over(written, read)) == []


def recorded() -> Record:
    """A record with figures of a unit that has an amount, and a table of which nothing is known."""
    figures = {"t3.received.company": 10**17, "t2.fees.amount": 1}
    unknown = frozenset({"t4.other"})
    units = {
        "11": UnitThen("教育局", "a.xlsx", "ab", True, False, figures),
        "12": UnitThen("公安局", None, "", False, True, {}, unknown),
    }
    columns = {
        "t2.fees.amount": FigureColumn(6, 6),
        "t3.received.company": FigureColumn(7, 0),
        "t4.other": FigureColumn(8, 2),
    }
    lines: list[Row] = [{column: f"{row}×{column}" for column in range(60)} for row in range(900)]
    sheets: dict[str, list[Row]] = {
        "表三": [{0: "一", 7: "12"}, {}],
        "分单位": [{1: "合计", 6: "0.000001"}, {0: "11", 1: "教育局"}, {0: "12", 2: "甲"}],
        "审核结果": lines,
    }
    styles = {"a": Style(fill="#FFC7CE", bold=True), "b": Style(size=10)}
    painted = {
        "分单位": Painted(["ab a", ""], styles, {1: Width(26), 2: Width(9, hidden=True)}),
        "审核结果": Painted(["x"], {"x": styles["b"], "y": Style()}, {}),
    }
    made = "2025-03-01 10:00"
    return Record(made, units, {"12": False}, sheets, painted=painted, columns=columns)


def test_a_record_with_more_styles_than_there_are_characters_is_none() -> None:
    content = json.loads(zlib.decompress(base64.b64decode("".join(record_texts(recorded())))))
    for number, known in ((MOST_STYLES, True), (0x110000, False)):
        content["styles"] = [[]] * number
        packed = base64.b64encode(zlib.compress(json.dumps(content).encode(), 1)).decode()
        assert (record_from_text(packed) is not None) is known


def test_a_record_survives_its_way_through_cells() -> None:
    record = recorded()
    texts = record_texts(record)
    assert len(texts) > 1 and max(map(len, texts)) <= 32_767
    read = record_from_text("".join(texts))
    assert read is not None
    assert replace(read, painted={}) == replace(record, painted={})
    for name, painted in record.painted.items():
        again = read.painted[name]
        assert (again.widths, again.filled) == (painted.widths, painted.filled)
        for row in range(-1, 3):
            for column in range(6):
                assert again.style(row, column) == painted.style(row, column)


def test_the_rows_of_units_have_their_figures() -> None:
    """They are written once, in the units."""
    assert list(recorded().written("分单位")) == [
        {1: "合计", 6: "0.000001"},
        {0: "11", 1: "教育局", 6: "1e-06", 7: "100000000000000000", 8: "0"},
        {0: "12", 2: "甲", 6: "0", 7: "0"},
    ]
    assert list(recorded().written("表三")) == [{0: "一", 7: "12"}, {}]
    assert list(recorded().written("图表数据")) == []
    # As an earlier version has them.
    earlier = replace(recorded(), columns={})
    assert list(earlier.written("分单位")) == earlier.sheets["分单位"]


def test_a_record_with_fewer_rows_than_units_is_none() -> None:
    record = recorded()
    short = replace(record, sheets={**record.sheets, "分单位": record.sheets["分单位"][:1]})
    assert record_from_text("".join(record_texts(short))) is None


@given(st.text(max_size=40) | st.binary(max_size=40).map(lambda some: some.hex()))
def test_a_record_that_was_changed_is_none(text: str) -> None:
    assert record_from_text(text) is None


# --- What follows from another row ---------------------------------------------------------------


def rows_of_one_mistake() -> list[Item]:
    """A mistake and two balances that follow from it, as a run tells them."""

    def told(code: str, place: str, status: Status, cause: str = "") -> Finding:
        one = Finding(code, "error", status, "11", "甲局", "a.xlsx", "表三", place, label=place)
        return replace(one, actual=3, id=f"{code}:{place}", cause=cause)

    cause = "LIKELY-01:D8"
    some = [
        told("LIKELY-01", "D8", "open"),
        told("T3-02", "D29", "follows", cause),
        told("T3-03", "J8", "follows", cause),
    ]
    return items_of(
        [replace(one, details=AsTold("不平", "请核对")) for one in some], default_form()
    )


def as_before(now: Sequence[Item], *written: tuple[str, str]) -> list[Item]:
    """The same balances when each was told by itself, with what was written on them."""
    return [
        Item({**one.shown, ListHead.EXPECTED: "D8：5"}, decision, note, id=one.id)
        for one, (decision, note) in zip(now[1:], written, strict=True)
    ]


def test_only_the_cause_is_to_be_decided() -> None:
    assert [one.decision for one in rows_of_one_mistake()] == [names.OPEN, "", ""]


def test_decisions_on_what_follows_stay_and_are_shown_at_the_cause() -> None:
    now = rows_of_one_mistake()
    then = as_before(now, (names.SENT_BACK, "已电话告知"), (names.OPEN, ""))
    result = carry_over(now, then, written=then)
    assert [(one.decision, one.note) for one in result.items] == [
        (names.OPEN, ""),
        (names.SENT_BACK, "已电话告知"),
        ("", ""),
    ]
    assert [one.change for one in result.items] == [
        "新增；其下原有意见：表三 D29 已退回（已电话告知）",
        "",
        "",
    ]
    assert (result.kept, result.changed, result.gone) == (1, 0, 0)


def test_what_was_decided_alike_on_all_is_decided_on_the_cause() -> None:
    now = rows_of_one_mistake()
    then = as_before(now, (names.VERIFIED, "实际如此"), (names.VERIFIED, ""))
    first = carry_over(now, then, written=then).items[0]
    assert first.decision == names.VERIFIED and first.stands
    assert first.change == "新增；其下原有意见：表三 D29 已核实（实际如此）、表三 J8 已核实"


def test_a_decision_on_the_cause_itself_counts() -> None:
    now = rows_of_one_mistake()
    then = [
        replace(now[0], decision=names.REJECTED),
        *as_before(now, ("已核实", ""), ("已核实", "")),
    ]
    first = carry_over(now, then, written=then).items[0]
    assert (first.decision, first.change) == (names.REJECTED, "")


def test_a_hint_that_is_folded_now_is_not_gone() -> None:
    hint = Finding("TOT-01", "info", "open", "11", "甲局", sheet="表三", cell="J6", id="TOT-01:J6")
    told = [replace(hint, cell=f"J{row}", id=f"TOT-01:J{row}") for row in range(6, 37)]
    then = items_of([replace(one, details=AsTold("手填", "")) for one in told], default_form())
    now = items_of([replace(hint, more=30, details=AsTold("手填", ""))], default_form())
    assert carry_over(now, then, written=then).gone == 0
