"""Files that are opened elsewhere: what goes wrong there is told, or done here; nobody is left."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from multiprocessing import current_process, get_context
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.build import BUREAU, OFFICE, filled, zipped
from toolkit.commands import cluster as cluster_module
from toolkit.commands import fetching, on_worker, process, workers
from toolkit.commands.calls import Calls, InOrder
from toolkit.commands.cluster import Cluster
from toolkit.commands.far_files import FarInbox
from toolkit.commands.fetching import Fetching, ToAnswer
from toolkit.commands.read_files import FileToReturn, OpenedInbox
from toolkit.commands.stated import read_as_stated
from toolkit.commands.workers import Workers
from toolkit.errors import CannotRun
from toolkit.files import archive, remote
from toolkit.files.folder import Found, find_files, opened
from toolkit.files.incoming import Incoming
from toolkit.files.remote import named_url
from toolkit.form.form_file import default_form
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Return, Unread
from toolkit.spreadsheets.kind import HEAD

fsspec = pytest.importorskip("fsspec", reason="the extra is not installed")
distributed = pytest.importorskip("distributed", reason="the extra is not installed")
upath = pytest.importorskip("upath", reason="the extra is not installed")

pytestmark = pytest.mark.filterwarnings("ignore:.*:ResourceWarning", "ignore::DeprecationWarning")
FORM = default_form()


@pytest.fixture(autouse=True)
def memory() -> Iterator[Any]:
    """A store in the memory of this process."""
    fs = fsspec.filesystem("memory")
    yield fs
    fs.store.clear()


@pytest.fixture
def leaves_nothing() -> Iterator[None]:
    """Whoever has worked for a test ends with it."""
    before = set(threading.enumerate())
    ends = len(process._OUR_ENDS)
    yield
    until = time.monotonic() + 10
    while (set(threading.enumerate()) - before or len(process._OUR_ENDS) > ends) and (
        time.monotonic() < until
    ):
        time.sleep(0.02)
    assert not set(threading.enumerate()) - before
    assert len(process._OUR_ENDS) == ends


def on_disk(folder: Path, name: str, content: bytes) -> Found:
    path = folder / name
    path.write_bytes(content)
    return Found(Incoming(name, source=path), size=len(content))


def read(found: Found) -> Return | Unread:
    """What a fetched file has become, by whoever has fetched it."""
    with Fetching() as pool:
        future: Future[Any] = pool.submit(as_answer(), found)
    result: Return | Unread = future.result(timeout=0)
    return result


def as_answer() -> ToAnswer:
    return cast(ToAnswer, FileToReturn(FORM))


# --- Calls ---------------------------------------------------------------------------------------


def test_who_serves_goes_on_after_calls_that_were_cancelled() -> None:
    calls = Calls()
    taken: list[Any] = []
    first = calls.submit(abs, -1)
    first.cancel()
    thread = threading.Thread(
        target=lambda: taken.extend(calls._take(8, lambda *_: False)), daemon=True
    )
    thread.start()
    thread.join(0.2)
    calls.submit(abs, -2)
    thread.join(10)
    assert [call.args for call in taken] == [(-2,)]


def test_items_that_cannot_be_listed_leave_no_process(leaves_nothing: None) -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        InOrder(Workers(1), abs, items())


def test_a_reading_that_nobody_takes_leaves_no_process(
    tmp_path: Path, leaves_nothing: None
) -> None:
    """What is done meanwhile goes wrong, or whoever shows how far it has come."""
    (tmp_path / "a.xlsx").write_bytes(filled({}, OFFICE))
    found = list(find_files([tmp_path])) * (workers.BATCH * 400)

    def wrong(*_: object) -> Any:
        raise CannotRun("meanwhile")

    for inbox in (
        OpenedInbox([found[0].one] * len(found)),
        FarInbox(found, (), Fetching),
    ):
        with pytest.raises(CannotRun, match="meanwhile"):
            read_as_stated(inbox, FORM, meanwhile=wrong)
        with pytest.raises(CannotRun, match="meanwhile"):
            read_as_stated(inbox, FORM, progress=wrong)


def test_where_nothing_needs_opening_nobody_is_left(leaves_nothing: None) -> None:
    inbox = FarInbox([Found(Incoming("a", ignored=Refusal.HIDDEN))], (), Fetching)
    assert list(inbox.reading(FORM)) == [Unread("a", Refusal.HIDDEN, ignored=True)]


def test_who_fetches_ends_with_its_processes(leaves_nothing: None) -> None:
    Fetching().shutdown(wait=False)


# --- Fetching ------------------------------------------------------------------------------------


def test_it_is_an_executor_as_any_other(tmp_path: Path, leaves_nothing: None) -> None:
    result = read(on_disk(tmp_path, "a.xlsx", filled({}, OFFICE)))
    assert isinstance(result, Return)


def test_files_of_two_stores_in_one_batch(tmp_path: Path, memory: Any) -> None:
    """In both there may be a file of the same name."""
    (tmp_path / "a.xlsx").write_bytes(b"of the disk")
    memory.pipe_file(str(tmp_path / "a.xlsx"), b"of the memory")
    here = upath.UPath(f"local://{tmp_path}/a.xlsx")
    there = upath.UPath(f"memory://{tmp_path}/a.xlsx")
    both = [Found(Incoming("a", source=one), size=1) for one in (here, there, here)]
    assert fetching._held(both) == [b"of the disk", b"of the memory", b"of the disk"]


@pytest.mark.parametrize("listed", [True, False], ids=["size known", "size unknown"])
@pytest.mark.parametrize("begin", [b"PK\x03\x04", b"text,"], ids=["package", "other"])
def test_of_a_huge_file_no_more_is_fetched_than_its_verdict_needs(
    monkeypatch: pytest.MonkeyPatch, memory: Any, listed: bool, begin: bytes
) -> None:
    most = 200_000
    monkeypatch.setattr(archive, "MAX_ARCHIVE_SIZE", most)
    monkeypatch.setattr(archive, "MAX_FILE_SIZE", most)
    memory.pipe_file("/a.xlsx", begin * most)
    read: list[int] = []

    def counting(real: Any) -> Any:
        def counted(*args: Any, **kwargs: Any) -> Any:
            content = real(*args, **kwargs)
            read.append(len(content))
            return content

        return counted

    size = len(begin) * most if listed else 0
    found = Found(Incoming("a.xlsx", source=upath.UPath("memory://a.xlsx")), size=size)
    expected = list(opened(found, archive.Room()))
    file = type(memory.open("/a.xlsx"))
    monkeypatch.setattr(file, "read", counting(file.read))
    monkeypatch.setattr(type(memory), "cat_file", counting(type(memory).cat_file))
    (got,) = fetching._opened([found])
    assert got and (got.unreadable, got.kind) == (expected[0].unreadable, expected[0].kind)
    assert 0 < sum(read) <= (HEAD if listed else most + 1)


def test_a_place_whose_library_is_missing_is_no_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch, memory: Any
) -> None:
    def missing(_: Path) -> Any:
        raise ImportError("Please install s3fs")

    monkeypatch.setattr(remote, "_fs", missing)
    found = Found(Incoming("a", source=upath.UPath("memory://a")), size=1)
    with pytest.raises(ImportError):
        list(fetching._opened([found]))


@pytest.mark.parametrize("name", ["a//b.xlsx", "/b.xlsx", "../b.xlsx", "./b.xlsx", "a b#[1].xlsx"])
def test_a_key_stays_what_it_is(monkeypatch: pytest.MonkeyPatch, memory: Any, name: str) -> None:
    key = f"/top/{name}"
    listing = {key: {"name": key, "size": 1, "type": "file"}}
    monkeypatch.setattr(type(memory), "find", lambda *_, **__: listing)
    (one,) = remote.listed(upath.UPath("memory://top"))
    assert remote._key(one.path) == key
    s3 = upath.UPath("s3://top", anon=True)
    assert remote._key(remote._below(s3, name, f"top/{name}")) == f"top/{name}"


@pytest.mark.parametrize("url", ["s3://[x", "s3://[x]y/a"])
def test_a_url_that_is_none(url: str) -> None:
    with pytest.raises(CannotRun, match="地址"):
        named_url(url)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows such paths")
def test_a_file_of_another_machine() -> None:
    with pytest.raises(CannotRun) as caught:
        named_url("file://host/a.xlsx")
    assert str(caught.value) == (
        "file://host/a.xlsx 指向另一台机器 host，这里读不到。"
        "请先把它的共享文件夹挂载到本机，再写本机的路径，例如 file:///文件夹。"
    )
    assert named_url("file://localhost/a.xlsx") == named_url("file:///a.xlsx") == Path("/a.xlsx")


# --- Here, in its place --------------------------------------------------------------------------


class NotMine(Calls):
    """Somebody who opens nothing."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(None)
        return future


