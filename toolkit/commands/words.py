"""Why a command cannot run: one plain line each."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from toolkit.collection.keys import YEARS

# So many units are named within a sentence.
_MOST_NAMES = 5


_TABLE_OF_LAST_YEAR = (
    "；也可以是一张上年数的表（.xlsx 或 .csv）：每个单位一行，"
    "表头有“单位代码”或“单位名称”，以及各项指标的名称或代码"
)


def previous_unreadable(name: str, reason: str, *, table: bool = True) -> str:
    """``table``: whether a plain table would have done."""
    return (
        f"--previous 指明的 {name} 不能用：{reason}。"
        "应为上一年度由本工具生成的汇总工作簿，或上一年度的报送件、公开发布的年度报告"
        f"（文件、文件夹或压缩包）{_TABLE_OF_LAST_YEAR if table else ''}。"
    )


def previous_no_figures(told: Sequence[str]) -> str:
    """``told``: what was not used of a table."""
    why = f"（{'；'.join(told)}）" if told else ""
    return f"表中没有能用的数{why}"


def previous_tables(sheets: Sequence[str]) -> str:
    return (
        f"有 {len(sheets)} 张工作表都是上年数的表（{'、'.join(f'“{one}”' for one in sheets)}），"
        "不知道用哪一张"
    )


NO_REPORTS_TO_HOLD = (
    "没有可以核对的年度报告：请给出准备发布的报告（Word、网页或带文字的 PDF），或装有报告的文件夹。"
)
AGAINST_ALONE = (
    "--against 以工作簿的单位、年度为准，在本机核对，"
    "不能同时使用 --year 或 --cluster：请去掉后重试。"
)
NO_REPORTS = "其中没有能用的报送件或年度报告"
PREVIOUS_KIND = "不是汇总工作簿"
PREVIOUS_SHEET = "其中没有“分单位”页或缺少指标列"


def sum_unreadable(path: str, reason: str) -> str:
    """A file lies where the consolidated workbook belongs."""
    return f"汇总工作簿 {path} 读不出来：{reason}。"


def previous_year(year: str, wanted: int) -> str:
    return f"它是 {year} 年度的，不是 {wanted} 年度的" if year else f"它没有写明是 {wanted} 年度的"


def needs_roster(option: str) -> str:
    """Options of ``template`` that are about single units."""
    return f"{option} 要与 --units 一起使用：模板按名册中的单位生成。"


def previous_of_another(theirs: str, collector: str) -> str:
    return (
        f"它是 {theirs} 汇总的，不是 {collector} 汇总的；"
        f"如本次就是为 {theirs} 生成模板或汇总，请加上 --as {theirs}"
    )


def previous_changed(name: str, reason: str, units: int) -> str:
    more = f"（共 {units} 个单位的数有改动）" if units > 1 else ""
    return (
        f"--previous 指明的 {name} 改动过，不能用来与上年核对：{reason}{more}。"
        "请改回原数后重试，或改用装有上一年度报送件的文件夹。"
    )


def previous_twice(unit: str) -> str:
    return f"“分单位”页中单位代码 {unit} 出现了不止一次"


def previous_fits_nobody() -> str:
    return "其中没有名册上任何一个单位的数"


def previous_empty(wanted: int, unused: Sequence[tuple[str, str]]) -> str:
    """``unused``: the files that cannot be used, each with the reason; the first one is told."""
    told = "".join(f"（“{file}”{reason}）" for file, reason in unused[:1])
    more = f"，共 {len(unused)} 个文件不能用" if len(unused) > 1 else ""
    return f"其中没有能用的 {wanted} 年度的报送件{told}{more}"


_RECORDED = {"units": "名册", "previous": "上年数据", "form": "表式"}


def used_is_gone(workbook: str, option: str, path: str) -> str:
    """Something that the run before was given is not there any more."""
    none = "；这次不与上年核对的，请加上 --no-previous" if option == "previous" else ""
    return (
        f"上次汇总（{workbook}）用的{_RECORDED[option]} {path} 找不到了。"
        f"请把它放回原处，或用 --{option} 写明现在的位置{none}。"
    )


def roster_changed(workbook: str, path: str, came: Sequence[str], went: Sequence[str]) -> str:
    """``came``, ``went``: the names of units that are new on the roster, or no longer on it."""
    parts = [
        f"{what} {len(names)} 个单位（{_some(names)}）"
        for what, names in (("多了", came), ("少了", went))
        if names
    ]
    told = "，".join(parts) or "单位的名称、类别、上级或上年代码有改动"
    return (
        f"名册 {path} 与上次汇总（{workbook}）时不同：{told}。"
        f"确认按现在的名册汇总的，请加上 --units {path}；要用原来的，请换回原来的名册后重试。"
    )


def previous_has_changed(workbook: str, path: str) -> str:
    return (
        f"上年数据 {path} 中的数与上次汇总（{workbook}）时不同。"
        f"确认用现在的，请加上 --previous {path}；要用原来的，请换回原来的文件后重试；"
        "这次不与上年核对的，请加上 --no-previous。"
    )


def workbook_renamed(workbook: str, renamed: str) -> str:
    return (
        f"{workbook} 不在了，看来是改名为 {renamed} 了。请改回原名后重试，"
        f"或加上 --review {renamed} 接着用其中的处理意见；"
        "要撇开这些、从头汇总，请先把它移出这个文件夹。"
    )


def workbook_has_backup(workbook: str, backup: str) -> str:
    return (
        f"{workbook} 不在了，旁边还有它的备份 {backup}，其中是再前一次汇总时的处理意见等。"
        "请去掉备份文件名末尾的“.bak”后重试；要撇开这些、从头汇总，请先把备份移出这个文件夹。"
    )


def others_beside(workbook: str, others: Sequence[str]) -> str:
    """``others``: the consolidated workbooks of the same year in the same folder."""
    return (
        f"同一文件夹中有本年度的汇总工作簿 {'、'.join(others)}，没有当作 {workbook}："
        f"其中的处理意见等要沿用的，请加上 --review {others[0]}。"
    )


def workbook_lost(workbook: str, time: datetime.datetime) -> str:
    return (
        f"{time.month}月{time.day}日汇总到 {workbook}，那份工作簿现在找不到，其中的处理意见、"
        "说明和对“计入汇总”的选定不能沿用。如能找回，请用 --review 写明它的位置，重新汇总。"
    )


def _some(names: Sequence[str]) -> str:
    more = "等" if len(names) > _MOST_NAMES else ""
    return f"{'、'.join(names[:_MOST_NAMES])}{more}"


def sum_of_others(others: Sequence[tuple[str, str]], collector: str) -> str:
    """``others``: names and codes of those whose sum the returns go into."""
    names = "、".join(f"{name}（{code}）" for name, code in others)
    name, code = others[0]
    advice = f"如要汇总 {name} 的数，请加上 --as {code}。"
    if len(others) > 1:
        advice = f"请分别汇总，各用 --as 指明汇总单位，例如 --as {code}。"
    return (
        f"报送件是由 {names}汇总的单位报来的，本次却按 {collector} 汇总，"
        f"没有一个单位可以计入。{advice}"
    )


def nothing_named() -> str:
    return "没有指明报送件：文件和文件夹的清单是空的。"


def no_such_year(year: int) -> str:
    return f"年度应在 {YEARS[0]} 到 {YEARS[-1]} 之间，现为 {year}。"


def no_returns(paths: Sequence[str]) -> str:
    return f"在 {'、'.join(paths)} 中没有找到报送件。"


def only_blank() -> str:
    return "报送件全部是没有填写的空白模板，没有可以汇总的数。"


def no_year() -> str:
    return "报送件中看不出报告年度，请用 --year 指明，例如 --year 2025。"


def not_an_excel_name(path: str) -> str:
    return f"输出文件 {path} 应以 .xlsx 结尾。"


def changed_meanwhile(path: str) -> str:
    return f"{path} 在汇总期间被人保存过，为免丢失其中的内容，没有覆盖。请重新运行一次。"


def default_output(year: int) -> str:
    """The name of the consolidated workbook where none is asked for."""
    return f"汇总-{year}.xlsx"


def default_outputs(year: str) -> str:
    """The same for any year; ``year``: what stands for it, as in a pattern."""
    return default_output(0).replace("0", year)


def one_file_name(one: tuple[str, str], other: tuple[str, str], file: str) -> str:
    """``one``, ``other``: name and code of two units whose templates would be one file."""
    first, second = (f"{name}（{code}）" for name, code in (one, other))
    return (
        f"名册中 {first}和 {second}的模板文件名相同，都是 {file}，一份会覆盖另一份，"
        "所以没有生成模板。请在名册中修改其中一个单位的代码或名称（例如代码中不用“_”）后重试。"
    )


def same_output(path: str) -> str:
    return f"汇总工作簿和 JSON 不能用同一个文件名：{path}。"


def json_over_backup(path: str) -> str:
    return f"{path} 是汇总工作簿备份用的文件名，不能用于 JSON。请另取文件名。"


def same_folder(option: str, path: str) -> str:
    return f"{option} 的文件夹 {path} 与另一个输出文件同名。请另取名称。"


def twice_written(path: str) -> str:
    return f"有两个输出文件同名：{path}。请另取文件名。"


def feedback_inside(path: str, returns: str) -> str:
    return (
        f"--feedback 的文件夹 {path} 在报送件文件夹 {returns} 里面，"
        "下次汇总会把退回件也当成报送件。请放到别处。"
    )


def csv_inside(path: str, returns: str) -> str:
    return (
        f"--csv 的文件夹 {path} 在报送件文件夹 {returns} 里面，"
        "下次汇总会把其中的文件也当成报送件。请放到别处。"
    )


def csv_same_output(path: str) -> str:
    return f"--csv 要生成的 {path} 与另一个输出文件同名。请另取文件名。"


def cluster_not_installed() -> str:
    return '--cluster 要先安装 Dask：pip install "toolkit[cluster]"。'


def no_scheduler(address: str) -> str:
    return (
        f"连不上 --cluster 指明的 Dask 集群 {address}。"
        "请检查地址是否写对（例如 tcp://主机:8786）、调度程序是否已启动。"
    )


def no_workers(address: str) -> str:
    return f"Dask 集群 {address} 上没有工作进程（worker）。请启动后重试。"


def cluster_lost(address: str) -> str:
    return (
        f"与 Dask 集群 {address} 的连接中断，没有读完。"
        "请检查集群后重试，或去掉 --cluster 在本机运行。"
    )


def cluster_failed(address: str, error: str) -> str:
    return (
        f"Dask 集群 {address} 的工作进程出错（{error}），没有读完。"
        "请检查集群后重试，或去掉 --cluster 在本机运行。"
    )


def cluster_lacks(module: str, address: str) -> str:
    return (
        f"Dask 集群 {address} 的工作进程没有安装 {module}，或其版本与本机不同。"
        "请在各台机器上安装与本机相同的版本后重试。"
    )


def cluster_differs(worker: str, differ: Mapping[str, tuple[str, str]]) -> str:
    """``differ``: by what, the version here and that on the worker; blank where there is none."""
    told = "；".join(
        f"{name} 本机为 {ours or '未安装'}，那里为 {theirs or '未安装'}"
        for name, (ours, theirs) in differ.items()
    )
    return (
        f"Dask 集群的工作进程 {worker} 与本机版本不同，结果可能不一致，没有读取：{told}。"
        "请安装相同的版本后重试。"
    )


def no_years(unused: Sequence[tuple[str, str]]) -> str:
    """No file gives figures of a unit and a year; ``unused``: some of them, each with why."""
    told = "；".join(f"“{file}”{reason}" for file, reason in unused)
    why = f"（{told}）" if told else ""
    return f"没有一个文件能用来对比{why}：请给出写明单位和年度的报告或报送件。"


# Beginning a collection.


def already_begun(file: str, options: Sequence[str]) -> str:
    return (
        f"这个文件夹里已有 {file}，不会改动它。要改名册、上年数据等，请用记事本打开它修改；"
        f"只要补齐缺少的文件和文件夹的，请去掉 {'、'.join(options)} 后重试。"
    )


def within_a_collection(folder: str, above: str, file: str) -> str:
    """``above``: the folder of the other collection, ``file``: its collection.toml."""
    return (
        f"{folder} 在另一次数据收集（{file}）的文件夹里，没有建立。要补齐那里缺少的文件，"
        f"请运行 toolkit init {above}；要另建一次收集，请把新文件夹放在那个文件夹之外。"
    )


def no_last_folder(path: str) -> str:
    return f"--from 指明的 {path} 不是文件夹，或者找不到。请写上一年度数据收集所在的文件夹。"


def no_last_workbook(folder: str, workbook: str) -> str:
    return (
        f"--from 指明的 {folder} 中没有上一年度的汇总工作簿（{workbook}）。"
        "请检查文件夹是否写对；也可以不用 --from，改用 --units 写明名册、--previous 写明上年数据。"
    )


def no_last_sum(path: str) -> str:
    return (
        f"{path} 不是本工具生成的汇总工作簿。"
        "请不用 --from，改用 --units 写明名册、--previous 写明上年数据。"
    )


def not_the_year_after(year: int, last: int, workbook: str) -> str:
    return (
        f"这次要收集的是 {year} 年度，而 --from 的文件夹是 {last} 年度的（{workbook}），不相衔接。"
        f"请核对文件夹名称，或用 --year {last + 1} 写明年度。"
    )


def no_previous_there(path: str) -> str:
    return f"--previous 指明的 {path} 找不到。请检查路径是否写对。"


def name_is_taken(path: str, source: str) -> str:
    return (
        f"{path} 已经有了，与 {source} 的内容不同，不会覆盖。请先把其中一个改名或移走，再运行一次。"
    )
