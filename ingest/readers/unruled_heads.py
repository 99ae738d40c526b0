"""Heads of a table without lines: which column each is over, in one row, or in two where merged heads stand over the heads of their columns.

Which columns a merged head is over follows from how heads stand in their cells: at the left, or in the middle. What all groupings that fit
have in common is taken; a column that not all of them put under a head stands alone if its own head says enough. All else is in doubt.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import Protocol

from domain.text import squeeze
from ingest.document import union
from ingest.readers.pages import Word
from ingest.readers.unruled_rows import MOST, NEAR, STRIP, Extent, Row, columns_of, is_nothing, is_number, over

LOW = 1.8
"""The blank between two levels of heads, in heights of a line, that a head over both levels may stand in; a level between takes more."""
LETTERS = 4.0
"""Heights of a line between the letters of a head that are set apart (收    入)."""
WIDEST = 40
"""Columns of a table with merged heads."""
SEVERAL = 200
"""Groupings that are looked at; where more fit, heads say too little."""
_TOTALS = frozenset(("合计", "小计", "总计"))
"""Say nothing without the head above them."""
Group = tuple[int, int]
Grouping = tuple[Group, ...]


@dataclass(frozen=True)
class Heads:
    """The columns of a table, and what stands over several."""

    columns: list[Extent]
    groups: Grouping = ()
    """First and last column of each merged head."""
    lower: frozenset[int] = frozenset()
    """Columns whose own head stands in the lower level, below a merged one."""
    level: float = 0.0
    """Where the upper level ends, in points down the page."""


@dataclass(frozen=True)
class _Cell:
    """One head, of one line or several that stand close."""

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        box = union([word.box for word in self.words])
        assert box is not None
        return box

    @property
    def extent(self) -> Extent:
        return self.box[0], self.box[2]

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def centre(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def text(self) -> str:
        return squeeze("".join(word.text for word in self.words))

    @property
    def high(self) -> float:
        """Of one of its lines, in points."""
        return max(word.box[3] - word.box[1] for word in self.words)


def heads_of(block: Sequence[Row], columns: list[Extent], body: Sequence[Word]) -> Heads | None:
    """The heads in the rows above a table, from top to bottom; None where they leave any doubt. `body`: the words of rows with numbers."""
    words = [word for row in block for word in row.words]
    if not 1 < len(words) <= MOST or any(map(is_number, words)):
        return None
    if len(block) == 1 and (alone := _headed(columns, columns_of(words))) and _is_one_level(words, alone):
        return Heads(alone)
    return _two_levels(_cells(words), columns, body)


def _headed(columns: Sequence[Extent], heads: Sequence[Extent]) -> list[Extent] | None:
    """The columns with their heads, each at most one that may stand at its other end, and heads of columns that are blank; None in doubt."""
    met_by = {head: [column for column in columns if head[0] < column[1] and head[1] > column[0]] for head in heads}
    met = [column for found in met_by.values() for column in found]
    if any(len(found) > 1 for found in met_by.values()) or len(met) != len(set(met)):
        return None
    found: list[Extent] = []
    ends = [(head, met_by[head][0]) for head in heads if met_by[head]]
    left = -math.inf
    for head, column in [*ends, ((math.inf, math.inf), (math.inf, math.inf))]:
        lone = [one for one in heads if left < one[0] and one[1] <= min(head[0], column[0]) and not met_by[one]]
        bare = [one for one in columns if left < one[0] and one[1] <= min(head[0], column[0]) and one not in met]
        if bare and len(bare) != len(lone):
            return None
        found += [_around(one, other) for one, other in zip(bare, lone, strict=True)] if bare else lone
        found += [_around(head, column)] if head[0] < math.inf else []
        left = max(head[1], column[1])
    return found if all(one[1] < other[0] for one, other in pairwise(found)) else None


def _around(one: Extent, other: Extent) -> Extent:
    return min(one[0], other[0]), max(one[1], other[1])


def _is_one_level(words: Sequence[Word], columns: Sequence[Extent]) -> bool:
    """Whether all heads stand side by side, each as the lines of one cell, and no two are called the same."""
    cells = [_Cell(tuple(word for word in words if over(word, [column]))) for column in columns]
    stacked = [pair for cell in cells for pair in pairwise(sorted(cell.words, key=lambda word: word.box[1]))]
    if any(below.box[1] - above.box[3] >= STRIP * (above.box[3] - above.box[1]) for above, below in stacked):
        return False
    return (_level([cell.middle for cell in cells]) or _level([cell.box[1] for cell in cells])) and len(
        {cell.text for cell in cells}
    ) == len(columns)


def _level(heights: Sequence[float]) -> bool:
    return max(heights) - min(heights) <= NEAR


def _cells(words: Sequence[Word]) -> list[_Cell]:
    """The heads, from left to right: words of lines that stand close above each other."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box[1]):
        near = [group for group in groups if any(_is_next_line(other, word) for other in group)]
        groups = [group for group in groups if group not in near] + [[*(one for group in near for one in group), word]]
    return sorted((_Cell(tuple(group)) for group in groups), key=lambda cell: cell.box[0])


def _is_next_line(above: Word, below: Word) -> bool:
    overlap = above.box[0] < below.box[2] and above.box[2] > below.box[0]
    return overlap and below.box[1] - above.box[3] < STRIP * (above.box[3] - above.box[1])