def test_archives_share_one_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form is taken in once, not for every one of thousands of zips."""
    for number in range(3):
        content = zipped({f"{number}.xlsx": filled({}, BUREAU)})
        (tmp_path / f"{number}.zip").write_bytes(content)
    sent: list[bool] = []
    real = process.Process.send

    def send(self: process.Process, task: Callable[..., Any], calls: Any) -> bool:
        sent.append(task is not self._task)
        return real(self, task, calls)

    monkeypatch.setattr(process.Process, "send", send)
    monkeypatch.setattr("toolkit.commands.far_files.processors", lambda: 1)
    result = list(FarInbox(list(find_files([tmp_path])), (), NotMine).reading(FORM))
    assert all(isinstance(one, Return) for one in result)
    assert sent == [True, False, False]


# --- On a worker ---------------------------------------------------------------------------------


def asked(*files: Found) -> Any:
    """What a worker answers to one batch."""
    task = on_worker.packed(FileToReturn(FORM))
    return on_worker.answer(on_worker.versions(), task, on_worker.packed(list(files)))


@pytest.fixture
def worker(leaves_nothing: None) -> Iterator[None]:
    yield
    on_worker._give_up_pool()


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("refused", [Refusal.CANNOT_OPEN, Refusal.CRASHED, Refusal.TOO_SLOW])
def test_what_may_be_due_to_the_worker_is_not_its_to_tell(
    monkeypatch: pytest.MonkeyPatch, refused: Refusal
) -> None:
    told = [Unread("a", refused), Unread("b", Refusal.BROKEN)]
    monkeypatch.setattr(on_worker, "answered", lambda *_: told)
    assert on_worker.unpacked(asked()) == [None, told[1]]


@pytest.mark.usefixtures("worker")
def test_a_file_that_a_worker_does_not_see_is_read_here(tmp_path: Path) -> None:
    good = on_disk(tmp_path, "a.xlsx", filled({}, OFFICE))
    gone = Found(Incoming("b.xlsx", source=tmp_path / "b.xlsx"))
    first, second = on_worker.unpacked(asked(good, gone))
    assert isinstance(first, Return)
    assert second is None


@pytest.mark.usefixtures("worker")
def test_processes_that_broke_are_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = on_disk(tmp_path, "a.xlsx", filled({}, OFFICE))

    def full(*_: object) -> None:
        raise OSError("no more")

    with monkeypatch.context() as patch:
        patch.setattr(workers, "_first_context", lambda: None)
        patch.setattr(workers, "Process", full)
        with pytest.raises(OSError, match="no more"):
            asked(good)
    (result,) = on_worker.unpacked(asked(good))
    assert isinstance(result, Return)


@pytest.mark.usefixtures("worker")
def test_a_library_that_a_worker_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object) -> Any:
        try:
            __import__("no_such_gcsfs")
        except ImportError as error:
            raise ImportError("Please install it") from error

    monkeypatch.setattr(on_worker, "answered", lacking)
    with pytest.raises(ModuleNotFoundError) as caught:
        asked()
    assert caught.value.name == "no_such_gcsfs"
    assert {"fsspec", "s3fs", "universal-pathlib"} <= set(on_worker.versions())


# --- A cluster -----------------------------------------------------------------------------------


class Client:
    """A scheduler that has one worker and gives one answer to every batch."""

    status = "running"

    def __init__(self, answer: Any, after: float = 0.0) -> None:
        self._answer, self._after = answer, after

    def nthreads(self) -> dict[str, int]:
        return {"worker": 1}

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def give() -> None:
            if isinstance(self._answer, BaseException):
                future.set_exception(self._answer)
            else:
                future.set_result(self._answer)

        threading.Timer(self._after, give).start()
        return future


def told_by(answer: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(cluster_module, "_LOOK", 0.05)
    pool = Cluster(Client(answer), "tcp://there:1")
    try:
        return pool.submit(as_answer(), Found(Incoming("a"))).result(timeout=10)
    finally:
        pool.shutdown(cancel_futures=True)


@pytest.mark.usefixtures("leaves_nothing")
@pytest.mark.parametrize("answer", [b"nonsense", None, 5, on_worker.packed([1, 2, 3])])
def test_an_answer_that_is_none_is_told(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits would wait for ever: Dask only logs what goes wrong when it calls us."""
    with pytest.raises(CannotRun, match="tcp://there:1"):
        told_by(answer, monkeypatch)


