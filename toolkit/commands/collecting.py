"""Collecting, step by step; each step takes values and gives one.

files → returns → whose they are and of which year → the workbook that is to be replaced and last
year's figures → consolidation → review → outputs, written all together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.commands import words
from toolkit.commands.gathering import Gathered, gather, now_or_epoch
from toolkit.commands.like import from_there
from toolkit.commands.outputs import Done, Outputs, must_be_distinct
from toolkit.commands.read_files import Progress
from toolkit.commands.timings import Timings
from toolkit.commands.wishes import Wishes
from toolkit.errors import CannotRun
from toolkit.files.disk import backup_of, read_existing, real, write_files
from toolkit.files.left_behind import remove_left_behind
from toolkit.files.rehearsal import rehearsal
from toolkit.form.form import Form
from toolkit.form.form_file import is_shipped
from toolkit.returns.sums.used import Source, Used, digest_of_previous, digest_of_roster

if TYPE_CHECKING:
    from toolkit.commands.keeping import Keeper
    from toolkit.consolidation.consolidate import Audited, Consolidation
    from toolkit.feedback.outbox import Outbox
    from toolkit.returns.previous_year import Previous
    from toolkit.review.changes import Review
    from toolkit.review.hand_typed import HandTyped


@dataclass(frozen=True, slots=True)
class Replaced:
    """The workbook that the new one replaces, if there is one."""

    # Where the consolidated workbook goes.
    path: Path
    # The bytes of what is there; None where nothing is.
    content: bytes | None = None
    # What people typed into it; None where nothing is there.
    earlier: HandTyped | None = None

    @property
    def copy(self) -> list[tuple[Path, bytes]]:
        """The copy that is kept of it, as path and bytes; empty where nothing is there."""
        return [] if self.content is None else [(backup_of(self.path), self.content)]

    def must_be_unchanged(self) -> None:
        """Raise CannotRun if somebody has saved it since it was read."""
        if read_existing(self.path) != self.content:
            raise CannotRun(words.changed_meanwhile(str(self.path)))


@dataclass(frozen=True, slots=True)
class Collected:
    """A consolidation that is not written yet, and what it was made of."""

    gathered: Gathered
    previous: Previous
    audited: Audited
    result: Consolidation
    # What each step has taken so far.
    timings: Timings
    # File → the digest of one of which only the beginning was read; where a journal is kept.
    digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    paths: Sequence[Path]
    # What goes back to the units; None unless it was asked for.
    outbox: Outbox | None
    # What was carried over from the workbook before.
    review: Review
    # Where that workbook is kept.
    backup: Path | None
    # What was replaced under one of its names only (hard links), and is old under the others.
    parted: Sequence[Path] = ()
    # One sentence, where something is to be said of the journal.
    journal: str = ""


def collect(wishes: Wishes, progress: Progress = iter) -> Collected:
    """Read, check and add up everything under the paths; nothing is written.

    Raises:
        CannotRun: no files, no roster, no year, or it is unclear whose sum this is.
    """
    timings = Timings()
    gathered = gather(wishes, progress, timings)
    from toolkit.consolidation.consolidate import audit

    previous = _last_year(gathered, timings)
    roster, collector = gathered.roster, gathered.collector
    with timings.step("judging"):
        audited = audit(gathered.assignment, gathered.form, roster, collector, previous)
    with timings.step("consolidating"):
        result = _consolidated(gathered, previous, audited)
    return Collected(gathered, previous, audited, result, timings)


def write(
    collected: Collected,
    outputs: Outputs,
    review: Sequence[Path] = (),
    journal: Path | None = None,
) -> tuple[Consolidation, Written]:
    """Write what was collected, and keep what people typed into the workbook that is replaced.

    So is what was typed into copies of it, ``review``. Where units were switched on or off, or the
    workbook tells what could not be judged this time, the sums are made anew; the consolidation
    with those is returned. ``journal``: the file that remembers the run.

    Raises:
        CannotRun: an output would replace what is not its own, or cannot be written; a copy cannot
            be taken over.
    """
    gathered, timings = collected.gathered, collected.timings
    outputs = outputs.named_after(gathered.year)
    outputs.must_fit(gathered.wishes.paths)
    with timings.step("replaced"):
        replaced = _replaced(outputs, gathered, review)
    result = collected.result
    if earlier := replaced.earlier:
        made_of = gathered, collected.previous, collected.audited
        with timings.step("consolidating"):
            again = _consolidated(*made_of, earlier)
        result = again if earlier.chosen or again.findings != result.findings else result
    done = replace(collected, result=result, digests=_digests(gathered, timings) if journal else {})
    return result, _written(done, outputs, replaced, _used(done, outputs), journal)


def _digests(gathered: Gathered, timings: Timings) -> dict[str, str]:
    from toolkit.commands.newcomers import unread_digests

    with timings.step("journal"):
        return unread_digests(gathered.assignment, gathered.wishes.paths)


def _replaced(outputs: Outputs, gathered: Gathered, copies: Sequence[Path]) -> Replaced:
    """The workbook that is replaced, with what was typed into copies of it."""
    from toolkit.commands.replaced_workbook import read_earlier

    assert outputs.workbook
    about = gathered.form, gathered.year, gathered.collector
    found = read_earlier(outputs.workbook, *about)
    replaced = Replaced(outputs.workbook, *(found or ()))
    others = [path for path in copies if real(path) != real(outputs.workbook)]
    if not others:
        return replaced
    from toolkit.commands.workbook_copies import must_be_copies, read_copies
    from toolkit.review.merging import merged

    must_be_copies(others, outputs.besides)
    read = read_copies(others, about, outputs.workbook, replaced.content)
    return replace(replaced, earlier=merged(replaced.earlier, read)) if read else replaced


def _last_year(gathered: Gathered, timings: Timings) -> Previous:
    from toolkit.commands.reading_previous import read_previous
    from toolkit.returns.previous_year import Previous

    wishes = gathered.wishes
    if not wishes.previous:
        return Previous()
    of_whom = (gathered.form, gathered.year, gathered.roster, gathered.collector)
    with timings.step("previous"):
        read = read_previous(wishes.previous, *of_whom, wishes.passwords)
    asked = gathered.asked
    if gathered.earlier and (asked.previous_stands or not asked.previous):
        gathered.earlier.must_be_its_previous(read, wishes.previous)
    return read if read.unfilled else replace(read, name=wishes.previous.resolve().name)


def _consolidated(
    gathered: Gathered,
    previous: Previous,
    audited: Audited,
    earlier: HandTyped | None = None,
) -> Consolidation:
    """``earlier``: the workbook that is to be replaced."""
    from toolkit.consolidation.consolidate import consolidate

    result = consolidate(
        gathered.assignment,
        gathered.form,
        gathered.roster,
        collector=gathered.collector,
        year=gathered.year,
        strict=bool(gathered.wishes.strict),
        previous=previous,
        audited=audited,
        chosen=earlier.chosen if earlier else {},
        told=(*earlier.told, *earlier.told_later) if earlier else (),
        let_go=earlier.let_go if earlier else frozenset(),
    )
    return replace(result, sources=gathered.sources)


def _used(collected: Collected, outputs: Outputs) -> Used:
    """What this run was given, as the next one will have to know."""
    from toolkit.commands.newcomers import seen_besides

    gathered, workbook = collected.gathered, outputs.workbook or Path()
    wishes, form = gathered.wishes, gathered.wishes.form
    before = gathered.earlier.used if gathered.earlier else Used()
    own_form = form if isinstance(form, str) else None
    if own_form and not is_shipped(own_form):
        own_form = from_there(Path(own_form), workbook)
    roster = from_there(gathered.roster_path, workbook)
    previous = from_there(wishes.previous, workbook) if wishes.previous else ""
    # A table that nobody had filled in may be filled in since.
    then = "" if collected.previous.unfilled else digest_of_previous(collected.previous)
    counted = {one.returned.sha256 for one in collected.result.units if one.returned}
    return Used(
        at=gathered.at,
        year=wishes.year or (before.year if before.year == gathered.year else None),
        form=own_form,
        returns=[from_there(one, workbook) for one in wishes.paths],
        units=Source(path=roster, digest=digest_of_roster(gathered.roster)),
        unlisted=[one for one in gathered.assignment.units if one not in gathered.roster.units],
        units_named=wishes.units is not None,
        previous=Source(path=previous, digest=then) if previous else None,
        declined=not previous and (wishes.no_previous or before.declined),
        collector=wishes.collector,
        strict=bool(wishes.strict),
        prefer=list(gathered.assignment.preferred),
        feedback=from_there(outputs.feedback, workbook) if outputs.feedback else None,
        seen=seen_besides(gathered.assignment, collected.digests, counted),
    )


def _written(
    collected: Collected, outputs: Outputs, replaced: Replaced, used: Used, journal: Path | None
) -> Written:
    """Make all outputs, and write them together or not at all."""
    from toolkit.review.changes import review_of

    result, timings = collected.result, collected.timings
    # Checked once more: the name of the workbook may depend on the year, which is only known now.
    outputs.must_differ()
    with timings.step("review"):
        review = review_of(result, replaced.earlier, declined=used.declined)
    backup = next((path for path, _ in replaced.copy), None)
    keeper = _keeper(collected, outputs, replaced, journal) if journal else None
    done = Done(result, review, now_or_epoch(), backup, used)
    if keeper:
        done = replace(done, received=keeper.received(done.now))
    made = outputs.make(done, timings, *([keeper.marked] if keeper else []))
    files = [*replaced.copy, *(file for one in made for file in one.files)]
    must_be_distinct((*(path for path, _ in files), *([journal] if journal else ())))
    outbox = next((one.outbox for one in made if one.outbox), None)
    with timings.step("placing"):
        remove_left_behind(outputs.places)
        # The copy is as private as the workbook itself.
        like = dict.fromkeys((path for path, _ in replaced.copy), outputs.workbook or Path())
        unchanged = replaced.must_be_unchanged
        with keeper.begun(unchanged) if keeper else nullcontext(unchanged) as ready:
            parted = write_files(_first_the_workbook(files) if rehearsal() else files, ready, like)
        if outbox:
            outbox.clear()
    return Written(outputs.told, outbox, review, backup, parted, keeper.told if keeper else "")


def _first_the_workbook(files: Sequence[tuple[Path, bytes]]) -> list[tuple[Path, bytes]]:
    """The files in the order in which somebody wants to be told of them.

    The workbook is written last, since people have typed into it, and its copy first.
    """
    *others, workbook = files
    return [workbook, *others]


def _keeper(collected: Collected, outputs: Outputs, replaced: Replaced, journal: Path) -> Keeper:
    from toolkit.commands.keeping import Keeper

    gathered = collected.gathered
    return Keeper(
        journal,
        replaced.path,
        replaced.earlier.record if replaced.earlier else None,
        gathered.assignment,
        _options(gathered.wishes, outputs),
        collected.digests,
        collected.timings,
    )


def _options(wishes: Wishes, outputs: Outputs) -> dict[str, object]:
    """What was asked for, by the names of the command line; no passwords."""
    form = wishes.form.id if isinstance(wishes.form, Form) else wishes.form
    every = {
        "returns": [str(one) for one in wishes.paths],
        "units": wishes.units,
        "form": form,
        "year": wishes.year,
        "as": wishes.collector,
        "strict": wishes.strict,
        "previous": wishes.previous,
        "prefer": list(wishes.prefer),
        "cluster": wishes.cluster,
        "out": outputs.workbook,
        "json": outputs.json,
        "feedback": outputs.feedback,
        "csv": outputs.csv,
    }
    return {name: one for name, one in every.items() if one}
