"""A form file may be anything: it is refused in one line, soon, and never takes the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import command
from tests.support.large_form import large
from tests.support.places import SECOND_FORM
from toolkit.errors import CannotRun
from toolkit.form.form_file import load_form, parse_form

SECOND = SECOND_FORM.read_text(encoding="utf-8")
TOO_LARGE = "文件过大（超过 1 MB），不像是表式文件，请检查路径是否写对"
TOO_MANY = "内容过多（引用展开后超过 10 万项），不像是表式文件"
NO_VALUE = "这里的数、日期等写法不对；如是文字，请加引号"


def laughs(beginning: str, line: str) -> str:
    """Twelve lines, each of which stands for nine times the one before."""
    more = (line.format(n, ", ".join([f"*a{n - 1}"] * 9)) for n in range(1, 12))
    return "\n".join([beginning, *more])


# What is refused, its line and the words.
REFUSED = {
    "an alias within itself": ("a: &a [*a]\n", 1, "引用（*）指向了包含它自己的内容"),
    "an alias within its map": ("a: 1\nb: &t {a: *t}\n", 2, "引用（*）指向了包含它自己的内容"),
    "brackets": ("a: " + "[" * 3_000 + "]" * 3_000, 1, "内容套了太多层，不像是表式文件"),
    "brackets left open": ("a: " + "[" * 100_000, 1, "内容套了太多层，不像是表式文件"),
    "indents": (
        "\n".join(" " * n + "a:" for n in range(300)),
        41,
        "内容套了太多层，不像是表式文件",
    ),
    "a billion laughs": (laughs("a0: &a0 [lol]", "a{0}: &a{0} [{1}]"), 6, TOO_MANY),
    "merged laughs": (laughs("a0: &a0 {x: 1}", "a{0}: &a{0} {{<<: [{1}]}}"), 6, TOO_MANY),
    "a long list": ("- 1\n" * 200_000, 100_000, TOO_MANY),
    "a large text": (
        "a: " + "x" * 1_000_000,
        1,
        "文件过大（超过 1 MB），不像是表式文件，请检查路径是否写对",
    ),
    "a number of many digits": (f"id: a\nversion: {'1' * 5_000}\n", 2, NO_VALUE),
    # Made out as one number, this takes minutes.
    "a number to the base of 60": (f"id: {'1:' * 400_000}1\n", 1, NO_VALUE),
    "a day that is none": ("version: 2025-02-30\n", 1, NO_VALUE),
    "a tag that does not fit": ("id: a\ntitle: !!float x\n", 2, NO_VALUE),
    "a tag of nothing": ('id: a\ntitle: !!int ""\n', 2, NO_VALUE),
    "a day that is a word": ("title: !!timestamp x\n", 1, NO_VALUE),
    "a truth value that is none": ("title: !!bool x\n", 1, NO_VALUE),
    "code": (
        'id: !!python/object/apply:os.system ["id"]\n',
        1,
        "不是合规的 YAML，请检查缩进、冒号后的空格和引号",
    ),
}


def message(text: str) -> str:
    with pytest.raises(CannotRun) as caught:
        parse_form(text, "f.yaml")
    return str(caught.value)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_form_is_refused_with_its_line(name: str) -> None:
    text, line, problem = REFUSED[name]
    assert message(text) == f"表式文件 f.yaml 第 {line} 行：{problem}。"


# What is written into the second form for what, the path, and the words.
WRONG = {
    "version": (
        'version: "7"',
        f'version: "{"7" * 100_000}"',
        "version",
        "太长：有 100000 个字，最多 64 个",
    ),
    "id": ("id: library-test", f"id: {'a' * 65}", "id", "太长：有 65 个字，最多 64 个"),
    "title": (
        "title: 公共图书馆年度报表",
        f"title: {'标' * 201}",
        "title",
        "太长：有 201 个字，最多 200 个",
    ),
    "code": (
        "code: books",
        f"code: {'a' * 65}",
        "tables.0.blocks.0.rows.0.code",
        "太长：有 65 个字，最多 64 个",
    ),
    "label": (
        "label: 图书\n",
        f"label: {'书' * 40_000}\n",
        "tables.0.blocks.0.rows.0.label",
        "太长：有 40000 个字，最多 200 个",
    ),
    "sentence": (
        "why: 阅览室是馆舍的一部分。",
        f"why: {'馆' * 2_001}",
        "rules.0.why",
        "太长：有 2001 个字，最多 2000 个",
    ),
    "control character": (
        "label: 图书\n",
        'label: "图\\e[31m书"\n',
        "tables.0.blocks.0.rows.0.label",
        "“图 [31m书”第 2 个字处有看不见的控制字符（U+001B），请删去",
    ),
    "mark of direction": (
        "title: 公共图书馆年度报表",
        'title: "\\u202e公共图书馆"',
        "title",
        "“公共图书馆”第 1 个字处有看不见的、会颠倒文字显示方向的字符（U+202E），请删去",
    ),
    "number of a character": (
        "sheet: 馆藏馆舍",
        "sheet: 馆藏_x000B_",
        "tables.0.sheet",
        "“馆藏_x000B_”第 3 个字处有“_x000B_”，表格软件会把它当成一个字符的代码，而不是文字，请删去",
    ),
    "width": (
        "    kind: volumes\n",
        "    kind: volumes\n    widths: [.nan]\n",
        "tables.0.widths.0",
        "应为数，现为 .nan",
    ),
    "wide": (
        "    kind: volumes\n",
        "    kind: volumes\n    widths: [1e308]\n",
        "tables.0.widths.0",
        "应不大于 255.0，现为 1e308",
    ),
    "large number": (
        "decimals: 2",
        f"decimals: 0x{'f' * 5_000}",
        "kinds.area.decimals",
        f"应不大于 9，现为 0x{'f' * 37}…",
    ),
    "list for a text": (
        'version: "7"',
        "version: [7]",
        "version",
        "应为文字，现为好几项内容；数字请加引号",
    ),
    "day for a text": (
        'version: "7"',
        "version: 2025-01-01",
        "version",
        "应为文字，现为 2025-01-01；数字请加引号",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_no_workbook_can_hold_is_told(name: str) -> None:
    old, new, path, problem = WRONG[name]
    assert SECOND.count(old) == 1
    line = SECOND[: SECOND.index(old)].count("\n") + 1 + new.startswith("    kind: volumes\n")
    assert (
        message(SECOND.replace(old, new)) == f"表式文件 f.yaml 第 {line} 行（{path}）：{problem}。"
    )


def test_a_form_of_too_many_indicators_is_refused_before_they_are_made() -> None:
    assert message(large(3_000, 3_000)) == (
        "表式文件 f.yaml 第 6 行（tables）：各表共有 9000000 个指标（行数乘列数），最多 5000 个。"
    )


@pytest.mark.slow
def test_as_many_indicators_and_rules_as_there_may_be() -> None:
    form = parse_form(large(5, 1_000, 5), "f.yaml")
    assert (len(form.indicators), len(form.declared_rules)) == (5_000, 5_000)
    assert message(large(5, 1_000, 6)).endswith("（rules.5）：审核公式展开后超过 5000 条。")


def test_of_many_mistakes_the_first_are_told() -> None:
    guide = "guide:\n" + "  - 1\n" * 5_000
    told = message(SECOND.replace("guide:\n", guide)).splitlines()
    assert len(told) == 21
    assert told[-1] == "另有 4980 处，改正后再运行会列出。"


def test_a_long_key_is_told_in_short() -> None:
    assert message(f"{SECOND}{'k' * 900}: 1\n") == (
        f"表式文件 f.yaml 第 60 行（{'k' * 99}…）：没有这一项，请检查拼写。"
    )


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    if Path("/dev/zero").exists():
        with pytest.raises(CannotRun, match=r"^表式文件 zero 第 1 行：文件过大（超过 1 MB）"):
            load_form("/dev/zero")


def test_an_encoding_is_told_with_the_line_that_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"id: a\ntitle: " + "标题".encode("gb18030"))
    with pytest.raises(CannotRun) as caught:
        load_form(str(path))
    assert str(caught.value) == ("表式文件 f.yaml 第 2 行：不是 UTF-8 编码的文本，请另存为 UTF-8。")


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b", "\x1b[31m"])
def test_a_name_that_no_file_can_have(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert command("template", "--form", name, "-o", tmp_path) == 2
    told = capsys.readouterr().err
    assert told.startswith("没有名为“") and len(told) < 200 and "\x1b" not in told
