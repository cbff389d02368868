"""Who has published a page, as its metadata and the lines above the report say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.documents.page_tables import figures_in
from toolkit.grids.document import Piece
from toolkit.grids.names import PUBLISHER_CAPTIONS

# Captions are often widened with blanks, to be as long as others.
_CAPTION = "|".join(r"\s*".join(one) for one in PUBLISHER_CAPTIONS)
# The caption alone, as it stands in a cell or a line of its own.
_ALONE = re.compile(rf"[\s【\[]*(?:{_CAPTION})[\s】\]]*[:：]?\s*")
# The caption with what it names, up to what is said next on the same line.
_NAMED = re.compile(
    rf"(?:^|[\s|｜【\[（(0-9])(?:{_CAPTION})[】\]]?\s*[:：]\s*"
    r"([^\s|｜:：【】\[\]]{2,60}?)"
    r"(?=[\s|｜【】\[\]]|$|[\u4e00-\u9fff]{0,2}(?:时间|日期)\s*[:：]|浏览|作者|责任编辑|字[体号]|打印)"
)
# What stands behind a caption is another one, and nothing is named.
_ANOTHER = re.compile("[:：]$")
# A name is no longer, and a line of metadata neither.
_LONGEST, _LONGEST_LINE = 60, 200


def publishers_in(parts: Iterable[str | Piece]) -> Iterator[str]:
    """The names that stand behind captions before the first table of figures."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        if figures_in(part):
            break
        lines += _lines_of(part)
    yield from _among(lines)


def _lines_of(piece: Piece) -> Iterator[str]:
    """The cells of a table of metadata, row by row, as lines."""
    for row in piece.rows:
        yield from (text.replace("\n", " ") for text in row if text is not None)


def _among(lines: Sequence[str]) -> Iterator[str]:
    for at, line in enumerate(lines):
        if len(line) > _LONGEST_LINE:
            continue
        if _ALONE.fullmatch(line):
            behind = lines[at + 1].strip() if at + 1 < len(lines) else ""
            if 1 < len(behind) <= _LONGEST and not _ANOTHER.search(behind):
                yield behind
        else:
            yield from (one[1] for one in _NAMED.finditer(line))
