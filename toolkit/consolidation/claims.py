"""Claims: each file by itself; whose return it is, and why it may not count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.audit.objections import (
    contradictions,
    dated,
    not_read,
    of_another_form,
    of_another_year,
    unstated,
)
from toolkit.consolidation.expected import Expected
from toolkit.consolidation.file_names import misnamed, named_above, named_after
from toolkit.consolidation.published import (
    is_nobodys,
    named_in,
    of_year,
    owner_of,
    told_as_published,
)
from toolkit.consolidation.reasons import OtherForm, OtherYear, WrittenFor
from toolkit.findings.codes.catalogue import NO_TABLE, found
from toolkit.findings.details import Known, Misnamed, Named, Refused
from toolkit.findings.finding import NOWHERE, Finding, Location
from toolkit.form.cover import cover_of
from toolkit.grids.names import COVER, LEVELS
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import FileRecord, Return, Unread
from toolkit.roster.roster import Unit
from toolkit.text import fold, is_garbled

Findings = tuple[Finding, ...]

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """What one file is by itself, before it is known what else its unit has sent."""

    record: FileRecord
    # Whose return it is; None where that is not known, or where only a name tells whose file it is.
    unit: Unit | None = None
    # What may count for the unit, unless there is a better one.
    returned: Return | None = None
    findings: Findings = ()
    # What is told only where the return counts.
    if_it_counts: Findings = ()
    # The finding on a return on another year; it weighs less where one on this year came, too.
    of_another_year: Finding | None = None
    # What does not count, but probably holds the figures of the unit of the record.
    unsure: Return | None = None


def identify(one: Return | Unread, expected: Expected) -> Claim:
    """The first thing that speaks against a file decides what becomes of it."""
    if isinstance(one, Unread):
        return _unread(one, expected)
    stated = one.identity
    if stated.is_sum and stated.unit == expected.collector and not expected.collector_too:
        return ignored(one, Refusal.OWN_OUTPUT)
    if one.own_report and not expected.own_reports:
        owner = owner_of(one, expected.naming, expected.year)
        code = owner.unit.code if owner else None
        return Claim(FileRecord(one.file, "ignored", code, Refusal.OWN_REPORT))
    if one.medium:
        return _published(one, expected)
    if not stated.form and not _has_table(one):
        return _refused(one, Refusal.NO_TABLES, expected)
    unit = expected.unit(stated)
    if unit and expected.refuses(unit.code) and not one.untouched:
        return _refused(one, Refusal.COLLECTOR_ITSELF, expected)
    against = misnamed(one, unit, expected.naming, expected.roster) if unit else None
    named = expected.roster.units[against.named[0].code] if against and against.certain else None
    # Where the name of the file speaks against it, the unit of that name has to answer for it.
    whose = named or unit
    if other := of_another_form(one, expected.form):
        return _unusable(one, whose, other, OtherForm(stated.form_version))
    if one.untouched:
        code = whose.code if whose else None
        return Claim(FileRecord(one.file, "ignored", code, Refusal.UNTOUCHED))
    if one.contradictions:
        return _unusable(one, whose, next(contradictions(one)), Refusal.CONTRADICTION)
    if unit is None:
        return _by_names(one, expected)
    if not stated.unit and len(twins := expected.roster.named(stated.name or "")) > 1:
        return _one_of_twins(one, expected, len(twins))
    if named:
        return _misnamed(one, unit, named)
    return _of_unit(one, unit, expected, _hint(one, against, unit))


def ignored(one: Return, why: Refusal) -> Claim:
    """A file that is none of the returns that were asked for."""
    return Claim(FileRecord(one.file, "ignored", one.identity.unit, why))


def _unread(one: Unread, expected: Expected) -> Claim:
    if one.ignored:
        return Claim(FileRecord(one.path, "ignored", reason=one.refusal))
    if is_nobodys(one, expected.naming, expected.year):
        return Claim(FileRecord(one.path, "ignored", reason=Refusal.NO_REPORT))
    record = FileRecord(one.path, "unreadable", reason=one.refusal)
    unit = named_in(one, expected.naming, expected.year)
    return _linked_to(unit, record, not_read(one), expected)


def _linked(
    record: FileRecord, finding: Finding, expected: Expected, unsure: Return | None = None
) -> Claim:
    """The claim of a file that is no return: only its name, or its folder's, tells whose it is."""
    unit = named_after(record.path, expected.naming, expected.year)
    return _linked_to(unit, record, finding, expected, unsure)


