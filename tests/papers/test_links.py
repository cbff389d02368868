"""Every link in every paper leads somewhere, every picture is there, every path exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.papers import PAPERS, Paper, anchor
from tests.support.places import ROOT

_ELSEWHERE = re.compile(r"https?://|mailto:")
# `toolkit/form/official/*.yaml`: a path from the top folder.
_PATH = re.compile(r"\.?[\w*.-]+(/[\w*.-]+)+/?|\.?[\w-]+\.(py|md|toml|ya?ml|txt)")
# These tell where things are, from the top folder.
TELL_PLACES = ("CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md")
# What a reader has, and the repository has not.
NOT_HERE = {"units.csv", "training.yaml"}


@pytest.mark.parametrize(
    ("heading", "called"),
    [
        ("Without internet", "without-internet"),
        ("Without make, and on Windows", "without-make-and-on-windows"),
        ("核对清单", "核对清单"),
        ("第一步　准备单位名册", "第一步准备单位名册"),
        ("一、本年新收, added up by hand", "一本年新收-added-up-by-hand"),
        ("[0.1.0] - unreleased", "010---unreleased"),
    ],
)
def test_a_heading_is_called_as_github_calls_it(heading: str, called: str) -> None:
    assert anchor(heading) == called


def test_a_heading_that_comes_again_is_numbered(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Last measured\n\n## A\n\n## Last `measured`\n", encoding="utf-8")
    assert Paper(path).anchors == ("last-measured", "a", "last-measured-1")


@pytest.mark.parametrize("name", PAPERS)
def test_every_link_leads_somewhere(name: str) -> None:
    paper = PAPERS[name]
    assert [one for one in paper.links() if not leads_somewhere(paper, one)] == []


def leads_somewhere(paper: Paper, link: str) -> bool:
    if _ELSEWHERE.match(link):
        return True
    path, _, wanted = link.partition("#")
    target = (paper.path.parent / path).resolve() if path else paper.path
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not wanted or wanted in PAPERS[target.relative_to(ROOT).as_posix()].anchors


def test_a_link_that_leads_nowhere_is_found() -> None:
    paper = PAPERS["README.md"]
    assert leads_somewhere(paper, "docs/install.md#without-internet")
    assert not leads_somewhere(paper, "docs/install.md#without-electricity")
    assert not leads_somewhere(paper, "docs/nowhere.md")
    assert not leads_somewhere(paper, "#nowhere")


@pytest.mark.parametrize("name", TELL_PLACES)
def test_every_path_exists(name: str) -> None:
    named = {one for one in PAPERS[name].code() if _PATH.fullmatch(one)} - NOT_HERE
    assert named
    assert [one for one in sorted(named) if not any(ROOT.glob(one.rstrip("/")))] == []


def test_every_page_can_be_found_from_the_first() -> None:
    """By links, from README.md on."""
    found, todo = set[str](), ["README.md"]
    while todo:
        name = todo.pop()
        if name in found or name not in PAPERS:
            continue
        found.add(name)
        home = PAPERS[name].path.parent
        for link in PAPERS[name].links():
            target = (home / link.partition("#")[0]).resolve()
            if not _ELSEWHERE.match(link) and target.is_relative_to(ROOT):
                todo.append(target.relative_to(ROOT).as_posix())
    assert found == set(PAPERS)


def test_every_picture_is_shown() -> None:
    shown = {(one.path.parent / link).resolve() for one in PAPERS.values() for link in one.links()}
    assert set((ROOT / "docs" / "images").glob("*.png")) - shown == set()
