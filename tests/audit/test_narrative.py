"""The text of a report against its tables: nothing is told of what is sound, and every mistake."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support.narratives import (
    NAMES,
    Case,
    case,
    replaced,
    sound_sentences,
    subject_of,
)
from toolkit.audit.narrative import audit_narrative, read_narrative
from toolkit.findings.details import InText
from toolkit.findings.finding import Finding
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.opening_figures import complete
from toolkit.grids.document import Passage

LAYOUT = lay_out(default_form())
FAULTS = "五、存在的主要问题及改进情况"
KINDS = {
    "figure": {"TEXT-01"},
    "sum": {"TEXT-01", "TEXT-02"},
    "year": {"TEXT-03"},
    "unit": {"TEXT-04"},
    "placeholder": {"TEXT-06"},
    "last_year": {"TEXT-05"},
}


def told(
    one: Case, passages: tuple[Passage, ...] = (), before: tuple[Passage, ...] = ()
) -> list[Finding]:
    return list(audit_narrative(subject_of(one, passages, before), LAYOUT).findings)


def quoted(one: Finding) -> str:
    """The sentence that a finding names, without the marks that it was cut."""
    assert isinstance(one.details, InText)
    return one.details.sentence.strip("…")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_told_of_a_sound_report(name: str) -> None:
    assert told(case(name)) == []


@pytest.mark.parametrize("code", ["t3.received.natural_person", "t4.review.upheld"])
def test_what_is_not_known_contradicts_nothing(code: str) -> None:
    """A cell without a sure figure leaves its totals open, too."""
    tried = 0
    for one in map(case, NAMES):
        form = default_form()
        figures = {key: one.figures[key] for key in form.inputs} | {code: 0}
        tried += figures != {key: one.figures[key] for key in form.inputs}
        subject = subject_of(one)
        values = complete(form, figures)
        returned = replace(subject.returned, values=values, invalid=frozenset((code,)))
        assert not audit_narrative(replace(subject, returned=returned), LAYOUT).findings
    assert tried >= 10


def test_nothing_is_told_of_a_sentence_about_something_else() -> None:
    """Alone below a heading, and behind a sentence that is about the applications."""
    tried = 0
    for one in sound_sentences():
        (passage,) = one.passages
        behind = Passage("共收到政府信息公开申请若干件。" + passage.text, passage.section)
        assert told(one) == told(one, (behind,)) == [], passage.text
        tried += 1
    assert tried == 2077


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_that_people_make_is_told_at_its_sentence(name: str) -> None:
    """Those that are not found so far are marked."""
    one = case(name)
    for mistake in one.mistakes:
        if mistake.previous:
            before = tuple(Passage(text, FAULTS) for text in mistake.previous)
            found = told(one, before=before)
        else:
            found = told(one, replaced(one, *mistake.typed))
        at = [
            each
            for each in found
            if each.code in KINDS[mistake.kind] and overlap(quoted(each), mistake.told)
        ]
        assert bool(at) == mistake.found, mistake
        assert mistake.kind != "last_year" or at == found


def overlap(quotation: str, words: str) -> bool:
    """Whether what is quoted holds the words, or as many of them as a quotation is long."""
    return words in quotation or quotation in words or words[:12] in quotation


# --- A thousand mistakes -------------------------------------------------------------------------


def wrong_figures(one: Case, rng: random.Random) -> Iterator[tuple[str, tuple[Passage, ...], str]]:
    """Every number that is read, typed otherwise in several ways."""
    read = read_narrative(subject_of(one).returned, default_form())
    for number, (passage, plain, statements) in enumerate(read):
        for each in statements:
            begin, end = plain.original(*each.at)
            text = passage.text[begin:end]
            digits = "".join(c for c in text if c.isascii() and c.isdigit())
            typed_in = digits and text.startswith(digits) and each.value == int(digits)
            if not each.is_whole or not typed_in or each.money or passage.text.count(text) != 1:
                continue
            others = {int(digits) + rng.randint(300_000, 900_000) for _ in range(2)}
            for new in sorted({*others, int("7" + digits), int(f"{digits}37")}):
                typed = passage.text[:begin] + str(new) + text[len(digits) :] + passage.text[end:]
                changed = [*one.passages]
                changed[number] = Passage(typed, passage.section)
                yield "TEXT-01", tuple(changed), f"{new}{text[len(digits) :]}"


def wrong_years(one: Case) -> Iterator[tuple[str, tuple[Passage, ...], str]]:
    """The year at the beginning of a sentence left from last year."""
    year = f"{one.year}年"
    for number, passage in enumerate(one.passages):
        heads = ("", "。", "）")
        for at in (n for n in range(len(passage.text)) if passage.text.startswith(year, n)):
            before = passage.text[at - 1 : at] if at else ""
            alone = passage.text.count(year) == 1 and f"{one.year - 1}年" not in passage.text
            if before not in heads or not alone or passage.section == FAULTS:
                continue
            typed = f"{one.year - 1}年{passage.text[at + len(year) :]}"
            words = typed[:8]
            changed = [*one.passages]
            changed[number] = Passage(passage.text[:at] + typed, passage.section)
            yield "TEXT-03", tuple(changed), words


def test_a_figure_that_is_nearly_right_is_told() -> None:
    """One more or less, and two digits that have changed places.

    Some are told nowhere, since they are another figure that the words may mean.
    """
    near = found = 0
    for name in NAMES:
        one = case(name)
        read = read_narrative(subject_of(one).returned, default_form())
        for number, (passage, plain, statements) in enumerate(read):
            for each in statements:
                begin, end = plain.original(*each.at)
                text = passage.text[begin:end]
                digits = text[: len(text) - len(text.lstrip("0123456789"))]
                if not (each.is_whole and digits and each.value == int(digits)):
                    continue
                swapped = f"{digits[:-2]}{digits[-1:]}{digits[-2:-1]}"
                for new in sorted({str(int(digits) + 1), swapped} - {digits}):
                    changed = [*one.passages]
                    typed = passage.text[:begin] + new + passage.text[begin + len(digits) :]
                    changed[number] = Passage(typed, passage.section)
                    near += 1
                    found += any(
                        each.code in ("TEXT-01", "TEXT-02") for each in told(one, tuple(changed))
                    )
    assert (found, near) == (885, 900)


PEERS = {
    "局": ("西山市林业局", "南陵县水务局", "北岭区住房保障局"),
    "镇": ("石门镇", "柳河镇", "双塔镇"),
    "县": ("南陵县", "望溪县", "石门县"),
}
COPIED = "{year}年，{name}坚持以公开为常态、不公开为例外，扎实推进各项工作。"


def copied_names(one: Case) -> Iterator[tuple[str, tuple[Passage, ...], str]]:
    """A sentence of another unit's report."""
    plain = one.unit.removesuffix("人民政府")
    for name in PEERS.get(plain[-1], ()):
        text = COPIED.format(year=one.year, name=name)
        yield "TEXT-04", (*one.passages, Passage(text, "一、总体情况")), name


