"""How often is a wrong cell found, and its value? Mistakes are made and then looked for.

    python -m benchmarks.correction [--seed 1] [--cases 1000]

A case is a return of the 2021 form, consistent in itself, with one mistake in one input that is
not zero, drawn uniformly. What no rule sees is counted apart: there is nothing to go by.
Nothing is asserted here; see README.md beside this file for the goals.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import NamedTuple

from toolkit.audit.correction.balances import equalities, inequalities, neighbours_of
from toolkit.audit.correction.search import LikelyMistakes, Solution, diagnose
from toolkit.form.form import Form
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out

FORM = default_form()
LAYOUT = lay_out(FORM)
TOTALS = frozenset(code for code, one in FORM.indicators.items() if one.parts)
NEIGHBOURS = {
    code: around for table in LAYOUT.tables for code, around in neighbours_of(table.spots).items()
}
COLUMNS = ("natural_person", "company", "research", "social_org", "legal_service", "other_org")
# Who asks, and how it ends: shares as in published reports, natural persons and 予以公开 foremost.
BUSY = dict(zip(COLUMNS, (0.75, 0.45, 0.08, 0.10, 0.08, 0.15), strict=True))
FREQUENT = {"granted": 0.9, "partial": 0.5, "not_held": 0.7, "needs_creation": 0.4, "petition": 0.4}
SELDOM = 0.12


class Mistake(NamedTuple):
    """A cell, what it says now, and where the figure went if it went to a neighbour."""

    code: str
    typed: int
    neighbour: str | None = None


@dataclass
class Tally:
    cases: int = 0
    unseen: int = 0
    likely: int = 0
    right: int = 0
    shortlisted: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def seen(self) -> int:
        return self.cases - self.unseen

    def add(self, other: Tally) -> None:
        for name in ("cases", "unseen", "likely", "right", "shortlisted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seconds.extend(other.seconds)


# --- Returns -------------------------------------------------------------------------------------


def heavy(chance: random.Random, size: float) -> int:
    """A count whose logarithm is spread evenly: most are small, a few are large."""
    return round(math.pow(size, chance.random()) + chance.paretovariate(1.5) - 1)


def table_3(chance: random.Random, carried_in: Mapping[str, int]) -> dict[str, int]:
    figures: dict[str, int] = {}
    size = 10 ** chance.uniform(1.0, 4.0)
    for column in COLUMNS:
        busy = chance.random() < BUSY[column]
        scale = size if column == "natural_person" else size / 4
        for code in FORM.inputs_of(f"t3.outcome.total.{column}"):
            often = FREQUENT.get(code.split(".")[-2], SELDOM)
            figures[code] = heavy(chance, scale) if busy and chance.random() < often else 0
        out = heavy(chance, scale / 3 + 1) if busy and chance.random() < 0.7 else 0
        done = out + sum(figures[code] for code in FORM.inputs_of(f"t3.outcome.total.{column}"))
        begun = carried_in[column]
        # What was carried in has to end somewhere.
        figures[f"t3.outcome.granted.{column}"] += max(begun - done, 0)
        figures[f"t3.carried_out.{column}"] = out
        figures[f"t3.carried_in.{column}"] = begun
        figures[f"t3.received.{column}"] = max(done - begun, 0)
    return figures


def year(chance: random.Random, last: Mapping[str, int] | None) -> dict[str, int]:
    """The inputs of one return; of the next year, where there is a last one."""
    figures = dict.fromkeys(FORM.inputs, 0)
    if last is None:
        begun = {
            one: heavy(chance, 30) if chance.random() < BUSY[one] * 0.7 else 0 for one in COLUMNS
        }
        figures |= table_3(chance, begun)
        for code in FORM.table_inputs("t4"):
            figures[code] = heavy(chance, 40) if chance.random() < 0.3 else 0
        documents = heavy(chance, 300)
    else:
        figures |= _next_table_3(chance, last)
        for code in FORM.table_inputs("t4"):
            figures[code] = _next(chance, last[code], 40)
        documents = last["t2.normative_documents.in_force"]
    issued = heavy(chance, 30)
    repealed = min(heavy(chance, 10), documents)
    figures["t2.normative_documents.issued"] = issued
    figures["t2.normative_documents.repealed"] = repealed
    figures["t2.normative_documents.in_force"] = documents + issued - repealed
    for code in ("t2.licences.decisions", "t2.penalties.decisions", "t2.coercion.decisions"):
        figures[code] = heavy(chance, 5000)
    figures["t2.fees.amount"] = heavy(chance, 1000) * 10**6 + chance.randrange(100) * 10**4
    return figures


def _next_table_3(chance: random.Random, last: Mapping[str, int]) -> dict[str, int]:
    figures = {}
    for column in COLUMNS:
        begun = last[f"t3.carried_out.{column}"]
        out = _next(chance, begun, 10)
        outcomes = list(FORM.inputs_of(f"t3.outcome.total.{column}"))
        for code in outcomes:
            figures[code] = _next(chance, last[code], 10)
        done = out + sum(figures[code] for code in outcomes)
        figures[f"t3.outcome.granted.{column}"] += max(begun - done, 0)
        figures[f"t3.carried_out.{column}"] = out
        figures[f"t3.carried_in.{column}"] = begun
        figures[f"t3.received.{column}"] = max(done - begun, 0)
    return figures


def _next(chance: random.Random, last: int, size: float) -> int:
    """A year later: about the same, sometimes nothing, seldom something where there was nothing."""
    if not last:
        return heavy(chance, size) if chance.random() < 0.06 else 0
    return 0 if chance.random() < 0.1 else round(last * chance.lognormvariate(0, 0.45))


# --- Mistakes ------------------------------------------------------------------------------------


def replaced(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice("0123456789") + text[place + 1 :]


def dropped(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text))
    return text[:place] + text[place + 1 :]


def added(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice("0123456789") + text[place:]


def transposed(chance: random.Random, text: str) -> str:
    if len(text) < 2:
        return text
    place = chance.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def tenfold(chance: random.Random, text: str) -> str:
    return text + "0"


BY_KEYS: Mapping[str, Callable[[random.Random, str], str]] = {
    "digit replaced": replaced,
    "digit dropped": dropped,
    "digit added": added,
    "two transposed": transposed,
    "times ten": tenfold,
}
SLIPS = {"slip to next row": (1, 0), "slip to next column": (0, 1)}
KINDS = (*BY_KEYS, *SLIPS)


def mistaken(chance: random.Random, kind: str, figures: Mapping[str, int]) -> Mistake | None:
    """One mistake in a cell drawn uniformly; None where this cell does not allow it."""
    code = chance.choice([one for one in FORM.inputs if figures[one]])
    value, scale = figures[code], FORM.scales[code]
    if kind in BY_KEYS:
        # Amounts are typed with their decimals; the digits before the point are as good as others.
        text = BY_KEYS[kind](chance, str(value // scale))
        typed = int(text or "0") * scale + value % scale
        return Mistake(code, typed) if typed != value and str(int(text or "0")) == text else None
    down, right = SLIPS[kind]
    sign = chance.choice((1, -1))
    row, column = LAYOUT.spots[code]
    there = (row + sign * down, column + sign * right)
    for other in NEIGHBOURS[code]:
        if LAYOUT.spots[other] == there and other not in TOTALS and not figures[other]:
            return Mistake(code, 0, other)
    return None


# --- Cases ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mode:
    name: str
    typed: frozenset[str]
    last_year: bool


MODES = tuple(
    Mode(f"{totals}, {last}", typed, known)
    for totals, typed in (("totals typed", TOTALS), ("totals formulas", frozenset[str]()))
    for last, known in (("without last year", False), ("with last year", True))
)


def everything(form: Form, figures: Mapping[str, int]) -> dict[str, int]:
    return {
        code: sum(figures[one] * times for one, times in form.inputs_of(code).items())
        for code in form.indicators
    }


def run(kind: str, mode: Mode, seed: int, cases: int) -> dict[str, Tally]:
    chance = random.Random(f"{seed} {kind}")
    tallies: dict[str, Tally] = {}
    done = 0
    while done < cases:
        last = year(chance, None)
        right = year(chance, last)
        mistake = mistaken(chance, kind, right)
        if mistake is None:
            continue
        done += 1
        table = FORM.indicators[mistake.code].table
        tally = tallies.setdefault(table, Tally())
        tally.add(one_case(mode, last, right, mistake))
    return tallies


def one_case(
    mode: Mode, last: Mapping[str, int], right: Mapping[str, int], mistake: Mistake
) -> Tally:
    previous = everything(FORM, last) if mode.last_year else {}
    meant = everything(FORM, right) if mode.typed else dict(right)
    typed = dict(meant)
    typed[mistake.code] = mistake.typed
    if mistake.neighbour:
        typed[mistake.neighbour] = right[mistake.code]
    # 规章 belong to those who may make them: T2-02 is not of this case.
    balances = [one for one in equalities(FORM, mode.typed, previous) if one.rule != "T2-02"]
    bounds = inequalities(FORM, mode.typed, previous)
    # About half of all zeros are left blank; what slipped away has left a blank.
    blank = {
        code for code in FORM.inputs if not typed[code] and (hash_of(code) or code == mistake.code)
    }
    # Time of the processor: others at work on the same machine do not count.
    started = time.process_time()
    found = diagnose(
        typed,
        balances,
        decimals=FORM.decimals,
        neighbours=NEIGHBOURS,
        previous=previous,
        blank=blank,
        bounds=bounds,
        tables=[table.spots for table in LAYOUT.tables],
        totals=mode.typed,
    )
    taken = time.process_time() - started
    return judged(found, {code: meant[code] for code in typed if typed[code] != meant[code]}, taken)


def hash_of(code: str) -> bool:
    """Half of the cells; the same ones in every run."""
    return sum(code.encode()) % 2 == 0


def judged(found: list[LikelyMistakes], truth: Mapping[str, int], taken: float) -> Tally:
    """Right: every wrong cell and its value, and no other cell, over all diagnoses together."""
    if not found:
        return Tally(cases=1, unseen=1)
    told = [one.likely for one in found if one.likely]
    said: dict[str, int] = {}
    for one in told:
        said |= _figures(one)
    likely = bool(told)
    right = said == truth
    listed = right or all(
        any(
            (code, value) in _figures(solution).items()
            for one in found
            for solution in (*one.candidates, *((one.likely,) if one.likely else ()))
        )
        for code, value in truth.items()
    )
    return Tally(1, 0, int(likely), int(right), int(listed), [taken])


def _figures(solution: Solution) -> dict[str, int]:
    return {change.code: change.value for change in solution.changes}


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.1f}" if whole else "     –"


def line(name: str, tally: Tally) -> str:
    seconds = tally.seconds
    speed = "       –       –"
    if len(seconds) > 1:
        speed = f"{1000 * median(seconds):8.2f}{1000 * quantiles(seconds, n=20)[-1]:8.2f}"
    return (
        f"  {name:<22}{tally.cases:>6}{tally.unseen:>7}{tally.seen:>6} "
        f"{share(tally.likely, tally.seen)}{share(tally.right, tally.seen)}"
        f"{share(tally.likely - tally.right, tally.seen)}"
        f"{share(tally.shortlisted, tally.seen)}{speed}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--seed", type=int, default=1, help="of all draws (1)")
    options.add_argument("--cases", type=int, default=1000, help="for each kind and mode (1000)")
    wanted = options.parse_args()
    print(
        f"seed {wanted.seed}; all shares in % of the cases that a rule sees; processor time in ms"
    )
    for mode in MODES:
        print(
            f"\n{mode.name}\n  {'':<22}{'cases':>6}{'unseen':>7}{'seen':>6} "
            f"{'likely':>6}{' right':>6}{' wrong':>6}{' top 3':>6}{'median':>8}{'95 %':>8}"
        )
        whole: dict[str, Tally] = {"t3": Tally(), "t4": Tally()}
        for kind in KINDS:
            by_table = run(kind, mode, wanted.seed, wanted.cases)
            together = Tally()
            for table, tally in by_table.items():
                together.add(tally)
                whole.setdefault(table, Tally()).add(tally)
            print(line(kind, together))
            for table in ("t3", "t4"):
                print(
                    line(f"    {FORM.table(table).sheet}", by_table.get(table, Tally())), flush=True
                )
        total = Tally()
        for tally in whole.values():
            total.add(tally)
        print(line("all", total))


if __name__ == "__main__":
    main()
