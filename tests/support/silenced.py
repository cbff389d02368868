"""Workbooks that no longer say who they are from, or not everywhere."""

from __future__ import annotations

from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.workbook import Workbook

# Where the cover says who and when.
NAME, CODE, YEAR_CELL = "封面!B3", "封面!B4", "封面!D4"


def without(book: Workbook, *sources: str) -> None:
    """Take away what a workbook says of itself."""
    if "hidden sheet" in sources:
        del book["_identity"]
    if "properties" in sources:
        # openpyxl has it, its type stubs have not.
        book.custom_doc_props = CustomPropertyList()  # type: ignore[attr-defined]
    if "cover" in sources:
        for cell in (NAME, CODE, YEAR_CELL):
            book["封面"][cell.split("!")[1]] = None
    if "tables" in sources:
        for sheet in ("表二", "表三", "表四", "附表"):
            book[sheet]["A2"] = None
