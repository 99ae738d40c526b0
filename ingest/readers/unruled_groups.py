"""Which columns of a table without lines each merged head is over.

It follows from how heads stand in their cells: at the left, or in the middle. What all groupings that fit have in common is taken; a column
that not all of them put under a head stands alone if its own head says enough. All else is in doubt.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Protocol

from ingest.readers.pages import Word
from ingest.readers.unruled_rows import NEAR, Cell, Extent, is_nothing, is_number, over

SEVERAL = 200
"""Groupings that are looked at; where more fit, heads say too little."""
_TOTALS = frozenset(("合计", "小计", "总计"))
"""Say nothing without the head above them."""
Group = tuple[int, int]
Grouping = tuple[Group, ...]


@dataclass(frozen=True)
class Table:
    """The columns that merged heads stand over."""

    columns: Sequence[Extent]
    leaves: Sequence[Cell]
    """The own head of each column."""
    lower: frozenset[int]
    """Columns whose own head stands in the lower level."""
    body: Sequence[Word]
    loose: bool
    """Whether no head stands over both levels: then one in the lower level may have none above it."""

    @cached_property
    def named(self) -> frozenset[int]:
        """Columns that hold names."""
        return frozenset(at for at in range(len(self.columns)) if not all(is_number(word) or is_nothing(word) for word in self.held(at)))

    def text(self, at: int) -> str:
        return self.leaves[at].text

    def held(self, at: int) -> list[Word]:
        return [word for word in self.body if over(word, [self.columns[at]])]

    def is_within(self, head: Cell, first: int, last: int) -> bool:
        """Whether a head stands over no column beside its group."""
        left = self.columns[first - 1][1] if first else -math.inf
        right = self.columns[last + 1][0] if last + 1 < len(self.columns) else math.inf
        return left <= head.box[0] and head.box[2] <= right


class _Fit(Protocol):
    """How heads stand in their cells, as far as it is known."""

    def after(self, head: Cell, first: int, last: int) -> _Fit | None:
        """What is known if the head is over the columns from first to last; None where it can't be."""


def groups_of(upper: Sequence[Cell], table: Table) -> Grouping:
    """First and last column of each merged head, from left to right; empty where anything is in doubt."""
    return _sure(_all_groupings(upper, table), table)


def _all_groupings(upper: Sequence[Cell], table: Table) -> list[Grouping]:
    """All ways in which merged heads can be over columns, however they stand in their cells; none where there are too many."""
    fits = [fit for fit in (_at_left(table), _centred(table)) if fit]
    found = {grouping for fit in fits for grouping in islice(_groupings(upper, 0, table, fit), SEVERAL + 1)}
    return sorted(found) if len(found) <= SEVERAL else []


def _sure(found: Sequence[Grouping], table: Table) -> Grouping:
    """What all groupings have in common; empty where that leaves any column's name in doubt."""
    repeating = [grouping for grouping in found if _repeats(grouping, table)]
    if len(found) < 2 or len(repeating) == 1:
        common = (repeating or found or [()])[0]
    else:
        common = tuple((max(first for first, _ in each), min(last for _, last in each)) for each in zip(*found, strict=True))
    texts = Counter(leaf.text for leaf in table.leaves)
    open_to_doubt = _columns_of(found) - _columns_of([common])
    if any(last <= first for first, last in common) or any(texts[one] > 1 or one in _TOTALS for one in map(table.text, open_to_doubt)):
        return ()
    return common if _are_distinct(common, table) else ()


def _columns_of(groupings: Sequence[Grouping]) -> set[int]:
    return {at for grouping in groupings for first, last in grouping for at in range(first, last + 1)}


def _repeats(grouping: Grouping, table: Table) -> bool:
    """Whether every column is under one of several heads, and what stands under each is the same."""
    sets = {tuple(map(table.text, range(first, last + 1))) for first, last in grouping}
    return len(grouping) > 1 and len(sets) == 1 and len(_columns_of([grouping])) == len(table.leaves)


def _groupings(upper: Sequence[Cell], at: int, table: Table, fit: _Fit) -> Iterator[Grouping]:
    """All ways in which the heads can be over the columns from `at` on, one after the other."""
    if at == len(table.columns):
        yield from () if upper else ((),)
        return
    if at not in table.lower or table.loose:
        yield from _groupings(upper, at + 1, table, fit)
    if not upper or at not in table.lower:
        return
    ends = [last for last in range(at + 1, len(table.columns)) if table.lower.issuperset(range(at, last + 1))]
    for last in ends:  # over one column alone it may be the first line of that column's head
        after = fit.after(upper[0], at, last) if table.is_within(upper[0], at, last) and last - at + 1 < len(table.columns) else None
        if after:
            yield from (((at, last), *rest) for rest in _groupings(upper[1:], last + 1, table, after))


@dataclass(frozen=True)
class _Left:
    """Each head begins where its cell does, a merged one with the first of its columns."""

    table: Table

    def after(self, head: Cell, first: int, last: int) -> _Fit | None:
        return self if abs(head.box[0] - self.table.leaves[first].box[0]) <= NEAR else None


def _at_left(table: Table) -> _Left | None:
    """Where the heads of names begin as the names do, one of them far shorter than its names."""
    named = [(table.leaves[at].box, table.held(at)) for at in table.named]
    flush = all(abs(box[0] - min(word.box[0] for word in words)) <= NEAR for box, words in named)
    shorter = any(max(word.box[2] for word in words) - box[2] > 4 * NEAR for box, words in named)
    return _Left(table) if flush and shorter else None


@dataclass(frozen=True)
class _Centred:
    """Each head stands in the middle of its cell: where the table's left edge is, all edges are, one after the other.

    The edge at the left of column n is at `bases[n]` plus the table's left edge for even n, less it for odd n.
    """

    table: Table
    bases: Sequence[float]
    low: float
    high: float
    """Between these the table's left edge is."""

    def after(self, head: Cell, first: int, last: int) -> _Fit | None:
        base = (self.bases[first] + self.bases[last + 1]) / 2
        if (last - first) % 2 == 0:  # what one edge moves to the left, the other moves to the right
            return self if abs(head.centre - base) <= NEAR else None
        edge = (head.centre - base) * _sign(first)
        low, high = max(self.low, edge - NEAR), min(self.high, edge + NEAR)
        return _Centred(self.table, self.bases, low, high) if low <= high else None


def _sign(column: int) -> int:
    return -1 if column % 2 else 1


def _centred(table: Table) -> _Centred | None:
    """Where edges can stand in the blanks between the columns so that each column's own head is in the middle."""
    bases, low, high = [0.0], -math.inf, table.columns[0][0]
    for leaf in table.leaves:
        bases.append(2 * leaf.centre - bases[-1])
    for at in range(1, len(bases)):
        left = table.columns[at - 1][1] - NEAR
        right = table.columns[at][0] + NEAR if at < len(table.columns) else math.inf
        ends = sorted((_sign(at) * (left - bases[at]), _sign(at) * (right - bases[at])))
        low, high = max(low, ends[0]), min(high, ends[1])
    return _Centred(table, bases, low, high) if low <= high else None


def _are_distinct(groups: Grouping, table: Table) -> bool:
    """Whether no two columns of a group, nor two beside all groups, are called the same."""
    grouped = {at for first, last in groups for at in range(first, last + 1)}
    sets = [list(range(first, last + 1)) for first, last in groups] + [[at for at in range(len(table.columns)) if at not in grouped]]
    return all(len(set(map(table.text, each))) == len(each) for each in sets)
