"""What the cover says of its own fields, live: who has filled in, whom to call, and when.

The formulas judge as :mod:`toolkit.form.contact` does. They know no array and no function that is
newer than Excel 2007, and dates only as year, month and day, which every language version reads.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.form.contact import (
    AS_DASHES,
    FIRST_DAY,
    IN_WORDS,
    LAST_DAY,
    LEAST_DIGITS,
    Fault,
    can_be_date,
    faults_of,
    with_dashes,
)
from toolkit.form.cover import CONTACT, WIDTH
from toolkit.form.number import plain, to_number
from toolkit.grids.address import Place, cell
from toolkit.grids.names import CAPTIONS
from toolkit.template.plan import Plan
from toolkit.template.words import ContactVerdict

# A hidden column beside the cover, for what would make one formula too deep for some programs.
COLUMN = WIDTH + 1
# Half and full width.
_DIGITS = "0123456789０１２３４５６７８９"


@dataclass(frozen=True, slots=True)
class LiveCell:
    """A formula with its present result, and where it stands."""

    place: Place
    formula: str
    result: str | bool


@dataclass(frozen=True, slots=True)
class ContactCheck:
    """The line of the cover, and the cells that it rests on."""

    verdict: LiveCell
    helpers: tuple[LiveCell, ...]


def contact_check(plan: Plan) -> ContactCheck:
    """That all fields are there, or which of them are to be filled in or mended."""
    cover, contact = plan.cover, plan.filling.contact
    cells = {key: cover.values[key].address for key in CONTACT}
    date = cover.values["date"].row
    written, is_date, told = (cell(row, COLUMN) for row in (date, date + 1, cover.contact.row))
    faults = faults_of(contact)
    parts = "".join(f"、{ContactVerdict.field(CAPTIONS[key], one)}" for key, one in faults.items())
    formula = "&".join(_fault(key, at, is_date.address) for key, at in cells.items())
    given = contact.get("date", "")
    verdict = (
        f'=IF({told.address}="","{ContactVerdict.COMPLETE}",'
        f'"{ContactVerdict.OPEN}"&MID({told.address},2,200))'
    )
    text = with_dashes(given) if isinstance(given, str) else plain(to_number(int(given), 0))
    return ContactCheck(
        LiveCell(
            cover.contact,
            verdict,
            ContactVerdict.OPEN + parts[1:] if parts else ContactVerdict.COMPLETE,
        ),
        (
            LiveCell(written, f"={_with_dashes(cells['date'])}", text),
            LiveCell(is_date, f"={_is_date(cells['date'], written.address)}", can_be_date(given)),
            LiveCell(told, f"={formula}", parts),
        ),
    )


def _fault(key: str, at: str, is_date: str) -> str:
    """The formula of what is wrong with a field, "" where nothing is."""
    caption, wrong = CAPTIONS[key], '""'
    if key == "phone":
        digits = "+".join(f'LEN(SUBSTITUTE({at},"{one}",""))' for one in _DIGITS)
        few = f"{len(_DIGITS)}*LEN({at})-({digits})<{LEAST_DIGITS}"
        wrong = f'IF({few},"、{ContactVerdict.field(caption, Fault.NO_PHONE)}","")'
    if key == "date":
        wrong = f'IF({is_date},"","、{ContactVerdict.field(caption, Fault.NO_DATE)}")'
    blank = f'TRIM(SUBSTITUTE({at},"\u3000",""))=""'
    return f'IF({blank},"、{ContactVerdict.field(caption, Fault.BLANK)}",{wrong})'


def _with_dashes(text: str) -> str:
    for instead, characters in AS_DASHES.items():
        for one in characters:
            text = f'SUBSTITUTE({text},"{one}","{instead}")'
    return text


def _is_date(at: str, written: str) -> str:
    """A number that is a day, or year, month and day of one; what else has a figure may be one.

    ``written``: the cell with the same text, its parts separated by dashes.
    """
    bare = f'SUBSTITUTE({written},"-","")'
    # Behind a day there may be a time.
    in_parts = (
        f'AND(IFERROR(FIND("-",{written}),0)=5,LEN({written})-LEN({bare})=2,RIGHT({written},1)<>"-",'
        f'ISERROR(FIND(":",{written})))'
    )
    by_digits = f"AND(LEN({written})=8,LEN({bare})=8)"
    told = "+".join(f'LEN(SUBSTITUTE({at},"{one}",""))' for one in _DIGITS + IN_WORDS)
    some = f"{len(_DIGITS + IN_WORDS)}*LEN({at})>{told}"
    as_text = (
        f"IF(ISNUMBER(VALUE({bare})),IF({in_parts},{_day(written)},"
        f"IF({by_digits},{_day(_dashed(written))},TRUE)),{some})"
    )
    number = f"OR(AND({at}>={FIRST_DAY},{at}<{LAST_DAY + 1}),{_day(_dashed(at))})"
    return f"IF(ISNUMBER({at}),{number},{as_text})"


def _dashed(digits: str) -> str:
    return f'TEXT(0+{digits},"0000-00-00")'


def _day(text: str) -> str:
    """Whether there is such a day."""
    return f"IFERROR(DATEVALUE({text}),0)>={FIRST_DAY}"
