"""Spelling: which official label a printed text is.

Reports keep the words of the official labels and vary all around them: numbers before them,
brackets, quotes, blanks, and characters that a program has lost. So only words are compared. What
is equal then, or is named in the form as another spelling, is the label; what is no more than near
to one label, and to no other, is taken for it too, but that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from toolkit.form.layout import Layout
from toolkit.form.table import Head
from toolkit.text import fold, visible

# No label with its remark is longer. So many texts of a document are held against the labels.
_LONGEST, _MOST = 120, 800
# The least share of a label that has to be left, and how like it a text has to be.
_LEAST_LEFT, _LEAST_LIKE = 0.6, 0.75
# In fewer characters two labels may differ in no more than one.
_SHORTEST = 4
# How much nearer a text has to be to one label than to any other.
_MARGIN = 0.08
_NUMBER = re.compile(r"(?:\(?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)、.,:]|[0-9]{1,2})+")
# A number of which the point was lost.
_BARE = re.compile(r"[一二三四五六七](?=.{4})")
_REMARK = re.compile(r"\([^()]*\)")
# Two spellings of one word.
_ALIKE = str.maketrans("它", "他")
# A remark that adds nothing: a number, or what pieces are called.
_PLAIN = re.compile(
    r"\((?:单位[:是为]?)?(?:[件条宗项个份人次]|人次|[0-9]{1,2}|[一二三四五六七八九十]{1,2})\)"
)
# What a figure is counted in, where that is not plain pieces; and of what it is the figure: of
# another year, or of a part.
_MEASURE = re.compile("[十百千万亿]*元|[千万亿]")
_SCOPE = re.compile(
    "[上本下去历往前](?=一?年)|半年|季度|[当本]月|累计|占比|比例|%|不含|不包括|其中|仅|除"
)


def words(text: str) -> str:
    """A text without blanks, brackets, quotes and all other punctuation."""
    return "".join(one for one in fold(visible(text)) if one.isalnum()).translate(_ALIKE)


def _spellings(text: str) -> Iterator[str]:
    """The words of a text, with the number before it and without; the same without its remark.

    A remark that says of what unit the figures are is a part of the label.
    """
    folded = fold(visible(text))
    for one in (folded, _REMARK.sub(_kept, folded)):
        yield from _numbered(one)


def _numbered(folded: str) -> Iterator[str]:
    """The words of a text, without the number before it and with it."""
    number = _NUMBER.match(folded) or _BARE.match(folded)
    bare = folded[number.end() :] if number else folded
    yield from filter(None, (words(bare), words(folded)))


def _kept(remark: re.Match[str]) -> str:
    return remark[0] if _MEASURE.search(remark[0]) else ""


@lru_cache(4_096)
def label_of(text: str) -> str:
    """The words by which an official label is known: those without its number."""
    return next(_spellings(text), text)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a printed text means: a label, by its words."""

    label: str
    # Whether it is the label itself, not only near to it.
    exact: bool


class Vocabulary:
    """All labels of a form, in all their spellings."""

    def __init__(self, layout: Layout) -> None:
        # Spelling → label.
        self._labels: dict[str, str] = {}
        # The labels that have a remark themselves, which many leave out or cut short.
        self._remarked: set[str] = set()
        for text, also in _every_label(layout):
            label = label_of(text)
            if _REMARK.search(fold(text)):
                self._remarked.add(label)
            for spelling in (text, *also):
                for one in _spellings(spelling):
                    self._labels.setdefault(one, label)
        self._near = [one for one in self._labels if len(one) >= _SHORTEST]

    def exact(self, text: str) -> str | None:
        """The label that a text is, itself or in another spelling."""
        if len(text) > _LONGEST:
            return None
        folded = fold(visible(text))
        if label := self._known(_PLAIN.sub("", folded)) or self._known(folded):
            return label
        label = self._known(_REMARK.sub(_kept, folded))
        return label if label in self._remarked and not _SCOPE.search(folded) else None

    def _known(self, folded: str) -> str | None:
        """The label of which these are the words."""
        return next((label for one in _numbered(folded) if (label := self._labels.get(one))), None)

    def near(self, text: str) -> str | None:
        """The label that a text is near to; None where there is none, or might be several."""
        spelt = next(_spellings(text), "") if len(text) <= _LONGEST else ""
        if len(spelt) < _SHORTEST - 1 or spelt.isdigit():
            return None
        folded = fold(visible(text))
        remarks = "".join(_REMARK.findall(folded))
        if remarks and (label := self._known(_REMARK.sub(_kept, folded))):
            # A remark may say that only a part is meant.
            return None if _SCOPE.search(remarks) else label
        best: dict[str, float] = {"": 0.0}
        for one in self._near:
            label = self._labels[one]
            best[label] = max(best.get(label, 0.0), _likeness(spelt, one))
        first, second = sorted(best, key=lambda one: best[one], reverse=True)[:2]
        return first if best[first] > best[second] + _MARGIN else None


class Speller:
    """The meanings of the texts of one document."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, Meaning | None] = {"": None}

    def meaning(self, text: str) -> Meaning | None:
        """The label that a printed text means; None where it is none."""
        if text not in self._known:
            self._known[text] = self._meaning(text)
        return self._known[text]

    def _meaning(self, text: str) -> Meaning | None:
        if label := self._vocabulary.exact(text):
            return Meaning(label, exact=True)
        # Comparing takes its time, and no report has so many texts.
        near = self._vocabulary.near(text) if len(self._known) < _MOST else None
        return Meaning(near, exact=False) if near else None


def _every_label(layout: Layout) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table in layout.tables:
        for block in table.table.blocks:
            yield from ((one, ()) for one in (block.title, block.corner) if one)
            yield from _heads((*block.rows, *block.columns))


def _heads(heads: Iterable[Head]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for head in heads:
        yield head.label, head.also
        yield from _heads(head.children)


def _likeness(text: str, label: str) -> float:
    """How like a label a text is, from 0 to 1; 0 where they can hardly be the same."""
    if set(text).isdisjoint(label) or not _is_of_the_same(text, label):
        return 0.0
    left = len(text) / len(label)
    if _LEAST_LEFT <= left <= 1 and _is_left_of(text, label):
        return 0.5 + left / 2
    if not _LEAST_LIKE <= left <= 1 / _LEAST_LIKE:
        return 0.0
    like = SequenceMatcher(None, text, label, autojunk=False).ratio()
    return like if like >= _LEAST_LIKE else 0.0


def _is_of_the_same(text: str, label: str) -> bool:
    """Whether figures are of one measure and scope, as far as the text says: 元 is not 万元."""
    measure, scope = _MEASURE.findall(text), _SCOPE.findall(text)
    return measure in ([], _MEASURE.findall(label)) and scope in ([], _SCOPE.findall(label))


def _is_left_of(text: str, label: str) -> bool:
    """Whether a text is a label of which characters were lost."""
    rest = iter(label)
    return all(one in rest for one in text)
