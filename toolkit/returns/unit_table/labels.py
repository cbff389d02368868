"""Labels: which indicators some official labels mean together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.form.form import Form, Indicator
from toolkit.form.layout import Layout
from toolkit.form.table import HeadPath, leaves
from toolkit.returns.published.spelling import Vocabulary, label_of
from toolkit.text import fold

# What stands between labels that share a cell; a label may hold a comma itself.
_BETWEEN = re.compile("[→>,/|;]|--|—")
_YEAR = re.compile("^(?:19|20)[0-9]{2}年度?")
# What all figures of a table are counted in, as it stands above them.
CAPTION = re.compile("单位:(.+)$")
_MEASURE = re.compile(r"\((?:单位[:是为]?)?([^()]+)\)$")
# Labels from outside to inside, each in every way in which it may be called.
_Path = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text that is understood: its labels; none where it only tells a year or a measure."""

    labels: tuple[str, ...]
    # The unit of measure that it names besides; empty where it names none.
    measure: str = ""


class Labels:
    """The labels of a form."""

    def __init__(self, layout: Layout) -> None:
        form = layout.form
        self.form, self._vocabulary = form, Vocabulary(layout)
        self._codes = {fold(code): code for code in form.indicators}
        self._measures = {fold(one.unit) for one in form.kinds.values()}
        # A text of a table → what it consists of.
        self._known: dict[str, Spelt | None] = {"": None}
        # Row heads before column heads, and the other way round.
        self._paths: dict[str, tuple[_Path, _Path]] = {}
        self._having: dict[str, set[str]] = defaultdict(set)
        for code, one in form.indicators.items():
            above, rows, columns = _path(form, one)
            self._paths[code] = (*above, *rows, *columns), (*above, *columns, *rows)
            for label in frozenset[str]().union(*above, *rows, *columns):
                self._having[label].add(code)

    def code(self, text: str) -> str | None:
        """The indicator whose code a text is."""
        return self._codes.get(fold(text))

    def spelt(self, text: str) -> Spelt | None:
        """What a text says, where it consists of labels; None where something else is in it."""
        if text not in self._known:
            self._known[text] = self._spelt(text)
        return self._known[text]

    def _spelt(self, text: str) -> Spelt | None:
        folded = fold(text)
        measure, rest = _MEASURE.search(folded), _YEAR.sub("", folded)
        if (labels := self._labels(folded) or self._labels(rest)) or not rest:
            return Spelt(labels)
        if CAPTION.search(folded):
            return Spelt(())
        if measure and measure[1] in self._measures:
            labels = self._labels(folded[: measure.start()])
            return Spelt(labels, measure[1]) if labels else None
        return None

    def meant(self, labels: Sequence[str]) -> frozenset[str]:
        """The indicators that have all these labels, in this order from outside to inside."""
        some = [self._having.get(one, set()) for one in labels]
        every = set.intersection(*some) if some else set()
        return frozenset(
            code for code in every if any(_leads(labels, path) for path in self._paths[code])
        )

    def _labels(self, folded: str) -> tuple[str, ...]:
        """The labels, the longest ones that the pieces give; none where a piece is left."""
        if one := self._label(folded):
            return (one,)
        pieces = [one for one in _BETWEEN.split(folded) if one]
        found: list[str] = []
        while pieces:
            for last in range(len(pieces), 0, -1):
                if one := self._label(",".join(pieces[:last])):
                    found.append(one)
                    pieces = pieces[last:]
                    break
            else:
                return ()
        return tuple(found)

    def _label(self, folded: str) -> str | None:
        # What is a label as it stands is no other spelling of another.
        meant = (label_of(folded), self._vocabulary.exact(folded))
        return next((one for one in meant if one in self._having), None)


def _path(form: Form, one: Indicator) -> Iterator[_Path]:
    """The labels above rows and columns, those of the row, and those of the column."""
    table = form.table(one.table)
    block = table.blocks[one.block]
    band = [frozenset({label_of(block.title)})] if block.title else []
    yield (frozenset({label_of(table.title), label_of(table.sheet)}), *band)
    for heads, at in ((block.rows, one.row), (block.columns, one.column)):
        yield tuple(_called(list(leaves(heads))[at] if heads else ()))


def _called(path: HeadPath) -> Iterator[frozenset[str]]:
    return (frozenset({label_of(head.label)}) for head in path)


def _leads(labels: Sequence[str], path: Iterable[frozenset[str]]) -> bool:
    """Whether the labels stand on the path in their order; others may stand between them."""
    rest = iter(path)
    return all(any(label in step for step in rest) for label in labels)
