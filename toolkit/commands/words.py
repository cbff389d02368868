"""Why a command cannot run: one plain line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.grids.names import BY_UNIT, COVERAGE

# By pydantic's type of error; `{value}` is what was written, the rest is pydantic's context.
FORM_PROBLEMS = {
    "yaml": "不是合规的 YAML，请检查缩进、冒号后的空格和引号",
    "encoding": "不是 UTF-8 编码的文本，请另存为 UTF-8",
    "float_parsing": "应为数，现为 {value!r}",
    "twice": "同一项写了两次",
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "string_type": "应为文字，现为 {value!r}；数字请加引号",
    "string_pattern_mismatch": "“{value}”的写法不对（应符合 {pattern}）",
    "string_too_short": "不能为空",
    "literal_error": "“{value}”不在可选范围内，应为 {expected}",
    "int_type": "应为整数，现为 {value!r}",
    "int_parsing": "应为整数，现为 {value!r}",
    "float_type": "应为数，现为 {value!r}",
    "bool_type": "应为 true 或 false，现为 {value!r}",
    "bool_parsing": "应为 true 或 false，现为 {value!r}",
    "tuple_type": "应为列表（每项前加“- ”）",
    "dict_type": "应为“键: 值”的形式",
    "model_type": "应为“键: 值”的形式",
    "too_short": "至少要有一项",
    "greater_than_equal": "应不小于 {ge}，现为 {value}",
    "less_than_equal": "应不大于 {le}，现为 {value}",
    "other": "值不对：{value!r}",
}


def form_mistake(name: str, line: int, path: str, problem: str) -> str:
    return f"表式文件 {name} 第 {line} 行{f'（{path}）' if path else ''}：{problem}。"


def no_such_form(name: str, known: Sequence[str]) -> str:
    return f"没有名为“{name}”的表式，也找不到这个文件。自带的表式有：{'、'.join(known)}。"


def no_such_path(path: str) -> str:
    return f"找不到文件或文件夹：{path}。请检查路径是否写对。"


def no_such_return(name: str) -> str:
    return f"--prefer 指明的“{name}”不是可以采用的报送件。请按汇总结果中“文件”一栏的写法填写。"


def previous_unreadable(name: str, reason: str) -> str:
    return (
        f"--previous 指明的 {name} 不能用：{reason}。"
        "应为上一年度由本工具生成的汇总工作簿，或装有上一年度报送件的文件夹。"
    )


PREVIOUS_KIND = "不是汇总工作簿"
PREVIOUS_SHEET = "其中没有“分单位”页或缺少指标列"


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


def previous_empty(wanted: int) -> str:
    return f"其中没有 {wanted} 年度的报送件"


def no_roster(places: Iterable[str]) -> str:
    return (
        "找不到单位名册（units.csv 或 units.xlsx）。已查找："
        f"{'、'.join(places)}。请把名册放在报送件文件夹中，或用 --units 指明。"
    )


def roster_unreadable(name: str) -> str:
    return f"单位名册 {name} 打不开：应为 CSV（UTF-8 或 GB18030 编码）或 .xlsx 文件。"


def roster_columns(name: str, missing: Sequence[str]) -> str:
    return f"单位名册 {name} 缺少列：{'、'.join(missing)}。第一行应为列名。"


def roster_empty(name: str) -> str:
    return f"单位名册 {name} 中没有单位。"


def roster_row(name: str, row: int, problem: str) -> str:
    return f"单位名册 {name} 第 {row} 行：{problem}"


def roster_code_damaged(code: str, likely: str) -> str:
    return (
        f"单位代码“{code}”像是被 Excel 当成了数字（应为“{likely}”之类）。"
        "请把该列设为“文本”格式后重新填写代码。"
    )


def roster_code_bad(code: str) -> str:
    return f"代码“{code}”不合规：只能用数字、字母、“-”和“_”。"


def roster_code_missing() -> str:
    return "缺少单位代码。"


def roster_name_missing() -> str:
    return "缺少单位名称。"


def roster_category(category: str, known: Iterable[str]) -> str:
    return f"单位类别“{category}”不在可选范围内，应为：{'、'.join(known)}。"


def roster_deadline(text: str) -> str:
    return f"截止日期“{text}”看不懂，请写成 2026-02-20 的样子。"


def whose_sum(codes: Sequence[str]) -> str:
    if not codes:
        return "从名册看不出由谁汇总（上级代码全空或互相循环），请用 --as 指明汇总单位的代码。"
    return f"从名册看不出由谁汇总：可能是 {'、'.join(codes)}。请用 --as 指明汇总单位的代码。"


def no_children(code: str) -> str:
    return f"名册中没有上级代码为 {code} 的单位。请检查 --as 或名册的“上级代码”列。"


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


def no_returns(paths: Sequence[str]) -> str:
    return f"在 {'、'.join(paths)} 中没有找到报送件。"


def only_blank() -> str:
    return "报送件全部是没有填写的空白模板，没有可以汇总的数。"


def no_year() -> str:
    return "报送件中看不出报告年度，请用 --year 指明，例如 --year 2025。"


def not_writable(path: str) -> str:
    return f"写不了 {path}：文件可能正在 Excel 或 WPS 中打开，或没有写入权限。请关闭后重试。"


def not_a_folder(path: str) -> str:
    return f"{path} 已存在且不是文件夹，无法在其中生成文件。"


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


def is_a_folder(path: str) -> str:
    return f"{path} 是文件夹或设备，不能作为输出文件。请另取文件名。"


def not_an_excel_name(path: str) -> str:
    return f"输出文件 {path} 应以 .xlsx 结尾。"


def foreign_file(path: str) -> str:
    return f"{path} 已存在，不是本工具以前生成的同类文件，为免误删没有覆盖。请另取文件名。"


def unreadable_target(path: str, reason: str) -> str:
    return f"{path} 已存在，不能当作以前的汇总工作簿读取（{reason}），没有覆盖。请另取文件名。"


def locked_target(path: str) -> str:
    return (
        f"{path} 已存在，并设有打开密码，看不到其中写了什么，没有覆盖。"
        "请先在 Excel 或 WPS 中取消打开密码并保存，或另取文件名。"
    )


def saved_as_another(path: str) -> str:
    return (
        f"{path} 是以前的汇总工作簿，但已用别的格式或软件另存过，其中填写的内容无法全部沿用，"
        "没有覆盖。请用 Excel 或 WPS 打开，另存为“.xlsx”工作簿后重试，或另取文件名。"
    )


def of_another_unit(path: str, unit: str) -> str:
    return (
        f"{path} 是另一汇总单位（{unit}）的汇总工作簿，没有覆盖。"
        "请另取文件名；如本次是替它汇总，请用 --as 指明它的代码。"
    )


def earlier_unreadable(path: str, reason: str) -> str:
    return (
        f"{path} 是以前的汇总工作簿，但{reason}，读不出其中填写的处理意见等内容。"
        "为免丢失，没有覆盖：请恢复后重试，或把它改名、移走后重新汇总。"
    )


NO_RECORD = "其中没有本工具留下的记录（可能是旧版本生成的，或用别的软件另存过）"


def sheet_is_gone(name: str) -> str:
    return f"“{name}”页已被删除或改名"


def heads_are_gone(name: str) -> str:
    return f"“{name}”页的表头已被改动"


def of_another_period(path: str, year: str) -> str:
    return f"{path} 是另一年度（{year}）或另一表式的汇总工作簿，没有覆盖。请另取文件名。"


def is_open(path: str, lock: str) -> str:
    return (
        f"{path} 正在 Excel、WPS 或 LibreOffice 中打开，为免丢失尚未保存的内容，没有覆盖。"
        f"请保存并关闭后重试；如并没有打开，请删去 {lock}。"
    )


def changed_meanwhile(path: str) -> str:
    return f"{path} 在汇总期间被人保存过，为免丢失其中的内容，没有覆盖。请重新运行一次。"


def same_output(path: str) -> str:
    return f"汇总工作簿和 JSON 不能用同一个文件名：{path}。"


def json_over_workbook(path: str) -> str:
    return f"{path} 是汇总工作簿或它的备份，不能用 JSON 代替。请另取文件名。"


def json_over_backup(path: str) -> str:
    return f"{path} 是汇总工作簿备份用的文件名，不能用于 JSON。请另取文件名。"


def same_folder(option: str, path: str) -> str:
    return f"{option} 的文件夹 {path} 与另一个输出文件同名。请另取名称。"


def twice_written(path: str) -> str:
    return f"有两个输出文件同名：{path}。请另取文件名。"


def no_such_rule(code: str) -> str:
    return f"没有代码为 {code} 的审核公式或审核意见。运行 toolkit rules 可查看全部。"


def form_not_shipped(form: str) -> str:
    return f"报送件用的表式是“{form}”，不是自带的表式。请用 --form 指明表式文件的路径。"


def default_output(year: int) -> str:
    """The name of the consolidated workbook where none is asked for."""
    return f"汇总-{year}.xlsx"


# The published report. Why a workbook cannot be one: parts of one sentence.
REPORT_KIND = "它不是本工具的汇总工作簿或填好的报送件"
REPORT_BLANK = "它是空白模板，还没有填"
REPORT_NO_UNIT = "它没有写明是哪个单位的"
REPORT_NO_YEAR = "它没有写明报告年度"
REPORT_NO_UNITS = f"其中没有“{BY_UNIT}”页，或缺少指标列，无法核对汇总数"
REPORT_NO_COVERAGE = f"其中没有“{COVERAGE}”页，看不出还有哪些单位未报。"
_MOST_REASONS = 5


def report_refused(file: str, reasons: Sequence[str], advice: str = "") -> str:
    """``advice``: what to do about the first of the reasons."""
    told = [one.rstrip("。") for one in reasons[:_MOST_REASONS]]
    more = f"；另有 {len(reasons) - len(told)} 处" if len(reasons) > len(told) else ""
    return f"{file} 不能用来生成报告：{'；'.join(told)}{more}。{advice}"


def report_unknown(place: str, label: str, more: int) -> str:
    others = f"，另有 {more} 格也是如此" if more else ""
    return f"{place}（{label}）没有任何单位的数{others}，不能当作 0 发布"


def report_edited(path: str) -> str:
    return (
        f"{path} 已存在，而且不是本工具生成后的原样（可能已经编辑过），为免丢失没有覆盖，"
        "也没有生成其他文件。请先改名或移走，或用 -o 指定另一个文件夹。"
    )
