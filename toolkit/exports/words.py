"""What the data package of ``--csv`` says of itself: titles and descriptions."""

from __future__ import annotations

TITLES = {
    "values": ("各单位数据", "每个单位的每项指标一行；数值按指标自己的计量单位，不知道的为空。"),
    "totals": ("汇总数", "计入汇总的各单位之和，每项指标一行。"),
    "indicators": ("指标", "各指标的代码、所在的表、计量单位和小数位数。"),
    "years-values": (
        "历年数据",
        "每个单位每年度的每项指标一行；该年格式没有的指标不列，不知道的数为空。",
    ),
    "years-changes": ("比上年增减", "前后两年都有数的，每项指标一行。"),
    "cross-years": ("跨年核对", "每个单位每年度的每条跨年审核公式一行。"),
    "gaps": ("缺年", "没有数的单位和年度，每个年度一行。"),
    "sources": ("文件", "读取的每个文件、是否采用及原因。"),
    "differences": ("不一致的数", "同一单位同一年度有几份文件的，与采用的一份不同的数。"),
    "lines": (
        "可比的指标",
        "历年对比的各行：代码、所属格式、所在的表、计量单位，由哪些指标相加而成。",
    ),
    "reporting-units": ("单位", "名册中和名册外的各单位、报送状态、是否计入汇总及原因。"),
}
FIELDS = {
    "unit": ("单位代码", ""),
    "indicator": ("指标代码", ""),
    "label": ("指标名称", "正式格式中行、列的文字"),
    "value": ("数值", ""),
    "sheet": ("表", ""),
    "table": ("表名", ""),
    "cell": ("单元格", ""),
    "measure": ("计量单位", ""),
    "decimals": ("最多几位小数", ""),
    "computed": ("是否合计项", "合计项由程序按各分项相加"),
    "name": ("单位名称", ""),
    "category": ("单位类别", ""),
    "status": ("报送状态", "received 已报，missing 未报，with_errors 已报但有错误"),
    "in_total": ("是否计入汇总", ""),
    "reason": ("说明", "未计入汇总或只计入一部分的原因"),
    "file": ("文件", ""),
    "year": ("年度", ""),
    "form": ("格式", "该年度报告所用表式的代号"),
    "source": (
        "来源",
        "return 报送件，sum 汇总数，in_a_sum 汇总工作簿所列，page 网页，word、pdf、text 文档",
    ),
    "before": ("上年数", ""),
    "change": ("增减", ""),
    "percent": ("增减百分比", "上年为 0 的为空；最多 6 位小数"),
    "big": ("是否变化大", "达到表式规定的幅度"),
    "code": ("规则代码", ""),
    "severity": ("级别", "error 错误，warning 警告"),
    "outcome": ("结果", "fails 不符，explained 已说明，unjudged 无法核对，holds 相符"),
    "actual": ("本年的数", ""),
    "expected": ("按上年应为", ""),
    "difference": ("相差", ""),
    "between": ("是否中间缺年", "真：前后各年都有；假：只是其他单位有"),
    "path": ("文件", ""),
    "other_value": ("另一份的数", ""),
    "other_file": ("另一份文件", ""),
    "codes": ("相加的指标", "一行由几个指标相加而成的，各指标代码用空格隔开"),
}
# A blank does not mean the same among values as among totals.
UNKNOWN_IS_BLANK = "空白表示不知道（未报、该表未采用或填的不是数）；按 0 计的空白写作 0"
YEARS = "历年的报告、报送件和汇总工作簿"
RETURNS = "各单位报送的报表"


def description(title: str) -> str:
    return (
        f"{title}，由报送件汇总生成。文件为带 BOM 的 UTF-8 编码。"
        "以 = + - @ 等符号开头的文字前加了一个撇号，以免表格软件当作公式执行。"
    )


# Of a file and of a rule; those above are of units.
FILE_STATUS = (
    "accepted 采用，superseded、unrecognised 未采用，"
    "duplicate 重复，unreadable 打不开，ignored 略过"
)
WHY_NOT_JUDGED = "无法核对的原因，或单位的说明"
WHY_NOT_USED = "未采用的原因，以及采用时应知道的情况"


def years_title(form: str, first: int, last: int) -> str:
    return f"{form}历年对比（{first}—{last} 年度）"
