"""Finding → words: what is wrong, where, what is there, what was expected, what to do."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from toolkit.findings import correction_words
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.codes.code import Words
from toolkit.findings.codes.rule import (
    CANNOT_JUDGE,
    CANNOT_JUDGE_MEND,
    EXPLAINED,
    EXPLAINED_MEND,
    RULE,
    TOTAL,
)
from toolkit.findings.codes.state import ONLY_CARRIED
from toolkit.findings.finding import Finding, Severity, Shown, Status
from toolkit.form.form import Form
from toolkit.form.number import plain

SEVERITY: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}
# A detail that takes the place of what is usually advised.
INSTEAD = "instead"
THIS_CELL, THIS_FILE = "此格", "此文件"
# What a unit may see of a finding that shows figures of others.
_OWN_DETAILS = ("count", "more", "table")
STATUS: dict[Status, str] = {"open": "未消除", "explained": "已说明", "cannot_judge": "无法判断"}


def show(value: Shown) -> str:
    if isinstance(value, int | Decimal):
        return plain(value)
    return value or ""


def place_of(finding: Finding) -> str:
    """Sheet, Excel address and official label, as far as they are known."""
    where = " ".join(part for part in (finding.sheet, finding.cell) if part)
    return f"{where}（{finding.label}）" if finding.label else where


def without_others(finding: Finding) -> Finding:
    """A finding as its own unit may see it: without the figures of others."""
    if not is_discreet(finding):
        return finding
    details = {key: finding.details[key] for key in _OWN_DETAILS if key in finding.details}
    return replace(finding, expected=None, difference=None, suggested=None, details=details)


def is_discreet(finding: Finding) -> bool:
    """Whether its message shows figures of others, so that its own unit is told another."""
    known = CATALOGUE.get(finding.code)
    return bool(known and known.discreet)


def entry_of(finding: Finding, form: Form, discreet: bool = False) -> Words:
    if finding.code == "STAT-03" and "carried" in finding.details:
        return ONLY_CARRIED
    if known := CATALOGUE.get(finding.code):
        if discreet and known.discreet:
            remedy = known.unit_remedy or known.remedy
            return replace(known, message=known.discreet, remedy=remedy)
        return known
    return RULE if finding.code in form.rule_specs else TOTAL


def _words(finding: Finding, form: Form) -> dict[str, str]:
    spec = form.rule_specs.get(finding.code)
    likely = f"；看来应为 {show(finding.suggested)}" if finding.suggested is not None else ""
    return {
        "place": place_of(finding),
        "likely": likely,
        "explanation": "",
        "file": finding.file or "",
        "unit": finding.unit or "",
        "unit_name": finding.unit_name or "",
        "sheet": finding.sheet or "",
        "cell": finding.cell or "",
        "actual": show(finding.actual),
        "expected": show(finding.expected),
        "difference": show(finding.difference),
        "gap": "" if finding.difference is None else f"，相差 {show(finding.difference)}",
        "suggested": show(finding.suggested),
        "year_hint": f"；如为本次报表，应填 {show(finding.suggested)}" if finding.suggested else "",
        "title": spec.title if spec else entry_of(finding, form).title,
        "remedy": spec.remedy if spec else "",
        **finding.details,
    }


def message(finding: Finding, form: Form, discreet: bool = False) -> str:
    """``discreet``: as the unit itself is told."""
    finding = without_others(finding) if discreet else finding
    return _template(finding, form, discreet).format(**_words(finding, form))


def brief(finding: Finding, form: Form) -> str:
    """The message for a reader who has file and place beside it."""
    text = _template(finding, form).replace("（{place}）", "")
    if finding.cell:
        text = re.sub(" ?{place} ?", THIS_CELL, text)
    return text.replace("文件“{file}”", THIS_FILE).format(**_words(finding, form))


def _template(finding: Finding, form: Form, discreet: bool = False) -> str:
    if finding.status == "cannot_judge":
        return CANNOT_JUDGE
    text = entry_of(finding, form, discreet).message
    return text + EXPLAINED if finding.status == "explained" else text


def suggestion(finding: Finding, form: Form, discreet: bool = False) -> str:
    """What to do, with the likely value in plain digits where there is one."""
    finding = without_others(finding) if discreet else finding
    if finding.status == "cannot_judge":
        return finding.details.get("mend", CANNOT_JUDGE_MEND)
    if finding.status == "explained":
        return EXPLAINED_MEND
    if finding.certain and finding.code in form.total_rules:
        return correction_words.in_words(finding)
    if INSTEAD in finding.details:
        return finding.details[INSTEAD]
    words = _words(finding, form)
    if finding.corrections:
        # What mends all of them says more than what mends this rule at its own place.
        words["likely"] = ""
    remedy = entry_of(finding, form, discreet).remedy.format(**words)
    return remedy + correction_words.in_words(finding)


def wanted(finding: Finding, form: Form) -> Shown:
    """What should, or likely would, stand there, or in the cells that are wrong instead."""
    if finding.corrections and (finding.certain or finding.code not in form.total_rules):
        return correction_words.short(finding)
    if finding.code in form.rule_specs and not finding.details.get("likely"):
        return None
    return finding.suggested if finding.expected is None else finding.expected
