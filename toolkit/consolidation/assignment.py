"""Assignment: whose return is which file, which of several counts, and who is in the sum."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import PurePosixPath
from typing import Unpack

from toolkit.audit.objections import (
    contradictions,
    not_read,
    of_another_form,
    of_another_year,
)
from toolkit.consolidation import words
from toolkit.consolidation.reasons import (
    Duplicate,
    NotChosen,
    OtherForm,
    OtherYear,
    Superseded,
)
from toolkit.errors import CannotRun
from toolkit.findings.codes.catalogue import NO_TABLE, found
from toolkit.findings.details import Changed, Instead, Refused, Versions
from toolkit.findings.finding import NOWHERE, Facts, Finding, Place
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.form.number import to_number
from toolkit.grids.identity import BACKUP, FEEDBACK_KIND, Identity, from_file_name
from toolkit.grids.names import COVER, LEVELS
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import FileRecord, FileStatus, Return, Unread
from toolkit.roster.roster import Roster, Unit

_MOST_CHANGES = 3


@dataclass
class Assignment:
    """``returns``: unit code → the return that counts. ``units``: everyone of whom there is one.

    ``unusable``: unit code → why its file cannot be used. ``files`` keep the order they came in.
    """

    files: list[FileRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    returns: dict[str, Return] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    unusable: dict[str, Reason] = field(default_factory=dict)
    blank: dict[str, str] = field(default_factory=dict)


def assign(
    read: Iterable[Return | Unread],
    form: Form,
    roster: Roster,
    collector: str,
    year: int,
    preferred: Sequence[str] = (),
) -> Assignment:
    """Give every file its status and every unit the one return that counts.

    ``preferred``: files that the office has chosen among several of a unit.

    Raises:
        CannotRun: no return is such a file.
    """
    work = _Assigning(form, roster, collector, year)
    every = list(read)
    replaced = set() if any(name.endswith(BACKUP) for name in preferred) else _replaced(every)
    for one in every:
        if isinstance(one, Return) and one.file in replaced:
            work.backup(one)
        else:
            work.file(one)
    files = [one.file for _, one in chain.from_iterable(work.candidates.values())]
    work.choose({_named(files, name) for name in preferred})
    returns = work.result.returns
    for code, one in returns.items():
        if one.below:
            returns[code] = replace(one, below=one.below.beside(roster.children(code)))
    return work.result


def _replaced(read: Iterable[Return | Unread]) -> set[str]:
    """What units keep of their consolidated workbooks from before, where those are here, too."""
    sums = [one for one in read if isinstance(one, Return) and one.identity.is_sum]
    current = {
        (one.identity.unit, one.identity.year) for one in sums if not one.file.endswith(BACKUP)
    }
    kept = (one for one in sums if one.file.endswith(BACKUP))
    return {one.file for one in kept if (one.identity.unit, one.identity.year) in current}


def _named(files: Iterable[str], name: str) -> str:
    """The file that a user means: its path as the list of files shows it, or as the disk has it."""
    wanted = f"/{name.replace(chr(92), '/')}"
    hits = [file for file in files if wanted.endswith(f"/{file}") or f"/{file}".endswith(wanted)]
    best = max(hits, key=lambda file: (f"/{file}" == wanted, len(file)), default=None)
    if best is None:
        raise CannotRun(words.no_such_return(name))
    return best


class _Assigning:
    def __init__(self, form: Form, roster: Roster, collector: str, year: int) -> None:
        self.form, self.roster, self.collector, self.year = form, roster, collector, year
        self.result = Assignment()
        self.candidates: dict[str, list[tuple[int, Return]]] = defaultdict(list)
        self.other_years: list[tuple[Finding, Reason]] = []

    def _set(self, status: FileStatus, path: str, unit: str | None, reason: Reason | None) -> None:
        self.result.files.append(FileRecord(path, status, unit, reason))

    def backup(self, one: Return) -> None:
        """What a consolidated workbook was before it was made anew."""
        self._set("ignored", one.file, one.identity.unit, Refusal.OWN_BACKUP)

    def file(self, one: Return | Unread) -> None:
        """The first thing that speaks against a file decides what becomes of it."""
        if isinstance(one, Unread):
            status: FileStatus = "ignored" if one.ignored else "unreadable"
            self._set(status, one.path, None, one.refusal)
            if not one.ignored:
                self.result.findings.append(not_read(one))
            return
        stated = one.identity
        if stated.is_sum and stated.unit == self.collector:
            self._set("ignored", one.file, stated.unit, Refusal.OWN_OUTPUT)
            return
        if not stated.form and not _has_table(one):
            self._refuse(one, Refusal.NO_TABLES)
            return
        unit = self._unit(stated)
        if unit and unit.code == self.collector and not one.untouched:
            self._refuse(one, Refusal.COLLECTOR_ITSELF)
            return
        if other := of_another_form(one, self.form):
            self._object(one, unit, other, OtherForm(str(other.actual)))
        elif one.untouched:
            self._set("ignored", one.file, unit.code if unit else None, Refusal.UNTOUCHED)
            if unit:
                self.result.blank[unit.code] = one.file
        elif one.contradictions:
            self._object(one, unit, next(contradictions(one)), Refusal.CONTRADICTION)
        else:
            self._who(one, unit)

    def _unit(self, stated: Identity) -> Unit | None:
        """The unit that a return names: by its code, else by its exact name on the roster."""
        if stated.unit:
            known = self.roster.units.get(stated.unit)
            return known or Unit(stated.unit, stated.name or stated.unit, None)
        if stated.name:
            named = self.roster.named(stated.name)
            return named[0] if len(named) == 1 else Unit(stated.name, stated.name, None)
        return None

    def _who(self, one: Return, unit: Unit | None) -> None:
        guessed = False
        twins = self.roster.named(one.identity.name or "")
        if not one.identity.unit and len(twins) > 1:
            cell = cover_of(self.form).values["unit"].address
            finding = found(
                "UNIT-10",
                Place(COVER, cell),
                file=one.file,
                actual=one.identity.name,
                count=len(twins),
            )
            self._object(one, None, finding, Refusal.TWINS)
            return
        if unit is None:
            by_name = from_file_name(PurePosixPath(one.file).stem)
            unit = self._unit(by_name)
            guessed = True
            if unit is None or unit.code not in self.roster.units:
                self._refuse(one, Refusal.NO_IDENTITY)
                return
            stated_year = one.identity.year or by_name.year
            one = replace(one, identity=replace(one.identity, year=stated_year))
        listed = self.roster.units.get(unit.code)
        name = one.identity.name
        if listed and name and name != listed.name:
            others = [other for other in self.roster.named(name) if other.code != unit.code]
            if others:
                values = (f"{listed.name}（{listed.code}）", f"{name}（{others[0].code}）")
                both = replace(one, contradictions=(("name", values),))
                self._object(one, unit, next(contradictions(both)), Refusal.CONTRADICTION)
                return
            self._find("UNIT-09", one, unit, actual=name, expected=listed.name)
        if guessed:
            self._find("UNIT-05", one, unit)
        self._when(one, unit)

    def _when(self, one: Return, unit: Unit) -> None:
        wrong = of_another_year(one, self.form, self.year)
        if wrong is None:
            self._accept(one, unit)
        elif wrong.code == "FILE-06":
            self._object(one, unit, wrong, Refusal.NO_YEAR)
        else:
            reason = OtherYear(one.identity.year or "")
            self._set("unrecognised", one.file, unit.code, reason)
            finding = replace(wrong, unit=unit.code, unit_name=unit.name)
            self.other_years.append((finding, reason))
            self.result.units[unit.code] = unit

    def _accept(self, one: Return, unit: Unit) -> None:
        self.result.units[unit.code] = unit
        listed = self.roster.units.get(unit.code)
        if not listed:
            self._find("UNIT-02", one, unit, actual=unit.name)
        level = one.identity.level
        # Any unit may have units below it; what it adds up is what it reports.
        summed = one.identity.is_sum
        if listed and level and level != listed.level and not summed:
            place = Place(COVER, cover_of(self.form).values["level"].address)
            actual, expected = LEVELS.get(level, level), LEVELS[listed.level]
            self._find("UNIT-14", one, unit, place, actual=actual, expected=expected)
        named = self.roster.units.get(from_file_name(PurePosixPath(one.file).stem).unit or "")
        if named and named.code != unit.code:
            self._find("UNIT-11", one, unit, actual=f"{named.name}（{named.code}）")
        self._set("accepted", one.file, unit.code, None)
        self.candidates[unit.code].append((len(self.result.files) - 1, one))

    def _object(self, one: Return, unit: Unit | None, finding: Finding, reason: Reason) -> None:
        """Not a return that can be used: in the list with its reason, and a finding."""
        if unit:
            finding = replace(finding, unit=unit.code, unit_name=unit.name)
        self.result.findings.append(finding)
        self._set("unrecognised", one.file, unit.code if unit else None, reason)
        if unit:
            self.result.units[unit.code] = unit
            self.result.unusable[unit.code] = reason

    def _refuse(self, one: Return, reason: Refusal) -> None:
        """Of a file of which it is not known whose return it is."""
        self._object(one, None, found("FILE-02", file=one.file, details=Refused(reason)), reason)

    def _find(
        self, code: str, one: Return, unit: Unit, place: Place = NOWHERE, /, **facts: Unpack[Facts]
    ) -> None:
        finding = found(code, place, **facts)
        self.result.findings.append(
            replace(finding, file=one.file, unit=unit.code, unit_name=unit.name)
        )

    def choose(self, preferred: Set[str]) -> None:
        """Of several returns of a unit the later saved counts; none of those that tie.

        One of the ``preferred`` files counts before all others.
        """
        for code, every in self.candidates.items():
            candidates = self._answers(every, preferred)
            # So that of two equal files the preferred one is kept, or the later saved.
            candidates.sort(key=lambda pair: (pair[1].file not in preferred, _age(pair[1])))
            distinct = sorted(self._distinct(candidates), key=lambda pair: pair[0])
            wanted = [one for one in distinct if one[1].file in preferred]
            chosen = self._latest(distinct, wanted, self.result.units[code])
            if chosen:
                self.result.returns[code] = chosen
                self.result.unusable.pop(code, None)
            else:
                self.result.unusable[code] = Refusal.TIE
        # Whose file it is that contradicts itself is uncertain; a unit that has sent a good one is
        # not to answer for it.
        self.result.findings = [
            replace(one, unit=None, unit_name=None)
            if one.code == "UNIT-04" and one.unit in self.result.returns
            else one
            for one in self.result.findings
        ]
        for finding, reason in self.other_years:
            if finding.unit in self.result.returns:
                beside = replace(finding, code="FILE-05", severity="info")
                self.result.findings.append(beside)
            else:
                self.result.unusable.setdefault(finding.unit or "", reason)
                self.result.findings.append(finding)

    def _answers(
        self, candidates: list[tuple[int, Return]], preferred: Set[str]
    ) -> list[tuple[int, Return]]:
        """Without what we sent back ourselves, unless the unit has sent nothing else."""
        own = [pair for pair in candidates if not pair[1].sent_back or pair[1].file in preferred]
        for number, one in candidates if own else ():
            if one.sent_back and one.file not in preferred:
                self._demote(number, "ignored", Refusal.SENT_BACK)
        return own or candidates

    def _distinct(self, candidates: list[tuple[int, Return]]) -> list[tuple[int, Return]]:
        kept: list[tuple[int, Return]] = []
        for number, one in candidates:
            twin = next((other for _, other in kept if _same(one, other)), None)
            if twin is None:
                kept.append((number, one))
                continue
            self._demote(number, "duplicate", Duplicate(twin.file))
            unit = self.result.units[self.result.files[number].unit or ""]
            self._find("UNIT-08", one, unit, details=Instead(twin.file))
        return kept

    def _latest(
        self,
        candidates: list[tuple[int, Return]],
        preferred: list[tuple[int, Return]],
        unit: Unit,
    ) -> Return | None:
        if len(candidates) == 1:
            return candidates[0][1]
        dates = [one.time for _, one in candidates if one.time is not None]
        latest = max(dates) if len(dates) == len(candidates) else None
        last = [one for _, one in preferred or candidates if preferred or one.time == latest]
        versions = Versions(tuple(one.file for _, one in candidates), chosen=bool(preferred))
        if (latest is None and not preferred) or len(last) > 1:
            versions = replace(versions, tie="undated" if latest is None else "same_time")
            for number, _ in candidates:
                self._demote(number, "superseded", Refusal.TIE)
            self._find("UNIT-07", candidates[0][1], unit, details=versions)
            return None
        for number, one in candidates:
            if one is not last[0]:
                reason = NotChosen if preferred else Superseded
                self._demote(number, "superseded", reason(last[0].file))
                self._find("UNIT-12", one, unit, details=self._instead(last[0], one))
        if preferred or last[0].identity.kind != FEEDBACK_KIND:
            # What we sent back, put right, takes the place of what was sent before, as it should.
            self._find("UNIT-06", last[0], unit, details=versions)
        return last[0]

    def _instead(self, new: Return, old: Return) -> Instead:
        """The return that counts, and the figures in which a superseded one differs from it."""
        changed = [code for code in self.form.inputs if old.values[code] != new.values[code]]
        shown = []
        for code in changed[:_MOST_CHANGES]:
            one, decimals = self.form.indicators[code], self.form.decimals[code]
            pair = (old.values[code], new.values[code])
            numbers = [None if v is None else to_number(v, decimals) for v in pair]
            shown.append(Changed(one.label, numbers[0], numbers[1]))
        return Instead(new.file, tuple(shown), len(changed))

    def _demote(self, number: int, status: FileStatus, reason: Reason) -> None:
        record = self.result.files[number]
        self.result.files[number] = replace(record, status=status, reason=reason)


def _has_table(one: Return) -> bool:
    """Whether at least one table of the form was found with its labels in place."""
    return bool(one.counted) or all(f.code not in NO_TABLE for f in one.findings)


def _age(one: Return) -> float:
    """The greater, the earlier it was saved."""
    return -(one.time - datetime.datetime(1970, 1, 1)).total_seconds() if one.time else 0.0


def _same(one: Return, other: Return) -> bool:
    """The same bytes, or the same in all that counts."""
    if one.sha256 == other.sha256:
        return True
    return (one.values, one.counted, one.invalid) == (
        other.values,
        other.counted,
        other.invalid,
    )
