"""Published reports: whose they are and of what year, and what becomes of them beside workbooks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from tests.support.build import BUREAU, CITY, COUNTY, EVERYONE, LATER, SAVED, YEAR, code_at
from toolkit.consolidation.assignment import Assignment, assign
from toolkit.consolidation.consolidate import Consolidation, consolidate
from toolkit.consolidation.reasons import (
    Duplicate,
    NotChosen,
    NotSummed,
    OtherForm,
    OtherYear,
    Published,
    Superseded,
    WrittenFor,
)
from toolkit.feedback.points import feedback_of
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import AsPublished, Beside, Differing, UnitKnownBy, YearKnownBy
from toolkit.findings.finding import Finding, Location
from toolkit.findings.message import message, suggestion
from toolkit.findings.voice import Voice
from toolkit.form.form_file import default_form
from toolkit.form.opening_figures import complete
from toolkit.grids.document import Medium
from toolkit.grids.identity import FEEDBACK_KIND, Identity
from toolkit.grids.reason import said
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import FileRecord, Return, Unread
from toolkit.roster.roster import Category, Roster, Unit

FORM = default_form()
OFFICIAL = frozenset(table.code for table in FORM.tables if table.official)
EVERY = frozenset(table.code for table in FORM.tables)
TITLE = "东海市教育局2024年政府信息公开工作年度报告"
FIGURES = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2}


def values(cells: Mapping[str, int]) -> dict[str, int | None]:
    """As a table is read whose blanks say 0."""
    typed = {code_at(at): FORM.scales[code_at(at)] * figure for at, figure in cells.items()}
    totals = complete(FORM, {**dict.fromkeys(FORM.inputs, 0), **typed})
    return {**totals, **dict.fromkeys(FORM.inputs), **typed}


def report(
    file: str = "年报.html",
    name: str | None = BUREAU.name,
    year: str | None = str(YEAR),
    *,
    cells: Mapping[str, int] = FIGURES,
    **facts: Any,
) -> Return:
    """A published report, as the reading of documents gives it."""
    headings = (f"{name or ''}{year or ''}年政府信息公开工作年度报告",) if name or year else ()
    stated: dict[str, Any] = {
        "sha256": file,
        "medium": Medium.PAGE,
        "headings": headings,
        "has_cover": False,
        "counted": OFFICIAL,
        "values": values(cells),
    }
    return Return(file, Identity(name=name, year=year), **{**stated, **facts})


def workbook(
    file: str = "年报.xlsx",
    *,
    unit: Unit = BUREAU,
    cells: Mapping[str, int] = FIGURES,
    kind: str | None = "template",
    **facts: Any,
) -> Return:
    identity = Identity(
        kind=kind,
        form=FORM.id,
        version=FORM.version,
        year=str(YEAR),
        unit=unit.code,
        name=unit.name,
    )
    stated: dict[str, Any] = {
        "sha256": file,
        "counted": EVERY,
        "values": values(cells),
        "saved": SAVED,
    }
    return Return(file, identity, **{**stated, **facts})


def assigned(
    *read: Return | Unread, units: Sequence[Unit] = EVERYONE, **options: Any
) -> Assignment:
    return assign(read, FORM, Roster(tuple(units)), CITY, YEAR, **options)


def fates(*read: Return | Unread, **options: Any) -> dict[str, tuple[str, str | None, Any]]:
    """File → its status, its unit, and the reason."""
    files = assigned(*read, **options).files
    return {one.path: (one.status, one.unit, one.reason) for one in files}


def codes(result: Assignment) -> list[tuple[str, str]]:
    return sorted((one.code, one.severity) for one in result.findings)


def told(code: str, result: Assignment) -> Finding:
    every = [one for one in result.findings if one.code == code]
    assert len(every) == 1
    return every[0]


# --- Whose it is ---------------------------------------------------------------------------------

WHOSE: Mapping[str, tuple[Return, UnitKnownBy]] = {
    "the title": (report(), "title"),
    "a title with more before the name": (report(name=f"云中省{BUREAU.name}"), "title"),
    "a heading": (report(name=None, headings=(TITLE,)), "title"),
    "the second heading": (report(name=None, headings=("信息公开", TITLE)), "title"),
    "the file's name": (report("东海市教育局2024.html", None, headings=("2024年年报",)), "name"),
    "the file's name, by code": (report("990000-11_某局_2024.html", None), "name"),
    "the publisher": (report(name=None, publishers=("东海市", BUREAU.name)), "publisher"),
    "the folder": (report("东海市教育局/年报.html", None), "folder"),
    "the archive": (report("东海市教育局.zip/年报.html", None), "folder"),
}


@pytest.mark.parametrize("case", WHOSE)
def test_the_first_that_names_one_unit_decides(case: str) -> None:
    one, by = WHOSE[case]
    result = assigned(one)
    assert result.files == (FileRecord(one.file, "accepted", BUREAU.code),)
    assert codes(result) == [("FILE-12", "warning")]
    assert told("FILE-12", result).details == AsPublished(Medium.PAGE, by, "title")
    counts = result.returns[BUREAU.code].identity
    assert (counts.unit, counts.name, counts.year) == (BUREAU.code, BUREAU.name, str(YEAR))


def test_a_title_without_the_city() -> None:
    city = Unit(CITY, "东海市", Category.COUNTY, "")
    assert fates(report(name="教育局"), units=(city, *EVERYONE)) == {
        "年报.html": ("accepted", BUREAU.code, None)
    }


def test_the_government_of_a_county_is_the_county() -> None:
    result = assigned(report(name=f"{COUNTY.name}人民政府"))
    assert result.files == (FileRecord("年报.html", "accepted", COUNTY.code),)
    assert told("FILE-12", result).unit_name == COUNTY.name


@pytest.mark.parametrize("name", ["东山区教育局", "东山区人民政府办公室", "东海市教育局招生中心"])
def test_a_body_whose_name_only_begins_so_is_another(name: str) -> None:
    """And its file is named after it as well."""
    result = assigned(report(f"{name}2024.html", name))
    assert result.files == (FileRecord(f"{name}2024.html", "accepted", name),)
    assert codes(result) == [("FILE-12", "warning"), ("UNIT-02", "error")]
    assert told("UNIT-02", result).actual == name


def test_offices_publish_for_others() -> None:
    one = report(publishers=("东海市政府办公室",))
    result = assigned(one)
    assert result.files == (FileRecord(one.file, "accepted", BUREAU.code),)
    assert codes(result) == [("FILE-12", "warning")]


def test_a_folder_does_not_give_away_the_report_of_another() -> None:
    one = report("东海市教育局/年报.html", "东海市粮食局")
    result = assigned(one)
    assert result.files == (FileRecord(one.file, "accepted", "东海市粮食局"),)
    assert codes(result) == [("FILE-12", "warning"), ("UNIT-02", "error")]


def test_a_file_named_after_another_unit_is_unrecognised() -> None:
    one = report("东山区2024.html")
    result = assigned(one)
    reason = WrittenFor(BUREAU.code, BUREAU.name)
    assert result.files == (FileRecord(one.file, "unrecognised", COUNTY.code, reason),)
    assert codes(result) == [("UNIT-11", "error")]
    assert told("UNIT-11", result).unit == COUNTY.code


def test_where_nothing_names_anybody() -> None:
    one = report("年报.html", None)
    result = assigned(one)
    assert result.files == (FileRecord(one.file, "unrecognised", None, Refusal.NO_IDENTITY),)
    assert codes(result) == [("FILE-02", "error")]
    assert suggestion(told("FILE-02", result), FORM) == (
        "请在标题中写明单位全称和年度，或把文件名改为“单位代码_单位名称_年度”，再重新汇总；"
        "不是报表的文件，请移出文件夹。"
    )


def test_the_report_of_the_city_itself() -> None:
    city = Unit(CITY, "东海市人民政府", Category.COUNTY, "")
    one = report(name=city.name)
    result = assigned(one, units=(city, *EVERYONE))
    assert result.files == (FileRecord(one.file, "unrecognised", None, Refusal.COLLECTOR_ITSELF),)
    assert codes(result) == [("FILE-02", "error")]


def test_a_name_that_several_units_have() -> None:
    """The code in the file's name may tell them apart."""
    twins = [Unit(f"99000{n}102", "城关镇", Category.TOWNSHIP, f"99000{n}") for n in (1, 2)]
    units = (*EVERYONE, Unit("990002", "西山区", Category.COUNTY, CITY), *twins)
    unclear, clear = report("1.html", "城关镇"), report("990002102_城关镇_2024.html", "城关镇")
    result = assigned(unclear, units=units)
    assert result.files == (FileRecord("1.html", "unrecognised", None, Refusal.TWINS),)
    assert codes(result) == [("UNIT-10", "error")]
    assert suggestion(told("UNIT-10", result), FORM) == ("请把文件名改为“单位代码_单位名称_年度”。")
    result = assigned(clear, units=units)
    assert result.files == (FileRecord(clear.file, "accepted", "990002102"),)
    county = report("2.html", None, headings=("西山区城关镇2024年政府信息公开工作年度报告",))
    assert assigned(county, units=units).files == (FileRecord("2.html", "accepted", "990002102"),)


