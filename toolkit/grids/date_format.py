"""Dates as a number format shows them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

Token = tuple[str, str]

DAY_ZERO = datetime.datetime(1899, 12, 30)
_LAST_DAY, _LEAP = 2_958_465, 60
_TOO_WIDE = "#####"
_WEEKDAYS = "一二三四五六日"
_DAYS = "MonTueWedThuFriSatSun"
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_SECONDS = {"h": 3600, "m": 60, "s": 1}


def shown_date(tokens: Sequence[Token], serial: float) -> str:
    """The day and time that a serial number stands for, as a section of a format shows it."""
    if not 0 <= serial <= _LAST_DAY:
        return _TOO_WIDE
    # Excel counts a 29 February 1900, but its weekdays are right from then on.
    day = serial + (serial < _LEAP)
    weekday = (int(serial) - 2) % 7
    moment = DAY_ZERO + datetime.timedelta(seconds=round(day * 86_400))
    parts, before = [], ""
    for number, (kind, text) in enumerate(tokens):
        if kind == "date":
            rest = (one for kind, one in tokens[number + 1 :] if kind == "date")
            minutes = before[:1] in ("h", "s") or next(rest, "")[:1].lower() == "s"
            parts.append(_part(text.lower(), moment, weekday, minutes))
        elif kind == "elapsed":
            parts.append(str(int(round(serial * 86_400) // _SECONDS[text[0].lower()])))
        elif kind in ("literal", "blank", "point", "comma", "slash"):
            parts.append(text)
        before = text.lower() if kind in ("date", "elapsed") else before
    return "".join(parts).strip()


def _part(code: str, moment: datetime.datetime, weekday: int, minutes: bool) -> str:
    if "/" in code:
        return "AM" if moment.hour < 12 else "PM"
    if not code:
        # As the system shows it: the rest of the format is another way to say so.
        return ""
    letter, width = code[0], len(code)
    if letter == "m" and not minutes and width > 2:
        return _MONTHS[3 * moment.month - 3 : 3 * moment.month]
    if letter == "a":
        return f"星期{_WEEKDAYS[weekday]}"
    if letter in "dn" and width > 2:
        return _DAYS[3 * weekday :][:3]
    if letter == "g":
        return ""
    number = {
        "y": moment.year if width > 2 else moment.year % 100,
        "e": moment.year,
        "b": moment.year + 543,
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": moment.hour,
        "s": moment.second,
    }.get(letter, moment.day)
    return f"{number:02}" if width == 2 else str(number)
