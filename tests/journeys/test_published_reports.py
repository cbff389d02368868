"""Published reports in every style are read to the figure, and damage to them is never silent."""

from __future__ import annotations

import pytest

from tests.support.published_mutants import Tally, complaints, mutant, run
from tests.support.reports.damage import KINDS
from tests.support.reports.judging import judge
from tests.support.reports.model import Figures, Subject
from tests.support.reports.official import (
    official_inputs,
    official_layout,
    official_report,
    random_figures,
)
from tests.support.reports.reading import read_file, read_report
from tests.support.reports.styles import STYLES
from toolkit.returns.unit_return import Return

COUNT, SEED = 300, 1
# The seed of the figures, how large they are, and the seed of the wording (none: the form's own).
REPORTS = [(1, 9, None), (2, 999, 11), (3, 99_999, 12), (4, 999, 13)]
SUBJECT = Subject()
# Damage that changes neither a figure nor what it is a figure of.
PLAIN = {
    "blank_cell_added",
    "colspan_wrong",
    "dash_for_nothing",
    "footnote",
    "group_blanked",
    "head_row_lost",
    "label_blanked",
    "label_misspelt",
    "label_shortened",
    "other_in_one_row_of_nothing",
    "rows_exchanged",
    "rowspan_wrong",
    "split_by_a_blank",
    "table_doubled",
    "unit_behind",
}


def scaled(figures: Figures) -> dict[str, int]:
    """As a return holds them: integers of the smallest unit."""
    scales = official_layout().form.scales
    return {code: int(figure * scales[code]) for code, figure in figures.items()}


@pytest.mark.parametrize(("seed", "top", "wording"), REPORTS)
@pytest.mark.parametrize("name", STYLES)
def test_every_figure_is_read_as_it_is_published(
    name: str, seed: int, top: int, wording: int | None
) -> None:
    style, figures = STYLES[name], random_figures(seed, top)
    content = style.made(figures, SUBJECT, wording)
    values, findings = read_file(content, style.kind, f"报告.{style.ending}")
    assert values is not None
    published: dict[str, int | None] = dict(scaled(figures))
    if style.blank_zeros:
        # A blank counts as 0, and is told as a blank.
        published |= {code: None for code in official_inputs() if not figures[code]}
    assert {code: values.get(code) for code in published} == published
    told = [one for one in findings if one.severity != "info" and not style.is_usual(one)]
    assert [(one.code, one.sheet, one.cell) for one in told] == []


@pytest.mark.parametrize("name", STYLES)
def test_whose_it_is_and_of_which_year_is_read_from_its_title(name: str) -> None:
    style, subject = STYLES[name], Subject("东海市云台县人民政府", 2023, "云台县人民政府办公室")
    content = style.made(random_figures(5), subject, 14)
    returned = read_report(content, style.kind, f"报告.{style.ending}")
    assert isinstance(returned, Return)
    assert returned.years_told == {"2023"}
    assert any(subject.unit in one for one in returned.headings)


@pytest.mark.parametrize(
    "title",
    [
        "东海市教育局2023年政府信息公开工作年度报告",
        "东海市教育局 2023 年度政府信息公开工作年度报告",
        "东海市教育局\n2023年政府信息公开工作年度报告",
        "东海市教育局关于2023年政府信息公开工作情况的报告",
        "2023年东海市教育局政府信息公开工作年度报告",
        "东海市教育局２０２３年政府信息公开工作年度报告",
    ],
)
@pytest.mark.parametrize("name", ["trs", "old", "word", "text_tabs", "markdown", "pdf_ruled"])
def test_titles_are_worded_in_many_ways(name: str, title: str) -> None:
    style, report = STYLES[name], official_report(random_figures(5), Subject(year=2023))
    report.title = title
    returned = read_report(style.make(report), style.kind, f"报告.{style.ending}")
    assert isinstance(returned, Return)
    assert returned.years_told == {"2023"}
    assert "东海市教育局" in "".join(returned.headings)


# --- Mutants -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tally() -> Tally:
    return run(COUNT, SEED)


@pytest.mark.slow
def test_no_mutant_is_silent(tally: Tally) -> None:
    assert tally.count == COUNT
    assert [one.name for one, _ in tally.bad] == [], "\n".join(complaints(tally))


@pytest.mark.slow
def test_harmless_damage_raises_no_alarm(tally: Tally) -> None:
    assert [one.name for one, _ in tally.alarms] == [], "\n".join(complaints(tally))


@pytest.mark.slow
def test_only_several_reports_in_one_file_are_refused(tally: Tally) -> None:
    kinds = {one.kind.name for one in tally.refused}
    several = {"two_reports", "table_doubled_with_other_figures"}
    assert kinds - {"damaged_copy_with_other_figures"} == several


def test_a_mutant_can_be_made_again() -> None:
    assert mutant("1:7") == mutant("1:7")


def test_there_are_many_kinds_of_damage() -> None:
    assert len(KINDS) >= 60
    assert {name for name, kind in KINDS.items() if kind.harmless} & PLAIN == set()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_reader_that_sees_no_damage_is_caught(name: str) -> None:
    """Otherwise the run would prove nothing."""
    one = mutant("1:2", name)
    seen = judge(one, one.before, ())
    assert seen.good == (KINDS[name].harmless or name in PLAIN)


def test_a_reader_that_reads_nothing_is_caught() -> None:
    one = mutant("1:1", "blank_row")
    assert len(judge(one, {}, ()).silent) == len(one.truth)