def _linked_to(
    unit: Unit | None,
    record: FileRecord,
    finding: Finding,
    expected: Expected,
    unsure: Return | None = None,
) -> Claim:
    if unit and expected.roster.elsewhere(unit, expected.collector):
        unit = None
    linked = replace(record, unit=unit.code) if unit else record
    return Claim(linked, findings=(_told_of(finding, unit),), unsure=unsure if unit else None)


def _hint(one: Return, against: Misnamed | None, unit: Unit) -> Findings:
    """The hint that the name of a file may speak against its being the return of a unit."""
    if against is None:
        return ()
    hint = replace(found("UNIT-11", file=one.file, details=against), severity="info")
    return (_told_of(hint, unit),)


def _misnamed(one: Return, inside: Unit, named: Unit) -> Claim:
    """The claim of a return that is named after another unit: probably that one borrowed it."""
    details = Misnamed(_as_named(inside), (_as_named(named),), certain=True)
    finding = _told_of(found("UNIT-11", file=one.file, details=details), named)
    reason = WrittenFor(inside.code, inside.name)
    record = FileRecord(one.file, "unrecognised", named.code, reason)
    return Claim(record, findings=(finding,), unsure=one)


def _by_names(one: Return, expected: Expected) -> Claim:
    """The claim of a return that names no unit: its file's name, or what stands above its tables,
    may tell whose it is.
    """
    by_name = expected.naming.the_one(one.name)
    above = named_above(one, expected.naming)
    if by_name and above and by_name.code != above.code:
        against = misnamed(one, above, expected.naming, expected.roster)
        if against and against.certain:
            return _misnamed(one, above, by_name)
        by_name = above = None
    unit = by_name or above
    if unit is None:
        return _nobodys(one, expected)
    known = found("UNIT-05", file=one.file, details=Known("name" if by_name else "heading"))
    return _of_unit(one, unit, expected, (_told_of(known, unit),))


def _published(one: Return, expected: Expected) -> Claim:
    """The claim of a report that was written for readers: nothing in it is in a certain place."""
    titled = one.identity.name
    collector = expected.roster.units.get(expected.collector)
    if expected.collector_too:
        collector = None
    if titled and collector and fold(titled) == fold(collector.name) and not one.untouched:
        return _refused(one, Refusal.COLLECTOR_ITSELF, expected)
    owner = owner_of(one, expected.naming, expected.year)
    if one.untouched:
        code = owner.unit.code if owner else None
        return Claim(FileRecord(one.file, "ignored", code, Refusal.UNTOUCHED))
    one, year_by = of_year(one, expected.year if expected.year_given else None)
    unit = owner.unit if owner else None
    alike = expected.naming.named(titled) if titled and unit is None else []
    twins = [one for one in alike if fold(one.name) == fold(titled or "")]
    if unit is None and titled and len(twins) < _SEVERAL:
        # It is known who it is, but not from the roster, unless its file is named after one there.
        unit = Unit(titled, titled, None)
    against = misnamed(one, unit, expected.naming, expected.roster) if unit else None
    named = expected.roster.units[against.named[0].code] if against and against.certain else None
    whose = named or unit
    if other := of_another_form(one, expected.form):
        return _unusable(one, whose, other, OtherForm(one.identity.form_version))
    if one.contradictions:
        return _unusable(one, whose, next(contradictions(one)), Refusal.CONTRADICTION)
    if unit is None:
        return _one_of_twins(one, expected, len(twins)) if twins else _nobodys(one, expected)
    if named:
        return _misnamed(one, unit, named)
    by = owner.by if owner else "title"
    known = replace(one.identity, unit=unit.code, name=unit.name)
    one = replace(one, identity=known)
    claim = _of_unit(one, unit, expected, _hint(one, against, unit))
    told = told_as_published(one, by, year_by)
    return replace(claim, if_it_counts=(told,)) if told else claim


def _nobodys(one: Return, expected: Expected) -> Claim:
    """The claim of a return that nothing tells whose it is."""
    details = unstated(one, Refusal.NO_IDENTITY)
    record = FileRecord(one.file, "unrecognised", reason=Refusal.NO_IDENTITY)
    finding = found("FILE-02", file=one.file, details=details)
    return _linked(record, finding, expected, unsure=one)


