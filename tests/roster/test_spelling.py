"""Heads, categories, codes and names in the spellings that offices use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import CITY, ROSTER_HEAD, collect, filled
from toolkit.errors import CannotRun
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.roster.roster_file import read_roster
from toolkit.roster.spelling import category_meant

EXPECTED = (
    Unit("990000-11", "东海市教育局", Category.DEPARTMENT, "990000"),
    Unit("990001", "东山区", Category.COUNTY, "990000"),
)


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Roster:
    (tmp_path / "units.csv").write_bytes(text.encode(encoding))
    return read_roster(tmp_path / "units.csv")


@pytest.mark.parametrize(
    ("category", "spellings"),
    [
        (Category.OWN, "本级 市本级 本机关 县本级 本级机关 本　级 本级（机关）"),
        (
            Category.DEPARTMENT,
            "市直部门 市直单位 市直 部门 市直机关 市级部门 县直部门 区直单位 市直（部门） 政府部门"
            " 工作部门 市政府部门 市直属单位 直属单位",
        ),
        (
            Category.COUNTY,
            "县（市、区） 县(市、区) 县(市,区) 县（市，区） 县市区 县区 区县 区（县） 县 区"
            " 市、县、区 县[市、区] 县/市/区 旗县区 县级市 市辖区 县（市、区）政府 县(市､区)"
            " 县和区",
        ),
        (
            Category.TOWNSHIP,
            "乡镇（街道） 乡镇(街道) 乡镇街道 乡镇 街道 镇 乡 镇(街道) 街道办事处 乡、镇、街道 镇街"
            " 街道办 乡镇人民政府",
        ),
        (
            Category.VERTICAL,
            "垂直管理 垂管 垂直管理单位 垂管单位 中央垂直管理 省以下垂直管理 垂直管理部门",
        ),
    ],
)
def test_a_category_in_other_words(category: Category, spellings: str) -> None:
    assert {one: category_meant(one) for one in spellings.split(" ")} == dict.fromkeys(
        spellings.split(" "), category
    )


@pytest.mark.parametrize("text", ["", "市", "市级", "企业", "办", "非垂直管理", "双重管理"])
def test_what_may_mean_several_things_is_refused(text: str) -> None:
    with pytest.raises(
        ValueError, match=f"^单位类别“{text}”不在可选范围内，应为：本级、市直部门、"
    ):
        category_meant(text)


@pytest.mark.parametrize(
    "head",
    [
        "代码,名称,类别,上级",
        "单位 代码,单位　名称,单位类别,上级单位代码",
        "编码,单位,类型,主管单位代码",
        "单位代码（必填）,单位名称*,单位类别：,上级代码(文本)",
        "机构代码,单位全称,单位类型,上级编码",
    ],
)
def test_heads_in_other_words(tmp_path: Path, head: str) -> None:
    rows = "990000-11,东海市教育局,市直部门,990000\n990001,东山区,县（市、区）,990000\n"
    assert read(tmp_path, f"{head}\n{rows}").rows == EXPECTED


def test_the_official_head_goes_before_another(tmp_path: Path) -> None:
    """上级单位 beside 上级代码 holds a name."""
    text = "编码,单位代码,单位名称,上级单位,单位类别,上级代码\n7,990001,东山区,东海市,区,990000\n"
    assert read(tmp_path, text).rows == EXPECTED[1:]


def test_a_head_that_stands_there_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as caught:
        read(tmp_path, f"{ROSTER_HEAD},上级代码\n990001,东山区,区,990000,990009\n")
    assert str(caught.value) == (
        "单位名册 units.csv 中有两列的列名都是“上级代码”，不知道用哪一列。请删去或改名其中一列。"
    )


@pytest.mark.parametrize(
    "above", ["东海市单位名册,,,\n", "东海市单位名册\n2025 年度\n\n", "sep=,\n"]
)
def test_titles_above_the_heads(tmp_path: Path, above: str) -> None:
    """Rows are counted as the file has them, titles included."""
    rows = "990000-11,东海市教育局,市直部门,990000\n990001,东山区,县（市、区）,990000\n"
    assert read(tmp_path, f"{above}{ROSTER_HEAD}\n{rows}{ROSTER_HEAD}\n").rows == EXPECTED
    with pytest.raises(CannotRun) as caught:
        read(tmp_path, f"{above}{ROSTER_HEAD}\n,甲局,部门,990000\n")
    row = above.count("\n") + 2
    assert str(caught.value) == f"单位名册 units.csv 第 {row} 行：缺少单位代码。"


@pytest.mark.parametrize("delimiter", list("，;；\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_other_delimiters(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [
        ROSTER_HEAD,
        "990000-11,东海市教育局,市直部门,990000",
        "990001,东山区,县（市、区）,990000",
    ]
    text = "\n".join(rows).replace(",", delimiter)
    assert read(tmp_path, text, encoding).rows == EXPECTED


@pytest.mark.parametrize("code", ["９９００００－１１", "990000—11", "990000–11", "990000\u201111"])
def test_a_code_in_full_width_or_with_another_dash(tmp_path: Path, code: str) -> None:
    text = f"{ROSTER_HEAD}\n{code},东海市教育局,市直部门,９９００００\n990001,东山区,区,990000\n"
    assert read(tmp_path, text).rows == EXPECTED


@pytest.mark.parametrize(
    "code", ["99 01", "990001①", "990001²", "东山区", "-1", '="990001"', "1" * 33]
)
def test_a_code_that_is_none(tmp_path: Path, code: str) -> None:
    with pytest.raises(CannotRun, match=r"第 2 行：代码“.*”不合规：只能用数字、字母、“-”和“_”。$"):
        read(tmp_path, f"{ROSTER_HEAD}\n{code},东山区,区,990000\n")


# --- Names ---------------------------------------------------------------------------------------

ODD = [
    "甲　乙局",
    "甲 & 乙 <局> '丙'",
    "甲" * 100,
    "&" * 100,
    "\U00020000" * 100,
]


@pytest.mark.slow
@pytest.mark.parametrize("name", ODD)
def test_a_template_of_any_name_is_its_own_again(tmp_path: Path, name: str) -> None:
    """Made for a roster with this name, filled in, and collected with the same roster."""
    from toolkit import make_templates

    text = f"{ROSTER_HEAD},联系人\n1,{name},市直部门,{CITY},张\n2,乙局,市直部门,{CITY},\n"
    (tmp_path / "odd.csv").write_bytes(text.encode())
    (made, _) = make_templates(tmp_path / "odd.csv", year=2024, folder=tmp_path / "out")
    assert made.exists()
    (unit, _) = read_roster(tmp_path / "odd.csv").rows
    assert unit.name.isprintable() and unit.contact == "张"
    files = {"a.xlsx": filled(unit=unit)}
    result = collect(tmp_path, files, "--units", tmp_path / "odd.csv")
    assert (result.codes(unit), result.unit(unit)["status"]) == ([], "received")
    assert result.unit(unit)["name"] == unit.name


@pytest.mark.parametrize(("length", "shown"), [(101, "甲" * 39 + "…"), (400, "甲" * 39 + "…")])
def test_a_name_that_is_too_long_is_told(tmp_path: Path, length: int, shown: str) -> None:
    with pytest.raises(CannotRun) as caught:
        read(tmp_path, f"{ROSTER_HEAD}\n1,乙,部门,9\n2,{'甲' * length},部门,9\n")
    assert str(caught.value) == (
        f"单位名册 units.csv 第 3 行：“单位名称”有 {length} 个字，最多 100 个：“{shown}”。"
        "请改短，或核对是否填错了列。"
    )