@pytest.mark.usefixtures("leaves_nothing")
def test_what_goes_wrong_on_a_worker_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRun) as caught:
        told_by(MemoryError("full"), monkeypatch)
    assert str(caught.value) == (
        "Dask 集群 tcp://there:1 的工作进程出错（MemoryError: full），没有读完。"
        "请检查集群后重试，或去掉 --cluster 在本机运行。"
    )
    with pytest.raises(CannotRun, match="的连接中断"):
        told_by(distributed.comm.core.CommClosedError("closed"), monkeypatch)
    with pytest.raises(CannotRun, match="没有安装 gcsfs"):
        told_by(ImportError("Please", name="gcsfs"), monkeypatch)


@pytest.mark.usefixtures("leaves_nothing")
def test_what_workers_have_died_over_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    died = distributed.KilledWorker("a", None, 3)
    assert told_by(died, monkeypatch) is None


@pytest.mark.usefixtures("leaves_nothing")
def test_who_leaves_waits_for_what_is_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "_LOOK", 0.05)
    answer = on_worker.packed([None])
    with Cluster(Client(answer, after=0.3), "tcp://there:1") as pool:
        future = pool.submit(as_answer(), Found(Incoming("a")))
    assert future.result(timeout=0) is None


@pytest.mark.usefixtures("leaves_nothing")
def test_who_leaves_does_not_wait_for_what_was_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "_LOOK", 0.05)
    with Cluster(Client(None), "tcp://there:1") as pool:
        # There is no room for another before we leave.
        pool._on_the_way |= {-1: (None, []), -2: (None, [])}
        pool.submit(as_answer(), Found(Incoming("a"))).cancel()
        threading.Timer(0.2, leave_room, [pool]).start()


def leave_room(pool: Cluster) -> None:
    with pool._changed:
        pool._on_the_way.clear()
        pool._changed.notify_all()


@pytest.mark.usefixtures("leaves_nothing")
def test_who_is_not_waited_for_any_more_hears_of_it() -> None:
    pool = Cluster(Client(None, after=1), "tcp://there:1")
    futures = [pool.submit(as_answer(), Found(Incoming("a"))) for _ in range(200)]
    pool.shutdown(cancel_futures=True)
    with pytest.raises(CancelledError):
        futures[-1].result(timeout=10)


# --- Processes -----------------------------------------------------------------------------------


def test_a_process_that_cannot_be_started_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    context = get_context("spawn")
    ends = set(process._OUR_ENDS)

    def full(*_: object) -> None:
        raise OSError("no more")

    monkeypatch.setattr(context.Process, "start", full)
    ours = current_process()
    ours.daemon = True
    try:
        with pytest.raises(OSError, match="no more"):
            process.Process(10**9, workers.usual, context)
        assert ours.daemon, "as it was"
    finally:
        ours.daemon = False
    assert ends == process._OUR_ENDS
