"""On a worker of a cluster: files come in as a listing, and go out as returns.

A worker of Dask's has a guarded process of its own for each of its threads, which stays from one
batch to the next: a file that crashes, hangs or eats memory costs no more here than at home.
"""

from __future__ import annotations

import hashlib
import pickle
import platform
import threading
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import toolkit
from toolkit.commands.fetching import Answer, ToReturn, answered
from toolkit.commands.read_files import guarded
from toolkit.commands.workers import Workers
from toolkit.files.folder import Found
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Unread

# What decides how a file is read, besides ourselves; and how one in a store is fetched.
_DECIDING = (
    *("python-calamine", "olefile", "msoffcrypto-tool", "pydantic", "PyYAML", "cryptography"),
    *("selectolax", "charset-normalizer", "pdfplumber", "pdfminer.six", "pypdfium2"),
    *("fsspec", "s3fs", "universal-pathlib"),
)
# What may be due to this machine, and not to the file: whoever has asked sees for himself.
_PERHAPS_OURS = {Refusal.CANNOT_OPEN, Refusal.CRASHED, Refusal.TOO_SLOW}

_OF_THREAD = threading.local()
# By what: what the caller has, and what the worker.
Differences = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch on its way. To unpickle it is to do it: so Dask needs to know nothing of ours.

    Else its scheduler would have to have the toolkit, and a worker without it could not say so.
    """

    stated: Mapping[str, str]
    # The task, and the files.
    packed: tuple[bytes, bytes]

    def __reduce__(self) -> tuple[Any, ...]:
        return answer, (dict(self.stated), *self.packed)


def packed(some: object) -> bytes:
    return zlib.compress(pickle.dumps(some), 1)


def unpacked(some: bytes) -> Any:
    return pickle.loads(zlib.decompress(some))


def answer(stated: dict[str, str], task: bytes, batch: bytes) -> bytes | tuple[str, Differences]:
    """What the files of a batch are, packed; or who we are, and what we have that differs."""
    mine = versions()
    if differ := {
        name: (stated.get(name, ""), mine.get(name, ""))
        for name in (*stated, *mine)
        if stated.get(name) != mine.get(name)
    }:
        return _address(), differ
    files: Sequence[Found] = unpacked(batch)
    try:
        answers = answered(_pool(), _task(task), files)
    except ImportError as error:
        raise _lacking(error) from error
    except BaseException:
        _give_up_pool()
        raise
    return packed([None if _perhaps_ours(one) else one for one in answers])


def _perhaps_ours(one: Answer) -> bool:
    return isinstance(one, Unread) and one.refusal in _PERHAPS_OURS


def _lacking(error: BaseException) -> ModuleNotFoundError:
    """What is not installed, by its name; a library of fsspec's tells it in its cause only."""
    cause: BaseException | None = error
    while cause and not getattr(cause, "name", None):
        cause = cause.__cause__ or cause.__context__
    return ModuleNotFoundError(str(error), name=getattr(cause, "name", None))


@cache
def versions() -> dict[str, str]:
    """By name: what decides how a file is read."""
    found = {"Python": ".".join(platform.python_version_tuple()[:2])}
    for name in _DECIDING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return {"toolkit": f"{toolkit.__version__} ({_own_files()})", **found}


def _own_files() -> str:
    """A digest over the files of the toolkit: two that call themselves alike may differ."""
    home, digest = Path(toolkit.__file__).parent, hashlib.sha256()
    every = [*home.rglob("*.py"), *home.rglob("*.yaml")]
    for name, path in sorted((path.relative_to(home).as_posix(), path) for path in every):
        # Line ends differ where git has made them those of Windows.
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


@lru_cache(maxsize=4)
def _task(content: bytes) -> ToReturn:
    """The task; the same for each batch, as its process gets it once."""
    task: ToReturn = unpacked(content)
    return task


def _pool() -> Workers:
    if not hasattr(_OF_THREAD, "pool"):
        _OF_THREAD.pool = guarded(1)
    pool: Workers = _OF_THREAD.pool
    return pool


def _give_up_pool() -> None:
    """Take a new one for the next batch: what is broken stays so."""
    if hasattr(_OF_THREAD, "pool"):
        pool: Workers = _OF_THREAD.pool
        del _OF_THREAD.pool
        pool.shutdown(wait=False, cancel_futures=True)


def _address() -> str:
    from distributed import get_worker

    return str(get_worker().address)
