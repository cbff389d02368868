"""Years side by side: files of any years and units → each unit's years, and what shows them.

Files are read and told apart as ``read`` and ``check`` do; only a report in the format before is
read again as what it is, and a sum is asked for its units besides.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.audit.objections import of_another_form
from toolkit.chronicle import words as chronicle_words
from toolkit.chronicle.chronicle import Chronicle
from toolkit.chronicle.heard import Heard
from toolkit.chronicle.line_up import line_up
from toolkit.commands import words
from toolkit.commands.checking import Checked, check_alone
from toolkit.commands.gathering import now_or_epoch
from toolkit.commands.inboxes import inbox_of
from toolkit.commands.outputs import collected_folder
from toolkit.commands.preview import ByRoster
from toolkit.commands.read_files import Inbox, OpenedInbox, Progress
from toolkit.commands.stated import read_as_stated
from toolkit.consolidation.assignment import replaced_copies
from toolkit.errors import CannotRun
from toolkit.files.disk import must_be_a_folder, read_existing, real, write_files
from toolkit.files.incoming import Incoming
from toolkit.files.replacing import must_be_unchanged_years
from toolkit.findings import message
from toolkit.form.form import Form
from toolkit.form.form_file import load_form, shipped_forms
from toolkit.form.layout import lay_out
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import SHEET
from toolkit.grids.names import BY_UNIT
from toolkit.grids.reason import said
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.returns.sums.sum_workbook import SumWorkbook
from toolkit.returns.unit_return import FileRecord, Return, Unread
from toolkit.roster.roster import Category, Roster, category_of
from toolkit.roster.roster_file import RosterFile, named_roster, read_roster
from toolkit.spreadsheets.workbook import read_workbook

DEFAULT = Path("历年对比.xlsx")
# So many files are named where nothing can be used.
_MOST_FILES = 3


@dataclass(frozen=True, slots=True)
class Chronicled:
    """The years of the units in some files, and by what was read."""

    chronicle: Chronicle
    paths: Sequence[Path]
    roster: RosterFile | None = None


def chronicle_of(
    paths: Sequence[Path],
    wish: Form | str | None = None,
    *,
    roster: Path | None = None,
    passwords: Sequence[str] = (),
    progress: Progress = iter,
) -> Chronicled:
    """The years of every unit that the files say anything of; nothing is written.

    ``wish``: the form by whose lines they are compared, or its id or path; None: the newest that
    most files state. ``roster``: decides whose each file is.

    Raises:
        CannotRun: a file is not there, form or roster cannot be read, or nothing can be used.
    """
    path = named_roster(roster) if roster else None
    used = RosterFile(path, read_roster(path)) if path else None
    units = used.units if used else None
    with inbox_of(paths, path, passwords) as inbox:
        if inbox.empty:
            raise CannotRun(words.no_returns([str(one) for one in paths]))
        form, read = read_as_stated(inbox, wish, progress)
        heard = list(_heard(inbox, form, read, units, passwords))
        heard = list(_with_units(inbox, heard, passwords))
    chronicle = line_up(form, heard, units)
    if not chronicle.units:
        raise CannotRun(words.no_years(_unused(chronicle)))
    return Chronicled(chronicle, paths, used)


def _unused(chronicle: Chronicle) -> list[tuple[str, str]]:
    records = [one.record for one in chronicle.files]
    told = [(one.path, said(one.reason) or "") for one in records if one.status != "ignored"]
    return (told or [(one.path, said(one.reason) or "") for one in records])[:_MOST_FILES]


def _heard(
    inbox: Inbox,
    form: Form,
    read: Sequence[Return | Unread],
    roster: Roster | None,
    passwords: Sequence[str],
) -> Iterator[Heard]:
    """Each file, read as a return of its own form, with the unit and year that it is of."""
    copies = replaced_copies(read)
    as_read = {_path(one): (form, one) for one in read}
    for old in _before(form):
        wanted = {
            one.file
            for one in read
            if isinstance(one, Return)
            and one.identity.form == old.id
            and of_another_form(one, form)
        }
        for again in _again(inbox, old, wanted, passwords):
            as_read[_path(again)] = old, again
    tellers: dict[str, _Teller] = {}
    for one in read:
        own, known = as_read[_path(one)]
        if own.id not in tellers:
            alike = [each for other, each in as_read.values() if other.id == own.id]
            tellers[own.id] = _Teller(own, alike, roster)
        if _path(known) in copies:
            yield Heard(FileRecord(_path(known), "ignored", reason=Refusal.OWN_BACKUP), own)
        else:
            yield tellers[own.id].told(known)


def _path(one: Return | Unread) -> str:
    return one.file if isinstance(one, Return) else one.path


def _before(form: Form) -> list[Form]:
    """The shipped forms that this one has replaced."""
    every = (load_form(name) for name in shipped_forms())
    return [one for one in every if one.replaced_by == form.id]


def _again(
    inbox: Inbox, form: Form, wanted: set[str], passwords: Sequence[str]
) -> list[Return | Unread]:
    """These files as returns of another form."""
    some = [one for one in inbox.to_read() if one.path in wanted] if wanted else []
    return list(OpenedInbox(some, passwords).reading(form)) if some else []


class _Teller:
    """Tells whose each file of one form is, and of which year."""

    def __init__(self, form: Form, alike: Sequence[Return | Unread], roster: Roster | None) -> None:
        self._form, self._layout = form, lay_out(form)
        self._roster = roster
        self._by_roster = (
            ByRoster(self._layout, roster, None, alike, collector_too=True) if roster else None
        )

    def told(self, one: Return | Unread) -> Heard:
        checked = (
            self._by_roster.check(one) if self._by_roster else check_alone(one, self._layout, None)
        )
        return Heard(checked.record, self._form, checked.returned, self._category(checked))

    def _category(self, one: Checked) -> Category | None:
        stated = one.returned.identity if one.returned else None
        listed = self._roster.units.get(stated.unit or "") if self._roster and stated else None
        if listed and self._roster:
            return self._roster.audited_as(listed)
        return category_of(stated.category) if stated else None


def _with_units(inbox: Inbox, heard: Sequence[Heard], passwords: Sequence[str]) -> Iterator[Heard]:
    """The same; a sum with what its sheet 分单位 says of each unit."""
    sums = {one.record.path for one in heard if _is_sum(one)}
    found = {one.path: one for one in inbox.to_read() if one.path in sums} if sums else {}
    for one in heard:
        file = found.get(one.record.path)
        yield _asked(one, file, passwords) if file else one


def _is_sum(one: Heard) -> bool:
    return one.record.status == "accepted" and bool(one.returned and one.returned.identity.is_sum)


def _asked(one: Heard, file: Incoming, passwords: Sequence[str]) -> Heard:
    workbook = _sheets(file, passwords)
    if workbook is None:
        return replace(one, notes=(chronicle_words.no_units(BY_UNIT),))
    read = SumWorkbook(workbook, one.form, stated_in(workbook))
    if read.lacks_units:
        return replace(one, notes=(chronicle_words.no_units(BY_UNIT),))
    # A unit that had sent nothing is listed, too, but without a single figure.
    rows = tuple(
        row for row in read.units.rows if any(each is not None for each in row.figures.values())
    )
    notes = [chronicle_words.units_of_sum(BY_UNIT, len(rows))]
    if read.changed:
        told = message.message(read.changed[0], one.form).rstrip("。")
        notes.append(chronicle_words.retyped(told))
    return replace(one, rows=rows, notes=tuple(notes))


def _sheets(file: Incoming, passwords: Sequence[str]) -> Workbook | None:
    try:
        return read_workbook(file.content, {BY_UNIT, SHEET}, passwords, file.kind)
    except (Unreadable, OSError):
        return None


# --- Writing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the workbook goes, and the folder of the CSV, if it is wanted."""

    workbook: Path = DEFAULT
    csv: Path | None = None

    def must_fit(self, paths: Sequence[Path]) -> None:
        """Raise CannotRun for every problem that shows before anything is read."""
        if self.workbook.suffix.lower() != ".xlsx":
            raise CannotRun(words.not_an_excel_name(str(self.workbook)))
        must_be_unchanged_years(self.workbook)
        if self.csv is None:
            return
        if real(self.csv).is_relative_to(real(self.workbook)):
            raise CannotRun(words.same_folder("--csv", str(self.csv)))
        csv_must_fit(self.csv, paths)


