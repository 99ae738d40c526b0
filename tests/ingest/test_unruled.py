"""Tables without lines, in PDFs that have ruled ones too: read where rows and columns are beyond doubt, else told."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache

import pytest

from domain.model import Parsed
from ingest.pipeline import parse
from ingest.readers.pages import Word
from ingest.readers.unruled import UNREAD, unruled
from tests.papers.compare import compare
from tests.papers.offices import ORG, accounts, budget
from tests.papers.print import BARE, RULED, THREE_LINES, UPRIGHT, write_pdf
from tests.papers.truth import Column, Paper, Table

COLUMNS = (Column("code"), Column("name"), *(Column("value", name) for name in ("合计", "基本支出", "项目支出", "上缴上级支出")))
HEAD = (("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级\n支出"),)
BODY = (
    ("205", "教育支出", "1,120.50", "900.00", "220.50", ""),
    ("2050201", "学前教育与其他\n普通教育支出", "1,100.00", "900.00", "200.00", ""),
    ("2050299", "其他普通教育支出", "20.50", "", "20.50", ""),
    ("208", "社会保障和就业支出", "-0.50", "-0.50", "", ""),
    ("", "合计", "1,120.00", "899.50", "220.50", "0.00"),
)


def simple(title: str = "项目支出明细表") -> Table:
    """One row of heads, a name over two lines, blanks, a column with nothing but a head and a zero."""
    return Table("公开09表", title, ORG, "万元", COLUMNS, HEAD, BODY)


def among_ruled(*tables: Table) -> Paper:
    """A paper with its own ruled table first, and these."""
    paper = accounts()
    return replace(paper, parts=(*(part for part in paper.parts if not isinstance(part, Table)), paper.tables[0], *tables))


def read(paper: Paper, *drawn: str) -> Parsed:
    return parse(write_pdf(paper, (UPRIGHT,), drawn), "x")


@pytest.mark.parametrize("drawn", [THREE_LINES, BARE])
def test_one_row_of_heads_is_read_exactly(drawn: str) -> None:
    paper = among_ruled(simple(), replace(simple("上级补助明细表"), number="公开10表"))
    found = read(paper, RULED, drawn)
    compared = compare(found, paper)
    assert (compared.missing, compared.extra) == ((), ())
    assert not [issue for issue in found.issues if issue.reason == UNREAD]


@cache
def office(name: str) -> Paper:
    """Without the longest table, which takes long to draw."""
    paper = {"budget": budget, "accounts": accounts}[name]()
    return replace(paper, parts=tuple(part for part in paper.parts if not isinstance(part, Table) or len(part.body) < 50))


@pytest.mark.parametrize("drawn", [THREE_LINES, BARE])
@pytest.mark.parametrize("name", ["budget", "accounts"])
def test_merged_heads_are_told_with_their_page_and_never_guessed(name: str, drawn: str) -> None:
    paper = office(name)
    found = read(paper, RULED, drawn)
    compared = compare(found, paper)
    assert not compared.extra
    assert {number.table for number in compared.missing} == {table.title for table in paper.tables[1::2] if list(table.numbers())}
    pages = [issue.page for issue in found.issues if issue.reason == UNREAD]
    assert len(pages) == len({number.table for number in compared.missing})
    assert not {figure.place.page for figure in found.figures if figure.source == "table"} & set(pages)


def words(*lines: str, pitch: float = 20) -> list[Word]:
    """Words of ten points on lines; `|` sets columns of 100 points apart, in which numbers stand at the right."""
    found = []
    for row, line in enumerate(lines):
        for column, text in enumerate(line.split("|")):
            if text:
                wide, left = 5.0 * len(text) * (1 if text.isascii() else 2), 50 + 100 * column
                x0 = left + 90 - wide if text[0].isdigit() else left
                found.append(Word(text, (x0, 100 + row * pitch, x0 + wide, 110 + row * pitch)))
    return found


TABLE = ("项目|一月|二月", "办公费|1.00|2.00", "会议费|3.00|4.00")


def test_what_is_surely_a_table_is_one() -> None:
    (frame,), doubtful = unruled(words("支出表", "|单位：万元", *TABLE))
    assert (len(frame.xs), len(frame.ys), doubtful) == (4, 4, False)


@pytest.mark.parametrize(
    "lines",
    [
        ("支出表", *TABLE[1:]),  # no heads
        ("支出表", "|上半年", *TABLE[:1], "项目|一月|", *TABLE[1:]),  # a head is missing
        ("项目|上半年|下半年", *TABLE),  # heads over heads
        ("项目|一月|二月|三月", "办公费|1.00||3.00", "会议费|3.00||5.00"),  # either of two heads may be that of a column
    ],
)
def test_heads_in_doubt_are_told(lines: tuple[str, ...]) -> None:
    assert unruled(words(*lines)) == ([], True)


def test_rows_that_stand_too_close_are_told() -> None:
    assert unruled(words(TABLE[0], "", "", *TABLE[1:], pitch=11)) == ([], True)


@pytest.mark.parametrize(
    "lines",
    [
        ("目录|页码", "部门概况|1", "收入预算|3", "支出预算|5"),
        ("2023|年收入|1234.5|万元", "比上年|多|12.50|万元"),
        ("收入支出情况", "1234.5"),
        (),
    ],
)
def test_contents_and_prose_are_no_tables(lines: tuple[str, ...]) -> None:
    frames, _ = unruled(words(*lines))
    assert not frames


def test_contents_are_not_told_either() -> None:
    assert unruled(words("目录|页码", "部门概况|1", "收入预算|3", "支出预算|5")) == ([], False)


def test_a_page_of_thousands_of_columns_takes_no_time() -> None:
    start = time.process_time()
    line = "|".join(f"{at}.50" for at in range(8000))
    assert unruled(words("名称|" + "|".join("甲" * 8000), "支出|" + line, "收入|" + line)) == ([], False)
    assert time.process_time() - start < 10
