"""The generated pages: tables, paragraphs, and the file they are written to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        cells = (one.replace("|", r"\|") for one in row)
        yield f"| {' | '.join(cells)} |"


def page(parts: Iterable[Sequence[str]]) -> str:
    """Parts of lines, a blank line between them."""
    return "\n".join(line for part in parts for line in [*part, ""]).rstrip("\n") + "\n"


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
