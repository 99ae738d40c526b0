"""Image files: what is read of them before any recognition."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.document import Remark
from ingest.errors import Unreadable
from ingest.readers import images
from ingest.readers.images import Picture, pictures


def page(width: int = 40, height: int = 60) -> Image.Image:
    """White, with a black corner at the top left."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("black", (0, 0, 10, 10))
    return image


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def read(data: bytes) -> list[Picture]:
    found = list(pictures(data))
    assert all(isinstance(one, Picture) for one in found)
    return [one for one in found if isinstance(one, Picture)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_kinds(kind: str) -> None:
    (one,) = read(saved(page(), kind))
    assert one.image.shape[:2] == (60, 40)
    assert one.image[5, 5].max() < 60
    assert one.image[50, 30].min() > 200


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_modes(mode: str) -> None:
    source = page().convert("L")
    image = Image.fromarray(np.asarray(source).astype(np.uint16) * 257) if mode == "I;16" else source.convert(mode)
    (one,) = read(saved(image, "TIFF" if mode in ("CMYK", "I;16") else "PNG"))
    assert one.image.dtype == np.uint8
    assert one.image[5, 5].max() < 60
    assert one.image[50, 30].min() > 200


def test_what_is_transparent_is_paper() -> None:
    image = Image.new("RGBA", (40, 60), (0, 0, 0, 0))
    (one,) = read(saved(image, "PNG"))
    assert one.image.min() == 255


def test_pages_of_a_tiff() -> None:
    out = BytesIO()
    page().save(out, "TIFF", save_all=True, append_images=[page(50, 70), page(60, 80)])
    assert [(one.number, one.image.shape[:2]) for one in read(out.getvalue())] == [(1, (60, 40)), (2, (70, 50)), (3, (80, 60))]


def test_a_broken_page_is_told_and_the_others_are_read() -> None:
    out = BytesIO()
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 200), np.uint8))
    noise.save(out, "TIFF", save_all=True, append_images=[noise, noise], compression="tiff_deflate")
    data = bytearray(out.getvalue())
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    found = list(pictures(bytes(data)))
    assert [isinstance(one, Remark) for one in found] == [False, True, False]
    assert isinstance(found[1], Remark) and found[1].page == 2


@pytest.mark.parametrize(("tag", "corner"), [(1, (5, 5)), (3, (54, 34)), (6, (5, 54)), (8, (34, 5))])
def test_turned_as_its_exif_says(tag: int, corner: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = tag
    (one,) = read(saved(page(), "JPEG", exif=exif, quality=95))
    assert one.image.shape[:2] == ((60, 40) if tag in (1, 3) else (40, 60))
    assert one.image[corner].max() < 60


@pytest.mark.parametrize(
    ("size", "dpi", "points"),
    [
        ((1240, 1754), (150, 150), (595.2, 841.92)),
        ((1240, 1754), None, (595.28, 842.03)),
        ((1754, 1240), None, (841.89, 595.18)),
        ((1240, 1754), (72, 72), (595.28, 842.03)),  # a screen's
        ((1728, 1144), (204, 98), (609.9, 840.5)),  # a fax
    ],
)
def test_size_in_points(size: tuple[int, int], dpi: tuple[int, int] | None, points: tuple[float, float]) -> None:
    how = {"dpi": dpi} if dpi else {}
    (one,) = read(saved(Image.new("L", size, 255), "TIFF", **how))
    assert (one.width, one.height) == pytest.approx(points, abs=0.2)
    assert one.width / one.image.shape[1] == pytest.approx(one.height / one.image.shape[0], rel=0.01)


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(page(), "PNG")
    monkeypatch.setattr(images, "LARGEST", 2000)
    with pytest.raises(Unreadable, match="像素"):
        list(pictures(data))
    monkeypatch.undo()
    for limit in (1000, 1500):  # an error of Pillow's, and a mere warning
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
        with pytest.raises(Unreadable, match="像素"):
            list(pictures(data))


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    out = BytesIO()
    page().save(out, "TIFF", save_all=True, append_images=[page()] * 3)
    monkeypatch.setattr(images, "PAGES", 4)
    assert len(read(out.getvalue())) == 4
    monkeypatch.setattr(images, "PAGES", 3)
    with pytest.raises(Unreadable, match="3 页"):
        list(pictures(out.getvalue()))


@pytest.mark.parametrize("data", [b"", b"text", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4", b"II*\x00\x08\x00\x00\x00", saved(page(), "GIF")])
def test_no_image(data: bytes) -> None:
    with pytest.raises(Unreadable):
        list(pictures(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
@given(data=st.data())
def test_broken_files_are_refused_or_told(kind: str, data: st.DataObject) -> None:
    whole = bytearray(saved(page(), kind))
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with suppress(Unreadable):
        assert len(list(pictures(broken))) >= 1
