"""What a unit writes beside a check: a warning that it has explained is no longer open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    OFFICE,
    YEAR,
    Collected,
    collect,
    collect_one,
    command,
    edit,
    filled,
    opened,
    raw,
)
from tests.support.explained import THREE, WHY, row_of
from toolkit.audit.judge import judge_alone
from toolkit.commands.checking import check_files
from toolkit.findings.message import message
from toolkit.form.form import Form
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.opening_figures import complete
from toolkit.grids.identity import Identity
from toolkit.grids.names import CHECK_HEADS, CHECKS, EXPLANATION, FILLED
from toolkit.returns.explanation_reading import Explanation
from toolkit.returns.unit_return import Return, Subject

pytestmark = pytest.mark.slow

FORM = default_form()
AT = ("T2-02", "表二!B5")

Said = Mapping[tuple[str, str], str]


def explained(said: Said, cells: Mapping[str, object] = THREE, **options: Any) -> bytes:
    return filled(cells, explanations=said, **options)


def statuses(result: Collected) -> list[tuple[str, str, str]]:
    return [(one["code"], one["cell"], one["status"]) for one in result.json["findings"]]


# --- What is explained ---------------------------------------------------------------------------


def test_a_warning_that_is_explained(tmp_path: Path) -> None:
    result = collect_one(tmp_path, explained({AT: WHY}))
    found = result.finding("T2-02")
    assert (found["severity"], found["status"]) == ("warning", "explained")
    assert (found["cell"], found["actual"], found["expected"]) == ("B5", 3, 0)
    assert found["message"] == (
        "表二 B5（规章，本年制发件数） 不符合“没有规章制定权的单位，规章应为 0”："
        "规章 = 3，应等于 0。填报单位说明：“代市政府统计”。"
    )
    assert found["suggestion"] == "请审核该说明是否成立。"
    assert (result.exit_code, result.unit(BUREAU)["status"]) == (0, "received")


def test_it_stands_in_the_workbook_as_explained(tmp_path: Path) -> None:
    rows = collect_one(tmp_path, explained({AT: WHY})).sheet("审核结果")
    head = next(number for number, row in enumerate(rows) if row[0] == "序号")
    first = dict(zip(rows[head], rows[head + 1], strict=True))
    assert (first["规则"], first["状态"]) == ("T2-02", "已说明")
    assert WHY in first["问题"]


def test_it_is_counted_as_explained_and_not_as_failing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collect_one(tmp_path, explained({AT: WHY}, {**THREE, "表二!C5": 1}))
    shown = [" ".join(line.strip("│ ").split()) for line in capsys.readouterr().out.splitlines()]
    assert "审核公式：不符 │ 1" in shown
    assert "审核公式：不符，单位已说明 │ 1" in shown


def test_only_the_place_that_it_is_about_is_explained(tmp_path: Path) -> None:
    result = collect_one(tmp_path, explained({AT: WHY}, {"表二!B5": 3, "表二!C5": 1}))
    assert statuses(result) == [("T2-02", "C5", "open"), ("T2-02", "B5", "explained")]


def test_it_is_not_among_what_goes_back(tmp_path: Path) -> None:
    back = tmp_path / "back"
    collect_one(tmp_path, explained({AT: WHY}), "--feedback", back)
    assert [path.name.rpartition("_")[2] for path in back.iterdir()] == ["回执.txt"]


def test_what_goes_back_for_another_reason_keeps_it(tmp_path: Path) -> None:
    back = tmp_path / "back"
    content = explained({AT: WHY}, {**THREE, "表三!D6": 1})
    collect_one(tmp_path, content, "--feedback", back)
    (path,) = back.glob("*.xlsx")
    page = openpyxl.load_workbook(path)[CHECKS]
    assert page[f"G{row_of(path.read_bytes(), 'T2-02', '规章，本年制发')}"].value == WHY
    texts = [str(cell.value) for row in openpyxl.load_workbook(path)["退回意见"] for cell in row]
    assert "T3-01" in "".join(texts) and "T2-02" not in "".join(texts)


def test_check_takes_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(explained({AT: WHY}))
    assert command("check", path) == 0
    shown = "".join(capsys.readouterr().out.split())
    assert "已说明" in shown


@pytest.mark.parametrize("strict", [(), ("--strict",)])
def test_it_counts_whether_strict_or_not(tmp_path: Path, strict: tuple[str, ...]) -> None:
    assert collect_one(tmp_path, explained({AT: WHY}), *strict).total("表二!B5") == 3


def before(tmp_path: Path, cells: Mapping[str, object], *units: Any) -> Path:
    """A folder of last year's returns."""
    path = tmp_path / "before"
    path.mkdir()
    for unit in units or (BUREAU,):
        (path / f"{unit.code}.xlsx").write_bytes(filled(cells, unit, year=YEAR - 1))
    return path


