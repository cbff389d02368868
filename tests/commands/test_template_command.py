"""`toolkit template`: one workbook a unit, and nothing that was changed is overwritten."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.build import (
    BUREAU,
    COUNTY,
    OFFICE,
    command,
    edit,
    filled,
    opened,
    refused,
    roster,
)
from toolkit.form.form_file import default_form
from toolkit.roster.roster import Category, Unit
from toolkit.template.workbook import make_template

# --- template ------------------------------------------------------------------------------------


def test_one_template_for_each_unit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "units.csv").write_bytes(roster(BUREAU, COUNTY))
    assert command("template", "--units", "units.csv", "--year", "2025", "-o", "out") == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "990000-11_东海市教育局_2025.xlsx",
        "990001_东山区_2025.xlsx",
    ]
    assert capsys.readouterr().out == (
        "名册：units.csv（2 行）\n共 2 份模板，在文件夹 out 中（新生成或更新 2 份）。\n"
    )


def test_a_county_with_the_city_s_roster_makes_those_of_its_own_units(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Last year's workbook is the county's, so whose templates these are has to be said."""
    town = Unit("990001101", "河口镇", Category.TOWNSHIP, COUNTY.code)
    (folder / "units.csv").write_bytes(roster(BUREAU, COUNTY, town))
    (folder / "old").mkdir()
    (folder / "old" / "t.xlsx").write_bytes(filled({"表三!D6": 7, "表三!D30": 7}, town, year=2024))
    sums = ("--as", COUNTY.code)
    assert command("collect", "old", "--units", "units.csv", *sums, "-o", "last.xlsx") == 0
    options = ("template", "--units", "units.csv", "--year", "2025", "--previous", "last.xlsx")
    assert command(*options, *sums, "-o", "out") == 0
    (made,) = (folder / "out").iterdir()
    assert made.name == "990001101_河口镇_2025.xlsx"
    assert opened(made.read_bytes())["表三"]["D7"].value == 7
    told = refused(capsys, *options)
    assert "它是 990001 汇总的，不是 990000 汇总的" in told and "--as 990001" in told
    assert refused(capsys, "template", *sums) == (
        "--as 要与 --units 一起使用：模板按名册中的单位生成。"
    )


def test_the_blank_template_goes_to_its_folder(folder: Path) -> None:
    assert command("template") == 0
    assert [path.name for path in (folder / "templates" / "xlsx").iterdir()] == [
        "disclosure-2021.xlsx"
    ]


def test_an_unchanged_template_is_replaced_and_a_changed_one_is_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The deadline moved: the bureau's template is new, what the county has typed stays."""
    (folder / "units.csv").write_bytes(roster(BUREAU, COUNTY))
    options = ("--year", "2025", "-o", "out", "--units")
    assert command("template", *options, "units.csv") == 0
    bureau, county = sorted((folder / "out").iterdir())
    typed = edit(county.read_bytes(), {"表三!D6": 5})
    county.write_bytes(typed)
    old = bureau.read_bytes()
    text = (folder / "units.csv").read_text(encoding="utf-8").splitlines()
    moved = [f"{text[0]},截止日期", *(f"{line},2026-02-20" for line in text[1:])]
    (folder / "moved.csv").write_text("\n".join(moved), encoding="utf-8")
    capsys.readouterr()
    assert command("template", *options, "moved.csv") == 0
    assert capsys.readouterr().out == (
        "名册：moved.csv（2 行）\n"
        f"已有内容被改动或填写过的文件，未覆盖：{Path('out') / county.name}。"
        "如需重新生成，请先移走该文件。\n"
        "共 1 份模板，在文件夹 out 中（新生成或更新 1 份）。\n"
    )
    assert bureau.read_bytes() != old
    assert county.read_bytes() == typed


