"""The lines by which years are compared: one order, one meaning in every format."""

from __future__ import annotations

from tests.support.many_years import NEW, OLD, told
from toolkit.chronicle.lines import as_figures_of, lines_of

LINES = lines_of(NEW, [OLD])
BY_CODE = {one.code: one for one in LINES}
COLUMNS = (
    *("natural_person", "company", "research", "social_org", "legal_service", "other_org"),
    "total",
)


def test_without_another_format_they_are_the_indicators() -> None:
    assert [one.code for one in lines_of(NEW, [])] == list(NEW.indicators)
    assert not any(one.combines for one in lines_of(NEW, []))


def test_rows_together_stand_above_those_that_they_combine() -> None:
    codes = [one.code for one in LINES]
    top = codes.index("t3.outcome.other.correction_overdue.natural_person")
    together = [f"t3.outcome.other.{column}" for column in COLUMNS]
    assert codes[top - 7 : top] == together
    line = BY_CODE["t3.outcome.other.company"]
    assert line.label == "三、本年度办理结果→（六）其他处理，法人或其他组织→商业企业"
    assert line.is_sum and line.combines and line.table.code == "t3"


def test_what_only_the_format_before_has_is_at_the_end() -> None:
    codes = [one.code for one in LINES]
    assert codes[len(NEW.indicators) + 7] == "t2.regulations.published"
    assert codes[-1] == "t2.procurement.amount"
    assert {one.form.id for one in LINES[-17:]} == {OLD.id}
    assert len(LINES) == len(NEW.indicators) + 7 + 17


def test_no_line_is_there_twice() -> None:
    assert len(BY_CODE) == len(LINES)


def test_a_figure_of_the_format_before_stands_where_it_means_the_same() -> None:
    old = told(2020, {"t2.normative_documents.made": 7, "t3.outcome.other.company": 3}, OLD)
    assert BY_CODE["t2.normative_documents.issued"].value(OLD, old.figures) == 7
    assert BY_CODE["t3.outcome.other.company"].value(OLD, old.figures) == 3
    assert BY_CODE["t3.outcome.other.total"].value(OLD, old.figures) == 3
    # One of three rows is not known from their sum.
    line = BY_CODE["t3.outcome.other.fee_overdue.company"]
    assert line.value(OLD, old.figures) is None and not line.codes_in(OLD)


def test_rows_of_the_form_are_added_up() -> None:
    known = {
        "t3.outcome.other.correction_overdue.company": 2,
        "t3.outcome.other.fee_overdue.company": 3,
        "t3.outcome.other.other.company": 4,
    }
    line = BY_CODE["t3.outcome.other.company"]
    assert line.value(NEW, told(2021, known).figures) == 9
    lacking = known | {"t3.outcome.other.other.company": None}
    assert line.value(NEW, told(2021, lacking).figures) is None


def test_figures_as_those_of_the_form() -> None:
    old = told(2020, {"t3.carried_out.company": 5, "t2.licences.decisions": 8}, OLD)
    known = as_figures_of(LINES, NEW, OLD, old.figures)
    assert known["t3.carried_out.company"] == 5
    assert known["t3.carried_out.total"] == 5
    assert known["t2.licences.decisions"] == 8
    assert known["t2.normative_documents.in_force"] is None
    assert "t2.procurement.items" not in known
    assert as_figures_of(LINES, OLD, OLD, old.figures) is old.figures


def test_what_has_to_be_known_of_a_line_is_told_with_it() -> None:
    assert (
        BY_CODE["t2.regulations.issued"].notes[OLD.id].startswith("2019 年格式的“本年新制作数量”")
    )
    assert BY_CODE["t3.received.company"].notes == {}
