"""The examples below each help page: what is wanted, and what is typed for it."""

from __future__ import annotations

from toolkit.cli.chinese_help import TO_BE_TYPED

# By command; "" for the program itself.
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("建立一次数据收集的文件夹", "toolkit init 2025年度"),
        ("汇总收回的报送件", "toolkit collect returns"),
        ("看一个命令的说明", "toolkit help collect"),
    ),
    "init": (
        ("建立文件夹，名册在其中填写", "toolkit init 2025年度"),
        (
            "名册和上年的汇总工作簿已有的",
            "toolkit init 2025年度 --units units.xlsx --previous 汇总-2024.xlsx",
        ),
        ("沿用上年的名册，以上年的汇总为上年数据", "toolkit init 2025年度 --from 2024年度"),
    ),
    "template": (
        ("给名册中的每个单位生成一份", "toolkit template --units units.xlsx --year 2025"),
        (
            "带上上年的数",
            "toolkit template --units units.xlsx --year 2025 --previous 汇总-2024.xlsx",
        ),
        ("只要空白的正式模板", "toolkit template"),
    ),
    "collect": (
        ("汇总一个文件夹里的报送件", "toolkit collect returns"),
        (
            "与上年核对，并生成退回件和催报名单",
            "toolkit collect returns --previous 汇总-2024.xlsx --feedback 退回",
        ),
        ("定时运行，没有要处理的事就不显示", "toolkit collect returns -q"),
    ),
    "check": (
        ("报送前自查", "toolkit check 410402_新华区_2025.xlsx"),
        ("检查整个文件夹，每个文件只显示一行结论", "toolkit check returns -q"),
        ("对外发布前核对报告", "toolkit check 报告.docx --against 汇总-2025.xlsx"),
    ),
    "read": (
        ("看看上年的年度报告里读出了什么", "toolkit read 上年年报 --units units.xlsx"),
        ("再写成填好的工作簿", "toolkit read 上年年报 --units units.xlsx -o 上年工作簿"),
    ),
    "history": (
        (
            "把几年的数并排对比",
            "toolkit history 上年年报 汇总-2024.xlsx returns --units units.xlsx",
        ),
        ("另存一套 CSV", "toolkit history 汇总-2024.xlsx 汇总-2025.xlsx --csv 历年数据"),
    ),
    "report": (
        ("由汇总工作簿生成，存入“发布”文件夹", "toolkit report 汇总-2025.xlsx -o 发布"),
        ("由本单位填好的报送件生成", "toolkit report 410402_新华区_2025.xlsx"),
    ),
    "rules": (
        ("列出全部代码", "toolkit rules"),
        ("说明其中一条", "toolkit rules NUM-01"),
    ),
    "log": (
        ("历次汇总：哪天、来了几个新文件、有多少错误", "toolkit log"),
        ("一个单位的报送经过", "toolkit log 叶县"),
    ),
    "menu": (
        ("打开菜单", "toolkit menu"),
        ("先检查一个文件", "toolkit menu 410402_新华区_2025.xlsx"),
    ),
}


def examples(command: str = "") -> str:
    """The end of a help page."""
    told = (f"  {what}：\n{TO_BE_TYPED}  {line}" for what, line in EXAMPLES[command])
    return "\n".join(["示例：", *told])
