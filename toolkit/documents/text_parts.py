"""Lines of text → paragraphs and tables: cells separated by tabs, or by pipes as in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from toolkit.documents.lines import EDGES, Run, seen, tidy
from toolkit.grids.document import Piece
from toolkit.grids.grid import At
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown
from toolkit.spreadsheets.number_formats import PLAIN, Font

MOST_LINES, MOST_PLACES, MOST_PIECES = 200_000, 500_000, 2_000
_ENDS = re.compile(r"\r\n|[\r\n\f]")
# A cell with a line end in it, as Excel puts it on the clipboard: between quotes.
_QUOTED = re.compile(r'(?<![^\t\n])"((?:[^"\t]|""){0,400}+)"(?![^\t\n])')
# What stands for a line end within a cell meanwhile.
_WITHIN = "\v"
_SEPARATOR = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKS = re.compile(r"(\*\*|__|`)(?=\S)(.{1,200}?)(?<=\S)\1")
# A line with fewer pipes, and fewer such lines, may be of links or of metadata.
_FEWEST_PIPES, _FEWEST_ROWS = 2, 3
_HEADING = re.compile(r" {0,3}#{1,6}\s+")
_STRUCK = re.compile(r"~~(.+?)~~")


def text_parts(text: str) -> list[str | Piece]:
    """The paragraphs and tables of a text.

    Raises:
        Unreadable: if there is too much of them.
    """
    lines = _lines(text)
    if len(lines) > MOST_LINES or text.count("\t") + text.count("|") > MOST_PLACES:
        raise Unreadable(Refusal.TOO_LARGE)
    return list(_parts(lines))


def _lines(text: str) -> list[str]:
    plain = _ENDS.sub("\n", text.replace("\0", "").replace(_WITHIN, "\n"))
    if "\t" in plain and '"' in plain:
        plain = _QUOTED.sub(_unquoted, plain)
    return plain.split("\n")


def _unquoted(cell: re.Match[str]) -> str:
    if "\n" not in cell[1] and '""' not in cell[1]:
        return cell[0]
    return cell[1].replace('""', '"').replace("\n", _WITHIN)


def _parts(lines: Sequence[str]) -> Iterator[str | Piece]:
    at, room, pieces = 0, MOST_PLACES, 0
    while at < len(lines):
        end = _end_of_pipes(lines, at)
        if end > at:
            rows = _table_of_pipes([one for one in lines[at:end] if not _SEPARATOR.fullmatch(one)])
        else:
            end = _end_of_tabs(lines, at)
            rows = _closed([_tabbed(one) for one in lines[at:end] if "\t" in one])
        if end > at:
            pieces += 1
            room -= len(rows) * max(map(len, rows), default=0)
            if room < 0 or pieces > MOST_PIECES:
                raise Unreadable(Refusal.TOO_LARGE)
            yield from _pieces(rows)
        else:
            yield from filter(None, _paragraph(lines[at]).split("\n"))
            end = at + 1
        at = end


def _pieces(rows: Sequence[Sequence[tuple[str, Shown | None]]]) -> Iterator[Piece]:
    width = max(map(len, rows), default=0)
    shown: dict[At, Shown] = {
        (number, column): look
        for number, row in enumerate(rows)
        for column, (_, look) in enumerate(row)
        if look
    }
    if any(text for row in rows for text, _ in row):
        yield Piece(
            [[*(text for text, _ in row), *[None] * (width - len(row))] for row in rows], shown
        )


def _paragraph(line: str) -> str:
    heading = _HEADING.match(line)
    text = line[heading.end() :].rstrip("# ") if heading else line
    return tidy(_unmarked(text).replace(_WITHIN, "\n"))


def _unmarked(text: str) -> str:
    return _MARKS.sub(r"\2", text)


# --- Tabs ----------------------------------------------------------------------------------------


def _is_tabbed(line: str) -> bool:
    """Whether tabs separate cells in it; one alone at its beginning indents a paragraph."""
    rest = line.lstrip(" \u3000")
    return "\t" in rest and not (rest.startswith("\t") and "\t" not in rest[1:].strip(" "))


def _end_of_tabs(lines: Sequence[str], first: int) -> int:
    """Where the rows end that begin here; ``first`` itself where it is no table.

    Between two rows one line may be blank, unless the table begins anew behind it.
    """
    end, at, rows = first, first, 0
    while at < len(lines):
        if _is_tabbed(lines[at]) and not (at > end and lines[at] == lines[first]):
            end, rows = at + 1, rows + 1
        elif lines[at].strip(EDGES) or at > end or not rows:
            break
        at += 1
    return end if rows > 1 else first


def _closed(
    rows: list[list[tuple[str, Shown | None]]],
) -> list[list[tuple[str, Shown | None]]]:
    """The rows without the blank cell at their ends where a tab closes every one of them."""
    if any(row[-1][0] for row in rows):
        return rows
    return [row[:-1] for row in rows]


def _tabbed(line: str) -> list[tuple[str, Shown | None]]:
    return [(tidy(one.replace(_WITHIN, "\n")), None) for one in line.split("\t")]


# --- Pipes ---------------------------------------------------------------------------------------


def _end_of_pipes(lines: Sequence[str], first: int) -> int:
    """Where the rows end that begin here; ``first`` itself where it is no table.

    Without pipes at the beginnings of the lines, dashes below the head show that it is one, or that
    several lines have as many pipes, or that they all end with one.
    """
    bare = first + 1 < len(lines) and _is_separator(lines[first + 1])
    at = first
    while at < len(lines):
        pipes = len(_PIPE.findall(lines[at]))
        if not (pipes > 1 and lines[at].lstrip().startswith("|")) and not (bare and pipes):
            break
        at += 1
    return at if at > first else _end_of_bare(lines, first)


def _end_of_bare(lines: Sequence[str], first: int) -> int:
    """The same for lines that begin with the text of their first cell."""
    at, counts, closed = first, set[int](), True
    while at < len(lines) and not lines[at].lstrip().startswith("|"):
        pipes = len(_PIPE.findall(lines[at]))
        if pipes < _FEWEST_PIPES:
            break
        counts.add(pipes)
        closed = closed and lines[at].rstrip().endswith("|")
        if len(counts) > 1 and not closed:
            break
        at += 1
    return at if at - first >= _FEWEST_ROWS else first


def _is_separator(line: str) -> bool:
    return "|" in line and _SEPARATOR.fullmatch(line) is not None


def _table_of_pipes(lines: Sequence[str]) -> list[list[tuple[str, Shown | None]]]:
    """A pipe at the end of a line closes it where the line begins with one, or where all have it.

    Else the last cell is blank.
    """
    rows = []
    all_closed = all(one.rstrip().endswith("|") for one in lines)
    for one in lines:
        cells = _PIPE.split(one.strip().removeprefix("|"))
        is_closed = all_closed or one.lstrip().startswith("|")
        if is_closed and len(cells) > 1 and not cells[-1].strip():
            cells.pop()
        rows.append([_marked(cell) for cell in cells])
    return rows


def _marked(cell: str) -> tuple[str, Shown | None]:
    """A cell without the marks of Markdown."""
    plain = unescape(_unmarked(_BREAK.sub("\n", cell.replace(r"\|", "|"))))
    if "~~" not in plain:
        return tidy(plain), None
    pieces = _STRUCK.split(plain)
    runs: list[Run] = [
        (text, Font(struck=True) if number % 2 else PLAIN) for number, text in enumerate(pieces)
    ]
    return seen(runs)