def test_the_stock_and_a_jump_of_an_amount_can_be_explained(tmp_path: Path) -> None:
    then = before(tmp_path, {"表二!D6": 248, "表二!B16": 25})
    said = {("T2-01", "表二!D6"): "开展文件清理", ("YEAR-01", "表二!B16"): "标准提高"}
    content = explained(said, {"表二!D6": 200, "表二!B16": 250000})
    result = collect_one(tmp_path, content, "--previous", then)
    assert statuses(result) == [("T2-01", "D6", "explained"), ("YEAR-01", "B16", "explained")]
    assert "“开展文件清理”" in result.finding("T2-01")["message"]
    assert "“标准提高”" in result.finding("YEAR-01")["message"]


def test_figures_that_are_those_of_another_unit_can_be_explained(tmp_path: Path) -> None:
    cells = {**BALANCED, "表二!B9": 31, "表二!B12": 7}
    files = {
        "a.xlsx": explained({("UNIT-16", ""): "合署办公"}, cells),
        "b.xlsx": filled(cells, OFFICE),
    }
    result = collect(tmp_path, files, units=[OFFICE, BUREAU])
    told = {one["unit"]: (one["code"], one["status"]) for one in result.json["findings"]}
    assert told == {BUREAU.code: ("UNIT-16", "explained"), OFFICE.code: ("UNIT-16", "open")}


# --- What is there no more -----------------------------------------------------------------------


def test_an_explanation_of_what_is_right_is_named(tmp_path: Path) -> None:
    content = explained({AT: WHY}, {})
    result = collect_one(tmp_path, content)
    found = result.finding("EXP-01")
    row = row_of(content, "T2-02", "规章，本年制发")
    assert (found["severity"], found["sheet"], found["cell"]) == ("info", CHECKS, f"G{row}")
    assert (result.codes(), result.exit_code) == (["EXP-01"], 0)


def test_one_that_stands_beside_another_place_explains_nothing(tmp_path: Path) -> None:
    """The finding stays open, and the explanation is named."""
    result = collect_one(tmp_path, explained({("T2-02", "表二!C5"): WHY}))
    assert [(one["code"], one["status"]) for one in result.json["findings"]] == [
        ("T2-02", "open"),
        ("EXP-01", "open"),
    ]


@pytest.mark.parametrize(
    "said",
    [{("T2-01", "表二!D6"): WHY}, {("YEAR-01", "表二!B16"): WHY}],
    ids=["a rule", "a jump"],
)
def test_what_needs_last_year_waits_for_it(tmp_path: Path, said: Said) -> None:
    content = explained(said, {"表二!D6": 3})
    assert collect_one(tmp_path, content).codes() == []
    then = before(tmp_path, {"表二!D6": 3, "表二!B9": 1})
    assert collect_one(tmp_path, content, "--previous", then).codes() == ["EXP-01"]


def test_what_needs_the_unit_s_last_year_waits_for_it(tmp_path: Path) -> None:
    """Others have reported then."""
    then = before(tmp_path, {"表二!B9": 1}, OFFICE)
    files = {"a.xlsx": explained({("T2-01", "表二!D6"): WHY, ("YEAR-01", "表二!B16"): WHY}, {})}
    result = collect(tmp_path, files, "--previous", then, units=[BUREAU])
    assert "EXP-01" not in result.codes()


def test_a_rule_over_a_cell_without_a_figure_keeps_its_explanation(tmp_path: Path) -> None:
    content = edit(explained({AT: WHY}), {"表二!B5": "3件"})
    result = collect_one(tmp_path, content)
    assert [(one["code"], one["status"]) for one in result.json["findings"]] == [
        ("NUM-01", "open"),
        # With 3 it would not hold, and the unit has said why.
        ("T2-02", "explained"),
    ]


