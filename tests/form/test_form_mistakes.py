"""A mistake in a form file is one line that says where it is and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import command
from tests.support.places import SECOND_FORM
from toolkit.errors import CannotRun
from toolkit.form.form_file import load_form, parse_form, shipped_forms

SECOND = SECOND_FORM.read_text(encoding="utf-8")

# What is replaced by what, where the message must point (a text on that line), the path, the words.
MISTAKES = {
    "unknown key": (
        "{code: held, label: 年末藏量}",
        "{code: held, lable: 年末藏量, label: 年末}",
        "lable:",
        "tables.0.blocks.0.columns.0.lable",
        "没有这一项，请检查拼写",
    ),
    "missing key": (
        "    title: 一、馆藏和馆舍情况\n",
        "",
        "- code: lib",
        "tables.0.title",
        "缺少这一项",
    ),
    "missing key of a head": (
        "{code: lent, label: 本年借出}",
        "{code: lent}",
        "{code: lent}",
        "tables.0.blocks.0.columns.1.label",
        "缺少这一项",
    ),
    "bad rule": (
        "check: lib.reading ≤ lib.building",
        "check: lib.reading lib.building",
        "check: lib.reading lib",
        "rules.0.check",
        "审核公式要有且只有一个 =、≤ 或 ≥（lib.reading lib.building）",
    ),
    "rule that cannot be understood": (
        "check: lib.reading ≤ lib.building",
        "check: lib.reading ≤ lib.building / 2",
        "check: lib.reading ≤",
        "rules.0.check",
        "审核公式中“/ 2”处看不懂",
    ),
    "unknown indicator in a rule": (
        "50 × lib.total.held",
        "50 × lib.total.hold",
        "lib.total.hold\n",
        "rules.1.check",
        "表中没有指标“lib.total.hold”",
    ),
    "unknown indicator as a place": (
        "at: lib.reading",
        "at: lib.rooms",
        "at: lib.rooms",
        "rules.0.at",
        "表中没有指标“lib.rooms”",
    ),
    "nothing to spread over": (
        "lib.total.lent <= 50 × lib.total.held",
        "lib.loans.* <= 50 × lib.total.held",
        "lib.loans",
        "rules.1.check",
        "没有与“lib.loans.*”相符的指标",
    ),
    "duplicate key": (
        "    sheet: 馆藏馆舍\n",
        "    sheet: 馆藏馆舍\n    sheet: 馆舍\n",
        "sheet: 馆舍\n",
        "tables.0.sheet",
        "同一项写了两次",
    ),
    "duplicate indicator code": (
        "{code: foreign, label: 外文图书}",
        "{code: chinese, label: 外文图书}",
        "- title: 馆藏",
        "tables.0.blocks.0",
        "指标代码“lib.books.chinese.held”重复",
    ),
    "duplicate rule code": (
        "code: LIB-03",
        "code: LIB-02",
        "rules:",
        "rules",
        "审核公式代码重复",
    ),
    "rule code of a total": (
        "code: LIB-03",
        "code: LIB-01",
        "rules:",
        "rules",
        "审核公式代码重复",
    ),
    "total without siblings": (
        "- {code: reading, label: 其中：阅览室面积}",
        "- {code: reading, label: 阅览室, children: [{label: 合计, total: LIB-04}]}",
        "- title: 馆舍",
        "tables.0.blocks.1",
        "合计项“合计”没有可加的同级项",
    ),
    "total with children": (
        "{code: total, label: 合计, total: LIB-01}",
        "{code: total, label: 合计, total: LIB-01, children: [{label: 甲}]}",
        "total: LIB-01",
        "tables.0.blocks.0.rows.2",
        "合计项（total）不能再有下级（children）",
    ),
    "bad rule code": (
        "total: LIB-01",
        "total: lib1",
        "total: lib1",
        "tables.0.blocks.0.rows.2.total",
        "“lib1”的写法不对（应符合 ^[A-Z][A-Z0-9]*-[0-9]{2}$）",
    ),
    "kind that is not defined": (
        "    kind: volumes\n",
        "    kind: books\n",
        "- title: 馆藏",
        "tables.0.blocks.0",
        "种类（kind）“books”没有在 kinds 中定义",
    ),
    "no kind at all": (
        "    kind: volumes\n",
        "",
        "- title: 馆藏",
        "tables.0.blocks.0",
        "表“馆藏馆舍”的指标没有写明种类（kind）",
    ),
    "count with decimals": (
        "volumes: {type: count, unit: 册}",
        "volumes: {type: count, unit: 册, decimals: 1}",
        "volumes:",
        "kinds.volumes",
        "计数指标没有小数：请删去 decimals，或把 type 改为 amount",
    ),
    "too many decimals": (
        "decimals: 2",
        "decimals: 10",
        "decimals: 10",
        "kinds.area.decimals",
        "应不大于 9，现为 10",
    ),
    "decimals that are no number": (
        "decimals: 2",
        "decimals: two",
        "decimals: two",
        "kinds.area.decimals",
        "应为整数，现为 'two'",
    ),
    "version that is no text": (
        'version: "7"',
        "version: 7",
        "version: 7",
        "version",
        "应为文字，现为 7；数字请加引号",
    ),
    "list that is none": (
        "guide:\n  - 只填浅黄色单元格。",
        "guide: 只填浅黄色单元格。",
        "guide:",
        "guide",
        "应为列表（每项前加“- ”）",
    ),
    "forbidden sheet name": (
        "sheet: 馆藏馆舍",
        "sheet: 馆藏/馆舍",
        "sheet:",
        "tables.0.sheet",
        "“馆藏/馆舍”的写法不对（应符合 ^[^\\[\\]:*?/\\\\']{1,31}$）",
    ),
    "corner without row heads": (
        "        rows:\n          - {code: building, label: 馆舍面积}\n"
        "          - {code: reading, label: 其中：阅览室面积}\n",
        "",
        "- title: 馆舍",
        "tables.0.blocks.1",
        "只有行、列标题都有的表块才有左上角文字（corner）",
    ),
    "block without heads": (
        "          - {label: 平方米数}\n",
        "          - {label: 平方米数}\n      - title: 空\n",
        "- title: 空",
        "tables.0.blocks.2",
        "表块至少要有行标题（rows）或列标题（columns）",
    ),
}


def message(text: str) -> str:
    with pytest.raises(CannotRun) as caught:
        parse_form(text, "second-form.yaml")
    return str(caught.value)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_file_line_and_path(name: str) -> None:
    old, new, there, path, problem = MISTAKES[name]
    assert SECOND.count(old) == 1
    text = SECOND.replace(old, new)
    line = text[: text.index(there)].count("\n") + 1
    first = message(text).splitlines()[0]
    assert first == f"表式文件 second-form.yaml 第 {line} 行（{path}）：{problem}。"


def test_one_mistake_is_told_as_one() -> None:
    """The table is there, even if one of its heads is wrong."""
    text = SECOND.replace("{code: lent, label: 本年借出}", "{code: lent}")
    assert len(message(text).splitlines()) == 1


def test_a_key_written_twice_has_its_whole_path() -> None:
    text = SECOND.replace("    sheet: 馆藏馆舍\n", "    sheet: 馆藏馆舍\n    sheet: 馆舍\n")
    assert "（tables.0.sheet）：" in message(text)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: 公共图书馆年度报表", "title: [公共图书馆", 5),
        ("title: 公共图书馆年度报表", "\ttitle: 公共图书馆年度报表", 4),
    ],
    ids=["bracket left open", "tab as indent"],
)
def test_broken_yaml_is_told_with_its_line(old: str, new: str, line: int) -> None:
    words = "不是合规的 YAML，请检查缩进、冒号后的空格和引号"
    text = SECOND.replace(old, new)
    assert message(text) == f"表式文件 second-form.yaml 第 {line} 行：{words}。"


def test_a_bad_type_names_the_types_there_are() -> None:
    text = SECOND.replace("{type: count, unit: 册}", "{type: number, unit: 册}")
    told = message(text)
    assert told.startswith("表式文件 second-form.yaml 第 9 行（kinds.volumes.type）：")
    assert all(word in told for word in ("“number”不在可选范围内", "count", "amount"))


def test_every_mistake_is_told_at_once() -> None:
    """A form with two mistakes needs no second try."""
    text = SECOND.replace('version: "7"', "version: 7").replace("decimals: 2", "decimals: 10")
    assert [line.partition("：")[0] for line in message(text).splitlines()] == [
        "表式文件 second-form.yaml 第 5 行（version）",
        "表式文件 second-form.yaml 第 10 行（kinds.area.decimals）",
    ]


def test_an_empty_form_is_a_mistake_in_line_one() -> None:
    assert message("") == "表式文件 second-form.yaml 第 1 行：应为“键: 值”的形式。"


def test_a_form_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(CannotRun) as caught:
        load_form("no-such-form")
    assert str(caught.value) == (
        "没有名为“no-such-form”的表式，也找不到这个文件。"
        f"自带的表式有：{'、'.join(shipped_forms())}。"
    )


def test_a_mistake_stops_the_command_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two mistakes are still one line on the screen, and exit code 2."""
    path = tmp_path / "mine.yaml"
    path.write_text(SECOND.replace('version: "7"', "version: 7"), encoding="utf-8")
    assert command("rules", "--form", path) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        "表式文件 mine.yaml 第 5 行（version）：应为文字，现为 7；数字请加引号。\n"
    )


