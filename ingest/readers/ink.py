"""What is printed on the picture of a page: how dark each point is beside its paper, how far the page leans, where lines of text stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Gray, (height, width), 0 black."""
Flags = NDArray[np.bool_]

INK = 70
"""So much darker than its paper (of 255) is a printed point."""
LEAN = 4.0
"""Degrees: no scanner feeds a page more askew."""
STROKE = 6.0
"""Points: the strokes of letters are thinner, shaded cells are wider."""
SPECK = 0.9
"""Points: what is smaller both ways is dirt."""
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
        cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=border), np.uint8
    )


def without_specks(ink: Flags, scale: float) -> Flags:
    """The ink but for dots smaller than any print."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    small = (stats[:, cv2.CC_STAT_WIDTH] <= SPECK * scale) & (stats[:, cv2.CC_STAT_HEIGHT] <= SPECK * scale)
    return np.asarray(ink & ~small[labels])