def test_a_rule_over_a_table_that_does_not_count_keeps_its_explanation(tmp_path: Path) -> None:
    states = {"t3": FILLED, "t4": FILLED, "t6": FILLED}
    result = collect_one(tmp_path, explained({AT: WHY}, {}, states=states))
    assert result.codes() == ["STAT-03"]


def test_a_likeness_is_not_for_check_to_judge(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(explained({("UNIT-16", ""): "合署办公", ("UNIT-17", ""): WHY}, BALANCED))
    (checked,) = check_files([path], None, None)
    assert checked.findings == ()


# --- What cannot be explained --------------------------------------------------------------------


def test_an_error_cannot_be_explained(tmp_path: Path) -> None:
    """There is no place to do so, and what is written there all the same does not count."""
    content = filled({"表三!D6": 100, "表三!D8": 98})
    row = row_of(content, "T3-01")
    assert opened(content)[CHECKS][f"G{row}"].protection.locked
    result = collect_one(tmp_path, edit(content, {f"{CHECKS}!G{row}": "系统原因"}))
    assert [(one["code"], one["status"]) for one in result.json["findings"]] == [("T3-01", "open")]
    assert "系统原因" not in result.finding("T3-01")["message"]
    assert result.exit_code == 1


def test_words_beside_a_check_of_inputs_explain_nothing(tmp_path: Path) -> None:
    content = filled(BALANCED)
    row = row_of(content, "表三")
    assert collect_one(tmp_path, edit(content, {f"{CHECKS}!G{row}": "无误"})).codes() == []


# --- Where and how it is written -----------------------------------------------------------------


def test_a_code_that_was_typed_elsewhere_is_about_no_place_and_is_told(tmp_path: Path) -> None:
    """Below the list, without a label."""
    content = filled({"表二!B5": 3, "表二!C5": 1})
    result = collect_one(tmp_path, edit(content, {f"{CHECKS}!A90": "T2-02", f"{CHECKS}!G90": WHY}))
    assert statuses(result) == [
        ("T2-02", "B5", "open"),
        ("T2-02", "C5", "open"),
        ("EXP-01", "G90", "open"),
    ]


def test_what_is_said_of_a_place_counts_for_that_place_alone(tmp_path: Path) -> None:
    content = explained({AT: WHY}, {"表二!B5": 3, "表二!C5": 1})
    result = collect_one(tmp_path, content)
    words = [one["message"].partition("填报单位说明：")[2] for one in result.json["findings"]]
    assert words == ["", f"“{WHY}”。"]


def test_a_code_that_there_is_not_is_no_matter(tmp_path: Path) -> None:
    content = filled(BALANCED)
    result = collect_one(tmp_path, edit(content, {f"{CHECKS}!A90": "X-1", f"{CHECKS}!G90": WHY}))
    assert result.codes() == []


def test_rows_and_columns_that_were_inserted_move_it_along(tmp_path: Path) -> None:
    def insert(book: Any) -> None:
        book[CHECKS].insert_rows(1, 3)
        book[CHECKS].insert_cols(1, 2)

    result = collect_one(tmp_path, edit(explained({AT: WHY}), change=insert))
    assert statuses(result) == [("T2-02", "B5", "explained")]


def test_a_sheet_without_its_heads_says_nothing(tmp_path: Path) -> None:
    content = edit(explained({AT: WHY}), {f"{CHECKS}!G2": None})
    assert statuses(collect_one(tmp_path, content)) == [("T2-02", "B5", "open")]


def test_a_workbook_without_the_sheet_says_nothing(tmp_path: Path) -> None:
    def drop(book: Any) -> None:
        del book[CHECKS]

    content = edit(explained({AT: WHY}), change=drop)
    assert statuses(collect_one(tmp_path, content)) == [("T2-02", "B5", "open")]


@pytest.mark.parametrize("blank", ["", " ", "　", "\n\t ", None])
def test_blanks_explain_nothing(tmp_path: Path, blank: object) -> None:
    content = filled(THREE)
    row = row_of(content, "T2-02", "规章，本年制发")
    result = collect_one(tmp_path, edit(content, {f"{CHECKS}!G{row}": blank}))
    assert statuses(result) == [("T2-02", "B5", "open")]


def said(result: Collected) -> str:
    message = str(result.finding("T2-02")["message"])
    return message.partition("填报单位说明：“")[2].removesuffix("”。")


def written(tmp_path: Path, value: object) -> Collected:
    """With an explanation that was typed, or pasted."""
    content = filled(THREE)
    row = row_of(content, "T2-02", "规章，本年制发")
    return collect_one(tmp_path, edit(content, {f"{CHECKS}!G{row}": value}))


def test_a_long_text_is_shortened_where_it_is_shown(tmp_path: Path) -> None:
    """Pasted past the limit of 300 characters."""
    assert said(written(tmp_path, "清" * 1_000)) == "清" * 299 + "…"


def test_a_text_of_the_length_that_may_be_typed_is_shown_in_full(tmp_path: Path) -> None:
    assert said(written(tmp_path, "清" * 300)) == "清" * 300


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("第一行\n第二行", "第一行 第二行"),
        ("甲甲\t乙乙", "甲甲 乙乙"),
        ("甲甲\u202e乙乙", "甲甲 乙乙"),
        ("{actual}{0}", "{actual}{0}"),
        ("100%", "100%"),
        ("<b>&amp;", "<b>&amp;"),
        (20241231, "20241231"),
    ],
)
def test_what_is_written_is_shown_as_text_on_one_line(
    tmp_path: Path, typed: object, shown: str
) -> None:
    assert said(written(tmp_path, typed)) == shown