def csv_must_fit(folder: Path, paths: Sequence[Path]) -> None:
    """Raise CannotRun where the folder holds what is not ours, or is read as returns later."""
    from toolkit.exports.years_package import must_be_our_years

    must_be_a_folder(folder)
    if inside := collected_folder(folder, paths):
        raise CannotRun(words.csv_inside(str(folder), str(inside)))
    must_be_our_years(folder)


def write_years_csv(chronicled: Chronicled, folder: Path) -> list[Path]:
    """Write the CSV alone.

    Raises:
        CannotRun: as :func:`write_years`.
    """
    csv_must_fit(folder, chronicled.paths)
    files = _csv(chronicled.chronicle, folder, now_or_epoch())
    write_files(files)
    return [path for path, _ in files]


def write_years(chronicled: Chronicled, wanted: Wanted) -> list[Path]:
    """Write the workbook, and the CSV if it is wanted; all of it, or nothing.

    Raises:
        CannotRun: something stands in the way that is not ours or was changed, or it cannot be
            written.
    """
    wanted.must_fit(chronicled.paths)
    from toolkit.chronicle_workbook.workbook import make_years

    now = now_or_epoch()
    before = read_existing(wanted.workbook)
    files = _csv(chronicled.chronicle, wanted.csv, now) if wanted.csv else []
    files.append((wanted.workbook, make_years(chronicled.chronicle, now)))

    def must_be_the_same() -> None:
        if read_existing(wanted.workbook) != before:
            raise CannotRun(words.changed_meanwhile(str(wanted.workbook)))

    write_files(files, must_be_the_same)
    return [wanted.workbook, *([wanted.csv] if wanted.csv else [])]


def _csv(chronicle: Chronicle, folder: Path, now: datetime.datetime) -> list[tuple[Path, bytes]]:
    from toolkit.exports.years_package import years_package

    return [(folder / name, content) for name, content in years_package(chronicle, now)]
