"""PDFs with a text layer → Document: ruled cells from tablers, characters from PDFium, page by page, each closed as it is done."""

from __future__ import annotations

import ctypes
import io
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.model import Box
from domain.text import RADICALS
from ingest.document import Document, Remark
from ingest.errors import Unreadable
from ingest.readers.pages import APART, SAME_LINE, Frame, Page, Word, assemble, cell_of
from ingest.readers.scan import missing, read_page
from ingest.readers.scan import remarks as doubts
from ingest.readers.unruled import with_unruled

if TYPE_CHECKING:
    import pypdfium2
    import tablers

LARGEST = 3000
"""Pages. A department's disclosure has some hundred at most."""
DRAWN, PICTURED = frozenset((2, 5)), frozenset((3, 5))
"""Kinds of page objects as PDFium numbers them: paths and forms (which may hold paths), pictures and forms."""
OPENED = 50
"""Pages that are read before the file is closed and opened again."""
SCANNED = 200
"""Dots an inch at which a page that is a picture is drawn to be recognised."""
SMALLEST_FRAME = 2
"""Cells. A single box around a text is no table."""
ASCENT = 0.86
"""Share of a font's size that stands above the baseline, as in the fonts that Chinese offices use."""
SAMPLED = 40
"""Characters of a page that are asked which way they run."""
BLANKS = frozenset(" \t\r\n\u00a0\u3000\ufeff\u200b\ufffe\x00\x02")
Glyph = tuple[str, float, float, float, float]
"""A character and its box: x0, y0, x1, y1 from the top left of the page as it is read. The box is as high as the font, not as the glyph."""


def read_pdf(data: bytes, name: str, sha: str, second: frozenset[int] = frozenset()) -> Document:
    """A PDF's text and tables, ruled or not; the ruled cells of the pages in `second` (from 1) as pdfplumber finds them.

    Raises Unreadable where the file is encrypted, broken, without pages, has too many, or where no page holds text."""
    import pypdfium2

    remarks: list[Remark] = []
    try:
        with pypdfium2.PdfDocument(data) as source:
            count = len(source)
        _check(count)
        document = assemble(name, sha, _pages(data, count, remarks, second), remarks)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_refusal(error), "format") from error
    except (RuntimeError, ValueError) as error:
        raise Unreadable(f"PDF 文件损坏，打不开：{error}", "format") from error
    if not document.blocks:
        raise Unreadable(remarks[0].reason if remarks else "PDF 里没有文字", "empty")
    return document


def _pages(data: bytes, count: int, remarks: list[Remark], second: frozenset[int]) -> Iterator[Page]:
    """The pages with text, one by one; a page that is a picture is remarked.

    The file is opened anew every so many pages, for both engines keep what they parsed until it is closed.
    """
    import pypdfium2
    import tablers

    for first in range(0, count, OPENED):
        with pypdfium2.PdfDocument(data) as texts, tablers.Document(bytes=data) as rules:
            for number in range(first, min(first + OPENED, count)):
                source = texts[number]
                try:
                    page = _page(source, Rulings(data, rules, second), number)
                    if page.words:
                        yield with_unruled(page, remarks)
                    elif _holds(source, PICTURED):
                        yield from _recognised(source, number + 1, remarks)
                finally:
                    source.close()


def _recognised(source: pypdfium2.PdfPage, number: int, remarks: list[Remark]) -> Iterator[Page]:
    """A page without a text layer by the recognition of its picture, where that is installed; else a remark that says what to install."""
    if told := missing():
        remarks.append(Remark(f"这一页是图片，没有文字层。{told}", number))
        return
    page = read_page(source.render(scale=SCANNED / 72, rev_byteorder=True).to_numpy()[:, :, :3], number, *source.get_size())
    remarks.extend(doubts(page))
    if page.words:
        yield with_unruled(page, remarks)


