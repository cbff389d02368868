"""Every code there is: returns that give it, the same put right, and every word that is said.

Each code has a unit of its own, which is named after it. All units of a city are collected at
once: what gives the codes in one city, what is right in another, of which nothing may be said.
The words stand in :mod:`tests.support.every_code`.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

import toolkit
from tests.support.build import (
    BALANCED,
    CITY,
    LATER,
    SAVED,
    YEAR,
    Collected,
    code_at,
    collect,
    edit,
    filled,
    parts,
    patched,
    raw,
    zipped,
)
from tests.support.encrypted import PASSWORD, locked
from tests.support.every_code import ALSO, HEARD, TOLD, Heard, Told
from tests.support.old_formats import (
    as_xls,
)
from tests.support.reports.model import Report, Subject
from tests.support.reports.official import FAULTS, official_report
from tests.support.reports.pages import plain_page
from tests.support.reports.word_files import tracked_word
from tests.support.reviewed import decided
from tests.support.silenced import without
from tests.support.voices import OF_THE_OFFICE, OF_THE_UNIT
from toolkit.commands.checking import check_files
from toolkit.findings import message as words
from toolkit.findings.codes import publication
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.finding import Finding
from toolkit.findings.voice import Voice
from toolkit.form.form_file import default_form, load_form
from toolkit.form.opening_figures import complete
from toolkit.grids.names import EMPTY, FILLED
from toolkit.roster.roster import Category, Unit

pytestmark = pytest.mark.slow

FORM = default_form()
OLD_FORM = load_form("disclosure-2019")
PLAIN = "表二!B9"  # 行政许可, which is in no balance
TWO = {"表三!D6": 2, "表三!D8": 2}


@dataclass(frozen=True)
class Folder:
    """What lies there of the units of one code; ``before``: what does of last year."""

    files: Mapping[str, bytes]
    units: tuple[Unit, ...]
    before: Mapping[str, bytes] = field(default_factory=dict)


Pairs = Mapping[str, tuple[Folder, Folder]]


def unit(code: str, category: Category = Category.DEPARTMENT, parent: str = CITY) -> Unit:
    return Unit(code, f"东海市{code}局", category, parent)


def one(content: bytes, of: Unit) -> Folder:
    return Folder({f"{of.code}.xlsx": content}, (of,))


def pair(code: str, wrong: bytes, right: bytes) -> tuple[Folder, Folder]:
    return one(wrong, unit(code)), one(right, unit(code))


@cache
def good(code: str, year: int | None = YEAR) -> bytes:
    """The return of the unit of a code, in which nothing is wrong."""
    return filled(BALANCED, unit(code), year=year)


# --- Files ---------------------------------------------------------------------------------------


def with_part(content: bytes, name: str) -> bytes:
    return zipped({**parts(content), name: b"<a/>"})


def reported(code: str, cells: Mapping[str, int] = BALANCED, year: int = YEAR) -> Report:
    """The report that the unit of a code has published."""
    typed = {code_at(at): figure for at, figure in cells.items()}
    figures = complete(FORM, {**dict.fromkeys(FORM.inputs, 0), **typed})
    known = {code: figure or 0 for code, figure in figures.items()}
    return official_report(known, Subject(unit(code).name, year))


def published(
    code: str, change: Callable[[Report], None] = lambda _: None
) -> tuple[Folder, Folder]:
    """Its page, with something wrong in it, and the workbook that it should have sent."""
    report = reported(code)
    change(report)
    return Folder({f"{code}.html": plain_page(report)}, (unit(code),)), one(good(code), unit(code))


def of_reports() -> Pairs:
    """What comes up in documents only."""

    def short_row(report: Report) -> None:
        del report.table("t3").rows[3][-3:-1]

    def lost_letters(report: Report) -> None:
        label = next(
            cell
            for _, _, cell in report.table("t3").cells
            if cell.text.startswith("2.其他法律行政法规禁止公开")
        )
        label.text = "2.其他法律行政止公开"

    def undivided(report: Report) -> None:
        """Of （六）其他处理 only one row, in which there is a figure."""
        table = report.table("t3")
        first = next(n for n, row in enumerate(table.rows) if "其他处理" in row[1].text)
        label = table.rows[first][1]
        table.rows[first] = [*table.rows[first][:1], label, label, *table.rows[first][3:]]
        table.rows[first][3].text = "5"
        rest = [n for n, row in enumerate(table.rows) if n > first and row[1] is label]
        for number in reversed(rest):
            del table.rows[number]

    def slipped(report: Report) -> None:
        """The last label above the sums of table 3 states one row less than it is high."""
        report.table("t3").rows[-2][0].down = -1

    def total_first(report: Report) -> None:
        """The column of the sums stands before the others."""
        for row in report.table("t3").rows:
            row.insert(3, row.pop())

    _, quiet = published("FILE-15")
    broken_off = plain_page(reported("FILE-15")).partition(b"dy></html>")[0]
    cut = Folder({"FILE-15.html": broken_off}, (unit("FILE-15"),))
    word = Folder({"FILE-14.docx": tracked_word(reported("FILE-14"))}, (unit("FILE-14"),))
    return {
        "FILE-12": published("FILE-12"),
        "FILE-14": (word, one(good("FILE-14"), unit("FILE-14"))),
        "FILE-15": (cut, quiet),
        "TAB-10": published("TAB-10", short_row),
        "TAB-11": published("TAB-11", lost_letters),
        "TAB-12": published("TAB-12", undivided),
        "TAB-13": published("TAB-13", slipped),
        "TAB-14": published("TAB-14", total_first),
    }


def saying(code: str, paragraph: str) -> bytes:
    """The page of the unit of a code, with this paragraph in its first section."""
    return plain_page(_with(paragraph, reported(code)))


def said_before(code: str, paragraph: str) -> bytes:
    """The page on the year before, in which little else is the same."""
    report = _with(paragraph, reported(code, {"表三!D6": 9, "表三!D8": 9}, YEAR - 1))
    report.parts = [one for one in report.parts if one != FAULTS]
    return plain_page(report)


def _with(paragraph: str, report: Report) -> Report:
    report.parts.insert(report.parts.index("一、总体情况") + 1, paragraph)
    return report


def of_texts() -> Pairs:
    """What the text of a report says otherwise than its tables, and what does not belong there."""
    texts = {
        "TEXT-01": "2024年，我局共收到政府信息公开申请21件。",
        "TEXT-02": "全年受理政府信息公开申请12件，其中线上申请7件、线下申请4件。",
        "TEXT-03": "2023年，我局组织业务培训2次，编发简报6期。",
        "TEXT-04": "2024年，西山市林业局坚持以公开为常态，做好各项工作。",
        "TEXT-06": "全年发布政策解读XX篇，回应关切4次。",
    }
    return {
        code: (
            Folder({f"{code}.html": saying(code, text)}, (unit(code),)),
            one(good(code), unit(code)),
        )
        for code, text in texts.items()
    }


def of_files() -> Pairs:
    def named(code: str, **files: bytes) -> Folder:
        every = {f"{code}{name.replace('_', '.')}": content for name, content in files.items()}
        return Folder(every, (unit(code),))

    unknown = filled(BALANCED, None)
    both = {"_xlsx": good("FILE-05"), "-2023_xlsx": good("FILE-05", YEAR - 1)}
    return {
        "FILE-01": (
            named("FILE-01", _png=b"\x89PNG\r\n"),
            named("FILE-01", _xlsx=good("FILE-01")),
        ),
        "FILE-02": (
            named("FILE-02", x_xlsx=unknown),
            named("FILE-02", x_xlsx=edit(unknown, {"封面!B3": "东海市FILE-02局"})),
        ),
        "FILE-03": pair("FILE-03", filled(TWO, unit("FILE-03"), form=OLD_FORM), good("FILE-03")),
        "FILE-04": pair("FILE-04", good("FILE-04", YEAR - 1), good("FILE-04")),
        "FILE-05": (named("FILE-05", **both), named("FILE-05", _xlsx=both["_xlsx"])),
        "FILE-06": pair("FILE-06", good("FILE-06", None), good("FILE-06")),
        # The same file: the right city is collected with the password.
        "FILE-07": pair("FILE-07", *[locked(PASSWORD, good("FILE-07"))] * 2),
        "FILE-08": pair(
            "FILE-08", with_part(good("FILE-08"), "xl/vbaProject.bin"), good("FILE-08")
        ),
        "FILE-09": (
            named("FILE-09", _xls=as_xls(good("FILE-09"))),
            named("FILE-09", _xlsx=good("FILE-09")),
        ),
        "FILE-10": (
            named("FILE-10", _xls=good("FILE-10")),
            named("FILE-10", _xlsx=good("FILE-10")),
        ),
        "FILE-11": pair(
            "FILE-11",
            with_part(good("FILE-11"), "xl/externalLinks/externalLink1.xml"),
            good("FILE-11"),
        ),
        "FILE-13": pair(
            "FILE-13",
            edit(good("FILE-13", None), {"表二!A2": "填报单位：东海市FILE-13局　2024 年度"}),
            good("FILE-13"),
        ),
    }


# --- Units ---------------------------------------------------------------------------------------


def sent(code: str, *, units: Iterable[Unit] = (), **files: bytes) -> Folder:
    """Several files of one unit, ``a``, ``b``."""
    every = {f"{code}-{name}.xlsx": content for name, content in files.items()}
    return Folder(every, (unit(code), *units))


def of_units() -> Pairs:
    """Who it is, and whether it has sent anything."""
    # Whoever reports to the same unit is to have another name (UNIT-19).
    twin = replace(unit("UNIT-10-b", parent="UNIT-10"), name=unit("UNIT-10").name)
    twin_s = filled(BALANCED, twin)
    apart = unit("UNIT-19-b")
    alike = replace(apart, name=unit("UNIT-19").name)
    nameless = edit(filled(BALANCED, None), {"封面!B3": unit("UNIT-10").name})
    anonymous = edit(
        good("UNIT-05"), change=lambda book: without(book, "hidden sheet", "properties", "cover")
    )
    renamed = filled(BALANCED, replace(unit("UNIT-09"), name="东海市九局"))
    telling, borrowed = (f"{code}_东海市{code}局_2024.xlsx" for code in ("UNIT-05", "UNIT-11"))
    lender = unit("UNIT-11-b")
    lent = filled(BALANCED, lender)
    return {
        "UNIT-01": (Folder({}, (unit("UNIT-01"),)), one(good("UNIT-01"), unit("UNIT-01"))),
        "UNIT-02": (
            Folder({"UNIT-02.xlsx": good("UNIT-02")}, ()),
            one(good("UNIT-02"), unit("UNIT-02")),
        ),
        "UNIT-19": (
            sent("UNIT-19", a=good("UNIT-19"), b=filled(TWO, alike), units=[alike]),
            sent("UNIT-19", a=good("UNIT-19"), b=filled(TWO, apart), units=[apart]),
        ),
        "UNIT-04": pair("UNIT-04", edit(good("UNIT-04"), {"封面!B4": "UNIT-05"}), good("UNIT-04")),
        "UNIT-05": (
            Folder({telling: anonymous}, (unit("UNIT-05"),)),
            Folder({telling: good("UNIT-05")}, (unit("UNIT-05"),)),
        ),
        "UNIT-09": pair("UNIT-09", renamed, good("UNIT-09")),
        "UNIT-10": (
            sent("UNIT-10", a=nameless, b=twin_s, units=[twin]),
            sent("UNIT-10", a=edit(nameless, {"封面!B4": "UNIT-10"}), b=twin_s, units=[twin]),
        ),
        "UNIT-11": (
            Folder({borrowed: lent, "UNIT-11-b.xlsx": lent}, (unit("UNIT-11"), lender)),
            Folder({borrowed: good("UNIT-11")}, (unit("UNIT-11"),)),
        ),
    }


def of_versions() -> Pairs:
    """A unit that has sent two files, and one that has sent one."""

    def two(code: str, first: Mapping[str, int], saved: datetime.datetime) -> tuple[Folder, Folder]:
        last = filled(BALANCED, unit(code), saved=saved)
        return sent(code, a=filled(first, unit(code)), b=last), sent(code, b=last)

    book = {"UNIT-20.xlsx": good("UNIT-20")}
    return {
        "UNIT-06": two("UNIT-06", TWO, LATER),
        "UNIT-07": two("UNIT-07", TWO, SAVED),
        "UNIT-08": two("UNIT-08", BALANCED, SAVED),
        "UNIT-12": two("UNIT-12", TWO, LATER),
        "UNIT-20": (
            Folder(
                {**book, "UNIT-20.html": plain_page(reported("UNIT-20", TWO))}, (unit("UNIT-20"),)
            ),
            Folder(book, (unit("UNIT-20"),)),
        ),
    }


def of_counties() -> Pairs:
    """Each a county with its own office and a department of its own."""

    def county(code: str, top: bytes, figures: Iterable[int]) -> Folder:
        head = unit(code, Category.COUNTY)
        below = [
            unit(f"{code}-a", Category.OWN, code),
            unit(f"{code}-b", Category.DEPARTMENT, code),
        ]
        files = {f"{code}.xlsx": top}
        for child, figure in zip(below, figures, strict=True):
            files[f"{child.code}.xlsx"] = filled(many(figure), child)
        return Folder(files, (head, *below))

    def many(figure: int) -> dict[str, int]:
        return {"表三!D6": figure, "表三!D8": figure - 1, "表三!D30": 1 if figure else 0}

    def summed(code: str, received: int, left: int) -> bytes:
        cells = {"表三!D6": received, "表三!D8": received - left, "表三!D30": left}
        return filled(cells, unit(code, Category.COUNTY))

    scope = filled(BALANCED, unit("UNIT-14", Category.COUNTY))
    top = unit("UNIT-14", Category.COUNTY)
    return {
        "UNIT-14": (one(edit(scope, {"封面!B5": "本机关"}), top), one(scope, top)),
        "UNIT-17": (
            county("UNIT-17", summed("UNIT-17", 5, 1), (5, 3)),
            county("UNIT-17", summed("UNIT-17", 8, 2), (5, 3)),
        ),
        "LEVEL-01": (
            county("LEVEL-01", summed("LEVEL-01", 12, 2), (5, 3)),
            county("LEVEL-01", summed("LEVEL-01", 8, 2), (5, 3)),
        ),
    }


def alike() -> Pairs:
    """Two units of which one has the figures of the other, or those of one table."""

    def two(code: str, *figures: Mapping[str, int]) -> Folder:
        units = (unit(code), unit(f"{code}-b"))
        files = zip(units, figures, strict=True)
        return Folder({f"{a.code}.xlsx": filled(cells, a) for a, cells in files}, units)

    five = {**BALANCED, "表二!B9": 31, "表二!B12": 7}
    cases = dict(zip(("表四!A6", "表四!B6", "表四!C6", "表四!D6"), (3, 1, 2, 4), strict=True))
    six = {**cases, "表四!F6": 3, "表四!G6": 1}
    return {
        "UNIT-16": (two("UNIT-16", five, five), two("UNIT-16", five, {**five, "表二!B12": 8})),
        "UNIT-18": (
            two("UNIT-18", six, {**six, "表二!B9": 4}),
            two("UNIT-18", six, {**six, "表二!B9": 4, "表四!G6": 5}),
        ),
        "PEER-01": (peers(1_699_500), peers("169.95")),
    }


def peers(amount: int | str) -> Folder:
    """A town with that amount, and three others."""
    every = {"": amount, "-a": 120, "-b": "151.35", "-c": 300}
    units = {end: unit(f"PEER-01{end}", Category.TOWNSHIP) for end in every}
    files = {
        f"{units[end].code}.xlsx": filled({"表二!B16": typed, PLAIN: n}, units[end])
        for n, (end, typed) in enumerate(every.items(), 1)
    }
    return Folder(files, tuple(units.values()))


# --- Tables, states, figures, totals -------------------------------------------------------------


def insert_two_rows(book: Workbook) -> None:
    book["表三"].insert_rows(1, 2)


def hide_row_12(book: Workbook) -> None:
    book["表三"].row_dimensions[12].hidden = True


def unprotect(book: Workbook) -> None:
    book["表三"].protection.sheet = False


def label_again(book: Workbook) -> None:
    book["表三"]["A31"], book["表三"]["D31"] = "一、本年新收政府信息公开申请数量", 12


def copy_with_15(book: Workbook) -> None:
    copy = book.copy_worksheet(book["表三"])
    copy.title, copy["D6"] = "表三 (2)", 15


def copy_with_12(book: Workbook) -> None:
    book.copy_worksheet(book["表三"]).title = "表三 (2)"


def merge_two_cells(book: Workbook) -> None:
    book["表三"].merge_cells("D8:D9")


def of_tables() -> Pairs:
    def without_table_4(book: Workbook) -> None:
        del book["表四"]

    def retyped(label: str) -> bytes:
        return edit(good("TAB-02"), {"表三!A6": label})

    def beside(value: object) -> bytes:
        return edit(good("TAB-03"), {"表三!L6": value})

    changed = {
        "TAB-01": without_table_4,
        "TAB-04": insert_two_rows,
        "TAB-05": hide_row_12,
        "TAB-06": unprotect,
        "TAB-07": label_again,
        "TAB-09": merge_two_cells,
    }
    again = good("TAB-08")
    return {
        **{
            code: pair(code, edit(good(code), change=change), good(code))
            for code, change in changed.items()
        },
        "TAB-02": pair(
            "TAB-02", retyped("一、受理数量"), retyped("一、本年新收　政府信息公开申请数量")
        ),
        "TAB-03": pair("TAB-03", beside(12), beside("电话 0375-1234567")),
        "TAB-08": pair(
            "TAB-08", edit(again, change=copy_with_15), edit(again, change=copy_with_12)
        ),
    }


def of_states() -> Pairs:
    def said(code: str, cells: Mapping[str, int] = BALANCED, **states: str) -> bytes:
        every = dict.fromkeys(("t2", "t3", "t4", "t6"), FILLED) | states
        return filled(cells, unit(code), states=every)

    wrong = {"preparer": "王五", "phone": "不知道", "date": "2026年1月32日"}
    return {
        "COVER-01": pair(
            "COVER-01",
            filled(BALANCED, unit("COVER-01"), contact=wrong),
            filled(BALANCED, unit("COVER-01")),
        ),
        "STAT-01": pair(
            "STAT-01",
            said("STAT-01", {"附表!C4": 5}, t6=EMPTY),
            said("STAT-01", {"附表!C4": 0}, t6=EMPTY),
        ),
        "STAT-02": pair("STAT-02", said("STAT-02", t3=""), said("STAT-02")),
        "STAT-03": pair("STAT-03", said("STAT-03", t4=""), said("STAT-03", t4=EMPTY)),
        "STAT-04": pair("STAT-04", said("STAT-04", t6=""), said("STAT-04", t6=EMPTY)),
        "STAT-05": pair(
            "STAT-05",
            edit(said("STAT-05", {}), {"封面!B13": "已核对"}),
            edit(said("STAT-05", {}), {"封面!B13": "已填完"}),
        ),
    }


def of_figures() -> Pairs:
    def typed(code: str, xml: str) -> bytes:
        return raw(good(code), {PLAIN: xml})

    def written(value: str) -> str:
        return f't="inlineStr"<is><t>{value}</t></is>'

    pairs = {
        "NUM-01": (written("12件"), written("１２")),
        "NUM-02": ("<v>-4</v>", "<v>0</v>"),
        "NUM-03": ("<v>12.5</v>", "<v>12.0</v>"),
        "NUM-04": (written("1234567890123456"), written("123456789012345")),
        "NUM-05": ('t="e"<v>#REF!</v>', "<v>0</v>"),
        "NUM-07": ("<f>5+7</f><v>12</v>", "<v>12</v>"),
        "NUM-08": ("<f>'[明细.xlsx]汇总'!B2</f><v>12</v>", "<v>12</v>"),
        "NUM-09": ("<f>5+7</f>", "<v>12</v>"),
        "NUM-11": ('t="str"<f>IF(A1="","",A1)</f><v></v>', "<v>0</v>"),
        "NUM-12": (written("\u202d17\u202c"), written("17")),
    }

    def looking(look: str) -> bytes:
        def change(book: Workbook) -> None:
            sheet, cell = PLAIN.split("!")
            book[sheet][cell].number_format = look

        return edit(filled({}, unit("NUM-10")), {PLAIN: 120000}, change=change)

    dated = edit(filled({}, unit("NUM-06")), {PLAIN: datetime.date(2025, 1, 2)})
    return {
        **{
            code: pair(code, typed(code, wrong), typed(code, right))
            for code, (wrong, right) in pairs.items()
        },
        "NUM-06": pair("NUM-06", dated, typed("NUM-06", written("12"))),
        "NUM-10": pair("NUM-10", looking("#,##0,"), looking("#,##0")),
    }


LIVE = "<f>SUM(D8:D28)</f><v>10</v>"


# The row and the column of 表三 D8, added up by hand.
BY_HAND = {"表三!J8": "<v>6</v>", "表三!D29": "<v>10</v>"}


def of_totals() -> Pairs:
    """A total with another figure than the sum of its parts, or with another formula."""
    parted = {"表三!D6": 10, "表三!D8": 6, "表三!D9": 4}
    across = {"表三!D6": 10, "表三!E6": 4, "表三!D8": 10, "表三!E8": 4}

    def total(code: str, cells: Mapping[str, int], at: str, *xml: str) -> tuple[Folder, Folder]:
        content = filled(cells, unit(code))
        wrong, right = (raw(content, {at: one}) for one in xml)
        return pair(code, wrong, right)

    return {
        "TOT-01": total("TOT-01", parted, "表三!D29", "<v>10</v>", LIVE),
        "TOT-02": total("TOT-02", parted, "表三!D29", LIVE.replace("10", "0"), LIVE),
        "T3-02": total("T3-02", parted, "表三!D29", "<v>8</v>", LIVE),
        "LIKELY-01": pair(
            "LIKELY-01",
            raw(filled({**parted, "表三!D8": 9}, unit("LIKELY-01")), BY_HAND),
            filled(parted, unit("LIKELY-01")),
        ),
        "T3-03": total("T3-03", across, "表三!J6", "<v>15</v>", "<f>SUM(D6:I6)</f><v>14</v>"),
        "T4-01": total(
            "T4-01",
            {"表四!A6": 6, "表四!B6": 4},
            "表四!E6",
            "<v>1</v>",
            "<f>SUM(A6:D6)</f><v>10</v>",
        ),
    }


def of_sums(tmp_path: Path) -> Pairs:
    """A county's own consolidated workbook."""

    def summed(code: str) -> bytes:
        child = unit(f"{code}-a", parent=code)
        files = {"a.xlsx": filled(BALANCED, child)}
        return collect(tmp_path / code, files, units=[child]).workbook.read_bytes()

    def county(code: str, cell: str, xml: str) -> tuple[Folder, Folder]:
        content, of = summed(code), unit(code, Category.COUNTY)
        return one(raw(content, {cell: xml}), of), one(content, of)

    sums = "SUMIFS('分单位'!A1:A2,'分单位'!D1:D2,&quot;是&quot;)"

    def gap(code: str) -> tuple[Folder, Folder]:
        """One of two units below has sent nothing."""
        below = [unit(f"{code}-a", parent=code), unit(f"{code}-b", Category.TOWNSHIP, code)]
        files = {f"{one.code}.xlsx": filled(BALANCED, one) for one in below[:1]}
        lacking = collect(tmp_path / f"{code}-0", files, units=below).workbook.read_bytes()
        return one(lacking, unit(code, Category.COUNTY)), one(summed(code), county_of(code))

    def faulty(code: str) -> bytes:
        """The unit below typed a text."""
        child = unit(f"{code}-a", parent=code)
        files = {"a.xlsx": edit(filled(BALANCED, child), {PLAIN: "12件"})}
        return collect(tmp_path / f"{code}-1", files, units=[child]).workbook.read_bytes()

    def county_of(code: str) -> Unit:
        return unit(code, Category.COUNTY)

    def without_findings(xml: str) -> str:
        return xml.replace('name="审核结果"', 'name="其他"')

    unlisted = patched(summed("LEVEL-05"), "xl/workbook.xml", without_findings)
    return {
        "LEVEL-02": gap("LEVEL-02"),
        "LEVEL-03": (
            one(faulty("LEVEL-03"), county_of("LEVEL-03")),
            one(summed("LEVEL-03"), county_of("LEVEL-03")),
        ),
        "LEVEL-04": (
            one(decided(faulty("LEVEL-04"), {0: "已核实"}), county_of("LEVEL-04")),
            one(summed("LEVEL-04"), county_of("LEVEL-04")),
        ),
        "LEVEL-05": (
            one(unlisted, county_of("LEVEL-05")),
            one(summed("LEVEL-05"), county_of("LEVEL-05")),
        ),
        "TOT-03": county("TOT-03", "表二!B9", "<v>0</v>"),
        "TOT-05": county("TOT-05", "表二!B9", "<v>500</v>"),
        # 分单位: the first unit's column of 表二 B9.
        "TOT-06": county("TOT-06", "分单位!M9", "<v>500</v>"),
        # A formula that has lost its result.
        "TOT-04": county("TOT-04", "附表!C4", f"<f>{sums}</f>"),
    }


