"""What the commands say: help, summaries, closing lines."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.commands.timings import Spent, Step
from toolkit.grids.names import ROSTERS

# From this many files on there is a progress bar; fewer take less than a second.
MANY = 40

INTERRUPTED = "已中断。"

APP = "政府信息公开工作年度报告：生成填报模板，收回后审核、汇总。"
INIT = (
    "建立一次数据收集的文件夹：名册、设置和存放各种文件的文件夹，以后各个命令都不用再写选项。"
    "在已有文件的文件夹里运行，只补上缺少的，不改动已有的。"
)
STANDING = "数据收集进行到哪一步、下一步做什么"
# What stands for nothing being typed, in the folder of a collection.
ALONE = "--standing"
TEMPLATE = "生成填报模板：不带名册时生成空白的正式模板，带名册时每个单位一份。"
COLLECT = "读取报送件，审核、汇总，生成汇总工作簿。"
CHECK = "只审核、不汇总：填报单位报送前自查用；加 --against，在对外发布前核对年度报告。"
READ = (
    "先看一看：公开发布的年度报告（网页、Word、PDF、文本）和工作簿里读出了什么，不汇总；"
    "加 -o 写成填好的工作簿。"
)
REPORT = (
    "由审核好的汇总工作簿（或一个单位填好的报送件）生成对外发布的年度报告：Word 文档和网页各一份。"
)
HISTORY = (
    "历年对比：把一个或多个单位各年度的报告、报送件和汇总工作簿并排列出，核对年度之间的衔接，"
    "写成一个工作簿。"
)
LOG = (
    "报送经过：列出每次汇总；带单位时列出它报过的每个文件、改了哪些数、提过哪些意见、退回过什么。"
    "\n\n例如：toolkit log 教育局"
)
RULES = "列出审核公式和审核意见的代码；带代码时说明其中一条。"
MENU = "打开菜单：按数字选择要做的事，不用输入命令；写了文件的，先检查这些文件。"

VERSION = "显示版本"
QUIET = "只显示需要处理的事，不显示进度；返回码不变，适合定时运行"

DRY_RUN = "试运行：照常读取、审核，只列出会新建、代替、删除哪些文件，什么也不写"
WATCH = "一直等着，有新的报送件就自动再汇总，按 Ctrl+C 结束"
REHEARSED = "以上是试运行（--dry-run），没有写任何文件。"
WOULD_READ, WOULD_ADD_TO = "会读取", "会记入"
WOULD_MAKE, WOULD_REPLACE, WOULD_REMOVE = "会新建", "会代替", "会删除"
WATCHING = "正在等候新的报送件，按 Ctrl+C 结束。"
NO_PREVIOUS = "这次不与上年核对，不用以前写过的 --previous"
OF_COLLECTION = "collection.toml 写明的报送件"
ALL_OF_COLLECTION = "collection.toml 写明的上年数据和汇总工作簿"
SUM_OF_COLLECTION = "collection.toml 写明的汇总工作簿"

INIT_FOLDER = "文件夹，以年度命名的（例如 2025年度）就收集这个年度的数据；没有的会建立"
INIT_UNITS = "单位名册，复制到这个文件夹里；不写则生成一份空白的名册"
INIT_PREVIOUS = "上一年度的数据；汇总工作簿等文件会复制到这个文件夹里"
INIT_FROM = "上一年度数据收集的文件夹：沿用它的名册，以它的汇总工作簿为上年数据"
INIT_YEAR = "文件夹名称中的年度，其次按当前日期"

FORM = "表式的代号，或表式文件（.yaml）的路径"
FORM_DEFAULT = "最新的自带表式"
FORM_BY_RETURNS = "按报送件所用的表式"
YEAR = "报告年度，例如 2025"
YEAR_DEFAULT = "上半年为上一年，下半年为当年"
YEAR_TO_COMPARE = "应当是哪一年的报表；不写则不核对年度"
YEAR_BY_RETURNS = "按多数报送件的年度"
UNITS = "单位名册（.xlsx 或 .csv）"
UNITS_DEFAULT = f"报送件文件夹中或其旁边的 {'、'.join(ROSTERS)}"
TEMPLATE_OUT = "模板存放的文件夹"
TEMPLATE_OUT_DEFAULT = "空白模板存入 templates/xlsx，各单位模板存入 templates-年度"
RETURNS = "报送件：文件、文件夹或压缩包（.zip）"
OUT = "汇总工作簿的文件名"
OUT_DEFAULT = "当前文件夹中的 汇总-年度.xlsx"
JSON = "另存一份 JSON，供其他程序使用"
CSV = "另存一套 CSV（附 datapackage.json），供其他程序使用，存入这个文件夹"
COLLECTOR = "汇总单位的代码，从名册看不出由谁汇总时使用"
COLLECTOR_TEMPLATE = "只给由它汇总的单位生成模板：汇总单位的代码，名册列有各级单位时使用"
PREVIOUS = (
    "上一年度的汇总工作簿，或上一年度的报送件、公开发布的年度报告（文件、文件夹或压缩包），"
    "或一张上年数的表，用来与上年核对"
)
PREFER = "同一单位有多个文件时，以这个文件为准"
REVIEW = (
    "并入汇总工作簿的另一份（例如同事带回去审核的）：其中填写的处理意见、备注、计入汇总都并入，"
    "其他改动列出；各份意见不一的，以要代替的汇总工作簿为准，没有采用的列在“手工改动”页"
)
FEEDBACK = (
    "给每份采用的报表生成回执、给有问题的单位生成退回件和退回通知、给未报单位生成催报名单，"
    "存入这个文件夹"
)
PASSWORD = "统一发放的打开密码，用来读取加密的文件"
CLUSTER = "由这个地址的 Dask 集群读取报送件，例如 tcp://主机:8786"
TIMINGS = "完成后列出各步骤所用的时间"
STRICT = "有错误的单位整个不计入汇总；--no-strict 照常计入"
FILES = "要审核的工作簿或年度报告：文件、文件夹或压缩包（.zip）"
TO_READ = "要读取的年度报告或工作簿：文件、文件夹或压缩包（.zip）"
UNITS_TO_READ = "单位名册，用来认定是哪个单位的；不写则只按文件里写的"
READ_OUT = "把读出的数写成填好的工作簿（代码_名称_年度.xlsx），存入这个文件夹"
AGAINST = (
    "对外发布前核对报告（Word、网页、PDF）：报告的表和文字与这个工作簿（汇总工作簿，"
    "或一个单位填好的报送件）有任何不同都算错误"
)
PREVIOUS_REPORT = (
    "上一年度的报告或报送件（文件、文件夹或压缩包），用来与上年核对，看正文是否照抄上年"
)
TO_COMPARE = "各年度的年度报告、报送件、汇总工作簿：文件、文件夹或压缩包（.zip）"
HISTORY_OUT = "历年对比的文件名"
HISTORY_OUT_DEFAULT = "当前文件夹中的 历年对比.xlsx"
EVERY_FIGURE = "有多个文件时也列出读出的每个数，并列出提示和已说明的"
EVERY = "也列出提示和已说明的，这些一般不用处理"
LOG_UNIT = "单位的代码、名称，或其中的一部分"
WORKBOOK = "审核好的汇总工作簿，或一个单位填好的报送件"
FORM_BY_WORKBOOK = "按工作簿所用的表式"
REPORT_OUT = "报告存放的文件夹"
REPORT_OUT_DEFAULT = "当前文件夹"
TO_CHECK = "要检查的文件或文件夹，例如拖到“开始”图标上的"
CODE = "审核公式或审核意见的代码，例如 NUM-01"

PREVIOUS_TEMPLATE = (
    "上一年度的汇总工作簿，或上一年度的报送件、公开发布的年度报告（文件、文件夹或压缩包），"
    "或一张上年数的表，用来填好“上年结转”，并在填报格上批注上年的数"
)

METAVARS = {
    "folder": "文件夹",
    "form": "表式",
    "year": "年度",
    "units": "名册",
    "dir": "文件夹",
    "returns": "报送件",
    "out": "文件名",
    "json": "文件名",
    "code": "代码",
    "files": "文件",
    "workbook": "工作簿",
    "file": "文件",
    "password": "密码",
    "cluster": "地址",
    "unit": "单位",
}

READING = "正在读取报送件"
READING_AGAIN = "按多数报送件的表式重新读取"
WRITING = "正在生成模板"
WRITING_FILLED = "正在生成填好的工作簿"


def summary_title(name: str, year: int) -> str:
    return f"{name} {year} 年度汇总结果"


def summary(
    files: int, ignored: int, refused: int, due: int, missing: int, faulty: int, inside: int
) -> list[tuple[str, int]]:
    return [
        ("文件", files),
        ("　其中略过（临时文件等）", ignored),
        ("　其中打不开或未采用", refused),
        ("应报单位", due),
        ("已报", due - missing),
        ("未报", missing),
        ("已报但有错误", faulty),
        ("计入汇总的单位", inside),
    ]


def goes_along(number: int, places: str) -> str:
    """Below a finding: those that go away with it."""
    return f"同一处错误引起、不用另改的另有 {number} 处：{places}。"


def further_errors(unit: str, number: int, places: str, *, besides: bool) -> str:
    """The errors of a unit, some of which may have been told."""
    return f"{unit}：{'另有 ' if besides else ''}{number} 处错误：{places}。"


def to_do(name: str, year: int, errors: int, warnings: int, missing: int, path: str) -> str:
    """How much there is to do; ``warnings``: those that say that a unit is missing left out."""
    counts = ((errors, "处错误"), (warnings, "处警告"), (missing, "个单位未报"))
    told = "、".join(f"{number} {word}" for number, word in counts if number)
    return f"{name} {year} 年度：{told or '有以下事项要处理'}，见 {path}。"


def refused_file(path: str, reason: str) -> str:
    return f"未采用：{path}　{reason}。"


def in_the_workbook(warnings: int, explained: int, infos: int) -> str:
    """How many findings are not on the screen."""
    counts = ((warnings, "条警告"), (explained, "条已说明"), (infos, "条提示"))
    told = "、".join(f"{number} {word}" for number, word in counts if number)
    return f"另有 {told}，见汇总工作簿的“审核结果”页。"


def written(path: str) -> str:
    return f"已生成：{path}"


def parted(path: str) -> str:
    """A file with a hard link was replaced."""
    return f"{path} 在别处还有另一个名称（硬链接），那里仍是旧文件，没有更新。"


def written_among_returns(path: str, folder: str) -> str:
    return (
        f"汇总工作簿 {path} 放在了报送件文件夹 {folder} 里。下次汇总会认出并略过它，不影响结果；"
        "为免与报送件混淆，建议用 -o 放到别处。"
    )


def feedback_done(units: int, missing: int, receipts: int, folder: str) -> str:
    parts = [f"退回 {units} 个单位（工作簿和通知各一份）"] if units else []
    parts += [f"催报 {missing} 个单位"] if missing else []
    parts = parts or ["没有需要退回或催报的单位"]
    if not receipts:
        return f"{'，'.join(parts)}{f'，文件在文件夹 {folder} 中' if units or missing else ''}。"
    parts.append(f"回执 {receipts} 份")
    return f"{'，'.join(parts)}，文件在文件夹 {folder} 中。"


def feedback_kept(path: str) -> str:
    return f"已被改动过的退回文件，未覆盖也未删除：{path}。如不再需要，请自行移走后重新运行。"


def roster_used(path: str, units: int) -> str:
    return f"名册：{path}（{units} 行）"


def no_collection() -> str:
    return (
        "这里不是数据收集的文件夹（没有 collection.toml）。"
        "请先进入它所在的文件夹，或用 toolkit init 建立一个，例如 toolkit init 2025年度。"
    )


# So many files are named in a line.
_MOST_FILES = 10


def would(what: str, paths: Sequence[str]) -> str:
    more = "……" if len(paths) > _MOST_FILES else ""
    return f"{what} {len(paths)} 个：{'、'.join(paths[:_MOST_FILES])}{more}"


def would_read_at(paths: Sequence[str], files: int | None) -> str:
    """Where it would read; ``files``: how many there are, None for a file that is named itself."""
    more = " 等" if len(paths) > _MOST_FILES else ""
    told = f"{'、'.join(paths[:_MOST_FILES])}{more}"
    return told if files is None else f"{told}（{files} 个文件）"


def arrived(time: str, names: Sequence[str]) -> str:
    more = "等" if len(names) > _MOST_FILES else ""
    return f"{time}　有变化：{'、'.join(names[:_MOST_FILES])}{more}"


def missing(name: str, command: str) -> str:
    return (
        f"缺少“{name}”，用法请看：toolkit {command} --help；"
        "在用 toolkit init 建立的文件夹（其中有 collection.toml）里可以不写。"
    )


def not_in_collection(name: str, command: str, file: str) -> str:
    """``name``: the argument that the file of the collection does not give."""
    if name == "workbook":
        return f"{file} 没有写明年度（year），不知道用哪个汇总工作簿：请在那里写明，或写在命令里。"
    if command == "history":
        return (
            "还没有汇总，也没有上年的数，没有可以对比的：请先 toolkit collect，"
            "或写明文件，例如 toolkit history 上年年报。"
        )
    return (
        f"{file} 没有写明报送件放在哪里：请启用 [collect] 一节的 returns 一行，"
        f"或写在命令里，例如 toolkit {command} 收件。"
    )


def not_collected_yet(workbook: str) -> str:
    return f"还没有汇总（没有 {workbook}），请先 toolkit collect。"


def no_roster_named(file: str) -> str:
    return (
        f"{file} 没有写明名册，不知道给哪些单位生成模板：请启用 units 一行，"
        f"或加上 --units {ROSTERS[0]}。只要一份空白模板的，请在别的文件夹里运行。"
    )


def lacks_last_year(folder: str) -> str:
    """``folder``: that of the collection."""
    return (
        "这次没有上年数，与上年有关的审核没有进行。要填上年数的，请再运行一次 "
        f"toolkit init {folder}，会按名册生成“上年数.xlsx”；有上年的汇总工作簿或年度报告的，"
        "请在 collection.toml 的 previous 一行写明。"
    )


def used_of_collection(file: str, parts: Sequence[str]) -> str:
    return f"沿用 {file}：{'、'.join(parts)}。"


def taken(name: str, value: str) -> str:
    """One thing that the run before was given; ``name``: that of the wish."""
    return f"{_TAKEN[name]}{f' {value}' if value else ''}"


_TAKEN = {
    "units": "名册",
    "form": "表式",
    "collector": "汇总单位",
    "strict": "有错误的单位不计入",
    "previous": "上年",
    "prefer": "同一单位的几份文件用",
    "feedback": "退回件存入",
}


def used_before(
    workbook: str, parts: Sequence[str], *, previous: bool, strict: bool = False
) -> str:
    """``previous``, ``strict``: whether last year's figures and that wish are among them."""
    none = "；不与上年核对的，请加上 --no-previous" if previous else ""
    none += "；有错误的单位照常计入的，请加上 --no-strict" if strict else ""
    return f"沿用上次汇总（{workbook}）：{'、'.join(parts)}。要改用别的，请在命令中写明{none}。"


