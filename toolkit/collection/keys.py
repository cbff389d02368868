"""Keys: what a collection.toml can say, in the order in which it is written.

They are the options of the commands under the same names; two are never kept: a password, and the
file that counts where a unit has sent several.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

# The years that a report can be on.
YEARS = range(1900, 10_000)


class Kind(Enum):
    """What a key takes."""

    YEAR = auto()
    TEXT = auto()
    FLAG = auto()
    # A file or folder that is read, or may be a name of something else: an id, a URL.
    SOURCE = auto()
    SOURCES = auto()
    # Where something is written.
    TARGET = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """One key; ``table``: the command that it is for, blank for several."""

    table: str
    name: str
    kind: Kind

    @property
    def shown(self) -> str:
        """How messages call it."""
        return f"[{self.table}] {self.name}" if self.table else self.name


KEYS = (
    Key("", "year", Kind.YEAR),
    Key("", "units", Kind.SOURCE),
    Key("", "previous", Kind.SOURCE),
    Key("", "as", Kind.TEXT),
    Key("", "form", Kind.SOURCE),
    Key("template", "out", Kind.TARGET),
    Key("collect", "returns", Kind.SOURCES),
    Key("collect", "out", Kind.TARGET),
    Key("collect", "feedback", Kind.TARGET),
    Key("collect", "json", Kind.TARGET),
    Key("collect", "csv", Kind.TARGET),
    Key("collect", "strict", Kind.FLAG),
    Key("collect", "cluster", Kind.TEXT),
    Key("collect", "timings", Kind.FLAG),
    Key("report", "out", Kind.TARGET),
)
TABLES = tuple(dict.fromkeys(key.table for key in KEYS if key.table))
