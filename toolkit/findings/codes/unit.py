"""Codes about whose return it is, and about the units of the roster."""

from __future__ import annotations

from toolkit.findings.codes.code import (
    ALL,
    ALL_AS_ERROR,
    NOT_THE_FILE,
    NOT_THE_UNIT,
    Code,
    Effect,
    Words,
)
from toolkit.findings.spoken_words import NAME_PATTERN

TITLE = "单位和名册"

# UNIT-01 of a unit that has sent something, but nothing that can be read as its return.
SENT_INSTEAD = Words(
    title="没有报送可用的报表",
    message="{unit_name}（{unit}）{instead}，不能采用，汇总数中不含该单位。{reason}",
    remedy="请先按该文件的处理建议办理；仍不能采用的，请该单位补报填好的“.xlsx”模板{contact}。",
)
# UNIT-11 where the name of the file may be meant otherwise.
MAYBE_MISNAMED = Words(
    title="文件名中有另一单位",
    message="{the_file}里是{inside}的报表，文件名中却有{named}。按文件里的单位计入。",
    remedy="请核实是否借用了其他单位的模板；如是，请用本单位的模板重新填报。",
)

# UNIT-04 of a published report.
TITLES_DIFFER = Words(
    title="标题、统计期限或文件名的年度不一致",
    message="{the_file}的标题、统计期限或文件名对“{field}”的记载不一致：{actual}。无法确定是哪年的数，"
    "{uncounted}。",
    remedy="请核对是哪一年的报告：文件名写错的，请改正文件名后重新汇总；报告写错的，请该单位改正后"
    "重新报送。",
    unit_remedy="请核对是哪一年的报告，改正标题或文件名后再报送；最好把数据填入下发的模板。",
    sent_back_remedy="请核对是哪一年的报告，并把本年度的数据填入{workbook}报送。",
)
# UNIT-20 where the report says the same as the workbook, as far as both can be read.
REPORT_AGREES = Words(
    title="有工作簿，报告不用",
    message="{unit_name}（{unit}）已报 Excel 工作簿“{original}”，{the_file}是{medium}，不再计入。"
    "{differences}",
    remedy="无需处理。",
)