def test_last_year_s_figures_are_not_emptied(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run again without --previous, or with one that lacks the unit: what carries figures stays."""
    (folder / "units.csv").write_bytes(roster(BUREAU, COUNTY, OFFICE))
    for name, units in (("both", (BUREAU, COUNTY)), ("one", (COUNTY,))):
        (folder / name).mkdir()
        for unit in units:
            content = filled({"表三!D6": 7, "表三!D30": 7}, unit, year=2024)
            (folder / name / f"{unit.code}.xlsx").write_bytes(content)
    options = ("template", "--units", "units.csv", "--year", "2025", "-o", "out")
    assert command(*options, "--previous", "both") == 0
    made = {path: path.read_bytes() for path in (folder / "out").iterdir()}
    bureau, county = "990000-11_东海市教育局_2025.xlsx", "990001_东山区_2025.xlsx"
    for again, left, number in (
        ((), [bureau, county], 2),
        (("--previous", "one"), [bureau], 1),
    ):
        capsys.readouterr()
        assert command(*options, *again) == 0
        assert {path: path.read_bytes() for path in (folder / "out").iterdir()} == made
        told = capsys.readouterr().out
        assert (
            f"有 {number} 份模板原来带有上年数，这次没有这些单位的上年数，为免清空，没有更新："
            f"{'、'.join(left)}。要更新的，请用 --previous 指明上一年度的数据；"
            "确实不要上年数的，请用 -o 另外指定一个文件夹，或先移走 out 中的这些文件。\n"
        ) in told
        assert f"（新生成或更新 0 份，{3 - number} 份与原来相同）" in told
    import toolkit

    done = toolkit.make_templates("units.csv", year=2025, folder="out").done
    assert [path.name for path in done.carrying] == [bureau, county]
    assert command("template", "--units", "units.csv", "--year", "2025", "-o", "other") == 0
    assert len(list((folder / "other").iterdir())) == 3


def test_the_same_template_again_is_nothing_new(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("template") == 0
    capsys.readouterr()
    assert command("template") == 0
    assert "（新生成或更新 0 份，1 份与原来相同）" in capsys.readouterr().out


def test_a_file_where_the_folder_should_be(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, "template", "-o", "units.csv")
    assert told == "units.csv 已存在且不是文件夹，无法在其中生成文件。"


def test_the_template_of_a_unit_that_was_renamed_is_pointed_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is removed: somebody may have filled it in. Another year is another template."""
    (folder / "units.csv").write_bytes(roster(BUREAU, COUNTY))
    for year in ("2024", "2025"):
        assert command("template", "--units", "units.csv", "--year", year, "-o", "out") == 0
    (folder / "out" / f"{BUREAU.code}_笔记_2025.xlsx").write_bytes(b"PK")
    renamed = replace(BUREAU, name="东海市教育体育局")
    (folder / "units.csv").write_bytes(roster(renamed, COUNTY))
    capsys.readouterr()
    assert command("template", "--units", "units.csv", "--year", "2025", "-o", "out") == 0
    assert capsys.readouterr().out.splitlines()[1] == (
        "有 1 个单位改过名，改名以前的模板还在文件夹 out 中："
        "990000-11_东海市教育局_2025.xlsx（现为 990000-11_东海市教育体育局_2025.xlsx）。"
        "请发放新的一份，旧的请自行移走或删去，以免发错。"
    )
    assert (folder / "out" / "990000-11_东海市教育局_2025.xlsx").exists()
    assert command("template", "--units", "units.csv", "--year", "2026", "-o", "out") == 0
    assert "改过名" not in capsys.readouterr().out


def test_what_was_left_behind_is_looked_for_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look at the folder takes longer the more there is in it."""
    looks: list[Path] = []
    usual = Path.iterdir

    def counted(self: Path) -> Iterator[Path]:
        looks.append(self)
        return usual(self)

    units = [replace(BUREAU, code=f"990000-{at}", name=f"单位{at}") for at in range(9)]
    (folder / "units.csv").write_bytes(roster(*units))
    left = folder / "out" / ".~toolkit-0123abcd"
    left.mkdir(parents=True)
    hour_ago = time.time() - 7200
    os.utime(left, (hour_ago, hour_ago))
    options = ("template", "--units", "units.csv", "--year", "2025", "-o", "out")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", counted)
        assert command(*options) == 0
    # As the run begins, and before the first is written.
    assert [one.name for one in looks].count("out") == 2
    made = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    assert made == {
        f"{one.code}_{one.name}_2025.xlsx": make_template(default_form(), one, 2025)
        for one in units
    }


def test_what_cannot_be_replaced_ends_the_run_and_what_comes_before_it_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder stands where the 26th of 30 templates belongs."""
    units = [replace(BUREAU, code=f"990000-{at:02}", name=f"单位{at}") for at in range(30)]
    (folder / "units.csv").write_bytes(roster(*units))
    names = [f"{one.code}_{one.name}_2025.xlsx" for one in units]
    (folder / "out" / names[25]).mkdir(parents=True)
    options = ("template", "--units", "units.csv", "--year", "2025", "-o", "out")
    assert refused(capsys, *options) == (
        f"{Path('out') / names[25]} 是文件夹或设备，不能作为输出文件。请另取文件名。"
    )
    assert sorted(path.name for path in (folder / "out").iterdir()) == names[:26]
    (folder / "out" / names[25]).rmdir()
    assert command(*options) == 0
    assert "（新生成或更新 5 份，25 份与原来相同）" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["37_a_b", "37_A_b"])
def test_two_units_whose_templates_would_be_one_file(
    folder: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    """A code may hold what stands between code and name; Windows takes A and a for the same."""
    one, other = replace(BUREAU, code="37_a", name="b_c"), replace(BUREAU, code=code, name="c")
    (folder / "units.csv").write_bytes(roster(one, other))
    options = ("template", "--units", "units.csv", "--year", "2025", "-o", "out")
    assert refused(capsys, *options) == (
        f"名册中 b_c（37_a）和 c（{code}）的模板文件名相同，都是 {code}_c_2025.xlsx，"
        "一份会覆盖另一份，所以没有生成模板。"
        "请在名册中修改其中一个单位的代码或名称（例如代码中不用“_”）后重试。"
    )
    assert not (folder / "out").exists()
