"""Excel formulas of totals and rules: the live side of what :mod:`toolkit.audit.rules` computes.

Every function returns the formula's text with its leading ``=`` left off, so that formulas nest.
Text that a clerk pastes over an input is ignored by SUM and counted by COUNTA, never by COUNT:
so a check says 含非数字 and no Excel error ever shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from toolkit.form.layout import Layout
from toolkit.form.measure import Measure, mixed_up
from toolkit.form.number import MAX_DIGITS, from_fraction, plain, to_number
from toolkit.form.opening_figures import NOTHING, Figures
from toolkit.form.rule import Rule
from toolkit.grids.address import Place, column_name
from toolkit.grids.grid import Area
from toolkit.grids.names import EXPLAINED, FAILS, HOLDS, NO_SHARE, NOT_NUMBERS, QUERY, UNTOUCHED


def on_sheet(sheet: str, address: str) -> str:
    """An address as a formula or a link names it; without ``sheet``, from the same sheet."""
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{address}" if sheet else address


def reference(place: Place, sheet: str = "") -> str:
    """An absolute reference to the top left cell of a place."""
    return on_sheet(sheet, f"${column_name(place.column)}${place.row + 1}")


def rectangles(places: Iterable[Place], sheet: str = "") -> list[str]:
    """References that cover the top left cells of all places and nothing else."""
    return [on_sheet(sheet, on_area(one)) for one in areas(places)]


def areas(places: Iterable[Place]) -> list[Area]:
    """The same as areas of cells."""
    return _merged(_runs(places))


def on_area(area: Area) -> str:
    """An absolute reference to an area of cells."""
    top, left, bottom, right = area
    first, last = (f"${column_name(c)}${r + 1}" for r, c in ((top, left), (bottom, right)))
    return first if first == last else f"{first}:{last}"


def _runs(places: Iterable[Place]) -> dict[tuple[int, int], list[int]]:
    """Runs of neighbouring columns (first, last) → the rows that have such a run."""
    rows: dict[int, list[int]] = defaultdict(list)
    for place in sorted(places):
        rows[place.row].append(place.column)
    runs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, columns in rows.items():
        first = last = columns[0]
        for column in [*columns[1:], -1]:
            if column == last + 1:
                last = column
                continue
            runs[first, last].append(row)
            first = last = column
    return runs


def _merged(runs: dict[tuple[int, int], list[int]]) -> list[Area]:
    found: list[Area] = []
    for (left, right), rows in runs.items():
        top = bottom = rows[0]
        for row in [*rows[1:], -1]:
            if row == bottom + 1:
                bottom = row
                continue
            found.append((top, left, bottom, right))
            top = bottom = row
    return sorted(found)


class Formulas:
    """Formulas over the cells of one form, as seen from the sheet ``home``.

    ``before``: last year's figures, which stand in the formulas of rules as numbers.
    """

    def __init__(self, layout: Layout, home: str = "", before: Figures = NOTHING) -> None:
        self.layout, self.form, self.home, self.before = layout, layout.form, home, before

    def ranges(self, codes: Iterable[str]) -> Sequence[str]:
        return _ranges(self.layout, self.home, tuple(codes))

    def sum(self, codes: Iterable[str]) -> str:
        return f"SUM({','.join(self.ranges(codes))})"

    def measure(self, measure: Measure) -> str:
        """The value of a measure as pages show it; NO_SHARE where the whole of a share is 0."""
        part = self._added(measure.of)
        if not measure.over:
            return part
        whole = self._added(measure.over)
        return f'IF({whole}=0,"{NO_SHARE}",{part}/{whole})'

    def _added(self, codes: tuple[str, ...]) -> str:
        ranges, decimals = self.ranges(codes), max(self.form.decimals[one] for one in codes)
        if len(codes) == 1:
            return ranges[0]
        # A sum of doubles is rounded to the indicators' decimals, against 0.30000000000000004.
        added = f"SUM({','.join(ranges)})"
        return f"ROUND({added},{decimals})" if decimals else added

    def total(self, code: str) -> str:
        return self.sum(self.form.indicators[code].parts)

    def inputs(self, rule: Rule) -> Sequence[str]:
        """The inputs that a rule rests on, totals replaced by what they sum."""
        return _inputs(self.layout, rule)

    def side(self, rule: Rule, side: int) -> str:
        """The sum of one side: +1 left, −1 right of the sign of comparison."""
        of_cells = _cells_of_side(self.layout, self.home, rule, side)
        # The part that stands in no cell of this year: written numbers, and last year's figures.
        constant = rule.side(side, NOTHING, self.before)
        if of_cells and not constant:
            return of_cells
        written = f"({plain(from_fraction(constant))})"
        return f"{of_cells}+{written}" if of_cells else written

    def not_numbers(self, codes: Iterable[str]) -> str:
        cells = ",".join(self.ranges(codes))
        return f"(COUNTA({cells})-COUNT({cells}))"

    def negatives(self, codes: Iterable[str]) -> str:
        return "+".join(f'COUNTIF({one},"<0")' for one in self.ranges(codes))

    def nonzero(self, codes: Iterable[str]) -> str:
        ranges = self.ranges(codes)
        zeros = "".join(f"-COUNTIF({one},0)" for one in ranges)
        return f"(COUNT({','.join(ranges)}){zeros})"

    def fractions(self, codes: Iterable[str]) -> str:
        """An array formula: how many numbers have more decimals than their indicator."""
        by_decimals: dict[int, list[str]] = defaultdict(list)
        for code in codes:
            by_decimals[self.form.decimals[code]].append(code)
        return "+".join(
            f"SUM(IF(ISNUMBER({one}),IF({one}<>ROUND({one},{decimals}),1,0),0))"
            for decimals, some in by_decimals.items()
            for one in self.ranges(some)
        )

    def judgeable(self, rule: Rule) -> bool:
        """Whether last year's figures in a rule are known."""
        return all(self.before.get(code) is not None for code in rule.before)

    def untouched(self, codes: Iterable[str], states: Iterable[str], prefilled: int = 0) -> str:
        """The condition that nothing was typed but what was ``prefilled``, and no state chosen.

        Such a check shows 未填, never √.
        """
        blank = "".join(f',{state}=""' for state in states)
        return f"AND(COUNTA({','.join(self.ranges(codes))})={prefilled}{blank})"

    def state(
        self, rule: Rule, left: str, right: str, untouched: str, explanation: str | None = None
    ) -> str:
        """The state of a rule whose sides stand in the cells ``left`` and ``right``.

        ``explanation``: the cell where the unit may say why it does not hold.
        """
        difference = f"ROUND({left}-{right},{_digits(rule)})"
        words = QUERY if explanation else FAILS
        fails = f'"{words}（相差 "&{difference}&"）"'
        holds = f"{difference}{rule.sense}0"
        return self._state(self.inputs(rule), untouched, holds, fails, explanation)

    def amount_state(
        self, code: str, amount: str, untouched: str, explanation: str, words: str
    ) -> str:
        """The state of an amount, in the cell ``amount``, beside that of the year before.

        ``words``: the state where somebody has mixed up 元 and 万元, it seems.
        """
        holds = f"NOT({self.mixed_up(code, amount)})"
        return self._state([code], untouched, holds, f'"{words}"', explanation)

    def _state(
        self,
        inputs: Iterable[str],
        untouched: str,
        holds: str,
        fails: str,
        explanation: str | None,
    ) -> str:
        if explanation:
            fails = f'IF(TRIM({explanation})="",{fails},"{EXPLAINED}")'
        return (
            f'IF({untouched},"{UNTOUCHED}",'
            f'IF({self.not_numbers(inputs)}>0,"{NOT_NUMBERS}",'
            f'IF({holds},"{HOLDS}",{fails})))'
        )

    def mixed_up(self, code: str, amount: str) -> str:
        """The condition that the cell ``amount`` and last year's amount are 元 and 万元."""
        decimals = self.form.decimals[code]
        bounds = [
            f"AND({amount}>={_written(low, decimals, up=True)},"
            f"{amount}<={_written(high, decimals, up=False)})"
            for low, high in mixed_up(self.before.get(code) or 0)
        ]
        return f"OR({','.join(bounds)})"

    def fails(self, rule: Rule) -> str:
        """The condition that a rule is broken, for the red of its cells; it needs no other cell."""
        opposite = {"=": "<>", "<=": ">", ">=": "<"}[rule.sense]
        bad = self.not_numbers(self.inputs(rule))
        return (
            f"AND({bad}=0,ROUND({self.side(rule, 1)}-({self.side(rule, -1)}),{_digits(rule)})"
            f"{opposite}0)"
        )