WATCH_WRITES = "--watch 一有新到就汇总、写文件，不能与 --dry-run 一起使用，请去掉其中一个。"


def aside(out: str, own: str, keys: Sequence[str]) -> str:
    """``own``: the workbook of the collection, where nothing typed there is taken over; ``keys``:
    of the collection.toml, for what goes with that workbook only."""
    told = f"{out} 不是这次收集的汇总工作簿。"
    if own:
        told += (
            f"{own} 中的处理意见和对“计入汇总”的选定没有带过来，要带过来的请加上 --review {own}。"
        )
    if keys:
        told += (
            f"collection.toml 中 {'、'.join(keys)} 写明的文件夹和文件没有更新；"
            f"要更新的，请在命令中写明（{'、'.join(f'--{one}' for one in keys)}）。"
        )
    return told


def another_collection(path: str) -> str:
    return (
        f"{path} 是另一次数据收集的文件夹（其中有 collection.toml），不能合在一起汇总。"
        "请分别汇总，或只写明其中存放报送件的文件夹。"
    )


def lapsed(names: Sequence[str]) -> str:
    return (
        f"上次用 --prefer 指定采用的 {'、'.join(names)} 这次没有沿用："
        "文件已不在，或该单位的文件有变。请核对用哪一份，需要时重新指定。"
    )


