"""Properties that hold for any figures: what is typed survives, what is broken is found.

Templates are made, damaged and read as bytes, so the whole way is under test; nothing is written
to disk. Python's own ``Decimal`` and plain sums are the judges, never code of the toolkit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from tests.support.build import BUREAU, CITY, CONTACT, COUNTY, OFFICE, YEAR, raw
from tests.support.figures import COLUMNS, all_filled, balanced, every_value
from toolkit.commands.read_files import FileToReturn
from toolkit.consolidation.assignment import assign
from toolkit.consolidation.consolidate import Consolidation, consolidate
from toolkit.exports.result_json import to_json
from toolkit.files.incoming import Incoming
from toolkit.findings.finding import Finding
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.names import EMPTY, FILLED
from toolkit.returns.unit_return import Return, Unread
from toolkit.roster.roster import Roster, Unit
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

FORM = default_form()
LAYOUT = lay_out(FORM)
# In this process: what is under test is reading, not the processes that it is given to.
READER = FileToReturn(FORM)
UNITS = (OFFICE, BUREAU, COUNTY)
MOST = 10**15 - 1
COUNT, AMOUNT = "t3.received.company", "t2.fees.amount"
COUNTS = [code for code in FORM.inputs if not FORM.decimals[code]]
TABLE3 = [*FORM.table_inputs("t3")]

# Deadlines would only say how busy the machine is.
slow = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
quick = settings(slow, max_examples=600)

# Any figure of 15 digits: as a count, or with the last digits as decimals.
figure = st.one_of(st.integers(0, 99), st.integers(0, MOST))
sparse = st.dictionaries(st.sampled_from(FORM.inputs), figure, max_size=12)
complete = st.lists(figure, min_size=len(FORM.inputs), max_size=len(FORM.inputs)).map(
    lambda figures: dict(zip(FORM.inputs, figures, strict=True))
)


class Sent(NamedTuple):
    """What one unit types: figures, and a state (or none) for each table."""

    figures: dict[str, int]
    states: dict[str, str]

    def counts(self, table: str) -> bool:
        """Whether a table goes into the sum, as the contract has it."""
        touched = any(code in self.figures for code in FORM.table_inputs(table))
        return bool(self.states.get(table)) or touched or FORM.table(table).optional


@st.composite
def sent(draw: st.DrawFn) -> Sent:
    figures = draw(st.one_of(sparse, complete))
    states = {}
    for table in FORM.tables:
        holds = any(figures.get(code) for code in FORM.table_inputs(table.code))
        state = draw(st.sampled_from([FILLED, "", FILLED if holds else EMPTY]))
        if state:
            states[table.code] = state
    return Sent(figures, states)


@lru_cache(maxsize=8)
def read(unit: Unit, content: bytes) -> Return | Unread:
    """What is beside the return in question is the same in every example."""
    return READER(Incoming(f"{unit.code}.xlsx", content))


def collected(contents: Sequence[bytes], units: Sequence[Unit] = UNITS) -> Consolidation:
    """Read and add up workbooks, one of each unit, as ``collect`` does."""
    returns = [read(unit, content) for unit, content in zip(units, contents, strict=True)]
    roster = Roster(tuple(units))
    assignment = assign(returns, FORM, roster, CITY, YEAR)
    return consolidate(assignment, FORM, roster, collector=CITY, year=YEAR)


def template(unit: Unit, figures: Mapping[str, int], states: Mapping[str, str]) -> bytes:
    return make_template(FORM, unit, YEAR, Filling(figures, states, CONTACT))


def open_errors(result: Consolidation) -> list[Finding]:
    return [one for one in result.findings if one.is_open_error]


# --- What is typed survives ----------------------------------------------------------------------


@slow
@given(st.lists(sent(), min_size=2, max_size=3))
def test_any_figures_survive_the_whole_way(reports: list[Sent]) -> None:
    """Form → template → bytes → values → sum: every figure, to the last digit."""
    units = UNITS[: len(reports)]
    contents = [template(unit, *one) for unit, one in zip(units, reports, strict=True)]
    result = collected(contents, units)
    expected = dict.fromkeys(FORM.indicators, 0)
    for record, one in zip(result.units, reports, strict=True):
        assert record.returned
        # A preparer's name alone is no report.
        assert record.in_total == bool(one.figures or one.states)
        sums = every_value(FORM, one.figures)
        for code, indicator in FORM.indicators.items():
            counts = one.counts(indicator.table)
            if indicator.parts:
                assert record.returned.values[code] == (sums[code] if counts else None)
            else:
                assert record.returned.values[code] == one.figures.get(code)
            expected[code] += sums[code] if counts else 0
    assert result.totals == expected
    assert {one.code for one in open_errors(result)} <= {"T3-01", "STAT-03"}


@slow
@given(complete, st.integers(0, 5))
def test_balanced_figures_have_no_findings(figures: dict[str, int], zeros: int) -> None:
    small = {code: value % 10 ** (zeros + 1) for code, value in figures.items()}
    result = collected([template(OFFICE, balanced(FORM, small), all_filled(FORM))], [OFFICE])
    assert result.findings == []
    assert result.totals == every_value(FORM, balanced(FORM, small))
    assert '"totals"' in to_json(result)


# --- What is broken is found ---------------------------------------------------------------------


@slow
@given(complete, st.sampled_from(TABLE3), st.integers(0, 10**9), st.booleans())
def test_a_broken_balance_is_found_at_its_place(
    figures: dict[str, int], broken: str, change: int, all_of_it: bool
) -> None:
    """One input of table 3 changed: one finding, on （七）总计 of its column, with the gap."""
    right = balanced(FORM, {code: value % 10**9 for code, value in figures.items()})
    wrong = right | {broken: 0 if all_of_it else right[broken] + change}
    gap = wrong[broken] - right[broken]
    assume(gap)
    result = collected([template(OFFICE, wrong, all_filled(FORM))], [OFFICE])
    (one,) = result.findings
    column = broken.rpartition(".")[2]
    assert column in COLUMNS
    assert (one.code, one.severity, one.status) == ("T3-01", "error", "open")
    assert one.indicator == f"t3.outcome.total.{column}"
    assert (one.sheet, one.cell) == LAYOUT.where(one.indicator)
    sums = every_value(FORM, wrong)
    # 七 is what stands there; what would mend it there is 一 + 二 − 四.
    mended = sums[f"t3.received.{column}"] + sums[f"t3.carried_in.{column}"]
    mended -= sums[f"t3.carried_out.{column}"]
    assert (one.actual, one.expected) == (sums[one.indicator], mended)
    assert abs(Decimal(str(one.difference))) == abs(gap)
    assert result.totals == sums


# --- Text in a cell ------------------------------------------------------------------------------

# Characters that XML can hold; among them many that look like digits or signs, and are none.
character = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
digit_like = st.sampled_from(
    "0123456789０１２３４５６７８９٣①²½〇一二.．,，-－—/+eExX %件万　 \u00a0\u200b"
)
number_like = st.from_regex(r"-?[0-9０-９]{1,17}([.．][0-9０-９]{0,7})?[ 　]?", fullmatch=True)
thousands = st.integers(0, MOST).map(lambda number: f"{number:,}")
any_text = st.one_of(
    st.text(character, min_size=1, max_size=20),
    st.text(digit_like, min_size=1, max_size=8),
    number_like,
    thousands,
    st.text(st.sampled_from(" \t\u00a0\u3000\u200b"), min_size=1, max_size=3),
    st.sampled_from(
        ["0,123", "nan", "inf", "1_000", "1e3", "0x1", "+5", "5.", ".5", "--", "TRUE", "=1+1"]
    ),
)
_EDGES = " \t\r\n\u00a0\u3000\u200b\ufeff"


def plain_number(text: str) -> Decimal | None:
    """What a careful person reads in a cell: the number, or None where it is not plainly one."""
    if set(text) - set("0123456789.,-０１２３４５６７８９．，－"):
        return None
    narrow = unicodedata.normalize("NFKC", text)
    whole, point, decimals = narrow.removeprefix("-").partition(".")
    digits = whole.replace(",", "")
    if not digits.isdigit() or (point and not decimals.isdigit()):
        return None
    if "," in whole and f"{int(digits):,}" != whole:
        return None
    return Decimal(f"{digits}{point}{decimals}") * (-1 if narrow.startswith("-") else 1)


def fits(number: Decimal, decimals: int) -> bool:
    """Whether a number may stand in a cell: not negative, its decimals and 15 digits at most."""
    exact = number.scaleb(decimals)
    few = len(number.as_tuple().digits) <= 15
    return few and number >= 0 and exact == exact.to_integral_value()


def typed(content: bytes, code: str, text: str) -> bytes:
    """The workbook with a text in the cell of an input, whatever it is."""
    inner = escape(text, {'"': "&quot;"})
    cell = f't="inlineStr"<is><t xml:space="preserve">{inner}</t></is>'
    return raw(content, {"!".join(LAYOUT.where(code)): cell.replace("\\", r"\\")})


OTHER = 7
TEMPLATES = {
    code: (
        template(OFFICE, {code: OTHER}, all_filled(FORM)),
        template(BUREAU, {}, all_filled(FORM)),
    )
    for code in (COUNT, AMOUNT)
}


@quick
@given(st.sampled_from([COUNT, AMOUNT]), any_text)
def test_text_is_a_number_or_an_error_at_its_cell(code: str, text: str) -> None:
    """Read as exactly that number, or an error there and nothing in the sum; blanks are blank."""
    other, blank = TEMPLATES[code]
    result = collected([other, typed(blank, code, text)], [OFFICE, BUREAU])
    record = result.units[1]
    assert record.returned
    value, number = record.returned.values[code], plain_number(text.strip(_EDGES))
    at_cell = [one for one in result.findings if one.indicator == code and one.unit == BUREAU.code]
    if not text.strip(_EDGES):
        event("blank")
        assert value is None
        assert at_cell == []
    elif number is not None and fits(number, FORM.decimals[code]):
        event("number")
        assert value == number.scaleb(FORM.decimals[code])
        assert at_cell == []
    else:
        event("refused")
        assert value is None
        (one,) = at_cell
        assert one.severity == "error"
        assert one.code.startswith("NUM-")
        assert (one.sheet, one.cell) == LAYOUT.where(code)
    assert result.totals[code] == OTHER + (value or 0)


@settings(slow, max_examples=300)
@given(st.sampled_from([COUNT, AMOUNT]), st.integers(0, MOST))
def test_a_stored_double_is_what_was_typed(code: str, scaled: int) -> None:
    """8.2 is stored as 8.1999999999999993, and read as 8.2."""
    _, blank = TEMPLATES[code]
    double = float(Decimal(scaled).scaleb(-FORM.decimals[code]))
    cell = {"!".join(LAYOUT.where(code)): f"<v>{double:.17g}</v>"}
    result = collected([raw(blank, cell)], [BUREAU])
    assert result.totals[code] == scaled
