"""How many is no question about money, and how much none about a number: what is stated is said to be the other, never told for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from answer import Assistant
from tests.answer.books import Sheet, book, library

OFFICE = "青松县档案馆"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("counted")
    public = Sheet("三公", "“三公”经费支出表", [("公务接待费", {"合计": "2.60"}), ("公务用车购置费", {"合计": "18.00"})])
    return Assistant(library(folder, book(OFFICE, 2024, "预算", public)))


@pytest.mark.parametrize("question", ["公务接待了多少批次", "接待了多少人", "公务接待几批", "公车购置几辆"])
def test_a_number_asked_for_is_not_answered_with_money(ask: Assistant, question: str) -> None:
    answer = ask.ask(f"{OFFICE}2024年{question}")
    assert answer.status == "not_found", answer.text


@pytest.mark.parametrize(("question", "amount"), [("公务接待花了多少", "2.60"), ("公车购置多少钱", "18.00"), ("公务接待费", "2.60")])
def test_money_asked_for_is(ask: Assistant, question: str, amount: str) -> None:
    assert str(ask.ask(f"{OFFICE}2024年{question}").values[0].value) == amount
