"""Objections: what a return says of itself that prevents it from being accepted as it is.

``collect``, which also knows the roster, and ``check``, which does not, judge this alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Contradiction, FormDifference, Refused
from toolkit.findings.finding import Finding, Location
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.grids.names import COVER
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Return, Unread


def not_read(one: Unread) -> Finding:
    """The finding on a file that could not be read."""
    if one.refusal is Refusal.ENCRYPTED:
        return found("FILE-07", file=one.path)
    return found("FILE-01", file=one.path, details=Refused(one.refusal))


def of_another_form(one: Return, form: Form) -> Finding | None:
    """The finding on a return of another form, or of another version of it."""
    stated = one.identity
    if (stated.form, stated.version) in ((form.id, form.version), (None, None)):
        return None
    return found(
        "FILE-03",
        file=one.file,
        actual=stated.form_version,
        expected=f"{form.id} {form.version}",
        details=FormDifference(one.differences),
    )


def contradictions(one: Return) -> Iterator[Finding]:
    """Findings where hidden sheet, properties and cover disagree."""
    for key, values in one.contradictions:
        yield found("UNIT-04", file=one.file, details=Contradiction(key), actual=values)


def of_another_year(one: Return, form: Form, year: int | None) -> Finding | None:
    """The finding on a return for another year, or for none; ``year`` None accepts any year."""
    stated = one.identity.year
    if not stated:
        cell = cover_of(form).values["year"].address
        return found("FILE-06", Location(COVER, cell), file=one.file, suggested=year)
    if year and stated != str(year):
        return found("FILE-04", file=one.file, actual=stated, expected=str(year))
    return None
