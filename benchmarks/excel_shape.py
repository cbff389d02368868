"""A workbook of ours in the shape in which a Chinese Excel saves it, with the same values."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from lxml import etree
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from benchmarks.office_package import (
    BOOK,
    MC,
    RELATED,
    STYLES,
    TEXTS,
    TYPES,
    Package,
    element,
    main,
    numbers,
    put_after,
    say_who_wrote,
    with_namespaces,
)

MICROSOFT = "http://schemas.microsoft.com/office"
AC = f"{MICROSOFT}/spreadsheetml/2009/9/ac"
X15 = f"{MICROSOFT}/spreadsheetml/2010/11/main"
XR, XR2, XR3, XR6, XR10 = (
    f"{MICROSOFT}/spreadsheetml/{of}"
    for of in (
        "2014/revision",
        "2015/revision2",
        "2016/revision3",
        "2016/revision6",
        "2016/revision10",
    )
)
SHEET_SPACES = {"mc": MC, "x14ac": AC, "xr": XR, "xr2": XR2, "xr3": XR3}
BOOK_SPACES = {"mc": MC, "x15": X15, "xr": XR, "xr6": XR6, "xr10": XR10, "xr2": XR2}
STYLE_SPACES = {"mc": MC, "x14ac": AC, "x16r2": f"{MICROSOFT}/spreadsheetml/2015/02/main", "xr": XR}
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PRINTER = "Microsoft Print to PDF".encode("utf-16-le").ljust(64, b"\0") + bytes(1436)
# Where Excel puts the mark about pinyin: behind the last of these.
BEFORE_PHONETIC = ("sheetData", "sheetProtection", "mergeCells")


def as_excel(content: bytes) -> bytes:
    package = Package(content)
    font = write_styles(package)
    chain: list[tuple[str, str]] = []
    for number, (sheet_id, name) in enumerate(package.sheets()):
        root = with_namespaces(package.trees[name], SHEET_SPACES)
        package.trees[name] = root
        root.set(f"{{{MC}}}Ignorable", "x14ac xr xr2 xr3")
        root.set(f"{{{XR}}}uid", uid(1, number))
        chain += [(sheet_id, cell) for cell in write_cells(root)]
        write_around(root, number, font)
        print_settings(package, name, number)
    write_texts(package, font)
    write_book(package)
    calculation_chain(package, chain)
    words = {"Worksheets": "工作表", "Named Ranges": "命名范围"}
    say_who_wrote(package, "Microsoft Excel", "16.0300", words)
    return package.packed(b"\r\n")


def uid(kind: int, sheet: int, number: int = 0) -> str:
    return f"{{00000000-{kind:04X}-0000-{sheet:02X}00-{number:012X}}}"


# --- Cells ---------------------------------------------------------------------------------------


def write_cells(root: etree._Element) -> Iterator[str]:
    """The addresses of the formulas, in their order."""
    formulas: dict[tuple[int, int], etree._Element] = {}
    for row in root.iter(main("row")):
        row.set(f"{{{AC}}}dyDescent", "0.15")
    for cell in root.iter(main("c")):
        if (formula := cell.find(main("f"))) is not None:
            formulas[coordinate_to_tuple(cell.get("r"))] = formula
            yield cell.get("r")
        for value in numbers(cell):
            value.text = number(float(value.text or ""))
    share(formulas)


def number(value: float) -> str:
    """17 digits, and an exponent for all that is small."""
    if value == int(value):
        return str(int(value))
    if abs(value) >= 0.1:
        return f"{value:.17g}"
    digits, exponent = f"{value:.16E}".split("E")
    return f"{digits.rstrip('0').rstrip('.')}E{int(exponent)}"


def share(formulas: dict[tuple[int, int], etree._Element]) -> None:
    """Sums that were filled down or to the right are written once."""
    free = {
        place: relative
        for place, formula in formulas.items()
        if (relative := (formula.text or "").replace("$", "")).startswith("SUM(")
    }
    shared = 0
    for down, right in ((1, 0), (0, 1)):
        for first in sorted(free):
            run = [first]
            while first in free and free.get(
                following := (run[-1][0] + down, run[-1][1] + right)
            ) == moved(free[first], address(first), address(following)):
                run.append(following)
            if len(run) == 1:
                continue
            for place in run:
                formulas[place].set("t", "shared")
                formulas[place].set("si", str(shared))
                formulas[place].text = None
            formulas[first].text = free[first]
            formulas[first].set("ref", f"{address(first)}:{address(run[-1])}")
            shared += 1
            for place in run:
                del free[place]


def address(place: tuple[int, int]) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


@cache
def moved(formula: str, origin: str, there: str) -> str:
    return str(Translator(f"={formula}", origin).translate_formula(there))[1:]


# --- The rest of a sheet -------------------------------------------------------------------------


def write_around(root: etree._Element, sheet: int, font: int) -> None:
    for view in root.iter(main("sheetView")):
        if view.find(main("selection")) is None:
            view.append(element('<selection activeCell="B6" sqref="B6"/>'))
    for one in root.iter(main("sheetFormatPr")):
        one.set("defaultColWidth", "9")
        one.set(f"{{{AC}}}dyDescent", "0.15")
    put_after(root, element(f'<phoneticPr fontId="{font}" type="noConversion"/>'), *BEFORE_PHONETIC)
    for kind, name in ((2, "dataValidation"), (4, "hyperlink")):
        for n, one in enumerate(root.iter(main(name))):
            one.set(f"{{{XR}}}uid", uid(kind, sheet, n))


def print_settings(package: Package, name: str, sheet: int) -> None:
    for setup in package.trees[name].iter(main("pageSetup")):
        part = f"printerSettings/printerSettings{sheet + 1}.bin"
        package.others[f"xl/{part}"] = PRINTER
        setup.set(f"{{{RELATED}}}id", package.relate(name, "printerSettings", f"../{part}"))


# --- Parts of the book ---------------------------------------------------------------------------


def write_texts(package: Package, font: int) -> None:
    """Each text has its mark about pinyin, and a short one what was typed for it."""
    for one in package.trees[TEXTS]:
        text = one[0].text or ""
        if len(text) < 4 and not text.isascii():
            one.append(element(f'<rPh sb="0" eb="{len(text)}"><t>pin yin</t></rPh>'))
        one.append(element(f'<phoneticPr fontId="{font}" type="noConversion"/>'))


def write_styles(package: Package) -> int:
    """The number of the font of pinyin, which Excel adds."""
    root = with_namespaces(package.trees[STYLES], STYLE_SPACES)
    package.trees[STYLES] = root
    root.set(f"{{{MC}}}Ignorable", "x14ac x16r2 xr")
    fonts = root.find(main("fonts"))
    fonts.append(
        element('<font><sz val="9"/><name val="宋体"/><family val="3"/><charset val="134"/></font>')
    )
    fonts.set("count", str(len(fonts)))
    fonts.set(f"{{{AC}}}knownFonts", "1")
    for style in root.iter(main("cellStyle")):
        style.set("name", "常规")
    root.append(
        element(
            '<extLst><ext uri="{EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}">'
            '<x14:slicerStyles defaultSlicerStyle="SlicerStyleLight1"/></ext></extLst>',
            x14=f"{MICROSOFT}/spreadsheetml/2009/9/main",
        )
    )
    return len(fonts) - 1


def write_book(package: Package) -> None:
    root = with_namespaces(package.trees[BOOK], BOOK_SPACES)
    package.trees[BOOK] = root
    root.set(f"{{{MC}}}Ignorable", "x15 xr xr6 xr10 xr2")
    for one in root.iter(main("fileVersion")):
        one.set("lastEdited", "7")
        one.set("rupBuild", "28025")
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, MICROSOFT)).upper()
    put_after(
        root,
        element(
            '<mc:AlternateContent><mc:Choice Requires="x15">'
            '<x15ac:absPath url="C:\\Users\\Administrator\\Desktop\\"/>'
            "</mc:Choice></mc:AlternateContent>",
            mc=MC,
            x15ac=f"{MICROSOFT}/spreadsheetml/2010/11/ac",
        ),
        "workbookPr",
    )
    root.insert(
        3,
        element(
            f'<xr:revisionPtr revIDLastSave="0" documentId="13_ncr:1_{{{identity}}}"'
            ' xr6:coauthVersionLast="47" xr6:coauthVersionMax="47"'
            f' xr10:uidLastSave="{{{uuid.UUID(int=0)}}}"/>',
            xr=XR,
            xr6=XR6,
            xr10=XR10,
        ),
    )
    for one in root.iter(main("workbookView")):
        one.set(f"{{{XR2}}}uid", uid(0, 0))
    for one in root.iter(main("calcPr")):
        one.attrib.clear()
        one.set("calcId", "191029")


def calculation_chain(package: Package, formulas: list[tuple[str, str]]) -> None:
    cells: dict[str, list[str]] = defaultdict(list)
    for sheet, cell in formulas:
        cells[sheet].append(cell)
    # Only the first cell of a sheet names it.
    listed = "".join(
        f'<c r="{first}" i="{sheet}" l="1"/>' + "".join(f'<c r="{cell}"/>' for cell in others)
        for sheet, (first, *others) in cells.items()
    )
    package.add(
        "xl/calcChain.xml",
        element(f"<calcChain>{listed}</calcChain>"),
        f"{SPREADSHEET}.calcChain+xml",
    )
    package.relate(BOOK, "calcChain", "calcChain.xml")
    settings = element(f'<_ Extension="bin" ContentType="{SPREADSHEET}.printerSettings"/>')
    settings.tag = package.trees[TYPES][0].tag
    package.trees[TYPES].insert(0, settings)
