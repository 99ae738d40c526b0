"""Ruled tables in the picture of a page: drawn lines → a grid → cells, a merged cell as one box.

Lines may be thin or thick, broken, single or double, a little curved; a table may lack the lines at its left and right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.readers.ink import Area, Flags, Picture

LINE = 45
"""So much darker than its paper (of 255) is a point of a line: lines are thinner than letters, so scans show them paler."""
REACH = 11.0
"""Points: a shorter stroke is no ruling."""
TABLE = 72.0
"""Points: what is narrower is no table."""
FILLED = 0.6
"""Share of its room that the cells of a table fill."""
LOWEST = 7.0
"""Points: most cells are as high, for they hold print."""
SOLID = 0.85
"""Share of a stretch of REACH that is drawn where a line runs."""
NEAR = 2.5
"""Points between strokes that are one line."""
DRAWN = 0.6
"""Share of the side of a cell that is drawn, where there is a side."""
EDGE = 0.25
"""Share of its width that the first and the last line of a table are drawn, at least; shorter ones belong to letters that touch it."""
ENCLOSED = 0.6
"""Share of its outline that a cell must have drawn."""
END = 3.5
"""Points at the end of a side where it must not break off."""
SHORT = 0.4
"""Share of its own darkness that a side keeps up to its ends."""
OPEN_ENDS = 3
"""So many level lines that end together stand for the side of a table that has none."""


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a ruled table, in pixels, in reading order."""

    cells: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Found:
    tables: tuple[Table, ...]
    lines: Flags
    """Where the lines of these tables are drawn, so that they aren't taken for print."""