def unread(workbook: str, paths: Sequence[str]) -> str:
    return (
        f"上次汇总（{workbook}）读取了 {'、'.join(paths)}，这次没有读取，或只读取了其中一部分。"
        "如不是有意的，请连同这些文件夹一起写明，重新汇总。"
    )


def other_roster(path: str, used: str) -> str:
    return (
        f"另有一份名册 {path}，与所用的 {used} 不同，没有使用：请核对以哪一份为准，多余的请移走。"
    )


def same_names(name: str, codes: Sequence[str]) -> str:
    return (
        f"名册中同一上级有 {len(codes)} 个单位都叫“{name}”（{'、'.join(codes)}），"
        "请核对是否重复登记。"
    )


def templates_done(made: int, same: int, folder: str) -> str:
    again = f"，{same} 份与原来相同" if same else ""
    return f"共 {made + same} 份模板，在文件夹 {folder} 中（新生成或更新 {made} 份{again}）。"


def previous_unfilled(name: str) -> str:
    return f"{name} 还没有填写，这次按没有上年数处理。"


def no_last_year(names: Sequence[str]) -> str:
    return f"没有上年数据、得到普通模板的单位（{len(names)} 个）：{'、'.join(names)}。"


def templates_renamed(pairs: Sequence[tuple[str, str]], folder: str) -> str:
    """``pairs``: the template under the name that a unit had, and that under its present one."""
    told = "、".join(f"{old}（现为 {new}）" for old, new in pairs)
    return (
        f"有 {len(pairs)} 个单位改过名，改名以前的模板还在文件夹 {folder} 中：{told}。"
        "请发放新的一份，旧的请自行移走或删去，以免发错。"
    )


