"""The workbooks that `toolkit read -o` makes: returns that can be opened, corrected and sent."""

from __future__ import annotations

import datetime
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import toolkit
from tests.support.build import (
    BALANCED,
    BUREAU,
    CONTACT,
    COUNTY,
    OFFICE,
    SAVED,
    YEAR,
    code_at,
    collect_one,
    command,
    edit,
    filled,
    opened,
)
from tests.support.published_returns import (
    BY_NAME,
    FORM,
    OFFICIAL,
    TWELVE,
    WORDS,
    at,
    by_roster,
    document,
    returned,
)
from toolkit.cli import preview_words
from toolkit.cli.preview_lines import show_filled
from toolkit.commands.filled_workbooks import Filled, NotFilled, write_filled
from toolkit.commands.preview import preview
from toolkit.findings.codes.catalogue import found
from toolkit.findings.finding import Location
from toolkit.form.form import Form
from toolkit.grids.document import Medium
from toolkit.grids.identity import Identity
from toolkit.grids.names import FILLED
from toolkit.returns.unit_return import Return, Unread
from toolkit.roster.roster import Category, Unit
from toolkit.template.workbook import make_template

THEN = preview_words.THEN


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> list[Return | Unread]:
    """What is read, whatever is named."""
    some: list[Return | Unread] = []

    def read_named(*_: object, **__: object) -> tuple[Form, list[Return | Unread]]:
        return FORM, some

    monkeypatch.setattr("toolkit.commands.preview.read_named", read_named)
    return some


def told(filled_in: Filled) -> list[str]:
    file = StringIO()
    show_filled(Console(file=file, width=100, color_system=None), filled_in)
    return file.getvalue().splitlines()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- Filled workbooks -----------------------------------------------------------------------------


def again(path: Path) -> Return:
    return returned(path.read_bytes(), path.name)


def written(
    reading: list[Return | Unread], folder: Path, *some: Return | Unread, **options: object
) -> Filled:
    reading[:] = some
    return write_filled(preview([Path()], **options), folder)  # type: ignore[arg-type]


@pytest.mark.parametrize("medium", Medium)
def test_a_document_becomes_a_return(
    reading: list[Return | Unread], tmp_path: Path, medium: Medium
) -> None:
    some = {"表二!B16": "12.345678", "表三!D6": 12, "表三!D8": 12, "表四!B6": 3}
    one = document("年报.pdf", medium=medium, cells=OFFICIAL | some | {"表三!D30": 0})
    filled_in = written(reading, tmp_path, one)
    assert [path.name for path in filled_in.paths] == ["东海市教育局_2024.xlsx"]
    back = again(filled_in.paths[0])
    assert back.values == one.values
    assert back.states == {"t2": FILLED, "t3": FILLED, "t4": FILLED}
    assert (back.identity.name, back.identity.year, back.identity.unit) == (
        BUREAU.name,
        "2024",
        None,
    )
    assert back.medium is None and not back.untouched
    assert not back.contradictions and not back.invalid
    assert [each.code for each in back.findings] == ["COVER-01", "STAT-04"]


def test_a_workbook_keeps_all_that_its_unit_has_typed(tmp_path: Path) -> None:
    """States, who is to be asked, explanations, last year's figures, when it was saved."""
    before = {code_at("表三!D30"): 5}
    said = {("T2-01", "表二!D6"): "上年重新清理过存量"}
    typed = filled(BALANCED, explanations=said, states={"t2": FILLED, "t3": FILLED, "t4": "零报告"})
    (tmp_path / "a.xlsx").write_bytes(edit(typed))
    result = toolkit.read(tmp_path / "a.xlsx")
    (path,) = result.write(tmp_path / "out")
    assert path.name == "990000-11_东海市教育局_2024.xlsx"
    one, back = returned(typed), again(path)
    assert replace(back.identity, template=None) == replace(one.identity, template=None)
    for key in ("values", "states", "contact", "explanations", "saved", "before"):
        assert getattr(back, key) == getattr(one, key), key
    assert back.contact == CONTACT and back.saved == SAVED and len(back.explanations) == 1
    carried = make_template(FORM, BUREAU, YEAR, before=before)
    (tmp_path / "b.xlsx").write_bytes(edit(carried, {"表三!D6": 3}))
    (path,) = toolkit.read(tmp_path / "b.xlsx").write(tmp_path / "out2")
    assert again(path).before[code_at("表三!D30")] == 5
    assert again(path).values[code_at("表三!D7")] == 5


