"""Words that only one reader understands: by these a text is told that speaks to the wrong one."""

from __future__ import annotations

import re

# What only an office can do, or has done, and how one speaks to it of a unit.
OF_THE_OFFICE = re.compile(
    "该单位|(请|与|回)填报单位|提醒|重新汇总|(未|没有)计入汇总|请审核|请其|发件人|"
    "移出文件夹|到文件夹|催报|--prefer|--year|名册中补"
)
# How one speaks to a unit, and what only a unit has that got its workbook back.
OF_THE_UNIT = re.compile("贵单位|(本|随附的)工作簿")