def of_rules() -> Pairs:
    said = {("T2-02", "表二!B5"): "代市政府统计"}
    ahead = {("YEAR-01", "表二!B16"): "按新标准收费"}
    return {
        "T3-01": pair(
            "T3-01",
            filled({"表三!D6": 100, "表三!D8": 90, "表三!D30": 8}, unit("T3-01")),
            filled({"表三!D6": 100, "表三!D8": 90, "表三!D30": 10}, unit("T3-01")),
        ),
        "T2-02": pair(
            "T2-02", filled({"表二!B5": 3}, unit("T2-02")), filled({"表二!B6": 3}, unit("T2-02"))
        ),
        # What is said of last year waits until last year is there.
        "EXP-01": pair(
            "EXP-01",
            filled({}, unit("EXP-01"), explanations=said),
            filled({}, unit("EXP-01"), explanations=ahead),
        ),
    }


# --- Last year -----------------------------------------------------------------------------------


def split(*former: str) -> Folder:
    """A unit, and another of which the roster says whose figures of last year are its own."""
    first, second = unit("YEAR-06"), replace(unit("YEAR-06-b"), predecessors=former)
    before = {f"{former[0]}.xlsx": filled(TWO, unit(former[0]), year=YEAR - 1)}
    before["YEAR-06.xlsx"] = filled(TWO, first, year=YEAR - 1)
    files = {f"{each.code}.xlsx": filled(TWO, each) for each in (first, second)}
    return Folder(files, (first, second), before)


