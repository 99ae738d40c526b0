"""Tables that are printed without lines around their cells (三线表, or no line at all): read where rows and columns are beyond doubt.

Columns are what blank corridors part from top to bottom, rows what blank strips part from side to side. What leaves any doubt is only told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.model import Box
from domain.text import squeeze
from ingest.document import Remark
from ingest.readers.pages import MARGIN, Frame, Page, Word, cell_of, lines_of
from ingest.readers.unruled_body import Body
from ingest.readers.unruled_heads import Heads, heads_of
from ingest.readers.unruled_rows import (
    FAR,
    GUTTER,
    MOST,
    Extent,
    Row,
    columns_of,
    counts,
    is_amount,
    is_nothing,
    is_number,
    places_of,
    rows_of,
)

MANY = 3
"""So many numbers side by side are a table even in a single row, or without names or decimals."""
UNREAD = "这一页有没有框线的表，行列不能确定，按文字读取，其中的数字没有收进表里"
_LABEL = re.compile(r".{0,12}[:：].*|[（(].*[）)]|.{0,40}表(\d*|[（(].*[）)])|.*单位.*元|20\d\d年(度|.*月|.*日)?")


def with_unruled(page: Page, remarks: list[Remark]) -> Page:
    """The page with the tables that no line is drawn around as frames beside the ruled ones; a remark is added where some are in doubt."""
    frames, doubtful = unruled([word for word in page.words if cell_of(page.frames, *word.middle) is None])
    if frames and _goes_on(page, frames[0]) and any((one.reason, one.page) == (UNREAD, page.number - 1) for one in remarks):
        frames, doubtful = frames[1:], True  # the table that it goes on with was not read
    if doubtful:
        remarks.append(Remark(UNREAD, page.number))
    return replace(page, frames=(*page.frames, *frames))


def _goes_on(page: Page, frame: Frame) -> bool:
    """Whether nothing but a running title stands above a table."""
    above = [line for line in lines_of(page.words) if line.box[3] <= frame.box[1] + GUTTER]
    return not any(line.box[3] > MARGIN * page.height or "表" in line.text for line in above)


def unruled(words: Sequence[Word]) -> tuple[list[Frame], bool]:
    """The tables without lines among the words of a page that stand in no ruled one; and whether there are others that can't be told surely."""
    rows = list(rows_of(words))
    frames, doubtful, start = [], False, 0
    for first, end in _runs(rows):
        body = rows[first:end]
        if _are_amounts(body):
            frame = _framed(rows[start:first], body, rows[end] if end < len(rows) else None)
            frames += [frame] if frame else []
            doubtful |= frame is None
        start = end
    return frames, doubtful


def _runs(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) row with numbers, of rows that stand near each other; others may stand between."""
    found: list[tuple[int, int]] = []
    near = False
    for at, row in enumerate(rows):
        near = near and row.top - rows[at - 1].bottom <= FAR * row.high
        if row.counts:
            found[-1 if near else len(found) :] = [(found[-1][0] if near else at, at + 1)]
            near = True
    return (run for run in found if _has_lines(rows[slice(*run)]) or _is_wide(rows[run[0]]))


def _has_lines(rows: Sequence[Row]) -> bool:
    """Whether several lines hold numbers, in however many rows."""
    return sum(counts(line.words) for row in rows for line in lines_of(row.words)) > 1


def _is_wide(row: Row) -> bool:
    """Whether a single row with a name at most is a table."""
    texts = sum(not is_number(word) for word in row.words)
    return texts < 2 and len(row.words) - texts >= MANY


def _are_amounts(body: Sequence[Row]) -> bool:
    """Whether it is a table of amounts: columns of nothing but numbers, one of several, with decimals (a contents list has none), or many.

    Lines are asked, for rows that stand too close are none.
    """
    words = [word for row in body for line in lines_of(row.words) if counts(line.words) for word in line.words]
    columns = columns_of(words)
    if len(columns) > MOST:
        return False
    held: list[list[Word]] = [[] for _ in columns]
    for word in words:
        held[places_of(word, columns)[0]].append(word)
    numbers = [found for found in held if all(is_number(word) or is_nothing(word) for word in found)]
    return len(numbers) >= MANY or (len(held) > 1 and any(is_amount(word) for found in numbers for word in found))


def _framed(above: Sequence[Row], body: Sequence[Row], below: Row | None) -> Frame | None:
    """The table with its cells; None where its heads or rows leave any doubt."""
    block = _head_block(above)
    if not block or body[0].top - block[-1].bottom > FAR * block[-1].high:
        return None
    words = [word for row in body if row.counts for word in row.words]
    heads = heads_of(block, columns_of(words), words)
    return _frame(block, body, heads) if heads and Body(body, heads.columns, below).is_sure else None


def _head_block(above: Sequence[Row]) -> list[Row]:
    """The rows above the first with numbers that may be heads, from top to bottom."""
    block = list(above[-1:])
    for row in reversed(above[:-1]):
        if not _is_head_too(row, block[0]):
            break
        block.insert(0, row)
    return block


def _is_head_too(row: Row, head: Row) -> bool:
    """Whether what stands above the heads may be heads of a level above them: it is near, and neither a title nor labels."""
    return head.top - row.bottom < FAR * row.high and not all(_LABEL.fullmatch(squeeze(word.text)) for word in row.words)


def _frame(block: Sequence[Row], body: Sequence[Row], heads: Heads) -> Frame:
    xs = _between(heads.columns)
    ys = _between([(block[0].top, block[-1].bottom), *((row.top, row.bottom) for row in body)])
    return Frame((*_head_cells(heads, xs, ys[0], ys[1]), *((x0, y0, x1, y1) for y0, y1 in pairwise(ys[1:]) for x0, x1 in pairwise(xs))))


def _head_cells(heads: Heads, xs: Sequence[float], top: float, bottom: float) -> Iterator[Box]:
    """Merged heads over the heads of their columns, the others over both levels."""
    yield from ((xs[first], top, xs[last + 1], heads.level) for first, last in heads.groups)
    yield from ((x0, heads.level if at in heads.lower else top, x1, bottom) for at, (x0, x1) in enumerate(pairwise(xs)))


def _between(extents: Sequence[Extent]) -> list[float]:
    """Edges: half-way between neighbours, and just outside at both ends."""
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(extents)]
    return [extents[0][0] - GUTTER, *inner, extents[-1][1] + GUTTER]
