"""Codes about single cells that should hold a figure."""

from __future__ import annotations

from toolkit.findings.codes.code import IN_A_SUM, NOT_THE_CELL, Code, Effect

TITLE = "填的数"

FAMILY = "NUM"

CODES = (
    # Not a number.
    Code(
        code="NUM-01",
        severity="error",
        title="不是数",
        message="{here}填的是“{actual}”，不是数，{uncounted}。",
        remedy="请只填数字，不带单位和说明文字{likely}。",
        why="汇总是数的相加，带了单位或文字就不是数，怎样取舍只能由填报单位决定。",
        example="表三 D6 填“12件”：应只填 12。",
        effect=NOT_THE_CELL,
        sum_remedy=IN_A_SUM,
    ),
    # Negative.
    Code(
        code="NUM-02",
        severity="error",
        title="负数",
        message="{here}填的是 {actual}，不能为负数，{uncounted}。",
        remedy="请核对后改填不小于 0 的数{likely}。",
        why="统计的是件数和金额，不可能小于 0。",
        example="表三 D9 填 -4。",
        effect=NOT_THE_CELL,
        sum_remedy=IN_A_SUM,
    ),
    # More decimals than the indicator has.
    Code(
        code="NUM-03",
        severity="error",
        title="小数位数不对",
        message="{here}填的是 {actual}，{allowed}，{uncounted}。",
        remedy="请核对后改正{likely}。",
        why="件数只能是整数；以万元为单位的金额，精确到元、角、分最多 6 位小数。",
        example="表三 D6 填 12.5，件数不能有小数。",
        effect=NOT_THE_CELL,
        sum_remedy=IN_A_SUM,
    ),
    # More than 15 digits.
    Code(
        code="NUM-04",
        severity="error",
        title="数太长",
        message="{here}填的是 {actual}，超过 15 位数字，表格软件无法准确保存，{uncounted}。",
        remedy="请核对是否多填了位数{likely}。",
        why="表格软件只保存 15 位有效数字，更长的数，末几位会变成 0，已不是所填的数。",
        example="表三 D6 填了 1234567890123456，有 16 位。",
        effect=NOT_THE_CELL,
        sum_remedy=IN_A_SUM,
    ),
    # An Excel error.
    Code(
        code="NUM-05",
        severity="error",
        title="单元格出错",
        message="{here}显示为错误值 {actual}，{uncounted}。",
        remedy="请删去后重新填写数字{likely}。",
        why="格里的公式已经出错，没有数可以计入。",
        example="表三 D8 显示“#REF!”，原来引用的单元格被删除了。",
        effect=NOT_THE_CELL,
        sent_back_remedy="请填写数字。",
        sum_remedy=IN_A_SUM,
    ),
    # A date, a time or a truth value.
    Code(
        code="NUM-06",
        severity="error",
        title="不是数（日期或逻辑值）",
        message="{here}填的是{actual}，不是数，{uncounted}。",
        remedy="请把单元格格式设为“常规”后重新填写数字{likely}。",
        why="日期和“TRUE”“FALSE”不是件数。填“1-2”这样的内容，表格软件会自动变成日期。",
        example="表三 D8 填“1-2”，变成了日期 1 月 2 日。",
        effect=NOT_THE_CELL,
        sent_back_remedy="请重新填写数字。",
        sum_remedy=IN_A_SUM,
    ),
    # A formula in an input cell.
    Code(
        code="NUM-07",
        severity="warning",
        title="填数的格里是公式",
        message="{here}里是公式 {formula}，按其保存的结果 {actual} 计入。",
        remedy="请核对结果，并用“选择性粘贴—数值”改为数字{likely}。",
        why="填报格应直接填数；公式引用的单元格一变，报出的数也跟着变，无法核对。",
        example="表三 D6 里是公式“=5+7”，按结果 12 计入。",
        effect=Effect("按公式保存的结果计入"),
        sent_back_remedy="{workbook}中已改为数字，请核对。",
        sum_remedy=IN_A_SUM,
        needs="formulas",
    ),
    # A formula that refers to another workbook.
    Code(
        code="NUM-08",
        severity="error",
        title="引用了别的工作簿",
        message="{here}的公式 {formula} 引用了别的工作簿，结果无法核实，{uncounted}。",
        remedy="请改填数字{likely}。",
        why="被引用的工作簿在填报单位的电脑上，汇总单位看不到，结果无法核实。",
        example="表三 D6 里是公式“='[明细.xlsx]汇总'!B2”。",
        effect=NOT_THE_CELL,
        sum_remedy=IN_A_SUM,
        shows_formula=True,
        needs="formulas",
    ),
    # A formula whose result was not stored.
    Code(
        code="NUM-09",
        severity="error",
        title="公式没有结果",
        message="{here}填的是公式 {actual}，没有保存计算结果，{uncounted}。",
        remedy="请直接填写数字{likely}；或用 Excel 或 WPS 打开该文件，重新计算并保存后再报。",
        why="读取时不重新计算公式，只用文件里保存的结果；没有保存结果，就没有数可用。",
        example="表三 D6 里是公式“=5+7”，由某个程序写入后没有用表格软件打开保存，没有结果 12。",
        effect=NOT_THE_CELL,
        sent_back_remedy="请直接填写数字。",
        sum_remedy=IN_A_SUM,
        needs="formulas",
    ),
    # Something else is shown than the cell holds.
    Code(
        code="NUM-10",
        severity="error",
        title="显示的与存的不一样",
        message="{here}{displayed}，无法确定填的是多少，{uncounted}。",
        remedy="请清除此格的格式（数字格式设为“常规”，去掉删除线、上标和下标），"
        "再重新填写数字{likely}。",
        why="填报人看到的是显示的数，汇总用的是格里存的数；两者不是同一个数，"
        "就不知道填报人要报的是哪一个。只是四舍五入、千位分隔符、货币符号、颜色不同的，不算。",
        example="表三 D8 存的是 120000，单元格格式是“#,##0,”，显示的是 120。",
        effect=NOT_THE_CELL,
        sent_back_remedy="请重新填写数字{likely}。",
        sum_remedy=IN_A_SUM,
    ),
    # A formula whose result is a text without characters.
    Code(
        code="NUM-11",
        severity="error",
        title="公式的结果是空白",
        message="{here}填的是公式 {actual}，其结果是空白的文字，不是数，{uncounted}。",
        remedy="请删去公式，直接填写数字{likely}；没有的填 0。",
        why="公式得出的空白文字看上去像没有填，其实不是空格，也不是 0，不知道要报的是多少。",
        example='表三 D6 里是公式“=IF(A1=0,"",A1)”，结果是空白。',
        effect=NOT_THE_CELL,
        sent_back_remedy="请直接填写数字；没有的填 0。",
        sum_remedy=IN_A_SUM,
    ),
    # Characters that nobody sees.
    Code(
        code="NUM-12",
        severity="error",
        title="夹有看不见的字符",
        message="{here}看上去是“{actual}”，里面却夹有看不见的字符，不能作为数，{uncounted}。",
        remedy="请清空此格后，用键盘重新输入数字{likely}。",
        why="从网页、计算器、聊天软件复制的数，可能带有看不见的方向符、连字符等；"
        "夹了别的字符，表格软件就把它当作文字，不能相加。",
        example="表三 D6 的 17 是从计算器复制的，前后各带一个看不见的方向符。",
        effect=NOT_THE_CELL,
        sent_back_remedy="请用键盘重新输入数字{likely}。",
        sum_remedy=IN_A_SUM,
    ),
)
