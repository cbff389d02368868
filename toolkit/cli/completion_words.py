"""What is said of completion by Tab."""

from __future__ import annotations

from collections.abc import Sequence

INSTALL = "为当前使用的命令行（bash、zsh、fish）设好按 Tab 键自动补全"
SHOW = "显示自动补全的脚本（bash、zsh、fish、PowerShell），可自行保存或修改"
BY_HAND = (
    "PowerShell 启动时能否运行脚本，由您或管理员决定，程序不代为改动。只在本窗口使用，请输入：\n"
    "    toolkit --show-completion | Out-String | Invoke-Expression\n"
    "每次打开窗口都要使用的，请把这一行写进 $PROFILE 所指的文件。"
)


def installed(shell: str, paths: Sequence[str]) -> str:
    return f"已为 {shell} 设好自动补全（{'、'.join(paths)}），重新打开命令窗口后生效。"


def unknown_shell(shell: str | None) -> str:
    found = f"当前的命令行是 {shell}" if shell else "看不出当前使用的是哪一种命令行"
    return f"{found}。自动补全可用于 bash、zsh、fish 和 PowerShell，请在其中一种里再运行。"
