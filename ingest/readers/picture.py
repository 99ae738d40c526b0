"""A picture of a page → words with their boxes and ruled cells, in points.

The page is turned upright and levelled; its lines make the cells; what is printed in a cell is found by its ink and read line by line, so
that no word crosses a line. What stands outside the tables is found by a detection model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import Box
from ingest.readers.ink import Area, Flags, Picture, darkness, em, gray, merged, printed, rotated, runs, skew, texts
from ingest.readers.pages import Frame, Page, Word
from ingest.readers.recognition import Reading, detect, is_figure, recognise, settled
from ingest.readers.rulings import Table, find_tables
from ingest.readers.scan import UNREAD

COARSEST, FINEST = 150 / 72, 300 / 72
"""Pixels a point that are worked with; coarser pictures are enlarged, finer ones reduced."""
LARGEST, LONGEST = 40_000_000, 20_000
"""Pixels of a page, and of its longer side, that are worked with however many points it has: A3 at 300 dpi has 17 million."""
DETECTION = 96 / 72
"""Pixels a point for the detection of lines outside tables: half of what reading needs finds them all."""
MARGIN, TALLEST = 12.0, 1000.0
"""Points of paper around the lines that are looked for together, and of their height: the detection of a higher picture takes much memory."""
SLIVER = 16
"""Pixels: nothing lower holds a line of print."""
LEVEL = 0.05
"""Degrees: a page that leans less is level."""
UPRIGHT, BETTER = 0.8, 0.1
"""So sure is the reading of wide lines on a page that stands upright, degraded as it may be; and so much surer is it after a right turn."""
SAMPLE = 10
"""Lines read to tell which way up a page is."""
DOUBTFUL, DOUBTFUL_FIGURE = 0.6, 0.97
"""A line, or a number, read less surely is read again from softened pictures."""
INSET = 1.0
"""Points at the sides of a cell where only remains of its lines are expected."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A text to be read, and what it may not reach beyond: its cell, or the page."""

    text: Area
    bounds: Area


@dataclass(frozen=True)
class Sheet:
    """A level page: white paper, the lines of its tables gone, and where texts stand."""

    picture: Picture
    scale: float
    tables: tuple[Table, ...]
    spots: list[Spot]
    size: float
    """The usual height of a line, in pixels."""
    lean: float
    """Degrees by which it was turned counter-clockwise to be level."""
    read: dict[Spot, Reading] = field(default_factory=dict)


def read_page(image: NDArray[np.uint8], number: int, width: float, height: float) -> Page:
    """What is printed on one page; `image` is RGB or gray as shown, `width` and `height` are those of the page as shown, in points.

    The boxes are those of the page turned upright and levelled (Page.turn, Page.lean).
    Raises ValueError where `image` is none of 8 bits or the page has no size.
    """
    picture = gray(image)
    if min(picture.shape) < 2 or not (width > 0 and height > 0):
        raise ValueError(f"a page without size: {picture.shape}, {width} × {height}")
    picture, scale = _scaled(picture, picture.shape[1] / width)
    if min(picture.shape) < SLIVER:
        return Page(number, width, height, ())
    turn, sheet = _upright(picture, scale)
    if turn in (90, 270):
        width, height = height, width
    words = tuple(_words(sheet))
    frames = tuple(Frame(tuple(_points(cell, scale) for cell in table.cells)) for table in sheet.tables)
    return Page(number, width, height, words, frames, turn, sheet.lean)


def _scaled(picture: Picture, scale: float) -> tuple[Picture, float]:
    factor = min(max(scale, COARSEST), FINEST) / scale
    factor = min(factor, math.sqrt(LARGEST / picture.size), LONGEST / max(picture.shape))
    if factor == 1:
        return picture, scale
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor))
    return np.asarray(cv2.resize(picture, size, interpolation=how), np.uint8), scale * factor