# The same ones stand in the formulas of every template of a form.
@lru_cache(maxsize=4096)
def _ranges(layout: Layout, home: str, codes: tuple[str, ...]) -> Sequence[str]:
    by_sheet: dict[str, list[Place]] = defaultdict(list)
    for code in codes:
        by_sheet[layout.sheet_of[code]].append(layout.places[code])
    return [
        one
        for sheet, places in by_sheet.items()
        for one in rectangles(places, "" if sheet == home else sheet)
    ]


@lru_cache(maxsize=4096)
def _inputs(layout: Layout, rule: Rule) -> tuple[str, ...]:
    inputs_of = layout.form.inputs_of
    return tuple(dict.fromkeys(one for code in rule.indicators for one in inputs_of(code)))


@lru_cache(maxsize=4096)
def _cells_of_side(layout: Layout, home: str, rule: Rule, side: int) -> str:
    """What a side has of this year's figures; empty where it has none."""
    groups: dict[Fraction, list[str]] = defaultdict(list)
    for term in rule.terms:
        if term.side == side and term.indicator and not term.previous:
            groups[term.coefficient].append(term.indicator)
    sums = {
        one: f"SUM({','.join(_ranges(layout, home, tuple(some)))})" for one, some in groups.items()
    }
    return "+".join(
        one if factor == 1 else f"({plain(from_fraction(factor))})*{one}"
        for factor, one in sums.items()
    )


def _digits(rule: Rule) -> int:
    """Enough decimals to show a fraction pasted among counts, too few to show binary noise."""
    return max(rule.decimals, 6)


def _written(scaled: int, decimals: int, *, up: bool) -> str:
    """A bound as it is written in a formula, which keeps 15 digits, as the amounts in cells do."""
    beyond = 10 ** max(len(str(scaled)) - MAX_DIGITS, 0)
    kept = (-(-scaled // beyond) if up else scaled // beyond) * beyond
    return plain(to_number(kept, decimals))


def count_state(count: str, untouched: str, words: str) -> str:
    """The state of a check that counts faulty cells; ``words`` is the state where there are any."""
    return (
        f'IF({untouched},"{UNTOUCHED}",IF({count}=0,"{HOLDS}",'
        + (f'"{words}"' if words == NOT_NUMBERS else f'"{words}（"&{count}&" 格）"')
        + "))"
    )
