"""Links from a unit to its findings, and how many there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from toolkit.consolidated_workbook.words import finding_counts
from toolkit.findings.finding import SEVERITIES, Finding
from toolkit.grids.address import column_name
from toolkit.grids.names import BY_UNIT_COLUMNS, FINDING_COLUMNS, FINDINGS, ListHead
from toolkit.painting.formulas import on_sheet

# The column of 单位代码 on 审核结果, wherever it stands there.
UNIT_ON_FINDINGS = column_name(FINDING_COLUMNS.index(BY_UNIT_COLUMNS[0]))

# The column of 处理意见 there.
DECIDED = column_name(FINDING_COLUMNS.index(ListHead.DECISION))

_HEAD_OF_FINDINGS = 2


def counted_by_unit(findings: Iterable[Finding]) -> dict[str, str]:
    """The findings of each unit in numbers, by its code: "2 错 1 警"."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in findings:
        if one.unit and one.status != "follows":
            counts[one.unit]["explained" if one.status == "explained" else one.severity] += 1
    return {
        unit: finding_counts(*(found[key] for key in (*SEVERITIES, "explained")))
        for unit, found in counts.items()
    }


def link_to_findings(code: str, text: str) -> str:
    """A formula: ``text`` as a link to the first row of 审核结果 that is of the unit.

    ``code``: the cell with the unit's code. The row is looked up when the link is clicked, since
    people sort that list. HYPERLINK is the outermost function: within others, some programs make
    no link of it.
    """
    column = f"'{FINDINGS}'!${UNIT_ON_FINDINGS}:${UNIT_ON_FINDINGS}"
    row = f"IFERROR(MATCH({code},{column},0),{_HEAD_OF_FINDINGS})"
    return f'=HYPERLINK("#{on_sheet(FINDINGS, UNIT_ON_FINDINGS)}"&{row},"{text}")'
