"""What the tests are built from: a small roster, filled workbooks, edits, the real command.

Cells are named as a clerk names them, sheet and Excel address: ``表三!D6``.
"""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from toolkit.cli.app import app
from toolkit.cli.chinese import run
from toolkit.errors import CannotRun
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, shipped_forms
from toolkit.form.layout import lay_out
from toolkit.grids.names import FILLED
from toolkit.roster.roster import Category, Unit
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

YEAR = 2024
CITY = "990000"
SAVED = datetime.datetime(2025, 1, 15, 8, 30)
LATER = datetime.datetime(2025, 1, 16, 8, 30)

# A city of five, all invented: three are summed, the customs are not, the town is deeper.
OFFICE = Unit("990000-01", "东海市政府办公室", Category.OWN, CITY)
BUREAU = Unit("990000-11", "东海市教育局", Category.DEPARTMENT, CITY)
COUNTY = Unit("990001", "东山区", Category.COUNTY, CITY)
CUSTOMS = Unit("990000-91", "东海海关", Category.VERTICAL, CITY)
TOWN = Unit("990001101", "河口镇", Category.TOWNSHIP, COUNTY.code)
EVERYONE = (OFFICE, BUREAU, COUNTY, CUSTOMS, TOWN)

ROSTER_HEAD = "单位代码,单位名称,单位类别,上级代码"
CHINESE = re.compile("[一-鿿]")
# The shipped forms of this report: a form of another subject has other tables, or no report at all.
DISCLOSURE = [name for name in shipped_forms() if name.startswith("disclosure-")]
# Balanced: 一 12 = （一） 10 + 四 2.
BALANCED = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2}

# What a clerk writes on the cover, besides the states.
CONTACT = {
    "preparer": "示例填表人",
    "phone": "0990-1234567",
    "head": "示例负责人",
    "date": "2025-01-15",
}

Typed = Mapping[str, object]
Rows = Sequence[tuple[Any, ...]]


def roster(*units: Unit) -> bytes:
    """A roster file with the columns that it must have, and 上年代码 where a unit says it."""
    rows = [f"{one.code},{one.name},{one.category},{one.parent}" for one in units]
    head = ROSTER_HEAD
    if any(one.predecessors is not None for one in units):
        told = (one.predecessors for one in units)
        then = ["" if some is None else "+".join(some) or "无" for some in told]
        rows = [f"{row},{one}" for row, one in zip(rows, then, strict=True)]
        head += ",上年代码"
    return "\n".join([head, *rows, ""]).encode()


def codes(form: Form) -> dict[str, str]:
    """``表三!D6`` → indicator code."""
    layout = lay_out(form)
    return {"!".join(layout.where(code)): code for code in form.indicators}


def code_at(address: str) -> str:
    return codes(default_form())[address]


def filled(
    cells: Typed = BALANCED,
    unit: Unit | None = BUREAU,
    *,
    year: int | None = YEAR,
    states: str | Mapping[str, str] = FILLED,
    contact: Mapping[str, str] | None = None,
    saved: datetime.datetime = SAVED,
    form: Form | None = None,
    explanations: Mapping[tuple[str, str], str] | None = None,
) -> bytes:
    """A unit's template with figures typed in; ``states`` is one for all tables, or by table.

    The cover is filled in, unless ``contact`` says otherwise or nothing else is.
    ``explanations``: what it wrote on the sheet 审核, by code and cell; the cell is blank where the
    check has no place.
    """
    if isinstance(states, str):
        states = {table.code: states for table in (form or default_form()).tables}
    typed = (
        tuple((cell, str(value)) for cell, value in cells.items()),
        tuple(states.items()),
        tuple((_contact(cells, states) if contact is None else contact).items()),
        tuple((explanations or {}).items()),
    )
    if form:
        return _filled(form, unit, year, saved, *typed)
    return _filled_once(unit, year, saved, *typed)


