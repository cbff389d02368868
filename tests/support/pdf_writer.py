"""PDFs of a few lines, texts and areas, written by hand.

Chinese is written in a font that is not embedded, by the character map of Unicode.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class Sheet:
    """A page while it is drawn; places are counted from its upper left corner."""

    width: float = WIDTH
    height: float = HEIGHT
    # Whether it is stored on its side and turned to be shown.
    turned: bool = False
    drawn: list[str] = field(default_factory=list)

    def text(self, left: float, base: float, text: str, size: float = 10) -> None:
        """A text whose digits and letters are half as wide as its other characters."""
        code = text.encode("utf-16-be").hex()
        where = f"{left:g} {self.height - base:g}"
        self.drawn.append(f"BT /F {size:g} Tf {where} Td <{code}> Tj ET")

    def line(self, left: float, top: float, right: float, bottom: float) -> None:
        self.drawn.append(
            f"{left:g} {self.height - top:g} m {right:g} {self.height - bottom:g} l S"
        )

    def area(self, left: float, top: float, right: float, bottom: float) -> None:
        """A filled rectangle; some programs draw borders so."""
        size = f"{right - left:g} {bottom - top:g}"
        self.drawn.append(f"{left:g} {self.height - bottom:g} {size} re f")

    def table(
        self,
        columns: Sequence[float],
        rows: Sequence[float],
        cells: Iterable[tuple[int, int, int, int, str]],
        size: float = 10,
    ) -> None:
        """Cells from a row and column to another, each with its lines; all have borders.

        ``columns``, ``rows``: where they begin, and the last one ends.
        """
        for row, column, last_row, last_column, text in cells:
            left, right = columns[column], columns[last_column + 1]
            top, bottom = rows[row], rows[last_row + 1]
            for one in (
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
            ):
                self.line(*one)
            for number, line in enumerate(text.split("\n") if text else ()):
                self.text(left + 3, top + (number + 1) * (size + 2), line, size)


def plain(rows: Sequence[Sequence[str]], first: int = 0) -> list[tuple[int, int, int, int, str]]:
    """The cells of rows without merged ones."""
    return [
        (first + number, column, first + number, column, text)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]


def pdf(
    *sheets: Sheet | bytes,
    stated: Mapping[str, str] | None = None,
    packed: bool = False,
    extra: Mapping[int, bytes] | None = None,
    trailer: str = "",
) -> bytes:
    """The file; a page may be given as the bytes of its content.

    ``extra``: further objects by their numbers, from 900 on; ``trailer``: what it says besides.
    """
    objects: dict[int, bytes] = {
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        4: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        b" /DW 1000 /W [1 [500] 2 95 500] >>",
        5: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
        6: _information(stated or {}),
        **(extra or {}),
    }
    kids = []
    for number, sheet in enumerate(sheets):
        page, content = 10 + 2 * number, 11 + 2 * number
        one = Sheet() if isinstance(sheet, bytes) else sheet
        shown = sheet if isinstance(sheet, bytes) else "\n".join(sheet.drawn).encode()
        width, height = (one.height, one.width) if one.turned else (one.width, one.height)
        if one.turned:
            shown = b"0 1 -1 0 %d 0 cm\n" % width + shown
        body = zlib.compress(shown) if packed else shown
        how = b" /Filter /FlateDecode" if packed else b""
        box = f"[0 0 {width:g} {height:g}]"
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Rotate {90 if one.turned else 0}"
            f" /Resources << /Font << /F 3 0 R >> >> /Contents {content} 0 R >>"
        ).encode()
        objects[content] = b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(body), how, body)
        kids.append(f"{page} 0 R")
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(objects, trailer)


def _information(stated: Mapping[str, str]) -> bytes:
    said = (
        f"/{key} <{(chr(0xFEFF) + text).encode('utf-16-be').hex()}>" for key, text in stated.items()
    )
    return f"<< {' '.join(said)} >>".encode()


def _file(objects: Mapping[int, bytes], trailer: str) -> bytes:
    content, places = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(content)
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        content += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(places) + 1
    ends = f"trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R {trailer} >>\nstartxref\n{start}"
    return content + ends.encode() + b"\n%%EOF\n"