def template_kept(path: str) -> str:
    return f"已有内容被改动或填写过的文件，未覆盖：{path}。如需重新生成，请先移走该文件。"


def templates_carrying(names: Sequence[str], folder: str) -> str:
    """Templates with last year's figures that were left alone, since this run has none."""
    return (
        f"有 {len(names)} 份模板原来带有上年数，这次没有这些单位的上年数，"
        f"为免清空，没有更新：{'、'.join(names)}。要更新的，请用 --previous 指明上一年度的数据；"
        f"确实不要上年数的，请用 -o 另外指定一个文件夹，或先移走 {folder} 中的这些文件。"
    )


TIMING_COLUMNS = ("步骤", "用时（秒）", "主进程处理器（秒）", "读取进程处理器（秒）")
STEPS: dict[Step, str] = {
    "files": "查找文件、读名册",
    "reading": "读取报送件",
    "assigning": "认定单位和年度",
    "previous": "读取上年数据",
    "judging": "审核",
    "consolidating": "汇总",
    "replaced": "查看原有的汇总工作簿",
    "review": "核对处理意见",
    "outputs": "制作其他文件",
    "journal": "查看、记入台账",
    "workbook": "制作汇总工作簿",
    "placing": "存盘",
}
ALL_STEPS = "合计（不含启动和显示）"