def _contact(cells: Typed, states: Mapping[str, str]) -> Mapping[str, str]:
    return CONTACT if cells or any(states.values()) else {}


@lru_cache(maxsize=2_000)
def _filled_once(*arguments: Any) -> bytes:
    """By the newest form; made once for all tests that want the same."""
    return _filled(default_form(), *arguments)


def _filled(
    form: Form,
    unit: Unit | None,
    year: int | None,
    saved: datetime.datetime,
    cells: Iterable[tuple[str, str]],
    states: Iterable[tuple[str, str]],
    contact: Iterable[tuple[str, str]],
    explanations: Iterable[tuple[tuple[str, str], str]],
) -> bytes:
    at = codes(form)
    figures = {at[cell]: int(Decimal(text).scaleb(form.decimals[at[cell]])) for cell, text in cells}
    chosen = {table: state for table, state in states if state}
    said = {(code, at.get(cell)): text for (code, cell), text in explanations}
    return make_template(form, unit, year, Filling(figures, chosen, dict(contact), saved, said))


def everything(value: int = 0) -> dict[str, int]:
    """Every input of the official form, filled with the same number."""
    form = default_form()
    return {cell: value for cell, code in codes(form).items() if code in form.inputs}


# --- Damage ------------------------------------------------------------------------------------


def edit(
    content: bytes,
    cells: Typed | None = None,
    *,
    saved: datetime.datetime = SAVED,
    change: Callable[[Workbook], None] | None = None,
) -> bytes:
    """The workbook as openpyxl saves it after an edit, without the stored results of formulas."""
    if change:
        return _edited(content, cells or {}, saved, change)
    # 1, 1.0 and True are equal, and not the same in a cell.
    told = tuple((address, value, repr(value)) for address, value in (cells or {}).items())
    return _edited_once(content, told, saved)


@lru_cache(maxsize=500)
def _edited_once(
    content: bytes, cells: tuple[tuple[str, object, str], ...], saved: datetime.datetime
) -> bytes:
    typed = {address: value for address, value, _ in cells}
    return _edited(content, typed, saved, lambda book: None)


def _edited(
    content: bytes,
    cells: Typed,
    saved: datetime.datetime,
    change: Callable[[Workbook], None],
) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    for address, value in cells.items():
        sheet, cell = address.split("!")
        book[sheet][cell] = value  # type: ignore[assignment]
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return dated(buffer.getvalue(), saved)


def dated(content: bytes, saved: datetime.datetime) -> bytes:
    """The same with another time of saving in its core properties."""
    stamp = rf"\g<1>{saved.isoformat()}Z\g<2>"
    pattern = "(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)"
    return patched(content, "docProps/core.xml", lambda xml: re.sub(pattern, stamp, xml))


def raw(content: bytes, cells: Mapping[str, str]) -> bytes:
    """Cells replaced in the XML itself, all else untouched: ``{"表三!D6": "<f>1+1</f><v>2</v>"}``.

    A value that starts with ``t=`` gives the cell's attributes first, up to the first ``<``.
    """
    for address, inner in cells.items():
        sheet, cell = address.split("!")
        attributes, _, body = inner.partition("<")
        new = rf'<c r="{cell}"\g<1> {attributes}><{body}</c>'
        pattern = rf'<c r="{cell}"( s="[0-9]+")?(?: t="[a-z]+")?(?:/>|>.*?</c>)'
        part = sheet_part(content, sheet)
        content = patched(content, part, partial(_replaced, pattern, new))
    return content


def _replaced(pattern: str, new: str, text: str) -> str:
    text, times = re.subn(pattern, new, text, count=1)
    assert times == 1, pattern
    return text