def test_a_blank_form_is_ignored() -> None:
    one = report(untouched=True)
    assert fates(one) == {one.file: ("ignored", BUREAU.code, Refusal.UNTOUCHED)}
    nobodys = report(name=None, year=None, untouched=True)
    assert fates(nobodys) == {nobodys.file: ("ignored", None, Refusal.UNTOUCHED)}


# --- Of what year --------------------------------------------------------------------------------

NO_YEAR = ("年度报告", "东海市教育局")
YEARS: Mapping[str, tuple[Return, YearKnownBy]] = {
    "the title": (report(), "title"),
    "the title, sent in the next year": (report("东海市教育局2025.html"), "title"),
    "a heading": (report(year=None, headings=("东海市教育局", "2024年度报告")), "heading"),
    "the file's name": (report("教育局2024.html", year=None, headings=NO_YEAR), "name"),
    "the option": (report(year=None, headings=NO_YEAR), "option"),
}


@pytest.mark.parametrize("case", YEARS)
def test_the_first_that_names_a_year_decides(case: str) -> None:
    one, by = YEARS[case]
    result = assigned(one, year_given=True)
    assert result.files == (FileRecord(one.file, "accepted", BUREAU.code),)
    assert codes(result) == [("FILE-12", "warning")]
    finding = told("FILE-12", result)
    assert (finding.actual, finding.details) == (str(YEAR), AsPublished(Medium.PAGE, "title", by))


