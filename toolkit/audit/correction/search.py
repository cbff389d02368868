"""Search: the likely wrong cells of one return, and what they should say. Nothing is ever applied.

:func:`diagnose` goes through the balances of one return (:mod:`toolkit.audit.correction.balances`)
in this order:

1. A cell holds no usable figure, and the equalities around it say what belongs there.
2. One mistake explains a whole group of violated balances: a cell that was typed wrong, named by
   the slip, factor or sign that made it, or two neighbours that were exchanged
   (:mod:`toolkit.audit.correction.one_mistake`).
3. Columns or rows were exchanged, or shifted by one
   (:mod:`toolkit.audit.correction.block_mistake`).
4. Two mistakes together do, or else three (:mod:`toolkit.audit.correction.fewest_changes`).

How near the digits are ranks the answers, and never makes one of several the only one. Figures are
integers of the smallest unit, and arithmetic is exact.

After Scholtus, CBS discussion papers 09046 (2009) and 08015 (2008/2011); de Waal, Pannekoek,
Scholtus, Handbook of Statistical Data Editing and Imputation (2011).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log, prod

from toolkit.audit.correction.balances import Balance
from toolkit.audit.correction.block import Block, BlockAnswer
from toolkit.audit.correction.block_choice import Choice, chosen, doubted
from toolkit.audit.correction.block_mistake import BlockSearch
from toolkit.audit.correction.fewest_changes import Budget, System, smallest
from toolkit.audit.correction.groups import joined
from toolkit.audit.correction.one_mistake import Act, CellChange, TypedCells
from toolkit.audit.correction.table_lines import Spots
from toolkit.audit.correction.typing_error import like

# At most three mistakes are looked for in one group, and at most three answers are named.
MOST_ACTS, MOST_CANDIDATES = 3, 3
# Looks at a cell for each group and number of changes: a few tens of milliseconds at most.
_LOOKS = 5_000
# With this many answers of the same size it no longer matters how many there are.
_MOST_ANSWERS = 2_000

Answer = tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """Changes that together restore every balance of the group, and break none that holds now."""

    changes: tuple[CellChange, ...]
    # Where one mistake displaced many figures: which.
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class LikelyMistakes:
    """One group of violated balances, and what explains it: ``likely`` or ``candidates``, never
    both.

    With neither, nothing within reach explains it.
    """

    broken: tuple[Balance, ...]
    # The only answer with the fewest mistakes.
    likely: Solution | None = None
    # Where there are several such answers: the three most plausible ones.
    candidates: tuple[Solution, ...] = ()


def diagnose(
    values: Mapping[str, int],
    balances: Sequence[Balance],
    *,
    decimals: Mapping[str, int],
    neighbours: Mapping[str, Sequence[str]],
    previous: Mapping[str, int | None],
    blank: AbstractSet[str] = frozenset(),
    missing: AbstractSet[str] = frozenset(),
    bounds: Sequence[Balance] = (),
    tables: Sequence[Spots] = (),
    totals: AbstractSet[str] = frozenset(),
) -> list[LikelyMistakes]:
    """The violated balances in connected groups, each with what explains it.

    ``values``: what was typed, 0 for the cells in ``blank``; ``missing``: the cells without a
    usable figure. ``neighbours``: the adjacent cells of each cell, including typed totals.
    ``previous``: last year's figures, for ranking. ``bounds``: Σ a·x ≤ constant; no answer breaks
    one that holds. ``tables``: where the cells of each table stand, live totals included, and
    ``totals``: the typed ones, for mistakes that displace whole lines.
    """
    known = {code: value for code, value in values.items() if code not in missing}
    for balance in balances:
        for code in balance.coefficients:
            if code not in known and code not in missing:
                known[code] = 0
    found, unknown = _deduced(known, balances, missing, previous) if missing else ([], set())
    judged = [one for one in balances if unknown.isdisjoint(one.coefficients)]
    cells = TypedCells(known, decimals, neighbours, previous, blank, bounds)
    localised = _localised(cells, judged, tables, totals, missing)
    if unknown and localised:
        # Once a wrong cell is corrected, the equalities over a missing one may agree.
        for one in localised:
            for change in one.likely.changes if one.likely else ():
                known[change.code] = change.value
        found.extend(_deduced(known, balances, unknown, previous)[0])
    return [*found, *localised]


def _deduced(
    known: dict[str, int],
    balances: Sequence[Balance],
    missing: AbstractSet[str],
    previous: Mapping[str, int | None],
) -> tuple[list[LikelyMistakes], set[str]]:
    """``known`` with the missing cells on which all their equalities agree; and the other cells."""
    found: list[LikelyMistakes] = []
    unknown, before = set(missing), -1
    while len(unknown) != before:
        before = len(unknown)
        for code in sorted(unknown):
            giving = [one for one in balances if unknown & one.coefficients.keys() == {code}]
            given = {_given(code, known, one) for one in giving}
            if len(given) == 1 and (value := given.pop()) is not None and value >= 0:
                unknown.discard(code)
                known[code] = value
                supported = like(value, previous.get(code))
                change = CellChange(code, 0, value, "deduced", like_last_year=supported)
                found.append(LikelyMistakes(tuple(giving), Solution((change,))))
    return found, unknown


def _given(code: str, known: Mapping[str, int], balance: Balance) -> int | None:
    """The value that one equality gives its only missing cell; None where it gives none."""
    others = sum(weight * known[one] for one, weight in balance.coefficients.items() if one != code)
    value, rest = divmod(balance.constant - others, balance.coefficients[code])
    return None if rest else value


# --- Localisation --------------------------------------------------------------------------------


def _localised(
    cells: TypedCells,
    balances: Sequence[Balance],
    tables: Sequence[Spots],
    typed: AbstractSet[str],
    missing: AbstractSet[str],
) -> list[LikelyMistakes]:
    """What is wrong where every cell holds a figure: first single mistakes, then the search."""
    values = cells.values
    residuals = [
        sum(weight * values[code] for code, weight in one.coefficients.items()) - one.constant
        for one in balances
    ]
    violated = [number for number, residual in enumerate(residuals) if residual]
    if not violated:
        return []
    system = System([one.coefficients for one in balances], residuals)
    codes = list(dict.fromkeys(code for k in violated for code in balances[k].coefficients))
    totals = {balances[k].at for k in violated}
    acts = [*cells.singles(system, codes, totals), *cells.swaps(system, codes, totals)]
    blocks = BlockSearch(cells, system, tables, typed, missing)
    return _Localiser(cells, balances, system, totals, acts, blocks).run(violated, codes)


@dataclass(frozen=True, slots=True)
class _Localiser:
    """Divides the violated balances into groups that can be explained apart, and explains each."""

    cells: TypedCells
    balances: Sequence[Balance]
    # The same balances, numbered alike.
    system: System
    # The cells at which violated balances are reported, including typed totals.
    totals: AbstractSet[str]
    # Every single mistake that would restore some of them.
    acts: list[Act]
    blocks: BlockSearch

    def run(self, violated: Sequence[int], codes: Iterable[str]) -> list[LikelyMistakes]:
        """First what one mistake explains, then what is left."""
        residuals = self.system.residuals
        apart, groups = self._groups(violated, codes)
        found: list[tuple[int, LikelyMistakes]] = []
        hard: list[frozenset[int]] = []
        alone = {group: [act for act in self.acts if act.mends == group] for group in groups}
        crowd = len(groups) > MOST_ACTS
        blocks = self._blocks(alone)
        sole = [
            one for one in groups if len(alone[one]) == 1 and self._pinned((alone[one][0],), one)
        ]
        for choice in chosen(blocks, alone, sole, MOST_CANDIDATES):
            found.append(self._told_as_block(choice))
        for group in groups:
            answers = [(act,) for act in alone[group] if all(residuals[k] for k in group)]
            if answers:
                doubt = any(doubted(group, _key(one), blocks) for one in answers)
                found.extend(self._told(answers, complete=not doubt, crowd=crowd))
            else:
                hard.append(group)
        for group in hard:
            parts = [one for one in apart if one <= group]
            found.extend(self._looked_further(group, parts, blocks, crowd))
        return [one for _, one in sorted(found, key=lambda each: each[0])]

    def _groups(
        self, violated: Sequence[int], codes: Iterable[str]
    ) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
        """The violated balances that share a cell; and those that one mistake may have violated."""
        residuals, columns = self.system.residuals, self.system.columns
        apart = joined(
            [{k} for k in violated]
            + [{k for k, _ in columns[code] if residuals[k]} for code in codes]
        )
        # An exchange that fully explains two groups is one mistake; explained apart they would be
        # two.
        bridges = [
            act.mends
            for act in self.acts
            if len(act.changes) > 1
            and sum(len(group) for group in apart if group <= act.mends) == len(act.mends)
        ]
        return apart, joined([*apart, *bridges])

    def _blocks(self, alone: Mapping[frozenset[int], Sequence[Act]]) -> list[BlockAnswer]:
        """What might be one mistake that displaced many figures.

        Not looked for where one wrong cell explains everything; where one exchange does, it might
        only be what is seen of a larger one.
        """
        if len(alone) > 1 or not all(alone.values()):
            return self.blocks.answers()
        acts = [act for one in alone.values() for act in one]
        if any(len(act.changes) == 1 for act in acts):
            return []
        return self.blocks.answers({change.code for act in acts for change in act.changes})

    def _told_as_block(self, choice: Choice) -> tuple[int, LikelyMistakes]:
        solutions = tuple(Solution(one.changes, one.block) for one in choice.answers)
        for number in choice.explains:
            self.system.residuals[number] = 0
        return min(choice.explains), LikelyMistakes(
            tuple(self.balances[k] for k in sorted(choice.explains)),
            solutions[0] if choice.certain else None,
            () if choice.certain else solutions,
        )

    def _looked_further(
        self,
        group: frozenset[int],
        parts: Sequence[frozenset[int]],
        blocks: Sequence[BlockAnswer],
        crowd: bool,
    ) -> Iterator[tuple[int, LikelyMistakes]]:
        """Several mistakes: all together, or else for each part by itself.

        What the answer to another group has mended already is no longer of this one.
        """
        group = frozenset(k for k in group if self.system.residuals[k])
        if not group:
            return
        alone = [(act,) for act in self.acts if act.mends == group]
        answers, complete = (alone, True) if alone else self._several(group)
        doubt = any(doubted(group, _key(one), blocks) for one in answers) or (
            # An exchange of neighbours may be what is seen of a larger one.
            any(len(act.changes) > 1 for one in answers for act in one)
            and any(not one.mends.isdisjoint(group) for one in blocks)
        )
        if answers:
            yield from self._told(answers, complete and not doubt, crowd=crowd)
        elif len(parts) > 1:
            for part in parts:
                yield from self._looked_further(part, (), blocks, crowd)
        else:
            left = tuple(self.balances[k] for k in sorted(group))
            yield min(group), LikelyMistakes(left)

    def _several(self, group: frozenset[int]) -> tuple[list[Answer], bool]:
        """All answers with two mistakes, or else with three; and whether none was left out."""
        for number in range(2, MOST_ACTS + 1):
            budget = Budget(_LOOKS)
            found: dict[frozenset[tuple[str, int]], Answer] = {}
            acts = [act for act in self.acts if act.mends <= group]
            for answer in _covers(group, acts, number, budget):
                found.setdefault(_key(answer), answer)
            for changes in smallest(self.system, group, number, budget):
                changed = {one: self.cells.values[one] + by for one, by in changes.items()}
                if self.cells.fit(changed):
                    answer = tuple(self._apart(changes))
                    found.setdefault(_key(answer), answer)
                if len(found) > _MOST_ANSWERS:
                    return list(found.values()), False
            if found or budget.spent:
                return list(found.values()), not budget.spent
        return [], True

    def _apart(self, changes: Mapping[str, int]) -> Iterator[Act]:
        """The changes as mistakes: those that share no balance are separate mistakes."""
        columns, residuals = self.system.columns, self.system.residuals
        touched = {code: frozenset(k for k, _ in columns[code]) for code in changes}
        for block in joined(touched.values()):
            here = {code: by for code, by in changes.items() if touched[code] <= block}
            mends = frozenset(
                k
                for k in block
                if residuals[k]
                and sum(self.system.rows[k].get(code, 0) * by for code, by in here.items())
            )
            yield self.cells.act(here, mends, self.totals)

    def _told(
        self, answers: Sequence[Answer], complete: bool, *, crowd: bool
    ) -> Iterator[tuple[int, LikelyMistakes]]:
        """A diagnosis for each block of balances that all answers explain apart from the rest.

        ``crowd``: so many balances are violated that some cells fit together by chance.
        """
        mended: set[int] = set()
        for block in joined([act.mends for answer in answers for act in answer]):
            within: dict[frozenset[tuple[str, int]], Answer] = {}
            for answer in answers:
                part = tuple(act for act in answer if act.mends <= block)
                within.setdefault(_key(part), part)
            every = list(within.values())
            broken = frozenset[int].intersection(
                *(frozenset(k for act in one for k in act.mends) for one in every)
            )
            if not broken:
                continue
            mended |= broken
            solutions = self._ranked(every)
            sole = complete and len(every) == 1 and self._pinned(every[0], broken)
            sole = sole and not (crowd and len(solutions[0].changes) > 1)
            yield (
                min(broken),
                LikelyMistakes(
                    tuple(self.balances[k] for k in sorted(broken)),
                    solutions[0] if sole else None,
                    () if sole else tuple(solutions),
                ),
            )
        # What has been explained counts as restored: another group's answer does not affect it.
        for number in mended:
            self.system.residuals[number] = 0

    def _pinned(self, answer: Answer, broken: frozenset[int]) -> bool:
        """Whether more than a sign or a bound makes this answer the only one.

        Any of the cells that are in one balance and no other may be wrong. That only one of them
        stays at 0 or above is no evidence: two of them that were exchanged are an answer, too.
        """
        if len(broken) > 1 or len(answer) > 1:
            return True
        (only,) = broken
        columns = self.system.columns
        free = [
            code
            for code in self.balances[only].coefficients
            if all(k == only for k, _ in columns[code])
        ]
        return len(free) == 1

    def _ranked(self, answers: list[Answer]) -> list[Solution]:
        """The most plausible first; on a tie the order of the cells decides."""
        # Rounded, so that equal odds stay equal whatever the order of multiplication.
        best = sorted(answers, key=lambda one: -round(log(prod(act.weight for act in one)), 6))
        return [
            Solution(tuple(change for act in answer for change in act.changes))
            for answer in best[:MOST_CANDIDATES]
        ]


def _key(answer: Answer) -> frozenset[tuple[str, int]]:
    return frozenset((change.code, change.value) for act in answer for change in act.changes)


def _covers(
    group: AbstractSet[int], acts: Sequence[Act], number: int, budget: Budget
) -> Iterator[Answer]:
    """Answers of ``number`` mistakes that restore the whole group, no balance twice."""
    if not group or not number:
        if not group and not number:
            yield ()
        return
    options: dict[int, list[Act]] = {k: [] for k in group}
    for act in acts:
        for k in act.mends:
            options[k].append(act)
    first = min(sorted(group), key=lambda k: len(options[k]))
    for act in options[first]:
        if budget.spent:
            return
        budget.left -= 1
        codes = {change.code for change in act.changes}
        rest = [
            one
            for one in acts
            if one.mends.isdisjoint(act.mends)
            and codes.isdisjoint(change.code for change in one.changes)
        ]
        for others in _covers(group - act.mends, rest, number - 1, budget):
            yield (act, *others)
