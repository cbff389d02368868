"""Published reports: whose a document is, and of what year, which nobody has printed into it.

What its title says goes before the name of its file, and that before who has published it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.consolidation.file_names import named_after
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import AsPublished, UnitKnownBy, YearKnownBy
from toolkit.findings.finding import Finding
from toolkit.grids.identity import from_file_name, years_in
from toolkit.returns.unit_return import Return, Unread
from toolkit.roster.naming import Naming
from toolkit.roster.roster import Unit
from toolkit.text import fold

# How the name of a body ends. Behind the name of a place it is the name of another body: the
# education bureau of a county is not the county.
_BODY = re.compile(
    "(?:[局委办厅院所站队处科室部会社校园镇乡]|中心|公司|集团|街道|大学|学院|银行|支行|海关)"
    r"(?:\(.*\))?$"
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit whose report a document is, and by what that is known."""

    unit: Unit
    by: UnitKnownBy


def owner_of(one: Return, naming: Naming, year: int) -> Owner | None:
    """The unit on the roster that a report is from; None where nothing names one and only one.

    Whoever a title names answers for the report, whatever the file's name or its folder says: these
    only decide where they may mean the same unit.
    """
    titled = one.identity.name
    for unit, by in _named(one, naming, year):
        if titled is None or naming.the_one(titled) is unit or _may_be(unit, titled):
            return None if titled and _is_part(unit, titled) else Owner(unit, by)
    return None


def _named(one: Return, naming: Naming, year: int) -> Iterator[tuple[Unit, UnitKnownBy]]:
    """Every unit that something about a report names, the most certain first."""
    sources: tuple[tuple[UnitKnownBy, tuple[str, ...]], ...] = (
        ("title", (one.identity.name or "", *one.headings)),
        ("name", (one.name,)),
        ("publisher", one.publishers),
    )
    for by, texts in sources:
        for text in texts:
            if unit := naming.the_one(text):
                yield unit, by
    if unit := named_after(one.file, naming, year):
        yield unit, "folder"


def _may_be(unit: Unit, titled: str) -> bool:
    """Whether a title that names no unit of the roster may mean this one all the same."""
    listed, stated = fold(unit.name), fold(titled)
    return listed.endswith(stated) or listed in stated


def _is_part(unit: Unit, titled: str) -> bool:
    """Whether the name in a title is that of another body, which only begins with this one's."""
    _, listed, rest = fold(titled).partition(fold(unit.name))
    return bool(listed and _BODY.search(rest))


def of_year(one: Return, asked: int | None) -> tuple[Return, YearKnownBy]:
    """The report with its year, as far as one can be told, and by what it is known.

    Many name a file after the year in which it is sent, one later; any other year contradicts the
    title. ``asked``: the year that the user has given, for a report that is silent.
    """
    by_name = years_in(one.name)
    headed = set[str]().union(*map(years_in, one.headings))
    by: YearKnownBy = "title"
    year = one.identity.year
    if year is None and headed:
        by, year = "heading", next(iter(headed)) if len(headed) == 1 else None
    elif year is None and by_name:
        by, year = "name", next(iter(by_name)) if len(by_name) == 1 else None
    elif year is None:
        by, year = "option", str(asked) if asked else None
    if year is None:
        return one, by
    known = replace(one, identity=replace(one.identity, year=year))
    fitting = (year, str(int(year) + 1))
    if by in ("title", "heading") and by_name and by_name.isdisjoint(fitting):
        told = ("year", (year, *sorted(by_name)))
        known = replace(known, contradictions=(*one.contradictions, told))
    return known, by


def by_pattern(one: Return) -> tuple[Return, UnitKnownBy]:
    """The report with its unit, as far as that can be told without a roster: by its title, else by
    a file name of our pattern.
    """
    if one.identity.names_unit:
        return one, "title"
    named = from_file_name(one.name)
    if named.unit:
        stated = replace(one.identity, unit=named.unit, name=named.name)
        one = replace(one, identity=stated)
    return one, "name"


def told_as_published(one: Return, unit_by: UnitKnownBy, year_by: YearKnownBy) -> Finding | None:
    """That a return is a document, and by what it is known whose it is; None for a workbook."""
    if one.medium is None:
        return None
    stated = one.identity
    finding = found(
        "FILE-12",
        file=one.file,
        actual=stated.year,
        details=AsPublished(one.medium, unit_by, year_by),
    )
    return replace(finding, unit=stated.unit or stated.name, unit_name=stated.name or stated.unit)


def is_nobodys(one: Unread, naming: Naming, year: int) -> bool:
    """Whether a document has no label of the form in it and names no unit, so nobody sent it."""
    if one.labelled:
        return False
    return named_in(one, naming, year) is None


def named_in(one: Unread, naming: Naming, year: int) -> Unit | None:
    """The unit that the name of a file names, or of what it lay in; else what the file is about."""
    told = next(filter(None, map(naming.the_one, one.headings)), None)
    return named_after(one.path, naming, year) or told
