"""Codes about a sum, compared with the units that it sums."""

from __future__ import annotations

from toolkit.findings.codes.code import ALL, Code, Effect

TITLE = "上下级之间"

CODES = (
    # A parent's own sum is not the sum of its children.
    Code(
        code="LEVEL-01",
        severity="error",
        title="与下级单位之和不符",
        message="{here}为 {actual}，所属 {count} 个单位之和为 {expected}，"
        "相差 {difference}{more}。",
        remedy="请核对上下级的数：下级报表已改动的，请上级重新汇总后再报；上级有漏汇、重汇的，"
        "请更正。",
        why="上级的汇总数应等于它的下级单位之和。下级单位都已报齐还不相等，"
        "一定有一方改动过或漏算了。",
        example="东山区报的表三 J6 是 132，它的下级单位已报齐，相加是 128，相差 4。",
        effect=Effect("按上级所报的数计入，并列为错误"),
        unit_message="{here}为 {actual}，与所属 {count} 个单位报送的数之和不符{more}。",
        unit_remedy="请核对所属单位最后报送的数，重新汇总后再报；有漏汇、重汇的，请更正。",
        needs="others",
    ),
    # A sum lacks units that it should include.
    Code(
        code="LEVEL-02",
        severity="warning",
        title="所属单位没有汇总齐全",
        message="该汇总应包括 {due} 个单位，计入 {inside} 个{gaps}。",
        remedy="{steps}收齐、改正后重新汇总，报送新的汇总工作簿。",
        why="下级的汇总数是本级汇总数的一部分；它缺了单位，本级的数也就缺了，从数字上却看不出来。",
        example="东山区的汇总工作簿应包括 12 个单位，河口镇未报，只计入 11 个。",
        effect=Effect("按所报的汇总数计入，不含未汇总的单位"),
        page_remedy="请催报未报的单位，查明其他单位未计入、多计入的原因，重新汇总，"
        "报送新的汇总工作簿。",
        needs="lists",
    ),
    # An error of a unit below that nobody there settled.
    Code(
        code="LEVEL-03",
        severity="error",
        title="所属单位的错误没有处理",
        message="所属单位的错误尚未处理：{said}。",
        remedy="{mend}后重新汇总，报送新的汇总工作簿；确属实际情况的，"
        "请在汇总工作簿的“审核结果”页填写处理意见。{look}",
        why="有错误的单元格没有计入下级的汇总数，或计入的数不可靠，本级的汇总数也就不可靠。",
        example="东山区的汇总工作簿中，河口镇的表三 D6 填的是“12件”，没有计入，也没有写明处理意见。"
        "",
        effect=Effect("按所报的汇总数计入，并列为错误"),
        page_remedy="请与该单位核实改正后重新汇总，报送新的汇总工作簿；确属实际情况的，"
        "请在汇总工作簿的“审核结果”页填写处理意见。",
        needs="lists",
    ),
    # Errors of units below that the reviewer there let stand.
    Code(
        code="LEVEL-04",
        severity="info",
        title="所属单位的错误经核实保留",
        message="所属单位有 {count} 处错误，汇总单位审核后保留：{said}。",
        remedy="无需处理；有疑问的，请与汇总单位核实。",
        why="汇总单位已核实或不采纳的错误不再列为错误，但应让上一级知道有这些情况。",
        example="河口镇的数与上年完全相同，东山区在处理意见中选了“已核实”。",
        effect=ALL,
        unit_message="所属单位有 {count} 处错误，经审核保留：{said}。",
        unit_remedy="无需处理。",
        needs="lists",
    ),
    # A consolidated workbook without its lists.
    Code(
        code="LEVEL-05",
        severity="warning",
        title="汇总工作簿缺少所属单位的情况",
        message="汇总工作簿中读不到{lost}（已删去、改名、改动表头，或内容过多），不能确定{unsure}。"
        "",
        remedy="请汇总单位重新汇总，报送完整的汇总工作簿，不要删去或改动其中的页。",
        why="汇总工作簿的“分单位”、“报送情况”、“审核结果”页说明它汇总了哪些单位、还有什么问题，"
        "生成时留下的记录（在隐藏页）记着各单位原来的数；缺了就无法判断汇总数是否完整、是否改动过。"
        "",
        example="东山区报来的汇总工作簿只留下了 4 张汇总表，其他页已删去。",
        effect=ALL,
        unit_remedy="请重新汇总，报送完整的汇总工作簿，不要删去或改动其中的页。",
        needs="lists",
    ),
)