def _check(count: int) -> None:
    if not count:
        raise Unreadable("PDF 里没有一页", "empty")
    if count > LARGEST:
        raise Unreadable(f"PDF 有 {count} 页，超过 {LARGEST} 页，不像一个部门的公开文件", "format")


def _refusal(error: Exception) -> str:
    if "password" in str(error).lower():
        return "PDF 有密码，请先去掉密码再读入"
    return "PDF 文件损坏或不完整，打不开"


def _page(source: pypdfium2.PdfPage, rulings: Rulings, number: int) -> Page:
    rotation = source.get_rotation()
    glyphs, angle = _glyphs(source)
    turned = _Turn(source.get_cropbox(), (360 - angle) % 360 if glyphs else rotation)
    drawn = bool(glyphs) and _holds(source, DRAWN)
    frames = tuple(rulings.frames(number, turned, upright=turned.by == rotation)) if drawn else ()
    words = tuple(_words([turned.glyph(one) for one in glyphs], frames))
    return Page(number + 1, turned.width, turned.height, words, frames, (turned.by - rotation) % 360)


def _holds(page: pypdfium2.PdfPage, kinds: frozenset[int]) -> bool:
    """Whether any object of a page is of one of these kinds."""
    from pypdfium2.raw import FPDFPage_CountObjects, FPDFPage_GetObject, FPDFPageObj_GetType

    return any(FPDFPageObj_GetType(FPDFPage_GetObject(page.raw, at)) in kinds for at in range(FPDFPage_CountObjects(page.raw)))


