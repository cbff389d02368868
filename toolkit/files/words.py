"""Why a file or folder cannot be read or written; names for what has none."""

from __future__ import annotations

NAMELESS = "（没有名称）"


def attachment(number: int) -> str:
    """The name that is shown for an attachment without one."""
    return f"附件{number}"


def no_such_path(path: str) -> str:
    return f"找不到文件或文件夹：{path}。请检查路径是否写对。"


def no_possible_path(path: str) -> str:
    return (
        f"“{path}”不能是文件或文件夹的路径：太长，含有不能用的字符，或是指向自己的链接。"
        "请检查路径是否写对。"
    )


def not_a_file(path: str) -> str:
    return f"{path} 是文件夹，这里应写一个文件。请检查路径是否写对。"


def too_large(path: str, most: int) -> str:
    return f"{path} 超过 {most} MB，不像是这里要的文件。请检查路径是否写对。"


def not_writable(path: str) -> str:
    return f"写不了 {path}：文件可能正在 Excel 或 WPS 中打开，或没有写入权限。请关闭后重试。"


def not_a_folder(path: str) -> str:
    return f"{path} 已存在且不是文件夹，无法在其中生成文件。"


def is_a_folder(path: str) -> str:
    return f"{path} 是文件夹或设备，不能作为输出文件。请另取文件名。"


def foreign_file(path: str) -> str:
    return f"{path} 已存在，不是本工具以前生成的同类文件，为免误删没有覆盖。请另取文件名。"


def unreadable_target(path: str, reason: str) -> str:
    return f"{path} 已存在，不能当作以前的汇总工作簿读取（{reason}），没有覆盖。请另取文件名。"


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


def json_over_workbook(path: str) -> str:
    return f"{path} 是汇总工作簿或它的备份，不能用 JSON 代替。请另取文件名。"