@pytest.mark.parametrize("text", ["{a: 1}: 2\n", "[a, b]: 2\n"])
def test_a_key_that_is_no_text_is_a_mistake(text: str) -> None:
    assert "第 1 行" in message(text)


def test_a_rule_without_any_indicator_is_a_mistake() -> None:
    """Otherwise it would silently check nothing."""
    text = SECOND.replace("check: lib.reading ≤ lib.building", "check: 1 <= 2")
    assert "（rules.0.check）" in message(text)


OVERVIEW = """
overview:
  figures:
    - {label: 藏量, of: [lib.total.held]}
  charts:
    - kind: groups
      title: 藏量与借出
      axis: 类别
      groups:
        - {label: 藏量, bars: [{label: 期刊, of: [lib.journals.held]}]}
        - {label: 借出, bars: [{label: 期刊, of: [lib.journals.lent]}]}
"""
# What is replaced by what, the path, the words.
OF_THE_OVERVIEW = {
    "unknown indicator": (
        "[lib.total.held]",
        "[lib.total.hold]",
        "overview.figures.0.of.0",
        "表中没有指标“lib.total.hold”",
    ),
    "unknown indicator of a chart": (
        "[lib.journals.lent]",
        "[lib.journals.sold]",
        "overview.charts.0.groups.1.bars.0.of.0",
        "表中没有指标“lib.journals.sold”",
    ),
    "share of something else": (
        "of: [lib.total.held]",
        "of: [lib.total.held], over: [lib.building]",
        "overview.figures.0.over.0",
        "计量单位不同（册、平方米），不能放在一起",
    ),
    "two units of measure in a chart": (
        "[lib.journals.lent]",
        "[lib.reading]",
        "overview.charts.0.groups.1.bars.0.of.0",
        "计量单位不同（册、平方米），不能放在一起",
    ),
    "unknown kind": (
        "kind: groups",
        "kind: pie",
        "overview.charts.0.kind",
        "“pie”不在可选范围内",
    ),
    "groups of another kind": (
        "kind: groups",
        "kind: parts",
        "overview.charts.0",
        "groups 类的图写 groups，其他图写 bars，二者只写一个",
    ),
    "bars of different names": (
        "bars: [{label: 期刊, of: [lib.journals.lent]}]",
        "bars: [{label: 图书, of: [lib.journals.lent]}]",
        "overview.charts.0",
        "同一张图各组（groups）的各项名称应相同，次序也相同",
    ),
    "share in a chart": (
        "of: [lib.journals.lent]",
        "of: [lib.journals.lent], over: [lib.total.lent]",
        "overview.charts.0",
        "图中只能用数量，不能用比率（over）",
    ),
}


@pytest.mark.parametrize("name", OF_THE_OVERVIEW)
def test_a_mistake_in_the_overview_is_told_with_its_place(name: str) -> None:
    old, new, path, problem = OF_THE_OVERVIEW[name]
    assert OVERVIEW.count(old) == 1
    parse_form(SECOND + OVERVIEW, "second-form.yaml")
    told = message(SECOND + OVERVIEW.replace(old, new))
    assert f"（{path}）：{problem}" in told


def test_several_measures_by_unit_are_a_mistake() -> None:
    bars = "[{label: 藏量, of: [lib.total.held]}, {label: 借出, of: [lib.total.lent]}]"
    chart = f"{{kind: by_unit, title: 藏量, axis: 单位, bars: {bars}}}"
    text = f"{SECOND}\noverview:\n  charts:\n    - {chart}\n"
    assert "（overview.charts.0）：by_unit 类的图只能有一个数（bars）" in message(text)
