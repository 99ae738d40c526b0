"""The rows of a table without lines: whether each is a row of its own, whole and named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.readers.pages import Word, lines_of
from ingest.readers.unruled_rows import FAR, NEAR, Extent, Row, is_nothing, is_number, over, places_of

CLOSER = 0.9
"""Rows that stand closer than this share of what parts rows with numbers may be lines of one cell."""
LETTER = 1.5
"""Heights of a line: a name that ends so near the end of its column may be broken there."""

_NOTE = re.compile(r"[（(]?(备?注|说明)|\*|※")


@dataclass(frozen=True)
class Body:
    """The rows of a table below its heads."""

    rows: Sequence[Row]
    columns: Sequence[Extent]
    below: Row | None = None
    """What stands under the table, if anything does."""

    @property
    def is_sure(self) -> bool:
        """Whether every word is in one column, no cell holds two numbers, and every row is whole and named."""
        if any(len(over(word, self.columns)) != 1 for row in self.rows for word in row.words):
            return False
        if any(len(cell) > 1 and any(map(is_number, cell)) for row in self._cells for cell in row):
            return False
        return self._is_even and all(map(self._is_named, self._cells)) and not any(map(self._may_be_rest, range(1, len(self.rows) + 1)))

    @cached_property
    def _cells(self) -> list[list[list[Word]]]:
        """The words of each row in each column."""
        cells: list[list[list[Word]]] = [[[] for _ in self.columns] for _ in self.rows]
        for row, held in zip(self.rows, cells, strict=True):
            for word in row.words:
                for at in places_of(word, self.columns):
                    held[at].append(word)
        return cells

    @cached_property
    def _held(self) -> list[list[Word]]:
        """The words of each column."""
        return [[word for cell in cells for word in cell] for cells in zip(*self._cells, strict=True)]

    @cached_property
    def _is_even(self) -> bool:
        """Whether lines within cells follow each other at one pitch, and the cells of a row stand at one height: at its top, middle or bottom."""
        cells = [[lines_of(cell) for cell in row] for row in self._cells]
        pitches = [below.box[1] - above.box[1] for row in cells for lines in row for above, below in pairwise(lines)]
        if pitches and max(pitches) - min(pitches) > NEAR:
            return False
        extents = [[(lines[0].box[1], lines[-1].box[3]) for lines in row if lines] for row in cells]
        return all(any(max(places) - min(places) <= NEAR for places in _places(row)) for row in extents)

    @cached_property
    def _named(self) -> list[bool]:
        """Of each column, whether it holds names."""
        return [not all(is_number(word) or is_nothing(word) for word in words) for words in self._held]

    @cached_property
    def _amounts(self) -> list[bool]:
        """Of each column, whether it holds amounts: not names, nor whole numbers at the left of names, which are codes."""
        found: list[bool] = []
        before_names = False
        for at in reversed(range(len(self.columns))):
            before_names = self._named[at] or (before_names and all(word.text.isdigit() for word in self._held[at]))
            found.insert(0, not before_names)
        return found

    def _is_named(self, cells: Sequence[Sequence[Word]]) -> bool:
        """Whether amounts stand beside a name of their own, the first of its columns filled: else a name may be that of several rows."""
        names: list[bool] = []
        counted = False
        for at, amount in enumerate(self._amounts):
            filled = bool(cells[at])
            names = [] if counted and not amount else names
            counted = amount
            names += [filled] if self._named[at] else []
            if amount and filled and names and not names[0]:
                return False
        return True

    @cached_property
    def _usual(self) -> float:
        """The least blank between two rows with numbers, in points; FAR lines where there are none."""
        gaps = [below.top - above.bottom for above, below in pairwise(self.rows) if above.counts and below.counts]
        return min(gaps, default=FAR * self.rows[0].high)

    def _may_be_rest(self, at: int) -> bool:
        """Whether a row without numbers (the one under the table is the last) may be lines of names above or below it."""
        row = self.rows[at] if at < len(self.rows) else self.below
        if row is None or row.counts or not self._are_names(row) or _NOTE.match(row.words[0].text):
            return False
        above, under = self.rows[at - 1], self.rows[at + 1] if at + 1 < len(self.rows) else None
        blanks = [row.top - above.bottom, *([under.top - row.bottom] if under else [])]
        if blanks[0] > FAR * row.high:
            return False
        return min(blanks) < CLOSER * self._usual or any(self._is_full(above, word) or self._is_full(row, word) for word in row.words)

    def _are_names(self, row: Row) -> bool:
        """Whether it stands in columns of names alone."""
        found = [at for word in row.words for at in places_of(word, self.columns)]
        return len(found) == len(row.words) and all(self._named[at] for at in found)

    def _is_full(self, row: Row, name: Word) -> bool:
        """Whether a row reaches the end of the column of `name`, as a name that goes on in the next line does."""
        (column,) = over(name, self.columns)
        end = max(word.box[2] for word in self._held[self.columns.index(column)])
        ends = [word.box[2] for word in row.words if over(word, [column])]
        return bool(ends) and end - max(ends) < LETTER * row.high


def _places(extents: Sequence[Extent]) -> tuple[list[float], list[float], list[float]]:
    """Where cells begin, where their middles are, where they end."""
    return [top for top, _ in extents], [(top + bottom) / 2 for top, bottom in extents], [bottom for _, bottom in extents]