def spent(one: Spent) -> list[str]:
    """The columns behind the name; the last is left out where nothing is known of it."""
    seconds = (one.seconds, one.processor, one.readers)
    return [f"{some:.2f}" for some in seconds if some is not None]


RULE_COLUMNS = ("代码", "级别", "审核内容")


# The verdict of ``check``.
NO_PROBLEM = "没有发现问题，可以报送"


def heading(parts: list[str]) -> str:
    """What is known of a file or a code: the heading above what is said of it."""
    return "".join(f"{part}　" for part in parts if part)


def of_year(year: str) -> str:
    return f"{year} 年度" if year else ""


def verdict(errors: int, warnings: int, infos: int, explained: int, *, shown: bool) -> str:
    """Whether a return may be sent; only open findings count.

    ``shown``: what needs nothing is listed, too.
    """
    if errors:
        return f"有 {_places(errors, warnings)}，请改正后再报"
    if warnings:
        return f"有 {_places(0, warnings)}，请核实或说明"
    return (
        f"{NO_PROBLEM}（{_idle(explained, infos, shown=shown)}）"
        if explained or infos
        else NO_PROBLEM
    )


def unshown(explained: int, infos: int) -> str:
    """Below the findings of a file: how many there are that nobody has to do anything about."""
    return f"{_idle(explained, infos, shown=False)}。"


def beyond(number: int) -> str:
    """Below the first findings of one of many files."""
    return f"还有 {number} 处没有列出；单独列这个文件，或加 --all，可看到全部。"


def _idle(explained: int, infos: int, *, shown: bool) -> str:
    counts = ((explained, "处已说明"), (infos, "条提示"))
    told = "、".join(f"{number} {word}" for number, word in counts if number)
    return f"另有 {told}，一般不用处理{'' if shown else '；加 --all 显示'}"


