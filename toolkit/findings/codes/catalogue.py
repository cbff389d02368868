"""The words of every code: title, message and remedy; the last two are format strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.findings.finding import Finding, Severity, Shown


@dataclass(frozen=True, slots=True)
class Entry:
    """Title, message and remedy of one code; the last two are format strings."""

    title: str
    message: str
    remedy: str


ENTRIES: dict[str, Entry] = {
    "FILE-01": Entry(
        "文件打不开",
        "文件“{file}”无法读取：{reason}。",
        "{advice}",
    ),
    "FILE-02": Entry(
        "认不出是哪家的报表",
        "文件“{file}”无法认定为报送件：{reason}。",
        "{advice}",
    ),
    "FILE-03": Entry(
        "不是本次的表式",
        "文件“{file}”的表式是 {actual}，本次汇总的是 {expected}，未计入汇总。{differences}",
        "请退回填报单位，用本次下发的模板重新填报。",
    ),
    "FILE-04": Entry(
        "报告年度不对",
        "文件“{file}”是 {actual} 年度的报表，本次汇总的是 {expected} 年度，未计入汇总。",
        "请填报单位核对是否误发了往年文件，并报送 {expected} 年度的报表。",
    ),
    "FILE-05": Entry(
        "夹有其他年度的文件",
        "文件“{file}”是 {actual} 年度的报表，该单位 {expected} 年度的报表已另行收到，此件未用。",
        "无需处理；如不再需要，可移出文件夹。",
    ),
    "FILE-06": Entry(
        "没有填报告年度",
        "文件“{file}”没有写明报告年度，未计入汇总。",
        "请在 {sheet} {cell} 填写报告年度{year_hint}。"
        "没有封面的，请把文件名改为“单位代码_单位名称_年度”。",
    ),
    "FILE-07": Entry(
        "文件有密码",
        "文件“{file}”设有打开密码，无法读取，未计入汇总。",
        "请该单位在 Excel 或 WPS 中打开文件，依次点“文件—信息—保护工作簿—用密码进行加密”，"
        "清空密码后保存，重新报送；如密码是统一发放的，请用 --password 写明后重新汇总。",
    ),
    "FILE-08": Entry(
        "文件含有宏",
        "文件“{file}”含有宏。读取时不运行宏，数据照常读取。",
        "模板中没有宏：请核实其来历，打开前请先查毒，不要启用宏；也可请该单位另存为“.xlsx”后重报。",
    ),
    "FILE-09": Entry(
        "旧版格式",
        "文件“{file}”是旧版 .xls 或 .et 格式，看不到公式内容，只能按其保存的结果读取。",
        "无需处理；建议提醒该单位直接在下发的“.xlsx”模板中填报。",
    ),
    "FILE-10": Entry(
        "扩展名与内容不符",
        "文件“{file}”的内容是{actual}，与扩展名不符，已按内容读取。",
        "无需处理。",
    ),
    "FILE-11": Entry(
        "链接了别的工作簿",
        "文件“{file}”中有指向别的工作簿的链接。",
        "所读取的数据如有来自链接的，会另行列出；打开文件时请不要更新链接。",
    ),
    "UNIT-01": Entry(
        "未报",
        "{unit_name}（{unit}）尚未报送，汇总数中不含该单位。{reason}",
        "请催报{contact}。",
    ),
    "UNIT-02": Entry(
        "名册中没有这个单位",
        "文件“{file}”的填报单位“{actual}”不在单位名册中，未计入汇总。",
        "如确应纳入汇总，请在名册中补上该单位后重新汇总；否则请核对单位代码和名称是否填错。",
    ),
    "UNIT-03": Entry(
        "名册中重复",
        "单位代码 {unit}（{unit_name}）在名册中出现了不止一次，按第一行处理，只计一次。",
        "请在名册中删去重复的行，或改正代码。",
    ),
    "UNIT-04": Entry(
        "单位或年度前后矛盾",
        "文件“{file}”对“{field}”的记载不一致：{actual}。无法确定是谁的数、哪年的数，未计入汇总。",
        "请该单位用发给本单位的模板重新填报，不要借用其他单位或往年的文件。",
    ),
    "UNIT-05": Entry(
        "只能按文件名认定单位",
        "文件“{file}”内没有单位信息，暂按文件名认定为{unit_name}（{unit}）。",
        "请与该单位核实，并提醒其使用下发的模板。",
    ),
    "UNIT-06": Entry(
        "同一单位报了多次",
        "{unit_name}（{unit}）报了 {count} 个不同的文件：{files}。按{how}的“{file}”计入。",
        "请与该单位核实以哪一份为准；不用的请移出文件夹。",
    ),
    "UNIT-07": Entry(
        "分不出先后的多个版本",
        "{unit_name}（{unit}）有 {count} 个数据不同的文件：{files}。{why}，"
        "无法判断以哪份为准，均未计入。",
        "请与该单位核实以哪一份为准，用 --prefer 指明该文件后重新汇总，或把其余的移出文件夹。",
    ),
    "UNIT-08": Entry(
        "重复的文件",
        "文件“{file}”与“{original}”的数据完全相同，只计一次。",
        "无需处理。",
    ),
    "UNIT-09": Entry(
        "单位名称与名册不同",
        "文件“{file}”的单位名称是“{actual}”，名册中代码 {unit} 是“{expected}”。",
        "请核对单位代码是否填错；如为改名，请更新名册。",
    ),
    "UNIT-10": Entry(
        "名册中有同名单位",
        "文件“{file}”没有填单位代码，名册中名为“{actual}”的单位有 {count} 个，"
        "无法确定是哪一个，未计入汇总。",
        "请在 {sheet} {cell} 补填单位代码。",
    ),
    "UNIT-11": Entry(
        "文件名与内容不是同一单位",
        "文件“{file}”里是{unit_name}（{unit}）的报表，文件名却是{actual}。按文件里的单位计入。",
        "请核实是否借用了其他单位的模板；如是，请用本单位的模板重新填报。",
    ),
    "UNIT-12": Entry(
        "已被代替的文件",
        "文件“{file}”已由后保存的“{original}”代替。{changes}",
        "无需处理。",
    ),
    "UNIT-13": Entry(
        "与上年数据相同",
        "{unit_name}（{unit}）的数据与上一年度的完全相同（{count} 个非零数，无一变化）。",
        "请核实是否把上年的文件又报了一次；如是，请按本年情况重新填报；"
        "确属相同的，请在“审核”页说明。",
    ),
    "UNIT-14": Entry(
        "填报口径与名册不符",
        "{unit_name}（{unit}）的填报口径是“{actual}”，按名册应为“{expected}”。",
        "请该单位核实所填的是本机关的数还是全县（市、区）的合计数，按“{expected}”口径重新填报；"
        "如名册中的单位类别有误，请更正名册。",
    ),
    "UNIT-15": Entry(
        "上年报过、今年名册中没有",
        "{unit_name}（{unit}）上年报送过，今年不在单位名册中，也没有报送。",
        "请核实该单位是撤并还是漏列：漏列的，请补入名册并催报；撤并的，请确认其数据并入了哪个单位。",
    ),
    "UNIT-16": Entry(
        "与另一单位的数据相同",
        "{unit_name}（{unit}）的数据与{others}的完全相同（{count} 个非零数）。",
        "请核实是否误用了另一单位填好的文件；确属巧合的，请在“审核”页说明。",
    ),
    "UNIT-17": Entry(
        "全县（市、区）的数与其本级的相同",
        "{table}的各数与其本级{others}的完全相同（{count} 个非零数），{reason}。",
        "请核实所填的是否只是本级的数：全县（市、区）合计应含所属部门和乡镇（街道）。",
    ),
    "UNIT-18": Entry(
        "有一张表与另一单位相同",
        "{table}的各数与{others}的完全相同（{count} 个非零数）。",
        "请核实是否把另一单位的表复制了过来。",
    ),
    "TAB-01": Entry(
        "缺少表",
        "没有找到{sheet}：没有这张工作表，其他工作表中也没有它的表头，该表未计入汇总。",
        "请该单位用下发的模板补报此表。",
    ),
    "TAB-02": Entry(
        "表头与正式格式不符",
        "{place} 应为“{expected}”，现为“{actual}”{more}。"
        "{table}的表头被改动或删去，无法确定各数属于哪一项，该表未计入汇总。",
        "请把数据填回下发的模板，不要改动表头，不要删除行列。",
    ),
    "TAB-03": Entry(
        "填报格以外有数",
        "{place} 不是填报格，却填了 {actual}{more}，没有计入汇总。",
        "请核对是否填错了位置：如是，请移到应填的格中；如不是，请删去。",
    ),
    "TAB-04": Entry(
        "表格换了位置",
        "{place} 本应在 {home}：表格被移动、改名或增加了行列，已按表头找到，全部读取。",
        "无需处理；请提醒该单位不要改动表格的位置。",
    ),
    "TAB-05": Entry(
        "有隐藏的行或列",
        "{sheet}的{lines}是隐藏的，其中的数据照常读取。",
        "请取消隐藏后核对其中的数。",
    ),
    "TAB-06": Entry(
        "取消了工作表保护",
        "{sheet}的保护被取消，表头和公式可能被改动；已逐一核对表头，合计重新计算。",
        "无需处理。",
    ),
    "TAB-07": Entry(
        "表头重复",
        "{place} 的“{expected}”在表中出现了不止一次{more}，"
        "无法确定以哪一处为准，{table}未计入汇总。",
        "请该单位删去多余的行、列或表，每项只保留一处，重新报送。",
    ),
    "TAB-08": Entry(
        "另有一份数字不同的表",
        "{place} 填的是 {actual}，另一处 {copy} 同一项是 {other}{more}，按前者计入。",
        "请该单位核实以哪一份为准，并删去另一份。",
    ),
    "TAB-09": Entry(
        "填报格被合并",
        "{place} 与旁边的格合并成了一格（{range}）{more}，被盖住的格按其中所存的数或空白计。",
        "请取消合并，逐格核对后填写。",
    ),
    "STAT-01": Entry(
        "零报告却有数",
        "{sheet}选了“零报告”，但 {place} 填了 {actual}{more}。",
        "确有发生的（包括上年结转），请把填报状态改为“已填完（空白按 0 计）”；"
        "没有发生的，请删去该数。",
    ),
    "STAT-02": Entry(
        "未选填报状态",
        "{table}没有选择填报状态，有 {count} 格空白，暂按 0 计。",
        "请核对空白格是否确为 0；确为 0 的，{settle}。",
    ),
    "STAT-03": Entry(
        "整张表没有填",
        "{table}一格也没有填，也没有选择填报状态，未计入汇总。",
        "确无发生的，{settle}；有发生的，请补填。",
    ),
    "STAT-04": Entry(
        "选填的表没有填",
        "{table}没有填写，按 0 计。",
        "确无发生的无需处理；有发生的，请补填。",
    ),
    "STAT-05": Entry(
        "填报状态看不懂",
        "{table}的填报状态写的是“{state}”，不在可选范围内，按未选处理。",
        "请在{sheet} {cell} 的下拉列表中选择。",
    ),
    "NUM-01": Entry(
        "不是数",
        "{place} 填的是“{actual}”，不是数，未计入汇总。",
        "请只填数字，不带单位和说明文字{likely}。",
    ),
    "NUM-02": Entry(
        "负数",
        "{place} 填的是 {actual}，不能为负数，未计入汇总。",
        "请核对后改填不小于 0 的数{likely}。",
    ),
    "NUM-03": Entry(
        "小数位数不对",
        "{place} 填的是 {actual}，{allowed}，未计入汇总。",
        "请核对后改正{likely}。",
    ),
    "NUM-04": Entry(
        "数太长",
        "{place} 填的是 {actual}，超过 15 位数字，表格软件无法准确保存，未计入汇总。",
        "请核对是否多填了位数{likely}。",
    ),
    "NUM-05": Entry(
        "单元格出错",
        "{place} 显示为错误值 {actual}，未计入汇总。",
        "请删去后重新填写数字{likely}。",
    ),
    "NUM-06": Entry(
        "不是数（日期或逻辑值）",
        "{place} 填的是{actual}，不是数，未计入汇总。",
        "请把单元格格式设为“常规”后重新填写数字{likely}。",
    ),
    "NUM-07": Entry(
        "填数的格里是公式",
        "{place} 里是公式 {formula}，按其保存的结果 {actual} 计入。",
        "请核对结果，并用“选择性粘贴—数值”改为数字{likely}。",
    ),
    "NUM-08": Entry(
        "引用了别的工作簿",
        "{place} 的公式 {formula} 引用了别的工作簿，结果无法核实，未计入汇总。",
        "请改填数字{likely}。",
    ),
    "NUM-09": Entry(
        "公式没有结果",
        "{place} 填的是公式 {actual}，没有保存计算结果，未计入汇总。",
        "请直接填写数字{likely}；或用 Excel 或 WPS 打开该文件，重新计算并保存后再报。",
    ),
    "TOT-01": Entry(
        "合计是手填的",
        "{place} 的合计公式被手填的 {actual} 代替，数值与各分项之和一致。",
        "无需处理；汇总时合计一律重新计算。",
    ),
    "TOT-02": Entry(
        "合计没有重算",
        "{place} 的合计公式保存的结果是 {actual}，重新计算应为 {expected}，"
        "已按 {expected} 处理{more}。",
        "无需处理；如需一致，请用 Excel 或 WPS 打开该文件后保存一次。",
    ),
    "TOT-03": Entry(
        "汇总公式被改动",
        "{place} 本应是对各单位的求和公式，现已不是{more}，暂按其中的数计入。",
        "请核实为什么改动；数要改的，请改正有关单位的报表后重新汇总。",
    ),
    "TOT-04": Entry(
        "汇总公式没有结果",
        "{place} 的求和公式没有保存结果{more}，该表未计入汇总。",
        "请用 Excel 或 WPS 打开该文件，重新计算并保存后再报。",
    ),
    "TOT-05": Entry(
        "汇总数不是各单位之和",
        "{place} 现为 {actual}，“分单位”页中计入汇总的各单位相加是 {expected}，"
        "相差 {difference}{more}，暂按 {actual} 计入。",
        "{mend}",
    ),
    "TOT-06": Entry(
        "分单位的数被改动",
        "{place} {said}{more}，与报来的报表不符{effect}。",
        "请不要直接改“分单位”页的数：应当更正的，请改正该单位的报表后重新汇总{restore}。",
    ),
    "YEAR-01": Entry(
        "与上年相差约一万倍",
        "{place} 填的是 {actual}，上年是 {before}，{factor}。",
        "请核对计量单位：本项以{unit}为单位，是否把“元”和“万元”弄混{likely}；"
        "确属实际情况的，请在“审核”页说明。",
    ),
    "YEAR-02": Entry(
        "上年很多、今年为 0",
        "{place} 为 0，上年是 {before}。",
        "请核对是否漏填；确未发生的无需处理。",
    ),
    "YEAR-03": Entry(
        "与上年相差十倍以上",
        "{place} 填的是 {actual}，上年是 {before}，{factor}。",
        "请核对是否多填或少填了一位；无误的无需处理。",
    ),
    "YEAR-04": Entry(
        "上年的文件没有用上",
        "上年度的文件“{file}”没有用上：{reason}。",
        "请核对 --previous 指定的文件夹；缺少上年数据的单位，跨年度审核无法进行。",
    ),
    "LEVEL-01": Entry(
        "与下级单位之和不符",
        "{place} 为 {actual}，所属 {count} 个单位之和为 {expected}，相差 {difference}{more}。",
        "请核对上下级的数：下级报表已改动的，请上级重新汇总后再报；上级有漏汇、重汇的，请更正。",
    ),
    "LEVEL-02": Entry(
        "所属单位没有汇总齐全",
        "该汇总应包括 {due} 个单位，计入 {inside} 个{gaps}。",
        "{steps}收齐、改正后重新汇总，报送新的汇总工作簿。",
    ),
    "LEVEL-03": Entry(
        "所属单位的错误没有处理",
        "所属单位的错误尚未处理：{said}。",
        "{mend}后重新汇总，报送新的汇总工作簿；确属实际情况的，"
        "请在汇总工作簿的“审核结果”页填写处理意见。{look}",
    ),
    "LEVEL-04": Entry(
        "所属单位的错误经核实保留",
        "所属单位有 {count} 处错误，汇总单位审核后保留：{said}。",
        "无需处理；有疑问的，请与汇总单位核实。",
    ),
    "LEVEL-05": Entry(
        "汇总工作簿缺少所属单位的情况",
        "汇总工作簿中读不到{lost}（已删去、改名、改动表头，或内容过多），不能确定{unsure}。",
        "请汇总单位重新汇总，报送完整的汇总工作簿，不要删去或改动其中的页。",
    ),
    "EXP-01": Entry(
        "说明的情况已不存在",
        "{sheet} {cell} 的情况说明“{explanation}”所对应的问题（{about}）没有出现。",
        "无需处理；如说明的是别的情况，请与填报单位核实。",
    ),
}

# STAT-03 of a template in which the figures that carry on were filled in.
ONLY_CARRIED = Entry(
    ENTRIES["STAT-03"].title,
    "{table}除印好的上年结转外一格也没有填，也没有选择填报状态，未计入汇总。",
    "请补填其余各格后，在{sheet} {cell} 选择“已填完（空白按 0 计）”；有上年结转的，不是零报告。",
)

# The two ways in which a balance is broken: a total that was typed over, and a declared rule.
TOTAL = Entry(
    "合计与分项之和不符",
    "{place} 的合计被手填或改了公式，现为 {actual}，"
    "各分项之和为 {expected}{gap}。汇总按 {expected} 计。",
    "请核对各分项；分项无误的，合计应为 {expected}。",
)
RULE = Entry(
    "{title}",
    "{place} 不符合“{title}”：{comparison}。",
    "{remedy}{likely}",
)
# What is said to the unit itself where the message shows figures of others. Such an entry may name
# the finding's own place, unit and title, and nothing else of it.
DISCREET: dict[str, Entry] = {
    "UNIT-16": Entry(
        ENTRIES["UNIT-16"].title,
        "{unit_name}的数据与另一单位的完全相同。",
        ENTRIES["UNIT-16"].remedy,
    ),
    "UNIT-17": Entry(
        ENTRIES["UNIT-17"].title,
        "{sheet}的各数与本级自己报送的完全相同，似乎没有加上所属部门和乡镇（街道）的数。",
        ENTRIES["UNIT-17"].remedy,
    ),
    "UNIT-18": Entry(
        ENTRIES["UNIT-18"].title,
        "{sheet}的各数与另一单位的完全相同。",
        ENTRIES["UNIT-18"].remedy,
    ),
    "LEVEL-01": Entry(
        ENTRIES["LEVEL-01"].title,
        "{place} 为 {actual}，与所属 {count} 个单位报送的数之和不符{more}。",
        "请核对所属单位最后报送的数，重新汇总后再报；有漏汇、重汇的，请更正。",
    ),
}
CANNOT_JUDGE = "“{title}”（{place}）无法判断：{reason}。"
EXPLAINED, EXPLAINED_MEND = "填报单位说明：“{explanation}”。", "请审核该说明是否成立。"
CANNOT_JUDGE_MEND = "请先改正上述单元格，再重新审核。"

CATALOGUE: Mapping[str, Severity] = {
    "FILE-01": "error",  # not readable
    "FILE-02": "error",  # read, but not a return of any form known
    "FILE-03": "error",  # a return of another form, or another version of it
    "FILE-04": "error",  # a return of another year
    "FILE-05": "info",  # a return of another year beside the right one
    "FILE-06": "error",  # the year is not stated
    "FILE-07": "error",  # encrypted
    "FILE-08": "warning",  # holds macros
    "FILE-09": "info",  # a format that says less than .xlsx does: no text of formulas
    "FILE-10": "info",  # its name's ending is that of another format
    "FILE-11": "info",  # refers to other workbooks, though in no cell that is read
    "UNIT-01": "warning",  # has not sent anything
    "UNIT-02": "error",  # not on the roster
    "UNIT-03": "warning",  # more than once on the roster
    "UNIT-04": "error",  # the workbook contradicts itself about who or which year
    "UNIT-05": "warning",  # known by the file's name only
    "UNIT-06": "warning",  # several versions: the later saved counts
    "UNIT-07": "error",  # several versions saved at the same time: none counts
    "UNIT-08": "info",  # the same bytes more than once
    "UNIT-09": "warning",  # the name in the return is not the roster's
    "UNIT-10": "error",  # only named, by a name that several units have
    "UNIT-11": "info",  # the file is named after another unit
    "UNIT-12": "info",  # a superseded file, and what it said otherwise
    "UNIT-13": "error",  # the same figures as last year
    "UNIT-14": "error",  # 填报口径 is not what the roster asks for
    "UNIT-15": "warning",  # reported last year, is not on the roster now
    "UNIT-16": "warning",  # the same figures as another unit
    "UNIT-17": "warning",  # a county's table is that of its own office
    "UNIT-18": "info",  # one table is that of another unit
    "TAB-01": "error",  # a table is on no sheet
    "TAB-02": "error",  # a label was changed or is missing
    "TAB-03": "warning",  # a number outside of the cells that are read
    "TAB-04": "info",  # a table was moved, and read where it is
    "TAB-05": "info",  # rows or columns of a table are hidden
    "TAB-06": "info",  # the sheet's protection was removed
    "TAB-07": "error",  # a label, or the whole table, is there twice
    "TAB-08": "warning",  # another sheet holds the same table with other figures
    "TAB-09": "warning",  # entry cells merged with each other
    "STAT-01": "error",  # reported as empty, with figures
    "STAT-02": "warning",  # no state chosen, partly filled
    "STAT-03": "error",  # no state chosen, nothing filled
    "STAT-04": "info",  # the same in an optional table
    "STAT-05": "warning",  # a state that is not on the list
    "NUM-01": "error",  # not a number
    "NUM-02": "error",  # negative
    "NUM-03": "error",  # more decimals than the indicator has
    "NUM-04": "error",  # more than 15 digits
    "NUM-05": "error",  # an Excel error
    "NUM-06": "error",  # a date, a time or a truth value
    "NUM-07": "warning",  # a formula in an input cell
    "NUM-08": "error",  # a formula that refers to another workbook
    "NUM-09": "error",  # a formula whose result was not stored
    "TOT-01": "info",  # a total typed over, with the right figure
    "TOT-02": "info",  # a live total that was not recalculated
    "TOT-03": "warning",  # a sum over units in a consolidated workbook that is no formula any more
    "TOT-04": "error",  # the sums of a consolidated workbook have lost their results
    "TOT-05": "error",  # what stands in the place of such a sum is not the sum
    "TOT-06": "error",  # a figure on 分单位 that is not the one its unit had reported
    "YEAR-01": "warning",  # an amount is about 10,000 times last year's, or a 10,000th
    "YEAR-02": "info",  # a count that was large is 0
    "YEAR-03": "info",  # a count is ten times last year's or more, or a tenth or less
    "YEAR-04": "warning",  # a file of last year could not be used
    "LEVEL-01": "error",  # a parent's own sum is not that of its children
    "LEVEL-02": "warning",  # a sum is not of all those whose sum it should be
    "LEVEL-03": "error",  # an error of a unit below that nobody there has settled
    "LEVEL-04": "info",  # errors of units below that the reviewer there let stand
    "LEVEL-05": "warning",  # a consolidated workbook without its lists
    "EXP-01": "info",  # an explanation whose problem is not there
}

# What a unit may explain in place of mending it, besides the warnings of a form's own rules. That
# its figures are last year's is an error, but may be true of a small office.
EXPLAINABLE = ("YEAR-01", "UNIT-13", "UNIT-16", "UNIT-17")

# Of these the one that comes up at single amounts.
AT_AMOUNTS = "YEAR-01"


def found(code: str, *, details: Mapping[str, str] | None = None, **place: Shown) -> Finding:
    """A finding of the catalogue, with the severity that the catalogue gives it."""
    return Finding(code, CATALOGUE[code], details=details or {}, **place)  # type: ignore[arg-type]
