"""Finding → words: what is wrong, where, what is there, what was expected, what to do."""

from __future__ import annotations

from dataclasses import replace

from toolkit.findings import correction_words, phrases
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.codes.code import Words
from toolkit.findings.codes.publication import OTHER_HEADINGS
from toolkit.findings.codes.rule import (
    CANNOT_JUDGE,
    EXPLAINED,
    FOLLOWS_REMEDY,
    RESTORED,
    RULE,
    TOTAL,
)
from toolkit.findings.codes.state import (
    EMPTY_BUT_CARRIED,
    ONLY_CARRIED,
    PRINTED_BLANK,
    PRINTED_NOTHING,
)
from toolkit.findings.codes.table import (
    COUNTED_IN_TOTALS,
    HEAD_NOT_PRINTED,
    OTHER_MEASURE,
    PRINTED_OTHERWISE,
    TABLE_NOT_PRINTED,
)
from toolkit.findings.codes.text import PARTS_AGAINST_TABLE
from toolkit.findings.codes.unit import (
    MAYBE_MISNAMED,
    REPORT_AGREES,
    SENT_INSTEAD,
    TITLES_DIFFER,
)
from toolkit.findings.codes.year import TABLE_IN_PART, USED_IN_PART
from toolkit.findings.detail_words import detail_words
from toolkit.findings.details import (
    AsTold,
    Beside,
    Broken,
    Contradiction,
    Heading,
    InText,
    Misnamed,
    NotJudged,
    NotSent,
    OneMistake,
    OnlyCarried,
    Printed,
    Strays,
    Unfilled,
    Untaken,
    UsedInPart,
)
from toolkit.findings.finding import Finding
from toolkit.findings.seen import Shown
from toolkit.findings.seen_words import show
from toolkit.findings.spoken_words import spoken
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.grids.names import EMPTY, FILLED


def address_of(finding: Finding) -> str:
    """Sheet and Excel address, as far as they are known."""
    return " ".join(part for part in (finding.sheet, finding.cell) if part)


def place_of(finding: Finding) -> str:
    """Sheet, Excel address and official label, as far as they are known."""
    where = address_of(finding)
    return f"{where}（{finding.label}）" if finding.label else where


def without_others(finding: Finding) -> Finding:
    """A finding as its own unit may see it, without the figures of others."""
    if not is_discreet(finding):
        return finding
    told = finding.details if isinstance(finding.details, AsTold) else None
    return replace(finding, expected=None, difference=None, suggested=None, details=told)


def is_discreet(finding: Finding) -> bool:
    """Whether its message shows figures of others, which its own unit may not see."""
    known = CATALOGUE.get(finding.code)
    return bool(known and known.discreet)


def entry_of(finding: Finding, form: Form) -> Words:
    """The words for a finding: those of the catalogue, or of the form's rules and totals."""
    match finding.details:
        case Unfilled(carried=True):
            return ONLY_CARRIED
        case Contradiction(published=True):
            return TITLES_DIFFER
        case Beside() if not finding.count:
            return REPORT_AGREES
        case OnlyCarried():
            return EMPTY_BUT_CARRIED
        case Printed(measure=True):
            return OTHER_MEASURE
        case Printed():
            return _of_a_document(finding)
        case Strays(mends=some) if some:
            return COUNTED_IN_TOTALS
        case InText() | Heading():
            return _of_a_report(finding, finding.details)
        case UsedInPart() | Untaken():
            return USED_IN_PART if isinstance(finding.details, UsedInPart) else TABLE_IN_PART
        case Misnamed(certain=False):
            return MAYBE_MISNAMED
        case NotSent(instead=some) if some:
            return SENT_INSTEAD
    if known := CATALOGUE.get(finding.code):
        return known
    return RULE if finding.code in form.rule_specs else TOTAL


def _of_a_report(finding: Finding, details: InText | Heading) -> Words:
    """The words for what is said or headed otherwise than usual in a report."""
    if isinstance(details, Heading):
        return OTHER_HEADINGS[details.how]
    return PARTS_AGAINST_TABLE if details.of_parts else CATALOGUE[finding.code]


def _of_a_document(finding: Finding) -> Words:
    """The words for what stands in a document and not in a template."""
    if finding.code == "STAT-02":
        return PRINTED_BLANK
    if finding.code == "STAT-03":
        return PRINTED_NOTHING
    if finding.code == "TAB-01":
        return TABLE_NOT_PRINTED
    return PRINTED_OTHERWISE if finding.actual else HEAD_NOT_PRINTED