def _places(errors: int, warnings: int) -> str:
    counts = ((errors, "错误"), (warnings, "警告"))
    return "、".join(f"{number} 处{word}" for number, word in counts if number)


def not_of_now(files: Sequence[str], years: Sequence[str], now: int) -> str:
    """Below the verdicts: what was checked is of another year than is collected now."""
    which = "这个文件" if len(files) == 1 else f"其中 {len(files)} 个文件（{'、'.join(files)}）"
    return (
        f"请核对年度：{which}是 {'、'.join(years)} 年度的，"
        f"按今天的日期，要报的一般是 {now} 年度的。"
        f"要检查的就是 {years[0]} 年度的，可以不理会；加上 --year {years[0]} 就不再提示。"
    )


def left_alone(reason: str) -> str:
    return f"未审核：{reason}"


def checked(files: int, right: int, faulty: int, doubtful: int, alone: int) -> str:
    """The closing line for several files."""
    counts = (
        (right, "没有发现问题"),
        (faulty, "有错误"),
        (doubtful, "只有警告"),
        (alone, "未审核"),
    )
    return f"共 {files} 个文件：{'，'.join(f'{n} 个{word}' for n, word in counts if n)}。"


def gaps(number: int) -> str:
    """What remains to be done to a report before it is published."""
    if not number:
        return "报告中没有需要填写的地方，请核对后发布。"
    return f"还有 {number} 处需要填写：文中以黄色标出的“【请填写：……】”。请填写、核对后再发布。"


NOT_YET_PUBLIC = "请注意，发布前先核对以下情况："


HOLD_AGAINST = (
    "    → 对外发布前核对，请用 toolkit check 报告 --against 汇总工作簿（或填报工作簿）。"
)

# The page of ``check --against``: what was looked at, and what was found.
AGAINST_TITLE = "对外发布前核对"
SUBJECT, HEADINGS, FIGURES_IN_TEXT = "单位、年度", "标题、次序", "正文中的数"
UNFILLED, OTHERS = "待填内容", "另请核实"


NOT_HELD = "结论：没有核对，不能据此发布。"
_NOT_LOOKED_AT = "没有核对"
WORKBOOK_DOUBTFUL = "工作簿本身还有以下情况，请核实后再发布："


def not_compared(files: Sequence[str]) -> str:
    return f"未与上年核对：--previous 中没有 {'、'.join(files)} 的单位上一年度的报送件或报告。"


def against_report(file: str, name: str, year: str) -> str:
    told = "，".join(filter(None, (name, f"{year} 年度" if year else "")))
    return f"  报告　{file}" + (f"（{told}）" if told else "")


def against_workbook(file: str, name: str | None, year: int) -> str:
    told = "，".join(filter(None, (name, f"{year} 年度")))
    return f"  对照　{file}（{told}）"


def subject_found(wrong: int) -> str:
    return f"{wrong} 处不是本单位、本年度的" if wrong else "与工作簿一致"


def headings_found(wrong: int | None) -> str:
    if wrong is None:
        return _NOT_LOOKED_AT
    return f"{wrong} 处与规定格式不符" if wrong else "与规定格式一致"


def figures_found(figures: int, wrong: int) -> str:
    if not figures:
        return "没有读出，无法核对"
    return f"{figures} 个数，{f'{wrong} 处不符' if wrong else '全部相符'}"


def text_found(figures: int | None, differing: int) -> str:
    if figures is None:
        return _NOT_LOOKED_AT
    if not figures:
        return "没有可与表格对照的数"
    return f"{figures} 个可对照的数，{f'{differing} 个不符' if differing else '全部相符'}"


def unfilled_found(number: int | None) -> str:
    if number is None:
        return _NOT_LOOKED_AT
    return f"{number} 处没有填写" if number else "没有遗留"


def others_found(number: int) -> str:
    return f"{number} 处，见下"


def against_verdict(errors: int, warnings: int, *, doubtful: bool) -> str:
    """``doubtful``: whether there is something about the workbook itself."""
    if errors:
        return f"结论：不能发布，有 {errors} 处要改正。"
    if warnings:
        return f"结论：与工作簿相符，另有 {warnings} 处请核实后再发布。"
    if doubtful:
        return "结论：与工作簿相符；工作簿本身还有要核实的情况，见下。"
    return "结论：与工作簿相符，可以发布。"
