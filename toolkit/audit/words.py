"""What the audit says: why a rule cannot be judged, why a sum cannot be complete."""

from __future__ import annotations

# Why a rule cannot be judged.
BAD_CELLS = "式中有单元格不是有效的数"

NO_TABLE = "式中有表未计入"

NO_PREVIOUS = "没有上年数据（未用 --previous 指定）"

NOT_LAST_YEAR = "上年数据中没有该单位的这些数，或不是有效的数"

NO_CATEGORY = "不知道填报单位的类别，本条只适用于部分类别的单位"

INCOMPLETE_BELOW = "所属单位没有汇总齐全，与上年的数不可比"

MEND_INCOMPLETE = "请先补齐所属单位的数，重新汇总后再核对与上年的衔接。"

MEND_CATEGORY = "请核对本单位是否适用本条；由汇总单位按名册审核。"

MEND_LAST_YEAR = "请核对上年数据中该单位的这些格；该单位上年确未报送的，无需处理。"


def missing_below(names: str) -> str:
    return f"所属单位 {names} 未报或不能用"


UNSURE_BELOW = "本单位或所属单位的该项不是有效的数"

MEND_UNSURE = "请先改正该项，再核对上下级的数。"

MEND_BELOW = "请先催报所属单位，收齐后再核对上下级的数。"