class _Turn:
    """From PDFium's coordinates (origin below on the left, /Rotate not applied) to those of the page as it is read."""

    def __init__(self, crop: tuple[float, float, float, float], by: int) -> None:
        self.left, self._bottom, self._right, self.top = crop
        self.by = by
        self._w, self._h = self._right - self.left, self.top - self._bottom
        self.width, self.height = (self._h, self._w) if by in (90, 270) else (self._w, self._h)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box given from the top left of the page without /Rotate."""
        if self.by == 90:
            return self._h - y1, x0, self._h - y0, x1
        if self.by == 180:
            return self._w - x1, self._h - y1, self._w - x0, self._h - y0
        if self.by == 270:
            return y0, self._w - x1, y1, self._w - x0
        return x0, y0, x1, y1

    def glyph(self, glyph: Glyph) -> Glyph:
        char, left, bottom, right, top = glyph
        return (char, *self.box(left - self.left, self.top - top, right - self.left, self.top - bottom))


@dataclass(frozen=True, slots=True)
class Rulings:
    """Where the ruled cells of a page come from: tablers, or pdfplumber for the pages in `second`."""

    data: bytes
    rules: tablers.Document
    second: frozenset[int]

    def frames(self, number: int, turned: _Turn, upright: bool) -> Iterator[Frame]:
        """The ruled tables of page `number` (from 0). pdfplumber can't find them in content that is drawn turned."""
        tables = self._plumbed(number) if upright and number + 1 in self.second else self._ruled(number, turned)
        yield from (Frame(cells) for cells in tables if len(cells) >= SMALLEST_FRAME)

    def _ruled(self, number: int, turned: _Turn) -> Iterator[tuple[Box, ...]]:
        import tablers

        page = self.rules.get_page(number)
        for table in tablers.find_tables(page, extract_text=False):
            yield tuple(turned.box(*cell.bbox) for cell in table.cells)
        page.clear_cache()

    def _plumbed(self, number: int) -> Iterator[tuple[Box, ...]]:
        import pdfplumber

        with pdfplumber.open(io.BytesIO(self.data), pages=[number + 1]) as source:
            page = source.pages[0]
            left, top = page.bbox[0], page.bbox[1]
            for table in page.find_tables():
                yield tuple((x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells)


def _glyphs(page: pypdfium2.PdfPage) -> tuple[list[Glyph], int]:
    """The visible characters with their boxes in PDFium's coordinates, and the angle at which most of them run (0, 90, 180, 270)."""
    text = page.get_textpage()
    try:
        chars = _chars(text)
        seen = [number for number, char in enumerate(chars) if char not in BLANKS]
        angle = _angle(text, seen)
        return list(_boxed(text, chars, seen, angle)), angle
    finally:
        text.close()


def _angle(text: pypdfium2.PdfTextPage, seen: list[int]) -> int:
    from pypdfium2.raw import FPDFText_GetCharAngle

    sample = seen[:: max(len(seen) // SAMPLED, 1)]
    angles = Counter(round(math.degrees(FPDFText_GetCharAngle(text.raw, number)) / 90) * 90 % 360 for number in sample)
    return angles.most_common(1)[0][0] if angles else 0


def _boxed(text: pypdfium2.PdfTextPage, chars: str, seen: list[int], angle: int) -> Iterator[Glyph]:
    """Glyphs as high as their font above and below the baseline: the boxes that PDFium gives are as low as a comma or as a 一 is."""
    from pypdfium2.raw import FS_RECTF, FPDFText_GetCharOrigin, FPDFText_GetLooseCharBox

    box, x, y = FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at, at_x, at_y, raw = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y), text.raw
    upright, up = angle in (0, 180), angle in (0, 90)
    baseline = size = above = below = math.nan
    for number in seen:
        FPDFText_GetCharOrigin(raw, number, at_x, at_y)
        FPDFText_GetLooseCharBox(raw, number, at)
        line = y.value if upright else x.value
        if line != baseline:
            baseline, size = line, _size(raw, number)
            above, below = (ASCENT * size, (1 - ASCENT) * size) if up else ((1 - ASCENT) * size, ASCENT * size)
        if upright:
            yield chars[number], box.left, line - below, box.right, line + above
        else:
            yield chars[number], line - below, box.bottom, line + above, box.top


def _size(raw: Any, number: int) -> float:
    """Points from line to line that the font asks for."""
    from pypdfium2.raw import FS_MATRIX, FPDFText_GetFontSize, FPDFText_GetMatrix

    matrix = FS_MATRIX()
    scale = math.hypot(matrix.c, matrix.d) if FPDFText_GetMatrix(raw, number, ctypes.byref(matrix)) else 1.0
    return abs(float(FPDFText_GetFontSize(raw, number)) * (scale or 1.0)) or 1.0


def _chars(text: pypdfium2.PdfTextPage) -> str:
    """One character a place; radicals of the compatibility blocks are the characters that they look like."""
    from pypdfium2.raw import FPDFText_GetUnicode

    count = text.count_chars()
    chars = text.get_text_range(0, count) if count > 0 else ""
    if len(chars) != count:  # beyond the basic plane, or left out by PDFium: ask for each
        chars = "".join(chr(code) if (code := FPDFText_GetUnicode(text.raw, number)) else " " for number in range(count))
    return str(chars).translate(RADICALS)


def _words(glyphs: list[Glyph], frames: tuple[Frame, ...]) -> Iterator[Word]:
    """Runs of characters on one line and within one cell."""
    run: list[str] = []
    x0 = y0 = x1 = y1 = 0.0
    cell: tuple[int, int] | None = None
    for char, left, top, right, bottom in glyphs:
        place = cell_of(frames, (left + right) / 2, (top + bottom) / 2)
        high = bottom - top
        same = run and place == cell and abs((top + bottom) - (y0 + y1)) < 2 * SAME_LINE * min(high, y1 - y0)
        if same and -0.5 * high < left - x1 < APART * high:
            run.append(char)
            x1, y0, y1 = max(right, x1), min(top, y0), max(bottom, y1)
            continue
        if run:
            yield Word("".join(run), (x0, y0, x1, y1))
        run, x0, y0, x1, y1, cell = [char], left, top, right, bottom, place
    if run:
        yield Word("".join(run), (x0, y0, x1, y1))
