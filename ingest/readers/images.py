"""Image files → the pictures of their pages as a person sees them, each with its size in points."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.document import Remark
from ingest.errors import Unreadable

if TYPE_CHECKING:
    from PIL import Image

KINDS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
LARGEST = 100_000_000
"""Pixels of a page: A3 at 600 dpi has 70 million. Pillow's own limit (89 million as it comes) holds too."""
PAGES = 3000
A4 = (595.28, 841.89)
LIKELY_SHORT, LIKELY_LONG = (280.0, 900.0), 1300.0
"""Points of the sides of a page, from A6 to A3. Where the dpi of a file makes it anything else, they are those of a screen or of nothing."""
_REDUCED = 254
"""The tag of TIFF that tells a thumbnail."""
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""What Pillow raises of broken files, by format."""


class Picture(NamedTuple):
    number: int
    """Of the page, 1-based."""
    image: NDArray[np.uint8]
    """RGB (height, width, 3) or gray (height, width), turned as its EXIF says."""
    width: float
    height: float
    """In points; those of A4 as wide where the file doesn't tell a likely size."""


def pictures(data: bytes, start: int = 1) -> Iterator[Picture | Remark]:
    """The pages of an image file from page `start`, one at a time; a Remark for a page that is broken.

    Raises Unreadable where the file is none of KINDS, is broken from its start, or has too many or too large pages.
    """
    source = _opened(data)
    number = 0
    for frame in range(PAGES + 1):
        if not _at(source, frame):
            return
        if frame == PAGES:
            raise Unreadable(f"图片有 {PAGES} 页以上，不像一个部门的公开文件", "format")
        if frame and source.format == "TIFF" and _is_thumbnail(source):
            continue
        number += 1
        if number < start:
            continue
        _check_size(source.size)
        try:
            yield _picture(source, number)
        except _BROKEN:
            if not frame:
                raise Unreadable("图片损坏或不完整，打不开", "format") from None
            yield Remark("这一页图片损坏，读不出来", number)


def _opened(data: bytes) -> Image.Image:
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Image.open(BytesIO(data), formats=KINDS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Unreadable(_TOO_LARGE, "format") from None
        except UnidentifiedImageError:
            raise Unreadable("不是可读的图片（支持 PNG、JPEG、TIFF、BMP、WebP）", "format") from None
        except _BROKEN:
            raise Unreadable("图片损坏或不完整，打不开", "format") from None


_TOO_LARGE = f"图片超过 {LARGEST // 1_000_000} 百万像素，请以 300 dpi 以下重新扫描"


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > LARGEST:
        raise Unreadable(_TOO_LARGE, "format")


def _at(source: Image.Image, frame: int) -> bool:
    """Goes to a page; False after the last. What moves (WebP, PNG) or is taken from two sides (MPO) has one."""
    if frame == 0:
        return True
    if source.format != "TIFF":
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            source.seek(frame)
    except _BROKEN:
        return False
    return True


def _is_thumbnail(source: Image.Image) -> bool:
    tags: Any = getattr(source, "tag_v2", {})
    return bool(int(tags.get(_REDUCED, 0)) & 1)


def _picture(source: Image.Image, number: int) -> Picture:
    from PIL import ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dots = _dots(source)
        seen = ImageOps.exif_transpose(source)
    if dots and (seen.width > seen.height) != (source.width > source.height):
        dots = dots[1], dots[0]
    if dots and abs(dots[0] / dots[1] - 1) > 0.02:  # a fax: its dots are no squares
        finer = max(dots)
        seen = seen.resize((round(seen.width * finer / dots[0]), round(seen.height * finer / dots[1])))
        _check_size(seen.size)
        dots = finer, finer
    return Picture(number, _array(seen), *_points(seen.size, dots))


def _dots(source: Image.Image) -> tuple[float, float] | None:
    """Dots an inch across and down, where the file tells them."""
    told = source.info.get("dpi")
    if not isinstance(told, tuple) or len(told) != 2:
        return None
    across, down = (float(one) for one in told)
    return (across, down) if 30 < across < 5000 and 30 < down < 5000 else None


def _points(size: tuple[int, int], dots: tuple[float, float] | None) -> tuple[float, float]:
    width, height = size
    if dots:
        short, long = sorted((width * 72 / dots[0], height * 72 / dots[1]))
        if LIKELY_SHORT[0] <= short <= LIKELY_SHORT[1] and long <= LIKELY_LONG:
            return width * 72 / dots[0], height * 72 / dots[1]
    across = A4[0] if height >= width else A4[1]
    return across, across * height / width


def _array(image: Image.Image) -> NDArray[np.uint8]:
    """8 bits a channel; what is transparent is white."""
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode == "I":
        return np.asarray(np.asarray(image).astype(np.int64) >> 8, np.uint8)
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("L" if image.mode in ("1", "L", "F") else "RGB"), np.uint8)
