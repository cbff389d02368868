"""Why a file or folder cannot be read or written; names for what has none."""

from __future__ import annotations

from toolkit.files.trouble import Trouble, trouble_of
from toolkit.text import printable

NAMELESS = "（没有名称）"


def attachment(number: int) -> str:
    """The name that is shown for an attachment without one."""
    return f"附件{number}"


def no_such_path(path: str) -> str:
    return f"找不到文件或文件夹：{path}。请检查路径是否写对。"


def no_such_home(path: str) -> str:
    return f"“{path}”以 ~ 开头，但找不到这个用户的文件夹。请检查路径是否写对。"


def not_a_file(path: str) -> str:
    return f"{path} 是文件夹，这里应写一个文件。请检查路径是否写对。"


# Why the system refuses to write or to read, and what to do.
_TROUBLES = {
    Trouble.FULL: "磁盘已满，或已用完规定的空间。请清理出空间，或把输出放到别的磁盘后重试。",
    Trouble.TOO_BIG: (
        "超出了系统允许的文件大小。请把输出放到别的磁盘，或请系统管理员放宽限制后重试。"
    ),
    Trouble.NO_RIGHT: "没有权限。请检查文件和所在文件夹的权限，或改用别的文件夹。",
    Trouble.READ_ONLY: "所在的磁盘或共享文件夹是只读的。请改用别的文件夹。",
    Trouble.IN_USE: "文件正在 Excel、WPS 或别的程序中打开。请关闭后重试。",
    Trouble.IN_USE_OR_NO_RIGHT: (
        "文件可能正在 Excel 或 WPS 中打开，或没有写入权限。请关闭后重试。"
    ),
    Trouble.BAD_NAME: "名称中有不能用的字符。请检查路径是否写对。",
    Trouble.TOO_LONG: "文件名或路径太长。请缩短文件名，或改用路径较短的文件夹。",
    Trouble.LOOP: "它是一个绕回自己的链接。请删除这个链接，或改用别的文件名。",
    Trouble.TOO_MANY_OPEN: (
        "同时打开的文件太多，超出了系统的限制。请关闭一些程序，或请系统管理员放宽限制后重试。"
    ),
    Trouble.FILE_IN_PATH: "路径当中有一段是文件，不是文件夹。请检查路径是否写对。",
    Trouble.NOT_THERE: "文件或它所在的文件夹不存在，可能刚被移走。请检查路径后重试。",
    Trouble.NO_MEMORY: "内存或进程数不足。请关闭一些程序后重试。",
}


def not_writable(path: str, error: OSError) -> str:
    return f"写不了 {path}：{reason(error)}"


def not_readable(path: str, error: OSError) -> str:
    return f"读不了 {path}：{reason(error)}"


def failed(error: OSError) -> str:
    """What the system has refused anywhere in a run."""
    where = printable(error.filename) if isinstance(error.filename, str) else ""
    return f"无法继续：{where}{'：' if where else ''}{reason(error)}"


def reason(error: OSError) -> str:
    """Why the system refuses it, and what to do."""
    kind = trouble_of(error)
    if kind is Trouble.OTHER:
        return f"系统报告“{printable(error.strerror or str(error))}”。请检查磁盘和网络后重试。"
    return _TROUBLES[kind]


def no_possible_path(path: str, error: OSError | ValueError) -> str:
    """``error``: no system takes a name with a NUL in it, and Python says so itself."""
    told = reason(error) if isinstance(error, OSError) else _TROUBLES[Trouble.BAD_NAME]
    return f"“{path}”不能用作路径：{told}"


def too_large(path: str, most: int) -> str:
    return f"{path} 超过 {most} MB，不像是这里要的文件。请检查路径是否写对。"


def not_a_folder(path: str) -> str:
    return f"{path} 已存在且不是文件夹，无法在其中生成文件。"


def is_a_folder(path: str) -> str:
    return f"{path} 是文件夹或设备，不能作为输出文件。请另取文件名。"


def foreign_file(path: str) -> str:
    return f"{path} 已存在，不是本工具以前生成的同类文件，为免误删没有覆盖。请另取文件名。"


def unreadable_target(path: str, reason: str, backup: str = "") -> str:
    """``backup``: the copy of what stood there before, if there is one."""
    to_do = (
        f"旁边的 {backup} 是再前一次的备份：请把 {path} 移走，"
        "去掉备份文件名末尾的“.bak”，然后重试。"
        if backup
        else "请另取文件名。"
    )
    return f"{path} 已存在，不能当作以前的汇总工作簿读取（{reason}），没有覆盖。{to_do}"


def locked_target(path: str) -> str:
    return (
        f"{path} 已存在，并设有打开密码，看不到其中写了什么，没有覆盖。"
        "请先在 Excel 或 WPS 中取消打开密码并保存，或另取文件名。"
    )


def saved_as_another(path: str) -> str:
    return (
        f"{path} 是以前的汇总工作簿，但已用别的格式或软件另存过，其中填写的内容无法全部沿用，"
        "没有覆盖。请用 Excel 或 WPS 打开，另存为“.xlsx”工作簿后重试，或另取文件名。"
    )


def years_changed(path: str) -> str:
    return f"{path} 是以前生成的历年对比，但已改动过，没有覆盖。请先移走它，或另取文件名。"


def json_over_workbook(path: str) -> str:
    return f"{path} 是汇总工作簿或它的备份，不能用 JSON 代替。请另取文件名。"


def needs_extra(url: str) -> str:
    return f'读取 {url} 要先安装：pip install "toolkit[cluster]"。'


def needs_library(url: str) -> str:
    scheme = url.partition("://")[0]
    return (
        f"读取 {url} 还要安装 fsspec 所需的、能读取 {scheme} 的程序库"
        "（s3 的已随 toolkit[cluster] 安装）。"
    )


def no_such_place(url: str) -> str:
    return f"不认识 {url} 这样的地址，或地址写得不全。请检查地址是否写对，例如 s3://存储桶/文件夹。"


def only_on_disk(url: str) -> str:
    return f"{url} 不在本机：这里只能用本机的文件或文件夹。"


def of_another_machine(url: str, host: str) -> str:
    return (
        f"{url} 指向另一台机器 {host}，这里读不到。"
        "请先把它的共享文件夹挂载到本机，再写本机的路径，例如 file:///文件夹。"
    )


def not_reachable(url: str) -> str:
    return f"连不上 {url}，或列不出其中的文件。请检查网络、服务地址和访问密钥后重试。"


def no_access(url: str) -> str:
    return f"没有权限读取 {url}。请检查访问密钥和权限后重试。"
