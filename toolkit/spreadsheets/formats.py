"""The formats of workbooks that are read. A new one is a module beside this one, and a row here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from toolkit.grids.grid import Workbook
from toolkit.spreadsheets import words
from toolkit.spreadsheets.kind import FileKind

_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,5})$")


class FormatReader(Protocol):
    """The grids of the sheets that are wanted, or of all; raises Unreadable with the reason."""

    def __call__(self, content: bytes, wanted: Collection[str] | None) -> Workbook: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format of workbooks."""

    kind: FileKind
    # The endings that a file's name may have by right.
    endings: frozenset[str]
    # What the workbook is called where the name has the ending of something else.
    called: str
    # Imports its reader when it is needed: most folders hold nothing but .xlsx.
    reader: Callable[[], FormatReader]


def _xlsx() -> FormatReader:
    from toolkit.spreadsheets.xlsx import read_ooxml

    return read_ooxml


def _xls() -> FormatReader:
    from toolkit.spreadsheets.xls import read_biff

    return read_biff


def _ods() -> FormatReader:
    from toolkit.spreadsheets.ods import read_opendocument

    return read_opendocument


_EVERY = (
    Format(FileKind.XLSX, frozenset({"xlsx", "xlsm", "xltx", "xltm"}), words.XLSX_CALLED, _xlsx),
    Format(FileKind.XLS, frozenset({"xls", "xlt", "et", "ett"}), words.XLS_CALLED, _xls),
    Format(FileKind.ODS, frozenset({"ods", "ots"}), words.ODS_CALLED, _ods),
)
FORMATS: Mapping[FileKind, Format] = {one.kind: one for one in _EVERY}


def called_otherwise(path: str, kind: FileKind | None) -> str | None:
    """What a workbook is, in words, where its name has the ending of something else."""
    ending, own = _ENDING.search(path), FORMATS.get(kind) if kind else None
    if not ending or own is None or ending[1].lower() in own.endings:
        return None
    return own.called


def named_as_workbook(path: str) -> bool:
    """Whether a name has the ending of a workbook, whatever the file is."""
    ending = _ENDING.search(path)
    return ending is not None and any(ending[1].lower() in one.endings for one in _EVERY)
