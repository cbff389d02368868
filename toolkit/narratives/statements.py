"""Statements: which figures the sentences of a narrative state, and how surely.

A number belongs to the words before it in its clause ("收到申请110件"), else to those right behind
it ("110件申请"). What a sentence is about holds on until another thing is counted. A number that is
one part of several, of another year or of another body is kept as such and never held against a
table by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.form.narrative import Narrative
from toolkit.narratives import speech
from toolkit.narratives.clause import Focus, Frame
from toolkit.narratives.plain import Plain
from toolkit.narratives.sentence import Sentence
from toolkit.narratives.statement import Statement
from toolkit.narratives.tokens import Cutter
from toolkit.narratives.vocabulary import Vocabulary

# A line that is no longer may be a heading, which says what the next one is about.
_HEADING = 30


class Reader:
    """Reads the narrative of one report.

    ``year`` and ``name``: the year that it is on and the unit that it is of, where they are known.
    """

    def __init__(self, told: Narrative, year: int | None, name: str | None) -> None:
        self._vocabulary = Vocabulary(told, year)
        self._cutter = Cutter(self._vocabulary)
        self._name = name
        self._topic: str | None = None
        self._section = ""

    def statements(self, plain: Plain, section: str = "") -> Iterator[Statement]:
        """Those of a paragraph of a section; a heading before it may have said what it is about."""
        if section != self._section:
            self._section, self._topic = section, None
        frame = Frame()
        for begin, end in plain.sentences():
            if not plain.text.startswith(speech.AMONG_THEM, begin):
                frame = Frame()
            focus = Focus(self._topic)
            sentence = Sentence(self._vocabulary, self._name, plain, (begin, end), frame, focus)
            yield from sentence.read(list(self._cutter.cut(plain.text, begin, end)))
            self._topic = focus.topic
        if len(plain.text) > _HEADING:
            self._topic = None
