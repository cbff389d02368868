"""Published reports as they are read, made from templates that are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.support.build import BALANCED, BUREAU, YEAR, code_at, everything, filled, roster
from toolkit.commands.read_files import FileToReturn
from toolkit.files.incoming import Incoming
from toolkit.findings.codes.catalogue import found
from toolkit.findings.finding import Finding, Location
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.document import Medium
from toolkit.grids.identity import Identity
from toolkit.grids.names import FILLED
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Unit
from toolkit.spreadsheets.kind import FileKind

FORM = default_form()
TWELVE = code_at("表三!D6")
# Every figure of the three official tables: a published report has no supplementary table.
OFFICIAL = {cell: n for cell, n in everything().items() if not cell.startswith("附表")} | BALANCED
BY_NAME = Identity(name=BUREAU.name, year=str(YEAR))


def returned(content: bytes, name: str = "a.xlsx") -> Return:
    """A workbook as it is read."""
    read = FileToReturn(FORM)(Incoming(name, content, kind=FileKind.XLSX))
    assert isinstance(read, Return)
    return read


def document(
    name: str = "年报.html",
    *findings: Finding,
    medium: Medium = Medium.PAGE,
    cells: Mapping[str, object] = OFFICIAL,
    identity: Identity = BY_NAME,
    invalid: tuple[str, ...] = (),
) -> Return:
    """A published report as it is read: three tables, and nothing of a cover."""
    of_tables = {"t2": FILLED, "t3": FILLED, "t4": FILLED}
    official = {cell: n for cell, n in cells.items() if not cell.startswith("附表")}
    one = returned(filled(official, states=of_tables, contact={}))
    lost = {code for code, each in FORM.indicators.items() if {code, *each.parts} & {*invalid}}
    values = {code: None if code in lost else figure for code, figure in one.values.items()}
    left_out = [each for each in one.findings if each.code == "STAT-04"]
    assert [each.code for each in one.findings] in (["COVER-01", "STAT-04"], ["STAT-04"])
    return replace(
        one,
        file=name,
        identity=identity,
        saved=None,
        medium=medium,
        values=values,
        invalid=frozenset(invalid),
        states={},
        findings=tuple(replace(each, file=name) for each in (*findings, *left_out)),
        has_cover=False,
        own_report=True,
    )


def at(code: str, indicator: str, actual: str | None) -> Finding:
    """A finding at the cell of an indicator."""
    sheet, cell = lay_out(FORM).where(indicator)
    place = Location(sheet, cell, indicator, FORM.indicators[indicator].label)
    return found(code, place, actual=actual)


IN_WORDS = at("NUM-01", TWELVE, "十二")
WORDS = document("区县/年报.docx", IN_WORDS, medium=Medium.WORD, invalid=(TWELVE,))


def by_roster(folder: Path, *units: Unit) -> Path:
    path = folder / "名册.csv"
    path.write_bytes(roster(*units))
    return path