EXCHANGED_THEN = {
    "表三!D6": 60,
    "表三!D8": 43,
    "表三!D30": 17,
    "表三!E6": 45,
    "表三!E8": 40,
    "表三!E30": 5,
}


def of_years() -> Pairs:
    def years(code: str, then: Mapping[str, object], *now: Mapping[str, object]) -> list[Folder]:
        """What was reported then, and now: wrong, and right."""
        before = {f"{code}.xlsx": filled(then, unit(code), year=YEAR - 1)}
        return [replace(one(filled(cells, unit(code)), unit(code)), before=before) for cells in now]

    def carried(count: int) -> dict[str, object]:
        return {"表三!D6": 9, "表三!D7": count, "表三!D8": 9, "表三!D30": count}

    def stock(count: int) -> dict[str, object]:
        return {"表二!B6": 9, "表二!C6": 4, "表二!D6": count}

    def exchanged(columns: str) -> dict[str, object]:
        """The same two columns of figures, under these letters."""
        rows = {6: (50, 31), 7: (17, 5), 8: (40, 24), 12: (8, 9), 30: (19, 3)}
        return {
            f"表三!{column}{row}": figures[n]
            for row, figures in rows.items()
            for n, column in enumerate(columns)
        }

    then: dict[str, object] = {"表三!D6": 12, "表三!D8": 12, "表二!B9": 5}
    left, stayed = years("UNIT-15", then, {**then, "表二!B9": 6}, {**then, "表二!B9": 6})
    told, quiet = years("YEAR-04", then, {**then, "表二!B9": 6}, {**then, "表二!B9": 6})
    five = {"表三!D6": 12, "表三!D8": 7, "表三!D30": 5}
    former = {"YEAR-05-a.xlsx": filled(TWO, unit("YEAR-05-a"), year=YEAR - 1)}
    copied = (
        "我局把信息公开纳入股室年度考核，每季度对照目录检查栏目更新情况，对发现的问题逐项登记、"
        "限期整改，年底评选公开工作先进股室并通报全局。"
    )
    again = Folder({"TEXT-05.html": saying("TEXT-05", copied)}, (unit("TEXT-05"),))
    text = {"TEXT-05.html": said_before("TEXT-05", copied)}
    heir = replace(unit("YEAR-05"), predecessors=("YEAR-05-a",))
    lost = one(good("YEAR-05"), heir)
    every = {
        "T3-04": years("T3-04", five, carried(3), carried(5)),
        "T2-01": years("T2-01", {"表二!D6": 248}, stock(250), stock(253)),
        "LIKELY-02": years("LIKELY-02", EXCHANGED_THEN, exchanged("ED"), exchanged("DE")),
        "TEXT-05": [
            replace(folder, before=text)
            for folder in (again, one(good("TEXT-05"), unit("TEXT-05")))
        ],
        "UNIT-13": years("UNIT-13", then, then, {**then, "表二!B9": 6}),
        "UNIT-15": [replace(left, files={}, units=()), stayed],
        "YEAR-01": years("YEAR-01", {"表二!B16": "25.1"}, {"表二!B16": 251000}, {"表二!B16": 40}),
        "YEAR-02": years("YEAR-02", {PLAIN: 1250}, {PLAIN: 0}, {PLAIN: 126}),
        "YEAR-03": years("YEAR-03", {PLAIN: 120}, {PLAIN: 1200}, {PLAIN: 1199}),
        "YEAR-04": [
            replace(told, before={**told.before, "YEAR-04.png": b"\x89PNG\r\n"}),
            quiet,
        ],
        "YEAR-05": [lost, replace(lost, before=former)],
        "YEAR-06": [split("YEAR-06"), split("YEAR-06-c")],
    }
    return {code: (wrong, right) for code, (wrong, right) in every.items()}