GAPS = ("XX", "××", "____")


def gaps(one: Case) -> Iterator[tuple[str, tuple[Passage, ...], str]]:
    """A number that somebody wanted to look up."""
    for number, passage in enumerate(one.passages):
        for counter in "条篇期":
            at = passage.text.find(counter)
            begin = at
            while (
                begin > 0
                and passage.text[begin - 1].isascii()
                and passage.text[begin - 1].isdigit()
            ):
                begin -= 1
            if at < 0 or begin == at:
                continue
            for gap in GAPS:
                typed = passage.text[:begin] + gap + passage.text[at:]
                changed = [*one.passages]
                changed[number] = Passage(typed, passage.section)
                yield "TEXT-06", tuple(changed), gap


def test_a_thousand_mistakes_are_told_at_their_sentences() -> None:
    rng = random.Random(20)
    tried: Counter[str] = Counter()
    for name in NAMES:
        one = case(name)
        for code, passages, words in (
            *wrong_figures(one, rng),
            *wrong_years(one),
            *copied_names(one),
            *gaps(one),
        ):
            found = [each for each in told(one, passages) if each.code == code]
            assert any(words in quoted(each) for each in found), (name, code, words)
            tried[code] += 1
    assert sum(tried.values()) >= 1000, tried
    assert min(tried.values()) >= 20, tried


@pytest.mark.parametrize("name", NAMES)
def test_a_paragraph_of_last_year_is_told(name: str) -> None:
    """With the years of last year, and a word that somebody has changed."""
    one = case(name)
    for passage, _, statements in read_narrative(subject_of(one).returned, default_form()):
        # One that states figures of this year was brought up to date.
        short = passage.is_heading or len(passage.text) < 60
        if passage.section != FAULTS or short or any(each.is_whole for each in statements):
            continue
        text = passage.text
        for year in range(one.year + 1, one.year - 4, -1):
            text = text.replace(f"{year}年", f"{year - 1}年")
        before = (Passage(text.replace("问题", "不足", 1), FAULTS),)
        (found,) = (each for each in told(one, before=before) if each.code == "TEXT-05")
        assert quoted(found)[:20] in passage.text