@pytest.mark.parametrize(
    "one",
    [
        report("东海市教育局2022.html"),
        report("东海市教育局2022.html", year=None, headings=("东海市教育局2024年度",)),
        report(contradictions=(("year", ("2024", "2022")),)),
    ],
)
def test_any_other_year_contradicts_it(one: Return) -> None:
    result = assigned(one)
    record = FileRecord(one.file, "unrecognised", BUREAU.code, Refusal.CONTRADICTION)
    assert result.files == (record,)
    assert codes(result) == [("UNIT-04", "error")]
    finding = told("UNIT-04", result)
    assert finding.actual == ("2024", "2022")
    assert message(finding, FORM) == (
        f"文件“{one.file}”的标题、统计期限或文件名对“报告年度”的记载不一致：“2024”、“2022”。"
        "无法确定是哪年的数，未计入汇总。"
    )
    assert suggestion(finding, FORM, Voice.UNIT).startswith("请核对是哪一年的报告")


def test_a_report_on_another_year() -> None:
    one = report(year="2023")
    result = assigned(one)
    assert result.files == (FileRecord(one.file, "unrecognised", BUREAU.code, OtherYear("2023")),)
    assert codes(result) == [("FILE-04", "error")]


def test_a_report_in_another_format() -> None:
    one = report()
    one = replace(one, identity=replace(one.identity, form="disclosure-2019", version="2019"))
    reason = OtherForm("disclosure-2019 2019")
    assert fates(one) == {one.file: ("unrecognised", BUREAU.code, reason)}
    assert codes(assigned(one)) == [("FILE-03", "error")]


