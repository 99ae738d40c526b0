"""A question that names no item, only spending, income or the budget, is about the totals."""

from __future__ import annotations

import pytest

from answer import Assistant
from library import Library


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


@pytest.mark.parametrize("question", ["花多少钱", "要花多少钱", "一年花多少钱", "全年支出多少", "的开支", "花了多少"])
def test_plain_question_about_spending_is_about_the_total(ask: Assistant, question: str) -> None:
    answer = ask.ask(f"白鹭县教育局2022年{question}")
    assert answer.values[0].value == ask.ask("白鹭县教育局2022年支出总计是多少").values[0].value
    assert "支出总计" in answer.text  # the row that is printed: 总计 holds carry-over, 本年支出 does not


def test_income_and_spending_of_final_accounts_are_two_numbers(ask: Assistant) -> None:
    both = ask.ask("银杉县财政局2023年收入和支出各多少")
    spent, income = (ask.ask(f"银杉县财政局2023年决算{item}是多少").values[0].value for item in ("本年支出", "收入总计"))
    assert {value.value for value in both.values} == {spent, income}
