"""What is said of every code, word for word: the one place where all of it stands.

What was done to the returns to get it is in :mod:`tests.findings.test_every_code`. ``unit`` and
``file`` are named after the code.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Told:
    """One finding as the JSON has it."""

    severity: str
    status: str = "open"
    unit: str | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    actual: object = None
    expected: object = None
    difference: object = None
    message: str
    suggestion: str


# (unit, or file where it is of none; code) → how often it comes up beside what is in the table.
OF_REPORTS = (
    *("FILE-14", "FILE-15", "TAB-10", "TAB-11", "TAB-12", "TAB-13", "TAB-14"),
    *("TEXT-01", "TEXT-02", "TEXT-03", "TEXT-04", "TEXT-05", "TEXT-06"),
)

ALSO: dict[tuple[str, str], int] = {
    # Typed over by a program that leaves the sum as it was.
    ("TOT-06", "TOT-05"): 1,
    # Whose file is of no use has sent nothing.
    ("FILE-01", "UNIT-01"): 1,
    ("FILE-02", "UNIT-01"): 1,
    ("FILE-07", "UNIT-01"): 1,
    ("UNIT-10", "UNIT-01"): 1,
    # Where it is not known what was reported last year, nothing can be compared with it.
    ("YEAR-05", "T3-04"): 1,
    ("YEAR-05", "T2-01"): 1,
    ("YEAR-06", "T3-04"): 1,
    ("YEAR-06", "T2-01"): 1,
    ("YEAR-06-b", "T3-04"): 1,
    ("YEAR-06-b", "T2-01"): 1,
    ("UNIT-11", "UNIT-01"): 1,
    # The one version, and the other.
    ("UNIT-06", "UNIT-12"): 1,
    ("UNIT-12", "UNIT-06"): 1,
    # Of two units that are alike both are told so.
    ("UNIT-16-b", "UNIT-16"): 1,
    ("UNIT-18-b", "UNIT-18"): 1,
    # What a county's own office did is not the sum.
    ("UNIT-17", "LEVEL-01"): 1,
    # What one mistake breaks is told under it.
    ("LIKELY-01", "T3-01"): 1,
    ("LIKELY-01", "T3-02"): 1,
    ("LIKELY-01", "T3-03"): 1,
    ("LIKELY-02", "T3-04"): 2,
    # No published report has the supplementary table.
    **{(code, "STAT-04"): 1 for code in ("FILE-12", *OF_REPORTS)},
    **{(code, "FILE-12"): 1 for code in OF_REPORTS},
    # Balances with the figures that were not divided cannot be judged.
    ("TAB-12", "T3-01"): 1,
    ("TAB-12", "T3-02"): 2,
    ("TAB-12", "T3-03"): 3,
    # A state that cannot be read is none.
    ("STAT-05", "STAT-04"): 1,
}

TOLD: dict[str, Told] = {
    "LIKELY-01": Told(
        severity="error",
        unit="LIKELY-01",
        file="LIKELY-01.xlsx",
        sheet="表三",
        cell="D8",
        actual=9,
        expected=6,
        difference=3,
        message=(
            "看来只有一处错：表三 D8（三、本年度办理结果→（一）予以公开，自然人）"
            "现填 9，应为 6。改后下列 3 处全部成立：表三 J8、D29（2 条）。"
        ),
        suggestion="请核对表三 D8；确是填错的，改为 6 即可，这几处不用另改。",
    ),
    "LIKELY-02": Told(
        severity="error",
        unit="LIKELY-02",
        file="LIKELY-02.xlsx",
        sheet="表三",
        cell="D6",
        actual=31,
        expected=50,
        difference=-19,
        message=("看来表三 D、E 两列整列填反，涉及 10 格。改后下列 2 处全部成立：表三 D7、E7。"),
        suggestion="请核对；确是如此的，把两列的数对调（D6 应为 50），这几处不用另改。",
    ),
    "FILE-01": Told(
        severity="error",
        unit="FILE-01",
        file="FILE-01.png",
        message="文件“FILE-01.png”无法读取：是图片。",
        suggestion=(
            "如是报表，请该单位报送下发的 Excel 模板，至少是能选中文字的 Word 文档（.docx）、"
            "PDF 或网页，不要报送图片或扫描件；不是报表的文件，请移出文件夹。"
        ),
    ),
    "FILE-02": Told(
        severity="error",
        file="FILE-02x.xlsx",
        message="文件“FILE-02x.xlsx”无法认定为报送件：没有填报单位信息，文件名也对不上名册。",
        suggestion="请在封面填写单位名称和单位代码，再重新汇总；不是报表的文件，请移出文件夹。",
    ),
    "FILE-03": Told(
        severity="error",
        unit="FILE-03",
        file="FILE-03.xlsx",
        actual="disclosure-2019 2019",
        expected="disclosure-2021 2021",
        message=(
            "文件“FILE-03.xlsx”的表式是 disclosure-2019 2019，"
            "本次应报的是 disclosure-2021 2021，未计入汇总。与本次表式相比，"
            "表二多出“本年新制作数量”、“本年新公开数量”、“对外公开总数量”等 12 项、缺少“"
            "本年制发件数”、“本年废止件数”、“现行有效件数”等 6 项；"
            "表三缺少“1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请”、“2."
            "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请”、“3.其他"
            "”。"
        ),
        suggestion="请退回填报单位，用本次下发的模板重新填报。",
    ),
    "FILE-04": Told(
        severity="error",
        unit="FILE-04",
        file="FILE-04.xlsx",
        actual="2023",
        expected="2024",
        message="文件“FILE-04.xlsx”是 2023 年度的报表，本次应报的是 2024 年度，未计入汇总。",
        suggestion="请填报单位核对是否误发了往年文件，并报送 2024 年度的报表。",
    ),
    "FILE-05": Told(
        severity="info",
        unit="FILE-05",
        file="FILE-05-2023.xlsx",
        actual="2023",
        expected="2024",
        message=(
            "文件“FILE-05-2023.xlsx”是 2023 年度的报表；2024 年度的报表已另行收到，此件未用。"
        ),
        suggestion="无需处理；如不再需要，可移出文件夹。",
    ),
    "FILE-06": Told(
        severity="error",
        unit="FILE-06",
        file="FILE-06.xlsx",
        sheet="封面",
        cell="D4",
        message="文件“FILE-06.xlsx”没有写明报告年度，未计入汇总。",
        suggestion=(
            "请在 封面 D4 填写报告年度（如为本次报表，应填 2024），再重新汇总；"
            "也可用 --year 指明年度。"
        ),
    ),
    "FILE-07": Told(
        severity="error",
        unit="FILE-07",
        file="FILE-07.xlsx",
        message="文件“FILE-07.xlsx”设有打开密码，无法读取，未计入汇总。",
        suggestion=(
            "请该单位在 Excel 或 WPS 中打开文件，"
            "依次点“文件—信息—保护工作簿—用密码进行加密”，清空密码后保存，重新报送；"
            "如密码是统一发放的，请用 --password 写明后重新汇总。"
        ),
    ),
    "FILE-08": Told(
        severity="warning",
        unit="FILE-08",
        file="FILE-08.xlsx",
        message="文件“FILE-08.xlsx”含有宏。读取时不运行宏，数据照常读取。",
        suggestion=(
            "模板中没有宏：请核实其来历，打开前请先查毒，不要启用宏；"
            "也可请该单位另存为“.xlsx”后重报。"
        ),
    ),
    "FILE-09": Told(
        severity="info",
        unit="FILE-09",
        file="FILE-09.xls",
        message=(
            "文件“FILE-09.xls”是旧版 .xls 或 .et 格式，看不到公式内容，只能按其保存的结果读取。"
        ),
        suggestion="无需处理；建议提醒该单位直接在下发的“.xlsx”模板中填报。",
    ),
    "FILE-10": Told(
        severity="info",
        unit="FILE-10",
        file="FILE-10.xls",
        actual="“.xlsx”工作簿",
        message="文件“FILE-10.xls”的内容是“.xlsx”工作簿，与扩展名不符，已按内容读取。",
        suggestion="无需处理。",
    ),
    "FILE-11": Told(
        severity="info",
        unit="FILE-11",
        file="FILE-11.xlsx",
        message="文件“FILE-11.xlsx”中有指向别的工作簿的链接。",
        suggestion="所读取的数据如有来自链接的，会另行列出；打开文件时请不要更新链接。",
    ),
    "FILE-12": Told(
        severity="warning",
        unit="FILE-12",
        file="FILE-12.html",
        actual="2024",
        message=(
            "文件“FILE-12.html”是网页，不是下发的 Excel 模板，其中的表按表头读出，不如模板可靠。"
            "按标题认定为“东海市FILE-12局”2024 年度；所列单元格是模板中的位置。"
        ),
        suggestion=(
            "请该单位核对各表，最好报送下发的 Excel 模板"
            "（用 toolkit read 加 -o 可把读出的数写成填好的模板）。"
        ),
    ),
    "FILE-13": Told(
        severity="warning",
        unit="FILE-13",
        file="FILE-13.xlsx",
        actual="2024",
        message=("文件“FILE-13.xlsx”没有写明报告年度，暂按表上方的文字认定为 2024 年度。"),
        suggestion="请与该单位核实是否为 2024 年度的数，并提醒其使用下发的模板。",
    ),
    "FILE-14": Told(
        severity="warning",
        unit="FILE-14",
        file="FILE-14.docx",
        message="文件“FILE-14.docx”带有修订痕迹，按接受全部修订后的文字读取。",
        suggestion="请该单位确认修订是否定稿；定稿后请接受全部修订再报送。",
    ),
    "FILE-15": Told(
        severity="error",
        unit="FILE-15",
        file="FILE-15.html",
        message=(
            "文件“FILE-15.html”没有保存完整，到中途就断了：断开处以后的内容读不到，读到的照常计入。"
        ),
        suggestion=(
            "请重新下载，或请该单位重新报送，最好报送 Excel 模板；已读出的各数请对照原文核对。"
        ),
    ),
    "UNIT-01": Told(
        severity="warning",
        unit="UNIT-01",
        message="东海市UNIT-01局（UNIT-01）尚未报送，汇总数中不含该单位。",
        suggestion="请催报。",
    ),
    "UNIT-02": Told(
        severity="error",
        unit="UNIT-02",
        file="UNIT-02.xlsx",
        actual="东海市UNIT-02局",
        message="文件“UNIT-02.xlsx”的填报单位“东海市UNIT-02局”不在单位名册中，未计入汇总。",
        suggestion=(
            "如确应纳入汇总，请在名册中补上该单位后重新汇总；否则请核对单位代码和名称是否填错。"
        ),
    ),
    "UNIT-04": Told(
        severity="error",
        unit="UNIT-04",
        file="UNIT-04.xlsx",
        actual="“UNIT-04”、“UNIT-05”",
        message=(
            "文件“UNIT-04.xlsx”对“单位代码”的记载不一致：“UNIT-04”、“UNIT-05”。"
            "无法确定是谁的数、哪年的数，未计入汇总。"
        ),
        suggestion="请该单位用发给本单位的模板重新填报，不要借用其他单位或往年的文件。",
    ),
    "UNIT-05": Told(
        severity="warning",
        unit="UNIT-05",
        file="UNIT-05_东海市UNIT-05局_2024.xlsx",
        message=(
            "文件“UNIT-05_东海市UNIT-05局_2024.xlsx”内没有单位信息，"
            "暂按文件名认定为东海市UNIT-05局（UNIT-05）。"
        ),
        suggestion="请与该单位核实，并提醒其使用下发的模板。",
    ),
    "UNIT-06": Told(
        severity="warning",
        unit="UNIT-06",
        file="UNIT-06-b.xlsx",
        message=(
            "东海市UNIT-06局（UNIT-06）报了 2 个不同的文件："
            "“UNIT-06-a.xlsx”、“UNIT-06-b.xlsx”。按最后保存的“UNIT-06-b.xlsx”计入。"
        ),
        suggestion="请与该单位核实以哪一份为准；不用的请移出文件夹。",
    ),
    "UNIT-07": Told(
        severity="error",
        unit="UNIT-07",
        file="UNIT-07-a.xlsx",
        message=(
            "东海市UNIT-07局（UNIT-07）有 2 个数据不同的文件："
            "“UNIT-07-a.xlsx”、“UNIT-07-b.xlsx”。文件的保存时间相同，无法判断以哪份为准，"
            "均未计入。"
        ),
        suggestion=(
            "请与该单位核实以哪一份为准，用 --prefer 指明该文件后重新汇总，或把其余的移出文件夹。"
        ),
    ),
    "UNIT-08": Told(
        severity="info",
        unit="UNIT-08",
        file="UNIT-08-b.xlsx",
        message="文件“UNIT-08-b.xlsx”与“UNIT-08-a.xlsx”的数据完全相同，只计一次。",
        suggestion="无需处理。",
    ),
    "UNIT-09": Told(
        severity="warning",
        unit="UNIT-09",
        file="UNIT-09.xlsx",
        actual="东海市九局",
        expected="东海市UNIT-09局",
        message=(
            "文件“UNIT-09.xlsx”的单位名称是“东海市九局”，名册中代码 UNIT-09 是“东海市UNIT-09局”。"
        ),
        suggestion="请核对单位代码是否填错；如为改名，请更新名册。",
    ),
    "UNIT-10": Told(
        severity="error",
        file="UNIT-10-a.xlsx",
        sheet="封面",
        cell="B4",
        actual="东海市UNIT-10局",
        message=(
            "文件“UNIT-10-a.xlsx”没有填单位代码，名册中名为“东海市UNIT-10局”的单位有 2 个，"
            "无法确定是哪一个，未计入汇总。"
        ),
        suggestion="请在 封面 B4 补填单位代码。",
    ),
    "UNIT-11": Told(
        severity="error",
        unit="UNIT-11",
        file="UNIT-11_东海市UNIT-11局_2024.xlsx",
        message=(
            "文件“UNIT-11_东海市UNIT-11局_2024.xlsx”里写的是东海市UNIT-11-b局（UNIT-11-b），"
            "文件名却是东海市UNIT-11局（UNIT-11），无法确定是谁的数，未计入汇总。"
        ),
        suggestion=(
            "请核实是否借用了其他单位的模板：如是，请用本单位的模板重新填报；"
            "如只是文件名写错，请改正文件名。"
        ),
    ),
    "UNIT-12": Told(
        severity="info",
        unit="UNIT-12",
        file="UNIT-12-a.xlsx",
        message=(
            "文件“UNIT-12-a.xlsx”已由后保存的“UNIT-12-b.xlsx”代替。数据有 3 处不同："
            "一、本年新收政府信息公开申请数量，自然人 2 → 12；"
            "三、本年度办理结果→（一）予以公开，自然人 2 → 10；四、结转下年度继续办理，"
            "自然人 空白 → 2。"
        ),
        suggestion="无需处理。",
    ),
    "UNIT-20": Told(
        severity="warning",
        unit="UNIT-20",
        file="UNIT-20.html",
        message=(
            "东海市UNIT-20局（UNIT-20）已报 Excel 工作簿“UNIT-20.xlsx”，文件“UNIT-20.html”是网页，"
            "不再计入。两者有 3 处不同：表三 D6（一、本年新收政府信息公开申请数量，自然人）"
            "工作簿 12、报告 2；表三 D8（三、本年度办理结果→（一）予以公开，自然人）"
            "工作簿 10、报告 2；表三 D30（四、结转下年度继续办理，自然人）工作簿 2、报告 0。"
        ),
        suggestion=(
            "请与该单位核实以哪个数为准：工作簿有误的，请其改正后重新报送；报告有误的，"
            "请其更正报告。"
        ),
    ),
    "UNIT-13": Told(
        severity="error",
        unit="UNIT-13",
        file="UNIT-13.xlsx",
        message="东海市UNIT-13局（UNIT-13）的数据与上一年度的完全相同（3 个非零数，无一变化）。",
        suggestion="请核实是否把上年的文件又报了一次；如是，请按本年情况重新填报；"
        "确属相同的，请在“审核”页说明。",
    ),
    "UNIT-14": Told(
        severity="error",
        unit="UNIT-14",
        file="UNIT-14.xlsx",
        sheet="封面",
        cell="B5",
        actual="本机关",
        expected="本地区汇总",
        message="东海市UNIT-14局（UNIT-14）的填报口径是“本机关”，按名册应为“本地区汇总”。",
        suggestion=(
            "请该单位核实所填的是本机关的数还是全县（市、区）的合计数，"
            "按“本地区汇总”口径重新填报；如名册中的单位类别有误，请更正名册。"
        ),
    ),
    "UNIT-15": Told(
        severity="warning",
        unit="UNIT-15",
        message="东海市UNIT-15局（UNIT-15）上年报送过，今年不在单位名册中，也没有报送。",
        suggestion=(
            "请核实该单位是撤并还是漏列：漏列的，请补入名册并催报；撤并的，"
            "请确认其数据并入了哪个单位。"
        ),
    ),
    "UNIT-16": Told(
        severity="warning",
        unit="UNIT-16",
        file="UNIT-16.xlsx",
        message="东海市UNIT-16局（UNIT-16）的数据与东海市UNIT-16-b局的完全相同（5 个非零数）。",
        suggestion="请核实是否误用了另一单位填好的文件；确属巧合的，请在“审核”页说明。",
    ),
    "UNIT-17": Told(
        severity="warning",
        unit="UNIT-17",
        file="UNIT-17.xlsx",
        sheet="表三",
        cell="D6",
        message=(
            "表三的各数与其本级东海市UNIT-17-a局的完全相同（3 个非零数），"
            "似乎没有加上其余 1 个下级单位的数。"
        ),
        suggestion=(
            "请核实所填的是否只是本级的数：全县（市、区）合计应含所属部门和乡镇（街道）；"
            "确属相同的，请在“审核”页说明。"
        ),
    ),
    "UNIT-18": Told(
        severity="info",
        unit="UNIT-18",
        file="UNIT-18.xlsx",
        sheet="表四",
        cell="A6",
        message="表四的各数与东海市UNIT-18-b局的完全相同（6 个非零数）。",
        suggestion="请核实是否把另一单位的表复制了过来。",
    ),
    "UNIT-19": Told(
        severity="warning",
        unit="UNIT-19",
        message=("名册中有 2 个单位都叫“东海市UNIT-19局”，上级相同：UNIT-19、UNIT-19-b。"),
        suggestion=(
            "请核对是否把一个单位登记了两次；确是两个单位的，请在名册中把名称写得能够区分。"
        ),
    ),
    "TAB-01": Told(
        severity="error",
        unit="TAB-01",
        file="TAB-01.xlsx",
        sheet="表四",
        message="没有找到表四：没有这张表，别处也没有它的表头，该表未计入汇总。",
        suggestion="请该单位用下发的模板补报此表。",
    ),
    "TAB-02": Told(
        severity="error",
        unit="TAB-02",
        file="TAB-02.xlsx",
        sheet="表三",
        cell="A6",
        actual="一、受理数量",
        expected="一、本年新收政府信息公开申请数量",
        message=(
            "表三 A6 应为“一、本年新收政府信息公开申请数量”，现为“一、受理数量”。"
            "表三的表头被改动或删去，无法确定各数属于哪一项，该表未计入汇总。"
        ),
        suggestion="请把数据填回下发的模板，不要改动表头，不要删除行列。",
    ),
    "TAB-03": Told(
        severity="warning",
        unit="TAB-03",
        file="TAB-03.xlsx",
        sheet="表三",
        cell="L6",
        actual="12",
        message="表三 L6 不是填报格，却填了 12，未计入汇总。",
        suggestion="请核对是否填错了位置：如是，请移到应填的格中；如不是，请删去。",
    ),
    "TAB-04": Told(
        severity="info",
        unit="TAB-04",
        file="TAB-04.xlsx",
        sheet="表三",
        cell="D8",
        message=(
            "表三 D8（一、本年新收政府信息公开申请数量，自然人） 本应在 表三 D6："
            "表格被移动、改名或增加了行列，已按表头找到，全部读取。"
        ),
        suggestion="无需处理；请提醒该单位不要改动表格的位置。",
    ),
    "TAB-05": Told(
        severity="info",
        unit="TAB-05",
        file="TAB-05.xlsx",
        sheet="表三",
        cell="A12",
        message="表三的第 12 行是隐藏的，其中的数据照常读取。",
        suggestion="请取消隐藏后核对其中的数。",
    ),
    "TAB-06": Told(
        severity="info",
        unit="TAB-06",
        file="TAB-06.xlsx",
        sheet="表三",
        message="表三的保护被取消，表头和公式可能被改动；已逐一核对表头，合计重新计算。",
        suggestion="无需处理。",
    ),
    "TAB-07": Told(
        severity="error",
        unit="TAB-07",
        file="TAB-07.xlsx",
        sheet="表三",
        cell="A31",
        actual="一、本年新收政府信息公开申请数量",
        expected="一、本年新收政府信息公开申请数量",
        message=(
            "表三 A31 的“一、本年新收政府信息公开申请数量”在表中出现了不止一次，"
            "无法确定以哪一处为准，表三未计入汇总。"
        ),
        suggestion="请该单位删去多余的行、列或表，每项只保留一处，重新报送。",
    ),
    "TAB-08": Told(
        severity="warning",
        unit="TAB-08",
        file="TAB-08.xlsx",
        sheet="表三",
        cell="D6",
        actual="12",
        message=(
            "表三 D6（一、本年新收政府信息公开申请数量，自然人） 填的是 12，"
            "另一处 表三 (2) D6 同一项是 15，按前者计入。"
        ),
        suggestion="请该单位核实以哪一份为准，并删去另一份。",
    ),
    "TAB-09": Told(
        severity="warning",
        unit="TAB-09",
        file="TAB-09.xlsx",
        sheet="表三",
        cell="D8",
        message="表三 D8 与旁边的格合并成了一格（D8:D9），被盖住的格按其中所存的数或空白计。",
        suggestion="请取消合并，逐格核对后填写。",
    ),
    "TAB-10": Told(
        severity="error",
        unit="TAB-10",
        file="TAB-10.html",
        sheet="表三",
        cell="A6",
        expected="一、本年新收政府信息公开申请数量",
        message=(
            "表三 A6 的“一、本年新收政府信息公开申请数量”一行，格数与表头对不上，"
            "无法确定各数属于哪一栏，表三未计入汇总。"
        ),
        suggestion="请核对原文中的这一行是否多了格、少了格；请把数据填入下发的模板报送。",
    ),
    "TAB-11": Told(
        severity="warning",
        unit="TAB-11",
        file="TAB-11.html",
        sheet="表三",
        cell="C11",
        actual="2.其他法律行政止公开",
        expected="2.其他法律行政法规禁止公开",
        message=(
            "表三 C11 应为“2.其他法律行政法规禁止公开”，文件中印的是“2.其他法律行政止公开”，"
            "文字相近，已按此项读取。"
        ),
        suggestion="请对照原文核对是否确为此项。",
    ),
    "TAB-12": Told(
        severity="error",
        unit="TAB-12",
        file="TAB-12.html",
        sheet="表三",
        cell="D26",
        actual="5",
        expected="（六）其他处理",
        message=(
            "表三 D26（三、本年度办理结果→（六）其他处理→1.申请人无正当理由逾期不补正、"
            "行政机关不再处理其政府信息公开申请，自然人） 等分项在文件中合为一行“（六）其他处理”，"
            "共 5：各分项是多少看不出来，未计入汇总。"
        ),
        suggestion="这是旧格式的表样：请该单位按正式格式分项填报。",
    ),
    "TAB-13": Told(
        severity="warning",
        unit="TAB-13",
        file="TAB-13.html",
        sheet="表三",
        cell="B29",
        expected="（七）总计",
        message="表三 B29 的“（七）总计”一行与表头没有对齐，已按先后顺序读取。",
        suggestion="请对照原文核对这一行的各数。",
    ),
    "TAB-14": Told(
        severity="warning",
        unit="TAB-14",
        file="TAB-14.html",
        sheet="表三",
        cell="J4",
        expected="总计",
        message=("表三 J4 的“总计”不在正式格式的位置上，已按表头认定，全部读取。"),
        suggestion="请对照原文核对这些行或栏的各数。",
    ),
    "STAT-01": Told(
        severity="error",
        unit="STAT-01",
        file="STAT-01.xlsx",
        sheet="附表",
        cell="C4",
        actual=5,
        message="附表选了“零报告”，但 附表 C4（发出收费通知件数，本年数） 填了 5。",
        suggestion=(
            "确有发生的（包括上年结转），请把填报状态改为“已填完（空白按 0 计）”；"
            "没有发生的，请删去该数。"
        ),
    ),
    "STAT-02": Told(
        severity="warning",
        unit="STAT-02",
        file="STAT-02.xlsx",
        sheet="封面",
        cell="B11",
        message="表三没有选择填报状态，有 141 格空白，暂按 0 计。",
        suggestion=(
            "请核对空白格是否确为 0；确为 0 的，请在封面 B11 选择“已填完（空白按 0 计）”。"
        ),
    ),
    "STAT-03": Told(
        severity="error",
        unit="STAT-03",
        file="STAT-03.xlsx",
        sheet="封面",
        cell="B12",
        message="表四一格也没有填，也没有选择填报状态，未计入汇总。",
        suggestion="确无发生的，请在封面 B12 选择“零报告”；有发生的，请补填。",
    ),
    "STAT-04": Told(
        severity="info",
        unit="STAT-04",
        file="STAT-04.xlsx",
        sheet="封面",
        cell="B13",
        message="附表没有填写，按 0 计。",
        suggestion="确无发生的无需处理；有发生的，请补填。",
    ),
    "STAT-05": Told(
        severity="warning",
        unit="STAT-05",
        file="STAT-05.xlsx",
        sheet="封面",
        cell="B13",
        message="附表的填报状态写的是“已核对”，不在可选范围内，按未选处理。",
        suggestion="请在封面 B13 的下拉列表中选择。",
    ),
    "COVER-01": Told(
        severity="info",
        unit="COVER-01",
        file="COVER-01.xlsx",
        sheet="封面",
        cell="D6",
        message=(
            "封面上有 3 项没有填好：联系电话（D6）写的是“不知道”，不是电话号码；"
            "单位负责人（B7）没有填；报出日期（D7）写的是“2026年1月32日”，没有这样的日期。"
        ),
        suggestion="请该单位补填或改正；有问题要核实时，凭填表人和联系电话联系。",
    ),
    "NUM-01": Told(
        severity="error",
        unit="NUM-01",
        file="NUM-01.xlsx",
        sheet="表二",
        cell="B9",
        actual="12件",
        message="表二 B9（行政许可，本年处理决定数量） 填的是“12件”，不是数，未计入汇总。",
        suggestion="请只填数字，不带单位和说明文字；看来应为 12。",
    ),
    "NUM-02": Told(
        severity="error",
        unit="NUM-02",
        file="NUM-02.xlsx",
        sheet="表二",
        cell="B9",
        actual=-4,
        message="表二 B9（行政许可，本年处理决定数量） 填的是 -4，不能为负数，未计入汇总。",
        suggestion="请核对后改填不小于 0 的数；看来应为 4。",
    ),
    "NUM-03": Told(
        severity="error",
        unit="NUM-03",
        file="NUM-03.xlsx",
        sheet="表二",
        cell="B9",
        actual=12.5,
        message="表二 B9（行政许可，本年处理决定数量） 填的是 12.5，只能填整数，未计入汇总。",
        suggestion="请核对后改正。",
    ),
    "NUM-04": Told(
        severity="error",
        unit="NUM-04",
        file="NUM-04.xlsx",
        sheet="表二",
        cell="B9",
        actual="1234567890123456",
        message=(
            "表二 B9（行政许可，本年处理决定数量） 填的是 1234567890123456，超过 15 位数字，"
            "表格软件无法准确保存，未计入汇总。"
        ),
        suggestion="请核对是否多填了位数。",
    ),
    "NUM-05": Told(
        severity="error",
        unit="NUM-05",
        file="NUM-05.xlsx",
        sheet="表二",
        cell="B9",
        actual="#REF!",
        message="表二 B9（行政许可，本年处理决定数量） 显示为错误值 #REF!，未计入汇总。",
        suggestion="请删去后重新填写数字。",
    ),
    "NUM-06": Told(
        severity="error",
        unit="NUM-06",
        file="NUM-06.xlsx",
        sheet="表二",
        cell="B9",
        actual="日期或时间 2025-01-02",
        message=(
            "表二 B9（行政许可，本年处理决定数量） 填的是日期或时间 2025-01-02，不是数，"
            "未计入汇总。"
        ),
        suggestion="请把单元格格式设为“常规”后重新填写数字。",
    ),
    "NUM-07": Told(
        severity="warning",
        unit="NUM-07",
        file="NUM-07.xlsx",
        sheet="表二",
        cell="B9",
        actual=12,
        message="表二 B9（行政许可，本年处理决定数量） 里是公式 =5+7，按其保存的结果 12 计入。",
        suggestion="请核对结果，并用“选择性粘贴—数值”改为数字；看来应为 12。",
    ),
    "NUM-08": Told(
        severity="error",
        unit="NUM-08",
        file="NUM-08.xlsx",
        sheet="表二",
        cell="B9",
        actual=12,
        message=(
            "表二 B9（行政许可，"
            "本年处理决定数量） 的公式 ='[明细.xlsx]汇总'!B2 引用了别的工作簿，结果无法核实，"
            "未计入汇总。"
        ),
        suggestion="请改填数字；看来应为 12。",
    ),
    "NUM-09": Told(
        severity="error",
        unit="NUM-09",
        file="NUM-09.xlsx",
        sheet="表二",
        cell="B9",
        actual="=5+7",
        message=(
            "表二 B9（行政许可，本年处理决定数量） 填的是公式 =5+7，没有保存计算结果，未计入汇总。"
        ),
        suggestion="请直接填写数字；或用 Excel 或 WPS 打开该文件，重新计算并保存后再报。",
    ),
    "NUM-10": Told(
        severity="error",
        unit="NUM-10",
        file="NUM-10.xlsx",
        sheet="表二",
        cell="B9",
        actual="120",
        message=(
            "表二 B9（行政许可，本年处理决定数量） 显示的是“120”，里面存的却是 120000"
            "（单元格格式改变了显示的数），无法确定填的是多少，未计入汇总。"
        ),
        suggestion=(
            "请清除此格的格式（数字格式设为“常规”，去掉删除线、上标和下标），再重新填写数字；"
            "看来应为 120。"
        ),
    ),
    "NUM-11": Told(
        severity="error",
        unit="NUM-11",
        file="NUM-11.xlsx",
        sheet="表二",
        cell="B9",
        actual='=IF(A1="","",A1)',
        message=(
            '表二 B9（行政许可，本年处理决定数量） 填的是公式 =IF(A1="","",A1)，'
            "其结果是空白的文字，不是数，未计入汇总。"
        ),
        suggestion="请删去公式，直接填写数字；没有的填 0。",
    ),
    "NUM-12": Told(
        severity="error",
        unit="NUM-12",
        file="NUM-12.xlsx",
        sheet="表二",
        cell="B9",
        actual="17",
        message=(
            "表二 B9（行政许可，本年处理决定数量） 看上去是“17”，里面却夹有看不见的字符，"
            "不能作为数，未计入汇总。"
        ),
        suggestion="请清空此格后，用键盘重新输入数字；看来应为 17。",
    ),
    "TOT-01": Told(
        severity="info",
        unit="TOT-01",
        file="TOT-01.xlsx",
        sheet="表三",
        cell="D29",
        actual=10,
        message="表三 D29 的合计是手填的，与各分项之和一致。",
        suggestion="无需处理；汇总时合计一律重新计算。",
    ),
    "TOT-02": Told(
        severity="info",
        unit="TOT-02",
        file="TOT-02.xlsx",
        sheet="表三",
        cell="D29",
        actual=0,
        expected=10,
        message=(
            "表三 D29（三、本年度办理结果→（七）总计，自然人） 的合计公式保存的结果是 0，"
            "重新计算应为 10，已按 10 处理。"
        ),
        suggestion="无需处理；如需一致，请用 Excel 或 WPS 打开该文件后保存一次。",
    ),
    "TOT-03": Told(
        severity="warning",
        unit="TOT-03",
        file="TOT-03.xlsx",
        sheet="表二",
        cell="B9",
        message=(
            "表二 B9（行政许可，本年处理决定数量） 本应是对各单位的求和公式，现已不是，"
            "暂按其中的数计入。"
        ),
        suggestion="请核实为什么改动；数要改的，请改正有关单位的报表后重新汇总。",
    ),
    "TOT-04": Told(
        severity="error",
        unit="TOT-04",
        file="TOT-04.xlsx",
        sheet="附表",
        cell="C4",
        message="附表 C4（发出收费通知件数，本年数） 的求和公式没有保存结果，该表未计入汇总。",
        suggestion="请用 Excel 或 WPS 打开该文件，重新计算并保存后再报。",
    ),
    "TOT-05": Told(
        severity="error",
        unit="TOT-05",
        file="TOT-05.xlsx",
        sheet="表二",
        cell="B9",
        actual=500,
        expected=0,
        difference=500,
        message=(
            "表二 B9（行政许可，本年处理决定数量） 现为 500，“分单位”页中计入汇总的各单位相加是 0，"
            "相差 500，暂按 500 计入。"
        ),
        suggestion=(
            "请不要直接改汇总数：应当更正的，请改正有关单位的报表后重新汇总；"
            "误改的，请恢复求和公式，或改回 0。"
        ),
    ),
    "TOT-06": Told(
        severity="error",
        unit="TOT-06",
        file="TOT-06.xlsx",
        sheet="分单位",
        cell="M9",
        actual=500,
        expected=0,
        difference=500,
        message=(
            "分单位 M9（东海市TOT-06-a局，行政许可，本年处理决定数量） 现为 500，"
            "生成该工作簿时为 0，与报来的报表不符，汇总数随之改变。"
        ),
        suggestion=(
            "请不要直接改“分单位”页的数：应当更正的，请改正该单位的报表后重新汇总；"
            "误改的，请改回 0。"
        ),
    ),
    "YEAR-01": Told(
        severity="warning",
        unit="YEAR-01",
        file="YEAR-01.xlsx",
        sheet="表二",
        cell="B16",
        actual=251000,
        message=(
            "表二 B16（行政事业性收费，本年收费金额（单位：万元）） 填的是 251000，"
            "上年是 25.1，约为上年的 10000 倍。"
        ),
        suggestion=(
            "请核对计量单位：本项以万元为单位，是否把“元”和“万元”弄混；看来应为 25.1；"
            "确属实际情况的，请在“审核”页说明。"
        ),
    ),
    "YEAR-02": Told(
        severity="info",
        unit="YEAR-02",
        file="YEAR-02.xlsx",
        sheet="表二",
        cell="B9",
        actual=0,
        message="表二 B9（行政许可，本年处理决定数量） 为 0，上年是 1250。",
        suggestion="请核对是否漏填；确未发生的无需处理。",
    ),
    "YEAR-03": Told(
        severity="info",
        unit="YEAR-03",
        file="YEAR-03.xlsx",
        sheet="表二",
        cell="B9",
        actual=1200,
        message=(
            "表二 B9（行政许可，本年处理决定数量） 填的是 1200，上年是 120，约为上年的 10 倍。"
        ),
        suggestion="请核对是否多填或少填了一位；无误的无需处理。",
    ),
    "YEAR-04": Told(
        severity="warning",
        file="YEAR-04.png",
        message="上年度的文件“YEAR-04.png”没有用上：是图片。",
        suggestion=(
            "请核对 --previous 指定的文件；缺少上年数据的单位，跨年度审核无法进行。"
            "年度报告中读不出的表，可补填到 toolkit read 加 -o 写成的工作簿中，"
            "代替原文件。"
        ),
    ),
    "YEAR-05": Told(
        severity="warning",
        unit="YEAR-05",
        message=(
            "东海市YEAR-05局（YEAR-05）在名册中的上年代码 YEAR-05-a 在上年数据中没有，"
            "该单位的上年数按不清楚处理。"
        ),
        suggestion=(
            "请核对名册的“上年代码”：应为上年报送时用的代码；上年已经合并或改过代码的，"
            "请删去上年代码。"
        ),
    ),
    "YEAR-06": Told(
        severity="warning",
        unit="YEAR-06",
        message=(
            "上年东海市YEAR-06局（YEAR-06）的数，按名册的“上年代码”归 "
            "东海市YEAR-06局（YEAR-06）、东海市YEAR-06-b局（YEAR-06-b），"
            "无法分开，这些单位的上年数都按不清楚处理。"
        ),
        suggestion=(
            "请核对名册的“上年代码”：一个上年单位只能并入一个单位；确是拆分的，"
            "请人工核对这些单位与上年的衔接。"
        ),
    ),
    "PEER-01": Told(
        severity="warning",
        unit="PEER-01",
        file="PEER-01.xlsx",
        sheet="表二",
        cell="B16",
        actual=1699500,
        message=(
            "表二 B16（行政事业性收费，本年收费金额（单位：万元）） 填的是 1699500，"
            "约为其他 3 个乡镇（街道）中位数（151.35）的 11229 倍。"
        ),
        suggestion=(
            "请与该单位核对计量单位：本项以万元为单位，是否把“元”和“万元”弄混；看来应为 169.95；"
            "确属实际情况的，请在“审核结果”页填写处理意见。"
        ),
    ),
    "LEVEL-01": Told(
        severity="error",
        unit="LEVEL-01",
        file="LEVEL-01.xlsx",
        sheet="表三",
        cell="D6",
        actual=12,
        expected=8,
        difference=4,
        message=(
            "表三 D6（一、本年新收政府信息公开申请数量，自然人） 为 12，所属 2 个单位之和为 8，"
            "相差 4（另有 1 处：D8）。"
        ),
        suggestion=(
            "请核对上下级的数：下级报表已改动的，请上级重新汇总后再报；上级有漏汇、重汇的，请更正。"
        ),
    ),
    "LEVEL-02": Told(
        severity="warning",
        unit="LEVEL-02",
        file="LEVEL-02.xlsx",
        sheet="报送情况",
        cell="A4",
        message="该汇总应包括 2 个单位，计入 1 个；未报 1 个：东海市LEVEL-02-b局。",
        suggestion="请催报 东海市LEVEL-02-b局；收齐、改正后重新汇总，报送新的汇总工作簿。",
    ),
    "LEVEL-03": Told(
        severity="error",
        unit="LEVEL-03",
        file="LEVEL-03.xlsx",
        sheet="审核结果",
        cell="L3",
        message=(
            "所属单位的错误尚未处理：东海市LEVEL-03-a局（LEVEL-03-a），NUM-01："
            "表二 B9（行政许可，本年处理决定数量） 填的是“12件”，不是数，未计入汇总。"
        ),
        suggestion=(
            "请与该单位核实改正后重新汇总，报送新的汇总工作簿；确属实际情况的，"
            "请在汇总工作簿的“审核结果”页填写处理意见。"
        ),
    ),
    "LEVEL-04": Told(
        severity="info",
        unit="LEVEL-04",
        file="LEVEL-04.xlsx",
        sheet="审核结果",
        cell="L3",
        message=(
            "所属单位有 1 处错误，汇总单位审核后保留：东海市LEVEL-04-a局（LEVEL-04-a），NUM-01 "
            "表二 B9（行政许可，本年处理决定数量）（已核实）。"
        ),
        suggestion="无需处理；有疑问的，请与汇总单位核实。",
    ),
    "LEVEL-05": Told(
        severity="warning",
        unit="LEVEL-05",
        file="LEVEL-05.xlsx",
        message=(
            "汇总工作簿中读不到“审核结果”页（已删去、改名、改动表头，或内容过多），"
            "不能确定它的所属单位是否报齐、有无错误。"
        ),
        suggestion="请汇总单位重新汇总，报送完整的汇总工作簿，不要删去或改动其中的页。",
    ),
    "TEXT-01": Told(
        severity="warning",
        unit="TEXT-01",
        file="TEXT-01.html",
        sheet="表三",
        cell="J6",
        actual=21,
        expected=12,
        message=(
            "正文（一、总体情况）“2024年，我局共收到政府信息公开申请21件。”写的是“21件”，"
            "表三 J6（一、本年新收政府信息公开申请数量，总计）是 12。"
        ),
        suggestion=(
            "请对照台账核对：表格无误的，正文改为 12；正文无误的，请改正表格，再核对勾稽关系；"
            "统计范围确实不同的，请在正文写明范围。"
        ),
    ),
    "TEXT-02": Told(
        severity="warning",
        unit="TEXT-02",
        file="TEXT-02.html",
        actual=11,
        expected=12,
        message=(
            "正文（一、总体情况）“全年受理政府信息公开申请12件，其中线上申请7件、线下申请4件。”中，"
            "7件、4件 相加是 11，而这里写的总数是 12。"
        ),
        suggestion="请核对各部分的数和总数；各部分有重复、没有列全的，请在正文写明。",
    ),
    "TEXT-03": Told(
        severity="warning",
        unit="TEXT-03",
        file="TEXT-03.html",
        actual="2023",
        expected="2024",
        message=(
            "正文（一、总体情况）“2023年，我局组织业务培训2次，编发简报6期。”写的是 2023 年；"
            "按本报告的年度，这里应是 2024 年。"
        ),
        suggestion=(
            "请核对是否沿用了上年的文字：是的，请改为 2024 年，并核对这一句的内容和数；"
            "说的确实是 2023 年的，请写明与本年的关系。"
        ),
    ),
    "TEXT-04": Told(
        severity="warning",
        unit="TEXT-04",
        file="TEXT-04.html",
        actual="西山市林业局",
        expected="东海市TEXT-04局",
        message=(
            "正文（一、总体情况）“2024年，西山市林业局坚持以公开为常态，做好各项工作。”"
            "说的是“西山市林业局”，而本报告是“东海市TEXT-04局”的。"
        ),
        suggestion=(
            "请核对是否套用了其他单位的文字：是的，请改正，并核对这一段的内容和数；"
            "确实要写其他单位的，请写明与本单位的关系。"
        ),
    ),
    "TEXT-05": Told(
        severity="warning",
        unit="TEXT-05",
        file="TEXT-05.html",
        message=(
            "正文（一、总体情况）的一段与上年报告（一、总体情况）的一段有 100% 相同："
            "“我局把信息公开纳入股室年度考核，每季度对照目录检查栏目更新情况，对发现的问题逐项登记、"
            "限期整改，年底评选公开工作先进股室…”。"
        ),
        suggestion="请按本年的情况重写这一段；情况确实没有变化的，请写明。",
    ),
    "TEXT-06": Told(
        severity="warning",
        unit="TEXT-06",
        file="TEXT-06.html",
        actual="XX",
        message="正文（一、总体情况）还没有填写：“全年发布政策解读XX篇，回应关切4次。”。",
        suggestion="请填写，或删去提示文字。",
    ),
    "EXP-01": Told(
        severity="info",
        unit="EXP-01",
        file="EXP-01.xlsx",
        sheet="审核",
        cell="G5",
        message=(
            "审核 G5 的情况说明“代市政府统计”所对应的问题（T2-02 没有规章制定权的单位，"
            "规章应为 0）没有出现。"
        ),
        suggestion="无需处理；如说明的是别的情况，请与填报单位核实。",
    ),
    "T3-01": Told(
        severity="error",
        unit="T3-01",
        file="T3-01.xlsx",
        sheet="表三",
        cell="D29",
        actual=90,
        expected=92,
        difference=-2,
        message=(
            "表三 D29（三、本年度办理结果→（七）总计，自然人） 不符合“本年新收加上年结转，"
            "等于办理结果加结转下年”："
            "一、本年新收政府信息公开申请数量 + 二、上年结转政府信息公开申请数量 = 100，"
            "（七）总计 + 四、结转下年度继续办理 = 98，两边应相等，相差 2。"
        ),
        suggestion=(
            "请核对本列：一是否误含上年结转，（一）至（六）是否漏填、错列，"
            "四是否为年末未办结数。下列任一处改正后，有关勾稽关系即成立，请按可能性依次核对："
            "①表三 D8（三、本年度办理结果→（一）予以公开，自然人）应为 92（现填 90，"
            "有一位数字不同）；②表三 D30（四、结转下年度继续办理，自然人）应为 10（现填 8）；"
            "③表三 D9（三、本年度办理结果→（二）部分公开（区分处理的，只计这一情形，"
            "不计其他情形），自然人）应为 2（现填 0）。"
            "都无误的，请核对其他有关各数。"
        ),
    ),
    "T3-04": Told(
        severity="error",
        unit="T3-04",
        file="T3-04.xlsx",
        sheet="表三",
        cell="D7",
        actual=3,
        expected=5,
        difference=-2,
        message=(
            "表三 D7（二、上年结转政府信息公开申请数量，自然人） 不符合“上年结转，"
            "等于上年报告的结转下年”：二、上年结转政府信息公开申请数量 = 3，"
            "上年的“四、结转下年度继续办理” = 5，两边应相等，相差 2。"
        ),
        suggestion=(
            "请按上年报告第四项填写；上年报告确有错误的，请先与汇总单位核实并更正上年的数。"
            "可能是表三 D7（二、上年结转政府信息公开申请数量，自然人）应为 5（现填 3），"
            "同时还有一处要改，请按可能性依次核对：①表三 D30（四、结转下年度继续办理，"
            "自然人）应为 5（现填 3，改后与上年相近）；"
            "②表三 D6（一、本年新收政府信息公开申请数量，自然人）应为 7（现填 9）；"
            "③表三 D8（三、本年度办理结果→（一）予以公开，自然人）应为 11（现填 9）。"
        ),
    ),
    "T2-01": Told(
        severity="warning",
        unit="T2-01",
        file="T2-01.xlsx",
        sheet="表二",
        cell="D6",
        actual=250,
        expected=253,
        difference=-3,
        message=(
            "表二 D6（行政规范性文件，现行有效件数） 不符合“现行有效件数，"
            "等于上年现行有效加本年制发减本年废止”：现行有效件数 = 250，"
            "上年的“现行有效件数” + 本年制发件数 - 本年废止件数 = 253，两边应相等，相差 3。"
        ),
        suggestion=(
            "请核对制发、废止、现行有效三个数；确因清理、划转等重新核定的，"
            "请在“审核”页的“情况说明”栏写明。下列任一处改正后，有关勾稽关系即成立，"
            "请按可能性依次核对：①表二 B6（行政规范性文件，本年制发件数）应为 6（现填 9）；"
            "②表二 C6（行政规范性文件，本年废止件数）应为 7（现填 4）；"
            "③表二 D6（行政规范性文件，现行有效件数）应为 253（现填 250，有一位数字不同）。"
            "都无误的，请核对其他有关各数。"
        ),
    ),
    "T2-02": Told(
        severity="warning",
        unit="T2-02",
        file="T2-02.xlsx",
        sheet="表二",
        cell="B5",
        actual=3,
        expected=0,
        difference=3,
        message=(
            "表二 B5（规章，本年制发件数） 不符合“没有规章制定权的单位，规章应为 0”："
            "规章 = 3，应等于 0。"
        ),
        suggestion=(
            "请核对是否把行政规范性文件填在了“规章”一行；确属代市政府统计等特殊情况的，"
            "请在“审核”页的“情况说明”栏写明。"
        ),
    ),
    "T3-03": Told(
        severity="error",
        unit="T3-03",
        file="T3-03.xlsx",
        sheet="表三",
        cell="J6",
        actual=15,
        expected=14,
        difference=1,
        message=(
            "表三 J6（一、本年新收政府信息公开申请数量，总计） 的合计被手填或改了公式，"
            "现为 15，各分项之和为 14，相差 1。汇总按 14 计。"
        ),
        suggestion=(
            "看来表三 J6（一、本年新收政府信息公开申请数量，总计）应为 14（现填 15，"
            "有一位数字不同），改后有关勾稽关系即成立。"
        ),
    ),
    "T3-02": Told(
        severity="error",
        unit="T3-02",
        file="T3-02.xlsx",
        sheet="表三",
        cell="D29",
        actual=8,
        expected=10,
        difference=-2,
        message=(
            "表三 D29（三、本年度办理结果→（七）总计，自然人） 的合计被手填或改了公式，"
            "现为 8，各分项之和为 10，相差 -2。汇总按 10 计。"
        ),
        suggestion=(
            "看来表三 D29（三、本年度办理结果→（七）总计，自然人）应为 10（现填 8），"
            "改后有关勾稽关系即成立。"
        ),
    ),
    "T4-01": Told(
        severity="error",
        unit="T4-01",
        file="T4-01.xlsx",
        sheet="表四",
        cell="E6",
        actual=1,
        expected=10,
        difference=-9,
        message=(
            "表四 E6（行政复议→总计） 的合计被手填或改了公式，现为 1，各分项之和为 10，"
            "相差 -9。汇总按 10 计。"
        ),
        suggestion=(
            "若表四 E6（行政复议→总计）应为 10（现填 1，少了一个 0），有关勾稽关系即成立，请核对。"
        ),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a unit is told before it sends, where that is not what the office is told."""

    message: str = ""
    suggestion: str = ""


