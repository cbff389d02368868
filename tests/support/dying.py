"""Readers that do what no file of ours makes a reader do; a cluster's workers import this, too."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from toolkit.commands.read_files import FileToReturn
from toolkit.files.incoming import Incoming
from toolkit.returns.unit_return import Return, Unread


@dataclass(frozen=True)
class Dying(FileToReturn):
    """Reads as always, but for files of certain names."""

    def __call__(self, one: Incoming) -> Return | Unread:
        if "crash" in one.path:
            os._exit(1)
        if "hang" in one.path:
            time.sleep(60)
        if "slow" in one.path:
            time.sleep(0.3)
        if "hungry" in one.path:
            bytearray(2_000_000_000)
        return super().__call__(one)


@dataclass(frozen=True)
class Blind(FileToReturn):
    """Sees no file on a worker; does so as always for whoever has asked."""

    asked_by: int = 0

    def __call__(self, one: Incoming) -> Return | Unread:
        if os.getppid() != self.asked_by:
            raise PermissionError(one.path)
        return super().__call__(one)


@dataclass(frozen=True)
class Killing(FileToReturn):
    """Takes the worker along that it works for; spares whoever has asked."""

    asked_by: int = 0

    def __call__(self, one: Incoming) -> Return | Unread:
        if "kill" in one.path and os.getppid() != self.asked_by:
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
        return super().__call__(one)
