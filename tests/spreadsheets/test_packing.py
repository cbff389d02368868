"""A zip of parts that were deflated before: byte by byte what zipfile makes of them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from toolkit.spreadsheets.packing import Packing, package_of_packed, packed
from toolkit.spreadsheets.seal import package_of, parts_of

PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "xl/worksheets/sheet1.xml": b"<row/>" * 100_000,
    "空.xml": b"",
    "noise": bytes(range(256)) * 300,
}


def by_zipfile(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts.items():
            one = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            one.create_system = 3
            package.writestr(one, part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def test_it_is_the_zip_that_zipfile_makes() -> None:
    ours = package_of_packed(packed(name, part) for name, part in PARTS.items())
    assert ours == by_zipfile(PARTS) == package_of(PARTS)


def test_what_was_packed_is_read_again() -> None:
    content = package_of_packed(packed(name, part) for name, part in PARTS.items())
    assert parts_of(content) == PARTS
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None


def test_no_parts_are_an_empty_zip() -> None:
    assert package_of_packed([]) == by_zipfile({})


@pytest.mark.parametrize("size", [1, 7, 65_536, 1_000_000])
def test_a_part_is_the_same_in_whatever_pieces_it_came(size: int) -> None:
    content = PARTS["noise"] + PARTS["xl/worksheets/sheet1.xml"][:30_000]
    packing = Packing("a")
    for at in range(0, len(content), size):
        packing.add(content[at : at + size])
    assert packing.part() == packed("a", content)