def _upright(picture: Picture, scale: float) -> tuple[int, Sheet]:
    """The page turned so that its text can be read, and by how many degrees clockwise; as it is shown unless another turn is clearly better."""
    shown = _sheet(picture, scale)
    legible = _legible(shown)
    if not shown.spots or legible >= UPRIGHT:
        return 0, shown
    best, turn = shown, 0
    for other in (90, 270, 180):
        sheet = _sheet(np.ascontiguousarray(np.rot90(picture, -other // 90)), scale)
        found = _legible(sheet)
        if found > legible + BETTER:
            best, turn, legible = sheet, other, found - BETTER
        if found >= UPRIGHT:
            break
    return turn, best


def _legible(sheet: Sheet) -> float:
    """How surely the widest texts are read, 0–1. A wide text of few letters counts for less: it is a line, or letters lying on their side."""
    sample = sorted(sheet.spots, key=lambda spot: spot.text.width, reverse=True)[:SAMPLE]
    sheet.read.update(zip(sample, recognise([_crop(sheet.picture, spot, sheet.size) for spot in sample]), strict=True))
    letters = [(len(sheet.read[spot].text), spot.text.width / max(spot.text.height, 1)) for spot in sample]
    whole = [min(1.0, count / max(0.6 * wide, 1.0)) for count, wide in letters]
    return float(np.mean([sheet.read[spot].mean * share for spot, share in zip(sample, whole, strict=True)])) if sample else 0.0


def _sheet(picture: Picture, scale: float) -> Sheet:
    dark = darkness(picture, scale)
    angle = skew(dark)
    lean = angle if abs(angle) >= LEVEL else 0.0
    if lean:
        picture = rotated(picture, lean, border=int(np.median(picture[::4, ::4])))
        dark = darkness(picture, scale)
    found = find_tables(dark, scale)
    ink = printed(dark, found.lines, scale)
    clean = np.asarray(255 - dark, np.uint8)
    clean[found.lines] = 255
    cells = [cell for table in found.tables for cell in table.cells]
    inner = [_inset(cell, max(1, round(INSET * scale))) for cell in cells]
    size = em(ink, inner, scale)
    spots = [Spot(text, cell) for cell, inside in zip(cells, inner, strict=True) for text in texts(ink, inside, size)]
    return Sheet(clean, scale, found.tables, [*spots, *_outside(clean, ink, cells, scale)], size, lean)


def _inset(area: Area, by: int) -> Area:
    return Area(area.x0 + by, area.y0 + by, max(area.x1 - by, area.x0 + by + 1), max(area.y1 - by, area.y0 + by + 1))


def _outside(clean: Picture, ink: Flags, cells: list[Area], scale: float) -> Iterator[Spot]:
    """Lines of text outside the cells."""
    clean, ink = clean.copy(), ink.copy()
    for cell in cells:
        clean[cell.y0 : cell.y1, cell.x0 : cell.x1] = 255
        ink[cell.y0 : cell.y1, cell.x0 : cell.x1] = False
    for top, bottom in _strips(ink, scale):
        factor = DETECTION / scale
        strip = cv2.resize(clean[top:bottom], None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        page = Area(0, 0, clean.shape[1], clean.shape[0])
        for box in detect(np.asarray(strip, np.uint8)):
            y0, y1 = (min(max(round(y / factor) + top, 0), page.y1) for y in (box.y0, box.y1))
            x0, x1 = (min(max(round(x / factor), 0), page.x1) for x in (box.x0, box.x1))
            text = _tight(ink, Area(x0, y0, x1, y1))
            if text:
                yield Spot(text, page)


def _strips(ink: Flags, scale: float) -> Iterator[tuple[int, int]]:
    """Rows of the page that hold print, a margin around them; parted where a table or much blank paper lies between, or they grow too high."""
    strips: list[tuple[int, int]] = []
    for start, end in merged(runs(ink.any(axis=1)), 2 * scale):
        if strips and start - strips[-1][1] < 4 * MARGIN * scale and end - strips[-1][0] < TALLEST * scale:
            strips[-1] = strips[-1][0], end
        else:
            strips.append((start, end))
    edges = [0, *((above[1] + below[0]) // 2 for above, below in pairwise(strips)), len(ink)]
    margin = round(MARGIN * scale)
    for (start, end), above, below in zip(strips, edges, edges[1:], strict=False):
        yield max(start - margin, above), min(end + margin, below)


def _tight(ink: Flags, area: Area) -> Area | None:
    """The part of an area that is printed on; None where nothing is."""
    ys, xs = np.nonzero(ink[area.y0 : area.y1, area.x0 : area.x1])
    if not len(xs):
        return None
    return Area(area.x0 + int(xs.min()), area.y0 + int(ys.min()), area.x0 + int(xs.max()) + 1, area.y0 + int(ys.max()) + 1)


def _crop(picture: Picture, spot: Spot, size: float) -> Picture:
    """A line with paper around it, as high as a line even where it holds a dash only, and nothing from beyond its bounds."""
    text, bounds = spot.text, spot.bounds
    pad, rise = round(0.3 * size), max(0, round((size - text.height) / 2))
    want = Area(text.x0 - pad, text.y0 - pad - rise, text.x1 + pad, text.y1 + pad + rise)
    have = Area(max(want.x0, bounds.x0), max(want.y0, bounds.y0), min(want.x1, bounds.x1), min(want.y1, bounds.y1))
    beyond = have.y0 - want.y0, want.y1 - have.y1, have.x0 - want.x0, want.x1 - have.x1
    part = picture[have.y0 : have.y1, have.x0 : have.x1]
    return np.asarray(cv2.copyMakeBorder(part, *beyond, cv2.BORDER_CONSTANT, value=255), np.uint8)


def _words(sheet: Sheet) -> Iterator[Word]:
    new = [spot for spot in sheet.spots if spot not in sheet.read]
    sheet.read.update(zip(new, recognise([_crop(sheet.picture, spot, sheet.size) for spot in new]), strict=True))
    _read_again(sheet)
    for spot in sheet.spots:
        read = sheet.read[spot]
        if read.text or _is_print(spot, sheet):
            yield Word(read.text or UNREAD, _points(spot.text, sheet.scale), round(read.sure, 3))


def _is_print(spot: Spot, sheet: Sheet) -> bool:
    """Whether a text of which nothing was read fills a line of its cell: such a cell isn't blank. Outside cells it may be a picture."""
    return spot.bounds.width < sheet.picture.shape[1] and 0.6 * sheet.size < spot.text.height < 1.7 * sheet.size


def _read_again(sheet: Sheet) -> None:
    """Doubtful lines are read from two softened pictures too, which blur the grain of the paper but not the letters."""
    spots = [spot for spot in sheet.spots if _doubtful(sheet.read[spot])]
    if not spots:
        return
    softer = [np.asarray(each, np.uint8) for each in (cv2.GaussianBlur(sheet.picture, (3, 3), 0), cv2.medianBlur(sheet.picture, 3))]
    again = recognise([_crop(picture, spot, sheet.size) for spot in spots for picture in softer])
    for at, spot in enumerate(spots):
        sheet.read[spot] = settled([sheet.read[spot], *again[2 * at : 2 * at + 2]])


def _doubtful(reading: Reading) -> bool:
    return reading.sure < (DOUBTFUL_FIGURE if is_figure(reading.text) else DOUBTFUL)


def _points(area: Area, scale: float) -> Box:
    return area.x0 / scale, area.y0 / scale, area.x1 / scale, area.y1 / scale