# Of messages more than one word differs: nothing has been added up yet.
HEARD: dict[str, Heard] = {
    "FILE-01": Heard(
        suggestion=(
            "请把数据填入下发的 Excel 模板，报送“.xlsx”工作簿，至少是能选中文字的 Word 文档"
            "（.docx）、PDF 或网页，不要报送图片或扫描件。"
        ),
    ),
    "FILE-02": Heard(suggestion="请在封面填写单位名称和单位代码。"),
    "FILE-03": Heard(suggestion="请用本次下发的模板重新填报。"),
    "FILE-04": Heard(suggestion="请核对是否误用了往年的文件；请报送 2024 年度的报表。"),
    "FILE-05": Heard(suggestion="无需处理。"),
    "FILE-06": Heard(suggestion="请在 封面 D4 填写报告年度（如为本次报表，应填 2024）。"),
    "FILE-07": Heard(
        suggestion=(
            "请在 Excel 或 WPS 中打开文件，依次点“文件—信息—保护工作簿—用密码进行加密”，"
            "清空密码后保存，再报送；密码是统一发放的，可用 --password 写明后重新审核。"
        ),
    ),
    "FILE-08": Heard(
        suggestion="模板中没有宏：请核实宏的来历，不要启用宏，另存为“.xlsx”工作簿后报送。"
    ),
    "FILE-09": Heard(suggestion="无需处理；最好直接在下发的“.xlsx”模板中填报。"),
    "FILE-11": Heard(
        suggestion="填报格中有引用别的工作簿的，会另行列出；其余的链接，请在报送前断开。"
    ),
    "FILE-12": Heard(
        suggestion=(
            "请核对单位、年度和各表的数，最好把数填入下发的 Excel 模板后报送"
            "（用 toolkit read 加 -o 可把读出的数写成填好的模板）。"
        ),
    ),
    "FILE-13": Heard(
        suggestion=(
            "请核对是否为 2024 年度的数，并在封面填写报告年度；没有封面的，请把数据填入下发的模板。"
        ),
    ),
    "FILE-14": Heard(suggestion="请确认修订是否定稿，接受全部修订后再报送。"),
    "FILE-15": Heard(
        suggestion="请重新保存网页，打开核对完整后再报送；最好把数据填入下发的 Excel 模板。"
    ),
    "COVER-01": Heard(suggestion="请补填或改正后再报送。"),
    "UNIT-04": Heard(suggestion="请用发给本单位的模板重新填报，不要借用其他单位或往年的文件。"),
    "UNIT-05": Heard(
        suggestion=(
            "请核对认定的单位是否正确，并在封面填写单位名称和单位代码；没有封面的，"
            "请把数据填入下发的模板。"
        ),
    ),
    "UNIT-06": Heard(suggestion="请核实以哪一份为准，只报送这一份。"),
    "UNIT-07": Heard(suggestion="请核实以哪一份为准，只报送这一份。"),
    "UNIT-09": Heard(
        suggestion="请核对单位代码是否填错、是否借用了其他单位的文件；如单位已改名，请告知汇总单位。"
    ),
    "UNIT-20": Heard(
        suggestion="请核对以哪个数为准：工作簿有误的，请改正后报送；报告有误的，请更正报告。"
    ),
    "UNIT-13": Heard(
        suggestion=(
            "请核实是否误报了上年的文件；如是，请按本年情况改正后报送；确属相同的，"
            "请在“审核”页说明。"
        ),
    ),
    "UNIT-14": Heard(
        suggestion=(
            "请核实所填的是本机关的数还是全县（市、区）的合计数，按“本地区汇总”口径改正后报送。"
        ),
    ),
    "UNIT-16": Heard(message="东海市UNIT-16局的数据与另一单位的完全相同。"),
    "UNIT-17": Heard(
        message="表三的各数与本级自己报送的完全相同，似乎没有加上所属部门和乡镇（街道）的数。"
    ),
    "UNIT-18": Heard(message="表四的各数与另一单位的完全相同。"),
    "TAB-01": Heard(suggestion="请用下发的模板填报，补填表四。"),
    "TAB-04": Heard(suggestion="无需处理；请不要改动表格的位置。"),
    "TAB-07": Heard(suggestion="请删去多余的行、列或表，每项只保留一处。"),
    "TAB-10": Heard(suggestion="请核对这一行是否多了格、少了格；最好把数据填入下发的模板。"),
    "TAB-12": Heard(suggestion="这是旧格式的表样：请按正式格式分项填报。"),
    "TAB-08": Heard(suggestion="请核实以哪一份为准，并删去另一份。"),
    "PEER-01": Heard(
        message=(
            "表二 B16（行政事业性收费，本年收费金额（单位：万元）） 填的是 1699500，"
            "远远大于其他同类单位填报的数。"
        ),
        suggestion="请核对计量单位，是否把“元”和“万元”弄混；确属实际情况的，请向汇总单位说明。",
    ),
    "LEVEL-01": Heard(
        message=(
            "表三 D6（一、本年新收政府信息公开申请数量，自然人） 为 12，"
            "与所属 2 个单位报送的数之和不符（另有 1 处：D8）。"
        ),
        suggestion="请核对所属单位最后报送的数，重新汇总后再报；有漏汇、重汇的，请更正。",
    ),
    # What a county once told of a unit below has been told.
    "LEVEL-03": Heard(message=TOLD["LEVEL-03"].message),
    "LEVEL-04": Heard(
        message=(
            "所属单位有 1 处错误，经审核保留：东海市LEVEL-04-a局（LEVEL-04-a），"
            "NUM-01 表二 B9（行政许可，本年处理决定数量）（已核实）。"
        ),
        suggestion="无需处理。",
    ),
    "LEVEL-05": Heard(suggestion="请重新汇总，报送完整的汇总工作簿，不要删去或改动其中的页。"),
    "EXP-01": Heard(suggestion="无需处理；如说明的是别的情况，请改正说明。"),
}
