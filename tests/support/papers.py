"""The papers of the project: every Markdown page, read as GitHub reads it.

A block of code without a language holds commands, a line each; a block with one holds what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.support.places import ROOT

_MARKDOWN = MarkdownIt("commonmark").enable("table")
# What is left of a heading in the link to it.
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
COMMANDS = ("", "sh")


class Row(NamedTuple):
    """A row of a table: what stands in code in its first cell, and in all of them."""

    first: tuple[str, ...]
    every: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """One page."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def tokens(self) -> list[Token]:
        return _MARKDOWN.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """What its headings are called in links."""
        found: list[str] = []
        for one in self.headings():
            plain = anchor(one)
            again = sum(
                re.fullmatch(rf"{re.escape(plain)}(-\d+)?", known) is not None for known in found
            )
            found.append(f"{plain}-{again}" if again else plain)
        return tuple(found)

    def headings(self) -> Iterator[str]:
        for before, token in pairwise(self.tokens):
            if before.type == "heading_open":
                yield _text(token)

    def links(self) -> Iterator[str]:
        """Where links lead and pictures lie, as it is written."""
        for one in self._inline():
            if one.type in ("link_open", "image"):
                yield unquote(str(one.attrs["href" if one.type == "link_open" else "src"]))

    def blocks(self, *languages: str) -> Iterator[str]:
        """The blocks of code in one of these languages."""
        for one in self.tokens:
            if one.type in ("fence", "code_block") and one.info.strip() in languages:
                yield one.content

    def commands(self) -> Iterator[str]:
        """Every line that a reader types."""
        for block in self.blocks(*COMMANDS):
            lines = (line.strip() for line in block.splitlines())
            yield from (line for line in lines if line and not line.startswith("#"))

    def code(self) -> Iterator[str]:
        """What stands in code within text."""
        yield from (one.content for one in self._inline() if one.type == "code_inline")

    def rows(self) -> Iterator[tuple[str, Row]]:
        """The rows of all tables, each with the chapter that it stands in."""
        chapter, cells = "", list[tuple[str, ...]]()
        for before, token in pairwise(self.tokens):
            if before.type == "heading_open" and before.tag == "h2":
                chapter = _text(token)
            elif before.type in ("td_open", "th_open"):
                inside = token.children or ()
                cells.append(tuple(one.content for one in inside if one.type == "code_inline"))
            elif before.type == "tr_close":
                yield chapter, Row(cells[0], tuple(one for cell in cells for one in cell))
                cells = []

    def _inline(self) -> Iterator[Token]:
        for token in self.tokens:
            yield from token.children or ()


def anchor(heading: str) -> str:
    """A heading as GitHub calls it in links: no marks, small letters, hyphens for blanks."""
    return _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


def _text(token: Token) -> str:
    inside = token.children or ()
    return "".join(one.content for one in inside if one.type in ("text", "code_inline"))


def papers() -> dict[str, Paper]:
    """By path; folders that begin with a dot hold nothing of ours, but for .github."""
    folders = [one for one in ROOT.iterdir() if one.is_dir() and not one.name.startswith(".")]
    paths = [*ROOT.glob("*.md"), *(ROOT / ".github").rglob("*.md")]
    paths += [path for folder in folders for path in folder.rglob("*.md")]
    return {paper.name: paper for paper in map(Paper, sorted(paths))}


PAPERS = papers()