def find_tables(dark: Picture, scale: float) -> Found:
    """The ruled tables of a level page; `dark` as `ink.darkness` gives it, `scale` in pixels a point."""
    level, upright = (_strokes(dark > LINE, scale, across=across) for across in (True, False))
    drawn = np.zeros(dark.shape, np.bool_)
    tables = []
    reach = max(3, round(1.5 * scale)) | 1
    joined = cv2.dilate((level | upright).astype(np.uint8), np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for number, (x, y, width, height, _) in enumerate(stats.tolist()):
        if number == 0 or width < TABLE * scale or height < REACH * scale:
            continue
        part = (slice(y, y + height), slice(x, x + width))
        mine = labels[part] == number
        grid = _grid(dark[part], level[part] & mine, upright[part] & mine, scale)
        cells = sorted(_cells(grid), key=lambda cell: (cell.y0, cell.x0)) if grid else []
        if grid and _is_table(cells, width * height, scale):
            tables.append(Table(tuple(Area(cell.x0 + x, cell.y0 + y, cell.x1 + x, cell.y1 + y) for cell in cells)))
            drawn[part] |= _drawn(grid.level, level[part] & mine, grid.ys, grid.xs, scale)
            drawn[part] |= _drawn(grid.upright, upright[part].T & mine.T, grid.xs, grid.ys, scale).T
    return Found(tuple(tables), np.asarray(cv2.dilate(drawn.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0))


def _is_table(cells: list[Area], room: int, scale: float) -> bool:
    """Whether cells fill the room that their lines take, and are high enough for print; bold letters that touch make up neither."""
    if len(cells) < 2 or sum(cell.width * cell.height for cell in cells) < FILLED * room:
        return False
    return sorted(cell.height for cell in cells)[len(cells) // 2] >= LOWEST * scale


def _strokes(ink: Flags, scale: float, *, across: bool) -> Flags:
    """Where lines run across (or down): stretches of REACH that are nearly all ink, with paper on one side of them at least."""
    length, side = max(5, round(REACH * scale)) | 1, max(2, round(3 * scale))
    share = cv2.blur(ink.astype(np.float32), (length, 1) if across else (1, length), borderType=cv2.BORDER_CONSTANT)
    beside = np.minimum(*(np.roll(share, step, axis=0 if across else 1) for step in (side, -side)))
    core = ((share > SOLID) & (beside < SOLID / 2)).astype(np.uint8)
    whole = round(length * (2 * SOLID - 1)) | 1
    return np.asarray(cv2.dilate(core, np.ones((1, whole) if across else (whole, 1), np.uint8)) > 0)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The lines of a table drawn through, and which sides of its places are really drawn."""

    xs: list[int]
    ys: list[int]
    level: NDArray[np.float32]
    """(lines, columns): how much of the level line y is drawn over column c; 0 where it doesn't run from upright to upright."""
    upright: NDArray[np.float32]
    """(lines, rows): the same of the upright line x beside row r."""


def _grid(dark: Picture, level: Flags, upright: Flags, scale: float) -> _Grid | None:
    """The lines of a table. Those that are no side of any place are letters and go, and then their neighbours' sides are weighed anew."""
    near = max(2, round(NEAR * scale))
    ys, xs = _places(level, near, axis=0), _places(upright, near, axis=1)
    if len(ys) > 1 and xs:
        xs = _with_open_sides(xs, level, ys, near)
    while len(ys) > 1 and len(xs) > 1:
        grid = _Grid(xs, ys, _sides(dark, ys, xs, scale), _sides(dark.T, xs, ys, scale))
        kept_ys = [y for y, shares in zip(ys, grid.level, strict=True) if shares.max() >= DRAWN]
        kept_xs = [x for x, shares in zip(xs, grid.upright, strict=True) if shares.max() >= DRAWN or x in (xs[0], xs[-1])]
        if (kept_xs, kept_ys) == (xs, ys):
            lengths = (grid.level >= DRAWN) @ np.diff(xs) / (xs[-1] - xs[0])
            if min(lengths[0], lengths[-1]) >= EDGE:
                return grid
            kept_ys = ys[1:] if lengths[0] < EDGE else ys[:-1]
        xs, ys = kept_xs, kept_ys
    return None


def _sides(dark: NDArray[np.uint8], lines: list[int], crossing: list[int], scale: float) -> NDArray[np.float32]:
    """How much of each line is drawn between each two crossing lines.

    0 where it stops short of one of them, as strokes of letters do; but a line that is whole before or behind may be broken there.
    """
    near, reach = max(2, round(NEAR * scale)), max(3, round(END * scale))
    found = np.zeros((len(lines), len(crossing) - 1), np.float32)
    whole = np.zeros(found.shape, np.bool_)
    for row, line in enumerate(lines):
        band = dark[max(line - near, 0) : line + near + 1]
        for column, (start, end) in enumerate(pairwise(crossing)):
            stretch = band[:, start : end + 1]
            best = int(stretch.mean(axis=1).argmax())  # lines drift a little over a page
            profile = stretch[max(best - 1, 0) : best + 2].max(axis=0)
            found[row, column] = (profile > LINE).mean()
            whole[row, column] = min(profile[:reach].min(), profile[-reach:].min()) >= SHORT * np.median(profile)
    sure = np.pad(whole & (found >= DRAWN), ((0, 0), (1, 1)))
    continued = (sure[:, :-2] | sure[:, 2:]) & (found >= SOLID) & (np.diff(crossing) >= REACH * scale)
    return np.asarray(np.where(whole | continued, found, 0), np.float32)


def _drawn(sides: NDArray[np.float32], strokes: Flags, lines: list[int], crossing: list[int], scale: float) -> Flags:
    """The strokes that make up the sides of places, as thick as they are; strokes of letters beside them stay out."""
    near = max(2, round(NEAR * scale))
    found = np.zeros(strokes.shape, np.bool_)
    for line, shares in zip(lines, sides, strict=True):
        first = max(line - near, 0)
        for (start, end), share in zip(pairwise(crossing), shares, strict=True):
            if share:
                columns = slice(max(start - near, 0), end + near + 1)
                part = strokes[first : line + near + 1, columns]
                thick = part.mean(axis=1)
                top = bottom = int(thick.argmax())
                while top > 0 and thick[top - 1] > 0.5:
                    top -= 1
                while bottom < len(thick) - 1 and thick[bottom + 1] > 0.5:
                    bottom += 1
                found[first + top : first + bottom + 1, columns] |= part[top : bottom + 1]
    return found


def _places(strokes: Flags, near: int, axis: int) -> list[int]:
    """Where along `axis` the lines stand, the longest first to claim its neighbourhood: strokes beside it are its own, or letters."""
    _, _, stats, centroids = cv2.connectedComponentsWithStats(strokes.astype(np.uint8), connectivity=8)
    length = cv2.CC_STAT_WIDTH if axis == 0 else cv2.CC_STAT_HEIGHT
    found = sorted(
        ((int(row[length]), float(centre[1 - axis])) for centre, row in zip(centroids[1:], stats[1:], strict=True)), reverse=True
    )
    groups: list[list[tuple[int, float]]] = []
    for weight, place in found:
        mine = next((group for group in groups if abs(group[0][1] - place) <= 2 * near), None)
        if mine is None:
            groups.append([(weight, place)])
        elif abs(mine[0][1] - place) <= near:
            mine.append((weight, place))
    return sorted(round(sum(weight * place for weight, place in group) / sum(weight for weight, _ in group)) for group in groups)


def _with_open_sides(xs: list[int], level: Flags, ys: list[int], near: int) -> list[int]:
    """The upright lines, and one where level lines end together beyond the first and the last of them."""
    runs = [np.flatnonzero(level[max(y - near, 0) : y + near + 1].any(axis=0)) for y in ys]
    for ends, outer in (([int(run[0]) for run in runs if len(run)], xs[0]), ([int(run[-1]) for run in runs if len(run)], xs[-1])):
        beyond = [end for end in ends if (outer - end if outer == xs[0] else end - outer) > 4 * near]
        if len(beyond) >= OPEN_ENDS and max(beyond) - min(beyond) <= 2 * near:
            xs = sorted([*xs, round(sum(beyond) / len(beyond))])
    return xs


def _cells(grid: _Grid) -> Iterator[Area]:
    """The rectangles that lines part the grid into. A stretch beside the table, enclosed on two sides only, is none."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    owner = list(range(rows * columns))

    def root(at: int) -> int:
        while owner[at] != at:
            at = owner[at]
        return at

    for at in range(rows * columns):
        row, column = divmod(at, columns)
        if column and grid.upright[column, row] < DRAWN:
            owner[root(at)] = root(at - 1)
        if row and grid.level[row, column] < DRAWN:
            owner[root(at)] = root(at - columns)
    regions: dict[int, list[tuple[int, int]]] = {}
    for at in range(rows * columns):
        regions.setdefault(root(at), []).append(divmod(at, columns))
    for region in regions.values():
        for top, left, bottom, right in _rectangles(region):
            if _enclosed(grid, top, left, bottom, right) >= ENCLOSED:
                yield Area(grid.xs[left], grid.ys[top], grid.xs[right], grid.ys[bottom])


def _rectangles(region: list[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Places of a grid as rectangles (top, left, bottom, right; far ends exclusive): one where they form one, else runs of equal rows."""
    runs: dict[int, list[tuple[int, int]]] = {}
    for row, column in sorted(region):
        mine = runs.setdefault(row, [])
        if mine and mine[-1][1] == column:
            mine[-1] = (mine[-1][0], column + 1)
        else:
            mine.append((column, column + 1))
    open_runs: dict[tuple[int, int], int] = {}
    for row in range(min(runs), max(runs) + 2):
        now = runs.get(row, [])
        for run in [run for run in open_runs if run not in now]:
            yield open_runs.pop(run), run[0], row, run[1]
        for run in now:
            open_runs.setdefault(run, row)


def _enclosed(grid: _Grid, top: int, left: int, bottom: int, right: int) -> float:
    """Share of the outline of a rectangle of places that is drawn."""
    widths, heights = np.diff(grid.xs[left : right + 1]), np.diff(grid.ys[top : bottom + 1])
    drawn = sum(float((grid.level[line, left:right] * widths).sum()) for line in (top, bottom))
    drawn += sum(float((grid.upright[line, top:bottom] * heights).sum()) for line in (left, right))
    return drawn / float(2 * (widths.sum() + heights.sum()))
