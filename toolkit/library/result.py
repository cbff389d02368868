"""What the functions of the library give.

What makes a table is imported when that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from toolkit.files.disk import named_path
from toolkit.roster.roster_file import RosterFile

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.commands.checking import Checked as CheckedFile
    from toolkit.commands.checking import Checks
    from toolkit.commands.collecting import Collected
    from toolkit.commands.filled_workbooks import Filled
    from toolkit.commands.preview import Preview
    from toolkit.consolidation.consolidate import Consolidation
    from toolkit.exports.result_json import Judged
    from toolkit.feedback.outbox import Outbox
    from toolkit.form.form import Form
    from toolkit.review.changes import Review

StrPath = str | PathLike[str]
Done = TypeVar("Done")


def path_of(one: StrPath | None, *, remote: bool = False) -> Path | None:
    """The path that somebody has named, if he has; see :func:`toolkit.files.disk.named_path`."""
    return None if one is None else named_path(one, remote=remote)


def paths_of(some: StrPath | Iterable[StrPath]) -> list[Path]:
    """The paths on disk that somebody has named, one or several."""
    every = [some] if isinstance(some, str | PathLike) else some
    return [named_path(one) for one in every]


class Result:
    """What returns say and what is wrong with them; ``toolkit.check`` gives it.

    The tables are made when they are first asked for, and then kept.
    """

    def __init__(self, judged: Judged) -> None:
        self._judged = judged

    @property
    def form(self) -> Form:
        """The form that the returns are of."""
        return self._judged.form

    @property
    def year(self) -> int | None:
        """The year that they report on; of a check the year that was asked for, None for any."""
        return self._judged.year

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an open error: where the command would exit with 1."""
        return any(one.is_open_error for one in self._judged.findings)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """What each unit reports: a row for each unit of :attr:`units`, a column an indicator.

        The index holds unit codes, the columns indicator codes, totals of the form included. All
        figures are in the indicator's own unit of measure: counts ``Int64``, amounts ``Decimal``
        in a column of objects. Missing is what is blank or not known, as null in the JSON.

        Of a check, a unit that several files name is there as often; the JSON has the last of them.
        """
        from toolkit.library.tables import figures_table

        return figures_table(self.form, self._judged.units)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong: a row a finding, worst first, the keys of the JSON as columns.

        ``actual``, ``expected`` and ``difference`` are in the indicator's own unit of measure.
        """
        from toolkit.exports.result_json import FindingEntry, finding_entries
        from toolkit.library.tables import entries_table

        return entries_table(finding_entries(self._judged), FindingEntry)

    @cached_property
    def units(self) -> pd.DataFrame:
        """Who reports, in the order of the roster: a row a unit, the keys of the JSON as columns.

        ``status`` is received, missing or with_errors; ``in_total`` says whether it is in the sum.
        """
        from toolkit.exports.result_json import UnitEntry, unit_entries
        from toolkit.library.tables import entries_table

        return entries_table(unit_entries(self._judged), UnitEntry)

    @cached_property
    def files(self) -> pd.DataFrame:
        """What became of every file: a row a file, the keys of the JSON as columns.

        ``status`` is accepted, superseded, duplicate, unreadable, unrecognised or ignored; every
        status but accepted has a ``reason``.
        """
        from toolkit.exports.result_json import FileEntry, file_entries
        from toolkit.library.tables import entries_table

        return entries_table(file_entries(self._judged), FileEntry)

    def to_json(self) -> str:
        """All of it as JSON, equal to what ``--json`` writes; amounts as shortest decimals."""
        from toolkit.exports.result_json import to_json

        return to_json(self._judged)

    def __repr__(self) -> str:
        errors = sum(one.is_open_error for one in self._judged.findings)
        counts = f"{len(self._judged.files)} files, {len(self._judged.units)} units"
        return f"<{type(self).__name__} {self.form.id} {self.year}: {counts}, {errors} open errors>"


class Checked(Result):
    """What ``toolkit.check`` gives: each file judged by itself, nothing added up.

    Attributes:
        checks: the values that the tables are made of, for whoever shows them, as the command line.
    """

    def __init__(self, checks: Checks) -> None:
        super().__init__(checks)
        self.checks = checks


class Understood(Result):
    """What ``toolkit.read`` gives: each file as it was understood by itself.

    Attributes:
        preview: the values that the tables are made of, for whoever shows them: ``checks``, and
            the ``roster`` that was used.
    """

    def __init__(self, preview: Preview) -> None:
        super().__init__(preview.checks)
        self.preview = preview

    def write(
        self,
        folder: StrPath,
        *,
        progress: Callable[[Sequence[CheckedFile]], Iterable[CheckedFile]] = iter,
    ) -> Paths[Filled]:
        """Write each file that gave figures as a filled workbook, a return that can be sent.

        It is called 代码_名称_年度.xlsx, without what is not known of these. A cell without a sure
        figure holds the text that stood there, which stays wrong until it is corrected. Files with
        one unit, one year and other figures give several workbooks, the later ones with a number.

        Args:
            folder: where they go; what somebody has changed there is left alone.
            progress: follows the writing, as for :func:`collect`.

        Returns:
            The workbooks. ``done.workbooks`` has the file that each was made of, ``done.left`` the
            files that gave none, and ``done.rivals`` those that would have had one name.

        Raises:
            CannotRun: the folder cannot be written to.
        """
        from toolkit.commands.filled_workbooks import write_filled

        done = write_filled(self.preview, named_path(folder), progress)
        return Paths(done.paths, done)


class Consolidated(Result):
    """What ``toolkit.collect`` gives: a :class:`Result` that is added up and can be written.

    Attributes:
        consolidation: the values that the tables are made of, for whoever shows them.
        roster: the roster that was used: the ``path`` of its file, and its ``units``.
        other_rosters: rosters among the returns or beside them that say something else, where the
            one that was used was named.
        earlier: the run whose options were used where no others were given (``like``), with its
            ``workbook``; None where there is none.
        taken: what was taken over from that run, by name, as it is shown.
        lapsed: the files that were preferred in that run and are no longer, for other reasons than
            that others are preferred now.
        unread: files and folders that it has read and this run has not.
        timings: what each step has taken, by its name: ``seconds`` on the clock, ``processor``
            seconds of this process, and those of the processes that read, ``readers`` (None on
            Windows, which does not tell). Once it is written, the steps of writing are there, too.
    """

    def __init__(self, collected: Collected, switched: Consolidation | None = None) -> None:
        """``switched``: the consolidation with a reviewer's switches, where there are any."""
        self._collected = collected
        gathered = collected.gathered
        self.roster = RosterFile(gathered.roster_path, gathered.roster)
        self.consolidation = switched or collected.result
        self.other_rosters = list(gathered.other_rosters)
        self.earlier, self.taken = gathered.earlier, gathered.taken
        self.unread, self.lapsed = gathered.unread, gathered.lapsed
        self.timings = collected.timings
        super().__init__(self.consolidation)

    @cached_property
    def totals(self) -> pd.Series[Any]:
        """The sum of each indicator over the units in the sum, in its own unit of measure.

        By indicator code; exact: ``int`` for counts, ``Decimal`` for amounts.
        """
        from toolkit.library.tables import totals_series

        return totals_series(self.form, self.consolidation.totals)

    def write(
        self,
        path: StrPath | None = None,
        *,
        json: StrPath | None = None,
        feedback: StrPath | None = None,
        csv: StrPath | None = None,
        journal: StrPath | None = None,
        review: StrPath | Iterable[StrPath] = (),
    ) -> Written:
        """Write the consolidated workbook, and what else is wanted; all of it, or nothing.

        What people typed into the workbook that is replaced is kept, and their switches
        (计入汇总) count: :attr:`Written.result` has the sums with them. Switches belong to the
        workbook in which they were set, and do not go along to another path. The workbook that is
        replaced stays beside the new one as ``.bak``.

        Args:
            path: the workbook, ``.xlsx``; by default ``汇总-<year>.xlsx`` in the current folder.
            json: the file for the result as JSON.
            feedback: the folder for what goes back to the units.
            csv: the folder for the figures as tidy CSV with a data package.
            journal: the file that remembers every run and every return, made where there is none;
                the sheet 报送情况 then shows what each unit has sent when. Where it cannot be used
                all is written all the same; :attr:`Written.journal` says so.
            review: copies of the workbook into which colleagues have typed: decisions, notes and
                switches are taken over, all else is listed. Where they differ, the workbook that is
                replaced goes first, then the copy saved last, and the others are listed:
                :attr:`Written.review` has them. Copies are only read.

        Raises:
            CannotRun: a file in the way is not ours, is open elsewhere, or cannot be written; a
                copy is not one of this unit, year and form, or cannot be read as a whole.
        """
        from toolkit.commands.collecting import write
        from toolkit.commands.outputs import Outputs

        outputs = Outputs(*(path_of(one) for one in (path, json, feedback, csv)))
        more = paths_of(review), path_of(journal)
        result, done = write(self._collected, outputs, *more)
        same = result is self.consolidation
        written = self if same else Consolidated(self._collected, result)
        told = done.backup, done.review, done.outbox, list(done.parted), done.journal
        return Written(written, list(done.paths), *told)


@dataclass(frozen=True, slots=True)
class Written:
    """What :meth:`Consolidated.write` has written.

    Attributes:
        result: what the workbook holds, with the switches that the reviewer had set in the one
            before.
        paths: workbook, JSON and the folder of the CSV, as far as they were wanted.
        backup: where the workbook that was replaced is kept; None where there was none.
        review: what has changed since that workbook, and what of people's own entries was kept.
        outbox: what goes back to the units; None unless ``feedback`` was given.
        parted: files that had other names (hard links), under which they are as they were.
        journal: one sentence where something is to be said of the journal, as that it could not be
            written; else empty.
    """

    result: Consolidated
    paths: list[Path]
    backup: Path | None
    review: Review
    outbox: Outbox | None
    parted: list[Path]
    journal: str = ""


class Paths(list[Path], Generic[Done]):
    """The files that a function has made, as a list of paths.

    Attributes:
        done: all else that can be said of them.
    """

    def __init__(self, paths: Iterable[Path], done: Done) -> None:
        super().__init__(paths)
        self.done = done
