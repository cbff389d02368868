"""Why a roster cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


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


def roster_unclear(head: str, stored: str) -> str:
    return (
        f"{head}存的是“{stored}”，显示的却不是（单元格格式改变、隐藏了它，或划了删除线、用了上标），"
        "无法确定是哪一个。请清除该格的格式后重新填写。"
    )


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
