"""Narratives: reports that we have written after the manner of real ones, with what they state.

Each file of ``tests/data/narratives`` is one report: its figures, its text, every number in it that
can be held against the tables, with its readings (``read: false``: it is not read so far), numbers
that look alike and must not be (``others``), and mistakes to be typed into it. Places, offices and
figures are invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from toolkit.form.form import Form
from toolkit.form.form_file import default_form
from toolkit.form.opening_figures import complete
from toolkit.grids.document import Medium, Passage
from toolkit.grids.identity import Identity
from toolkit.returns.unit_return import Return, Subject

FOLDER = Path(__file__).parents[1] / "data" / "narratives"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
# Single sentences that are sound, by the figures of their report.
SOUND = FOLDER.parent / "sound_sentences.yaml"


@dataclass(frozen=True)
class Stated:
    """A number in a text, with the piece of a sentence around it and what it may mean."""

    piece: str
    number: str
    # For each reading the indicators that are added up.
    readings: frozenset[frozenset[str]]
    read: bool


@dataclass(frozen=True)
class Mistake:
    """Something wrong that is typed into a report, and at which words it has to be told."""

    kind: str
    told: str
    # What is replaced by what; of a paragraph of last year the paragraphs of that report.
    typed: tuple[str, str] = ("", "")
    previous: tuple[str, ...] = ()
    # Whether it is found so far.
    found: bool = True


@dataclass(frozen=True)
class Case:
    """One report."""

    name: str
    unit: str
    year: int
    figures: Mapping[str, int | None]
    passages: tuple[Passage, ...]
    stated: tuple[Stated, ...]
    others: tuple[tuple[str, str], ...]
    mistakes: tuple[Mistake, ...]

    @property
    def text(self) -> str:
        """All of it, paragraph by paragraph."""
        return "\n".join(one.text for one in self.passages)


def codes_of(reading: str, form: Form) -> frozenset[str]:
    """The indicators that a reading adds up: names of measures and indicators, joined by ``+``."""
    assert form.report is not None
    measures = form.report.measures
    names = (name.strip() for name in reading.split("+"))
    return frozenset(c for n in names for c in (measures[n].of if n in measures else (n,)))


@cache
def case(name: str) -> Case:
    """The report of that name."""
    data: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    form = default_form()
    passages: list[Passage] = []
    for section in data["sections"]:
        heading = section["heading"]
        passages += [Passage(heading, heading, True)] if heading else []
        passages += [Passage(text, heading) for text in section["paragraphs"]]
    return Case(
        name,
        data["unit"],
        data["year"],
        _completed(data["figures"], form),
        tuple(passages),
        tuple(
            Stated(
                one["piece"],
                one["number"],
                frozenset(codes_of(text, form) for text in one["reads"]),
                one.get("read", True),
            )
            for one in data["stated"]
        ),
        tuple((piece, number) for piece, number in data["others"]),
        tuple(
            Mistake(
                one["kind"],
                one["told"],
                tuple(one.get("typed", ("", ""))),
                tuple(one.get("previous", ())),
                one.get("found", True),
            )
            for one in data.get("contradictions", ())
        ),
    )


def _completed(figures: Mapping[str, Any], form: Form) -> Mapping[str, int | None]:
    """All figures of a report whose inputs are these, and 0 elsewhere."""
    typed = {code: int(Fraction(str(value)) * form.scales[code]) for code, value in figures.items()}
    return complete(form, {**dict.fromkeys(form.inputs, 0), **typed})


def sound_sentences() -> list[Case]:
    """Each as a report of its own, behind a sentence that names what it is about."""
    form = default_form()
    return [
        Case(
            "sound",
            one["unit"],
            one["year"],
            _completed(one["figures"], form),
            (Passage(f"（二）依申请公开。{text}", "一、总体情况"),),
            (),
            (),
            (),
        )
        for one in yaml.safe_load(SOUND.read_text(encoding="utf-8"))
        for text in one["sentences"]
    ]


def subject_of(
    one: Case, passages: Sequence[Passage] = (), before: Sequence[Passage] = ()
) -> Subject:
    """The report as it is audited, with other passages where they are given."""
    returned = Return(
        f"{one.name}.html",
        Identity(name=one.unit, year=str(one.year)),
        values=one.figures,
        counted=frozenset(table.code for table in default_form().tables),
        medium=Medium.PAGE,
        narrative=tuple(passages) or one.passages,
    )
    return Subject(returned, narrative_before=tuple(before))


def replaced(one: Case, old: str, new: str) -> tuple[Passage, ...]:
    """Its passages, with the first occurrence of a text replaced."""
    found: list[Passage] = []
    done = False
    for each in one.passages:
        here = not done and old in each.text
        text = each.text.replace(old, new, 1) if here else each.text
        found.append(Passage(text, each.section, each.is_heading))
        done = done or here
    assert done, (one.name, old)
    return tuple(found)
