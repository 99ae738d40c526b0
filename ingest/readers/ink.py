"""What is printed on the picture of a page: how dark each point is beside its paper, how far the page leans, where lines of text stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Picture = NDArray[np.uint8]
"""Gray, (height, width), 0 black."""
Flags = NDArray[np.bool_]

INK = 70
"""So much darker than its paper (of 255) is a printed point."""
LEAN = 4.0
"""Degrees: no scanner feeds a page more askew."""
STROKE = 6.0
"""Points: the strokes of letters are thinner, shaded cells are wider."""
SPECK = 1.5
"""Points: what is no larger either way is dirt."""
HAIR = 3.0
"""Points: thin strokes are longer than dirt."""
WORD_GAP = 2.0
"""Times its height: a wider gap in a line sets texts apart (columns that no ruling parts)."""


class Area(NamedTuple):
    """A rectangle in pixels; the far edges are exclusive."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


def gray(image: NDArray[Any]) -> Picture:
    """A picture in gray; raises ValueError for anything but (h, w), (h, w, 3) or (h, w, 4) of 8 bits."""
    if image.dtype != np.uint8 or image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (3, 4)):
        raise ValueError(f"no picture of 8 bits: {image.dtype} {image.shape}")
    if image.ndim == 2:
        return image
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(image[:, :, :3]), cv2.COLOR_RGB2GRAY), np.uint8)


def darkness(picture: Picture, scale: float) -> Picture:
    """How much darker each point is than the paper or the shading around it; the darkest ink of the page is 255.

    `scale` is pixels a point. Shadows, gray paper and shaded cells come out as 0.
    """
    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    size = max(3, round(STROKE * scale)) | 1
    paper = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    dark = cv2.subtract(paper, picture).astype(np.float32)
    dark -= np.median(dark[::4, ::4])  # the noise of the paper itself
    full = max(float(np.percentile(dark, 99.7)), 40.0)
    return np.asarray(np.clip(dark * (255 / full), 0, 255), np.uint8)


def skew(dark: Picture) -> float:
    """Degrees by which the page is to be turned counter-clockwise (as OpenCV does) so that its lines run level; 0 where none stand out."""
    factor = min(1.0, 1000 / max(dark.shape))
    small = cv2.resize(dark, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(small > INK // 2)
    if len(xs) < 100:
        return 0.0
    weights = small[ys, xs].astype(np.float64)
    coarse = max(np.arange(-LEAN, LEAN + 0.01, 0.2), key=lambda angle: _levelness(xs, ys, weights, angle))
    fine = max(np.arange(coarse - 0.2, coarse + 0.21, 0.02), key=lambda angle: _levelness(xs, ys, weights, angle))
    plain = _levelness(xs, ys, weights, 0.0)
    return float(fine) if _levelness(xs, ys, weights, fine) > 1.02 * plain else 0.0


def _levelness(xs: NDArray[Any], ys: NDArray[Any], weights: NDArray[np.float64], angle: float) -> float:
    """How sharply ink gathers in rows and columns when the points are turned by `angle` degrees."""
    sine, cosine = np.sin(np.radians(angle)), np.cos(np.radians(angle))
    return sum(
        float(np.square(np.diff(np.bincount((along - along.min()).astype(np.int64), weights))).sum())
        for along in (ys * cosine - xs * sine, xs * cosine + ys * sine)
    )


def rotated(picture: Picture, angle: float, border: int) -> Picture:
    """The picture turned by `angle` degrees counter-clockwise about its middle, in its own size."""
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=border),
        np.uint8,
    )


def printed(dark: Picture, lines: Flags, scale: float) -> Flags:
    """Where print stands: ink but for the drawn lines and for dirt. It is for finding texts, not for reading them.

    Dirt is what is small and has no body: a hairline is long, a point has a body, grains of paper and salt have neither.
    """
    ink = (dark > INK) & ~lines
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    body = np.bincount(labels[cv2.medianBlur(dark, 3) > INK], minlength=count) > 0
    kept = ((size > SPECK * scale) & body) | (size > HAIR * scale)
    return np.asarray(ink & kept[labels])


def em(ink: Flags, cells: list[Area], scale: float) -> float:
    """The usual height of a line of print in these cells, in pixels; that of 10-point letters where there are too few to tell."""
    heights = [end - start for cell in cells for start, end in runs(_part(ink, cell).any(axis=1)) if 4 <= (end - start) / scale <= 20]
    return float(np.median(heights)) if len(heights) > 4 else 9.0 * scale


def texts(ink: Flags, cell: Area, size: float) -> Iterator[Area]:
    """Where texts stand in a cell, line by line; `size` is the usual height of a line. What a wide gap parts are two texts."""
    part = _part(ink, cell)
    for top, bottom in _lines(part, size):
        for left, right in merged(runs(part[top:bottom].any(axis=0)), WORD_GAP * size):
            rows = runs(part[top:bottom, left:right].any(axis=1))
            text = Area(left, top + rows[0][0], right, top + rows[-1][1])
            if not _is_dirt(text, cell, size):
                yield Area(cell.x0 + text.x0, cell.y0 + text.y0, cell.x0 + text.x1, cell.y0 + text.y1)


def _is_dirt(text: Area, cell: Area, size: float) -> bool:
    """Smaller than a letter and no dash; or a flat streak along the side of the cell, left over from its line."""
    flat = text.height < 0.25 * size
    if flat and (text.y0 < 0.1 * size or text.y1 > cell.height - 0.1 * size):
        return True
    return max(text.width, text.height) < 0.45 * size and not (flat and text.width > 0.2 * size)


def _part(ink: Flags, cell: Area) -> Flags:
    return ink[cell.y0 : cell.y1, cell.x0 : cell.x1]


def _lines(part: Flags, size: float) -> Iterator[tuple[int, int]]:
    """Rows that hold a line each: the strokes of 二 are one, lines that touch are parted where there is least ink."""
    lines: list[tuple[int, int]] = []
    for start, end in runs(part.any(axis=1)):
        if lines and end - lines[-1][0] <= 1.25 * size:
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    for start, end in lines:
        yield from _parted(part.sum(axis=1), start, end, size)


def _parted(sums: NDArray[Any], start: int, end: int, size: float) -> Iterator[tuple[int, int]]:
    inset = round(0.6 * size)
    if end - start > 1.7 * size:
        inner = sums[start + inset : end - inset]
        if inner.min() < 0.15 * sums[start:end].max():
            middle = start + inset + int(inner.argmin())
            yield start, middle
            yield from _parted(sums, middle, end, size)
            return
    yield start, end


def runs(flags: ArrayLike) -> list[tuple[int, int]]:
    """Stretches of True, far ends exclusive."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], np.asarray(flags), [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def merged(stretches: list[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Stretches with gaps narrower than `gap` between them as one."""
    found: list[tuple[int, int]] = []
    for start, end in stretches:
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
