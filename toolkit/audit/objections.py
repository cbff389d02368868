"""Objections: what a return says of itself that prevents it from being accepted as it is.

``collect``, which also knows the roster, and ``check``, which does not, judge this alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Contradiction, FormDifference, Known, Refused, Unstated
from toolkit.findings.finding import NOWHERE, Finding, Location
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.grids.identity import years_in
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
    """Findings where hidden sheet, properties and cover disagree, or titles and file name."""
    for key, values in one.contradictions:
        details = Contradiction(key, published=one.medium is not None)
        yield found("UNIT-04", file=one.file, details=details, actual=values)


def dated(one: Return, asked: int | None = None) -> tuple[Return, Finding | None]:
    """The return with its year, and the finding where it does not say that year by itself.

    ``asked``: the year that the user has given, which counts where nothing speaks against it.
    """
    if one.identity.year:
        return one, None
    told = one.years_told
    if len(told) > 1 or not (told or asked):
        return one, None
    year = next(iter(told), str(asked))
    by: Literal["name", "heading", "option"] = "option"
    if told:
        by = "name" if years_in(one.name) else "heading"
    known = replace(one, identity=replace(one.identity, year=year))
    return known, found("FILE-13", file=one.file, actual=year, details=Known(by))


def of_another_year(one: Return, form: Form, year: int | None) -> Finding | None:
    """The finding on a return for another year, or for none; ``year`` None accepts any year."""
    stated = one.identity.year
    if not stated:
        cell = cover_of(form).values["year"].address
        place = Location(COVER, cell) if one.has_cover else NOWHERE
        details = unstated(one, Refusal.NO_YEAR)
        return found("FILE-06", place, file=one.file, suggested=year, details=details)
    if year and stated != str(year):
        return found("FILE-04", file=one.file, actual=stated, expected=str(year))
    return None


def unstated(one: Return, why: Refusal) -> Unstated:
    """What a return lacks of who it is from, and of what year."""
    stated, told = one.identity, tuple(sorted(one.years_told))
    lacking = not stated.names_unit, not stated.year
    told = told if len(told) > 1 else ()
    return Unstated(why, *lacking, one.has_cover, told, published=one.medium is not None)
