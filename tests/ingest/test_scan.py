"""Pages read from pictures. The long proofs are marked `prove`: digits right on whole pages, drawn and real, clean and degraded."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.money import parse_number
from ingest.document import Document, Grid, Paragraph, Remark
from ingest.errors import Unreadable
from ingest.readers import scan
from ingest.readers.pages import Page, Word, joined, lines_of
from ingest.readers.scan import read_image, read_page, read_pages, remarks
from tests.ingest.drawn import DPI, Drawn, blank, digits, full_page, scanned, small_page, write_line

installed = pytest.mark.skipif(scan.missing() is not None, reason="needs the extra scan (rapidocr)")


def read(page: Drawn) -> Page:
    return read_page(page.pixels, 1, page.width, page.height)


@pytest.fixture(scope="module")
def small() -> tuple[Drawn, Page]:
    drawn = small_page()
    return drawn, read(drawn)


def texts(page: Page, drawn: Drawn) -> list[tuple[str, str]]:
    """Text drawn and text read of each cell."""
    found = []
    for (x0, y0, x1, y1), text in drawn.cells.items():
        inside = [word for word in page.words if x0 < (word.box[0] + word.box[2]) / 2 < x1 and y0 < (word.box[1] + word.box[3]) / 2 < y1]
        found.append((text, joined([line.text for line in lines_of(inside)]).replace(" ", "")))
    return found


def right_digits(pairs: list[tuple[str, str]]) -> tuple[int, int]:
    """Digits read in their places, and digits printed, of all figures."""
    right = total = 0
    for printed, found in pairs:
        if parse_number(printed) is not None:
            blocks = SequenceMatcher(None, printed, found, autojunk=False).get_matching_blocks()
            right += sum(len(list(digits(printed[block.a : block.a + block.size]))) for block in blocks)
            total += len(list(digits(printed)))
    return right, total


@installed
@pytest.mark.parametrize(("lean", "turn"), [(2.0, 0), (-2.5, 0), (1.5, 90)])
def test_boxes_of_a_page_that_leans_are_where_it_was_printed(small: tuple[Drawn, Page], lean: float, turn: int) -> None:
    """In the page as it is shown: turned by `turn`, and leaning."""
    drawn, level = small
    seen = scanned(drawn, 1, lean=lean, blur=0, noise=0, quality=95)
    width, height = (drawn.height, drawn.width) if turn else (drawn.width, drawn.height)
    page = read_page(seen.turned(turn), 1, width, height)
    shown = {word.text: page.shown(word.box) for word in page.words}
    sine, cosine = np.sin(np.radians(lean)), np.cos(np.radians(lean))
    for word in level.words:
        x, y = (word.box[0] + word.box[2] - drawn.width) / 2, (word.box[1] + word.box[3] - drawn.height) / 2
        where = cosine * x + sine * y + drawn.width / 2, cosine * y - sine * x + drawn.height / 2
        if turn:
            where = where[1], drawn.width - where[0]
        box = shown[word.text]
        assert ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) == pytest.approx(where, abs=1.5), word.text


@installed
def test_a_small_page(small: tuple[Drawn, Page]) -> None:
    drawn, page = small
    assert texts(page, drawn) == [(text, text) for text in drawn.cells.values()]
    assert {word.text for word in page.words} >= set(drawn.lines)
    assert all(word.ocr is not None and 0.5 < word.ocr <= 1 for word in page.words)
    assert [len(frame.cells) for frame in page.frames] == [len(drawn.cells)]
    assert (page.turn, page.width, page.height) == (0, drawn.width, drawn.height)


@installed
def test_no_word_crosses_a_line(small: tuple[Drawn, Page]) -> None:
    _, page = small
    for word in page.words:
        for x0, y0, x1, y1 in (cell for frame in page.frames for cell in frame.cells):
            within = word.box[0] >= x0 and word.box[2] <= x1 and word.box[1] >= y0 and word.box[3] <= y1
            beyond = word.box[2] <= x0 or word.box[0] >= x1 or word.box[3] <= y0 or word.box[1] >= y1
            assert within or beyond


@installed
@pytest.mark.parametrize("turn", [90, *(pytest.param(turn, marks=pytest.mark.prove) for turn in (180, 270))])
def test_a_turned_page_is_read_upright(turn: int) -> None:
    """It was laid on the scanner turned counter-clockwise by `turn`; its boxes in the page as shown are where the ink is."""
    drawn = small_page()
    shown = drawn.turned(turn)
    page = read_page(shown, 1, shown.shape[1] * 72 / DPI, shown.shape[0] * 72 / DPI)
    assert page.turn == turn
    assert texts(page, drawn) == [(text, text) for text in drawn.cells.values()]
    for word in page.words:
        x0, y0, x1, y1 = (round(edge * DPI / 72) for edge in page.shown(word.box))
        assert shown[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1].min() < 100


@installed
def test_an_image_file_is_a_document() -> None:
    drawn = small_page()
    out = BytesIO()
    drawn.image.save(out, "TIFF", dpi=(DPI, DPI), save_all=True, append_images=[blank(420, 300).image])
    document = read_image(out.getvalue(), "扫描.tif", "0" * 64)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == drawn.lines
    assert rows(document)[-1] == ["合计", "1,239.36", "1,008.73"]
    assert document.remarks == (Remark("这一页没有认出文字", 2),)
    assert {spot.page for spot in document.spots} == {1}


@installed
def test_nothing_to_read() -> None:
    assert read(blank(200, 200)).words == ()
    out = BytesIO()
    blank(200, 200).image.save(out, "PNG")
    with pytest.raises(Unreadable, match="没有认出文字"):
        read_image(out.getvalue(), "白纸.png", "0" * 64)


@installed
def test_print_that_is_not_readable_is_not_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers import picture
    from ingest.readers.recognition import Reading, recognise

    def short_sighted(lines: Sequence[NDArray[np.uint8]]) -> list[Reading]:
        return [Reading("", 0.0, 0.0) if read.text == "41.70" else read for read in recognise(lines)]

    monkeypatch.setattr(picture, "recognise", short_sighted)
    drawn = small_page()
    page = read(drawn)
    assert ("41.70", scan.UNREAD) in texts(page, drawn)
    assert [scan.UNREAD in told.reason for told in remarks(page)] == [True]


@installed
@pytest.mark.parametrize(("shape", "width"), [((4, 60_000), 595.0), ((60_000, 4), 595.0), ((3, 3), 14_400.0), ((2, 2), 0.01)])
def test_odd_shapes_take_no_more_than_a_page(shape: tuple[int, int], width: float) -> None:
    page = read_page(np.full(shape, 255, np.uint8), 1, width, width * shape[0] / shape[1])
    assert page.words == ()


@installed
@pytest.mark.prove
def test_a_long_picture_of_a_screen() -> None:
    page = blank(420, 5000)
    for row in range(160):
        write_line(page, 40, 60 + 30 * row, f"第{row + 1}项支出合计{1000 + row}万元", 12)
    read_texts = [word.text for word in read(page).words]
    assert sorted(read_texts) == sorted(page.lines)


@installed
@pytest.mark.parametrize("image", [np.zeros((0, 0), np.uint8), np.zeros((9, 9), np.float64), np.zeros((9, 9, 7), np.uint8)])
def test_no_picture(image: NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match=r"page|picture"):
        read_page(image, 1, 595, 842)


@installed
@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("１，２３８．５０", "1,238.50"),
        ("1，238.50", "1,238.50"),
        ("1, 238 .50", "1,238.50"),
        ("1.238.50", "1.238.50"),
        ("2023 2024", "2023 2024"),
        ("1O0", "1O0"),
        ("（一）行政运行，2024", "（一）行政运行，2024"),
        ("12．5％", "12.5%"),
    ],
)
def test_numbers_are_cleaned_of_what_cannot_be_otherwise(read: str, meant: str) -> None:
    from ingest.readers.recognition import cleaned

    assert cleaned(read) == meant


@installed
def test_several_readings_settle_on_the_well_formed_and_grow_less_sure() -> None:
    from ingest.readers.recognition import Reading, settled

    readings = [Reading("2.106.66", 0.9, 0.9), Reading("2,106.66", 0.6, 0.9), Reading("2.106.66", 0.9, 0.9)]
    assert settled(readings).text == "2,106.66"
    assert settled(readings).sure == pytest.approx(0.2)
    assert settled([Reading("38", 0.7, 0.9)] * 3) == Reading("38", 0.7, 0.9)


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "find_spec", lambda name: None if name == "rapidocr" else object())
    for attempt in (lambda: list(read_pages(b"")), lambda: read_page(np.zeros((9, 9), np.uint8), 1, 9, 9)):
        with pytest.raises(Unreadable, match="make scan") as refused:
            attempt()
        assert "\n" not in refused.value.reason


def test_doubtful_figures_are_told() -> None:
    words = [Word("1,238.50", (0, 0, 1, 1), 0.99), Word("36", (0, 0, 1, 1), 0.4), Word("合计", (0, 0, 1, 1), 0.4)]
    (told,) = remarks(Page(3, 100, 100, tuple(words)))
    assert told.page == 3
    assert "1 处" in told.reason and "36" in told.reason


@installed
def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    from ingest.readers import recognition

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    recognition._engine.cache_clear()
    assert read(small_page()).words


def rows(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row if not cell.covered] for block in document.blocks if isinstance(block, Grid) for row in block.rows]


def degrees(seed: int) -> float:
    return float(np.random.default_rng(seed).choice([-1, 1]) * np.random.default_rng(seed).uniform(0.5, 1.5))


@installed
@pytest.mark.prove
@pytest.mark.parametrize("poor", [False, True])
def test_digits_of_whole_pages(poor: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """At 150 dpi 99 of 100 digits are right at least; a wrong figure is never a sure one."""
    pairs, sure_and_wrong, seconds = [], 0, 0.0
    pages = [full_page(seed) for seed in range(4)]
    for seed, drawn in enumerate(pages):
        seen = scanned(drawn, seed, lean=degrees(seed)) if poor else drawn
        began = time.process_time()
        page = read(seen)
        seconds += time.process_time() - began
        found = texts(page, drawn)
        doubtful = {word.text for word in page.words if word.ocr is not None and word.ocr < scan.SURE}
        sure_and_wrong += sum(a != b and b not in doubtful and parse_number(b) is not None for a, b in found if parse_number(a) is not None)
        pairs += found
    right, total = right_digits(pairs)
    figures = [(a, b) for a, b in pairs if parse_number(a) is not None]
    with capsys.disabled():
        exact = sum(a == b for a, b in figures)
        print(
            f"\n{'poor' if poor else 'clean'}: digits {right}/{total}, figures {exact}/{len(figures)}, {seconds / len(pages):.1f} CPU s a page"
        )
    assert len(figures) >= 4 * 150
    assert right >= 0.99 * total
    assert sure_and_wrong <= 0.002 * len(figures)


@installed
@pytest.mark.prove
@pytest.mark.parametrize("poor", [False, True])
def test_real_pages_read_as_their_text_layer_says(shared: Path, poor: bool, capsys: pytest.CaptureFixture[str]) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    path = shared / "real" / "普陀区财政局-2024-部门决算.pdf"
    from ingest.readers import read_document

    told = read_document(path.read_bytes(), path.name)
    pairs: list[tuple[str, str]] = []
    with pypdfium2.PdfDocument(path) as source:
        for number in range(6, 19):
            sheet = source[number - 1]
            drawn = Drawn(sheet.render(scale=DPI / 72).to_pil(), dict(boxes(told, number)))
            seen = scanned(drawn, number, lean=degrees(number)) if poor else drawn
            pairs += texts(read(seen), drawn)
    right, total = right_digits(pairs)
    figures = [(a, b) for a, b in pairs if parse_number(a) is not None]
    with capsys.disabled():
        print(f"\n{'poor' if poor else 'clean'}: digits {right}/{total}, figures {sum(a == b for a, b in figures)}/{len(figures)}", end="")
        print(f", cells {sum(a == b for a, b in pairs)}/{len(pairs)}")
    assert len(figures) > 300
    assert right >= 0.99 * total


def boxes(document: Document, page: int) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    """Boxes of the printed texts in the cells of a page, a little wider, and the texts without blanks."""
    for block in document.blocks:
        for cell in (cell for row in block.rows for cell in row) if isinstance(block, Grid) else ():
            spot = document.spots[cell.lines[0] - 1]
            if cell.text and spot.page == page and spot.bbox:
                x0, y0, x1, y1 = spot.bbox
                yield (x0 - 3, y0 - 3, x1 + 3, y1 + 3), cell.text.replace(" ", "")
