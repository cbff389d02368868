"""An office that keeps a journal: its folder, its runs day by day, and what the journal holds."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import toolkit
from tests.support.build import EVERYONE, opened, roster
from toolkit.commands.journals import past_in
from toolkit.grids.names import COVERAGE, JOURNAL, ListHead
from toolkit.journal.past import Past
from toolkit.journal.rows import Rows
from toolkit.roster.roster import Unit


class Office:
    """Runs on days of January 2025, as SOURCE_DATE_EPOCH makes them."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, units: Iterable[Unit] = EVERYONE
    ) -> None:
        self.folder, self.returns = folder, folder / "returns"
        self.journal, self.workbook = folder / JOURNAL, folder / "汇总.xlsx"
        self.returns.mkdir(parents=True, exist_ok=True)
        (folder / "units.csv").write_bytes(roster(*units))
        self._environment = monkeypatch

    def run(self, day: int, out: str = "汇总.xlsx", **wishes: Any) -> toolkit.Written:
        """Collect and write; ``feedback`` is a folder of that name."""
        time = datetime.datetime(2025, 1, day, 4, tzinfo=datetime.UTC)
        self._environment.setenv("SOURCE_DATE_EPOCH", str(int(time.timestamp())))
        outputs = {"journal": self.journal}
        if wishes.pop("feedback", False):
            outputs["feedback"] = self.folder / "退回"
        return toolkit.collect(self.returns, **wishes).write(self.folder / out, **outputs)

    def has(self, **files: bytes) -> None:
        """Have these files in the folder, and nothing else."""
        for path in self.returns.iterdir():
            path.unlink()
        for name, content in files.items():
            (self.returns / f"{name}.xlsx").write_bytes(content)

    def past(self) -> Past:
        with past_in(self.journal) as past:
            return past

    def rows(self) -> Rows:
        """Of the runs that took place."""
        return self.past().rows

    def sendings(self, unit: Unit) -> list[tuple[int, str, str, int | None]]:
        """Day, kind, file and number of changed figures of what a unit has sent."""
        past = self.past()
        days = {number: int(one.time[8:10]) for number, one in past.runs.items()}
        return [
            (days[one.run], one.kind, past.files[one.file].path, one.changed)
            for one in past.sendings.get(unit.code, ())
        ]

    def coverage(self, workbook: Path | None = None) -> list[dict[str, Any]]:
        """The lines of 报送情况, by the heads of its columns."""
        book = opened((workbook or self.workbook).read_bytes())
        _, head, *rows = book[COVERAGE].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]

    def course(self, unit: Unit, workbook: Path | None = None) -> str | None:
        """The course of its reporting, as the sheet shows it."""
        (line,) = (one for one in self.coverage(workbook) if one[ListHead.UNIT] == unit.code)
        return line[ListHead.COURSE] or None
