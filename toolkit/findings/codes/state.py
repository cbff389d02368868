"""Codes about what a unit states of a table as a whole, its 填报状态."""

from __future__ import annotations

from toolkit.findings.codes.code import NOT_THE_TABLE, Code, Effect, Words

TITLE = "填报状态"

FAMILY = "STAT"

# STAT-03 of a template in which the figures that carry on were filled in.
ONLY_CARRIED = Words(
    title="整张表没有填",
    message="{table}除印好的上年结转外一格也没有填，也没有选择填报状态，{uncounted}。",
    remedy="请补填其余各格后，在{sheet} {cell} 选择“已填完（空白按 0 计）”；"
    "有上年结转的，不是零报告。",
)

# STAT-01 where the only figures are those carried on from last year.
EMPTY_BUT_CARRIED = Words(
    title="有上年结转的不是零报告",
    message="{sheet}选了“零报告”，但{here_within}有上年结转 {actual}{more}："
    "有上年结转的，不是零报告。",
    remedy="请填报结转来的这些件的办理结果（没有办结的填入结转下年度），"
    "再把填报状态改为“已填完（空白按 0 计）”。",
)

# STAT-02 of a document, in which nobody can state anything about a table.
PRINTED_BLANK = Words(
    title="有空白格",
    message="{table}有 {count} 格空白，暂按 0 计。",
    remedy="请对照原文核对空白格是否确为 0。",
    sent_back_remedy="请在{workbook}中核对空白格是否确为 0；确为 0 的，"
    "在封面选择“已填完（空白按 0 计）”。",
)

# STAT-03 of a document in which other tables have their zeros.
PRINTED_NOTHING = Words(
    title="整张表空白",
    message="文件中的{table}一格也没有填，别处的 0 都写明了，不能当作 0，{uncounted}。",
    remedy="请该单位核实：确无发生的，请填 0 后重新报送；有发生的，请补填。",
    unit_remedy="确无发生的，请填 0；有发生的，请补填。",
    sent_back_remedy="请在{workbook}中补填{table}；确无发生的，在封面选择“零报告”。",
)

CODES = (
    # Reported as empty, but has figures.
    Code(
        code="STAT-01",
        severity="error",
        title="零报告却有数",
        message="{sheet}选了“零报告”，但{here_within}填了 {actual}{more}。",
        remedy="确有发生的（包括上年结转），请把填报状态改为“已填完（空白按 0 计）”；"
        "没有发生的，请删去该数。",
        why="“零报告”是指该表各项全年都没有发生；又填了数，两者矛盾。",
        example="封面 B11（表三的填报状态）选了“零报告”，表三 D6 却填了 5。",
        effect=Effect("按所填的数计入"),
    ),
    # No state chosen, partly filled.
    Code(
        code="STAT-02",
        severity="warning",
        title="未选填报状态",
        message="{table}没有选择填报状态，有 {count} 格空白，暂按 0 计。",
        remedy="请核对空白格是否确为 0；确为 0 的，{say_filled}。",
        why="空白可能是没有发生，也可能是漏填；选了填报状态，才能确认空白就是 0。",
        example="封面 B11（表三的填报状态）没有选，表三 D6、D8 填了数，其余空着。",
        effect=Effect("空白按 0 计"),
    ),
    # No state chosen, nothing filled.
    Code(
        code="STAT-03",
        severity="error",
        title="整张表没有填",
        message="{table}一格也没有填，也没有选择填报状态，{uncounted}。",
        remedy="确无发生的，{say_empty}；有发生的，请补填。",
        why="整张表空着，可能是全年没有发生，也可能是忘了填，不能当作 0。",
        example="表四 A6、B6 等填报格都空着，封面 B12（表四的填报状态）也没有选。",
        effect=NOT_THE_TABLE,
    ),
    # The same in an optional table.
    Code(
        code="STAT-04",
        severity="info",
        title="选填的表没有填",
        message="{table}没有填写，按 0 计。",
        remedy="确无发生的无需处理；有发生的，请补填。",
        why="附表不属于年度报告的三张正式表格，可以不填，所以只作提示。",
        example="附表 C4、C5、C6 都空着，封面 B13（附表的填报状态）也没有选：按 0 计。",
        effect=Effect("按 0 计"),
    ),
    # A state that is not on the list.
    Code(
        code="STAT-05",
        severity="warning",
        title="填报状态看不懂",
        message="{table}的填报状态写的是“{state}”，不在可选范围内，按未选处理。",
        remedy="请在{sheet} {cell} 的下拉列表中选择。",
        why="填报状态只有“已填完（空白按 0 计）”和“零报告”两种，写别的话无法判断空白是不是 0。",
        example="封面 B11（表三的填报状态）写的是“已核对”。",
        effect=Effect("按未选填报状态处理"),
    ),
)
