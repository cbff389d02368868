"""What the cells of an .xls sheet show, where that is not what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from struct import error, unpack_from

from toolkit.grids.grid import At
from toolkit.grids.shown import Shown, Why
from toolkit.spreadsheets.number_formats import (
    BUILTIN,
    GENERAL,
    PLAIN,
    Font,
    Look,
    Piece,
    shown_as,
    shown_pieces,
)

# Kinds of records, named as in [MS-XLS].
FONT, FORMAT, XF, SST, CONTINUE = 0x31, 0x41E, 0xE0, 0xFC, 0x3C
LABELSST, MULRK, RSTRING = 0xFD, 0xBD, 0xD6
_STRUCK, _RAISED, _LOWERED = 8, 1, 2
# No font has this number.
_GAP = 4

# Where a piece of a text begins, and the number of its font.
Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Looks:
    """The odd looks of a workbook."""

    # The number of a format record → how its cells look; only the odd ones.
    styles: Mapping[int, Look] = field(default_factory=dict)
    # The number of a shared string → its pieces; only those with fonts of their own.
    strings: Mapping[int, Sequence[Piece]] = field(default_factory=dict)
    # The fonts by their numbers, none where all are plain.
    fonts: Sequence[Font] = ()
    # How texts are written, None where they are Unicode.
    codec: str | None = None

    @classmethod
    def of(cls, records: Sequence[tuple[int, bytes]], codec: str | None) -> Looks:
        """``records``: those of the workbook."""
        fonts = [_font(data) for kind, data in records if kind == FONT]
        fonts[_GAP:_GAP] = [PLAIN]
        codes = dict(_code(data, codec) for kind, data in records if kind == FORMAT)
        looks = (_look(data, fonts, codes) for kind, data in records if kind == XF)
        styles = {number: look for number, look in enumerate(looks) if not look.is_plain}
        if all(one.is_plain for one in fonts):
            return cls(styles)
        first = next((n for n, (kind, _) in enumerate(records) if kind == SST), len(records))
        pieces = [data for kind, data in records[first:] if kind in (SST, CONTINUE)]
        return cls(styles, dict(_odd_strings(pieces, fonts)), fonts, codec)


@dataclass(slots=True)
class OddCells:
    """The cells of one sheet whose look is odd, or whose text has odd pieces."""

    looks: Looks
    styles: dict[At, Look] = field(default_factory=dict)
    strings: dict[At, Sequence[Piece]] = field(default_factory=dict)
    # The formulas whose result is a text without characters.
    empty: set[At] = field(default_factory=set)

    def take(self, kind: int, data: bytes) -> None:
        """A record of a cell."""
        row, column, style = unpack_from("<3H", data)
        if kind == MULRK:
            for number in range((len(data) - 6) // 6):
                self._note((row, column + number), unpack_from("<H", data, 4 + 6 * number)[0])
            return
        self._note((row, column), style)
        if kind == RSTRING and self.looks.fonts:
            self.strings[row, column] = list(_rich(data[6:], self.looks))
        if kind == LABELSST and self.looks.strings:
            pieces = self.looks.strings.get(unpack_from("<I", data, 6)[0])
            if pieces:
                self.strings[row, column] = pieces

    def _note(self, at: At, style: int) -> None:
        if look := self.looks.styles.get(style):
            self.styles[at] = look

    def shown(self, rows: Sequence[Sequence[object]]) -> dict[At, Shown]:
        """What is shown, where it is not what ``rows`` says."""
        found: dict[At, Shown] = {}
        for at, look in self.styles.items():
            value = rows[at[0]][at[1]] if at[0] < len(rows) and at[1] < len(rows[at[0]]) else ""
            if value != "" and (shown := shown_as(value, look)):
                found[at] = shown
        for at, pieces in self.strings.items():
            font = self.styles.get(at, Look()).font
            if shown := shown_pieces(pieces, font):
                found[at] = shown
            elif not font.is_plain:
                # The pieces have fonts of their own.
                found.pop(at, None)
        return found | dict.fromkeys(self.empty, Shown("", Why.EMPTY))


def _font(data: bytes) -> Font:
    flags, position = unpack_from("<2xH4xH", data.ljust(10, b"\0"))
    return Font(bool(flags & _STRUCK), position == _RAISED, position == _LOWERED)


def _code(data: bytes, codec: str | None) -> tuple[int, str]:
    data = data.ljust(5, b"\0")
    number = unpack_from("<H", data)[0]
    if codec:
        return number, data[3 : 3 + data[2]].decode(codec, "replace")
    size, flags = unpack_from("<HB", data, 2)
    return number, _decoded(data[5 : 5 + (size << (flags & 1))], flags & 1)


def _look(data: bytes, fonts: Sequence[Font], codes: Mapping[int, str]) -> Look:
    font, code = unpack_from("<HH", data.ljust(4, b"\0"))
    known = fonts[font] if font < len(fonts) else PLAIN
    return Look(codes.get(code, BUILTIN.get(code, GENERAL)), known)


def _decoded(raw: bytes, wide: int) -> str:
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


# --- Shared strings ------------------------------------------------------------------------------


def _odd_strings(
    pieces: Sequence[bytes], fonts: Sequence[Font]
) -> Iterator[tuple[int, list[Piece]]]:
    for number, (text, runs) in enumerate(_strings(pieces)):
        if runs:
            yield number, list(_cut(text, runs, fonts))


def _cut(text: str, runs: Sequence[Run], fonts: Sequence[Font]) -> Iterator[Piece]:
    """The pieces of a text; the one before the first run has the font of the cell."""
    starts = [0, *(start for start, _ in runs), len(text)]
    own = [None, *(fonts[font] if font < len(fonts) else PLAIN for _, font in runs)]
    for first, last, font in zip(starts, starts[1:], own, strict=False):
        yield text[first:last], font


def _rich(data: bytes, looks: Looks) -> Iterator[Piece]:
    """The pieces of a text that stands in its cell, as old programs write it."""
    size = unpack_from("<H", data)[0]
    if looks.codec is None:
        wide = data[2] & 1
        text, at = _decoded(data[3 : 3 + (size << wide)], wide), 3 + (size << wide)
        count, form, step = unpack_from("<H", data, at)[0], "<HH", 4
        at += 2
    else:
        # Each byte is a character here, so that the runs count alike.
        text, at = data[2 : 2 + size].decode("latin-1"), 3 + size
        count, form, step = data[at - 1], "<BB", 2
    runs = [unpack_from(form, data, at + step * number) for number in range(count)]
    for piece, font in _cut(text, runs, looks.fonts):
        yield (
            (piece.encode("latin-1").decode(looks.codec, "replace") if looks.codec else piece),
            font,
        )


def _strings(pieces: Sequence[bytes]) -> Iterator[tuple[str, list[Run]]]:
    """The texts of an SST record and its CONTINUE records, each with its runs.

    A text that is cut states its width again in the next record; the runs behind it do not.
    """
    rest = iter(pieces)
    piece, at = next(rest, b"")[8:], 0
    with suppress(StopIteration, error, IndexError):
        while True:
            while at >= len(piece):
                piece, at = next(rest), 0
            size, flags = unpack_from("<HB", piece, at)
            at += 3
            runs = unpack_from("<H", piece, at)[0] if flags & 8 else 0
            at += 2 if flags & 8 else 0
            extra = unpack_from("<I", piece, at)[0] if flags & 4 else 0
            at += 4 if flags & 4 else 0
            text, wide = "", flags & 1
            while size << wide > len(piece) - at:
                here = (len(piece) - at) >> wide
                text += _decoded(piece[at : at + (here << wide)], wide)
                size, piece, at = size - here, next(rest), 1
                wide = piece[0] & 1
            text += _decoded(piece[at : at + (size << wide)], wide)
            at += size << wide
            behind = b""
            while 4 * runs + extra > len(behind) + len(piece) - at:
                behind, piece, at = behind + piece[at:], next(rest), 0
            taken = 4 * runs + extra - len(behind)
            behind, at = behind + piece[at : at + taken], at + taken
            yield text, [unpack_from("<HH", behind, 4 * number) for number in range(runs)]
