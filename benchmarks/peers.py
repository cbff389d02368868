"""Others reading every sheet of every workbook of a folder, each in a process of its own.

    python -m benchmarks.peers PEER FOLDER

:mod:`benchmarks.pandas_loop` is the peer that counts; these show where the floor is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path


def by_openpyxl(paths: Iterable[Path]) -> None:
    import openpyxl

    for path in paths:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book:
            for _ in sheet.iter_rows(values_only=True):
                pass
        book.close()


def by_polars(paths: Iterable[Path]) -> None:
    import polars

    for path in paths:
        polars.read_excel(path, sheet_id=0, has_header=False, raise_if_empty=False)


def by_calamine(paths: Iterable[Path]) -> None:
    from python_calamine import CalamineWorkbook

    for path in paths:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def inflated(paths: Iterable[Path]) -> None:
    import zipfile

    for path in paths:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                package.read(name)


PEERS: dict[str, Callable[[Iterable[Path]], None]] = {
    "openpyxl": by_openpyxl,
    "polars": by_polars,
    "calamine": by_calamine,
    "inflate": inflated,
}


def main() -> None:
    peer, folder = sys.argv[1:]
    PEERS[peer](sorted(Path(folder).glob("*.xlsx")))


if __name__ == "__main__":
    main()