def _words(finding: Finding, form: Form, voice: Voice) -> dict[str, str]:
    """The texts for the fields of the format strings."""
    spec = form.rule_specs.get(finding.code)
    kind = form.indicators[finding.indicator].kind if finding.indicator else None
    difference, suggested = show(finding.difference), show(finding.suggested)
    expected = show(finding.expected)
    return {
        **phrases.place_within(place_of(finding), finding.file or ""),
        **spoken(voice),
        "likely": _likely(finding),
        "explanation": finding.explanation,
        "file": finding.file or "",
        "unit": finding.unit or "",
        "unit_name": finding.unit_name or "",
        "table": "、".join(finding.tables) or finding.sheet or "",
        "sheet": finding.sheet or "",
        "cell": finding.cell or "",
        "actual": show(finding.actual),
        "expected": expected,
        "summed": "" if finding.read_as else phrases.summed_as(expected),
        "read_as": phrases.read_as(finding.read_as),
        "difference": difference,
        "gap": f"，相差 {difference}" if difference else "",
        "suggested": suggested,
        "count": str(finding.count),
        "typed": phrases.typed_totals(address_of(finding), finding.count),
        "more": phrases.and_cells(finding.more_cells) or phrases.and_more(finding.more),
        "title": spec.title if spec else entry_of(finding, form).title,
        "remedy": spec.remedy if spec else "",
        "allowed": phrases.allowed_decimals(kind.decimals) if kind else "",
        "measure": kind.unit if kind else "",
        "say_filled": phrases.choose_state(finding.sheet, finding.cell, FILLED),
        "say_empty": phrases.choose_state(finding.sheet, finding.cell, EMPTY),
        "say_code": phrases.state_code(finding.sheet, finding.cell),
        **detail_words(finding, form, voice),
    }


def _likely(finding: Finding) -> str:
    """The likely value of the cell, and why."""
    details, value = finding.details, finding.suggested
    if isinstance(details, Broken):
        return phrases.by_rule(show(finding.expected)) if details.mends else ""
    if value is None:
        return ""
    typed = "" if finding.suggested_by == "balance" else phrases.likely(value)
    if finding.suggested_by == "cell":
        return typed
    return typed + phrases.by_balance(value, agrees=finding.suggested_by == "both")


def message(finding: Finding, form: Form, voice: Voice = Voice.OFFICE) -> str:
    """What is wrong, where, what is there and what was expected."""
    if isinstance(finding.details, AsTold):
        return _said_before(finding, finding.details, form, voice)
    finding = without_others(finding) if voice.to_unit else finding
    return _template(finding, form, voice).format(**_words(finding, form, voice))


def _said_before(finding: Finding, said: AsTold, form: Form, voice: Voice) -> str:
    if not (voice.to_unit and is_discreet(finding)):
        return said.message
    title = entry_of(finding, form).title
    return said.discreet or phrases.only_title(place_of(finding), title)


def _template(finding: Finding, form: Form, voice: Voice) -> str:
    if finding.status == "cannot_judge":
        return CANNOT_JUDGE.message_to(voice)
    text = entry_of(finding, form).message_to(voice)
    return text + EXPLAINED.message_to(voice) if finding.status == "explained" else text


def suggestion(finding: Finding, form: Form, voice: Voice = Voice.OFFICE) -> str:
    """What to do, with the likely value in plain digits where there is one."""
    entry = entry_of(finding, form)
    if isinstance(said := finding.details, AsTold):
        own = voice.to_unit and (is_discreet(finding) or entry.own_remedy(voice))
        if not own:
            why = "" if voice.to_unit else phrases.not_this_time(said.reason)
            return why + said.suggestion
    finding = without_others(finding) if voice.to_unit else finding
    if finding.status == "cannot_judge":
        advice = finding.details.reason.advice if isinstance(finding.details, NotJudged) else ""
        return advice or CANNOT_JUDGE.remedy_to(voice)
    if finding.status == "explained":
        return EXPLAINED.remedy_to(voice)
    if finding.status == "follows":
        return FOLLOWS_REMEDY.format(cause=phrases.origin(finding.follows))
    if finding.corrections and finding.code in form.total_rules:
        # The sum of its parts would mend this total, and perhaps nothing else.
        restored = RESTORED.format(**spoken(voice)) if voice.has_workbook else ""
        return restored + correction_words.in_words(finding)
    known = CATALOGUE.get(finding.code)
    if known and finding.in_a_sum and known.sum_remedy:
        return known.sum_remedy
    words = _words(finding, form, voice)
    if finding.corrections:
        # What mends all broken rules says more than what mends this rule at its own place.
        words["likely"] = ""
    remedy = entry.remedy_to(voice).format(**words)
    if isinstance(finding.details, OneMistake):
        return remedy
    return remedy + correction_words.in_words(finding)


def wanted(finding: Finding, form: Form) -> Shown:
    """The value that should be there, or probably; or the cells that are wrong instead."""
    if isinstance(finding.details, OneMistake):
        return finding.expected
    if isinstance(finding.details, InText):
        # It is the text that says something else, and no cell.
        return None
    if finding.corrections and (finding.certain or finding.code not in form.total_rules):
        return correction_words.short(finding)
    if finding.code in form.rule_specs and not _mends(finding):
        return None
    return finding.suggested if finding.expected is None else finding.expected


def _mends(finding: Finding) -> bool:
    """Whether the value expected at the place of a rule would mend it."""
    return isinstance(finding.details, Broken | AsTold) and finding.details.mends
