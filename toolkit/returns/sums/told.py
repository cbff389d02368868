"""What a run has told, kept within the consolidated workbook for the run after it.

The rows of 审核结果 hold what people read; what only the next run needs is in the record. Workbooks
of earlier versions have the rows alone: there the place is found by its label.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from toolkit.findings import message
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.details import AsTold, Broken
from toolkit.findings.finding import SEVERITIES, Finding, Status
from toolkit.findings.identity import identified
from toolkit.findings.seen import Seen, Shown
from toolkit.findings.seen_words import shown
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.form.number import from_plain, plain
from toolkit.grids.lists import Listing, linked_text, listing_on
from toolkit.grids.names import (
    FINDING_COLUMNS,
    FINDINGS,
    GO,
    LIST_HEADS,
    SEVERITY_WORDS,
    STATUS_WORDS,
    ListHead,
)
from toolkit.returns.sums.record import Record, ToldThen, UnitThen, Value, as_grid

_DIFFERENCE, _SUGGESTION = "相差", "处理建议"
assert {_DIFFERENCE, _SUGGESTION} <= set(FINDING_COLUMNS)
_STATUSES: Mapping[str, Status] = {STATUS_WORDS[one]: one for one in get_args(Status)}
_SEVERITIES = {SEVERITY_WORDS[one]: one for one in SEVERITIES}


# --- Writing -------------------------------------------------------------------------------------


def told_then(one: Finding, form: Form, sha256: str) -> ToldThen:
    """What has to be kept of a finding besides its row; ``sha256``: of the unit's return now."""
    details = one.details
    said = details if isinstance(details, AsTold) else None
    # Only what is open goes back to the unit.
    discreet = message.is_discreet(one) and one.status == "open"
    return ToldThen(
        one.id,
        one.status,
        one.indicator,
        one.tables,
        _value(one.actual),
        _value(one.expected),
        _value(one.difference),
        one.suggested,
        one.corrections,
        one.certain,
        one.more or len(one.more_cells),
        one.beside,
        said.suggestion if said else "",
        message.message(one, form, Voice.SENT_BACK) if discreet else "",
        isinstance(details, Broken | AsTold) and details.mends,
        said.sha256 if said else sha256,
        one.cause,
    )


def _value(seen: Seen) -> Value | None:
    one = shown(seen)
    if one is None:
        return None
    return (False, one) if isinstance(one, str) else (True, plain(one))


# --- Reading -------------------------------------------------------------------------------------


def told_before(record: Record, form: Form) -> list[Finding]:
    """The findings that a run has told, in the order of their rows, in the words of that time."""
    grid = as_grid(record.sheets.get(FINDINGS, ()))
    listing = listing_on(grid, LIST_HEADS[FINDINGS])
    if listing is None:
        return []
    rows = [row for row in listing.rows if listing.text(row, ListHead.RULE)]
    if len(record.told) == len(rows):
        pairs = zip(rows, record.told, strict=True)
        return [_found(listing, row, then) for row, then in pairs]
    # An earlier version of the toolkit wrote it.
    return identified(_from_row(listing, row, form, record.units) for row in rows)


def _found(listing: Listing, row: int, then: ToldThen) -> Finding:
    """A finding from its row and from what was kept besides."""
    text = _Row(listing, row)
    difference = _seen(then.difference)
    return Finding(
        text[ListHead.RULE],
        _SEVERITIES.get(text[ListHead.SEVERITY], "error"),
        then.status,
        text[ListHead.UNIT] or None,
        text[ListHead.NAME] or None,
        text[ListHead.FILE] or None,
        text[ListHead.SHEET] or None,
        text.cell,
        then.indicator,
        text[ListHead.LABEL] or None,
        then.tables,
        _seen(then.actual),
        _seen(then.expected),
        None if isinstance(difference, str) else difference,
        then.suggested,
        more=then.more,
        corrections=then.corrections,
        certain=then.certain,
        beside=then.beside,
        id=then.id,
        cause=then.cause,
        details=AsTold(
            text[ListHead.MESSAGE],
            then.suggestion or text[_SUGGESTION],
            then.discreet,
            then.mends,
            then.sha256,
        ),
    )


def _from_row(listing: Listing, row: int, form: Form, units: Mapping[str, UnitThen]) -> Finding:
    """The same where there is only the row; ``units``: those that were there."""
    text = _Row(listing, row)
    code, label, sheet = text[ListHead.RULE], text[ListHead.LABEL], text[ListHead.SHEET]
    status = _STATUSES.get(text[ListHead.STATE], "open")
    titled = tuple(one.sheet for one in form.tables if one.title == label)
    indicator = _indicator(form, label, sheet)
    known, unit = CATALOGUE.get(code), units.get(text[ListHead.UNIT])
    others = tuple(code for code, one in units.items() if one.file)
    then = ToldThen(
        "",
        status,
        indicator,
        titled[:1],
        _read(text[ListHead.ACTUAL], figure=indicator is not None),
        _read(text[ListHead.EXPECTED], figure=indicator is not None),
        _read(text[_DIFFERENCE], figure=True),
        beside=others if known and known.needs == "others" else (),
        sha256=unit.sha256 if unit else "",
    )
    return _found(listing, row, then)


def _indicator(form: Form, label: str, sheet: str) -> str | None:
    named = [code for code, one in form.indicators.items() if one.label == label]
    here = [code for code in named if form.table(form.indicators[code].table).sheet == sheet]
    return next(iter(here if len(named) > 1 else named), None)


class _Row:
    """The texts of a row by the heads of the list."""

    def __init__(self, listing: Listing, row: int) -> None:
        self.listing, self.row = listing, row

    def __getitem__(self, head: str) -> str:
        column = self.listing.columns.get(head)
        return "" if column is None else str(self.listing.grid.value(self.row, column))

    @property
    def cell(self) -> str | None:
        """The address, which may be a link."""
        linked = linked_text(self[ListHead.CELL])
        return (self[ListHead.CELL] if linked is None else linked).replace(GO, "") or None


def _read(text: str, *, figure: bool) -> Value | None:
    """``figure``: whether digits are a number there, not a text."""
    return (figure and from_plain(text) is not None, text) if text else None


def _seen(value: Value | None) -> Shown:
    if value is None:
        return None
    is_number, text = value
    return from_plain(text) if is_number else text
