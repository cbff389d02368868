"""Codes about where a table stands, its labels and its looks."""

from __future__ import annotations

from toolkit.findings.codes.code import (
    ALL,
    IN_A_SUM,
    NOT_THE_CELL,
    NOT_THE_TABLE,
    ONE_FORMAT,
    Code,
    Effect,
    Words,
)

TITLE = "表格和表头"

_LABELS = "各数属于哪一项，只能按正式格式的表头认定"

# TAB-03 where a balance is broken by just these figures: they belong to a row or column that was
# added.
COUNTED_IN_TOTALS = Words(
    title="增加的行列里有数",
    message="{here}不是填报格，却填了 {actual}{more}，{uncounted}；{mended}的差额正是这些数。",
    remedy="表格不能增加行列：请把这些数并入应填的项目，删去增加的行列，其余各处不用改。",
    sent_back_remedy="{workbook}中没有这些数：请并入应填的项目，其余各处不用改。",
)

# What the unit does about a table of a document that could not be read.
_TYPED_IN = (
    "请对照原文核对；请该单位把数据填入下发的模板报送，也可把{table}补填到 toolkit read 加 -o "
    "写成的工作簿中。"
)
_TYPED_IN_BY_UNIT = (
    "请对照原文核对；请把数据填入下发的模板报送，也可把{table}补填到 toolkit read 加 -o "
    "写成的工作簿中。"
)
_TYPED_ANEW = "原表的数没有采用，请在{workbook}中重新填写{table}。"

# TAB-01 of a document.
TABLE_NOT_PRINTED = Words(
    title="缺少表",
    message="文件中没有读出{table}：没有它的表头，或表格是图片、没有边框线，该表{uncounted}。",
    remedy=_TYPED_IN,
    unit_remedy=_TYPED_IN_BY_UNIT,
    sent_back_remedy="请在{workbook}中补填{table}。",
)

# TAB-02 of a document: another label stands there ...
PRINTED_OTHERWISE = Words(
    title="表头与正式格式不符",
    message="{here}应为“{expected}”，文件中印的是“{actual}”{more}，"
    "无法确定各数属于哪一项，{table}{uncounted}。",
    remedy=_TYPED_IN,
    unit_remedy=_TYPED_IN_BY_UNIT,
    sent_back_remedy=_TYPED_ANEW,
)

# ... or the figures are counted in something else ...
OTHER_MEASURE = Words(
    title="计量单位与正式格式不同",
    message="{table}应以“{expected}”计，文件中写明的是“{actual}”，各数不能照用，该表{uncounted}。",
    remedy=_TYPED_IN,
    unit_remedy=_TYPED_IN_BY_UNIT,
    sent_back_remedy=_TYPED_ANEW,
)

# ... or it is not where it should come.
HEAD_NOT_PRINTED = Words(
    title="没有按顺序找到表头",
    message="没有按顺序找到{here_within}的表头“{expected}”{more}，"
    "无法确定各数属于哪一项，{table}{uncounted}。",
    remedy=_TYPED_IN,
    unit_remedy=_TYPED_IN_BY_UNIT,
    sent_back_remedy=_TYPED_ANEW,
)

