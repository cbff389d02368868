"""What is in a cell, as it is shown to people."""

from __future__ import annotations

import datetime
from decimal import Decimal

from toolkit.findings import phrases
from toolkit.findings.seen import Blank, Dated, Formula, Seen, Shown
from toolkit.form.number import plain
from toolkit.text import shorten


def shown(value: Seen) -> Shown:
    """The value for a cell of ours, where a number stays a number."""
    match value:
        case bool():
            return phrases.truth_value(value)
        case Blank():
            return phrases.BLANK
        case Formula():
            return shorten(phrases.formula_text(value.text))
        case Dated():
            return phrases.dated(shorten(value.text))
        case tuple():
            return phrases.files(value)
        case None | int() | Decimal() | str():
            return value
        case _:
            return phrases.as_date(value)


def as_typed(value: Seen) -> Shown:
    """The same for the person who typed it: a date without the word that says it is one."""
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return phrases.date_alone(value)
    return shown(value)


def show(value: Seen) -> str:
    """The value within a text."""
    plainly = shown(value)
    return plain(plainly) if isinstance(plainly, int | Decimal) else plainly or ""
