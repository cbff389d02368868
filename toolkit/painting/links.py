"""Where a click leads: to a cell of the workbook, to a unit's file, to a unit's findings."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from xlsxwriter.url import Url

from toolkit.findings.finding import SEVERITIES, Finding
from toolkit.form.layout import column_name
from toolkit.grids.names import BY_UNIT_COLUMNS, FINDING_COLUMNS, FINDINGS, Column, finding_counts

LINK_LOOK = {"font_color": "#0563C1", "underline": 1}
# The column of 单位代码 on 审核结果, wherever it stands there.
UNIT_ON_FINDINGS = column_name(FINDING_COLUMNS.index(BY_UNIT_COLUMNS[0]))
# And that of 处理意见.
DECIDED = column_name(FINDING_COLUMNS.index(Column.DECISION))
_HEAD_OF_FINDINGS = 2


def within(sheet: str, address: str) -> str:
    """A link to a cell of the same workbook, as xlsxwriter writes it."""
    return f"internal:{reference(sheet, address)}"


def reference(sheet: str, address: str) -> str:
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{address}"


def link_to_file(source: Path, folder: Path, text: str, tip: str) -> Url | None:
    """A link to a file from a workbook that will lie in ``folder``; None where there can be none.

    It is relative, so that workbook and returns can be moved together. From another drive of
    Windows there is no relative way: then it is absolute.
    """
    here = folder.resolve()
    try:
        relative = os.path.relpath(source.resolve(), here)
    except ValueError:
        return _url(source.resolve().as_uri(), text, tip)
    # The bytes of the name, whatever they are: a name need not be text everywhere.
    return _url(quote(os.fsencode(relative.replace(os.sep, "/")), safe="/"), text, tip)


def _url(target: str, text: str, tip: str) -> Url | None:
    if len(target) > Url.MAX_URL_LEN:
        return None
    url = Url(target if "://" in target else f"external:{target}")
    # xlsxwriter turns slashes into backslashes, which no standard for links knows: Excel takes
    # both, others do not.
    url._relationship_link = target
    url.text, url.tip = text, tip
    return url


def counted_by_unit(findings: Iterable[Finding]) -> dict[str, str]:
    """The findings of each unit in numbers, by its code: "2 错 1 警"."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in findings:
        if one.unit:
            counts[one.unit]["explained" if one.status == "explained" else one.severity] += 1
    return {
        unit: finding_counts(*(found[key] for key in (*SEVERITIES, "explained")))
        for unit, found in counts.items()
    }


def link_to_findings(code: str, text: str) -> str:
    """A formula: ``text`` as a link to the first row of 审核结果 that is of the unit.

    ``code``: the cell with the unit's code. The row is looked for when it is clicked, since that
    list is sorted by those who work with it. HYPERLINK stands outermost: within other functions
    not every program makes a link of it.
    """
    column = f"'{FINDINGS}'!${UNIT_ON_FINDINGS}:${UNIT_ON_FINDINGS}"
    row = f"IFERROR(MATCH({code},{column},0),{_HEAD_OF_FINDINGS})"
    return f'=HYPERLINK("#{reference(FINDINGS, UNIT_ON_FINDINGS)}"&{row},"{text}")'
