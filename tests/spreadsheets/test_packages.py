"""Packages as programs build them: what any spreadsheet program opens is read, figure by figure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from tests.support.build import (
    BUREAU,
    OFFICE,
    collect,
    collect_one,
    edit,
    filled,
    parts,
    patched,
    raw,
    without_properties,
    zipped,
)
from tests.support.package_oddities import (
    BOOK,
    BOOK_RELATIONS,
    CORE,
    CUSTOM,
    ODDITIES,
    ROOT,
    SHEET,
    TEXTS,
    Parts,
    added,
    changed,
    in_cells,
    listed,
    relation,
)
from toolkit.grids.refusals import FarCell, Refusal, Unreadable
from toolkit.spreadsheets import ooxml_texts
from toolkit.spreadsheets.kind import FileKind, kind_of
from toolkit.spreadsheets.saved_time import saved_time
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx import read_properties

GOOD = filled({"表三!D6": 12, "表三!D8": 12})
READ = read_workbook(GOOD)
D6 = (5, 3)


def odd(change: Callable[[Parts], Parts]) -> bytes:
    return zipped(change(parts(GOOD)))


@pytest.mark.parametrize("name", ODDITIES)
def test_an_odd_package_is_read_as_any_program_shows_it(name: str) -> None:
    content = odd(ODDITIES[name])
    assert kind_of(content) is FileKind.XLSX
    read = read_workbook(content)
    assert list(read.grids) == list(READ.grids)
    for sheet, grid in read.grids.items():
        good = READ.grids[sheet]
        assert (grid.rows, grid.formulas, grid.merged) == (good.rows, good.formulas, good.merged)


@pytest.mark.parametrize(
    "name",
    [
        "main part at the root",
        "texts under another name, decoy at the usual one",
        "backslashes",
        "far: a large area of blanks",
        "merged A:A",
        "docProps/custom.xml is '<x'",
        "white space around properties",
        "a chartsheet",
    ],
)
def test_an_odd_package_counts_without_a_word(name: str, tmp_path: Path) -> None:
    result = collect_one(tmp_path, odd(ODDITIES[name]))
    good = collect_one(tmp_path / "good", GOOD)
    assert result.json["totals"] == good.json["totals"] and result.total("表三!D6") == 12
    assert result.codes() == good.codes()


# --- What programs would show differently --------------------------------------------------------

_SECOND_MAIN = relation("officeDocument", "xl/other.xml") + "</Relationships>"
_OTHER_SHEET = relation("worksheet", "worksheets/sheet4.xml", "rId3") + "</Relationships>"
_OTHER_TEXTS = relation("sharedStrings", "other.xml") + "</Relationships>"
AMBIGUOUS: dict[str, Callable[[Parts], Parts]] = {
    "two relations of one identity": changed(BOOK_RELATIONS, "</Relationships>", _OTHER_SHEET),
    "two main parts": added(
        changed(ROOT, "</Relationships>", _SECOND_MAIN), **{"xl/other.xml": "<workbook/>"}
    ),
    "two parts of texts": added(
        changed(BOOK_RELATIONS, "</Relationships>", _OTHER_TEXTS), **{"xl/other.xml": "<sst/>"}
    ),
    "a cell twice, with a nought before its row": changed(
        SHEET, '(<c r="D)6("[^>]*><v>12</v></c>)', r"\g<1>6\g<2>\g<1>06\g<2>", regex=True
    ),
    "a cell twice, in small letters": changed(
        SHEET, '(<c r=")D(6"[^>]*><v>12</v></c>)', r"\g<1>D\g<2>\g<1>d\g<2>", regex=True
    ),
    "a cell twice, with content only once": changed(
        SHEET, '(<c r="D6"[^>]*><v>12</v></c>)', r'\g<1><c r="D06"/>', regex=True
    ),
    "an element within a text": changed(TEXTS, "<si><t>", "<si><t><b>9</b>"),
}


def test_an_empty_part_is_an_empty_sheet() -> None:
    def emptied(package: Parts) -> Parts:
        return {**package, "xl/worksheets/sheet6.xml": b"\n"}

    grids = read_workbook(odd(emptied)).grids
    assert grids["审核"].rows == []
    assert grids["表三"].rows == READ.grids["表三"].rows


@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
def test_styles_that_were_cut_are_none(share: float) -> None:
    def cut(package: Parts) -> Parts:
        styles = package["xl/styles.xml"]
        return {**package, "xl/styles.xml": styles[: int(len(styles) * share)]}

    assert read_workbook(odd(cut)).grids["表三"].rows == READ.grids["表三"].rows


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_what_programs_show_differently_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match=Refusal.BROKEN.text):
        read_workbook(odd(AMBIGUOUS[name]))


@pytest.mark.parametrize(
    "cell",
    [
        't="inlineStr"<is><t>12</t><extLst><ext><t>9</t></ext></extLst></is>',
        't="inlineStr"<is><t>12</t><more><t>9</t></more></is>',
        't="inlineStr"<is><r><t>1</t></r><r><rPr><b/></rPr><t>2</t></r><rPh><t>9</t></rPh></is>',
        't="inlineStr"<is><t>12</t></is><v>9</v>',
    ],
)
def test_a_text_is_what_programs_show_of_it(cell: str) -> None:
    """calamine would join every text that it meets."""
    content = raw(GOOD, {"表三!D6": cell})
    assert read_workbook(content).grids["表三"].value(*D6) == "12"


def test_a_part_to_which_no_relation_leads_is_none() -> None:
    """A decoy at the usual place is seen by no program."""
    kept = {name: part for name, part in parts(GOOD).items() if name != CUSTOM}
    without = patched(
        zipped(kept), ROOT, lambda xml: re.sub("<Relationship [^>]*custom[^>]*/>", "", xml)
    )
    decoy = zipped({**parts(without), CUSTOM: parts(GOOD)[CUSTOM]})
    assert read_properties(decoy) == {} and not read_workbook(decoy).properties
    assert read_properties(GOOD)["toolkit.unit"] == BUREAU.code


def test_the_same_part_twice_is_one_part() -> None:
    """Programs that rewrite a package may list a part again, byte for byte the same."""
    every = parts(GOOD)
    assert read_workbook(zipped({**every, SHEET.upper(): every[SHEET]})).grids == READ.grids
    with pytest.raises(Unreadable, match=Refusal.BROKEN.text):
        read_workbook(zipped({**every, SHEET.upper(): every[SHEET] + b" "}))


@pytest.mark.parametrize("wrong", ["xl\\worksheets\\sheet3.xml", "XL/worksheets/sheet3.xml"])
def test_the_head_of_a_part_may_spell_its_name_otherwise(wrong: str) -> None:
    """Its name is that of the directory, unless the two are names of different parts."""
    assert read_workbook(GOOD.replace(SHEET.encode(), wrong.encode(), 1)).grids == READ.grids
    other = SHEET.replace("sheet3", "sheet9").encode()
    with pytest.raises(Unreadable, match=Refusal.BROKEN.text):
        read_workbook(GOOD.replace(SHEET.encode(), other, 1))


# --- What is told --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlMacrosheet", "xlIntlMacrosheet"])
def test_a_sheet_of_macros_is_told(kind: str, tmp_path: Path) -> None:
    of_excel = f"http://schemas.microsoft.com/office/2006/relationships/{kind}"
    content = odd(
        added(
            listed(
                '<sheet name="宏" sheetId="90" r:id="rId99"/>',
                relation(of_excel, "macrosheets/sheet1.xml"),
            ),
            **{"xl/macrosheets/sheet1.xml": "<macrosheet/>"},
        )
    )
    result = collect_one(tmp_path, content)
    assert (result.codes(), result.total("表三!D6")) == (["FILE-08"], 12)


def test_a_cell_too_far_out_is_named(tmp_path: Path) -> None:
    content = odd(in_cells('<row r="30001"><c r="Q30001"><v>1</v></c></row>'))
    with pytest.raises(Unreadable) as refused:
        read_workbook(content)
    assert refused.value.reason == FarCell("Q30001", "表三")
    result = collect(tmp_path, {"a.xlsx": content, "b.xlsx": filled(unit=OFFICE)})
    told = result.finding("FILE-01")
    assert told["message"] == (
        "文件“a.xlsx”无法读取：工作表“表三”的 Q30001 单元格有内容，表格的行列数远超正常范围。"
    )
    assert told["suggestion"].startswith("请该单位把表格下方、右侧多余的行和列")


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ('<row r="60"><c r="XFD60"><v>1</v></c></row>', "XFD60"),
        ('<row r="60"><c r="A60"/></row><row r="30000"><c r="B30000"><f>1</f></c></row>', "B30000"),
        ('<row r="19999"><c r="ALL19999" t="str"><v>x</v></c></row>', "ALL19999"),
        ("<row r='30000'><c r='B30000'><v>1</v></c></row>", "B30000"),
        ('<row r="30000"><c t="e"><v>#N/A</v></c></row>', "A30000"),
    ],
)
def test_the_cell_that_makes_a_sheet_too_large(cell: str, named: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_workbook(odd(in_cells(cell)))
    assert refused.value.reason == FarCell(named, "表三")


# --- What a document says of itself --------------------------------------------------------------


def test_properties_are_the_text_of_their_values() -> None:
    assert read_properties(odd(ODDITIES["properties laid out for people"])) == READ.properties
    assert read_properties(odd(ODDITIES["properties under other names"])) == READ.properties


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T00:00:00",
        "yesterday",
        "",
    ],
)
def test_a_time_that_cannot_be_is_none(text: str) -> None:
    assert saved_time(text) is None
    stamped = changed(CORE, "(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{text}", regex=True)
    assert read_workbook(odd(stamped)).saved is None


@pytest.mark.parametrize("stated", ["1", "true", "True"])
def test_dates_may_count_from_1904(stated: str) -> None:
    def mac(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["表三"]["D6"] = datetime.date(2024, 2, 1)

    content = patched(
        edit(GOOD, change=mac),
        BOOK,
        lambda xml: xml.replace('date1904="1"', f'date1904="{stated}"'),
    )
    assert read_workbook(content).grids["表三"].value(*D6) == datetime.date(2024, 2, 1)


def test_a_return_without_properties_is_known_by_its_hidden_sheet(tmp_path: Path) -> None:
    assert (
        collect_one(tmp_path, without_properties(GOOD)).codes()
        == collect_one(tmp_path, GOOD).codes()
    )


def test_a_moved_main_part_is_known_by_its_type() -> None:
    every = ODDITIES["main part at the root"](parts(GOOD))
    assert not any(name.startswith("xl/") for name in every)
    binary = changed(
        "[Content_Types].xml",
        "openxmlformats-officedocument.spreadsheetml.sheet.main",
        "ms-excel.sheet.binary.macroEnabled.main",
    )
    assert kind_of(zipped(binary(every))) is FileKind.XLSB


@pytest.mark.parametrize(
    "text",
    [
        "<t>甲</t>",
        '<t xml:space="preserve"> 甲</t>',
        "<t/>",
        '<t>甲</t><phoneticPr fontId="1" type="noConversion"/>',
        '<t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh><phoneticPr fontId="1"/>',
        "<r><t>甲</t></r>"
        '<r><rPr><sz val="9"/><rFont val="宋体"/></rPr><t xml:space="preserve"> 乙</t></r>',
    ],
)
def test_what_excel_writes_needs_no_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ooxml_texts, "tree")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<sst xmlns="x" count="9">'
    given = f"{head}<si>{text}</si><si/></sst>".encode()
    assert ooxml_texts.plain_texts(given) == f"<sst><si>{text}</si><si/></sst>".encode()
