"""collection.toml: what it may say, and every mistake with its line and what is possible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit.collection.keys import KEYS, Kind
from toolkit.collection.names import FILE
from toolkit.collection.settings import (
    Collection,
    Value,
    collection_of,
    find_file,
    read_collection,
)
from toolkit.collection.words import new_file
from toolkit.errors import CannotRun


def said(folder: Path, text: str | bytes) -> Collection:
    content = text.encode() if isinstance(text, str) else text
    (folder / FILE).write_bytes(content)
    return read_collection(folder / FILE)


def refused(folder: Path, text: str | bytes) -> str:
    with pytest.raises(CannotRun) as raised:
        said(folder, text)
    told = str(raised.value)
    assert "\n" not in told
    return told


def values(collection: Collection) -> dict[tuple[str, str], Value]:
    return {(key.table, key.name): value for key, value in collection.values.items()}


def test_everything_that_can_be_said(folder: Path) -> None:
    text = """
        year = 2025
        units = '名册.xlsx'
        previous = "../2024年度/汇总-2024.xlsx"
        as = '410400'
        form = 'disclosure-2021'
        [template]
        out = '模板'
        [collect]
        returns = ['收件', 's3://bucket/returns']
        out = '汇总-2025.xlsx'
        feedback = '退回'
        json = '汇总.json'
        csv = '数据'
        strict = true
        cluster = 'tcp://host:8786'
        timings = false
        [report]
        out = '发布'
    """
    assert values(said(folder, text)) == {
        ("", "year"): 2025,
        ("", "units"): str(folder / "名册.xlsx"),
        ("", "previous"): str(folder / "../2024年度/汇总-2024.xlsx"),
        ("", "as"): "410400",
        ("", "form"): "disclosure-2021",
        ("template", "out"): str(folder / "模板"),
        ("collect", "returns"): (str(folder / "收件"), "s3://bucket/returns"),
        ("collect", "out"): str(folder / "汇总-2025.xlsx"),
        ("collect", "feedback"): str(folder / "退回"),
        ("collect", "json"): str(folder / "汇总.json"),
        ("collect", "csv"): str(folder / "数据"),
        ("collect", "strict"): True,
        ("collect", "cluster"): "tcp://host:8786",
        ("collect", "timings"): False,
        ("report", "out"): str(folder / "发布"),
    }
    assert {(key.table, key.name) for key in KEYS} == set(values(said(folder, text)))


def test_a_new_file_says_what_it_is_given_and_shows_the_rest_as_comments(folder: Path) -> None:
    given = {key: {Kind.YEAR: "2025", Kind.FLAG: "true"}.get(key.kind, "'x'") for key in KEYS}
    assert set(said(folder, new_file(given)).values) == set(KEYS)
    nothing = new_file({})
    assert said(folder, nothing).values == {}
    # Each line that can be used begins with its key once the mark is taken away.
    enabled = re.sub(r"(?m)^#(?=\w+ = )", "", nothing)
    assert set(said(folder, enabled).values) == set(KEYS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_whatever_notepad_saves_is_read(folder: Path, encoding: str) -> None:
    read = said(folder, "# 说明\r\nunits = '名册.xlsx'\r\n".encode(encoding))
    assert values(read) == {("", "units"): str(folder / "名册.xlsx")}


def test_what_is_blank_is_not_said(folder: Path) -> None:
    assert said(folder, "units = ''\n[collect]\nreturns = []\n").values == {}


def test_a_code_may_be_a_number_and_one_folder_needs_no_list(folder: Path) -> None:
    read = said(folder, "as = 410400\n[collect]\nreturns = '收件'\n")
    assert values(read) == {
        ("", "as"): "410400",
        ("collect", "returns"): (str(folder / "收件"),),
    }


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("year = 2025\nunit = '名册.xlsx'\n", 2, "没有 unit 这一项。是不是 units？"),
        (
            "[collect]\nfeedbak = '退回'\n",
            2,
            r"没有 \[collect\] 中的 feedbak 这一项。是不是 feedback？",
        ),
        ("strict = true\n", 1, r"strict 要写在\[collect\] 一节"),
        ("[collect]\nunits = 'a.csv'\n", 2, "units 要写在文件开头、各节之前"),
        ("\n[colect]\nout = 'x'\n", 2, r"没有 \[colect\] 这一节，可以写的有 \[template\]"),
        ("year = '2025年'\n", 1, "year 现为 2025年，应为年度（四位数字），例如 year = 2025"),
        ("year = 25\n", 1, "year 现为 25，应为年度"),
        ("year = true\n", 1, "year 现为 true，应为年度"),
        ("[collect]\nstrict = 'yes'\n", 2, r"strict 现为 yes，应为 true（是）或 false（否）"),
        ("[collect]\nreturns = [1]\n", 2, "returns 现为 .*，应为一个或几个路径"),
        (
            "units = ['a', 'b']\n",
            1,
            "units 现为 .*，应为路径，写在引号里，例如 units = '名册.xlsx'",
        ),
        (
            "[collect]\nprefer = 'a.xlsx'\n",
            2,
            "prefer 不能写在这里，请在需要时写在命令行上：--prefer",
        ),
        ("password = 'x'\n", 1, "password 不能写在这里"),
        (
            "year = 2025\nunits = 名册.xlsx\n",
            2,
            "写得不对，看不懂 units 这一项。.*units = '名册.xlsx'",
        ),
        ("year ＝ 2025\n", 1, "写得不对.*半角"),
        ('units = "D:\\数据\\名册.xlsx"\n', 1, "路径中的“\\\\”请改成“/”"),
        ('units = "D:\\new.xlsx"\n', 1, "看不见的字符.*“\\\\”有别的意思"),
        ("这是名册\n", 1, "写得不对，看不懂。每行的写法是“名称 = 值”"),
    ],
)
def test_a_mistake_is_told_with_its_line(folder: Path, text: str, line: int, told: str) -> None:
    message = refused(folder, text)
    assert re.search(rf"collection\.toml 第 {line} 行", message), message
    assert re.search(told, message), message


def test_what_is_written_twice_is_told_with_both_lines(folder: Path) -> None:
    message = refused(folder, "year = 2025\nunits = 'a'\nyear = 2024\n")
    assert re.search("year 写了 2 次（第 1 行、第 3 行）", message), message


def test_what_is_no_text_is_told(folder: Path) -> None:
    assert re.search("不是文字文件", refused(folder, b"PK\x03\x04\xff\xff\x00\x00" * 9))


def test_the_nearest_file_above_counts(folder: Path) -> None:
    inner = folder / "2025年度" / "收件" / "县区"
    inner.mkdir(parents=True)
    assert find_file(inner) is None and collection_of(inner) is None
    (folder / FILE).write_text("year = 2024\n")
    (folder / "2025年度" / FILE).write_text("year = 2025\n")
    found = collection_of(inner)
    assert found and found.value("", "year") == 2025
    assert found.folder.resolve() == (folder / "2025年度").resolve()


def test_what_is_to_be_read_and_is_not_there_is_told_with_both_ways(folder: Path) -> None:
    read = said(folder, "year = 2025\nprevious = '汇总-2024.xlsx'\n[collect]\nreturns = '收件'\n")
    lost = {}
    for key in read.values:
        if key.kind in (Kind.SOURCE, Kind.SOURCES):
            with pytest.raises(CannotRun) as raised:
                read.must_be_there(key)
            lost[key.name] = str(raised.value)
    assert re.search("第 2 行的 previous .*放回原处.*--previous .*--no-previous", lost["previous"])
    assert re.search("第 4 行的 returns .*请建立这个文件夹", lost["returns"])


def test_a_year_in_quotation_marks_is_one(folder: Path) -> None:
    assert values(said(folder, "year = '2025'")) == {("", "year"): 2025}


def test_a_section_that_stands_twice_is_told_with_both_lines(folder: Path) -> None:
    text = "[collect]\nout = 'a.xlsx'\n[template]\n[collect]\ntimings = true\n"
    assert refused(folder, text).endswith(
        "collection.toml 中 [collect] 一节写了 2 次（第 1 行、第 4 行），"
        "请把其中各项并到一处，只留一个。"
    )
