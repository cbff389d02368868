"""The package that calamine reads: parts of ours under the usual names, with nothing in them that
it does not need.

calamine takes many a thing for damage that spreadsheet programs pass over: an unknown state of a
sheet, a chart or a macro among the sheets, a wrong count, a merged range that is written unusually.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from toolkit.spreadsheets.ooxml_parts import Package, local, tree
from toolkit.spreadsheets.remembered import remembered

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOT = (
    f'<Relationships xmlns="{_RELATED}"><Relationship Id="r0" Target="xl/workbook.xml" '
    f'Type="{_OFFICE}/officeDocument"/></Relationships>'
)
# A template of ours has thirty. Each is mentioned about twice.
_MOST_FORMATS = 20_000
# Sheets of more bytes together are deflated, which takes longer.
_LARGE = 20_000_000
_UNUSUAL = (b"<!", b":numFmt", b":cellXfs", b":xf")


def packed(
    package: Package, texts: bytes, sheets: Sequence[bytes], *, formatted: bool = True
) -> BytesIO:
    """A package with these texts and sheets, in their order, and with the formats of another.

    ``formatted``: with its number formats, which say what is a date.
    """
    styles = package.part(package.used("styles", package.main)) if formatted else None
    return _package(texts, sheets, formats(styles), from_1904=_from_1904(package))


@remembered(32)
def date_styles(styles: bytes) -> frozenset[bytes] | None:
    """The numbers of the cell formats with which calamine makes a date or a time of a number.

    None where there are too many formats to ask it for each.
    """
    kept = formats(styles)
    numbers = range(kept.count(b"xf"))
    if len(numbers) > _MOST_FORMATS:
        return None
    cells = b"".join(
        b'<row r="%d"><c r="A%d" s="%d"><v>1</v></c></row>' % (n + 1, n + 1, n) for n in numbers
    )
    sheet = b"<worksheet><sheetData>%b</sheetData></worksheet>" % cells
    book = CalamineWorkbook.from_filelike(_package(b"<sst/>", [sheet], kept))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return frozenset(b"%d" % n for n, row in enumerate(rows) if not isinstance(row[0], float))


def _package(
    texts: bytes, sheets: Sequence[bytes], styles: bytes, *, from_1904: bool = False
) -> BytesIO:
    numbers = range(len(sheets))
    listed = "".join(f'<sheet name="{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="r{n}" Target="worksheets/{n}.xml" Type="{_OFFICE}/worksheet"/>'
        for n in numbers
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr '
        f'date1904="{int(from_1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATED}">{related}'
        "</Relationships>",
        "xl/sharedStrings.xml": texts,
        "xl/styles.xml": styles,
        **{f"xl/worksheets/{n}.xml": xml for n, xml in enumerate(sheets)},
    }
    buffer = BytesIO()
    # calamine copies the package; that of 20,000 units would take 400 MB.
    method = zipfile.ZIP_DEFLATED if sum(map(len, sheets)) > _LARGE else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as own:
        for name, text in parts.items():
            own.writestr(name, text)
    buffer.seek(0)
    return buffer


def formats(part: bytes | None) -> bytes:
    """The number formats of a styles part and the cell formats that use them, and nothing else."""
    if part is None:
        return b"<styleSheet/>"
    pieces = [_element(part, tag) for tag in (b"numFmts", b"cellXfs")]
    if None in pieces or any(one in part for one in _UNUSUAL):
        return _parsed_formats(part)
    return b"<styleSheet>%b</styleSheet>" % b"".join(one for one in pieces if one)


def _element(part: bytes, tag: bytes) -> bytes | None:
    """The one element with this tag, or nothing; None where it is spelt in unusual ways."""
    start, end = part.find(b"<" + tag), part.find(b"</%b>" % tag)
    if start < 0:
        return b""
    return part[start : end + len(tag) + 3] if end > start and part.count(tag) == 2 else None


def _parsed_formats(part: bytes) -> bytes:
    try:
        every = {local(one): one for one in tree(part)}
    except ElementTree.ParseError:
        # Any program shows the cells without formats then.
        return b"<styleSheet/>"
    return b"<styleSheet>%b</styleSheet>" % b"".join(
        ElementTree.tostring(every[name]) for name in ("numFmts", "cellXfs") if name in every
    )


def _from_1904(package: Package) -> bool:
    """Whether dates count from 1904, as in workbooks of the old Excel for Mac."""
    return any(
        one.get("date1904", "").lower() in ("1", "true", "on")
        for one in package.book
        if local(one) == "workbookPr"
    )
