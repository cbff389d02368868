"""What stands in a published report besides the words of its form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.grids.names import BY_UNIT

UNIT_NAME = "单位名称"
# What people have to fill in; the texts of a form mark it in the same way.
GAP = re.compile("(【请填写：[^】]*】)")
WORD_NAME, WEB_NAME = ".docx", ".html"


def gap(what: str) -> str:
    return f"【请填写：{what}】"


def default_title(form: str) -> str:
    """The title of the report on a form that describes none."""
    return f"{{unit}}\n{{year}}年度{form}"


def report_name(unit: str, year: int) -> str:
    return f"{unit}_{year}年度报告"


def page_number() -> tuple[str, str]:
    """What stands around the number of a page, as in official documents."""
    return "— ", " —"


# The published report. Why a workbook cannot be one: parts of one sentence.
REPORT_KIND = "它不是本工具的汇总工作簿或填好的报送件"

REPORT_BLANK = "它是空白模板，还没有填"

REPORT_NO_UNIT = "它没有写明是哪个单位的"

REPORT_NO_YEAR = "它没有写明报告年度"

REPORT_NO_UNITS = f"其中没有“{BY_UNIT}”页，或缺少指标列，无法核对汇总数"

_MOST_REASONS = 5


DOCUMENT = "它是公开发布的年度报告，不是工作簿"
DOCUMENT_ADVICE = "请先用 toolkit read 加 -o 写成填好的工作簿，核对后再用工作簿生成。"


def report_refused(file: str, reasons: Sequence[str], advice: str = "") -> str:
    """``advice``: what to do about the first of the reasons."""
    return _refused(f"{file} 不能用来生成报告", reasons, advice)


def against_refused(file: str, reasons: Sequence[str], advice: str = "") -> str:
    """The same of a workbook against which a report is to be held."""
    return _refused(f"{file} 不能用来核对报告", reasons, advice)


def _refused(what: str, reasons: Sequence[str], advice: str) -> str:
    told = [one.rstrip("。") for one in reasons[:_MOST_REASONS]]
    more = f"；另有 {len(reasons) - len(told)} 处" if len(reasons) > len(told) else ""
    return f"{what}：{'；'.join(told)}{more}。{advice}"


def report_unknown(place: str, label: str, more: int) -> str:
    others = f"，另有 {more} 格也是如此" if more else ""
    return f"{place}（{label}）没有任何单位的数{others}，不能当作 0 发布"


def report_edited(path: str) -> str:
    return (
        f"{path} 已存在，而且不是本工具生成后的原样（可能已经编辑过），为免丢失没有覆盖，"
        "也没有生成其他文件。请先改名或移走，或用 -o 指定另一个文件夹。"
    )
