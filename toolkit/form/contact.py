"""The persons and the date on a cover: which of these fields are blank, or cannot be right.

Whatever people may mean by it is accepted; the template judges in the same way, by a formula
(:mod:`toolkit.template.contact_check`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import Enum, unique

from toolkit.form.cover import CONTACT
from toolkit.text import fold

# The fewest digits of a number that somebody answers.
LEAST_DIGITS = 5
# No date is before 1990; as spreadsheet programs count days, from there to the end of 2099.
_FIRST_YEAR = 1990
FIRST_DAY, LAST_DAY = 32_874, 73_050
# What stands between year, month and day is made a dash; what stands beside them goes.
AS_DASHES = {"-": "年月./", "": "日 "}
_DATE = re.compile("([0-9]{4})-([0-9]*)-([0-9]+)")
_DIGITS = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
# One of these makes a date of a text without digits.
IN_WORDS = "年月日"


@unique
class Fault(Enum):
    """What is wrong with a field."""

    BLANK = "blank"
    NO_PHONE = "no phone"
    NO_DATE = "no date"


def faults_of(contact: Mapping[str, str | float]) -> dict[str, Fault]:
    """Field → what is wrong with it, in the order of the cover."""
    found: dict[str, Fault] = {}
    for key in CONTACT:
        value = contact.get(key, "")
        if isinstance(value, str) and not value.strip():
            found[key] = Fault.BLANK
        elif key == "phone" and not is_phone(str(value)):
            found[key] = Fault.NO_PHONE
        elif key == "date" and not can_be_date(value):
            found[key] = Fault.NO_DATE
    return found


def is_phone(text: str) -> bool:
    """Several numbers, an extension, whatever else is written there: any with enough digits."""
    return sum(one.isdecimal() for one in fold(text)) >= LEAST_DIGITS


def with_dashes(text: str) -> str:
    """The parts of a date as they are compared."""
    for instead, characters in AS_DASHES.items():
        for one in characters:
            text = text.replace(one, instead)
    return text


def can_be_date(value: str | float) -> bool:
    if not isinstance(value, str):
        return FIRST_DAY <= value <= LAST_DAY
    text = with_dashes(value)
    written = _DATE.fullmatch(text) or _DIGITS.fullmatch(text)
    if not written:
        # Not everything that people write can be judged.
        return any(one.isdecimal() or one in IN_WORDS for one in value)
    try:
        return datetime.date(*map(int, written.groups())).year >= _FIRST_YEAR
    except ValueError:
        return False