def test_a_cell_in_doubt_keeps_its_text_and_its_table_no_state(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    (path,) = written(reading, tmp_path, WORDS).paths
    back = again(path)
    assert back.states == {"t2": FILLED, "t4": FILLED}
    assert back.invalid == {TWELVE}
    (wrong,) = (each for each in back.findings if each.code == "NUM-01")
    assert (wrong.cell, wrong.actual) == ("D6", "十二")
    cell = opened(path.read_bytes())["表三"]["D6"]
    assert cell.comment and "NUM-01" in cell.comment.text


@pytest.mark.parametrize(("actual", "stands"), [("12", "12（待核实）"), (None, "（待核实）")])
def test_what_looks_like_a_figure_and_is_none_is_told_apart(
    reading: list[Return | Unread], tmp_path: Path, actual: str | None, stands: str
) -> None:
    """A figure that was not certain in the report must not become so by being written down."""
    (path,) = written(
        reading, tmp_path, document("a.html", at("NUM-01", TWELVE, actual), invalid=(TWELVE,))
    ).paths
    assert opened(path.read_bytes())["表三"]["D6"].value == stands
    assert again(path).invalid == {TWELVE}


def test_a_balance_that_does_not_hold_leaves_the_state_open(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    (path,) = written(reading, tmp_path, document(cells=OFFICIAL | {"表三!D8": 3})).paths
    assert again(path).states == {"t2": FILLED, "t4": FILLED}


def test_a_table_that_was_not_read_stays_blank(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    one = document("a.html", found("TAB-01", Location("表四")))
    gone = dict.fromkeys(FORM.table_inputs("t4"))
    one = replace(one, values={**one.values, **gone}, counted=one.counted - {"t4"})
    (path,) = written(reading, tmp_path, one).paths
    assert again(path).states == {"t2": FILLED, "t3": FILLED}
    assert [each.code for each in again(path).findings if each.severity == "error"] == ["STAT-03"]


def test_the_workbook_is_accepted_like_any_other(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    path = by_roster(tmp_path, OFFICE, BUREAU)
    (made,) = written(reading, tmp_path / "out", document(), roster=path).paths
    assert made.name == "990000-11_东海市教育局_2024.xlsx"
    collected = collect_one(tmp_path, made.read_bytes())
    assert (collected.exit_code, collected.codes()) == (0, ["COVER-01", "STAT-04"])
    assert collected.total("表三!D6") == collected.value(BUREAU, "表三!D6") == 12


@pytest.mark.parametrize("unit", [COUNTY, BUREAU])
def test_category_and_level_are_those_of_the_roster(
    reading: list[Return | Unread], tmp_path: Path, unit: Unit
) -> None:
    named = document(identity=Identity(name=unit.name, year="2024"))
    path = by_roster(tmp_path, OFFICE, BUREAU, COUNTY)
    (made,) = written(reading, tmp_path, named, roster=path).paths
    template = returned(make_template(FORM, unit, YEAR)).identity
    assert again(made).identity == replace(template, template=again(made).identity.template)
    assert again(made).identity.level == ("region" if unit is COUNTY else "own")


UNNAMED = Identity(year="2024")


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        (BY_NAME, "东海市教育局_2024.xlsx"),
        (Identity(name="东海市/教育局", year="2024"), "东海市-教育局_2024.xlsx"),
        (
            Identity(unit="990000-11", name="东海市教育局", year="2024"),
            "990000-11_东海市教育局_2024.xlsx",
        ),
        (Identity(unit="990000-11", year="2024"), "990000-11_990000-11_2024.xlsx"),
        (Identity(unit="../../a", name="..", year="2024"), "..-..-a_.._2024.xlsx"),
        (Identity(unit="9" * 99, name="局" * 99), f"{'9' * 30}_{'局' * 50}.xlsx"),
        (Identity(name="东海市教育局"), "东海市教育局.xlsx"),
        (UNNAMED, "信息公开.xlsx"),
        (Identity(), "信息公开.xlsx"),
    ],
)
def test_it_is_named_after_what_is_known(
    reading: list[Return | Unread], tmp_path: Path, identity: Identity, name: str
) -> None:
    one = replace(document("网站/信息公开.html"), identity=identity)
    assert names_of(written(reading, tmp_path, one)) == [name]
    back = again(tmp_path / name).identity
    assert (back.year, back.unit) == (identity.year, identity.unit)
    assert back.name == (identity.name or identity.unit)


def test_a_long_name_of_a_file_is_cut(reading: list[Return | Unread], tmp_path: Path) -> None:
    one = document(f"{'年' * 83}.html", identity=Identity())
    assert names_of(written(reading, tmp_path, one)) == [f"{'年' * 50}.xlsx"]


def test_the_level_that_a_workbook_states_stays(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    stated = Identity(unit="990001", name="东山区", year="2024", level="region")
    (path,) = written(reading, tmp_path, document(identity=stated)).paths
    back = again(path).identity
    assert (back.unit, back.name, back.level) == ("990001", "东山区", "region")


def names_of(filled_in: Filled) -> list[str]:
    return [path.name for path in filled_in.paths]


def test_what_is_unknown_can_be_typed_in(reading: list[Return | Unread], tmp_path: Path) -> None:
    (path,) = written(reading, tmp_path, document()).paths
    cover = opened(path.read_bytes())["封面"]
    assert [cover[at].value for at in ("B3", "B4", "D4")] == ["东海市教育局", None, "2024"]
    assert [cover[at].protection.locked for at in ("B3", "B4", "D4")] == [False, False, True]


# --- What is there already ------------------------------------------------------------------------


def test_running_it_again_changes_nothing(reading: list[Return | Unread], tmp_path: Path) -> None:
    assert told(written(reading, tmp_path, document())) == [
        f"共 1 个填好的工作簿，在文件夹 {tmp_path} 中（新生成或更新 1 个）。",
        THEN,
    ]
    (path,) = tmp_path.iterdir()
    before = path.stat().st_mtime_ns
    assert told(written(reading, tmp_path, document()))[0] == (
        f"共 1 个填好的工作簿，在文件夹 {tmp_path} 中（新生成或更新 0 个，1 个与原来相同）。"
    )
    assert path.stat().st_mtime_ns == before


def test_what_somebody_has_changed_is_kept_and_what_nobody_has_is_renewed(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    (path,) = written(reading, tmp_path, document()).paths
    changed = edit(path.read_bytes(), {"表三!D6": 99})
    path.write_bytes(changed)
    other = document(identity=Identity(name=OFFICE.name, year="2024"))
    filled_in = written(reading, tmp_path, document(), other)
    assert path.read_bytes() == changed
    assert told(filled_in) == [
        f"已有内容被改动或填写过的文件，未覆盖：{path}。如需重新生成，请先移走该文件。",
        f"共 1 个填好的工作簿，在文件夹 {tmp_path} 中（新生成或更新 1 个）。",
        THEN,
    ]
    more = document(
        identity=Identity(name=OFFICE.name, year="2024"), cells=OFFICIAL | {"表二!D6": 7}
    )
    (renewed,) = written(reading, tmp_path, more).with_outcome("made")
    assert again(renewed).values == more.values


def test_a_foreign_file_of_that_name_is_kept(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    path = tmp_path / "东海市教育局_2024.xlsx"
    path.write_bytes(b"notes")
    assert told(written(reading, tmp_path, document()))[-1] == "没有生成工作簿。"
    assert path.read_bytes() == b"notes"


def test_a_template_with_last_year_s_figures_is_kept(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    path = tmp_path / "990000-11_东海市教育局_2024.xlsx"
    template = make_template(FORM, BUREAU, YEAR, before={code_at("表三!D30"): 5})
    path.write_bytes(template)
    known = document(identity=replace(BY_NAME, unit=BUREAU.code))
    assert told(written(reading, tmp_path, known))[0] == (
        f"原来带有上年数的模板，未覆盖：{path.name}。请用 -o 另外指定一个文件夹。"
    )
    assert path.read_bytes() == template


def test_a_blank_template_does_not_replace_it(
    reading: list[Return | Unread], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = by_roster(tmp_path, OFFICE, BUREAU)
    (path,) = written(reading, tmp_path / "made", document(), roster=listed).paths
    content = path.read_bytes()
    options = ("--units", listed, "--year", str(YEAR), "-o", tmp_path / "made")
    assert command("template", *options) == 0
    assert path.read_bytes() == content
    assert f"已有内容被改动或填写过的文件，未覆盖：{path}。" in capsys.readouterr().out
    # One that only differs from what would be made now is made anew, as ever.
    other = tmp_path / "made" / f"{OFFICE.code}_{OFFICE.name}_{YEAR}.xlsx"
    blank = other.read_bytes()
    other.write_bytes(make_template(FORM, replace(OFFICE, category=Category.COUNTY), YEAR))
    assert command("template", *options) == 0
    assert other.read_bytes() == blank


def test_reports_of_one_unit_that_differ_are_numbered_and_told(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    more = document("b.docx", medium=Medium.WORD, cells=OFFICIAL | {"表二!D6": 7})
    same = document("c.pdf", medium=Medium.PDF)
    filled_in = written(reading, tmp_path, document("a.html"), more, same)
    assert names(tmp_path) == ["东海市教育局_2024.xlsx", "东海市教育局_2024（2）.xlsx"]
    assert told(filled_in) == [
        "同一单位、同一年度有几份不同的：东海市教育局_2024.xlsx 读自 a.html、c.pdf；"
        "东海市教育局_2024（2）.xlsx 读自 b.docx。"
        "请核对后只报送其中一份，其余删去。",
        f"共 2 个填好的工作簿，在文件夹 {tmp_path} 中（新生成或更新 2 个）。",
        THEN,
    ]
    for name, one in (("东海市教育局_2024", same), ("东海市教育局_2024（2）", more)):
        assert again(tmp_path / f"{name}.xlsx").values == one.values


def test_reports_of_one_unit_that_say_the_same_are_one_workbook(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    """The one that was saved later is no other."""
    saved = datetime.datetime(2025, 1, 20, tzinfo=datetime.UTC)
    later = replace(document("b.docx", medium=Medium.WORD), saved=saved)
    filled_in = written(reading, tmp_path, document("a.html"), later)
    assert names(tmp_path) == ["东海市教育局_2024.xlsx"]
    assert filled_in.rivals == [] and len(filled_in.workbooks) == 2
    assert told(filled_in)[0].startswith("共 1 个填好的工作簿")


def test_no_workbook_is_made_where_it_would_hide_something(
    reading: list[Return | Unread], tmp_path: Path
) -> None:
    """A contradiction, another form; nothing that was read; a sum."""
    unlike = replace(document("a.html"), contradictions=(("year", ("2023", "2024")),))
    other = document("b.html", identity=replace(BY_NAME, form="disclosure-2019", version="1"))
    blank = replace(document("c.html"), values=dict.fromkeys(FORM.indicators))
    summed = document("d.xlsx", identity=replace(BY_NAME, kind="consolidated"))
    filled_in = written(reading, tmp_path, unlike, other, blank, summed)
    assert filled_in.left == [
        ("a.html", NotFilled.DISPUTED),
        ("b.html", NotFilled.DISPUTED),
        ("c.html", NotFilled.NO_FIGURE),
        ("d.xlsx", NotFilled.IS_SUM),
    ]
    assert told(filled_in) == [
        "没有写成工作簿（没有读出数）：c.html。",
        "没有写成工作簿（是汇总工作簿）：d.xlsx。",
        "没有写成工作簿（单位、年度或表式对不上，见上面的错误）：a.html、b.html。",
        "没有生成工作簿。",
    ]
    assert names(tmp_path) == []
