"""Which column does each number stand in? A small constraint search.

The unknowns are rows: each has the increasing choices of columns that its own identities allow. Linear constraints tie rows together
(a parent is the sum of its children in every column; a quantity of one table is that of another). A choice goes when no choice of the other
rows of a constraint can make it hold; what is left over at the end is undetermined where it disagrees. Documents are not always consistent:
a constraint that can't hold is no evidence and goes, with all that it was set against.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

Choice = tuple[int, ...]
_CAP = 4000
"""Sums kept a step; a constraint with more says nothing for now."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total column and its parts, as column indexes."""

    total: int
    parts: tuple[int, ...]


@dataclass(slots=True)
class Variable:
    """A row of numbers, in a common small unit. `half` is what rounding may hide in one number."""

    values: tuple[int, ...]
    width: int
    half: int
    choices: list[Choice] = field(default_factory=list)
    _known: dict[frozenset[int], dict[Choice, int]] = field(default_factory=dict, init=False, repr=False)

    def shares(self, columns: frozenset[int]) -> dict[Choice, int]:
        """For every choice, what the row has in these columns."""
        if columns not in self._known:
            self._known[columns] = {choice: self._at(choice, columns) for choice in self.choices}
        return self._known[columns]

    def _at(self, choice: Choice, columns: frozenset[int]) -> int:
        return sum(value for value, column in zip(self.values, choice, strict=True) if column in columns)


@dataclass(frozen=True, slots=True)
class Term:
    variable: int
    columns: frozenset[int]
    sign: int


@dataclass(frozen=True, slots=True)
class Constraint:
    """Σ sign·value = 0, or ≤ 0 where `equal` is False, within rounding. `soft`: a definition, used only where arithmetic is silent."""

    terms: tuple[Term, ...]
    equal: bool = True
    soft: bool = False
    exact: int = 0
    """More slack, for constants that come with rounding of their own."""
    constant: int = 0


def first_choices(values: Sequence[int], width: int, half: int, sums: Sequence[Sum]) -> list[Choice]:
    """The choices of increasing columns that the row's own identities allow; all that use its totals where none does."""
    return list(_first_choices(tuple(values), width, half, tuple(sums)))


@lru_cache(maxsize=4096)
def _first_choices(values: tuple[int, ...], width: int, half: int, sums: tuple[Sum, ...]) -> tuple[Choice, ...]:
    every = _with_totals(len(values), width, sums)
    return tuple(choice for choice in every if all(_holds(values, choice, half, item) for item in sums)) or every


@lru_cache(maxsize=4096)
def _with_totals(count: int, width: int, sums: tuple[Sum, ...]) -> tuple[Choice, ...]:
    """The choices that have the total of every sum that they have a part of; all, where there is none."""
    every = tuple(combinations(range(width), count))
    return (
        tuple(choice for choice in every if all(item.total in choice or not any(part in choice for part in item.parts) for item in sums))
        or every
    )


def _holds(values: tuple[int, ...], choice: Choice, half: int, item: Sum) -> bool:
    if item.total not in choice:
        return not any(part in choice for part in item.parts)
    by_column = dict(zip(choice, values, strict=True))
    parts = [by_column[part] for part in item.parts if part in by_column]
    return abs(by_column[item.total] - sum(parts)) <= half * (len(parts) + 1)


