"""What stands in a published report besides the words of its form."""

from __future__ import annotations

import re

UNIT_NAME = "单位名称"
# What is left to people; the texts of a form write it in the same way.
GAP = re.compile("(【请填写：[^】]*】)")
WORD_NAME, WEB_NAME = ".docx", ".html"


def gap(what: str) -> str:
    return f"【请填写：{what}】"


def title(form: str) -> str:
    """Of the report on a form that says nothing of it."""
    return f"{{unit}}\n{{year}}年度{form}"


def file_stem(unit: str, year: int) -> str:
    return f"{unit}_{year}年度报告"


def page_number() -> tuple[str, str]:
    """What stands around the number of a page, as in official documents."""
    return "— ", " —"
