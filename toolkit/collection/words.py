"""What is said of a collection.toml, and what stands in a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.collection.keys import KEYS, TABLES, Key, Kind
from toolkit.collection.names import FEEDBACK, LAST_YEAR, REPORTS, RETURNS, ROSTER, TEMPLATES

# What each key is, in a line of its own above it; of those with an example, it is the line itself.
_ABOUT: Mapping[tuple[str, str], str] = {
    ("", "year"): "报告年度。",
    ("", "units"): "单位名册。",
    ("", "previous"): (
        "上一年度的数：汇总工作簿，或上一年度的报送件、公开发布的年度报告（文件、文件夹或压缩包），"
        f"或在“{LAST_YEAR}”里填好的数。"
    ),
    ("", "as"): "汇总单位的代码，从名册看不出由谁汇总时才写。",
    ("", "form"): "表式的代号，或表式文件（.yaml）的路径；不写则用最新的自带表式。",
    ("template", "out"): "各单位的模板存放在这个文件夹。",
    ("collect", "returns"): "报送件放在这些文件夹里。",
    ("collect", "out"): "汇总工作簿的文件名。",
    ("collect", "feedback"): "退回件、退回通知、回执和催报名单存放在这个文件夹。",
    ("collect", "json"): "另存一份 JSON，供其他程序使用。",
    ("collect", "csv"): "另存一套 CSV，存入这个文件夹，供其他程序使用。",
    ("collect", "strict"): "有错误的单位整个不计入汇总。",
    ("collect", "cluster"): "由这个地址的 Dask 集群读取报送件。",
    ("collect", "timings"): "完成后列出各步骤所用的时间。",
    ("report", "out"): "对外发布的年度报告存放在这个文件夹。",
}
_EXAMPLES: Mapping[tuple[str, str], str] = {
    ("", "year"): "2025",
    ("", "units"): f"'{ROSTER}'",
    ("", "previous"): "'汇总-2024.xlsx'",
    ("", "as"): "'410400'",
    ("", "form"): "'我的表式.yaml'",
    ("template", "out"): f"'{TEMPLATES}'",
    ("collect", "returns"): f"['{RETURNS}']",
    ("collect", "out"): "'汇总-2025.xlsx'",
    ("collect", "feedback"): f"'{FEEDBACK}'",
    ("collect", "json"): "'汇总.json'",
    ("collect", "csv"): "'数据'",
    ("collect", "strict"): "true",
    ("collect", "cluster"): "'tcp://主机:8786'",
    ("collect", "timings"): "true",
    ("report", "out"): f"'{REPORTS}'",
}
_HEAD = (
    "本文件夹是一次数据收集。在这个文件夹里、或在它下面的任何文件夹里运行 toolkit 的各个命令，",
    "都按本文件办理，不用再写选项；命令行上写了的，只在那一次代替这里写明的。",
    "这里没有启用的一项，汇总时在命令行上写过的，以后汇总照用，直到在命令行上写明不用",
    "（例如 --no-strict、--no-previous）或另外写明；屏幕上写着“沿用上次汇总”。",
    "以“#”开头的行，程序不读：“# ”后面是说明；“#”紧接英文名称的是没有启用的一项，删去“#”就启用。",
    "路径从本文件所在的文件夹算起，整个文件夹可以改名、移走。路径写在单引号里，例如 '收件'。",
    "密码（--password）和同一单位几份文件用哪一份（--prefer）不写在这里，需要时写在命令行上。",
)
_TABLES = {
    "template": "生成模板：toolkit template",
    "collect": "汇总：toolkit collect",
    "report": "对外发布的年度报告：toolkit report",
}


def new_file(values: Mapping[Key, str]) -> str:
    """The text of a new file; ``values``: what is written after the equals sign of each key.

    Keys without a value stand in a comment, with an example.
    """
    lines = [f"# {line}" for line in _HEAD]
    table = ""
    for key in KEYS:
        if key.table != table:
            table = key.table
            lines += ["", f"# ---- {_TABLES[table]}", f"[{table}]"]
        at = key.table, key.name
        written = values.get(key)
        stands = f"{key.name} = {written}" if written else f"#{key.name} = {_EXAMPLES[at]}"
        lines += ["", f"# {_ABOUT[at]}", stands]
    return "\n".join([*lines, ""])


def _at(file: str, line: int | None) -> str:
    return f"{file} 第 {line} 行" if line else file


def _how(key: Key) -> str:
    """An example of a line."""
    return f"{key.name} = {_EXAMPLES[key.table, key.name]}"


def _where(key: Key) -> str:
    return f"[{key.table}] 一节" if key.table else "文件开头、各节之前"


def unreadable_text(file: str) -> str:
    return f"{file} 不是文字文件，读不了。请用记事本打开，另存为 UTF-8 编码的文字后重试。"


def no_toml(file: str, line: int | None, key: Key | None, *, backslash: bool) -> str:
    """``key``: the one that the line begins with, if it does with any."""
    if backslash:
        advice = "路径中的“\\”请改成“/”，或把双引号改成单引号"
    elif key:
        advice = f"这一项的写法是 {_how(key)}"
    else:
        advice = "每行的写法是“名称 = 值”，例如 year = 2025；说明文字前面要有“#”"
    return (
        f"{_at(file, line)}写得不对，看不懂{f' {key.name} 这一项' if key else ''}。{advice}；"
        "等号、引号、方括号用半角，文字和路径写在单引号里。"
    )


def written_twice(file: str, key: Key, lines: Sequence[int]) -> str:
    told = "、".join(f"第 {line} 行" for line in lines)
    return f"{file} 中 {key.shown} 写了 {len(lines)} 次（{told}），请只留一处。"


def section_twice(file: str, table: str, lines: Sequence[int]) -> str:
    told = "、".join(f"第 {line} 行" for line in lines)
    return (
        f"{file} 中 [{table}] 一节写了 {len(lines)} 次（{told}），请把其中各项并到一处，只留一个。"
    )


def no_such_table(file: str, line: int | None, name: str) -> str:
    known = "、".join(f"[{one}]" for one in TABLES)
    return f"{_at(file, line)}：没有 [{name}] 这一节，可以写的有 {known}。"


def no_such_key(
    file: str, line: int | None, table: str, name: str, alike: Sequence[str], homes: Sequence[Key]
) -> str:
    """``homes``: where a key of this name belongs; ``alike``: keys of this table like it."""
    shown = f"[{table}] 中的 {name}" if table else name
    advice = ""
    if homes:
        advice = f"{name} 要写在{'或'.join(_where(key) for key in homes)}。"
    elif alike:
        advice = f"是不是 {'、'.join(alike)}？"
    possible = "、".join(key.name for key in KEYS if key.table == table)
    return f"{_at(file, line)}：没有 {shown} 这一项。{advice}{_where_all(table)}可以写 {possible}。"


def never_kept(file: str, line: int | None, name: str) -> str:
    return f"{_at(file, line)}：{name} 不能写在这里，请在需要时写在命令行上：--{name}。"


def _where_all(table: str) -> str:
    return f"[{table}] 一节" if table else "各节之前"


_KINDS = {
    Kind.YEAR: "应为年度（四位数字）",
    Kind.TEXT: "应为文字，写在引号里",
    Kind.FLAG: "应为 true（是）或 false（否），不加引号",
    Kind.SOURCE: "应为路径，写在引号里",
    Kind.SOURCES: "应为一个或几个路径，各写在引号里",
    Kind.TARGET: "应为路径，写在引号里",
}


def wrong_value(file: str, line: int | None, key: Key, value: str) -> str:
    return f"{_at(file, line)}：{key.shown} 现为 {value}，{_KINDS[key.kind]}，例如 {_how(key)}。"


def odd_path(file: str, line: int | None, key: Key) -> str:
    """A path with a control character: a backslash in double quotes has made it one."""
    return (
        f"{_at(file, line)}：{key.shown} 的路径里有换行一类看不见的字符。"
        "双引号里的“\\”有别的意思：请改成“/”，或把双引号改成单引号。"
    )


def not_there(file: str, line: int | None, key: Key, path: str) -> str:
    """What is to be read is gone."""
    return f"{_at(file, line)}的 {key.name} 指明的 {path} 找不到。{ways(key, line)}"


def ways(key: Key, line: int | None) -> str:
    """How to go on where something that is named in the file is not there."""
    if (key.table, key.name) == ("collect", "returns"):
        return "请建立这个文件夹、放入报送件，或改正这一行。"
    option = f"--{key.name}"
    none = "；这次不与上年核对的，请加上 --no-previous" if key.name == "previous" else ""
    here = "改正这一行" if line else "改正它"
    return f"请把它放回原处，或{here}；也可以这一次用 {option} 另外指明{none}。"


# What the values are called where a run tells what it uses.
_CALLED: Mapping[tuple[str, str], str] = {
    ("", "year"): "年度",
    ("", "units"): "名册",
    ("", "previous"): "上年",
    ("", "as"): "汇总单位",
    ("", "form"): "表式",
    ("template", "out"): "模板存入",
    ("collect", "returns"): "报送件",
    ("collect", "out"): "汇总工作簿",
    ("collect", "feedback"): "退回件存入",
    ("collect", "json"): "JSON",
    ("collect", "csv"): "CSV 存入",
    ("collect", "strict"): "有错误的单位不计入",
    ("collect", "cluster"): "集群",
    ("collect", "timings"): "列出用时",
    ("report", "out"): "报告存入",
}


def used(key: Key, value: object, rows: int) -> str:
    """One thing that a run has used; ``rows``: of the roster."""
    called = _CALLED[key.table, key.name]
    if key.kind is Kind.FLAG:
        return called if value else f"不{called}"
    said = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f"{called} {said}{f'（{rows} 个单位）' if key.name == 'units' and rows else ''}"
