"""Findings from what a consolidated workbook says of its units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from toolkit.findings.codes import number
from toolkit.findings.codes.catalogue import CATALOGUE, found
from toolkit.findings.details import Accepted, Gaps, MissingLists, MoreBelow, OpenBelow
from toolkit.findings.finding import Finding, Location
from toolkit.grids.names import COVERAGE, FINDINGS
from toolkit.returns.sums import words
from toolkit.returns.sums.lists import INCOMPLETE, UNREAD, UnitsOfSum

# --- What was found in its cells ----------------------------------------------------------------


def of_a_sum(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings on a consolidated workbook's tables, told as findings on a sum.

    Cells of one table with the same fault have the same cause, so they are told once.
    """
    cells = Counter((one.code, one.sheet) for one in findings)
    seen = set[tuple[str, str | None]]()
    for one in findings:
        if CATALOGUE[one.code].family != number.FAMILY:
            yield replace(one, in_a_sum=True)
        elif (one.code, one.sheet) not in seen:
            seen.add((one.code, one.sheet))
            label = words.several_cells(one.label or "", cells[one.code, one.sheet])
            yield replace(one, label=label, suggested=None, in_a_sum=True)


# --- Telling -------------------------------------------------------------------------------------


def tell_units_of_sum(below: UnitsOfSum, here: AbstractSet[str] = frozenset()) -> Iterator[Finding]:
    """The findings on the lists, which belong to the unit whose sum it is.

    ``here``: the units whose returns are here, too, so that what the lists say may be out of date.
    """
    if below.unread or not below.recorded:
        yield found(UNREAD, details=MissingLists(below.unread, record=not below.recorded))
    if COVERAGE not in below.unread:
        yield from _gaps(below, here)
    for one in below.errors:
        # The label identifies it for the city's reviewer, whichever line it is on next time.
        place = Location(FINDINGS, one.line or None, label=words.trouble_label(one))
        yield found("LEVEL-03", place, details=OpenBelow(one, here=one.code in here))
    if rest := below.number_of_errors - len(below.errors):
        yield found("LEVEL-03", Location(FINDINGS), details=MoreBelow(rest))
    if below.accepted:
        place = Location(FINDINGS, below.accepted[0].line or None)
        accepted = Accepted(below.accepted, below.number_accepted)
        yield found("LEVEL-04", place, details=accepted)


def _gaps(below: UnitsOfSum, here: AbstractSet[str]) -> Iterator[Finding]:
    """Who is missing from the sum, and who is in it and should not be."""
    listed = (*below.missing, *below.left_out, *below.besides)
    if not (listed or below.unlisted or below.incomplete):
        return
    gaps = Gaps(
        due=len(below.due),
        inside=below.inside,
        missing=below.missing,
        left_out=below.left_out,
        besides=below.besides,
        unlisted=below.unlisted,
        incomplete=below.incomplete,
        here=frozenset(here),
    )
    yield found(INCOMPLETE, Location(COVERAGE, listed[0].line if listed else None), details=gaps)