def solve(variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
    """Narrow the choices of every variable, in place."""
    start = [list(variable.choices) for variable in variables]
    hard = [item for item in constraints if not item.soft and _filtered(item, start, variables) is not None]
    while True:
        choices = [list(options) for options in start]
        disputed = _propagate(hard, choices, variables)
        if not disputed:
            break
        hard = [item for item in hard if not any(term.variable in disputed for term in item.terms)]
    for item in constraints:
        open_ = item.soft and any(len(choices[term.variable]) > 1 for term in item.terms)
        if open_ and (narrowed := _filtered(item, choices, variables)):
            _apply(narrowed, choices)
            _propagate(hard, choices, variables)
    for variable, options in zip(variables, choices, strict=True):
        variable.choices = options


def _propagate(constraints: Sequence[Constraint], choices: list[list[Choice]], variables: Sequence[Variable]) -> set[int]:
    """Narrow until nothing changes; the variables of a constraint that came to have no solution, if any."""
    using: dict[int, list[int]] = {}
    for n, item in enumerate(constraints):
        for term in item.terms:
            using.setdefault(term.variable, []).append(n)
    queue = deque(n for n, item in enumerate(constraints) if any(len(choices[term.variable]) > 1 for term in item.terms))
    waiting = set(queue)
    while queue:
        n = queue.popleft()
        waiting.discard(n)
        narrowed = _filtered(constraints[n], choices, variables)
        if narrowed is None:
            return {term.variable for term in constraints[n].terms if len(variables[term.variable].choices) > 1}
        for changed in _apply(narrowed, choices):
            for other in using[changed]:
                if other not in waiting and other != n:
                    waiting.add(other)
                    queue.append(other)
    return set()


def _apply(narrowed: dict[int, list[Choice]], choices: list[list[Choice]]) -> list[int]:
    changed = [index for index, options in narrowed.items() if len(options) < len(choices[index])]
    for index in changed:
        choices[index] = narrowed[index]
    return changed


def _filtered(item: Constraint, choices: Sequence[Sequence[Choice]], variables: Sequence[Variable]) -> dict[int, list[Choice]] | None:
    """The choices of its variables that some solution of the constraint uses; None where it has no solution."""
    shares: dict[int, dict[Choice, int]] = {}
    for term in item.terms:
        known = variables[term.variable].shares(term.columns)
        before = shares.get(term.variable, {})
        shares[term.variable] = {choice: before.get(choice, 0) + term.sign * known[choice] for choice in choices[term.variable]}
    sets = [sorted(set(own.values())) for own in shares.values()]
    slack = item.exact + sum(variables[index].half for index, own in shares.items() if any(own.values()))
    supported = _supported(sets, item.constant, slack, item.equal)
    if supported is None:
        return {index: list(own) for index, own in shares.items()}
    if not all(supported):
        return None
    return {
        index: [choice for choice, share in own.items() if share in good]
        for (index, own), good in zip(shares.items(), supported, strict=True)
    }


def _supported(sets: Sequence[Sequence[int]], constant: int, slack: int, equal: bool) -> list[set[int]] | None:
    """For each set the numbers that occur in a pick of one number a set whose sum is 0 (or at most 0) with the constant; None: too many."""
    fixed = constant + sum(own[0] for own in sets if len(own) == 1)
    open_ = [own for own in sets if len(own) > 1]
    high = slack - fixed
    low = -slack - fixed if equal else min(-slack - fixed, sum(own[0] for own in open_) - 1)
    if not open_:
        return [set(own) if low <= 0 <= high else set() for own in sets]
    before, after = _reach(open_, low, high), _reach(open_[::-1], low, high)
    if before is None or after is None:
        return None
    good: list[set[int]] = []
    for n, own in enumerate(open_):
        left, right = before[n], after[len(open_) - 1 - n]
        good.append({value for value in own if _meets(left, right, low - value, high - value)})
    found = iter(good)
    return [next(found) if len(own) > 1 else set(own) for own in sets]


def _reach(sets: Sequence[Sequence[int]], low: int, high: int) -> list[list[int]] | None:
    """For every n the sums of the first n sets from which the rest can still come between `low` and `high`; None: too many."""
    least, most = sum(own[0] for own in sets), sum(own[-1] for own in sets)
    sums = [0]
    reached = [sums]
    for own in sets[:-1]:
        least, most = least - own[0], most - own[-1]
        sums = sorted({done + value for done in sums for value in own if low - most <= done + value <= high - least})
        if len(sums) > _CAP:
            return None
        reached.append(sums)
    return reached


def _meets(left: Sequence[int], right: Sequence[int], low: int, high: int) -> bool:
    """Whether some pair of sums, one of each sorted list, comes between `low` and `high`."""
    short, long = sorted((left, right), key=len)
    for done in short:
        at = bisect_left(long, low - done)
        if at < len(long) and long[at] <= high - done:
            return True
    return False
