"""The note at an input: what last year has to do with this cell, whatever the rule is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.build import BUREAU, YEAR
from tests.support.places import SECOND_FORM
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.form.form_file import as_form, default_form
from toolkit.form.layout import lay_out
from toolkit.roster.roster import Category
from toolkit.template.last_year import last_year_notes
from toolkit.template.plan import Plan

RULE = """
  - code: LIB-09
    title: 与上年衔接
    check: {check}
    at: {at}
    severity: warning{units}
    why: 试验。
    example: 试验。
    remedy: 请核对。
"""
BUILDING, READING = "lib.building", "lib.reading"


def form_with(tmp_path: Path, check: str, at: str, units: str = "") -> Form:
    """The second form with one rule more; amounts have two decimals."""
    path = tmp_path / "form.yaml"
    told = f"\n    units: [{units}]" if units else ""
    text = SECOND_FORM.read_text(encoding="utf-8")
    head, rules = text.split("\nrules:", 1)
    path.write_text(f"{head}\nrules:{RULE.format(check=check, at=at, units=told)}{rules}", "utf-8")
    return as_form(str(path))


def note(form: Form, code: str, before: Mapping[str, int]) -> str:
    """The note at a cell in the template of a department."""
    plan = Plan(lay_out(form), cover_of(form), BUREAU, YEAR, Category.DEPARTMENT, before)
    return last_year_notes(plan, form.inputs).get(code, "")


def test_what_is_carried_on_is_told_before_what_stood_there() -> None:
    carried, source = "t3.carried_in.natural_person", "t3.carried_out.natural_person"
    assert note(default_form(), carried, {carried: 3, source: 4}) == (
        "上年“四、结转下年度继续办理，自然人”为 4，本格应为 4\n本格上年：3"
    )


@pytest.mark.parametrize(
    ("check", "at", "expected"),
    [
        # Carried on from another cell.
        (
            f"{READING} = previous({BUILDING})",
            READING,
            "上年“馆舍面积，平方米数”为 1500.25，本格应为 1500.25\n本格上年：20",
        ),
        # From the cell itself.
        (
            f"{READING} = previous({READING})",
            READING,
            "上年“其中：阅览室面积，平方米数”为 20，本格应为 20",
        ),
        # With figures of this year.
        (
            f"{READING} = previous({READING}) + {BUILDING}",
            READING,
            "上年：20\n本格应等于：上年的“其中：阅览室面积”（20） + 馆舍面积",
        ),
        # Not equal, and a multiple.
        (
            f"{READING} <= 2 × previous({BUILDING})",
            READING,
            "上年：20\n本格应不大于：2 × 上年的“馆舍面积”（1500.25）",
        ),
        # The cell does not stand alone.
        (
            f"{BUILDING} - {READING} = previous({BUILDING})",
            READING,
            "上年：20\n馆舍面积 - 其中：阅览室面积应等于：上年的“馆舍面积”（1500.25）",
        ),
        # Nothing of last year.
        (f"{READING} <= {BUILDING}", READING, "上年：20"),
    ],
)
def test_every_rule_with_last_year(tmp_path: Path, check: str, at: str, expected: str) -> None:
    form = form_with(tmp_path, check, at)
    assert note(form, at, {BUILDING: 150_025, READING: 2_000}) == expected


def test_a_rule_over_what_is_not_known_says_nothing(tmp_path: Path) -> None:
    form = form_with(tmp_path, f"{READING} = previous({BUILDING})", READING)
    assert note(form, READING, {READING: 2_000}) == "上年：20"
    assert note(form, READING, {}) == ""


def test_a_rule_for_others_says_nothing(tmp_path: Path) -> None:
    check = f"{READING} = previous({READING}) + {BUILDING}"
    form = form_with(tmp_path, check, READING, units="乡镇（街道）")
    assert note(form, READING, {READING: 2_000}) == "上年：20"
