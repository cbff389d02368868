"""A zip is read as zipfile reads it, only faster where it is a usual one."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.build import everything, filled, zipped
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.xlsx import read_properties
from toolkit.spreadsheets.zip_directory import Member, usual_members
from toolkit.spreadsheets.zip_package import MAX_PARTS, Zip, inflate, open_package

GOOD = filled({"表三!D6": 12})
PARTS = {"a.xml": b"<a/>" * 500, "b/": b"", "b\\": b"", "b/c.xml": b"", "A.XML": b"<a/>" * 500}


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


@pytest.mark.parametrize("content", [GOOD, zipped(PARTS), zipped({})])
def test_a_usual_directory_is_read_without_zipfile(content: bytes) -> None:
    assert usual_members(content, MAX_PARTS) is not None
    assert as_zipfile_has_them(content)


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


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 1_500), st.integers(0, 255)), min_size=1, max_size=3))
def test_so_it_is_where_the_directory_is_damaged(damage: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for from_the_end, value in damage:
        content[-from_the_end] = value
    assert as_zipfile_has_them(bytes(content))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=4))
def test_a_part_is_what_zipfile_inflates_or_there_is_none(damage: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for at, value in damage:
        content[at] = value
    usual = usual_members(bytes(content), MAX_PARTS)
    package = Zip(bytes(content), usual) if usual else Zip(GOOD, None)
    for member in package.members.values():
        part = package.whole(member, len(GOOD) * 10)
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
    with zipfile.ZipFile(
        buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_LZMA
    ) as package:
        package.writestr("a.xml", PARTS["a.xml"])
    assert inflate(open_package(buffer.getvalue()), bool) == {"a.xml": PARTS["a.xml"]}


def test_a_part_before_the_beginning_of_the_file_is_damage_like_any_other() -> None:
    """The end of the zip says that its directory begins further down than it does."""
    content = bytearray(GOOD)
    start = struct.unpack_from("<L", content, len(content) - 6)[0]
    struct.pack_into("<L", content, len(content) - 6, start + 100)
    assert read_properties(bytes(content)) == {}


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
