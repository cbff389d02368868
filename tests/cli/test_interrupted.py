"""A run that is ended from outside: one line at most, its exit code, and nothing that stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals"),
]
# A run that has staged a file, has two workers that are busy in C for a minute, and gets a signal.
BUSY = """
import os, re, signal, sys, threading
from pathlib import Path
from toolkit.cli import app, start
from toolkit.commands.workers import Workers
from toolkit.files.staging import Staging

# Whoever runs the tests may ignore it.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
{before}

class Swallowing:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})
        for _ in range(1000):
            pass

def collect(*args, **others):
    waits = Staging(Path())
    waits.new_path().write_bytes(b"1")
    pool = Workers(2)
    for number in range(20):
        pool.submit(busy, number)
    print("ready", flush=True)
    Swallowing()
    print("went on", flush=True)
    os._exit(7)

def busy(number):
    re.match("(a+)+$", "a" * 40 + "b")

app.toolkit.load_form = collect
sys.argv[1:] = ["rules"]
start.main()
"""


def ended_by(name: str, folder: Path, before: str = "") -> tuple[int, str, str]:
    """The exit code of such a run, and what it says on both streams until nobody can say more."""
    run = subprocess.run(
        [sys.executable, "-c", BUSY.format(name=name, before=before)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=20,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    return run.returncode, run.stdout, run.stderr


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("SIGINT", 130, "已中断。\n"), ("SIGTERM", 143, ""), ("SIGHUP", 129, "")],
)
def test_it_ends_at_once_even_where_an_exception_would_be_swallowed(
    tmp_path: Path, name: str, code: int, said: str
) -> None:
    assert ended_by(name, tmp_path) == (code, "ready\n", said)
    assert list(tmp_path.iterdir()) == []


def test_what_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """As ``nohup`` and a script's ``&`` want it."""
    before = "signal.signal(signal.SIGHUP, signal.SIG_IGN)"
    assert ended_by("SIGHUP", tmp_path, before) == (7, "ready\nwent on\n", "")


def test_what_was_killed_leaves_what_the_next_run_takes_away(tmp_path: Path) -> None:
    """Nobody can take care of that one; its processes end all the same, and hold nothing open."""
    assert ended_by("SIGKILL", tmp_path) == (-signal.SIGKILL, "ready\n", "")
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".~toolkit-")
