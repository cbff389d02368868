"""Which of several files counts for one unit and one year."""

from __future__ import annotations

import datetime
from dataclasses import replace

from tests.support.build import LATER, SAVED, filled
from tests.support.many_years import FINANCE, NEW, OLD, told
from tests.support.published_returns import document, returned
from toolkit.chronicle.choosing import Choice, choose_among
from toolkit.chronicle.heard import Said, Source
from toolkit.chronicle.lines import lines_of
from toolkit.findings.codes.catalogue import found
from toolkit.grids.identity import Identity
from toolkit.grids.refusals import Refusal
from toolkit.returns.previous_year import of_return
from toolkit.returns.unit_return import Return

LINES = lines_of(NEW, [OLD])
RECEIVED = "t3.received.natural_person"


def said(one: Return, year: int = 2024) -> Said:
    figures = of_return(one, NEW)
    more = one.time, one
    return Said(
        FINANCE.code, FINANCE.name, year, NEW, figures, Source.of(one), one.file, None, *more
    )


def workbook(file: str, received: int, saved: datetime.datetime = SAVED) -> Said:
    cells = {"表三!D6": received, "表三!D8": received}
    return said(replace(returned(filled(cells, FINANCE, saved=saved)), file=file))


def report(file: str = "年报.html", received: int = 12) -> Said:
    cells = {"表三!D6": received, "表三!D8": received}
    return said(document(file, cells=cells, identity=Identity(name=FINANCE.name, year="2024")))


def line_of_a_sum(received: int, file: str = "汇总-2024.xlsx", **more: object) -> Said:
    known: dict[str, int | None] = {
        RECEIVED: received,
        "t3.outcome.granted.natural_person": received,
    }
    return replace(told(2024, known, source=Source.IN_A_SUM), file=file, **more)  # type: ignore[arg-type]


def unused(choice: Choice) -> list[tuple[str, str]]:
    return [(one.said.file, one.reason.text) for one in choice.unused]


def differing(choice: Choice) -> list[tuple[str, int | None, int | None]]:
    return [
        (each.line.code, each.used, each.there) for one in choice.unused for each in one.differing
    ]


def test_one_alone_counts() -> None:
    one = report()
    assert choose_among([one], LINES) == Choice(one)


def test_the_later_workbook_counts_and_what_differs_is_listed() -> None:
    old, new = workbook("旧.xlsx", 5), workbook("新.xlsx", 7, LATER)
    choice = choose_among([old, new], LINES)
    assert choice.counts is new
    assert unused(choice) == [("旧.xlsx", "已由后保存的“新.xlsx”代替")]
    assert differing(choice) == [
        (RECEIVED, 7, 5),
        ("t3.outcome.granted.natural_person", 7, 5),
    ]
    assert [(one.path, one.status) for one in choice.records] == [("旧.xlsx", "superseded")]


def test_the_same_again_is_a_duplicate() -> None:
    first, again = workbook("a.xlsx", 5), workbook("b.xlsx", 5)
    choice = choose_among([first, again], LINES)
    assert [one.status for one in choice.records] == ["duplicate"]
    assert differing(choice) == []


def test_two_that_were_saved_at_once_are_none_and_all_that_they_say_is_listed() -> None:
    choice = choose_among([workbook("a.xlsx", 5), workbook("b.xlsx", 7)], LINES)
    assert choice.counts is None
    assert {one.reason for one in choice.unused} == {Refusal.TIE}
    assert (RECEIVED, None, 5) in differing(choice) and (RECEIVED, None, 7) in differing(choice)
    # A 0 is a figure, too.
    assert ("t2.licences.decisions", None, 0) in differing(choice)


def test_a_workbook_goes_before_a_report_whenever_it_was_saved() -> None:
    choice = choose_among([report(received=12), workbook("a.xlsx", 5)], LINES)
    assert choice.counts and choice.counts.file == "a.xlsx"
    assert unused(choice) == [("年报.html", "已有 Excel 报送件“a.xlsx”，以其为准")]
    assert differing(choice)[0] == (RECEIVED, 5, 12)


def test_a_page_that_breaks_off_never_stands_against_a_whole_one() -> None:
    broken = report("断.html", 3)
    assert broken.returned is not None
    told = (*broken.returned.findings, found("FILE-15"))
    broken = replace(broken, returned=replace(broken.returned, findings=told))
    choice = choose_among([broken, report()], LINES)
    assert choice.counts and choice.counts.file == "年报.html"
    assert unused(choice) == [("断.html", "没有保存完整，到中途就断了，以完整的“年报.html”为准")]
    assert [(one.path, one.status) for one in choice.records] == [("断.html", "superseded")]
    assert differing(choice)[0] == (RECEIVED, 12, 3)
    # Alone it is better than nothing.
    assert choose_among([broken], LINES).counts is broken


def test_a_workbook_goes_before_the_line_of_a_sum() -> None:
    one, line = workbook("a.xlsx", 5), line_of_a_sum(6)
    choice = choose_among([line, one], LINES)
    assert choice.counts is one
    assert unused(choice) == [("汇总-2024.xlsx", "汇总工作簿中的数，以“a.xlsx”为准")]
    assert differing(choice) == [(RECEIVED, 5, 6), ("t3.outcome.granted.natural_person", 5, 6)]
    # Of the sum itself nothing is said by that.
    assert choice.records == ()


def test_the_line_of_a_sum_goes_before_a_report() -> None:
    line = line_of_a_sum(6)
    choice = choose_among([report(), line], LINES)
    assert choice.counts is line
    assert unused(choice) == [("年报.html", "已有工作簿“汇总-2024.xlsx”，以其为准")]
    assert [(one.path, one.status) for one in choice.records] == [("年报.html", "superseded")]


def test_of_two_sums_the_later_counts() -> None:
    old = line_of_a_sum(6, "旧.xlsx", time=SAVED)
    new = line_of_a_sum(7, "新.xlsx", time=LATER)
    assert choose_among([old, new], LINES).counts is new
    tie = choose_among([old, replace(new, time=SAVED)], LINES)
    assert tie.counts is None and {one.reason for one in tie.unused} == {Refusal.TIE}


def test_the_newer_format_goes_before_the_one_before() -> None:
    old = told(2021, {"t3.outcome.other.company": 4}, OLD)
    new = replace(told(2021, {"t3.outcome.other.other.company": 3}), file="新.xlsx")
    choice = choose_among([old, new], LINES)
    assert choice.counts is new
    # The rows of the one and the row of the other are compared, too.
    assert ("t3.outcome.other.company", 3, 4) in differing(choice)
