"""The check code on the cover, live: hidden sums over all inputs, and the code that they give.

The formulas compute what :mod:`toolkit.form.check_code` does. Every step is an integer below 2⁵³.
A figure is taken apart at 10⁷ and at its decimal point, each part is summed with the weights of its
inputs, and the sums are brought together modulo the prime. What looks at many cells is an array
formula, since Gnumeric and others compute it right only so. No function is newer than Excel 2007.

Two habits of spreadsheet programs decide how the steps are written. Some take a difference for 0
that is tiny beside what it is of: so a little too little is taken away first, and then the rest.
And some take what is very near below a whole number for it, which may make a quotient 1 too large:
where a figure is taken apart that cancels out, and at the end the remainder is taken twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.form.check_code import (
    BEYOND,
    BLANKS,
    CHARACTERS,
    FACTOR,
    LENGTH,
    MODULUS,
    OF_YEAR,
    WEIGHTS_BELOW,
    WIDE,
    common_decimals,
    of_characters,
    spelt,
    weights_of_characters,
    weights_of_inputs,
    whose,
)
from toolkit.form.number import MAX_DIGITS
from toolkit.grids.address import Place, cell
from toolkit.grids.grid import Area
from toolkit.grids.names import NO_CHECK_CODE
from toolkit.painting.formulas import areas, on_area, on_sheet, reference
from toolkit.template.contact_check import COLUMN as CONTACT_COLUMN
from toolkit.template.plan import Plan

# A hidden column beside the cover.
COLUMN = CONTACT_COLUMN + 1
# In it: the unit's code and the year, what they add, that with all figures, the same times the
# factor and its remainder; below, the sums.
_WHOSE, _OF_WHOSE, _ALL, _TIMES, _REMAINDER, _SUMS = (cell(row, COLUMN) for row in range(6))
# Where a figure is taken apart, and how a formula spells that.
_SPLIT, _AT = 10**7, "1E7"
# More than any difference that a program takes for 0 beside a number of 15 digits.
_ROOM = 16
# Integers are exact up to here. A formula may have 8,192 characters, but our reader remembers no
# cell of more than 3,000 bytes; this is of a formula, and the most weights in it.
_EXACT, _LONGEST, _MOST = 2**53, 2_650, 300


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A formula with its present result, and where it stands on the cover."""

    place: Place
    # With its leading "=".
    formula: str
    result: int | str
    # Whether it is an array formula.
    array: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """Some neighbouring inputs."""

    # Where they stand, and their weights in the same order, as a formula has them.
    cells: str
    weights: str
    codes: Sequence[str]

    @property
    def high(self) -> str:
        return f"SUM({self.weights}*INT({self.cells}/{_AT}))"

    @property
    def low(self) -> str:
        less = f"{_AT}*(INT({self.cells}/{_AT})-1)"
        return f"SUM({self.weights}*(INT({self.cells})-{less}-{_AT}))"

    def decimals(self, places: int) -> str:
        """What is behind the point, as far as it is among the 15 digits that were typed."""
        at, fewer = self.cells, f"{MAX_DIGITS}-LEN(INT({self.cells}))"
        digits = f"IF({at}<1E{MAX_DIGITS - places},{places},{fewer})"
        more = f"ROUND({at}-(INT({at})-{_ROOM}),{digits})"
        return f"SUM({self.weights}*(ROUND({more}*1E{places},0)-{_ROOM}E{places}))"

    @property
    def wrong(self) -> str:
        """How many cells hold something that is no number."""
        beyond = f"IF(ABS({self.cells})<1E{MAX_DIGITS},0,1)"
        return f"SUM(IF(ISBLANK({self.cells}),0,IF(ISNUMBER({self.cells}),{beyond},1)))"


