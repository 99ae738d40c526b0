"""Pages drawn for the tests of scans: a ruled table of a fictional office, clean or as a poor scanner gives it, with what is printed where."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.model import Box

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

DPI = 150
KNOWN_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
NAMES = ("行政运行", "一般行政管理事务", "机关服务", "培训支出", "住房公积金", "其他支出", "事业运行", "公务接待费", "物业管理费", "退休费")


@cache
def font_file() -> str:
    """A font with Chinese letters; skips the test where the system has none."""
    asked = []
    if shutil.which("fc-match"):
        done = subprocess.run(["fc-match", "-f", "%{file}\n%{lang}", ":lang=zh-cn"], capture_output=True, text=True, check=False)
        path, _, langs = done.stdout.partition("\n")
        asked = [path] if "zh-cn" in langs else []
    found = next((path for path in (*asked, *KNOWN_FONTS) if path and Path(path).is_file()), None)
    if found is None:
        pytest.skip("needs a font with Chinese letters (Noto CJK, WenQuanYi, SimSun)")
    return found


@cache
def font(points: float) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(font_file(), round(points * DPI / 72))


@dataclass
class Drawn:
    """A page and what is on it; boxes in points."""

    image: Image.Image
    cells: dict[Box, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    """Texts outside the table."""

    @property
    def width(self) -> float:
        return self.image.width * 72 / DPI

    @property
    def height(self) -> float:
        return self.image.height * 72 / DPI

    @property
    def pixels(self) -> NDArray[np.uint8]:
        return np.asarray(self.image.convert("RGB"), np.uint8)

    def turned(self, by: int) -> NDArray[np.uint8]:
        """The page as it is shown when it was laid on the scanner turned by `by` degrees counter-clockwise."""
        return np.ascontiguousarray(np.rot90(self.pixels, by // 90))


def pixel(points: float) -> int:
    return round(points * DPI / 72)


def blank(width: float = 595.28, height: float = 841.89) -> Drawn:
    from PIL import Image

    return Drawn(Image.new("RGB", (pixel(width), pixel(height)), "white"))


@dataclass(frozen=True)
class Place:
    """A cell to draw: rows and columns (far ends exclusive) and its text."""

    top: int
    left: int
    bottom: int
    right: int
    text: str = ""


def draw_table(
    page: Drawn, xs: list[float], ys: list[float], places: list[Place], *, points: float = 9, line: int = 1, sides: bool = True
) -> None:
    """Draws cells with their lines (pixels wide) and texts: names from the left, numbers from the right. Without `sides` the outer
    uprights are left out."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(page.image)
    for place in places:
        x0, y0, x1, y1 = xs[place.left], ys[place.top], xs[place.right], ys[place.bottom]
        corners = [pixel(one) for one in (x0, y0, x1, y1)]
        for x, outer in ((corners[0], place.left == 0), (corners[2], place.right == len(xs) - 1)):
            if sides or not outer:
                draw.line((x, corners[1], x, corners[3]), "black", line)
        for y in (corners[1], corners[3]):
            draw.line((corners[0], y, corners[2], y), "black", line)
        page.cells[x0, y0, x1, y1] = place.text
        _write(draw, place.text, corners, points)


def _write(draw: ImageDraw.ImageDraw, text: str, corners: list[int], points: float) -> None:
    x0, y0, x1, y1 = corners
    number = text[:1].isdigit() or text[:1] == "-"
    x, anchor = (x1 - pixel(3), "rm") if number else (x0 + pixel(3), "lm")
    draw.text((x, (y0 + y1) / 2), text, "black", font(points), anchor=anchor)


def write_line(page: Drawn, x: float, y: float, text: str, points: float = 10) -> None:
    """A line of text outside any table, from `x`, its middle at `y`."""
    from PIL import ImageDraw

    ImageDraw.Draw(page.image).text((pixel(x), pixel(y)), text, "black", font(points), anchor="lm")
    page.lines.append(text)


def small_page() -> Drawn:
    """A title, a unit and a table of three columns with a merged head."""
    page = blank(420, 300)
    write_line(page, 110, 40, "云溪县水务局收支总表", 14)
    write_line(page, 300, 66, "单位：万元")
    rows = [("行政运行", "1,238.50", "967.03"), ("机关服务", "0.86", "41.70"), ("合计", "1,239.36", "1,008.73")]
    places = [Place(0, 0, 2, 1, "项目"), Place(0, 1, 1, 3, "支出决算"), Place(1, 1, 2, 2, "本年"), Place(1, 2, 2, 3, "上年")]
    places += [Place(row, column, row + 1, column + 1, text) for row, texts in enumerate(rows, 2) for column, text in enumerate(texts)]
    draw_table(page, [40, 180, 270, 380], [84 + 20 * row for row in range(6)], places)
    return page


def full_page(seed: int, rows: int = 34, columns: int = 5) -> Drawn:
    """A whole page of A4: title, unit, a table with a merged head, a code, a name and `columns` numbers a row."""
    rng = random.Random(seed)
    page = blank()
    write_line(page, 190, 50, "青石市档案局支出决算表", 16)
    write_line(page, 480, 76, "单位：万元")
    xs = [40.0, 85.0, 205.0, *(205 + (555 - 205) * (column + 1) / columns for column in range(columns))]
    ys = [90 + 18.5 * row for row in range(rows + 3)]
    heads = ("合计", "基本支出", "项目支出", "经营支出", "其他")
    places = [Place(0, 0, 2, 1, "编码"), Place(0, 1, 2, 2, "科目名称"), Place(0, 2, 1, 2 + columns, "本年支出")]
    places += [Place(1, 2 + column, 2, 3 + column, heads[column % len(heads)]) for column in range(columns)]
    for row in range(2, rows + 2):
        texts = [f"2{rng.randrange(10**6):06d}", rng.choice(NAMES), *(_amount(rng) for _ in range(columns))]
        places += [Place(row, column, row + 1, column + 1, text) for column, text in enumerate(texts)]
    draw_table(page, xs, ys, places)
    return page


def _amount(rng: random.Random) -> str:
    return f"{rng.randrange(10 ** rng.randint(2, 8)) / 100:,.2f}"


def scanned(page: Drawn, seed: int, *, lean: float, blur: float = 0.8, noise: float = 8, quality: int = 40, paper: int = 228) -> Drawn:
    """The page as a poor scanner gives it: leaning by `lean` degrees, blurred, grainy, with specks, gray and unevenly lit, pressed as JPEG."""
    from PIL import Image, ImageFilter

    rng = np.random.default_rng(seed)
    image = page.image.convert("L").rotate(lean, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(blur))
    light = np.asarray(image, np.float64) * paper / 255
    light += np.linspace(-8, 8, light.shape[1])[None, :] + rng.normal(0, noise, light.shape)
    light[rng.random(light.shape) < 0.0005] = 60
    pressed = BytesIO()
    Image.fromarray(np.clip(light, 0, 255).astype(np.uint8)).save(pressed, "JPEG", quality=quality)
    return Drawn(Image.open(pressed), page.cells, page.lines)


def digits(text: str) -> Iterator[str]:
    return (char for char in text if char.isdigit())
