"""The page of an original with what is cited boxed."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image, ImageChops

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


def scan(kind: str, *, pages: int = 1, turned: bool = False) -> bytes:
    """Empty A4 pages of 150 dpi as an image file; `turned`: lying on its side, as its EXIF says."""
    page = Image.new("L", (1754, 1240) if turned else (1240, 1754), 255)
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    more = {"save_all": True, "append_images": [page] * (pages - 1)} if pages > 1 else {}
    out = io.BytesIO()
    page.save(out, kind, dpi=(150, 150), exif=exif, **more)
    return out.getvalue()


def size(png: bytes | None) -> tuple[int, int]:
    assert png is not None
    return Image.open(io.BytesIO(png)).size


def test_a_strip_around_the_number_or_the_whole_page(blank: bytes) -> None:
    box = (100.0, 400.0, 160.0, 412.0)
    width, height = size(page_image.boxed(blank, 2, box))
    assert (width, height) == (1190, pytest.approx(2 * (2 * page_image.AROUND + 12 + 5), abs=2))
    assert size(page_image.boxed(blank, 2, box, whole=True)) == (1190, 1684)


def inked(png: bytes | None) -> tuple[int, int, int, int]:
    """What of the picture isn't white: left, right, top, bottom."""
    assert png is not None
    box = ImageChops.invert(Image.open(io.BytesIO(png)).convert("RGB")).getbbox()
    assert box is not None
    return box[0], box[2] - 1, box[1], box[3] - 1


def test_the_box_is_drawn_around_the_place(blank: bytes) -> None:
    png = page_image.boxed(blank, 1, (100.0, 400.0, 160.0, 412.0), whole=True)
    assert inked(png) == pytest.approx((195, 325, 795, 829), abs=3)


@pytest.mark.parametrize(
    ("data", "page"),
    [(scan("PNG"), 1), (scan("JPEG"), 1), (scan("JPEG", turned=True), 1), (scan("TIFF", pages=3), 3), (scan("WEBP"), 1)],
    ids=["png", "jpeg", "turned", "third of tiff", "webp"],
)
def test_images_are_drawn_as_they_were_read(data: bytes, page: int) -> None:
    png = page_image.boxed(data, page, (100.0, 400.0, 160.0, 412.0), whole=True)
    assert size(png) == pytest.approx((1190, 1684), abs=2)
    assert inked(png) == pytest.approx((195, 325, 795, 829), abs=3)
    assert page_image.boxed(data, page + 1, (0, 0, 1, 1)) is None


@pytest.mark.parametrize("data", [b"", b"not a page", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_has_no_pages_gives_no_picture(data: bytes) -> None:
    assert page_image.boxed(data, 1, (0, 0, 1, 1)) is None


def test_a_page_that_is_not_there_gives_no_picture(blank: bytes) -> None:
    assert page_image.boxed(blank, 3, (0, 0, 1, 1)) is None