# --- Two cities, each wrong and right ------------------------------------------------------------


@dataclass(frozen=True)
class Cities:
    """``pairs``: what every code was tried on. ``wrong``: by code, the city it must come up in.

    ``findings``: by code, the finding that it must give there.
    """

    pairs: Pairs
    wrong: Mapping[str, Collected]
    right: tuple[Collected, ...]
    findings: Mapping[str, Finding]


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Cities:
    path = tmp_path_factory.mktemp("cities")
    this_year: Pairs = {
        **of_files(),
        **of_reports(),
        **of_texts(),
        **of_units(),
        **of_versions(),
        **of_counties(),
        **alike(),
        **of_tables(),
        **of_states(),
        **of_figures(),
        **of_totals(),
        **of_sums(path / "below"),
        **of_rules(),
    }
    both_years = of_years()
    now = [gathered(path / f"now-{side}", this_year, side) for side in (0, 1)]
    then = [gathered(path / f"then-{side}", both_years, side) for side in (0, 1)]
    wrong = {**dict.fromkeys(this_year, now[0]), **dict.fromkeys(both_years, then[0])}
    pairs = {**this_year, **both_years}
    every = (*findings_in(path / "now-0"), *findings_in(path / "then-0"))
    findings = {code: named_after(code, every) for code in pairs}
    return Cities(pairs, wrong, (now[1], then[1]), findings)


