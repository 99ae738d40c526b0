"""The year before, read in the office's own document of that year where this year's says nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from answer import Assistant
from library import Library
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


@pytest.fixture(scope="module")
def told(sample_docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A disclosure whose sentences speak of the change of something that no table lists."""
    folder = tmp_path_factory.mktemp("told")
    text = (sample_docs / "s06.txt").read_text(encoding="utf-8")
    at = text.index("主要原因是")
    at = text.index("。", at) + 1
    said = "云台讲学所代管资金收入12.30万元，比上年增加4.50万元，增长57.69%，主要原因是讲学场次增加。"
    (folder / "a.txt").write_text(f"{text[:at]}{said}{text[at:]}", encoding="utf-8")
    made = Library.open_or_create(folder / "library")
    made.ingest([folder / "a.txt"])
    return Assistant(made)


def test_what_only_a_sentence_names_has_the_change_that_it_prints(told: Assistant) -> None:
    office = told.library.snapshot().disclosures[0]
    answer = told.ask(f"{office.org}{office.year}年{office.kind}云台讲学所代管资金收入比上年增加多少")
    assert [str(value.value) for value in answer.values[:2]] == ["4.50", "57.69"], answer.text
    why = told.ask(f"{office.org}{office.year}年{office.kind}云台讲学所代管资金收入为什么增加")
    assert "讲学场次增加" in why.text
