"""Lost workbook: what is said where the one that a run would replace is gone.

People's decisions, notes and switches are in it, and only the journal knows that there was one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from toolkit.commands import words
from toolkit.commands.journals import ids_in, past_in
from toolkit.errors import CannotRun
from toolkit.files.disk import backup_of, from_here, real
from toolkit.grids.hidden_sheet import from_properties
from toolkit.journal.database import is_none_yet
from toolkit.journal.hindrance import Hindered
from toolkit.journal.rows import RunRow
from toolkit.spreadsheets.xlsx import read_properties
from toolkit.text import printable


def lost_workbook(workbook: Path, journal: Path, year: object) -> str:
    """What is to be said where a workbook is gone that the journal knows, or there are others of
    the same ``year``, under which it may go now; else "".

    Raises:
        CannotRun: it lies beside the journal under another name, or there is a copy of the one
            before it, which the next run would replace.
    """
    if workbook.exists():
        return ""
    shown, last = printable(str(workbook)), _last_run(workbook, journal)
    others = list(_others(real(journal).parent, year))
    for one in others if last else ():
        if last and last.id in ids_in(one):
            raise CannotRun(words.workbook_renamed(shown, printable(str(from_here(one)))))
    names = [printable(str(from_here(one))) for one in others]
    beside = words.others_beside(shown, names) if names else ""
    if (backup := backup_of(workbook)).exists():
        raise CannotRun(words.workbook_has_backup(shown, printable(str(backup))) + beside)
    if last is None:
        return beside
    return words.workbook_lost(shown, datetime.datetime.fromisoformat(last.time)) + beside


def _others(folder: Path, year: object) -> Iterator[Path]:
    """The consolidated workbooks of a year that lie in a folder."""
    for one in sorted(folder.glob("*.xlsx")):
        with suppress(OSError):
            stated = from_properties(read_properties(one.read_bytes()))
            if stated.is_sum and stated.year == str(year):
                yield one


def _last_run(workbook: Path, journal: Path) -> RunRow | None:
    # What is wrong with the journal is told when the run is written into it.
    with suppress(CannotRun, Hindered):
        if not is_none_yet(journal):
            own, folder = real(workbook), real(journal).parent
            with past_in(journal) as past:
                runs = [one for one in past.runs.values() if folder / one.workbook == own]
            return max(runs, default=None)
    return None
