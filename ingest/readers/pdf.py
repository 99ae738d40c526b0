"""PDFs with a text layer → Document: ruled cells from tablers, characters from PDFium, page by page, each closed as it is done."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from domain.model import Box
from domain.text import RADICALS
from ingest.document import Document, Remark
from ingest.errors import Unreadable
from ingest.readers.pages import APART, SAME_LINE, Frame, Page, Word, assemble

if TYPE_CHECKING:
    import pypdfium2
    import tablers

LARGEST = 3000
"""Pages. A department's disclosure has some hundred at most."""
SMALLEST_FRAME = 2
"""Cells. A single box around a text is no table."""
ASCENT = 0.86
"""Share of a font's size that stands above the baseline, as in the fonts that Chinese offices use."""
SAMPLED = 40
"""Characters of a page that are asked which way they run."""
BLANKS = frozenset(" \t\r\n\u00a0\u3000\ufeff\u200b\ufffe\x00\x02")
Glyph = tuple[str, float, float, float, float]
"""A character and its box: x0, y0, x1, y1 from the top left of the page as it is read. The box is as high as the font, not as the glyph."""


def read_pdf(data: bytes, name: str, sha: str) -> Document:
    """Raises Unreadable where the file is encrypted, broken, without pages, has too many, or where no page holds text."""
    import pypdfium2
    import tablers

    pages: list[Page] = []
    remarks: list[Remark] = []
    try:
        with pypdfium2.PdfDocument(data) as texts, tablers.Document(bytes=data) as rules:
            _check(len(texts))
            for number in range(len(texts)):
                page = _page(texts, rules, number)
                if page.words:
                    pages.append(page)
                elif _pictured(texts, number):
                    remarks.append(Remark("这一页是图片，没有文字层", number + 1))
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_refusal(error), "format") from error
    except (RuntimeError, ValueError) as error:
        raise Unreadable(f"PDF 文件损坏，打不开：{error}", "format") from error
    if not pages:
        raise Unreadable("PDF 里没有文字层（扫描件）" if remarks else "PDF 里没有文字", "empty")
    return assemble(name, sha, pages, remarks)


def _check(count: int) -> None:
    if not count:
        raise Unreadable("PDF 里没有一页", "empty")
    if count > LARGEST:
        raise Unreadable(f"PDF 有 {count} 页，超过 {LARGEST} 页，不像一个部门的公开文件", "format")


def _refusal(error: Exception) -> str:
    if "password" in str(error).lower():
        return "PDF 有密码，请先去掉密码再读入"
    return "PDF 文件损坏或不完整，打不开"


def _page(texts: pypdfium2.PdfDocument, rules: tablers.Document, number: int) -> Page:
    source = texts[number]
    try:
        rotation = source.get_rotation()
        glyphs, angle = _glyphs(source)
        turned = _Turn(source.get_cropbox(), (360 - angle) % 360 if glyphs else rotation)
        frames = tuple(turned.frames(rules.get_page(number))) if glyphs else ()
        words = tuple(_words([turned.glyph(one) for one in glyphs], frames))
        return Page(number + 1, turned.width, turned.height, words, frames, (turned.by - rotation) % 360)
    finally:
        source.close()


def _pictured(texts: pypdfium2.PdfDocument, number: int) -> bool:
    from pypdfium2 import raw

    page = texts[number]
    try:
        return next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM], max_depth=3)), None) is not None
    finally:
        page.close()


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

    def frames(self, page: tablers.page.Page) -> Iterator[Frame]:
        import tablers

        for table in tablers.find_tables(page, extract_text=False):
            cells = tuple(self.box(*cell.bbox) for cell in table.cells)
            if len(cells) >= SMALLEST_FRAME:
                yield Frame(cells)
        page.clear_cache()


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
        place = _place(frames, (left + right) / 2, (top + bottom) / 2)
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


def _place(frames: tuple[Frame, ...], x: float, y: float) -> tuple[int, int] | None:
    for number, frame in enumerate(frames):
        cell = frame.at(x, y)
        if cell is not None:
            return number, cell
    return None
