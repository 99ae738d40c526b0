"""The year before, read in the office's own document of that year where this year's says nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from answer import Assistant
from tests.answer.books import Sheet, book, library

OFFICE = "青松县档案馆"


def _budget(amount: str) -> Sheet:
    return Sheet("基本支出表", "基本支出预算表", [("差旅费", {"合计": amount})])


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("before")
    final = Sheet("基本支出表", "基本支出决算表", [("差旅费", {"决算数": "7.00"})])
    return Assistant(
        library(
            folder,
            book(OFFICE, 2023, "预算", _budget("8.00")),
            book(OFFICE, 2024, "预算", _budget("10.00")),
            book(OFFICE, 2022, "决算", final),
        )
    )


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("2024年预算差旅费比上年增加多少", "2.00"),
        ("2024年预算差旅费比前一年多百分之几", "25.00"),
        ("2024年预算的差旅费比去年涨了吗", "2.00"),
    ],
)
def test_two_documents_are_compared(ask: Assistant, question: str, first: str) -> None:
    answer = ask.ask(OFFICE + question)
    assert str(answer.values[0].value) == first, answer.text
    assert {citation.year for citation in answer.citations} == {2023, 2024}


@pytest.mark.parametrize("follow", ["前一年呢", "去年呢", "上一年呢"])
def test_the_year_before_is_told_alone(ask: Assistant, follow: str) -> None:
    answer = ask.ask(follow, turns=[f"{OFFICE}2024年预算差旅费多少"])
    assert [str(value.value) for value in answer.values] == ["8.00"], answer.text


@pytest.mark.parametrize("question", ["2023年预算差旅费比上年增加多少", "2024年预算差旅费比上年执行数增加多少"])
def test_a_budget_is_not_compared_with_final_accounts(ask: Assistant, question: str) -> None:
    assert ask.ask(OFFICE + question).status == "not_found"
