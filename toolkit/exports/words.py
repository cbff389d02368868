"""What the data package of ``--csv`` says of itself: titles and descriptions."""

from __future__ import annotations

TITLES = {
    "values": ("各单位数据", "每个单位的每项指标一行；数值按指标自己的计量单位，不知道的为空。"),
    "totals": ("汇总数", "计入汇总的各单位之和，每项指标一行。"),
    "indicators": ("指标", "各指标的代码、所在的表、计量单位和小数位数。"),
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
}
# A blank does not mean the same among values as among totals.
UNKNOWN_IS_BLANK = "空白表示不知道（未报、该表未采用或填的不是数）；按 0 计的空白写作 0"
RETURNS = "各单位报送的报表"


def description(title: str) -> str:
    return (
        f"{title}，由报送件汇总生成。文件为带 BOM 的 UTF-8 编码。"
        "以 = + - @ 等符号开头的文字前加了一个撇号，以免表格软件当作公式执行。"
    )
