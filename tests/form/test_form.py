"""The shipped form: the official layout, codes, kinds and totals, and none of it in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import toolkit
from tests.support.places import DATA
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, shipped_forms
from toolkit.form.layout import Layout, lay_out
from toolkit.form.table import depth, leaves
from toolkit.grids.address import Place, column_name

OFFICIAL = DATA / "official-tables.txt"
PACKAGE = Path(toolkit.__file__).parent
SIX = ("natural_person", "company", "research", "social_org", "legal_service", "other_org")


@pytest.fixture(scope="module")
def form() -> Form:
    return default_form()


@pytest.fixture(scope="module")
def layout(form: Form) -> Layout:
    return lay_out(form)


# --- The official layout -------------------------------------------------------------------------


def expected() -> Iterator[tuple[str, str, str]]:
    """Sheet, cells and text or ``= code``, as the fixture has them, one for each cell or label."""
    sheet, star = "", []
    for line in OFFICIAL.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells, _, text = line.partition(" ")
        text = text.strip()
        if line.startswith("["):
            sheet = line.strip("[]")
        elif cells == "*":
            star = text.removeprefix("= ").split()
        elif text.startswith("=") and text.endswith("*"):
            for column, name in zip(columns(cells), star, strict=True):
                yield sheet, column, text.replace("*", name)
        else:
            yield sheet, cells, text


def columns(cells: str) -> list[str]:
    """``D6-J6`` → D6, E6, … J6."""
    first, last = cells.split("-")
    return [f"{chr(n)}{first[1:]}" for n in range(ord(first[0]), ord(last[0]) + 1)]


def covered(place: Place) -> str:
    last = f"{column_name(place.last_column)}{place.last_row + 1}"
    return f"{place.address}:{last}" if place.merged else place.address


def test_labels_and_merges_are_the_official_ones(layout: Layout) -> None:
    """Every label of the three official tables covers exactly the official cells."""
    ours = {
        (one.table.sheet, covered(label.place), label.text)
        for one in layout.tables
        if one.table.official
        for label in one.labels
        if label.role != "title"
    }
    assert ours == {one for one in expected() if not one[2].startswith("=")}


def test_indicators_stand_where_the_official_tables_have_them(layout: Layout) -> None:
    """200 indicators, each over the official cells, in the official order."""
    ours = [
        (one.table.sheet, covered(place), f"= {code}")
        for one in layout.tables
        if one.table.official
        for code, place in one.cells.items()
    ]
    assert len(ours) == 200
    assert ours == [one for one in expected() if one[2].startswith("=")]


def test_titles_and_sheets(form: Form) -> None:
    assert [(one.sheet, one.title, one.official) for one in form.tables] == [
        ("表二", "二、主动公开政府信息情况", True),
        ("表三", "三、收到和处理政府信息公开申请情况", True),
        ("表四", "四、政府信息公开行政复议、行政诉讼情况", True),
        ("附表", "附表　信息处理费情况", False),
    ]


def test_supplementary_table(form: Form, layout: Layout) -> None:
    """信息处理费 stands on a sheet of its own, optional, and says that it is not official."""
    table = form.table("t6")
    assert (table.optional, table.official) == (True, False)
    assert any("不属于年度报告的三张正式表格" in note for note in table.notes)
    assert [(layout.where(code), code) for code in form.table_inputs("t6")] == [
        (("附表", "C4"), "t6.processing_fee.notices"),
        (("附表", "C5"), "t6.processing_fee.charged"),
        (("附表", "C6"), "t6.processing_fee.collected"),
    ]


def test_only_the_supplementary_table_is_optional(form: Form) -> None:
    assert [one.code for one in form.tables if one.optional] == ["t6"]


# --- Totals --------------------------------------------------------------------------------------


def test_exactly_the_official_totals_are_computed(form: Form) -> None:
    """总计 of every line and （七）总计 of every column of table 3, 总计 of table 4's groups."""
    totals = {code for code, one in form.indicators.items() if one.parts}
    lines = {code for code in form.indicators if re.fullmatch(r"t3\..*\.total", code)}
    assert len(lines) == 25
    assert totals == lines | {f"t3.outcome.total.{one}" for one in SIX} | {
        "t4.review.total",
        "t4.litigation.direct.total",
        "t4.litigation.after_review.total",
    }
    assert len(form.inputs) == len(form.indicators) - len(totals) == 203 - 34


def test_a_line_total_sums_the_six_kinds_of_applicants(form: Form) -> None:
    """Balance 3 of the annual report, under the code T3-03."""
    one = form.indicators["t3.received.total"]
    assert (one.total, one.parts) == ("T3-03", tuple(f"t3.received.{kind}" for kind in SIX))


