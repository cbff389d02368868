"""The catalogue: the record of every code except those that a form defines itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Unpack

from toolkit.findings.codes import (
    cover,
    explanation,
    file,
    level,
    likely,
    number,
    peer,
    publication,
    state,
    table,
    text,
    total,
    unit,
    year,
)
from toolkit.findings.codes.code import Code
from toolkit.findings.finding import NOWHERE, Facts, Finding, Location, finding_at

FAMILIES = (
    file,
    unit,
    cover,
    table,
    state,
    number,
    likely,
    total,
    year,
    peer,
    level,
    text,
    publication,
    explanation,
)

# The codes in the order in which they are listed.
CATALOGUE: Mapping[str, Code] = {
    record.code: record for family in FAMILIES for record in family.CODES
}

# What the codes of a family are about.
TITLES: Mapping[str, str] = {family.CODES[0].family: family.TITLE for family in FAMILIES}

# What a unit may explain in place of mending it, besides the warnings of a form's own rules: first
# what comes up at single amounts, then what is about the return as a whole.
AT_AMOUNTS = tuple(code for code, one in CATALOGUE.items() if one.explained_at == "amounts")
EXPLAINABLE = AT_AMOUNTS + tuple(
    code for code, one in CATALOGUE.items() if one.explained_at == "return"
)

# The codes of an amount that is too large or too small to be true, as 元 for 万元 is.
MAGNITUDES = frozenset(code for code, one in CATALOGUE.items() if one.magnitude)

# A table that is missing, or whose labels do not show which figure is which.
NO_TABLE = frozenset(code for code, one in CATALOGUE.items() if one.unread == "labels")
# A table from which nothing was read, for whatever reason.
UNREAD_TABLE = frozenset(code for code, one in CATALOGUE.items() if one.unread)


def found(code: str, place: Location = NOWHERE, **facts: Unpack[Facts]) -> Finding:
    """A finding of the catalogue, with the severity that the catalogue gives it."""
    return finding_at(code, CATALOGUE[code].severity, place, **facts)


def as_unit_sees(one: Finding) -> Finding:
    """The finding as it is told to the unit that can mend it."""
    known = CATALOGUE.get(one.code)
    severity = known.unit_severity if known else None
    return replace(one, severity=severity) if severity else one
