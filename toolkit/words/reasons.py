"""Why a file is not counted: short reasons, for the list of files and inside messages."""

from __future__ import annotations

from collections.abc import Iterable

NOT_A_WORKBOOK = "不是 .xlsx 工作簿"
ENCRYPTED_OR_OLD = "是加密的工作簿或旧版 .xls 文件"
BROKEN = "文件已损坏"
TOO_LARGE = "解压后过大或部件过多，疑似异常文件"
TOO_FAR = "表格的行列数远超正常范围，疑似异常文件"
UNSAFE = "含有不允许的外部实体定义，疑似异常文件"
CRASHED = "读取时出现严重错误，疑似异常文件"
CANNOT_OPEN = "没有读取权限或文件正被占用"

LOCK_FILE = "Excel 或系统的临时文件"
ROSTER = "单位名册"
OWN_JSON = "本工具生成的 JSON"
OWN_OUTPUT = "本工具生成的汇总工作簿"
UNTOUCHED = "未填写的空白模板"
NO_IDENTITY = "没有填报单位信息，文件名也对不上名册"
NO_TABLES = "没有找到报表中的任何一张表"
NO_UNIT = "没有填写单位名称和代码"
CONTRADICTION = "单位或年度前后矛盾"
NO_YEAR = "没有填报告年度"
TIE = "与其他版本数据不同，分不出先后"
TWINS = "名册中有同名单位，又没有填单位代码"
COLLECTOR_ITSELF = "填报单位就是汇总单位本身，它的数由下级单位汇总得出，不单独填报"
NOTHING_COUNTED = "没有一张表可以计入"


def other_form(form: str) -> str:
    return f"是另一种表式（{form}）"


def other_year(year: str) -> str:
    return f"是 {year} 年度的报表"


def superseded(file: str) -> str:
    return f"已由后保存的“{file}”代替"


def duplicate(file: str) -> str:
    return f"与“{file}”完全相同"


# Why a unit, or part of it, is not in the sum.
VERTICAL = "垂直管理单位，不计入本地汇总"
OFF_ROSTER = "不在单位名册中"
DEEPER = "下级单位，由其上级汇总"
ELSEWHERE = "不属于本次汇总的范围"
STRICT = "有错误，按 --strict 不计入"
MISSING = "未报送"


def part_missing(tables: Iterable[str]) -> str:
    return f"{'、'.join(tables)}未计入"
