"""The rows of a drawn table, whatever pages it runs over: columns brought into line, a row cut by a page break made whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from domain.codes import code_names
from domain.text import key, squeeze
from ingest.document import Grid, GridCell
from ingest.grid_header import Row, is_body
from ingest.grid_titles import APART
from ingest.maker import read_cell

_NUMBERING = re.compile(r"[〇零一二三四五六七八九十]+、|[（(][〇零一二三四五六七八九十\d]+[）)]|\d+[.、．]|其中")


def drawn_rows(grids: Sequence[Grid]) -> list[Row]:
    """All rows of a table's grids. A place that a merged cell takes has that cell's text, and says so by `covered`."""
    widest = max(grids, key=lambda grid: len(grid.rows[0]))
    rows: list[Row] = []
    for grid in grids:
        part = _resolved([_aligned(row, grid.edges, widest.edges) for row in grid.rows])
        if rows and part and (whole := _mended(rows[-1], part[0])):
            rows[-1:], part = [whole], part[1:]
        rows.extend(part)
    return rows


def _resolved(rows: Sequence[Row]) -> list[Row]:
    """Every covered place with the text and lines of the cell that covers it."""
    made: list[list[GridCell]] = []
    for row in rows:
        made.append([])
        for at, cell in enumerate(row):
            anchor = made[-1][at - 1] if cell.covered == "left" and at else made[-2][at] if cell.covered and len(made) > 1 else None
            made[-1].append(replace(cell, text=anchor.text, lines=anchor.lines) if anchor else cell)
    return [tuple(row) for row in made]


def _aligned(row: Row, edges: Sequence[float], target: Sequence[float]) -> Row:
    """A row of a grid with fewer lines between its columns under the columns of another; as it is where lines don't match."""
    if len(edges) == len(target) or not edges or not target:
        return row
    marks = [_nearest(edge, target) for edge in edges]
    if marks[0] != 0 or marks[-1] != len(target) - 1 or None in marks or len(set(marks)) < len(marks):
        return row
    result: list[GridCell] = []
    for at, cell in enumerate(row):
        width = (marks[at + 1] or 0) - (marks[at] or 0)
        rest = "left" if not cell.covered else cell.covered
        result.append(replace(cell, spans=(cell.spans[0], cell.spans[1] + width - 1)))
        result.extend(GridCell("", cell.lines, covered="left" if rest != "above" else "above") for _ in range(width - 1))
    return tuple(result)


def _nearest(edge: float, target: Sequence[float]) -> int | None:
    at = bisect_left(target, edge)
    near = [index for index in (at - 1, at) if 0 <= index < len(target) and abs(target[index] - edge) < APART]
    return min(near, key=lambda index: abs(target[index] - edge)) if near else None


def _mended(above: Row, below: Row) -> Row | None:
    """The two halves of a row that a page break cut, as one: the lower half is nothing but the rest of names of official items."""
    if len(above) != len(below) or is_body(below):
        return None
    rests = [at for at, cell in enumerate(below) if cell.text and not cell.covered]
    if not rests or not all(_is_rest(above[at].text, below[at].text) for at in rests):
        return None
    joined = {at: replace(above[at], text=above[at].text + below[at].text, lines=(above[at].lines[0], below[at].lines[1])) for at in rests}
    return tuple(joined.get(at, cell) for at, cell in enumerate(above))


def _is_rest(above: str, below: str) -> bool:
    if not above or read_cell(above) is not None or _NUMBERING.match(below):
        return False
    start = _NUMBERING.match(above)
    name = squeeze(above)[start.end() if start else 0 :]
    return key(name) not in _official() and key(name + squeeze(below)) in _official()


@cache
def _official() -> frozenset[str]:
    return frozenset(key(row.name) for row in code_names())
