"""Assignment: whose return each file is, which of several counts, and who is in the sum."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import chain

from toolkit.consolidation import words
from toolkit.consolidation.claims import Claim, identify, ignored
from toolkit.consolidation.expected import Expected
from toolkit.consolidation.reasons import OtherYear, WrittenFor
from toolkit.consolidation.versions import Choice, choose
from toolkit.errors import CannotRun
from toolkit.findings.codes.catalogue import found
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import BACKUP
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import Refusal
from toolkit.returns.sums.used import Preferred
from toolkit.returns.unit_return import FileRecord, Return, Unread
from toolkit.roster.roster import Roster, Unit

_NO_RETURNS = ("unreadable", "unrecognised")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Every file with what became of it, and every unit with what it reports."""

    # In the order in which they came in.
    files: tuple[FileRecord, ...]
    findings: tuple[Finding, ...]
    # Unit code → the return that counts.
    returns: Mapping[str, Return]
    # Unit code → the unit, for all that have sent a return, even one that cannot be used.
    units: Mapping[str, Unit]
    # Unit code → why what it sent cannot be used.
    unusable: Mapping[str, Reason]
    # Unit code → the file that is its template, not filled in.
    blank: Mapping[str, str]
    # Unit code → the files that bear its name and are no returns of it, where it has sent no other.
    instead: Mapping[str, Sequence[FileRecord]] = field(default_factory=dict)
    # Unit code → a return that does not count, but probably holds its figures.
    unsure: Mapping[str, Return] = field(default_factory=dict)
    # The files that the office has chosen, each with all that it has chosen among.
    preferred: Sequence[Preferred] = ()
    # File → its SHA-256, empty where that is not known, and when it was saved (UTC).
    arrived: Mapping[str, tuple[str, datetime.datetime | None]] = field(default_factory=dict)
    # File → a return of a unit of which another one counts, or none.
    passed_over: Mapping[str, Return] = field(default_factory=dict)

    def knows(self, unit: str) -> bool:
        """Whether the unit has sent any return, usable or not."""
        return unit in self.returns or unit in self.unusable


def assign(
    read: Iterable[Return | Unread],
    form: Form,
    roster: Roster,
    collector: str,
    year: int,
    preferred: Sequence[str] = (),
    preferred_then: Sequence[Preferred] = (),
    *,
    year_given: bool = False,
    own_reports: bool = False,
) -> Assignment:
    """Give every file its status and every unit the one return that counts.

    ``preferred``: the files that the office has chosen where a unit has sent several.
    ``preferred_then``: those of an earlier run, which stand as long as there is no other file.
    ``year_given``: whether the user has named the year, which counts where a file is silent.
    ``own_reports``: whether reports that we have written count.

    Raises:
        CannotRun: a preferred file is none of the returns.
    """
    expected = Expected(form, roster, collector, year, year_given, own_reports)
    every = list(read)
    named = [*preferred, *(one.name for one in preferred_then)]
    replaced = set() if any(name.endswith(BACKUP) for name in named) else replaced_copies(every)
    claims = [
        ignored(one, Refusal.OWN_BACKUP)
        if isinstance(one, Return) and one.file in replaced
        else identify(one, expected)
        for one in every
    ]
    units = {claim.unit.code: claim.unit for claim in claims if claim.unit}
    versions: dict[str, list[Return]] = defaultdict(list)
    for claim in claims:
        if claim.unit and claim.returned:
            versions[claim.unit.code].append(claim.returned)
    chosen = dict(_chosen(versions, preferred, preferred_then))
    layout = lay_out(form)
    choices = {code: choose(some, units[code], layout, chosen) for code, some in versions.items()}
    assigned = _assigned(claims, units, choices, roster)
    counting = {one.file for one in assigned.returns.values()}
    return replace(
        assigned,
        preferred=list(chosen.values()),
        arrived={_path(one): (one.sha256, _saved(one)) for one in every},
        passed_over={
            one.file: one
            for one in chain.from_iterable(versions.values())
            if one.file not in counting
        },
    )


def _chosen(
    versions: Mapping[str, Sequence[Return]],
    preferred: Sequence[str],
    preferred_then: Sequence[Preferred],
) -> Iterator[tuple[str, Preferred]]:
    """The files that the office has chosen, each with the choice; those of now come first."""
    unit_of = {one.file: code for code, some in versions.items() for one in some}
    decided = set()
    for name in preferred:
        file = _named(unit_of, name)
        decided.add(unit_of[file])
        among = sorted({one.sha256 for one in versions[unit_of[file]]})
        yield file, Preferred(name=name, among=among)
    for then in preferred_then:
        hit = _hit(unit_of, then.name)
        if hit is None or unit_of[hit] in decided:
            continue
        if sorted({one.sha256 for one in versions[unit_of[hit]]}) == then.among:
            yield hit, then


def _path(one: Return | Unread) -> str:
    return one.file if isinstance(one, Return) else one.path


def _saved(one: Return | Unread) -> datetime.datetime | None:
    return one.time if isinstance(one, Return) else None


def replaced_copies(read: Iterable[Return | Unread]) -> set[str]:
    """Files that are kept copies of consolidated workbooks, where the workbook is here, too."""
    sums = [one for one in read if isinstance(one, Return) and one.identity.is_sum]
    current = {
        (one.identity.unit, one.identity.year) for one in sums if not one.file.endswith(BACKUP)
    }
    kept = (one for one in sums if one.file.endswith(BACKUP))
    return {one.file for one in kept if (one.identity.unit, one.identity.year) in current}


