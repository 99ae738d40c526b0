"""Words of a page without lines as rows: what blank strips part from side to side, and what stands over what."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.model import Box
from domain.money import parse_number
from domain.text import squeeze
from ingest.document import union
from ingest.readers.pages import Word, lines_of

STRIP = 0.5
"""Blank of this share of a line's height parts rows; the lines of one cell stand closer."""
FAR = 3.0
"""Blank of so many lines' heights ends a table."""
GUTTER = 3.0
"""Points: a narrower blank parts no columns."""
NEAR = 1.5
"""Points between what stands at one height or begins at one place."""
MOST = 100
"""Columns: what has more is no table that anybody prints."""
_AMOUNT = re.compile(r".*[.,，]\d.*|\d{5,}")
_NOTHING = re.compile(r"[-—－–/]*")
Extent = tuple[float, float]
"""From where to where print stands, in points: across the page, or down it."""


@dataclass(frozen=True)
class Row:
    words: tuple[Word, ...]

    @cached_property
    def top(self) -> float:
        return min(word.box[1] for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.box[3] for word in self.words)

    @cached_property
    def high(self) -> float:
        """Of its highest word, in points."""
        return max(word.box[3] - word.box[1] for word in self.words)

    @cached_property
    def counts(self) -> bool:
        return counts(self.words)


@dataclass(frozen=True)
class Cell:
    """The words of one cell, of one line or several that stand close."""

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
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


def rows_of(words: Sequence[Word]) -> Iterator[Row]:
    """The rows of a page from top to bottom."""
    held: list[Word] = []
    bottom = 0.0
    for line in lines_of(words):
        _, top, _, low = line.box
        if held and top - bottom >= STRIP * (low - top):
            yield Row(tuple(held))
            held = []
        held, bottom = [*held, *line.words], max(bottom, low) if held else low
    if held:
        yield Row(tuple(held))


def counts(words: Sequence[Word]) -> bool:
    """Whether there is a number among other words, or an amount alone."""
    return any(map(is_number, words)) and (len(words) > 1 or is_amount(words[0]))


def columns_of(words: Sequence[Word]) -> list[Extent]:
    """From where to where print stands across the page, parted by corridors that are blank in every row."""
    columns: list[Extent] = []
    for left, right in sorted((word.box[0], word.box[2]) for word in words):
        if columns and left - columns[-1][1] < GUTTER:
            columns[-1] = columns[-1][0], max(right, columns[-1][1])
        else:
            columns.append((left, right))
    return columns


def over(word: Word, columns: Sequence[Extent]) -> list[Extent]:
    """The columns that a word stands in, in part at least, of columns from left to right."""
    return [columns[at] for at in places_of(word, columns)]


def places_of(word: Word, columns: Sequence[Extent]) -> range:
    """The same as numbers of the columns."""
    return range(
        bisect_right(columns, word.box[0], key=lambda column: column[1]), bisect_left(columns, word.box[2], key=lambda column: column[0])
    )


def is_number(word: Word) -> bool:
    return parse_number(word.text) is not None


def is_amount(word: Word) -> bool:
    """Whether it is a number that numbers no page, year or line: with decimals, thousands set apart, or long."""
    return is_number(word) and bool(_AMOUNT.fullmatch(word.text))


def is_nothing(word: Word) -> bool:
    """Whether it is a dash, as tables print it for no amount."""
    return bool(_NOTHING.fullmatch(word.text))
