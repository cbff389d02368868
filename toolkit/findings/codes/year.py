"""Codes about figures, compared with those of the year before."""

from __future__ import annotations

from toolkit.findings.codes.code import ALL, Code, Effect, Words

TITLE = "与上年比较"

# YEAR-04 of a file of which only some of the figures are known.
USED_IN_PART = Words(
    title="上年的文件没有全部用上",
    message="上年度的{the_file}没有全部用上：{reason}。",
    remedy="这些数按没有上年数处理：不能填好“上年结转”，也不能与上年核对。请对照原文核对，"
    "可用 toolkit read 加 -o 写成工作簿，补填、改正后代替原文件。",
)

# The same of a plain table of figures.
TABLE_IN_PART = Words(
    title="上年的表没有全部用上",
    message="上年度的{the_file}没有全部用上：{reason}。",
    remedy="{advice}没有用上的按没有上年数处理。",
)

CODES = (
    # An amount is about 10,000 times last year's, or about a 10,000th of it.
    Code(
        code="YEAR-01",
        severity="warning",
        title="与上年相差约一万倍",
        message="{here}填的是 {actual}，上年是 {before}，{factor}。",
        remedy="请核对计量单位：本项以{measure}为单位，是否把“元”和“万元”弄混{likely}；"
        "确属实际情况的，请在“审核”页说明。",
        why="以万元为单位的金额，1 万元是 10000 元；与上年相差约一万倍，多半是把元当成了万元。",
        example="表二 B16 上年是 25.1，本年填 251000：如是 251000 元，应填 25.1。",
        effect=ALL,
        sum_remedy="请与有关单位核对计量单位，是否把“元”和“万元”弄混；"
        "改正后重新汇总，报送新的汇总工作簿。",
        explained_at="amounts",
        magnitude=True,
        needs="last_year",
    ),
    # A count that was large is 0.
    Code(
        code="YEAR-02",
        severity="info",
        title="上年很多、今年为 0",
        message="{here}为 0，上年是 {before}。",
        remedy="请核对是否漏填；确未发生的无需处理。",
        why="上年数量不少、本年为 0，可能确实没有发生，也可能是漏填，供核对时参考。",
        example="表二 B9 上年是 1250，本年是 0。",
        effect=ALL,
        needs="last_year",
    ),
    # A count is at least ten times last year's, or at most a tenth of it.
    Code(
        code="YEAR-03",
        severity="info",
        title="与上年相差十倍以上",
        message="{here}填的是 {actual}，上年是 {before}，{factor}。",
        remedy="请核对是否多填或少填了一位；无误的无需处理。",
        why="与上年相差约十倍，可能确有变化，也可能是多填或少填了一位数字，供核对时参考。",
        example="表三 D6 上年是 120，本年填 1200。",
        effect=ALL,
        needs="last_year",
    ),
    # A file of last year could not be used.
    Code(
        code="YEAR-04",
        severity="warning",
        title="上年的文件没有用上",
        message="上年度的{the_file}没有用上：{reason}。",
        remedy="请核对 --previous 指定的文件；缺少上年数据的单位，跨年度审核无法进行。"
        "年度报告中读不出的表，"
        "可补填到 toolkit read 加 -o 写成的工作簿中，代替原文件。",
        why="与上年的比较要用上年的报表；有一份用不上，有关单位今年就没有与上年核对。",
        example="用 --previous 指明的上年文件夹里，“东山区_2023.xlsx”设有密码，打不开。",
        effect=Effect("只影响与上年的对比"),
        needs="last_year",
    ),
    # 上年代码 of the roster names a unit that last year's file does not have.
    Code(
        code="YEAR-05",
        severity="warning",
        title="上年代码在上年数据中没有",
        message="{unit_name}（{unit}）在名册中的上年代码 {others} 在上年数据中没有，"
        "该单位的上年数按不清楚处理。",
        remedy="请核对名册的“上年代码”：应为上年报送时用的代码；上年已经合并或改过代码的，"
        "请删去上年代码。",
        why="上年的数按名册的“上年代码”查找；查不到，与上年有关的审核就无法进行。",
        example="名册中 990000-11 的上年代码是 990000-11+990000-19，上年的汇总表里没有 990000-19。",
        effect=Effect("只影响与上年的对比"),
        office_only=True,
        needs="last_year",
        of_roster=True,
    ),
    # Two units of the roster claim the figures of one unit of last year.
    Code(
        code="YEAR-06",
        severity="warning",
        title="上年一个单位的数对应今年几个单位",
        message="上年{unit_name}（{unit}）的数，按名册的“上年代码”归 {others}，"
        "无法分开，这些单位的上年数都按不清楚处理。",
        remedy="请核对名册的“上年代码”：一个上年单位只能并入一个单位；确是拆分的，"
        "请人工核对这些单位与上年的衔接。",
        why="上年的数是一个单位的合计，程序不知道哪些件归哪个单位，不能替各单位分开；"
        "没有写“上年代码”的单位，用的就是自己的代码。",
        example="990000-19 东海市数据局从 990000-11 东海市发展改革委分出，上年代码写了 990000-11。",
        effect=Effect("只影响与上年的对比"),
        office_only=True,
        needs="last_year",
        of_roster=True,
    ),
)
