"""The columns of numbers in fictional budgets: what is decided is right, what can't be is left open."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Paragraph, Section
from ingest.spaced.solver import Constraint, Sum, Term, Variable, first_choices, solve
from tests.ingest.spaced_book import UNKNOWN, Book, detail, read, sections, verdicts

BOOKS = st.integers(0, 10**6).map(Book.make)
SPENDING = (Sum(0, (1, 2)),)


@settings(max_examples=25, deadline=None)
@given(BOOKS)
def test_whole_documents_are_decided(book: Book) -> None:
    figures = read([*sections(book), *detail(book)])
    right, unknown, wrong = verdicts(book, figures)
    assert wrong == 0
    assert right + unknown == len(book.truth)
    income = [figure for figure in figures if figure.form == "收入总表" and figure.value is not None]
    assert sum(figure.column == UNKNOWN for figure in income) <= 0.1 * len(income)


@settings(max_examples=25, deadline=None)
@given(BOOKS, st.booleans())
def test_with_less_evidence_nothing_is_guessed(book: Book, general: bool) -> None:
    right, unknown, wrong = verdicts(book, read(sections(book, balance=False, general=general)))
    assert wrong == 0
    assert right + unknown == len(book.truth)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_one_altered_amount_makes_no_column_wrong(seed: int) -> None:
    book = Book.make(seed)
    altered = _altered(sections(book), random.Random(seed))
    right, _, wrong = verdicts(book, read(altered))
    assert wrong == 0
    assert right >= 0.4 * len(book.truth)  # the altered table, and what follows from it, may stay open


def _altered(made: list[Section], rng: random.Random) -> list[Section]:
    """One number of one line of one table, changed."""
    at = rng.randrange(len(made))
    blocks = [block for block in made[at].blocks if isinstance(block, Paragraph)]
    line = rng.choice([n for n, block in enumerate(blocks) if re.search(r"\d\.\d\d", block.text)])
    number = rng.choice(list(re.finditer(r"[\d,]+\.\d\d", blocks[line].text)))
    value = Decimal(number[0].replace(",", "")) + rng.choice((Decimal("0.10"), Decimal(10), Decimal("37.5")))
    text = f"{blocks[line].text[: number.start()]}{value:,.2f}{blocks[line].text[number.end() :]}"
    blocks[line] = replace(blocks[line], text=text)
    return [*made[:at], replace(made[at], blocks=tuple(blocks)), *made[at + 1 :]]


def test_a_row_alone_is_decided_only_where_its_sum_decides() -> None:
    assert first_choices((100, 60, 40), 3, 0, SPENDING) == [(0, 1, 2)]
    assert first_choices((100, 100), 3, 0, SPENDING) == [(0, 1), (0, 2)]


def test_rounding_is_allowed_for_and_no_more() -> None:
    assert first_choices((1000, 600, 405), 3, 5, SPENDING) == [(0, 1, 2)]
    assert first_choices((1000, 600), 3, 5, SPENDING) == [(0, 1), (0, 2)], "a broken row keeps its total in the total column"


def _family(parent: tuple[int, ...], *children: tuple[int, ...]) -> list[Variable]:
    rows = [Variable(values, 3, 5, first_choices(values, 3, 5, SPENDING)) for values in (parent, *children)]
    down = [
        Constraint((Term(0, frozenset({column}), -1), *(Term(n, frozenset({column}), 1) for n in range(1, len(rows)))))
        for column in range(3)
    ]
    solve(rows, down)
    return rows


def test_children_follow_their_parent() -> None:
    rows = _family((10000, 7000, 3000), (7000, 7000), (3000, 3000))
    assert [row.choices for row in rows[1:]] == [[(0, 1)], [(0, 2)]]


def test_equal_children_stay_open() -> None:
    rows = _family((10000, 5000, 5000), (5000, 5000), (5000, 5000))
    assert [row.choices for row in rows[1:]] == [[(0, 1), (0, 2)]] * 2


def test_a_constraint_that_cannot_hold_decides_nothing() -> None:
    rows = _family((10000, 9000, 1000), (4000, 4000), (2000, 2000))
    assert [row.choices for row in rows[1:]] == [[(0, 1), (0, 2)]] * 2


@pytest.mark.parametrize("seed", range(20))
def test_no_solution_is_lost(seed: int) -> None:
    """Against brute force: every choice that some joint solution uses is kept."""
    rng = random.Random(seed)
    leaves = [(rng.randint(1, 40) * 100, rng.choice((1, 2))) for _ in range(5)]
    sums = [sum(value for value, column in leaves if column == wanted) for wanted in (1, 2)]
    parent = tuple(value for value in (sum(sums), *sums) if value)
    rows = _family(parent, *((value, value) for value, _ in leaves))
    picks = [p for p in product((1, 2), repeat=5) if sum(v for (v, _), c in zip(leaves, p, strict=True) if c == 1) == sums[0]]
    for n in range(5):
        assert {(0, pick[n]) for pick in picks} <= set(rows[n + 1].choices)
