"""Which figures of the 2019 format mean the same in the 2021 format: cell by cell, and mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import CannotRun
from toolkit.form.form import PAGES
from toolkit.form.form_file import FORMS, default_form, load_form

NEW, OLD = default_form(), load_form("disclosure-2019")
EQUAL = OLD.equals(NEW)
SEVEN = (
    *("natural_person", "company", "research", "social_org", "legal_service", "other_org"),
    "total",
)
# The rows of table 3 that both formats have.
ROWS = (
    "received",
    "carried_in",
    "outcome.granted",
    "outcome.partial",
    *(
        f"outcome.refused.{one}"
        for one in (
            "state_secret",
            "law_prohibits",
            "three_securities",
            "third_party",
            "internal_affairs",
            "process_information",
            "enforcement_file",
            "administrative_query",
        )
    ),
    *(f"outcome.unavailable.{one}" for one in ("not_held", "needs_creation", "still_unclear")),
    *(
        f"outcome.not_processed.{one}"
        for one in ("petition", "duplicate", "publication", "excessive", "reconfirmation")
    ),
    "outcome.total",
    "carried_out",
)
RESULTS = ("upheld", "corrected", "other", "pending", "total")
CASES = ("review", "litigation.direct", "litigation.after_review")
OTHERS = ("correction_overdue", "fee_overdue", "other")


def test_it_is_these_cells_and_no_others() -> None:
    expected: dict[tuple[str, ...], tuple[str, ...]] = {
        (f"t2.{row}.issued",): (f"t2.{row}.made",) for row in ("regulations", "normative_documents")
    }
    decided = [f"t2.{row}.decisions" for row in ("licences", "penalties", "coercion")]
    same = [
        *decided,
        *(f"t3.{row}.{column}" for row in ROWS for column in SEVEN),
        *(f"t4.{case}.{result}" for case in CASES for result in RESULTS),
    ]
    expected |= {(code,): (code,) for code in same}
    expected |= {
        tuple(f"t3.outcome.other.{row}.{column}" for row in OTHERS): (f"t3.outcome.other.{column}",)
        for column in SEVEN
    }
    assert {one.now: one.before for one in EQUAL} == expected
    assert len(EQUAL) == 2 + 3 + len(ROWS) * 7 + 15 + 7 == 181


def test_every_code_is_in_its_form_and_measured_alike() -> None:
    for one in EQUAL:
        kinds = {NEW.indicators[code].kind for code in one.now}
        assert kinds == {OLD.indicators[code].kind for code in one.before}
        assert len(kinds) == 1


def test_what_has_one_code_has_one_label() -> None:
    """But for the heads of table 2, which the two formats word differently."""
    for one in EQUAL:
        if one.now == one.before and not one.now[0].startswith("t2"):
            assert NEW.indicators[one.now[0]].label == OLD.indicators[one.now[0]].label
    assert NEW.indicators["t2.licences.decisions"].label == "行政许可，本年处理决定数量"
    assert OLD.indicators["t2.licences.decisions"].label == "行政许可，处理决定数量"


def test_what_has_no_counterpart_is_known() -> None:
    mapped = {code for one in EQUAL for code in one.before}
    assert [code for code in OLD.indicators if code not in mapped] == [
        *(
            f"t2.{row}.{column}"
            for row in ("regulations", "normative_documents")
            for column in ("published", "public")
        ),
        "t2.licences.items_before",
        "t2.licences.items_change",
        "t2.other_services.items_before",
        "t2.other_services.items_change",
        "t2.other_services.decisions",
        "t2.penalties.items_before",
        "t2.penalties.items_change",
        "t2.coercion.items_before",
        "t2.coercion.items_change",
        "t2.fees.items_before",
        "t2.fees.items_change",
        "t2.procurement.items",
        "t2.procurement.amount",
    ]
    mapped = {code for one in EQUAL for code in one.now}
    assert [code for code in NEW.indicators if code not in mapped] == [
        *(
            f"t2.{row}.{column}"
            for row in ("regulations", "normative_documents")
            for column in ("repealed", "in_force")
        ),
        "t2.fees.amount",
        *(f"t6.processing_fee.{one}" for one in ("notices", "charged", "collected")),
    ]


def test_only_what_is_not_quite_the_same_has_a_note() -> None:
    noted = {code for one in EQUAL if one.note for code in one.before}
    others = {f"t3.outcome.other.{column}" for column in SEVEN}
    assert noted == {"t2.regulations.made", "t2.normative_documents.made"} | others


def test_no_template_becomes_another_by_it() -> None:
    assert "successor" in PAGES
    assert "successor" not in OLD.told_by_templates


SOURCE = (FORMS / "disclosure-2019.yaml").read_text(encoding="utf-8")
LINE = SOURCE[: SOURCE.index("successor:")].count("\n") + 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "now: [t2.*.issued]",
            "now: [t2.*.published]",
            f"第 {LINE} 行（successor.0.now.0）：没有与“t2.*.published”相符的指标。",
        ),
        (
            "before: [t2.*.made]",
            "before: [t2.*.makes]",
            f"第 {LINE + 1} 行（successor.0.before.0）：表中没有指标“t2.regulations.makes”。",
        ),
        (
            "before: [t2.*.made]",
            "before: [t2.regulations.made]",
            f"第 {LINE + 1} 行（successor.0.before.0）："
            "“t2.regulations.made”中的 * 应与同一条的第一个代码一样，有或没有，最多一个。",
        ),
        (
            "{now: [t3.carried_in.*]}",
            "{now: [t3.received.*]}",
            f"第 {LINE + 5} 行（successor.3）：指标“t3.received.natural_person”"
            "在对应关系中出现了不止一次。",
        ),
        (
            "before: [t2.*.made]",
            "before: [t2.procurement.*]",
            f"第 {LINE + 1} 行（successor.0.before.0）：表中没有指标“t2.procurement.regulations”。",
        ),
        (
            "{now: [t2.*.decisions]}",
            "{now: [t2.fees.amount], before: [t2.procurement.items]}",
            f"第 {LINE + 3} 行（successor.1）：两种表式中对应的指标，计量单位或小数位数不同。",
        ),
        (
            "replaced_by: disclosure-2021\n",
            "",
            f"第 {LINE - 2} 行（successor）："
            "没有写明由哪个表式代替（replaced_by），不能写 successor。",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CannotRun) as refused:
        load_form(str(path))
    assert str(refused.value) == f"表式文件 mine.yaml {told}"


def test_the_form_that_replaced_it_has_to_come_with_the_toolkit(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    named = SOURCE.replace("replaced_by: disclosure-2021", "replaced_by: disclosure-2031", 1)
    path.write_text(named, encoding="utf-8")
    with pytest.raises(CannotRun, match=r"（replaced_by）：没有名为“disclosure-2031”的表式"):
        load_form(str(path))
