"""The page of an original with what is cited boxed."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from ui import page_image


@pytest.fixture(scope="module")
def blank() -> bytes:
    """A PDF of two empty A4 pages."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(2):
            document.new_page(595, 842)
        document.save(out)
    return out.getvalue()


def size(png: bytes | None) -> tuple[int, int]:
    assert png is not None
    return Image.open(io.BytesIO(png)).size


def test_a_strip_around_the_number_or_the_whole_page(blank: bytes) -> None:
    box = (100.0, 400.0, 160.0, 412.0)
    width, height = size(page_image.boxed(blank, 2, box))
    assert (width, height) == (1190, pytest.approx(2 * (2 * page_image.AROUND + 12 + 5), abs=2))
    assert size(page_image.boxed(blank, 2, box, whole=True)) == (1190, 1684)


def test_the_box_is_drawn_around_the_place(blank: bytes) -> None:
    png = page_image.boxed(blank, 1, (100.0, 400.0, 160.0, 412.0), whole=True)
    assert png is not None
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    inked = [(x, y) for x in range(picture.width) for y in range(780, 850) if picture.getpixel((x, y)) != (255, 255, 255)]
    xs, ys = [x for x, _ in inked], [y for _, y in inked]
    assert (min(xs), max(xs)) == (pytest.approx(195, abs=3), pytest.approx(325, abs=3))
    assert (min(ys), max(ys)) == (pytest.approx(795, abs=3), pytest.approx(829, abs=3))


@pytest.mark.parametrize("data", [b"", b"not a page", b"%PDF-1.7 broken"])
def test_what_has_no_pages_gives_no_picture(data: bytes) -> None:
    assert page_image.boxed(data, 1, (0, 0, 1, 1)) is None


def test_a_page_that_is_not_there_gives_no_picture(blank: bytes) -> None:
    assert page_image.boxed(blank, 3, (0, 0, 1, 1)) is None
