"""Tables that are printed without lines around their cells (三线表, or no line at all): read where rows and columns are beyond doubt.

Columns are what blank corridors part from top to bottom, rows what blank strips part from side to side. One row of heads, each over one
column: over merged heads nothing but their lines says which columns they hold, so a table that has them is only told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.money import parse_number
from domain.text import squeeze
from ingest.readers.pages import Frame, Word, lines_of

STRIP = 0.5
"""Blank of this share of a line's height parts rows; the lines of one cell stand closer."""
FAR = 3.0
"""Blank of so many lines' heights ends a table."""
GUTTER = 3.0
"""Points: a narrower blank parts no columns."""
MANY = 3
"""So many numbers side by side are a table even in a single row, or without names or decimals."""
MOST = 100
"""Columns: what has more is no table that anybody prints."""
UNREAD = "这一页有没有框线的表，行列不能确定，按文字读取，其中的数字没有收进表里"
_NOTHING = re.compile(r"[-—－–/]*")
_LABEL = re.compile(r".{0,12}[:：].*|[（(].*[）)]|.{0,40}表(\d*|[（(].*[）)])|.*单位.*元|20\d\d年(度|.*月|.*日)?")
_Extent = tuple[float, float]


@dataclass(frozen=True)
class _Row:
    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        return min(word.box[1] for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.box[3] for word in self.words)

    @property
    def high(self) -> float:
        return max(word.box[3] - word.box[1] for word in self.words)

    @property
    def counts(self) -> bool:
        return _counts(self.words)


def unruled(words: Sequence[Word]) -> tuple[list[Frame], bool]:
    """The tables without lines among the words of a page that stand in no ruled one; and whether there are others that can't be told surely."""
    rows = list(_rows(words))
    frames, doubtful, start = [], False, 0
    for first, end in _runs(rows):
        body = rows[first:end]
        columns = _columns([word for row in body if row.counts for word in row.words])
        if len(columns) <= MOST and _are_amounts(columns, body):
            frame = _framed(rows[start:first], body, columns)
            frames += [frame] if frame else []
            doubtful |= frame is None
        start = end
    return frames, doubtful


def _rows(words: Sequence[Word]) -> Iterator[_Row]:
    held: list[Word] = []
    bottom = 0.0
    for line in lines_of(words):
        _, top, _, low = line.box
        if held and top - bottom >= STRIP * (low - top):
            yield _Row(tuple(held))
            held = []
        held, bottom = [*held, *line.words], max(bottom, low) if held else low
    if held:
        yield _Row(tuple(held))