def gathered(path: Path, pairs: Pairs, side: int) -> Collected:
    """All folders of one side as one city."""
    folders = [both[side] for both in pairs.values()]
    before = {name: content for one in folders for name, content in one.before.items()}
    options: list[str | Path] = ["--as", CITY]
    if before:
        options += ["--previous", path / "before"]
        (path / "before").mkdir(parents=True)
        for name, content in before.items():
            (path / "before" / name).write_bytes(content)
    if side:
        options += ["--password", PASSWORD]
    files = {name: content for one in folders for name, content in one.files.items()}
    units = [each for one in folders for each in one.units]
    return collect(path, files, *options, units=units)


def findings_in(path: Path) -> Sequence[Finding]:
    """The findings of a city that was gathered there, as values."""
    before = path / "before"
    previous = before if before.exists() else None
    found = toolkit.collect(path / "returns", collector=CITY, previous=previous)
    return found.consolidation.findings


def named_after(code: str, findings: Iterable[Finding]) -> Finding:
    """The finding of a code on the unit, or the file, that is named after it."""
    (found,) = [
        one
        for one in findings
        if one.code == code
        and (one.unit == code or (one.unit is None and str(one.file).startswith(code)))
    ]
    return found


def the_one(cities: Cities, code: str) -> Mapping[str, object]:
    """The finding of a code on the unit, or the file, that is named after it."""
    every = [one for one in cities.wrong[code].json["findings"] if one["code"] == code]
    (found,) = [
        one
        for one in every
        if one["unit"] == code or (one["unit"] is None and str(one["file"]).startswith(code))
    ]
    return dict(found)


