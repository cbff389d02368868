"""Document: a page, a Word file, a PDF or a text as plain values, as readers pass it on.

It is what an office publishes or writes by itself, and no workbook of ours: running text with
tables in it, about which nothing is known but how they are printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto

from toolkit.grids.grid import At
from toolkit.grids.refusals import Refusal
from toolkit.grids.shown import Shown


class Medium(StrEnum):
    """What a document is written in."""

    PAGE = auto()
    WORD = auto()
    PDF = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One table as it stands in a document, or what stands of it on one page.

    Every row has as many cells as the table has columns: of a merged cell the first one has the
    text, and the others are None. What a document leaves out at the end of a row is None as well.
    """

    # The text of each cell as it is shown, its lines separated by line ends.
    rows: Sequence[Sequence[str | None]]
    # (row, column) → what is shown, where a piece of the text is struck out or raised.
    shown: Mapping[At, Shown] = field(default_factory=dict)
    # Its page, counted from 1; 0 in a format without pages.
    page: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the running text of a report, or the heading of one of its sections."""

    text: str
    # The heading of its section; blank above the first.
    section: str = ""
    is_heading: bool = False
    # The code of the official table that stands here in the place of a text.
    table: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document, read as far as any format goes."""

    medium: Medium
    # Paragraphs and tables in their order; a table within a cell follows the one around it.
    parts: Sequence[str | Piece]
    # What it says its title is, the most certain first: its metadata, then the head of the page.
    titles: Sequence[str] = ()
    # Who has published it, by its metadata.
    publishers: Sequence[str] = ()
    # When it was last saved, as it says itself (UTC).
    saved: datetime.datetime | None = None
    # Whether changes in it are tracked; what is read is the text with all of them accepted.
    tracked: bool = False
    # Whether ``toolkit report`` has written it, changed since or not.
    ours: bool = False
    # Whether its file breaks off where nothing ends: in a tag, or in a cell of a table.
    cut: bool = False
    # Why it is no return where no official table is found in it.
    without_table: Refusal = Refusal.NO_TABLES

    @property
    def pieces(self) -> list[Piece]:
        """The tables alone."""
        return [one for one in self.parts if isinstance(one, Piece)]

    @property
    def paragraphs(self) -> list[str]:
        """The running text alone."""
        return [one for one in self.parts if isinstance(one, str)]
