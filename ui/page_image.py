"""A page of an original as a picture, with a box around what is cited. No Streamlit here."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from domain.model import Box
from ingest.errors import Unreadable
from ingest.readers.images import Picture, pictures

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 2.0
"""Pixels a point: sharp on an ordinary screen."""
AROUND = 110
"""Points above and below the box that are shown with it."""
PAD = 2.5
"""Points between the box and what it marks."""
_INK = (180, 83, 9)


def boxed(data: bytes, number: int, box: Box, *, whole: bool = False) -> bytes | None:
    """PNG of page `number` (from 1) of a PDF or an image file: a strip around `box` (points from the top left) or all of it.

    None where it can't be drawn.
    """
    page = _rendered(data, number) if b"%PDF-" in data[:1024] else _scanned(data, number)
    if page is None:
        return None
    from PIL import ImageDraw

    x0, y0, x1, y1 = ((value + pad) * SCALE for value, pad in zip(box, (-PAD, -PAD, PAD, PAD), strict=True))
    ImageDraw.Draw(page).rectangle((x0, y0, x1, y1), outline=_INK, width=3)
    if not whole:
        page = page.crop((0, max(0, int(y0 - AROUND * SCALE)), page.width, min(page.height, int(y1 + AROUND * SCALE))))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _rendered(data: bytes, number: int) -> Image | None:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return document[number - 1].render(scale=SCALE).to_pil().convert("RGB") if number <= len(document) else None
    except pypdfium2.PdfiumError:
        return None


def _scanned(data: bytes, number: int) -> Image | None:
    """A page of an image file, as large as it would be drawn of a PDF."""
    from PIL import Image

    try:
        found = next(pictures(data, number), None)
    except Unreadable:
        return None
    if not isinstance(found, Picture) or found.number != number:
        return None
    size = round(found.width * SCALE), round(found.height * SCALE)
    return Image.fromarray(found.image).convert("RGB").resize(size)
