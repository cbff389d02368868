"""An .ods as programs build it: what any spreadsheet program opens is read."""

from __future__ import annotations

import pytest

from tests.support.build import parts, zipped
from tests.support.old_formats import NAMES, cell, ods, row
from toolkit.grids.grid import Grid
from toolkit.grids.refusals import FarCell, Unreadable
from toolkit.spreadsheets.kind import FileKind, kind_of
from toolkit.spreadsheets.ods import read_opendocument

ONE = cell('office:value-type="float" office:value="1"', "<text:p>1</text:p>")
FAR_ROW = 'table:number-rows-repeated="1000000"'
FAR_COLUMN = 'table:number-columns-repeated="16383"'


def shown(rows: str) -> Grid:
    return read_opendocument(ods(rows)).grids["表"]


def test_parts_of_opendocument_under_odd_names() -> None:
    for spelt in ("./{}", "/{}", "{}"):
        every = parts(ods(row(ONE), meta=b"<x/>"))
        names = {spelt.format(name).replace("/", "\\"): one for name, one in every.items()}
        assert read_opendocument(zipped(names | {"Pictures/": b""})).grids["表"].rows == [[1.0]]


@pytest.mark.parametrize(
    "meta", [b"", b" ", b"<x", b"<x></y>", b"\0\0", b'<?xml version="1.0" encoding="none"?><x/>']
)
def test_broken_properties_of_opendocument_are_none(meta: bytes) -> None:
    book = read_opendocument(ods(row(ONE), meta=meta))
    assert (book.grids["表"].rows, book.properties, book.saved) == ([[1.0]], {}, None)


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "x"])
def test_a_time_of_opendocument_that_cannot_be_is_none(time: str) -> None:
    meta = f"<office:document-meta {NAMES}><dc:date>{time}</dc:date></office:document-meta>"
    assert read_opendocument(ods(row(ONE), meta=meta.encode())).saved is None


BLANK = "<text:p> <text:s/>\u3000</text:p>"


@pytest.mark.parametrize(
    "rows",
    [
        row(ONE + cell(FAR_COLUMN) + cell("", BLANK)),
        row(ONE + cell(FAR_COLUMN, BLANK)),
        row(ONE) + row(cell(), FAR_ROW) + row(cell("", BLANK)),
        row(ONE) + row(cell("", BLANK), FAR_ROW),
        row(ONE) + row(cell(FAR_COLUMN), FAR_ROW),
    ],
)
def test_blanks_far_out_in_opendocument_are_nothing(rows: str) -> None:
    assert shown(rows).rows == [[1.0]]


def test_a_cell_too_far_out_in_opendocument_is_named() -> None:
    with pytest.raises(Unreadable) as refused:
        shown(row(ONE) + row(cell(), FAR_ROW) + row(cell() + ONE))
    assert refused.value.reason == FarCell("B1000002", "表")


@pytest.mark.parametrize("spanned", ["0", "-3", "x", "", "99999999999", "1.5"])
def test_a_merged_range_without_a_size_is_none(spanned: str) -> None:
    odd = ONE.replace(" ", f' table:number-rows-spanned="{spanned}" ', 1)
    assert (shown(row(odd)).rows, shown(row(odd)).merged) == ([[1.0]], [])


@pytest.mark.parametrize(
    "mimetype", [None, b"", b"application/vnd.oasis.opendocument.spreadsheet\n"]
)
def test_an_opendocument_is_known_by_its_manifest(mimetype: bytes | None) -> None:
    entry = '<x:file-entry {}="application/vnd.oasis.opendocument.{}" {}="{}"/>'
    names = "x:media-type", "x:full-path"
    spreadsheet = entry.format(names[0], "spreadsheet", names[1], "/")
    text = entry.format(names[0], "text", names[1], "/")
    within = entry.format(names[0], "spreadsheet", names[1], "Object 1/")
    members = {"content.xml": b"<x/>"} | ({} if mimetype is None else {"mimetype": mimetype})
    for manifest, kind in ((spreadsheet, FileKind.ODS), (text + within, FileKind.OPENDOCUMENT)):
        content = zipped({**members, "META-INF/manifest.xml": f"<x>{manifest}</x>".encode()})
        assert kind_of(content) is (FileKind.ODS if mimetype else kind)
