"""Packages: the zip that an .xlsx or .ods file is, inflated under limits.

What a package declares is never believed: parts are read up to a limit, and larger ones are
refused.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from toolkit.grids.refusals import Refusal, Unreadable

# Limits of a return. A template of ours has 20 parts and less than 0.5 MB of XML.
MAX_PARTS = 1_000
MAX_PART_SIZE = 20_000_000
MAX_TOTAL_SIZE = 40_000_000
# Start and end tags of a part that has to be parsed into a tree; sheets of ours need not be.
MAX_TAGS = 500_000
# calamine stores a sheet densely: rows × columns up to the last used cell.
MAX_ROWS, MAX_COLUMNS, MAX_AREA = 20_000, 1_000, 2_000_000
# Cells and merged ranges that an .xlsx lists one by one.
MAX_CELLS = 300_000
MAX_MERGED = 20_000
# No sheet of Excel has more.
EXCEL_ROWS, EXCEL_COLUMNS = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a package may be; what is larger is refused before it can do harm."""

    # Bytes of one inflated part, and of all parts together.
    part: int = MAX_PART_SIZE
    whole: int = MAX_TOTAL_SIZE
    tags: int = MAX_TAGS
    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS
    cells: int = MAX_CELLS
    merged: int = MAX_MERGED
    # Rows × columns of a sheet: so many, and so many more for each cell that is there.
    area: int = MAX_AREA
    area_per_cell: int = 0


OF_A_RETURN = Limits()
# A consolidated workbook of ours inflates to 8 to 15 times its size, a bomb to 1,000 times.
_MOST_INFLATED, _OURS_AT_MOST = 40, 1_200_000_000
# Of one sheet: 166,000 findings, or 14,000 units.
MAX_CELLS_OF_A_SUM = 3_000_000


def of_a_sum(size: int) -> Limits:
    """Limits of a consolidated workbook, which grows with its units and findings.

    Anybody may call a workbook ours. So the limits grow with ``size``, the bytes of the package
    itself: a small file still cannot ask for much. The rest is what a process can hold.
    """
    whole = min(max(MAX_TOTAL_SIZE, _MOST_INFLATED * size), _OURS_AT_MOST)
    return Limits(
        part=whole,
        whole=whole,
        tags=max(MAX_TAGS, whole // 100),
        rows=EXCEL_ROWS,
        columns=EXCEL_COLUMNS,
        cells=MAX_CELLS_OF_A_SUM,
        merged=100_000,
        area_per_cell=4,
    )


# What zipfile raises on members that are damaged, encrypted or exotic.
ZIP_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
ZIP_MAGIC = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"


@contextmanager
def damage_is_unreadable() -> Iterator[None]:
    """Whatever a parser raises at a damaged file costs that file and not the run.

    This includes a panic of calamine, which is not an Exception.

    Raises:
        Unreadable: in place of everything except an interruption.
    """
    try:
        yield
    except (Unreadable, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError as error:
        raise Unreadable(Refusal.TOO_LARGE) from error
    except BaseException as error:
        raise Unreadable(Refusal.BROKEN) from error


def open_package(content: bytes) -> zipfile.ZipFile:
    """The package, once its number of parts is known to be sane.

    Raises:
        Unreadable: it has too many (reading a directory of a million entries takes seconds), or one
            of them twice, so that nobody knows which one was seen on the screen.
    """
    if content.count(_ENTRY) > MAX_PARTS:
        raise Unreadable(Refusal.TOO_LARGE)
    package = zipfile.ZipFile(BytesIO(content))
    names = [name.replace("\\", "/").lstrip("/").lower() for name in package.namelist()]
    if len(set(names)) < len(names):
        raise Unreadable(Refusal.BROKEN)
    return package


def inflate(
    package: zipfile.ZipFile, chosen: Callable[[str], object], limits: Limits = OF_A_RETURN
) -> dict[str, bytes]:
    """The chosen XML parts by name, read under limits.

    Raises:
        Unreadable: they are too large, or define entities.
    """
    parts: dict[str, bytes] = {}
    total = 0
    for member in package.infolist():
        name = member.filename.lstrip("/")
        if not chosen(name):
            continue
        with package.open(member) as file:
            part = file.read(limits.part + 1)
        total += len(part)
        if len(part) > limits.part or total > limits.whole:
            raise Unreadable(Refusal.TOO_LARGE)
        # In UTF-16, which no program writes, a search for these bytes would miss the words.
        wide = part.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = part.decode("utf-16", "replace").encode() if wide else part
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise Unreadable(Refusal.UNSAFE)
        parts[name] = part
    return parts


def check_extent(rows: int, columns: int, cells: int = 0, limits: Limits = OF_A_RETURN) -> None:
    """Raise Unreadable for a sheet whose used range is larger than any return's.

    ``cells``: how many of the range are there.
    """
    area = limits.area + limits.area_per_cell * cells
    if rows > limits.rows or columns > limits.columns or rows * columns > area:
        raise Unreadable(Refusal.TOO_FAR)