def _two_levels(cells: Sequence[_Cell], columns: Sequence[Extent], body: Sequence[Word]) -> Heads | None:
    middle = (min(cell.box[1] for cell in cells) + max(cell.box[3] for cell in cells)) / 2
    upper = _spelled([cell for cell in cells if cell.middle < middle - NEAR])
    lower = [cell for cell in cells if cell.middle > middle + NEAR]
    both = [cell for cell in cells if abs(cell.middle - middle) <= NEAR]
    if not _are_levels(upper, lower, both):
        return None
    leaves = sorted((*lower, *both), key=lambda cell: cell.box[0])
    together = _headed(columns, [leaf.extent for leaf in leaves])
    if together is None or len(together) != len(leaves) or len(leaves) > WIDEST:
        return None
    table = _Table(together, leaves, frozenset(at for at, leaf in enumerate(leaves) if leaf in lower), body, not both)
    groups = _sure(_groupings_of(upper, table), table)
    if not groups:
        return None
    below = frozenset(at for first, last in groups for at in range(first, last + 1))
    level = (max(cell.box[3] for cell in upper) + min(cell.box[1] for cell in lower)) / 2
    return Heads(together, groups, below, level)


def _spelled(cells: Sequence[_Cell]) -> list[_Cell]:
    """Merged heads, letters that are set apart as one head."""
    found: list[_Cell] = []
    for cell in cells:
        apart = bool(found) and len(cell.text) == 1 and len(found[-1].words[-1].text) == 1
        if apart and cell.box[0] - found[-1].box[2] < LETTERS * cell.high:
            found[-1] = _Cell((*found[-1].words, *cell.words))
        else:
            found.append(cell)
    return found


def _are_levels(upper: Sequence[_Cell], lower: Sequence[_Cell], both: Sequence[_Cell]) -> bool:
    """Whether the heads are two levels and nothing else, of one size of letters."""
    if not upper or not lower or any(len(cell.text) < 2 for cell in upper):
        return False
    if not all(_level([cell.middle for cell in cells]) for cells in (upper, lower)):
        return False
    highs = [cell.high for cell in (*upper, *lower, *both)]
    between = min(cell.box[1] for cell in lower) - max(cell.box[3] for cell in upper)
    return max(highs) - min(highs) <= NEAR and between > 0 and (not both or between < LOW * min(highs))


@dataclass(frozen=True)
class _Table:
    columns: Sequence[Extent]
    leaves: Sequence[_Cell]
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

    def is_within(self, head: _Cell, first: int, last: int) -> bool:
        """Whether a head stands over no column beside its group."""
        left = self.columns[first - 1][1] if first else -math.inf
        right = self.columns[last + 1][0] if last + 1 < len(self.columns) else math.inf
        return left <= head.box[0] and head.box[2] <= right


class _Fit(Protocol):
    """How heads stand in their cells, as far as it is known."""

    def after(self, head: _Cell, first: int, last: int) -> _Fit | None:
        """What is known if the head is over the columns from first to last; None where it can't be."""


def _groupings_of(upper: Sequence[_Cell], table: _Table) -> list[Grouping]:
    """All ways in which merged heads can be over columns, however they stand in their cells; none where there are too many."""
    fits = [fit for fit in (_at_left(table), _centred(table)) if fit]
    found = {grouping for fit in fits for grouping in islice(_groupings(upper, 0, table, fit), SEVERAL + 1)}
    return sorted(found) if len(found) <= SEVERAL else []


def _sure(found: Sequence[Grouping], table: _Table) -> Grouping:
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


def _repeats(grouping: Grouping, table: _Table) -> bool:
    """Whether every column is under one of several heads, and what stands under each is the same."""
    sets = {tuple(map(table.text, range(first, last + 1))) for first, last in grouping}
    return len(grouping) > 1 and len(sets) == 1 and len(_columns_of([grouping])) == len(table.leaves)


def _groupings(upper: Sequence[_Cell], at: int, table: _Table, fit: _Fit) -> Iterator[Grouping]:
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

    table: _Table

    def after(self, head: _Cell, first: int, last: int) -> _Fit | None:
        return self if abs(head.box[0] - self.table.leaves[first].box[0]) <= NEAR else None


def _at_left(table: _Table) -> _Left | None:
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

    table: _Table
    bases: Sequence[float]
    low: float
    high: float
    """Between these the table's left edge is."""

    def after(self, head: _Cell, first: int, last: int) -> _Fit | None:
        base = (self.bases[first] + self.bases[last + 1]) / 2
        if (last - first) % 2 == 0:  # what one edge moves to the left, the other moves to the right
            return self if abs(head.centre - base) <= NEAR else None
        edge = (head.centre - base) * _sign(first)
        low, high = max(self.low, edge - NEAR), min(self.high, edge + NEAR)
        return _Centred(self.table, self.bases, low, high) if low <= high else None


def _sign(column: int) -> int:
    return -1 if column % 2 else 1


def _centred(table: _Table) -> _Centred | None:
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


def _are_distinct(groups: Grouping, table: _Table) -> bool:
    """Whether no two columns of a group, nor two beside all groups, are called the same."""
    grouped = {at for first, last in groups for at in range(first, last + 1)}
    sets = [list(range(first, last + 1)) for first, last in groups] + [[at for at in range(len(table.columns)) if at not in grouped]]
    return all(len(set(map(table.text, each))) == len(each) for each in sets)
