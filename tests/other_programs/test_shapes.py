"""A return in the shape in which Excel and WPS save it says what it said before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmarks.excel_shape import as_excel
from benchmarks.wps_shape import as_wps
from tests.support.build import BALANCED, filled, parts
from toolkit.commands.read_files import FileToReturn
from toolkit.files.incoming import Incoming
from toolkit.form.form_file import default_form
from toolkit.returns.unit_return import Return

# Amounts that Excel writes with 17 digits and an exponent, blanks, and a note on a warning.
CELLS = {**BALANCED, "表二!B16": "0.000497", "表四!A6": 3}
SHAPES = {"excel": as_excel, "wps": as_wps}


def read(content: bytes) -> Return:
    done = FileToReturn(default_form())(Incoming("a.xlsx", content))
    assert isinstance(done, Return)
    return replace(done, sha256="")


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_return_says_the_same_in_the_shape_of_another_program(
    shape: Callable[[bytes], bytes],
) -> None:
    ours = filled(CELLS, explanations={("T2-02", "表二!B5"): "规章由上级制定。"})
    before = read(ours)
    assert sum(one is not None for one in before.values.values()) > len(CELLS)
    assert [one.text for one in before.explanations] == ["规章由上级制定。"]
    assert read(shape(ours)) == before


def test_it_is_the_shape_of_excel() -> None:
    package = parts(as_excel(filled(CELLS)))
    sheet, texts = package["xl/worksheets/sheet3.xml"], package["xl/sharedStrings.xml"]
    assert sheet.startswith(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n')
    assert b'mc:Ignorable="x14ac xr xr2 xr3"' in sheet and b'x14ac:dyDescent="0.15"' in sheet
    assert b'<f t="shared" si="0" ref="J6:J28">SUM(D6:I6)</f>' in sheet
    assert b"<v>4.9700000000000005E-4</v>" in package["xl/worksheets/sheet2.xml"]
    assert '<t>表二</t><rPh sb="0" eb="2">'.encode() in texts
    assert {"xl/calcChain.xml", "xl/printerSettings/printerSettings3.bin"} <= package.keys()


def test_it_is_the_shape_of_wps() -> None:
    package = parts(as_wps(filled(CELLS)))
    assert {"xl/cellimages.xml", "customXml/item1.xml"} <= package.keys()
    assert b"KSOProductBuildVer" in package["docProps/custom.xml"]
    assert b'<cellStyles count="49">' in package["xl/styles.xml"]
