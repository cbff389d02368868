"""What SECURITY.md promises where no other test holds it, and what hooks and workflow say."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import yaml

from tests.support.modules import imported, modules
from tests.support.papers import PAPERS
from tests.support.places import ROOT
from toolkit.commands import workers
from toolkit.findings.codes.catalogue import CATALOGUE

# Whatever opens a connection, or has another program open one.
CONNECTING = (
    *("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "imaplib", "poplib"),
    *("xmlrpc", "webbrowser", "subprocess", "requests", "urllib3", "httpx"),
)
# What connects to a place that a person has named, and who may use it.
BY_NAME = ("asyncio", "dask", "distributed", "fsspec", "upath", "s3fs", "boto3")
NAMED = {"commands.cluster", "commands.on_worker", "files.remote"}
# The menu starts the toolkit, and no other program.
STARTING = {"cli.menu": {"subprocess"}}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def load(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(modules()))
def test_nothing_leaves_the_machine(name: str) -> None:
    """But to the cluster and the place that somebody names."""
    used = {f"{one}." for one in imported(modules()[name])}
    connecting = {*CONNECTING, *(BY_NAME if name not in NAMED else ())} - STARTING.get(name, set())
    assert not [one for one in used if one.startswith(tuple(f"{lib}." for lib in connecting))]


def test_the_limits_are_those_that_are_promised() -> None:
    text = PAPERS["SECURITY.md"].path.read_text(encoding="utf-8")
    assert f"ended after {workers.SECONDS:g} seconds" in text
    assert {"FILE-08", "FILE-11", "NUM-08", "LEVEL-05"} <= set(CATALOGUE)


def test_the_tests_run_on_every_python_that_is_promised() -> None:
    matrix = load(".github/workflows/tests.yml")["jobs"]["tests"]["strategy"]["matrix"]
    assert f">={matrix['python'][0]}" == PROJECT["requires-python"]
    assert len(matrix["system"]) == 3


def test_the_hooks_fetch_nothing() -> None:
    (own,) = load(".pre-commit-config.yaml")["repos"]
    assert own["repo"] == "local"
    assert {one["language"] for one in own["hooks"]} == {"system"}
    tools = {one["entry"].split()[0] for one in own["hooks"]}
    assert all(any(one.startswith(tool) for one in developing()) for tool in tools)


def developing() -> list[str]:
    return list(PROJECT["optional-dependencies"]["dev"])


def test_an_issue_is_asked_what_it_needs() -> None:
    form = load(".github/ISSUE_TEMPLATE/problem.yml")
    fields = {one["id"]: one for one in form["body"] if "id" in one}
    assert list(fields) == ["version", "program", "system", "command", "told", "expected", "file"]
    assert all(one["attributes"]["label"] for one in fields.values())
