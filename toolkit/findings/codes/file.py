"""Codes about files as such: whether they can be read, and of what form and year they are."""

from __future__ import annotations

from toolkit.findings.codes.code import ALL, NOT_THE_FILE, ONE_FORMAT, Code, Effect
from toolkit.findings.spoken_words import NAME_PATTERN

TITLE = "文件"

# For a unit that has a fresh workbook at hand.
_AFRESH = "请把数据填入{workbook}，不设密码，保存后报送。"

CODES = (
    # Not readable.
    Code(
        code="FILE-01",
        severity="error",
        title="文件打不开",
        message="{the_file}无法读取：{reason}。",
        remedy="{advice}",
        why="读不出内容的文件，无法知道里面有没有数、是哪家的数，只能列出，由汇总单位处理。",
        example="东山区报来“年报.pdf”，是扫描件：请其报送填好的“.xlsx”模板。",
        effect=NOT_THE_FILE,
        page_remedy="如是报表，一般请该单位把数据填入下发的 Excel 模板，报送“.xlsx”工作簿；"
        "文件损坏的，"
        "请重新下载或重新报送；不是报表的，请移出文件夹。具体办法按文件的种类另行列出。",
        sent_back_remedy=_AFRESH,
    ),
    # Read, but not a return of any form known.
    Code(
        code="FILE-02",
        severity="error",
        title="认不出是哪家的报表",
        message="{the_file}无法认定为报送件：{reason}。",
        remedy="{advice}",
        why="不知道是哪个单位的数，就不能计入，也无法知道该单位是否已报。",
        example="封面 B3（填报单位）和 B4（单位代码）都空着，文件名“年报.xlsx”也对不上名册。",
        effect=NOT_THE_FILE,
        page_remedy="请在封面填写单位名称和单位代码；没有封面的，请把数据填入下发的模板，"
        f"或把文件名改为{NAME_PATTERN}；没有找到表的，请该单位用下发的模板重新填报；"
        "不是报表的，请移出文件夹。",
        sent_back_remedy=_AFRESH,
    ),
    # A return of another form, or another version of it.
    Code(
        code="FILE-03",
        severity="error",
        title="不是本次的表式",
        message="{the_file}的表式是 {actual}，本次应报的是 {expected}，{uncounted}。{differences}",
        remedy="请退回填报单位，用本次下发的模板重新填报。",
        why=f"{ONE_FORMAT}。不同格式的项目含义不同，不能相加。",
        example="报来的是 2019 年格式的工作簿：表二的项目与本次的不同，如多出“本年新公开数量”一栏。"
        "",
        effect=NOT_THE_FILE,
        unit_remedy="请用本次下发的模板重新填报。",
        sent_back_remedy=_AFRESH,
    ),
    # A return of another year.
    Code(
        code="FILE-04",
        severity="error",
        title="报告年度不对",
        message="{the_file}是 {actual} 年度的报表，本次应报的是 {expected} 年度，{uncounted}。",
        remedy="请填报单位核对是否误发了往年文件，并报送 {expected} 年度的报表。",
        why="年度报告统计的是上一年度 1 月 1 日至 12 月 31 日的情况，不同年度的数不能相加。",
        example="汇总 2024 年度，报来的文件封面 D4（报告年度）是 2023。",
        effect=NOT_THE_FILE,
        unit_remedy="请核对是否误用了往年的文件；请报送 {expected} 年度的报表。",
        sent_back_remedy="请核对是否误发了往年文件；请把 {expected} 年度的数据填入{workbook}报送。",
    ),
    # A return of another year beside the right one.
    Code(
        code="FILE-05",
        severity="info",
        title="夹有其他年度的文件",
        message="{the_file}是 {actual} 年度的报表；{expected} 年度的报表已另行收到，此件未用。",
        remedy="无需处理；如不再需要，可移出文件夹。",
        why="本年度的报表已经收到，往年的一份不会再用；列出来，是为了让汇总单位知道它没有计入。",
        example="文件夹里有东山区的“990001_东山区_2024.xlsx”，还有“990001_东山区_2023.xlsx”："
        "只用前一份。",
        effect=Effect("此件不计入，本年度的另一件照常计入"),
        unit_remedy="无需处理。",
    ),
    # The year is not stated.
    Code(
        code="FILE-06",
        severity="error",
        title="没有填报告年度",
        message="{the_file}没有写明报告年度{told}，{uncounted}。",
        remedy="{advice}",
        why="没有写明年度，就不能断定是不是本年度的数。",
        example="封面 D4（报告年度）空着，文件名“教育局.xlsx”里也没有年度。",
        effect=NOT_THE_FILE,
        page_remedy="请在封面填写报告年度；没有封面的，请把数据填入下发的模板，"
        f"或把文件名改为{NAME_PATTERN}；汇总时也可用 --year 指明年度。",
        sent_back_remedy="{workbook}已印好报告年度，请核对其中的数后报送。",
        cover_field="year",
    ),
    # Encrypted.
    Code(
        code="FILE-07",
        severity="error",
        title="文件有密码",
        message="{the_file}设有打开密码，无法读取，{uncounted}。",
        remedy="请该单位在 Excel 或 WPS 中打开文件，依次点“文件—信息—保护工作簿—用密码进行加密”，"
        "清空密码后保存，重新报送；如密码是统一发放的，请用 --password 写明后重新汇总。",
        why="没有密码就无法读取里面的数。",
        example="打开“教育局.xlsx”时要求输入密码，汇总时没有用 --password 写明密码。",
        effect=NOT_THE_FILE,
        unit_remedy="请在 Excel 或 WPS 中打开文件，依次点“文件—信息—保护工作簿—用密码进行加密”，"
        "清空密码后保存，再报送；密码是统一发放的，可用 --password 写明后重新审核。",
        sent_back_remedy=_AFRESH,
    ),
    # Holds macros.
    Code(
        code="FILE-08",
        severity="warning",
        title="文件含有宏",
        message="{the_file}含有宏。读取时不运行宏，数据照常读取。",
        remedy="模板中没有宏：请核实其来历，打开前请先查毒，不要启用宏；"
        "也可请该单位另存为“.xlsx”后重报。",
        why="下发的模板没有宏。宏是可以自动运行的程序，可能带有病毒；本工具只读数，不运行宏。",
        example="报来“教育局.xlsm”，里面有宏：表中的数照常读取。",
        effect=ALL,
        unit_remedy="模板中没有宏：请核实宏的来历，不要启用宏，另存为“.xlsx”工作簿后报送。",
        sent_back_remedy="{workbook}中没有宏，请直接在{workbook}中改正，不要再用原来的文件。",
    ),
    # A format that says less than .xlsx: it has no text of formulas.
    Code(
        code="FILE-09",
        severity="info",
        title="旧版格式",
        message="{the_file}是旧版 .xls 或 .et 格式，看不到公式内容，只能按其保存的结果读取。",
        remedy="无需处理；建议提醒该单位直接在下发的“.xlsx”模板中填报。",
        why="旧版 .xls 和 .et 的公式内容不读取，无法核对合计公式是否被改动，只能看到保存的结果。",
        example="报来“教育局.xls”：表三 D29 的合计能读到 10，看不到公式是什么。",
        effect=ALL,
        unit_remedy="无需处理；最好直接在下发的“.xlsx”模板中填报。",
    ),
    # Its name has the ending of another format.
    Code(
        code="FILE-10",
        severity="info",
        title="扩展名与内容不符",
        message="{the_file}的内容是{actual}，与扩展名不符，已按内容读取。",
        remedy="无需处理。",
        why="文件是什么，看内容而不看名称；扩展名不符，有的表格软件会打不开。",
        example="“教育局.xls”的内容其实是“.xlsx”工作簿，按“.xlsx”读取。",
        effect=ALL,
    ),
    # Refers to other workbooks, but in no cell that is read.
    Code(
        code="FILE-11",
        severity="info",
        title="链接了别的工作簿",
        message="{the_file}中有指向别的工作簿的链接。",
        remedy="所读取的数据如有来自链接的，会另行列出；打开文件时请不要更新链接。",
        why="链接的内容在别的电脑上，无法核实；打开时更新链接，数可能改变。",
        example="工作簿里有指向“[明细.xlsx]”的链接，不在填报格中：不影响所填的数。",
        effect=ALL,
        unit_remedy="填报格中有引用别的工作簿的，会另行列出；其余的链接，请在报送前断开。",
    ),
    # A published report: a page, a Word file, a PDF or a text.
    Code(
        code="FILE-12",
        severity="warning",
        title="是公布的报告，不是模板",
        message="{the_file}是{medium}，不是下发的 Excel 模板，其中的表按表头读出，不如模板可靠。"
        "{recognised}；所列单元格是模板中的位置。",
        remedy="请该单位核对各表，最好报送下发的 Excel 模板（用 toolkit read 加 -o "
        "可把读出的数写成填好的模板）。",
        why="网页和文档没有固定的格，单位和年度也只能按标题、文件名认定，可能读错、认错，"
        "所以需要核对；该单位另报了工作簿的，以工作簿为准。",
        example="东海市教育局只报来年度报告“东海市教育局2024年政府信息公开工作年度报告.docx”："
        "表二 B9、表三 D6 等各数照表头读出，暂计入该局。",
        effect=ALL,
        unit_remedy="请核对单位、年度和各表的数，最好把数填入下发的 Excel 模板后报送"
        "（用 toolkit read 加 -o 可把读出的数写成填好的模板）。",
        sent_back_remedy="{workbook}已填好从中读出的数，请逐表核对、改正后报送。",
    ),
    # The year is known, but not from the workbook.
    Code(
        code="FILE-13",
        severity="warning",
        title="报告年度不是文件里写明的",
        message="{the_file}没有写明报告年度，暂按{how}认定为 {actual} 年度。",
        remedy="请与该单位核实是否为 {actual} 年度的数，并提醒其使用下发的模板。",
        why="文件名容易写错，指定的年度也未必适用于每一件，不如模板内印好的年度可靠，所以需要核实。",
        example="封面 D4（报告年度）空着，文件名“教育局2024.xlsx”里有年度，暂按 2024 年度计入。",
        effect=Effect("按认定的年度计入"),
        unit_remedy="请核对是否为 {actual} 年度的数，并在封面填写报告年度；没有封面的，"
        "请把数据填入下发的模板。",
        sent_back_remedy="{workbook}已印好报告年度，请核对其中的数是否为该年度的。",
    ),
    # A Word file with tracked changes.
    Code(
        code="FILE-14",
        severity="warning",
        title="文档带有修订痕迹",
        message="{the_file}带有修订痕迹，按接受全部修订后的文字读取。",
        remedy="请该单位确认修订是否定稿；定稿后请接受全部修订再报送。",
        why="修订前后的数可能不同；没有定稿的数，不宜汇总。",
        example="报来的“教育局.docx”中，表三 D6 由 12 修订为 15，还没有接受：按 15 读取。",
        effect=ALL,
        unit_remedy="请确认修订是否定稿，接受全部修订后再报送。",
        sent_back_remedy="{workbook}中是接受全部修订后的数，请核对。",
    ),
    # A page of which only the beginning is there.
    Code(
        code="FILE-15",
        severity="error",
        title="网页没有保存完整",
        message="{the_file}没有保存完整，到中途就断了：断开处以后的内容读不到，读到的照常计入。",
        remedy="请重新下载，或请该单位重新报送，最好报送 Excel 模板；已读出的各数请对照原文核对。",
        why="网页中途断开，后面的行、后面的表就都没有了，断开处的数也可能少了几位。",
        example="报来的“教育局.html”只下载了一半，到表四 K6 就断了：表二、表三照常计入，"
        "表四要重新报送。",
        effect=Effect("读到的照常计入，并列为错误"),
        unit_remedy="请重新保存网页，打开核对完整后再报送；最好把数据填入下发的 Excel 模板。",
        sent_back_remedy="{workbook}已填好从中读出的数，请对照原文核对、补齐后报送。",
    ),
)
