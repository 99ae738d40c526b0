"""Heads of a table without lines: which column each is over, in one row, or in two where merged heads stand over the heads of their columns.

Three levels are in doubt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pages import Word
from ingest.readers.unruled_groups import Grouping, Table, groups_of
from ingest.readers.unruled_rows import MOST, NEAR, STRIP, Cell, Extent, Row, columns_of, is_number, over

LOW = 1.8
"""The blank between two levels of heads, in heights of a line, that a head over both levels may stand in; a level between takes more."""
LETTERS = 4.0
"""Heights of a line between the letters of a head that are set apart (收    入)."""
WIDEST = 24
"""Columns of a table with merged heads."""


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
    cells = [Cell(tuple(word for word in words if over(word, [column]))) for column in columns]
    stacked = [pair for cell in cells for pair in pairwise(sorted(cell.words, key=lambda word: word.box[1]))]
    if any(below.box[1] - above.box[3] >= STRIP * (above.box[3] - above.box[1]) for above, below in stacked):
        return False
    return (_level([cell.middle for cell in cells]) or _level([cell.box[1] for cell in cells])) and len(
        {cell.text for cell in cells}
    ) == len(columns)


def _level(heights: Sequence[float]) -> bool:
    return max(heights) - min(heights) <= NEAR


def _cells(words: Sequence[Word]) -> list[Cell]:
    """The heads, from left to right: words of lines that stand close above each other."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box[1]):
        near = [group for group in groups if any(_is_next_line(other, word) for other in group)]
        groups = [group for group in groups if group not in near] + [[*(one for group in near for one in group), word]]
    return sorted((Cell(tuple(group)) for group in groups), key=lambda cell: cell.box[0])


def _is_next_line(above: Word, below: Word) -> bool:
    overlap = above.box[0] < below.box[2] and above.box[2] > below.box[0]
    return overlap and below.box[1] - above.box[3] < STRIP * (above.box[3] - above.box[1])


def _two_levels(cells: Sequence[Cell], columns: Sequence[Extent], body: Sequence[Word]) -> Heads | None:
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
    table = Table(together, leaves, frozenset(at for at, leaf in enumerate(leaves) if leaf in lower), body, not both)
    groups = groups_of(upper, table)
    if not groups:
        return None
    below = frozenset(at for first, last in groups for at in range(first, last + 1))
    level = (max(cell.box[3] for cell in upper) + min(cell.box[1] for cell in lower)) / 2
    return Heads(together, groups, below, level)


def _spelled(cells: Sequence[Cell]) -> list[Cell]:
    """Merged heads, letters that are set apart as one head."""
    found: list[Cell] = []
    for cell in cells:
        apart = bool(found) and len(cell.text) == 1 and len(found[-1].words[-1].text) == 1
        if apart and cell.box[0] - found[-1].box[2] < LETTERS * cell.high:
            found[-1] = Cell((*found[-1].words, *cell.words))
        else:
            found.append(cell)
    return found


def _are_levels(upper: Sequence[Cell], lower: Sequence[Cell], both: Sequence[Cell]) -> bool:
    """Whether the heads are two levels and nothing else, of one size of letters."""
    if not upper or not lower or any(len(cell.text) < 2 for cell in upper):
        return False
    if not all(_level([cell.middle for cell in cells]) for cells in (upper, lower)):
        return False
    highs = [cell.high for cell in (*upper, *lower, *both)]
    between = min(cell.box[1] for cell in lower) - max(cell.box[3] for cell in upper)
    return max(highs) - min(highs) <= NEAR and between > 0 and (not both or between < LOW * min(highs))
