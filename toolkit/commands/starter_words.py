"""What the starters are called, and what they say where they cannot start anything."""

from __future__ import annotations

WINDOWS, MACOS, LINUX = "开始.bat", "开始.command", "开始.sh"

# A line each. On Windows they are echoed: none of ( ) & | < > ^ % and no quotes of ASCII.
NOT_INSTALLED = (
    "在这台电脑上没有找到本工具，也可能是安装以后换过位置。",
    "还没有安装的，请按使用说明中“安装”一节安装：先装 Python 3.11 或以上版本，再装本工具。",
    "装在别处的，请先删去本文件，再在本文件夹中运行 toolkit init . 就会生成一个新的。",
    "不清楚怎么办的，请把这几行发给本单位的技术人员。",
)
NO_FOLDER = (
    "进不了本文件所在的文件夹。",
    "在网络上的，请先映射为网络驱动器，或把整个文件夹复制到这台电脑上，再双击本文件。",
)
CLOSE = "按回车键结束，就可以关闭本窗口："