# What `check` cannot say of a file, which knows neither roster nor last year nor other files; and
# FILE-06, since it is asked for a year here, which counts where a file is silent.
NOT_BY_CHECK = re.compile(
    "UNIT-(?!04)|LIKELY-02|LEVEL-01|YEAR-|PEER-|TEXT-05|T3-04|T2-01|FILE-0[2456]"
)
# What comes up only where a report is held against a workbook: tests/commands/test_against.py.
OF_A_WORKBOOK = {one.code for one in publication.CODES}
COLLECTED = tuple(code for code in CATALOGUE if code not in OF_A_WORKBOOK)
CODES = (*COLLECTED, *FORM.rule_specs, *FORM.total_rules)


def test_no_code_is_left_out(cities: Cities) -> None:
    assert sorted(TOLD) == sorted(CODES)
    assert sorted(cities.pairs) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_what_is_wrong_is_told_word_for_word(cities: Cities, code: str) -> None:
    found = the_one(cities, code)
    assert Told(**{key: found[key] for key in Told.__annotations__}) == TOLD[code]  # type: ignore[arg-type]


def test_check_says_the_same_of_a_single_return(cities: Cities, tmp_path: Path) -> None:
    """To the letter as a unit is to hear it, but for who it is, which it is not told."""
    codes = [code for code in CODES if not NOT_BY_CHECK.match(code)]
    for code in codes:
        for name, content in cities.pairs[code][0].files.items():
            (tmp_path / name).write_bytes(content)
    told = {
        (
            found.code,
            words.message(found, FORM, Voice.UNIT),
            words.suggestion(found, FORM, Voice.UNIT),
        )
        for checked in check_files([tmp_path], None, YEAR)
        for found in checked.findings
        if Path(checked.file).stem == found.code
    }
    assert told == {(code, *heard(code)) for code in codes}