def sheet_part(content: bytes, sheet: str) -> str:
    """The part of a workbook of ours that holds a sheet."""
    names = re.findall('<sheet [^>]*?name="([^"]+)"', parts(content)["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def patched(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The same workbook with the text of one part changed."""
    every = parts(content)
    every[part] = change(every[part].decode()).encode()
    return zipped(every)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    # Better compression takes three times as long.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def without_properties(content: bytes) -> bytes:
    """The same workbook without its custom properties, as many programs and cleanings leave it."""
    every = parts(content)
    every.pop("docProps/custom.xml", None)
    for name in ("[Content_Types].xml", "_rels/.rels"):
        text = every[name].decode()
        every[name] = re.sub(r"<(?:Override|Relationship)[^>]*custom[^>]*/>", "", text).encode()
    return zipped(every)


def opened(content: bytes, results: bool = False) -> Any:
    """The workbook in openpyxl; with ``results`` the stored results in place of formulas."""
    return openpyxl.load_workbook(BytesIO(content), data_only=results)


# --- The command -------------------------------------------------------------------------------


class Collected(NamedTuple):
    """What ``collect`` gave: exit code, the JSON (empty where there is none), the workbook."""

    exit_code: int
    json: dict[str, Any]
    workbook: Path

    def codes(self, unit: Unit | None = None) -> list[str]:
        """The codes of the findings, of one unit or of all."""
        return [
            one["code"] for one in self.json["findings"] if not unit or one["unit"] == unit.code
        ]

    def finding(self, code: str) -> dict[str, Any]:
        """The one finding of that code."""
        (found,) = [one for one in self.json["findings"] if one["code"] == code]
        return dict(found)

    def files(self) -> dict[str, str]:
        return {one["path"]: one["status"] for one in self.json["files"]}

    def unit(self, unit: Unit) -> dict[str, Any]:
        (found,) = [one for one in self.json["units"] if one["code"] == unit.code]
        return dict(found)

    def total(self, address: str) -> object:
        return self.json["totals"][code_at(address)]

    def value(self, unit: Unit, address: str) -> object:
        return self.json["values"][unit.code][code_at(address)]

    def sheet(self, name: str) -> Rows:
        """The stored values of a sheet of the workbook, row by row."""
        return self.sheets()[name]

    def sheets(self) -> Mapping[str, Rows]:
        return sheets(self.workbook.read_bytes())


@lru_cache(maxsize=4)
def sheets(content: bytes) -> Mapping[str, Rows]:
    """The stored values of every sheet of a workbook; ten times as fast as :func:`opened`."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True, read_only=True)
    return {page.title: tuple(page.iter_rows(values_only=True)) for page in book}


def command(*arguments: str | Path) -> int:
    """Run ``toolkit …`` in this process; what it prints is there for capsys."""
    return run(app, "toolkit", (CannotRun,), [str(one) for one in arguments])


def collect(
    tmp_path: Path,
    files: Mapping[str, bytes],
    *options: str | Path,
    units: Iterable[Unit] = EVERYONE,
) -> Collected:
    """Write the files into a folder, the roster beside it, and collect them.

    Where the roster is another than before, the office says that it is to be used.
    """
    folder = tmp_path / "returns"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    place, listed = tmp_path / "units.csv", roster(*units)
    if place.exists() and place.read_bytes() != listed and "--units" not in options:
        options = (*options, "--units", place)
    place.write_bytes(listed)
    out, report = tmp_path / "out.xlsx", tmp_path / "out.json"
    exit_code = command("collect", folder, "-o", out, "--json", report, *options)
    content = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    return Collected(exit_code, content, out)


def collect_one(tmp_path: Path, content: bytes, *options: str | Path) -> Collected:
    """Collect the return of the only unit on the roster: its findings are all there are."""
    return collect(tmp_path, {"one.xlsx": content}, *options, units=[BUREAU])


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """What stderr says of a command that cannot run: one Chinese line, exit code 2."""
    capsys.readouterr()
    assert command(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.endswith("\n") and printed.err.count("\n") == 1
    assert CHINESE.search(printed.err) and "Traceback" not in printed.err
    return printed.err.removesuffix("\n")
