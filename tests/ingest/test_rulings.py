"""Lines drawn on a picture become cells, however poorly they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from domain.model import Box
from tests.ingest.drawn import DPI, Drawn, Place, blank, draw_table, pixel, scanned, small_page, write_line

pytest.importorskip("cv2", reason="needs the extra scan")

XS = [30.0, 130.0, 200.0, 270.0, 340.0]
YS = [40.0 + 18 * row for row in range(8)]
MERGED = [
    Place(0, 0, 2, 1),
    Place(0, 1, 1, 4),
    Place(2, 0, 4, 1),
    Place(4, 0, 5, 2),
    *(Place(1, column, 2, column + 1) for column in (1, 2, 3)),
]
SINGLE = [
    Place(row, column, row + 1, column + 1)
    for row in range(2, 7)
    for column in range(4)
    if (row, column) not in ((2, 0), (3, 0), (4, 0), (4, 1))
]
PLACES = MERGED + SINGLE


def frames(page: Drawn) -> list[list[Box]]:
    """The cells found in each table, in points."""
    from ingest.readers.ink import darkness, gray, rotated, skew
    from ingest.readers.rulings import find_tables

    scale, picture = DPI / 72, gray(page.pixels)
    dark = darkness(picture, scale)
    angle = skew(dark)
    if angle:
        dark = darkness(rotated(picture, angle, 255), scale)
    return [[tuple(edge / scale for edge in cell) for cell in table.cells] for table in find_tables(dark, scale).tables]  # type: ignore[misc]


def same(found: list[Box], drawn: list[Box], tolerance: float) -> bool:
    near = [any(max(abs(a - b) for a, b in zip(one, other, strict=True)) <= tolerance for other in found) for one in drawn]
    return len(found) == len(drawn) and all(near)


def drawn(**how: object) -> Drawn:
    page = blank(380, 200)
    draw_table(page, XS, YS, PLACES, **how)  # type: ignore[arg-type]
    return page


@pytest.mark.parametrize("line", [1, 2, 5])
def test_merged_cells_are_one_box(line: int) -> None:
    page = drawn(line=line)
    (found,) = frames(page)
    assert same(found, list(page.cells), 1.5)


@pytest.mark.parametrize("lean", [-1.5, -0.5, 0.7, 1.5])
def test_a_poor_scan_has_the_same_cells(lean: float) -> None:
    page = scanned(drawn(), 5, lean=lean)
    (found,) = frames(page)
    assert same(found, list(page.cells), 3)


def test_broken_lines_are_lines() -> None:
    page = drawn()
    pixels = page.pixels.copy()
    pixels[:, 100::60] = 255
    pixels[:, 101::60] = 255
    pixels[95::50] = 255
    (found,) = frames(Drawn(_image(pixels)))
    assert same(found, list(page.cells), 1.5)


def test_specks_make_no_lines() -> None:
    page = drawn()
    pixels = page.pixels.copy()
    pixels[np.random.default_rng(3).random(pixels.shape[:2]) < 0.004] = 0
    (found,) = frames(Drawn(_image(pixels)))
    assert same(found, list(page.cells), 1.5)


def test_outer_sides_may_be_missing() -> None:
    page = drawn(sides=False)
    (found,) = frames(page)
    assert same(found, list(page.cells), 2.5)


def test_double_lines_are_one() -> None:
    page = drawn()
    pixels = page.pixels.copy()
    for y in (YS[0], YS[-1]):
        at = pixel(y)
        pixels[at + 4, pixel(XS[0]) : pixel(XS[-1])] = 0
    (found,) = frames(Drawn(_image(pixels)))
    assert same(found, list(page.cells), 3)


def test_letters_that_fill_their_row_make_no_cells() -> None:
    page = blank(380, 200)
    names = ["行政事业单位", "机关事业单位", "里目日田自口", "一二三工王十", "11111111111", "中小川甲由申"]
    places = [Place(row, column, row + 1, column + 1, name) for row, name in enumerate(names) for column in range(3)]
    draw_table(page, [20, 130, 240, 350], [30 + 12.5 * row for row in range(7)], places, points=10)
    (found,) = frames(page)
    assert same(found, list(page.cells), 1.5)


def test_letters_that_touch_a_table_make_no_cells() -> None:
    page = drawn()
    for y in (YS[0] - 4.6, YS[-1] + 4.6):
        write_line(page, XS[0], y, "里目日田国品中自口", 11)
    (found,) = frames(page)
    assert same(found, list(page.cells), 1.5)


def test_two_tables_are_two_frames() -> None:
    page = blank(380, 300)
    draw_table(page, XS, YS, PLACES)
    draw_table(page, [30, 180, 340], [200, 220, 240], [Place(row, column, row + 1, column + 1) for row in (0, 1) for column in (0, 1)])
    assert sorted(len(found) for found in frames(page)) == [4, len(PLACES)]


def test_prose_has_no_table() -> None:
    page = blank()
    for row in range(30):
        write_line(page, 60, 60 + 24 * row, "本单位二〇二四年度收入三百一十五万元，其中一般公共预算财政拨款三百万元。", 11)
    assert frames(page) == []
    assert frames(scanned(page, 2, lean=0.9)) == []
    assert frames(blank()) == []


def test_shaded_heads_are_cells_too() -> None:
    page = small_page()
    pixels = page.pixels.copy()
    head = pixels[pixel(84) : pixel(124), pixel(40) : pixel(380)]
    head[head > 200] = 205
    (found,) = frames(Drawn(_image(pixels)))
    assert same(found, list(page.cells), 1.5)


def _image(pixels: np.ndarray) -> object:  # type: ignore[type-arg]
    from PIL import Image

    return Image.fromarray(pixels)
