"""Word, sheets, web pages and CSV give back what a paper says: every text, every cell with its span, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import groupby

import pytest

from ingest.document import Document, Grid, Paragraph
from ingest.readers import read_document
from tests.papers.book import address, write_xlsx
from tests.papers.flat import FIRST_ROW, write_csv
from tests.papers.offices import accounts, budget
from tests.papers.page import write_html
from tests.papers.truth import Drawn, Paper, Table
from tests.papers.word import write_docx

PAPERS = {"budget": budget, "accounts": accounts}
WRITERS: dict[str, Callable[[Paper], bytes]] = {
    "docx": write_docx,
    "xlsx": write_xlsx,
    "html": write_html,
    "html in GBK": lambda paper: write_html(paper, "gb18030"),
}


def pieces(document: Document) -> list[str | list[list[Drawn]]]:
    """The document as texts and pictures of tables."""
    found: list[str | list[list[Drawn]]] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found.append([[Drawn(cell.text, cell.spans, cell.covered) for cell in row] for row in block.rows])
    return found


def expected(paper: Paper) -> list[str | list[list[Drawn]]]:
    told: list[str | list[list[Drawn]]] = []
    for part in paper.parts:
        told += [*part.above, part.drawn(), *([part.note] if part.note else [])] if isinstance(part, Table) else [part.printed]
    return told


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> Paper:
    return PAPERS[request.param]()


@cache
def read(writer: str, kind: str) -> Document:
    return read_document(WRITERS[writer](PAPERS[kind]()), "x")


@pytest.fixture(params=WRITERS)
def document(request: pytest.FixtureRequest, paper: Paper) -> Document:
    return read(request.param, next(kind for kind, of in PAPERS.items() if of() is paper))


def test_every_text_and_cell_comes_back(document: Document, paper: Paper) -> None:
    assert document.layout == "grid"
    assert document.remarks == ()
    assert pieces(document) == expected(paper)


def test_pieces_are_numbered_in_reading_order(document: Document) -> None:
    """Every line and every cell has its own number and its spot; a covered place has those of its cell."""
    numbers: list[int] = []
    for block in document.blocks:
        cells = [block] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row if not cell.covered]
        numbers += [cell.lines[0] for cell in cells]
        assert all(cell.lines[0] == cell.lines[1] for cell in cells)
        for row, col, cell in ((row, col, cell) for row, cells in enumerate(rows(block)) for col, cell in enumerate(cells) if cell.covered):
            anchor = next(
                other
                for up, others in enumerate(rows(block)[: row + 1])
                for left, other in enumerate(others[: col + 1])
                if not other.covered and up + other.spans[0] > row and left + other.spans[1] > col
            )
            assert cell.lines == anchor.lines
    assert numbers == list(range(1, len(document.spots) + 1))
    assert all(spot.cell for spot in document.spots)


def rows(block: object) -> tuple[tuple[object, ...], ...]:
    return block.rows if isinstance(block, Grid) else ()


def test_rows_of_a_grid_are_of_one_width(document: Document) -> None:
    assert all(len({len(row) for row in block.rows}) == 1 for block in document.blocks if isinstance(block, Grid))


def test_cells_of_a_workbook_have_their_addresses(paper: Paper) -> None:
    document = read("xlsx", "budget" if paper is budget() else "accounts")
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    for table, grid in zip(paper.tables, grids, strict=True):
        for row, col, _ in table.begins():
            spot = document.spots[grid.rows[row][col].lines[0] - 1]
            assert spot.cell == address(table, row, col)
    pages = [document.spots[grid.lines[0] - 1].page for grid in grids]
    assert pages == sorted(pages) and pages[0] == 2


@pytest.mark.parametrize(("writer", "first"), [("docx", {0: 4, 1: 1}), ("html", {0: 1, 1: 1})])
def test_cells_of_texts_have_their_table_row_and_column(writer: str, first: dict[int, int]) -> None:
    document = read(writer, "budget")
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    for at, start in first.items():
        row = len(budget().tables[at].head)
        spot = document.spots[grids[at].rows[row][1].lines[0] - 1]
        assert (spot.cell, spot.page) == (f"表{at + 1} R{row + start}C2", None)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ","), ("utf-8", ";"), ("utf-16", "\t"), ("gb18030", "\t")]
)
def test_tables_as_csv(paper: Paper, encoding: str, delimiter: str) -> None:
    for table in paper.tables:
        document = read_document(write_csv(table, encoding, delimiter), "x")
        body = [table.flat()] if table.body or len(table.head) > 1 else []
        assert pieces(document) == [*table.above, *body, *([table.note] if table.note else [])]
        assert document.spots[4].cell == f"A{FIRST_ROW}"


def test_the_papers_are_worth_reading() -> None:
    """Long tables, merged cells in both directions, blanks beside zeros, both ways to write thousands, names over two lines."""
    tables = [table for paper in PAPERS.values() for table in paper().tables]
    cells = [text for table in tables for row in table.body for text in row]
    assert max(len(table.body) for table in tables) > 100
    assert {spans for table in tables for row in table.drawn() for place in row if (spans := place.spans) != (1, 1)} >= {
        (1, 3),
        (3, 1),
        (2, 1),
    }
    assert {"", "0", "0.00"} < set(cells)
    assert any("\n" in text for text in cells)
    assert len([key for key, group in groupby(tables, key=lambda table: table.unit)]) > 2
    numbers = [number for paper in PAPERS.values() for number in paper().numbers()]
    assert len(numbers) > 700
    assert any("," in number.printed for number in numbers) and any(number.value > 1000 and "," not in number.printed for number in numbers)