CODES = (
    # A table is on no sheet.
    Code(
        code="TAB-01",
        severity="error",
        title="缺少表",
        message="没有找到{sheet}：没有这张表，别处也没有它的表头，该表{uncounted}。",
        remedy="请该单位用下发的模板补报此表。",
        why=f"{ONE_FORMAT}，三张正式表格都应填报。",
        example="工作簿里没有“表四”这张工作表，其他工作表中也没有表四的表头。",
        effect=NOT_THE_TABLE,
        unit_remedy="请用下发的模板填报，补填{table}。",
        sent_back_remedy="请在{workbook}中补填{table}。",
        sum_remedy=IN_A_SUM,
        unread="labels",
    ),
    # A label was changed or is missing.
    Code(
        code="TAB-02",
        severity="error",
        title="表头与正式格式不符",
        message="{here}应为“{expected}”，现为“{actual}”{more}。"
        "{table}的表头被改动或删去，无法确定各数属于哪一项，该表{uncounted}。",
        remedy="请把数据填回下发的模板，不要改动表头，不要删除行列。",
        why=f"{_LABELS}；表头改了，数就可能计到别的项目里，所以该表不计入。",
        example="表三 A6 的表头被改成了“一、受理数量”，与正式格式不同。",
        effect=NOT_THE_TABLE,
        sent_back_remedy="原表的数没有采用，请在{workbook}中重新填写{table}，不要改动表头。",
        sum_remedy=IN_A_SUM,
        unread="labels",
    ),
    # A number outside the cells that are read.
    Code(
        code="TAB-03",
        severity="warning",
        title="填报格以外有数",
        message="{here}不是填报格，却填了 {actual}{more}，{uncounted}。",
        remedy="请核对是否填错了位置：如是，请移到应填的格中；如不是，请删去。",
        why="填报格以外的数不会计入汇总，如果是填错了位置，该项就会少算。",
        example="表三 K6 填了 12，而表三只到 J 列。",
        effect=Effect("该数不计入，填报格照常计入", "figures"),
        sent_back_remedy="{workbook}中没有这个数：应当填报的，请填入应填的格；不应填报的，不用处理。",
    ),
    # A table was moved, and was read where it is.
    Code(
        code="TAB-04",
        severity="info",
        title="表格换了位置",
        message="{here}本应在 {home}：表格被移动、改名或增加了行列，已按表头找到，全部读取。",
        remedy="无需处理；请提醒该单位不要改动表格的位置。",
        why=f"{_LABELS}，表格移到哪里都能读；移动以后，引用原位置的公式可能出错。",
        example="在表三上方插入了 2 行，原来 D6 的数现在在 D8，仍按原来的项目读取。",
        effect=ALL,
        unit_remedy="无需处理；请不要改动表格的位置。",
    ),
    # Rows or columns of a table are hidden.
    Code(
        code="TAB-05",
        severity="info",
        title="有隐藏的行或列",
        message="{sheet}的{lines}是隐藏的，其中的数据照常读取。",
        remedy="请取消隐藏后核对其中的数。",
        why="隐藏的行列也会计入，填表人和审核人却看不到，容易漏核。",
        example="表三第 12 行被隐藏，D12 里还有 3，照常计入。",
        effect=ALL,
    ),
    # The sheet's protection was removed.
    Code(
        code="TAB-06",
        severity="info",
        title="取消了工作表保护",
        message="{sheet}的保护被取消，表头和公式可能被改动；已逐一核对表头，合计重新计算。",
        remedy="无需处理。",
        why="模板的保护是为了避免误改表头和公式；取消以后，需要逐一核对。",
        example="表三的保护被取消，D29 的合计公式可以改动。",
        effect=ALL,
    ),
    # A label, or the whole table, occurs twice.
    Code(
        code="TAB-07",
        severity="error",
        title="表头重复",
        message="{here}的“{expected}”在表中出现了不止一次{more}，"
        "无法确定以哪一处为准，{table}{uncounted}。",
        remedy="请该单位删去多余的行、列或表，每项只保留一处，重新报送。",
        why=f"{_LABELS}；同一个表头有两处，就分不清以哪一处的数为准。",
        example="表三第 8 行被复制了一次，A8 的表头出现了两次，一处填 10，一处填 12。",
        effect=NOT_THE_TABLE,
        unit_remedy="请删去多余的行、列或表，每项只保留一处。",
        sent_back_remedy="原表的数没有采用，请在{workbook}中重新填写{table}。",
        sum_remedy=IN_A_SUM,
        unread="labels",
    ),
    # Another sheet holds the same table with other figures.
    Code(
        code="TAB-08",
        severity="warning",
        title="另有一份数字不同的表",
        message="{here}填的是 {actual}，另一处 {copy} 同一项是 {other}{more}，按前者计入。",
        remedy="请该单位核实以哪一份为准，并删去另一份。",
        why="同一张表有两份，数又不同，看不出哪一份是定稿。",
        example="表三 D6 填的是 12，工作表“表三 (2)”的 D6 是 15：按表三的 12 计入。",
        effect=Effect("按本表所在位置的数计入"),
        unit_remedy="请核实以哪一份为准，并删去另一份。",
        sent_back_remedy="请核实以哪一份为准，按核实的数改正{workbook}。",
    ),
    # Entry cells merged with each other.
    Code(
        code="TAB-09",
        severity="warning",
        title="填报格被合并",
        message="{here}与旁边的格合并成了一格（{range}）{more}，被盖住的格按其中所存的数或空白计。",
        remedy="请取消合并，逐格核对后填写。",
        why="合并以后，一格占了两格的位置，被盖住的一格看不到填了什么。",
        example="表三 D8 与 D9 合并成一格，填了 10：D9 按其中所存的数或空白计。",
        effect=Effect("被盖住的格按所存的数或空白计"),
        sent_back_remedy="{workbook}中已分开，请逐格核对后填写。",
    ),
    # Of a document: the figures of a row cannot be told apart.
    Code(
        code="TAB-10",
        severity="error",
        title="一行的格数与表头对不上",
        message="{here}的“{expected}”一行，格数与表头对不上{more}，无法确定各数属于哪一栏，"
        "{table}{uncounted}。",
        remedy="请核对原文中的这一行是否多了格、少了格；请把数据填入下发的模板报送。",
        why=f"{_LABELS}；一行多一格或少一格，后面的数就都错了一栏。",
        example="报来的网页中，表三 A6 一行（第一项）只有 5 个数，表头有 7 栏。",
        effect=NOT_THE_TABLE,
        unit_remedy="请核对这一行是否多了格、少了格；最好把数据填入下发的模板。",
        sent_back_remedy="原表的数没有采用，请在{workbook}中重新填写{table}。",
        unread="labels",
    ),
    # Of a document: a label that is no more than near to the official one.
    Code(
        code="TAB-11",
        severity="warning",
        title="表头文字略有出入",
        message="{here}应为“{expected}”，文件中印的是“{actual}”{more}，文字相近，已按此项读取。",
        remedy="请对照原文核对是否确为此项。",
        why=f"{_LABELS}；网页、Word、PDF 转换时常有缺字，只差一点、又不像别的项目的，"
        "按相近的项目读取。",
        example="报来的 PDF 中，表三 C12 印的是“2.其他法律行政止公开”，缺了几个字。",
        effect=ALL,
        sent_back_remedy="请核对{workbook}中此项的数。",
    ),
    # Of a document: a group of rows is one line, as in the format before.
    Code(
        code="TAB-12",
        severity="error",
        title="没有按分项填报",
        message="{here}等分项在文件中合为一行“{expected}”，共 {actual}：各分项是多少看不出来，"
        "{uncounted}。",
        remedy="这是旧格式的表样：请该单位按正式格式分项填报。",
        why=f"{ONE_FORMAT}。旧格式中合为一行的，现在要分项填报；合计不为 0 时，看不出各项是多少。",
        example="报来的网页中，表三第（六）项只有一行，D 列是 5：D26、D27、D28 各是多少看不出来。",
        effect=NOT_THE_CELL,
        unit_remedy="这是旧格式的表样：请按正式格式分项填报。",
        sent_back_remedy="请在{workbook}中按分项填写。",
    ),
    # Of a document: the figures of a row do not stand below their heads.
    Code(
        code="TAB-13",
        severity="warning",
        title="一行与表头错开",
        message="{here}的“{expected}”一行与表头没有对齐{more}，已按先后顺序读取。",
        remedy="请对照原文核对这一行的各数。",
        why=f"{_LABELS}；合并单元格有误时，一行会整个错开一栏：格数相同，或只少最后的合计的，"
        "按先后顺序读取。",
        example="报来的网页中，表三 B29 一行整个向左错了一栏。",
        effect=ALL,
        sent_back_remedy="请核对{workbook}中这一行的各数。",
    ),
    # Of a document: rows or columns in another order, each with its label.
    Code(
        code="TAB-14",
        severity="warning",
        title="行或栏的次序与正式格式不同",
        message="{here}的“{expected}”不在正式格式的位置上{more}，已按表头认定，全部读取。",
        remedy="请对照原文核对这些行或栏的各数。",
        why=f"{_LABELS}；次序不同而每个表头都只有一处的，仍能认定各数属于哪一项。",
        example="报来的网页中，表三 J4 的一栏印在 D4 的左边。",
        effect=ALL,
        sent_back_remedy="请核对{workbook}中这些行或栏的各数。",
    ),
)
