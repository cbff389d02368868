"""What stands on every sheet that we paint: who reports, for which year, in which units."""

from __future__ import annotations

from toolkit.grids.names import CAPTIONS

NOT_OFFICIAL = "非正式报表"

COMMENT_AUTHOR = "报表审核"

_GAP = "　　"

STOP_TITLE = "填写有误"


def unit_line(name: str, year: str) -> str:
    """Who reports on which year: above every table, so that a printed page says it."""
    period = f"{_GAP}{period_line(year)}" if year else ""
    return f"{CAPTIONS['name']}：{name}{period}"


def unit_line_formula(name: str, year: str) -> str:
    """The same where name and year are cells that are filled in later."""
    period = f'{year}&"{period_line("")}"'
    return f'="{CAPTIONS["name"]}："&{name}&IF({year}="","","{_GAP}"&{period})'


def measure_line(units: list[str]) -> str:
    return f"单位：{'、'.join(units)}"


def period_line(year: str) -> str:
    return f"{year} 年度"