def figure_sums(plan: Plan) -> tuple[CodeCell, ...]:
    """The hidden sums over all inputs: five cells for as many of them as fit into a formula.

    This depends on no name. The last two cells: how many inputs hold something that is no number,
    and what all figures add.
    """
    form, filling, of_inputs = plan.form, plan.filling, weights_of_inputs(plan.form)
    places = common_decimals(form)
    scale = 10**places
    most = min(_EXACT // (WEIGHTS_BELOW * max(BEYOND // _SPLIT, scale)), _MOST)
    figures = {code: n * (scale // form.scales[code]) for code, n in filling.figures.items()}
    texts = {code for code, text in filling.texts.items() if text and code not in figures}
    cells: list[CodeCell] = []
    for parts in _chunks(_parts(plan, of_inputs, most), most, places):
        codes = [code for one in parts for code in one.codes]
        some = [(of_inputs[code], figures.get(code, 0)) for code in codes]
        cells += _sums(parts, some, len(texts.intersection(codes)), places, cells[-2:])
    return tuple(cells)


def _sums(
    parts: Sequence[_Part],
    figures: Sequence[tuple[int, int]],
    wrong: int,
    places: int,
    before: Sequence[CodeCell],
) -> list[CodeCell]:
    """The cells of one chunk; where an input holds no number, nothing is computed.

    ``figures``: each with its weight. ``wrong``: how many inputs hold no number. ``before``: the
    last two cells of the chunk before, if there is one.
    """
    first = before[-1].place.row + 1 if before else _SUMS.row
    *limbs, counted, joined = (cell(first + n, COLUMN) for n in range(5))
    scale = 10**places
    apart = [(w, *divmod(n // scale, _SPLIT), n % scale) for w, n in figures]
    factors = _SPLIT * scale % MODULUS, scale % MODULUS, 1
    added = [
        f"{factor}*{_remainder(reference(one))}" for factor, one in zip(factors, limbs, strict=True)
    ]
    faulty = [one.wrong for one in parts]
    total = 0
    if before:
        faulty.insert(0, reference(before[0].place))
        added.insert(0, _remainder(reference(before[1].place)))
        wrong, total = wrong + int(before[0].result), int(before[1].result) % MODULUS
    sums = [0 if wrong else sum(one[0] * one[at] for one in apart) for at in (1, 2, 3)]
    total += sum(factor * (one % MODULUS) for factor, one in zip(factors, sums, strict=True))
    of_parts = zip(*((one.high, one.low, one.decimals(places)) for one in parts), strict=True)
    return [
        *(
            CodeCell(at, f"=IF({reference(counted)}>0,0,{'+'.join(terms)})", one, array=True)
            for at, terms, one in zip(limbs, of_parts, sums, strict=True)
        ),
        CodeCell(counted, f"={'+'.join(faulty)}", wrong, array=True),
        CodeCell(joined, f"={'+'.join(added)}", total),
    ]


def code_cells(plan: Plan, sums: Sequence[CodeCell]) -> tuple[CodeCell, ...]:
    """The code itself, and the hidden cells over who reports on what year.

    ``sums``: by :func:`figure_sums`.
    """
    wrong, joined = sums[-2:]
    fields, printed = plan.cover.values, plan.printed
    unit, year = (_without_blanks(reference(fields[key])) for key in ("unit", "year"))
    text = whose(printed.get("unit", ""), printed.get("year", ""))
    of_text, of_all = of_characters(text), of_characters(text) + int(joined.result) % MODULUS
    times = of_all % MODULUS * FACTOR
    both = f"={reference(_OF_WHOSE)}+{_remainder(reference(joined.place))}"
    shown = f'TEXT({_remainder(reference(_REMAINDER))},"0000-0000")'
    return (
        CodeCell(_WHOSE, f"=LEFT({year},{OF_YEAR})&{unit}", text),
        CodeCell(_OF_WHOSE, f"={_characters(reference(_WHOSE))}", of_text, array=True),
        CodeCell(_ALL, both, of_all),
        CodeCell(_TIMES, f"={FACTOR}*{_remainder(reference(_ALL))}", times),
        CodeCell(_REMAINDER, f"={_remainder(reference(_TIMES))}", times % MODULUS),
        CodeCell(
            plan.cover.code,
            f'=IF({reference(wrong.place)}>0,"{NO_CHECK_CODE}",{shown})',
            NO_CHECK_CODE if wrong.result else spelt(of_all),
        ),
    )


# --- Formulas ------------------------------------------------------------------------------------


def _remainder(number: str) -> str:
    """Modulo the prime; some programs make it 1 below 0 where it is 1 below the prime."""
    return f"({number}-{MODULUS}*(INT({number}/{MODULUS})-1)-{MODULUS})"


def _without_blanks(field: str) -> str:
    text = field
    for blank in BLANKS:
        text = f'SUBSTITUTE({text},"{blank}","")'
    return f'IF(ISERROR({field}),"",{text})'


def _characters(text: str) -> str:
    """What the characters of a text add."""
    numbers = ",".join(map(str, range(1, LENGTH + 1)))
    each = f"MID({text},{{{numbers}}},1)"
    found = [f'FIND({each},"{some}")' for some in (CHARACTERS, WIDE)]
    values = "+".join(f"IF(ISERROR({one}),0,{one})" for one in found)
    by_weight = ",".join(map(str, weights_of_characters()))
    # An empty text is found everywhere.
    return f"SUM({{{by_weight}}}*IF({{{numbers}}}>LEN({text}),0,{values}))"


# --- Which inputs stand together -----------------------------------------------------------------


def _chunks(parts: Iterable[_Part], most: int, places: int) -> Iterator[list[_Part]]:
    """As many of them together as fit into a formula, with at most ``most`` inputs."""
    chunk: list[_Part] = []
    length = inputs = 0
    for one in parts:
        longer, more = len(one.decimals(places).encode()), len(one.codes)
        if chunk and (length + longer > _LONGEST or inputs + more > most):
            yield chunk
            chunk, length, inputs = [], 0, 0
        chunk.append(one)
        length, inputs = length + longer, inputs + more
    yield chunk


def _parts(plan: Plan, of_inputs: Mapping[str, int], most: int) -> Iterator[_Part]:
    """Areas of at most ``most`` inputs each, which hold all of them."""
    for table in plan.form.tables:
        places = {plan.layout.places[code]: code for code in plan.form.table_inputs(table.code)}
        code_at = {(place.row, place.column): code for place, code in places.items()}
        for area in areas(places):
            for top, left, bottom, right in _divided(area, most):
                rows = [
                    [code_at[row, column] for column in range(left, right + 1)]
                    for row in range(top, bottom + 1)
                ]
                by_row = (",".join(str(of_inputs[code]) for code in row) for row in rows)
                cells = on_sheet(table.sheet, on_area((top, left, bottom, right)))
                codes = [code for row in rows for code in row]
                yield _Part(cells, f"{{{';'.join(by_row)}}}", codes)


def _divided(area: Area, most: int) -> Iterator[Area]:
    """The same cells in areas of at most so many."""
    top, left, bottom, right = area
    columns = min(right - left + 1, most)
    rows = most // columns
    for row in range(top, bottom + 1, rows):
        for column in range(left, right + 1, columns):
            yield row, column, min(row + rows - 1, bottom), min(column + columns - 1, right)
