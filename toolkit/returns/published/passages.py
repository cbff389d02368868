"""Passages: the running text of a published report, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from toolkit.grids.document import Document, Passage, Piece
from toolkit.returns.published.sections import begins_of
from toolkit.returns.published.titles import title_in
from toolkit.text import fold

# The heading of a section; a sentence that begins so is longer.
_HEADING = re.compile(r"第?[一二三四五六](?:部分|章)?[、..:：]?(?P<what>[^。;]{2,40})$")
_HEADED = "情况|公开|申请|复议|诉讼|问题|报告的事项|其他|概述"
# What a website prints below an article.
_BELOW = re.compile(
    "[上下]一?[篇条页个][::]|相关(?:链接|文章|附件|稿件|新闻|信息)|版权所有|ICP备|公网安备|网站标识码|打印本页|关闭窗口"
    "|扫一扫|分享到|网站地图|(?:浏览|点击|阅读)(?:次数|量)[::]|责任编辑[::]|信息来源[::]|主办单位?[::]|承办[::]"
)
# No paragraph of a report is longer, and no report.
_SENTENCE = re.compile("[。;；]")
_LONGEST, _MOST, _MOST_ABOVE = 20_000, 200_000, 20
# A line that is so long and ends in no stop goes on in the next, as in texts of a fixed width.
_WRAPPED = 30
_STOPS = "。！？!?；;：:”）)】"


def passages_of(document: Document, tables: Mapping[int, str]) -> tuple[Passage, ...]:
    """Its paragraphs from the title on, without what a website prints around the report.

    ``tables``: which of its tables are official ones, with their codes; what stands in others is
    text as well.
    """
    begin = next(iter(begins_of(document.parts)), None)
    found = list(_opening(document, begin or 0))[-_MOST_ABOVE:]
    section, room = "", _MOST
    for line in _joined(_of_the_report(_lines(document, begin or 0, tables))):
        if isinstance(line, Passage):
            found.append(replace(line, section=section))
            continue
        room -= len(line)
        if room < 0:
            break
        is_heading = _is_heading(line)
        section = line if is_heading else section
        found.append(Passage(line, section, is_heading))
    return tuple(found)


def _opening(document: Document, begin: int) -> Iterator[Passage]:
    """The paragraphs between the title and the first section, without the lines of the website."""
    for one in document.parts[:begin]:
        if isinstance(one, str) and "。" in one and len(one) <= _LONGEST:
            yield Passage(one.strip())


def _of_the_report(lines: Iterable[str | Passage]) -> Iterator[str | Passage]:
    """The lines up to what a website prints below, without links to other reports and files."""
    for line in lines:
        if isinstance(line, Passage):
            yield line
        elif _BELOW.search(fold(line)) and not _SENTENCE.search(line):
            return
        elif not _is_title(line):
            yield line


def _is_title(line: str) -> bool:
    """Whether a line is nothing but the title of a report."""
    return "。" not in line and title_in(line) is not None


def _is_heading(line: str) -> bool:
    found = _HEADING.match(fold(line))
    return bool(found and re.search(_HEADED, found["what"]))


def _lines(document: Document, begin: int, tables: Mapping[int, str]) -> Iterator[str | Passage]:
    """The lines of the text, and a mark where an official table begins."""
    number = sum(isinstance(one, Piece) for one in document.parts[:begin])
    told = set[str]()
    for one in document.parts[begin:]:
        if isinstance(one, Piece):
            code = tables.get(number)
            number += 1
            if code is None:
                yield from _in_table(one)
            elif code not in told:
                told.add(code)
                yield Passage("", table=code)
        elif one.strip() and len(one) <= _LONGEST:
            yield from filter(None, map(str.strip, one.splitlines()))


def _in_table(piece: Piece) -> Iterator[str]:
    """The text in a table that only frames it."""
    for row in piece.rows:
        for cell in row:
            if cell and "。" in cell and len(cell) <= _LONGEST:
                yield from filter(None, map(str.strip, cell.splitlines()))


def _joined(lines: Iterable[str | Passage]) -> Iterator[str | Passage]:
    """The lines, those that were broken at a width put together again."""
    held = ""
    for line in lines:
        if held and (isinstance(line, Passage) or _ends(held, line)):
            yield held
            held = ""
        if isinstance(line, Passage):
            yield line
        else:
            held += line
    if held:
        yield held


def _ends(held: str, line: str) -> bool:
    """Whether a paragraph ends before a line."""
    ended = held[-1] in _STOPS or len(held) < _WRAPPED
    return ended or _is_heading(line) or _is_heading(held)
