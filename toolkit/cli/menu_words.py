"""What the menu says."""

from __future__ import annotations

from collections.abc import Iterable

STATUS = "看看进展：谁报了、谁没报，下一步做什么"
TEMPLATES = "生成模板"
COLLECT = "汇总收回的报送件"
BACK = "退回、催报：给有问题的单位生成退回件和通知"
REPORT = "生成对外发布的年度报告"
COMPLETE = "补齐文件夹：名册填好后，生成填写上年数的“上年数.xlsx”，补上缺少的文件"
CHECK = "检查文件（也可以直接把文件拖到本窗口，再按回车）"
HELP = "帮助"
QUIT = "退出"
BEGIN = "建立新一年的汇总文件夹"

CHOOSE = "请输入数字，按回车："
WHICH_FILES = "请把要检查的文件拖到本窗口（可以拖几个），按回车；不检查了，直接按回车："
LAST_FOLDER = (
    "上年也是用本工具收的，请把上年的汇总文件夹拖到本窗口，按回车，沿用它的名册和汇总；"
    "没有的，直接按回车："
)
AGAIN = "按回车回到菜单："
WITH_OPTIONS = (
    "要照提示加上选项再运行的，请输入选项（例如 --no-previous），按回车；不用的直接按回车："
)
ENDED = "已退出。"

DONE = "完成。"
DONE_WITH_ERRORS = "完成，但有错误要处理，请看上面列出的内容。"
NOT_DONE = "没有运行，原因和办法见上。"
BROKEN_OFF = "没有做完，原有的文件不受影响。"


def title(folder: str) -> str:
    return f"政府信息公开工作年度报告数据收集　{folder}"


def outside(folder: str) -> str:
    return f"政府信息公开工作年度报告数据收集　{folder}（还不是汇总文件夹）"


def entry(key: str, what: str) -> str:
    return f"  {key}  {what}"


def running(line: str) -> str:
    return f"正在运行：{line}"


def ended_otherwise(code: int, whom: str) -> str:
    return f"程序意外结束（代码 {code}）。请再试一次；仍然这样的，请告诉{whom}。"


def which_year(usual: int) -> str:
    return f"哪一年度的数据？请输入四位数字；{usual} 年度的，直接按回车："


def no_year(text: str) -> str:
    return f"“{text}”不是年度，应为四位数字，例如 2025。"


def folder_of(year: int) -> str:
    """The name of the folder of a new collection."""
    return f"{year}年度"


def no_such_entry(text: str, keys: Iterable[str]) -> str:
    return f"“{text}”不是菜单中的数字（{'、'.join(keys)}），也没有这个文件。"
