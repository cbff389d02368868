"""Targets that are no plain file, and what a run has to do with each."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.rough_city import COMMANDS, Ended

LONG = "长" * 80  # 240 bytes


@dataclass(frozen=True)
class Target:
    """One odd target of a run, and what must come of it."""

    name: str
    arguments: tuple[str, ...]
    # Puts it there; gives what takes it away again, None where this user cannot do it.
    place: Callable[[Path], Callable[[], object] | None]
    refused: bool = True
    # What must be so afterwards.
    holds: Callable[[Path], bool] = lambda _: True

    @contextmanager
    def placed(self, folder: Path) -> Iterator[bool]:
        undo = self.place(folder)
        try:
            yield undo is not None
        finally:
            if undo:
                undo()

    def faults(self, folder: Path, ended: Ended) -> Iterator[str]:
        if (ended.code == 2) != self.refused:
            yield f"exit code {ended.code}: {ended.said.strip()}"
        if not self.holds(folder):
            yield f"the target is not as it should be: {ended.said.strip()}"


def _nothing() -> None:
    return None


def _made(how: Callable[[Path], object]) -> Callable[[Path], Callable[[], object] | None]:
    def place(folder: Path) -> Callable[[], object]:
        how(folder)
        return _nothing

    return place


def _by(
    command: tuple[str, ...], undo: tuple[str, ...]
) -> Callable[[Path], Callable[[], object] | None]:
    """Placed by a program that only root may run, or that not every file system understands."""

    def place(folder: Path) -> Callable[[], object] | None:
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        except OSError:
            return None
        if done.returncode:
            return None
        return lambda: subprocess.run(undo, cwd=folder, check=True)

    return place


def _nothing_at(folder: Path) -> None:
    """It is there already."""


def _copied(folder: Path) -> None:
    """The workbook of a run before has that name; the copy that is kept of it cannot."""
    (folder / f"{LONG}长aaaa.xlsx").write_bytes((folder / "late.xlsx").read_bytes())


def _mode(folder: Path) -> Callable[[], object] | None:
    if os.geteuid() == 0:
        # Nothing is forbidden to root.
        return None
    (folder / "out").chmod(0o555)
    return lambda: (folder / "out").chmod(0o755)


def _to(path: str, *others: str) -> tuple[str, ...]:
    return ("collect", "returns", "-o", path, *others)


def _link(name: str, to: str) -> Callable[[Path], Callable[[], object] | None]:
    return _made(lambda folder: (folder / name).symlink_to(to))


def _linked_book(folder: Path) -> bool:
    return (folder / "x.xlsx").is_symlink() and (
        folder / "out" / "new.xlsx"
    ).stat().st_size > 10_000


def _parted(folder: Path) -> bool:
    """The workbook is new, and under its other name as it was."""
    return not (folder / "x.xlsx").samefile(folder / "out" / "汇总.xlsx")


def _reminders(folder: Path) -> Path:
    return folder / "out" / "退回" / "410400-16_平顶山市卫生健康委员会_2024_退回通知.txt"


COLLECT = COMMANDS["collect"]
TARGETS = [
    Target("folder as workbook", _to("x.xlsx"), _made(lambda f: (f / "x.xlsx").mkdir())),
    Target("folder as JSON", _to("x.xlsx", "--json", "returns"), _made(_nothing_at)),
    Target("FIFO as workbook", _to("x.xlsx"), _made(lambda f: os.mkfifo(f / "x.xlsx"))),
    Target("FIFO as JSON", _to("y.xlsx", "--json", "x"), _made(lambda f: os.mkfifo(f / "x"))),
    Target("FIFO as a notice", COLLECT, _made(lambda f: os.mkfifo(_reminders(f)))),
    Target("device as workbook", _to("x.xlsx"), _link("x.xlsx", "/dev/full")),
    Target("device as JSON", _to("x.xlsx", "--json", "/dev/null"), _made(_nothing_at)),
    Target("file as folder", _to("x.xlsx", "--feedback", "late.xlsx"), _made(_nothing_at)),
    Target("file in the path", _to("late.xlsx/x.xlsx"), _made(_nothing_at)),
    Target("loop as workbook", _to("x.xlsx"), _link("x.xlsx", "x.xlsx")),
    Target("loop as JSON", _to("y.xlsx", "--json", "x"), _link("x", "x")),
    Target("loop as folder", _to("y.xlsx", "--csv", "x"), _link("x", "x")),
    Target("loop as returns", ("collect", "x", "-o", "y.xlsx"), _link("x", "x")),
    Target("name of 300 bytes", _to(f"{'长' * 100}.xlsx"), _made(_nothing_at)),
    Target("name of 252 bytes, its copy too long", _to(f"{LONG}长aaaa.xlsx"), _made(_copied)),
    Target("name of 245 bytes", _to(f"{LONG}.xlsx"), _made(_nothing_at), False),
    Target("dangling link", _to("x.xlsx"), _link("x.xlsx", "out/new.xlsx"), False, _linked_book),
    Target(
        "link to a workbook",
        _to("x.xlsx"),
        _link("x.xlsx", "out/汇总.xlsx"),
        False,
        lambda f: (f / "x.xlsx").is_symlink(),
    ),
    Target(
        "hard link",
        COLLECT,
        _made(lambda f: (f / "x.xlsx").hardlink_to(f / "out" / "汇总.xlsx")),
        False,
        _parted,
    ),
    Target("folder without permission", COLLECT, _mode),
    Target(
        "folder that may not be changed",
        COLLECT,
        _by(("chattr", "+i", "out"), ("chattr", "-i", "out")),
    ),
    Target(
        "disk that is read only",
        COLLECT,
        _by(
            ("sh", "-c", "mount --bind out out && mount -o remount,bind,ro out"),
            ("umount", "out"),
        ),
    ),
]