def test_control_characters_are_not_shown(tmp_path: Path) -> None:
    """As Excel writes a bell, and as it cannot be written at all."""
    content = filled(THREE)
    row = row_of(content, "T2-02", "规章，本年制发")
    xml = 't="inlineStr"<is><t>甲_x0007_乙_x001B_[31m</t></is>'
    result = collect_one(tmp_path, raw(content, {f"{CHECKS}!G{row}": xml}))
    assert said(result) == "甲 乙 [31m"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
def test_a_text_like_a_formula_stays_a_text(tmp_path: Path, begins: str) -> None:
    """In the consolidated workbook, and in what goes back."""
    typed = f"{begins}cmd|' /C calc'!A0"
    content = explained({AT: typed}, {**THREE, "表三!D6": 1})
    result = collect_one(tmp_path, content, "--feedback", tmp_path / "back")
    assert said(result) == typed
    (back,) = (tmp_path / "back").glob("*.xlsx")
    for path in (result.workbook, back):
        for sheet in openpyxl.load_workbook(path):
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
            assert not any("cmd|" in str(cell.value) for cell in cells), sheet.title


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        ("<f>1000+1000</f><v>2000</v>", "explained"),
        ("<f>1+1</f>", "open"),
        ('t="e"<v>#REF!</v>', "open"),
    ],
    ids=["with its result", "without", "an error"],
)
def test_a_formula_in_its_place_says_what_its_result_says(
    tmp_path: Path, xml: str, status: str
) -> None:
    content = filled(THREE)
    row = row_of(content, "T2-02", "规章，本年制发")
    result = collect_one(tmp_path, raw(content, {f"{CHECKS}!G{row}": xml}))
    assert statuses(result) == [("T2-02", "B5", status)]


# --- On the sheet --------------------------------------------------------------------------------


def test_exactly_what_may_be_explained_has_a_place_to_do_so() -> None:
    page = opened(filled(unit=COUNTY))[CHECKS]
    column = CHECK_HEADS.index(EXPLANATION)
    rows = list(page.iter_rows(min_row=3))
    assert page.cell(2, column + 1).value == EXPLANATION
    open_codes = {row[0].value for row in rows if not row[column].protection.locked}
    locked = {row[0].value for row in rows if row[column].protection.locked}
    warnings = {code for code, spec in FORM.rule_specs.items() if spec.severity == "warning"}
    assert open_codes == warnings | {"YEAR-01", "UNIT-13", "UNIT-16", "UNIT-17"}
    assert open_codes & locked == set()


def test_the_unit_that_has_the_power_has_nothing_to_explain() -> None:
    codes = {row[0].value for row in opened(filled(unit=OFFICE))[CHECKS].iter_rows(min_row=3)}
    assert "T2-02" not in codes and "T2-01" in codes


# --- On which line -------------------------------------------------------------------------------


