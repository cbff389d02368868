"""How cells look: the number formats and fonts that change what a cell shows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.grids.number_format import is_plain, number_shown, plain_text, text_shown
from toolkit.grids.shown import Shown, Why
from toolkit.grids.spelt_time import midnight, spelt_moment

# The formats that a file names only by their numbers; those from 27 on as Chinese programs show
# them.
BUILTIN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"},
    **{18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@"},
    **{27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy"},
    **{31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'},
    **{34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"'},
    **{50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"'},
    **{54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"'},
    **{57: 'yyyy"年"m"月"', 58: 'm"月"d"日"'},
}
GENERAL = "General"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Font:
    """What a font does to a text, as far as it changes what is read."""

    struck: bool = False
    raised: bool = False
    lowered: bool = False
    # White on white.
    hidden: bool = False

    @property
    def is_plain(self) -> bool:
        return not (self.struck or self.raised or self.lowered or self.hidden)


PLAIN = Font()


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell shows what it holds."""

    code: str = GENERAL
    font: Font = PLAIN

    @property
    def is_plain(self) -> bool:
        return self.font.is_plain and is_plain(self.code)


# A piece of a text with the font that it has of its own; None: that of its cell.
Piece = tuple[str, Font | None]


def shown_as(value: object, look: Look) -> Shown | None:
    """What a look makes of a value; None where it shows it."""
    if isinstance(value, str):
        formatted = text_shown(look.code, value)
        text = value
    elif isinstance(value, float):
        formatted = number_shown(look.code, value)
        text = plain_text(value)
    elif isinstance(value, datetime.date) and value.year == 1900 and value.month < 3:
        # A small number that Excel shows as a date: one day later than by other counts.
        moment = value if isinstance(value, datetime.datetime) else midnight(value)
        return Shown(spelt_moment(moment), Why.DATE)
    else:
        return None
    if look.font.is_plain:
        return formatted
    return shown_pieces([(formatted.text if formatted else text, None)], look.font) or formatted


def shown_pieces(pieces: Sequence[Piece], font: Font) -> Shown | None:
    """What is seen of a text in pieces, in a cell with this font; None where it is all of it."""
    some = [(text, own or font) for text, own in pieces]
    odd = [(text, one) for text, one in some if text.strip() and not one.is_plain]
    if not odd:
        return None
    left = "".join(text for text, one in some if one.is_plain).strip()
    struck = "".join(text for text, one in odd if one.struck)
    seen = "".join(_seen(text, one) for text, one in some if not (one.struck or one.hidden)).strip()
    if struck:
        return Shown(seen, Why.STRUCK, struck.strip(), left)
    if hidden := "".join(text for text, one in odd if one.hidden):
        return Shown(seen, Why.HIDDEN, hidden.strip(), left)
    apart = "".join(text for text, _ in odd).strip()
    return Shown(seen, Why.RAISED, apart, left or apart)


def _seen(text: str, font: Font) -> str:
    if font.raised or font.lowered:
        return text.translate(_RAISED if font.raised else _LOWERED)
    return text
