"""What was left over: of the year's end, of the year before, of fiscal appropriations alone; three amounts that are never taken for each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from answer import Assistant
from tests.answer.books import Sheet, book, library

OFFICE = "青松县档案馆"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("carry")
    whole = Sheet(
        "收支总表", "收入支出决算总表", [("年初结转和结余", {"收入.决算数": "31.50"}), ("年末结转和结余", {"支出.决算数": "48.20"})]
    )
    fiscal = Sheet(
        "财政拨款收支总表",
        "财政拨款收入支出决算总表",
        [("年初财政拨款结转和结余", {"收入.决算数": "12.70"}), ("年末财政拨款结转和结余", {"支出.合计": "9.90"})],
    )
    plan = Sheet("收支总表", "收支总体情况表", [("上年结转结余", {"收入.预算数": "48.20"})])
    return Assistant(library(folder, book(OFFICE, 2023, "决算", whole, fiscal), book(OFFICE, 2024, "预算", plan)))


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("2023年决算上年结转多少", "31.50"),
        ("2023年决算的年初结转和结余", "31.50"),
        ("2023年没花完的钱有多少", "48.20"),
        ("2023年年末结转和结余是多少", "48.20"),
        ("2023年年初财政拨款结转和结余是多少", "12.70"),
        ("2023年年末财政拨款结转和结余是多少", "9.90"),
        ("2024年预算里去年没花完的钱", "48.20"),
        ("2024年预算上年结转是多少", "48.20"),
    ],
)
def test_each_is_its_own_amount(ask: Assistant, question: str, amount: str) -> None:
    answer = ask.ask(f"{OFFICE}{question}")
    assert [str(value.value) for value in answer.values[:1]] == [amount], answer.text
