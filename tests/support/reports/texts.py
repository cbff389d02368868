"""Reports as plain text: as they are copied out of a word processor, or written in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.support.reports.model import Report, Table, matrix, tags


def tabbed_text(report: Report) -> bytes:
    """Merged heads give runs of tabs; labels stand in the column of their level."""
    return _written(report, lambda table: ["\t".join(map(_one_line, row)) for row in matrix(table)])


def gbk_text(report: Report) -> bytes:
    """The same as it is saved by an old program, with the line ends of Windows."""
    text = tabbed_text(report).decode()
    return text.replace("\n", "\r\n").encode("gb18030")


def ragged_text(report: Report) -> bytes:
    """A merged cell gives one cell, so figures stand in another column in every row."""
    return _written(
        report,
        lambda table: ["\t".join(_one_line(tag.cell.text) for tag in row) for row in tags(table)],
    )


def markdown_text(report: Report) -> bytes:
    """Tables with pipes, and headings with signs."""

    def lines(table: Table) -> list[str]:
        rows = [f"| {' | '.join(map(_one_line, row))} |" for row in matrix(table)]
        return [rows[0], "|" + " --- |" * table.width, *rows[1:]]

    return _written(report, lines, "# ", "## ")


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _written(
    report: Report, lines: Callable[[Table], list[str]], first: str = "", second: str = ""
) -> bytes:
    def all_of(one: Report) -> Iterator[str]:
        yield f"{first}{one.heading}\n"
        for part in one.parts:
            if isinstance(part, Table):
                yield "\n".join(lines(part)) + "\n"
            else:
                yield f"{second if part[1:2] == '、' else ''}{part}\n"
        for other in one.others:
            yield from all_of(other)

    return "\n".join(all_of(report)).encode()