@pytest.mark.parametrize("headings", [NO_YEAR, ("东海市教育局2023年", "东海市教育局2024年")])
def test_where_nothing_names_one_year(headings: tuple[str, ...]) -> None:
    one = report(year=None, headings=headings)
    result = assigned(one)
    record = FileRecord(one.file, "unrecognised", BUREAU.code, Refusal.NO_YEAR)
    assert result.files == (record,)
    assert codes(result) == [("FILE-06", "error")]
    assert "封面" not in suggestion(told("FILE-06", result), FORM)


# --- FILE-12 -------------------------------------------------------------------------------------


def test_what_is_told_of_a_report_that_counts() -> None:
    finding = told("FILE-12", assigned(report("东海市教育局/a.docx", None, medium=Medium.WORD)))
    assert message(finding, FORM) == (
        "文件“东海市教育局/a.docx”是 Word 文档，不是下发的 Excel 模板，其中的表按表头读出，"
        "不如模板可靠。单位按所在的文件夹或压缩包认定为“东海市教育局”，"
        "年度按标题认定为 2024 年度；"
        "所列单元格是模板中的位置。"
    )
    assert suggestion(finding, FORM) == (
        "请该单位核对各表，最好报送下发的 Excel 模板"
        "（用 toolkit read 加 -o 可把读出的数写成填好的模板）。"
    )
    assert suggestion(finding, FORM, Voice.UNIT).startswith("请核对单位、年度和各表的数")
    assert suggestion(finding, FORM, Voice.NOTICE) == (
        "随附的工作簿已填好从中读出的数，请逐表核对、改正后报送。"
    )


# --- Beside workbooks ----------------------------------------------------------------------------

OTHER = {**FIGURES, "表三!D6": 13, "表二!B9": 4}


def test_a_workbook_counts_whatever_the_times() -> None:
    one, book = report(cells=OTHER, saved=LATER), workbook(saved=SAVED)
    result = assigned(one, book)
    assert result.files == (
        FileRecord(one.file, "superseded", BUREAU.code, Published(book.file)),
        FileRecord(book.file, "accepted", BUREAU.code),
    )
    assert said(result.files[0].reason) == "已有 Excel 报送件“年报.xlsx”，以其为准"
    assert codes(result) == [("UNIT-20", "warning")]
    finding = told("UNIT-20", result)
    assert (finding.file, finding.unit, finding.count, finding.more) == (
        one.file,
        BUREAU.code,
        2,
        0,
    )
    labels = [FORM.indicators[code_at(at)].label for at in ("表二!B9", "表三!D6")]
    assert finding.details == Beside(
        Medium.PAGE,
        book.file,
        compared=True,
        cells=(
            Differing(labels[0], "表二", "B9", 0, 4),
            Differing(labels[1], "表三", "D6", 12, 13),
        ),
    )
    assert message(finding, FORM) == (
        "东海市教育局（990000-11）已报 Excel 工作簿“年报.xlsx”，文件“年报.html”是网页，不再计入。"
        f"两者有 2 处不同：表二 B9（{labels[0]}）工作簿 0、报告 4；"
        f"表三 D6（{labels[1]}）工作簿 12、报告 13。"
    )


def test_the_same_figures_are_no_duplicate() -> None:
    one, book = report(), workbook()
    result = assigned(one, book)
    assert [(file.status, file.reason) for file in result.files] == [
        ("superseded", Published(book.file)),
        ("accepted", None),
    ]
    assert codes(result) == [("UNIT-20", "info")]
    finding = told("UNIT-20", result)
    assert message(finding, FORM).endswith("两者都有的各表，数据没有不同。")
    assert suggestion(finding, FORM) == "无需处理。"


def test_only_the_first_cells_are_listed() -> None:
    cells = {f"表三!D{row}": row for row in range(8, 20)}
    result = assigned(report(cells=cells), workbook(cells={}))
    finding = told("UNIT-20", result)
    assert isinstance(finding.details, Beside)
    assert (len(finding.details.cells), finding.count, finding.more) == (10, 12, 2)
    assert message(finding, FORM).endswith("工作簿 0、报告 17；另有 2 处。")