def test_an_amount_is_explained_at_its_own_place(tmp_path: Path) -> None:
    """Two amounts are off by 10,000; one of them is explained."""
    past = before(tmp_path, {"表二!B16": "12.5", "附表!C5": 500}, OFFICE)
    said = {("YEAR-01", "表二!B16"): "今年新开征一项收费"}
    content = filled({"表二!B16": 125000, "附表!C5": 5_000_000}, OFFICE, explanations=said)
    result = collect(tmp_path / "now", {"a.xlsx": content}, "--previous", past, units=[OFFICE])
    told = {one["cell"]: one["status"] for one in result.json["findings"]}
    assert told == {"B16": "explained", "C5": "open"}


@pytest.mark.parametrize("text", ["无", "0", "—", "同上"])
def test_too_few_characters_explain_nothing(tmp_path: Path, text: str) -> None:
    said = {("T2-02", "表二!B5"): text}
    result = collect_one(tmp_path, filled({"表二!B5": 3}, explanations=said))
    assert [(one["code"], one["status"]) for one in result.json["findings"]] == [("T2-02", "open")]


def test_a_sheet_of_another_name_is_found_by_its_heads(tmp_path: Path) -> None:
    def rename(book: Any) -> None:
        book["审核"].title = "审核（已填说明）"

    said = {("T2-02", "表二!B5"): "代市政府统计的规章"}
    content = edit(filled({"表二!B5": 3}, explanations=said), change=rename)
    assert collect_one(tmp_path, content).finding("T2-02")["status"] == "explained"


def test_a_line_whose_place_was_changed_explains_nothing_and_is_told(tmp_path: Path) -> None:
    said = {("T2-02", "表二!B5"): "代市政府统计的规章"}
    content = filled({"表二!B5": 3, "表二!D5": 3}, explanations=said)
    row = row_of(content, "T2-02", "规章，本年制发件数")
    result = collect_one(tmp_path, edit(content, {f"审核!C{row}": "规章"}))
    told = sorted((one["code"], one["status"]) for one in result.json["findings"])
    assert told == [("EXP-01", "open"), ("T2-02", "open"), ("T2-02", "open")]


def test_of_a_unit_of_unknown_kind_a_rule_for_some_cannot_be_judged(tmp_path: Path) -> None:
    """The blank official template does not say whether its unit may make 规章."""
    content = edit(filled({"表二!B5": 3}, None), {"封面!B3": "某局", "封面!B4": "99"})
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    (one,) = check_files([path], None, None)
    (found,) = [each for each in one.findings if each.code == "T2-02"]
    assert (found.status, found.severity) == ("cannot_judge", "info")
    assert "不知道填报单位的类别" in message(found, FORM)


# --- What is explained is no evidence ------------------------------------------------------------


def form_with_a_warning() -> Form:
    """T3-04 (上年结转 = last year's 结转下年) as a warning, which a unit may explain."""
    rules = [
        one.model_copy(update={"severity": "warning"}) if one.code == "T3-04" else one
        for one in FORM.rules
    ]
    form = FORM.model_copy(update={"rules": tuple(rules)})
    form.__dict__.pop("rule_specs", None)
    return form


@pytest.mark.parametrize("explains", [False, True])
def test_a_rule_that_is_explained_in_advance_is_no_evidence_though_it_holds(
    explains: bool,
) -> None:
    """21 came over from last year and 21 is typed; with 12 everything else would agree."""
    layout = lay_out(form_with_a_warning())
    carried = "t3.carried_in.company"
    inputs = {
        **dict.fromkeys(FORM.table_inputs("t3"), 0),
        "t3.received.company": 5,
        carried: 21,
    }
    granted = next(iter(FORM.inputs_of("t3.outcome.total.company")))
    figures = complete(FORM, {**inputs, granted: 17})
    before = complete(FORM, {**dict.fromkeys(inputs, 0), "t3.carried_out.company": 21})
    said = Explanation("T3-04", carried, "已与上年核对", "审核", "G9")
    one = Return(
        "a.xlsx",
        Identity(),
        values=figures,
        counted=frozenset({"t3"}),
        explanations=(said,) if explains else (),
    )
    told = [one for one in judge_alone(Subject(one, None, before), layout) if one.code == "T3-01"]
    (first,) = [found for found in told if found.indicator == "t3.outcome.total.company"]
    thought = {change.indicator for answer in first.corrections for change in answer}
    assert thought, "somebody is to look at something"
    assert (carried in thought) == explains
