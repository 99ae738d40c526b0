"""The rows of a table without lines: whether each is a row of its own, whole and named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.readers.pages import Word
from ingest.readers.unruled_rows import FAR, Extent, Row, is_nothing, is_number, over

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
        words = [word for row in self.rows for word in row.words]
        if any(len(over(word, self.columns)) != 1 for word in words):
            return False
        cells = [self._at(row, at) for row in self.rows for at in range(len(self.columns))]
        if any(len(cell) > 1 and any(map(is_number, cell)) for cell in cells):
            return False
        return all(self._is_named(row) for row in self.rows) and not any(map(self._may_be_rest, range(1, len(self.rows) + 1)))

    def _at(self, row: Row, column: int) -> list[Word]:
        return [word for word in row.words if over(word, [self.columns[column]])]

    @cached_property
    def _named(self) -> list[bool]:
        """Of each column, whether it holds names."""
        held = [[word for row in self.rows for word in self._at(row, at)] for at in range(len(self.columns))]
        return [not all(is_number(word) or is_nothing(word) for word in words) for words in held]

    @cached_property
    def _amounts(self) -> list[bool]:
        """Of each column, whether it holds amounts: not names, nor whole numbers at the left of names, which are codes."""
        found: list[bool] = []
        before_names = False
        for at in reversed(range(len(self.columns))):
            words = [word for row in self.rows for word in self._at(row, at)]
            before_names = self._named[at] or (before_names and all(word.text.isdigit() for word in words))
            found.insert(0, not before_names)
        return found

    def _is_named(self, row: Row) -> bool:
        """Whether amounts stand beside a name of their own, the first of its columns filled: else a name may be that of several rows."""
        names: list[bool] = []
        counted = False
        for at, amount in enumerate(self._amounts):
            filled = bool(self._at(row, at))
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
        found = [at for word in row.words for at in range(len(self.columns)) if over(word, [self.columns[at]])]
        return len(found) == len(row.words) and all(self._named[at] for at in found)

    def _is_full(self, row: Row, name: Word) -> bool:
        """Whether a row reaches the end of the column of `name`, as a name that goes on in the next line does."""
        (column,) = over(name, self.columns)
        end = max(word.box[2] for each in self.rows for word in each.words if over(word, [column]))
        ends = [word.box[2] for word in row.words if over(word, [column])]
        return bool(ends) and end - max(ends) < LETTER * row.high