def test_only_tables_that_both_have_are_compared() -> None:
    third = next(table.code for table in FORM.tables if table.sheet == "表三")
    one = report(cells=OTHER, counted=OFFICIAL - {third})
    finding = told("UNIT-20", assigned(one, workbook(cells={**FIGURES, "附表!C4": 5})))
    assert isinstance(finding.details, Beside)
    assert [(cell.sheet, cell.cell) for cell in finding.details.cells] == [("表二", "B9")]
    none = told("UNIT-20", assigned(report(counted=frozenset()), workbook()))
    assert (none.severity, none.count) == ("info", 0)
    assert message(none, FORM).endswith("两者没有都能读出的表，无法对照。")


def test_what_is_no_figure_differs_and_a_moved_table_has_its_own_places() -> None:
    code = code_at("表三!D6")
    book = workbook(places={code: ("表三 (2)", "E9")})
    one = report(invalid=frozenset({code}), cells={"表三!D8": 10, "表三!D30": 2})
    finding = told("UNIT-20", assigned(one, book))
    assert isinstance(finding.details, Beside)
    label = FORM.indicators[code].label
    assert finding.details.cells == (Differing(label, "表三 (2)", "E9", 12, None),)
    assert message(finding, FORM).endswith(f"表三 (2) E9（{label}）工作簿 12、报告 不是有效的数。")


def test_a_workbook_that_came_back_unchanged_is_none() -> None:
    back = workbook("退回.xlsx", kind=FEEDBACK_KIND, sent_back=True)
    one = report()
    assert fates(one, back) == {
        one.file: ("accepted", BUREAU.code, None),
        back.file: ("ignored", BUREAU.code, Refusal.SENT_BACK),
    }
    assert codes(assigned(one, back)) == [("FILE-12", "warning")]


def test_a_preferred_report_counts_before_all() -> None:
    one, book = report(cells=OTHER), workbook()
    result = assigned(one, book, preferred=[one.file])
    assert [(file.status, file.reason) for file in result.files] == [
        ("accepted", None),
        ("superseded", NotChosen(one.file)),
    ]
    assert codes(result) == [
        ("FILE-12", "warning"),
        ("UNIT-06", "warning"),
        ("UNIT-12", "info"),
    ]
    kept = assigned(one, book, preferred=[book.file])
    assert kept.files[0].reason == Published(book.file)


def test_where_workbooks_tie_the_report_does_not_count_either() -> None:
    books = [workbook("a.xlsx"), workbook("b.xlsx", cells=OTHER)]
    assert fates(report(), *books) == {
        "年报.html": ("superseded", BUREAU.code, Published("a.xlsx")),
        "a.xlsx": ("superseded", BUREAU.code, Refusal.TIE),
        "b.xlsx": ("superseded", BUREAU.code, Refusal.TIE),
    }
    assert codes(assigned(report(), *books)) == [("UNIT-07", "error")]


def test_of_several_reports_the_rule_on_copies_holds() -> None:
    page, word = report("a.html", saved=SAVED), report("b.docx", saved=LATER)
    assert fates(page, word)["a.html"] == ("duplicate", BUREAU.code, Duplicate("b.docx"))
    later = replace(word, values=values(OTHER))
    result = assigned(page, later)
    assert [(file.status, file.reason) for file in result.files] == [
        ("superseded", Superseded("b.docx")),
        ("accepted", None),
    ]
    assert [code for code, _ in codes(result)] == ["FILE-12", "UNIT-06", "UNIT-12"]
    assert told("FILE-12", result).file == "b.docx"


def test_a_missing_time_counts_as_equal() -> None:
    page, word = report("a.html", saved=SAVED), report("b.docx", cells=OTHER)
    assert fates(page, word) == {
        "a.html": ("superseded", BUREAU.code, Refusal.TIE),
        "b.docx": ("superseded", BUREAU.code, Refusal.TIE),
    }
    assert codes(assigned(page, word)) == [("UNIT-07", "error")]


