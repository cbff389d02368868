"""Coverage-guided fuzzing of what meets bytes first: ``python -m tests.support.fuzz number``.

Needs atheris (Linux, ``pip install -e ".[fuzz]"``). Each target states what must hold for any bytes
at all; what breaks it is written to ``crash-…`` by atheris, and becomes a test.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports():
    from toolkit.files.archive import unpack
    from toolkit.files.incoming import Incoming
    from toolkit.form.number import Misfit, read_figure
    from toolkit.form.table import FigureKind as NumberKind
    from toolkit.grids.refusals import Unreadable
    from toolkit.returns.likely_value import likely_value
    from toolkit.spreadsheets.kind import FileKind, kind_of
    from toolkit.spreadsheets.workbook import read_workbook
    from toolkit.spreadsheets.xlsx import read_properties
    from toolkit.spreadsheets.xlsx_parsed import parsed
    from toolkit.spreadsheets.xlsx_sheet import look_through

from tests.support.build import filled, parts, sheet_part, zipped

COUNT = NumberKind(type="count", unit="件")
FEE = NumberKind(type="amount", unit="万元", decimals=6)


def number(data: bytes) -> None:
    """A figure is exactly the digits that are there, or none."""
    text = data.decode("utf-8", "ignore")
    for kind in (COUNT, FEE):
        figure = read_figure(text, kind)
        assert figure is None or isinstance(figure, Misfit) or figure >= 0
        if isinstance(figure, int):
            typed = Decimal(
                text.strip(" \t\r\n\u00a0\u3000\u200b\ufeff")
                .translate(str.maketrans("０１２３４５６７８９．，－", "0123456789.,-"))
                .replace(",", "")
            )
            assert typed.scaleb(kind.decimals) == figure
        likely_value(text, kind)


def sheet(data: bytes) -> None:
    """The pre-check lets a sheet pass or refuses it; a parser's own error is a refusal too."""
    from xml.etree.ElementTree import ParseError

    try:
        flags, _ = look_through(data)
    except (Unreadable, ParseError, ValueError, LookupError, OverflowError):
        return
    assert all(row < 20_000 and column < 1_000 for row, column in flags.errors)
    # The patterns see nothing else than the parser does.
    try:
        assert flags == parsed(data, frozenset)[0]
    except (Unreadable, ParseError, ValueError, LookupError, OverflowError):
        return


def workbook(data: bytes) -> None:
    """Any bytes are a workbook or unreadable."""
    try:
        read_workbook(data)
    except Unreadable as reason:
        assert str(reason)
    read_properties(data)


def walk(data: bytes) -> None:
    """Whatever a zip or a mail is, every member comes out with a path that is fit to be shown."""
    kind = kind_of(data)
    if kind in (FileKind.ZIP, FileKind.EML):
        for one in unpack("a", data, kind):
            assert isinstance(one, Incoming) and one.path.isprintable()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "number": number,
    "sheet": sheet,
    "workbook": workbook,
    "walk": walk,
}


def seeds(name: str) -> list[bytes]:
    """Good inputs to start from."""
    good = filled()
    small = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    mail = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    mail += b'Content-Disposition: attachment; filename="a.txt"\n\nx\n--b--\n'
    numbers = ("12", "１，２３４．５", "-3", "12件", "1e3", "①", "22（其中修订16件）")
    return {
        "number": [one.encode() for one in numbers],
        "sheet": [parts(good)[sheet_part(good, "附表")]],
        "workbook": [small],
        "walk": [zipped({"a.xlsx": b"x", "县\\b.xlsx": small}), mail],
    }[name]


def main() -> None:
    name, *options = sys.argv[1:]
    with TemporaryDirectory() as folder:
        for count, seed in enumerate(seeds(name)):
            (Path(folder) / str(count)).write_bytes(seed)
        atheris.Setup([sys.argv[0], folder, *options], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
