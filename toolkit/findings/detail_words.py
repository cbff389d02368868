"""The details of a finding in words: the texts for the fields of its message and its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from toolkit.findings import below_words, correction_words, phrases, text_words, untaken_words
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.details import (
    MOST_ALIKE,
    Accepted,
    AsPublished,
    AsTold,
    Beside,
    Broken,
    CellDetails,
    Contradiction,
    CopiedFigures,
    Copy,
    CoverOpen,
    Displayed,
    FileDetails,
    FormDifference,
    Gaps,
    Heading,
    Hidden,
    Home,
    Idle,
    Instead,
    InText,
    Jump,
    Known,
    LineChanged,
    Listed,
    Merged,
    Misnamed,
    MissingLists,
    MoreBelow,
    NotJudged,
    NotSent,
    NotTheSum,
    NotUsed,
    OneMistake,
    OnlyCarried,
    OpenBelow,
    Peers,
    Printed,
    Refused,
    ReportDetails,
    Retyped,
    RuleDetails,
    Stated,
    Strays,
    SumDetails,
    Unfilled,
    Unstated,
    Untaken,
    UsedInPart,
    Versions,
)
from toolkit.findings.finding import Finding
from toolkit.findings.rule_words import words_of
from toolkit.findings.seen import Formula
from toolkit.findings.seen_words import show
from toolkit.findings.spoken_words import unstated
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.form.number import from_fraction, plain
from toolkit.grids.document import Medium
from toolkit.grids.names import CAPTIONS
from toolkit.grids.reason import Reason


def detail_words(finding: Finding, form: Form, voice: Voice = Voice.OFFICE) -> dict[str, str]:
    """Name of the field → text."""
    details = finding.details
    if details is None or isinstance(details, AsTold):
        return {}
    if isinstance(details, FileDetails):
        return _of_a_file(details, finding, voice)
    if isinstance(details, ReportDetails):
        return _of_a_report(details, finding)
    if isinstance(details, CoverOpen):
        return {"fields": phrases.cover_fields(details.fields)}
    if isinstance(details, CellDetails):
        return _of_a_cell(details, finding, form)
    if isinstance(details, RuleDetails):
        return _of_a_rule(details, finding, form)
    return _of_a_sum(details, finding, voice)


def _of_a_file(details: FileDetails, finding: Finding, voice: Voice) -> dict[str, str]:
    match details:
        case Refused(refusal):
            advice = refusal.unit_advice if voice.to_unit else refusal.advice
            return {"reason": refusal.text, "advice": advice}
        case Unstated(why):
            place = f"{finding.sheet} {finding.cell}"
            advice = unstated(details, place, show(finding.suggested), voice)
            return {"reason": why.text, "advice": advice, "told": phrases.years_told(details.told)}
        case Known(by):
            return {"how": phrases.KNOWN_BY[by]}
        case Misnamed(inside, named):
            return {
                "inside": phrases.unit(inside),
                "named": "、".join(map(phrases.unit, named)),
            }
        case NotUsed() | UsedInPart() | Untaken():
            return _of_last_year(details)
        case FormDifference(differences):
            return {"differences": phrases.differences(differences)}
        case Contradiction(field):
            return {"field": CAPTIONS.get(field, field)}
        case NotSent(person, phone, blank, last_year, instead):
            reason = phrases.blank_template_found(blank) if blank else ""
            reason += phrases.SENT_LAST_YEAR if last_year else ""
            return {
                "contact": phrases.contact(person, phone),
                "reason": reason,
                "instead": phrases.sent_instead(instead),
            }
        case Versions(files, chosen, tie):
            return {
                "count": str(len(files)),
                "files": phrases.files(files),
                "how": phrases.CHOSEN if chosen else phrases.LAST_SAVED,
                "why": phrases.TIES[tie] if tie else "",
            }
        case Instead(file, changed, number, chosen):
            return {
                "original": file,
                "later": phrases.CHOSEN_ONE if chosen else phrases.SAVED_LATER,
                "changes": phrases.changes(changed, number),
            }
        case CopiedFigures(others, number):
            alike = phrases.names(others, MOST_ALIKE)
            return {"others": alike, "reason": phrases.not_summed(number)}
        case Listed(units):
            return {"others": phrases.names(units)}


def _of_last_year(details: NotUsed | UsedInPart | Untaken) -> dict[str, str]:
    if isinstance(details, Untaken):
        advice = untaken_words.ADVICE[details.why]
        return {"reason": untaken_words.untaken(details), "advice": advice}
    return {"reason": phrases.unused(details)}


def _of_a_report(details: ReportDetails, finding: Finding) -> dict[str, str]:
    match details:
        case InText():
            return text_words.in_words(details)
        case Heading():
            return {}
        case AsPublished():
            name, year = finding.unit_name or "", show(finding.actual)
            medium = phrases.MEDIA[details.medium]
            return {"medium": medium, "recognised": phrases.recognised(details, name, year)}
        case Beside():
            medium = phrases.MEDIA[details.medium]
            differing = phrases.beside(details, finding.count)
            return {"medium": medium, "original": details.file, "differences": differing}


def _of_a_cell(details: CellDetails, finding: Finding, form: Form) -> dict[str, str]:
    match details:
        case Home(sheet, cell):
            return {"home": f"{sheet} {cell}"}
        case Hidden(rows, columns):
            return {"lines": phrases.hidden_lines(rows, columns)}
        case Merged(area):
            return {"range": area}
        case Displayed(text, stored, why, apart):
            return {"displayed": phrases.displayed(text, stored, why, apart)}
        case Copy(sheet, cell, value):
            return {"copy": f"{sheet} {cell}", "other": show(value)}
        case Strays(_, mends):
            return {"mended": correction_words.cells_of(mends)}
        case Unfilled() | OnlyCarried() | Printed():
            return {}
        case Stated(text):
            return {"state": text}
        case Formula():
            return {"formula": show(details)}
        case Jump(before):
            now = finding.actual
            factor = phrases.times(before, now) if isinstance(now, int | Decimal) else ""
            return {"before": plain(before), "factor": factor}
        case Peers(category, median, factor):
            return {"category": category, "median": plain(median), "factor": str(factor)}
        case Idle(code):
            spec = form.rule_specs.get(code)
            return {"about": f"{code} {spec.title if spec else CATALOGUE[code].title}"}


def _of_a_rule(details: RuleDetails, finding: Finding, form: Form) -> dict[str, str]:
    match details:
        case Broken(rule, left, right):
            sides = [
                (words_of(rule, form, sign), plain(from_fraction(value)))
                for sign, value in ((1, left), (-1, right))
            ]
            return {"comparison": phrases.comparison(sides[0], sides[1], relation(details, form))}
        case NotJudged(reason):
            return {"reason": reason.text}
        case OneMistake():
            return correction_words.one_mistake(finding, details)


def sent_instead(files: Sequence[tuple[str, Reason]]) -> str:
    """What a unit has sent in place of a return: the path of each file, and the reason."""
    return phrases.sent_instead(files)


def relation(one: Broken, form: Form) -> str:
    """How the two sides of a rule should compare."""
    right = words_of(one.rule, form, -1), plain(from_fraction(one.right))
    return phrases.relation(one.rule.sense, right, one.left - one.right)


def _of_a_sum(details: SumDetails, finding: Finding, voice: Voice) -> dict[str, str]:
    match details:
        case NotTheSum():
            return below_words.not_the_sum(details, show(finding.expected))
        case Retyped():
            return below_words.retyped(details, show(finding.actual), show(finding.expected))
        case LineChanged():
            return below_words.line_changed(details)
        case Gaps():
            return below_words.gaps(details)
        case OpenBelow():
            return below_words.open_below(details, voice)
        case MoreBelow():
            return below_words.more_below(details)
        case Accepted(_, number):
            return {"count": str(number), **below_words.accepted(details)}
        case MissingLists():
            return below_words.lost(details)


def written_in(one: Medium) -> str:
    """What a published report is written in."""
    return phrases.MEDIA[one].strip()


def recognised(one: Finding) -> str:
    """By what unit and year of a published report are known; ``one`` tells that it counts."""
    assert isinstance(one.details, AsPublished)
    return phrases.recognised(one.details, one.unit_name or "", show(one.actual))


def displayed_alone(details: Displayed) -> str:
    """What a cell shows, in a way that nobody takes for a figure."""
    return phrases.displayed_alone(details.text, details.why, details.apart)