def test_the_order_of_the_files_does_not_matter() -> None:
    """Two workbooks, two reports that differ, a copy, and one that came back unchanged."""
    read = (
        workbook("a.xlsx", saved=SAVED),
        workbook("b.xlsx", cells=OTHER, saved=SAVED + datetime.timedelta(hours=1)),
        report("c.html", saved=LATER),
        report("d.docx", cells=OTHER),
        report("e.pdf", cells=OTHER),
        workbook("f.xlsx", kind=FEEDBACK_KIND, sent_back=True),
    )
    every = [assigned(*some) for some in permutations(read)]
    first = {one.path: one for one in every[0].files}
    assert {path: one.status for path, one in first.items()} == {
        "a.xlsx": "superseded",
        "b.xlsx": "accepted",
        **dict.fromkeys(("c.html", "d.docx", "e.pdf"), "superseded"),
        "f.xlsx": "ignored",
    }

    def key(one: Finding) -> tuple[str, str]:
        return one.code, one.file or ""

    tellings = [
        {key(one): one for one in result.findings if one.code != "UNIT-06"} for result in every
    ]
    assert sorted(tellings[0]) == [
        ("UNIT-12", "a.xlsx"),
        ("UNIT-20", "c.html"),
        ("UNIT-20", "d.docx"),
        ("UNIT-20", "e.pdf"),
    ]
    for result, findings in zip(every, tellings, strict=True):
        assert {one.path: one for one in result.files} == first
        assert findings == tellings[0]
        assert {code: one.file for code, one in result.returns.items()} == {BUREAU.code: "b.xlsx"}


# --- What is no report ---------------------------------------------------------------------------


def test_a_document_that_names_nobody_is_ignored() -> None:
    letter = Unread("通知.docx", Refusal.NO_TABLES, labelled=False, headings=("关于报送的通知",))
    result = assigned(letter)
    assert result.files == (FileRecord(letter.path, "ignored", None, Refusal.NO_REPORT),)
    assert result.findings == ()


@pytest.mark.parametrize(
    "one",
    [
        Unread("东海市教育局.docx", Refusal.NO_TABLES, labelled=False),
        Unread("东海市教育局/说明.docx", Refusal.NO_TABLES, labelled=False),
        Unread("a.html", Refusal.LINKING_PAGE, labelled=False, headings=("公开", TITLE)),
    ],
)
def test_one_that_names_a_unit_is_its_file(one: Unread) -> None:
    result = assigned(one)
    assert result.files == (FileRecord(one.path, "unreadable", BUREAU.code, one.refusal),)
    assert codes(result) == [("FILE-01", "error")]
    assert list(result.instead) == [BUREAU.code]


def test_one_with_a_label_in_it_is_to_be_mended_by_somebody() -> None:
    one = Unread("a.docx", Refusal.NO_TABLES)
    assert fates(one) == {"a.docx": ("unreadable", None, Refusal.NO_TABLES)}


def test_a_report_that_we_have_written_counts_only_for_last_year() -> None:
    ours = report(own_report=True)
    assert fates(ours) == {ours.file: ("ignored", BUREAU.code, Refusal.OWN_REPORT)}
    assert assigned(ours).findings == ()
    assert fates(ours, own_reports=True) == {ours.file: ("accepted", BUREAU.code, None)}


# --- Further on ----------------------------------------------------------------------------------


def consolidated(*read: Return | Unread) -> Consolidation:
    roster = Roster(EVERYONE)
    return consolidate(assigned(*read), FORM, roster, collector=CITY, year=YEAR)


def test_a_report_without_a_readable_table_is_its_unit_s_all_the_same() -> None:
    faults = tuple(found("TAB-02", Location(sheet)) for sheet in ("表二", "表三", "表四"))
    one = report(counted=frozenset(), cells={}, findings=faults)
    result = consolidated(one)
    assert result.files == (FileRecord(one.file, "accepted", BUREAU.code),)
    bureau = next(one for one in result.units if one.unit == BUREAU)
    assert (bureau.status, bureau.reason) == ("with_errors", NotSummed.NOTHING_COUNTED)
    mine = [one.code for one in result.findings if one.unit == BUREAU.code]
    assert mine == ["TAB-02"] * 3 + ["FILE-12"]


def test_a_report_is_summed_and_goes_back_as_a_workbook() -> None:
    result = consolidated(report())
    assert result.totals[code_at("表三!D6")] == 12
    bureau = next(one for one in result.units if one.unit == BUREAU)
    assert (bureau.status, bureau.in_total) == ("received", True)
    (back,) = [one for one in feedback_of(result) if one.unit == BUREAU]
    assert [point.finding.code for point in back.points] == ["FILE-12"]
    assert back.returned is not None
    assert back.returned.values == values(FIGURES)
