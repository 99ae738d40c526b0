"""A citation leads to the very cell, sentence and lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from domain.model import Parsed, Table
from domain.text import squeeze
from tests.ui.fakes import CLAIM, FIGURES, ORIGINAL, RECEPTION, TABLE, TOTAL, FakeFigures, FakeSnapshot
from ui import excerpt


@dataclass
class OfParsed(FakeFigures):
    """The figures and tables of one document that was read for real."""

    parsed: Parsed

    def __post_init__(self) -> None:
        super().__init__(self.parsed.figures)

    def tables(self, document: str | None = None, form: str | None = None) -> list[Table]:
        return list(self.parsed.tables)


def test_a_table_figure_leads_to_its_cell() -> None:
    cited = excerpt.resolve(excerpt.citation(RECEPTION), FakeSnapshot(FakeFigures(FIGURES), ()))
    assert cited.table is TABLE
    assert excerpt.row_of(TABLE, RECEPTION) == 0
    assert excerpt.column_of(TABLE, 0, RECEPTION) == 3


def test_the_header_decides_between_equal_cells_and_nothing_is_guessed() -> None:
    table = replace(TABLE, rows=(("5", "0", "5", "5", ""),))
    assert excerpt.column_of(table, 0, replace(RECEPTION, printed="5")) == 3
    assert excerpt.column_of(table, 0, replace(RECEPTION, printed="5", column="未定")) is None


def test_a_label_on_the_left_decides_where_the_header_says_nothing() -> None:
    table = replace(TABLE, header=("一级指标", "", "", ""), rows=(("年度资金总额：", "35", "其中：财政拨款", "35"),))
    assert excerpt.column_of(table, 0, replace(TOTAL, printed="35", column="其中：财政拨款")) == 3


def test_a_row_is_told_by_its_name_where_two_share_a_line() -> None:
    table = replace(TABLE, rows=(("甲", "1"), ("乙", "2")), row_lines=((5, 5), (5, 5)))
    assert excerpt.row_of(table, replace(TOTAL, row_name="乙")) == 1


def test_a_sentence_has_no_table_and_a_figure_that_is_gone_no_file() -> None:
    snapshot = FakeSnapshot(FakeFigures(FIGURES), ())
    assert excerpt.resolve(excerpt.citation(CLAIM), snapshot).table is None
    gone = replace(excerpt.citation(CLAIM), figure="x", document="gone")
    assert excerpt.resolve(gone, snapshot).sha is None


def test_rows_around_the_cited_one_are_shown_and_as_many_at_the_ends() -> None:
    assert list(excerpt.window(20, 10, 2)) == [8, 9, 10, 11, 12]
    assert list(excerpt.window(20, 0, 2)) == [0, 1, 2, 3, 4]
    assert list(excerpt.window(20, 19, 2)) == [15, 16, 17, 18, 19]
    assert list(excerpt.window(3, 1, 2)) == [0, 1, 2]


def test_lines_of_the_original_skip_blank_ones_and_mark_the_cited() -> None:
    lines = excerpt.original_lines(excerpt.decode(ORIGINAL), (8, 8), around=1)
    assert [(number, cited) for number, _, cited in lines] == [(7, False), (8, True), (9, False)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_originals_are_shown_in_their_encoding(encoding: str) -> None:
    assert excerpt.decode("三公经费".encode(encoding)) == "三公经费"


def test_every_table_figure_of_the_seeds_finds_its_cell(parsed: dict[str, Parsed]) -> None:
    for document in parsed.values():
        snapshot = FakeSnapshot(OfParsed(document), ())
        for figure in document.figures:
            if figure.source == "narrative" or figure.reading != "first":
                continue
            table = excerpt.resolve(excerpt.citation(figure), snapshot).table
            assert table, figure
            row = excerpt.row_of(table, figure)
            assert row is not None, figure
            column = excerpt.column_of(table, row, figure)
            if figure.value is not None and column is not None:
                assert squeeze(figure.printed.split(" → ")[0]) in squeeze(table.rows[row][column]), figure
            assert figure.value is None or figure.column == "未定" or column is not None, figure
