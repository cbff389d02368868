"""Lining up: files → the years of each unit, with one file for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from toolkit.audit.judge import judge_alone
from toolkit.chronicle import words
from toolkit.chronicle.choosing import Unused, choose_among
from toolkit.chronicle.chronicle import Chronicle, FileNote, UnitYears
from toolkit.chronicle.heard import Heard, Said, Source
from toolkit.chronicle.heirs import with_predecessors
from toolkit.chronicle.lines import Line, lines_of
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.form.opening_figures import complete
from toolkit.grids.identity import years_in
from toolkit.grids.reason import said as reason_of
from toolkit.returns.previous_year import of_return
from toolkit.returns.published.titles import are_alike
from toolkit.returns.unit_return import FileRecord, Return, Subject
from toolkit.roster.roster import Category, Roster
from toolkit.text import fold

# A report on any other year is a slip of the pen: it would put a thousand columns between.
_FIRST, _LAST = 2000, 2100
_MOST_CELLS = 3


@dataclass(frozen=True, slots=True)
class ImpossibleYear:
    """The year that a file states is none that a report can be on."""

    year: str

    @property
    def text(self) -> str:
        return words.impossible_year(self.year)


def line_up(form: Form, heard: Sequence[Heard], roster: Roster | None = None) -> Chronicle:
    """The years of every unit that the files say anything of.

    ``form``: the one by whose lines they are compared. ``roster``: its order is that of the units,
    and it says whose figures of earlier years are whose.
    """
    heard = [_within_reason(one) for one in heard]
    said = _under_one_code([one for file in heard for one in _said(file)], roster)
    used = {one.form.id: one.form for one in said if one.form.id != form.id}
    earlier = tuple(used.values())
    lines = lines_of(form, earlier)
    years, unused, records = _chosen(said, lines)
    if roster:
        years = with_predecessors(years, roster)
    units = tuple(
        UnitYears(code, _name(code, years[code], roster), dict(sorted(years[code].items())))
        for code in _ordered(years, roster)
    )
    files = tuple(_note(one, records.get(one.record.path)) for one in heard)
    return Chronicle(form, earlier, units, lines, files, unused, _refused(heard))


def _within_reason(one: Heard) -> Heard:
    if one.returned is None or one.record.status != "accepted":
        return one
    year = one.returned.identity.year or ""
    if _number(year):
        return one
    record = replace(one.record, status="unrecognised", reason=ImpossibleYear(year))
    return replace(one, record=record, rows=())


def _number(year: str | None) -> int | None:
    known = bool(year) and str(year).isascii() and str(year).isdecimal()
    return int(year or 0) if known and _FIRST <= int(year or 0) <= _LAST else None


def _said(file: Heard) -> Iterator[Said]:
    """What a file says of its unit, and a sum of each of its units."""
    one = file.returned
    if one is None or file.record.status != "accepted":
        return
    stated, form = one.identity, file.form
    year = _number(stated.year)
    assert year is not None
    code = stated.unit or stated.name or ""
    name = stated.name or code
    explained = {(each.code, each.indicator): each.text for each in one.explanations}
    yield Said(
        code,
        name,
        year,
        form,
        of_return(one, form),
        Source.of(one),
        one.file,
        file.category,
        one.time,
        one,
        (*file.notes, *_doubts(one, form)),
        explained,
    )
    for row in file.rows:
        figures = complete(form, row.figures)
        whose = row.code or row.name, row.name or row.code
        yield Said(*whose, year, form, figures, Source.IN_A_SUM, one.file, None, one.time)


def _doubts(one: Return, form: Form) -> Iterator[str]:
    """What of a return is not known."""
    unread = [
        table.sheet
        for table in form.tables
        if table.code not in one.counted and not one.said_nothing(table)
    ]
    if unread:
        yield words.unread(unread)
    bad = [code for code in form.inputs if code in one.invalid]
    if bad:
        layout = lay_out(form)
        cells = [" ".join(one.where(code, layout)) for code in bad[:_MOST_CELLS]]
        yield words.bad_cells(len(bad), cells)


def _under_one_code(said: Sequence[Said], roster: Roster | None) -> list[Said]:
    """A unit that is known by its name alone is the one that has that name and a code.

    The collecting unit may have it on the roster alone, since there it is nobody who reports. A
    title may add 人民政府 and leave out the city: it counts where it can be one unit only.
    """
    coded: dict[str, set[str]] = defaultdict(set)
    for unit in roster.units.values() if roster else ():
        coded[unit.name].add(unit.code)
    for one in said:
        if one.unit != one.name:
            coded[one.name].add(one.unit)
    # The longer of several names says where the unit is.
    alone = sorted({one.name for one in said if one.unit == one.name}, key=len, reverse=True)
    units: dict[str, str] = {}
    for name in alone:
        others = {other: {unit} for other, unit in units.items()}
        units[name] = _the_one(name, coded) or _the_one(name, others) or name
    return [replace(one, unit=units[one.name]) if one.unit == one.name else one for one in said]


def _the_one(name: str, known: Mapping[str, AbstractSet[str]]) -> str | None:
    """The unit that has this name, else the only one that has a name like it."""
    exact = {other for other in known if fold(other) == fold(name)}
    like = exact or {other for other in known if are_alike(other, name)}
    found = {code for other in like for code in known[other]}
    return found.pop() if len(found) == 1 else None


def _chosen(
    said: Iterable[Said], lines: Sequence[Line]
) -> tuple[dict[str, dict[int, Said]], tuple[Unused, ...], dict[str, FileRecord]]:
    """What counts for each unit and year, what does not, and what became of those files."""
    groups: dict[tuple[str, int], list[Said]] = defaultdict(list)
    for one in said:
        groups[one.unit, one.year].append(one)
    years: dict[str, dict[int, Said]] = defaultdict(dict)
    unused: list[Unused] = []
    records: dict[str, FileRecord] = {}
    for (unit, year), some in groups.items():
        choice = choose_among(some, lines)
        if choice.counts:
            years[unit][year] = choice.counts
        unused += choice.unused
        records |= {one.path: one for one in choice.records}
    return dict(years), tuple(unused), records


def _name(code: str, years: Mapping[int, Said], roster: Roster | None) -> str:
    """What a unit is called now: by the roster, else by its latest year."""
    if roster and code in roster.units:
        return roster.units[code].name
    return years[max(years)].name


def _ordered(years: Mapping[str, Mapping[int, Said]], roster: Roster | None) -> list[str]:
    """Sums that are not on the roster, then the roster, then the others by their codes."""
    place = {code: number for number, code in enumerate(roster.units if roster else ())}

    def key(code: str) -> tuple[int, int, str]:
        if code in place:
            return 1, place[code], code
        is_sum = any(one.source is Source.SUM for one in years[code].values())
        return (0 if is_sum else 2), 0, code

    return sorted(years, key=key)


def _note(one: Heard, changed: FileRecord | None) -> FileNote:
    stated = one.returned.identity if one.returned else None
    if one.returned is None or stated is None:
        return FileNote(one.record, notes=one.notes)
    counts = (changed or one.record).status == "accepted"
    doubts = [*_doubts(one.returned, one.form)] if counts else []
    errors = _errors(one.returned, one.form, one.category) if counts else 0
    if errors:
        doubts.append(words.has_errors(errors))
    return FileNote(
        changed or one.record,
        stated.name or stated.unit or "",
        _number(stated.year),
        one.form,
        Source.of(one.returned),
        (*one.notes, *doubts),
        errors,
    )


def _errors(one: Return, form: Form, category: Category | None) -> int:
    """How many errors there are within the year, of reading it and of its balances."""
    told = judge_alone(Subject(one, category, one.before), lay_out(form))
    return sum(each.is_open_error for each in told)


def _refused(heard: Iterable[Heard]) -> dict[str, dict[int, list[tuple[str, str]]]]:
    """Unit → year → the files that could not be used, where both are known or the path says so."""
    found: dict[str, dict[int, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for one in heard:
        year = _number(one.returned.identity.year) if one.returned else None
        named = years_in(one.record.path)
        if year is None and len(named) == 1:
            year = _number(next(iter(named)))
        if one.record.status in ("unrecognised", "unreadable") and one.record.unit and year:
            told = one.record.path, reason_of(one.record.reason) or ""
            found[one.record.unit][year].append(told)
    return {unit: dict(years) for unit, years in found.items()}
