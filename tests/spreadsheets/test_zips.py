"""A zip is read as zipfile reads it, only faster where it is a usual one."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.build import everything, filled, parts, sheet_part, zipped
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx import may_be_a_sum, read_properties
from toolkit.spreadsheets.zip_directory import Member, usual_members
from toolkit.spreadsheets.zip_package import MAX_PARTS, Zip, inflate, open_package

GOOD = filled({"表三!D6": 12})
PARTS = {"a.xml": b"<a/>" * 500, "b/": b"", "b/c.xml": b"", "A.XML": b"<a/>" * 500}
# Where a member's entry in the directory has its checksum, its sizes, and where the member is.
CHECKSUM, SIZES, PLACE = 16, 20, 42


def members(content: bytes, usual: list[Member] | None) -> object:
    """What a zip holds, or that it cannot be read."""
    try:
        package = Zip(content, usual)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        return None
    return list(package.every), dict(package.members)


def as_zipfile_has_them(content: bytes) -> bool:
    """Whether a directory that is taken for a usual one says what zipfile reads in it."""
    usual = usual_members(content, MAX_PARTS)
    return usual is None or members(content, usual) == members(content, None)


def entry(content: bytes, name: str) -> int:
    """Where the directory has the entry of a member."""
    at = content.index(b"PK\x01\x02")
    while content[at + 46 :][: len(name)] != name.encode():
        at = content.index(b"PK\x01\x02", at + 1)
    return at


def stated(content: bytes, name: str, field: int, *values: int) -> bytes:
    """The zip with other values, of four bytes each, in the entry of a member."""
    changed = bytearray(content)
    struct.pack_into(f"<{len(values)}L", changed, entry(content, name) + field, *values)
    return bytes(changed)


@pytest.mark.parametrize(
    "content", [GOOD, zipped(PARTS), zipped({}), zipped({"b|": b""}).replace(b"b|", b"b\\")]
)
def test_a_usual_directory_is_read_without_zipfile(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = usual_members(content, MAX_PARTS)
    assert usual is not None
    assert as_zipfile_has_them(content)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert inflate(Zip(content, usual), bool).keys() == Zip(content, usual).members.keys()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        GOOD[:-1],
        b"#!" + GOOD,
        GOOD[:-2] + b"\1\0c",
        zipped({"报表.xml": b""}),
        zipped({str(number): b"" for number in range(MAX_PARTS + 1)}),
    ],
)
def test_an_unusual_directory_is_left_to_zipfile(content: bytes) -> None:
    assert usual_members(content, MAX_PARTS) is None


def test_a_comment_like_the_other_end_of_a_large_zip_is_left_to_zipfile() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        one = zipfile.ZipInfo("a.xml")
        one.comment = b"PK\x06\x07" + bytes(16)
        package.writestr(one, b"<a/>")
    assert usual_members(buffer.getvalue(), MAX_PARTS) is None


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 1_500), st.integers(0, 255)), min_size=1, max_size=3))
def test_so_it_is_where_the_directory_is_damaged(damage: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for from_the_end, value in damage:
        content[-from_the_end] = value
    assert as_zipfile_has_them(bytes(content))


PLACES = st.integers(0, len(GOOD) - 1) | st.integers(len(GOOD) - 1_500, len(GOOD) - 1)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(PLACES, st.integers(0, 255)), max_size=4))
def test_a_part_is_what_zipfile_inflates_or_there_is_none(damage: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for at, value in damage:
        content[at] = value
    usual = usual_members(bytes(content), MAX_PARTS)
    package = Zip(bytes(content), usual) if usual else Zip(GOOD, None)
    for member in package.members.values():
        part = package.at_once(member, len(GOOD) * 10)
        if part is not None:
            with package.opened(member) as file:
                assert file.read() == part


def test_parts_of_one_name_are_read_only_if_they_are_the_same() -> None:
    assert set(open_package(zipped(PARTS)).members) == {"a.xml", "b/c.xml"}
    with pytest.raises(Unreadable) as refused:
        open_package(zipped({**PARTS, "A.XML": b"<b/>"}))
    assert refused.value.reason is Refusal.BROKEN


@pytest.mark.parametrize("stored", [True, False])
def test_a_part_is_read_however_it_is_packed(stored: bool) -> None:
    buffer = BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_LZMA
    with zipfile.ZipFile(buffer, "w", method) as package:
        package.writestr("a.xml", PARTS["a.xml"])
    assert inflate(open_package(buffer.getvalue()), bool) == {"a.xml": PARTS["a.xml"]}


def test_an_entry_that_leads_to_another_part_is_damage() -> None:
    """Or a sheet would be read as another one."""
    sheet, other = sheet_part(GOOD, "表三"), sheet_part(GOOD, "附表")
    at = entry(GOOD, other)
    numbers = struct.unpack_from("<3L", GOOD, at + CHECKSUM)
    content = stated(GOOD, sheet, CHECKSUM, *numbers)
    content = stated(content, sheet, PLACE, *struct.unpack_from("<L", GOOD, at + PLACE))
    with pytest.raises(Unreadable) as refused:
        read_workbook(content)
    assert refused.value.reason is Refusal.BROKEN


def test_where_parts_overlap_zipfile_says_what_is_read() -> None:
    """Newer ones read none of them: a megabyte may hold a thousand times itself in this way."""
    content = zipped({"a.xml": b"<a/>" * 500, "b.xml": b"<b/>" * 500})
    content = stated(content, "a.xml", SIZES, len(content))
    package = open_package(content)
    assert package.at_once(package.members["b.xml"], 10_000) is None


def test_a_part_is_never_inflated_beyond_the_size_that_it_states(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = zipped({"a.xml": b"<a/>" * 1_000_000, "b.xml": b""})
    packed = struct.unpack_from("<L", content, entry(content, "a.xml") + SIZES)[0]
    package = open_package(stated(content, "a.xml", SIZES, packed, 10))
    inflated: list[int] = []

    class Noted:
        def __init__(self, window: int) -> None:
            self._inflating = inflating(window)

        def decompress(self, packed: bytes, most: int) -> bytes:
            part = self._inflating.decompress(packed, most)
            inflated.append(len(part))
            return part

        def __getattr__(self, name: str) -> object:
            return getattr(self._inflating, name)

    inflating = zlib.decompressobj
    monkeypatch.setattr(zlib, "decompressobj", Noted)
    assert package.at_once(package.members["a.xml"], 10_000_000) is None
    assert inflated == [11]
    assert package.at_once(package.members["b.xml"], 10_000_000) == b""


BEYOND = len(GOOD)


@pytest.mark.parametrize("place", [BEYOND - 40, BEYOND - 4, BEYOND + 50, 2**32 - 2])
def test_a_part_beyond_the_end_costs_nothing_but_its_file(place: int) -> None:
    """Of all files the first are asked for their form, outside of the processes that read."""
    for name in ("docProps/custom.xml", "_rels/.rels"):
        assert read_properties(stated(GOOD, name, PLACE, place)) == {}
    for name in ("xl/workbook.xml", "_rels/.rels"):
        assert not may_be_a_sum(stated(GOOD, name, PLACE, place))


def test_a_part_before_the_beginning_costs_nothing_but_its_file() -> None:
    """The end of the zip says that its directory begins further down than it does."""
    first = struct.unpack_from("<L", GOOD, entry(GOOD, "_rels/.rels") + PLACE)[0]
    content = bytearray(GOOD)
    start = struct.unpack_from("<L", content, len(content) - 6)[0]
    struct.pack_into("<L", content, len(content) - 6, start + first + 10)
    assert read_properties(bytes(content)) == {}
    assert not may_be_a_sum(bytes(content))


def test_neither_does_one_that_is_packed_unusually_and_damaged() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as package:
        for name, part in parts(GOOD).items():
            package.writestr(name, part)
    content = bytearray(buffer.getvalue())
    assert read_properties(bytes(content)) == read_properties(GOOD)
    place = content.index(b"_rels/.rels") + len("_rels/.rels")
    content[place : place + 40] = b"\xff" * 40
    assert read_properties(bytes(content)) == {}


def test_neither_does_an_encoding_that_nobody_knows() -> None:
    book = parts(GOOD)
    book["xl/workbook.xml"] = book["xl/workbook.xml"].replace(b"UTF-8", b"rot13", 1)
    assert not may_be_a_sum(zipped(book))


def test_what_all_returns_share_is_inflated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = ("xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")
    wanted = {*shared, "xl/worksheets/sheet1.xml"}
    one, another = open_package(GOOD), open_package(filled(everything(3)))
    first = inflate(one, wanted.__contains__)
    inflated: list[int] = []
    inflating = zlib.decompressobj

    def counted(window: int) -> object:
        inflated.append(window)
        return inflating(window)

    monkeypatch.setattr(zlib, "decompressobj", counted)
    second = inflate(another, wanted.__contains__)
    assert all(first[name] == second[name] for name in shared)
    # The sheet, which is another.
    assert len(inflated) == 1
