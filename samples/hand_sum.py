"""What collecting the samples must give, added up from the plain tables.

On purpose nothing here comes from the toolkit: which codes there are and which total adds up which
is written out below once more, so that a mistake in a form or in the code cannot hide itself.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent
ROSTER = SAMPLES / "returns" / "units.csv"
FORM, YEAR = "disclosure-2021", 2024

TABLE_2 = (
    "t2.regulations.issued",
    "t2.regulations.repealed",
    "t2.regulations.in_force",
    "t2.normative_documents.issued",
    "t2.normative_documents.repealed",
    "t2.normative_documents.in_force",
    "t2.licences.decisions",
    "t2.penalties.decisions",
    "t2.coercion.decisions",
    "t2.fees.amount",
)
APPLICANTS = (
    "natural_person",
    "company",
    "research",
    "social_org",
    "legal_service",
    "other_org",
)
# （一）…（六）, line by line
OUTCOMES = (
    "granted",
    "partial",
    "refused.state_secret",
    "refused.law_prohibits",
    "refused.three_securities",
    "refused.third_party",
    "refused.internal_affairs",
    "refused.process_information",
    "refused.enforcement_file",
    "refused.administrative_query",
    "unavailable.not_held",
    "unavailable.needs_creation",
    "unavailable.still_unclear",
    "not_processed.petition",
    "not_processed.duplicate",
    "not_processed.publication",
    "not_processed.excessive",
    "not_processed.reconfirmation",
    "other.correction_overdue",
    "other.fee_overdue",
    "other.other",
)
OUTCOME_LINES = tuple(f"t3.outcome.{line}" for line in OUTCOMES)
TABLE_3_LINES = ("t3.received", "t3.carried_in", *OUTCOME_LINES, "t3.carried_out")
CASES = ("t4.review", "t4.litigation.direct", "t4.litigation.after_review")
RESULTS = ("upheld", "corrected", "other", "pending")
TABLE_6 = tuple(f"t6.processing_fee.{one}" for one in ("notices", "charged", "collected"))

INPUTS = (
    *TABLE_2,
    *(f"{line}.{who}" for line in TABLE_3_LINES for who in APPLICANTS),
    *(f"{case}.{result}" for case in CASES for result in RESULTS),
    *TABLE_6,
)
Row = dict[str, str]
Figures = dict[str, Decimal]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table(name: str) -> list[Row]:
    return rows(SAMPLES / "tables" / f"{name}.csv")


def figures(year: int) -> dict[str, Figures]:
    """Unit code → input → figure; what is not in the table is 0."""
    found: dict[str, Figures] = {}
    for row in table(f"figures-{year}"):
        found.setdefault(row["单位代码"], {})[row["指标代码"]] = Decimal(row["数值"])
    return found


def with_totals(inputs: Figures) -> Figures:
    """Every indicator of the form: the inputs, and the totals added up from them."""
    all_of = {code: inputs.get(code, Decimal(0)) for code in INPUTS}
    for who in APPLICANTS:
        all_of[f"t3.outcome.total.{who}"] = sum(
            (all_of[f"{line}.{who}"] for line in OUTCOME_LINES), Decimal(0)
        )
    for line in (*TABLE_3_LINES, "t3.outcome.total"):
        all_of[f"{line}.total"] = sum((all_of[f"{line}.{who}"] for who in APPLICANTS), Decimal(0))
    for case in CASES:
        all_of[f"{case}.total"] = sum((all_of[f"{case}.{one}"] for one in RESULTS), Decimal(0))
    return all_of


def counted() -> dict[str, Figures]:
    """Unit code → its inputs, of the units in the sum: accepted, and not 垂直管理."""
    vertical = {row["单位代码"] for row in rows(ROSTER) if row["单位类别"] == "垂直管理"}
    accepted = {
        row["文件"]: row["单位代码"] for row in table("files") if row["应有状态"] == "accepted"
    }
    sent = figures(YEAR)
    inside = {unit: dict(sent[unit]) for unit in accepted.values() if unit not in vertical}
    for typed in table("typed"):
        unit = accepted.get(typed["文件"], "")
        # What is typed over a total changes no sum; what is no number is none.
        if unit in inside and typed["指标代码"] in INPUTS:
            if typed["填写"].isdecimal():
                inside[unit][typed["指标代码"]] = Decimal(typed["填写"])
            else:
                inside[unit].pop(typed["指标代码"], None)
    return inside


def totals() -> Figures:
    inside = counted()
    added = {
        code: sum((one.get(code, Decimal(0)) for one in inside.values()), Decimal(0))
        for code in INPUTS
    }
    return with_totals(added)


def expected() -> dict[str, Any]:
    """What ``expected.json`` holds, in the words of the JSON that ``collect`` writes."""
    inside = counted()
    findings = [_finding(row) for row in table("findings")]
    failing = {
        one["unit"] for one in findings if (one["severity"], one["status"]) == ("error", "open")
    }
    files = table("files")
    sent = {row["单位代码"] for row in files}
    return {
        "form": FORM,
        "year": YEAR,
        "files": [
            {"path": row["文件"], "status": row["应有状态"], "unit": row["单位代码"] or None}
            for row in files
        ],
        "units": [
            {
                "code": row["单位代码"],
                "name": row["单位名称"],
                "category": row["单位类别"],
                "status": _status(row["单位代码"], sent, failing),
                "in_total": row["单位代码"] in inside,
            }
            for row in rows(ROSTER)
            if row["上级代码"]
        ],
        "totals": {code: _number(figure) for code, figure in totals().items()},
        "findings": findings,
    }


def _status(unit: str, sent: set[str], failing: set[Any]) -> str:
    if unit in failing:
        return "with_errors"
    return "received" if unit in sent else "missing"


def _finding(row: Row) -> dict[str, Any]:
    return {
        "unit": row["单位代码"] or None,
        "code": row["审核代码"],
        "severity": row["级别"],
        "status": row["状态"],
        "file": row["文件"] or None,
        "indicator": row["指标代码"] or None,
        "actual": _shown(row, "现值"),
        "expected": _shown(row, "应为"),
    }


def _shown(row: Row, column: str) -> str | int | None:
    """A figure of an indicator is a number; the years of FILE-04 are text."""
    text = row[column]
    return int(text) if row["指标代码"] and text.isdecimal() else text or None


def _number(figure: Decimal) -> int | float:
    return int(figure) if figure == int(figure) else float(figure)


def received_table() -> str:
    """一、本年新收 of every unit in the sum, and added up, as a Markdown table."""
    inside = counted()
    lines = ["| 单位代码 | 单位名称 | 自然人 | 法人或其他组织 | 总计 |", "|---|---|---:|---:|---:|"]
    column = [0, 0, 0]
    for row in rows(ROSTER):
        if row["单位代码"] not in inside:
            continue
        mine = [int(inside[row["单位代码"]].get(f"t3.received.{who}", 0)) for who in APPLICANTS]
        three = [mine[0], sum(mine[1:]), sum(mine)]
        column = [before + more for before, more in zip(column, three, strict=True)]
        lines.append(_line(row["单位代码"], row["单位名称"], three))
    return "\n".join([*lines, _line("", "**合计**", column)])


def _line(code: str, name: str, three: list[int]) -> str:
    return f"| {code} | {name} | {three[0]} | {three[1]} | {three[2]} |"
