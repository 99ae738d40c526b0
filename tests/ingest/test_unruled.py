"""Tables without lines in PDFs, with ruled ones or alone: read where rows and columns are beyond doubt, else told."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from domain.model import Parsed
from ingest.document import Remark
from ingest.pipeline import parse
from ingest.readers.pages import Page, Word
from ingest.readers.unruled import UNREAD, unruled, with_unruled
from tests.ingest.unruled_drawn import Said, draw, wrong
from tests.ingest.unruled_drawn import read as tables_of
from tests.papers.compare import compare
from tests.papers.offices import ORG, accounts, budget
from tests.papers.print import BARE, RULED, THREE_LINES, TURNED, UPRIGHT, WIDE, write_pdf
from tests.papers.truth import Column, Paper, Table, Text

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


DEEP = {"部门收入总表", "一般公共预算“三公”经费支出表", "财政拨款“三公”经费支出决算表"}
"""Heads of three levels, or one head over the whole table."""


@pytest.mark.parametrize("drawn", [(RULED, THREE_LINES), (RULED, BARE), (THREE_LINES,), (BARE,), (BARE, RULED)])
@pytest.mark.parametrize("name", ["budget", "accounts"])
def test_two_levels_of_heads_are_read_and_three_told_with_their_page(name: str, drawn: tuple[str, ...]) -> None:
    paper = office(name)
    found = read(paper, *drawn)
    compared = compare(found, paper)
    assert not compared.extra
    deep = {table.title for at, table in enumerate(paper.tables) if table.title in DEEP and drawn[at % len(drawn)] != RULED}
    assert {number.table for number in compared.missing} == deep
    pages = [issue.page for issue in found.issues if issue.reason == UNREAD]
    assert len(pages) == len(deep)
    assert not {figure.place.page for figure in found.figures} & set(pages)


@pytest.mark.parametrize("form", [WIDE, TURNED])
def test_pages_are_turned_in_every_way(form: str) -> None:
    paper = among_ruled(simple(), replace(simple("上级补助明细表"), number="公开10表"))
    compared = compare(parse(write_pdf(paper, (form,), (BARE,)), "x"), paper)
    assert not compared.extra and {number.table for number in compared.missing} <= {paper.tables[0].title}


def test_where_nothing_is_sure_nothing_is_guessed() -> None:
    paper = office("budget")
    deep = replace(paper, parts=tuple(part for part in paper.parts if not isinstance(part, Table) or part.title in DEEP))
    found = read(deep, BARE)
    assert [issue.reason for issue in found.issues] == [UNREAD] * len(deep.tables)
    assert not found.tables and {figure.source for figure in found.figures} == {"narrative"}


def test_a_table_that_was_not_read_is_not_called_absent() -> None:
    paper = office("budget")
    listed = (Text("目录"), *(Text(f"{'一二三四五六七八'[at]}、{table.title}") for at, table in enumerate(paper.tables)))
    long = replace(paper, parts=(paper.parts[0], *listed, *paper.parts[1:]))
    gone = replace(long, parts=tuple(part for part in long.parts if not isinstance(part, Table) or part.title != "部门收入总表"))
    assert "absent" in {table.state for table in read(gone, RULED).tables}
    assert "absent" not in {table.state for table in read(long, BARE).tables}


def test_what_positions_do_not_show_is_not_solved_as_for_lost_columns() -> None:
    paper = office("budget")
    rows = (("工资福利支出", "30"), ("商品和服务支出", "20"), ("合计", "50"))
    small = Table("公开05表", "一般公共预算基本支出表", ORG, "万元", (Column("name"), Column("value", "合计")), (("项目", "合计"),), rows)
    parts = tuple(part for part in paper.parts if not isinstance(part, Table))
    at = parts.index(Text("第三部分 2024年部门预算情况说明"))
    found = read(replace(paper, parts=(*parts[:at], small, *parts[at:])), BARE)
    assert [issue.reason for issue in found.issues] == [UNREAD]
    assert {figure.source for figure in found.figures} == {"narrative"}


def test_tables_drawn_at_random_are_read_exactly_or_not_at_all() -> None:
    right: list[set[Said]] = []
    for seed in range(600):
        drawn = draw(Random(seed))
        found, doubtful = tables_of(drawn)
        assert not wrong(found, drawn), seed
        assert len(found) in (0, len(drawn.said)), seed
        assert not (found and doubtful), seed
        right += [found] if found else []
    assert len(right) > 60
    assert sum(any(len(path) > 1 for path, _, _ in found) for found in right) > 20


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
        ("项目|上半年|下半年", *TABLE),  # heads over heads, each over one
        ("项目|一月|二月|三月", "办公费|1.00||3.00", "会议费|3.00||5.00"),  # either of two heads may be that of a column
    ],
)
def test_heads_in_doubt_are_told(lines: tuple[str, ...]) -> None:
    assert unruled(words(*lines)) == ([], True)


def centred(word: str, x: float, y: float) -> Word:
    return Word(word, (x - 5.0 * len(word), y, x + 5.0 * len(word), y + 10))


def two_levels(*upper: Word, names: str = "项目") -> list[Word]:
    """Five columns of 100 points, the heads of which stand in the middle; that of the first stands over both levels."""
    lower = [centred(text, 200 + 100 * at, 120) for at, text in enumerate(("预算数", "决算数", "预算数", "决算数"))]
    rows = [f"{name}|{at}.10|{at}.20|{at}.30|{at}.40" for at, name in enumerate(("办公费", "会议费", "招待费"))]
    return [*upper, *lower, centred(names, 100, 110), *words("", "", *rows)]


def test_merged_heads_are_over_their_columns() -> None:
    (frame,), doubtful = unruled(two_levels(centred("基本支出", 250, 100), centred("项目支出", 450, 100)))
    assert not doubtful
    assert sorted(span for span in frame.spans if span[0] == 0) == [(0, 0, 2, 1), (0, 1, 1, 3), (0, 3, 1, 5)]


@pytest.mark.parametrize(
    "upper",
    [
        (centred("基本支出", 250, 100),),  # two columns without one
        (centred("基本支出", 350, 100),),  # over all four, where two are called the same
        (centred("基本支出", 270, 100), centred("项目支出", 450, 100)),  # in no middle
        (centred("基本支出", 250, 100), centred("项目支出", 450, 100), centred("本年数", 350, 80)),  # a third level
        (centred("基", 250, 100), centred("项", 450, 100)),  # letters of something longer
    ],
)
def test_merged_heads_in_doubt_are_told(upper: tuple[Word, ...]) -> None:
    assert unruled(two_levels(*upper)) == ([], True)


@pytest.mark.parametrize(
    "rows",
    [
        ("办公费|1.00|2.00", "会议费|3.00|4.00", "|5.00|6.00"),  # a name that may be that of two rows
        ("办公和印刷|1.00|2.00", "费用", "会议费|3.00|4.00"),  # a name that may go on in the next row
        ("办公费|1.00|2.00", "会议和培训的费", "用|3.00|4.00"),
        ("办公费|1.00|2.00", "会议和培训|3.00|4.00", "费用"),
    ],
)
def test_names_in_doubt_are_told(rows: tuple[str, ...]) -> None:
    assert unruled(words(TABLE[0], *rows)) == ([], True)


def test_a_row_without_numbers_is_one_where_no_name_is_broken() -> None:
    (frame,), doubtful = unruled(words(TABLE[0], "办公费和印刷费|1.00|2.00", "其他|3.00|4.00", "基本", "会议费|3.00|4.00"))
    assert (len(frame.ys), doubtful) == (6, False)


def page(number: int, found: list[Word]) -> Page:
    return Page(number, 600, 800, tuple(found))


def test_a_table_that_goes_on_from_one_in_doubt_is_in_doubt() -> None:
    remarks: list[Remark] = []
    assert not with_unruled(page(1, words("支出表", *TABLE[1:])), remarks).frames
    assert not with_unruled(page(2, words(*TABLE)), remarks).frames
    assert len(with_unruled(page(3, words("收入表", *TABLE)), remarks).frames) == 1
    assert len(with_unruled(page(4, words(*TABLE)), remarks).frames) == 1
    assert remarks == [Remark(UNREAD, 1), Remark(UNREAD, 2)]


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
