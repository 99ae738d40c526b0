"""Scans: image files, and pages of a PDF that are pictures → words and ruled cells, by recognition. An optional part (extra `scan`)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ingest.document import Document, Remark
from ingest.errors import Unreadable
from ingest.readers.pages import Page, assemble
from ingest.readers.unruled import with_unruled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PARTS = ("rapidocr", "onnxruntime", "cv2")
INSTALL = "make scan（Windows：python requirements\\install.py scan）"
SURE = 0.9
"""A figure whose least sure character is read less surely is told."""

UNREAD = "〓"
"""Stands for print in a cell that couldn't be read, as printers set it for a letter they lack: the cell isn't blank."""


def missing() -> str | None:
    """One line that says what to install; None where recognition is installed."""
    if all(find_spec(part) for part in PARTS):
        return None
    return f"识别扫描件和图片需要另装文字识别组件，请在程序的文件夹里运行 {INSTALL}"


def read_page(image: NDArray[np.uint8], number: int, width: float, height: float) -> Page:
    """What is printed on the picture of one page: RGB or gray of 8 bits as it is shown; `width` and `height` in points, as it is shown.

    Boxes are those of the page turned upright (see Page.turn). Words hold, as `ocr`, how sure their least sure character is.
    Raises Unreadable where recognition isn't installed, ValueError for what is no picture.
    """
    told = missing()
    if told:
        raise Unreadable(told, "format")
    from ingest.readers import picture

    return picture.read_page(image, number, width, height)


def read_pages(data: bytes) -> Iterator[Page | Remark]:
    """The pages of an image file (PNG, JPEG, TIFF with any number of pages, BMP, WebP), and a Remark for each that holds nothing to read.

    Raises Unreadable where recognition isn't installed, or the file is broken, too large or no image.
    """
    told = missing()
    if told:
        raise Unreadable(told, "format")
    from ingest.readers.images import pictures

    for picture in pictures(data):
        if isinstance(picture, Remark):
            yield picture
            continue
        page = read_page(picture.image, picture.number, picture.width, picture.height)
        yield from remarks(page)
        if page.words:
            yield page


def remarks(page: Page) -> Iterator[Remark]:
    """What a person should know of a page that was recognised: that nothing was, or that some figures are doubtful."""
    if not page.words:
        yield Remark("这一页没有认出文字", page.number)
    doubtful = [
        word
        for word in page.words
        if word.ocr is not None and word.ocr < SURE and any(char.isdigit() or char == UNREAD for char in word.text)
    ]
    if doubtful:
        shown = "、".join(word.text for word in doubtful[:3])
        yield Remark(f"有 {len(doubtful)} 处数字辨认没有把握（{shown}{' 等' if len(doubtful) > 3 else ''}），请对照原图", page.number)


def read_image(data: bytes, name: str, sha: str) -> Document:
    """An image file as a document. Raises Unreadable as `read_pages` does, and where no page holds text."""
    read = list(read_pages(data))
    remarks = [one for one in read if isinstance(one, Remark)]
    pages = [with_unruled(one, remarks) for one in read if isinstance(one, Page)]
    if not pages:
        raise Unreadable("图片里没有认出文字", "empty")
    return assemble(name, sha, pages, remarks)
