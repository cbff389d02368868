"""The package that calamine reads: parts of ours under the usual names, with nothing in them that
it does not need.

calamine takes many a thing for damage that spreadsheet programs pass over: an unknown state of a
sheet, a chart or a macro among the sheets, a wrong count, a merged range that is written unusually.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

from toolkit.spreadsheets.ooxml_parts import Package, local

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOT = (
    f'<Relationships xmlns="{_RELATED}"><Relationship Id="r0" Target="xl/workbook.xml" '
    f'Type="{_OFFICE}/officeDocument"/></Relationships>'
)


def packed(package: Package, sheets: Sequence[bytes]) -> BytesIO:
    """A package with these sheets, in their order, and with the texts and formats of another."""
    numbers = range(len(sheets))
    listed = "".join(f'<sheet name="{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="r{n}" Target="worksheets/{n}.xml" Type="{_OFFICE}/worksheet"/>'
        for n in numbers
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr '
        f'date1904="{int(_from_1904(package))}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATED}">{related}'
        "</Relationships>",
        **{f"xl/worksheets/{n}.xml": xml for n, xml in enumerate(sheets)},
    }
    for kind in ("sharedStrings", "styles"):
        part = package.part(package.used(kind.lower(), package.main))
        if part is not None:
            parts[f"xl/{kind}.xml"] = part
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as own:
        for name, text in parts.items():
            own.writestr(name, text)
    buffer.seek(0)
    return buffer


def _from_1904(package: Package) -> bool:
    """Whether dates count from 1904, as in workbooks of the old Excel for Mac."""
    return any(
        one.get("date1904", "").lower() in ("1", "true", "on")
        for one in package.book
        if local(one) == "workbookPr"
    )
