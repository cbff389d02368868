"""Official tables as documents print them: what is meant is read, and nothing else in silence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.support.reports.model import Figures, Subject
from tests.support.reports.official import official_layout, random_figures
from tests.support.reports.styles import STYLES
from toolkit.documents.page import read_page
from toolkit.findings.finding import Finding
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.returns.published.read_published import read_published
from toolkit.returns.unit_return import Return, Unread

LAYOUT = official_layout()
FIGURES = random_figures(7, 999, nothing_other=True)
Row = list[str | None]
Rows = list[Row]


def scaled(figures: Figures) -> dict[str, int]:
    return {code: int(one * LAYOUT.form.scales[code]) for code, one in figures.items()}


TRUE = scaled(FIGURES)


def tables() -> list[Rows]:
    """The three official tables, as the plainest page prints them."""
    page = read_page(STYLES["semantic"].made(FIGURES, Subject()))
    rows = [[list(row) for row in one.rows] for one in page.pieces]
    # This page has the blocks of table 2 apart.
    return [[row + [None] * (4 - len(row)) for some in rows[:-2] for row in some], *rows[-2:]]


def document(*parts: str | Rows, page: int = 0) -> Document:
    made = [one if isinstance(one, str) else Piece(one, page=page) for one in parts]
    return Document(Medium.PAGE, ["东海市教育局2024年政府信息公开工作年度报告", *made])


def read(*parts: str | Rows) -> Return:
    found = read_published(document(*parts), LAYOUT, "a.html", "0")
    assert isinstance(found, Return)
    return found


def told(one: Return) -> list[tuple[str, str | None, str | None]]:
    return [(f.code, f.sheet, f.cell) for f in one.findings if f.severity != "info"]


def values(one: Return) -> dict[str, int | None]:
    return {code: one.values[code] for code in TRUE}


def row_of(rows: Rows, label: str) -> int:
    return next(n for n, row in enumerate(rows) if any(text and label in text for text in row))


def test_as_it_should_be() -> None:
    found = read(*tables())
    assert values(found) == TRUE
    assert told(found) == []


# --- Read all the same ---------------------------------------------------------------------------


def total_first(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    return [two, [[*row[:3], row[-1], *row[3:-1]] for row in three], four]


def rows_exchanged(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    a, b = row_of(three, "信访举报"), row_of(three, "重复申请")
    three[a][2:], three[b][2:] = three[b][2:], three[a][2:]
    return [two, three, four]


def numbered_lines(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    heads = 3
    return [
        two,
        [
            [*row[:3], "行次" if not n else None if n < heads else str(n), *row[3:]]
            for n, row in enumerate(three)
        ],
        four,
    ]


def another_table_before(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    other: Rows = [["类别", "条数"], ["行政许可", "9999"], ["行政处罚", "88"], ["规章", "5"]]
    return [other, "二、主动公开政府信息情况", two, three, four]


def four_beside_itself(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    return [two, three, [row[:5] for row in four if any(row[:5])], [row[5:] for row in four]]


def four_with_captions(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    heads, figures = four[-2][-5:], four[-1]
    return [
        two,
        three,
        "四、政府信息公开行政复议、行政诉讼情况",
        "（一）行政复议",
        [heads, figures[:5]],
        "（二）行政诉讼（未经复议直接起诉）",
        [heads, figures[5:10]],
        "（三）行政诉讼（复议后起诉）",
        [heads, figures[10:]],
    ]


def four_by_rows(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    heads, figures = four[-2][-5:], four[-1]
    groups = (("行政复议", None), ("行政诉讼", "未经复议直接起诉"), (None, "复议后起诉"))
    rows = [[*one, *figures[5 * n : 5 * n + 5]] for n, one in enumerate(groups)]
    return [two, three, [["类别", None, *heads], *rows]]


def merged_cells_taken_apart(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    def apart(row: Row) -> Row:
        texts = [one for one in row if one is not None]
        return (
            [row[0], *[texts[1]] * 3]
            if len(texts) == 2
            else [*texts[:1] * 4]
            if len(texts) == 1
            else row
        )

    return [[apart(row) for row in two], three, four]


def heads_in_two_rows(two: Rows, three: Rows, four: Rows) -> list[str | Rows]:
    at = row_of(three, "商业企业")
    upper: Row = [text[:2] if text else text for text in three[at]]
    lower: Row = [text[2:] if text else text for text in three[at]]
    return [two, [*three[:at], upper, lower, *three[at + 1 :]], four]


ODD: dict[Callable[[Rows, Rows, Rows], list[str | Rows]], list[str]] = {
    total_first: ["TAB-14"],
    rows_exchanged: ["TAB-14"],
    numbered_lines: ["TAB-03"],
    another_table_before: [],
    four_beside_itself: [],
    four_with_captions: [],
    four_by_rows: [],
    merged_cells_taken_apart: [],
    heads_in_two_rows: [],
}


@pytest.mark.parametrize("change", ODD, ids=lambda one: one.__name__)
def test_what_is_meant_is_read(change: Callable[[Rows, Rows, Rows], list[str | Rows]]) -> None:
    found = read(*change(*tables()))
    assert values(found) == TRUE
    assert [code for code, *_ in told(found)] == ODD[change]


# --- Cut by the end of a page --------------------------------------------------------------------


def cut(label: str, upper: Row, lower: Row, *between: Row) -> Document:
    """Table 3 cut within a row of its own."""
    two, three, four = tables()
    at = row_of(three, label)
    first = Piece([*three[:at], upper], page=1)
    second = Piece([*between, lower, *three[at + 1 :]], page=2)
    title = "东海市教育局2024年政府信息公开工作年度报告"
    return Document(Medium.PDF, [title, Piece(two, page=1), first, second, Piece(four, page=2)])


HALVES = [
    ("4.保护第三方", "合法权益", True),
    ("4.", "保护第三方合法权益", True),
    ("4.保护第三方合法", "权益", False),
]


@pytest.mark.parametrize(("begin", "end", "above"), HALVES)
@pytest.mark.parametrize("heads", [False, True], ids=["", "heads printed again"])
def test_a_row_cut_by_a_page_end(begin: str, end: str, above: bool, heads: bool) -> None:
    three = tables()[1]
    row = three[row_of(three, "保护第三方")]
    blank: Row = [""] * len(row[3:])
    upper, lower = (row[3:], blank) if above else (blank, row[3:])
    again = three[:3] if heads else []
    made = cut("保护第三方", [None, None, begin, *upper], [None, None, end, *lower], *again)
    found = read_published(made, LAYOUT, "a.pdf", "0")
    assert isinstance(found, Return)
    assert values(found) == TRUE
    assert told(found) == []


def test_figures_in_both_halves_of_a_row_are_no_figures() -> None:
    three = tables()[1]
    row = three[row_of(three, "保护第三方")]
    made = cut(
        "保护第三方", [None, None, "4.保护第三", *row[3:]], [None, None, "方合法权益", *["7"] * 7]
    )
    found = read_published(made, LAYOUT, "a.pdf", "0")
    assert isinstance(found, Return)
    code = "t3.outcome.refused.third_party.natural_person"
    assert code in found.invalid and found.values[code] is None
    assert ("NUM-01", "表三", "D13") in told(found)


# --- Never in silence ----------------------------------------------------------------------------


@pytest.mark.parametrize("stated", ["单位：万件", "（单位：千件）"])
def test_another_measure(stated: str) -> None:
    two, three, four = tables()
    found = read(two, stated, three, four)
    assert "t3" not in found.counted
    assert [(code, sheet) for code, sheet, _ in told(found)] == [("TAB-02", "表三")]


@pytest.mark.parametrize(
    "stated", ["单位：件", "（单位：件）", "填报单位：万州区教育局", "单位：万元"]
)
def test_what_is_no_other_measure(stated: str) -> None:
    two, three, four = tables()
    found = read(two, stated, three, four)
    assert values(found) == TRUE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("本年处理决定数量", "上年处理决定数量"),
        ("本年处理决定数量", "本年处理决定数量（单位：万件）"),
        ("本年收费金额（单位：万元）", "本年收费金额（单位：元）"),
        ("本年制发件数", "上年制发件数"),
        ("行政许可", "行政确认"),
    ],
)
def test_a_label_of_something_else(old: str, new: str) -> None:
    two, three, four = tables()
    changed = [[text.replace(old, new) if text else text for text in row] for row in two]
    found = read(changed, three, four)
    assert "t2" not in found.counted
    assert [(code, sheet) for code, sheet, _ in told(found)] == [("TAB-02", "表二")]


@pytest.mark.parametrize("damaged", [False, True])
def test_a_table_of_somebody_else_below(damaged: bool) -> None:
    two, three, four = tables()
    other = [[f"{text}1" if text and text.isdigit() else text for text in row] for row in three]
    if damaged:
        del other[10]
    with pytest.raises(Unreadable) as refused:
        read_published(document(two, three, four, other), LAYOUT, "a.html", "0")
    assert refused.value.refusal is Refusal.SEVERAL_REPORTS


def test_the_same_table_once_more() -> None:
    two, three, four = tables()
    assert values(read(two, three, four, three)) == TRUE


def test_a_group_that_is_one_line_of_nothing_is_nothing() -> None:
    two, three, four = tables()
    found = read(two, undivided(three, "0"), four)
    assert values(found) == TRUE
    assert told(found) == []


def test_of_a_group_that_is_one_line_no_part_is_known() -> None:
    two, three, four = tables()
    found = read(two, undivided(three, "5"), four)
    parts = ("correction_overdue", "fee_overdue", "other")
    person = [f"t3.outcome.other.{part}.natural_person" for part in parts]
    assert [found.values[code] for code in person] == [None] * 3
    assert found.invalid.issuperset(person)
    first = next(one for one in found.findings if one.code == "TAB-12")
    assert (first.sheet, first.cell, first.actual, first.expected) == (
        "表三",
        "D26",
        "5",
        "（六）其他处理",
    )
    assert {code for code, *_ in told(found)} >= {"TAB-12"}
    assert "NUM-01" not in {code for code, *_ in told(found)}


def undivided(three: Rows, figure: str) -> Rows:
    """Table 3 with （六）其他处理 as one line, as the format before had it."""
    first = row_of(three, "（六）其他处理")
    line: Row = [None, "（六）其他处理", None, *[figure] * 7]
    return [*three[:first], line, *three[first + 3 :]]


def test_a_row_with_a_figure_too_few() -> None:
    two, three, four = tables()
    at = row_of(three, "予以公开")
    del three[at][5]
    del three[at][5]
    three[at] += [None, None]
    found = read(two, three, four)
    assert "t3" not in found.counted
    assert told(found) == [("TAB-10", "表三", "B8")]


def findings_of(one: Return, code: str) -> Sequence[Finding]:
    return [each for each in one.findings if each.code == code]


def test_a_document_without_a_figure_is_untouched() -> None:
    blank = [
        [[("" if text and text.isdigit() else text) for text in row] for row in one]
        for one in tables()
    ]
    two = [
        ["" if text and text.replace(".", "").isdigit() else text for text in row]
        for row in blank[0]
    ]
    found = read(two, *blank[1:])
    assert found.untouched
    assert [one.count for one in findings_of(found, "STAT-02")] == [10, 144, 12]


def test_blanks_count_as_nothing_and_are_told() -> None:
    two, three, four = (
        [["" if text == "0" else text for text in row] for row in one] for one in tables()
    )
    four[-1] = [""] * len(four[-1])
    found = read(two, three, four)
    known = {code: one or 0 for code, one in found.values.items() if code in TRUE}
    assert known == {code: 0 if code.startswith("t4") else one for code, one in TRUE.items()}
    assert [(one.sheet, one.count) for one in findings_of(found, "STAT-02")][-1] == ("表四", 12)


def test_a_blank_table_beside_printed_zeros_is_not_nothing() -> None:
    two, three, four = tables()
    four[-1] = [""] * len(four[-1])
    found = read(two, three, four)
    assert "t4" not in found.counted
    assert told(found) == [("STAT-03", "表四", None)]


@pytest.mark.parametrize(
    ("remark", "code"),
    [
        ("（件）", None),
        ("（1）", None),
        ("（截至年底）", "TAB-11"),
        ("（2023年）", "TAB-11"),
        ("（上半年）", "TAB-02"),
        ("（不含续期）", "TAB-02"),
        ("（占比%）", "TAB-02"),
    ],
)
def test_a_remark_behind_a_label(remark: str, code: str | None) -> None:
    two, three, four = tables()
    changed = [[f"{text}{remark}" if text == "行政许可" else text for text in row] for row in two]
    found = read(changed, three, four)
    assert [each for each, *_ in told(found)] == ([code] if code else [])
    assert ("t2" in found.counted) is (code != "TAB-02")


def test_of_two_rows_near_to_one_label_none_is_taken() -> None:
    two, three, four = tables()
    at = row_of(two, "行政许可")
    rows: Rows = [["行政许可（取水）", "4700", None, None], ["行政许可（排水）", "11", None, None]]
    found = read([*two[:at], *rows, *two[at + 1 :]], three, four)
    assert "t2" not in found.counted
    assert [code for code, *_ in told(found)] == ["TAB-07"]


def test_a_note_below_is_about_the_table_above() -> None:
    two, three, four = tables()
    found = read(two, "注：收费金额单位：元", three, four)
    assert [(code, sheet) for code, sheet, _ in told(found)] == [("TAB-02", "表二")]
    assert {"t3", "t4"} <= found.counted


def test_merged_heads_as_one_cell_and_blanks_below() -> None:
    """A group stands further to the left than its first column, where each cell comes once."""
    two, three, four = tables()
    heads = [[text for text in row if text] for row in four[:-1]]
    rows: Rows = [[*heads[0]], [*heads[1]], [*[""] * 5, *heads[2]], four[-1]]
    found = read(two, three, [row + [None] * (15 - len(row)) for row in rows])
    assert values(found) == TRUE


def test_figures_that_look_like_numbers_of_columns() -> None:
    two, three, four = tables()
    numbers: Row = [str(n) for n in range(1, 16)]
    blank: Row = [""] * 15
    alone = read(two, three, [*four[:-1], blank, numbers])
    assert alone.values["t4.review.upheld"] == 1
    above = read(two, three, [*four[:-1], numbers, four[-1]])
    assert values(above) == TRUE


@pytest.mark.parametrize(
    "text", ["一、本年新收政府信息公开申请数量,1,2,3", "结果维持 结果纠正 其他结果"]
)
def test_labels_that_no_table_holds_have_to_be_looked_at(text: str) -> None:
    letter = Document(Medium.TEXT, ["关于报送的说明", text])
    found = read_published(letter, LAYOUT, "a.txt", "0")
    assert isinstance(found, Unread) and found.labelled
    silent = read_published(Document(Medium.TEXT, ["请按时报送。"]), LAYOUT, "a.txt", "0")
    assert isinstance(silent, Unread) and not silent.labelled


def test_a_list_of_many_thousand_rows_is_left_alone_unless_it_has_labels() -> None:
    rows: Rows = [[str(n), "x"] for n in range(6_000)]
    found = read_published(Document(Medium.TEXT, [Piece(rows)]), LAYOUT, "a.txt", "0")
    assert isinstance(found, Unread) and not found.labelled
    rows[0] = ["一、本年新收政府信息公开申请数量", "1"]
    with pytest.raises(Unreadable) as refused:
        read_published(Document(Medium.TEXT, [Piece(rows)]), LAYOUT, "a.txt", "0")
    assert refused.value.refusal is Refusal.TOO_MANY_ROWS


def test_a_figure_whose_direction_is_turned_is_none() -> None:
    two, three, four = tables()
    at = row_of(two, "行政许可")
    two[at][1] = "\u202e652"
    found = read(two, three, four)
    assert found.values["t2.licences.decisions"] is None
    assert [code for code, *_ in told(found)] == ["NUM-12"]


def test_struck_out_digits_are_no_figure() -> None:
    page = read_page(
        STYLES["semantic"].made(FIGURES, Subject()).replace(b"<td>1", b"<td><s>9</s>1", 1)
    )
    found = read_published(page, LAYOUT, "a.html", "0")
    assert isinstance(found, Return)
    assert {code for code, *_ in told(found)} >= {"NUM-10"}
    assert found.medium is Medium.PAGE