def heard(code: str) -> tuple[str, str]:
    """The message and the remedy for a unit that has not sent its workbook yet."""
    said, own = TOLD[code], HEARD.get(code, Heard())
    message = own.message or said.message.replace("未计入汇总", "汇总时不会计入")
    return message, own.suggestion or said.suggestion


# No unit ever hears of these: they are about the roster, or about last year's files.
OF_NO_UNIT = {code for code, one in CATALOGUE.items() if one.office_only} | {"UNIT-15", "YEAR-04"}
# These speak to a unit that has itself summed others, and may quote what it was told of them.
OF_A_SUM = {code for code, one in CATALOGUE.items() if one.needs == "lists"} | {"LEVEL-01"}


@pytest.mark.parametrize("code", [code for code in CODES if code not in OF_NO_UNIT])
def test_a_unit_hears_what_it_can_do_itself(cities: Cities, code: str) -> None:
    found = cities.findings[code]
    said = words.message(found, FORM, Voice.UNIT), words.suggestion(found, FORM, Voice.UNIT)
    if code not in OF_A_SUM:
        assert not OF_THE_OFFICE.search("\n".join(said))
    assert not OF_THE_UNIT.search("\n".join(said))
    assert said == heard(code)


@pytest.mark.parametrize("code", CODES)
def test_the_office_is_not_spoken_to_as_a_unit(cities: Cities, code: str) -> None:
    found = cities.findings[code]
    said = words.message(found, FORM), words.suggestion(found, FORM)
    assert not OF_THE_UNIT.search("\n".join(said))