def _one_of_twins(one: Return, expected: Expected, twins: int) -> Claim:
    """The claim of a return that names its unit only by a name that several units have."""
    cell = cover_of(expected.form).values["unit"].address
    finding = found(
        "UNIT-10",
        Location(COVER, cell) if one.has_cover else NOWHERE,
        file=one.file,
        actual=one.identity.name,
        count=twins,
    )
    return _unusable(one, None, finding, Refusal.TWINS)


def _of_unit(one: Return, unit: Unit, expected: Expected, noted: Findings = ()) -> Claim:
    """The claim of a return whose unit is known: are its year and the unit's name right?"""
    listed, name = expected.roster.units.get(unit.code), one.identity.name
    if listed and name and fold(name) != fold(listed.name) and not is_garbled(name, listed.name):
        others = [other for other in expected.roster.named(name) if other.code != unit.code]
        if others:
            values = (f"{listed.name}（{listed.code}）", f"{name}（{others[0].code}）")
            both = replace(one, contradictions=(("name", values),))
            return _unusable(one, unit, next(contradictions(both)), Refusal.CONTRADICTION)
        renamed = found("UNIT-09", file=one.file, actual=name, expected=listed.name)
        noted += (_told_of(renamed, unit),)
    one, guessed = dated(one, expected.year if expected.year_given else None)
    wrong = of_another_year(one, expected.form, expected.year)
    if wrong is None:
        # Where the name of the file tells the unit, it may tell the year as well.
        if guessed and (guessed.details, "UNIT-05") not in {(f.details, f.code) for f in noted}:
            noted += (_told_of(guessed, unit),)
        return _usable(one, unit, expected, noted)
    if not one.identity.year:
        claim = _unusable(one, unit, wrong, Refusal.NO_YEAR, noted)
        return replace(claim, unsure=one)
    reason = OtherYear(one.identity.year)
    record = FileRecord(one.file, "unrecognised", unit.code, reason)
    return Claim(record, unit, findings=noted, of_another_year=_told_of(wrong, unit))


def _usable(one: Return, unit: Unit, expected: Expected, noted: Findings) -> Claim:
    """The claim of a return that may count, with the doubts about whose it is."""
    told = _doubts(one, unit, expected)
    findings = (*noted, *(_told_of(finding, unit) for finding in told))
    return Claim(FileRecord(one.file, "accepted", unit.code), unit, one, findings)


def _doubts(one: Return, unit: Unit, expected: Expected) -> Iterator[Finding]:
    """Findings where the return does not agree with the roster."""
    listed = expected.roster.units.get(unit.code)
    if not listed:
        yield found("UNIT-02", file=one.file, actual=unit.name)
    level = one.identity.level
    # Any unit may have units below it; what it adds up is what it reports.
    if listed and level and level != listed.level and not one.identity.is_sum:
        yield found(
            "UNIT-14",
            Location(COVER, cover_of(expected.form).values["level"].address),
            file=one.file,
            actual=LEVELS.get(level, level),
            expected=LEVELS[listed.level],
        )


def _unusable(
    one: Return, unit: Unit | None, finding: Finding, reason: Reason, noted: Findings = ()
) -> Claim:
    """The claim of a return that cannot be used: it is listed with its reason, and a finding."""
    record = FileRecord(one.file, "unrecognised", unit.code if unit else None, reason)
    return Claim(record, unit, findings=(*noted, _told_of(finding, unit)))


def _refused(one: Return, why: Refusal, expected: Expected) -> Claim:
    """The same for a file that is no return of a unit."""
    record = FileRecord(one.file, "unrecognised", reason=why)
    return _linked(record, found("FILE-02", file=one.file, details=Refused(why)), expected)


def _told_of(finding: Finding, unit: Unit | None) -> Finding:
    return replace(finding, unit=unit.code, unit_name=unit.name) if unit else finding


def _as_named(unit: Unit) -> Named:
    return Named(unit.code, unit.name)


def _has_table(one: Return) -> bool:
    """Whether at least one table of the form was found with its labels in place."""
    return bool(one.counted) or all(f.code not in NO_TABLE for f in one.findings)
