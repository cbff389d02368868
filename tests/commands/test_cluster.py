"""A cluster of Dask's reads what this machine would have read, with the same result to the byte."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import toolkit
from tests.support.build import (
    BUREAU,
    COUNTY,
    OFFICE,
    YEAR,
    command,
    edit,
    filled,
    refused,
    roster,
    zipped,
)
from tests.support.dying import Blind, Dying, Killing
from tests.support.places import ROOT
from toolkit.commands import cluster as cluster_module
from toolkit.commands import on_worker
from toolkit.commands.read_files import Reading
from toolkit.errors import CannotRun
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Return, Unread

dask = pytest.importorskip("dask", reason="the extra is not installed")
distributed = pytest.importorskip("distributed", reason="the extra is not installed")
psutil = pytest.importorskip("psutil", reason="the extra is not installed")
s3fs = pytest.importorskip("s3fs", reason="the extra is not installed")
moto = pytest.importorskip("moto.server", reason="what stands in for S3 is not installed")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="tried on Linux alone"),
    pytest.mark.filterwarnings("ignore:.*:ResourceWarning", "ignore::DeprecationWarning"),
]
EPOCH = "1700000000"
Started = tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]
QUIET = {
    "distributed.scheduler.allowed-failures": 1,
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": "65536",
}


@pytest.fixture(scope="module")
def store() -> Iterator[Callable[[Path], str]]:
    """Puts a folder into a bucket of a server that speaks S3; gives its URL."""
    server = moto.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        fs = s3fs.S3FileSystem()
        fs.mkdir("office")

        def put(folder: Path) -> str:
            for path in folder.rglob("*"):
                if path.is_file():
                    key = path.relative_to(folder).as_posix()
                    fs.pipe_file(f"office/{folder.name}/{key}", path.read_bytes())
            return f"s3://office/{folder.name}"

        try:
            yield put
        finally:
            fs.rm("office", recursive=True)
            server.stop()


@pytest.fixture(scope="module")
def two(store: object) -> Iterator[Any]:
    """A cluster of two worker processes, each with one thread; they know where the store is."""
    with pytest.MonkeyPatch.context() as patch, dask.config.set(QUIET):
        patch.setenv("PYTHONPATH", str(ROOT))
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as running:
            yield running


@pytest.fixture
def address(two: Any) -> str:
    two.scale(2)
    until = time.monotonic() + 20
    while len(two.scheduler.workers) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    return str(two.scheduler_address)


@pytest.fixture(autouse=True)
def _reproducible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder holds returns in every way in which they come."""
    returns = tmp_path / "returns"
    (returns / "下级").mkdir(parents=True)
    good = filled({"表三!D6": 5, "表三!D8": 5}, OFFICE)
    (returns / "a.xlsx").write_bytes(good)
    (returns / "damaged.xlsx").write_bytes(good[: len(good) // 2])
    (returns / "b.zip").write_bytes(zipped({"b.xlsx": filled({"表三!D6": 7}, BUREAU)}))
    (returns / "c.eml").write_bytes(mail("c.xlsx", filled({"表三!D6": 9}, COUNTY)))
    (returns / "下级" / "同一件.xlsx").write_bytes(good)
    (returns / "note.txt").write_bytes("请查收".encode())
    (returns / "~$a.xlsx").write_bytes(b"lock")
    (returns / "empty.xlsx").write_bytes(b"")
    (returns / "link.xlsx").symlink_to("nowhere.xlsx")
    (tmp_path / "units.csv").write_bytes(roster(OFFICE, BUREAU, COUNTY))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mail(name: str, content: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "报表", "a@example.com"
    message.set_content("请查收")
    message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def outputs(*words: str) -> tuple[bytes, bytes]:
    """The workbook and the JSON that ``collect`` makes."""
    out, told = Path("out.xlsx"), Path("out.json")
    for path in (out, told):
        path.unlink(missing_ok=True)
    assert command("collect", *words, "-o", "out.xlsx", "--json", "out.json") in (0, 1)
    return out.read_bytes(), told.read_bytes()


def reasons(told: bytes) -> dict[str, str]:
    return {one["path"]: one["reason"] for one in json.loads(told)["files"]}


# --- The same ------------------------------------------------------------------------------------


def test_the_result_is_the_same_to_the_byte(city: Path, address: str) -> None:
    here = outputs("returns")
    assert outputs("returns", "--cluster", address) == here
    assert outputs(city.joinpath("returns").as_uri(), "--cluster", address) == here
    paths = [one["path"] for one in json.loads(here[1])["files"]]
    assert {"b.zip/b.xlsx", "c.eml/c.xlsx", "damaged.xlsx", "下级/同一件.xlsx"} <= set(paths)


def test_two_files_of_one_name_are_told_apart_in_the_same_way(city: Path, address: str) -> None:
    """Whoever reads one does not know of the other."""
    (city / "more").mkdir()
    (city / "more" / "a.xlsx").write_bytes(
        edit(filled({"表三!D6": 3}, BUREAU), {"表三!E6": "12件"})
    )
    (city / "returns" / "b.zip").write_bytes(
        zipped({"../more/a.xlsx": filled(unit=BUREAU), "x/a.xlsx": filled(unit=COUNTY)})
    )
    here = outputs("returns", "more")
    assert outputs("returns", "more", "--cluster", address) == here
    assert "more/a.xlsx" in reasons(here[1])


def test_check_says_the_same(city: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = command("check", "returns")
    here = capsys.readouterr()
    assert command("check", "returns", "--cluster", address) == code
    assert capsys.readouterr() == here
    assert toolkit.check("returns", cluster=address).to_json() == toolkit.check("returns").to_json()


def test_where_most_state_another_form_all_are_read_again(
    city: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.commands.stated._ASKED_FIRST", 0)
    old = filled({}, OFFICE, form=toolkit.load_form("disclosure-2019"))
    for number in range(9):
        (city / "returns" / f"old{number}.xlsx").write_bytes(old)
    assert outputs("returns", "--cluster", address) == outputs("returns")


def test_a_file_that_kills_its_reader_costs_itself(
    city: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said of it is what this machine says."""
    monkeypatch.setattr("toolkit.commands.far_files.FileToReturn", Dying)
    for name in ("crash", "hang", "hungry"):
        (city / "returns" / f"{name}.xlsx").write_bytes(filled({}, OFFICE))
    told = reasons(outputs("returns", "--cluster", address)[1])
    assert told["crash.xlsx"] == told["hungry.xlsx"] == Refusal.CRASHED.text
    assert told["hang.xlsx"] == Refusal.TOO_SLOW.text
    assert told["a.xlsx"] is None


# --- From a remote place -------------------------------------------------------------------------


def test_from_s3_the_result_is_the_same_with_and_without_a_cluster(
    city: Path, store: Callable[[Path], str], address: str
) -> None:
    (city / "returns" / "link.xlsx").unlink()
    for name in ("报表[1].xlsx", "a#b.xlsx", "a b+%20.xlsx"):
        (city / "returns" / name).write_bytes(filled({"表三!D6": 9}, COUNTY))
    url = store(city / "returns")
    here = outputs(url, "--units", "units.csv")
    assert outputs(url, "--units", "units.csv", "--cluster", address) == here
    on_disk = outputs("returns")
    assert here[1] == on_disk[1]


def test_a_key_that_is_no_path_and_an_object_that_is_too_large(
    city: Path,
    store: Callable[[Path], str],
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = store(city / "returns")
    fs = s3fs.S3FileSystem()
    fs.pipe_file(f"{url}/keys/x//d.xlsx", filled({"表三!D6": 9}, COUNTY))
    fs.pipe_file(f"{url}/keys/x/d.xlsx", filled({"表三!D6": 8}, BUREAU))
    fs.pipe_file(f"{url}/keys/large.zip", b"PK\x03\x04" + os.urandom(300_000))
    fs.pipe_file(f"{url}/keys/large.txt", b"a" * 300_000)
    # Only what decides here; the workers keep theirs.
    monkeypatch.setattr("toolkit.files.archive.MAX_ARCHIVE_SIZE", 200_000)
    told = reasons(outputs(f"{url}/keys", "--units", "units.csv")[1])
    assert told["x//d.xlsx"] is None and told["x/d.xlsx"] is None
    assert told["large.zip"] == Refusal.TOO_LARGE.text
    assert told["large.txt"] == Refusal.NO_REPORT.text


def test_roster_and_last_year_may_be_remote_too(
    city: Path, store: Callable[[Path], str], address: str
) -> None:
    (city / "all").mkdir()
    (city / "all" / "a.xlsx").write_bytes(filled({"表三!D6": 5}, OFFICE))
    (city / "all" / "units.csv").write_bytes(roster(OFFICE, BUREAU, COUNTY))
    (city / "last").mkdir()
    (city / "last" / "a.xlsx").write_bytes(filled({"表三!D6": 3}, OFFICE, year=YEAR - 1))
    url, last = store(city / "all"), store(city / "last")
    expected = outputs("all", "--previous", "last")
    assert outputs(url, "--previous", last)[1] == expected[1]
    by = "--units", f"{url}/units.csv", "--cluster", address
    assert outputs(url, "--previous", last, *by)[1] == expected[1]
    assert json.loads(outputs(f"{url}/a.xlsx")[1])["totals"] != {}


def test_what_is_not_there_is_told(
    city: Path, store: Callable[[Path], str], capsys: pytest.CaptureFixture[str]
) -> None:
    url = store(city / "returns")
    for name in (f"{url}/nothing", "s3://nowhere/returns"):
        assert refused(capsys, "check", name) == (
            f"找不到文件或文件夹：{name}。请检查路径是否写对。"
        )
    assert refused(capsys, "check", "nonsense://a/b") == (
        "不认识 nonsense://a/b 这样的地址，或地址写得不全。"
        "请检查地址是否写对，例如 s3://存储桶/文件夹。"
    )
    assert refused(capsys, "collect", "returns", "-o", f"{url}/out.xlsx") == (
        f"{url}/out.xlsx 不在本机：这里只能用本机的文件或文件夹。"
    )


def test_a_place_that_does_not_answer(
    city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    try:
        assert refused(capsys, "check", "s3://office/returns") == (
            "连不上 s3://office/returns，或列不出其中的文件。请检查网络、服务地址和访问密钥后重试。"
        )
    finally:
        s3fs.S3FileSystem.clear_instance_cache()


def test_a_remote_place_without_the_extra(
    city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "upath", None)
    assert refused(capsys, "check", "s3://office/returns") == (
        '读取 s3://office/returns 要先安装：pip install "toolkit[cluster]"。'
    )


# --- What goes wrong there -----------------------------------------------------------------------


def many(folder: Path, name: str, count: int) -> None:
    for number in range(count):
        path = folder / "returns" / f"{name}{number:02}.xlsx"
        path.write_bytes(filled({"表三!D6": number}, OFFICE))


def at_the_first(do: Callable[[], None]) -> Callable[[Reading], Iterable[Return | Unread]]:
    """Something that happens in mid-run: once the first file has been read."""

    def progress(files: Reading) -> Iterator[Return | Unread]:
        for number, one in enumerate(files):
            if not number:
                do()
            yield one

    return progress


def written(collected: toolkit.Consolidated) -> bytes:
    collected.write("out.xlsx")
    content = Path("out.xlsx").read_bytes()
    Path("out.xlsx").unlink()
    return content


def test_a_worker_that_is_killed_in_mid_run_changes_nothing(
    city: Path, two: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.commands.far_files.FileToReturn", Dying)
    monkeypatch.setattr(cluster_module, "BATCH", 2)
    many(city, "slow", 16)
    here = written(toolkit.collect("returns"))
    victim = psutil.Process(next(iter(two.workers.values())).pid)
    readers: list[Any] = []

    def kill() -> None:
        readers.extend(one for one in victim.children() if "spawn_main" in str(one.cmdline()))
        victim.kill()

    there = toolkit.collect("returns", cluster=address, progress=at_the_first(kill))
    assert written(there) == here
    _, left = psutil.wait_procs(readers, timeout=2)
    assert readers and not left, "what reads ends with the worker"


def test_files_over_which_workers_die_again_and_again_are_read_here(
    city: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = outputs("returns")
    killing = partial(Killing, asked_by=os.getpid())
    monkeypatch.setattr("toolkit.commands.far_files.FileToReturn", killing)
    (city / "returns" / "damaged.xlsx").rename(city / "returns" / "kill.xlsx")
    expected = outputs("returns")
    assert outputs("returns", "--cluster", address) == expected != here


def test_what_a_worker_cannot_open_is_read_here(
    city: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = outputs("returns")
    blind = partial(Blind, asked_by=os.getpid())
    monkeypatch.setattr("toolkit.commands.far_files.FileToReturn", blind)
    assert outputs("returns", "--cluster", address) == here


def test_a_file_that_nobody_can_open_is_told_as_such(
    city: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was there when the folder was listed."""

    def gone(files: Reading) -> Reading:
        return files

    real = cluster_module.Cluster.submit

    def submit(self: Any, *args: Any, **kwargs: Any) -> Any:
        (city / "returns" / "下级" / "同一件.xlsx").unlink(missing_ok=True)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(cluster_module.Cluster, "submit", submit)
    result = toolkit.collect("returns", cluster=address, progress=gone)
    told = dict(zip(result.files.path, result.files.reason, strict=True))
    assert told["下级/同一件.xlsx"] == Refusal.CANNOT_OPEN.text
    assert told["a.xlsx"] is None


# --- What leaves nothing to be done --------------------------------------------------------------


def test_a_scheduler_that_is_not_there(
    city: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_CONNECT", 0.5)
    with pytest.raises(CannotRun) as caught:
        toolkit.collect("returns", cluster="tcp://127.0.0.1:9")
    assert str(caught.value) == (
        "连不上 --cluster 指明的 Dask 集群 tcp://127.0.0.1:9。"
        "请检查地址是否写对（例如 tcp://主机:8786）、调度程序是否已启动。"
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["nonsense", "http://127.0.0.1:9", "tcp://127.0.0.1:x", ""])
def test_an_address_that_is_none(
    city: Path, capsys: pytest.CaptureFixture[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_CONNECT", 0.5)
    told = refused(capsys, "collect", "returns", "--cluster", name)
    assert told.startswith(f"连不上 --cluster 指明的 Dask 集群 {name}。")


def test_a_cluster_without_workers(
    city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_CONNECT", 0.5)
    with distributed.LocalCluster(
        n_workers=0, dashboard_address=":0", processes=False, protocol="tcp://"
    ) as none:
        told = refused(capsys, "collect", "returns", "--cluster", none.scheduler_address)
        assert told == (
            f"Dask 集群 {none.scheduler_address} 上没有工作进程（worker）。请启动后重试。"
        )


def test_a_scheduler_that_ends_in_mid_run(
    city: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.commands.far_files.FileToReturn", Dying)
    monkeypatch.setattr(cluster_module, "BATCH", 1)
    many(city, "slow", 8)
    with (
        dask_of_its_own(city / "scheduler.json") as (scheduler, _, address),
        pytest.raises(CannotRun) as caught,
    ):
        toolkit.collect("returns", cluster=address, progress=at_the_first(scheduler.kill))
    assert str(caught.value) == (
        f"与 Dask 集群 {address} 的连接中断，没有读完。"
        "请检查集群后重试，或去掉 --cluster 在本机运行。"
    )
    assert capfd.readouterr() == ("", "")


def test_workers_that_all_end_in_mid_run(
    city: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scheduler would wait for others without end."""
    monkeypatch.setattr("toolkit.commands.far_files.FileToReturn", Dying)
    for name, value in (("BATCH", 1), ("_NO_WORKERS", 0.5), ("_LOOK", 0.1)):
        monkeypatch.setattr(cluster_module, name, value)
    many(city, "slow", 8)
    with (
        dask_of_its_own(city / "scheduler.json") as (_, worker, address),
        pytest.raises(CannotRun) as caught,
    ):
        toolkit.collect("returns", cluster=address, progress=at_the_first(worker.kill))
    assert str(caught.value) == (f"Dask 集群 {address} 上没有工作进程（worker）。请启动后重试。")
    assert capfd.readouterr() == ("", "")


@contextmanager
def dask_of_its_own(file: Path) -> Iterator[tuple[*Started, str]]:
    """A scheduler and a worker as one starts them by hand, and the address."""
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    started: list[subprocess.Popen[bytes]] = []
    for name, *more in (("scheduler", "--port", "0", "--no-dashboard"), ("worker", "--no-nanny")):
        words = [sys.executable, "-m", f"distributed.cli.dask_{name}", *more]
        words += ["--scheduler-file", str(file), "--host", "127.0.0.1"]
        started.append(subprocess.Popen(words, env=environment, cwd=file.parent, **quiet))
        until = time.monotonic() + 20
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.05)
    try:
        yield started[0], started[1], json.loads(file.read_text())["address"]
    finally:
        for one in started:
            one.kill()
            one.wait()


def test_versions_that_differ(
    city: Path,
    two: Any,
    address: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = on_worker.versions() | {"olefile": "0.1"}
    theirs = on_worker.versions()["olefile"]
    monkeypatch.setattr(cluster_module, "versions", lambda: mine)
    told = refused(capsys, "check", "returns", "--cluster", address)
    workers = [one.worker_address for one in two.workers.values()]
    assert told in [
        f"Dask 集群的工作进程 {worker} 与本机版本不同，结果可能不一致，没有读取："
        f"olefile 本机为 0.1，那里为 {theirs}。请安装相同的版本后重试。"
        for worker in workers
    ]


def test_a_worker_without_the_toolkit(
    city: Path, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Elsewhere:
        """What a worker would have to import."""

        def __init__(self, *_: object) -> None: ...

        def __reduce__(self) -> tuple[Any, ...]:
            return __import__, ("toolkit.not_there",)

    monkeypatch.setattr(cluster_module, "Sent", Elsewhere)
    assert refused(capsys, "check", "returns", "--cluster", address) == (
        f"Dask 集群 {address} 的工作进程没有安装 toolkit，或其版本与本机不同。"
        "请在各台机器上安装与本机相同的版本后重试。"
    )


def test_without_the_extra(
    city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refused(capsys, "collect", "returns", "--cluster", "tcp://127.0.0.1:9") == (
        '--cluster 要先安装 Dask：pip install "toolkit[cluster]"。'
    )


@pytest.fixture
def silent() -> Iterator[str]:
    """A port at which somebody listens and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


def test_a_server_that_only_listens_is_no_scheduler(
    city: Path, silent: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_CONNECT", 1.0)
    told = refused(capsys, "check", "returns", "--cluster", silent)
    assert told.startswith(f"连不上 --cluster 指明的 Dask 集群 {silent}。")


def test_a_worker_is_no_scheduler(city: Path, two: Any, capsys: pytest.CaptureFixture[str]) -> None:
    address = next(iter(two.scheduler_info["workers"]))
    told = refused(capsys, "check", "returns", "--cluster", address)
    assert told.startswith(f"连不上 --cluster 指明的 Dask 集群 {address}。")


def test_another_store_than_s3_needs_a_library_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert refused(capsys, "check", "gs://office/returns") == (
        "读取 gs://office/returns 还要安装 fsspec 所需的、能读取 gs 的程序库"
        "（s3 的已随 toolkit[cluster] 安装）。"
    )
