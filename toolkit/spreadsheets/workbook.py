"""Bytes → plain grids, whatever the format; the content decides, not the file's name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from toolkit.grids.grid import Workbook
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.formats import FORMATS
from toolkit.spreadsheets.kind import FileKind, kind_of, unusable
from toolkit.spreadsheets.zip_package import damage_is_unreadable


def read_workbook(
    content: bytes,
    wanted: Collection[str] | None = None,
    passwords: Sequence[str] = (),
    kind: FileKind | None = None,
) -> Workbook:
    """The grids of a workbook: those of the wanted sheets, or of all.

    ``kind`` is determined here where it is not given.

    Raises:
        Unreadable: with the reason.
    """
    with damage_is_unreadable():
        return _read(content, kind or kind_of(content), wanted, passwords)


def _read(
    content: bytes, kind: FileKind, wanted: Collection[str] | None, passwords: Sequence[str]
) -> Workbook:
    if kind is FileKind.ENCRYPTED:
        content = _decrypted(content, passwords)
        kind = kind_of(content)
    if kind not in FORMATS:
        raise Unreadable(unusable(kind) or Refusal.NOT_A_WORKBOOK)
    reader = FORMATS[kind].reader()
    try:
        return reader(content, wanted)
    except Unreadable as error:
        # An encrypted .xls looks the same from outside: only its reader can tell.
        if kind is FileKind.XLS and error.refusal is Refusal.ENCRYPTED:
            return reader(_decrypted(content, passwords), wanted)
        raise


def _decrypted(content: bytes, passwords: Sequence[str]) -> bytes:
    from toolkit.spreadsheets.encrypted import decrypt

    plain = decrypt(content, passwords)
    if plain is None:
        raise Unreadable(Refusal.ENCRYPTED)
    return plain
