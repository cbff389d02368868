"""What the cover says of each table and of the whole: live formulas, with their present results."""

from __future__ import annotations

from toolkit.form.contact import faults_of
from toolkit.grids.names import CHECKS, FAILS, HOLDS, LATER, NOT_NUMBERS, QUERY, UNTOUCHED
from toolkit.painting.formulas import reference
from toolkit.template.checks import FIRST_ROW, LABEL, STATE, Checks
from toolkit.template.plan import Plan
from toolkit.template.words import Problems, Verdict


def table_verdict(plan: Plan, checks: Checks, table: str) -> tuple[str, str]:
    """Formula and present result: how many fail, 未填, 请选择填报状态, what to explain, or √."""
    bad, cells = _bad_formula(checks, table), _cells(checks, table)
    state, queries = reference(plan.cover.states[table]), _count(cells, QUERY)
    formula = (
        f"=IF({bad}>0,{_around(Verdict.FAILING, bad)},"
        f'IF({_count(cells, UNTOUCHED, LATER)}=ROWS({cells}),"{UNTOUCHED}",'
        f'IF({state}="","{Verdict.CHOOSE}",'
        f'IF({queries}>0,{_around(Verdict.QUERIES, queries)},"{HOLDS}"))))'
    )
    results = checks.results(table)
    if bad_now := _bad(results):
        return formula, f"{bad_now}".join(Verdict.FAILING)
    if set(results) <= {UNTOUCHED, LATER}:
        return formula, UNTOUCHED
    if not plan.filling.states.get(table):
        return formula, Verdict.CHOOSE
    open_now = _queries(results)
    return formula, f"{open_now}".join(Verdict.QUERIES) if open_now else HOLDS


def overall_verdict(plan: Plan, checks: Checks) -> tuple[str, str]:
    """Formula and present result: how many fail, 未填, 尚未填完, what else is open, or √.

    Whether the fields of the cover are filled in says the line below it.
    """
    tables = [table.code for table in plan.form.tables]
    needed = [table.code for table in plan.form.tables if not table.optional]
    bad = "+".join(_bad_formula(checks, one) for one in tables)
    queries = "+".join(_count(_cells(checks, one), QUERY) for one in tables)
    cells = [reference(plan.cover.results[one]) for one in needed]
    done = ",".join(f'OR({one}="{HOLDS}",LEFT({one},1)="{QUERY[0]}")' for one in cells)
    idle = ",".join(f'{one}="{UNTOUCHED}"' for one in cells)
    contact = reference(plan.cover.contact)
    formula = (
        f"=IF({bad}>0,{_around(Verdict.FAILING, f'({bad})')},"
        f'IF(AND({idle}),"{UNTOUCHED}",IF(AND({done}),'
        f'IF(LEFT({contact},1)="{QUERY[0]}","{Verdict.COVER_OPEN}",'
        f'IF({queries}>0,{_around(Verdict.READY_BUT, f"({queries})")},"{Verdict.READY}")),'
        f'"{Verdict.UNFINISHED}")))'
    )
    if bad_now := sum(_bad(checks.results(one)) for one in tables):
        return formula, f"{bad_now}".join(Verdict.FAILING)
    verdicts = {table_verdict(plan, checks, one)[1] for one in needed}
    if verdicts == {UNTOUCHED}:
        return formula, UNTOUCHED
    if not all(one == HOLDS or one.startswith(QUERY[0]) for one in verdicts):
        return formula, Verdict.UNFINISHED
    if faults_of(plan.filling.contact):
        return formula, Verdict.COVER_OPEN
    open_now = sum(_queries(checks.results(one)) for one in tables)
    return formula, f"{open_now}".join(Verdict.READY_BUT) if open_now else Verdict.READY


def first_problem(checks: Checks) -> tuple[str, str]:
    """Above the checks: how many are to be mended or looked at, and which is the first of them.

    Formula and present result.
    """
    last = FIRST_ROW + len(checks.lines)
    states, labels = (f"${column}${FIRST_ROW + 1}:${column}${last}" for column in (STATE, LABEL))
    bad, queries = _count(states, FAILS, NOT_NUMBERS), _count(states, QUERY)
    # Without IFERROR, which an .xls does not know.
    found = [
        f'IF({_count(states, one)}>0,MATCH("{one}*",{states},0),{last})'
        for one in (FAILS, NOT_NUMBERS, QUERY)
    ]
    at = f"IF({bad}>0,MIN({found[0]},{found[1]}),{found[2]})"
    counts = (
        f'IF({bad}>0,{_around(Problems.BAD, bad)},"")'
        f'&IF(AND({bad}>0,{queries}>0),"{Problems.AND}","")'
        f'&IF({queries}>0,{_around(Problems.QUERIES, queries)},"")'
    )
    row, label = f"({at}+{FIRST_ROW})", f"INDEX({labels},{at})"
    formula = (
        f'=IF({bad}+{queries}=0,"{Problems.NONE}",'
        f'{counts}&{_around(Problems.FIRST, row)}&{label}&"{Problems.END}")'
    )
    return formula, _first_problem_now(checks)


def _first_problem_now(checks: Checks) -> str:
    results = [line.state_result for line in checks.lines]
    bad, queries = _bad(results), _queries(results)
    if not bad + queries:
        return Problems.NONE
    counted = ((bad, Problems.BAD), (queries, Problems.QUERIES))
    counts = Problems.AND.join(f"{n}".join(words) for n, words in counted if n)
    at = [bool(_bad([one]) if bad else _queries([one])) for one in results].index(True)
    first = f"{at + FIRST_ROW + 1}".join(Problems.FIRST)
    return f"{counts}{first}{checks.lines[at].label}{Problems.END}"


# --- How many checks are in which state: now, and by a formula -----------------------------------


def _bad(states: list[str]) -> int:
    return sum(one.startswith((FAILS, NOT_NUMBERS)) for one in states)


def _queries(states: list[str]) -> int:
    return sum(one.startswith(QUERY) for one in states)


def _bad_formula(checks: Checks, table: str) -> str:
    return _count(_cells(checks, table), FAILS, NOT_NUMBERS)


def _cells(checks: Checks, table: str) -> str:
    """The states of a table's checks on the sheet 审核."""
    first, last = checks.rows(table)
    return f"'{CHECKS}'!${STATE}${first}:${STATE}${last}"


def _count(cells: str, *states: str) -> str:
    """How many checks are in one of the states; a state is known by how it begins."""
    counts = [f'COUNTIF({cells},"{state}*")' for state in states]
    return f"({'+'.join(counts)})"


def _around(words: tuple[str, str], number: str) -> str:
    return f'"{words[0]}"&{number}&"{words[1]}"'