def _named(files: Iterable[str], name: str) -> str:
    """The file that a user means; see :func:`_hit`."""
    if (best := _hit(files, name)) is None:
        raise CannotRun(words.no_such_return(name))
    return best


def _hit(files: Iterable[str], name: str) -> str | None:
    """The file that a name means: its path as the list of files shows it, or as the disk has it."""
    wanted = f"/{name.replace(chr(92), '/')}"
    hits = [file for file in files if wanted.endswith(f"/{file}") or f"/{file}".endswith(wanted)]
    return max(hits, key=lambda file: (f"/{file}" == wanted, len(file)), default=None)


def _assigned(
    claims: Sequence[Claim],
    units: Mapping[str, Unit],
    choices: Mapping[str, Choice],
    roster: Roster,
) -> Assignment:
    """What the files are by themselves, with what was chosen among those of one unit."""
    returns = {
        code: _beside_roster(choice.counts, roster.children(code))
        for code, choice in choices.items()
        if choice.counts
    }
    records = [claim.record for claim in claims]
    verdicts = {one.path: one for choice in choices.values() for one in choice.others}
    chosen = chain.from_iterable(one.findings for one in choices.values())
    unusable = _unusable(claims, choices, returns)
    return Assignment(
        files=tuple(verdicts.get(one.path, one) for one in records),
        findings=(*_of_files(claims, returns), *chosen, *_of_other_years(claims, returns)),
        returns=returns,
        units=units,
        unusable=unusable,
        blank={
            one.unit: one.path for one in records if one.unit and one.reason is Refusal.UNTOUCHED
        },
        instead=_instead(claims, returns.keys() | unusable.keys()),
        unsure=dict(_unsure(claims, returns, unusable)),
    )


def _instead(claims: Iterable[Claim], answered: AbstractSet[str]) -> dict[str, list[FileRecord]]:
    """Unit code → the files that only their names give to it, for units without any other."""
    sent: dict[str, list[FileRecord]] = defaultdict(list)
    for one in (claim.record for claim in claims if claim.unit is None):
        unused = one.status in _NO_RETURNS or one.reason is Refusal.OWN_REPORT
        if one.unit and one.unit not in answered and unused:
            sent[one.unit].append(one)
    return sent


def _unsure(
    claims: Iterable[Claim], returns: Mapping[str, Return], unusable: Mapping[str, Reason]
) -> Iterator[tuple[str, Return]]:
    """The returns that go back to the units of their records; the last one of a unit counts."""
    for unit, one, claim in ((claim.record.unit, claim.unsure, claim) for claim in claims):
        # Nobody fills in a sum; it is made anew.
        if unit and one and not one.identity.is_sum and not _copied(claim, returns):
            reason = unusable.get(unit)
            if reason in (None, Refusal.NO_YEAR) or isinstance(reason, OtherYear):
                yield unit, one


def _copied(claim: Claim, returns: Mapping[str, Return]) -> bool:
    """Whether the figures are those that the unit named in the file has reported itself."""
    reason, unsure = claim.record.reason, claim.unsure
    theirs = returns.get(reason.code) if isinstance(reason, WrittenFor) else None
    return bool(theirs and unsure and theirs.values == unsure.values)


def _beside_roster(one: Return, listed: Sequence[Unit]) -> Return:
    return replace(one, below=one.below.beside(listed)) if one.below else one


def _of_files(claims: Iterable[Claim], returns: Mapping[str, Return]) -> Iterator[Finding]:
    """What is to be said of each file by itself."""
    for claim in claims:
        code = claim.unit.code if claim.unit else ""
        if code in returns and returns[code].file == claim.record.path:
            yield from claim.if_it_counts
        uncertain = claim.unit is None or claim.record.reason is Refusal.CONTRADICTION
        doubtful = uncertain and claim.record.unit in returns
        for one in claim.findings:
            # It is uncertain whose file contradicts itself, or only bears a name; a unit that has
            # sent a good one need not answer for it.
            yield replace(one, unit=None, unit_name=None) if doubtful else one


def _of_other_years(claims: Iterable[Claim], returns: Mapping[str, Return]) -> Iterator[Finding]:
    """Findings on returns on another year; no mistake of a unit that also sent one on this year."""
    for one in (claim.of_another_year for claim in claims):
        if one and one.unit in returns:
            yield found(
                "FILE-05",
                file=one.file,
                unit=one.unit,
                unit_name=one.unit_name,
                actual=one.actual,
                expected=one.expected,
            )
        elif one:
            yield one


def _unusable(
    claims: Iterable[Claim], choices: Mapping[str, Choice], returns: Mapping[str, Return]
) -> dict[str, Reason]:
    """Why nothing of a unit can be used; a return on another year is the weakest reason."""
    refused = [
        (claim.unit.code, claim.record.reason)
        for claim in claims
        if claim.record.status == "unrecognised" and claim.unit and claim.record.reason
    ]
    reasons: dict[str, Reason] = {}
    for unit, reason in refused:
        if isinstance(reason, OtherYear):
            reasons.setdefault(unit, reason)
    reasons |= {unit: reason for unit, reason in refused if not isinstance(reason, OtherYear)}
    reasons |= {code: Refusal.TIE for code, choice in choices.items() if choice.counts is None}
    return {unit: reason for unit, reason in reasons.items() if unit not in returns}