CODES = (
    # Has not sent anything.
    Code(
        code="UNIT-01",
        severity="warning",
        title="未报",
        message="{unit_name}（{unit}）尚未报送，汇总数中不含该单位。{reason}",
        remedy="请催报{contact}。",
        why="《政府信息公开条例》第四十九条规定了年度报告的提交期限；缺一个单位，汇总数就不完整。",
        example="名册里有 990000-14 东海市财政局，文件夹里没有它的文件。",
        effect=NOT_THE_UNIT,
        office_only=True,
    ),
    # Not on the roster.
    Code(
        code="UNIT-02",
        severity="error",
        title="名册中没有这个单位",
        message="{the_file}的填报单位“{actual}”不在单位名册中，{uncounted}。",
        remedy="如确应纳入汇总，请在名册中补上该单位后重新汇总；否则请核对单位代码和名称是否填错。",
        why="应当汇总哪些单位，以名册为准；名册外的单位计入，汇总数就可能多算。",
        example="封面 B4（单位代码）填 990099，名册中没有这个代码。",
        effect=Effect("列出，但不计入", "return"),
        office_only=True,
    ),
    # The workbook contradicts itself about who or which year.
    Code(
        code="UNIT-04",
        severity="error",
        title="单位或年度前后矛盾",
        message="{the_file}对“{field}”的记载不一致：{actual}。无法确定是谁的数、哪年的数，"
        "{uncounted}。",
        remedy="请该单位用发给本单位的模板重新填报，不要借用其他单位或往年的文件。",
        why="单位和年度在工作簿里记载了几处，应当一致；不一致，多半是借用了别的单位或往年的文件。",
        example="模板是发给 990001 东山区的，封面 B4（单位代码）却改成了 990002。",
        effect=NOT_THE_FILE,
        unit_remedy="请用发给本单位的模板重新填报，不要借用其他单位或往年的文件。",
        sent_back_remedy="请用{workbook}重新填报，不要借用其他单位或往年的文件。",
    ),
    # Identified only by the file's name, or by what stands above its tables.
    Code(
        code="UNIT-05",
        severity="warning",
        title="单位不是文件里写明的",
        message="{the_file}内没有单位信息，暂按{how}认定为{unit_name}（{unit}）。",
        remedy="请与该单位核实，并提醒其使用下发的模板。",
        why="文件名和表上方的文字容易写错，不如模板内的单位信息可靠，所以需要核实。",
        example="工作簿没有封面，只有文件名“990001_东山区_2024.xlsx”写明了单位，暂计入东山区。",
        effect=Effect("按认定的单位计入"),
        unit_remedy="请核对认定的单位是否正确，并在封面填写单位名称和单位代码；没有封面的，"
        "请把数据填入下发的模板。",
        sent_back_remedy="{workbook}已印好单位信息，请核对无误后用{workbook}报送。",
    ),
    # Several versions: the one saved last counts.
    Code(
        code="UNIT-06",
        severity="warning",
        title="同一单位报了多次",
        message="{unit_name}（{unit}）报了 {count} 个不同的文件：{files}。按{how}的“{file}”计入。",
        remedy="请与该单位核实以哪一份为准；不用的请移出文件夹。",
        why="一个单位只能计一次。一般以后保存的为准，但后保存的未必是定稿，所以需要核实。",
        example="东海市教育局报了两份，1 月 15 日保存的表三 D6 是 14，1 月 16 日保存的是 15："
        "按 15 计入。",
        effect=Effect("只计后保存的或指定的一件"),
        unit_remedy="请核实以哪一份为准，只报送这一份。",
        sent_back_remedy="请核实以哪一份为准：如{workbook}中的数无误，打开保存后报送即可；"
        "否则请改正后报送。",
        settled_by_answer=True,
    ),
    # Several versions saved at the same time: none counts.
    Code(
        code="UNIT-07",
        severity="error",
        title="分不出先后的多个版本",
        message="{unit_name}（{unit}）有 {count} 个数据不同的文件：{files}。{why}，"
        "无法判断以哪份为准，均未计入。",
        remedy="请与该单位核实以哪一份为准，用 --prefer 指明该文件后重新汇总，"
        "或把其余的移出文件夹。",
        why="保存时间相同或没有记录时间，看不出哪一份是定稿；任选一份可能选错，所以都不计入。",
        example="“a.xlsx”的表三 D6 是 5，“b.xlsx”是 6，保存时间都是 1 月 15 日 8 时 30 分。",
        effect=Effect("各件均不计入，选定一件后才计入", "return"),
        unit_remedy="请核实以哪一份为准，只报送这一份。",
        sent_back_remedy="请核实以哪一份为准，并把该份的数据填入{workbook}报送。",
    ),
    # Files with the same bytes.
    Code(
        code="UNIT-08",
        severity="info",
        title="重复的文件",
        message="{the_file}与“{original}”的数据完全相同，只计一次。",
        remedy="无需处理。",
        why="同一份报表计两次，汇总数就会多算。",
        example="“东山区.xlsx”和“东山区 - 副本.xlsx”的数据完全相同，只计一份。",
        effect=Effect("只计一次"),
    ),
    # The name in the return is not the roster's.
    Code(
        code="UNIT-09",
        severity="warning",
        title="单位名称与名册不同",
        message="{the_file}的单位名称是“{actual}”，名册中代码 {unit} 是“{expected}”。",
        remedy="请核对单位代码是否填错；如为改名，请更新名册。",
        why="代码与名称不是同一个单位的，可能是代码填错了，数会记到别的单位名下。",
        example="封面 B4（单位代码）是 990001，B3（填报单位）是“东河区”；名册中 990001 是“东山区”。"
        "",
        effect=Effect("按单位代码计入"),
        unit_remedy="请核对单位代码是否填错、是否借用了其他单位的文件；如单位已改名，请告知汇总单位。",
        cover_field="name",
    ),
    # Identified only by a name that several units have.
    Code(
        code="UNIT-10",
        severity="error",
        title="名册中有同名单位",
        message="{the_file}没有填单位代码，名册中名为“{actual}”的单位有 {count} 个，"
        "无法确定是哪一个，{uncounted}。",
        remedy="{say_code}。",
        why="名册中有同名的单位，只凭名称分不清是哪一个。",
        example="封面 B3（填报单位）是“城关镇”，B4（单位代码）空着，名册中有 2 个“城关镇”。",
        effect=NOT_THE_FILE,
        page_remedy=f"请在封面补填单位代码；没有封面的，请把文件名改为{NAME_PATTERN}。",
    ),
    # The file is named after another unit.
    Code(
        code="UNIT-11",
        severity="error",
        title="文件名与内容不是同一单位",
        message="{the_file}里写的是{inside}，文件名却是{named}，无法确定是谁的数，{uncounted}。",
        remedy="请核实是否借用了其他单位的模板：如是，请用本单位的模板重新填报；"
        "如只是文件名写错，请改正文件名。",
        why="借用别的单位的模板，数就会记到那个单位名下，还会代替它自己报的；"
        "文件名与内容不是同一单位的，要核实后才能计入。",
        example="“990001_东山区_2024.xlsx”的封面 B3（填报单位）是“西山区”，两个单位都不计这一件。",
        effect=NOT_THE_FILE,
        sent_back_remedy="请核实是否借用了其他单位的模板。请核对{workbook}中的数，填好后用它报送。",
    ),
    # A superseded file, and what differs in it.
    Code(
        code="UNIT-12",
        severity="info",
        title="已被代替的文件",
        message="{the_file}已由{later}“{original}”代替。{changes}",
        remedy="无需处理。",
        why="一个单位只计一份，其余的列出来，并写明数有什么不同，便于核实。",
        example="先保存的“a.xlsx”表三 D6 是 14，后保存的“b.xlsx”是 15：用“b.xlsx”。",
        effect=Effect("此件不计入，代替它的一件计入"),
    ),
    # The same figures as last year.
    Code(
        code="UNIT-13",
        severity="error",
        title="与上年数据相同",
        message="{unit_name}（{unit}）的数据与上一年度的完全相同（{count} 个非零数，无一变化）。",
        remedy="请核实是否把上年的文件又报了一次；如是，请按本年情况重新填报；"
        "确属相同的，请在“审核”页说明。",
        why="每年的工作情况不同，所填的数一个不变，很可能是把上年的文件又报了一次；"
        "工作很少的单位也可能确实相同，可以说明。",
        example="东山区上年表三 D6 是 120、D8 是 98，本年所有非零的数都与上年一样。",
        effect=ALL_AS_ERROR,
        unit_remedy="请核实是否误报了上年的文件；如是，请按本年情况改正后报送；"
        "确属相同的，请在“审核”页说明。",
        explained_at="return",
        not_its_own=True,
        needs="last_year",
    ),
    # 填报口径 is not what the roster asks for.
    Code(
        code="UNIT-14",
        severity="error",
        title="填报口径与名册不符",
        message="{unit_name}（{unit}）的填报口径是“{actual}”，按名册应为“{expected}”。",
        remedy="请该单位核实所填的是本机关的数还是全县（市、区）的合计数，"
        "按“{expected}”口径重新填报；"
        "如名册中的单位类别有误，请更正名册。",
        why="县（市、区）报的是全县（市、区）的合计，部门报的是本机关的数；口径报错，"
        "会漏算或重复计算。",
        example="东山区是县（市、区），封面 B5（填报口径）选的是“本机关”，应为“本地区汇总”。",
        effect=ALL_AS_ERROR,
        unit_remedy="请核实所填的是本机关的数还是全县（市、区）的合计数，"
        "按“{expected}”口径改正后报送。",
        cover_field="level",
    ),
    # Reported last year, but is not on the roster now.
    Code(
        code="UNIT-15",
        severity="warning",
        title="上年报过、今年名册中没有",
        message="{unit_name}（{unit}）上年报送过，今年不在单位名册中，也没有报送。",
        remedy="请核实该单位是撤并还是漏列：漏列的，请补入名册并催报；撤并的，"
        "请确认其数据并入了哪个单位。",
        why="上年报过的单位今年不见了，可能是名册漏列，也可能是机构撤并，要核实后才能确定是否漏报。"
        "",
        example="东海市粮食局上年报了表三 D6 为 12，今年名册里没有它，也没有收到文件。",
        effect=NOT_THE_UNIT,
        needs="last_year",
        of_roster=True,
    ),
    # The same figures as another unit.
    Code(
        code="UNIT-16",
        severity="warning",
        title="与另一单位的数据相同",
        message="{unit_name}（{unit}）的数据与{others}的完全相同（{count} 个非零数）。",
        remedy="请核实是否误用了另一单位填好的文件；确属巧合的，请在“审核”页说明。",
        why="两个单位各项数完全相同的情形极少，多半是借用了别的单位的文件，只改了单位名称。",
        example="东山区和西山区的表三 D6 都是 120，D8 都是 98，其余各数也都一样。",
        effect=ALL,
        unit_message="{unit_name}的数据与另一单位的完全相同。",
        explained_at="return",
        not_its_own=True,
        needs="others",
    ),
    # A county's table has the figures of its own office only.
    Code(
        code="UNIT-17",
        severity="warning",
        title="全县（市、区）的数与其本级的相同",
        message="{table}的各数与其本级{others}的完全相同（{count} 个非零数），{reason}。",
        remedy="请核实所填的是否只是本级的数：全县（市、区）合计应含所属部门和乡镇（街道）；"
        "确属相同的，请在“审核”页说明。",
        why="县（市、区）应报全县（市、区）的合计数，包括本级、所属部门和乡镇（街道）；"
        "与本级一个机关的数相同，很可能只填了本级的数。",
        example="东山区报的表三 J6 是 110，它的政府办公室本级也是 110，整张表都一样。",
        effect=ALL,
        unit_message="{sheet}的各数与本级自己报送的完全相同，似乎没有加上所属部门和乡镇（街道）的数。",
        explained_at="return",
        not_its_own=True,
        needs="others",
    ),
    # One table has the same figures as another unit's.
    Code(
        code="UNIT-18",
        severity="info",
        title="有一张表与另一单位相同",
        message="{table}的各数与{others}的完全相同（{count} 个非零数）。",
        remedy="请核实是否把另一单位的表复制了过来。",
        why="有一张表与别的单位完全相同，可能是从别处粘贴来的，也可能只是巧合，供核对时参考。",
        example="东山区和西山区的表四 A6 都是 3，B6 都是 1，整张表四都一样，其他表不同。",
        effect=ALL,
        unit_message="{sheet}的各数与另一单位的完全相同。",
        needs="others",
    ),
    # Units that report to the same one have the same name.
    Code(
        code="UNIT-19",
        severity="warning",
        title="名册中同一上级有同名单位",
        message="名册中有 {count} 个单位都叫“{unit_name}”，上级相同：{others}。",
        remedy="请核对是否把一个单位登记了两次；确是两个单位的，请在名册中把名称写得能够区分。",
        why="同名的单位只能凭代码区分；没有填代码的文件不知道是谁的，一个单位登记了两次，"
        "也会一直显示未报。",
        example="名册里 990000-11 和 990000-12 都叫“东海市教育局”，上级都是 990000。",
        effect=ALL,
        office_only=True,
        of_roster=True,
    ),
    # A published report of a unit that has sent a workbook.
    Code(
        code="UNIT-20",
        severity="warning",
        title="公布的报告与工作簿不同",
        message="{unit_name}（{unit}）已报 Excel 工作簿“{original}”，{the_file}是{medium}，"
        "不再计入。{differences}",
        remedy="请与该单位核实以哪个数为准：工作簿有误的，请其改正后重新报送；报告有误的，"
        "请其更正报告。",
        why="报送的数与公布的数应当一致。工作簿每格都有固定的位置，比网页、文档可靠，所以按工作簿计入；"
        "不同的地方列出来，便于在公布前或公布后更正。",
        example="东海市教育局报了“990000-11_东海市教育局_2024.xlsx”，表三 D6 是 12，"
        "又报了年度报告“年报.docx”，同一格是 13：按 12 计入。",
        effect=Effect("此件不计入，工作簿照常计入"),
        unit_remedy="请核对以哪个数为准：工作簿有误的，请改正后报送；报告有误的，请更正报告。",
        sent_back_remedy="请核对以哪个数为准：工作簿有误的，请在{workbook}中改正；报告有误的，"
        "请更正报告。",
    ),
)