def _runs(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) row with numbers, of rows that stand near each other; others may stand between."""
    found: list[tuple[int, int]] = []
    near = False
    for at, row in enumerate(rows):
        near = near and row.top - rows[at - 1].bottom <= FAR * row.high
        if row.counts:
            found[-1 if near else len(found) :] = [(found[-1][0] if near else at, at + 1)]
            near = True
    return (run for run in found if _has_lines(rows[slice(*run)]) or _is_wide(rows[run[0]]))


def _has_lines(rows: Sequence[_Row]) -> bool:
    """Whether several lines hold numbers, in however many rows."""
    return sum(_counts(line.words) for row in rows for line in lines_of(row.words)) > 1


def _counts(words: Sequence[Word]) -> bool:
    return len(words) > 1 and any(map(_is_number, words))


def _is_wide(row: _Row) -> bool:
    """Whether a single row with a name at most is a table."""
    texts = sum(not _is_number(word) for word in row.words)
    return texts < 2 and len(row.words) - texts >= MANY


def _columns(words: Sequence[Word]) -> list[_Extent]:
    """From where to where print stands across the page, parted by corridors that are blank in every row."""
    columns: list[_Extent] = []
    for left, right in sorted((word.box[0], word.box[2]) for word in words):
        if columns and left - columns[-1][1] < GUTTER:
            columns[-1] = columns[-1][0], max(right, columns[-1][1])
        else:
            columns.append((left, right))
    return columns


def _are_amounts(columns: Sequence[_Extent], body: Sequence[_Row]) -> bool:
    """Whether it is a table of amounts: columns of nothing but numbers, beside names and with decimals (a contents list has none), or many."""
    held = [[word for row in body if row.counts for word in row.words if _over(word, [column])] for column in columns]
    numbers = [words for words in held if all(_is_number(word) or _is_nothing(word) for word in words)]
    return len(numbers) >= MANY or (0 < len(numbers) < len(held) and any("." in word.text for words in numbers for word in words))


def _framed(above: Sequence[_Row], body: Sequence[_Row], columns: list[_Extent]) -> Frame | None:
    """The table with its cells; None where its heads or rows leave any doubt."""
    head = above[-1] if above else None
    if head is None or not 1 < len(head.words) <= MOST or any(map(_is_number, head.words)) or body[0].top - head.bottom > FAR * head.high:
        return None
    if len(above) > 1 and _is_head_too(above[-2], head):
        return None
    together = _headed(columns, _columns(head.words))
    if together is None or any(len(_over(word, together)) != 1 for row in body for word in row.words):
        return None
    if any(not _is_sure(row, column) for row in body for column in together) or not _is_one_level(head, together):
        return None
    return _frame([head, *body], together)


def _headed(columns: Sequence[_Extent], heads: Sequence[_Extent]) -> list[_Extent] | None:
    """The columns with their heads, each at most one that may stand at its other end, and heads of columns that are blank; None in doubt."""
    over = {head: [column for column in columns if head[0] < column[1] and head[1] > column[0]] for head in heads}
    met = [column for found in over.values() for column in found]
    if any(len(found) > 1 for found in over.values()) or len(met) != len(set(met)):
        return None
    found: list[_Extent] = []
    ends = [(head, over[head][0]) for head in heads if over[head]]
    left = -math.inf
    for head, column in [*ends, ((math.inf, math.inf), (math.inf, math.inf))]:
        lone = [one for one in heads if left < one[0] and one[1] <= min(head[0], column[0]) and not over[one]]
        bare = [one for one in columns if left < one[0] and one[1] <= min(head[0], column[0]) and one not in met]
        if bare and len(bare) != len(lone):
            return None
        found += [_around(one, other) for one, other in zip(bare, lone, strict=True)] if bare else lone
        found += [_around(head, column)] if head[0] < math.inf else []
        left = max(head[1], column[1])
    return found if all(one[1] < other[0] for one, other in pairwise(found)) else None


def _around(one: _Extent, other: _Extent) -> _Extent:
    return min(one[0], other[0]), max(one[1], other[1])


def _is_head_too(row: _Row, head: _Row) -> bool:
    """Whether what stands above the heads may be heads of a level above them: it is near, and neither a title nor labels."""
    return head.top - row.bottom < FAR * row.high and not all(_LABEL.fullmatch(squeeze(word.text)) for word in row.words)


def _is_one_level(head: _Row, columns: Sequence[_Extent]) -> bool:
    """Whether all heads stand side by side, each as the lines of one cell, and no two are called the same."""
    cells = [[word for word in head.words if _over(word, [column])] for column in columns]
    stacked = [pair for words in cells for pair in pairwise(sorted(words, key=lambda word: word.box[1]))]
    if any(below.box[1] - above.box[3] >= STRIP * (above.box[3] - above.box[1]) for above, below in stacked):
        return False
    tops, bottoms = [min(word.box[1] for word in words) for words in cells], [max(word.box[3] for word in words) for words in cells]
    texts = {"".join(word.text for word in words) for words in cells}
    return max(tops) < min(bottoms) and len(texts) == len(columns)


def _over(word: Word, columns: Sequence[_Extent]) -> list[_Extent]:
    return [column for column in columns if word.box[0] < column[1] and word.box[2] > column[0]]


def _is_sure(row: _Row, column: _Extent) -> bool:
    """Whether a cell holds one number or a text, not two numbers of rows that stand too close."""
    words = [word for word in row.words if _over(word, [column])]
    return len(words) < 2 or not any(map(_is_number, words))


def _frame(rows: Sequence[_Row], columns: Sequence[_Extent]) -> Frame:
    xs = _between([(column[0], column[1]) for column in columns])
    ys = _between([(row.top, row.bottom) for row in rows])
    return Frame(tuple((x0, y0, x1, y1) for y0, y1 in pairwise(ys) for x0, x1 in pairwise(xs)))


def _between(extents: Sequence[_Extent]) -> list[float]:
    """Edges: half-way between neighbours, and just outside at both ends."""
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(extents)]
    return [extents[0][0] - GUTTER, *inner, extents[-1][1] + GUTTER]


def _is_number(word: Word) -> bool:
    return parse_number(word.text) is not None


def _is_nothing(word: Word) -> bool:
    return bool(_NOTHING.fullmatch(word.text))