def test_seven_sums_every_line_of_one_to_six(form: Form) -> None:
    """Balance 2 of the annual report, under the code T3-02: 21 lines, none twice."""
    one = form.indicators["t3.outcome.total.company"]
    lines = [
        code
        for code in form.indicators
        if code.startswith("t3.outcome.") and code.endswith(".company") and ".total." not in code
    ]
    assert len(lines) == 21
    assert (one.total, list(one.parts)) == ("T3-02", lines)


def test_the_corner_total_counts_every_input_once(form: Form) -> None:
    inputs = form.inputs_of("t3.outcome.total.total")
    assert (len(inputs), set(inputs.values())) == (21 * 6, {1})


@pytest.mark.parametrize("group", ["review", "litigation.direct", "litigation.after_review"])
def test_a_group_of_table_four_sums_its_four_results(form: Form, group: str) -> None:
    """Balance 4 of the annual report, under the code T4-01."""
    one = form.indicators[f"t4.{group}.total"]
    parts = tuple(f"t4.{group}.{part}" for part in ("upheld", "corrected", "other", "pending"))
    assert (one.total, one.parts) == ("T4-01", parts)


def test_balance_one_holds_for_every_column(form: Form) -> None:
    """一 + 二 = 三（七） + 四, of which the 总计 column follows from the six others."""
    rules = [one for one in form.declared_rules if one.code == "T3-01"]
    assert [(one.at, one.derived) for one in rules] == [
        (f"t3.outcome.total.{column}", column == "total") for column in (*SIX, "total")
    ]
    assert rules[1].indicators == (
        "t3.received.company",
        "t3.carried_in.company",
        "t3.outcome.total.company",
        "t3.carried_out.company",
    )


# --- Kinds and labels ----------------------------------------------------------------------------


def test_only_three_figures_are_amounts(form: Form) -> None:
    """行政事业性收费 in 万元 with 6 decimals, the supplementary amounts in 元 with 2."""
    amounts = {
        code: (one.kind.unit, one.kind.decimals)
        for code, one in form.indicators.items()
        if one.kind.type == "amount"
    }
    assert amounts == {
        "t2.fees.amount": ("万元", 6),
        "t6.processing_fee.charged": ("元", 2),
        "t6.processing_fee.collected": ("元", 2),
    }


def test_every_other_figure_is_a_count_of_pieces(form: Form) -> None:
    counts = [one.kind for one in form.indicators.values() if one.kind.type == "count"]
    assert {(kind.unit, kind.decimals) for kind in counts} == {("件", 0)}


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("t2.fees.amount", "行政事业性收费，本年收费金额（单位：万元）"),
        (
            "t3.outcome.refused.state_secret.company",
            "三、本年度办理结果→（三）不予公开→1.属于国家秘密，法人或其他组织→商业企业",
        ),
        ("t4.litigation.direct.upheld", "行政诉讼→未经复议直接起诉→结果维持"),
        ("t6.processing_fee.notices", "发出收费通知件数，本年数"),
    ],
)
def test_labels_name_the_way_to_the_cell(form: Form, code: str, label: str) -> None:
    assert form.indicators[code].label == label


def test_trees_of_heads() -> None:
    """Depth and leaves of the row heads of table 3."""
    rows = default_form().table("t3").blocks[0].rows
    assert (depth(rows), len(list(leaves(rows)))) == (3, 25)


# --- None of it in the code ----------------------------------------------------------------------


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def official_words(form: Form) -> set[str]:
    """Labels that are long enough to be nobody's but the form's."""
    words = {label.text for one in lay_out(form).tables for label in one.labels}
    return {word for word in words if len(word) >= 4}


def test_no_indicator_code_stands_in_the_code() -> None:
    """Whoever changes the form changes only the form."""
    pattern = re.compile(r"\bt[0-9]\.[a-z_*]+")
    found = {path.name: pattern.findall(path.read_text(encoding="utf-8")) for path in sources()}
    assert {name: codes for name, codes in found.items() if codes} == {}


def test_no_official_label_stands_in_the_code(form: Form) -> None:
    words = official_words(form)
    found = {
        (path.name, word)
        for path in sources()
        for word in words
        if word in path.read_text(encoding="utf-8")
    }
    assert found == set()


def test_no_short_label_is_a_string_of_the_code(form: Form) -> None:
    """A short label may be part of a sentence; alone in quotes it would be the form's."""
    labels = {label.text for one in lay_out(form).tables for label in one.labels}
    found = {
        (path.name, node.value)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in labels
    }
    assert found == set()


def test_the_version_of_the_form_stands_nowhere_in_the_code(form: Form) -> None:
    found = [path.name for path in sources() if form.version in path.read_text(encoding="utf-8")]
    assert (form.version, found) == ("2021", [])


def test_the_default_form_is_the_newest_shipped_one() -> None:
    assert default_form().id == shipped_forms()[-1] == "disclosure-2021"
