"""Words and ruled cells of pages become lines and grids, each with its place as the page is shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from ingest.document import Grid, Paragraph
from ingest.readers.pages import Frame, Page, Word, assemble

SHA = "c" * 64


def word(text: str, x: float, y: float, width: float = 10) -> Word:
    """Characters 10 points high, each `width` wide."""
    return Word(text, (x, y, x + width * len(text), y + 10))


def page(*words: Word, frames: tuple[Frame, ...] = (), number: int = 1, turn: int = 0) -> Page:
    return Page(number, 600, 800, words, frames, turn)


def ruled(columns: list[float], rows: list[float]) -> tuple[tuple[float, float, float, float], ...]:
    return tuple((x0, y0, x1, y1) for y0, y1 in pairwise(rows) for x0, x1 in pairwise(columns))


def texts(grid: Grid) -> list[list[str]]:
    return [[{"left": "<", "above": "^", "": cell.text}[cell.covered] for cell in row] for row in grid.rows]


def test_words_of_one_line_are_joined_by_their_gaps_whatever_their_order() -> None:
    document = assemble(
        "甲.pdf", SHA, [page(word("万元", 200, 100), word("收入", 100, 101), word("9.00", 120, 100, 5), word("。", 220, 102))]
    )
    (line,) = document.blocks
    assert isinstance(line, Paragraph)
    assert line.text == "收入9.00 万元。"
    assert document.layout == "spaced"
    assert document.spots[0].bbox == (100, 100, 230, 112)


def test_cells_hold_their_words_and_merged_cells_say_what_they_cover() -> None:
    cells = ((50, 100, 250, 120), (50, 120, 150, 160), (150, 120, 250, 140), (150, 140, 250, 160))
    words = [word("收入", 130, 105), word("项目", 60, 135), word("预算数", 160, 125), word("9.00", 200, 145, 5)]
    document = assemble("甲.pdf", SHA, [page(*words, word("单位：万元", 300, 80), frames=(Frame(cells),))])
    above, grid = document.blocks
    assert isinstance(above, Paragraph) and above.text == "单位：万元"
    assert isinstance(grid, Grid) and document.layout == "grid"
    assert texts(grid) == [["收入", "<"], ["项目", "预算数"], ["^", "9.00"]]
    assert grid.rows[0][0].spans == (1, 2) and grid.rows[1][0].spans == (2, 1)
    number = grid.rows[2][1]
    assert document.provenance(number.lines).bbox == (200, 145, 220, 155)
    assert grid.edges == (50, 150, 250)


def test_a_number_broken_over_lines_is_one_number() -> None:
    words = [word("5,898,260,228.4", 52, 102, 4), word("5", 52, 114, 4)]
    document = assemble("甲.pdf", SHA, [page(*words, frames=(Frame(ruled([50, 150, 250], [100, 126])),))])
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert texts(grid) == [["5,898,260,228.45", ""]]


def test_a_cell_that_was_not_drawn_is_empty() -> None:
    document = assemble("甲.pdf", SHA, [page(word("甲", 60, 105), frames=(Frame(ruled([50, 150, 250], [100, 120, 140])[:3]),))])
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert texts(grid) == [["甲", ""], ["", ""]]


def test_page_numbers_and_running_titles_are_no_text() -> None:
    pages = [
        page(word("某局2031年部门预算", 200, 30), word(f"第{n}段", 100, 300), word(f"- {n} -", 280, 770), number=n) for n in range(1, 5)
    ]
    document = assemble("甲.pdf", SHA, pages)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["第1段", "第2段", "第3段", "第4段"]
    numbered = [page(word(f"公开0{n}表", 400, 30), word(f"第{n}段", 100, 300), number=n) for n in range(1, 5)]
    assert len(assemble("甲.pdf", SHA, numbered).blocks) == 8
    once = assemble("甲.pdf", SHA, pages[:1])
    assert [block.text for block in once.blocks if isinstance(block, Paragraph)] == ["某局2031年部门预算", "第1段"]


@pytest.mark.parametrize(
    ("turn", "shown"), [(0, (100, 200, 140, 210)), (90, (200, 460, 210, 500)), (180, (460, 590, 500, 600)), (270, (590, 100, 600, 140))]
)
def test_places_are_those_of_the_page_as_it_is_shown(turn: int, shown: tuple[float, float, float, float]) -> None:
    """A word at (100, 200) of the upright page, which is 600 wide and 800 high; shown turned back by 90° it is 800 wide and 600 high."""
    document = assemble("甲.pdf", SHA, [page(word("预算收支", 100, 200), turn=turn)])
    assert document.spots[0].bbox == shown


def test_the_least_sure_character_speaks_for_a_cell() -> None:
    words = [replace(word("9.", 60, 105), ocr=0.98), replace(word("00", 80, 105), ocr=0.61)]
    document = assemble("甲.png", SHA, [page(*words, frames=(Frame(ruled([50, 150, 250], [100, 120])),))])
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert document.provenance(grid.rows[0][0].lines).ocr == 0.61
    assert document.provenance(grid.rows[0][1].lines).ocr is None
