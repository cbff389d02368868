"""Codes about totals, and about the sums of a consolidated workbook."""

from __future__ import annotations

from toolkit.findings.codes.code import NOT_THE_TABLE, RECOMPUTED, Code, Effect

TITLE = "合计"

CODES = (
    # A total typed over, with the right figure.
    Code(
        code="TOT-01",
        severity="info",
        title="合计是手填的",
        message="{typed}合计是手填的，与各分项之和一致。",
        remedy="无需处理；汇总时合计一律重新计算。",
        why="合计本应由模板的公式自动算出，手填的合计以后不会随分项改变。",
        example="表三 D29 的公式被手填的 10 代替，各分项之和也是 10。",
        effect=RECOMPUTED,
    ),
    # A live total that was not recalculated.
    Code(
        code="TOT-02",
        severity="info",
        title="合计没有重算",
        message="{here}的合计公式保存的结果是 {actual}，重新计算应为 {expected}，"
        "已按 {expected} 处理{more}。",
        remedy="无需处理；如需一致，请用 Excel 或 WPS 打开该文件后保存一次。",
        why="有的程序改了分项却不重新计算，文件里存的还是旧结果。",
        example="表三 D8 已填 10，D29 的合计公式保存的结果还是 0，重新计算应为 10。",
        effect=RECOMPUTED,
    ),
    # A sum over units in a consolidated workbook that is no longer a formula.
    Code(
        code="TOT-03",
        severity="warning",
        title="汇总公式被改动",
        message="{here}本应是对各单位的求和公式，现已不是{more}，暂按其中的数计入。",
        remedy="请核实为什么改动；数要改的，请改正有关单位的报表后重新汇总。",
        why="汇总工作簿里的数应由各单位的数相加得出；直接改汇总数，就与各单位的报表对不上了。",
        example="东山区的汇总工作簿中，表三 D6 本应是求和公式，被改成了手填的 120。",
        effect=Effect("按其中的数计入"),
        needs="lists",
    ),
    # The sums of a consolidated workbook have lost their results.
    Code(
        code="TOT-04",
        severity="error",
        title="汇总公式没有结果",
        message="{here}的求和公式没有保存结果{more}，该表{uncounted}。",
        remedy="请用 Excel 或 WPS 打开该文件，重新计算并保存后再报。",
        why="读取时不重新计算公式，只用文件里保存的结果；求和公式没有结果，就没有汇总数可用。",
        example="东山区的汇总工作簿中，表三 D6 有求和公式，没有保存结果。",
        effect=NOT_THE_TABLE,
        sent_back_remedy="原表的数没有采用：请重新计算并保存原文件后再报，或在{workbook}中填写{table}。",
        unread="results",
        needs="lists",
    ),
    # The figure in the place of such a sum is not the sum.
    Code(
        code="TOT-05",
        severity="error",
        title="汇总数不是各单位之和",
        message="{here}现为 {actual}，“分单位”页中计入汇总的各单位相加是 {expected}，"
        "相差 {difference}{more}，暂按 {actual} 计入。",
        remedy="{mend}",
        why="汇总工作簿里的每个数都应是“分单位”页中计入汇总的各单位之和；不是，就说不清它从哪里来。"
        "",
        example="东山区的汇总工作簿中，表三 D6 被改成了手填的 500，各单位相加是 120，相差 380。",
        effect=Effect("按其中的数计入，并列为错误"),
        page_remedy="请不要直接改汇总数：应当更正的，请改正有关单位的报表后重新汇总；"
        "调整过“计入汇总”而没有重新计算的，请打开文件，重新计算并保存。",
        needs="lists",
    ),
    # A figure on 分单位 that is not the one that its unit reported.
    Code(
        code="TOT-06",
        severity="error",
        title="分单位的数被改动",
        message="{here}{said}{more}，与报来的报表不符{effect}。",
        remedy="请不要直接改“分单位”页的数：应当更正的，请改正该单位的报表后重新汇总{restore}。",
        why="汇总工作簿记得各单位报来的数；“分单位”页的数后来改了，汇总数就没有报表可以对照。",
        example="东山区的汇总工作簿中，分单位 M12 河口镇的数由 12 改成了 99999，汇总数也随之变大。",
        effect=Effect("按其中的数计入，并列为错误"),
        needs="lists",
    ),
)
