"""What ``read`` says: what a file is, what was understood of it, what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.commands.filled_workbooks import NotFilled
from toolkit.commands.preview import TableState

# What a file is that is no published report.
WORKBOOK = "工作簿"
TABLE_STATES: Mapping[TableState, str] = {
    TableState.READ: "已读取",
    TableState.LEFT_OUT: "没有填（选填）",
    TableState.BLANK: "没有填",
    TableState.MISSING: "没有找到",
    TableState.UNCLEAR: "表头不符",
    TableState.LOST: "公式没有结果",
}
_NOT_FILLED: Mapping[NotFilled, str] = {
    NotFilled.NO_FIGURE: "没有读出数",
    NotFilled.IS_SUM: "是汇总工作簿",
    NotFilled.DISPUTED: "单位、年度或表式对不上，见上面的错误",
}
UNNAMED, UNDATED = "认不出单位", "认不出年度"
# So many files are named in a line.
_MOST_NAMED = 5


def unit(name: str, code: str) -> str:
    return f"{name}（{code}）" if name and code and name != code else name or code or UNNAMED


def year(text: str) -> str:
    return f"{text} 年度" if text else UNDATED


def tables(states: Sequence[tuple[str, TableState]]) -> str:
    return "，".join(f"{sheet} {TABLE_STATES[state]}" for sheet, state in states)


def unread_tables(states: Sequence[tuple[str, TableState]]) -> str:
    """The same of many files: only the tables that are not as they should be."""
    good = (TableState.READ, TableState.LEFT_OUT)
    return tables([(sheet, state) for sheet, state in states if state not in good])


def figures_of(sheet: str) -> str:
    return f"{sheet}："


def row(label: str, figures: Sequence[tuple[str, str]]) -> str:
    """The figures of a row that are not 0, each with the label of its column."""
    told = "，".join(f"{column} {figure}".strip() for column, figure in figures)
    return f"{label}：{told}" if label else told


def amount(figure: str, measure: str) -> str:
    return f"{figure} {measure}"


def rest(some: bool, zeros: int, blanks: int, doubtful: int) -> str:
    """The inputs of a table that are not listed; ``some``: others are."""
    counts = ((zeros, "项为 0"), (blanks, "项空白"), (doubtful, "项不是数"))
    told = "、".join(f"{number} {word}" for number, word in counts if number)
    return f"{'其余 ' if some else ''}{told}" if told else ""


def verdict(errors: int, warnings: int) -> str:
    """How many doubts there are."""
    counts = ((errors, "处错误"), (warnings, "处警告"))
    told = "、".join(f"{number} {word}" for number, word in counts if number)
    return f"有 {told}，请核对" if told else "没有疑点"


def left_alone(reason: str) -> str:
    return f"略过：{reason}"


def understood(files: int, right: int, faulty: int, doubtful: int, alone: int) -> str:
    """The line below several files."""
    counts = ((right, "没有疑点"), (faulty, "有错误"), (doubtful, "只有警告"), (alone, "略过"))
    return f"共 {files} 个文件：{'，'.join(f'{n} 个{word}' for n, word in counts if n)}。"


def more_files(number: int) -> str:
    return f"另有 {number} 个有疑点的文件没有逐个列出；加 --all 全部列出。"


EVERY_FIGURE = "读出的数和提示没有逐个列出；加 --all 全部列出。"
NEXT = "这里只看、不汇总。要写成可以打开改正、报送的工作簿，请加 -o 文件夹。"


def filled(made: int, same: int, folder: str) -> str:
    again = f"，{same} 个与原来相同" if same else ""
    return (
        f"共 {made + same} 个填好的工作簿，在文件夹 {folder} 中（新生成或更新 {made} 个{again}）。"
    )


NOTHING_FILLED = "没有生成工作簿。"
THEN = (
    "请打开核对：有疑点的格标了颜色，改正后在封面选好填报状态、补填填表人等，"
    "再用 toolkit check 自查、报送。"
)


def rivals(some: Mapping[str, Sequence[str]]) -> str:
    """Workbooks of one unit and year with other contents, each with the files that say it."""
    told = "；".join(f"{name} 读自 {_files(files)}" for name, files in some.items())
    return f"同一单位、同一年度有几份不同的：{told}。请核对后只报送其中一份，其余删去。"


def carrying(names: Sequence[str]) -> str:
    return f"原来带有上年数的模板，未覆盖：{'、'.join(names)}。请用 -o 另外指定一个文件夹。"


def left(why: NotFilled, files: Sequence[str]) -> str:
    """Files of which no workbook was made, for one reason."""
    return f"没有写成工作簿（{_NOT_FILLED[why]}）：{_files(files)}。"


def _files(some: Sequence[str]) -> str:
    more = f" 等 {len(some)} 个" if len(some) > _MOST_NAMED else ""
    return "、".join(some[:_MOST_NAMED]) + more