@pytest.mark.parametrize("code", [code for code in CODES if code not in OF_NO_UNIT])
def test_who_got_his_workbook_back_is_sent_to_no_other_file(cities: Cities, code: str) -> None:
    """What is done in the workbook at hand is told alike in it and in the notice."""
    found = cities.findings[code]
    inside, notice = (
        words.suggestion(found, FORM, voice) for voice in (Voice.SENT_BACK, Voice.NOTICE)
    )
    assert inside == notice.replace("随附的工作簿", "本工作簿")
    assert code in OF_A_SUM or not OF_THE_OFFICE.search(inside)


def test_severities_are_those_of_catalogue_and_form() -> None:
    specs = {code: spec.severity for code, spec in FORM.rule_specs.items()}
    listed = {code: CATALOGUE[code].severity for code in COLLECTED}
    stated = {**listed, **specs, **dict.fromkeys(FORM.total_rules, "error")}
    assert {code: one.severity for code, one in TOLD.items()} == stated


def test_nothing_else_is_told(cities: Cities) -> None:
    """Of every unit its own code, and what comes with it by right."""
    told: Counter[tuple[str, str]] = Counter()
    for city in {id(one): one for one in cities.wrong.values()}.values():
        for found in city.json["findings"]:
            # A file that is nobody's is named after its code.
            about = found["unit"] or found["file"][: len(found["code"])]
            told[about, found["code"]] += 1
    expected = Counter((code, code) for code in CODES) + Counter(ALSO)
    assert told - expected == expected - told == Counter()


def test_of_what_is_right_nothing_is_told(cities: Cities) -> None:
    for city in cities.right:
        assert [(one["code"], one["unit"]) for one in city.json["findings"]] == []
        assert city.exit_code == 0
        assert all(unit["in_total"] or "-" in unit["code"][5:] for unit in city.json["units"])
